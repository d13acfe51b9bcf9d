"""The words a register is written with: terms shipped with the program, and those of the user."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TermKind(StrEnum):
    """What a term names."""

    DATA_SUBJECT = "data_subjects"
    DATA_CATEGORY = "data_categories"
    RECIPIENT = "recipients"
    MEASURE = "measures"
    PURPOSE = "purposes"


@dataclass(frozen=True, kw_only=True)
class Term:
    """
    One term. ``id`` is that of the shipped list, or 32 hexadecimal digits for the user's own.

    A shipped term the user renamed keeps its id and has ``own`` set; one that was merged into another is ``hidden``.
    """

    kind: TermKind
    id: str
    text: str
    own: bool = False
    hidden: bool = False
