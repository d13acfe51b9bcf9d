"""A large register: its list on the screen, the checker, one saved record, and the whole of it on paper."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import register_lists
from benchmarks.measure import Row, Size, side_by_side
from benchmarks.plain import open_plain, plain_copy, recorded, replay
from benchmarks.register_data import fill, register
from benchmarks.register_lists import replayed
from benchmarks.vaults import CLOCK, Made, closed, new_vault
from dpo_desk.library.wording import wording
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.register import RegisterService

if TYPE_CHECKING:
    from dpo_desk.ui.widgets.list_view import ListView

ROOT = Path(__file__).parents[1]
_SAME = "the same SELECTs, bare, on a connection of the same vault"
_DOCUMENTS = tuple(
    f"SELECT documents.content FROM documents JOIN {table} ON {table}.document_id = documents.id"
    for table in ("activities", "processors", "transfers")
)


def rows(folder: Path, size: Size) -> Iterator[Row]:
    made = many(folder / "register.dpo", size.activities)
    vault = made.open()
    try:
        RegisterService(vault.work, CLOCK).checked_today()
        vault.checkpoint()
        yield from register_lists.rows(vault, size)
        yield from _screen(vault, size)
        yield from _checks(vault, size)
    finally:
        vault.close()
    yield from _saving(made, folder, size)
    yield from _paper(folder, size)


def many(path: Path, activities: int) -> Made:
    """A register of so many activities, put away."""
    vault = new_vault(path)
    fill(vault.work, register(activities))
    return closed(vault)


def _screen(vault: Any, size: Size) -> Iterator[Row]:
    """The list as the screen shows it, until it is drawn; against its own SQL."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    view, service = _list(vault), RegisterService(vault.work, CLOCK).activities
    view.resize(900, 700)
    view.show()
    for what, query, change in (
        ("open", ListQuery(sort="ref"), view.refresh),
        ("sorted by name", ListQuery(sort="name"), lambda: _ask(view, sort="name")),
        (
            "filtered by one rule",
            ListQuery(sort="ref", chips=frozenset({"rule:basis_unknown"})),
            lambda: _ask(view, chip="rule:basis_unknown"),
        ),
    ):

        def page(query: ListQuery = query) -> None:
            service.lines(service.ids(query)[: register_lists.PAGE])

        def drawn(change: Callable[[], object] = change) -> None:
            change()
            view.grab()

        statements = recorded(vault.file.engine, page)
        yield side_by_side(
            f"{size.activities:,} activities on the screen, {what}",
            drawn,
            lambda statements=statements: replayed(vault, statements),  # type: ignore[misc]
            rounds=size.rounds,
            against=_SAME,
        )
    view.close()
    assert app is not None


def _list(vault: Any) -> ListView:
    from types import SimpleNamespace

    from dpo_desk.ui.pages.activities_pane import activity_source
    from dpo_desk.ui.shell import MemoryViewState
    from dpo_desk.ui.widgets.list_view import Empty, ListView

    words: Any = wording("en")
    desk: Any = SimpleNamespace(
        words=words, services=SimpleNamespace(register=RegisterService(vault.work, CLOCK))
    )
    return ListView(
        words,
        activity_source(desk),
        name="activities",
        state=MemoryViewState(),
        state_key="benchmark",
        empty=Empty("table-2", ""),
        sort="ref",
    )


def _ask(view: ListView, *, sort: str = "ref", chip: str = "") -> None:
    from dpo_desk.ui.models.paged import Query

    view.model.ask(Query(sort=sort, chips=frozenset({chip}) if chip else frozenset()))


def _checks(vault: Any, size: Size) -> Iterator[Row]:
    service = RegisterService(vault.work, CLOCK)

    def everything() -> None:
        with vault.work() as unit:
            service.checker.check_all(unit)
            unit.commit()

    def read() -> None:
        replayed(vault, [(sql, ()) for sql in _DOCUMENTS])

    yield side_by_side(
        f"every rule over {size.activities:,} activities and what belongs to them, kept",
        everything,
        read,
        rounds=min(size.few, 3),
        against="the documents read, bare, on a connection of the same vault",
    )


def _saving(made: Made, folder: Path, size: Size) -> Iterator[Row]:
    plain = open_plain(plain_copy(made.path, made.key, folder / "register-plain.db"))
    vault = made.open()
    numbers = count()
    try:
        service = RegisterService(vault.work, CLOCK).activities
        records = service.ids(ListQuery())
        values = dict(service.get(records[0]).values)

        def look() -> None:
            service.look(records[0], values)

        def save() -> None:
            values["to_clarify"] = f"{next(numbers)}"
            service.save(records[0], values)

        def update() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("UPDATE activities SET name = ? WHERE uid = ?", (f"{next(numbers):08}", records[0]))
            plain.execute("COMMIT")

        statements = recorded(vault.file.engine, look)
        yield side_by_side(
            "one activity as typed, looked at by every rule",
            look,
            lambda: replay(plain, statements),
            rounds=size.rounds,
            against="sqlite3: the same SELECTs",
        )
        yield side_by_side(
            "one activity saved: record, version, search words, findings around it, journal",
            save,
            update,
            rounds=size.rounds,
            against="sqlite3: one UPDATE, COMMIT",
        )
    finally:
        vault.close()
        plain.close()


def _paper(folder: Path, size: Size) -> Iterator[Row]:
    """Each size in processes of their own, whose memory can be told afterwards."""
    for activities in (size.sheets // 4, size.sheets) if size.few > 1 else (size.sheets,):
        made = many(folder / f"paper-{activities}.dpo", activities)
        ours, other = (_drawn(way, made, folder / f"{way}-{activities}") for way in ("desk", "fpdf2"))
        what = f"the register of {activities:,} activities as PDF"
        against = "fpdf2: the same content, neither tagged nor PDF/A"
        yield Row(what, ours[0], other[0], against)
        yield Row(f"{what}, most memory", ours[1], other[1], against, unit="MiB")


def _drawn(way: str, made: Made, folder: Path) -> tuple[float, float]:
    """Seconds and MiB of one drawing."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.register_paper", way, str(made.path), str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        input=f"{made.key.seed.hex()}\n{made.key.header.hex()}\n",
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)
