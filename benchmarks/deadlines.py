"""Deadlines of very many requests, against the loop one writes with dateutil and holidays, which gives the same dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta

from benchmarks.measure import Row, Size, side_by_side
from dpo_desk.domain.deadlines import Suspension, reply_deadline
from dpo_desk.domain.ids import CalendarId, RegimeId, RightId
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime

Dates = tuple[date, date, date]

LAW = regime(RegimeId("eu-gdpr"))
ACCESS = LAW.right(RightId("access"))
FRANCE = calendar(CalendarId("FR"))
DAY, FIRST, YEARS = timedelta(days=1), date(2010, 1, 1), range(2010, 2042)
LATER = timedelta(days=2), timedelta(days=9)  # proof of identity: asked and received, after receipt
NOTICE = timedelta(days=20)  # of the extension


def rows(size: Size) -> Iterator[Row]:
    count = size.cases // 5
    received = [FIRST + DAY * (number % 11_000) for number in range(count)]
    off = holidays.country_holidays("FR", years=YEARS)
    for what, asks in (("a month", False), ("extended, with a proof of identity awaited for a week", True)):
        if [_ours(day, asks=asks) for day in received[:500]] != [
            _bare(day, off, asks=asks) for day in received[:500]
        ]:
            raise RuntimeError(f"{what}: the two ways do not agree")
        yield side_by_side(
            f"{count:,} deadlines, {what}",
            lambda asks=asks: [_ours(day, asks=asks) for day in received],  # type: ignore[misc]
            lambda asks=asks: [_bare(day, off, asks=asks) for day in received],  # type: ignore[misc]
            rounds=size.few,
            against="dateutil, holidays: a loop for the same dates",
        )


def _ours(received: date, *, asks: bool) -> Dates:
    asked: tuple[Suspension, ...] = ()
    if asks:
        question, answer = (received + after for after in LATER)
        proof = Suspension(kind="identity", asked=question, received=answer, prompt=True, justified=True)
        asked = (proof,)
    found = reply_deadline(
        LAW,
        ACCESS,
        received,
        FRANCE,
        extension_notice_sent=received + NOTICE if asks else None,
        suspensions=asked,
        trace=False,
    )
    if found.nominal is None or found.due is None or found.prudent is None:
        raise RuntimeError("a month has an end")
    return found.nominal, found.due, found.prudent


def _bare(received: date, off: holidays.HolidayBase, *, asks: bool) -> Dates:
    def working(day: date, step: int) -> date:
        while day.weekday() > 4 or day in off:
            day += DAY * step
        return day

    plain = received + relativedelta(months=1)
    nominal = plain
    if asks:
        asked, answered = (received + after for after in LATER)
        nominal += answered - asked
        if received + NOTICE <= working(nominal, 1):  # the notice went out in time
            plain = received + relativedelta(months=3)
            nominal = plain + (answered - asked)
    return nominal, working(nominal, 1), working(plain, -1)
