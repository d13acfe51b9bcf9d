"""What answers lead to: the role of an organisation (EDPB Guidelines 07/2020), the need of an assessment (Art. 35)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dpo_desk.domain.processor import Decides, ProcessorRole
from dpo_desk.domain.record import Answer

if TYPE_CHECKING:
    from dpo_desk.domain.checks.law import Dpia  # a rule of the checks asks for advice, too


class RoleReason(StrEnum):
    """Why the answers lead to a role."""

    INSTRUCTIONS = "instructions"  # it decides neither: Art. 4(8), 28
    TOGETHER = "together"  # purposes or essential means are decided jointly: Art. 26
    OWN_PURPOSES = "own_purposes"  # it decides what for: Art. 4(7)
    ESSENTIAL_MEANS = (
        "essential_means"  # who decides the essential means is a controller: Guidelines 07/2020, 40
    )
    PARTS = "parts"  # each decides for a part of its own
    FOR_ITSELF = (
        "for_itself"  # a processor that uses the data for itself is a controller for that part: Art. 28(10)
    )


@dataclass(frozen=True)
class RoleAdvice:
    """The role the answers lead to, and why."""

    role: ProcessorRole
    reason: RoleReason


def advise_role(
    purposes: Decides | None, means: Decides | None, *, own_purposes: bool = False
) -> RoleAdvice | None:
    """
    The role of an organisation that gets data; nothing while an answer is missing that could change it.

    Args:
        purposes: Who decides what the data are used for.
        means: Who decides the essential means: which data, whose, how long, who sees them.
        own_purposes: Whether it also uses the data for itself.
    """
    if purposes is None or (means is None and purposes is Decides.US):
        return None
    if purposes is Decides.TOGETHER or (purposes is Decides.US and means is Decides.TOGETHER):
        return RoleAdvice(ProcessorRole.JOINT_CONTROLLER, RoleReason.TOGETHER)
    if purposes is Decides.THEM:
        return RoleAdvice(ProcessorRole.CONTROLLER, RoleReason.OWN_PURPOSES)
    if Decides.EACH in {purposes, means}:
        return RoleAdvice(ProcessorRole.MIXED, RoleReason.PARTS)
    if means is Decides.THEM:
        return RoleAdvice(ProcessorRole.CONTROLLER, RoleReason.ESSENTIAL_MEANS)
    if own_purposes:
        return RoleAdvice(ProcessorRole.MIXED, RoleReason.FOR_ITSELF)
    return RoleAdvice(ProcessorRole.PROCESSOR, RoleReason.INSTRUCTIONS)


class AssessmentReason(StrEnum):
    """Why an impact assessment is needed, is not, or cannot be told yet."""

    REQUIRED = "required"  # the authority's list asks for it: Art. 35(4)
    EXEMPT = "exempt"  # the authority's list exempts from it: Art. 35(5)
    ENOUGH = "enough"  # as many criteria as make it necessary in principle: WP 248
    ONE = "one"  # fewer: the reason decides, in writing
    NOTHING = "nothing"


@dataclass(frozen=True)
class AssessmentAdvice:
    """Whether an impact assessment is needed, and why; no answer while what is ticked does not decide."""

    answer: Answer | None
    reason: AssessmentReason
    count: int  # criteria that are met


def advise_assessment(law: Dpia, criteria: Collection[str], listed: Collection[str]) -> AssessmentAdvice:
    """What the criteria that are met and the items of the lists that apply lead to."""
    count = len({item.id for item in law.criteria}.intersection(criteria))
    if {item.id for item in law.required}.intersection(listed):
        return AssessmentAdvice(Answer.YES, AssessmentReason.REQUIRED, count)
    if {item.id for item in law.exempt}.intersection(listed):
        return AssessmentAdvice(Answer.NO, AssessmentReason.EXEMPT, count)
    if count >= law.enough:
        return AssessmentAdvice(Answer.YES, AssessmentReason.ENOUGH, count)
    return AssessmentAdvice(None, AssessmentReason.ONE if count else AssessmentReason.NOTHING, count)
