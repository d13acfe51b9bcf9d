from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.ui.pages import as_of
from dpo_desk.ui.pages.as_of import AsOfDialog
from dpo_desk.ui.pages.history import HistoryDialog, Subject, show_history
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.texts import Prose
from tests.desks import TestDesk
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.sample_page import HOSTILE


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    widget.show()
    return widget


@pytest.fixture
def changed(register_desk: Desk, whole: TestDesk) -> str:
    """An activity of three versions, the last one with a name that looks like markup."""
    activities = register_desk.services.register.activities
    record = activities.choices()[1].id
    for day, values in ((24, {"name": "Orders"}), (25, {"name": HOSTILE, "tags": "shop"})):
        whole.clock.go_to(2026, 11, day)
        view = activities.get(record)
        activities.save(record, {**view.values, **values}, view.record.version)
    return str(record)


@pytest.fixture
def history(register_desk: Desk, below: QWidget, changed: str) -> HistoryDialog:
    activities = register_desk.services.register.activities
    return show_history(register_desk, below, activities, Subject(changed, "P-002", HOSTILE))


def said(widget: QWidget) -> list[str]:
    """Everything that can be read, from top to bottom as far as it was made so."""
    labels = [label.text() for label in widget.findChildren(QLabel)]
    return labels + [prose.toPlainText() for prose in widget.findChildren(Prose)]


def test_versions_stand_with_day_author_and_action_the_newest_first(
    history: HistoryDialog, register_desk: Desk
) -> None:
    lines = [history.list.item(row).text() for row in range(history.list.count())]
    assert len(lines) == 3
    assert lines[0].startswith(register_desk.words("ui.history.version", number=3))
    assert "25/11/2026" in lines[0]
    officer = register_desk.services.register.organisation()
    assert officer is not None
    assert officer.dpo.name in lines[0]
    assert register_desk.words("ui.history.action.created") in lines[-1]


def test_what_a_version_changed_stands_before_and_after_in_words(
    history: HistoryDialog, register_desk: Desk
) -> None:
    texts = said(history.diff)
    assert HOSTILE in texts
    assert "Orders" in texts
    for word in ("before", "after", "added"):
        assert register_desk.words(f"ui.history.{word}") in texts


def test_any_two_versions_can_be_compared(history: HistoryDialog, register_desk: Desk) -> None:
    history.compare_with(1)
    assert "Order management" in said(history.diff)
    history.compare_with(3)
    assert register_desk.words("ui.history.no_difference") in said(history.diff)
    history.list.setCurrentRow(2)
    history.compare_with(None)
    assert register_desk.words("ui.history.first") in said(history.diff)


def test_an_old_version_can_be_read_whole(history: HistoryDialog) -> None:
    history.list.setCurrentRow(2)
    QTest.mouseClick(history._parts[1], Qt.MouseButton.LeftButton)
    assert history._stack.currentWidget() is history.whole
    assert "Order management" in said(history.whole)
    assert all(prose.isReadOnly() for prose in history.whole.findChildren(Prose))


def test_an_old_version_is_restored_as_a_new_one_and_that_is_taken_back(
    history: HistoryDialog, register_desk: Desk, changed: str, qtbot: QtBot
) -> None:
    activities: Any = register_desk.services.register.activities
    assert not history._restore.isEnabled()
    history.list.setCurrentRow(2)
    with qtbot.waitSignal(register_desk.messages.noted, timeout=5000) as noted:
        history._restore.click()
    now = activities.get(changed).record
    assert (now.name, now.version) == ("Order management", 4)
    noted.args[0].undo()
    assert register_desk.lane.wait()
    assert activities.get(changed).record.name == HOSTILE


def test_the_history_has_names_everywhere_and_reads_no_markup(history: HistoryDialog) -> None:
    assert unnamed(history) == []
    assert markup_readers(history) == []


# --- the register as it stood --------------------------------------------------------------------------------------------


@pytest.fixture
def printed() -> list[date]:
    return []


@pytest.fixture
def past(register_desk: Desk, below: QWidget, changed: str, printed: list[date]) -> AsOfDialog:
    dialog = AsOfDialog(register_desk, below, printed.append)
    dialog.open()
    dialog.go_to(date(2026, 11, 24))
    assert register_desk.lane.wait()
    return dialog


def test_the_register_is_shown_as_it_stood_at_the_end_of_the_day(
    past: AsOfDialog, register_desk: Desk
) -> None:
    names = [past.list.item(row).text() for row in range(past.list.count())]
    assert "P-002  Orders" in names
    past.go_to(date(2026, 11, 25))
    assert register_desk.lane.wait()
    names = [past.list.item(row).text() for row in range(past.list.count())]
    assert f"P-002  {HOSTILE}" in names


def test_each_kind_of_record_can_be_read(past: AsOfDialog) -> None:
    for kind, button in past.kinds.items():
        button.click()
        count = past.list.count()
        assert button.text().startswith(str(count))
        assert (past._stack.currentWidget() is past.whole) == (count > 0), kind
    assert past.list.item(0).text().startswith("T-001")


def test_a_record_names_others_as_they_were_called_then(past: AsOfDialog) -> None:
    past.kinds["transfer"].click()  # type: ignore[index]
    shown = " ".join(said(past.whole))
    assert "P-0" in shown


def test_before_the_first_day_it_says_so_and_an_odd_day_is_not_asked_for(
    past: AsOfDialog, register_desk: Desk
) -> None:
    past.go_to(date(2020, 1, 1))
    assert register_desk.lane.wait()
    assert past.list.count() == 0
    first = register_desk.services.register.first_day()
    assert past._said.text() == register_desk.words("ui.as_of.before", day=first)
    past.day.set_value("soon")
    past.day.changed.emit()
    assert not past._print.isEnabled()


def test_it_is_printed_as_of_the_day_that_is_shown(past: AsOfDialog, printed: list[date]) -> None:
    past._print.click()
    assert printed == [date(2026, 11, 24)]


def test_the_list_is_narrowed_without_accents(past: AsOfDialog) -> None:
    past.filter.setText("NEWSLETTERS")
    shown = [
        past.list.item(row).text() for row in range(past.list.count()) if not past.list.item(row).isHidden()
    ]
    assert len(shown) == 1
    assert unnamed(past) == []
    assert markup_readers(past) == []


def test_it_opens_today_and_printing_goes_on_with_the_day_shown(
    register_desk: Desk, below: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date | None] = []
    monkeypatch.setattr(as_of, "print_register", lambda _desk, _parent, as_of: asked.append(as_of))
    dialog = as_of.show_register_as_of(register_desk, below)
    assert register_desk.lane.wait()
    assert dialog.shown == register_desk.services.register.today()
    assert dialog.list.count() == 28
    dialog._print.click()
    assert asked == [register_desk.services.register.today()]
