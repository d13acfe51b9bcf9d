"""
What stands still on the first sheet of a letter: letterhead, references, address, date, marks.

Everything is measured before it is drawn, for the text begins below it. A place grows when its smallest letters do not
fit into it, and pushes down what stands below; what would take most of the page goes to the head of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from ..content import Letter
from ..words import Words
from .figure import draw_picture, fitting
from .layouts import Box, LetterLayout
from .place import Column, Room, Setting, fit
from .style import QUIET, Styles
from .tag import Node, TaggedParagraph, artifact
from .text import Typist

_LOGO = (60 * mm, 24 * mm)
_BESIDE_LOGO = 6 * mm
_ADDRESS_SIZE, _ADDRESS_LEADING = 10.5, 1.15
_SMALLEST_ADDRESS = 6.0 / _ADDRESS_SIZE  # of the post's 8 points only when there is no other way
_SMALLEST_HEAD = 0.45
_SMALLEST_REFERENCES = 0.8
_SHARE = 0.6  # of the page's height, for what stands still
_HEAD_SHARE = 0.3
_ABOVE_REFERENCE = 1.2 * mm
_TAILS = 0.6 * mm  # of the letters of the last line, below it
_BELOW_ADDRESS = 6 * mm
_BELOW_REFERENCES = 6 * mm
_BELOW_DATE = 4 * mm
_MARK_FROM, _MARK_TO, _HOLE_TO = 5 * mm, 9 * mm, 11 * mm


@dataclass(frozen=True)
class _Placed:
    """A column and where it stands, in points from the left and the upper edge."""

    column: Column
    left: float
    top: float

    @property
    def bottom(self) -> float:
        return self.top + self.column.height


class FirstPage:
    """The fixed part of one letter's first sheet, measured."""

    def __init__(
        self, letter: Letter, layout: LetterLayout, words: Words, typist: Typist, styles: Styles
    ) -> None:
        self._letter, self._layout, self._words = letter, layout, words
        self._typist, self._styles = typist, styles
        self._height = layout.height * mm
        self._logo = fitting(letter.sender.logo, *_LOGO) if letter.sender.logo else (0.0, 0.0)
        self._head, unplaced_head = self._letterhead()
        head_height = max(self._head.column.height, self._logo[1])
        self._moved = max(0.0, head_height - layout.head.height * mm)
        self._return_line = self._above_address()
        self._address, unplaced_lines = self._within(layout.address, self._recipient, _SMALLEST_ADDRESS)
        self._references, unplaced = self._within(
            layout.references, self._reference_lines, _SMALLEST_REFERENCES
        )
        self._date, unplaced_date = self._own_date()
        self.unplaced: tuple[TaggedParagraph, ...] = (
            *unplaced_head,
            *unplaced_lines,
            *unplaced,
            *unplaced_date,
        )
        """What had no room and goes to the head of the text."""

    @property
    def body_top(self) -> float:
        """Where the text begins, in points from the upper edge."""
        lowest = [
            self._layout.body * mm + self._moved,
            self._address.bottom + _BELOW_ADDRESS,
            self._references.bottom + _BELOW_REFERENCES,
        ]
        if self._date:
            lowest.append(self._date.bottom + _BELOW_DATE)
        return max(lowest)

    def draw(self, canvas: Any) -> None:
        """Draws all of it, in the order in which it is read."""
        artifact(canvas, lambda: self._fold_marks(canvas))
        if self._letter.sender.logo:
            left, top = self._layout.head.left * mm, self._height - self._layout.head.top * mm
            alt = self._words("letters.common.alt.logo", sender=self._letter.sender.name)
            draw_picture(canvas, self._letter.sender.logo, alt, left, top, self._logo)
        for placed in (self._head, self._references, self._return_line, self._address, self._date):
            if placed:
                placed.column.draw(canvas, placed.left, self._height - placed.top)

    # --- the places ----------------------------------------------------------------------------------------------

    def _letterhead(self) -> tuple[_Placed, tuple[TaggedParagraph, ...]]:
        head, sender = self._layout.head, self._letter.sender
        left = head.left * mm
        if sender.logo:  # the text stands beside it, above address or references
            beside = max(self._layout.address.left, self._layout.references.left) * mm
            left = max(beside, left + self._logo[0] + _BESIDE_LOGO)
        size = 11.0 if sender.logo else 15.0

        def setting(scale: float) -> Iterator[TaggedParagraph]:
            name = self._styles.title.clone("sender", fontSize=size * scale, leading=size * scale * 1.2)
            line = _scaled(self._styles.cell_quiet, scale)
            yield self._real(sender.name, name)
            for number, text in enumerate(sender.lines):
                yield self._real(text, line if number else line.clone("first", spaceBefore=1 * mm * scale))

        room = Room(head.right * mm - left, head.height * mm, _SMALLEST_HEAD)
        column, rest = fit(lambda scale: list(setting(scale)), room).cut(self._height * _HEAD_SHARE)
        return _Placed(column, left, head.top * mm), rest

    def _above_address(self) -> _Placed | None:
        box, text = self._layout.return_line, self._letter.sender.return_line
        if box is None or not text:
            return None

        def setting(scale: float) -> list[TaggedParagraph]:
            # the letterhead has said it; here it is for the post
            return [self._typist.paragraph(text, _scaled(self._styles.note, scale * 0.9), None)]

        column = fit(setting, Room(box.width * mm, box.height * mm, 0.65))
        return _Placed(column, box.left * mm, box.bottom * mm + self._moved - column.height)

    def _recipient(self, scale: float) -> list[TaggedParagraph]:
        size = _ADDRESS_SIZE * scale
        style = self._styles.body.clone(
            "recipient", fontSize=size, leading=size * _ADDRESS_LEADING, spaceAfter=0
        )
        return [self._real(line, style) for line in self._letter.recipient]

    def _reference_lines(self, scale: float) -> list[TaggedParagraph]:
        label, value = _scaled(self._styles.note, scale), _scaled(self._styles.cell, scale)
        value.spaceBefore = 0
        above = label.clone("above", spaceBefore=_ABOVE_REFERENCE * scale)
        lines = []
        for entry in self._letter.references:
            lines.append(self._real(entry.label, above))
            lines += [self._real(each.text, value) for each in entry.values]
        if self._layout.date is None:
            last = value.clone("date", spaceBefore=2 * _ABOVE_REFERENCE * scale)
            lines.append(self._real(self._letter.place_date, last))
        return lines

    def _own_date(self) -> tuple[_Placed | None, tuple[TaggedParagraph, ...]]:
        box = self._layout.date
        if box is None:
            return None, ()
        top = max(box.top * mm + self._moved, self._address.bottom + _BELOW_DATE)
        date = self._real(self._letter.place_date, self._styles.body)
        column, rest = Column([date], box.width * mm).cut(self._height * _SHARE - top)
        return _Placed(column, box.left * mm, top), rest

    def _within(
        self, box: Box, setting: Setting, smallest: float
    ) -> tuple[_Placed, tuple[TaggedParagraph, ...]]:
        """The lines at their place, and those that would take more than their share of the page."""
        top = box.top * mm + self._moved
        column = fit(setting, Room(box.width * mm, box.height * mm - _TAILS, smallest))
        kept, rest = column.cut(self._height * _SHARE - top)
        return _Placed(kept, box.left * mm, top), rest

    # --- helpers -------------------------------------------------------------------------------------------------

    def _real(self, text: str, style: ParagraphStyle) -> TaggedParagraph:
        return self._typist.paragraph(text, style, Node("P"))

    def _fold_marks(self, canvas: Any) -> None:
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.3)
        marks = [(fold, _MARK_TO) for fold in self._layout.folds]
        if self._layout.hole:
            marks.append((self._layout.hole, _HOLE_TO))
        for place, end in marks:
            y = self._height - place * mm
            canvas.line(_MARK_FROM, y, end, y)


def _scaled(style: ParagraphStyle, scale: float) -> ParagraphStyle:
    return style.clone(style.name, fontSize=style.fontSize * scale, leading=style.leading * scale)
