"""The shape of a law as data: its rights, its periods, how it counts days, and where each of these is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType, TypeVar

from dateutil.relativedelta import relativedelta

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
    """What a period is counted in; ``domain.days.ENDS`` has one function for each that ends on a day."""

    HOURS = "hours"  # elapsed; no day off makes them longer
    DAYS = "days"
    BUSINESS_DAYS = "business_days"  # Monday to Friday, no holiday excluded: always the stricter day
    WEEKS = "weeks"
    MONTHS = "months"
    NONE = "none"  # without undue delay, at once: no day, only the time that has passed


class Start(StrEnum):
    """What a period is counted from."""

    RECEIPT = "receipt"
    RELEVANT_TIME = "relevant_time"  # the latest of request, proof of identity and fee (UK GDPR Art. 12A)
    AWARENESS = "awareness"
    OBTAINING = "obtaining"
    DECISION = "decision"
    NOTICE = "notice"


class Effect(StrEnum):
    """What a question to the person does to a period until it is answered."""

    NONE = "none"  # the period runs on
    ADDS = "adds"  # it stands still; the days from question to answer are added
    ADDS_BOTH = "adds_both"  # the same, and both of these days count
    STARTS = "starts"  # it begins with the answer


@dataclass(frozen=True, kw_only=True)
class Counting:
    """The provisions behind each step of counting; they are cited, the steps themselves are ``domain.deadlines``."""

    length: tuple[Citation, ...]  # where the period begins and on which day it ends
    roll: tuple[Citation, ...]  # the last day is no working day
    identity: tuple[Citation, ...]  # what waiting for proof of identity does
    clarification: tuple[Citation, ...]  # the same while the person says what is meant
    fee: tuple[Citation, ...] = ()  # the same while a fee is awaited


@dataclass(frozen=True, kw_only=True)
class Period:
    """
    A length of time from an event.

    ``roll``: it may not end on a day off. ``strict``: the prudent date counts the first day as day 1, as a careful
    reading of the text may. ``extended`` names the longer period after a timely notice. ``analogy``: no text sets it;
    the provisions are those of a case like it.
    """

    id: str
    articles: tuple[Citation, ...]
    number: int
    unit: Unit
    roll: bool
    counting: Counting
    start: Start = Start.RECEIPT
    strict: bool = False
    extended: str = ""
    identity: Effect = Effect.NONE
    clarification: Effect = Effect.NONE
    fee: Effect = Effect.NONE
    analogy: bool = False
    valid_from: date = date.min
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it applies to what happens on this day."""
        return _in_force(self, day)


class Scope(StrEnum):
    """In which activities a right is searched for, as a proposal to the officer."""

    ALL = "all"
    PROVIDED = "provided"  # consent or contract: what the person provided
    CONSENT = "consent"
    BALANCE = "balance"  # legitimate interests or a public task
    MARKETING = "marketing"
    AUTOMATED = "automated"
    FRAUD = "fraud"


class LetterType(StrEnum):
    """What a letter in the course of a request is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY_REQUEST = "identity_request"
    CLARIFICATION_REQUEST = "clarification_request"
    EXTENSION_NOTICE = "extension_notice"
    FULL_GRANT = "full_grant"
    PARTIAL_GRANT = "partial_grant"
    REFUSAL = "refusal"
    NO_DATA = "no_data"
    CLOSING = "closing"
    FEE_NOTICE = "fee_notice"
    LIFTING = "lifting"  # of a restriction
    RECIPIENTS_NOTICE = "recipients_notice"
    BREACH = "breach"


@dataclass(frozen=True, kw_only=True)
class Right:
    """A right of the data subject and what handling it may involve."""

    id: RightId
    statute: str  # id of the source its articles are in
    articles: tuple[str, ...]  # bare numbers, the most telling first: "15", "21(2)"
    reply: str  # id of the period of the answer
    extended: str  # id of the period after a timely extension notice; empty when none is possible
    extension_notice: str  # id of the period in which that notice must go out; empty when none is possible
    identity_may_be_asked: bool
    at_once: bool  # what was asked for takes effect on receipt; only the answer has a period
    acknowledge: str = ""  # id of the period of a mandatory acknowledgement
    search: Scope = Scope.ALL
    letters: tuple[LetterType, ...] = ()  # those that fit
    grounds: tuple[str, ...] = ()  # codes of grounds a refusal may rest on
    tells_recipients: bool = False  # what was granted is told to recipients (Art. 19)
    told_is_done: bool = False  # the answer itself is what was asked for
    promise: bool = False  # rests on a promise of the controller, on no text of law
    lead_days: tuple[
        int, ...
    ] = ()  # how long before the prudent date reminders come; the regime's when empty
    valid_from: date = date.min
    valid_to: date | None = None

    @property
    def article(self) -> str:
        """The number of its main article."""
        return self.articles[0]

    @property
    def citation(self) -> Citation:
        """Its main article as a provision of its statute."""
        return Citation(f"{self.statute}:{self.article}")

    def in_force(self, day: date) -> bool:
        """Whether it may be used on this day."""
        return _in_force(self, day)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something a regime gives a period to, named for a calculation without a case."""

    id: EventId
    articles: tuple[Citation, ...]
    period: str
    extended: str


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long the file of a request is kept after it was closed; a proposal where the note of the source says so."""

    months: int
    articles: tuple[Citation, ...]
    identity_copies: Start  # what copies of identity documents do not outlast

    def ends(self, closed: date) -> date:
        """The first day on which the file may go."""
        return closed + relativedelta(months=self.months)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A reason for which a request may be refused, in whole or in part; what it says is in the wording."""

    code: str
    articles: tuple[Citation, ...]
    evidence: bool  # the controller must show the facts; they have to be written down


_Named = TypeVar("_Named", Source, Period, Right, Event)


@dataclass(frozen=True, kw_only=True)
class Regime:
    """One law, as it stood in one stretch of time, with everything the program knows of it."""

    id: RegimeId
    rights: tuple[Right, ...]
    events: tuple[Event, ...]
    periods: tuple[Period, ...]
    sources: tuple[Source, ...]
    valid_from: date
    valid_to: date | None
    prompt_working_days: int  # how soon after receipt a question must be asked to make the period stand still
    retention: Retention
    lead_days: tuple[int, ...]  # how long before the prudent date reminders come
    people: tuple[
        str, ...
    ] = ()  # countries (``GB``) and parts of them (``US-CA``) whose residents it is proposed for

    @property
    def title_key(self) -> str:
        """The wording key of its name."""
        return f"law.regime.{self.id}"

    def in_force(self, day: date) -> bool:
        """Whether it applies to what happens on this day."""
        return _in_force(self, day)

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

    def lead_days_of(self, right: RightId) -> tuple[int, ...]:
        """How long before the prudent date reminders of this right come. Raises ``NotFound``."""
        return self.right(right).lead_days or self.lead_days


def _in_force(rule: Period | Right | Regime, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


def _named(things: tuple[_Named, ...], name: str) -> _Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise NotFound(name=name)
