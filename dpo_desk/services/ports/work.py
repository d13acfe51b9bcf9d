"""The unit of work, through which all repositories are reached."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from dpo_desk.domain.organisation import Organisation
from dpo_desk.services.ports.cases import Cases, People, Purges, Reminders, Tasks, Timeline
from dpo_desk.services.ports.papers import Files, Letterheads, Papers, Signatures, SigningKeys
from dpo_desk.services.ports.records import (
    Activities,
    Clients,
    Gaps,
    KeptTexts,
    Processors,
    Terms,
    Transfers,
    Versions,
)


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
