"""
What questions to the person do to a period: it starts with the answer, stands still, or runs on.

Which of these a law says is data of the period (``domain.law.Effect``). That a pause adds the days from the question to
the answer is a model: no authority prints a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from dpo_desk.domain.days import DAY, ENDS, Calendar, add_working_days, next_working_day
from dpo_desk.domain.law import Effect, Period
from dpo_desk.errors import RuleBroken

SuspensionKind = Literal["identity", "clarification", "fee"]


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """
    A question to the person that may make the period wait.

    ``received`` is the day the answer came, None while it is awaited; an answer that is not ``sufficient`` leaves the
    period standing if the question is put again. Only questions asked promptly and with good reason count.
    """

    kind: SuspensionKind
    asked: date
    received: date | None
    prompt: bool
    justified: bool
    sufficient: bool = True


class Note(NamedTuple):
    """What became of a question: a wording key below ``law.step``, and what is to be told."""

    rule: str
    kinds: tuple[SuspensionKind, ...]  # whose provisions are behind it; none when it had no effect
    asked: date
    received: date | None = None
    days: int = 0
    day: date | None = None  # the end of the period after it


class Course(NamedTuple):
    """How a period runs with its questions."""

    start: date  # the day it is counted from
    plain: date  # its end without any pause
    end: date  # its end with the pauses
    waiting: bool  # an answer is awaited, so that the end is not known yet
    notes: Sequence[Note] = ()


class _Pause(NamedTuple):
    """A question with its answer; several that share days are one."""

    kinds: tuple[SuspensionKind, ...]
    starts: bool  # the period starts with the answer instead of standing still
    asked: date
    received: date | None
    until: date | None  # the first day on which the period runs again

    @property
    def name(self) -> str:
        return self.kinds[0] if len(self.kinds) == 1 else "several"


def end_of(period: Period, start: date) -> date:
    """The day on which a period ends that starts on this day, in whole days or longer."""
    return ENDS[period.unit](start, period.number)


def asked_promptly(received: date, asked: date, calendar: Calendar, working_days: int) -> bool:
    """Whether a question was put within so many working days after the day of receipt."""
    return asked <= add_working_days(received, working_days, calendar)


def course_of(
    period: Period,
    received: date,
    calendar: Calendar,
    suspensions: Sequence[Suspension],
    *,
    identity_may_be_asked: bool = True,
) -> Course:
    """
    How a period runs that began with a receipt.

    Raises:
        RuleBroken: ``suspension_before_receipt``, ``suspension_ends_before_it_starts``, ``two_open_suspensions``.
    """
    if not suspensions:
        end = end_of(period, received)
        return Course(received, end, end, waiting=False)
    _check(received, suspensions)
    notes: list[Note] = []
    counted = _sorted_out(period, suspensions, notes, identity_may_be_asked=identity_may_be_asked)
    pauses = _exchanges(period, counted)
    start, waiting = _started(period, received, calendar, pauses, notes)
    plain = end_of(period, start)
    if waiting:
        return Course(start, plain, plain, waiting=True, notes=notes)
    end, waiting = _paused(period, start, plain, calendar, pauses, notes)
    return Course(start, plain, end, waiting, notes)


def _check(received: date, suspensions: Iterable[Suspension]) -> None:
    waiting: set[SuspensionKind] = set()
    for each in suspensions:
        if each.asked < received:
            raise RuleBroken("suspension_before_receipt", asked=each.asked)
        if each.received is not None and each.received < each.asked:
            raise RuleBroken("suspension_ends_before_it_starts", asked=each.asked, received=each.received)
        if each.received is None and each.kind in waiting:
            raise RuleBroken("two_open_suspensions", asked=each.asked)
        if each.received is None:
            waiting.add(each.kind)


def _effect(period: Period, kind: SuspensionKind) -> Effect:
    effect: Effect = getattr(period, kind)
    return effect


def _sorted_out(
    period: Period, suspensions: Iterable[Suspension], notes: list[Note], *, identity_may_be_asked: bool
) -> list[Suspension]:
    """The questions that count, the earliest first; a note for each that does not."""
    counted = []
    for each in sorted(suspensions, key=_in_order):
        if each.kind == "identity" and not identity_may_be_asked:
            why = "not_allowed"
        elif not each.prompt:
            why = "late"
        elif not each.justified:
            why = "unjustified"
        elif _effect(period, each.kind) is Effect.NONE:
            why = "no_effect"
        else:
            counted.append(each)
            continue
        notes.append(Note(f"{each.kind}_{why}", (), each.asked))
    return counted


def _in_order(question: Suspension | _Pause) -> tuple[date, date, tuple[str, ...]]:
    kinds = question.kinds if isinstance(question, _Pause) else (question.kind,)
    return question.asked, question.received or date.max, kinds


def _exchanges(period: Period, counted: Iterable[Suspension]) -> list[_Pause]:
    """One pause per exchange: a question put again after no answer or a poor one goes on with the pause before it."""
    pauses: list[_Pause] = []
    unsettled: dict[SuspensionKind, int] = {}  # where the pause stands that the next question goes on with
    for each in counted:
        effect = _effect(period, each.kind)
        place = unsettled.pop(each.kind, None)
        asked = each.asked if place is None else pauses[place].asked
        until = each.received
        if until is not None and effect is Effect.ADDS_BOTH:
            until += DAY
        pause = _Pause((each.kind,), effect is Effect.STARTS, asked, each.received, until)
        if place is None:
            place = len(pauses)
            pauses.append(pause)
        else:
            pauses[place] = pause
        if each.received is None or not each.sufficient:
            unsettled[each.kind] = place
    return sorted(pauses, key=_in_order)


def _merged(pauses: Iterable[_Pause]) -> list[_Pause]:
    """Pauses that share days made one, the earliest first; no day counts twice."""
    merged: list[_Pause] = []
    for pause in pauses:
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and pause.asked > last.until):
            merged.append(pause)
            continue
        kinds = tuple(dict.fromkeys((*last.kinds, *pause.kinds)))
        received, until = _later(last.received, pause.received), _later(last.until, pause.until)
        merged[-1] = last._replace(kinds=kinds, received=received, until=until)
    return merged


def _later(one: date | None, other: date | None) -> date | None:
    """The later day; none while one of them is open."""
    return None if one is None or other is None else max(one, other)


def _rolled(period: Period, end: date, calendar: Calendar) -> date:
    return next_working_day(end, calendar) if period.roll else end


def _started(
    period: Period, received: date, calendar: Calendar, pauses: Iterable[_Pause], notes: list[Note]
) -> tuple[date, bool]:
    """The day the period is counted from, and whether it still waits for an answer to start."""
    start = received
    for pause in pauses:
        if not pause.starts:
            continue
        if pause.asked > _rolled(period, end_of(period, start), calendar):
            notes.append(Note(f"{pause.name}_after_end", (), pause.asked))
        elif pause.received is None:
            notes.append(Note(f"{pause.name}_starts_open", pause.kinds, pause.asked))
            return start, True
        else:
            start = max(start, pause.received)
            notes.append(Note(f"{pause.name}_starts", pause.kinds, pause.asked, pause.received))
    return start, False


def _paused(
    period: Period,
    start: date,
    plain: date,
    calendar: Calendar,
    pauses: Iterable[_Pause],
    notes: list[Note],
) -> tuple[date, bool]:
    """The end of the period with its pauses, and whether it stands still now."""
    end = plain
    for pause in _merged(pause for pause in pauses if not pause.starts):
        if pause.asked > _rolled(period, end, calendar):  # what has ended cannot stand still
            notes.append(Note(f"{pause.name}_after_end", (), pause.asked))
        elif pause.until is None:
            notes.append(Note(f"{pause.name}_open", pause.kinds, pause.asked))
            return end, True
        elif pause.asked < start and pause.until <= start:
            notes.append(Note(f"{pause.name}_before_start", (), pause.asked, pause.received))
        elif days := (pause.until - max(pause.asked, start)).days:
            end += days * DAY
            rule = f"{pause.name}_pause" if pause.until == pause.received else f"{pause.name}_stop"
            notes.append(Note(rule, pause.kinds, pause.asked, pause.received, days, end))
    return end, False
