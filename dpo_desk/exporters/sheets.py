"""What workbooks of all makers have in common: names of sheets, and characters that XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

LONGEST_TITLE = 31
EXACT = 10**15  # a spreadsheet keeps fifteen digits; longer numbers are written as text
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def titles(wanted: Iterable[str]) -> tuple[str, ...]:
    """The titles as every spreadsheet takes them: short, without forbidden characters, each one once."""
    found: list[str] = []
    for index, title in enumerate(wanted, 1):
        base = _FORBIDDEN.sub(" ", title).strip()[:LONGEST_TITLE].strip() or str(index)
        name, number = base, 2
        while name.casefold() in {each.casefold() for each in found}:
            ending = f" ({number})"
            name, number = base[: LONGEST_TITLE - len(ending)] + ending, number + 1
        found.append(name)
    return tuple(found)


def plain(text: str) -> str:
    """The text without characters that XML cannot hold, with line ends of one kind."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_exact(number: float | Decimal) -> bool:
    """Whether a spreadsheet keeps this number as it is."""
    exact = Decimal(str(number))
    return exact.is_finite() and abs(exact) < EXACT and len(exact.normalize().as_tuple().digits) <= 15
