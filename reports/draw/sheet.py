"""
Draws a register or report: cover, contents, parts, with an outline and running lines.

The contents are drawn last, when the pages of the parts are known, and moved behind the cover in the finished file:
one pass over the parts is enough, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Frame, NextPageTemplate, PageTemplate
from reportlab.platypus import PageBreak as NextPage

from ..content import Cover, Heading, Paragraph, Part, Sheet
from ..words import Words
from .blocks import BlockSetter
from .fonts import Faces
from .page import Do, PaperDocument, draw_at
from .stamp import stamp_draft, stamp_sample
from .style import ACCENT, PAGE_HEIGHT, PAGE_WIDTH, QUIET, RULE, Styles
from .tag import Node, TaggedParagraph, Tagger, artifact
from .text import Typist

LEFT = 20 * mm
WIDTH = PAGE_WIDTH - 2 * LEFT
TOP = PAGE_HEIGHT - 26 * mm
BOTTOM = 22 * mm

_COVER_TOP = PAGE_HEIGHT - 42 * mm
_REF_WIDTH = 20 * mm
_NUMBER_WIDTH = 12 * mm
_ROOM_FOR_PART = (TOP - BOTTOM) * 0.45  # with less, a part below another begins on a page of its own
_ABOVE_PART = 9 * mm


@dataclass(frozen=True)
class _Line:
    """A line of the contents: a part and the page it begins on, counted in the order of drawing."""

    part: Part
    key: str
    page: int


class SheetDrawing:
    """One sheet on its way to the page."""

    def __init__(self, sheet: Sheet, faces: Faces, words: Words, typist: Typist, tagger: Tagger) -> None:
        self.sheet = sheet
        self.words = words
        self.typist = typist
        self.styles = Styles(faces.face, 9)
        self._face = faces.face
        self._tagger = tagger
        self._blocks = BlockSetter(typist, self.styles, WIDTH)
        self._lines: list[_Line] = []
        self._cover_pages = 0
        self._body_pages = 0
        self._contents_pages = 0

    def draw(self) -> bytes:
        """The drawn file; its pages still stand in the order of drawing."""
        cover = Frame(LEFT, BOTTOM, WIDTH, _COVER_TOP - BOTTOM, 0, 0, 0, 0)
        page = Frame(LEFT, BOTTOM, WIDTH, TOP - BOTTOM, 0, 0, 0, 0)
        document = PaperDocument(
            [
                *([PageTemplate("cover", [cover], onPage=self._cover_page)] if self.sheet.cover else []),
                PageTemplate("page", [page], onPage=self._page),
            ],
            face=self._face,
            title=self.sheet.title,
            language=self.sheet.language,
            tagger=self._tagger,
        )
        return document.draw(list(self._story()))

    def arrange(self, pdf: pikepdf.Pdf) -> None:
        """Moves the contents behind the cover, which may take several pages."""
        pages = [page.obj for page in pdf.pages]
        if not self._contents_pages:
            return
        contents = pages[self._body_pages :]
        ordered = [*pages[: self._cover_pages], *contents, *pages[self._cover_pages : self._body_pages]]
        tree = pdf.Root.Pages
        for page in ordered:
            page.Parent = tree
        tree.Kids = Array(ordered)
        tree.Count = len(ordered)

    # --- what flows ------------------------------------------------------------------------------------------

    def _story(self) -> Iterator[Flowable]:
        yield NextPageTemplate("page")
        if self.sheet.cover:
            yield from self._cover(self.sheet.cover)
            yield Do(self._end_cover)
        cover_elements: list[int] = []
        yield Do(lambda _: cover_elements.append(self._tagger.placed))
        above: Part | None = None
        for number, part in enumerate(self.sheet.parts):
            if above or self.sheet.cover:
                yield CondPageBreak(_ROOM_FOR_PART) if _may_follow(above, part) else NextPage()
            yield _Later(partial(self._part, part, f"part-{number}"))
            above = part
        if self.sheet.contents and self.sheet.parts:
            yield Do(self._end_body)
            yield NextPage()
            yield Do(lambda _: self._tagger.insert_from(cover_elements[0]))
            yield _Contents(self)

    def _cover(self, cover: Cover) -> Iterator[Flowable]:
        title = self.styles.title.clone("cover", fontSize=26, leading=32, spaceAfter=3 * mm)
        subtitle = self.styles.body.clone(
            "subtitle", fontSize=13, leading=18, textColor=QUIET, spaceAfter=10 * mm
        )
        yield self._blocks.title(cover.title, title, 1)
        yield self.typist.paragraph(cover.subtitle, subtitle, Node("P"))
        yield from self._blocks.flowables(cover.blocks)

    def _part(self, part: Part, key: str) -> Iterator[Flowable]:
        def begin(document: PaperDocument) -> None:
            if part.listed:
                self._lines.append(_Line(part, key, document.page))
            document.outline(f"{part.ref}  {part.title}" if part.ref else part.title, key, part.level)

        yield Do(begin)
        above = _ABOVE_PART  # which counts for nothing at the head of a page
        if part.ref:
            yield self.typist.paragraph(
                part.ref, self.styles.label.clone("part_ref", spaceBefore=above), Node("P")
            )
            above = 0
        style = self.styles.title.clone("part", fontSize=17, leading=22, spaceBefore=above, spaceAfter=4 * mm)
        yield self._blocks.title(part.title, style, 2)
        yield from self._blocks.flowables(
            replace(block, level=block.level + 1) if isinstance(block, Heading) else block
            for block in part.blocks
        )

    def _end_cover(self, document: PaperDocument) -> None:
        self._cover_pages = document.page

    def _end_body(self, document: PaperDocument) -> None:
        self._body_pages = document.page

    def contents(self, height: float) -> list[Flowable]:
        """The contents' lines; how many pages they fill decides the numbers they show."""
        title = self.typist.paragraph(self.sheet.contents, self._contents_style(), Node("H2"))
        top = Node("TOC")
        lines = [_ContentsLine(self, line, top) for line in self._lines]
        room = height - title.wrap(WIDTH, height)[1] - self._contents_style().spaceAfter
        self._contents_pages = 1
        for line in lines:
            _, needed = line.wrap(WIDTH, height)
            if needed > room:
                self._contents_pages += 1
                room = height
            room -= needed
        return [title, *lines]

    def _contents_style(self) -> Any:
        return self.styles.title.clone("contents", fontSize=17, leading=22, spaceAfter=6 * mm)

    def shown_number(self, drawn: int) -> int:
        """The number a page bears, from the order of drawing."""
        if drawn <= self._cover_pages or not self._contents_pages:
            return drawn
        if drawn <= self._body_pages:
            return drawn + self._contents_pages
        return drawn - self._body_pages + self._cover_pages

    # --- what stands still -----------------------------------------------------------------------------------

    def _cover_page(self, canvas: Any, document: PaperDocument) -> None:
        canvas.saveState()
        self._marks(canvas)

        def bar() -> None:
            canvas.setFillColor(ACCENT)
            canvas.rect(LEFT, PAGE_HEIGHT - 36 * mm, 18 * mm, 1.4 * mm, stroke=0, fill=1)

        artifact(canvas, bar)
        name = self.styles.strong.clone("organisation", fontSize=11, leading=14)
        draw_at(
            canvas,
            self.typist.paragraph(self.sheet.organisation, name, Node("P")),
            LEFT,
            PAGE_HEIGHT - 24 * mm,
            WIDTH,
        )
        self._foot(canvas, document)
        canvas.restoreState()

    def _page(self, canvas: Any, document: PaperDocument) -> None:
        canvas.saveState()
        self._marks(canvas)
        header = self.typist.paragraph(self.sheet.header, self.styles.note, None)
        draw_at(canvas, header, LEFT, PAGE_HEIGHT - 13 * mm, WIDTH)
        artifact(canvas, lambda: _rule(canvas, PAGE_HEIGHT - 19 * mm))
        self._foot(canvas, document)
        canvas.restoreState()

    def _marks(self, canvas: Any) -> None:
        if self.sheet.sample:
            stamp_sample(canvas, self.typist, self.styles, self.words("sheets.common.mark.sample"))
        if self.sheet.draft:
            stamp_draft(canvas, self._face.bold, self.words("sheets.common.mark.draft"))

    def _foot(self, canvas: Any, document: PaperDocument) -> None:
        artifact(canvas, lambda: _rule(canvas, 16.5 * mm))
        footer = self.typist.paragraph(self.sheet.footer, self.styles.note, None)
        draw_at(canvas, footer, LEFT, 15 * mm, WIDTH - 32 * mm)
        right = self.styles.note.clone("page", alignment=2)

        def label(page: int, pages: int) -> TaggedParagraph:
            text = self.words("sheets.common.page", page=self.shown_number(page), pages=pages)
            return self.typist.paragraph(text, right, None)

        document.label(canvas, label, LEFT + WIDTH - 30 * mm, 15 * mm, 30 * mm)


class _Later(Flowable):
    """
    Stands for flowables that are made when drawing has come to their place, so that those of one part are alive at once.

    The first of them must be a ``Do``: ReportLab then takes them as they come.
    """

    def __init__(self, make: Callable[[], Iterable[Flowable]]) -> None:
        super().__init__()
        self._make = make

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """More than fits, so that it is split at once."""
        return width, height + 1

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """The flowables."""
        return list(self._make())


class _Contents(Flowable):
    """Stands for the contents until the pages of all parts are known, then gives way to their lines."""

    def __init__(self, drawing: SheetDrawing) -> None:
        super().__init__()
        self._drawing = drawing

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """More than fits, so that it is split at once."""
        return width, height + 1

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines."""
        return self._drawing.contents(height)


class _ContentsLine(Flowable):
    """Reference, title and page of a part, and a link to it."""

    def __init__(self, drawing: SheetDrawing, line: _Line, contents: Node) -> None:
        super().__init__()
        self._drawing = drawing
        self._line = line
        node = Node("TOCI", contents)
        self._link = Node("Link", node)
        styles, part = drawing.styles, line.part
        main = styles.cell_strong if part.level == 0 else styles.cell
        self._indent = 0.0 if part.level == 0 else _REF_WIDTH
        self._ref = drawing.typist.paragraph(part.ref, styles.cell_quiet, self._link) if part.ref else None
        self._title = drawing.typist.paragraph(part.title, main, self._link)
        self._above = 2.6 * mm if part.level == 0 else 0.9 * mm

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the line; long titles take several."""
        self._room = width - self._indent - _NUMBER_WIDTH - 6 * mm
        self.width = width
        self.height = self._title.wrap(self._room, height)[1] + self._above
        return self.width, self.height

    def draw(self) -> None:
        """Draws reference, title, dots and page, and the link over them."""
        canvas, drawing = self.canv, self._drawing
        top = self.height - self._above
        if self._ref:
            draw_at(canvas, self._ref, 0, top, _REF_WIDTH)
        draw_at(canvas, self._title, self._indent, top, self._room)
        number = drawing.typist.paragraph(
            str(drawing.shown_number(self._line.page)),
            drawing.styles.cell.clone("number", alignment=2),
            self._link,
        )
        draw_at(canvas, number, self.width - _NUMBER_WIDTH, top, _NUMBER_WIDTH)
        artifact(canvas, self._rule)
        canvas.linkRect(self._line.part.title, self._line.key, (0, 0, self.width, top), relative=1)
        self._link.link(canvas.getPageNumber() - 1, self._line.part.title)

    def _rule(self) -> None:
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.3)
        self.canv.line(self._indent, -1.2, self.width, -1.2)


def _may_follow(above: Part | None, part: Part) -> bool:
    """Whether a part may begin on the page where another ends: below one, or after one that only says that it is empty."""
    if above is None:
        return False
    return (above.level > 0 and part.level > 0) or all(isinstance(each, Paragraph) for each in above.blocks)


def _rule(canvas: Any, y: float) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, y, LEFT + WIDTH, y)
