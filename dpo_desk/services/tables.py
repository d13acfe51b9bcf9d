"""Tables as plain data: what a file of another program holds, and what is to go into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | None
"""What a cell of an outgoing table holds; a text is never taken for a formula, a link or a number."""


# --- coming in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadRow:
    """One row: its number as the other program counts it, from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]  # days as 2026-01-30; ends with the last cell that holds something

    def cell(self, column: int) -> str:
        """The text of this column, empty beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class ReadSheet:
    """One sheet: its heading row and the rows below, empty ones left out."""

    title: str
    header: ReadRow
    rows: tuple[ReadRow, ...]
    above: tuple[ReadRow, ...] = ()  # what stands over the headings: a title, a date

    def headed_by(self, number: int) -> ReadSheet:
        """The sheet with the row of this number for its headings; as it is when there is no such row."""
        rows = (*self.above, self.header, *self.rows)
        at = next((index for index, row in enumerate(rows) if row.number == number), len(self.above))
        return replace(self, above=rows[:at], header=rows[at], rows=rows[at + 1 :])


@dataclass(frozen=True)
class ReadTable:
    """A file of another program: its sheets with at least one row, and how its text was read."""

    sheets: tuple[ReadSheet, ...]
    encoding: str = ""  # of a text file, by its Python name; empty for workbooks
    encoding_certain: bool = True  # whether the file itself says so
    separator: str = ""  # between the cells of a text file


# --- going out -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of an outgoing table; every row has as many cells as there are headings."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """What goes out into one file; ``made_at`` is the moment written into it."""

    sheets: tuple[Sheet, ...]
    made_at: datetime
