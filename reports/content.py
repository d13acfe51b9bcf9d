"""
What a paper says, before it is drawn: the hinge between the facts and the page.

All of it is plain text, never markup; a letter can be edited, compared in a test without opening a PDF, and drawn later
to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tone = Literal["plain", "strong", "quiet", "gap", "proposed"]
"""How a text stands out; the words must say the same, for tone is not read aloud."""

Layout = Literal["fr_right", "de_din5008_b", "uk_left", "us_letter"]
"""Paper and place of the address, which the window of the country's usual envelope shows; measures in ``draw.layouts``."""

Relationship = Literal["data", "source", "alternative", "supplement", "unspecified"]
"""What an attached file is to the paper (PDF/A-3 asks for it): the data behind it, what it was made of …"""


@dataclass(frozen=True)
class Text:
    """One cell or value; line breaks are kept."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``code`` names the mandatory content it carries ("C11"), empty when none."""

    text: str
    tone: Tone = "plain"
    code: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading inside the text; level 1 is the highest below the title."""

    text: str
    level: int = 1
    code: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class Table:
    """A table; ``widths`` are shares of the page's width (equal when empty)."""

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Entry:
    """A label and what stands beside it, one line or several; ``note`` is the small line below the label."""

    label: str
    values: tuple[Text, ...]
    note: str = ""


@dataclass(frozen=True)
class KeyValues:
    """Labels on the left, values on the right."""

    rows: tuple[Entry, ...]
    code: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a source, and where they stand."""

    text: str
    source: str = ""
    code: str = ""


@dataclass(frozen=True)
class Question:
    """A question to be answered by hand: boxes to tick, and ruled lines to write on."""

    ref: str
    text: str
    boxes: tuple[str, ...] = ()
    note: str = ""
    """What the question is about: an article, a hint."""
    room: int = 0
    """Lines to write on."""
    room_label: str = ""
    code: str = ""


@dataclass(frozen=True)
class Series:
    """The bars of one kind in a chart, one for each label."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Bars; ``alternative`` says in words what they show, ``lying`` bars have room for long labels."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alternative: str
    lying: bool = False
    code: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""

    code: str = ""


Block: TypeAlias = Paragraph | Heading | Bullets | Table | KeyValues | Quote | Question | Chart | PageBreak


@dataclass(frozen=True)
class Sender:
    """The letterhead and the footer."""

    name: str
    lines: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo: bytes = b""
    """A picture as ``draw.logo.sound`` gives it; empty for none."""
    return_line: str = ""
    """The sender in one line, for the window of envelopes that show it above the address."""


@dataclass(frozen=True)
class Signature:
    """Who signs; the room for ink is left above."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annex:
    """A part that follows the signature on its own page."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Attachment:
    """A file inside the file: what must be handed over in a form machines read, or a paper of somebody else."""

    name: str
    """A plain file name, once in a paper."""
    content: bytes
    media_type: str
    description: str
    relationship: Relationship = "data"


@dataclass(frozen=True)
class Letter:
    """A letter, whole; ``kind`` is its id in ``LETTERS``."""

    kind: str
    language: str
    title: str
    sender: Sender
    recipient: tuple[str, ...]
    place_date: str
    references: tuple[Entry, ...]
    subject: str
    salutation: str
    blocks: tuple[Block, ...]
    closing: str
    signature: Signature
    enclosures: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    layout: Layout = "fr_right"
    draft: bool = False
    sample: bool = False
    case_code: str = ""
    """The case's reference, for machines too: a letter that comes back finds its case."""
    attachments: tuple[Attachment, ...] = ()

    def codes(self) -> frozenset[str]:
        """The mandatory contents this letter carries, those of its annexes included."""
        blocks = [*self.blocks, *(block for annex in self.annexes for block in annex.blocks)]
        return frozenset(code for block in blocks for code in block.code.split())

    def gaps(self) -> tuple[str, ...]:
        """The places that say something is still missing (tone ``gap``); such a letter must not go out."""
        parts = (self.blocks, *(annex.blocks for annex in self.annexes))
        return tuple(text for blocks in parts for text in _gaps(blocks))


@dataclass(frozen=True)
class Part:
    """A stretch of a sheet with its line in the contents; the first of a row begins on a new page."""

    title: str
    blocks: tuple[Block, ...]
    ref: str = ""
    level: int = 0
    """0 in the outline's first row, 1 below the last part of level 0."""
    listed: bool = True
    """Whether it has a line in the contents; the outline names every part."""


@dataclass(frozen=True)
class Cover:
    """The first page of a sheet."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sheet:
    """A register or report of several parts, with cover and contents; ``kind`` is its id in ``SHEETS``."""

    kind: str
    language: str
    title: str
    organisation: str
    cover: Cover | None
    """None for a sheet of few pages, which begins at once."""
    parts: tuple[Part, ...]
    contents: str
    """Title of the contents page; empty when there shall be none."""
    header: str = ""
    footer: str = ""
    draft: bool = False
    sample: bool = False


Content: TypeAlias = Letter | Sheet


def _gaps(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text=text, tone="gap"):
                yield text
            case Table(rows=rows):
                yield from (
                    f"{row[0].text}: {cell.text}" for row in rows for cell in row if cell.tone == "gap"
                )
            case KeyValues(rows=entries):
                yield from (
                    f"{entry.label}: {each.text}"
                    for entry in entries
                    for each in entry.values
                    if each.tone == "gap"
                )
