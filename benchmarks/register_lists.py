"""
The lists of a large register, against the bare SQL of the same question on the same connection.

    python -m benchmarks.register_lists [5000]     makes the register in a temporary folder and prints the table
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.measure import FULL, Row, Size, machine, side_by_side, table
from benchmarks.plain import Statement, recorded
from benchmarks.register_data import TODAY, fill, register
from benchmarks.vaults import new_vault
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.record import RecordKind
from dpo_desk.services.ports import ListQuery
from dpo_desk.store.desk import DeskVault

PAGE = 200
QUESTIONS: dict[str, tuple[str, ListQuery]] = {
    "activities: open": ("activities", ListQuery()),
    "activities: by name": ("activities", ListQuery(sort="name")),
    "activities: by owner, backwards": ("activities", ListQuery(sort="owner", descending=True)),
    "activities: by gaps": ("activities", ListQuery(sort="gaps", descending=True)),
    "activities: drafts with gaps": ("activities", ListQuery(chips=frozenset({"draft", "gaps"}))),
    "activities: one rule": ("activities", ListQuery(chips=frozenset({"rule:basis_unknown"}))),
    "activities: one tag, review due": (
        "activities",
        ListQuery(chips=frozenset({"tag:hr", "review_due"}), today=TODAY),
    ),
    "activities: search `bank det`": ("activities", ListQuery(text="bank det")),
    "activities: search `hr`": ("activities", ListQuery(text="hr")),
    "processors: open": ("processors", ListQuery()),
    "processors: by activities": ("processors", ListQuery(sort="activities", descending=True)),
    "transfers: open": ("transfers", ListQuery()),
    "transfers: by activity": ("transfers", ListQuery(sort="activity")),
    "transfers: not valid": ("transfers", ListQuery(chips=frozenset({"verdict:not_valid"}))),
    "transfers: search `payroll`": ("transfers", ListQuery(text="payroll")),
}


def rows(vault: DeskVault, size: Size) -> Iterator[Row]:
    """Each list as the store gives it, beside its own statements sent bare."""
    for what, (name, query) in QUESTIONS.items():

        def page(name: str = name, query: ListQuery = query) -> None:
            with vault.work(read_only=True) as unit:
                records: Any = getattr(unit, name)
                records.lines(records.ids(query)[:PAGE])

        yield _beside(vault, f"register of {size.activities:,}, {what}", page, size.rounds)
    for name in ("activities", "processors", "transfers"):

        def everything(name: str = name) -> None:
            with vault.work(read_only=True) as unit:
                getattr(unit, name).all()

        yield _beside(
            vault, f"register of {size.activities:,}, {name}: all of them, as records", everything, size.few
        )


def _beside(vault: DeskVault, what: str, run: Callable[[], None], rounds: int) -> Row:
    statements = recorded(vault.file.engine, run)
    bare = "the same SELECTs, bare, on a connection of the same vault"
    return side_by_side(what, run, lambda: replayed(vault, statements), rounds=rounds, against=bare)


def replayed(vault: DeskVault, statements: Sequence[Statement]) -> None:
    """Sends the statements again, with nothing between, and fetches every row."""
    connection = vault.file.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("BEGIN DEFERRED")
        for sql, parameters in statements:
            cursor.execute(sql, parameters).fetchall()
        cursor.execute("COMMIT")
    finally:
        connection.close()


def checked(vault: DeskVault) -> None:
    """Findings in every record, as a check would leave them."""
    with vault.work() as unit:
        for kind, records in (
            (RecordKind.ACTIVITY, unit.activities),
            (RecordKind.PROCESSOR, unit.processors),
            (RecordKind.TRANSFER, unit.transfers),
        ):
            refs = records.refs()
            unit.gaps.put_all(
                kind,
                {
                    uid: (_gaps(uid, number), Completeness(5 + number % 4, 9))
                    for number, (uid, _ref, _name) in enumerate(refs)
                },
            )
        verdicts = ("valid", "reserved", "not_valid", "no_transfer")
        flows = unit.transfers.refs()
        unit.gaps.judged({uid: verdicts[number % 4] for number, (uid, _ref, _name) in enumerate(flows)})
        unit.gaps.checked("benchmark")
        unit.commit()


def _gaps(record: str, number: int) -> tuple[Gap, ...]:
    rules = ("basis_unknown", "retention_unknown", "security_unknown", "dpia_due", "review_due")
    return tuple(
        Gap(
            rule=rule,
            severity=list(Severity)[place % 3],
            article="30(1)",
            place=f"purposes.{place}.basis",
            record=record,
            facts={"purpose": "Carry out what was agreed"},
            check=f"CHK-{place + 1:02}",
        )
        for place, rule in enumerate(rules[: number % 6])
    )


def main(activities: int) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        vault = new_vault(Path(folder) / "register.dpo")
        try:
            fill(vault.work, register(activities))
            checked(vault)
            vault.checkpoint()
            print(table(rows(vault, replace(FULL, activities=activities))))
        finally:
            vault.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
