"""The clocks of a request, and what its steps need to know of the law and of what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dpo_desk.domain.case import QuestionKind, RequestCase, Result, RightAsked
from dpo_desk.domain.case_steps import Around
from dpo_desk.domain.deadlines import (
    Calendar,
    Deadline,
    Suspension,
    acknowledgement_deadline,
    asked_promptly,
    reply_deadline,
)
from dpo_desk.domain.law import Effect, Period, Regime, Right
from dpo_desk.domain.organisation import Organisation
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime as regime_of


@dataclass(frozen=True, kw_only=True)
class RightClock:
    """The dates of one right of a request, each with its trace."""

    asked: RightAsked
    rule: Right
    reply: Deadline  # the deadline in force: the first period, or the longer one after a timely notice
    first: Deadline  # the deadline without a notice; also the last day to send one
    acknowledge: Deadline | None  # where the law asks for an acknowledgement

    @property
    def running(self) -> bool:
        """Whether nothing was decided about it yet."""
        return self.asked.decision is None


@dataclass(frozen=True, kw_only=True)
class CaseClock:
    """The dates of a request: one clock for each of its rights, and the one that presses most."""

    regime: Regime  # as it stood when the request was received
    rights: tuple[RightClock, ...]
    pressing: RightClock
    days_left: int | None  # until the due date; negative when late; None while suspended or without a period
    late: bool
    may_extend: bool
    extend_by: date | None  # None while no day is running, or none is possible
    acknowledge_by: date | None  # while an acknowledgement is owed

    @property
    def reply(self) -> Deadline:
        """The deadline that presses most."""
        return self.pressing.reply

    @property
    def first(self) -> Deadline:
        """The same without an extension."""
        return self.pressing.first


def law_of(case: RequestCase) -> Regime:
    """The law of the request as it stood when it was received."""
    return regime_of(case.regime, case.received)


def calendar_of(case: RequestCase, organisation: Organisation | None) -> Calendar:
    """The days off of the request: public holidays, and the days on which nobody works at the organisation."""
    found = calendar(case.calendar)
    return found.with_closed(organisation.closed_days) if organisation and organisation.closed_days else found


def suspensions(case: RequestCase, received: date, days: Calendar, regime: Regime) -> tuple[Suspension, ...]:
    """The questions to the person as a right received on that day sees them; none that was settled before."""
    found = []
    poor: dict[QuestionKind, date] = {}  # days of answers that were not enough
    for each in case.questions:
        since = poor.get(
            each.kind, received
        )  # a question put again is as prompt as it follows the poor answer
        if each.received is not None and not each.sufficient:
            poor[each.kind] = max(each.received, received)
        if each.received is not None and each.received < received:
            continue
        asked = max(each.asked, received)
        found.append(
            Suspension(
                kind=each.kind.value,
                asked=asked,
                received=each.received,
                prompt=asked_promptly(since, asked, days, regime.prompt_working_days),
                justified=each.justified,
                sufficient=each.sufficient or each.received is None,
            )
        )
    return tuple(found)


def clock_of(
    case: RequestCase, today: date, organisation: Organisation | None = None, *, trace: bool = True
) -> CaseClock:
    """
    The dates of a request as they stand today.

    Args:
        case: The request.
        today: The day it is for the controller.
        organisation: Whose closed days count.
        trace: Whether each step of the counting is told.
    """
    regime, days = law_of(case), calendar_of(case, organisation)
    clocks = tuple(_right_clock(case, each, regime, days, trace=trace) for each in case.rights)
    pressing = min([each for each in clocks if each.running] or clocks, key=_soonest)
    due = pressing.reply.due
    left = (due - today).days if due else None
    running = [each for each in clocks if each.running]
    longer = [each for each in running if each.rule.extended] if case.open and not case.extension else []
    notices = [each.first.due for each in longer]
    extend_by = None if None in notices else min((day for day in notices if day), default=None)
    owed = [each.acknowledge.due for each in clocks if each.acknowledge and each.acknowledge.due]
    return CaseClock(
        regime=regime,
        rights=clocks,
        pressing=pressing,
        days_left=left,
        late=case.open and left is not None and left < 0,
        may_extend=bool(longer) and (extend_by is None or today <= extend_by),
        extend_by=extend_by,
        acknowledge_by=min(owed, default=None) if case.open and case.acknowledged_on is None else None,
    )


def with_dates(case: RequestCase, clock: CaseClock) -> RequestCase:
    """The request with the dates of its clock written into it, so that lists can sort by them."""
    rights = tuple(
        replace(each.asked, nominal=each.reply.nominal, due=each.reply.due, prudent=each.reply.prudent)
        for each in clock.rights
    )
    return replace(
        case,
        rights=rights,
        due=clock.reply.due,
        prudent=clock.reply.prudent,
        acknowledge_by=clock.acknowledge_by,
        extend_by=clock.extend_by,
    )


def around_of(
    case: RequestCase,
    clock: CaseClock,
    today: date,
    *,
    identity_copies: int = 0,
    open_tasks: int = 0,
) -> Around:
    """What the steps of the request need to know beside it."""
    undecided = [each for each in clock.rights if each.running]
    periods = [clock.regime.period(each.rule.reply) for each in undecided if each.rule.reply]
    longer = [each for each in undecided if each.rule.extended]
    return Around(
        today=today,
        identity_may_be_asked=any(each.rule.identity_may_be_asked for each in undecided),
        identity_needed=any(each.rule.identity_may_be_asked for each in undecided),
        clarification_counts=_counts(periods, "clarification"),
        fee_counts=_counts(periods, "fee"),
        may_extend=bool(longer),
        extend_by=clock.extend_by,
        acknowledgement_due=clock.acknowledge_by is not None,
        tells_recipients=tells_recipients(clock),
        identity_copies=identity_copies,
        open_tasks=open_tasks,
        purge_on=clock.regime.retention.ends(case.closed_on) if case.closed_on else None,
    )


def tells_recipients(clock: CaseClock) -> bool:
    """Whether recipients have to be told of what was granted (Art. 19)."""
    done = (Result.GRANTED, Result.PARTLY)
    return any(
        each.rule.tells_recipients and each.asked.decision and each.asked.decision.result in done
        for each in clock.rights
    )


def _right_clock(
    case: RequestCase, asked: RightAsked, regime: Regime, days: Calendar, *, trace: bool
) -> RightClock:
    rule = regime.right(asked.right)
    pauses = suspensions(case, asked.received, days, regime)

    def reply(sent: date | None) -> Deadline:
        return reply_deadline(
            regime, rule, asked.received, days, extension_notice_sent=sent, suspensions=pauses, trace=trace
        )

    first = reply(None)
    # A notice sent before a right was added cannot have spoken of it.
    sent = case.extension.notice_sent if case.extension else None
    longer = sent is not None and sent >= asked.received
    return RightClock(
        asked=asked,
        rule=rule,
        reply=reply(sent) if longer else first,
        first=first,
        acknowledge=acknowledgement_deadline(regime, rule, asked.received, days, trace=trace)
        if rule.acknowledge
        else None,
    )


def _soonest(clock: RightClock) -> tuple[date, date]:
    return clock.reply.due or date.max, clock.reply.prudent or date.max


def _counts(periods: Sequence[Period], kind: str) -> bool:
    return any(getattr(period, QuestionKind(kind).value) is not Effect.NONE for period in periods)
