"""Spreadsheets of LibreOffice and others in the OpenDocument format."""

from __future__ import annotations

from dpo_desk.errors import TableProtected
from dpo_desk.importers import archive
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.services.tables import ReadTable

_MANIFEST = "META-INF/manifest.xml"
_LOCKED = b"encryption-data"  # said in the manifest of each part that is locked with a password
_PARTS = frozenset({"mimetype", "content.xml"})


class OdsTable:
    """Reads .ods."""

    endings = (".ods",)

    def fits(self, content: bytes) -> bool:
        """Whether this is a packed file with the contents of an OpenDocument in it."""
        return content.startswith(archive.SIGNATURE) and archive.names(content) >= _PARTS

    def read(self, content: bytes, reading: Reading, budget: Budget) -> ReadTable:
        """The table. Raises ``ImportFailed``."""
        from dpo_desk.importers.workbook import read_workbook

        archive.require_sound(content, budget)
        if _LOCKED in archive.part(content, _MANIFEST):
            raise TableProtected
        return read_workbook(content, budget)
