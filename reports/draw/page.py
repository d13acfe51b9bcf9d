"""The document every paper is drawn in: pages, running lines, page x of y, and the outline."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Flowable, PageTemplate

from .style import PAGE_HEIGHT, PAGE_WIDTH, Face
from .tag import TaggedCanvas, TaggedParagraph, Tagger

rl_config.useA85 = 0  # binary streams are smaller, and PDF/A wants no detour

_ENDLESS = 1e6  # room enough

Label = Callable[[int, int], TaggedParagraph]
"""The paragraph of a page's number, from the page (by drawing, from 1) and the number of pages."""


class PaperDocument(BaseDocTemplate):
    """
    A document drawn in one pass.

    The number of pages is known only at the end; until then each page refers to a form that holds its label, and the
    forms are written last.
    """

    def __init__(
        self,
        templates: Sequence[PageTemplate],
        *,
        face: Face,
        title: str,
        language: str,
        tagger: Tagger,
        size: tuple[float, float] = (PAGE_WIDTH, PAGE_HEIGHT),
    ) -> None:
        self.buffer = io.BytesIO()
        self.tagger = tagger
        self._labels: list[tuple[str, Label, float, float, float]] = []
        self._outline_depth = -1
        super().__init__(
            self.buffer,
            pagesize=size,
            pageTemplates=list(templates),
            title=title,
            lang=language,
            invariant=1,
            initialFontName=face.regular,
            pageCompression=1,
        )

    def draw(self, story: Sequence[Flowable]) -> bytes:
        """The finished file, without structure tree and metadata."""
        self.build(list(story), canvasmaker=self._canvas)
        return self.buffer.getvalue()

    def label(self, canvas: Canvas, label: Label, x: float, y: float, width: float) -> None:
        """Keeps room for the page's label at the right end of (x, y, width)."""
        name = f"label-{canvas.getPageNumber()}"
        self._labels.append((name, label, x, y, width))
        canvas.doForm(name)

    def outline(self, title: str, key: str, level: int) -> None:
        """Adds a line to the reader's outline that leads to this place; levels are never skipped."""
        if self._outline_depth < 0:
            self.canv.showOutline()
        level = min(level, self._outline_depth + 1)
        self._outline_depth = level
        frame: Any = self.frame
        self.canv.bookmarkHorizontal(key, 0, frame._y + 12)  # noqa: SLF001 - where the frame has got to
        self.canv.addOutlineEntry(title, key, level, closed=level > 0)

    def _canvas(self, *args: Any, **options: Any) -> TaggedCanvas:
        canvas = TaggedCanvas(*args, **options)
        canvas.tagger = self.tagger
        return canvas

    def _endBuild(self) -> None:  # noqa: N802 - ReportLab calls it so
        self._doSave = 0
        super()._endBuild()  # type: ignore[misc]  # not in the stubs
        total = len(self._labels)
        for number, (name, label, x, y, width) in enumerate(self._labels, 1):
            self.canv.beginForm(name)
            draw_at(self.canv, label(number, total), x, y, width)
            self.canv.endForm()
        self.canv.save()


class Do(ActionFlowable):
    """Something to do with the document when drawing has come to this place."""

    def __init__(self, action: Callable[[PaperDocument], None]) -> None:
        super().__init__()
        self._action = action

    def apply(self, doc: Any) -> None:
        """Does it."""
        self._action(doc)


def draw_at(canvas: Any, flowable: Flowable, x: float, top: float, width: float) -> float:
    """Draws a flowable below ``top`` and gives the y of its lower edge."""
    _, height = flowable.wrapOn(canvas, width, _ENDLESS)
    flowable.drawOn(canvas, x, top - height)
    return top - height


def size_of(canvas: Any) -> tuple[float, float]:
    """Width and height of the page."""
    width, height = canvas._pagesize  # noqa: SLF001 - a canvas tells it in no other way
    return float(width), float(height)
