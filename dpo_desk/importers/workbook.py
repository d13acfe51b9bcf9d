"""Workbooks of every maker, read by calamine: values only, no formula is calculated and nothing is fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dpo_desk.errors import TableDamaged, TableProtected
from dpo_desk.importers.base import Budget, Counter, filled, sheet, text
from dpo_desk.services.tables import ReadRow, ReadTable


def read_workbook(content: bytes, budget: Budget) -> ReadTable:
    """
    The sheets that a reader of the workbook sees and that hold something.

    Raises:
        TableProtected, TableDamaged, TableTooLarge, TableEmpty: What is wrong with the file.
    """
    counter = Counter(budget)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return ReadTable(filled(sheet(each.name, _rows(each, counter, budget)) for each in _sheets(book)))
    except PasswordError as error:
        raise TableProtected from error
    except CalamineError as error:
        raise TableDamaged from error


def _sheets(book: CalamineWorkbook) -> Iterator[CalamineSheet]:
    tables = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each for each in tables if each.visible == SheetVisibleEnum.Visible]
    for each in shown or tables:
        yield book.get_sheet_by_name(each.name)


def _rows(found: CalamineSheet, counter: Counter, budget: Budget) -> Iterator[ReadRow | None]:
    if found.end is None:
        return
    last_row, last_column = found.end
    if last_row >= budget.rows or last_column >= budget.columns:
        raise budget.exceeded()
    for number, row in enumerate(found.to_python(skip_empty_area=False), 1):
        yield counter.row(number, [text(cell) for cell in row])
