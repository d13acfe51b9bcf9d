from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.domain.facts import given
from dpo_desk.domain.record import RecordStatus
from dpo_desk.services.bulk import Undo
from dpo_desk.ui.pages.bulk import BulkDialog, show_bulk
from dpo_desk.ui.pages.trash import TrashDialog, show_trash
from dpo_desk.ui.shell import Desk
from tests.desks import TestDesk
from tests.ui.conftest import markup_readers, type_text, unnamed


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    widget.show()
    return widget


@pytest.fixture
def activities(register_desk: Desk) -> Any:
    return register_desk.services.register.activities


# --- trash -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def trash(register_desk: Desk, activities: Any, whole: TestDesk, below: QWidget) -> TrashDialog:
    chosen = activities.choices()
    activities.trash([chosen[3].id])
    whole.clock.go_to(2026, 11, 28)
    activities.trash([chosen[7].id])
    return show_trash(register_desk, below)


def cells(trash: TrashDialog) -> list[list[str]]:
    table = trash.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_the_trash_tells_what_lies_in_it_since_when_and_for_how_long(trash: TrashDialog) -> None:
    shown = {row[0]: row for row in cells(trash)}
    assert shown["P-004"][1:] == ["Payment", "Activity", "23/11/2026", "25 days left"]
    assert shown["P-008"][3:] == ["28/11/2026", "30 days left"]
    assert "Transfer" in {row[2] for row in shown.values()}


def test_chosen_records_go_back_into_the_register(
    trash: TrashDialog, activities: Any, register_desk: Desk
) -> None:
    told: list[Any] = []
    register_desk.news.happened.connect(told.append)
    row = [line[0] for line in cells(trash)].index("P-004")
    trash.table.selectRow(row)
    trash._back.click()
    assert register_desk.lane.wait()
    assert "P-004" not in [line[0] for line in cells(trash)]
    assert "P-004" in [each.ref for each in activities.choices()]
    assert told[-1].touches("activities")


@pytest.mark.parametrize(("ref", "goes"), [("T-009", True), ("P-004", False)])
def test_deleting_for_good_asks_first_and_spares_what_a_request_names(
    trash: TrashDialog, register_desk: Desk, monkeypatch: pytest.MonkeyPatch, ref: str, goes: bool
) -> None:
    asked: list[Any] = []
    real: Any = register_desk.messages.ask
    monkeypatch.setattr(register_desk.messages, "ask", lambda *args: asked.append(real(*args)))
    trash.table.clearSelection()  # a key another test held down may still count as held
    trash.table.selectRow([line[0] for line in cells(trash)].index(ref))
    trash._delete.click()
    assert ref in [line[0] for line in cells(trash)]
    asked[0].accept()
    assert register_desk.lane.wait()
    assert (ref not in [line[0] for line in cells(trash)]) == goes
    assert bool(trash.banner.text) != goes


def test_all_rows_are_chosen_by_the_keyboard(trash: TrashDialog, register_desk: Desk) -> None:
    trash.table.setFocus()
    QTest.keyClick(trash.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(trash.chosen()) == trash.table.rowCount()
    trash.take_back()
    assert register_desk.lane.wait()
    assert trash._stack.currentIndex() == 1
    assert not trash._back.isEnabled()


def test_the_trash_has_names_and_reads_no_markup(trash: TrashDialog) -> None:
    assert unnamed(trash) == []
    assert markup_readers(trash) == []


# --- many at once ------------------------------------------------------------------------------------------------------


@pytest.fixture
def told() -> list[tuple[Undo, str]]:
    return []


@pytest.fixture
def bulk(register_desk: Desk, activities: Any, below: QWidget, told: list[tuple[Undo, str]]) -> BulkDialog:
    records = [each.id for each in activities.choices()[:3]]
    return show_bulk(register_desk, below, activities, records, lambda undo, note: told.append((undo, note)))


def test_nothing_ticked_changes_nothing(bulk: BulkDialog) -> None:
    assert not bulk._go.isEnabled()
    assert "3" in bulk._go.text()


def test_what_is_ticked_changes_in_every_chosen_record_and_is_undone(
    bulk: BulkDialog, activities: Any, register_desk: Desk, told: list[tuple[Undo, str]]
) -> None:
    ids = [each.id for each in activities.choices()[:3]]
    before = [activities.get(each).record for each in ids]
    for name, typed in (("owner", "Customer care"), ("add_tags", "shop\nshop")):
        bulk.parts[name].tick.click()
        type_text(bulk.parts[name].editor.target(), typed)
    bulk.parts["status"].tick.click()
    bulk.parts["status"].editor.set_value(RecordStatus.ARCHIVED.value)
    bulk.parts["review"].tick.click()
    bulk.parts["review"].editor.set_value("2027-05-01")
    QTest.mouseClick(bulk._go, Qt.MouseButton.LeftButton)
    assert register_desk.lane.wait()
    for each in ids:
        record = activities.get(each).record
        assert record.owner == given("Customer care")
        assert record.status is RecordStatus.ARCHIVED
        assert record.tags[-1] == "shop"
        assert record.review.next_on.isoformat() == "2027-05-01"
    undo, note = told[0]
    assert "3" in note
    activities.undo(undo)
    assert [activities.get(each).record.tags for each in ids] == [record.tags for record in before]


def test_a_day_that_is_none_is_told_at_its_field_and_nothing_changes(
    bulk: BulkDialog, register_desk: Desk, told: list[tuple[Undo, str]], qtbot: QtBot
) -> None:
    bulk.parts["review"].tick.click()
    bulk.parts["review"].editor.set_value("2026-02-31")
    bulk.change()
    assert register_desk.lane.wait()
    assert bulk.parts["review"]._wrong.text()
    assert bulk._go.isEnabled()
    assert told == []


def test_the_buttons_stay_on_the_screen_however_much_is_typed_and_wrong(bulk: BulkDialog) -> None:
    high = bulk.minimumSizeHint().height()
    bulk.parts["add_tags"].tick.click()
    bulk.parts["add_tags"].editor.set_value("\n".join("tag" for _ in range(40)))
    for part in bulk.parts.values():
        part.say("Wrong")
    QApplication.processEvents()
    assert bulk.minimumSizeHint().height() == high


def test_the_keyboard_goes_to_the_first_field_that_is_wrong(bulk: BulkDialog, register_desk: Desk) -> None:
    for name, text in (("add_tags", "x" * 301), ("review", "31/02/2026")):
        bulk.parts[name].tick.click()
        bulk.parts[name].editor.set_value(text)
    bulk.change()
    assert register_desk.lane.wait()
    QApplication.processEvents()
    tags = bulk.parts["add_tags"]
    assert tags._wrong.text()
    assert tags.isAncestorOf(bulk.focusWidget())


def test_an_empty_department_is_an_unknown_one(
    bulk: BulkDialog, activities: Any, register_desk: Desk
) -> None:
    bulk.parts["owner"].tick.click()
    bulk.change()
    assert register_desk.lane.wait()
    assert activities.get(activities.choices()[0].id).record.owner.value is None


def test_all_has_names_and_nothing_reads_markup(bulk: BulkDialog) -> None:
    for part in bulk.parts.values():
        part.tick.click()
    assert unnamed(bulk) == []
    assert markup_readers(bulk) == []
