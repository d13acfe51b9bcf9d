from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ActivityId
from dpo_desk.library.wording import wording
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.register_page import RegisterPage, ShareCell
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.known_field import LOOK
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import choose, rows, save, settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> RegisterPage:
    made = show(RegisterPage(register_desk))
    assert isinstance(made, RegisterPage)
    return made


def _line(page: RegisterPage, name: str) -> Any:
    return page.form.fields.fields[name].editor.target()


def _all(parts: Parts) -> tuple[ActivityId, ...]:
    return parts.register.activity_ids(ListQuery())


def test_the_list_says_of_every_activity_how_complete_it_is_in_words_and_as_a_bar(page: RegisterPage) -> None:
    shown = rows(page)
    assert len(shown) == 28
    cell = shown["P-001"].cells[2]
    assert isinstance(cell, ShareCell)
    settled, asked = (int(n) for n in cell.text.split(" of "))
    assert 0 < settled < asked
    assert cell.share == pytest.approx(settled / asked)


def test_the_chips_leave_drafts_active_archived_and_incomplete_activities(
    page: RegisterPage, parts: Parts
) -> None:
    everything = set(rows(page))
    page.list.choose_chip("draft")
    drafts = set(rows(page))
    page.list.choose_chip("active")
    assert drafts | set(rows(page)) == everything
    page.list.choose_chip("gaps")
    assert all(row.cells[3].text != "0 gaps" for row in rows(page).values())
    page.list.choose_chip("archived")
    assert rows(page) == {}


def test_every_activity_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    page: RegisterPage, parts: Parts
) -> None:
    for activity in _all(parts):
        page.open_record(activity)
        assert page.form.draft() == parts.register.activity(activity).draft
        assert not page.form.dirty


def test_a_name_typed_and_saved_with_ctrl_s_is_in_the_vault_and_in_the_list(
    page: RegisterPage, parts: Parts
) -> None:
    activity = ActivityId(choose(page, "P-004"))
    name = _line(page, "name")
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Card payment")
    save(page)
    assert parts.register.activity(activity).activity.name == "Card payment"
    assert rows(page)["P-004"].cells[1] == "Card payment"
    assert not page.form.dirty


def test_a_second_save_follows_the_first_without_reading_the_record_again(
    page: RegisterPage, parts: Parts
) -> None:
    activity = ActivityId(choose(page, "P-004"))
    for name in ("Payment one", "Payment two"):
        _line(page, "name").setFocus()
        _line(page, "name").selectAll()
        QTest.keyClicks(_line(page, "name"), name)
        save(page)
    assert page.form.banner.text == ""
    assert parts.register.activity(activity).activity.name == "Payment two"


def test_a_new_activity_gets_the_next_number_and_is_chosen(page: RegisterPage, parts: Parts) -> None:
    before = set(_all(parts))
    QTest.keyClick(page.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is _line(page, "name")
    QTest.keyClicks(_line(page, "name"), "Video surveillance")
    save(page)
    settle(page)
    (new,) = set(_all(parts)) - before
    assert parts.register.activity(new).activity.ref == "P-029"
    assert page.list.current == new
    assert page.form.record == new


def test_an_empty_name_is_told_at_its_field_and_the_rest_of_the_typing_stays(
    page: RegisterPage, parts: Parts
) -> None:
    activity = ActivityId(choose(page, "P-004"))
    page.form.jump("to_clarify")
    type_text(_line(page, "to_clarify"), "Ask Zoé about it. ")
    _line(page, "name").selectAll()
    QTest.keyClick(_line(page, "name"), Qt.Key.Key_Delete)
    save(page)
    assert page.form.fields.fields["name"].error
    assert QApplication.focusWidget() is _line(page, "name")
    assert "Ask Zoé" in page.form.draft().to_clarify
    assert parts.register.activity(activity).activity.name == "Payment"


def test_a_period_that_is_no_number_is_told_at_that_period(page: RegisterPage, parts: Parts) -> None:
    activity = ActivityId(choose(page, "P-001"))
    page.form.jump("categories.1.retention.periods.0.number")
    number = QApplication.focusWidget()
    assert number is not None
    number.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(number, "three")
    save(page)
    told = [label for label in page.form.findChildren(Label) if label.text().startswith("Length:")]
    assert len(told) == 1
    assert QApplication.focusWidget() is number
    assert parts.register.activity(activity).activity.version == page.form.version


def test_pressing_enter_on_a_gap_brings_the_keyboard_to_its_field(page: RegisterPage) -> None:
    choose(page, "P-005")
    gap = next(row for row in page.column.gaps.buttons() if "purpose" in row.accessibleName())
    gap.setFocus()
    QTest.keyClick(gap, Qt.Key.Key_Return)
    purposes = page.form.fields.fields["purposes"]
    assert purposes.isAncestorOf(QApplication.focusWidget())


def test_the_gaps_follow_what_is_typed_before_anything_is_saved(
    page: RegisterPage, parts: Parts, qtbot: Any
) -> None:
    activity = ActivityId(choose(page, "P-003"))
    before = [row.accessibleName() for row in page.column.gaps.buttons()]
    draft = parts.register.activity(activity).draft
    names = ("security", "data_subjects", "transfers", "source", "automated_decision")
    combo = _line(page, next(name for name in names if getattr(draft, name).known in {"unknown", "proposed"}))
    combo.setFocus()
    combo.setCurrentIndex(combo.findData("none"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: len(page.column.gaps.buttons()) < len(before), timeout=2000)
    assert page.form.dirty
    assert parts.register.activity(activity).activity.version == 1


def test_what_was_typed_and_not_saved_is_offered_when_the_record_is_opened_again(page: RegisterPage) -> None:
    choose(page, "P-004")
    _line(page, "name").setFocus()
    QTest.keyClicks(_line(page, "name"), "New ")
    choose(page, "P-005")
    settle(page)
    choose(page, "P-004")
    assert page.form.banner.text
    assert page.form.draft().name == "Payment"
    bring_back = next(b for b in page.form.banner.findChildren(Button))
    QTest.mouseClick(bring_back, Qt.MouseButton.LeftButton)
    assert page.form.draft().name == "New Payment"


def test_a_change_made_elsewhere_while_typing_is_not_overwritten(page: RegisterPage, parts: Parts) -> None:
    activity = ActivityId(choose(page, "P-004"))
    _line(page, "name").setFocus()
    QTest.keyClicks(_line(page, "name"), "Mine: ")
    view = parts.register.activity(activity)
    parts.register.save_activity(activity, replace(view.draft, name="Theirs"), view.activity.version)
    save(page)
    assert page.form.banner.text
    assert page.form.draft().name == "Mine: Payment"
    assert parts.register.activity(activity).activity.name == "Theirs"


def test_a_copy_is_a_draft_under_a_new_number_with_all_that_the_original_says(
    page: RegisterPage, parts: Parts
) -> None:
    original = ActivityId(choose(page, "P-005"))
    page.duplicate()
    settle(page)
    copy = parts.register.activity(ActivityId(page.form.record or ""))
    assert copy.activity.id != original
    assert copy.activity.ref == "P-029"
    assert copy.activity.status == "draft"
    assert copy.activity.categories == parts.register.activity(original).activity.categories


def _box() -> MessageBox:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MessageBox) and w.isVisible())


def test_deleting_asks_first_and_leaves_the_record_when_the_answer_is_no(
    page: RegisterPage, parts: Parts
) -> None:
    choose(page, "P-004")
    page.duplicate()
    settle(page)
    copy = ActivityId(page.form.record or "")
    page.ask_delete()
    assert "P-029" in _box().accessibleName()
    _box().reject()
    settle(page)
    assert copy in _all(parts)
    page.ask_delete()
    _box().accept()
    settle(page)
    assert copy not in _all(parts)
    assert "P-029" not in rows(page)
    assert page._loaded is None


def test_names_with_markup_and_emoji_are_shown_as_typed(page: RegisterPage, parts: Parts) -> None:
    choose(page, "P-004")
    odd = "<b>Bold</b> & Söhne 🧾"
    line = _line(page, "name")
    line.setFocus()
    line.clear()
    type_text(line, odd)
    save(page)
    assert rows(page)["P-004"].cells[1] == odd
    assert page._name.text() == odd
    assert markup_readers(page) == []


def test_twenty_thousand_words_in_one_field_are_kept(page: RegisterPage, parts: Parts) -> None:
    activity = ActivityId(choose(page, "P-004"))
    text = "word " * 20_000
    _line(page, "to_clarify").setFocus()
    _line(page, "to_clarify").setPlainText(text)
    save(page)
    assert parts.register.activity(activity).activity.to_clarify == text.strip()


def test_a_link_to_a_transfer_leads_to_the_transfers(page: RegisterPage) -> None:
    choose(page, "P-005")
    (link,) = page.form.flows.buttons()
    QTest.keyClick(link, Qt.Key.Key_Space)
    ((where, record, _field),) = page.desk.moves  # type: ignore[attr-defined]
    assert where == "transfers"
    assert record


def test_unknown_none_proposed_and_confirmed_differ_in_word_and_icon(page: RegisterPage) -> None:
    words = page.desk.words
    assert len({words(f"ui.common.known.{known}") for known in Known}) == 4
    assert len({icon for _tone, icon in LOOK.values()}) == 4


def test_an_empty_register_says_what_belongs_here_and_offers_the_first_step(
    bare_desk: Desk, show: Callable[[Page], Page]
) -> None:
    page: Any = show(RegisterPage(bare_desk))
    empty = page.list.findChild(EmptyState)
    assert empty.isVisible()
    QTest.mouseClick(empty.findChild(Button), Qt.MouseButton.LeftButton)
    QTest.keyClicks(QApplication.focusWidget(), "Payroll")
    save(page)
    assert rows(page)["P-001"].cells[1] == "Payroll"


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: RegisterPage) -> None:
    choose(page, "P-001")
    settle(page)
    assert unnamed(page) == []


def test_the_whole_width_shows_the_table_of_contents_and_goes_back(page: RegisterPage) -> None:
    choose(page, "P-001")
    contents = page.form._contents
    assert not contents.isVisible()
    QTest.keyClick(page.list.table, Qt.Key.Key_F9)
    settle(page)
    assert contents.isVisible()
    assert [contents.item(n).text() for n in range(3)] == ["Name and actors", "Purposes", "People and data"]
    QTest.keyClick(page.form, Qt.Key.Key_F9)
    assert page.list.isVisible()


def test_the_typing_kept_in_the_vault_is_plain_data(page: RegisterPage) -> None:
    choose(page, "P-001")
    assert json.loads(json.dumps(page.form.values())) == page.form.values()


def test_both_languages_have_the_same_words_for_the_register() -> None:
    for prefix in ("ui.register.", "ui.records.", "ui.processors.", "ui.transfers.", "ui.settings."):
        both = [
            {key for key in sorted(wording(code).keys()) if key.startswith(prefix)} for code in ("en", "fr")
        ]
        assert both[0] == both[1]
        assert both[0]
