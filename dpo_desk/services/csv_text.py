"""Rows as a CSV file that a spreadsheet opens by itself, and in which no text is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from dpo_desk.services.tables import Cell

# what spreadsheets begin to calculate at, the wide forms of East Asia among it
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(rows: Iterable[Sequence[Cell]], separator: str, *, mark: bool = True) -> bytes:
    """
    The rows in UTF-8, with its mark before them.

    A text that a spreadsheet would calculate gets an apostrophe before it. Days are written 2026-01-30, numbers with
    a point.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else f"{Decimal(str(cell)):f}"
