"""Periods by worked examples and by the rules at their edges."""

from __future__ import annotations

import json
import time
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dpo_desk.domain.deadlines import (
    Calendar,
    Deadline,
    Suspension,
    acknowledgement_deadline,
    asked_promptly,
    deadline,
    event_deadline,
    moment_deadline,
    reply_deadline,
)
from dpo_desk.domain.ids import CalendarId, EventId, RegimeId, RightId
from dpo_desk.domain.law import Unit
from dpo_desk.errors import RuleBroken
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime

GDPR = regime(RegimeId("eu-gdpr"))
ACCESS = GDPR.right(RightId("access"))
MONTH = GDPR.period("reply")
FRANCE = calendar(CalendarId("FR"))
DATA = Path(__file__).parents[2] / "data" / "deadlines.toml"
EXAMPLES = tomllib.loads(DATA.read_text("utf-8"))["example"]
MOMENTS = tomllib.loads(DATA.read_text("utf-8"))["moment"]
BREACH = regime(RegimeId("breach")).period("notify_authority")
PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)


def asked(
    day: date, received: date | None, *, kind="identity", prompt=True, justified=True, sufficient=True
) -> Suspension:
    return Suspension(
        kind=kind, asked=day, received=received, prompt=prompt, justified=justified, sufficient=sufficient
    )


def reply(received: date, *suspensions: Suspension, notice: date | None = None, right=ACCESS) -> Deadline:
    return reply_deadline(
        GDPR, right, received, FRANCE, extension_notice_sent=notice, suspensions=suspensions
    )


def rules(found: Deadline) -> list[str]:
    return [step.rule for step in found.trace]


def calculated(example: dict) -> Deadline:
    suspensions = [
        asked(s["asked"], s["received"], kind=s["kind"], sufficient=s.get("sufficient", True))
        for s in example.get("suspensions", ())
    ]
    days = calendar(CalendarId(example.get("calendar", "FR")))
    law = regime(RegimeId(example.get("regime", "eu-gdpr")), example["received"])
    if "event" in example:
        event, extended = law.event(EventId(example["event"])), example.get("extended", False)
        return event_deadline(
            law, event, example["received"], days, extended=extended, suspensions=suspensions
        )
    right = law.right(RightId(example.get("right", "access")))
    if example.get("acknowledge"):
        return acknowledgement_deadline(law, right, example["received"], days)
    notice = example.get("notice")
    return reply_deadline(
        law, right, example["received"], days, extension_notice_sent=notice, suspensions=suspensions
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['id']}: {example['why']}")
def test_a_worked_example_holds(example):
    found = calculated(example)
    expected = tuple(example.get(name) for name in ("nominal", "due", "prudent"))
    assert (found.nominal, found.due, found.prudent) == expected
    assert not found.without_holidays
    assert (rules(found)[-1] == "no_period") is example.get("none", False)
    told = [step.params["day"] for step in found.trace if step.rule == "holidays_out"]
    assert told == ([example["holidays_out"]] if "holidays_out" in example else [])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_the_dates_are_the_same_when_no_step_is_told(example):
    law = regime(RegimeId(example.get("regime", "eu-gdpr")), example["received"])
    days = calendar(CalendarId(example.get("calendar", "FR")))
    right = law.rights[0] if law.rights else ACCESS
    if not law.rights:
        law = GDPR
    told = reply_deadline(law, right, example["received"], days)
    quick = reply_deadline(law, right, example["received"], days, trace=False)
    assert quick.trace == ()
    assert replace(told, trace=()) == quick


@pytest.mark.parametrize("example", MOMENTS, ids=lambda example: f"{example['id']}: {example['why']}")
def test_a_worked_example_in_hours_holds(example):
    found = moment_deadline(BREACH, example["began"].astimezone(PARIS))
    assert (found.nominal, found.due, found.prudent) == (example["due"], example["due"], example["prudent"])
    assert found.due.utcoffset() == example["due"].utcoffset()


def test_every_example_is_there():
    ids = {example["id"] for example in EXAMPLES}
    assert {f"EU-{number:02}" for number in (*range(1, 46, 2), 50, 52, 54, 56)} <= ids
    assert {"PM-01", "UK-06", "UK-12", "CA-04", "CA-12", "A14-01", "A19-01", "A34-01", "A36-02"} <= ids


SHARED = Path(__file__).parents[4] / "shared" / "law" / "deadline-examples.json"


@pytest.mark.skipif(not SHARED.exists(), reason="the collected examples are not beside the checkout")
def test_every_example_collected_elsewhere_is_among_ours_with_the_same_dates():
    ours = {each["id"]: each for each in (*EXAMPLES, *MOMENTS)}
    for theirs in json.loads(SHARED.read_text("utf-8")):
        found = ours[theirs["id"]]
        if "due_with_ca_holidays" in theirs:
            later = theirs["due_with_ca_holidays"]
            assert found.get("holidays_out") == (date.fromisoformat(later) if later else None)
        for name in ("nominal", "due", "prudent"):
            said = theirs[name]
            if not said or said == "-":
                assert found.get(name) is None, theirs["id"]
            elif "T" in said:
                assert found.get(name, found["due"]) == datetime.fromisoformat(said), theirs["id"]
            else:
                assert found[name] == date.fromisoformat(said), theirs["id"]


def test_the_day_of_arrival_is_the_day_in_paris():
    moments = [e for e in EXAMPLES if "arrived" in e]
    assert moments
    for example in moments:
        assert example["arrived"].astimezone(ZoneInfo("Europe/Paris")).date() == example["received"]


# --- the trace -------------------------------------------------------------------------------------------------------


def test_the_trace_tells_every_step_in_order_with_its_day():
    found = reply(date(2026, 1, 30))
    assert rules(found) == ["received", "months_clamped", "roll_saturday"]
    assert [step.day for step in found.trace] == [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 2)]
    assert found.trace[1].params == {"count": 1, "day": date(2026, 2, 28), "missing": 30, "month": 2}


def test_the_sources_are_named_once_and_the_roll_only_when_it_happened():
    assert reply(date(2026, 1, 30)).sources == (
        "gdpr:12(3)",
        "reg-1182:3(1)",
        "reg-1182:3(2)(c)",
        "reg-1182:3(4)",
    )
    assert "reg-1182:3(4)" not in reply(date(2024, 3, 5)).sources


def test_a_holiday_that_follows_the_weekend_is_named():
    found = reply(date(2028, 1, 31), notice=date(2028, 2, 1))
    assert rules(found)[-2:] == ["roll_sunday", "roll_past_holiday"]
    assert found.trace[-1].params == {"day": date(2028, 5, 1)}


# --- the extension ---------------------------------------------------------------------------------------------------


def test_a_notice_on_the_last_day_extends_and_one_the_day_after_does_not():
    received, last = date(2026, 7, 15), date(2026, 8, 17)  # the month ends on a Saturday and moves to Monday
    in_time, late = reply(received, notice=last), reply(received, notice=last + DAY)
    assert (in_time.extended, in_time.due) == (True, date(2026, 10, 15))
    assert (late.extended, late.due) == (False, last)
    assert late.trace[-1].rule == "extension_late"
    assert late.trace[-1].params == {"sent": last + DAY, "limit": last}


def test_a_notice_before_the_receipt_is_refused():
    with pytest.raises(RuleBroken) as refused:
        reply(date(2026, 7, 15), notice=date(2026, 7, 14))
    assert refused.value.rule == "extension_before_receipt"


def test_a_notice_while_the_period_stands_still_is_in_time_but_gives_no_date_yet():
    found = reply(date(2026, 11, 2), asked(date(2026, 11, 4), None), notice=date(2027, 1, 5))
    assert found.extended
    assert found.due is None
    assert found.prudent == date(2027, 2, 2)


def test_a_suspension_moves_the_last_day_of_the_notice_and_the_extended_date():
    proven = asked(date(2026, 11, 4), date(2026, 11, 10))
    found = reply(date(2026, 11, 2), proven, notice=date(2026, 12, 8))
    assert (found.extended, found.nominal) == (True, date(2027, 2, 8))
    assert not reply(date(2026, 11, 2), proven, notice=date(2026, 12, 9)).extended


def test_a_right_without_extension_keeps_its_date_and_says_why():
    found = reply(date(2026, 11, 2), notice=date(2026, 11, 3), right=replace(ACCESS, extended=""))
    assert (found.due, found.extended) == (date(2026, 12, 2), False)
    assert rules(found)[-1] == "extension_not_possible"


def test_an_event_that_cannot_be_extended_says_so():
    with pytest.raises(RuleBroken) as refused:
        event_deadline(GDPR, GDPR.event(EventId("refusal")), date(2026, 11, 2), FRANCE, extended=True)
    assert refused.value.rule == "extension_not_possible"


def test_an_extended_event_is_counted_from_receipt_in_one_step():
    found = event_deadline(GDPR, GDPR.event(EventId("reply")), date(2027, 1, 31), FRANCE, extended=True)
    assert (found.due, found.extended) == (date(2027, 4, 30), True)


# --- suspensions -----------------------------------------------------------------------------------------------------


def test_while_proof_is_awaited_there_is_no_due_date_but_a_prudent_one():
    found = reply(date(2026, 11, 2), asked(date(2026, 11, 4), None))
    assert found.due is None
    assert (found.nominal, found.prudent) == (date(2026, 12, 2), date(2026, 12, 2))
    assert rules(found)[-1] == "identity_open"


@pytest.mark.parametrize(
    ("late", "rule"),
    [({"prompt": False}, "identity_late"), ({"justified": False}, "identity_unjustified")],
)
def test_a_question_put_late_or_without_reason_changes_nothing(late, rule):
    found = reply(date(2026, 11, 2), asked(date(2026, 11, 4), date(2026, 11, 10), **late))
    assert found.due == date(2026, 12, 2)
    assert rule in rules(found)


def test_days_shared_by_two_questions_count_once():
    found = reply(
        date(2026, 11, 2),
        asked(date(2026, 11, 8), date(2026, 11, 15), kind="clarification"),
        asked(date(2026, 11, 4), date(2026, 11, 10)),
    )
    assert found.nominal == date(2026, 12, 13)  # 4 to 15 November: eleven days
    assert rules(found) == ["received", "months", "several_pause", "roll_sunday"]
    assert {"fr-2019-536:77", "edpb-access:159"} <= set(found.sources)


def test_questions_apart_from_each_other_add_up():
    found = reply(
        date(2026, 11, 2),
        asked(date(2026, 11, 4), date(2026, 11, 6)),
        asked(date(2026, 11, 9), date(2026, 11, 12), kind="clarification"),
    )
    assert found.nominal == date(2026, 12, 7)
    assert rules(found)[2:] == ["identity_pause", "clarification_pause"]


def test_two_full_rounds_on_neighbouring_days_are_two_suspensions():
    first, second = (
        asked(date(2026, 9, 15), date(2026, 9, 20)),
        asked(date(2026, 9, 21), date(2026, 9, 28)),
    )
    assert reply(date(2026, 9, 14), first, second).nominal == date(2026, 10, 26)


def test_a_poor_proof_without_a_second_question_lets_the_period_run_on():
    poor = asked(date(2026, 9, 15), date(2026, 9, 20), sufficient=False)
    assert reply(date(2026, 9, 14), poor).due == date(2026, 10, 19)


def test_a_question_never_answered_ends_with_the_answer_to_the_next_one():
    rounds = asked(date(2026, 9, 15), None), asked(date(2026, 9, 21), date(2026, 9, 28))
    assert reply(date(2026, 9, 14), *rounds).nominal == date(2026, 10, 27)


def test_an_open_question_outweighs_one_that_was_answered():
    found = reply(
        date(2026, 11, 2),
        asked(date(2026, 11, 4), date(2026, 11, 20)),
        asked(date(2026, 11, 10), None, kind="clarification"),
    )
    assert found.due is None
    assert rules(found)[-1] == "several_open"


def test_a_question_after_the_end_does_not_revive_the_period():
    found = reply(date(2026, 11, 2), asked(date(2026, 12, 3), None))
    assert found.due == date(2026, 12, 2)
    assert rules(found)[-1] == "identity_after_end"
    assert reply(date(2026, 11, 2), asked(date(2026, 12, 2), None)).due is None


def test_an_answer_on_the_day_of_the_question_costs_nothing():
    found = reply(date(2026, 11, 2), asked(date(2026, 11, 4), date(2026, 11, 4)))
    assert found.due == date(2026, 12, 2)
    assert rules(found) == ["received", "months"]


def test_a_question_before_the_receipt_is_refused():
    with pytest.raises(RuleBroken) as refused:
        reply(date(2026, 11, 2), asked(date(2026, 11, 1), None))
    assert refused.value.rule == "suspension_before_receipt"


def test_an_answer_before_its_question_is_refused():
    with pytest.raises(RuleBroken) as refused:
        reply(date(2026, 11, 2), asked(date(2026, 11, 4), date(2026, 11, 3)))
    assert refused.value.rule == "suspension_ends_before_it_starts"


def test_an_objection_to_marketing_is_not_delayed_by_asking_who_objects():
    marketing = GDPR.right(RightId("objection_marketing"))
    found = reply(date(2026, 11, 2), asked(date(2026, 11, 4), None), right=marketing)
    assert found.due == date(2026, 12, 2)
    assert rules(found)[-2:] == ["identity_not_allowed", "at_once"]


@pytest.mark.parametrize(
    ("day", "prompt"),
    [(date(2026, 11, 20), True), (date(2026, 11, 25), True), (date(2026, 11, 26), False)],
)
def test_a_question_is_prompt_within_three_working_days(day, prompt):
    assert asked_promptly(date(2026, 11, 20), day, FRANCE, GDPR.prompt_working_days) is prompt


# --- days, weeks, calendars, clocks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "end"),
    [
        (8, Unit.WEEKS, date(2027, 1, 18)),
        (14, Unit.WEEKS, date(2027, 3, 1)),
        (30, Unit.DAYS, date(2026, 12, 23)),
    ],
)
def test_weeks_end_on_the_same_weekday_and_days_are_counted_from_the_morrow(number, unit, end):
    found = deadline(replace(MONTH, number=number, unit=unit), date(2026, 11, 23), FRANCE)
    assert found.due == end
    assert found.trace[1].rule == unit.value


def test_a_period_that_does_not_roll_ends_on_its_day_and_stays_prudent():
    found = deadline(replace(MONTH, roll=False), date(2026, 11, 25), FRANCE)
    assert (found.due, found.prudent) == (date(2026, 12, 25), date(2026, 12, 24))


def test_without_a_calendar_only_weekends_are_passed_over():
    none = calendar(CalendarId("none"))
    assert deadline(MONTH, date(2026, 11, 25), none).due == date(2026, 12, 25)
    assert deadline(MONTH, date(2026, 11, 20), none).due == date(2026, 12, 21)
    assert not deadline(MONTH, date(2150, 11, 25), none).without_holidays


@pytest.mark.parametrize(
    ("received", "blind"),
    [
        (date(1989, 11, 15), True),
        (date(1990, 1, 15), False),
        (date(2100, 11, 15), False),
        (date(2100, 12, 15), True),
    ],
)
def test_outside_the_years_of_the_calendar_the_date_says_it_is_without_holidays(received, blind):
    found = deadline(MONTH, received, FRANCE)
    assert found.without_holidays is blind
    assert ("without_holidays" in rules(found)) is blind


def test_a_roll_out_of_the_known_years_is_seen():
    short = Calendar(id=CalendarId("short"), holidays=frozenset(), first_year=2020, last_year=2022)
    assert deadline(MONTH, date(2022, 11, 30), short).without_holidays is False
    assert deadline(MONTH, date(2022, 12, 1), short).without_holidays is True
    assert deadline(
        MONTH, date(2022, 11, 30), replace(short, holidays=frozenset({date(2022, 12, 30)}))
    ).without_holidays


def test_a_request_from_before_the_law_is_told_as_such():
    assert rules(reply(date(2018, 5, 24)))[-1] == "not_in_force"
    assert "not_in_force" not in rules(reply(date(2018, 5, 25)))


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize(
    "received", [date(2026, 2, 28), date(2026, 9, 25)]
)  # summer time begins, ends in the period
def test_neither_the_clock_nor_the_zone_nor_summer_time_moves_a_date(zone, received):
    expected = reply(received)
    with time_machine.travel("2031-03-30T01:59:00+00:00"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        assert reply(received) == expected
    time.tzset()
