"""What SQLite and the system say went wrong, in our own errors; the only place that reads their codes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from dpo_desk.errors import (
    DiskFailed,
    NameTooLong,
    NotEnoughMemory,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultMissing,
    VaultMoved,
    VaultReadOnly,
)
from dpo_desk.store import disk
from dpo_desk.store.driver import dbapi

# https://sqlite.org/rescode.html; the low byte is the primary code
_PERM, _BUSY, _LOCKED, _NOMEM, _READONLY, _IOERR = 3, 5, 6, 7, 8, 10
_CORRUPT, _FULL, _CANTOPEN, _PROTOCOL, _NOTADB = 11, 13, 14, 15, 26
_READONLY_DBMOVED = _READONLY | 4 << 8
_TEXTS = {
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
_IOERR_NOMEM = _IOERR | 12 << 8


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """
    Turns what the surroundings did (full, busy, damaged, gone) into our errors; a bug of ours passes as it is.

    Args:
        path: The database file that is worked on.

    Raises:
        DiskFull, DiskFailed, VaultBusy, VaultDamaged, VaultMissing, VaultMoved, VaultReadOnly, NotEnoughMemory.
    """
    try:
        yield
    except (dbapi.Error, DBAPIError, OSError) as error:
        ours = desk_error(error, path)
        if ours is None:
            raise
        raise ours from error


def desk_error(error: BaseException, path: Path) -> VaultError | None:
    """Our error for what the driver, SQLAlchemy or the system raised; nothing when it is a mistake in the program."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, OSError):
        return _of_system(error, path)
    return _of_sqlite(_code(error), path)


def is_read_only(error: BaseException) -> bool:
    """Whether SQLite wanted to write (to recover from a crash) where it may only read."""
    return _code(error) & 0xFF in {_READONLY, _CANTOPEN}


def is_unreadable(error: BaseException) -> bool:
    """Whether SQLite could make no sense of the bytes: a wrong key, or damage."""
    return _code(error) & 0xFF in {_CORRUPT, _NOTADB}


def _code(error: BaseException) -> int:
    """SQLite's code. The driver's backup tells the code's text only (``sqlite3_errstr``); 0 when there is neither."""
    code = getattr(error, "sqlite_errorcode", None)
    return code if isinstance(code, int) else _TEXTS.get(str(error), 0)


def _of_system(error: OSError, path: Path) -> VaultError:
    if disk.is_lack_of_room(error):
        return disk.disk_full(path.parent)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return VaultReadOnly()
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return VaultMissing()
    if error.errno == errno.ENAMETOOLONG:
        return NameTooLong(longest=100)
    if error.errno in {errno.EBUSY, errno.ETXTBSY}:
        return VaultBusy()
    return DiskFailed(system=errno.errorcode.get(error.errno or 0, "?"))


def _of_sqlite(code: int, path: Path) -> VaultError | None:
    primary = code & 0xFF
    if primary in {_BUSY, _LOCKED, _PROTOCOL}:
        return VaultBusy()
    if primary in {_CORRUPT, _NOTADB}:
        return VaultDamaged()
    if code == _READONLY_DBMOVED:
        return VaultMoved()
    if primary in {_READONLY, _PERM}:
        return VaultReadOnly()
    if primary == _NOMEM or code == _IOERR_NOMEM:
        return NotEnoughMemory(needed_mb=64)
    if primary == _FULL:
        return disk.disk_full(path.parent)
    if primary in {_IOERR, _CANTOPEN}:
        return _of_failed_file(code, path)
    return None


def _of_failed_file(code: int, path: Path) -> VaultError:
    """SQLite knows that a call failed but not why: a quota and a limit on sizes look like a broken disk. Ask."""
    if disk.identity(path) is None:
        return VaultMissing()
    if not os.access(path.parent, os.W_OK):
        return VaultReadOnly()
    largest = max(disk.size(disk.beside(path, suffix)) for suffix in ("", *disk.SIDE_FILES))
    if disk.is_full(path.parent, near=largest):
        return disk.disk_full(path.parent)
    return DiskFailed(system=f"SQLite {code}")
