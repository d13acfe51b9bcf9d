"""Opens the vault and keeps it open until the standard input ends."""

from __future__ import annotations

import sys
from pathlib import Path

from dpo_desk.errors import VaultError
from tests.store.vaults import register_fast_kdf, reopened

register_fast_kdf()
try:
    vault = reopened(Path(sys.argv[1]))
except VaultError as error:
    print(type(error).__name__, flush=True)
else:
    print(f"open read_only={vault.read_only} {type(vault.read_only_because).__name__}", flush=True)
    sys.stdin.read()
    vault.close()
