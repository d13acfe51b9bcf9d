"""`python -m benchmarks [--quick]` prints the table of all figures of one run."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import deadlines, lists, papers, register, start, today, unlocking
from benchmarks.many_cases import fill
from benchmarks.measure import FULL, QUICK, Row, Size, machine, table
from benchmarks.vaults import Made, closed, new_vault, sample_vault


def every_row(folder: Path, size: Size) -> Iterator[Row]:
    yield from start.rows(folder, size)
    yield from deadlines.rows(size)
    sample = sample_vault(folder / "sample.dpo")
    yield from papers.rows(sample, size)
    many = _many(folder / "many.dpo", size)
    yield from unlocking.rows(sample, many, folder, size)
    yield from lists.rows(many, folder, size)
    yield from today.rows(many, folder, size)
    yield from register.rows(folder, size)


def _many(path: Path, size: Size) -> Made:
    vault = new_vault(path)
    fill(vault.file, size.cases)
    return closed(vault)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="How fast, as ratios to the bare tools."
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes and one round: only whether it runs")
    size = QUICK if parser.parse_args().quick else FULL
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(f"{machine()}; medians of {size.rounds} or {size.few} rounds in turns\n")
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="dpo-desk-benchmarks-") as folder:
        for row in every_row(Path(folder), size):
            found.append(row)
            with contextlib.suppress(OSError):
                print(f"  … {row.what}: {row.ratio:.2f}", file=sys.stderr, flush=True)
    print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
