"""Lists of very many requests and one saved request, against the same SQL on a plain file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from benchmarks.measure import Row, Size, side_by_side
from benchmarks.plain import open_plain, plain_copy, recorded, replay
from benchmarks.vaults import CLOCK, Made
from dpo_desk.services.cases import CaseService
from dpo_desk.services.ports import ListQuery
from dpo_desk.store.desk import DeskVault

PAGE = 200
QUERIES = {
    "list: all identifiers and the first page": ListQuery(),
    "sorted by person": ListQuery(sort="person"),
    "sorted by day of receipt, newest first": ListQuery(sort="received", descending=True),
    "search, frequent (`lefevre`)": ListQuery(text="lefevre"),
    "search, rare (`muller 0042`)": ListQuery(text="muller 0042"),
    "search, two letters (`zo`)": ListQuery(text="zo"),
}


def rows(many: Made, folder: Path, size: Size) -> Iterator[Row]:
    plain = open_plain(plain_copy(many.path, many.key, folder / "lists-plain.db"))
    vault = many.open()
    try:
        yield from _reading(vault, plain, size)
        yield from _writing(vault, plain, size)
    finally:
        vault.close()
        plain.close()


def _reading(vault: DeskVault, plain: sqlite3.Connection, size: Size) -> Iterator[Row]:
    service = CaseService(vault.work, CLOCK)
    for what, query in QUERIES.items():

        def page(query: ListQuery = query) -> None:
            service.lines(service.ids(query)[:PAGE])

        statements = recorded(vault.file.engine, page)
        yield side_by_side(
            f"{size.cases:,} requests, {what}",
            page,
            lambda statements=statements: replay(plain, statements),  # type: ignore[misc]
            rounds=size.rounds,
            against="sqlite3: the same SELECTs",
        )


def _writing(vault: DeskVault, plain: sqlite3.Connection, size: Size) -> Iterator[Row]:
    service = CaseService(vault.work, CLOCK)
    case = service.ids(ListQuery())[0]
    numbers = count()

    def keep_draft() -> None:
        with vault.work() as unit:
            unit.drafts.keep("benchmark", {"number": next(numbers)})
            unit.commit()

    def save_case() -> None:
        service.correct_receipt(case, f"2026-01-{next(numbers) % 2 + 1:02}", "measured")

    keep_draft()
    update = _updating(plain, case)
    rounds = size.rounds * 5
    yield side_by_side(
        "one row changed in a unit of work (a draft kept)",
        keep_draft,
        update,
        rounds=rounds,
        against="sqlite3: one UPDATE, COMMIT",
    )
    yield side_by_side(
        "one request saved: rows, history, search words, journal",
        save_case,
        update,
        rounds=rounds,
        against="sqlite3: one UPDATE, COMMIT",
    )


def _updating(plain: sqlite3.Connection, case: str) -> Callable[[], None]:
    numbers = count()

    def update() -> None:
        plain.execute("BEGIN IMMEDIATE")
        changed = plain.execute("UPDATE cases SET language = ? WHERE uid = ?", (f"{next(numbers):08}", case))
        assert changed.rowcount == 1
        plain.execute("COMMIT")

    return update
