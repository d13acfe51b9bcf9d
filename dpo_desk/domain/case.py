"""A request by a data subject, from arrival to reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.ids import ActivityId, CalendarId, CaseId, EntryId, PaperId, PersonId, RegimeId, RightId


class CaseState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    WAITING = "waiting"  # for the person: proof of identity or clarification
    ANSWERED = "answered"
    CLOSED = "closed"  # withdrawn, refused or otherwise ended without a full answer


class Channel(StrEnum):
    """How the request arrived."""

    EMAIL = "email"
    ACCOUNT = "account"  # written while logged in
    POST = "post"
    HAND = "hand"
    PHONE = "phone"
    OTHER = "other"


class IdentityStatus(StrEnum):
    """What is known about who asks (Art. 12(6))."""

    NOT_CHECKED = "not_checked"
    ASKED = "asked"  # more information was asked for, with a reason
    PROVEN = "proven"


class Outcome(StrEnum):
    """What the search of one activity gave."""

    NOT_SEARCHED = "not_searched"
    FOUND = "found"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """How the identity stands; ``asked`` and ``received`` bound the suspension of the period."""

    status: IdentityStatus = IdentityStatus.NOT_CHECKED
    how: str = ""  # "logged in to the account"; never a copy of a document
    reason: str = ""  # the reasonable doubt, when more was asked for
    asked: date | None = None
    received: date | None = None


@dataclass(frozen=True, kw_only=True)
class Extension:
    """The notice that the period is extended by two further months (Art. 12(3))."""

    notice_sent: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about the person in one activity; ``data`` are (label, value) pairs for the copy."""

    activity: ActivityId
    outcome: Outcome = Outcome.NOT_SEARCHED
    note: str = ""
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RequestCase:
    """A request under one regime, for one or several rights, with its own clock."""

    id: CaseId
    ref: str  # R-2026-0001; never reused
    person: PersonId
    regime: RegimeId
    rights: tuple[RightId, ...]
    received: date  # day of arrival, in the controller's time zone
    channel: Channel
    asked: str
    language: str
    calendar: CalendarId
    identity: Identity = Identity()
    extension: Extension | None = None
    findings: tuple[Finding, ...] = ()
    state: CaseState = CaseState.OPEN
    acknowledged_on: date | None = None
    answered_on: date | None = None
    closed_reason: str = ""
    # The clock as computed at the last change, kept so that lists can sort by it.
    due: date | None = None  # None while the period is suspended
    prudent: date | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether something is still owed to the person."""
        return self.state in (CaseState.OPEN, CaseState.WAITING)


class EntryKind(StrEnum):
    """What a line of the timeline tells."""

    RECEIVED = "received"
    DEADLINE = "deadline"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_PROVEN = "identity_proven"
    EXTENDED = "extended"
    SEARCHED = "searched"
    PAPER = "paper"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    CHANGED = "changed"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One line of a case's history; never changed, never deleted."""

    id: EntryId
    case: CaseId
    at: datetime  # aware, UTC
    kind: EntryKind
    facts: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # placeholders of its sentence
    note: str = ""
    paper: PaperId | None = None
