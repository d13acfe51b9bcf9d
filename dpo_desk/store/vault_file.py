"""The vault as a file: made, opened, given another passphrase, closed again to a single file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.pool import QueuePool

from dpo_desk.errors import (
    DiskFull,
    RuleBroken,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultMissing,
    VaultMoved,
    VaultReadOnly,
    VaultState,
)
from dpo_desk.store import backup, disk, foundation, keys
from dpo_desk.store.driver import Access, Connection, connect, set_journal
from dpo_desk.store.engine import open_engine
from dpo_desk.store.faults import translated
from dpo_desk.store.foundation import Knows, any_schema
from dpo_desk.store.keys import Key
from dpo_desk.store.lock import VaultLock
from dpo_desk.store.unlock import Unlock

_CHECKPOINT_BUSY_MS = 200
_LAST_BUSY_MS = 2_000

ConfirmKey = Callable[[Key], bool]
"""Shows the new recovery code and says whether it was typed back."""


class OpenVault:
    """
    A vault that is open; this program alone may open it.

    While it is open nothing else in this process may open the file (``disk.read_header``), or SQLite's locks are lost.
    ``read_only_because`` is the error that keeps it from being written, if one does.
    """

    def __init__(
        self, path: Path, key: Key, lock: VaultLock | None, read_only_because: VaultError | None
    ) -> None:
        self.path = path
        self.read_only_because = read_only_because
        self._key: Key | None = key
        self._lock = lock
        self._identity = disk.identity(path)
        self._changing = False
        self.engine = open_engine(
            self._connect, self._require_still_there, lambda: self.closed, read_only=self.read_only
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- about it

    @property
    def key(self) -> Key:
        """
        The key in use.

        Raises:
            VaultState: The vault is closed.
        """
        if self._key is None:
            raise VaultState(state="locked", action="use")
        return self._key

    @property
    def recovery_code(self) -> str:
        """Opens the vault without the passphrase; another one after a change of passphrase."""
        return self.key.recovery_code

    @property
    def header_code(self) -> str:
        """The public header in letters and digits, for the recovery sheet and beside the names of backups."""
        return self.key.header_code

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved."""
        return self.read_only_because is not None

    @property
    def closed(self) -> bool:
        """Whether the key is gone."""
        return self._key is None

    def earlier_keys(self) -> tuple[Key, ...]:
        """The keys before the last changes of passphrase, the latest first: they open older backups."""
        with translated(self.path), foundation.connection(self.path, self.key, Access.READ) as vault:
            return foundation.earlier_keys(vault)

    def translated(self) -> AbstractContextManager[None]:
        """Turns what the surroundings do to a statement or a commit into our errors (``faults.translated``)."""
        return translated(self.path)

    # -- while open

    def checkpoint(self) -> bool:
        """
        Brings everything committed into the main file; false while a reader keeps some of it in the WAL.

        Raises:
            DiskFull, DiskFailed, VaultMoved.
        """
        if self.read_only:
            return True
        self._require_still_there()
        with (
            translated(self.path),
            foundation.connection(self.path, self.key, Access.WRITE, _CHECKPOINT_BUSY_MS) as vault,
        ):
            row = vault.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return row is not None and row[0] == 0

    def verify(self, *, full: bool = True) -> None:
        """
        Lets a sound vault pass; about a second for 80 MB.

        Raises:
            VaultDamaged: ``detail`` says which check failed.
            DiskFailed, VaultMoved.
        """
        self._require_still_there()
        self.checkpoint()
        with translated(self.path):
            foundation.verify(self.path, self.key, full=full)

    def backup(self, target: Path) -> None:
        """
        Writes a verified copy that opens with the same passphrase and code; the vault stays in use.

        Works also when the vault's own file was moved or removed meanwhile.

        Raises:
            VaultExists: The target is the vault itself, or a folder.
            FolderMissing, NameTooLong, DiskFull, VaultReadOnly, VaultDamaged, DiskFailed.
        """
        pooled = self.engine.raw_connection()
        try:
            source = pooled.driver_connection
            assert source is not None  # noqa: S101 — it was just taken from the pool
            backup.write(source, self.path, target, self.key)
        finally:
            pooled.close()

    def change_passphrase(self, passphrase: str, confirm: ConfirmKey) -> None:
        """
        Gives the vault another key and another recovery code; every moment one of the two passphrases opens it.

        The whole file is written anew. Units of work that begin meanwhile get ``VaultBusy``.

        Args:
            passphrase: The new one; its strength is the caller's concern.
            confirm: Asked before anything is written.

        Raises:
            RuleBroken: ``recovery_code_not_confirmed``; nothing has changed.
            VaultBusy: A unit of work is still going on.
            VaultReadOnly, DiskFull, DiskFailed, VaultDamaged, VaultMoved, NotEnoughMemory: Nothing has changed.
        """
        if self.read_only_because:
            raise self.read_only_because
        new = keys.new_key(passphrase)
        if not confirm(new):
            raise RuleBroken("recovery_code_not_confirmed")
        self._changing = True
        try:
            self._require_still_there()
            if not self._quiet():
                raise VaultBusy
            self.engine.dispose()
            with translated(self.path):
                self._write_anew(new)
        finally:
            self._changing = False

    def close(self) -> None:
        """
        Folds the vault into one file and lets go of it. May be called twice.

        Raises:
            VaultBusy: A unit of work is still going on; the vault is let go, its journals stay beside it.
            DiskFull, DiskFailed: The same; nothing committed is lost.
        """
        if self._key is None:
            return
        quiet = self._quiet()
        key, self._key = self._key, None
        try:
            self.engine.dispose()
            if not quiet:
                raise VaultBusy
            if not self.read_only and disk.identity(self.path) == self._identity:
                with (
                    translated(self.path),
                    foundation.connection(self.path, key, Access.WRITE, _LAST_BUSY_MS) as vault,
                ):
                    _fold(vault)
        finally:
            if self._lock:
                self._lock.release()

    # -- inside

    def _connect(self) -> Connection:
        """A connection for the pool."""
        if self._changing:
            raise VaultBusy
        self._require_still_there()
        connection = connect(self.path, self.key, Access.READ if self.read_only else Access.WRITE)
        try:
            if not self.read_only and not set_journal(connection, "wal"):
                raise VaultBusy
            # Reading opens the WAL, by which the vault can still be copied when its name is gone.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _quiet(self) -> bool:
        """Whether no unit of work is going on; waits a moment for the last one."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)  # noqa: S101 — open_engine made it
        deadline = time.monotonic() + _LAST_BUSY_MS / 1000
        while pool.checkedout():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _require_still_there(self) -> None:
        if disk.identity(self.path) != self._identity:
            raise VaultMoved

    def _write_anew(self, new: Key) -> None:
        disk.require_room(self.path.parent, disk.size(self.path))
        with foundation.connection(self.path, self.key, Access.WRITE, _LAST_BUSY_MS) as source:
            _fold(source)
            temporary = backup.copy(source, self.path, new, retired=self.key)
        try:
            temporary.chmod(self.path.stat().st_mode & 0o777)
            disk.replace(temporary, self.path)
        except BaseException:
            disk.remove(temporary)
            raise
        self._key, self._identity = new, disk.identity(self.path)

    def _mend(self, header: bytes) -> None:
        """Puts the right header back over a damaged one."""
        if not self.read_only and header != self.key.header:
            with foundation.connection(self.path, self.key, Access.WRITE) as vault:
                foundation.put_header_back(vault)


class NewVault:
    """A vault about to be made: its key and recovery code are known, nothing is written yet."""

    def __init__(self, path: Path, key: Key) -> None:
        self.path = path
        self.key = key

    @property
    def recovery_code(self) -> str:
        """Opens the vault without the passphrase."""
        return self.key.recovery_code

    @property
    def header_code(self) -> str:
        """The public header, for the recovery sheet."""
        return self.key.header_code

    def finish(self) -> OpenVault:
        """
        The vault, made and open.

        Raises:
            VaultExists: Something has come to stand there meanwhile.
            VaultBusy, VaultReadOnly, DiskFull, DiskFailed, NotEncryptedBuild: Nothing is left behind.
        """
        with translated(self.path):
            lock = VaultLock(self.path)
            try:
                _require_free(self.path)
                disk.remove_leftovers(self.path)
                self._write()
                return _ready(self.path, self.key, lock, None)
            except BaseException:
                lock.release()
                raise

    def abandon(self) -> None:
        """Nothing was written, so nothing is left behind."""

    def _write(self) -> None:
        temporary = disk.temporary_name(self.path)
        disk.make_private(temporary)
        try:
            with foundation.connection(temporary, self.key, Access.CREATE) as vault:
                foundation.lay(vault)
            foundation.verify(temporary, self.key)
            disk.replace(temporary, self.path)
        except BaseException:
            disk.remove(temporary)
            raise


def prepare(path: Path, passphrase: str) -> NewVault:
    """
    A new vault for this place, not yet written; takes as long as unlocking.

    Raises:
        VaultExists, FolderMissing, NameTooLong, VaultReadOnly, NotEnoughMemory.
    """
    path = _real(path)
    disk.require_short_name(path)
    disk.require_folder(path.parent)
    _require_free(path)
    if not os.access(path.parent, os.W_OK):
        raise VaultReadOnly
    return NewVault(path, keys.new_key(passphrase))


def create(path: Path, passphrase: str) -> OpenVault:
    """
    A new vault, open; with an empty schema.

    Raises:
        What ``prepare`` and ``NewVault.finish`` raise.
    """
    return prepare(path, passphrase).finish()


def open_vault(path: Path, unlock: Unlock, knows: Knows = any_schema, *, salvage: bool = False) -> OpenVault:
    """
    The vault at this place, open. Whatever is refused leaves the file's bytes as they are.

    Where it cannot be written (a read-only folder, a full disk) it is open for reading only.

    Args:
        path: The vault's file.
        unlock: The way in (``unlock.by_passphrase`` …).
        knows: Says which revisions of the schema this program knows.
        salvage: Open a damaged vault for reading what can still be read.

    Raises:
        VaultMissing, NotAVault (and its kinds), VaultUnreadable: Before anything is touched.
        VaultBusy: Another program, or this one, has it open.
        WrongPassphrase, WrongRecoveryCode, KeychainUnavailable, NotEnoughMemory: From the way in.
        VaultDamaged, VaultTooNew, VaultReadOnly, DiskFailed, NotEncryptedBuild.
    """
    path = _real(path)
    disk.require_file(path)
    with translated(path):
        lock, because = _lock(path)
        try:
            header = disk.read_header(path)
            if lock:
                disk.remove_leftovers(path)
            key = unlock(path, header)
            foundation.require_sound(path, key, knows, pages=not salvage)
            if salvage:
                because = VaultDamaged(detail="salvage")
            vault = _ready(path, key, lock, because)
            try:
                vault._mend(header)  # noqa: SLF001 — its own module
            except BaseException:
                vault.close()
                raise
            return vault
        except BaseException:
            if lock:
                lock.release()
            raise


def _ready(path: Path, key: Key, lock: VaultLock | None, because: VaultError | None) -> OpenVault:
    """The vault with its first connection made; for reading only when the disk does not let it be written."""
    vault = OpenVault(path, key, lock, because)
    try:
        with vault.translated():
            vault.engine.raw_connection().close()
    except (DiskFull, VaultReadOnly) as error:
        vault.engine.dispose()
        if because is not None:
            raise
        return _ready(path, key, lock, error)
    except BaseException:
        vault.engine.dispose()
        raise
    return vault


def _lock(path: Path) -> tuple[VaultLock | None, VaultError | None]:
    """The lock, and why the vault can only be read, if so: where no lock can be made, nobody can write either."""
    try:
        with translated(path):
            lock = VaultLock(path)
    except (DiskFull, VaultReadOnly) as error:
        return None, error
    return lock, None if os.access(path, os.W_OK) else VaultReadOnly()


def _fold(vault: Connection) -> None:
    """Brings the WAL into the main file and takes it away."""
    vault.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if not set_journal(vault, "delete"):
        raise VaultBusy


def _require_free(path: Path) -> None:
    if os.path.lexists(path):
        raise VaultExists


def _real(path: Path) -> Path:
    """The file itself: two names for it must not be two locks and two journals."""
    if "\0" in str(path):
        raise VaultMissing
    return Path(os.path.realpath(path))
