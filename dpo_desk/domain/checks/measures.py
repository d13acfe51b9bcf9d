"""Security, automated decisions and the time of the next review (Art. 5(2), 22 and 32)."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, Record, error, known, needed, warning
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known


def security(record: Activity | Client, _around: Around) -> Found:
    """CHK-20: at least one measure is described."""
    article = "30(1)(g), 32(1)" if isinstance(record, Activity) else "30(2)(d), 32(1)"
    yield from known(record, record.security, "CHK-20", "security", article, "security")
    if record.security.known is Known.NONE:
        yield error(record, "CHK-20", "security_none", article, "security")


def security_vague(record: Activity | Client, around: Around) -> Found:
    """CHK-20: “adequate measures” alone describe nothing."""
    measures = record.security.value or ()
    if measures and all(around.law.vague_security.whole(measure) for measure in measures):
        yield warning(record, "CHK-20", "security_vague", "32(1)", "security", measure=measures[0])


def automated(activity: Activity, _around: Around) -> Found:
    """CHK-23: it is said whether decisions are automated; if so they have an exception, safeguards and a notice."""
    fact, article, place = activity.automated_decision, "13(2)(f), 22", "automated_decision"
    yield from known(activity, fact, "CHK-23", "automated", article, place, severity=Severity.WARNING)


def _decides(activity: Activity, around: Around) -> bool:
    """Whether there is an automated decision: a text, even a proposed one, may say that there is none."""
    told = activity.automated_decision.value
    return bool(told) and not around.law.no_decision.leads(told or "")


def automated_exception(activity: Activity, around: Around) -> Found:
    """CHK-23: an automated decision rests on an exception of Art. 22(2)."""
    if _decides(activity, around):
        fact, place = activity.automated_exception, "automated_exception"
        yield from needed(activity, fact, "CHK-23", "automated_exception", "22(2)", place)


def automated_safeguards(activity: Activity, around: Around) -> Found:
    """CHK-23: a person can have a human being look at an automated decision."""
    if _decides(activity, around):
        fact, place = activity.automated_safeguards, "automated_safeguards"
        yield from needed(activity, fact, "CHK-23", "automated_safeguards", "22(3)", place)


def automated_notice(activity: Activity, around: Around) -> Found:
    """CHK-23: persons are told of automated decisions beforehand."""
    if _decides(activity, around):
        fact, place = activity.automated_notice, "automated_notice"
        yield from needed(activity, fact, "CHK-23", "automated_notice", "13(2)(f)", place)


def review(record: Record, around: Around) -> Found:
    """CHK-26: a record is looked at again when its day has come, or else after a year."""
    due = record.review.next_on
    if due is not None:
        if due <= around.day:
            yield warning(record, "CHK-26", "review_due", "5(2), 24(1)", "review.next_on")
    elif (
        record.updated_on and record.updated_on + relativedelta(months=around.law.review_months) < around.day
    ):
        months = str(around.law.review_months)
        yield warning(record, "CHK-26", "review_overdue", "5(2), 24(1)", "review.next_on", months=months)
