"""Processing on behalf of another controller: one record of the register a processor keeps under GDPR Art. 30(2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ClientId, ProcessorId
from dpo_desk.domain.processor import Contract
from dpo_desk.domain.record import Evidence, Kept, Line, Name, Prose, RecordStatus, Review


@dataclass(frozen=True, kw_only=True)
class ClientProcessing:
    """One category of processing carried out on behalf of the client (Art. 30(2)(b))."""

    name: Name
    detail: Prose = ""
    data_subjects: Fact[tuple[Line, ...]] = Fact()
    data: Fact[tuple[Line, ...]] = Fact()  # categories of personal data
    ends: Fact[Prose] = Fact()  # Art. 28(3)(g): erased or returned, when


@dataclass(frozen=True, kw_only=True)
class Client:
    """A controller on whose behalf the organisation processes data, with all that Art. 30(2) asks about it."""

    id: ClientId
    ref: Kept  # C-001; never reused
    name: Name
    status: RecordStatus = RecordStatus.DRAFT
    tags: tuple[Line, ...] = ()
    owner: Fact[Line] = Fact()  # department in charge here
    address: Fact[Prose] = Fact()
    contact: Fact[Prose] = Fact()
    representative: Fact[Prose] = Fact()  # of the client, Art. 27
    dpo: Fact[Prose] = Fact()  # of the client
    contract: Fact[Contract] = Fact()  # Art. 28(3)
    instructions: Fact[Prose] = Fact()  # Art. 28(3)(a), 29: where they are documented
    processing: Fact[tuple[ClientProcessing, ...]] = Fact()
    subprocessors: tuple[ProcessorId, ...] = ()  # of the list of processors
    subprocessing: Fact[Prose] = Fact()  # Art. 28(2): the client's authorisation
    transfers: Fact[Prose] = Fact()  # Art. 30(2)(c); each flow has its own record
    safeguards: Fact[Prose] = Fact()
    security: Fact[tuple[Line, ...]] = Fact()  # Art. 30(2)(d)
    breach_notice: Fact[Line] = Fact()  # Art. 33(2): to whom and how soon a breach is told
    to_clarify: Prose = ""
    evidence: tuple[Evidence, ...] = ()
    review: Review = Review()
    created_on: date | None = None
    updated_on: date | None = None
    version: int = 0
