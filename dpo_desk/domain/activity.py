"""A processing activity: one record of the register a controller keeps under GDPR Art. 30(1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId, ProcessorId


class LegalBasis(StrEnum):
    """The six bases of GDPR Art. 6(1); a closed list of the Regulation itself."""

    CONSENT = "6-1-a"
    CONTRACT = "6-1-b"
    LEGAL_OBLIGATION = "6-1-c"
    VITAL_INTERESTS = "6-1-d"
    PUBLIC_TASK = "6-1-e"
    LEGITIMATE_INTERESTS = "6-1-f"


class ActivityStatus(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class TimeUnit(StrEnum):
    """The unit of a retention period."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class RecipientKind(StrEnum):
    """What a recipient (Art. 4(9)) is to the controller."""

    INTERNAL = "internal"
    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    THIRD_PARTY = "third_party"  # a controller of its own
    AUTHORITY = "authority"
    PUBLIC = "public"
    TO_ASSESS = "to_assess"


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One purpose (Art. 30(1)(b)) with its legal basis and why that basis holds."""

    text: str
    basis: Fact[LegalBasis] = Fact()
    reason: str = ""  # which contract, which law, which interest


@dataclass(frozen=True, kw_only=True)
class RetentionPeriod:
    """A length of time and the event it is counted from."""

    number: int
    unit: TimeUnit
    trigger: str


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Time limits for erasure (Art. 30(1)(f)); more than one period means the source is ambiguous."""

    periods: tuple[RetentionPeriod, ...] = ()
    rule: str = ""  # a rule in words, where no number can be given
    then: str = ""  # erase, anonymise, archive …
    law: str = ""


@dataclass(frozen=True, kw_only=True)
class DataCategory:
    """A category of personal data (Art. 30(1)(c)) with its own time limit."""

    name: str
    detail: str = ""
    retention: Fact[Retention] = Fact()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A recipient (Art. 30(1)(d)); unnamed ones cannot stand in an answer to an access request (C-154/21)."""

    name: str
    kind: RecipientKind = RecipientKind.TO_ASSESS
    named: bool = True
    processor: ProcessorId | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where the source says so: the words, the section they stand in, and a hash of the text they came from."""

    quote: str
    section: str
    source_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A processing activity as controller (Art. 30(1)); every field can be unknown, none, proposed or given."""

    id: ActivityId
    ref: str  # P-001; never reused
    name: str
    status: ActivityStatus = ActivityStatus.DRAFT
    owner: Fact[str] = Fact()  # department in charge
    purposes: tuple[Purpose, ...] = ()
    data_subjects: Fact[tuple[str, ...]] = Fact()
    categories: Fact[tuple[DataCategory, ...]] = Fact()
    recipients: Fact[tuple[Recipient, ...]] = Fact()
    transfers: Fact[str] = Fact()  # what is said about third countries; each flow has its own record
    safeguards: Fact[str] = Fact()
    source: Fact[str] = Fact()  # where the data come from, when not from the person (Art. 14, 15(1)(g))
    automated_decision: Fact[str] = Fact()  # Art. 22: logic, significance, consequences
    security: Fact[tuple[str, ...]] = Fact()  # Art. 32(1) measures
    dpia: Fact[str] = Fact()  # Art. 35
    to_clarify: str = ""  # what the DPO still has to find out
    evidence: tuple[Evidence, ...] = ()
    created_on: date | None = None
    review_on: date | None = None
    version: int = 0
