"""What was done to the vault, line by line; each line carries the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

FIRST = "0" * 64  # the hash the first line refers to


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One action on one record; the text carries no personal data, only references."""

    sequence: int
    at: datetime  # aware, UTC
    action: str  # created, changed, deleted, printed, opened …
    kind: str  # activity, case, paper …
    record: str  # identifier of the record
    digest: str  # SHA-256 of the record's contents after the action
    previous: str
    own: str


def line_hash(
    *, sequence: int, at: datetime, action: str, kind: str, record: str, digest: str, previous: str
) -> str:
    """The hash of an audit line: SHA-256 over its fields and the hash of the line before, as 64 hex digits."""
    fields = [sequence, at.isoformat(), action, kind, record, digest, previous]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
