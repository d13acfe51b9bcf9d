"""A request by a data subject: what was asked, by whom and for whom, what was done, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.ids import (
    ActivityId,
    CalendarId,
    CaseId,
    EntryId,
    PaperId,
    PersonId,
    ProcessorId,
    RegimeId,
    RightId,
)

# --- where a request stands ------------------------------------------------------------------------------------------


class CaseState(StrEnum):
    """Where a request stands; the steps between them are ``domain.case_steps``."""

    RECEIVED = "received"
    IDENTITY = "identity"  # waiting for the person: who asks
    CLARIFICATION = "clarification"  # waiting for the person: what is meant
    IN_WORK = "in_work"
    EXTENDED = "extended"  # in work, with the longer period
    ANSWERED_FULLY = "answered_fully"
    ANSWERED_PARTLY = "answered_partly"
    REFUSED = "refused"
    NO_DATA = "no_data"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"  # ended without an answer: forwarded, not for us, never proven
    CLOSED = "closed"  # nothing is left to do
    PURGED = "purged"  # only counts and a certificate are left


WAITING = frozenset({CaseState.IDENTITY, CaseState.CLARIFICATION})
"""The person has the word; the period may stand still."""

RUNNING = frozenset({CaseState.RECEIVED, CaseState.IN_WORK, CaseState.EXTENDED}) | WAITING
"""An answer is still owed."""

ENDED = frozenset(CaseState) - RUNNING
"""Nothing more is owed to the person."""

AWAITING_CLOSE = ENDED - {CaseState.CLOSED, CaseState.PURGED}
"""The person has the answer; what follows from it may be open."""


class Channel(StrEnum):
    """How the request arrived."""

    EMAIL = "email"
    ACCOUNT = "account"  # written while logged in
    POST = "post"
    HAND = "hand"
    PHONE = "phone"
    OTHER = "other"


class ChannelQuality(StrEnum):
    """
    How far the controller answers for the channel.

    Source:
        EDPB Guidelines 01/2022 para. 52 to 57, 159, examples 8 and 9.
    """

    OFFICIAL = "official"  # one the controller named for requests
    USUAL = "usual"  # one it uses with its customers: no reason for more time
    RANDOM = "random"  # plainly not meant for it; the reason is noted


class Role(StrEnum):
    """What the person is to the controller; it decides where it is searched."""

    CUSTOMER = "customer"
    VISITOR = "visitor"
    PROSPECT = "prospect"
    SUPPLIER = "supplier"
    APPLICANT = "applicant"
    EMPLOYEE = "employee"
    OTHER = "other"


# --- who asks --------------------------------------------------------------------------------------------------------


class Capacity(StrEnum):
    """By what right somebody asks for another."""

    MANDATE = "mandate"  # a lawyer, an association, anybody with a power of attorney
    PARENT = "parent"  # holder of parental responsibility
    GUARDIAN = "guardian"
    HEIR = "heir"
    EXECUTOR = "executor"  # named in a directive of the deceased


@dataclass(frozen=True, kw_only=True)
class Representation:
    """
    That somebody asks for another.

    ``concerned`` is the data subject, ``representative`` who writes for the person when that is a third one. Proof is
    named, never copied: "family record book seen on …".
    """

    capacity: Capacity
    concerned: PersonId | None = None
    representative: PersonId | None = None
    proof: str = ""
    proof_seen_on: date | None = None

    @property
    def proven(self) -> bool:
        """Whether the proof was seen."""
        return self.proof_seen_on is not None and bool(self.proof)


class IdentityStatus(StrEnum):
    """What is known about who asks (Art. 12(6))."""

    NOT_CHECKED = "not_checked"
    ASKED = "asked"  # more information was asked for, with a reason
    PROVEN = "proven"


class QuestionKind(StrEnum):
    """What the person was asked for; a period may stand still until the answer."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"
    FEE = "fee"


class Proof(StrEnum):
    """What can prove an identity, the least intrusive first (EDPB Guidelines 01/2022 para. 58 to 79)."""

    ACCOUNT = "account"  # write from the customer account
    EMAIL = "email"  # confirm from the address on file
    ORDER = "order"  # name an order number and its amount
    CALL_BACK = "call_back"  # on the number on file
    STATUS = "status"  # family record book, notarial act, mandate
    DOCUMENT = "document"  # an identity document, masked; only in case of reasonable doubt
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    A question to the person, and its answer.

    ``reason`` is the concrete doubt, or why the request is not clear. ``justified`` is the officer's own judgement; a
    blanket demand is not. An answer that is not ``sufficient`` may be followed by the same question again.
    """

    kind: QuestionKind
    asked: date
    reason: str
    proof: Proof | None = None
    received: date | None = None
    sufficient: bool = False
    justified: bool = True

    @property
    def open(self) -> bool:
        """Whether its answer is still awaited."""
        return self.received is None


@dataclass(frozen=True, kw_only=True)
class Identity:
    """How the identity was settled: ``how`` in words and on which day, never by a copy that is kept."""

    how: str = ""  # "logged in to the account", "identity card seen"
    proven_on: date | None = None


# --- what was done ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Extension:
    """The notice that the period is extended (Art. 12(3)): when it went out, and why."""

    notice_sent: date
    reason: str


class Outcome(StrEnum):
    """What the search of one activity gave."""

    NOT_SEARCHED = "not_searched"  # to search
    SEARCHED = "searched"  # looked for, the result is still being sorted out
    FOUND = "found"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about the person in one activity; ``data`` are (label, value) pairs for the copy."""

    activity: ActivityId
    outcome: Outcome = Outcome.NOT_SEARCHED
    by: str = ""  # who searched
    on: date | None = None
    note: str = ""
    data: tuple[tuple[str, str], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it is known what is there."""
        return self.outcome in (Outcome.FOUND, Outcome.NOTHING)


class Result(StrEnum):
    """What was decided about one right."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    NO_DATA = "no_data"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """
    What was decided about one right, on which grounds, in whose words.

    ``grounds`` are codes of ``resources/law/grounds.toml``, needed where something is refused; ``words`` say it for
    this case. ``done_on`` is the day on which what was granted was carried out.
    """

    result: Result
    on: date
    grounds: tuple[str, ...] = ()
    words: str = ""
    evidence: str = ""  # the facts a ground has to be shown by
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RightAsked:
    """
    One right of a request, with a clock of its own.

    ``received`` is the day it was asked for: that of the request, or of a later message which added it. ``nominal``,
    ``due`` and ``prudent`` are the dates as computed at the last change, kept so that lists can sort by them; none
    where the law sets no period, and no due date while the period stands still.
    """

    right: RightId
    received: date
    decision: Decision | None = None
    nominal: date | None = None
    due: date | None = None
    prudent: date | None = None


class Notice(StrEnum):
    """How a recipient was told."""

    EMAIL = "email"
    POST = "post"
    INTERFACE = "interface"  # by the recipient's own system
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class RecipientTold:
    """
    One recipient that has to be told of a rectification, an erasure or a restriction (Art. 19).

    ``on`` and ``how`` when it was told; ``impossible`` says why it cannot be, or only with disproportionate effort.
    """

    name: str
    activity: ActivityId
    processor: ProcessorId | None = None
    on: date | None = None
    how: Notice | None = None
    impossible: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing more has to be done about it."""
        return self.on is not None or bool(self.impossible)


@dataclass(frozen=True, kw_only=True)
class RequestCase:
    """A request under one regime, for one or several rights, each with its own clock."""

    id: CaseId
    ref: str  # R-2026-0001; never reused
    person: PersonId  # who asks, and whom letters reach
    regime: RegimeId
    rights: tuple[RightAsked, ...]
    received: date  # day of arrival, in the controller's time zone
    channel: Channel
    asked: str
    language: str
    calendar: CalendarId
    channel_quality: ChannelQuality = ChannelQuality.OFFICIAL
    channel_note: str = ""  # by what exactly it came, and why a random channel is one
    role: Role = Role.CUSTOMER
    representation: Representation | None = None
    identity: Identity = Identity()
    questions: tuple[Question, ...] = ()
    extension: Extension | None = None
    findings: tuple[Finding, ...] = ()
    told: tuple[RecipientTold, ...] = ()
    told_listed_on: date | None = None  # when the recipients were taken from the register; there may be none
    state: CaseState = CaseState.RECEIVED
    acknowledged_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = ""
    repeats: tuple[date, ...] = ()  # days on which the same request came again; no period starts anew
    # The clock as computed at the last change, kept so that lists can sort by it.
    due: date | None = None  # of the right that is due first; None while the period is suspended
    prudent: date | None = None
    acknowledge_by: date | None = None  # where the law asks for an acknowledgement that has not gone out
    extend_by: date | None = None  # last day for an extension notice, while one is possible
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether something is still owed to the person."""
        return self.state in RUNNING

    @property
    def right_ids(self) -> tuple[RightId, ...]:
        """The rights asked for."""
        return tuple(each.right for each in self.rights)

    @property
    def undecided(self) -> tuple[RightAsked, ...]:
        """The rights about which nothing was decided yet."""
        return tuple(each for each in self.rights if each.decision is None)

    @property
    def question(self) -> Question | None:
        """The question whose answer is awaited."""
        return next((each for each in reversed(self.questions) if each.open), None)

    @property
    def identity_status(self) -> IdentityStatus:
        """What is known about who asks."""
        if self.identity.proven_on is not None:
            return IdentityStatus.PROVEN
        asked = any(each.kind is QuestionKind.IDENTITY for each in self.questions)
        return IdentityStatus.ASKED if asked else IdentityStatus.NOT_CHECKED

    @property
    def searched(self) -> bool:
        """Whether activities were chosen for the search, and all of them have a result."""
        return bool(self.findings) and all(each.settled for each in self.findings)


# --- its history -----------------------------------------------------------------------------------------------------


class EntryKind(StrEnum):
    """What a line of the timeline tells."""

    RECEIVED = "received"
    RIGHT_ADDED = "right_added"
    REPEATED = "repeated"
    DEADLINE = "deadline"
    ACKNOWLEDGED = "acknowledged"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_ANSWERED = "identity_answered"
    IDENTITY_PROVEN = "identity_proven"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_ANSWERED = "clarification_answered"
    FEE_ASKED = "fee_asked"
    FEE_RECEIVED = "fee_received"
    EXTENDED = "extended"
    SEARCHED = "searched"
    DECIDED = "decided"
    RECIPIENTS = "recipients"
    PAPER = "paper"
    FILE_ADDED = "file_added"
    FILE_PURGED = "file_purged"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"  # a step that was recorded by mistake
    CHANGED = "changed"
    TASK = "task"
    SNOOZED = "snoozed"
    NOTE = "note"  # an internal one: kept apart from what an auditor is shown


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One line of a case's history; never changed, and gone only with the case."""

    id: EntryId
    case: CaseId
    at: datetime  # aware, UTC
    kind: EntryKind
    facts: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # placeholders of its sentence
    note: str = ""
    paper: PaperId | None = None

    @property
    def internal(self) -> bool:
        """Whether it is the officer's own note, not part of what an auditor is shown."""
        return self.kind is EntryKind.NOTE
