"""What the services need from outside, as protocols; ``store`` keeps its side of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import CaseState, RequestCase, Result, TimelineEntry
from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.facts import Known
from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import (
    ActivityId,
    CaseId,
    ClientId,
    FileId,
    PaperId,
    PersonId,
    ProcessorId,
    RightId,
    SignatureId,
    SigningKeyId,
    TransferId,
)
from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.domain.organisation import TIME_ZONE, Organisation
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.domain.people import Person
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.domain.signature import KeptKey, KeyFacts, SignatureImage, SignatureReport
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal, Validation, Version
from dpo_desk.services.tables import ReadTable, TableFile

# --- lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """
    What a list shows: the filter text, the chosen chips, the order.

    Chips of the records of the register: ``draft, active, archived``, ``gaps`` (an error was found), ``review_due``
    (needs ``today``), ``changed`` (since its validation), and with a value behind a colon ``tag:…``, ``owner:…``,
    ``rule:…`` (a finding of this rule stands, wording key below ``gaps``), ``check:CHK-03``, ``verdict:not_valid``.
    Chips of one kind are alternatives, kinds narrow each other down.
    """

    text: str = ""  # matched without case and accents, anywhere in the searchable columns
    chips: frozenset[str] = frozenset()  # names the repository knows; unknown ones are a bug
    sort: str = ""  # name of a column of the line; empty: the list's own order
    descending: bool = False
    today: date | None = None  # needed by chips that speak of dates (late)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A request as a list shows it."""

    id: CaseId
    ref: str
    person: str
    rights: tuple[RightId, ...]
    regime: str
    received: date
    due: date | None
    prudent: date | None
    state: CaseState
    extended: bool
    next_step: str  # a domain.case_steps.Verb; empty when nothing is asked for
    acknowledge_by: date | None  # where the law asks for an acknowledgement that has not gone out
    extend_by: date | None  # last day for an extension notice, while one is possible
    identity_asked: date | None  # of the question about the identity that is open
    answered_on: date | None
    purge_on: date | None


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """What every record of the register shows in a list; ``gaps`` counts the errors of the newest check."""

    ref: str
    name: str
    status: RecordStatus
    tags: tuple[str, ...]
    owner_known: Known
    owner: str
    gaps: int
    warnings: int
    settled: int
    asked: int
    review_on: date | None
    updated_on: date | None
    validated_on: date | None  # of the newest validation
    changed_since: bool  # since that validation


@dataclass(frozen=True, kw_only=True)
class ActivityLine(RecordLine):
    """An activity as a list shows it."""

    id: ActivityId
    purposes: int


@dataclass(frozen=True, kw_only=True)
class ClientLine(RecordLine):
    """A client of the register as processor, as a list shows it."""

    id: ClientId
    processing: int  # categories of processing
    contract_known: Known
    contract: str  # a ContractStatus, or empty


@dataclass(frozen=True, kw_only=True)
class ProcessorLine(RecordLine):
    """A processor or other organisation as a list shows it."""

    id: ProcessorId
    named: bool
    role_known: Known
    role: str
    countries_known: Known
    countries: tuple[str, ...]
    contract_known: Known
    contract: str  # a ContractStatus, or empty when there is none or it is unknown
    expires_on: date | None  # the contract or the first assurance, whichever ends sooner
    activities: int


@dataclass(frozen=True, kw_only=True)
class TransferLine(RecordLine):
    """A transfer as a list shows it; ``name`` is the importer."""

    id: TransferId
    importer_named: bool
    country_known: Known
    country: str
    activity: str
    tool_known: Known
    tool: str
    verdict: str  # a domain.transfer_law.Verdict, as of the newest check


@dataclass(frozen=True, kw_only=True)
class TrashLine:
    """A record in the trash."""

    kind: RecordKind
    id: str
    ref: str
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper as a list shows it."""

    id: PaperId
    number: str
    kind: PaperKind
    template: str
    title: str
    language: str
    case_ref: str
    person: str
    made_at: datetime
    pages: int
    sha256: str


# --- repositories ----------------------------------------------------------------------------------------------------

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


class Cases(Records[CaseId, RequestCase, CaseLine], Protocol):
    """
    The requests.

    Chips: ``open, ended``, ``waiting, answered, closed``, ``late`` and ``purge_due`` (both need ``today``), ``extended``,
    and with a value behind a colon ``regime:…``, ``right:…``, ``state:…``, ``due:2026-11``.
    """

    def running(self) -> tuple[RequestCase, ...]:
        """The requests to which an answer is owed, the most urgent first."""
        ...

    def of_person(self, person: PersonId) -> tuple[RequestCase, ...]:
        """Every request this person made, concerns or represents, newest first."""
        ...

    def open_by_due(self) -> tuple[CaseLine, ...]:
        """The lines of all running requests, the most urgent first, suspended ones last."""
        ...

    def due_between(self, first: date, last: date) -> tuple[CaseLine, ...]:
        """The lines of the running requests that are due between these days, both included, the soonest first."""
        ...

    def count_pressing(self, until: date) -> int:
        """How many running requests ask for something by that day: an answer, by its prudent date, or a receipt."""
        ...

    def purgeable(self, today: date) -> tuple[int, date | None]:
        """How many files may be erased, and the newest day on which one became so."""
        ...

    def plan(self, record: CaseId, next_step: str, purge_on: date | None) -> None:
        """Keeps what lists show of the request beside what it says itself."""
        ...

    def figures(self, today: date) -> tuple[CaseFigures, ...]:
        """One line for each right of each request that is kept, for statistics."""
        ...


@dataclass(frozen=True, kw_only=True)
class CaseFigures:
    """What statistics know of one right of one request; nothing in it leads to a person."""

    case: str  # a reference, to count requests once
    right: RightId
    regime: str
    country: str  # of the person; empty when unknown
    received: str  # month, 2026-11
    answered: str  # month; empty before
    state: CaseState
    extended: bool
    days: int | None  # from receipt to the answer
    in_time: bool | None  # None before the answer
    late: bool  # running, and its day has passed; only known with today
    result: Result | None  # what was decided about the right


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something the officer means to do by a day, for a request or by itself."""

    id: str
    title: str
    due_on: date
    case: CaseId | None = None
    note: str = ""
    done_on: date | None = None
    version: int = 0


class Tasks(Protocol):
    """The officer's own tasks."""

    def get(self, task: str) -> Task:
        """The task. Raises ``NotFound``."""
        ...

    def save(self, task: Task) -> Task:
        """The task as stored, one version on. Raises ``StaleRecord``; ``NotFound`` when its request is not there."""
        ...

    def delete(self, task: str) -> None:
        """Takes the task away. Raises ``NotFound``."""
        ...

    def open(self) -> tuple[Task, ...]:
        """What is not done, the soonest first."""
        ...

    def of_case(self, case: CaseId) -> tuple[Task, ...]:
        """The tasks of a request, the soonest first."""
        ...


@dataclass(frozen=True, kw_only=True)
class KeptReminder:
    """That a reminder was shown or put off; ``key`` is its name (``domain.reminders``)."""

    key: str
    stage_on: date
    shown_at: datetime | None = None
    snoozed_until: date | None = None
    reason: str = ""


class Reminders(Protocol):
    """Which reminders were shown or put off, and when the desk was last looked at."""

    def all(self) -> Mapping[str, KeptReminder]:
        """Every reminder that was shown or put off, by key."""
        ...

    def put_off(self, today: date) -> Mapping[str, date]:
        """The reminders that are put off until a day after this one, by key."""
        ...

    def keep(self, reminders: Sequence[KeptReminder]) -> None:
        """Adds or replaces these."""
        ...

    def drop(self, keys: Sequence[str]) -> None:
        """Forgets these: what they spoke of is over."""
        ...

    def last_visit(self) -> date | None:
        """The day the desk was last looked at."""
        ...

    def visited(self, on: date) -> None:
        """Keeps that the desk was looked at on this day."""
        ...


@dataclass(frozen=True, kw_only=True)
class Purge:
    """What is left of a request after its file was purged: counts, and the certificate that it was."""

    id: str
    ref: str
    regime: str
    rights: tuple[str, ...]
    country: str
    month: str  # of receipt, 2026-11
    answered_month: str  # empty when it was never answered
    state: CaseState
    extended: bool
    in_time: bool
    days: int | None
    purged_on: date
    rule: str  # citation of the retention rule that was applied
    by: str
    digest: str  # SHA-256 over the last entry of the timeline's journal


class Purges(Protocol):
    """What is left of purged requests; never changed."""

    def add(self, purge: Purge) -> None:
        """Keeps the certificate."""
        ...

    def all(self) -> tuple[Purge, ...]:
        """Every certificate, newest first."""
        ...


class People(Protocol):
    """Persons with their addresses."""

    def get(self, person: PersonId) -> Person:
        """The person. Raises ``NotFound``."""
        ...

    def save(self, person: Person) -> None:
        """Adds or replaces the person."""
        ...

    def like(self, text: str, limit: int = 20) -> tuple[Person, ...]:
        """Persons whose name, e-mail or customer reference holds the text, without case and accents."""
        ...

    def delete(self, person: PersonId) -> None:
        """Takes the person away. Raises ``NotFound``; ``RuleBroken`` ``record_in_use`` while a request names them."""
        ...


class Timeline(Protocol):
    """The append-only history of each case."""

    def add(self, entry: TimelineEntry) -> None:
        """Writes one more line."""
        ...

    def of(self, case: CaseId) -> tuple[TimelineEntry, ...]:
        """The history of the case, oldest first."""
        ...


class Papers(Protocol):
    """Finished papers and their bytes; never changed, never replaced."""

    def add(self, paper: Paper, pdf: bytes) -> None:
        """Archives the bytes. The caller has computed size and SHA-256; they are checked here again."""
        ...

    def get(self, paper: PaperId) -> Paper:
        """What is known of the paper. Raises ``NotFound``."""
        ...

    def pdf(self, paper: PaperId) -> bytes:
        """The very bytes. Raises ``NotFound``; ``VaultDamaged`` when they no longer fit their SHA-256."""
        ...

    def of_case(self, case: CaseId) -> tuple[Paper, ...]:
        """The papers of the case, oldest first."""
        ...

    def ids(self, query: ListQuery) -> tuple[PaperId, ...]:
        """The identifiers of all papers that match, in the order asked for (newest first)."""
        ...

    def lines(self, ids: Sequence[PaperId]) -> tuple[PaperLine, ...]:
        """The lines of these papers, in the same order."""
        ...

    def next_number(self, kind: PaperKind, year: int) -> str:
        """The next number of its kind and year, without gaps among committed papers."""
        ...


class Source(Protocol):
    """Where the bytes of a file come from."""

    def read(self, most: int, /) -> bytes:
        """The next bytes, at most this many; none at the end."""
        ...


class Files(Protocol):
    """The files of the requests; never changed, and their bytes go for good when they are purged."""

    def add(self, file: CaseFile, source: Source) -> None:
        """
        Keeps the file with the bytes of the source, piece by piece.

        Raises ``NotFound`` when its case is not there, ``FileChanged`` when size or SHA-256 are not those of the
        source: what was read until then must not be committed.
        """
        ...

    def get(self, file: FileId) -> CaseFile:
        """What is known of the file. Raises ``NotFound``."""
        ...

    def of_case(self, case: CaseId) -> tuple[CaseFile, ...]:
        """The files of the case, oldest first, the purged ones too."""
        ...

    def held(self, kind: FileKind) -> tuple[CaseFile, ...]:
        """The files of this kind whose bytes are still there, oldest first."""
        ...

    def pieces(self, file: FileId) -> Iterator[bytes]:
        """
        The bytes, piece by piece.

        Raises ``NotFound``; ``RuleBroken`` ``file_purged``; at the end ``VaultDamaged`` when they do not fit their
        SHA-256.
        """
        ...

    def purge(self, file: FileId, day: date, reason: str) -> CaseFile:
        """The file without its bytes, its name and its note. Raises ``NotFound``, ``RuleBroken`` ``file_purged``."""
        ...

    def total_size(self) -> int:
        """How many bytes of files the vault holds."""
        ...


class OrganisationStore(Protocol):
    """The one organisation of the vault."""

    def get(self) -> Organisation:
        """The organisation. Raises ``NotFound`` before it was first saved."""
        ...

    def find(self) -> Organisation | None:
        """The organisation, or nothing before it was first saved."""
        ...

    def save(self, organisation: Organisation) -> Organisation:
        """The organisation as stored, one version on. Raises ``StaleRecord``."""
        ...


class Signatures(Protocol):
    """Pictures of signatures."""

    def add(self, image: SignatureImage, png: bytes) -> None:
        """Keeps the picture. The caller has computed the SHA-256; it is checked here again."""
        ...

    def all(self) -> tuple[SignatureImage, ...]:
        """What is known of each, by name."""
        ...

    def png(self, image: SignatureId) -> bytes:
        """The picture. Raises ``NotFound``; ``VaultDamaged`` when it no longer fits its SHA-256."""
        ...

    def delete(self, image: SignatureId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        ...


class SigningKeys(Protocol):
    """Key files, as they were chosen; without their passphrases."""

    def add(self, key: KeptKey, key_file: bytes) -> None:
        """Keeps the file."""
        ...

    def all(self) -> tuple[KeptKey, ...]:
        """What is known of each, by name."""
        ...

    def key_file(self, key: SigningKeyId) -> bytes:
        """The file. Raises ``NotFound``."""
        ...

    def delete(self, key: SigningKeyId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        ...


class Letterheads(Protocol):
    """The one letterhead of the vault."""

    def get(self) -> Letterhead:
        """The letterhead; an empty one before it was first saved."""
        ...

    def logo(self) -> bytes:
        """Its picture, or nothing. Raises ``VaultDamaged`` when it no longer fits its SHA-256."""
        ...

    def save(self, letterhead: Letterhead, logo: bytes) -> Letterhead:
        """The letterhead as stored, one version on; the caller has computed the SHA-256. Raises ``StaleRecord``."""
        ...


class Drafts(Protocol):
    """What was typed and not yet saved, kept inside the vault."""

    def keep(self, key: str, fields: Mapping[str, object]) -> None:
        """Keeps the fields (JSON values only) under this key."""
        ...

    def find(self, key: str) -> Mapping[str, object] | None:
        """What was kept, or nothing."""
        ...

    def drop(self, key: str) -> None:
        """Forgets it; nothing happens when there is none."""
        ...


class Audit(Protocol):
    """The hash-chained journal; the repositories write it."""

    def broken_at(self) -> int | None:
        """The first sequence number whose hash does not fit, or nothing when the chain is whole."""
        ...


class UnitOfWork(Protocol):
    """All or nothing: without ``commit`` nothing happened."""

    @property
    def organisation(self) -> OrganisationStore: ...  # noqa: D102
    @property
    def letterhead(self) -> Letterheads: ...  # noqa: D102
    @property
    def activities(self) -> Activities: ...  # noqa: D102
    @property
    def clients(self) -> Clients: ...  # noqa: D102
    @property
    def processors(self) -> Processors: ...  # noqa: D102
    @property
    def transfers(self) -> Transfers: ...  # noqa: D102
    @property
    def versions(self) -> Versions: ...  # noqa: D102
    @property
    def gaps(self) -> Gaps: ...  # noqa: D102
    @property
    def terms(self) -> Terms: ...  # noqa: D102
    @property
    def texts(self) -> KeptTexts: ...  # noqa: D102
    @property
    def people(self) -> People: ...  # noqa: D102
    @property
    def cases(self) -> Cases: ...  # noqa: D102
    @property
    def timeline(self) -> Timeline: ...  # noqa: D102
    @property
    def tasks(self) -> Tasks: ...  # noqa: D102
    @property
    def reminders(self) -> Reminders: ...  # noqa: D102
    @property
    def purges(self) -> Purges: ...  # noqa: D102
    @property
    def papers(self) -> Papers: ...  # noqa: D102
    @property
    def files(self) -> Files: ...  # noqa: D102
    @property
    def signatures(self) -> Signatures: ...  # noqa: D102
    @property
    def signing_keys(self) -> SigningKeys: ...  # noqa: D102
    @property
    def drafts(self) -> Drafts: ...  # noqa: D102
    @property
    def audit(self) -> Audit: ...  # noqa: D102

    def commit(self) -> None:
        """Makes everything done so far last. Raises ``DiskFull``, ``VaultReadOnly``, ``VaultBusy``, ``DiskFailed``."""
        ...


class Work(Protocol):
    """Begins a unit of work; ``read_only`` ones never take the write lock."""

    def __call__(self, *, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        """A context manager; leaving it without commit rolls back."""
        ...


# --- calendars of other programs --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """
    One whole day in a calendar another program shows; it names no person.

    ``uid`` stays the same and ``version`` grows, so that a second export replaces the first. ``alarms`` say how many
    days before it is recalled.
    """

    uid: str
    version: int
    title: str
    day: date
    alarms: tuple[int, ...] = ()


class CalendarWriter(Protocol):
    """Puts days into a form that calendars read."""

    def __call__(self, entries: Sequence[CalendarEntry], made_at: datetime) -> bytes:
        """The file. Raises ``FieldError`` ``line_break`` for a title of several lines."""
        ...


# --- the vault's file --------------------------------------------------------------------------------------------------


class OpenVault(Protocol):
    """A vault whose key is known and whose file is open."""

    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def header(self) -> bytes: ...  # noqa: D102
    @property
    def read_only(self) -> bool: ...  # noqa: D102
    @property
    def work(self) -> Work: ...  # noqa: D102

    def recovery_code(self) -> str:
        """The code that opens this vault without the passphrase."""
        ...

    def remember(self) -> bool:
        """Puts the key into the system's keychain; false when that did not work."""
        ...

    def forget(self) -> None:
        """Takes the key out of the keychain."""
        ...

    def verify(self) -> None:
        """Checks every page and every row of the file. Raises ``VaultDamaged``."""
        ...

    def backup(self, target: Path) -> None:
        """Writes a verified copy, which opens with the same passphrase and code."""
        ...

    def close(self) -> None:
        """Closes the file; what remains is one file. May be called twice."""
        ...


@dataclass(frozen=True)
class Recovery:
    """What stands on a recovery sheet: the code, and the public beginning of the file (both letters and digits)."""

    code: str
    header: str


class NewVault(Protocol):
    """A vault about to be made: the code is known, the file not yet in its place."""

    @property
    def recovery(self) -> Recovery: ...  # noqa: D102

    def finish(self) -> OpenVault:
        """Puts the file into its place and opens it. Raises ``VaultExists``, ``DiskFull``, ``VaultReadOnly``."""
        ...

    def abandon(self) -> None:
        """Leaves nothing behind."""
        ...


ConfirmCode = Callable[[Recovery], bool]
"""Shows the new recovery code and says whether it was typed back; false abandons the change."""


class VaultFiles(Protocol):
    """Creating and opening vault files."""

    def prepare(self, path: Path, passphrase: str) -> NewVault:
        """A new vault for this place. Raises ``VaultExists``, ``VaultReadOnly``, ``WeakPassphrase``."""
        ...

    def open(self, path: Path, passphrase: str, known_header: bytes = b"") -> OpenVault:
        """
        The vault, migrated if need be.

        ``known_header`` is the public header the file once had; it mends a damaged beginning. Raises every
        ``VaultError`` that fits.
        """
        ...

    def open_with_code(self, path: Path, code: str, known_header: bytes = b"") -> OpenVault:
        """The same with the recovery code. Raises also ``RecoveryCodeMistyped``, ``WrongRecoveryCode``."""
        ...

    def open_remembered(self, path: Path) -> OpenVault | None:
        """The same with the keychain's entry; nothing when there is none that fits."""
        ...

    def change_passphrase(self, vault: OpenVault, current: str, new: str, confirm: ConfirmCode) -> OpenVault:
        """
        The vault under its new passphrase and new code; the old handle is closed.

        Nothing changes when ``confirm`` says no: the vault comes back open as before, by ``RuleBroken``
        ``recovery_code_not_confirmed``. Raises ``WrongPassphrase``, ``WeakPassphrase``, ``DiskFull``, ``VaultBusy``.
        """
        ...

    def keychain_available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        ...


# --- tables of other programs ---------------------------------------------------------------------------


class TableReader(Protocol):
    """Reads tables of other programs."""

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of files end that can be read, with the point."""
        ...

    def read(
        self,
        path: Path,
        *,
        encoding: str = "",
        separator: str = "",
        stopped: Callable[[], bool] = lambda: False,
    ) -> ReadTable:
        """
        The table in the file; encoding and separator are found out when they are not given.

        Raises ``TextUnreadable``, every ``ImportFailed`` that fits, and ``Stopped`` when ``stopped`` said so.
        """
        ...


class TableWriter(Protocol):
    """Writes one kind of table."""

    @property
    def ending(self) -> str:
        """How names of such files end, with the point."""
        ...

    def content(self, table: TableFile) -> bytes:
        """The bytes of the file. Raises ``CellTooLong``."""
        ...


# --- signing -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class SigningKey:
    """A key that was opened: what its certificate says, and what only the signer understands. Never kept."""

    facts: KeyFacts
    secret: object = field(repr=False)


class Signer(Protocol):
    """Digital signatures; asks nobody outside this computer."""

    def open_key(self, key_file: bytes, passphrase: str) -> SigningKey:
        """
        The key of a file, whether or not it may sign today (``facts.trouble``).

        Args:
            key_file: A PKCS#12 file; or PEM texts one behind the other: a key, its certificate, those above it.
            passphrase: Empty when the file has none.

        Raises:
            WrongKeyPassphrase: The passphrase does not open it.
            KeyRefused: There is no key in it that could ever sign.
        """
        ...

    def sign(
        self, pdf: bytes, key: SigningKey, *, page: int, tip: str, reason: str, location: str, at: datetime
    ) -> bytes:
        """
        The file, signed whole and closed to every change; what is to be seen of it stands in the page already.

        Args:
            pdf: A paper of this program.
            key: What ``open_key`` gave.
            page: The index of the page that shows the signature.
            tip: What a reader that cannot see says of the signature.
            reason: Why it is signed; may be empty.
            location: Where; may be empty.
            at: The moment of signing, as the signature will say.

        Raises:
            KeyRefused: The key may not sign at this moment, or the file is signed already.
        """
        ...

    def verify(self, pdf: bytes, known: Collection[str] = ()) -> tuple[SignatureReport, ...]:
        """
        What each signature of the file shows; ``known`` are fingerprints of certificates kept in the vault.

        Raises:
            PdfUnreadable: It is no PDF, or too damaged to be read as one.
        """
        ...


class Passphrases(Protocol):
    """Passphrases of key files in the system's keychain, by the key's id; may wait for a dialog of the system."""

    def available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        ...

    def keep(self, key: SigningKeyId, passphrase: str) -> None:
        """Puts the passphrase into the keychain. Raises ``PassphraseNotKept``."""
        ...

    def find(self, key: SigningKeyId) -> str | None:
        """What was kept, or nothing."""
        ...

    def forget(self, key: SigningKeyId) -> None:
        """Takes it out; nothing happens when there is none."""
        ...


@dataclass(frozen=True)
class Picture:
    """A picture fit to be kept: a PNG written by this program, nothing but points in it."""

    png: bytes = field(repr=False)
    width: int
    height: int


class Clock(Protocol):
    """The one source of now and today."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def today(self, time_zone: str = TIME_ZONE) -> date:
        """The day it is in this time zone."""
        ...
