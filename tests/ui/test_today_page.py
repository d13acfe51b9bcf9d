from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from dpo_desk.domain.case import EntryKind
from dpo_desk.services.agenda import Group
from dpo_desk.services.case_work import LIFTING
from dpo_desk.services.tasks import TaskDraft
from dpo_desk.ui.pages.register_print import PrintDialog
from dpo_desk.ui.pages.today_page import TodayPage
from dpo_desk.ui.widgets.basics import Button, Label, LinkButton
from tests.desks import TestDesk, a_request
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(TodayPage(sample_desk))


def _texts(page: Any) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisibleTo(page)]


def test_the_most_urgent_line_stands_first_and_says_how_late_it_is_in_words(page: Any) -> None:
    first = page.lines[0]
    assert first.item.group is Group.LATE
    assert "54 days late" in _texts(page)
    assert first.item.title in _texts(page)
    assert first.item.ref in first.button.accessibleName()


def test_every_open_request_of_the_vault_has_its_line(page: Any) -> None:
    agenda = page.desk.services.agenda.agenda()
    assert [line.item for line in page.lines] == list(agenda.items)


def test_the_step_of_a_line_opens_its_request(page: Any) -> None:
    giulia = case_of(page.desk, "Giulia")
    QTest.mouseClick(page.lines[0].button, Qt.MouseButton.LeftButton)
    assert page.desk.moves == [("requests", giulia, "")]


def test_a_click_anywhere_on_a_line_opens_it_too(page: Any) -> None:
    QTest.mouseClick(page.lines[1], Qt.MouseButton.LeftButton)
    assert page.desk.moves[0][1] == page.lines[1].item.record


def test_arrows_go_from_line_to_line_and_enter_presses_the_step(page: Any) -> None:
    page.focus_first()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.lines[1].button.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert page.lines[0].button.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.desk.moves


def test_health_tells_the_figures_of_the_register_and_leads_there(page: Any) -> None:
    health = page.desk.services.agenda.agenda().health
    transfers = page.health.figures["transfers"]
    assert transfers.figure.text() == str(health.transfers_not_valid)
    QTest.mouseClick(transfers.button, Qt.MouseButton.LeftButton)
    assert page.desk.moves == [("transfers", None, "")]


def test_an_answered_request_leaves_the_day_when_the_news_arrive(page: Any) -> None:
    giulia = case_of(page.desk, "Giulia")
    before = len(page.lines)
    page.desk.services.case_work.withdraw(giulia, "2026-11-23", "")
    page.desk.news.tell("cases", ids=[giulia])
    rest(page)
    assert len(page.lines) == before - 1
    assert page.desk.services.agenda.pressing() == 0


def test_an_empty_vault_says_that_nothing_is_due_and_offers_a_first_request(
    empty_desk: Any, show: Any
) -> None:
    page = show(TodayPage(empty_desk))
    assert page.desk.words("ui.today.empty") in _texts(page)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.desk.moves == [("requests", "", "")]


def test_a_group_of_hundreds_shows_the_first_and_counts_the_rest(empty_desk: Any, show: Any) -> None:
    for _ in range(43):
        empty_desk.services.cases.open_case(a_request())
    page = show(TodayPage(empty_desk))
    assert len(page.lines) == 40
    assert len(unnamed(page)) == 0


def test_a_hostile_name_is_shown_as_typed_and_does_not_widen_the_page(empty_desk: Any, show: Any) -> None:
    from dataclasses import replace

    from tests.desks import ZOE

    hostile = "<b>&amp; Zoé</b> 🦊 " + "W" * 250
    empty_desk.services.cases.open_case(a_request(person=replace(ZOE, name=hostile)))
    page = show(TodayPage(empty_desk))
    assert hostile in _texts(page)
    assert page.area.widget().width() <= page.area.viewport().width()
    assert not markup_readers(page)


# --- while you were away ---------------------------------------------------------------------------------------------


def away_lines(page: Any) -> list[str]:
    return [button.accessibleName() for button in page.away.findChildren(LinkButton)]


def test_what_came_due_meanwhile_is_told_in_one_band_and_is_gone_once_seen(
    bare: TestDesk, empty_desk: Any, show: Any
) -> None:
    empty_desk.services.cases.open_case(a_request(received="2026-03-02"))
    empty_desk.services.reminders.visit()
    bare.clock.go_to(2026, 3, 26)
    page = show(TodayPage(empty_desk))
    rest(page)
    assert page.away.heading.text() == "While you were away, 24 days: 1 thing came due"
    [line] = away_lines(page)
    assert "Zoé Fictive" in line
    QTest.mouseClick(page.away.dismiss, Qt.MouseButton.LeftButton)
    rest(page)
    assert page.away.isHidden()
    again = show(TodayPage(empty_desk))
    rest(again)
    assert again.away.isHidden()


def test_without_anything_new_there_is_no_band(empty_desk: Any, show: Any) -> None:
    page = show(TodayPage(empty_desk))
    rest(page)
    assert page.away.isHidden()
    assert not page.banner.text


def test_what_was_answered_meanwhile_leaves_the_band(bare: TestDesk, empty_desk: Any, show: Any) -> None:
    case = empty_desk.services.cases.open_case(a_request(received="2026-02-10")).case.id
    page = show(TodayPage(empty_desk))
    rest(page)
    assert not page.away.isHidden()
    empty_desk.services.case_work.withdraw(case, "2026-03-02", "")
    empty_desk.news.tell("cases", ids=[case])
    rest(page)
    assert page.away.isHidden()


def test_a_new_day_is_noticed_while_the_desk_stays_open(bare: TestDesk, empty_desk: Any, show: Any) -> None:
    empty_desk.services.tasks.add(TaskDraft(title="Call the host", due_on="2026-03-04"))
    page = show(TodayPage(empty_desk))
    rest(page)
    assert page.away.isHidden()
    bare.clock.go_to(2026, 3, 3)
    page.look_again()
    rest(page)
    assert away_lines(page)
    assert page.lines[0].item.days_left == 1


def test_a_clock_that_was_set_back_is_told_above_the_day(bare: TestDesk, empty_desk: Any, show: Any) -> None:
    empty_desk.services.reminders.visit()
    bare.clock.go_to(2020, 1, 1)
    page = show(TodayPage(empty_desk))
    rest(page)
    assert "2 March 2026" in page.banner.text


# --- tasks -----------------------------------------------------------------------------------------------------------


def noted(page: Any) -> list[Any]:
    notes: list[Any] = []
    page.desk.messages.noted.connect(notes.append)
    return notes


def action(page: Any, name: str) -> Any:
    return next(each for each in page.actions() if each.objectName() == name)


def fill(form: Any, **values: str) -> None:
    form.type_in(values)
    form.save()


def test_a_task_is_typed_in_place_and_stands_in_its_group(empty_desk: Any, show: Any) -> None:
    page = show(TodayPage(empty_desk))
    rest(page)
    action(page, "task").trigger()
    assert page.form.isAncestorOf(QApplication.focusWidget())
    fill(page.form, title="Call the host", due_on="2026-03-03")
    rest(page)
    assert page.form is None
    [line] = page.lines
    assert (line.item.title, line.item.group) == ("Call the host", Group.WEEK)


def test_what_is_wrong_with_a_task_is_said_at_its_field_and_nothing_typed_is_lost(
    empty_desk: Any, show: Any
) -> None:
    page = show(TodayPage(empty_desk))
    rest(page)
    action(page, "task").trigger()
    fill(page.form, title="Call the host", due_on="31.02.2026", case="R-2026-9999")
    rest(page)
    texts = " ".join(_texts(page))
    assert "This is not a date." in texts
    assert "no request of this reference" in texts
    assert page.form.values()["title"] == "Call the host"


def test_a_done_task_goes_and_comes_back_when_that_is_taken_back(empty_desk: Any, show: Any) -> None:
    empty_desk.services.tasks.add(TaskDraft(title="Call the host", due_on="2026-03-03"))
    page = show(TodayPage(empty_desk))
    rest(page)
    notes = noted(page)
    QTest.mouseClick(page.lines[0].button, Qt.MouseButton.LeftButton)
    rest(page)
    assert page.lines == []
    notes[-1].undo()
    rest(page)
    assert [line.item.title for line in page.lines] == ["Call the host"]


def test_a_task_is_changed_and_deleted_where_it_stands(empty_desk: Any, show: Any) -> None:
    empty_desk.services.tasks.add(TaskDraft(title="Call the host", due_on="2026-03-03"))
    page = show(TodayPage(empty_desk))
    rest(page)
    QTest.mouseClick(page.lines[0].edit, Qt.MouseButton.LeftButton)
    fill(page.form, title="Call the other host")
    rest(page)
    assert page.lines[0].item.title == "Call the other host"
    notes = noted(page)
    QTest.mouseClick(page.lines[0].edit, Qt.MouseButton.LeftButton)
    [delete] = [b for b in page.form.findChildren(Button) if b.text() == "Delete the task"]
    delete.click()
    rest(page)
    assert page.lines == []
    notes[-1].undo()
    rest(page)
    assert page.lines[0].item.title == "Call the other host"


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_a_task_the_program_has_set_speaks_the_language_of_the_screen(empty_desk: Any, show: Any) -> None:
    empty_desk.services.tasks.add(TaskDraft(title=LIFTING, due_on="2026-03-03"))
    page = show(TodayPage(empty_desk))
    rest(page)
    told = empty_desk.words("case.task.lifting")
    assert told in _texts(page)
    QTest.mouseClick(page.lines[0].edit, Qt.MouseButton.LeftButton)
    fill(page.form, note="By post")
    rest(page)
    assert page.lines[0].item.title == LIFTING


def test_news_do_not_close_a_form_that_is_being_filled_in(empty_desk: Any, show: Any) -> None:
    page = show(TodayPage(empty_desk))
    rest(page)
    action(page, "task").trigger()
    page.form.type_in({"title": "Call the host"})
    empty_desk.services.cases.open_case(a_request())
    empty_desk.news.tell("cases")
    rest(page)
    assert page.form.values()["title"] == "Call the host"
    page.form.left.emit()
    rest(page)
    assert len(page.lines) == 1


# --- putting off -----------------------------------------------------------------------------------------------------


def test_a_reminder_is_put_off_with_a_reason_and_can_be_brought_back(empty_desk: Any, show: Any) -> None:
    case = empty_desk.services.cases.open_case(a_request(received="2026-02-10")).case.id
    page = show(TodayPage(empty_desk))
    rest(page)
    QTest.mouseClick(page.lines[0].snooze, Qt.MouseButton.LeftButton)
    fill(page.form, until="2026-03-02", reason="")
    rest(page)
    assert "This day has to lie in the future." in _texts(page)
    fill(page.form, until="2026-03-04", reason="The host looks for it")
    rest(page)
    assert page.lines[0].item.group is Group.SNOOZED
    assert "until 4 March 2026" in _texts(page)
    entry = empty_desk.services.cases.view(case).timeline[-1]
    assert (entry.kind, entry.note) == (EntryKind.SNOOZED, "The host looks for it")
    QTest.mouseClick(page.lines[0].snooze, Qt.MouseButton.LeftButton)
    rest(page)
    assert page.lines[0].item.group is Group.MONTH


def test_what_has_no_reminder_yet_cannot_be_put_off(empty_desk: Any, show: Any) -> None:
    empty_desk.services.cases.open_case(a_request(received="2026-03-02"))
    page = show(TodayPage(empty_desk))
    assert not page.lines[0].snooze.isEnabled()


# --- paper and calendars ---------------------------------------------------------------------------------------------


def test_the_days_are_written_to_a_calendar_at_a_place_the_user_chose(
    empty_desk: Any, show: Any, tmp_path: Path
) -> None:
    empty_desk.services.cases.open_case(a_request())
    page = show(TodayPage(empty_desk))
    rest(page)
    action(page, "calendar").trigger()
    [dialog] = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "days.ics"))
    rest(page)
    assert "R-2026-0001" in (tmp_path / "days.ics").read_text("utf-8")
    dialog.close()


def test_the_week_is_shown_as_it_prints(empty_desk: Any, show: Any) -> None:
    page = show(TodayPage(empty_desk))
    rest(page)
    action(page, "print_week").trigger()
    rest(page)
    [dialog] = [w for w in QApplication.topLevelWidgets() if isinstance(w, PrintDialog)]
    assert dialog.pages_told.text() == "1 page"
    dialog.close()


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_of_the_page_has_a_name_and_no_text_is_read_as_markup(page: Any) -> None:
    assert not unnamed(page)
    assert not markup_readers(page)


def test_the_health_draws_the_requests_of_twelve_months_and_tells_them_in_words(page: Any) -> None:
    rest(page)
    months = page.desk.services.statistics.last_months(12)
    told = page.health.months.accessibleDescription()
    assert len(months) == 12
    assert str(sum(received for _, received, _, _ in months)) in told
    assert told in _texts(page)
    assert not page.health.months.grab().isNull()
