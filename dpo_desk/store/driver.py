"""
The one door to SQLCipher: a connection that encrypts, or none.

A SQLite without encryption takes ``PRAGMA key`` in silence and writes plain text. So every connection proves that it
encrypts before anything is read or written, and every setting is read back after it was made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from dpo_desk.errors import NotEncryptedBuild
from dpo_desk.store.keys import Key

if sys.platform.startswith("linux"):
    # A plain libsqlite3 in the global scope (desktop toolkits load one) would take over the driver's symbols:
    # https://github.com/sqlcipher/sqlcipher/issues/385. The driver's own symbols come first with DEEPBIND.
    _flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_NOW | getattr(os, "RTLD_DEEPBIND", 0))
    try:
        import sqlcipher3._sqlite3
    finally:
        sys.setdlopenflags(_flags)
import sqlcipher3.dbapi2

dbapi: Any = sqlcipher3.dbapi2
"""The driver's module; import it from here only, or it may be bound to another SQLite."""

OLDEST_SQLITE = (3, 51, 3)
"""Before it, writing to a WAL could spoil the file: https://sqlite.org/wal.html#walresetbug."""

BUSY_MS = 10_000

_CIPHER = (
    ("cipher_page_size", "4096"),
    ("cipher_use_hmac", "1"),
    ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ("cipher_plaintext_header_size", "0"),
)
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("cipher_memory_security", "OFF", "0"),  # fourteen times slower, and Python holds copies anyway
    ("temp_store", "MEMORY", 2),  # temporary files are not encrypted
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),  # macOS: through the disk's own cache
    ("checkpoint_fullfsync", "ON", 1),
    ("cache_size", "-32000", -32000),
)


class Access(StrEnum):
    """What a connection may do with the file."""

    READ = "ro"
    WRITE = "rw"
    CREATE = "rwc"


class Cursor(Protocol):
    """What we use of a cursor."""

    def fetchone(self) -> tuple[Any, ...] | None: ...  # noqa: D102
    def fetchall(self) -> list[tuple[Any, ...]]: ...  # noqa: D102


class Connection(Protocol):
    """What we use of a connection; the driver has no types of its own."""

    isolation_level: str | None

    def execute(self, sql: str, parameters: Sequence[object] = ...) -> Cursor: ...  # noqa: D102
    def backup(self, target: Connection, *, pages: int = ...) -> None: ...  # noqa: D102
    def rollback(self) -> None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


def connect(path: Path, key: Key, access: Access = Access.WRITE, busy_ms: int = BUSY_MS) -> Connection:
    """
    A connection that provably encrypts, in no transaction; a wrong key shows at the first read.

    Args:
        path: Opened by its bytes, whatever signs are in it.
        key: Given in the raw form, so that opening costs nothing.
        access: Only ``CREATE`` makes a file.
        busy_ms: How long to wait for a lock.

    Raises:
        NotEncryptedBuild: This SQLite does not encrypt, is too old or refuses a setting.
        sqlcipher3.dbapi2.Error: For ``faults.translated``.
    """
    if dbapi.sqlite_version_info < OLDEST_SQLITE:
        raise NotEncryptedBuild(setting="sqlite_version")
    connection: Connection = dbapi.connect(
        f"{path.absolute().as_uri()}?mode={access}",
        uri=True,
        timeout=busy_ms / 1000,
        isolation_level=None,  # we begin and end transactions ourselves
        check_same_thread=False,  # the pool hands a connection to one thread at a time
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if _answer(connection, f'PRAGMA key = "{key.pragma}"') != "ok":
            raise NotEncryptedBuild(setting="key")
        if not _answer(connection, "PRAGMA cipher_version"):
            raise NotEncryptedBuild(setting="cipher_version")
        for name, fixed in _CIPHER:
            _require(connection, name, fixed)
        for name, setting, value in (*_SETTINGS, ("busy_timeout", str(busy_ms), busy_ms)):
            connection.execute(f"PRAGMA {name} = {setting}")
            _require(connection, name, value)
    except BaseException:
        connection.close()
        raise
    return connection


def set_journal(connection: Connection, mode: str) -> bool:
    """Whether the file is now in this journal mode (``wal``, ``delete``); false while others hold it open."""
    return _answer(connection, f"PRAGMA journal_mode = {mode}") == mode


def _require(connection: Connection, name: str, value: object) -> None:
    if _answer(connection, f"PRAGMA {name}") != value:
        raise NotEncryptedBuild(setting=name)


def _answer(connection: Connection, sql: str) -> object:
    row = connection.execute(sql).fetchone()
    return row[0] if row else None
