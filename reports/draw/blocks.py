"""Turns the blocks of a paper into what ReportLab lays out; letters and sheets share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import PageBreak as NextPage

from ..content import (
    Block,
    Bullets,
    Chart,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Question,
    Quote,
    Table,
    Text,
)
from .chart import chart
from .style import PAGE_HEIGHT, RULE, TINT, Styles
from .tag import Node, TaggedParagraph, TaggedTable, artifact
from .text import Typist

Commands: TypeAlias = list[Any]

LABEL_WIDTH = 46 * mm
_ROOM_BELOW_HEADING = 14 * mm
_DEEPEST = 6
_REF_WIDTH = 13 * mm
_WRITING = 7 * mm  # from line to line
_BELOW_WRITING = 1.5 * mm
_BOX = "☐"
_BETWEEN_BOXES = " " * 6


class BlockSetter:
    """Sets blocks in one paper's styles, to one width."""

    def __init__(self, typist: Typist, styles: Styles, width: float) -> None:
        self._typist = typist
        self._styles = styles
        self._width = width
        self._depth = 0

    def flowables(self, blocks: Iterable[Block]) -> Iterator[Flowable]:
        """The flowables of the blocks, in their order."""
        for block, *following in _tails(blocks):
            match block:
                case Paragraph():
                    if room := self._room_of_lead([block, *following]):
                        yield CondPageBreak(room)
                    yield from self._paragraph(block)
                case Heading():
                    yield from self.heading(block, self._room_of_lead(following))
                case Bullets():
                    yield from self._bullets(block)
                case Table():
                    yield from self._table(block)
                case KeyValues():
                    yield from self._key_values(block)
                case Quote():
                    yield from self._quote(block)
                case Question():
                    yield from self._question(block)
                case Chart():
                    yield chart(block, self._styles, self._width)
                    yield Spacer(0, self._styles.base)
                case PageBreak():
                    yield NextPage()

    def title(self, text: str, style: ParagraphStyle, depth: int) -> TaggedParagraph:
        """A heading in a style of its own; ``depth`` 1 is that of the paper's title."""
        self._depth = min(depth, self._depth + 1)  # readers' aids ask for a tree without skipped levels
        return self._typist.paragraph(text, style, Node(f"H{min(self._depth, _DEEPEST)}"))

    def heading(self, block: Heading, below: float = 0.0) -> Iterator[Flowable]:
        """A heading that never stands alone at the foot of a page; ``below`` is the room of what must follow it."""
        style = self._styles.headings[min(block.level, len(self._styles.headings)) - 1]
        yield CondPageBreak(
            style.leading + style.spaceBefore + style.spaceAfter + max(below, _ROOM_BELOW_HEADING)
        )
        yield self.title(block.text, style, block.level + 1)

    def _room_of_lead(self, blocks: Sequence[Block]) -> float:
        """The room for a paragraph that leads to a list or a quotation, with its first lines; else nothing."""
        match blocks:
            case [Paragraph() as lead, Bullets() | Quote(), *_]:
                pieces = self._paragraph(lead)
                first_lines = 2 * self._styles.bullet.leading
                height = sum(
                    piece.wrap(self._width, PAGE_HEIGHT)[1] + piece.getSpaceAfter() for piece in pieces
                )
                return float(height + first_lines)
        return 0.0

    def _paragraph(self, block: Paragraph) -> list[TaggedParagraph]:
        styles = self._styles
        style = {
            "plain": styles.body,
            "strong": styles.strong,
            "quiet": styles.quiet,
            "gap": styles.gap,
            "proposed": styles.proposed,
        }[block.tone]
        return self._typist.paragraphs(block.text, style, Node("P"))

    def _bullets(self, block: Bullets) -> Iterator[Flowable]:
        top = Node("L")
        for item in block.items:
            node = Node("LBody", Node("LI", top))
            yield self._typist.paragraph(item, self._styles.bullet, node, bullet="•")
        yield Spacer(0, self._styles.base * 0.35)

    def _quote(self, block: Quote) -> Iterator[Flowable]:
        top = Node("BlockQuote")
        yield from self._typist.paragraphs(block.text, self._styles.quote, Node("P", top))
        if block.source:
            yield self._typist.paragraph(block.source, self._styles.quote_source, Node("P", top))
        else:
            yield Spacer(0, self._styles.base * 0.5)

    def _question(self, block: Question) -> Iterator[Flowable]:
        """The question, its boxes and its lines: one row of a table, so that no page parts them."""
        styles = self._styles
        top = Node("Table")
        row = Node("TR", top)
        ref = self._typist.paragraph(block.ref, styles.label, Node("TH", row, "Row"))
        owner = Node("TD", row)
        cell: list[Flowable] = [self._typist.paragraph(block.text, styles.cell_strong, Node("P", owner))]
        if block.note:
            cell.append(self._typist.paragraph(block.note, styles.cell_quiet, Node("P", owner)))
        if block.boxes:
            boxes = _BETWEEN_BOXES.join(f"{_BOX} {answer}" for answer in block.boxes)
            cell.append(self._typist.paragraph(boxes, styles.cell, Node("P", owner)))
        if block.room_label:
            cell.append(self._typist.paragraph(block.room_label, styles.cell_quiet, Node("P", owner)))
        if block.room:
            cell.append(RuledRoom(block.room))
        look: Commands = [("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("LEFTPADDING", (0, 0), (0, -1), 0)]
        yield from self._laid_out([[ref, cell]], [_REF_WIDTH, self._width - _REF_WIDTH], look, after=0)

    def _cell(self, values: Sequence[Text], owner: Node) -> list[Flowable]:
        styles = self._styles
        look = {
            "plain": styles.cell,
            "strong": styles.cell_strong,
            "quiet": styles.cell_quiet,
            "gap": styles.cell_gap,
            "proposed": styles.cell_proposed,
        }
        nodes: list[Node] = []
        for value in values:  # a quiet line belongs to the value above it; a single value needs no paragraph
            if nodes and value.tone == "quiet":
                nodes.append(nodes[-1])
            else:
                nodes.append(owner if len(values) == 1 else Node("P", owner))
        return [
            self._typist.paragraph(value.text, look[value.tone], node)
            for value, node in zip(values, nodes, strict=True)
        ]

    def _table(self, block: Table) -> Iterator[Flowable]:
        shares = block.widths or tuple(1.0 for _ in block.head)
        widths = [self._width * share / sum(shares) for share in shares]
        top = Node("Table")
        row = Node("TR", top)
        rows: list[list[object]] = [
            [
                self._typist.paragraph(text, self._styles.head, Node("TH", row, "Column"))
                for text in block.head
            ]
        ]
        for cells in block.rows:
            row = Node("TR", top)
            rows.append([self._cell([cell], Node("TD", row)) for cell in cells])
        look: Commands = [
            ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, RULE),
            ("TOPPADDING", (0, 0), (-1, -1), 2.0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.0),
        ]
        yield from self._laid_out(rows, widths, look, heads=1)

    def _key_values(self, block: KeyValues) -> Iterator[Flowable]:
        top = Node("Table")
        rows: list[list[object]] = []
        for entry in block.rows:
            row = Node("TR", top)
            head = Node("TH", row, "Row")
            label = [self._typist.paragraph(entry.label, self._styles.label, head)]
            if entry.note:
                label.append(self._typist.paragraph(entry.note, self._styles.note, head))
            rows.append([label, self._cell(entry.values, Node("TD", row))])
        if rows:
            look: Commands = [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
            ]
            yield from self._laid_out(rows, [LABEL_WIDTH, self._width - LABEL_WIDTH], look)

    def _laid_out(
        self,
        rows: list[list[object]],
        widths: list[float],
        look: Commands,
        heads: int = 0,
        after: float = 0.6,
    ) -> Iterator[Flowable]:
        common: Commands = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.4),
            ("LEFTPADDING", (0, 0), (-1, -1), 5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ]
        yield TaggedTable(
            rows, colWidths=widths, repeatRows=heads, splitInRow=1, style=[*common, *look], hAlign="LEFT"
        )
        if after:
            yield Spacer(0, self._styles.base * after)


class RuledRoom(Flowable):
    """Lines to write on."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room of all lines."""
        self.width, self.height = width, self._count * _WRITING + _BELOW_WRITING
        return self.width, self.height

    def draw(self) -> None:
        """Draws the lines, which are no part of the text."""
        artifact(self.canv, self._rules)

    def _rules(self) -> None:
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.5)
        for line in range(self._count):
            height = line * _WRITING + _BELOW_WRITING
            self.canv.line(0, height, self.width, height)


def _tails(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each block with the next two."""
    all_blocks = list(blocks)
    for start in range(len(all_blocks)):
        yield all_blocks[start : start + 3]
