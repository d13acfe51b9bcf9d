"""Tables as workbooks of Excel."""

from __future__ import annotations

import io
from datetime import date, datetime

from dpo_desk.errors import CellTooLong
from dpo_desk.exporters import sheets
from dpo_desk.services.tables import Cell, Sheet, TableFile

LONGEST = 32_767  # characters of a cell in Excel; more would be dropped without a word
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_WIDEST = 60


class XlsxFile:
    """Writes .xlsx: every text is a text, never a formula, a link or a number; days are days."""

    ending = ".xlsx"

    def content(self, table: TableFile) -> bytes:
        """
        The bytes of the file; nothing of it touches the disk meanwhile.

        Raises:
            CellTooLong: A text has more than 32 767 characters.
        """
        from xlsxwriter import Workbook

        out = io.BytesIO()
        book = Workbook(out, {"in_memory": True})
        book.set_properties({"created": table.made_at.replace(tzinfo=None)})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, sheet in zip(sheets.titles(each.title for each in table.sheets), table.sheets, strict=True):
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
            for number, row in enumerate((sheet.header, *sheet.rows)):
                for column, cell in enumerate(row):
                    place, value = (number, column), _writable(cell, number + 1)
                    if isinstance(value, date):
                        page.write_datetime(*place, value, day)
                    elif isinstance(value, str):
                        page.write_string(*place, value, None if number else bold)
                    elif value is not None:
                        page.write_number(*place, value)
        book.close()
        return out.getvalue()


def _writable(cell: Cell, row: int) -> str | float | date | None:
    """The cell as one of the kinds Excel keeps without loss; the rest as text."""
    if isinstance(cell, datetime):
        return cell.isoformat()
    if cell is None or isinstance(cell, date):
        return cell if cell is None or cell >= _FIRST_DAY else cell.isoformat()
    if not isinstance(cell, str):
        return float(cell) if sheets.is_exact(cell) else str(cell)
    text = sheets.plain(cell)
    if len(text.encode("utf-16-le")) // 2 > LONGEST:  # Excel counts as UTF-16 does
        raise CellTooLong(limit=LONGEST, row=row)
    return text or None


def _widths(sheet: Sheet) -> list[int]:
    """The width of each column by its longest line, within reason."""
    columns = zip(*(sheet.header, *sheet.rows), strict=True)
    return [
        min(_WIDEST, 2 + max(len(line) for cell in column for line in str(cell or "").split("\n")))
        for column in columns
    ]
