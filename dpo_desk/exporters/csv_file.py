"""Tables as text with separators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpo_desk.services.csv_text import csv_bytes
from dpo_desk.services.tables import Cell, TableFile


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """
    Writes .csv: UTF-8, a semicolon or another separator, with or without the mark before it.

    There are no sheets in such a file: the second and each later one stands below the one before, after an empty line
    and a line with its title.
    """

    separator: str = ";"
    mark: bool = True
    ending: str = ".csv"

    def content(self, table: TableFile) -> bytes:
        """The bytes of the file."""
        return csv_bytes(_lines(table), self.separator, mark=self.mark)


def _lines(table: TableFile) -> Iterator[Sequence[Cell]]:
    for index, sheet in enumerate(table.sheets):
        if index:
            yield ()
            yield (sheet.title,)
        yield sheet.header
        yield from sheet.rows
