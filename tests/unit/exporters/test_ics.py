"""A calendar says what it was given and nothing else, whatever stands in the titles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.errors import FieldError
from dpo_desk.exporters.ics import write_ics
from dpo_desk.services.ports import CalendarEntry

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
PROPERTIES = {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "CLASS", "TRANSP"}


def entry(title, alarms=(1,)):
    return CalendarEntry(uid="x-due@dpo-desk", version=1, title=title, day=date(2026, 12, 22), alarms=alarms)


def back(content):
    (found,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return found


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_break_is_refused_even_at_the_end(line_break):
    for title in (f"due{line_break}ATTENDEE:mailto:a@example.org", f"due{line_break}", line_break):
        with pytest.raises(FieldError) as refusal:
            write_ics([entry(title)], NOW)
        assert (refusal.value.field, refusal.value.reason) == ("title", "line_break")


@pytest.mark.parametrize(
    "title", ["é" * 998, "x" * 998, "😀" * 400, 'a;b,c:d"e\\n\\,f', "END:VEVENT", " leading", "Requête\t1"]
)
def test_long_foreign_and_hostile_titles_come_back_as_they_were(title):
    content = write_ics([entry(title)], NOW)
    found = back(content)
    assert found["summary"] == title
    assert found.walk("VALARM")[0]["description"] == title
    assert set(found) == PROPERTIES
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200))
def test_any_title_comes_back_or_is_refused(title):
    try:
        content = write_ics([entry(title)], NOW)
    except FieldError:
        return
    found = back(content)
    assert found["summary"] == title
    assert set(found) == PROPERTIES
    assert len(found.subcomponents) == 1


def test_the_same_days_give_the_same_bytes():
    assert write_ics([entry("due")], NOW) == write_ics([entry("due")], NOW)
