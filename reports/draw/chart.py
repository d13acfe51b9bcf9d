"""Draws bars: a figure with its alternative text; the exact numbers stand on the bars and in the table below it."""

from __future__ import annotations

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from ..content import Chart
from .style import ACCENT, INK, QUIET, RULE, Styles
from .tag import Node, TaggedCanvas

# Told apart by how dark they are too, on a printer without colour.
_FILLS = (HexColor("#b9cbd6"), ACCENT, HexColor("#d9822b"))
_HEIGHT = 62 * mm
_LEGEND = 8 * mm
_BAR = 6.5 * mm  # a lying bar with the room around it
_LABELS = 0.36  # of the width, for the labels of lying bars
_STEPS = 6  # lines of the scale at most


class Figure(Flowable):
    """A drawing as one element of the structure, its lines and letters included."""

    canv: TaggedCanvas

    def __init__(self, drawing: Drawing, alternative: str) -> None:
        super().__init__()
        self._drawing, self._node = drawing, Node("Figure")
        self._node.alt = alternative

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The size of the drawing."""
        self.width, self.height = self._drawing.width, self._drawing.height
        return self.width, self.height

    def draw(self) -> None:
        """Draws it where the page has got to."""
        canvas = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        self._node.box = (left, bottom, left + self.width, bottom + self.height)
        canvas.tagger.open(canvas, self._node)
        renderPDF.draw(self._drawing, canvas, 0, 0, showBoundary=False)
        canvas.tagger.close(canvas)


def chart(block: Chart, styles: Styles, width: float) -> Figure:
    """The bars, with a legend where there are several kinds."""
    legend = _LEGEND if len(block.series) > 1 else 0
    height = (len(block.labels) * _BAR + 8 * mm if block.lying else _HEIGHT) + legend
    drawing = Drawing(width, height, initialFontName=styles.face.regular)
    bars: Any = HorizontalBarChart() if block.lying else VerticalBarChart()
    left = width * _LABELS if block.lying else 8 * mm
    bars.x, bars.y = left, 5 * mm
    bars.width, bars.height = width - left - 6 * mm, height - 8 * mm - legend
    bars.data = [tuple(reversed(each.values)) if block.lying else each.values for each in block.series]
    _scale(bars, max((value for each in block.series for value in each.values), default=0), styles)
    _categories(bars, block, styles, left)
    _look(bars, len(block.series), styles)
    drawing.add(bars)
    if legend:
        _name_series(drawing, [each.name for each in block.series], styles, height)
    return Figure(drawing, block.alternative)


def _scale(bars: Any, most: float, styles: Styles) -> None:
    axis = bars.valueAxis
    step = next(step for step in _steps() if most <= step * _STEPS)
    axis.valueMin, axis.valueStep = 0, step
    axis.valueMax = max(step, -(-most // step) * step)
    axis.labelTextFormat = "%d"
    axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = styles.face.regular, 7, QUIET
    axis.strokeColor, axis.gridStrokeColor, axis.gridStrokeWidth = RULE, RULE, 0.3
    axis.visibleGrid, axis.visibleTicks = True, False


def _steps() -> Any:
    """1, 2, 5, 10, 20, 50 …"""
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _categories(bars: Any, block: Chart, styles: Styles, left: float) -> None:
    axis = bars.categoryAxis
    names = (
        [_fitting(label, styles.face.regular, left - 3 * mm) for label in block.labels]
        if block.lying
        else block.labels
    )
    axis.categoryNames = [*reversed(names)] if block.lying else [*names]
    axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = styles.face.regular, 7.5, INK
    axis.strokeColor, axis.visibleTicks = RULE, False
    if block.lying:
        axis.labels.boxAnchor, axis.labels.dx = "e", -3


def _look(bars: Any, kinds: int, styles: Styles) -> None:
    bars.groupSpacing, bars.barSpacing = (3, 0.6) if kinds > 1 else (2, 0)
    bars.barLabelFormat = lambda value: f"{value:g}" if value else ""
    bars.barLabels.fontName, bars.barLabels.fontSize, bars.barLabels.fillColor = styles.face.regular, 6.5, INK
    bars.barLabels.nudge = 5
    for number in range(kinds):
        bars.bars[number].fillColor = _FILLS[number % len(_FILLS)] if kinds > 1 else ACCENT
        bars.bars[number].strokeColor = None


def _name_series(drawing: Drawing, names: list[str], styles: Styles, height: float) -> None:
    x, y = 8 * mm, height - 4 * mm
    for number, name in enumerate(names):
        patch = Rect(x, y - 1, 7, 7)
        patch.fillColor, patch.strokeColor = _FILLS[number % len(_FILLS)], None
        said = String(x + 10, y, name, fontName=styles.face.regular, fontSize=8)
        said.fillColor = INK
        drawing.add(patch)
        drawing.add(said)
        x += 10 + stringWidth(name, styles.face.regular, 8) + 6 * mm


def _fitting(label: str, font: str, room: float) -> str:
    """The label, cut where its room ends; the table has it whole."""
    if stringWidth(label, font, 7.5) <= room:
        return label
    while stringWidth(f"{label}…", font, 7.5) > room:
        label = label[:-1]
    return f"{label.rstrip()}…"
