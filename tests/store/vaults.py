"""Vaults for tests: the real file, the real derivation, but with parameters that take no time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from dpo_desk.store import keys
from dpo_desk.store.unlock import Unlock, by_passphrase
from dpo_desk.store.vault_file import OpenVault, create, open_vault

PASSPHRASE = "trombone nuage kilo paprika"
OTHER = "lanterne huit écureuil gris"
FAST = 0x7F
ROOT = Path(__file__).parents[2]
SOAK = os.environ.get("DPO_DESK_SOAK") == "1"


def register_fast_kdf() -> None:
    """For child processes; in tests the fixture ``fast_kdf`` does it and takes it back."""
    keys.KDF_SETS[FAST] = keys.KdfSet(time_cost=1, memory_kib=64)
    keys.DEFAULT_SET = FAST


def a_vault(path: Path, rows: int = 50) -> Path:
    """A closed vault with a table of so many rows."""
    with create(path, PASSPHRASE) as vault:
        fill(vault, rows)
    return path


def fill(vault: OpenVault, rows: int) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)")
        for number in range(rows):
            connection.exec_driver_sql("INSERT INTO note (text) VALUES (?)", (f"Zoé {number} " + "x" * 200,))


def count(vault: OpenVault) -> int:
    with vault.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())


def reopened(path: Path, unlock: Unlock | None = None) -> OpenVault:
    return open_vault(path, unlock or by_passphrase(PASSPHRASE))


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def flip(path: Path, place: int, bit: int = 1) -> None:
    """Changes one bit of a file."""
    contents = bytearray(path.read_bytes())
    contents[place] ^= bit
    path.write_bytes(contents)


def child(
    name: str, *arguments: object, before: tuple[str, ...] = (), **environment: str
) -> subprocess.Popen[str]:
    """A program of ``tests/store/faults`` in a process of its own."""
    command = [*before, sys.executable, "-m", f"tests.store.faults.{name}", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
