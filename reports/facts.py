"""
The facts a paper is made of: plain, frozen, and free of any rule.

Everything here is text as it shall be read (never markup), a day, or a key of the wording where the doc says *key*.
Whoever hands facts in has already decided what may be told; a letter only arranges it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from .content import Layout

Known = Literal["unknown", "none", "proposed", "given"]
"""Nobody knows yet · it is stated that there is none · the officer's proposal, not in the source · stated."""

Channel = Literal["post", "email", "account", "phone", "hand", "other"]
"""How a request arrived; the words stand in ``letters.common.channel``."""

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
    """Someone to write to: above all the data protection officer."""

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
class LetterheadFacts:
    """What the organisation itself put at the head and the foot of its letters; nothing where it left that to us."""

    lines: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo: bytes = b""
    """As ``draw.logo.sound`` gave it."""


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
    registration: str = ""
    """One line of the commercial register, printed in the footer."""
    place: str = ""
    """Town of the date line ("Paris, 3 March 2027")."""
    letters_from: Address = Address()
    """Where letters are written and answers go; the address above when empty."""
    establishment: Fact = Fact()
    """In the Union, when the address is elsewhere (Art. 3(1))."""
    representative: Fact = Fact()
    joint_controllers: Fact = Fact()
    to_clarify: str = ""
    """What concerns no single record and is still to be found out."""
    is_sample: bool = False
    letterhead: LetterheadFacts = LetterheadFacts()


@dataclass(frozen=True)
class PersonFacts:
    """The person a letter is written to."""

    name: str
    address: Address = Address()
    email: str = ""


@dataclass(frozen=True)
class RightFacts:
    """
    A right exercised; ``name`` is a key (``law.right.access``), ``article`` the bare number ("15").

    ``statute`` is the id of the text the article is in, by which it is quoted.
    """

    name: str
    article: str
    statute: str = "gdpr"


# --- what an answer tells of an activity ------------------------------------------------------------------------


@dataclass(frozen=True)
class PurposeFacts:
    """One purpose and the legal basis it stands on, written out ("Contract, Art. 6(1)(b)")."""

    text: str
    basis: Fact = Fact()


@dataclass(frozen=True)
class CategoryFacts:
    """One category of personal data, and how long it is kept."""

    name: str
    detail: str = ""
    retention: Fact = Fact()


def by_retention(categories: Iterable[CategoryFacts]) -> tuple[tuple[tuple[str, ...], Fact], ...]:
    """The names of the categories that are kept equally long, with that time limit, in the order of their first."""
    groups: dict[Fact, list[str]] = {}
    for category in categories:
        groups.setdefault(category.retention, []).append(category.name)
    return tuple((tuple(names), retention) for retention, names in groups.items())


@dataclass(frozen=True)
class RecipientFacts:
    """Someone who receives data."""

    name: str
    named: bool = True
    """False when only a category is known ("carriers"); an access answer may not do with that."""
    country: str = ""
    """ISO 3166-1 alpha-2; empty when unknown."""


@dataclass(frozen=True)
class TransferFacts:
    """One flow to a third country."""

    importer: str
    country: Fact = Fact()
    """``text`` is the ISO 3166-1 alpha-2 code."""
    tool: Fact = Fact()
    """The legal tool in words: adequacy decision, standard contractual clauses …"""
    reference: str = ""
    """The tool's reference and date, and where a copy can be had."""
    safeguard: Fact = Fact()
    """The assessment and the measures that protect the data in fact."""
    named: bool = True


@dataclass(frozen=True)
class ActivityFacts:
    """What GDPR Art. 15(1) and (2) ask about one processing activity."""

    name: str
    purposes: tuple[PurposeFacts, ...] = ()
    categories: Many[CategoryFacts] = field(default_factory=lambda: Many[CategoryFacts]())
    recipients: Many[RecipientFacts] = field(default_factory=lambda: Many[RecipientFacts]())
    transfers: Fact = Fact()
    """What is said about third countries as a whole; each flow has its own entry below."""
    flows: tuple[TransferFacts, ...] = ()
    source: Fact = Fact()
    """Where the data come from when not from the person; ``none`` when all come from the person."""
    automated: Fact = Fact()
    """Art. 22: logic, significance, consequences; ``none`` when no such decision is made."""


# --- a case ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CopyFacts:
    """The person's own data found in one activity: (label, value) in the order they shall be read."""

    activity: str
    rows: tuple[tuple[str, str], ...]
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
    due: date | None
    """The last day of the answer; none while the period stands still."""
    rights: tuple[RightFacts, ...]
    channel: Channel = "other"
    understood: str = ""
    """The request as it was understood, quoted; empty when the rights say it all."""
    trace: tuple[str, ...] = ()
    """How the day was counted, one sentence each, in the letter's language."""
    extended_to: date | None = None
    at_once: bool = False
    """Whether all that was asked takes effect on receipt (Art. 21(3)); only the answer then has a period."""
    identity_on: date | None = None
    """The day the identity was settled; how it was, is not for the person and would only repeat personal data."""
    delivery: Delivery = "paper"
    authority: AuthorityFacts | None = None
    """The authority where the person lives, when it is another than the controller's own."""
    searched: tuple[str, ...] = ()
    """The activities or systems searched, by name; all of them, also where nothing was found."""
    acted: date | None = None
    """The day on which the search and the copy were made; the day of the letter when empty."""
    activities: tuple[ActivityFacts, ...] = ()
    copies: tuple[CopyFacts, ...] = ()
    layout: Layout = "fr_right"
