from __future__ import annotations

import pytest

from dpo_desk.store import keys
from tests.store.vaults import FAST


@pytest.fixture(autouse=True)
def fast_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with parameters that take no time; the program itself does not know this set."""
    monkeypatch.setitem(keys.KDF_SETS, FAST, keys.KdfSet(time_cost=1, memory_kib=64))
    monkeypatch.setattr(keys, "DEFAULT_SET", FAST)
