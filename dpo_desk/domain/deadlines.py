"""
When something is due: calendar arithmetic on days, with every step on record.

Pure functions of days and moments; a moment of arrival has become a day in the controller's time zone before it comes
here. The periods and the provisions behind them are data (``domain.law``); public holidays come as a set of days.
A kind of counting the engine lacks is one more function in ``ENDS``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.law import Citation, Effect, Event, Period, Regime, Right, Unit
from dpo_desk.errors import RuleBroken

SuspensionKind = Literal["identity", "clarification", "fee"]

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """
    The days off of a place: its public holidays for the years it knows, both ends included, and days closed by choice.

    Saturdays and Sundays need no list.
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
        """Whether it is neither Saturday nor Sunday, nor a public holiday, nor closed."""
        return day.weekday() < _SATURDAY and day not in self.holidays and day not in self.closed

    def with_closed(self, days: Iterable[date]) -> Calendar:
        """The same calendar with these days closed as well."""
        return replace(self, closed=self.closed.union(days))


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """
    A question to the person that may make the period stand still, or begin anew.

    ``received`` is the day the answer came, None while it is awaited; an answer that is not ``sufficient`` leaves the
    period standing if the question is put again. Only questions asked promptly and with good reason count.
    """

    kind: SuspensionKind
    asked: date
    received: date | None
    prompt: bool
    justified: bool
    sufficient: bool = True


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a calculation: ``rule`` is a wording key below ``law.step``, ``params`` fill its placeholders."""

    rule: str
    params: Mapping[str, date | datetime | int] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[Citation, ...] = ()
    day: date | None = None  # the end of the period after this step


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """
    The dates of one period.

    ``nominal`` is the end by the calendar, suspensions included; ``due`` the last day in time, None while the period
    stands still; ``prudent`` the last working day in time even if no suspension and no day off counted. All three are
    None where the law sets no period.
    """

    nominal: date | None
    due: date | None
    prudent: date | None
    trace: tuple[Step, ...]
    without_holidays: bool  # a date lies outside the years the calendar knows
    extended: bool = False

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The provisions of the trace, each once, in order."""
        return _sources(self.trace)


@dataclass(frozen=True, kw_only=True)
class MomentDeadline:
    """The moments of a period in hours, in the zone of the moment it began with; ``prudent`` counts every minute."""

    nominal: datetime
    due: datetime
    prudent: datetime
    trace: tuple[Step, ...]

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The provisions of the trace, each once, in order."""
        return _sources(self.trace)


# --- days ------------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same date a number of months on; the month's last day where that date does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_business_days(day: date, count: int) -> date:
    """The last of so many days from Monday to Friday after the day; holidays are not left out."""
    weeks, rest = divmod(count, _SATURDAY)
    friday = day if day.weekday() < _SATURDAY else day - (day.weekday() - 4) * _DAY
    end = friday + weeks * timedelta(days=7)
    ahead = end.weekday() + rest
    return end + (rest + (2 if ahead > 4 else 0)) * _DAY


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself or the first working day after it."""
    while not calendar.works(day):
        day += _DAY
    return day


def previous_working_day(day: date, calendar: Calendar) -> date:
    """The day itself or the last working day before it."""
    while not calendar.works(day):
        day -= _DAY
    return day


def asked_promptly(received: date, asked: date, calendar: Calendar, working_days: int) -> bool:
    """Whether a question was put within so many working days after the day of receipt."""
    last = received
    for _ in range(working_days):
        last = next_working_day(last + _DAY, calendar)
    return asked <= last


ENDS: Mapping[Unit, Callable[[date, int], date]] = MappingProxyType({
    Unit.DAYS: lambda day, number: day + number * _DAY,
    Unit.BUSINESS_DAYS: add_business_days,
    Unit.WEEKS: lambda day, number: day + number * 7 * _DAY,
    Unit.MONTHS: add_months,
})  # fmt: skip
"""The last day of so many units after a day, which is not itself counted."""


# --- periods ---------------------------------------------------------------------------------------------------------


def deadline(
    period: Period,
    received: date,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    *,
    trace: bool = True,
) -> Deadline:
    """
    The dates of a period that began with a receipt.

    Args:
        period: What is counted, in whole days or longer, and by which provisions.
        received: The day of receipt in the controller's time zone; it is not itself counted.
        calendar: The days off of the place where the controller acts.
        suspensions: Questions to the person, in any order.
        trace: Whether the steps are told; without them it is quicker.

    Raises:
        RuleBroken: ``suspension_before_receipt``, ``suspension_ends_before_it_starts``, ``two_open_suspensions``.
        ValueError: A period in hours begins with a moment (``moment_deadline``); a bug.

    Source:
        Regulation (EEC, Euratom) No 1182/71 Art. 3 for the periods of EU law. That a suspension adds the days
        between question and answer is a model: no authority prints a formula.
    """
    told = _Trace(on=trace)
    told.step("received", day=received, at=received)
    if period.unit is Unit.NONE:
        told.step("no_period", sources=period.articles)
        return Deadline(nominal=None, due=None, prudent=None, trace=told.steps, without_holidays=False)
    if period.unit is Unit.HOURS:
        raise ValueError("hours are counted from a moment")
    counted = _sorted_out(received, suspensions, told)
    begun, waits = _relevant_time(period, received, counted, told)
    plain = ENDS[period.unit](begun, period.number)
    if trace:
        _tell_length(period, begun, plain, told)
        if (
            period.unit is Unit.BUSINESS_DAYS
            and (later := with_holidays_out(period, begun, calendar)) != plain
        ):
            told.step("holidays_out", day=later)
    nominal, still = _stand_still(period, plain, calendar, counted, told)
    due = None if still or waits else next_working_day(nominal, calendar) if period.roll else nominal
    if due and due != nominal and trace:
        _tell_roll(period, nominal, due, calendar, told)
    prudent = previous_working_day(plain - _DAY if period.strict else plain, calendar)
    blind = not all(calendar.knows(day) for day in (plain, nominal, due or nominal, prudent))
    if blind:
        told.step("without_holidays", at=due, first=calendar.first_year, last=calendar.last_year)
    return Deadline(nominal=nominal, due=due, prudent=prudent, trace=told.steps, without_holidays=blind)


def moment_deadline(period: Period, began_at: datetime) -> MomentDeadline:
    """
    The moments of a period in hours: from the next full hour, in hours that really pass.

    Args:
        period: What is counted.
        began_at: The aware moment it began with; its zone is that of the answer, its ``fold`` tells the two hours
            apart that a clock set back repeats.

    Raises:
        ValueError: The moment has no zone, or the period is not one in hours; a bug.

    Source:
        Regulation (EEC, Euratom) No 1182/71 Art. 3(1), 3(2)(a). Art. 3(4) does not move a period in hours; Art. 3(5)
        is never used to gain time.
    """
    if period.unit is not Unit.HOURS or began_at.tzinfo is None:
        raise ValueError("a moment with its zone, and a period in hours")
    began, length = began_at.astimezone(UTC), period.number * _HOUR
    first = began.replace(minute=0, second=0, microsecond=0)
    first += _HOUR if first < began else timedelta()
    zone = began_at.tzinfo
    due, prudent = (first + length).astimezone(zone), (began + length).astimezone(zone)
    told = _Trace(on=True)
    told.step("aware", moment=began_at)
    told.step("hour_not_counted", sources=period.counting.length, moment=first.astimezone(zone))
    told.step("hours", sources=period.articles, count=period.number, moment=due)
    told.step("hours_run_on", sources=period.counting.length)
    return MomentDeadline(nominal=due, due=due, prudent=prudent, trace=told.steps)


def reply_deadline(
    regime: Regime,
    right: Right,
    received: date,
    calendar: Calendar,
    *,
    extension_notice_sent: date | None = None,
    suspensions: Iterable[Suspension] = (),
    trace: bool = True,
) -> Deadline:
    """
    The dates of the answer to a request.

    Without an extension notice, or with one sent too late, those of the first period, whose due date is also the last
    day for the notice; otherwise those of the extended period, counted from its start in one step. There is one
    notice at most, so nothing is ever extended twice. Identity questions do not count for a right that needs no proof.

    Raises:
        RuleBroken: ``extension_before_receipt``, ``suspension_before_receipt``,
            ``suspension_ends_before_it_starts``, ``two_open_suspensions``.

    Source:
        GDPR Art. 12(3), 12(4), 12(6); UK GDPR Art. 12A; 11 CCR 7021.
    """
    counted = tuple(suspensions)
    notes = _Trace(on=trace)
    if not regime.in_force(received):
        notes.step("not_in_force")
    if not right.identity_may_be_asked:
        for each in counted:
            if each.kind == "identity":
                notes.step("identity_not_allowed", asked=each.asked)
        counted = tuple(each for each in counted if each.kind != "identity")
    if right.at_once:
        notes.step("at_once")
    if right.promise:
        notes.step("promise")
    found = deadline(regime.period(right.reply), received, calendar, counted, trace=trace)
    if extension_notice_sent is not None:
        longer = regime.period(right.extended) if right.extended else None
        found = _extended(found, longer, received, calendar, counted, extension_notice_sent, trace=trace)
    return replace(found, trace=(*found.trace, *notes.steps)) if notes.steps else found


def acknowledgement_deadline(
    regime: Regime, right: Right, received: date, calendar: Calendar, *, trace: bool = True
) -> Deadline:
    """
    The dates of an acknowledgement the law asks for.

    Raises:
        NotFound: The law asks for none (``right.acknowledge`` is empty).

    Source:
        11 CCR 7021(a); Data Protection Act 2018 (UK) s. 164A.
    """
    return deadline(regime.period(right.acknowledge), received, calendar, trace=trace)


def event_deadline(
    regime: Regime,
    event: Event,
    received: date,
    calendar: Calendar,
    *,
    extended: bool = False,
    suspensions: Iterable[Suspension] = (),
) -> Deadline:
    """
    The dates of an event outside any case; ``extended`` takes a timely notice for granted.

    Raises:
        RuleBroken: ``extension_not_possible``, ``suspension_before_receipt``, ``suspension_ends_before_it_starts``,
            ``two_open_suspensions``.
    """
    if extended and not event.extended:
        raise RuleBroken("extension_not_possible")
    period = regime.period(event.extended if extended else event.period)
    found = deadline(period, received, calendar, suspensions)
    late = () if regime.in_force(received) else (Step(rule="not_in_force"),)
    return replace(found, trace=(*found.trace, *late), extended=extended)


def with_holidays_out(period: Period, received: date, calendar: Calendar) -> date:
    """
    The day on which a period in business days would end if public holidays were left out as well.

    It is later than the due date or the same; to be told, never to be relied on.
    """
    day = received
    for _ in range(period.number):
        day = next_working_day(day + _DAY, calendar)
    return day


def _extended(
    first: Deadline,
    longer: Period | None,
    received: date,
    calendar: Calendar,
    suspensions: Sequence[Suspension],
    sent: date,
    *,
    trace: bool,
) -> Deadline:
    if sent < received:
        raise RuleBroken("extension_before_receipt", "12(3)")
    told = _Trace(on=trace)
    if longer is None:
        told.step("extension_not_possible", sent=sent)
        return replace(first, trace=(*first.trace, *told.steps))
    # While the period stands still it has not ended, so a notice is in time.
    if first.due is not None and sent > first.due:
        told.step("extension_late", sent=sent, limit=first.due)
        return replace(first, trace=(*first.trace, *told.steps))
    found = deadline(longer, received, calendar, suspensions, trace=trace)
    told.step("extension", sent=sent)
    return replace(found, trace=(*found.trace[:1], *told.steps, *found.trace[1:]), extended=True)


# --- what is told ----------------------------------------------------------------------------------------------------


class _Trace:
    """The steps as they are told; nothing is kept when it is off."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._steps: list[Step] = []

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    def step(
        self,
        rule: str,
        *,
        sources: tuple[Citation, ...] = (),
        at: date | None = None,
        **params: date | datetime | int,
    ) -> None:
        if self._on:
            self._steps.append(Step(rule=rule, params=MappingProxyType(params), sources=sources, day=at))


def _sources(trace: Iterable[Step]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(source for step in trace for source in step.sources))


def _tell_length(period: Period, begun: date, end: date, told: _Trace) -> None:
    sources = (*period.articles, *period.counting.length)
    if period.unit is Unit.MONTHS and end.day != begun.day:
        missing = {"missing": begun.day, "month": end.month}
        told.step("months_clamped", sources=sources, at=end, count=period.number, day=end, **missing)
    else:
        told.step(period.unit.value, sources=sources, at=end, count=period.number, day=end)
    if period.strict:
        told.step("strict", day=end - _DAY)


def _tell_roll(period: Period, nominal: date, due: date, calendar: Calendar, told: _Trace) -> None:
    why = {_SATURDAY: "saturday", _SUNDAY: "sunday"}.get(nominal.weekday(), _off(nominal, calendar))
    told.step(f"roll_{why}", sources=period.counting.roll, at=due, day=nominal, due=due)
    for ahead in range(1, (due - nominal).days):
        day = nominal + ahead * _DAY
        if day.weekday() < _SATURDAY:
            told.step(f"roll_past_{_off(day, calendar)}", day=day)


def _off(day: date, calendar: Calendar) -> str:
    return "holiday" if day in calendar.holidays else "closed"


# --- standing still --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Pause:
    """Days on which the period does not run: from a question to its answer, or without end so far."""

    kind: str  # identity, clarification, fee, or both
    asked: date
    received: date | None
    inclusive: bool


def _relevant_time(
    period: Period, received: date, counted: Sequence[Suspension], told: _Trace
) -> tuple[date, bool]:
    """The day the period begins with, and whether what it begins with is still awaited."""
    begun, waits = received, False
    for pause in _rounds(counted, period):
        if _effect(period, pause.kind) is not Effect.STARTS:
            continue
        sources = _pause_sources(period, pause.kind)
        if pause.received is None:
            waits = True
            told.step(f"{pause.kind}_starts_open", sources=sources, asked=pause.asked)
        elif pause.received > begun:
            begun = pause.received
            told.step(f"{pause.kind}_starts", sources=sources, at=begun, asked=pause.asked, day=begun)
    return begun, waits


def _stand_still(
    period: Period, plain: date, calendar: Calendar, counted: Sequence[Suspension], told: _Trace
) -> tuple[date, bool]:
    """The end of the period with its pauses, and whether it stands still now."""
    end = plain
    pauses = [
        pause
        for pause in _rounds(counted, period)
        if _effect(period, pause.kind) in (Effect.ADDS, Effect.ADDS_BOTH)
    ]
    for pause in _merged(pauses):
        if pause.asked > (next_working_day(end, calendar) if period.roll else end):
            told.step(f"{pause.kind}_after_end", asked=pause.asked)  # what has ended cannot stand still
            continue
        sources = _pause_sources(period, pause.kind)
        if pause.received is None:
            told.step(f"{pause.kind}_open", sources=sources, asked=pause.asked)
            return end, True
        days = (pause.received - pause.asked).days + pause.inclusive
        end += days * _DAY
        if days:
            rule = f"{pause.kind}_stop" if pause.inclusive else f"{pause.kind}_pause"
            facts: dict[str, date | datetime | int] = {"asked": pause.asked, "received": pause.received}
            told.step(rule, sources=sources, at=end, count=days, day=end, **facts)
    return end, False


def _sorted_out(received: date, suspensions: Iterable[Suspension], told: _Trace) -> list[Suspension]:
    """The suspensions that count, earliest first; a step for each that does not."""
    counted: list[Suspension] = []
    waiting: set[SuspensionKind] = set()
    for each in sorted(suspensions, key=lambda each: (each.asked, each.received or date.max)):
        if each.asked < received:
            raise RuleBroken("suspension_before_receipt", asked=each.asked)
        if each.received is not None and each.received < each.asked:
            raise RuleBroken("suspension_ends_before_it_starts", asked=each.asked, received=each.received)
        if each.received is None and each.kind in waiting:
            raise RuleBroken("two_open_suspensions", asked=each.asked)
        if each.received is None:
            waiting.add(each.kind)
        if not each.prompt:
            told.step(f"{each.kind}_late", asked=each.asked)
        elif not each.justified:
            told.step(f"{each.kind}_unjustified", asked=each.asked)
        else:
            counted.append(each)
    return counted


def _rounds(suspensions: Iterable[Suspension], period: Period) -> list[_Pause]:
    """One pause per exchange: a question put again after no answer or a poor one goes on with the pause before it."""
    pauses: dict[SuspensionKind, list[_Pause]] = {}
    unsettled: set[SuspensionKind] = set()
    for each in suspensions:
        of_kind = pauses.setdefault(each.kind, [])
        if each.kind in unsettled:
            of_kind[-1] = replace(of_kind[-1], received=each.received)
        else:
            inclusive = _effect(period, each.kind) is Effect.ADDS_BOTH
            of_kind.append(
                _Pause(kind=each.kind, asked=each.asked, received=each.received, inclusive=inclusive)
            )
        settled = each.sufficient and each.received is not None
        unsettled = unsettled - {each.kind} if settled else unsettled | {each.kind}
    return [pause for of_kind in pauses.values() for pause in of_kind]


def _merged(pauses: Iterable[_Pause]) -> list[_Pause]:
    """Pauses that share days made one, earliest first; no day counts twice."""
    merged: list[_Pause] = []
    for pause in sorted(pauses, key=lambda pause: (pause.asked, pause.received or date.max)):
        last = merged[-1] if merged else None
        if last is None or (last.received is not None and pause.asked > last.received):
            merged.append(pause)
            continue
        ends = (last.received, pause.received)
        end = None if None in ends else max(day for day in ends if day is not None)
        kind = last.kind if last.kind == pause.kind else "both"
        inclusive = last.inclusive or pause.inclusive
        merged[-1] = _Pause(kind=kind, asked=last.asked, received=end, inclusive=inclusive)
    return merged


def _effect(period: Period, kind: str) -> Effect:
    return {"identity": period.identity, "clarification": period.clarification, "fee": period.fee}[kind]


def _pause_sources(period: Period, kind: str) -> tuple[Citation, ...]:
    counting = period.counting
    own = {"identity": counting.identity, "clarification": counting.clarification, "fee": counting.fee}
    every = dict.fromkeys((*counting.identity, *counting.clarification))
    return own.get(kind, tuple(every))
