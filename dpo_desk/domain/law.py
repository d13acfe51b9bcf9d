"""The shape of a law as data: its rights, its periods, how it counts days, and where each of these is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType, TypeVar

from dpo_desk.domain.ids import EventId, RegimeId, RightId
from dpo_desk.errors import NotFound

# A provision of a source, written ``<source id>:<provision>``: ``gdpr:12(3)``.
Citation = NewType("Citation", str)


def cited(citation: Citation) -> tuple[str, str]:
    """The source id and the provision a citation names."""
    source, _, provision = citation.partition(":")
    return source, provision


@dataclass(frozen=True, kw_only=True)
class Source:
    """A text a rule is taken from; ``verified_on`` is None until somebody has opened the text itself."""

    id: str
    title: str
    address: str
    verified_on: date | None
    note: str = ""


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, kw_only=True)
class Counting:
    """The provisions behind each step of counting; they are cited, the steps themselves are ``domain.deadlines``."""

    length: tuple[Citation, ...]  # where the period begins and on which day it ends
    roll: tuple[Citation, ...]  # the last day is no working day
    identity: tuple[Citation, ...]  # the period stands still while proof of identity is awaited
    clarification: tuple[Citation, ...]  # the same while the person says what is meant


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of time from a day of receipt; ``roll`` when it may not end on a day off."""

    id: str
    articles: tuple[Citation, ...]
    number: int
    unit: Unit
    roll: bool
    counting: Counting


@dataclass(frozen=True, kw_only=True)
class Right:
    """A right of the data subject and what handling it may involve."""

    id: RightId
    articles: tuple[str, ...]  # bare numbers, the most telling first: "15", "21(2)"
    reply: str  # id of the period of the answer
    extended: str  # id of the period after a timely extension notice; empty when none is possible
    identity_may_be_asked: bool
    at_once: bool  # what was asked for takes effect on receipt; only the answer has a period

    @property
    def article(self) -> str:
        """The number of its main article."""
        return self.articles[0]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something a regime gives a period to, named for a calculation without a case."""

    id: EventId
    articles: tuple[Citation, ...]
    period: str
    extended: str


_Named = TypeVar("_Named", Source, Period, Right, Event)


@dataclass(frozen=True, kw_only=True)
class Regime:
    """One law with everything the program knows of it."""

    id: RegimeId
    rights: tuple[Right, ...]
    events: tuple[Event, ...]
    periods: tuple[Period, ...]
    sources: tuple[Source, ...]
    valid_from: date
    valid_to: date | None
    prompt_working_days: int  # how soon after receipt a question must be asked to make the period stand still

    @property
    def title_key(self) -> str:
        """The wording key of its name."""
        return f"law.regime.{self.id}"

    def in_force(self, day: date) -> bool:
        """Whether it applies to what happens on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def right(self, right: RightId) -> Right:
        """The right of this id. Raises ``NotFound``."""
        return _named(self.rights, right)

    def event(self, event: EventId) -> Event:
        """The event of this id. Raises ``NotFound``."""
        return _named(self.events, event)

    def period(self, period: str) -> Period:
        """The period of this id. Raises ``NotFound``."""
        return _named(self.periods, period)

    def source(self, source: str) -> Source:
        """The source of this id. Raises ``NotFound``."""
        return _named(self.sources, source)


def _named(things: tuple[_Named, ...], name: str) -> _Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise NotFound(name=name)
