"""A processing activity: one record of the register a controller keeps under GDPR Art. 30(1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId, ProcessorId
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


class LegalBasis(StrEnum):
    """The six bases of GDPR Art. 6(1); a closed list of the Regulation itself."""

    CONSENT = "6-1-a"
    CONTRACT = "6-1-b"
    LEGAL_OBLIGATION = "6-1-c"
    VITAL_INTERESTS = "6-1-d"
    PUBLIC_TASK = "6-1-e"
    LEGITIMATE_INTERESTS = "6-1-f"


class SpecialCondition(StrEnum):
    """The ten conditions of GDPR Art. 9(2); a closed list of the Regulation itself."""

    EXPLICIT_CONSENT = "9-2-a"
    EMPLOYMENT = "9-2-b"
    VITAL_INTERESTS = "9-2-c"
    ASSOCIATION = "9-2-d"
    MADE_PUBLIC = "9-2-e"
    LEGAL_CLAIMS = "9-2-f"
    PUBLIC_INTEREST = "9-2-g"
    HEALTH_CARE = "9-2-h"
    PUBLIC_HEALTH = "9-2-i"
    RESEARCH = "9-2-j"


class AutomatedException(StrEnum):
    """What allows a decision based solely on automated processing: GDPR Art. 22(2)."""

    CONTRACT = "22-2-a"
    LAW = "22-2-b"
    EXPLICIT_CONSENT = "22-2-c"


class Provision(StrEnum):
    """Whether the person has to give the data (GDPR Art. 13(2)(e))."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"


class TimeUnit(StrEnum):
    """The unit of a retention period."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class Afterwards(StrEnum):
    """What happens to data when their time is over."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    ARCHIVE = "archive"


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
    """One purpose (Art. 30(1)(b)) with its legal basis, why that basis holds, and what the basis asks for."""

    text: Annotated[str, "required_prose"]
    basis: Fact[LegalBasis] = Fact()
    reason: Fact[Prose] = Fact()  # which contract, which law or task, which interest
    balancing: Fact[Line] = Fact()  # Art. 6(1)(f): reference of the legitimate interests assessment
    objection: Fact[Prose] = Fact()  # Art. 21: how the person is told of it and can use it
    consent: Fact[Prose] = Fact()  # Art. 7(1): how it is given and where its proof is kept
    withdrawal: Fact[Prose] = Fact()  # Art. 7(3): how it is withdrawn, as easily as it was given


@dataclass(frozen=True, kw_only=True)
class RetentionPeriod:
    """A length of time and the event it is counted from."""

    number: int
    unit: TimeUnit
    trigger: Line  # an empty one is a finding, not an error of typing


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Time limits for erasure (Art. 30(1)(f)); of several periods the rule says which one counts, or else they are ambiguous."""

    periods: tuple[RetentionPeriod, ...] = ()
    rule: Prose = ""  # in words: where no number can be given, and why the length is what it is
    then: Fact[Afterwards] = Fact()
    law: Fact[Line] = Fact()  # the provision that asks for the length


@dataclass(frozen=True, kw_only=True)
class DataCategory:
    """A category of personal data (Art. 30(1)(c)) with its own time limits."""

    name: Name
    detail: Prose = ""
    provision: Fact[Provision] = Fact()
    source: Fact[Line] = Fact()  # where these data come from; none: from the person
    special: Fact[Line] = Fact()  # which data of Art. 9(1) are among them
    condition: Fact[SpecialCondition] = Fact()  # of Art. 9(2)
    criminal: Fact[Line] = Fact()  # which data on convictions and offences (Art. 10) are among them
    criminal_law: Fact[Line] = Fact()  # the law that authorises them
    retention: Fact[Retention] = Fact()  # in active use
    archive: Fact[Retention] = Fact()  # in an intermediate archive of limited access, after that


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A recipient (Art. 30(1)(d)); unnamed ones cannot stand in an answer to an access request (C-154/21)."""

    name: Name
    kind: RecipientKind = RecipientKind.TO_ASSESS
    named: bool = True  # False: only a category is known
    processor: ProcessorId | None = None
    countries: Fact[tuple[Country, ...]] = Fact()  # where it has no record of its own
    note: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A processing activity as controller (Art. 30(1)); every field can be unknown, none, proposed or given."""

    id: ActivityId
    ref: Kept  # P-001; never reused
    name: Name
    status: RecordStatus = RecordStatus.DRAFT
    tags: tuple[Line, ...] = ()
    # -- actors
    owner: Fact[Line] = Fact()  # department in charge
    contact: Fact[Line] = Fact()  # who answers for it there
    controller: Fact[Line] = Fact()  # which company decides; none: the organisation of the register
    joint_controllers: Fact[tuple[Line, ...]] = Fact()  # Art. 26: name and contact
    joint_arrangement: Fact[Line] = Fact()  # Art. 26(1): reference
    joint_essence: Fact[Prose] = Fact()  # Art. 26(2): where data subjects can read its essence
    # -- what for, whose data
    purposes: tuple[Purpose, ...] = ()
    data_subjects: Fact[tuple[Line, ...]] = Fact()
    vulnerable: Fact[Prose] = (
        Fact()
    )  # children and other vulnerable persons among them, and what protects them
    people: Fact[Line] = Fact()  # number of persons
    categories: Fact[tuple[DataCategory, ...]] = Fact()
    minimisation: Fact[Prose] = Fact()  # Art. 5(1)(c): why the intrusive ones are needed
    source: Fact[Prose] = Fact()  # where the data come from, when not from the person (Art. 14, 15(1)(g))
    # -- where to
    recipients: Fact[tuple[Recipient, ...]] = Fact()
    transfers: Fact[Prose] = Fact()  # what is said about third countries; each flow has its own record
    safeguards: Fact[Prose] = Fact()
    # -- how
    systems: Fact[tuple[Line, ...]] = Fact()
    locations: Fact[Prose] = Fact()  # where the data are kept
    security: Fact[tuple[Line, ...]] = Fact()  # Art. 32(1) measures
    rights: Fact[Prose] = Fact()  # which rights can be used here, and how
    breaches: Fact[Prose] = Fact()  # personal data breaches so far, and where they are documented
    automated_decision: Fact[Prose] = Fact()  # Art. 22: logic, significance, consequences
    automated_exception: Fact[AutomatedException] = Fact()
    automated_safeguards: Fact[Prose] = Fact()  # Art. 22(3): human intervention, point of view, contest
    automated_notice: Fact[Prose] = Fact()  # Art. 13(2)(f): where the person is told
    # -- data protection impact assessment, Art. 35
    dpia_criteria: Fact[tuple[Listed, ...]] = Fact()  # ids in resources/law/dpia.toml
    dpia_listed: Fact[tuple[Listed, ...]] = Fact()  # items of the authority's lists, the same file
    dpia_needed: Fact[Answer] = Fact()
    dpia: Fact[Prose] = Fact()  # the reason, in writing
    dpia_reference: Fact[Line] = Fact()
    dpia_on: date | None = None
    dpia_opinion: Fact[Prose] = Fact()  # Art. 35(2): what the data protection officer advised
    # -- how it is known
    to_clarify: Prose = ""  # what the DPO still has to find out
    evidence: tuple[Evidence, ...] = ()
    review: Review = Review()
    created_on: date | None = None
    updated_on: date | None = None
    version: int = 0
