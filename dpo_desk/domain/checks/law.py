"""The tables the rules work with, as plain data: ``resources/law/checks.toml``, ``dpia.toml`` and ``article28.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.activity import TimeUnit
from dpo_desk.domain.checks.words import Length, Lengths, Names, Phrases
from dpo_desk.domain.completeness import Severity


@dataclass(frozen=True, kw_only=True)
class Reference:
    """How long data of a kind are usually kept at most; where a text of the law or of an authority says so."""

    id: str
    words: Phrases  # what the category is called
    around: Phrases  # or the activity and its data subjects
    number: int
    unit: TimeUnit
    law: str
    verified_on: date | None

    @property
    def length(self) -> Length:
        """The length as one value."""
        return Length(self.number, self.unit)


@dataclass(frozen=True, kw_only=True)
class DpiaItem:
    """One criterion of WP 248, or one item of an authority's list."""

    id: str
    article: str
    verified_on: date | None


@dataclass(frozen=True, kw_only=True)
class Dpia:
    """When an impact assessment is needed (Art. 35): criteria, the list that asks for it, the list that exempts."""

    enough: int  # criteria that make it necessary in principle
    criteria: tuple[DpiaItem, ...]
    required: tuple[DpiaItem, ...]
    exempt: tuple[DpiaItem, ...]
    sensitive: str  # criterion: sensitive or highly personal data
    vulnerable: str  # criterion: vulnerable persons
    automated: str  # criterion: automated decision

    @property
    def listed(self) -> tuple[DpiaItem, ...]:
        """Every item of the authority's two lists."""
        return (*self.required, *self.exempt)


@dataclass(frozen=True, kw_only=True)
class Article28Item:
    """One item of the checklist of Art. 28."""

    id: str  # D04
    article: str
    must: Severity  # how grave it is when the contract lacks it
    abroad: bool  # only where data go to a third country
    in_contract: bool  # a clause of the contract says it
    waivable: bool  # may be not applicable without a reason


@dataclass(frozen=True, kw_only=True)
class ChecksLaw:
    """Everything the rules know beside their own sentence."""

    # -- words, in every language at once
    generic_purposes: Phrases
    marketing: Phrases
    special: Phrases
    offences: Phrases
    intrusive: Phrases
    children: Phrases
    vulnerable: Phrases
    parental: Phrases  # how the age of a child and the consent of its parents are dealt with
    vague_retention: Phrases
    vague_security: Phrases
    unnamed: Phrases
    no_contract: Phrases  # what is shown instead of a contract
    no_safeguard: Phrases  # what is shown instead of a tool of Chapter V
    placeholders: Phrases  # to be determined, tbc
    instruments: tuple[tuple[str, Phrases], ...]  # dead ones, by id
    either: Phrases  # or
    lengths: Lengths
    countries: Names[str]
    # -- figures
    references: tuple[Reference, ...]
    review_months: int
    notice_days: int  # how long before its end a contract is told of
    # -- lists
    dpia: Dpia
    article28: tuple[Article28Item, ...]
