"""
When something is due: calendar arithmetic on days, with every step on record.

Pure functions of days; a moment of arrival has become a day in the controller's time zone before it comes here.
The periods and the provisions behind them are data (``domain.law``); public holidays come as a set of days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.law import Citation, Event, Period, Regime, Right, Unit
from dpo_desk.errors import RuleBroken

SuspensionKind = Literal["identity", "clarification"]

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The public holidays of a place for the years it knows, both ends included; Saturdays and Sundays need no list."""

    id: CalendarId
    holidays: frozenset[date]
    first_year: int
    last_year: int

    def knows(self, day: date) -> bool:
        """Whether holidays of the day's year are in the set."""
        return self.first_year <= day.year <= self.last_year

    def works(self, day: date) -> bool:
        """Whether it is neither Saturday nor Sunday nor a public holiday."""
        return day.weekday() < _SATURDAY and day not in self.holidays


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """
    A question to the person that may make the period stand still.

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
    params: Mapping[str, date | int] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[Citation, ...] = ()
    day: date | None = None  # the end of the period after this step


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """
    The dates of one period.

    ``nominal`` is the end by the calendar, suspensions included; ``due`` the last day in time, None while the period
    stands still; ``prudent`` the last working day in time even if no suspension and no day off counted.
    """

    nominal: date
    due: date | None
    prudent: date
    trace: tuple[Step, ...]
    without_holidays: bool  # a date lies outside the years the calendar knows
    extended: bool = False

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The provisions of the trace, each once, in order."""
        return tuple(dict.fromkeys(source for step in self.trace for source in step.sources))


# --- days ------------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same date a number of months on; the month's last day where that date does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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


# --- periods ---------------------------------------------------------------------------------------------------------


def deadline(
    period: Period, received: date, calendar: Calendar, suspensions: Iterable[Suspension] = ()
) -> Deadline:
    """
    The dates of a period that began with a receipt.

    Args:
        period: What is counted, and by which provisions.
        received: The day of receipt in the controller's time zone; it is not itself counted.
        calendar: The public holidays of the place where the controller acts.
        suspensions: Questions to the person, in any order.

    Raises:
        RuleBroken: ``suspension_before_receipt``, ``suspension_ends_before_it_starts``.

    Source:
        Regulation (EEC, Euratom) No 1182/71 Art. 3 for the periods of EU law. That a suspension adds the days
        between question and answer is a model: no authority prints a formula.
    """
    plain = _end(period, received)
    begun = Step(rule="received", params=MappingProxyType({"day": received}), day=received)
    steps = [begun, _length_step(period, received, plain)]
    nominal, still, pauses = _stand_still(period, received, plain, calendar, suspensions)
    steps += pauses
    due = None if still else next_working_day(nominal, calendar) if period.roll else nominal
    if due and due != nominal:
        steps += _roll_steps(period, nominal, due)
    prudent = previous_working_day(plain, calendar)
    blind = not all(calendar.knows(day) for day in (plain, nominal, due or nominal, prudent))
    if blind:
        known = {"first": calendar.first_year, "last": calendar.last_year}
        steps.append(Step(rule="without_holidays", params=MappingProxyType(known), day=due))
    return Deadline(nominal=nominal, due=due, prudent=prudent, trace=tuple(steps), without_holidays=blind)


def reply_deadline(
    regime: Regime,
    right: Right,
    received: date,
    calendar: Calendar,
    *,
    extension_notice_sent: date | None = None,
    suspensions: Iterable[Suspension] = (),
) -> Deadline:
    """
    The dates of the answer to a request.

    Without an extension notice, or with one sent too late, those of the first period, whose due date is also the last
    day for the notice; otherwise those of the extended period, counted from receipt in one step. There is one notice
    at most, so nothing is ever extended twice. Identity questions do not count for a right that needs no proof.

    Raises:
        RuleBroken: ``extension_before_receipt``, ``suspension_before_receipt``,
            ``suspension_ends_before_it_starts``.

    Source:
        GDPR Art. 12(3), 12(4), 12(6).
    """
    counted = tuple(suspensions)
    notes: list[Step] = []
    if not regime.in_force(received):
        notes.append(Step(rule="not_in_force"))
    if not right.identity_may_be_asked:
        idle = [each for each in counted if each.kind == "identity"]
        notes += [_told("identity_not_allowed", asked=each.asked) for each in idle]
        counted = tuple(each for each in counted if each.kind != "identity")
    if right.at_once:
        notes.append(Step(rule="at_once"))
    found = deadline(regime.period(right.reply), received, calendar, counted)
    if extension_notice_sent is not None:
        longer = regime.period(right.extended) if right.extended else None
        found = _extended(found, longer, received, calendar, counted, extension_notice_sent)
    return replace(found, trace=(*found.trace, *notes))


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
        RuleBroken: ``extension_not_possible``, ``suspension_before_receipt``, ``suspension_ends_before_it_starts``.
    """
    if extended and not event.extended:
        raise RuleBroken("extension_not_possible")
    period = regime.period(event.extended if extended else event.period)
    found = deadline(period, received, calendar, suspensions)
    late = () if regime.in_force(received) else (Step(rule="not_in_force"),)
    return replace(found, trace=(*found.trace, *late), extended=extended)


def _extended(
    first: Deadline,
    longer: Period | None,
    received: date,
    calendar: Calendar,
    suspensions: Sequence[Suspension],
    sent: date,
) -> Deadline:
    if sent < received:
        raise RuleBroken("extension_before_receipt", "12(3)")
    if longer is None:
        return replace(first, trace=(*first.trace, _told("extension_not_possible", sent=sent)))
    # While the period stands still it has not ended, so a notice is in time.
    if first.due is not None and sent > first.due:
        return replace(first, trace=(*first.trace, _told("extension_late", sent=sent, limit=first.due)))
    found = deadline(longer, received, calendar, suspensions)
    begun, *rest = found.trace
    return replace(found, trace=(begun, _told("extension", sent=sent), *rest), extended=True)


def _end(period: Period, received: date) -> date:
    if period.unit is Unit.MONTHS:
        return add_months(received, period.number)
    return received + period.number * timedelta(days=7 if period.unit is Unit.WEEKS else 1)


def _length_step(period: Period, received: date, end: date) -> Step:
    params: dict[str, date | int] = {"count": period.number, "day": end}
    rule = period.unit.value
    if period.unit is Unit.MONTHS and end.day != received.day:
        rule = "months_clamped"
        params |= {"missing": received.day, "month": end.month}
    sources = (*period.articles, *period.counting.length)
    return Step(rule=rule, params=MappingProxyType(params), sources=sources, day=end)


def _roll_steps(period: Period, nominal: date, due: date) -> list[Step]:
    why = {_SATURDAY: "saturday", _SUNDAY: "sunday"}.get(nominal.weekday(), "holiday")
    params = MappingProxyType({"day": nominal, "due": due})
    steps = [Step(rule=f"roll_{why}", params=params, sources=period.counting.roll, day=due)]
    passed = (nominal + _DAY * ahead for ahead in range(1, (due - nominal).days))
    steps += [_told("roll_past_holiday", day=day) for day in passed if day.weekday() < _SATURDAY]
    return steps


def _told(rule: str, **params: date | int) -> Step:
    return Step(rule=rule, params=MappingProxyType(params))


# --- standing still --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Pause:
    """Days on which the period does not run: from a question to its answer, or without end so far."""

    kind: str  # identity, clarification, or both
    asked: date
    received: date | None


def _stand_still(
    period: Period, received: date, plain: date, calendar: Calendar, suspensions: Iterable[Suspension]
) -> tuple[date, bool, list[Step]]:
    """The end of the period with its pauses, whether it stands still now, and the steps that led there."""
    counted, steps = _sorted_out(received, suspensions)
    end = plain
    for pause in _merged(_rounds(counted)):
        if pause.asked > (next_working_day(end, calendar) if period.roll else end):
            steps.append(
                _told(f"{pause.kind}_after_end", asked=pause.asked)
            )  # what has ended cannot stand still
            continue
        sources = _pause_sources(period, pause.kind)
        if pause.received is None:
            params = MappingProxyType({"asked": pause.asked})
            return end, True, [*steps, Step(rule=f"{pause.kind}_open", params=params, sources=sources)]
        days = (pause.received - pause.asked).days
        end += timedelta(days=days)
        if days:
            told: dict[str, date | int] = {
                "asked": pause.asked,
                "received": pause.received,
                "count": days,
                "day": end,
            }
            rule = f"{pause.kind}_pause"
            steps.append(Step(rule=rule, params=MappingProxyType(told), sources=sources, day=end))
    return end, False, steps


def _sorted_out(received: date, suspensions: Iterable[Suspension]) -> tuple[list[Suspension], list[Step]]:
    """The suspensions that count, earliest first, and a step for each that does not."""
    counted, steps = [], []
    for each in sorted(suspensions, key=lambda each: (each.asked, each.received or date.max)):
        if each.asked < received:
            raise RuleBroken("suspension_before_receipt", asked=each.asked)
        if each.received is not None and each.received < each.asked:
            raise RuleBroken("suspension_ends_before_it_starts", asked=each.asked, received=each.received)
        if not each.prompt:
            steps.append(_told(f"{each.kind}_late", asked=each.asked))
        elif not each.justified:
            steps.append(_told(f"{each.kind}_unjustified", asked=each.asked))
        else:
            counted.append(each)
    return counted, steps


def _rounds(suspensions: Iterable[Suspension]) -> list[_Pause]:
    """One pause per exchange: a question put again after no answer or a poor one goes on with the pause before it."""
    pauses: dict[SuspensionKind, list[_Pause]] = {"identity": [], "clarification": []}
    unsettled: set[SuspensionKind] = set()
    for each in suspensions:
        of_kind = pauses[each.kind]
        if each.kind in unsettled:
            of_kind[-1] = replace(of_kind[-1], received=each.received)
        else:
            of_kind.append(_Pause(kind=each.kind, asked=each.asked, received=each.received))
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
        merged[-1] = _Pause(kind=kind, asked=last.asked, received=end)
    return merged


def _pause_sources(period: Period, kind: str) -> tuple[Citation, ...]:
    counting = period.counting
    both = dict.fromkeys((*counting.identity, *counting.clarification))
    return {"identity": counting.identity, "clarification": counting.clarification}.get(kind, tuple(both))
