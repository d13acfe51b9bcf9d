"""Backs the vault up for ever to one place; says so before the first; to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.vaults import register_fast_kdf, reopened

register_fast_kdf()
vault = reopened(Path(sys.argv[1]))
print("open", flush=True)
while True:
    vault.backup(Path(sys.argv[2]))
