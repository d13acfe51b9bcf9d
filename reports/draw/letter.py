"""Draws a letter: the text that flows, around what stands still on each page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten
from typing import Any

from reportlab.lib.units import mm
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
from . import SignatureBox
from .blocks import BlockSetter
from .figure import can_be_code, draw_code
from .first_page import FirstPage
from .fonts import Faces
from .layouts import layout_of
from .page import PaperDocument
from .place import Column
from .stamp import stamp_draft, stamp_sample
from .style import ACCENT, RULE, Styles
from .tag import Node, TaggedParagraph, Tagger, artifact
from .text import Typist, clean

_INK_ROOM = (78 * mm, 17 * mm)
_RUNNING_TOP = 15 * mm
_RUNNING_LENGTH = 200  # characters of what is only there to know the page by
_BELOW_RUNNING = 3.3 * mm
_BELOW_HEAD_RULE = 6 * mm
_FOOT_RULE = 17.5 * mm  # from the lower edge, or higher when the footer is long
_BELOW_FOOT_RULE = 1.5 * mm
_ABOVE_FOOT_RULE = 2.5 * mm
_FOOT_SHARE = 0.25  # of the page's height; what is more stands below the letter
_EDGE = 5.5 * mm  # printers do not reach closer to it
_LABEL_WIDTH = 24 * mm
_CODE = 12 * mm
_BESIDE_CODE = 3 * mm


class LetterDrawing:
    """One letter on its way to the page."""

    def __init__(self, letter: Letter, faces: Faces, words: Words, typist: Typist, tagger: Tagger) -> None:
        self.letter = letter
        self.words = words
        self.typist = typist
        self.styles = Styles(faces.face, 9.75)
        self.signature: SignatureBox | None = None
        """Where the signature goes; known once the letter is drawn."""
        self._layout = layout_of(letter.layout)
        self._left, self._width = self._layout.left * mm, self._layout.text_width * mm
        self._height = self._layout.height * mm
        self._face = faces.face
        self._tagger = tagger
        self._blocks = BlockSetter(typist, self.styles, self._width)
        self._notes = Styles(faces.face, 9)
        code = clean(letter.case_code)
        self._code = code if can_be_code(code) else ""
        self._first = FirstPage(letter, self._layout, words, typist, self.styles)
        self._running = self._running_column()
        self._footer, self._long_footer = self._footer_column().cut(self._height * _FOOT_SHARE)

    def draw(self) -> bytes:
        """The drawn file, without structure tree and metadata."""
        first = PageTemplate("first", [self._frame(self._first.body_top)], onPage=self._first_page)
        later = PageTemplate(
            "later", [self._frame(self._head_rule + _BELOW_HEAD_RULE)], onPage=self._later_page
        )
        document = PaperDocument(
            [first, later],
            face=self._face,
            title=self.letter.title,
            language=self.letter.language,
            tagger=self._tagger,
            size=(self._layout.width * mm, self._height),
        )
        return document.draw(list(self._story()))

    def _frame(self, top: float) -> Frame:
        bottom = self._foot_rule + _ABOVE_FOOT_RULE
        return Frame(self._left, bottom, self._width, self._height - top - bottom, 0, 0, 0, 0)

    # --- what flows ------------------------------------------------------------------------------------------

    def _story(self) -> Iterator[Flowable]:
        letter, styles = self.letter, self.styles
        yield NextPageTemplate("later")
        yield from self._first.unplaced
        subject = self.words("letters.common.subject_line", subject=letter.subject)
        yield self._blocks.title(subject, self._subject_style(), 1)
        yield self.typist.paragraph(letter.salutation, styles.body, Node("P"))
        body = list(self._blocks.flowables(letter.blocks))
        held = _last_words(body)
        yield from body[: len(body) - len(held)]
        yield from self._end(held)
        yield from self._long_footer
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
        indent = self._layout.signature * mm - self._left
        signature = [self.typist.paragraph(letter.signature.name, styles.cell_strong, Node("P"))]
        signature += [self.typist.paragraph(line, styles.cell, Node("P")) for line in letter.signature.lines]
        for each in signature:
            each.style = each.style.clone("signature", leftIndent=indent, spaceBefore=0)
        yield KeepTogether(
            [
                *held,
                Spacer(0, 1 * mm),
                self.typist.paragraph(letter.closing, styles.body, Node("P")),
                _InkRoom(indent, self),
                *signature,
            ]
        )
        if letter.enclosures:
            yield Spacer(0, 7 * mm)
            yield CondPageBreak(12 * mm + 5 * mm * min(len(letter.enclosures), 6))
            title = self.words("letters.common.enclosures")
            yield self.typist.paragraph(title, self._notes.label, Node("P"))
            yield Spacer(0, 1 * mm)
            setter = BlockSetter(self.typist, self._notes, self._width)
            yield from setter.flowables([Bullets(letter.enclosures)])

    def _annex(self, annex: Annex) -> Iterator[Flowable]:
        yield NextPage()
        yield from self._blocks.heading(Heading(annex.title, 1))
        yield from self._blocks.flowables(_lower(annex))

    # --- what stands on each page ----------------------------------------------------------------------------

    def _running_column(self) -> Column:
        text = self.words(
            "letters.common.running", sender=self.letter.sender.name, subject=self.letter.subject
        )
        short = shorten(text, _RUNNING_LENGTH, placeholder=" …") or text[:_RUNNING_LENGTH]
        return Column([self.typist.paragraph(short, self.styles.note, None)], self._width)

    def _footer_column(self) -> Column:
        lines = [self.typist.paragraph(line, self.styles.note, None) for line in self.letter.sender.footer]
        return Column(lines, self._width - _LABEL_WIDTH - self._code_width - _BESIDE_CODE)

    @property
    def _head_rule(self) -> float:
        return _RUNNING_TOP + self._running.height + _BELOW_RUNNING

    @property
    def _foot_rule(self) -> float:
        return max(_FOOT_RULE, self._footer.height + _BELOW_FOOT_RULE + _EDGE)

    @property
    def _code_width(self) -> float:
        return _CODE + _BESIDE_CODE if self._code else 0.0

    def _first_page(self, canvas: Any, document: PaperDocument) -> None:
        canvas.saveState()
        self._marks(canvas)
        self._first.draw(canvas)
        if self._code:
            alt = self.words("letters.common.alt.code", code=self._code)
            draw_code(canvas, self._code, alt, self._right - _CODE, _EDGE + _CODE, _CODE)
        self._foot(canvas, document, self._right - self._code_width)
        canvas.restoreState()

    def _later_page(self, canvas: Any, document: PaperDocument) -> None:
        canvas.saveState()
        self._marks(canvas)
        self._running.draw(canvas, self._left, self._height - _RUNNING_TOP)
        artifact(canvas, lambda: self._rule(canvas, self._height - self._head_rule, self._right))
        self._foot(canvas, document, self._right)
        canvas.restoreState()

    def _marks(self, canvas: Any) -> None:
        if self.letter.sample:
            stamp_sample(canvas, self.typist, self.styles, self.words("letters.common.mark.sample"))
        if self.letter.draft:
            stamp_draft(canvas, self._face.bold, self.words("letters.common.mark.draft"))

    def _foot(self, canvas: Any, document: PaperDocument, right: float) -> None:
        """The rule, the footer, and the page with the case's code, which end at ``right``."""
        top = self._foot_rule - _BELOW_FOOT_RULE
        artifact(canvas, lambda: self._rule(canvas, self._foot_rule, right))
        self._footer.draw(canvas, self._left, top)
        style = self.styles.note.clone("page", alignment=2)

        def label(page: int, pages: int) -> TaggedParagraph:
            text = self.words("letters.common.page", page=page, pages=pages)
            return self.typist.paragraph("\n".join(filter(None, (self.letter.case_code, text))), style, None)

        document.label(canvas, label, right - _LABEL_WIDTH, top, _LABEL_WIDTH)

    @property
    def _right(self) -> float:
        return self._left + self._width

    def _rule(self, canvas: Any, y: float, right: float) -> None:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(self._left, y, right, y)


class _InkRoom(Flowable):
    """The room for a signature; tells the drawing where it came to stand."""

    def __init__(self, indent: float, drawing: LetterDrawing) -> None:
        super().__init__()
        self._indent, self._drawing = indent, drawing

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room of the whole line, and of the ink."""
        self.width, self.height = width, _INK_ROOM[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draws nothing."""
        x, y = self.canv.absolutePosition(self._indent, 0)
        width = min(_INK_ROOM[0], self.width - self._indent)
        page = self.canv.getPageNumber() - 1
        self._drawing.signature = SignatureBox(page, x, y, x + width, y + self.height)


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
