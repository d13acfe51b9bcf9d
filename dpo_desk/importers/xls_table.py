"""Workbooks of Excel before 2007, and newer ones locked with a password, which come in the same wrapping."""

from __future__ import annotations

from dpo_desk.errors import TableProtected
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.services.tables import ReadTable

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream that holds a workbook with a password


class XlsTable:
    """Reads .xls."""

    endings = (".xls",)

    def fits(self, content: bytes) -> bool:
        """Whether this is a compound file, in which the old programs of Office wrote."""
        return content.startswith(_SIGNATURE)

    def read(self, content: bytes, reading: Reading, budget: Budget) -> ReadTable:
        """The table. Raises ``ImportFailed``."""
        from dpo_desk.importers.workbook import read_workbook

        if _LOCKED in content:
            raise TableProtected
        return read_workbook(content, budget)
