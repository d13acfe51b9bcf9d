"""A vault with its tables, made quickly: what the tests of repositories work in."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dpo_desk.store.desk import DeskFiles, DeskVault
from tests.store.vaults import PASSPHRASE

START = datetime(2026, 3, 2, 11, 0, 0, 123456, tzinfo=UTC)


class TickingClock:
    """Each moment is a second after the one before."""

    def __init__(self) -> None:
        self._seconds = itertools.count()

    def now(self) -> datetime:
        return START + timedelta(seconds=next(self._seconds))

    def today(self, time_zone: str = "Europe/Paris") -> date:
        return START.date()


FILES = DeskFiles(TickingClock())


def a_desk(folder: Path, name: str = "desk.vault") -> DeskVault:
    return FILES.prepare(folder / name, PASSPHRASE).finish()


def opened(path: Path) -> DeskVault:
    return FILES.open(path, PASSPHRASE)


def saved(desk: DeskVault, *records):
    """The records as stored, committed; each goes to its own repository."""
    with desk.work() as unit:
        stored = [repository(unit, record).save(record) or record for record in records]
        unit.commit()
    return stored[0] if len(stored) == 1 else tuple(stored)


def repository(unit, record):
    names = {
        "Activity": "activities",
        "Client": "clients",
        "Processor": "processors",
        "Transfer": "transfers",
        "RequestCase": "cases",
        "Person": "people",
        "Organisation": "organisation",
    }
    return getattr(unit, names[type(record).__name__])


def raw(desk: DeskVault, sql: str, *values):
    """What a statement of the test's own gives, past every repository."""
    with desk.file.engine.begin() as connection:
        result = connection.exec_driver_sql(sql, values)
        return [tuple(row) for row in result] if result.returns_rows else None


@contextmanager
def without_triggers(desk: DeskVault, table: str):
    """Somebody with the key and a tool of his own: the triggers are no wall to him."""
    triggers = raw(desk, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table)
    for name, _sql in triggers:
        raw(desk, f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        raw(desk, sql)
