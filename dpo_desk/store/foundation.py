"""What every vault holds whatever its schema, and whether a file holds it soundly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dpo_desk.errors import VaultDamaged, VaultTooNew
from dpo_desk.store import disk, faults
from dpo_desk.store.driver import BUSY_MS, Access, Connection, connect, dbapi
from dpo_desk.store.keys import Key

APPLICATION_ID = 0x44504F44  # "DPOD"
FORMAT = 1
SCHEMA_TABLE = "alembic_version"
"""Where the migrations note the schema's revision (its column ``version_num``)."""

OWN_TABLES = ("vault_meta", "vault_earlier_key")
"""Tables that belong to the file, not to the schema: the migrations leave them alone."""

_META = "CREATE TABLE vault_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
_EARLIER_KEY = """
    CREATE TABLE vault_earlier_key (
        header BLOB PRIMARY KEY,
        seed BLOB NOT NULL,
        retired_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    ) STRICT, WITHOUT ROWID
"""

Knows = Callable[[str], bool]
"""Whether this program knows a revision of the schema; a fresh vault has the revision ``""``."""


def any_schema(_revision: str) -> bool:
    """Knows every revision."""
    return True


@contextmanager
def connection(path: Path, key: Key, access: Access, busy_ms: int = BUSY_MS) -> Iterator[Connection]:
    """A connection of its own beside the pool, closed at the end."""
    opened = connect(path, key, access, busy_ms)
    try:
        yield opened
    finally:
        opened.close()


def lay(vault: Connection) -> None:
    """Writes the foundation into an empty file."""
    vault.execute("BEGIN IMMEDIATE")
    vault.execute(_META)
    vault.execute(_EARLIER_KEY)
    vault.execute("INSERT INTO vault_meta VALUES ('format', ?)", (str(FORMAT),))
    vault.execute("INSERT INTO vault_meta VALUES ('created_at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")
    vault.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    vault.execute("COMMIT")


def keep_earlier_key(vault: Connection, key: Key) -> None:
    """Notes a key that a new one replaces: the vault can open its own older backups."""
    vault.execute(
        "INSERT OR IGNORE INTO vault_earlier_key (header, seed) VALUES (?, ?)", (key.header, key.seed)
    )


def earlier_keys(vault: Connection) -> tuple[Key, ...]:
    """The replaced keys, the latest first."""
    rows = vault.execute("SELECT seed, header FROM vault_earlier_key ORDER BY retired_at DESC").fetchall()
    return tuple(Key(bytes(seed), bytes(header)) for seed, header in rows)


def put_header_back(vault: Connection) -> None:
    """Writes the first page, and with it the header of the key at hand, over a damaged one."""
    vault.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    vault.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def first_page_reads(path: Path, key: Key, *, unsure: bool) -> bool:
    """
    Whether this key makes sense of the file's first page; writes nothing.

    Args:
        path: The file.
        key: With a sound header: the pages' check sums depend on all of it.
        unsure: The answer where a crash left work that only a writer can finish before anything is read.
    """
    try:
        with connection(path, key, Access.READ) as vault:
            vault.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi.Error as error:
        if faults.is_unreadable(error):
            return False
        if faults.is_read_only(error):
            return unsure
        raise
    return True


def require_sound(path: Path, key: Key, knows: Knows = any_schema, *, pages: bool = True) -> None:
    """
    Lets a closed vault pass that this program can work with. Writes nothing, except to recover from a crash.

    Args:
        path: The file.
        key: Its key.
        knows: Says which revisions of the schema this program knows.
        pages: Check every page (about 0.3 s for 100 MB); without, only what the vault says about itself.

    Raises:
        VaultDamaged, VaultTooNew.
        sqlcipher3.dbapi2.Error: For ``faults.translated``.
    """
    try:
        with connection(path, key, Access.READ) as vault:
            _require_sound(path, vault, knows, pages=pages)
    except dbapi.OperationalError as error:
        if not faults.is_read_only(error):
            raise
        with connection(path, key, Access.WRITE) as vault:
            _require_sound(path, vault, knows, pages=pages)


def verify(path: Path, key: Key, *, full: bool = True) -> None:
    """
    Lets a file pass whose every page is genuine and whose structure and references hold.

    Neither check of SQLite's is enough alone: one misses free pages, the other a missing end.

    Args:
        path: The file; for a vault in use, after a checkpoint.
        key: Its key.
        full: Compare indexes with their tables too.

    Raises:
        VaultDamaged: With ``detail`` for the log: ``pages``, ``structure``, ``references`` or ``foundation``.
        sqlcipher3.dbapi2.Error: For ``faults.translated``.
    """
    with connection(
        path, key, Access.READ
    ) as vault:  # after one bad page a connection answers nothing any more
        _require_genuine_pages(path, vault)
    with connection(path, key, Access.READ) as vault:
        kind = "integrity_check" if full else "quick_check"
        if vault.execute(f"PRAGMA {kind}(1)").fetchall() != [("ok",)]:
            raise VaultDamaged(detail="structure")
        if vault.execute("PRAGMA foreign_key_check").fetchone():
            raise VaultDamaged(detail="references")
        _require_sound(path, vault, any_schema, pages=False)


def _require_sound(path: Path, vault: Connection, knows: Knows, *, pages: bool) -> None:
    if vault.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise VaultDamaged(detail="foundation")
    row = vault.execute("SELECT value FROM vault_meta WHERE name = 'format'").fetchone()
    if row is None:
        raise VaultDamaged(detail="foundation")
    if int(row[0]) > FORMAT or not knows(_revision(vault)):
        raise VaultTooNew
    if pages:
        _require_genuine_pages(path, vault)


def _require_genuine_pages(path: Path, vault: Connection) -> None:
    if disk.size(disk.beside(path, "-wal")):
        # What counts stands partly in the WAL; the check of the bare file would see pages that are out of date.
        if vault.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise VaultDamaged(detail="structure")
    elif vault.execute("PRAGMA cipher_integrity_check").fetchone():
        raise VaultDamaged(detail="pages")


def _revision(vault: Connection) -> str:
    if vault.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (SCHEMA_TABLE,)
    ).fetchone():
        row = vault.execute(f"SELECT version_num FROM {SCHEMA_TABLE}").fetchone()  # noqa: S608 — our own constant
        return str(row[0]) if row else ""
    return ""
