"""The month calendar of due dates: the days it shows, how one walks through it, and where it leads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from dpo_desk.library.wording import wording
from dpo_desk.services.due_calendar import DueDay, DueMonth, Off, days_around
from dpo_desk.ui.pages.due_calendar import DueCalendarDialog, show_due_calendar
from dpo_desk.ui.pages.purge import PurgeDialog
from dpo_desk.ui.pages.requests_page import RequestsPage
from dpo_desk.ui.pages.statistics import StatisticsDialog
from dpo_desk.ui.theme import Scheme
from dpo_desk.ui.widgets.month import MonthGrid
from tests.builders import an_organisation
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.register_vault import TODAY

both_languages = pytest.mark.parametrize("words", ["en", "fr"], indirect=True)


@pytest.fixture
def dialog(register_desk, qtbot, themed):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    shown = show_due_calendar(register_desk, window)
    qtbot.waitExposed(shown)
    shown.activateWindow()
    QApplication.processEvents()
    yield shown
    if isValid(shown):
        shown.reject()


def days(dialog):
    return [day for week in dialog.grid.month.weeks for day in week]


def press(dialog, key):
    QTest.keyClick(dialog.grid, key)
    QApplication.processEvents()


def with_due(dialog):
    """The month that has a request due, and the first such day."""
    for _ in range(6):
        found = [day for day in days(dialog) if day.due and day.day.month == dialog.grid.month.month.month]
        if found:
            return found[0]
        dialog.turn(1)
    raise AssertionError("nothing is due in half a year")


@pytest.mark.parametrize("first", range(7))
def test_weeks_are_whole_and_hold_every_day_of_the_month(first):
    for month in (date(2026, 2, 1), date(2027, 2, 1), date(2028, 2, 1), date(2026, 8, 1)):
        shown = days_around(month, first)
        assert len(shown) % 7 == 0
        assert shown[0].weekday() == first
        assert {day for day in shown if day.month == month.month} == {
            month + timedelta(days=at)
            for at in range(31)
            if (month + timedelta(days=at)).month == month.month
        }
        assert shown[0] <= month < shown[7]


def test_the_month_of_today_is_shown_with_the_keyboard_on_today(dialog):
    assert dialog.grid.month.month == TODAY.replace(day=1)
    assert dialog.grid.day.day == TODAY
    assert dialog.grid.hasFocus()
    assert "today" in dialog.grid.told(dialog.grid.day)


def test_holidays_weekends_and_closed_days_are_told_apart(dialog, register_desk):
    with register_desk.services.cases.work() as unit:
        organisation = unit.organisation.get()
        unit.organisation.save(
            an_organisation(
                version=organisation.version, closed_days=(date(2026, 11, 24), date(2026, 11, 11))
            )
        )
        unit.commit()
    dialog.show_month(None)
    off = {day.day: day.off for day in days(dialog)}
    assert off[date(2026, 11, 11)] is Off.HOLIDAY
    assert off[date(2026, 11, 24)] is Off.CLOSED
    assert off[date(2026, 11, 28)] is Off.WEEKEND
    assert off[date(2026, 11, 23)] is None
    told = [dialog.grid.told(day) for day in days(dialog)]
    assert sum("public holiday" in each for each in told) == 2  # 1 and 11 November
    assert sum("closed day" in each for each in told) == 1


def test_every_running_request_with_a_day_is_on_it(dialog, register_desk):
    lines = register_desk.services.cases.due_between(date(2026, 1, 1), date(2028, 12, 31))
    assert lines
    for line in lines:
        dialog.show_month(line.due)
        assert line.ref in [each.ref for each in dialog.grid.day.due]


def test_arrows_walk_and_page_keys_turn_the_month(dialog):
    press(dialog, Qt.Key.Key_Left)
    assert dialog.grid.day.day == TODAY - timedelta(days=1) or dialog.grid.day.day == TODAY
    press(dialog, Qt.Key.Key_Up)
    press(dialog, Qt.Key.Key_PageDown)
    assert dialog.grid.month.month == date(2026, 12, 1)
    press(dialog, Qt.Key.Key_PageUp)
    press(dialog, Qt.Key.Key_PageUp)
    assert dialog.grid.month.month == date(2026, 10, 1)
    assert dialog.grid.day.day.month == 10


def test_the_31st_becomes_the_last_day_of_a_shorter_month(dialog):
    dialog.show_month(date(2026, 12, 31))
    dialog.turn(2)
    assert dialog.grid.day.day == date(2027, 2, 28)


def test_the_calendar_ends_where_the_years_it_knows_end(dialog):
    dialog.show_month(date(2100, 12, 5))
    dialog.turn(1)
    assert dialog.grid.month.month == date(2100, 12, 1)
    dialog.show_month(date(1990, 1, 5))
    dialog.turn(-1)
    assert dialog.grid.month.month == date(1990, 1, 1)


def test_enter_leads_to_the_list_of_the_day_and_from_there_to_the_request(dialog, register_desk):
    day = with_due(dialog)
    dialog.show_month(day.day)
    dialog.grid.setFocus()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.list.hasFocus()
    assert dialog.list.currentItem().text().startswith(day.due[0].ref)
    dialog.list.itemActivated.emit(dialog.list.currentItem())
    assert register_desk.moves == [("requests", day.due[0].id, "")]
    assert not (isValid(dialog) and dialog.isVisible())


def test_enter_on_a_day_without_requests_stays_there(dialog):
    empty = next(day for day in days(dialog) if not day.due)
    dialog.show_month(empty.day)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.grid.hasFocus()


@both_languages
def test_everything_has_a_name_and_reads_no_markup(dialog):
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []
    assert dialog.grid.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_day_with_very_many_requests_says_how_many_it_does_not_name(dialog, themed, scheme, register_desk):
    themed.choose(scheme)
    day = with_due(dialog)
    line = day.due[0]
    crowded = DueDay(day=day.day, due=(line,) * 3000, off=None)
    month = dialog.grid.month
    weeks = tuple(tuple(crowded if each is day else each for each in week) for week in month.weeks)
    grid = dialog.grid
    grid.show_month(
        DueMonth(month=month.month, today=month.today, weeks=weeks, calendar="FR", knows_holidays=True),
        day.day,
    )
    before = grid.grab().toImage()
    grid.show_month(month, day.day)
    assert before != grid.grab().toImage()
    assert "3,000 requests due" in grid.told(crowded)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_weeks_begin_on_monday_in_both_languages(language, qtbot):
    words = wording(language)
    assert words.first_weekday == 0
    assert MonthGrid(words).columnCount() == 7
    assert words.weekday(0) in ("Mon", "lun.")


@pytest.mark.parametrize(
    ("command", "dialog_type"),
    [("due_calendar", DueCalendarDialog), ("statistics", StatisticsDialog), ("purge", PurgeDialog)],
)
def test_the_page_of_requests_leads_to_calendar_statistics_and_erasure(
    register_desk, show, command, dialog_type
):
    page = show(RequestsPage(register_desk))
    (action,) = [
        each for each in page.actions() if each.text() == register_desk.words(f"ui.{command}.command")
    ]
    action.trigger()
    QApplication.processEvents()
    assert register_desk.lane.wait()
    QApplication.processEvents()
    assert [
        each for each in QApplication.topLevelWidgets() if isinstance(each, dialog_type) and each.isVisible()
    ]
