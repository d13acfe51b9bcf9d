"""Days for calendars of other programs: iCalendar, as RFC 5545 has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from dpo_desk.errors import FieldError
from dpo_desk.services.ports import CalendarEntry

_MAKER = "-//DPO Desk//Deadlines//"
_HOUR = 9  # at which an alarm rings; whole days begin at midnight


def write_ics(entries: Sequence[CalendarEntry], made_at: datetime) -> bytes:
    """
    The days as a calendar file, each with its alarms.

    Raises:
        FieldError: ``line_break`` for a title of several lines: it could pass for properties of its own.
    """
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, made_at))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, made_at: datetime) -> Event:
    if entry.title.splitlines() != [entry.title]:  # one at its end counts too
        raise FieldError("title", "line_break")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.version)
    event.add("dtstamp", made_at)
    event.add("summary", entry.title)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for days in entry.alarms:
        event.add_component(_alarm(days, entry.title))
    return event


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=_HOUR) - timedelta(days=days))
    return alarm
