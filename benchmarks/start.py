"""From the command to the unlock field, against a bare window of Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.measure import Row, Run, Size, side_by_side
from dpo_desk.services.recent import RecentVaults

ROOT = Path(__file__).parents[1]


def rows(folder: Path, size: Size) -> Iterator[Row]:
    numbers, vault = count(), folder / "vault.dpo"
    vault.touch()

    def desk() -> Run:
        config = folder / f"config-{next(numbers)}"  # else the window would look for the one before
        RecentVaults(config / "recent.json").put_first(vault)
        return _started("desk", str(config))

    yield side_by_side(
        "start, until the unlock field takes a letter",
        desk,
        lambda: _started("bare"),
        rounds=size.few,
        against="PySide6: a main window with one field",
    )


def _started(*arguments: str) -> Run:
    """Starts a process and waits until it is ready; gives what waits for its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.typing_ready", *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    said = process.stdout.readline()

    def end() -> None:
        _, complaints = process.communicate(timeout=60)
        if said != b"ready\n":
            raise RuntimeError(f"{arguments[0]}: the window did not come up: {complaints.decode()}")

    return end
