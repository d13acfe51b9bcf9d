"""
Draws a letter on A4 for a French window envelope.

Geometry: DL and C5 envelopes with the window on the right show 100-190 mm from the left edge and 45-75 mm from the
top of the sheet; the sheet is folded at 99 and 198 mm. The address is set smaller until it fits into the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NextPage

from ..content import Annex, Bullets, Heading, Letter
from ..words import Words
from .blocks import BlockSetter
from .fonts import Faces
from .page import PaperDocument, draw_at, height_of
from .stamp import stamp_draft, stamp_sample
from .style import ACCENT, PAGE_HEIGHT, PAGE_WIDTH, QUIET, RULE, Styles
from .tag import Node, TaggedParagraph, Tagger, artifact
from .text import Typist

LEFT = 22 * mm
RIGHT = 20 * mm
WIDTH = PAGE_WIDTH - LEFT - RIGHT
BOTTOM = 20 * mm

_HEAD_TOP = PAGE_HEIGHT - 13 * mm
_REFERENCES_TOP = PAGE_HEIGHT - 47.5 * mm
_REFERENCES_WIDTH = 70 * mm
_ADDRESS_LEFT = 106 * mm
_ADDRESS_TOP = PAGE_HEIGHT - 47 * mm
_ADDRESS_WIDTH = PAGE_WIDTH - _ADDRESS_LEFT - RIGHT
_ADDRESS_HEIGHT = 27 * mm
_DATE_TOP = PAGE_HEIGHT - 80 * mm
_BODY_TOP = PAGE_HEIGHT - 88 * mm
_FOLDS = (99 * mm, 198 * mm)
_SMALLEST_ADDRESS = 6.0
_INK_ROOM = 13 * mm


class LetterDrawing:
    """One letter on its way to the page."""

    def __init__(self, letter: Letter, faces: Faces, words: Words, typist: Typist, tagger: Tagger) -> None:
        self.letter = letter
        self.words = words
        self.typist = typist
        self.styles = Styles(faces.face, 9.75)
        self._face = faces.face
        self._tagger = tagger
        self._blocks = BlockSetter(typist, self.styles, WIDTH)
        self._notes = Styles(faces.face, 9)

    def draw(self) -> bytes:
        """The drawn file, without structure tree and metadata."""
        first = PageTemplate("first", [self._frame(self._body_top())], onPage=self._first_page)
        later = PageTemplate("later", [self._frame(PAGE_HEIGHT - 28 * mm)], onPage=self._later_page)
        document = PaperDocument(
            [first, later],
            face=self._face,
            title=self.letter.title,
            language=self.letter.language,
            tagger=self._tagger,
        )
        return document.draw(list(self._story()))

    def _frame(self, top: float) -> Frame:
        return Frame(
            LEFT, BOTTOM, WIDTH, top - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )

    # --- what flows ------------------------------------------------------------------------------------------

    def _story(self) -> Iterator[Flowable]:
        letter, styles = self.letter, self.styles
        yield NextPageTemplate("later")
        subject = self.words("letters.common.subject_line", subject=letter.subject)
        yield self._blocks.title(subject, self._subject_style(), 1)
        yield self.typist.paragraph(letter.salutation, styles.body, Node("P"))
        body = list(self._blocks.flowables(letter.blocks))
        held = _last_words(body)
        yield from body[: len(body) - len(held)]
        yield from self._end(held)
        for annex in letter.annexes:
            yield from self._annex(annex)

    def _subject_style(self) -> Any:
        style = self.styles.strong.clone("subject")
        style.fontSize += 0.5
        style.textColor = ACCENT
        style.spaceAfter = 4 * mm
        return style

    def _end(self, held: list[Flowable]) -> Iterator[Flowable]:
        """Closing and signature, never on a page without a word of the letter (``held``)."""
        letter, styles = self.letter, self.styles
        signature = [self.typist.paragraph(letter.signature.name, styles.cell_strong, Node("P"))]
        signature += [self.typist.paragraph(line, styles.cell, Node("P")) for line in letter.signature.lines]
        for each in signature:
            each.style = each.style.clone("signature", leftIndent=_ADDRESS_LEFT - LEFT, spaceBefore=0)
        yield KeepTogether(
            [
                *held,
                Spacer(0, 1 * mm),
                self.typist.paragraph(letter.closing, styles.body, Node("P")),
                Spacer(0, _INK_ROOM),
                *signature,
            ]
        )
        if letter.enclosures:
            yield Spacer(0, 7 * mm)
            yield CondPageBreak(12 * mm + 5 * mm * min(len(letter.enclosures), 6))
            title = self.words("letters.common.enclosures")
            yield self.typist.paragraph(title, self._notes.label, Node("P"))
            yield Spacer(0, 1 * mm)
            yield from BlockSetter(self.typist, self._notes, WIDTH).flowables([Bullets(letter.enclosures)])

    def _annex(self, annex: Annex) -> Iterator[Flowable]:
        yield NextPage()
        yield from self._blocks.heading(Heading(annex.title, 1))
        yield from self._blocks.flowables(_lower(annex))

    # --- what stands still -----------------------------------------------------------------------------------

    def _body_top(self) -> float:
        block, _ = self._recipient(Canvas("", pagesize=(PAGE_WIDTH, PAGE_HEIGHT)))
        spill = max(0.0, block - _ADDRESS_HEIGHT - 8 * mm)
        return _BODY_TOP - spill

    def _first_page(self, canvas: Any, document: Any) -> None:
        canvas.saveState()
        self._marks(canvas)
        artifact(canvas, lambda: self._folds(canvas))
        self._letterhead(canvas)
        self._references(canvas)
        height, lines = self._recipient(canvas)
        top = _ADDRESS_TOP
        for line in lines:
            top = draw_at(canvas, line, _ADDRESS_LEFT, top, _ADDRESS_WIDTH)
        spill = max(0.0, height - _ADDRESS_HEIGHT - 8 * mm)
        date = self.typist.paragraph(self.letter.place_date, self.styles.body, Node("P"))
        draw_at(canvas, date, _ADDRESS_LEFT, _DATE_TOP - spill, _ADDRESS_WIDTH)
        self._foot(canvas, document)
        canvas.restoreState()

    def _later_page(self, canvas: Any, document: Any) -> None:
        canvas.saveState()
        self._marks(canvas)
        text = self.words(
            "letters.common.running", sender=self.letter.sender.name, subject=self.letter.subject
        )
        draw_at(
            canvas, self.typist.paragraph(text, self.styles.note, None), LEFT, PAGE_HEIGHT - 15 * mm, WIDTH
        )
        artifact(canvas, lambda: _rule(canvas, PAGE_HEIGHT - 22 * mm))
        self._foot(canvas, document)
        canvas.restoreState()

    def _letterhead(self, canvas: Any) -> None:
        name = self.styles.title.clone("sender", fontSize=15, leading=18)
        top = draw_at(canvas, self._real(self.letter.sender.name, name), LEFT, _HEAD_TOP, WIDTH) - 1 * mm
        for line in self.letter.sender.lines:
            top = draw_at(canvas, self._real(line, self.styles.cell_quiet), LEFT, top, WIDTH)

    def _references(self, canvas: Any) -> None:
        top = _REFERENCES_TOP
        styles = self.styles
        for entry in self.letter.references:
            top = draw_at(canvas, self._real(entry.label, styles.note), LEFT, top, _REFERENCES_WIDTH)
            for value in entry.values:
                top = draw_at(canvas, self._real(value.text, styles.cell), LEFT, top, _REFERENCES_WIDTH)
            top -= 1.2 * mm

    def _recipient(self, canvas: Any) -> tuple[float, list[TaggedParagraph]]:
        size = 10.5
        while True:
            style = self.styles.body.clone("recipient", fontSize=size, leading=size * 1.24, spaceAfter=0)
            lines = [self._real(line, style) for line in self.letter.recipient]
            height = sum(height_of(line, canvas, _ADDRESS_WIDTH) for line in lines)
            if height <= _ADDRESS_HEIGHT or size <= _SMALLEST_ADDRESS:
                return height, lines
            size -= 0.5

    def _real(self, text: str, style: Any) -> TaggedParagraph:
        return self.typist.paragraph(text, style, Node("P"))

    def _marks(self, canvas: Any) -> None:
        if self.letter.sample:
            stamp_sample(canvas, self.typist, self.styles, self.words("letters.common.mark.sample"))
        if self.letter.draft:
            stamp_draft(canvas, self._face.bold, self.words("letters.common.mark.draft"))

    def _folds(self, canvas: Any) -> None:
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.3)
        for fold in _FOLDS:
            canvas.line(5 * mm, PAGE_HEIGHT - fold, 9 * mm, PAGE_HEIGHT - fold)

    def _foot(self, canvas: Any, document: PaperDocument) -> None:
        artifact(canvas, lambda: _rule(canvas, 17.5 * mm))
        top = 16 * mm
        for line in self.letter.sender.footer:
            top = draw_at(
                canvas, self.typist.paragraph(line, self.styles.note, None), LEFT, top, WIDTH - 32 * mm
            )
        right = self.styles.note.clone("page", alignment=2)

        def label(page: int, pages: int) -> TaggedParagraph:
            text = self.words("letters.common.page", page=page, pages=pages)
            return self.typist.paragraph(text, right, None)

        document.label(canvas, label, PAGE_WIDTH - RIGHT - 30 * mm, 16 * mm, 30 * mm)


def _lower(annex: Annex) -> Iterator[Any]:
    """The annex's blocks with their headings one level below its title."""
    for block in annex.blocks:
        yield replace(block, level=block.level + 1) if isinstance(block, Heading) else block


def _last_words(body: list[Flowable]) -> list[Flowable]:
    """The last paragraph and the heading it stands under, if the body ends in one."""
    start = len(body)
    if body and isinstance(body[-1], TaggedParagraph):
        start -= 1
        while start and _is_heading(body[start - 1]):
            start -= 1
    return body[start:]


def _is_heading(flowable: Flowable) -> bool:
    if isinstance(flowable, TaggedParagraph):
        return flowable.node is not None and flowable.node.tag.startswith("H")
    return isinstance(flowable, CondPageBreak)


def _rule(canvas: Any, y: float) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, y, PAGE_WIDTH - RIGHT, y)
