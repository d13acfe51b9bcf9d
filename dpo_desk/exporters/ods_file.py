"""
Tables as OpenDocument spreadsheets, written by hand: a packed file of four small XML parts.

The kept libraries for it take seconds for a hundred rows and put a template of theirs into each file; this takes
milliseconds, and the same table gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from html import escape  # of these few signs XML and HTML think alike; the reader of XML takes 0.1 s to load

from dpo_desk.exporters import sheets
from dpo_desk.services.tables import Cell, Sheet, TableFile

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_SPACES = (
    " ".join(f'xmlns:{name}="{_URN.format(name)}"' for name in ("office", "table", "text", "style", "meta"))
    + f' xmlns:fo="{_URN.format("xsl-fo-compatible")}" xmlns:number="{_URN.format("datastyle")}"'
)
_STYLES = (
    '<office:automatic-styles><number:date-style style:name="D"><number:year number:style="long"/><number:text>-'
    '</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    '</number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles>"
)
_PACKED_AT = (1980, 1, 1, 0, 0, 0)  # the first day such a file can name


class OdsFile:
    """Writes .ods: every text is a text, never a formula; days are days."""

    ending = ".ods"

    def content(self, table: TableFile) -> bytes:
        """The bytes of the file."""
        parts = {
            "mimetype": _TYPE,  # first and unpacked, so that others know the file by it
            "content.xml": _part("content", _STYLES + _body(table)),
            "meta.xml": _part("meta", _meta(table.made_at)),
            "META-INF/manifest.xml": _manifest("content.xml", "meta.xml"),
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in parts.items():
                entry = zipfile.ZipInfo(name, _PACKED_AT)
                entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                packed.writestr(entry, text.encode())
        return out.getvalue()


def _part(name: str, inside: str) -> str:
    return f'{_HEAD}<office:document-{name} {_SPACES} office:version="1.3">{inside}</office:document-{name}>'


def _meta(made_at: datetime) -> str:
    made = made_at.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"<office:meta><meta:creation-date>{made}</meta:creation-date></office:meta>"


def _manifest(*names: str) -> str:
    urn = _URN.format("manifest")
    entries = [("/", _TYPE), *((name, "text/xml") for name in names)]
    inside = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in entries
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{urn}" manifest:version="1.3">{inside}</manifest:manifest>'


def _body(table: TableFile) -> str:
    names = sheets.titles(each.title for each in table.sheets)
    inside = "".join(_sheet(name, each) for name, each in zip(names, table.sheets, strict=True))
    return f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"


def _sheet(name: str, sheet: Sheet) -> str:
    return f"<table:table table:name={_quoted(name)}>{''.join(_rows(sheet))}</table:table>"


def _rows(sheet: Sheet) -> Iterator[str]:
    yield f'<table:table-column table:number-columns-repeated="{max(1, len(sheet.header))}"/>'
    for number, row in enumerate((sheet.header, *sheet.rows)):
        style = "" if number else ' table:style-name="head"'
        yield f"<table:table-row>{''.join(_cell(cell, style) for cell in row) or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, datetime):
        cell = cell.isoformat()
    if isinstance(cell, date):
        day = cell.isoformat()
        return (
            '<table:table-cell table:style-name="day" office:value-type="date" '
            f'office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>'
        )
    if isinstance(cell, int | float | Decimal):
        number = f"{Decimal(str(cell)):f}"
        if sheets.is_exact(cell):
            return (
                f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p>'
                "</table:table-cell>"
            )
        cell = number
    if not cell:
        return "<table:table-cell/>"
    return f'<table:table-cell{style} office:value-type="string">{_paragraphs(cell)}</table:table-cell>'


def _paragraphs(text: str) -> str:
    """A paragraph for each line; blanks at its edges and several in a row are kept, which plain XML would swallow."""
    return "".join(f"<text:p>{_kept_blanks(line)}</text:p>" for line in sheets.plain(text).split("\n"))


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def _kept_blanks(line: str) -> str:
    pieces = escape(line, quote=False).replace("\t", "<text:tab/>").split(" ")
    return "<text:s/>".join(pieces) if "" in pieces else " ".join(pieces)
