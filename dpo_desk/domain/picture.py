"""Where personal data flow, as a picture's nodes and lines; pure data, which a screen draws and a list tells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer_law import Verdict

Verdicts = Mapping[TransferId, Verdict]
Inside = Callable[[str], bool]
"""Whether data move to this country as within the European Economic Area."""

UNKNOWN_COUNTRY = "country:?"
"""The key of the node for the country nobody knows."""


class Column(StrEnum):
    """The columns, from where data come to where they go."""

    ORGANISATION = "organisation"
    PEOPLE = "people"
    DATA = "data"
    RECIPIENTS = "recipients"
    COUNTRIES = "countries"


class Mark(StrEnum):
    """What has to be said of a node beside its name."""

    UNKNOWN = "unknown"  # nobody has found out; the node has no name
    NONE = "none"  # confirmed: there is none; the node has no name
    PROPOSED = "proposed"
    UNNAMED = "unnamed"  # what stands there describes it
    SPECIAL = "special"  # data of Art. 9
    CRIMINAL = "criminal"  # data of Art. 10
    ONLY_TRANSFER = "only_transfer"  # a transfer names it, the recipients do not
    UNRECORDED = "unrecorded"  # a third country without a record of the transfer
    MORE = "more"  # stands for others that are not shown


@dataclass(frozen=True, kw_only=True)
class Node:
    """
    One thing in the picture.

    ``text`` is a name as it was typed, or the code of a country in that column; ``role`` a ``RecipientKind``;
    ``record`` what it opens; ``within`` the node it is part of (a sub-processor of its processor).
    """

    key: str
    column: Column
    text: str = ""
    marks: tuple[Mark, ...] = ()
    role: str = ""
    verdict: Verdict | None = None
    record: tuple[RecordKind, str] | None = None
    within: str = ""
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A flow between two nodes; ``verdict`` is what Chapter V says to it, nothing where that is no question."""

    start: str
    end: str
    verdict: Verdict | None = None
    unrecorded: bool = False
    record: tuple[RecordKind, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Nodes by column, in order, and the lines between them; from each ``bundle`` column everything goes to the next."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    bundles: tuple[tuple[Column, Column], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are there."""
        return tuple(dict.fromkeys(node.column for node in self.nodes))

    def of(self, column: Column) -> tuple[Node, ...]:
        """The nodes of a column."""
        return tuple(node for node in self.nodes if node.column is column)


def plain(name: str) -> str:
    """A name for comparing: without capitals and double blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def country_key(code: str | None) -> str:
    """The key of a country's node."""
    return f"country:{code}" if code else UNKNOWN_COUNTRY


def country(key: str, lines: Sequence[Line]) -> Node:
    """The node of a country, with the gravest verdict of the lines that lead to it."""
    marks = [Mark.UNKNOWN] if key == UNKNOWN_COUNTRY else []
    if any(line.unrecorded for line in lines):
        marks.append(Mark.UNRECORDED)
    verdicts = [line.verdict for line in lines if line.verdict is not None]
    return Node(
        key=key,
        column=Column.COUNTRIES,
        text="" if key == UNKNOWN_COUNTRY else key.removeprefix("country:"),
        marks=tuple(marks),
        verdict=max(verdicts, key=lambda each: each.gravity, default=None),
    )


def gravest_first(node: Node) -> tuple[bool, int, bool, str]:
    """The order of countries: the unknown one, then by verdict."""
    gravity = node.verdict.gravity if node.verdict else -1
    return Mark.UNKNOWN not in node.marks, -gravity, Mark.UNRECORDED not in node.marks, node.text
