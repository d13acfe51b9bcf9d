"""
When something is due: calendar arithmetic on days and hours, with every step on record.

Pure functions of days; a moment of arrival has become a day in the controller's time zone before it comes here. Only
periods in hours are counted from a moment. The periods and the provisions behind them are data (``domain.law``); public
holidays come as a set of days. ``trace=False`` leaves the steps out where only the dates are wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from dpo_desk.domain.days import (
    DAY,
    SATURDAY,
    SUNDAY,
    Calendar,
    add_months,
    add_working_days,
    next_working_day,
    previous_working_day,
)
from dpo_desk.domain.law import Citation, Event, Period, Regime, Right, Start, Unit
from dpo_desk.domain.standstill import (
    Course,
    Note,
    Suspension,
    SuspensionKind,
    asked_promptly,
    course_of,
    end_of,
)
from dpo_desk.errors import RuleBroken

__all__ = [
    "Calendar",
    "Deadline",
    "MomentDeadline",
    "Step",
    "Suspension",
    "SuspensionKind",
    "acknowledgement_deadline",
    "add_months",
    "asked_promptly",
    "deadline",
    "event_deadline",
    "extension_notice_deadline",
    "moment_deadline",
    "next_working_day",
    "previous_working_day",
    "reply_deadline",
    "with_holidays_out",
]

# How the first step is told, by what sets the period going.
_BEGUN = MappingProxyType(
    {
        Start.RECEIPT: "received",
        Start.RELEVANT_TIME: "received",
        Start.AWARENESS: "aware",
        Start.OBTAINING: "obtained",
        Start.DECISION: "decided",
        Start.NOTICE: "notified",
    }
)

_Told = date | int  # what fills a placeholder; a moment is a ``datetime``, which is a ``date`` too


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a calculation: ``rule`` is a wording key below ``law.step``, ``params`` fill its placeholders."""

    rule: str
    params: Mapping[str, _Told] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[Citation, ...] = ()
    day: date | None = None  # the end of the period after this step; a moment where hours count


def _sources(trace: Iterable[Step]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(source for step in trace for source in step.sources))


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """
    The dates of one period.

    ``nominal`` is the end by the calendar, suspensions included; ``due`` the last day in time, None while the period
    waits for an answer; ``prudent`` the last working day in time even if no suspension and no day off counted. All are
    None where the law sets no fixed period.
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
    """The ends of a period in hours, as aware moments; ``prudent`` counts from the moment itself."""

    nominal: datetime
    due: datetime
    prudent: datetime
    trace: tuple[Step, ...]

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The provisions of the trace, each once, in order."""
        return _sources(self.trace)


# --- one period ------------------------------------------------------------------------------------------------------


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
        period: What is counted, and by which provisions.
        received: The day of receipt in the controller's time zone; it is not itself counted.
        calendar: The public holidays of the place where the controller acts.
        suspensions: Questions to the person, in any order.
        trace: Whether the steps are wanted.

    Raises:
        RuleBroken: ``suspension_before_receipt``, ``suspension_ends_before_it_starts``, ``two_open_suspensions``.
        ValueError: A period in hours begins with a moment (``moment_deadline``); a bug.

    Source:
        Regulation (EEC, Euratom) No 1182/71 Art. 3 for the periods of EU law.
    """
    return _dates(period, received, calendar, tuple(suspensions), trace=trace)


def _dates(
    period: Period,
    received: date,
    calendar: Calendar,
    suspensions: Sequence[Suspension],
    *,
    trace: bool,
    identity_may_be_asked: bool = True,
    extended: bool = False,
) -> Deadline:
    if period.unit is Unit.NONE:
        undated = _undated_trace(period, received) if trace else ()
        return Deadline(nominal=None, due=None, prudent=None, trace=undated, without_holidays=False)
    if period.unit is Unit.HOURS:
        raise ValueError("hours are counted from a moment")
    course = course_of(period, received, calendar, suspensions, identity_may_be_asked=identity_may_be_asked)
    end = next_working_day(course.end, calendar) if period.roll else course.end
    prudent = previous_working_day(course.plain - DAY if period.strict else course.plain, calendar)
    blind = prudent.year < calendar.first_year or end.year > calendar.last_year
    due = None if course.waiting else end
    steps = _trace(period, received, calendar, course, due, blind=blind) if trace else ()
    return Deadline(
        nominal=course.end, due=due, prudent=prudent, trace=steps, without_holidays=blind, extended=extended
    )


def with_holidays_out(period: Period, received: date, calendar: Calendar) -> date:
    """
    The day on which a period in business days would end if public holidays were left out as well.

    It is later than the due date or the same; to be told, never to be relied on.
    """
    return add_working_days(received, period.number, calendar)


# --- a request -------------------------------------------------------------------------------------------------------


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

    Without an extension notice, or with one sent too late, those of the first period; otherwise those of the extended
    period, counted in one step from what set the first one going. There is one notice at most, so nothing is ever
    extended twice. Identity questions do not count for a right that needs no proof.

    Raises:
        RuleBroken: ``extension_before_receipt``, ``suspension_before_receipt``,
            ``suspension_ends_before_it_starts``, ``two_open_suspensions``.

    Source:
        GDPR Art. 12(3), 12(4), 12(6).
    """
    request = _Request(regime, right, received, calendar, tuple(suspensions))
    if extension_notice_sent is None:
        found = request.dates(right.reply, trace=trace)
    else:
        found = _with_notice(request, extension_notice_sent, trace=trace)
    return replace(found, trace=(*found.trace, *_notes(found, right, received))) if trace else found


def extension_notice_deadline(
    regime: Regime,
    right: Right,
    received: date,
    calendar: Calendar,
    *,
    suspensions: Iterable[Suspension] = (),
    trace: bool = True,
) -> Deadline:
    """
    The dates by which the person has to be told of an extension.

    Raises:
        NotFound: The period cannot be extended (``right.extended`` is empty).
        RuleBroken: ``suspension_before_receipt``, ``suspension_ends_before_it_starts``, ``two_open_suspensions``.

    Source:
        GDPR Art. 12(3); UK GDPR Art. 12A; 11 CCR 7021(b).
    """
    request = _Request(regime, right, received, calendar, tuple(suspensions))
    return request.dates(right.extension_notice, trace=trace)


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
    return _dates(regime.period(right.acknowledge), received, calendar, (), trace=trace)


class _Request(NamedTuple):
    """What the periods of a request are counted from."""

    regime: Regime
    right: Right
    received: date
    calendar: Calendar
    suspensions: Sequence[Suspension]

    def dates(self, period: str, *, trace: bool, extended: bool = False) -> Deadline:
        return _dates(
            self.regime.period(period),
            self.received,
            self.calendar,
            self.suspensions,
            trace=trace,
            identity_may_be_asked=self.right.identity_may_be_asked,
            extended=extended,
        )


def _with_notice(request: _Request, sent: date, *, trace: bool) -> Deadline:
    right = request.right
    if sent < request.received:
        raise RuleBroken("extension_before_receipt", "12(3)")
    if not right.extended:
        first = request.dates(right.reply, trace=trace)
        return _and_step(first, _told("extension_not_possible", sent=sent)) if trace else first
    notice = request.regime.period(right.extension_notice)
    # Questions and days off only make a period longer: most notices are in time whatever happened.
    if sent > end_of(notice, request.received):
        limit = request.dates(notice.id, trace=False).due
        # While the period waits it has not ended, so a notice is in time.
        if limit is not None and sent > limit:
            first = request.dates(right.reply, trace=trace)
            return _and_step(first, _told("extension_late", sent=sent, limit=limit)) if trace else first
    longer = request.dates(right.extended, trace=trace, extended=True)
    if not trace:
        return longer
    begun, *rest = longer.trace
    return replace(longer, trace=(begun, _told("extension", sent=sent), *rest))


def _notes(found: Deadline, right: Right, received: date) -> tuple[Step, ...]:
    """What is to be said of the right besides its period."""
    told = {step.rule for step in found.trace}
    applying = {
        "at_once": right.at_once,
        "promise": right.promise,
        "not_in_force": not right.in_force(received) and "not_in_force" not in told,
    }
    return tuple(Step(rule=rule) for rule, applies in applying.items() if applies)


# --- events ----------------------------------------------------------------------------------------------------------


def event_deadline(
    regime: Regime,
    event: Event,
    received: date,
    calendar: Calendar,
    *,
    extended: bool = False,
    suspensions: Iterable[Suspension] = (),
    trace: bool = True,
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
    return _dates(period, received, calendar, tuple(suspensions), trace=trace, extended=extended)


def moment_deadline(
    period: Period, began_at: datetime, zone: tzinfo | None = None, *, trace: bool = True
) -> MomentDeadline:
    """
    The moments of a period in hours: the hour it began in is not counted, and hours are those that really pass.

    Args:
        period: What is counted, and by which provisions.
        began_at: The aware moment it began with; its ``fold`` tells the two hours apart that a clock set back repeats.
        zone: In which the moments are given; that of the beginning without one.
        trace: Whether the steps are wanted.

    Raises:
        ValueError: The moment has no zone, or the period is not one in hours; a bug.

    Source:
        Regulation (EEC, Euratom) No 1182/71 Art. 3(1), 3(2)(a). Art. 3(4) does not move a period in hours; Art. 3(5)
        is never used to gain time.
    """
    if period.unit is not Unit.HOURS or began_at.tzinfo is None:
        raise ValueError("a moment with its zone, and a period in hours")
    local = began_at.astimezone(zone or began_at.tzinfo)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    moment, length = local.astimezone(UTC), timedelta(hours=period.number)
    first = moment - past + timedelta(hours=1)
    due, prudent = ((each + length).astimezone(local.tzinfo) for each in (first, moment))
    steps = _moment_trace(period, local, first.astimezone(local.tzinfo), due) if trace else ()
    return MomentDeadline(nominal=due, due=due, prudent=prudent, trace=steps)


# --- the trace -------------------------------------------------------------------------------------------------------


def _told(rule: str, **params: _Told) -> Step:
    return Step(rule=rule, params=MappingProxyType(params))


def _and_step(found: Deadline, step: Step) -> Deadline:
    return replace(found, trace=(*found.trace, step))


def _begun(period: Period, day: date) -> Step:
    return Step(rule=_BEGUN[period.start], params=MappingProxyType({"day": day}), day=day)


def _trace(
    period: Period, received: date, calendar: Calendar, course: Course, due: date | None, *, blind: bool
) -> tuple[Step, ...]:
    starts = [note for note in course.notes if note.rule.endswith(("_starts", "_starts_open"))]
    rest = [note for note in course.notes if note not in starts]
    steps = [_begun(period, received), *(_note_step(period, note) for note in starts)]
    steps.append(_length_step(period, course.start, course.plain))
    steps += [_note_step(period, note) for note in rest]
    if due is not None and due != course.end:
        steps += _roll_steps(period, course.end, due, calendar)
    if period.unit is Unit.BUSINESS_DAYS and due is not None:
        steps += _holiday_steps(period, received, due, calendar)
    if period.strict:
        steps.append(_told("strict", day=course.plain - DAY))
    if blind:
        known = {"first": calendar.first_year, "last": calendar.last_year}
        steps.append(Step(rule="without_holidays", params=MappingProxyType(known), day=due))
    return (*steps, *_validity_steps(period, received))


def _undated_trace(period: Period, received: date) -> tuple[Step, ...]:
    told = Step(rule="no_period", sources=period.articles)
    return (_begun(period, received), told, *_validity_steps(period, received))


def _validity_steps(period: Period, received: date) -> tuple[Step, ...]:
    rules = [
        *(["analogy"] if period.analogy else []),
        *([] if period.in_force(received) else ["not_in_force"]),
    ]
    return tuple(Step(rule=rule) for rule in rules)


def _length_step(period: Period, start: date, end: date) -> Step:
    params: dict[str, _Told] = {"count": period.number, "day": end}
    rule = period.unit.value
    if period.unit is Unit.MONTHS and end.day != start.day:
        rule = "months_clamped"
        params |= {"missing": start.day, "month": end.month}
    sources = (*period.articles, *period.counting.length)
    return Step(rule=rule, params=MappingProxyType(params), sources=sources, day=end)


def _note_step(period: Period, note: Note) -> Step:
    told = {"asked": note.asked, "received": note.received, "count": note.days, "day": note.day}
    params = {name: value for name, value in told.items() if value}
    by_kind = {
        "identity": period.counting.identity,
        "clarification": period.counting.clarification,
        "fee": period.counting.fee,
    }
    sources = dict.fromkeys(source for kind in note.kinds for source in by_kind[kind])
    return Step(rule=note.rule, params=MappingProxyType(params), sources=tuple(sources), day=note.day)


def _why_off(day: date, calendar: Calendar) -> str:
    weekend = {SATURDAY: "saturday", SUNDAY: "sunday"}.get(day.weekday())
    return weekend or ("holiday" if day in calendar.holidays else "closed")


def _roll_steps(period: Period, end: date, due: date, calendar: Calendar) -> list[Step]:
    params = MappingProxyType({"day": end, "due": due})
    rule = f"roll_{_why_off(end, calendar)}"
    steps = [Step(rule=rule, params=params, sources=period.counting.roll, day=due)]
    passed = (end + DAY * ahead for ahead in range(1, (due - end).days))
    off = [day for day in passed if day.weekday() < SATURDAY]
    return [*steps, *(_told(f"roll_past_{_why_off(day, calendar)}", day=day) for day in off)]


def _holiday_steps(period: Period, received: date, due: date, calendar: Calendar) -> list[Step]:
    later = with_holidays_out(period, received, calendar)
    return [_told("holidays_out", day=later)] if later > due else []


def _moment_trace(period: Period, began: datetime, first: datetime, due: datetime) -> tuple[Step, ...]:
    counting = period.counting.length
    length: dict[str, _Told] = {"count": period.number, "day": due}
    steps = [
        _begun(period, began),
        Step(rule="hour_not_counted", params=MappingProxyType({"day": first}), sources=counting, day=first),
        Step(rule=period.unit.value, params=MappingProxyType(length), sources=period.articles, day=due),
        Step(rule="hours_run_on", sources=counting),
    ]
    if began.utcoffset() != due.utcoffset():
        steps.append(Step(rule="clock_change"))
    return (*steps, *_validity_steps(period, began.date()))
