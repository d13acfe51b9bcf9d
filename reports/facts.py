"""
The facts a paper is made of: plain, frozen, and free of any rule.

Everything here is text as it shall be read (never markup), a day, or a key of the wording where the doc says *key*.
Whoever hands facts in has already decided what may be told; a letter only arranges it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

Known = Literal["unknown", "none", "proposed", "given"]
"""Nobody knows yet · it is stated that there is none · the officer's proposal, not in the source · stated."""

Channel = Literal["post", "email", "account", "form", "phone", "hand", "other"]
"""How a request arrived; the words stand in ``letters.common.channel``."""

IdentityProof = Literal["account", "email", "reference", "document", "known", "other"]
"""How identity was established; the words stand in ``letters.common.identity_by``."""

Delivery = Literal["electronic", "paper"]
"""The form in which the answer goes out."""

T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """One statement of a record, and how sure it is; ``text`` is empty when unknown or none."""

    known: Known = "unknown"
    text: str = ""


@dataclass(frozen=True)
class Many(Generic[T]):
    """Several statements of one kind; an empty ``items`` with ``none`` says that there are none."""

    known: Known = "unknown"
    items: tuple[T, ...] = ()


@dataclass(frozen=True)
class Address:
    """A postal address; ``lines`` from street to town, ``country`` as ISO 3166-1 alpha-2 (empty when unknown)."""

    lines: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class ContactFacts:
    """Someone to write to: the data protection officer, a representative, a joint controller."""

    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    address: Address = Address()


@dataclass(frozen=True)
class AuthorityFacts:
    """A supervisory authority as it shall be named in a letter."""

    name: str
    address: Address = Address()
    web: str = ""


@dataclass(frozen=True)
class OrganisationFacts:
    """The controller in whose name a paper goes out."""

    name: str
    address: Address
    dpo: ContactFacts
    authority: AuthorityFacts
    legal_form: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    """Town of the date line ("Paris, 3 March 2027")."""
    registration: str = ""
    """One line of the commercial register, printed in the footer."""
    representative: Many[ContactFacts] = field(default_factory=lambda: Many[ContactFacts]())
    joint_controllers: Many[ContactFacts] = field(default_factory=lambda: Many[ContactFacts]())
    is_sample: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """The person a letter is written to; ``language`` is that of the letter."""

    name: str
    address: Address = Address()
    language: str = ""
    email: str = ""


@dataclass(frozen=True)
class RightFacts:
    """A right exercised; ``name`` is a key (``law.right.access``), ``article`` the bare number ("15")."""

    name: str
    article: str


# --- the register ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceFacts:
    """The words of the source on which an entry rests."""

    quote: str
    section: str = ""


@dataclass(frozen=True)
class PurposeFacts:
    """One purpose and the legal basis it stands on."""

    text: str
    legal_basis: Fact = Fact()
    interest: Fact = Fact()
    """The legitimate interest pursued, or the law that obliges; ``none`` when the basis needs neither."""


@dataclass(frozen=True)
class CategoryFacts:
    """One category of personal data, and how long it is kept."""

    name: str
    detail: str = ""
    retention: Fact = Fact()
    special: str = ""
    """What makes it sensitive (Art. 9, Art. 10), in words; empty when nothing does."""


@dataclass(frozen=True)
class RecipientFacts:
    """Someone who receives data; ``kind`` is the role in words ("processor", "independent controller")."""

    name: str
    kind: str = ""
    named: bool = True
    """False when only a category is known ("carriers"); an access answer may not do with that."""
    country: str = ""
    purpose: str = ""
    known: Known = "given"


@dataclass(frozen=True)
class TransferFacts:
    """A transfer to a third country; ``country`` as ISO 3166-1 alpha-2, empty when unknown."""

    country: str
    importer: str = ""
    tool: Fact = Fact()
    """The legal tool: adequacy decision, standard contractual clauses …"""
    safeguard: Fact = Fact()
    """What protects the data in fact: the assessment, supplementary measures."""
    reference: Fact = Fact()
    """Where the tool can be read, or a copy be had."""
    data: str = ""
    activities: tuple[str, ...] = ()
    """Names of the activities it serves, with their references; filled in the register's list only."""
    known: Known = "given"


@dataclass(frozen=True)
class AutomatedFacts:
    """Automated decision-making including profiling; ``none`` says that no such decision is made."""

    known: Known = "unknown"
    logic: str = ""
    consequences: str = ""
    safeguards: str = ""


@dataclass(frozen=True)
class ActivityFacts:
    """One processing activity, GDPR Art. 30(1)."""

    ref: str
    name: str
    purposes: Many[PurposeFacts] = field(default_factory=lambda: Many[PurposeFacts]())
    data_subjects: Many[str] = field(default_factory=lambda: Many[str]())
    categories: Many[CategoryFacts] = field(default_factory=lambda: Many[CategoryFacts]())
    recipients: Many[RecipientFacts] = field(default_factory=lambda: Many[RecipientFacts]())
    transfers: Many[TransferFacts] = field(default_factory=lambda: Many[TransferFacts]())
    retention: Fact = Fact()
    """The rule that holds for every category without one of its own."""
    security: Many[str] = field(default_factory=lambda: Many[str]())
    source: Fact = Fact()
    """Where the data come from when not from the person; ``none`` when all come from the person."""
    automated: AutomatedFacts = AutomatedFacts()
    assessment: Fact = Fact()
    """Data protection impact assessment: done, needed, not needed and why."""
    joint_controllers: Many[ContactFacts] = field(default_factory=lambda: Many[ContactFacts]("none"))
    department: str = ""
    notes: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()
    gaps: tuple[str, ...] = ()
    """What is still missing, one sentence each, in the paper's language."""
    created: date | None = None
    updated: date | None = None


@dataclass(frozen=True)
class ProcessorFacts:
    """A processor and its contract."""

    name: str
    service: str = ""
    role: str = ""
    address: Address = Address()
    contact: Fact = Fact()
    contract: Fact = Fact()
    subprocessors: Fact = Fact()
    security: Fact = Fact()
    activities: tuple[str, ...] = ()
    named: bool = True
    notes: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterFacts:
    """The whole register as handed to an authority."""

    organisation: OrganisationFacts
    as_of: date
    activities: tuple[ActivityFacts, ...] = ()
    processors: tuple[ProcessorFacts, ...] = ()
    transfers: tuple[TransferFacts, ...] = ()
    title: str = ""
    """Overrides the title of the wording."""


# --- a case ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CopyFacts:
    """The person's own data found in one activity: (label, value) in the order they shall be read."""

    activity: str
    rows: tuple[tuple[str, str], ...]
    system: str = ""
    note: str = ""


@dataclass(frozen=True)
class CaseFacts:
    """
    A request and all that a letter about it may tell.

    ``activities`` and ``copies`` hold only what concerns the person; they are empty for letters that do not answer.
    """

    organisation: OrganisationFacts
    person: PersonFacts
    reference: str
    received: date
    written: date
    """The day of the letter."""
    due: date
    rights: tuple[RightFacts, ...]
    channel: Channel = "other"
    understood: str = ""
    """The request in the officer's own words, as it was understood; empty when the rights say it all."""
    trace: tuple[str, ...] = ()
    """How the day was counted, one sentence each, in the letter's language."""
    extended_to: date | None = None
    identity: IdentityProof | None = None
    identity_on: date | None = None
    delivery: Delivery = "paper"
    authority: AuthorityFacts | None = None
    """The authority where the person lives, when it is another than the controller's own."""
    searched: tuple[str, ...] = ()
    """The systems searched, by name."""
    acted: date | None = None
    """The day on which the search and the copy were made."""
    activities: tuple[ActivityFacts, ...] = ()
    copies: tuple[CopyFacts, ...] = ()
