"""The records of the register, and what is kept about them: versions, findings, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal, Validation, Version
from dpo_desk.services.ports.lists import (
    ActivityLine,
    ClientLine,
    ListQuery,
    ProcessorLine,
    TransferLine,
    TrashLine,
)

Id = TypeVar("Id")


Record = TypeVar("Record")


Line_co = TypeVar("Line_co", covariant=True)


class Records(Protocol, Generic[Id, Record, Line_co]):
    """
    The records of one kind.

    ``save`` adds or replaces, writes the audit line, and refuses a record whose ``version`` is not the stored one
    (``StaleRecord``); it gives back the record with its new version.
    """

    def get(self, record: Id) -> Record:
        """The record. Raises ``NotFound``."""
        ...

    def find(self, record: Id) -> Record | None:
        """The record, or nothing."""
        ...

    def save(self, record: Record) -> Record:
        """The record as stored, one version on. Raises ``StaleRecord``."""
        ...

    def delete(self, record: Id) -> None:
        """Takes the record away. Raises ``NotFound``."""
        ...

    def all(self) -> tuple[Record, ...]:
        """Every record, by reference; those in the trash are left out."""
        ...

    def ids(self, query: ListQuery) -> tuple[Id, ...]:
        """The identifiers of all records that match, in the order asked for; those in the trash are left out."""
        ...

    def lines(self, ids: Sequence[Id]) -> tuple[Line_co, ...]:
        """The lines of these records, in the same order; vanished ones are left out."""
        ...

    def next_ref(self, year: int) -> str:
        """The next free reference; handed out once, even when the record is deleted later."""
        ...


class RegisterRecords(Records[Id, Record, Line_co], Protocol[Id, Record, Line_co]):
    """
    The records of one kind of the register.

    Each ``save`` keeps a version (``Versions``). ``find`` and ``get`` give a record in the trash too; ``in_trash``
    tells whether it is there.
    """

    def some(self, ids: Sequence[Id]) -> tuple[Record, ...]:
        """These records, in the same order; vanished ones are left out."""
        ...

    def refs(self) -> tuple[tuple[Id, str, str], ...]:
        """Identifier, reference and name of every record, by reference."""
        ...

    def trash(self, record: Id) -> None:
        """Puts the record into the trash. Raises ``NotFound``."""
        ...

    def take_back(self, record: Id) -> None:
        """Takes the record out of the trash. Raises ``NotFound``."""
        ...

    def in_trash(self, record: Id) -> bool:
        """Whether the record is in the trash."""
        ...

    def trashed(self) -> tuple[TrashLine, ...]:
        """What is in the trash, newest first."""
        ...

    def owners(self) -> tuple[str, ...]:
        """Every department named as an owner, sorted."""
        ...

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, sorted."""
        ...


class Activities(RegisterRecords[ActivityId, Activity, ActivityLine], Protocol):
    """The activities of the register as controller."""

    def using(self, processor: ProcessorId) -> tuple[Activity, ...]:
        """The activities which name this processor among their recipients, by reference."""
        ...

    def quoting(self, name: str) -> tuple[ActivityId, ...]:
        """The activities in which all words of a name stand somewhere, so that a quotation of theirs may hold it."""
        ...


class Clients(RegisterRecords[ClientId, Client, ClientLine], Protocol):
    """The register as processor."""

    def using(self, processor: ProcessorId) -> tuple[Client, ...]:
        """The clients for whom this sub-processor works, by reference."""
        ...


class Processors(RegisterRecords[ProcessorId, Processor, ProcessorLine], Protocol):
    """Processors and other organisations that get data. Further chips: ``unnamed``, ``no_contract``."""

    def engaging(self, processor: ProcessorId) -> tuple[Processor, ...]:
        """The processors which engage this one as a sub-processor, by reference."""
        ...


class Transfers(RegisterRecords[TransferId, Transfer, TransferLine], Protocol):
    """Flows to third countries. Further chips: ``no_tool``, ``unnamed``."""

    def of_activities(self, activities: Sequence[ActivityId]) -> tuple[Transfer, ...]:
        """The transfers which belong to any of these activities, by reference."""
        ...

    def of_clients(self, clients: Sequence[ClientId]) -> tuple[Transfer, ...]:
        """The transfers which belong to processing for any of these clients, by reference."""
        ...

    def through(self, processor: ProcessorId) -> tuple[Transfer, ...]:
        """The transfers this organisation receives, by reference."""
        ...


class Versions(Protocol):
    """What each record of the register was; written by ``save``, ``trash``, ``take_back`` and ``delete``."""

    def of(self, kind: RecordKind, record: str) -> tuple[Version, ...]:
        """The history of the record, newest first."""
        ...

    def activity(self, record: str, version: int) -> Activity:
        """The activity as it was. Raises ``NotFound``."""
        ...

    def client(self, record: str, version: int) -> Client:
        """The client as it was. Raises ``NotFound``."""
        ...

    def processor(self, record: str, version: int) -> Processor:
        """The processor as it was. Raises ``NotFound``."""
        ...

    def transfer(self, record: str, version: int) -> Transfer:
        """The transfer as it was. Raises ``NotFound``."""
        ...

    def as_of(self, moment: datetime) -> PastRegister:
        """The whole register as it stood then: what was saved and not in the trash."""
        ...

    def first_day(self) -> datetime | None:
        """The moment of the oldest version that is kept."""
        ...

    def validate(self, validation: Validation) -> None:
        """Keeps that somebody confirmed a version."""
        ...

    def validation(self, kind: RecordKind, record: str) -> Validation | None:
        """The newest validation of the record."""
        ...


@dataclass(frozen=True, kw_only=True)
class PastRegister:
    """The records as they stood at one moment, each kind by reference."""

    activities: tuple[Activity, ...]
    clients: tuple[Client, ...]
    processors: tuple[Processor, ...]
    transfers: tuple[Transfer, ...]


class Gaps(Protocol):
    """What the newest check found in each record, and what was set aside."""

    def put(self, kind: RecordKind, record: str, gaps: Sequence[Gap], complete: Completeness) -> None:
        """Replaces what was found in this record; those set aside for its present version are not counted."""
        ...

    def put_all(self, kind: RecordKind, found: Mapping[str, tuple[Sequence[Gap], Completeness]]) -> None:
        """The same for many records of a kind; only what differs from what is kept is written."""
        ...

    def of(self, record: str) -> tuple[Gap, ...]:
        """What was found in this record, set aside or not."""
        ...

    def all(self) -> tuple[Gap, ...]:
        """Everything that stands: found, not set aside, in no record of the trash."""
        ...

    def completeness(self) -> Mapping[RecordKind, Completeness]:
        """The sums of each kind."""
        ...

    def judged(self, verdicts: Mapping[TransferId, str]) -> None:
        """Keeps the verdict on each of these transfers, for the lists."""
        ...

    def set_aside(self, dismissal: Dismissal) -> None:
        """Keeps that a finding does not apply. Raises ``NotFound``."""
        ...

    def bring_back(self, record: str, gap: str) -> None:
        """Forgets that the finding of this key was set aside."""
        ...

    def dismissals(self, record: str) -> tuple[Dismissal, ...]:
        """What was set aside in this record, in whatever version, newest first."""
        ...

    def checked_on(self) -> str:
        """What the newest check of everything was made of: day and law; empty before the first."""
        ...

    def checked(self, what: str) -> None:
        """Keeps what the check of everything was made of."""
        ...


class Terms(Protocol):
    """The user's part of the catalogues."""

    def all(self) -> tuple[Term, ...]:
        """Own terms, and what was done to shipped ones."""
        ...

    def of(self, kind: TermKind) -> tuple[Term, ...]:
        """The same, of one kind."""
        ...

    def save(self, term: Term) -> None:
        """Adds or replaces the term of this kind and id."""
        ...

    def drop(self, kind: TermKind, term: str) -> None:
        """Forgets the term; a shipped one is as it was shipped."""
        ...


@dataclass(frozen=True, kw_only=True)
class KeptText:
    """A text kept in the vault: the source quotations are taken from, or a table of law the user put in its place."""

    name: str  # ``source``, or the path of a file of resources/law
    title: str
    text: str
    sha256: str
    at: datetime


class KeptTexts(Protocol):
    """Texts kept in the vault, one of each name."""

    def find(self, name: str) -> KeptText | None:
        """The text of this name."""
        ...

    def put(self, text: KeptText) -> None:
        """Keeps the text in place of the one of the same name."""
        ...

    def drop(self, name: str) -> None:
        """Forgets it; nothing happens when there is none."""
        ...
