"""One unit of work: every repository over one transaction, which is rolled back unless committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from dpo_desk.errors import StaleRecord
from dpo_desk.services.ports import UnitOfWork
from dpo_desk.store.activities import ActivityRepository
from dpo_desk.store.audit import AuditJournal
from dpo_desk.store.cases import CaseRepository
from dpo_desk.store.clients import ClientRepository
from dpo_desk.store.counters import Counters
from dpo_desk.store.drafts import DraftRepository
from dpo_desk.store.engine import READONLY
from dpo_desk.store.files import FileRepository
from dpo_desk.store.gaps import GapRepository
from dpo_desk.store.letterhead import LetterheadRepository
from dpo_desk.store.organisation import OrganisationRepository
from dpo_desk.store.papers import PaperRepository
from dpo_desk.store.people import PersonRepository
from dpo_desk.store.processors import ProcessorRepository
from dpo_desk.store.purges import PurgeRepository
from dpo_desk.store.records import Shared
from dpo_desk.store.reminders import ReminderRepository
from dpo_desk.store.search import Search
from dpo_desk.store.signatures import SignatureRepository
from dpo_desk.store.signing_keys import SigningKeyRepository
from dpo_desk.store.tasks import TaskRepository
from dpo_desk.store.terms import TermRepository
from dpo_desk.store.texts import TextRepository
from dpo_desk.store.timeline import TimelineRepository
from dpo_desk.store.transfers import TransferRepository
from dpo_desk.store.versions import VersionRepository


class Place(Protocol):
    """What a unit of work needs of an open vault."""

    @property
    def engine(self) -> Engine:
        """Where the transactions run."""
        ...

    def translated(self) -> AbstractContextManager[None]:
        """Turns what the surroundings do to a statement into our errors."""
        ...


@dataclass(frozen=True)
class SqlWork:
    """Keeps ``services.ports.Work``: each call is one unit of work in the vault."""

    place: Place
    now: Callable[[], datetime]

    @contextmanager
    def __call__(self, *, read_only: bool = False) -> Iterator[UnitOfWork]:
        """
        A unit of work; leaving it without commit rolls back.

        Raises:
            VaultBusy, VaultDamaged, VaultReadOnly, VaultMoved, DiskFull, DiskFailed: At the first statement that
            meets the fault, seen when the unit is left.
        """
        try:
            with SqlUnitOfWork(self.place, self.now, read_only=read_only) as unit:
                yield unit
        except DBAPIError:  # only the database's: a file the caller could not write is not the vault's fault
            with self.place.translated():
                raise


class SqlUnitOfWork:
    """
    Keeps ``services.ports.UnitOfWork``.

    The transaction begins with the first statement: a writing one takes the vault's write lock at once, so that what
    it reads is still true when it writes.
    """

    def __init__(self, place: Place, now: Callable[[], datetime], *, read_only: bool = False) -> None:
        self._place = place
        self._now = now
        engine = place.engine.execution_options(**{READONLY: True}) if read_only else place.engine
        self._session = Session(engine, autoflush=False, expire_on_commit=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        if isinstance(error, StaleDataError):
            raise StaleRecord from error

    def commit(self) -> None:
        """Makes everything done so far last. Raises ``DiskFull``, ``VaultReadOnly``, ``VaultBusy``, ``DiskFailed``."""
        with self._place.translated():
            try:
                self._session.commit()
            except DBAPIError:
                self._session.rollback()
                raise

    @cached_property
    def _shared(self) -> Shared:
        session = self._session
        return Shared(
            session=session,
            now=self._now,
            audit=self.audit,
            search=Search(session),
            counters=Counters(session),
        )

    @cached_property
    def organisation(self) -> OrganisationRepository:
        """The one organisation."""
        return OrganisationRepository(self._shared)

    @cached_property
    def letterhead(self) -> LetterheadRepository:
        """The one letterhead."""
        return LetterheadRepository(self._shared)

    @cached_property
    def activities(self) -> ActivityRepository:
        """The activities of the register as controller."""
        return ActivityRepository(self._shared)

    @cached_property
    def clients(self) -> ClientRepository:
        """The register as processor."""
        return ClientRepository(self._shared)

    @cached_property
    def processors(self) -> ProcessorRepository:
        """Processors and other organisations that get data."""
        return ProcessorRepository(self._shared)

    @cached_property
    def transfers(self) -> TransferRepository:
        """Flows to third countries."""
        return TransferRepository(self._shared)

    @cached_property
    def versions(self) -> VersionRepository:
        """What each record of the register was."""
        return VersionRepository(self._shared)

    @cached_property
    def gaps(self) -> GapRepository:
        """What the newest check found."""
        return GapRepository(self._shared)

    @cached_property
    def terms(self) -> TermRepository:
        """The user's part of the catalogues."""
        return TermRepository(self._shared)

    @cached_property
    def texts(self) -> TextRepository:
        """Texts kept in the vault."""
        return TextRepository(self._shared)

    @cached_property
    def people(self) -> PersonRepository:
        """Persons with their addresses."""
        return PersonRepository(self._shared)

    @cached_property
    def cases(self) -> CaseRepository:
        """The requests."""
        return CaseRepository(self._shared)

    @cached_property
    def timeline(self) -> TimelineRepository:
        """The history of each case."""
        return TimelineRepository(self._shared)

    @cached_property
    def tasks(self) -> TaskRepository:
        """The officer's own tasks."""
        return TaskRepository(self._shared)

    @cached_property
    def reminders(self) -> ReminderRepository:
        """Which reminders were shown or put off."""
        return ReminderRepository(self._session)

    @cached_property
    def purges(self) -> PurgeRepository:
        """What is left of purged requests."""
        return PurgeRepository(self._shared)

    @cached_property
    def papers(self) -> PaperRepository:
        """Finished papers and their bytes."""
        return PaperRepository(self._shared)

    @cached_property
    def files(self) -> FileRepository:
        """The files of the requests and their bytes."""
        return FileRepository(self._shared)

    @cached_property
    def signatures(self) -> SignatureRepository:
        """Pictures of signatures."""
        return SignatureRepository(self._shared)

    @cached_property
    def signing_keys(self) -> SigningKeyRepository:
        """Key files."""
        return SigningKeyRepository(self._shared)

    @cached_property
    def drafts(self) -> DraftRepository:
        """What was typed and not yet saved."""
        return DraftRepository(self._session)

    @cached_property
    def audit(self) -> AuditJournal:
        """The journal."""
        return AuditJournal(self._session, self._now)
