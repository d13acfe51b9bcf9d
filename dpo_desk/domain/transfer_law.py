"""The tables of GDPR Chapter V: where data may go, what a transfer may rest on, what a place means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from dpo_desk.domain.law import Citation, Source
from dpo_desk.domain.record import Answer
from dpo_desk.errors import NotFound

EEA = "EEA"
"""Stands in the British list for every member of the European Economic Area at once."""

UNITED_KINGDOM = "GB"


class Verdict(StrEnum):
    """What Chapter V says to a flow, from the lightest to the gravest."""

    NO_TRANSFER = "no_transfer"
    VALID = "valid"
    RESERVED = "reserved"
    NOT_VALID = "not_valid"

    @property
    def gravity(self) -> int:
        """Its place in that order, from 0."""
        return _GRAVITY[self]


_GRAVITY = {verdict: place for place, verdict in enumerate(Verdict)}


class Exporting(StrEnum):
    """Whose rules a flow leaves under, by the country of the exporter on the day."""

    EU = "eu"
    UK = "uk"
    OUTSIDE = "outside"  # the Regulation may apply by Art. 3(2), or there is no exporter at all


class Standing(StrEnum):
    """Why data move to a place as within the European Economic Area."""

    EU = "eu"
    EFTA = "efta"  # Iceland, Liechtenstein, Norway
    TERRITORY = "territory"  # part of a member State inside the Union
    LEFT = "left"  # a former member, as long as Union law applied there
    INTERIM = "interim"  # not a member any more, and not yet treated as a third country


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place data move to freely; without ``since`` or ``until`` for as long as the tables look back or ahead."""

    code: str  # ISO 3166-1 alpha-2
    standing: Standing
    since: date | None = None
    until: date | None = None  # the last day
    verified_on: date | None = None
    note: str = ""

    def on(self, day: date) -> bool:
        """Whether it counts on this day."""
        return _within(day, self.since, self.until)


@dataclass(frozen=True, kw_only=True)
class ScopeQuestion:
    """
    What has to be asked before a decision can be relied on; its words: wording, ``law.chapter_v.question.<id>``, or ``names``.

    ``needed`` is the answer that lets the decision apply. A ``precaution`` is no condition of the decision: the other
    answer is a reservation. The confirmed *none* is an answer only where the question may not arise.
    """

    id: str
    needed: Answer = Answer.YES
    may_not_arise: bool = False
    precaution: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Adequacy:
    """A decision that a country or organisation protects data well enough; in force from ``adopted`` to ``expires``."""

    code: str  # ISO 3166-1 alpha-2, the code of an organisation, or ``EEA``
    instrument: str  # wording, law.chapter_v.instrument.<instrument>
    number: str  # "" when it was not confirmed
    adopted: date
    expires: date | None = None  # the last day
    annulled: bool = False  # it ended because a court declared it invalid
    questions: tuple[ScopeQuestion, ...] = ()
    lookup_months: int | None = None  # the importer stands in a list; a look-up is good for so long
    at_risk: bool = False  # challenged in court: have another tool ready
    efta: bool = True  # taken over for Iceland, Liechtenstein and Norway
    verified_on: date | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """What the decision is known by: its place, and its number or its day."""
        return f"{self.code}:{self.number or self.adopted.isoformat()}"

    @property
    def limited(self) -> bool:
        """Whether it covers only part of the recipients there."""
        return bool(self.questions)

    def on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return _within(day, self.adopted, self.expires)


@dataclass(frozen=True, kw_only=True)
class Adequate:
    """Where personal data may go without a tool of its own, for exporters in the Union and in the United Kingdom."""

    source: Source
    areas: tuple[Area, ...]
    decisions: tuple[Adequacy, ...]
    uk_source: Source
    uk_decisions: tuple[Adequacy, ...]
    organisations: frozenset[str] = frozenset()  # codes of those that are no country


class ToolKind(StrEnum):
    """What sort of thing a transfer is said to rest on."""

    ADEQUACY = "adequacy"  # Art. 45
    SAFEGUARD = "safeguard"  # Art. 46
    DEROGATION = "derogation"  # Art. 49
    ORDER = "order"  # Art. 48: no basis by itself
    NO_TOOL = "no_tool"  # named as a safeguard, but none
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class TransferTool:
    """Something a transfer is said to rest on; its name: wording, ``law.tool.<id>``, or ``names``."""

    id: str
    kind: ToolKind
    articles: tuple[Citation, ...]
    sources: tuple[Source, ...]
    exporters: frozenset[Exporting]
    assessment: bool = False  # a transfer impact assessment is needed
    informed: bool = False  # the authority and the persons have to be told (Art. 49(1) second subparagraph)
    reference: bool = False  # an approval or a certificate has to be named
    unsettled: bool = False  # which of several it is still has to be said
    systematic: Verdict = Verdict.VALID  # what it is worth for a flow that is a lasting one
    valid_from: date | None = None
    valid_to: date | None = None  # the last day
    signed_to: date | None = None  # the last day on which it could still be agreed
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def on(self, day: date) -> bool:
        """Whether it is there on this day."""
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place that is easily taken for something else; what it means: wording, ``law.chapter_v.place.<id>``, or ``names``."""

    id: str
    codes: tuple[str, ...]
    under: str = ""  # the country whose decisions reach it
    unsettled: bool = False  # what holds there has to be found out: the lack of a tool is a reservation only
    verified_on: date | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class ChapterV:
    """All tables of Chapter V together."""

    adequate: Adequate
    tools: tuple[TransferTool, ...]
    places: tuple[Place, ...]

    def area(self, country: str, day: date) -> Area | None:
        """Why data move to this country freely on this day; nothing when they do not."""
        return next((each for each in self._areas.get(country, ()) if each.on(day)), None)

    def inside(self, country: str, day: date) -> bool:
        """Whether data move to this country as within the European Economic Area."""
        return self.area(country, day) is not None

    def member(self, country: str, day: date) -> bool:
        """Whether the law of the Union, or of the EEA, applies in this country on this day."""
        found = self.area(country, day)
        return found is not None and found.standing is not Standing.INTERIM

    def exporting(self, country: str, day: date) -> Exporting:
        """Whose rules a flow from there leaves under; an unknown country counts as one of the EEA."""
        if not country or self.member(country, day):
            return Exporting.EU
        return Exporting.UK if country == UNITED_KINGDOM else Exporting.OUTSIDE

    def decision_on(self, country: str, day: date, exporting: Exporting = Exporting.EU) -> Adequacy | None:
        """The decision in force for a country or organisation on a day; the newest, when there are several."""
        return max(
            (d for d in self._reaching(country, day, exporting) if d.on(day)), key=_adopted, default=None
        )

    def decision_near(self, country: str, day: date, exporting: Exporting = Exporting.EU) -> Adequacy | None:
        """The last decision before a day on which none is in force, else the first one after it."""
        found = sorted(self._reaching(country, day, exporting), key=_adopted)
        before = [each for each in found if each.adopted <= day]
        return before[-1] if before else next(iter(found), None)

    def decision(self, decision: str) -> Adequacy:
        """The decision of this id. Raises ``NotFound``."""
        for each in (*self.adequate.decisions, *self.adequate.uk_decisions):
            if each.id == decision:
                return each
        raise NotFound(name=decision)

    def question(self, question: str) -> ScopeQuestion | None:
        """The question of this id, if a decision asks it."""
        return self._questions.get(question)

    def tool(self, tool: str) -> TransferTool | None:
        """The tool of this id, if it is in the list."""
        return self._tools.get(tool)

    def place(self, country: str) -> Place | None:
        """What has to be known of this place, if there is something."""
        return self._places.get(country)

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of all questions."""
        return tuple(self._questions)

    def _reaching(self, country: str, day: date, exporting: Exporting) -> tuple[Adequacy, ...]:
        place = self._places.get(country)
        codes = [country, *([place.under] if place and place.under else [])]
        if exporting is not Exporting.UK:
            return tuple(each for code in codes for each in self._decisions.get(code, ()))
        if self.member(country, day):
            codes.append(EEA)
        return tuple(each for code in codes for each in self._uk_decisions.get(code, ()))

    @cached_property
    def _areas(self) -> Mapping[str, tuple[Area, ...]]:
        codes = dict.fromkeys(each.code for each in self.adequate.areas)
        return {code: tuple(a for a in self.adequate.areas if a.code == code) for code in codes}

    @cached_property
    def _decisions(self) -> Mapping[str, tuple[Adequacy, ...]]:
        return _by_code(self.adequate.decisions)

    @cached_property
    def _uk_decisions(self) -> Mapping[str, tuple[Adequacy, ...]]:
        return _by_code(self.adequate.uk_decisions)

    @cached_property
    def _questions(self) -> Mapping[str, ScopeQuestion]:
        decisions = (*self.adequate.decisions, *self.adequate.uk_decisions)
        return {question.id: question for each in decisions for question in each.questions}

    @cached_property
    def _tools(self) -> Mapping[str, TransferTool]:
        return {each.id: each for each in self.tools}

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return {code: each for each in self.places for code in each.codes}


def _by_code(decisions: tuple[Adequacy, ...]) -> Mapping[str, tuple[Adequacy, ...]]:
    codes = dict.fromkeys(each.code for each in decisions)
    return {code: tuple(each for each in decisions if each.code == code) for code in codes}


def _adopted(decision: Adequacy) -> date:
    return decision.adopted


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
