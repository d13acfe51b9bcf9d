"""Workbooks of Excel since 2007."""

from __future__ import annotations

from dpo_desk.importers import archive
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.services.tables import ReadTable


class XlsxTable:
    """Reads .xlsx and .xlsm; macros are data of no use and stay unread."""

    endings = (".xlsx", ".xlsm")

    def fits(self, content: bytes) -> bool:
        """Whether this is a packed file with a workbook of Office in it."""
        return content.startswith(archive.SIGNATURE) and "xl/workbook.xml" in archive.names(content)

    def read(self, content: bytes, reading: Reading, budget: Budget) -> ReadTable:
        """The table. Raises ``ImportFailed``."""
        from dpo_desk.importers.workbook import read_workbook

        archive.require_sound(content, budget)
        return read_workbook(content, budget)
