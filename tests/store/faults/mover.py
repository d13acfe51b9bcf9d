"""Moves a vault on to the schema of the steps in another folder; says so before; to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from dpo_desk.store import migrate
from tests.store.desk import opened
from tests.store.vaults import register_fast_kdf

register_fast_kdf()
migrate.STEPS = Path(sys.argv[2])
print("moving", flush=True)
opened(Path(sys.argv[1])).close()
