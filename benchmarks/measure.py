"""Two ways to the same result, timed in turns, and the table of what came out."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.store.driver import dbapi

Run = Callable[[], object]
"""One pass. If it gives back something callable, that clears up behind it, outside the measured time."""


@dataclass(frozen=True)
class Row:
    """One line of the table; seconds are medians."""

    what: str
    ours: float
    bare: float
    against: str
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times longer ours takes."""
        return self.ours / self.bare


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    cases: int
    activities: int
    sheets: int  # activities on paper
    letters: int  # of a batch
    rounds: int  # of what takes milliseconds
    few: int  # rounds of what takes long


FULL = Size(cases=100_000, activities=5_000, sheets=1_000, letters=500, rounds=21, few=7)
QUICK = Size(cases=300, activities=20, sheets=4, letters=5, rounds=1, few=1)


def side_by_side(what: str, ours: Run, bare: Run, *, rounds: int, against: str) -> Row:
    """Both ways in turns, who goes first changing with each round; where there are several, once before to warm up."""
    for run in (ours, bare) if rounds > 1 else ():
        _seconds(run)
    times: dict[Run, list[float]] = {ours: [], bare: []}
    for number in range(rounds):
        for run in (ours, bare) if number % 2 else (bare, ours):
            times[run].append(_seconds(run))
    return Row(what, statistics.median(times[ours]), statistics.median(times[bare]), against)


def _seconds(run: Run) -> float:
    start = time.perf_counter()
    after = run()
    seconds = time.perf_counter() - start
    if callable(after):
        after()
    return seconds


def machine() -> str:
    """What the figures were measured on, in one line."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    sqlite = f"SQLite {dbapi.sqlite_version} in the vault, {sqlite3.sqlite_version} bare"
    python = f"{platform.system()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores{load}; {python}; {sqlite}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def table(rows: Iterable[Row]) -> str:
    """The table as Markdown."""
    lines = ["| what | DPO Desk | bare | ratio | bare means |", "| --- | ---: | ---: | ---: | --- |"]
    lines += [
        f"| {row.what} | {_told(row.ours, row.unit)} | {_told(row.bare, row.unit)} | {row.ratio:.2f} | {row.against} |"
        for row in rows
    ]
    return "\n".join(lines)


def _told(seconds: float, unit: str) -> str:
    if unit != "s":
        return f"{seconds:.0f} {unit}"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.0f} ms" if milliseconds >= 100 else f"{milliseconds:.3g} ms"
