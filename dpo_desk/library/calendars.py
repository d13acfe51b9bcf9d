"""Public holidays by place: the only module that knows the ``holidays`` package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

from dpo_desk.domain.deadlines import Calendar
from dpo_desk.domain.ids import CalendarId
from dpo_desk.errors import NotFound
from dpo_desk.library.tables import Table, open_table

_FILE = "law/calendars.toml"
NO_HOLIDAYS = CalendarId("none")  # the calendar in which only Saturdays and Sundays are days off
# The years the program counts in; what a country's list does not reach is left out.
YEARS = range(1990, 2101)


@dataclass(frozen=True, kw_only=True)
class CalendarRule:
    """How the days of a calendar are found; no country means no holidays at all."""

    id: CalendarId
    country: str
    subdivision: str
    also_days_after_easter: tuple[int, ...]


@cache
def calendar(calendar_id: CalendarId, years: range = YEARS) -> Calendar:
    """
    The public holidays of a place.

    Args:
        calendar_id: One of ``calendar_ids()``.
        years: Consecutive years; those the country's list does not reach are left out of the calendar.

    Raises:
        NotFound: there is no such calendar.
    """
    rule = _calendars().get(calendar_id)
    if rule is None:
        raise NotFound(name=calendar_id)
    if not rule.country:
        return Calendar(
            id=calendar_id, holidays=frozenset(), first_year=date.min.year, last_year=date.max.year
        )
    import holidays  # its lists of the whole world are loaded when days are first counted

    part = rule.subdivision or None
    listed = holidays.country_holidays(rule.country, subdiv=part)
    known = range(max(years.start, listed.start_year), min(years.stop, listed.end_year + 1))
    days = frozenset(holidays.country_holidays(rule.country, subdiv=part, years=known))
    extra = (easter(year) + timedelta(days=after) for year in known for after in rule.also_days_after_easter)
    return Calendar(
        id=calendar_id, holidays=days.union(extra), first_year=known.start, last_year=known.stop - 1
    )


def calendar_ids() -> tuple[CalendarId, ...]:
    """The calendars there are, in the order of the file."""
    return tuple(_calendars())


@cache
def _calendars() -> Mapping[CalendarId, CalendarRule]:
    return read_calendars(open_table(_FILE))


def read_calendars(top: Table) -> Mapping[CalendarId, CalendarRule]:
    """
    How each calendar is found, from the file that says it.

    Raises:
        DataFileBroken: it is not sound.
    """
    source = top.table("source")
    for name in ("title", "address", "note"):
        source.text(name)
    source.day_or_none("verified_on")
    source.end()
    rules = {CalendarId(name): _read_rule(name, table) for name, table in top.named_tables("calendars")}
    top.end()
    return rules


def _read_rule(name: str, table: Table) -> CalendarRule:
    after = table.numbers("also_days_after_easter") if table.has("also_days_after_easter") else ()
    found = CalendarRule(
        id=CalendarId(name),
        country=table.text("country", ""),
        subdivision=table.text("subdivision", ""),
        also_days_after_easter=after,
    )
    table.end()
    return found
