"""
What was changed in a letter by hand, apart from the facts it was made of.

Facts go on changing while a letter is written. So not the letter is kept, but the changed texts, each with the text it
replaces: they are laid over the letter as the facts stand whenever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dpo_desk import paper as papers
from dpo_desk.paper import Letter

Shape = Literal["line", "block"]

Paragraph = papers.content.Paragraph
Heading = papers.content.Heading
Bullets = papers.content.Bullets
Quote = papers.content.Quote


@dataclass(frozen=True)
class Piece:
    """One text of a letter: where it stands, and how it is edited."""

    place: str  # ``subject``, ``blocks.3`` …
    text: str
    shape: Shape


@dataclass(frozen=True)
class Fixed:
    """A part of a letter which comes from the records as it is."""

    place: str
    kind: str  # ``table``, ``annex``
    title: str
    rows: int


def parts(letter: Letter) -> Iterator[Piece | Fixed]:
    """The parts of a letter, top to bottom."""
    yield Piece("recipient", "\n".join(letter.recipient), "block")
    yield Piece("subject", letter.subject, "line")
    yield Piece("salutation", letter.salutation, "line")
    for number, block in enumerate(letter.blocks):
        place = f"blocks.{number}"
        match block:
            case papers.content.Paragraph(text=text) | papers.content.Quote(text=text):
                yield Piece(place, text, "block")
            case papers.content.Heading(text=text):
                yield Piece(place, text, "line")
            case papers.content.Bullets(items=items):
                yield Piece(place, "\n".join(items), "block")
            case papers.content.Table(rows=rows) | papers.content.KeyValues(rows=rows):
                yield Fixed(place, "table", "", len(rows))
    yield Piece("closing", letter.closing, "line")
    for number, annex in enumerate(letter.annexes):
        yield Fixed(f"annexes.{number}", "annex", annex.title, len(annex.blocks))


def changes(letter: Letter, typed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The texts that differ from the letter's own: what stood there, and what stands there now."""
    return tuple(
        (part.text, typed[part.place])
        for part in parts(letter)
        if isinstance(part, Piece) and typed.get(part.place, part.text) != part.text
    )


def laid_over(letter: Letter, edits: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """
    The texts of the letter with the changes in them.

    Returns:
        The text of every place, and the changed texts whose place the facts have taken away since.
    """
    left, typed = list(edits), dict[str, str]()
    for part in parts(letter):
        if isinstance(part, Fixed):
            continue
        found = next((edit for edit in left if edit[0] == part.text), None)
        typed[part.place] = found[1] if found else part.text
        if found:
            left.remove(found)
    return typed, tuple(new for _, new in left)


def edited(letter: Letter, typed: Mapping[str, str], added: tuple[str, ...] = ()) -> Letter:
    """The letter with these texts; a text that was emptied is left out, added paragraphs stand at the end."""

    def said(place: str, text: str) -> str:
        return typed.get(place, text).strip()

    blocks = [_edited(block, typed.get(f"blocks.{n}")) for n, block in enumerate(letter.blocks)]
    more = [Paragraph(text.strip()) for text in added if text.strip()]
    return replace(
        letter,
        recipient=_lines(said("recipient", "\n".join(letter.recipient))),
        subject=_one_line(said("subject", letter.subject)),
        salutation=_one_line(said("salutation", letter.salutation)),
        blocks=(*(block for block in blocks if block is not None), *more),
        closing=_one_line(said("closing", letter.closing)),
    )


def _edited(block: papers.content.Block, text: str | None) -> papers.content.Block | None:
    if text is None:
        return block
    text = text.strip()
    match block:
        case papers.content.Paragraph() | papers.content.Quote():
            return replace(block, text=text) if text else None
        case papers.content.Heading():
            return replace(block, text=_one_line(text)) if text else None
        case papers.content.Bullets():
            return replace(block, items=_lines(text)) if text else None
        case _:
            return block


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
