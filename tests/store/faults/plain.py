"""Tries to make a vault in a process whose SQLite may be another one; says how it went."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.argv[2] == "bound_to_another":  # what the import in dpo_desk.store.driver prevents
    import sqlcipher3.dbapi2  # noqa: F401 — loading it is the point

from dpo_desk.errors import NotEncryptedBuild
from dpo_desk.store.driver import dbapi
from tests.store.vaults import a_vault, register_fast_kdf

register_fast_kdf()
try:
    a_vault(Path(sys.argv[1]))
except NotEncryptedBuild as error:
    print("refused", error.params["setting"], dbapi.sqlite_version)
else:
    print("made", dbapi.sqlite_version)
