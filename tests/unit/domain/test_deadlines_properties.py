"""Periods for all days of the years 1990 to 2100, against oracles that reckon in another way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from dpo_desk.domain.days import add_business_days
from dpo_desk.domain.deadlines import (
    Calendar,
    Suspension,
    add_months,
    deadline,
    moment_deadline,
    reply_deadline,
    with_holidays_out,
)
from dpo_desk.domain.ids import CalendarId, RegimeId, RightId
from dpo_desk.domain.law import Effect, Start
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime

GDPR = regime(RegimeId("eu-gdpr"))
UK, CCPA = regime(RegimeId("uk-gdpr")), regime(RegimeId("us-ca"))
BREACH = regime(RegimeId("breach")).period("notify_authority")
ACCESS = GDPR.right(RightId("access"))
FRANCE = calendar(CalendarId("FR"))
NONE = calendar(CalendarId("none"))
DAY = timedelta(days=1)

days = st.dates(date(1990, 1, 1), date(2100, 8, 31))
many = settings(max_examples=10_000, deadline=None)
some = settings(max_examples=1_000, deadline=None)


def by_walking(day: date, months: int) -> date:
    """Walks day by day: month by month to the wanted one, then to the date's number or to the month's last day."""
    walker = day
    for _ in range(months):
        here = walker.month
        while walker.month == here:
            walker += DAY
    while walker.day < day.day and (walker + DAY).month == walker.month:
        walker += DAY
    return walker


def french_easter(year: int) -> date:
    """Easter Sunday by the method of Gauss as completed by Lichtenberg."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    age = year % 19
    seed = (19 * age + moon) % 30
    correction = seed // 29 + (seed // 28 - seed // 29) * (age // 11)
    full = 21 + seed - correction
    sunday = 7 - (year + year // 4 + sun) % 7
    return date(year, 3, 1) + timedelta(days=full + 7 - (full - sunday) % 7 - 1)


def french_day_off(day: date) -> bool:
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    after_easter = (day - french_easter(day.year)).days
    return day.isoweekday() > 5 or (day.month, day.day) in fixed or after_easter in {1, 39, 50}


@many
@given(days, st.sampled_from([1, 3]))
def test_a_month_ends_where_walking_the_days_ends(received, months):
    assert add_months(received, months) == by_walking(received, months)


@many
@given(days, st.integers(-1200, 1200))
def test_months_agree_with_the_well_known_library(received, months):
    if 1 <= received.year + months // 12 <= 9998:
        assert add_months(received, months) == received + relativedelta(months=months)


@many
@given(days, st.sampled_from(["reply", "reply_extended"]))
def test_the_due_date_is_the_first_french_working_day_from_the_nominal_one(received, period):
    found = deadline(GDPR.period(period), received, FRANCE)
    nominal = by_walking(received, GDPR.period(period).number)
    due = nominal
    while french_day_off(due):
        due += DAY
    prudent = nominal
    while french_day_off(prudent):
        prudent -= DAY
    assert (found.nominal, found.due, found.prudent) == (nominal, due, prudent)
    assert [step.day for step in found.trace if step.day][-1] == due


@some
@given(days)
def test_the_extended_date_never_comes_from_a_chained_or_moved_one(received):
    first = reply_deadline(GDPR, ACCESS, received, FRANCE)
    longer = reply_deadline(GDPR, ACCESS, received, FRANCE, extension_notice_sent=first.due)
    late = reply_deadline(GDPR, ACCESS, received, FRANCE, extension_notice_sent=first.due + DAY)
    assert longer.extended
    assert longer.nominal == by_walking(received, 3)
    assert (late.extended, late.due) == (False, first.due)


@st.composite
def questions(draw):
    """A day of receipt and answered questions, all asked within the first month as it is without them."""
    received = draw(days)
    found = []
    for _ in range(draw(st.integers(0, 5))):
        asked = received + timedelta(days=draw(st.integers(0, 27)))
        answered = asked + timedelta(days=draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["identity", "clarification"]))
        found.append(Suspension(kind=kind, asked=asked, received=answered, prompt=True, justified=True))
    return received, found


@some
@given(questions())
def test_a_suspension_adds_each_day_of_waiting_once(example):
    received, suspensions = example
    waiting = {
        each.asked + DAY * ahead for each in suspensions for ahead in range((each.received - each.asked).days)
    }
    found = deadline(GDPR.period("reply"), received, NONE, suspensions)
    assert found.nominal == by_walking(received, 1) + DAY * len(waiting)
    assert found.prudent == deadline(GDPR.period("reply"), received, NONE).prudent


@some
@given(questions(), st.randoms())
def test_the_order_of_the_questions_does_not_matter(example, random):
    received, suspensions = example
    shuffled = random.sample(suspensions, len(suspensions))
    period = GDPR.period("reply")
    assert deadline(period, received, FRANCE, suspensions) == deadline(period, received, FRANCE, shuffled)


@some
@given(questions())
def test_due_is_never_before_nominal_and_prudent_never_after_either(example):
    received, suspensions = example
    found = deadline(GDPR.period("reply"), received, FRANCE, suspensions)
    assert found.prudent <= found.nominal <= found.due
    assert not french_day_off(found.due)
    assert not french_day_off(found.prudent)


# --- any days off ----------------------------------------------------------------------------------------------------


@st.composite
def places(draw):
    """A day of receipt and a calendar with any holidays and closed days within the months after it."""
    received = draw(days)
    soon = st.lists(st.integers(20, 140), max_size=12)
    holidays, closed = (frozenset(received + DAY * ahead for ahead in draw(soon)) for _ in range(2))
    place = Calendar(id=CalendarId("any"), holidays=holidays, first_year=1900, last_year=2200)
    return received, place.with_closed(closed)


def working_days(received: date, place: Calendar) -> list[date]:
    """All working days around a receipt, in order."""
    every = (received + DAY * ahead for ahead in range(-60, 260))
    off = place.holidays | place.closed
    return [day for day in every if day.isoweekday() not in (6, 7) and day not in off]


@some
@given(places(), st.sampled_from([period for period in (*GDPR.periods, *CCPA.periods) if period.number]))
def test_the_dates_are_neighbours_in_the_list_of_all_working_days(example, period):
    received, place = example
    found = deadline(period, received, place)
    working = working_days(received, place)
    rolled = working[bisect_left(working, found.nominal)]
    assert found.due == (rolled if period.roll else found.nominal)
    last = found.nominal - DAY if period.strict else found.nominal
    assert found.prudent == working[bisect_right(working, last) - 1]


@many
@given(days, st.integers(1, 60))
def test_business_days_are_those_a_week_has(received, count):
    walker, left = received, count
    while left:
        walker += DAY
        left -= walker.isoweekday() < 6
    assert add_business_days(received, count) == walker


@some
@given(places(), st.sampled_from(["confirmation", "opt_out"]))
def test_with_holidays_left_out_as_well_the_end_is_so_many_working_days_on(example, name):
    received, place = example
    period = CCPA.period(name)
    working = working_days(received, place)
    later = with_holidays_out(period, received, place)
    assert later == working[bisect_right(working, received) + period.number - 1]
    assert later >= deadline(period, received, place).due


# --- the effects of questions ----------------------------------------------------------------------------------------


@some
@given(questions(), st.sampled_from(Effect), st.sampled_from(Effect))
def test_the_end_follows_from_the_days_that_do_not_count(example, identity, clarification):
    received, suspensions = example
    period = replace(
        GDPR.period("reply"), identity=identity, clarification=clarification, start=Start.RELEVANT_TIME
    )
    effects = {"identity": identity, "clarification": clarification}
    starts = [each.received for each in suspensions if effects[each.kind] is Effect.STARTS]
    start = max([received, *starts])
    idle = set()
    for each in suspensions:
        last = {Effect.ADDS: each.received - DAY, Effect.ADDS_BOTH: each.received}.get(effects[each.kind])
        day = max(each.asked, start)
        while last is not None and day <= last:
            idle.add(day)
            day += DAY
    found = deadline(period, received, NONE, suspensions)
    assert found.nominal == by_walking(start, 1) + DAY * len(idle)
    assert found.prudent == deadline(period, start, NONE).prudent


@some
@given(questions(), st.sampled_from(["identity", "clarification"]))
def test_an_open_question_leaves_no_due_date_and_the_careful_one_as_it_was(example, kind):
    received, suspensions = example
    waiting = Suspension(kind=kind, asked=received, received=None, prompt=True, justified=True)
    others = [each for each in suspensions if each.kind != kind]
    found = deadline(GDPR.period("reply"), received, FRANCE, [waiting, *others])
    assert found.due is None
    assert found.prudent == deadline(GDPR.period("reply"), received, FRANCE).prudent


@some
@given(questions())
def test_what_is_not_prompt_or_not_justified_changes_no_date(example):
    received, suspensions = example
    idle = [replace(each, prompt=False) for each in suspensions]
    found = deadline(GDPR.period("reply"), received, FRANCE, idle, trace=False)
    assert found == deadline(GDPR.period("reply"), received, FRANCE, trace=False)


@some
@given(questions(), st.booleans())
def test_the_dates_do_not_depend_on_whether_the_steps_are_wanted(example, extended):
    received, suspensions = example
    for law, right in (
        (GDPR, ACCESS),
        (UK, UK.right(RightId("access"))),
        (CCPA, CCPA.right(RightId("ccpa_know"))),
    ):
        notice = received if extended else None
        told, bare = (
            reply_deadline(
                law,
                right,
                received,
                FRANCE,
                extension_notice_sent=notice,
                suspensions=suspensions,
                trace=trace,
            )
            for trace in (True, False)
        )
        assert replace(told, trace=()) == bare
        assert bare.trace == ()


# --- hours -----------------------------------------------------------------------------------------------------------

moments = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 8, 31), timezones=st.just(UTC), allow_imaginary=False
)
zones = st.sampled_from(["Europe/Paris", "Europe/London", "America/Los_Angeles", "Asia/Kolkata", "UTC"])


@some
@given(moments, zones)
def test_hours_run_from_the_next_full_hour_of_the_clock_on_the_wall(began, zone):
    place = ZoneInfo(zone)
    minute = began.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while minute.astimezone(place).minute:
        minute += timedelta(minutes=1)
    found = moment_deadline(BREACH, began, place)
    due, prudent = found.due.astimezone(UTC), found.prudent.astimezone(UTC)
    assert (due - minute, prudent - began) == (timedelta(hours=72), timedelta(hours=72))
    assert timedelta() < due - prudent <= timedelta(hours=1)
    assert found.nominal == found.due
