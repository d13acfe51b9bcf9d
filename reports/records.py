"""
The facts a register is made of: what each record says, field by field, ready to be read.

A record keeps its fields by name, each with its label (a key of the wording), how sure it is, and its text in the
paper's language. A new field of a record is here as soon as the record has it; the sheets print even those no layout
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from .facts import OrganisationFacts

State = Literal["unknown", "none", "proposed", "given", "empty"]
"""The four answers of a fact; ``empty`` is a plain field nobody filled in, a note that was not written."""

Book = Literal["controller", "processor"]
"""Which register: that of Art. 30(1), or that of Art. 30(2)."""

Kind = Literal["activity", "client", "processor", "transfer"]

Fields: TypeAlias = "Mapping[str, Stated]"


@dataclass(frozen=True)
class Stated:
    """What a record says in one field: lines to read, or records of its own."""

    label: str
    """Key of the wording."""
    known: State = "empty"
    lines: tuple[str, ...] = ()
    records: tuple[Fields, ...] = ()
    code: str = ""
    """The word of a closed list as the program knows it ("6-1-f"); empty for what was typed."""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def said(self) -> bool:
        """Whether there is something to read."""
        return bool(self.lines or self.records)


NOTHING = Stated("")


@dataclass(frozen=True)
class History:
    """Which version of a record is printed, and whether somebody confirmed it."""

    version: int = 0
    created_on: date | None = None
    changed_on: date | None = None
    validated_on: date | None = None
    validated_by: str = ""
    changed_since: bool = False
    """Since it was validated."""
    told: bool = True
    """False where nobody can say any more whether it was validated then."""


@dataclass(frozen=True)
class RecordFacts:
    """One record of the register; ``status`` is in words, ``gaps`` are what it lacks, one sentence each."""

    ref: str
    name: str
    fields: Fields
    status: str = ""
    history: History = History()
    gaps: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Stated:
        return self.fields.get(name, NOTHING)


@dataclass(frozen=True)
class Verdict:
    """What Chapter V says to a transfer on the day of the register; ``code`` is that of the rules, the rest in words."""

    code: str
    text: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class TransferRecord(RecordFacts):
    """One flow to a third country; its ``name`` is the importer."""

    verdict: Verdict | None = None


@dataclass(frozen=True)
class ActivityRecord(RecordFacts):
    """A processing activity, Art. 30(1), with the flows that belong to it."""

    flows: tuple[TransferRecord, ...] = ()


@dataclass(frozen=True)
class ClientRecord(RecordFacts):
    """A client for whom data are processed, Art. 30(2), with the flows that belong to it."""

    flows: tuple[TransferRecord, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A sub-processor behind a processor: the way to it, itself last; ``again`` when it was told already."""

    way: tuple[str, ...]
    detail: str = ""
    again: bool = False


@dataclass(frozen=True)
class Item:
    """One item of the checklist of Art. 28, as a statement and as a question to the processor."""

    id: str
    text: str
    question: str
    article: str


@dataclass(frozen=True)
class ProcessorRecord(RecordFacts):
    """An organisation that gets data, with the records it serves and all who stand behind it."""

    serves: tuple[str, ...] = ()
    """Activities and clients, by reference and name."""
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Extent:
    """How many records of one kind a paper shows, and why the others are not there."""

    kind: Kind
    shown: int
    drafts: int = 0
    """Left out because they are drafts."""
    archived: int = 0
    others: int = 0
    """Left out because they were not chosen, or serve only what was not."""

    @property
    def total(self) -> int:
        """All records of this kind."""
        return self.shown + self.drafts + self.archived + self.others


@dataclass(frozen=True)
class DueFacts:
    """One thing with a day: what to do about what, in words that name no person; no days while a period stands still."""

    group: str
    ref: str
    what: str
    step: str
    due: date | None = None
    prudent: date | None = None


@dataclass(frozen=True)
class RegisterFacts:
    """What a sheet is made of; a sheet of one record finds only that record here."""

    organisation: OrganisationFacts
    as_of: date
    made_on: date
    books: frozenset[Book] = frozenset({"controller", "processor"})
    activities: tuple[ActivityRecord, ...] = ()
    clients: tuple[ClientRecord, ...] = ()
    processors: tuple[ProcessorRecord, ...] = ()
    transfers: tuple[TransferRecord, ...] = ()
    extents: tuple[Extent, ...] = ()
    checklist: tuple[Item, ...] = field(default_factory=tuple)
    due: tuple[DueFacts, ...] = ()

    @property
    def records(self) -> tuple[RecordFacts, ...]:
        """All records, in the order of the paper."""
        return (*self.activities, *self.clients, *self.processors, *self.transfers)
