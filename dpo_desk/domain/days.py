"""Days as the law counts them: months, business days, and the days off of a place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.law import Unit

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
_BUSINESS_WEEK = 5


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """
    The days off of a place: its public holidays for the years it knows, both ends included, and days closed by choice.

    Saturdays and Sundays need no list. A closed day is counted like a public holiday, which the law only does for days
    that are one where the controller acts: it is for those the list lacks.
    """

    id: CalendarId
    holidays: frozenset[date]
    first_year: int
    last_year: int
    closed: frozenset[date] = frozenset()

    def knows(self, day: date) -> bool:
        """Whether holidays of the day's year are in the set."""
        return self.first_year <= day.year <= self.last_year

    def works(self, day: date) -> bool:
        """Whether it is neither Saturday nor Sunday nor a public holiday nor a closed day."""
        return day.weekday() < SATURDAY and day not in self.holidays and day not in self.closed

    def with_closed(self, days: Iterable[date]) -> Calendar:
        """The same calendar with more days off."""
        return replace(self, closed=self.closed.union(days))


def add_months(day: date, months: int) -> date:
    """The same date a number of months on; the month's last day where that date does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    # Every month has 28 days; only the last three days of one have to look at the length of another.
    return date(year, month, day.day if day.day <= 28 else min(day.day, monthrange(year, month)[1]))


def add_business_days(day: date, days: int) -> date:
    """The day a number of days from Monday to Friday on; no holiday is left out."""
    weekday = min(day.weekday(), SATURDAY - 1)  # from a weekend as from the Friday before it
    weeks, rest = divmod(weekday + days, _BUSINESS_WEEK)
    return day + timedelta(weeks=weeks, days=rest - day.weekday())


def add_working_days(day: date, days: int, calendar: Calendar) -> date:
    """The day a number of working days of the calendar on."""
    for _ in range(days):
        day = next_working_day(day + DAY, calendar)
    return day


ENDS: Mapping[Unit, Callable[[date, int], date]] = MappingProxyType({
    Unit.DAYS: lambda day, days: day + days * DAY,
    Unit.BUSINESS_DAYS: add_business_days,
    Unit.WEEKS: lambda day, weeks: day + timedelta(weeks=weeks),
    Unit.MONTHS: add_months,
})  # fmt: skip
"""The last day of so many units after a day, which is not itself counted."""


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself or the first working day after it."""
    while not calendar.works(day):
        day += DAY
    return day


def previous_working_day(day: date, calendar: Calendar) -> date:
    """The day itself or the last working day before it."""
    while not calendar.works(day):
        day -= DAY
    return day
