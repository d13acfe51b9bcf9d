"""The tables the rules work with, as plain data: ``resources/law/checks.toml``, ``dpia.toml`` and ``article28.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dpo_desk.domain.activity import TimeUnit
from dpo_desk.domain.checks.words import Length, Lengths, Names, Phrases
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.dpia import Dpia
from dpo_desk.domain.law import Source


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """Something transfers once rested on and cannot any more; its name: wording, ``law.checks.instrument.<id>``."""

    id: str
    words: Phrases
    ended: date
    source: str
    verified_on: date | None


@dataclass(frozen=True, kw_only=True)
class Reference:
    """How long data of a kind are usually kept at most, and who says so."""

    id: str  # its name: wording, law.checks.reference.<id>
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
class Article28Item:
    """One item of the checklist of Art. 28."""

    id: str  # D04; its words: wording, law.article28.<id>
    article: str
    must: Severity  # how grave it is when the contract lacks it
    abroad: bool  # only where data go to a third country
    in_contract: bool  # a clause of the contract says it
    waivable: bool  # may be not applicable without a reason
    source: Source


@dataclass(frozen=True, kw_only=True)
class ConsentAge:
    """From which age a child consents itself to an online service (Art. 8(1))."""

    age: int
    national: Mapping[str, int]  # by country, where it is lower

    def of(self, country: str) -> int:
        """The age that counts in this country."""
        return self.national.get(country, self.age)


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
    no_decision: Phrases
    unnamed: Phrases
    no_contract: Phrases  # what is shown instead of a contract
    no_safeguard: Phrases  # what is shown instead of a tool of Chapter V
    placeholders: Phrases  # to be determined, tbc
    placeholders_alone: Phrases  # such words when a text is nothing else
    instruments: tuple[Instrument, ...]
    either: Phrases  # or
    settling: Phrases  # which of several time limits counts
    lengths: Lengths
    countries: Names[str]
    # -- figures
    references: tuple[Reference, ...]
    consent_age: ConsentAge
    review_months: int
    notice_days: int  # how long before its end a contract is told of
    # -- lists
    dpia: Dpia
    article28: tuple[Article28Item, ...]

    @cached_property
    def noticeable(self) -> Phrases:
        """Everything ``checks.texts`` looks for in any text, as one list."""
        instruments = (each.words for each in self.instruments)
        return Phrases.any_of((self.placeholders, self.placeholders_alone, *instruments))

    @cached_property
    def usual(self) -> Phrases:
        """Everything a reference for retention looks for in the name of a category, as one list."""
        return Phrases.any_of(each.words for each in self.references)

    @cached_property
    def usual_around(self) -> Phrases:
        """The same for the activity around it."""
        return Phrases.any_of(each.around for each in self.references)
