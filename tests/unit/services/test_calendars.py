"""Days for other calendars: what another program reads back, and that no person is in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.errors import FieldError
from dpo_desk.exporters.ics import write_ics
from dpo_desk.services.case_work import QuestionDraft
from dpo_desk.services.ports import CalendarEntry
from tests.desks import ZOE, a_request

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


def events(ics):
    return list(icalendar.Calendar.from_ical(ics).walk("VEVENT"))


def alarms(event):
    return [(timedelta(hours=9) - each["trigger"].dt).days for each in event.walk("VALARM")]


def test_a_request_becomes_a_whole_day_for_each_of_its_dates_with_alarms_before(desk):
    case = desk.cases.open_case(a_request(received="2026-01-30")).case
    prudent, due = events(desk.calendars.of_all("en"))
    assert (prudent["uid"], due["uid"]) == (f"{case.id}-prudent@dpo-desk", f"{case.id}-due@dpo-desk")
    assert (prudent["dtstart"].dt, prudent["dtend"].dt) == (date(2026, 2, 27), date(2026, 2, 28))
    assert due["dtstart"].dt == date(2026, 3, 2)
    assert (alarms(prudent), alarms(due)) == ([14, 7, 3, 1, 0], [0])
    assert due["summary"] == f"Request {case.ref}: answer due"
    assert due["dtstamp"].dt == NOW
    assert int(due["sequence"]) == case.version


def test_the_same_days_come_under_the_same_names_and_a_change_raises_their_number(desk):
    case = desk.cases.open_case(a_request(received="2026-02-10")).case.id
    before = events(desk.calendars.of_one(case, "fr"))
    desk.cases.correct_receipt(case, "2026-02-12", "Stamp read again")
    after = events(desk.calendars.of_one(case, "fr"))
    assert [each["uid"] for each in before][-1] == [each["uid"] for each in after][-1]
    assert int(before[-1]["sequence"]) < int(after[-1]["sequence"])
    assert before[-1]["dtstart"].dt < after[-1]["dtstart"].dt


def test_nothing_of_the_person_is_in_the_file(desk):
    desk.cases.open_case(a_request(received="2026-01-30"))
    text = desk.calendars.of_all("fr").decode()
    for word in (*ZOE.name.split(), ZOE.email, "Quelles", "access", "Lyon"):
        assert word not in text


def test_a_waiting_request_keeps_its_prudent_day_and_an_answered_one_has_none(desk):
    case = desk.cases.open_case(a_request(received="2026-03-02")).case.id
    asked = QuestionDraft(kind="identity", reason="Another name", proof="email", on="2026-03-02")
    desk.case_work.ask(case, asked)
    assert [
        each["uid"].split("-")[-2].split("@")[0] for each in events(desk.calendars.of_one(case, "en"))
    ] == ["prudent"]
    desk.case_work.withdraw(case, "2026-03-02", "")
    assert events(desk.calendars.of_one(case, "en")) == []
    assert events(desk.calendars.of_all("en")) == []


def an_entry(title, day=date(2026, 3, 2)):
    return CalendarEntry(uid="u@dpo-desk", version=3, title=title, day=day, alarms=(7, 0))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85"])
def test_a_title_of_several_lines_is_refused(end):
    with pytest.raises(FieldError) as caught:
        write_ics([an_entry(f"Request{end}ATTENDEE:mailto:x@example.org")], NOW)
    assert caught.value.reason == "line_break"


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=1200),
    st.dates(date(1990, 1, 1), date(2200, 1, 1)),
)
def test_any_title_and_day_are_read_back_as_they_were_and_add_no_property(title, day):
    ics = write_ics([an_entry(title, day)], NOW)
    [event] = events(ics)
    assert str(event["summary"]) == title
    assert event["dtstart"].dt == day
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "CLASS", "TRANSP",
    }  # fmt: skip
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
