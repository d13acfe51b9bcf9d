"""Tables as text: comma, semicolon or tabulator between the cells, in whatever encoding they were written."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter as Tally
from collections.abc import Iterator

from dpo_desk.errors import NotATable, TableEmpty, TableLineBroken, TableWrongEncoding
from dpo_desk.importers.base import Budget, Counter, Reading, filled, sheet
from dpo_desk.services.tables import ReadRow, ReadTable

SEPARATORS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_15", "mac_roman"]
_USUAL = "cp1252"  # what spreadsheets of western Europe write when nobody tells them otherwise
_HARDLY = 0.03  # of how much a text looks like a language, from 0 to 1
_SAMPLE = 100_000  # bytes; enough to know an encoding by
_FIRST = 50  # lines to know a separator by
_TOLD = "sep="  # how Excel is told the separator, in a line before all others
_OTHER_KINDS = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
)


class CsvTable:
    """Reads .csv, .tsv and .txt; it takes what no other importer takes."""

    endings = (".csv", ".tsv", ".txt")

    def fits(self, content: bytes) -> bool:
        """Whether the bytes begin like none of the files people confuse with tables."""
        return not content.startswith(_OTHER_KINDS)

    def read(self, content: bytes, reading: Reading, budget: Budget) -> ReadTable:
        """
        The table as one sheet.

        Raises:
            NotATable: There is a zero in it, as in no text.
            TableWrongEncoding: It is not written in the encoding asked for.
            TableLineBroken: A quotation mark is never closed, or letters follow it.
            TableTooLarge, TableEmpty: What the names say.
        """
        encoding, certain = (reading.encoding, True) if reading.encoding else _encoding(content)
        text = _decoded(content, encoding)
        if not text.strip():
            raise TableEmpty
        if "\0" in text:
            raise NotATable
        told, text, skipped = _told(text)
        separator = reading.separator or told or _separator(text)
        rows = _rows(text, separator, skipped, budget)
        return ReadTable(
            sheets=filled([sheet("", rows)]),
            encoding=encoding,
            encoding_certain=certain,
            separator=separator,
        )


def _encoding(content: bytes) -> tuple[str, bool]:
    """The encoding, and whether the bytes themselves say so; a guess is always shown and can be changed."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name, True
    head = content[:_SAMPLE]
    if head.count(b"\0") > len(head) // 4:  # Latin letters of two bytes each
        return ("utf-16-le" if head[1::2].count(b"\0") > head[::2].count(b"\0") else "utf-16-be"), False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(head), False
    return "utf-8", True


def _guessed(head: bytes) -> str:
    """The encoding in which the text looks most like a language; the usual one where another is hardly better."""
    from charset_normalizer import from_bytes

    found = list(from_bytes(head, cp_isolation=_LIKELY))
    if not found:
        return _USUAL
    clean = [each for each in found if each.chaos <= found[0].chaos]
    best = max(clean, key=lambda each: each.coherence)
    usual = [each.coherence for each in clean if _USUAL in each.could_be_from_charset]
    return _USUAL if usual and max(usual) >= best.coherence - _HARDLY else best.encoding


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        place = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise TableWrongEncoding(encoding=encoding, line=content[:place].count(b"\n") + 1) from error


def _told(text: str) -> tuple[str, str, int]:
    """The separator a first line tells, the text after that line, and how many lines it was."""
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    if len(first) == len(_TOLD) + 1 and first.startswith(_TOLD):
        return first[-1], rest, 1
    return "", text, 0


def _separator(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, more than one."""
    lines = text.splitlines()[:_FIRST] if len(text) < _SAMPLE else text[:_SAMPLE].splitlines()[:_FIRST]

    def score(separator: str) -> tuple[int, int]:
        widths = Tally(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        width, times = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        return times, width

    return max(SEPARATORS, key=score)


def _rows(text: str, separator: str, skipped: int, budget: Budget) -> Iterator[ReadRow | None]:
    """Rows under the number of their first line, as an editor counts them."""
    csv.field_size_limit(budget.characters + 1)  # one more, so that the budget tells the limit
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    counter = Counter(budget)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise budget.exceeded() from error
            raise TableLineBroken(line=line) from error
        yield counter.row(line, [cell.replace("\r\n", "\n").strip() for cell in cells])
