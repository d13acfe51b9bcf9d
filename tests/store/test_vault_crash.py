"""A program killed at any moment leaves a vault that opens, with everything it said it had saved."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from dpo_desk.errors import WrongPassphrase
from dpo_desk.store import backup
from dpo_desk.store.unlock import by_passphrase
from tests.store.vaults import OTHER, PASSPHRASE, SOAK, a_vault, child, count, names, reopened

ROUNDS = 500 if SOAK else 10
pytestmark = pytest.mark.timeout(7200 if SOAK else 120)


def _killed_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """What the program said, from its first line to its end by SIGKILL."""
    assert process.stdout
    first = process.stdout.readline()
    assert first, "the program ended before it began"
    time.sleep(seconds)
    process.kill()
    said = [first, *process.stdout.readlines()]
    process.communicate()
    return [line.strip() for line in said if line.endswith("\n")]


def test_no_acknowledged_save_is_lost_and_none_is_half_there(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    with reopened(path) as vault, vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE batch (batch INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE row (batch, number, text)")
    for _ in range(ROUNDS):
        said = _killed_after(child("writer", path), random.uniform(0.001, 0.06))
        with reopened(path) as vault:
            with vault.engine.connect() as connection:
                last = connection.exec_driver_sql("SELECT max(batch) FROM batch").scalar_one()
                halves = connection.exec_driver_sql(
                    "SELECT batch.batch FROM batch LEFT JOIN row USING (batch) GROUP BY 1 HAVING count(*) <> 20"
                ).all()
            vault.verify()
        assert last >= int(said[-1])
        assert not halves
        assert names(tmp_path) == ["desk.dpo"]


def test_a_killed_change_of_passphrase_leaves_one_of_the_two_that_opens(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo", rows=300)
    now, other = PASSPHRASE, OTHER
    for _ in range(ROUNDS):
        _killed_after(child("changer", path, now), random.uniform(0.001, 0.06))
        try:
            vault = reopened(path, by_passphrase(now))
        except WrongPassphrase:
            now, other = other, now
            vault = reopened(path, by_passphrase(now))
        with vault:
            assert count(vault) == 300
            vault.verify()
        with pytest.raises(WrongPassphrase):
            reopened(path, by_passphrase(other))
        assert names(tmp_path) == ["desk.dpo"]


def test_a_killed_backup_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    path, target = a_vault(tmp_path / "desk.dpo", rows=300), tmp_path / "backups" / "copy.dpo"
    target.parent.mkdir()
    for _ in range(max(3, ROUNDS // 3)):
        _killed_after(child("backer", path, target), random.uniform(0.0, 0.05))
        if target.exists():
            backup.verify(target, by_passphrase(PASSPHRASE))
            target.unlink()
        with reopened(path) as vault:
            assert count(vault) == 300
