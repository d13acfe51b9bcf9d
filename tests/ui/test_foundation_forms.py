from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.errors import DiskFull, DraftError, FieldError
from dpo_desk.ui.forms import base
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import CountryChoice
from dpo_desk.ui.widgets.gaps import GapLine, GapList
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.list_field import ListField
from tests.ui.conftest import MemoryDrafts, markup_readers, stops, tab_walk, type_text, unnamed
from tests.ui.sample_page import VALUES, SampleForm

Make = Callable[..., SampleForm]


@pytest.fixture
def make_form(desk: Desk, qtbot: QtBot) -> Make:
    alive: list[SampleForm] = []

    def make(save: Callable[[Mapping[str, object]], object] = lambda values: values) -> SampleForm:
        form = SampleForm(desk, save)
        alive.append(form)
        qtbot.addWidget(form)
        form.resize(900, 700)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        form.open("case/1", VALUES)
        return form

    return make


def line(form: SampleForm, name: str) -> QWidget:
    return form.fields.fields[name].editor.target()


def press(form: QWidget, text: str) -> None:
    button = next(b for b in form.findChildren(QPushButton) if b.text() == text and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_goes_in_comes_out(make_form: Make) -> None:
    values = make_form().values()
    assert values["name"] == "Orders"
    assert values["received"] == "2026-01-30"
    assert values["purposes"] == ["deliver", "answer"]
    assert values["source"] == {"known": "unknown", "text": ""}
    assert values["address"] == {
        "street": "1 rue X", "postal_code": "", "city": "Paris", "region": "", "country": "FR",
    }  # fmt: skip


def test_every_control_has_a_name_and_no_label_reads_markup(make_form: Make) -> None:
    form = make_form()
    type_text(line(form, "name"), "x")
    assert unnamed(form) == []
    assert markup_readers(form) == []


def test_tab_reaches_every_control_in_reading_order_and_comes_back(make_form: Make) -> None:
    form = make_form()
    type_text(line(form, "name"), "x")
    walked = tab_walk(form)
    assert set(walked) == set(stops(form))
    names = [w.accessibleName() for w in walked]
    order = ["Name", "Received", "Status", "Note", "Purposes, entry 1", "Purposes, entry 2"]
    assert [n for n in names if n in order] == order


def test_the_list_stays_in_tab_order_after_a_row_moved(make_form: Make) -> None:
    form = make_form()
    purposes = form.fields.fields["purposes"].editor
    assert isinstance(purposes, ListField)
    purposes.move_row(1, -1)
    QApplication.processEvents()
    assert purposes.value() == ["answer", "deliver"]
    walked = tab_walk(form)
    places = [walked.index(editor.target()) for editor in purposes.editors()]
    assert places == sorted(places)


def test_typing_makes_it_dirty_and_save_makes_it_clean(make_form: Make, desk: Desk) -> None:
    saved: list[object] = []
    form = make_form(lambda values: saved.append(values) or "done")
    form.saved.connect(saved.append)
    type_text(line(form, "name"), " – Zoé")
    assert form.dirty
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    form.save()
    assert desk.lane.wait()
    assert not form.dirty
    assert saved[0]["name"] == "Orders – Zoé"  # type: ignore[index]
    assert saved[1] == "done"


def test_ctrl_s_saves(make_form: Make, desk: Desk) -> None:
    saved: list[object] = []
    form = make_form(saved.append)
    line(form, "name").setFocus()
    QTest.keyClicks(line(form, "name"), "abc")
    QTest.keyClick(line(form, "name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.lane.wait()
    assert len(saved) == 1


def test_going_back_by_hand_is_clean_again(make_form: Make) -> None:
    form = make_form()
    QTest.keyClicks(line(form, "name"), "x")
    assert form.dirty
    QTest.keyClick(line(form, "name"), Qt.Key.Key_Backspace)
    assert not form.dirty


def test_all_bad_fields_are_marked_and_the_keyboard_goes_to_the_first(make_form: Make, desk: Desk) -> None:
    def refuse(_values: Mapping[str, object]) -> None:
        raise DraftError(
            (
                FieldError("address.city", "empty"),
                FieldError("received", "not_a_date"),
                FieldError("purposes.1", "empty"),
            )
        )

    form = make_form(refuse)
    type_text(line(form, "name"), " kept")
    form.save()
    assert desk.lane.wait()
    assert line(form, "received").hasFocus()
    text = desk.words("errors.field.not_a_date")
    assert form.fields.fields["received"].error == text
    assert line(form, "received").accessibleDescription() == text
    city = form.fields.fields["address"].editor.fields["city"]  # type: ignore[attr-defined]
    assert city.error == desk.words("errors.field.empty")
    assert form.values()["name"] == "Orders kept"
    assert form.dirty


def test_a_mark_goes_away_when_the_form_is_saved_well(make_form: Make, desk: Desk) -> None:
    form = make_form()
    form.mark_fields((FieldError("name", "empty"),))
    type_text(line(form, "name"), "x")
    form.save()
    assert desk.lane.wait()
    assert form.fields.fields["name"].error == ""
    assert line(form, "name").accessibleDescription() == ""
    assert form.banner.text == ""


def test_an_error_without_a_field_stands_at_the_top_and_the_text_stays(make_form: Make, desk: Desk) -> None:
    def full(_values: Mapping[str, object]) -> None:
        raise DiskFull(needed=1, free=0)

    form = make_form(full)
    type_text(line(form, "name"), "!")
    form.save()
    assert desk.lane.wait()
    assert desk.words("errors.DiskFull.what") in form.banner.text
    assert form.values()["name"] == "Orders!"
    assert form.dirty


def test_unsaved_typing_is_kept_by_itself_and_offered_again(
    make_form: Make, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(base, "AUTOSAVE_MS", 20)
    first = make_form()
    type_text(line(first, "name"), " half")
    drafts = desk.drafts
    assert isinstance(drafts, MemoryDrafts)
    qtbot.waitUntil(lambda: "case/1" in drafts.kept, timeout=2000)

    again = make_form()
    assert again.values()["name"] == "Orders"
    assert again.banner.text == desk.words("ui.common.form.kept")
    press(again, desk.words("ui.common.form.restore"))
    assert again.values()["name"] == "Orders half"
    assert again.dirty


def test_a_draft_can_be_forgotten(make_form: Make, desk: Desk) -> None:
    desk.drafts.save("case/1", {**VALUES, "name": "old"})
    form = make_form()
    press(form, desk.words("ui.common.form.forget"))
    assert desk.lane.wait()
    assert desk.drafts.load("case/1") is None
    assert not form.dirty


def test_turning_to_another_record_and_back_at_once_loses_nothing(make_form: Make, desk: Desk) -> None:
    form = make_form()
    type_text(line(form, "name"), " half")
    gate = threading.Event()
    desk.lane.run(gate.wait, success=lambda _x: None, parent=form)  # the vault is busy
    form.open("case/2", VALUES)
    form.open("case/1", VALUES)
    assert form.banner.text == desk.words("ui.common.form.kept")
    gate.set()


def test_a_saved_form_leaves_no_draft(make_form: Make, desk: Desk) -> None:
    form = make_form()
    type_text(line(form, "name"), "x")
    form.keep()
    form.save()
    assert desk.lane.wait()
    assert desk.drafts.load("case/1") is None


def test_discard_goes_back_to_what_was_saved(make_form: Make) -> None:
    form = make_form()
    type_text(line(form, "name"), "x")
    form.discard()
    assert form.values()["name"] == "Orders"
    assert not form.dirty


def test_a_day_says_its_weekday_or_that_it_is_none(desk: Desk, qtbot: QtBot) -> None:
    field = DayField(desk.words)
    qtbot.addWidget(field)
    field.set_value("2026-01-30")
    assert field.target().accessibleDescription() == desk.words.weekday_date(field.day)  # type: ignore[arg-type]
    assert "Friday" in field.target().accessibleDescription()
    field.set_value("")
    QTest.keyClicks(field.target(), "31/02/2026")
    assert field.value() == "31/02/2026"
    assert field.target().accessibleDescription() == desk.words("ui.common.day.unreadable")


def test_the_states_of_a_fact_read_differently_and_lose_nothing(make_form: Make, desk: Desk) -> None:
    field = make_form().fields.fields["source"].editor
    assert isinstance(field, KnownField)
    told = set()
    for known in ("unknown", "none", "proposed", "given"):
        field.set_value({"known": known, "text": "the person"})
        told.add(field._pill.text())
        assert field.value() == {"known": known, "text": "the person"}
        assert field.inner.isHidden() == (known in {"unknown", "none"})
    assert len(told) == 4
    field.set_value({"known": "proposed", "text": "the person"})
    QTest.mouseClick(field._confirm, Qt.MouseButton.LeftButton)
    assert field.value() == {"known": "given", "text": "the person"}


def test_rows_are_added_and_removed_by_keyboard(make_form: Make) -> None:
    form = make_form()
    field = form.fields.fields["purposes"].editor
    assert isinstance(field, ListField)
    field.target().setFocus()
    QTest.keyClick(field.target(), Qt.Key.Key_Space)
    typing = QApplication.focusWidget()
    assert typing is field.editors()[2].target()
    QTest.keyClicks(typing, "third")
    assert field.value() == ["deliver", "answer", "third"]
    field.remove_row(0)
    assert field.value() == ["answer", "third"]
    assert form.dirty


def test_a_country_is_found_by_its_name_and_nothing_else_is_taken(desk: Desk, qtbot: QtBot) -> None:
    field = CountryChoice(desk.words)
    qtbot.addWidget(field)
    field.set_value("FR")
    edit = field.combo.lineEdit()
    assert edit is not None
    edit.setText("germany")
    edit.editingFinished.emit()
    assert field.value() == "DE"
    edit.setText("Atlantis")
    edit.editingFinished.emit()
    assert field.value() == "DE"
    assert edit.text() == "Germany"


def test_a_gap_jumps_to_its_field_and_the_gravest_stands_first(
    make_form: Make, desk: Desk, qtbot: QtBot
) -> None:
    form, gaps = make_form(), GapList(desk.words)
    qtbot.addWidget(gaps)
    gaps.jump.connect(lambda gap: form.jump(gap.field))
    gaps.show_gaps(
        [
            GapLine("minor", "5", Tone.NEUTRAL, "name"),
            GapLine("grave", "30(1)(d)", Tone.DANGER, "address.city"),
        ]
    )
    assert "grave" in gaps.buttons()[0].accessibleName()
    gaps.buttons()[0].click()
    city = form.fields.fields["address"].editor.fields["city"]  # type: ignore[attr-defined]
    assert city.editor.target().hasFocus()


def test_a_form_fits_into_a_narrow_place(make_form: Make, qtbot: QtBot) -> None:
    form = make_form()
    form.resize(360, 600)
    qtbot.wait(20)
    inner = form.area.widget()
    assert inner.width() <= form.area.viewport().width()
