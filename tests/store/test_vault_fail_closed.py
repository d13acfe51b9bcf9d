"""No plain text ever reaches the disk: not through another SQLite, not through temporary files, not after a kill."""

from __future__ import annotations

import ctypes.util
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from dpo_desk.store.vault_file import create
from tests.store.vaults import PASSPHRASE, child, names, reopened

MARKER = "Gwendoline-Kerouredan"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="symbols are shared like this on Linux only")
@pytest.mark.parametrize(
    ("how", "expected"), [("as_the_program_does", "made 3.5"), ("bound_to_another", "refused ")]
)
def test_another_sqlite_in_the_process_never_leads_to_plain_text(
    tmp_path: Path, how: str, expected: str
) -> None:
    plain = ctypes.util.find_library("sqlite3")
    if not plain:
        pytest.skip("this system has no plain libsqlite3")
    process = child("plain", tmp_path / "desk.dpo", how, LD_PRELOAD=plain)
    said, _ = process.communicate("")
    assert said.startswith(expected)
    for name in names(tmp_path):
        assert b"SQLite format 3" not in (tmp_path / name).read_bytes()
    if how == "bound_to_another":
        assert names(tmp_path) == []


def test_the_vault_is_unreadable_for_a_plain_sqlite(tmp_path: Path) -> None:
    create(tmp_path / "desk.dpo", PASSPHRASE).close()
    plain = sqlite3.connect(tmp_path / "desk.dpo")
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_no_file_beside_the_vault_ever_holds_a_name_in_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "vault", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    seen: set[str] = set()
    forms = [MARKER.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")] + [
        MARKER.casefold().encode()
    ]

    def scan() -> None:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(
            tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock", "copy", "desk.dpo-shm")
        )
        for found in (tmp_path / "copy").rglob("*"):
            if found.is_file():
                seen.add(found.name)
                assert not [form for form in forms if form in found.read_bytes()], found.name

    vault = create(folder / "desk.dpo", PASSPHRASE)
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("CREATE VIRTUAL TABLE found USING fts5(name, tokenize='trigram')")
        for number in range(3000):
            connection.exec_driver_sql(
                "INSERT INTO person (name) VALUES (?)", (f"{MARKER} {number % 97} {number}",)
            )
        connection.exec_driver_sql("INSERT INTO found SELECT name FROM person")
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 10")
        connection.exec_driver_sql(
            "CREATE TEMP TABLE t AS SELECT DISTINCT name FROM person ORDER BY name DESC"
        )
        connection.exec_driver_sql("SELECT name, count(*) FROM person GROUP BY name ORDER BY 2, 1").all()
        connection.exec_driver_sql("CREATE INDEX by_name ON person (name)")
        connection.exec_driver_sql("INSERT INTO found (found) VALUES ('rebuild')")
        scan()
    with vault.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
        scan()
    vault.backup(folder / "copy.dpo")
    vault.close()
    scan()
    assert seen == {"desk.dpo", "desk.dpo-wal", "copy.dpo"}
    reopened(folder / "desk.dpo").close()
