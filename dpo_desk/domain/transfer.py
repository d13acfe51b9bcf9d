"""A flow of personal data to a third country or an international organisation (GDPR Chapter V)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.activity import Evidence
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId, ProcessorId, TransferId


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One flow: who sends, who receives, where, for which activity, under which safeguard."""

    id: TransferId
    ref: str  # T-001; never reused
    exporter: str
    importer: str
    importer_named: bool = True
    country: Fact[str] = Fact()  # ISO 3166-1 alpha-2
    activity: ActivityId | None = None
    processor: ProcessorId | None = None
    tool: Fact[str] = Fact()  # id in resources/law/safeguards.toml
    tool_reference: str = ""
    tool_date: date | None = None
    assessment: Fact[str] = Fact()  # transfer impact assessment: reference and finding
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    version: int = 0
