"""The day with very many requests, two in a hundred of them running, against the same SQL on a plain file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import Row, Size, side_by_side
from benchmarks.plain import open_plain, plain_copy, recorded, replay
from benchmarks.vaults import CLOCK, Made
from dpo_desk.services.agenda import AgendaService
from dpo_desk.services.reminders import ReminderService


def rows(many: Made, folder: Path, size: Size) -> Iterator[Row]:
    """Today after unlocking, the counts of the rail, and what came due meanwhile."""
    plain = open_plain(plain_copy(many.path, many.key, folder / "today-plain.db"))
    vault = many.open()
    agenda, reminders = AgendaService(vault.work, CLOCK), ReminderService(vault.work, CLOCK)
    reminders.seen([each.reminder.key for each in reminders.visit().came_due])  # only reading is timed
    asked: dict[str, Callable[[], object]] = {
        "Today: the whole day and its health": agenda.agenda,
        "Today: the counts of the rail": agenda.pressing,
        "Today: what came due meanwhile": reminders.visit,
    }
    try:
        for what, ask in asked.items():
            statements = recorded(vault.file.engine, ask)
            yield side_by_side(
                f"{size.cases:,} requests, {what}",
                ask,
                lambda statements=statements: replay(plain, statements),  # type: ignore[misc]
                rounds=size.rounds,
                against="sqlite3: the same SELECTs",
            )
    finally:
        vault.close()
        plain.close()
