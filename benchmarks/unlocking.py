"""What unlocking takes when the key is known, until the first page has its data; against opening a plain file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, Run, Size, side_by_side
from benchmarks.plain import open_plain, plain_copy, recorded, replay
from benchmarks.vaults import CLOCK, Made
from dpo_desk.services.agenda import AgendaService


def rows(sample: Made, many: Made, folder: Path, size: Size) -> Iterator[Row]:
    for what, made, rounds in (
        ("unlock after the key, until Today has its data: the sample", sample, size.rounds),
        (f"the same with {size.cases:,} requests", many, size.few),
    ):
        yield _row(what, made, plain_copy(made.path, made.key, folder / f"{made.path.stem}-plain.db"), rounds)


def _row(what: str, made: Made, plain: Path, rounds: int) -> Row:
    vault = made.open()
    statements = recorded(vault.file.engine, AgendaService(vault.work, CLOCK).agenda)
    vault.close()

    def ours() -> Run:
        opened = made.open()
        AgendaService(opened.work, CLOCK).agenda()
        return opened.close

    def bare() -> Run:
        opened = open_plain(plain)
        replay(opened, statements)
        return opened.close

    return side_by_side(what, ours, bare, rounds=rounds, against="sqlite3: open, the same SELECTs")
