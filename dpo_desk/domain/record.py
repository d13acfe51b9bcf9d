"""What all records of the register share: kinds of text, where a record stands, its evidence, its review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

# How a text is typed and read; whoever turns typing into a record looks here (``services.drafts``).
Name = Annotated[str, "name"]
"""One line that must not be empty."""

Line = Annotated[str, "line"]
"""One line."""

Prose = Annotated[str, "prose"]
"""Text of any length, with line breaks."""

Country = Annotated[str, "country"]
"""ISO 3166-1 alpha-2, or the code of an international organisation in the list of adequacy decisions."""

Listed = Annotated[str, "listed"]
"""An id of a closed list that is data: a transfer tool, a criterion, an item of a checklist."""

Kept = Annotated[str, "kept"]
"""Text that is carried along and never typed."""


class RecordStatus(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class Answer(StrEnum):
    """The answer to a question that has two."""

    YES = "yes"
    NO = "no"


class RecordKind(StrEnum):
    """The kinds of records a register is made of."""

    ACTIVITY = "activity"  # as controller, Art. 30(1)
    CLIENT = "client"  # as processor, Art. 30(2)
    PROCESSOR = "processor"
    TRANSFER = "transfer"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where the source says so: the words, the section they stand in, and a hash of the text they came from."""

    quote: Annotated[str, "required_prose"]
    section: Line = ""
    source_sha256: Kept = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """When a record is to be looked at again, and how often."""

    next_on: date | None = None
    every_months: Annotated[int | None, "months"] = None
