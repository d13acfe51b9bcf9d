"""Whether a data protection impact assessment is needed, and done (Art. 35)."""

from __future__ import annotations

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, known, needed, warning
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.dpia import advise_assessment
from dpo_desk.domain.facts import Known
from dpo_desk.domain.record import Answer


def screened(activity: Activity, _around: Around) -> Found:
    """CHK-25: somebody has looked at the criteria."""
    fact, severity = activity.dpia_criteria, Severity.WARNING
    yield from known(
        activity, fact, "CHK-25", "dpia_criteria", "35(1), 35(3)", "dpia_criteria", severity=severity
    )


def assessed(activity: Activity, around: Around) -> Found:
    """CHK-25: what meets two criteria, or is on the list, has its assessment or a written reason why not."""
    advice = advise_assessment(
        around.law.dpia, activity.dpia_criteria.value or (), activity.dpia_listed.value or ()
    )
    if (
        activity.dpia_reference.value
        or activity.dpia_needed.value is Answer.YES
        or advice.answer is not Answer.YES
    ):
        return
    fact, of = activity.dpia, {"criteria": str(advice.count)}
    yield from needed(activity, fact, "CHK-25", "dpia_reason", "35(1)", "dpia", of)


def reference(activity: Activity, _around: Around) -> Found:
    """CHK-25: an assessment somebody found necessary is there."""
    if activity.dpia_needed.value is Answer.YES:
        fact, place = activity.dpia_reference, "dpia_reference"
        yield from needed(activity, fact, "CHK-25", "dpia_reference", "35(1), 35(7)", place)


def opinion(activity: Activity, _around: Around) -> Found:
    """CHK-25: the data protection officer was asked."""
    if activity.dpia_reference.value:
        fact, severity = activity.dpia_opinion, Severity.WARNING
        yield from needed(
            activity, fact, "CHK-25", "dpia_opinion", "35(2)", "dpia_opinion", severity=severity
        )


def overlooked(activity: Activity, around: Around) -> Found:
    """CHK-25: the criteria are those the rest of the record shows."""
    if activity.dpia_criteria.known is Known.UNKNOWN:
        return
    law, chosen = around.law.dpia, activity.dpia_criteria.value or ()
    held = activity.categories.value or ()
    shown = {
        law.sensitive: any(category.special.value or category.criminal.value for category in held),
        law.vulnerable: bool(activity.vulnerable.value),
        law.automated: bool(activity.automated_decision.value and activity.automated_exception.value),
    }
    for criterion, there in shown.items():
        if there and criterion not in chosen:
            place = "dpia_criteria"
            yield warning(activity, "CHK-25", "dpia_overlooked", "35(3)", place, criterion=criterion)
