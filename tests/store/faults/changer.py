"""Changes the passphrase for ever, to and fro; says which one is next before and which one holds after; to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from dpo_desk.store.unlock import by_passphrase
from tests.store.vaults import OTHER, PASSPHRASE, register_fast_kdf, reopened

register_fast_kdf()
now, then = (PASSPHRASE, OTHER) if sys.argv[2] == PASSPHRASE else (OTHER, PASSPHRASE)
vault = reopened(Path(sys.argv[1]), by_passphrase(now))
print("open", flush=True)
while True:
    vault.change_passphrase(then, lambda _: True)
    now, then = then, now
    print("changed", flush=True)
