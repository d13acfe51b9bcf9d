"""Tables as JSON, for programs."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from dpo_desk.services.tables import TableFile


class JsonFile:
    """
    Writes .json: ``{"made_at": …, "sheets": [{"title": …, "header": […], "rows": [[…]]}]}``.

    Days are written 2026-01-30, numbers with decimal places as text, so that none is lost; nothing is ``null``.
    """

    ending = ".json"

    def content(self, table: TableFile) -> bytes:
        """The bytes of the file, in UTF-8."""
        document = {
            "made_at": table.made_at.isoformat(),
            "sheets": [
                {"title": each.title, "header": each.header, "rows": each.rows} for each in table.sheets
            ],
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=_plain)
        return (text + "\n").encode("utf-8", "replace")


def _plain(value: object) -> str:
    """A day or a number as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value))
