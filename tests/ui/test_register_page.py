from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.library.wording import wording
from dpo_desk.parts import Parts
from dpo_desk.services.bulk import BulkChange
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.shapes import Known as Known_
from dpo_desk.services.shapes import Many, shape_of
from dpo_desk.services.shapes import Parts as Parts_
from dpo_desk.ui.messages import Note
from dpo_desk.ui.pages import PAGES
from dpo_desk.ui.pages.activities_pane import ActivitiesPane
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.bulk import BulkDialog
from dpo_desk.ui.pages.history import HistoryDialog
from dpo_desk.ui.pages.record_lists import ShareCell
from dpo_desk.ui.pages.record_side import NEAR
from dpo_desk.ui.pages.register_page import RegisterPage
from dpo_desk.ui.pages.start_from import StartDialog
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.known_field import LOOK
from tests.ui.conftest import markup_readers, stops, tab_walk, type_text, unnamed
from tests.ui.filled import every_field
from tests.ui.register_vault import choose, rows, save, settle

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> RegisterPage:
    made = show(RegisterPage(register_desk))
    assert isinstance(made, RegisterPage)
    return made


@pytest.fixture
def pane(page: RegisterPage) -> ActivitiesPane:
    assert isinstance(page.pane, ActivitiesPane)
    return page.pane


@pytest.fixture
def notes(register_desk: Desk) -> list[Note]:
    found: list[Note] = []
    register_desk.messages.noted.connect(found.append)
    return found


def _editor(pane: Any, name: str) -> Any:
    return pane.form.fields.fields[name].editor


def _line(pane: Any, name: str) -> Any:
    return _editor(pane, name).target()


def _type(pane: Any, name: str, text: str) -> None:
    line = _line(pane, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def _choose(combo: Any, value: str) -> None:
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def _all(parts: Parts) -> tuple[Any, ...]:
    return parts.register.activities.ids(ListQuery())


def _record(parts: Parts, record: str) -> Activity:
    found = parts.register.activities.get(record).record  # type: ignore[arg-type]
    assert isinstance(found, Activity)
    return found


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_of_every_activity_how_complete_it_is_in_words_and_as_a_bar(
    pane: ActivitiesPane,
) -> None:
    shown = rows(pane)
    assert len(shown) == 28
    (cell,) = (each for each in shown["P-001"].cells if isinstance(each, ShareCell))
    settled, asked = (int(n) for n in cell.text.split(" of "))
    assert 0 < settled < asked
    assert cell.share == pytest.approx(settled / asked)


def test_every_filter_of_the_menu_narrows_the_list_to_what_its_name_says(
    pane: ActivitiesPane, parts: Parts
) -> None:
    everything = set(rows(pane))
    for each in pane.list._ready:
        pane.list.show_filter(each)
        left = set(rows(pane))
        assert left <= everything
        views = [parts.register.activities.get(row.id) for row in rows(pane).values()]
        rules = {chip.removeprefix("rule:") for chip in each.chips if chip.startswith("rule:")}
        if rules:
            assert all(rules.intersection(gap.rule for gap in view.gaps) for view in views)
        if "basis_proposed" in rules:
            assert views
    pane.list.choose_chip("archived")
    assert rows(pane) == {}


def test_the_chips_leave_drafts_and_active_activities(pane: ActivitiesPane) -> None:
    everything = set(rows(pane))
    pane.list.choose_chip("draft")
    drafts = set(rows(pane))
    pane.list.choose_chip("active")
    assert drafts | set(rows(pane)) == everything


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_activity_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    pane: ActivitiesPane, parts: Parts
) -> None:
    for activity in _all(parts):
        pane.open_record(activity)
        assert pane.form.values() == parts.register.activities.get(activity).values
        assert not pane.form.dirty


def test_every_field_of_an_activity_can_be_filled_and_is_found_in_the_saved_record(
    pane: ActivitiesPane, parts: Parts
) -> None:
    processor = parts.register.processors.ids(ListQuery())[0]
    values = every_field(Activity, {RecordKind.PROCESSOR: processor})
    pane.begin_new(values)
    assert pane.form.values() == values
    save(pane)
    settle(pane)
    assert pane.form.banner.text == ""
    saved = parts.register.activities.get(pane.form.record or "")  # type: ignore[arg-type]
    assert saved.values == values


def test_a_field_that_only_an_answer_asks_for_appears_with_the_answer_and_stays_while_it_says_something(
    pane: ActivitiesPane,
) -> None:
    choose(pane, "P-001")
    pane.begin_new({"purposes": [{"text": "Send offers"}]})
    (purpose,) = _editor(pane, "purposes").editors()
    basis, balancing = purpose.fields["basis"], purpose.fields["balancing"]
    assert balancing.isHidden()
    assert purpose.fields["withdrawal"].isHidden()
    basis.editor.set_value({"known": "given", "text": "6-1-f"})
    basis.editor.changed.emit()
    assert not balancing.isHidden()
    _choose(balancing.editor.target(), "none")
    basis.editor.set_value({"known": "given", "text": "6-1-a"})
    basis.editor.changed.emit()
    pane.form.fields.fields["name"].editor.focus_at()
    purpose.show_asked()
    assert not balancing.isHidden()  # it was answered
    assert purpose.fields["objection"].isHidden()
    assert not purpose.fields["withdrawal"].isHidden()


def test_what_is_rarely_needed_lies_folded_and_unfolds_for_a_jump(pane: ActivitiesPane) -> None:
    pane.begin_new({"name": "Doors", "categories": {"known": "given", "text": [{"name": "Badges"}]}})
    before = pane.form.values()
    pane.form.jump("categories.0.archive")
    assert pane.form.values() == before
    (category,) = _editor(pane, "categories").inner.editors()
    (fold,) = category._folds
    assert fold.unfolded
    assert fold.isAncestorOf(QApplication.focusWidget())


def test_the_ticks_of_the_screening_lead_to_an_answer_that_can_be_taken_over(pane: ActivitiesPane) -> None:
    pane.begin_new({"name": "Scores", "dpia_criteria": {"known": "given", "text": "scoring\nscale"}})
    assert "needed" in pane.form.advice.text
    assert "2" in pane.form.advice.text
    QTest.keyClick(pane.form.advice.button, Qt.Key.Key_Space)
    assert pane.form.values()["dpia_needed"] == {"known": "proposed", "text": "yes"}
    assert not pane.form.fields.fields["dpia_reference"].isHidden()


def test_a_name_typed_and_saved_with_ctrl_s_is_in_the_vault_and_in_the_list(
    pane: ActivitiesPane, parts: Parts
) -> None:
    activity = choose(pane, "P-004")
    _type(pane, "name", "Card payment")
    save(pane)
    assert _record(parts, activity).name == "Card payment"
    assert rows(pane)["P-004"].cells[1] == "Card payment"
    assert not pane.form.dirty


def test_a_second_save_follows_the_first_without_reading_the_record_again(
    pane: ActivitiesPane, parts: Parts
) -> None:
    activity = choose(pane, "P-004")
    for name in ("Payment one", "Payment two"):
        _type(pane, "name", name)
        save(pane)
    assert pane.form.banner.text == ""
    assert _record(parts, activity).name == "Payment two"


def test_a_new_activity_gets_the_next_number_and_is_chosen(pane: ActivitiesPane, parts: Parts) -> None:
    before = set(_all(parts))
    QTest.keyClick(pane.list.table, Qt.Key.Key_N, CONTROL)
    assert QApplication.focusWidget() is _line(pane, "name")
    QTest.keyClicks(_line(pane, "name"), "Video surveillance")
    save(pane)
    settle(pane)
    (new,) = set(_all(parts)) - before
    assert _record(parts, new).ref == "P-029"
    assert pane.list.current == new
    assert pane.form.record == new


def test_names_with_markup_and_emoji_and_right_to_left_are_shown_as_typed(pane: ActivitiesPane) -> None:
    choose(pane, "P-004")
    odd = "<b>Bold</b> & Söhne 🧾 سجل"
    _line(pane, "name").setFocus()
    _line(pane, "name").clear()
    type_text(_line(pane, "name"), odd)
    save(pane)
    assert rows(pane)["P-004"].cells[1] == odd
    assert pane.top._name.text() == odd
    assert markup_readers(pane) == []


def test_twenty_thousand_words_in_one_field_are_kept(pane: ActivitiesPane, parts: Parts) -> None:
    activity = choose(pane, "P-004")
    text = "word " * 20_000
    _line(pane, "to_clarify").setFocus()
    _line(pane, "to_clarify").setPlainText(text)
    save(pane)
    assert _record(parts, activity).to_clarify == text.strip()


def test_the_typing_kept_in_the_vault_is_plain_data(pane: ActivitiesPane) -> None:
    choose(pane, "P-001")
    assert json.loads(json.dumps(pane.form.values())) == pane.form.values()


# --- bad input -------------------------------------------------------------------------------------------------------


def test_an_empty_name_is_told_at_its_field_and_the_rest_of_the_typing_stays(
    pane: ActivitiesPane, parts: Parts
) -> None:
    activity = choose(pane, "P-004")
    pane.form.jump("to_clarify")
    type_text(_line(pane, "to_clarify"), "Ask Zoé about it. ")
    _line(pane, "name").selectAll()
    QTest.keyClick(_line(pane, "name"), Qt.Key.Key_Delete)
    save(pane)
    assert pane.form.fields.fields["name"].error
    assert QApplication.focusWidget() is _line(pane, "name")
    assert "Ask Zoé" in str(pane.form.values()["to_clarify"])
    assert _record(parts, activity).name == "Payment"


def test_a_period_that_is_no_number_is_told_at_that_period(pane: ActivitiesPane, parts: Parts) -> None:
    activity = choose(pane, "P-001")
    pane.form.jump("categories.1.retention.periods.0.number")
    number: Any = QApplication.focusWidget()
    number.selectAll()
    QTest.keyClicks(number, "three")
    save(pane)
    told = [label for label in pane.form.findChildren(Label) if label.text().startswith("Number:")]
    assert len(told) == 1
    assert QApplication.focusWidget() is number
    assert _record(parts, activity).version == pane.form.version


def test_each_of_several_bad_fields_says_what_is_wrong_even_where_it_is_folded_or_not_asked_for(
    pane: ActivitiesPane,
) -> None:
    archive = {"known": "given", "periods": [{"number": "-1", "unit": "years", "trigger": "x"}]}
    pane.begin_new({
        "name": "Doors",
        "dpia_on": "31/02/2026",
        "review": {"next_on": "soon", "every_months": "often"},
        "purposes": [{"text": "  "}],
        "categories": {"known": "given", "text": [{"name": "Badges", "archive": archive}]},
    })  # fmt: skip
    save(pane)
    settle(pane)
    fields = pane.form.fields.fields
    assert fields["dpia_on"].error
    assert not fields["dpia_on"].isHidden()
    review: Any = fields["review"].editor
    assert review.fields["next_on"].error
    assert review.fields["every_months"].error
    (purpose,) = _editor(pane, "purposes").editors()
    assert purpose.fields["text"].error
    told = [label for label in pane.form.findChildren(Label) if label.text().startswith("Number:")]
    assert [label.isVisibleTo(pane) for label in told] == [True]
    assert pane.form.values()["dpia_on"] == "31/02/2026"


# --- gaps ------------------------------------------------------------------------------------------------------------


def test_pressing_enter_on_a_gap_brings_the_keyboard_to_its_field(pane: ActivitiesPane) -> None:
    choose(pane, "P-005")
    gap = next(row for row in pane.side.gaps.buttons() if "purpose" in row.accessibleName())
    gap.setFocus()
    QTest.keyClick(gap, Qt.Key.Key_Return)
    assert pane.form.fields.fields["purposes"].isAncestorOf(QApplication.focusWidget())


def test_every_gap_of_the_example_leads_to_a_field_of_the_form(pane: ActivitiesPane, parts: Parts) -> None:
    for activity in _all(parts)[:6]:
        pane.open_record(activity)
        settle(pane)
        for gap in parts.register.activities.get(activity).gaps:
            pane.list.table.setFocus()
            pane.form.jump(gap.place)
            field = pane.form.fields.fields[gap.place.partition(".")[0]]
            assert field.isAncestorOf(QApplication.focusWidget()), gap.place


def test_the_gaps_follow_what_is_typed_before_anything_is_saved(
    pane: ActivitiesPane, parts: Parts, qtbot: Any
) -> None:
    activity = choose(pane, "P-003")
    before = [row.accessibleName() for row in pane.side.gaps.buttons()]
    record = _record(parts, activity)
    names = ("security", "transfers", "source", "automated_decision")
    name = next(name for name in names if not getattr(record, name).settled)
    _choose(_line(pane, name), "none")
    qtbot.waitUntil(
        lambda: [row.accessibleName() for row in pane.side.gaps.buttons()] != before, timeout=2000
    )
    assert pane.form.dirty
    assert _record(parts, activity).version == record.version


def test_a_finding_that_does_not_apply_is_set_aside_with_its_reason_and_comes_back_with_a_change(
    pane: ActivitiesPane, parts: Parts
) -> None:
    activity = choose(pane, "P-004")
    gaps = parts.register.activities.get(activity).gaps  # type: ignore[arg-type]
    pane.side.set_aside.emit(gaps[0].key, "the contract says so")
    settle(pane)
    view = parts.register.activities.get(activity)  # type: ignore[arg-type]
    assert [(gap.key, kept.reason) for gap, kept in view.set_aside] == [(gaps[0].key, "the contract says so")]
    assert any("the contract says so" in label.text() for label in pane.side.findChildren(Label))
    _type(pane, "name", "Payments")
    save(pane)
    assert gaps[0].key in {gap.key for gap in parts.register.activities.get(activity).gaps}  # type: ignore[arg-type]


# --- what can be done ------------------------------------------------------------------------------------------------


def test_a_validation_says_day_and_name_and_afterwards_what_has_changed(
    pane: ActivitiesPane, parts: Parts
) -> None:
    activity = choose(pane, "P-004")
    QTest.keyClick(pane.list.table, Qt.Key.Key_Return, CONTROL | SHIFT)
    settle(pane)
    assert "23/11/2026" in pane.top._valid.text()
    assert pane.top._changed.isHidden()
    _type(pane, "name", "Payment by card")
    save(pane)
    settle(pane)
    assert "Name of the activity" in pane.top._changed.text()
    assert parts.register.activities.get(activity).validation is not None  # type: ignore[arg-type]


def test_nothing_is_validated_while_something_is_typed_that_is_not_saved(
    pane: ActivitiesPane, parts: Parts, notes: list[Note]
) -> None:
    activity = choose(pane, "P-004")
    _type(pane, "name", "x")
    pane.validate()
    settle(pane)
    assert notes[-1].text == pane.desk.words("ui.records.save_first")
    assert parts.register.activities.get(activity).validation is None  # type: ignore[arg-type]


def test_a_copy_is_a_draft_under_a_new_number_with_all_that_the_original_says(
    pane: ActivitiesPane, parts: Parts
) -> None:
    original = choose(pane, "P-005")
    QTest.keyClick(pane.list.table, Qt.Key.Key_D, CONTROL)
    settle(pane)
    copy = _record(parts, pane.form.record or "")
    assert copy.id != original
    assert (copy.ref, copy.status) == ("P-029", "draft")
    assert copy.categories == _record(parts, original).categories


def test_the_trash_takes_a_record_with_its_transfers_and_undo_brings_all_of_it_back(
    pane: ActivitiesPane, parts: Parts, notes: list[Note]
) -> None:
    activity = choose(pane, "P-005")
    flows = parts.register.activities.get(activity).near.transfers  # type: ignore[arg-type]
    assert flows
    pane.list.table.setFocus()
    QTest.keyClick(pane.list.table, Qt.Key.Key_Delete, CONTROL)
    settle(pane)
    assert activity not in _all(parts)
    assert "P-005" not in rows(pane)
    assert pane.view is None
    undo = notes[-1].undo
    assert undo is not None
    undo()
    settle(pane)
    assert activity in _all(parts)
    assert parts.register.activities.get(activity).near.transfers == flows  # type: ignore[arg-type]
    assert "P-005" in rows(pane)


def test_several_selected_records_go_to_the_trash_together(
    pane: ActivitiesPane, parts: Parts, notes: list[Note]
) -> None:
    before = set(_all(parts))
    table, flags = pane.list.table, QItemSelectionModel.SelectionFlag
    pane.list.select(pane.list.model.id_at(0))
    for row in (1, 2):
        table.selectionModel().select(table.model().index(row, 0), flags.Select | flags.Rows)
    assert len(pane.chosen()) == 3
    pane.to_trash()
    settle(pane)
    assert len(before - set(_all(parts))) == 3
    assert notes[-1].undo is not None
    notes[-1].undo()
    settle(pane)
    assert set(_all(parts)) == before


def test_an_archived_activity_can_be_put_in_force_again_and_undone(
    pane: ActivitiesPane, parts: Parts, notes: list[Note]
) -> None:
    activity = choose(pane, "P-004")
    pane.turn_archive()
    settle(pane)
    assert _record(parts, activity).status == "archived"
    assert pane.top.pill.text() == "Archived"
    assert notes[-1].undo is not None
    notes[-1].undo()
    settle(pane)
    assert _record(parts, activity).status == "active"


def test_the_menu_of_the_record_offers_what_the_palette_offers(page: RegisterPage) -> None:
    choose(page.pane, "P-004")
    menu = page.pane.top.open_menu()
    offered = {action.text() for action in menu.actions() if action.text()}
    assert offered <= {action.text() for action in page.commands()}
    assert {"Duplicate", "Archive", "Move to the trash"} <= offered
    menu.close()


# --- typing that waits -----------------------------------------------------------------------------------------------


def test_what_was_typed_and_not_saved_is_offered_when_the_record_is_opened_again(
    pane: ActivitiesPane,
) -> None:
    choose(pane, "P-004")
    _line(pane, "name").setFocus()
    QTest.keyClicks(_line(pane, "name"), "New ")
    choose(pane, "P-005")
    settle(pane)
    choose(pane, "P-004")
    assert pane.form.banner.text
    assert pane.form.values()["name"] == "Payment"
    bring_back = next(b for b in pane.form.banner.findChildren(Button))
    QTest.mouseClick(bring_back, Qt.MouseButton.LeftButton)
    assert pane.form.values()["name"] == "New Payment"


def test_a_change_made_elsewhere_while_typing_is_not_overwritten(pane: ActivitiesPane, parts: Parts) -> None:
    activity: Any = choose(pane, "P-004")
    _line(pane, "name").setFocus()
    QTest.keyClicks(_line(pane, "name"), "Mine: ")
    view = parts.register.activities.get(activity)
    parts.register.activities.save(activity, {**view.values, "name": "Theirs"}, view.record.version)
    save(pane)
    assert pane.form.banner.text
    assert pane.form.values()["name"] == "Mine: Payment"
    assert _record(parts, activity).name == "Theirs"


# --- two registers ---------------------------------------------------------------------------------------------------


def test_the_keyboard_turns_from_one_register_to_the_other_and_each_keeps_its_place(
    page: RegisterPage, pane: ActivitiesPane
) -> None:
    choose(pane, "P-007")
    pane.list.filter.setText("chat")
    pane.list._ask()
    QTest.keyClick(page, Qt.Key.Key_2, ALT)
    assert page.pane is page.pane_of("clients")
    assert page.tabs["clients"].isChecked()
    assert not pane.isVisible()
    QTest.keyClick(page, Qt.Key.Key_1, ALT)
    assert page.pane is pane
    assert pane.form.record == choose(pane, "P-007")
    assert pane.list.filter.text() == "chat"


def test_a_record_of_the_other_register_is_shown_in_its_own_tab(page: RegisterPage, parts: Parts) -> None:
    client = parts.register.clients.save(None, {"name": "Mairie Fictive"}).record.id
    page.turn_to("clients")
    page.open_record(client)
    settle(page)
    assert page.pane.form.record == client


def test_the_commands_are_those_of_the_register_that_is_shown(page: RegisterPage) -> None:
    assert "New activity" in {action.text() for action in page.commands()}
    page.turn_to("clients")
    texts = {action.text() for action in page.commands()}
    assert "New client" in texts
    assert "New activity" not in texts


# --- around ----------------------------------------------------------------------------------------------------------


def test_a_link_to_a_transfer_leads_to_the_transfers(pane: ActivitiesPane) -> None:
    choose(pane, "P-005")
    (link,) = pane.form.flows.buttons()
    QTest.keyClick(link, Qt.Key.Key_Space)
    ((where, record, _field),) = pane.desk.moves  # type: ignore[attr-defined]
    assert where == "transfers"
    assert record


def test_unknown_none_proposed_and_confirmed_differ_in_word_and_icon(pane: ActivitiesPane) -> None:
    words = pane.desk.words
    assert len({words(f"ui.common.known.{known}") for known in Known}) == 4
    assert len({icon for _tone, icon in LOOK.values()}) == 4


def test_an_empty_register_says_what_belongs_here_and_offers_the_first_step(
    bare_desk: Desk, show: Callable[[Page], Page]
) -> None:
    page: Any = show(RegisterPage(bare_desk))
    empty = page.pane.list.findChild(EmptyState)
    assert empty.isVisible()
    QTest.mouseClick(empty.findChild(Button), Qt.MouseButton.LeftButton)
    QTest.keyClicks(QApplication.focusWidget(), "Payroll")
    save(page)
    assert rows(page.pane)["P-001"].cells[1] == "Payroll"


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: RegisterPage) -> None:
    choose(page.pane, "P-001")
    settle(page)
    assert unnamed(page) == []


def test_the_whole_width_shows_the_table_of_contents_and_a_narrow_form_a_chooser(
    pane: ActivitiesPane,
) -> None:
    choose(pane, "P-001")
    contents = pane.form._contents
    assert not contents.list.isVisible()
    assert contents.chooser.isVisible()
    QTest.keyClick(pane.list.table, Qt.Key.Key_F9)
    settle(pane)
    assert contents.list.isVisible()
    assert not contents.chooser.isVisible()
    titles = [contents.list.item(n).text() for n in range(3)]
    assert titles == ["Name and actors", "Purposes", "People and data"]
    QTest.keyClick(pane.form, Qt.Key.Key_F9)
    assert pane.list.isVisible()


def test_a_chosen_section_is_scrolled_to_and_takes_the_keyboard(pane: ActivitiesPane) -> None:
    choose(pane, "P-001")
    contents = pane.form._contents
    combo = contents.chooser.combo
    combo.setCurrentIndex(combo.findText("Impact assessment"))
    combo.activated.emit(combo.currentIndex())
    settle(pane)
    assert pane.form.fields.fields["dpia_criteria"].isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize(
    ("page_name", "record"), [("register", Activity), ("clients", Client), ("processors", Processor)]
)
def test_every_line_of_help_belongs_to_a_field(page_name: str, record: type[Any]) -> None:
    def places(parts: Parts_, within: str = "") -> Iterator[str]:
        for name, shape in parts.fields.items():
            yield f"{within}{name}"
            inner: Any = shape
            while isinstance(inner, Known_ | Many):
                inner = inner.value if isinstance(inner, Known_) else inner.each
            if isinstance(inner, Parts_):
                yield from places(inner, f"{within}{name}_")

    prefix = f"ui.{page_name}.help."
    helped = {key.removeprefix(prefix) for key in sorted(wording("en").keys()) if key.startswith(prefix)}
    assert helped
    assert helped <= set(places(shape_of(record)))


def test_every_page_a_link_leads_to_is_a_page_or_a_part_of_one() -> None:
    there = {part for spec in PAGES for part in (spec.id, *spec.parts)}
    assert {page for _name, page, _icon in NEAR} <= there


def test_both_languages_have_the_same_words_for_the_register() -> None:
    for prefix in ("ui.register.", "ui.records.", "ui.processors.", "ui.clients.", "ui.transfers."):
        both = [
            {key for key in sorted(wording(code).keys()) if key.startswith(prefix)} for code in ("en", "fr")
        ]
        assert both[0] == both[1]
        assert both[0]


def test_tab_reaches_every_control_of_a_full_sheet_in_reading_order(
    pane: ActivitiesPane, parts: Parts
) -> None:
    processor = parts.register.processors.ids(ListQuery())[0]
    pane.begin_new(every_field(Activity, {RecordKind.PROCESSOR: processor}))
    settle(pane)
    fields = pane.form.fields
    walked = tab_walk(fields)
    assert set(walked) == set(stops(fields))
    tops = [fields.fields[name] for name in fields.fields]
    order = [next(n for n, field in enumerate(tops) if field.isAncestorOf(widget)) for widget in walked
             if any(field.isAncestorOf(widget) for field in tops)]  # fmt: skip
    assert order == sorted(order)


def _dialog(kind: type[Any]) -> Any:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def _do(page: Page, name: str) -> None:
    next(action for action in page.commands() if action.objectName() == name).trigger()
    QApplication.processEvents()


def test_a_new_activity_can_start_from_a_template_and_is_not_saved_by_that(
    page: RegisterPage, parts: Parts
) -> None:
    before = _all(parts)
    _do(page, "start_from")
    dialog = _dialog(StartDialog)
    name = dialog.start.name
    dialog.take.click()
    settle(page)
    pane: Any = page.pane
    assert pane.form.values()["name"] == name
    assert pane.form.values()["purposes"]
    assert pane.form.dirty
    assert _all(parts) == before
    pane.form.save()
    settle(page)
    assert pane.form.banner.text == ""
    assert len(_all(parts)) == len(before) + 1


def test_what_changed_since_the_validation_opens_the_comparison_with_it(
    pane: ActivitiesPane, parts: Parts
) -> None:
    choose(pane, "P-004")
    pane.validate()
    settle(pane)
    _type(pane, "name", "Payment by card")
    save(pane)
    settle(pane)
    QTest.keyClick(pane.top._changed, Qt.Key.Key_Space)
    dialog = _dialog(HistoryDialog)
    assert dialog.chosen.version == 2
    assert any("Payment by card" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()


def test_tab_goes_through_the_head_of_a_record_in_reading_order(pane: ActivitiesPane) -> None:
    choose(pane, "P-004")
    pane.validate()
    settle(pane)
    _type(pane, "name", "Payment by card")
    save(pane)
    settle(pane)
    walked = tab_walk(pane)
    at = walked.index(pane.top._wide)
    head = [each for each in (walked * 2)[at : at + 4] if pane.top.isAncestorOf(each)]
    assert head == [*sorted(head[:3], key=lambda each: each.x()), pane.top._changed]


def test_a_record_of_the_longest_name_has_a_short_head_and_can_be_duplicated(
    pane: ActivitiesPane, parts: Parts
) -> None:
    choose(pane, "P-004")
    _type(pane, "name", "W" * 300)
    save(pane)
    settle(pane)
    assert len(pane.top._name.text()) < 130
    assert "W" * 300 in pane.top._name.toolTip()
    pane.duplicate()
    settle(pane)
    copy = _record(parts, pane.view.record.id)  # type: ignore[union-attr]
    assert copy.name.startswith("Copy of W")
    assert len(copy.name) == 300


def test_a_new_record_does_not_call_itself_saved(pane: ActivitiesPane) -> None:
    pane.begin_new()
    assert pane.form._state.text() == pane.desk.words("ui.common.form.unsaved")


def test_a_new_record_is_seen_in_the_list_when_it_is_saved(pane: ActivitiesPane) -> None:
    pane.begin_new()
    _type(pane, "name", "The last of all")
    save(pane)
    settle(pane)
    table, last = pane.list.table, pane.list.model.rowCount() - 1
    place = table.visualRect(pane.list.model.index(last, 0))
    assert pane.list.selected_ids == (pane.view.record.id,)  # type: ignore[union-attr]
    assert table.viewport().rect().contains(place)


def test_the_column_of_another_record_begins_at_its_top(pane: ActivitiesPane) -> None:
    choose(pane, "P-001")
    QApplication.processEvents()
    bar = pane._beside._side.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value()
    choose(pane, "P-002")
    assert not bar.value()


def test_the_register_opens_where_it_was_left(
    register_desk: Desk, show: Callable[[Page], Page], page: RegisterPage
) -> None:
    page.turn_to("clients")
    again = show(RegisterPage(register_desk))
    assert isinstance(again, RegisterPage)
    assert again.tabs["clients"].isChecked()
    again.turn_to("register")


def test_several_records_are_changed_at_once_only_while_several_are_selected(
    pane: ActivitiesPane, parts: Parts, notes: list[Note]
) -> None:
    bulk = next(action for action in pane.actions() if action.objectName() == "bulk")
    choose(pane, "P-001")
    assert not bulk.isVisible()
    table, flags = pane.list.table, QItemSelectionModel.SelectionFlag
    table.selectionModel().select(table.model().index(1, 0), flags.Select | flags.Rows)
    assert bulk.isVisible()
    ids = pane.chosen()
    bulk.trigger()
    dialog = _dialog(BulkDialog)
    pane.changed_many(
        parts.register.activities.change(ids, BulkChange(add_tags=("web",))),  # type: ignore[arg-type]
        "changed",
    )
    dialog.reject()
    assert [_record(parts, each).tags for each in ids] == [("web",), ("web",)]
    assert notes[-1].undo is not None
    notes[-1].undo()
    settle(pane)
    assert [_record(parts, each).tags for each in ids] == [(), ()]


def test_a_sheet_is_filled_saved_and_validated_with_the_keyboard_alone(
    page: RegisterPage, parts: Parts
) -> None:
    pane: Any = page.pane

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or page, key, modifier)
        QApplication.processEvents()

    pane.list.table.setFocus()
    press(Qt.Key.Key_N, CONTROL)
    QTest.keyClicks(QApplication.focusWidget(), "Doors")
    press(Qt.Key.Key_Tab)  # status
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)  # tags
    QTest.keyClicks(QApplication.focusWidget(), "building")
    press(Qt.Key.Key_Tab)  # how far the owner is settled
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "Security desk")
    press(Qt.Key.Key_S, CONTROL)
    settle(page)
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    settle(page)
    view = parts.register.activities.get(pane.form.record)
    assert (view.record.name, view.record.status, view.record.tags) == ("Doors", "active", ("building",))
    assert view.record.owner.value == "Security desk"
    assert view.validation is not None


def test_the_words_of_the_catalogues_are_offered_where_they_belong(pane: ActivitiesPane) -> None:
    pane.begin_new({"security": {"known": "given", "text": ""}, "purposes": [{"text": ""}]})
    catalogues = pane.desk.services.catalogues
    security = _editor(pane, "security").inner
    assert list(security._texts()) == list(catalogues.texts(TermKind.MEASURE, "en")) != []
    security.target().setFocus()
    first = security._texts()[0]
    QTest.keyClicks(security.target(), first[:4])
    assert security.box.offers.open
    (purpose,) = _editor(pane, "purposes").editors()
    assert list(purpose.fields["text"].editor._texts()) == list(catalogues.texts(TermKind.PURPOSE, "en"))
