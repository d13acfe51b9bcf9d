"""Periods that are not counted as those of the Regulation: British, Californian, in hours, without any length."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dpo_desk.domain.deadlines import (
    Deadline,
    Suspension,
    acknowledgement_deadline,
    deadline,
    event_deadline,
    extension_notice_deadline,
    moment_deadline,
    reply_deadline,
    with_holidays_out,
)
from dpo_desk.domain.ids import CalendarId, EventId, RegimeId, RightId
from dpo_desk.domain.law import Effect, Start, Unit
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime

EU, UK, US, BREACH = (regime(RegimeId(name)) for name in ("eu-gdpr", "uk-gdpr", "us-ca", "breach"))
FRANCE, ENGLAND, CALIFORNIA, NONE = (calendar(CalendarId(name)) for name in ("FR", "GB-ENG", "US-CA", "none"))
HOURS = BREACH.period("notify_authority")
PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
NOVEMBER = [date(2026, 11, day) for day in range(1, 31)]


def asked(
    kind: str, day: int, answer: int | None, *, prompt=True, justified=True, sufficient=True
) -> Suspension:
    """A question put on a day of November 2026."""
    received = None if answer is None else NOVEMBER[answer - 1]
    return Suspension(
        kind=kind,
        asked=NOVEMBER[day - 1],
        received=received,
        prompt=prompt,
        justified=justified,
        sufficient=sufficient,
    )


def british(*questions: Suspension, received: int = 2, notice: date | None = None) -> Deadline:
    return reply_deadline(
        UK,
        UK.right(RightId("access")),
        NOVEMBER[received - 1],
        ENGLAND,
        extension_notice_sent=notice,
        suspensions=questions,
    )


def rules(found: Deadline) -> list[str]:
    return [step.rule for step in found.trace]


# --- the relevant time -----------------------------------------------------------------------------------------------


def test_a_british_month_starts_with_the_last_thing_that_was_asked_for():
    found = british(asked("identity", 3, 10), asked("fee", 3, 16))
    assert (found.nominal, found.due, found.prudent) == (date(2026, 12, 16),) * 3
    assert rules(found) == ["received", "identity_starts", "fee_starts", "months"]


def test_what_came_first_does_not_bring_the_start_back():
    assert british(asked("fee", 3, 16), asked("identity", 4, 5)).nominal == date(2026, 12, 16)


def test_while_it_is_awaited_a_british_month_has_not_started():
    found = british(asked("identity", 3, None))
    assert (found.nominal, found.due, found.prudent) == (date(2026, 12, 2), None, date(2026, 12, 2))
    assert rules(found)[1] == "identity_starts_open"


@pytest.mark.parametrize(("flaw", "rule"), [("prompt", "late"), ("justified", "unjustified")])
def test_a_question_put_late_or_without_reason_does_not_start_it_anew(flaw, rule):
    found = british(asked("identity", 3, 10, **{flaw: False}))
    assert found.due == date(2026, 12, 2)
    assert f"identity_{rule}" in rules(found)


def test_proof_asked_for_when_the_month_was_over_starts_nothing():
    late = Suspension(
        kind="identity", asked=date(2026, 12, 3), received=date(2026, 12, 9), prompt=True, justified=True
    )
    found = british(late)
    assert found.due == date(2026, 12, 2)
    assert rules(found)[-1] == "identity_after_end"


def test_a_second_proof_after_a_poor_one_starts_the_month():
    poor = asked("identity", 3, 5, sufficient=False)
    assert british(poor, asked("identity", 6, 12)).nominal == date(2026, 12, 12)


def test_a_british_extension_runs_from_the_relevant_time():
    found = british(asked("identity", 3, 10), notice=date(2026, 12, 10))
    assert (found.extended, found.due) == (True, date(2027, 2, 10))
    assert not british(asked("identity", 3, 10), notice=date(2026, 12, 11)).extended


# --- the clock stops -------------------------------------------------------------------------------------------------


def test_a_clarification_stops_the_british_clock_on_both_days():
    found = british(asked("clarification", 10, 17))
    assert (found.nominal, found.prudent) == (date(2026, 12, 10), date(2026, 12, 2))
    assert rules(found)[-1] == "clarification_stop"
    assert found.trace[-1].params["count"] == 8


def test_a_clarification_answered_at_once_still_costs_that_day():
    assert british(asked("clarification", 10, 10)).nominal == date(2026, 12, 3)


def test_before_the_relevant_time_no_clock_can_stop():
    found = british(asked("identity", 3, 10), asked("clarification", 4, 6))
    assert found.nominal == date(2026, 12, 10)
    assert rules(found)[-1] == "clarification_before_start"


def test_a_clarification_across_the_relevant_time_counts_from_then_on():
    found = british(asked("identity", 3, 10), asked("clarification", 4, 12))
    assert found.nominal == date(2026, 12, 13)  # 10, 11 and 12 November


def test_under_the_older_british_law_a_clarification_adds_the_days_between():
    older = regime(RegimeId("uk-gdpr"), date(2025, 11, 3))
    question = Suspension(
        kind="clarification",
        asked=date(2025, 11, 10),
        received=date(2025, 11, 17),
        prompt=True,
        justified=True,
    )
    found = reply_deadline(
        older, older.right(RightId("access")), date(2025, 11, 3), ENGLAND, suspensions=[question]
    )
    assert found.nominal == date(2025, 12, 10)


def test_the_newest_law_says_that_it_was_not_there_yet():
    found = reply_deadline(UK, UK.right(RightId("access")), date(2026, 2, 4), ENGLAND)
    assert rules(found)[-1] == "not_in_force"
    assert rules(found).count("not_in_force") == 1
    complaint = UK.right(RightId("complaint"))
    assert "not_in_force" in rules(acknowledgement_deadline(UK, complaint, date(2026, 6, 18), ENGLAND))
    assert "not_in_force" not in rules(acknowledgement_deadline(UK, complaint, date(2026, 6, 19), ENGLAND))


def test_a_british_complaint_is_acknowledged_in_thirty_days_and_answered_without_a_date():
    complaint = UK.right(RightId("complaint"))
    answer = reply_deadline(UK, complaint, date(2026, 11, 20), ENGLAND)
    assert (answer.nominal, answer.due, answer.prudent) == (None, None, None)
    assert acknowledgement_deadline(UK, complaint, date(2026, 11, 20), ENGLAND).due == date(2026, 12, 20)


# --- two open questions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["identity", "clarification", "fee"])
def test_one_kind_of_question_is_open_once(kind):
    with pytest.raises(RuleBroken) as refused:
        british(asked(kind, 3, None), asked(kind, 5, None))
    assert refused.value.rule == "two_open_suspensions"


def test_open_questions_of_two_kinds_stand_beside_each_other():
    assert british(asked("clarification", 3, None), asked("identity", 3, None)).due is None


# --- California ------------------------------------------------------------------------------------------------------


def californian(name: str, received: date, *questions: Suspension, notice: date | None = None) -> Deadline:
    right = US.right(RightId(name))
    return reply_deadline(
        US, right, received, CALIFORNIA, extension_notice_sent=notice, suspensions=questions
    )


def test_no_question_makes_a_californian_period_wait():
    found = californian("ccpa_know", NOVEMBER[1], asked("identity", 3, None), asked("fee", 3, 9))
    assert found.due == date(2026, 12, 17)
    assert {"identity_no_effect", "fee_no_effect"} <= set(rules(found))


def test_an_opt_out_needs_no_proof_and_has_no_extension():
    found = californian("ccpa_opt_out", NOVEMBER[1], asked("identity", 3, None), notice=NOVEMBER[3])
    assert (found.due, found.extended) == (date(2026, 11, 23), False)
    assert {"identity_not_allowed", "extension_not_possible"} <= set(rules(found))


def test_a_californian_notice_goes_out_within_the_forty_five_days():
    received, last = NOVEMBER[1], date(2026, 12, 17)
    know = US.right(RightId("ccpa_know"))
    assert extension_notice_deadline(US, know, received, CALIFORNIA).due == last
    assert californian("ccpa_know", received, notice=last).due == date(2027, 1, 31)
    assert californian("ccpa_know", received, notice=last + DAY).due == last


def test_the_day_of_receipt_counts_for_the_prudent_date_only():
    found = californian("ccpa_delete", NOVEMBER[1])
    assert (found.due, found.prudent) == (date(2026, 12, 17), date(2026, 12, 16))
    assert "strict" in rules(found)


def test_californian_holidays_are_information():
    received = date(2026, 11, 21)
    confirmation = US.period("confirmation")
    found = acknowledgement_deadline(US, US.right(RightId("ccpa_know")), received, CALIFORNIA)
    assert found.due == date(2026, 12, 4)
    assert with_holidays_out(confirmation, received, CALIFORNIA) == date(2026, 12, 8)
    assert [step.params["day"] for step in found.trace if step.rule == "holidays_out"] == [date(2026, 12, 8)]
    assert "holidays_out" not in rules(deadline(confirmation, received, NONE))


def test_where_the_law_demands_no_acknowledgement_there_is_none():
    with pytest.raises(NotFound):
        acknowledgement_deadline(EU, EU.right(RightId("access")), NOVEMBER[1], FRANCE)


def test_where_nothing_can_be_extended_there_is_no_notice():
    with pytest.raises(NotFound):
        extension_notice_deadline(US, US.right(RightId("ccpa_limit")), NOVEMBER[1], CALIFORNIA)


# --- the extension notice --------------------------------------------------------------------------------------------


def test_a_pause_moves_the_last_day_of_the_notice_but_not_the_careful_one():
    access = EU.right(RightId("access"))
    found = extension_notice_deadline(EU, access, NOVEMBER[1], FRANCE, suspensions=[asked("identity", 4, 10)])
    assert (found.due, found.prudent) == (date(2026, 12, 8), date(2026, 12, 2))


@pytest.mark.parametrize(("months", "last"), [(1, date(2026, 12, 2)), (2, date(2027, 1, 4))])
def test_a_notice_has_the_period_its_law_gives_it_not_that_of_the_answer(months, last):
    periods = (replace(EU.period("extension_notice"), number=months), EU.period("reply_extended"))
    law = replace(EU, periods=(*periods, replace(EU.period("reply"), number=4 - months)))
    access = law.right(RightId("access"))
    in_time, late = (
        reply_deadline(law, access, NOVEMBER[1], FRANCE, extension_notice_sent=sent)
        for sent in (last, last + DAY)
    )
    assert in_time.extended
    assert not late.extended
    assert late.trace[-1].params == {"sent": last + DAY, "limit": last}


# --- no period -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trace", [True, False])
@pytest.mark.parametrize(
    ("of", "event"), [(EU, "recipients"), (EU, "stop_marketing"), (BREACH, "tell_persons")]
)
def test_without_undue_delay_is_no_date(of, event, trace):
    found = event_deadline(of, of.event(EventId(event)), NOVEMBER[19], FRANCE, trace=trace)
    assert (found.nominal, found.due, found.prudent, found.without_holidays) == (None, None, None, False)
    assert bool(found.trace) is trace


def test_a_consultation_waits_for_what_the_authority_asked():
    waiting = Suspension(
        kind="clarification",
        asked=date(2026, 12, 1),
        received=date(2026, 12, 11),
        prompt=True,
        justified=True,
    )
    found = event_deadline(
        EU, EU.event(EventId("consultation")), date(2026, 11, 23), FRANCE, suspensions=[waiting]
    )
    assert found.nominal == date(2027, 1, 28)
    assert "gdpr:36(2)" in found.sources
    assert "edpb-access:159" not in found.sources


# --- closed days -----------------------------------------------------------------------------------------------------


def test_a_closed_day_counts_as_a_day_off_and_stays_known_as_the_users_own():
    own = FRANCE.with_closed([date(2026, 12, 16)])
    found = deadline(EU.period("reply"), NOVEMBER[15], own)
    assert (found.due, found.prudent) == (date(2026, 12, 17), date(2026, 12, 15))
    assert rules(found)[-1] == "roll_closed"
    assert own.holidays == FRANCE.holidays
    assert FRANCE.closed == frozenset()


def test_closed_days_add_up():
    one, other = date(2026, 12, 16), date(2026, 12, 17)
    assert FRANCE.with_closed([one]).with_closed([other]).closed == {one, other}


# --- hours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began", "due"),
    [
        (
            "2026-11-20T16:00:00+01:00",
            "2026-11-23T17:00:00+01:00",
        ),  # it became known in the hour that begins then
        ("2026-11-20T16:00:01+01:00", "2026-11-23T17:00:00+01:00"),
        ("2026-11-20T16:59:59.999999+01:00", "2026-11-23T17:00:00+01:00"),
        ("2026-03-28T12:30:00+01:00", "2026-03-31T14:00:00+02:00"),  # one hour of the clock is skipped
        ("2026-10-24T12:30:00+02:00", "2026-10-27T12:00:00+01:00"),  # one comes twice
        ("2026-10-25T02:30:00+02:00", "2026-10-28T02:00:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-28T03:00:00+01:00"),
    ],
)
def test_seventy_two_hours_pass_from_the_end_of_the_hour_it_began_in(began, due):
    at, expected = datetime.fromisoformat(began), datetime.fromisoformat(due)
    found = moment_deadline(HOURS, at, PARIS)
    assert found.due == expected
    assert found.due.isoformat() == due
    assert found.prudent - at == timedelta(hours=72)


def test_the_two_hours_of_a_clock_set_back_are_told_apart_by_fold():
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=fold) for fold in (0, 1))
    assert moment_deadline(HOURS, second).due - moment_deadline(HOURS, first).due == timedelta(hours=1)


def test_the_moments_are_told_in_the_zone_asked_for_or_in_that_of_the_beginning():
    at = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert moment_deadline(HOURS, at).due.isoformat() == "2026-11-23T16:00:00+00:00"
    assert moment_deadline(HOURS, at, PARIS).due.isoformat() == "2026-11-23T17:00:00+01:00"
    assert moment_deadline(HOURS, at).due == moment_deadline(HOURS, at, PARIS).due


def test_a_full_hour_is_that_of_the_zone():
    india = timezone(timedelta(hours=5, minutes=30))
    assert moment_deadline(HOURS, datetime(2026, 11, 20, 9, 10, tzinfo=india)).due.minute == 0


def test_a_period_in_hours_needs_a_moment_with_its_zone_and_a_moment_a_period_in_hours():
    with pytest.raises(ValueError, match="zone"):
        moment_deadline(HOURS, datetime(2026, 11, 20, 16, 30))
    with pytest.raises(ValueError, match="hours"):
        moment_deadline(EU.period("reply"), datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    with pytest.raises(ValueError, match="moment"):
        deadline(HOURS, NOVEMBER[19], FRANCE)


def test_a_moment_is_traced_or_not_and_told_when_the_law_was_not_there():
    at = datetime(2018, 5, 24, 12, 17, tzinfo=PARIS)
    assert moment_deadline(HOURS, at, trace=False).trace == ()
    assert moment_deadline(HOURS, at).trace[-1].rule == "not_in_force"
    assert moment_deadline(HOURS, at + DAY).trace[-1].rule != "not_in_force"


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_hours_do_not_depend_on_the_clock_or_zone_of_the_computer(zone):
    at = datetime(2026, 10, 24, 10, 20, tzinfo=PARIS)
    expected = moment_deadline(HOURS, at)
    with time_machine.travel("2031-03-30T01:59:00+00:00"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        found = moment_deadline(HOURS, at)
    time.tzset()
    assert found == expected
    assert found.due.isoformat() == "2026-10-27T10:00:00+01:00"


# --- a law nobody has written yet ------------------------------------------------------------------------------------


def test_any_question_can_have_any_effect():
    reply = replace(UK.period("reply"), start=Start.RELEVANT_TIME)
    ends = {}
    for effect in Effect:
        period = replace(reply, identity=Effect.NONE, clarification=Effect.NONE, fee=effect)
        ends[effect] = deadline(period, NOVEMBER[1], ENGLAND, [asked("fee", 3, 10)]).nominal
    assert ends == {
        Effect.NONE: date(2026, 12, 2),
        Effect.ADDS: date(2026, 12, 9),
        Effect.ADDS_BOTH: date(2026, 12, 10),
        Effect.STARTS: date(2026, 12, 10),
    }


def test_questions_that_add_in_different_ways_share_their_days_once():
    period = replace(EU.period("reply"), clarification=Effect.ADDS_BOTH)
    found = deadline(period, NOVEMBER[1], NONE, [asked("identity", 3, 10), asked("clarification", 6, 10)])
    assert found.nominal == date(2026, 12, 10)  # 3 to 10 November, both of them
    assert rules(found)[2] == "several_stop"


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit not in (Unit.HOURS, Unit.NONE)])
def test_each_unit_ends_on_a_day_after_its_start(unit):
    found = deadline(replace(EU.period("reply"), unit=unit, number=3), NOVEMBER[1], FRANCE)
    assert (
        found.nominal
        == {
            Unit.DAYS: date(2026, 11, 5),
            Unit.BUSINESS_DAYS: date(2026, 11, 5),
            Unit.WEEKS: date(2026, 11, 23),
            Unit.MONTHS: date(2027, 2, 2),
        }[unit]
    )
