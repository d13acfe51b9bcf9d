"""What Chapter V says to a flow, as plain data: the verdict, and every reason with the facts of its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.transfer_law import Adequacy, Verdict


class Why(StrEnum):
    """Why a flow is judged as it is; the sentence: wording, ``law.chapter_v.reason.<value>``."""

    # where to
    COUNTRY_UNKNOWN = "country_unknown"
    COUNTRY_PROPOSED = "country_proposed"
    AREA_EU = "area_eu"
    AREA_EFTA = "area_efta"
    AREA_TERRITORY = "area_territory"
    AREA_LEFT = "area_left"
    AREA_INTERIM = "area_interim"
    AREA_UK = "area_uk"
    EXPORTER_OUTSIDE = "exporter_outside"
    EXPORTER_UK = "exporter_uk"
    PLACE = "place"
    # the tool as such
    TOOL_UNKNOWN = "tool_unknown"
    TOOL_PROPOSED = "tool_proposed"
    TOOL_NONE = "tool_none"
    TOOL_NOT_LISTED = "tool_not_listed"
    NO_TOOL = "no_tool"
    ORDER_ALONE = "order_alone"
    ORDER_AGREEMENT = "order_agreement"
    NOT_FOR_EXPORTER = "not_for_exporter"
    TOOL_NOT_YET = "tool_not_yet"
    TOOL_ENDED = "tool_ended"
    SIGNED_LATER = "signed_later"
    SIGNED_BEFORE = "signed_before"
    SIGNED_TOO_LATE = "signed_too_late"
    SIGNED_UNKNOWN = "signed_unknown"
    USE_NOT_BEGUN = "use_not_begun"
    USE_ENDED = "use_ended"
    UNSETTLED = "unsettled"
    REFERENCE_MISSING = "reference_missing"
    SYSTEMATIC = "systematic"
    SYSTEMATIC_DOUBTFUL = "systematic_doubtful"
    FREQUENCY_UNKNOWN = "frequency_unknown"
    # adequacy
    NO_DECISION = "no_decision"
    DECISION_ENDED = "decision_ended"
    DECISION_ANNULLED = "decision_annulled"
    DECISION_LATER = "decision_later"
    NOT_FOR_EFTA = "not_for_efta"
    SCOPE_UNANSWERED = "scope_unanswered"
    SCOPE_PROPOSED = "scope_proposed"
    SCOPE_FAILED = "scope_failed"
    FALLBACK_MISSING = "fallback_missing"
    LOOKUP_MISSING = "lookup_missing"
    LOOKUP_OLD = "lookup_old"
    ADEQUATE = "adequate"
    AT_RISK = "at_risk"
    EXPIRES = "expires"
    COVERED = "covered"
    AVAILABLE = "available"
    # assessment, and what the second subparagraph of Art. 49(1) asks for
    ASSESSMENT_NONE = "assessment_none"
    ASSESSMENT_UNKNOWN = "assessment_unknown"
    ASSESSMENT_PROPOSED = "assessment_proposed"
    ASSESSMENT_UNDATED = "assessment_undated"
    ASSESSMENT_LATER = "assessment_later"
    STEPS_OPEN = "steps_open"
    INFORMED_NONE = "informed_none"
    INFORMED_UNKNOWN = "informed_unknown"
    INFORMED_PROPOSED = "informed_proposed"
    SAFEGUARDS_NONE = "safeguards_none"
    SAFEGUARDS_UNKNOWN = "safeguards_unknown"
    SAFEGUARDS_PROPOSED = "safeguards_proposed"
    TOOL_NAMED = "tool_named"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """
    One reason of a verdict.

    ``facts`` fill the placeholders: codes of countries (``country``), ids of tools (``tool``), decisions
    (``decision``), questions (``question``) and places (``place``), days, and plain text; ``place`` is the field of the
    form it speaks of, ``verdict`` what this reason alone would make of the flow.
    """

    key: Why
    verdict: Verdict
    place: str = ""
    facts: Mapping[str, str | date] = field(default_factory=lambda: MappingProxyType({}))
    lightens: bool = False  # with it, nothing weighs more than a reservation


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The verdict on a flow on a day, its reasons, the gravest first, and the decision it rests on or could rest on."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    day: date
    decision: Adequacy | None = None

    @property
    def because(self) -> tuple[Reason, ...]:
        """The reasons at least as grave as the verdict."""
        return tuple(each for each in self.reasons if each.verdict.gravity >= self.verdict.gravity)

    @property
    def rests_on(self) -> Adequacy | None:
        """The decision the flow rests on; nothing when it rests on something else."""
        return self.decision if any(each.key is Why.ADEQUATE for each in self.reasons) else None
