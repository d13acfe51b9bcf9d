"""
Tags the text for readers that cannot see the page (PDF/UA-1): marks on the canvas, a structure tree afterwards.

ReportLab writes no tags; each flowable here wraps what it draws in a marked-content sequence and notes it in a tree,
which :func:`add_structure` writes into the finished file. What is drawn outside of a node is an artifact.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table


class Node:
    """One element of the structure tree."""

    __slots__ = ("alt", "box", "kids", "links", "marks", "placed", "scope", "tag", "top")

    def __init__(
        self,
        tag: str,
        parent: Node | None = None,
        scope: str = "",
        alt: str = "",
        box: tuple[float, float, float, float] | None = None,
    ) -> None:
        self.tag = tag
        self.scope = scope
        self.alt = alt  # what a figure shows
        self.box = box  # its corners on the page, in points
        self.top: Node = parent.top if parent else self
        self.kids: list[Node] | None = None
        self.marks: list[tuple[int, int]] | None = None  # page index, marked-content id
        self.links: list[tuple[int, str]] | None = None  # page index, name of the target
        self.placed = False
        if parent:
            parent.add(self)

    def add(self, kid: Node, place: int | None = None) -> None:
        """Puts an element below this one, at the end or before the one at this place."""
        if self.kids is None:
            self.kids = []
        self.kids.insert(len(self.kids) if place is None else place, kid)

    def mark(self, page: int, number: int) -> None:
        """Notes that content of the element stands on a page under a number."""
        self.marks = [*(self.marks or ()), (page, number)]

    def link(self, page: int, target: str) -> None:
        """Notes a link of the element on a page."""
        self.links = [*(self.links or ()), (page, target)]

    @property
    def empty(self) -> bool:
        """Whether nothing of it was drawn."""
        return self.marks is None and self.kids is None


class Tagger:
    """The tree of one document while it is drawn."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.marks: dict[int, int] = {}  # how many pieces of content stand on a page
        self._front: int | None = None

    def open(self, canvas: Canvas, node: Node) -> None:
        """Starts the content of a node on the current page; the reading order is that of the first drawing."""
        top = node.top
        if not top.placed:
            top.placed = True
            self.root.add(top, self._front)
            if self._front is not None:
                self._front += 1
        page = canvas.getPageNumber() - 1
        number = self.marks.get(page, 0)
        self.marks[page] = number + 1
        node.mark(page, number)
        _code(canvas).append(f"/{node.tag} <</MCID {number}>> BDC")

    def close(self, canvas: Canvas) -> None:
        """Ends the content opened last."""
        _code(canvas).append("EMC")

    @property
    def placed(self) -> int:
        """How many elements stand at the first level so far."""
        return len(self.root.kids or ())

    def insert_from(self, place: int) -> None:
        """Puts what is drawn from now on behind the first ``place`` elements: contents drawn last, read first."""
        self._front = place


class TaggedCanvas(Canvas):
    """A canvas that carries the tagger of its document."""

    tagger: Tagger


def artifact(canvas: Any, draw: Callable[[], object]) -> None:
    """Draws what is no part of the text: rules, fold marks, running headers."""
    _code(canvas).append("/Artifact BMC")
    draw()
    _code(canvas).append("EMC")


class TaggedParagraph(Paragraph):
    """A paragraph with its place in the tree; its pieces on several pages are one element."""

    canv: TaggedCanvas
    node: Node | None = None
    bare = False
    """Whether it is drawn into something that is tagged as a whole."""
    _drawn_on: object = None
    _wrapped: tuple[float, tuple[float, float]] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size at a width; tables ask again and again, and breaking a long text is slow."""
        # a refused split throws the broken lines (blPara) away
        if self._wrapped is None or self._wrapped[0] != width or not hasattr(self, "blPara"):
            self._wrapped = (width, super().wrap(width, height))
        return self._wrapped[1]

    def draw(self) -> None:
        """Draws the text; a second drawing of the same object is a repeated table head, hence an artifact."""
        canvas = self.canv
        if self.bare:
            super().draw()
            return
        if self.node is None or self._drawn_on is canvas:
            artifact(canvas, super().draw)
            return
        self._drawn_on = canvas
        canvas.tagger.open(canvas, self.node)
        super().draw()
        canvas.tagger.close(canvas)

    def split(self, width: float, height: float) -> list[Any]:
        """The pieces that fit, all of the same element."""
        pieces: list[Any] = super().split(width, height)
        for piece in pieces:
            piece.node = self.node
        return pieces


_LONG_ROW = 70 * mm  # what is longer is cut rather than moved
_ROOM_TO_CUT = 25 * mm


class TaggedTable(Table):
    """
    A table whose cells are tagged paragraphs; its rules and backgrounds are artifacts.

    A row goes to the next page as a whole, unless it is long, and the last row never goes alone.
    """

    def split(self, width: float, height: float) -> list[Any]:
        """The rows that fit and the rest; nothing when the table had better begin on the next page."""
        self._calc(width, height)  # type: ignore[attr-defined]  # ReportLab's own, not in the stubs
        rows: list[float] = list(self._rowHeights)  # type: ignore[attr-defined]
        heads = int(self.repeatRows)
        first = sum(rows[: heads + 1])
        if first > height and (first <= _LONG_ROW or height < _ROOM_TO_CUT):
            return []
        count, whole = len(rows) - heads, sum(rows)
        if count > 1 and whole - rows[-1] <= height < whole and rows[-1] <= _LONG_ROW:
            if count > 3:
                height = whole - rows[-1] - 1
            elif whole <= _LONG_ROW:
                return []
        return super().split(width, height)

    def _drawBkgrnd(self) -> None:  # noqa: N802 - ReportLab calls it so
        artifact(self.canv, super()._drawBkgrnd)  # type: ignore[misc]  # not in the stubs

    def _drawLines(self) -> None:  # noqa: N802 - ReportLab calls it so
        artifact(self.canv, super()._drawLines)  # type: ignore[misc]  # not in the stubs


def add_structure(pdf: pikepdf.Pdf, tagger: Tagger) -> None:
    """Writes the structure tree of what was drawn; pages must still stand in the order of drawing."""
    root = pdf.Root
    root.MarkInfo = Dictionary(Marked=True)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _TreeWriter(pdf, tagger)
    top = writer.element(tagger.root, tree)
    tree.K = Array([top])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=writer.numbers()))
    tree.ParentTreeNextKey = writer.next_key
    root.StructTreeRoot = tree


class _TreeWriter:
    def __init__(self, pdf: pikepdf.Pdf, tagger: Tagger) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.next_key = len(self.pages)
        self.owners = {page: pdf.make_indirect(Array([None] * count)) for page, count in tagger.marks.items()}
        self.link_numbers: list[tuple[int, pikepdf.Object]] = []
        self._names: dict[str, Name] = {}
        self._scopes: dict[str, pikepdf.Object] = {}

    def element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        """The element with all below it; the nodes are let go on the way, for in a long paper they are very many."""
        obj = self.pdf.make_indirect(Dictionary(S=self._name(node.tag), P=parent))
        marks = node.marks or ()
        home = marks[0][0] if marks else -1
        kids: list[object] = []
        for page, mark in marks:
            kids.append(mark if page == home else Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=mark))
            self.owners[page][mark] = obj
        kids += [self._link(page, target, obj) for page, target in node.links or ()]
        below, node.kids = node.kids or [], None
        below.reverse()
        while below:
            if not (kid := below.pop()).empty:
                kids.append(self.element(kid, obj))
        obj.K = kids[0] if len(kids) == 1 else Array(kids)
        if marks:
            obj.Pg = self.pages[home]
        if node.scope:
            obj.A = self._scope(node.scope)
        if node.alt:
            obj.Alt = pikepdf.String(node.alt)
        if node.box:
            corners = Array([round(each, 3) for each in node.box])
            obj.A = Dictionary(O=Name.Layout, BBox=corners, Placement=Name.Block)
        return obj

    def _name(self, tag: str) -> Name:
        """The name of a tag, one object for all that bear it: there are very many."""
        return self._names.setdefault(tag, Name(f"/{tag}"))

    def _scope(self, scope: str) -> pikepdf.Object:
        if scope not in self._scopes:
            owner = Dictionary(O=Name.Table, Scope=Name(f"/{scope}"))
            self._scopes[scope] = self.pdf.make_indirect(owner)
        return self._scopes[scope]

    def _link(self, page: int, target: str, owner: pikepdf.Object) -> pikepdf.Object:
        for annotation in self.pages[page].get("/Annots", Array()):
            if str(annotation.get("/Contents", "")) == target and "/StructParent" not in annotation:
                annotation.StructParent = self.next_key
                self.link_numbers.append((self.next_key, owner))
                self.next_key += 1
                return Dictionary(Type=Name.OBJR, Pg=self.pages[page], Obj=annotation)
        raise LookupError("a link was drawn without its annotation")

    def numbers(self) -> Array:
        numbers = Array()
        for page, owners in sorted(self.owners.items()):
            self.pages[page].StructParents = page
            numbers.append(page)
            numbers.append(owners)
        for key, owner in self.link_numbers:
            numbers.append(key)
            numbers.append(owner)
        for page_object in self.pages:
            page_object.Tabs = Name.S
        return numbers


def _code(canvas: Any) -> list[str]:
    code: list[str] = canvas._code  # noqa: SLF001 - the operators of the page, there is no other way in
    return code
