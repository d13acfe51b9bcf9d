"""The clock of a request: its deadlines as they stand, and what it asks for next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import IdentityStatus, Outcome, RequestCase
from dpo_desk.domain.deadlines import Deadline, Suspension, asked_promptly, reply_deadline
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime as regime_of


@dataclass(frozen=True, kw_only=True)
class CaseClock:
    """The dates of a case, each with its trace."""

    reply: Deadline  # the deadline in force: one month, or three after a timely notice
    first: Deadline  # the one-month deadline; also the last day to send an extension notice
    days_left: int | None  # until the due date; negative when late; None while suspended
    late: bool
    may_extend: bool


def suspensions(case: RequestCase) -> tuple[Suspension, ...]:
    """The stretches in which the period does not run: identity asked for and not yet proven (Art. 12(6))."""
    asked = case.identity.asked
    if asked is None:
        return ()
    within = regime_of(case.regime).prompt_working_days
    prompt = asked_promptly(case.received, asked, calendar(case.calendar), within)
    # A reason is required before identity can be asked for at all, so what is recorded counts as justified.
    return (
        Suspension(
            kind="identity", asked=asked, received=case.identity.received, prompt=prompt, justified=True
        ),
    )


def clock_of(case: RequestCase, today: date) -> CaseClock:
    """The dates of a case as they stand today."""
    rule = regime_of(case.regime)
    days = calendar(case.calendar)
    pauses = suspensions(case)

    def reply(sent: date | None) -> Deadline:
        # Each right of a request has a date of its own; the earliest is the one to keep.
        found = [
            reply_deadline(
                rule, rule.right(r), case.received, days, extension_notice_sent=sent, suspensions=pauses
            )
            for r in case.rights
        ]
        return min(found, key=lambda deadline: (deadline.due or date.max, deadline.prudent))

    first = reply(None)
    current = reply(case.extension.notice_sent) if case.extension else first
    left = (current.due - today).days if current.due else None
    late = case.open and left is not None and left < 0
    in_time = first.due is None or today <= first.due
    return CaseClock(
        reply=current,
        first=first,
        days_left=left,
        late=late,
        may_extend=case.open and not case.extension and in_time,
    )


def next_steps(case: RequestCase, clock: CaseClock) -> tuple[str, ...]:
    """What the case asks for next, as keys below ``case.step``, the most urgent first."""
    if not case.open:
        return ()
    steps = []
    if case.acknowledged_on is None:
        steps.append("acknowledge")
    if case.identity.status is not IdentityStatus.PROVEN:
        steps.append("identity")
    elif not case.findings or any(f.outcome is Outcome.NOT_SEARCHED for f in case.findings):
        steps.append("search")
    else:
        steps.append("answer")
    if clock.late and "answer" not in steps:
        steps.append("answer")
    return tuple(steps)
