"""Where everything in a picture stands: columns from left to right, nodes under one another, lines between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from dpo_desk.domain.picture import Column, Line, Picture
from dpo_desk.ui import theme

GAP = 112  # between columns: room for the lines to bend
_BETWEEN = theme.STEP + theme.HALF
_INDENT = theme.TRIPLE
_HEAD = theme.TRIPLE * 2  # above the columns, for their titles


@dataclass(frozen=True)
class Placed:
    """The places of all nodes by key, the lower left corner of each title, and the room all of it takes."""

    boxes: Mapping[str, QRectF]
    titles: Mapping[Column, QRectF]
    whole: QRectF


def place(picture: Picture, heights: Mapping[str, float], width: float) -> Placed:
    """
    Put the nodes into their places.

    Args:
        picture: What is drawn.
        heights: The height each node needs, by key.
        width: That of a column.
    """
    left = {column: number * (width + GAP) for number, column in enumerate(picture.columns)}
    boxes: dict[str, QRectF] = {}
    steady = [column for column in picture.columns if column is not Column.COUNTRIES]
    tallest = max((_height(picture, column, heights) for column in steady), default=0.0)
    for column in steady:
        top = _HEAD + (tallest - _height(picture, column, heights)) / 2
        for node in picture.of(column):
            indent = _INDENT if node.within else 0
            boxes[node.key] = QRectF(left[column] + indent, top, width - indent, heights[node.key])
            top += heights[node.key] + _BETWEEN
    if Column.COUNTRIES in left:
        _beside(picture, boxes, heights, left[Column.COUNTRIES], width)
    titles = {column: QRectF(x, 0, width, _HEAD) for column, x in left.items()}
    whole = QRectF(0, 0, max((r.right() for r in titles.values()), default=0), _HEAD)
    for box in boxes.values():
        whole = whole.united(box)
    return Placed(boxes, titles, whole)


def _height(picture: Picture, column: Column, heights: Mapping[str, float]) -> float:
    nodes = picture.of(column)
    return sum(heights[node.key] for node in nodes) + _BETWEEN * max(0, len(nodes) - 1)


def _beside(
    picture: Picture, boxes: dict[str, QRectF], heights: Mapping[str, float], left: float, width: float
) -> None:
    """Each country stands where its lines come from in the middle, and none over another."""
    recipients = {node.key for node in picture.of(Column.RECIPIENTS)}
    middles: dict[str, list[float]] = {node.key: [] for node in picture.of(Column.COUNTRIES)}
    for line in picture.lines:
        for here, there in ((line.start, line.end), (line.end, line.start)):
            if here in middles and there in recipients:
                middles[here].append(boxes[there].center().y())
    wanted = [(sum(each) / len(each) if each else _HEAD, key) for key, each in middles.items()]
    wanted.sort(key=lambda each: each[0])
    tops = _apart([(middle - heights[key] / 2, heights[key]) for middle, key in wanted])
    for (_, key), top in zip(wanted, tops, strict=True):
        boxes[key] = QRectF(left, top, width, heights[key])


def _apart(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Tops near those wanted that leave room for each height; runs that touch are moved together."""
    runs: list[tuple[float, list[float]]] = []  # top, heights
    for top, height in wanted:
        runs.append((max(top, _HEAD), [height]))
        while len(runs) > 1 and runs[-2][0] + _length(runs[-2][1]) + _BETWEEN > runs[-1][0]:
            (upper, above), (lower, below) = runs[-2:]
            shift = upper + _length(above) + _BETWEEN - lower
            share = len(below) / (len(above) + len(below))
            runs[-2:] = [(max(_HEAD, upper - shift * share), [*above, *below])]
    tops: list[float] = []
    for top, heights in runs:
        for height in heights:
            tops.append(top)
            top += height + _BETWEEN  # noqa: PLW2901 - the next one stands below
    return tops


def _length(heights: Sequence[float]) -> float:
    return sum(heights) + _BETWEEN * (len(heights) - 1)


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """A line that leaves to the right and arrives from the left."""
    path = QPainterPath(start)
    bend = (end.x() - start.x()) / 2
    path.cubicTo(QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
    return path


def line_path(line: Line, placed: Placed) -> QPainterPath:
    """The way of a line from one node to another."""
    a, b = placed.boxes[line.start], placed.boxes[line.end]
    return curve(QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y()))


def bundle_paths(picture: Picture, placed: Placed, start: Column, end: Column) -> list[QPainterPath]:
    """From every node of one column through one point to every node of the next."""
    before = [placed.boxes[node.key] for node in picture.of(start)]
    after = [placed.boxes[node.key] for node in picture.of(end) if not node.within]
    if not before or not after:
        return []
    x = (before[0].right() + min(box.left() for box in after)) / 2
    y = (_middle(before) + _middle(after)) / 2
    hub = QPointF(x, y)
    return [
        *(curve(QPointF(box.right(), box.center().y()), hub) for box in before),
        *(curve(hub, QPointF(box.left(), box.center().y())) for box in after),
    ]


def _middle(boxes: Sequence[QRectF]) -> float:
    return (boxes[0].top() + boxes[-1].bottom()) / 2
