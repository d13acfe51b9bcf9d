"""Periods for all days of the years 1990 to 2100, against oracles that reckon in another way."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from dpo_desk.domain.deadlines import Suspension, add_months, deadline, reply_deadline
from dpo_desk.domain.ids import CalendarId, RegimeId, RightId
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime

GDPR = regime(RegimeId("eu-gdpr"))
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
    assert found.trace[-1].day == found.due or found.trace[-1].rule == "roll_past_holiday"


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
