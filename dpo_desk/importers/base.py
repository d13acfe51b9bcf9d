"""What reads one kind of table, what it may cost, and how a cell becomes text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from dpo_desk.errors import TableEmpty, TableTooLarge
from dpo_desk.services.tables import ReadRow, ReadSheet, ReadTable

_DIGITS = 15  # of a number in a spreadsheet; what follows is noise of the arithmetic
_LONGEST = 1e30  # larger numbers are written with their exponent


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What a table may cost; beyond it the file is refused, whatever it claims to be."""

    packed: int = 50_000_000  # bytes of the file
    unpacked: int = (
        200 * 1024 * 1024
    )  # bytes of what a packed file holds, and characters of all cells together
    parts: int = 10_000  # files within a packed one
    rows: int = 100_000  # of all sheets together
    columns: int = 500
    cells: int = 2_000_000  # of all sheets together
    characters: int = 400_000  # of one cell
    memory: int = 1024 * 1024 * 1024
    seconds: int = 30

    def exceeded(self) -> TableTooLarge:
        """The refusal, with the limits a reader can make use of."""
        return TableTooLarge(
            megabytes=self.unpacked // (1024 * 1024),
            rows=self.rows,
            columns=self.columns,
            characters=self.characters,
        )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a text is to be read; a workbook has no use for it."""

    encoding: str = ""  # by its Python name; empty: find out
    separator: str = ""  # empty: find out


class Importer(Protocol):
    """Reads one kind of table from its bytes, inside a process that may end at any moment."""

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of such files end, with the point."""
        ...

    def fits(self, content: bytes) -> bool:
        """Whether the bytes begin like this kind; the file's name is never asked."""
        ...

    def read(self, content: bytes, reading: Reading, budget: Budget) -> ReadTable:
        """The table. Raises ``ImportFailed``."""
        ...


class Counter:
    """Counts rows, cells and characters over all sheets of a file, so that no sheet can hide behind another."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._rows = self._cells = self._characters = 0

    def row(self, number: int, cells: Sequence[str]) -> ReadRow | None:
        """
        The row without what is empty at its end; nothing when all of it is.

        Raises:
            TableTooLarge: The budget is spent.
        """
        last = max((index + 1 for index, cell in enumerate(cells) if cell), default=0)
        if not last:
            return None
        budget, kept = self._budget, tuple(cells[:last])
        self._rows += 1
        self._cells += last
        self._characters += sum(map(len, kept))
        if (
            self._rows > budget.rows
            or last > budget.columns
            or self._cells > budget.cells
            or self._characters > budget.unpacked
            or max(map(len, kept)) > budget.characters
        ):
            raise budget.exceeded()
        return ReadRow(number, kept)


def sheet(title: str, rows: Iterable[ReadRow | None]) -> ReadSheet | None:
    """The sheet of these rows, the first for its headings; nothing when there is none."""
    found = [row for row in rows if row]
    return ReadSheet(title, found[0], tuple(found[1:])) if found else None


def filled(sheets: Iterable[ReadSheet | None]) -> tuple[ReadSheet, ...]:
    """The sheets that hold something. Raises ``TableEmpty``."""
    found = tuple(each for each in sheets if each)
    if not found:
        raise TableEmpty
    return found


def text(cell: object) -> str:
    """A cell as text: days as 2026-01-30, moments as 2026-01-30T14:05, numbers as a person would write them."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return ""


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not abs(value) < _LONGEST:
        return repr(value)
    shown = f"{Decimal(format(value, f'.{_DIGITS}g')):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
