"""A flow of personal data to a third country or an international organisation (GDPR Chapter V)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.record import (
    Answer,
    Country,
    Evidence,
    Kept,
    Line,
    Listed,
    Name,
    Prose,
    RecordStatus,
    Review,
)


class Frequency(StrEnum):
    """Whether a flow is a lasting one; Art. 49 serves only the other kind."""

    SYSTEMATIC = "systematic"
    OCCASIONAL = "occasional"


@dataclass(frozen=True, kw_only=True)
class ScopeAnswer:
    """The answer to a question the scope of an adequacy decision asks (is the importer on the list …)."""

    question: Listed  # id in the table of adequacy decisions
    answer: Fact[Answer] = Fact()


@dataclass(frozen=True, kw_only=True)
class AssessmentStep:
    """One of the six steps of a transfer impact assessment (EDPB Recommendations 01/2020)."""

    step: int  # 1 to 6
    finding: Fact[Prose] = Fact()
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One flow: who sends, who receives, where, for which activity, under which safeguard."""

    id: TransferId
    ref: Kept  # T-001; never reused
    status: RecordStatus = RecordStatus.ACTIVE
    tags: tuple[Line, ...] = ()
    owner: Fact[Line] = Fact()
    # -- from, to
    exporter: Name
    exporter_country: Fact[Country] = Fact()  # none is not an answer; unknown counts as the EEA
    importer: Name
    importer_named: bool = True
    country: Fact[Country] = Fact()
    activity: ActivityId | None = None
    client: ClientId | None = None
    processor: ProcessorId | None = None
    data: Fact[Prose] = Fact()  # what flows
    frequency: Fact[Frequency] = Fact()
    # -- under what
    tool: Fact[Listed] = (
        Fact()
    )  # id in resources/law/safeguards.toml; it says the module of the standard clauses too
    tool_reference: Line = ""
    tool_date: date | None = None
    document: Fact[Line] = Fact()  # where the signed text or the decision is filed; where a copy can be had
    valid_from: date | None = None
    valid_to: date | None = None
    # -- scope of an adequacy decision
    scope: tuple[ScopeAnswer, ...] = ()
    scope_entity: Fact[Line] = Fact()  # the name under which the importer was looked up
    scope_on: date | None = None  # when
    # -- transfer impact assessment
    assessment: Fact[Prose] = Fact()  # reference and finding
    assessment_on: date | None = None
    steps: tuple[AssessmentStep, ...] = ()
    supplementary: Fact[tuple[Line, ...]] = Fact()  # measures
    informed: Fact[Prose] = (
        Fact()
    )  # Art. 49(1) second subparagraph: when the authority and the persons were told
    note: Prose = ""
    evidence: tuple[Evidence, ...] = ()
    review: Review = Review()
    created_on: date | None = None
    updated_on: date | None = None
    version: int = 0

    @property
    def name(self) -> str:
        """What the record is called in lists: its importer."""
        return self.importer
