"""
Puts what is seen of a signature into the page of a finished paper.

It stands in the page itself, not in the field of the signature: simple readers and printers draw no fields. Picture
and text are drawn apart and taken over whole, each as one element of the structure tree.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from . import Fonts, Mark, Rendered, SignatureBox
from .fonts import load
from .pdfa import repair, written
from .style import INK, Styles
from .tag import TaggedParagraph
from .text import Typist

_LARGEST = 7.5
_SMALLEST = 5.0
_GAP = 2 * mm
_FOOT = 1.5 * mm  # to the name below
_SHARE = 0.42  # of the width, for the picture beside a text


class MarkDrawing:
    """A mark on its way into a page."""

    def __init__(self, box: SignatureBox, mark: Mark, fonts: Fonts) -> None:
        self._box, self._mark = replace(box, y0=box.y0 + _FOOT), mark
        self._width, self._height = box.x1 - box.x0, box.y1 - box.y0 - _FOOT
        self._faces = load(fonts)
        self._typist = Typist(self._faces)

    def on(self, paper: Rendered) -> Rendered:
        """The paper with the mark. Raises ``ValueError`` when the lines do not fit."""
        with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
            page = _Page(pdf, self._box.page)
            if self._mark.picture:
                page.take_over(self._picture(), self._box, "Figure", self._mark.alt)
            if self._mark.lines:
                page.take_over(self._text(), self._box, "P")
            repair(pdf)
            pdf_bytes = written(pdf)
        missing = tuple(sorted({*paper.missing, *self._typist.missing}))
        return Rendered(pdf_bytes, paper.pages, missing, paper.signature)

    def _picture(self) -> bytes:
        image = ImageReader(io.BytesIO(self._mark.picture))
        wide, high = image.getSize()
        room = self._width * _SHARE if self._mark.lines else self._width
        scale = min(room / wide, self._height / high)
        canvas, out = self._canvas()
        canvas.drawImage(image, 0, 0, wide * scale, high * scale, mask="auto")
        canvas.save()
        return out.getvalue()

    def _text(self) -> bytes:
        left = self._width * _SHARE + _GAP if self._mark.picture else 0.0
        canvas, out = self._canvas()
        lines = self._lines(canvas, self._width - left)
        top = sum(height for _line, height in lines)
        for line, height in lines:
            top -= height
            line.drawOn(canvas, left, top)
        canvas.save()
        return out.getvalue()

    def _lines(self, canvas: Canvas, width: float) -> list[tuple[TaggedParagraph, float]]:
        """The lines with their heights, as large as fits."""
        size = _LARGEST
        while size >= _SMALLEST:
            style = Styles(self._faces.face, size).body.clone(
                "mark", leading=size * 1.2, spaceAfter=0, textColor=INK
            )
            lines = [self._typist.paragraph(text, style, None) for text in self._mark.lines]
            heights = [line.wrapOn(canvas, width, self._height)[1] for line in lines]
            if sum(heights) <= self._height:
                for line in lines:
                    line.bare = True
                return list(zip(lines, heights, strict=True))
            size -= 0.5
        raise ValueError("the mark does not fit into its box")

    def _canvas(self) -> tuple[Canvas, io.BytesIO]:
        out = io.BytesIO()
        options: dict[str, Any] = {"invariant": 1, "initialFontName": self._faces.face.regular}
        return Canvas(out, pagesize=(self._width, self._height), pageCompression=1, **options), out


class _Page:
    """A page of a finished file, and its part of the structure tree."""

    def __init__(self, pdf: pikepdf.Pdf, index: int) -> None:
        self._pdf, self._page = pdf, pdf.pages[index]
        self._tree = pdf.Root.StructTreeRoot
        self._top = self._tree.K[0]
        self._owners = _owners(self._tree, int(self._page.obj.StructParents))

    def take_over(self, drawn: bytes, box: SignatureBox, tag: str, alt: str = "") -> None:
        """Draws the one page of another file into the box, as one element."""
        number = len(self._owners)
        with pikepdf.open(io.BytesIO(drawn)) as other:
            form = self._pdf.copy_foreign(other.pages[0].as_form_xobject())
        name = self._page.add_resource(form, Name.XObject, Name(f"/Mark{number}"))
        place = f"1 0 0 1 {box.x0:.3f} {box.y0:.3f} cm"
        draw = f"/{tag} <</MCID {number}>> BDC q {place} {name} Do Q EMC\n"
        self._page.contents_add(Stream(self._pdf, draw.encode()))
        element = self._pdf.make_indirect(
            Dictionary(S=Name(f"/{tag}"), P=self._top, Pg=self._page.obj, K=number)
        )
        if alt:
            element.Alt = String(alt)
            corners = Array([round(each, 3) for each in (box.x0, box.y0, box.x1, box.y1)])
            element.A = Dictionary(O=Name.Layout, BBox=corners, Placement=Name.Block)
        self._owners.append(element)
        self._insert(element)

    def _insert(self, element: pikepdf.Object) -> None:
        """Behind what is read last on the page: an annex comes after the signature."""
        kids = self._top.K
        here = [number for number, kid in enumerate(kids) if _stands_on(kid, self._page.obj)]
        kids.insert(here[-1] + 1 if here else len(kids), element)


def _owners(tree: pikepdf.Object, key: int) -> pikepdf.Object:
    numbers = tree.ParentTree.Nums
    for at in range(0, len(numbers), 2):
        if int(numbers[at]) == key:
            return numbers[at + 1]
    raise LookupError("the page has no part in the structure tree")


def _stands_on(element: pikepdf.Object, page: pikepdf.Object) -> bool:
    if not isinstance(element, Dictionary):
        return False
    if "/Pg" in element and element.Pg.objgen == page.objgen:
        return True
    kids = element.get("/K", Array())
    return any(_stands_on(kid, page) for kid in (kids if isinstance(kids, Array) else [kids]))
