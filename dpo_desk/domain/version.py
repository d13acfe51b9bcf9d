"""What a record was: versions, validations, and findings somebody set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dpo_desk.domain.record import RecordKind


class Action(StrEnum):
    """What made a version, or ended and brought back a record."""

    CREATED = "created"
    CHANGED = "changed"
    TRASHED = "trashed"
    TAKEN_BACK = "taken_back"  # out of the trash
    DELETED = "deleted"  # for good


@dataclass(frozen=True, kw_only=True)
class Version:
    """One line of a record's history; ``version`` is the record's own number after the action."""

    kind: RecordKind
    record: str
    version: int
    at: datetime  # aware, UTC
    by: str  # who was the data protection officer then
    action: Action


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Somebody confirmed the record as it stood in this version."""

    kind: RecordKind
    record: str
    version: int
    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Dismissal:
    """A finding that does not apply, and why; it holds as long as the record stays in this version."""

    record: str
    finding: str  # ``Finding.key``
    version: int
    reason: str
    on: date
    by: str
