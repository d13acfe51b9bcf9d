"""The registers and reports, one line each; a new one is a new file beside this one and a line in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..content import Sheet
from ..facts import RegisterFacts
from ..words import Words
from . import register


@dataclass(frozen=True)
class SheetKind:
    """A register or report that can be printed; ``title`` is a key of the wording."""

    id: str
    title: str
    build: Callable[[RegisterFacts, Words], Sheet]


SHEETS: tuple[SheetKind, ...] = (SheetKind("register", "sheets.register.title", register.build),)
