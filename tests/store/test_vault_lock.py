"""One program for one vault, and nothing to delete by hand when a program died."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from dpo_desk.errors import VaultBusy
from dpo_desk.store.lock import VaultLock
from tests.store.vaults import a_vault, child, count, names, reopened, sha256


def test_a_second_program_is_told_that_the_vault_is_in_use(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    with reopened(path) as vault:
        second = child("holder", path)
        said, _ = second.communicate("")
        assert said.strip() == "VaultBusy"
        assert count(vault) == 50
    second = child("holder", path)
    said, _ = second.communicate("")
    assert said.startswith("open read_only=False")
    assert names(tmp_path) == ["desk.dpo"]


def test_a_vault_cannot_be_opened_twice_by_one_program(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    with reopened(path) as vault:
        with pytest.raises(VaultBusy):
            reopened(path)
        assert count(vault) == 50


def test_a_killed_program_locks_nobody_out(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    holder = child("holder", path)
    assert holder.stdout
    assert holder.stdout.readline().startswith("open")
    with pytest.raises(VaultBusy):
        reopened(path)
    holder.kill()
    holder.communicate()
    assert "desk.dpo.lock" in names(tmp_path)
    reopened(path).close()
    assert names(tmp_path) == ["desk.dpo"]


def test_a_busy_vault_is_left_as_it_is(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    before = sha256(path)
    lock = VaultLock(path)
    with pytest.raises(VaultBusy):
        reopened(path)
    lock.release()
    lock.release()
    assert sha256(path) == before
    assert names(tmp_path) == ["desk.dpo"]


def test_the_lock_passes_from_one_to_the_next_and_never_to_two(tmp_path: Path) -> None:
    """Its file is removed at each release: whoever waits on the removed one must not believe to hold the lock."""
    path, held, most, rounds = tmp_path / "desk.dpo", [0], [0], [0]
    guard = threading.Lock()

    def contend() -> None:
        for _ in range(300):
            try:
                lock = VaultLock(path)
            except VaultBusy:
                continue
            with guard:
                held[0] += 1
                rounds[0] += 1
                most[0] = max(most[0], held[0])
            time.sleep(0.0002)
            with guard:
                held[0] -= 1
            lock.release()

    threads = [threading.Thread(target=contend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert rounds[0] > 10
    assert names(tmp_path) == []
