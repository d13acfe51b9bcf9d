"""When a data protection impact assessment is needed (GDPR Art. 35), and what ticked criteria lead to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dpo_desk.domain.law import Source
from dpo_desk.domain.record import Answer


@dataclass(frozen=True, kw_only=True)
class DpiaItem:
    """One criterion of WP 248, or one item of an authority's list."""

    id: str  # its words: wording, law.dpia.<id>
    source: Source


@dataclass(frozen=True, kw_only=True)
class Dpia:
    """When an impact assessment is needed (Art. 35): criteria, the list that asks for it, the list that exempts."""

    enough: int  # criteria that make it necessary in principle
    criteria: tuple[DpiaItem, ...]
    required: tuple[DpiaItem, ...]
    exempt: tuple[DpiaItem, ...]
    sensitive: str  # criterion: sensitive or highly personal data
    vulnerable: str  # criterion: vulnerable persons
    automated: str  # criterion: automated decision

    @property
    def listed(self) -> tuple[DpiaItem, ...]:
        """Every item of the authority's two lists."""
        return (*self.required, *self.exempt)


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
