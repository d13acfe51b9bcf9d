"""The names by which records and rules are known; each its own type, so that one is never taken for another."""

from __future__ import annotations

import uuid
from typing import NewType

# Records: 32 hexadecimal digits, unique over all vaults.
ActivityId = NewType("ActivityId", str)
ProcessorId = NewType("ProcessorId", str)
TransferId = NewType("TransferId", str)
ClientId = NewType("ClientId", str)
PersonId = NewType("PersonId", str)
CaseId = NewType("CaseId", str)
PaperId = NewType("PaperId", str)
EntryId = NewType("EntryId", str)
FileId = NewType("FileId", str)
SignatureId = NewType("SignatureId", str)
SigningKeyId = NewType("SigningKeyId", str)

# Rules and lists: the words of resources/law (``eu-gdpr``, ``access``, ``FR`` …).
RegimeId = NewType("RegimeId", str)
RightId = NewType("RightId", str)
EventId = NewType("EventId", str)
CalendarId = NewType("CalendarId", str)


def new_id() -> str:
    """A fresh identifier for a record: 32 hexadecimal digits of a random UUID."""
    return uuid.uuid4().hex
