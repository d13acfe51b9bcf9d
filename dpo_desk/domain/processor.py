"""Organisations that get personal data: processors (Art. 28), joint controllers and controllers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpo_desk.domain.activity import Evidence
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ProcessorId


class ProcessorRole(StrEnum):
    """What the organisation is under Art. 4(7), 4(8) and 26: who decides purposes and essential means?"""

    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    CONTROLLER = "controller"
    MIXED = "mixed"  # processor for one part, controller for another (Art. 28(10))


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
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Processor:
    """An organisation that gets data, with what is known of its role, place and contract."""

    id: ProcessorId
    ref: str  # S-001; never reused
    name: str
    named: bool = True  # False: the source gives no name, only a description
    legal_name: Fact[str] = Fact()
    role: Fact[ProcessorRole] = Fact()
    service: str = ""  # what it does
    data: Fact[str] = Fact()
    address: Fact[str] = Fact()
    countries: Fact[tuple[str, ...]] = Fact()  # ISO 3166-1 alpha-2
    safeguards: Fact[str] = Fact()
    contract: Fact[Contract] = Fact()
    contact: Fact[str] = Fact()  # security or data protection contact
    to_clarify: str = ""
    evidence: tuple[Evidence, ...] = ()
    review_on: date | None = None
    version: int = 0
