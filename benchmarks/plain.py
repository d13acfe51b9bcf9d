"""The same rows without encryption and without layers: a plain SQLite file, and the very SQL that the program sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine, event

from dpo_desk.store.driver import Access
from dpo_desk.store.foundation import connection
from dpo_desk.store.keys import Key

Statement = tuple[str, Sequence[object]]


def plain_copy(vault: Path, key: Key, target: Path) -> Path:
    """The closed vault's tables, indexes and rows in a plain file."""
    with connection(vault, key, Access.WRITE) as source:
        source.execute("PRAGMA trusted_schema = ON")  # the copy's own full-text index is written by it
        source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
        source.execute("SELECT sqlcipher_export('plain')").fetchone()
        source.execute("DETACH DATABASE plain")
    return target


def open_plain(path: Path) -> sqlite3.Connection:
    """A connection with the settings of the vault's own that bear on speed."""
    opened = sqlite3.connect(path, isolation_level=None)
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "cache_size = -32000",
        "temp_store = MEMORY",
        "foreign_keys = ON",
    ):
        opened.execute(f"PRAGMA {setting}").fetchall()
    return opened


def recorded(engine: Engine, run: Callable[[], object]) -> list[Statement]:
    """The reading statements this run sends to the vault, in their order."""
    found: list[Statement] = []

    def note(
        _connection: object, _cursor: object, sql: str, parameters: Sequence[object], *_rest: object
    ) -> None:
        if sql.lstrip().upper().startswith("SELECT"):
            found.append((sql, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def replay(plain: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    """Sends them again and fetches every row."""
    plain.execute("BEGIN")
    for sql, parameters in statements:
        plain.execute(sql, parameters).fetchall()
    plain.execute("COMMIT")
