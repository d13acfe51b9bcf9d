"""Organisations that get personal data: processors (Art. 28), joint controllers and controllers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.record import (
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


class ProcessorRole(StrEnum):
    """What the organisation is under Art. 4(7), 4(8) and 26: who decides purposes and essential means?"""

    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    CONTROLLER = "controller"
    MIXED = "mixed"  # processor for one part, controller for another (Art. 28(10))


class Decides(StrEnum):
    """Who decides something: the test of the role (EDPB Guidelines 07/2020)."""

    US = "us"
    THEM = "them"
    TOGETHER = "together"
    EACH = "each"  # each for a part of its own


class ContractStatus(StrEnum):
    """Where the contract of Art. 28(3) stands."""

    NONE = "none"
    DRAFT = "draft"
    SIGNED = "signed"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The contract or other legal act of Art. 28(3)."""

    status: ContractStatus
    signed_on: date | None = None
    expires_on: date | None = None
    reference: Line = ""  # of the file


class ClauseState(StrEnum):
    """What the contract says to one item of the checklist."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One item of the checklist of Art. 28, with the number of the clause that holds it."""

    item: Listed  # id in resources/law/article28.toml
    state: ClauseState = ClauseState.UNKNOWN
    clause: Line = ""
    note: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Assurance:
    """A certificate or report the organisation shows; it proves security, never a contract or a transfer tool."""

    name: Name  # PCI-DSS, ISO 27001, SOC 2, HDS …
    reference: Line = ""
    expires_on: date | None = None
    note: Prose = ""


@dataclass(frozen=True, kw_only=True)
class SubProcessor:
    """Another processor engaged by this one (Art. 28(2), (4)); with a record of its own when there is one."""

    name: Name
    processor: ProcessorId | None = None
    service: Line = ""
    countries: Fact[tuple[Country, ...]] = Fact()


@dataclass(frozen=True, kw_only=True)
class Processor:
    """An organisation that gets data, with what is known of its role, place and contract."""

    id: ProcessorId
    ref: Kept  # S-001; never reused
    name: Name
    named: bool = True  # False: the source gives no name, only a description
    status: RecordStatus = RecordStatus.ACTIVE
    tags: tuple[Line, ...] = ()
    owner: Fact[Line] = Fact()  # department in charge here
    legal_name: Fact[Line] = Fact()
    address: Fact[Prose] = Fact()
    # -- role
    decides_purposes: Fact[Decides] = Fact()
    decides_means: Fact[Decides] = Fact()  # the essential ones: which data, whose, how long, who sees them
    role: Fact[ProcessorRole] = Fact()
    role_reason: Fact[Prose] = Fact()
    service: Prose = ""  # what it does
    data: Fact[Prose] = Fact()
    own_purposes: Fact[Prose] = Fact()  # Art. 28(10): what it does with the data for itself
    countries: Fact[tuple[Country, ...]] = Fact()  # where data are kept or reached from
    safeguards: Fact[Prose] = Fact()
    # -- contract
    contract: Fact[Contract] = Fact()
    clauses: tuple[Clause, ...] = ()  # items that are not listed are unknown
    subprocessors: Fact[tuple[SubProcessor, ...]] = Fact()
    # -- assurances and contacts
    assurances: Fact[tuple[Assurance, ...]] = Fact()
    contact: Fact[Prose] = Fact()  # for security and breaches
    dpo: Fact[Prose] = Fact()  # its data protection officer
    representative: Fact[Prose] = Fact()  # Art. 27
    risk: Fact[Prose] = Fact()
    to_clarify: Prose = ""
    evidence: tuple[Evidence, ...] = ()
    review: Review = Review()
    created_on: date | None = None
    updated_on: date | None = None
    version: int = 0
