"""A month of due dates: which requests are due on which day, and which days nobody works."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpo_desk.domain.deadlines import Calendar
from dpo_desk.domain.organisation import Organisation
from dpo_desk.library.calendars import NO_HOLIDAYS, calendar
from dpo_desk.services.ports import CaseLine, Clock, Work
from dpo_desk.services.today import today_in

WEEK = 7


class Off(StrEnum):
    """Why nobody works on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """A day with the running requests that are due on it."""

    day: date
    due: tuple[CaseLine, ...]
    off: Off | None


@dataclass(frozen=True, kw_only=True)
class DueMonth:
    """Whole weeks around a month; ``knows_holidays`` is false where the calendar does not reach."""

    month: date  # its first day
    today: date
    weeks: tuple[tuple[DueDay, ...], ...]
    calendar: str
    knows_holidays: bool


@dataclass(frozen=True)
class DueCalendar:
    """Reads months of due dates, counted with the holidays and closed days of the organisation."""

    work: Work
    clock: Clock

    def month(self, day: date | None, first_weekday: int = 0) -> DueMonth:
        """The month of a day, of today without one; weeks begin with ``first_weekday`` (0 is Monday)."""
        with self.work(read_only=True) as unit:
            today, organisation = today_in(unit, self.clock), unit.organisation.find()
            month = (day or today).replace(day=1)
            days = days_around(month, first_weekday)
            due: defaultdict[date | None, list[CaseLine]] = defaultdict(list)
            for line in unit.cases.due_between(days[0], days[-1]):
                due[line.due].append(line)
        free = _calendar_of(organisation)
        shown = [DueDay(day=each, due=tuple(due[each]), off=off(each, free)) for each in days]
        return DueMonth(
            month=month,
            today=today,
            weeks=tuple(tuple(shown[at : at + WEEK]) for at in range(0, len(shown), WEEK)),
            calendar=free.id,
            knows_holidays=free.id != NO_HOLIDAYS and free.knows(month),
        )


def days_around(month: date, first_weekday: int) -> tuple[date, ...]:
    """The days of whole weeks that hold the month; years end where dates do."""
    first = month - timedelta(days=(month.weekday() - first_weekday) % WEEK)
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    count = (end - first).days + 1
    return tuple(first + timedelta(days=at) for at in range(-(-count // WEEK) * WEEK))


def off(day: date, free: Calendar) -> Off | None:
    """Why nobody works on the day, the reason one would not guess first; nothing when it is a working day."""
    if day in free.holidays:
        return Off.HOLIDAY
    if day in free.closed:
        return Off.CLOSED
    return None if free.works(day) else Off.WEEKEND


def _calendar_of(organisation: Organisation | None) -> Calendar:
    if organisation is None:
        return calendar(NO_HOLIDAYS)
    return calendar(organisation.holiday_calendar).with_closed(organisation.closed_days)
