"""Bars by label, painted in the colours of the desk; the exact figures stand in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone

_STEPS = 4  # lines of the scale at most


@dataclass(frozen=True)
class Bars:
    """The bars of one kind, one for each label; ``tone`` repeats what the name says."""

    name: str
    values: tuple[int, ...]
    tone: Tone


class BarChart(QWidget):
    """Groups of bars with a scale and a legend."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._labels: Sequence[str] = ()
        self._bars: Sequence[Bars] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.line_height() * 8)

    def show_bars(self, labels: Sequence[str], bars: Sequence[Bars], told: str) -> None:
        """Show these; ``told`` says in words what they show."""
        self._labels, self._bars = labels, bars
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for twelve months."""
        return QSize(theme.letters(60), theme.line_height() * 11)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw legend, scale, bars and labels."""
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = theme.larger(theme.application_font(), 0.88)
        painter.setFont(small)
        high = painter.fontMetrics().height()
        most = max((value for each in self._bars for value in each.values), default=0)
        step = scale_step(most, _STEPS)
        top = max(step, -(-most // step) * step)
        left = painter.fontMetrics().horizontalAdvance(str(top)) + theme.STEP
        plot = QRectF(
            left,
            high + theme.DOUBLE,
            self.width() - left - theme.HALF,
            self.height() - 2 * high - theme.TRIPLE,
        )
        self._paint_legend(painter, left, high)
        self._paint_scale(painter, plot, top, step)
        self._paint_groups(painter, plot, top)

    def _paint_legend(self, painter: QPainter, x: float, high: int) -> None:
        now = theme.colours()
        for each in self._bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_fill(each.tone))
            painter.drawRect(QRectF(x, 2 + high * 0.2, high * 0.6, high * 0.6))
            painter.setPen(QColor(now.text))
            painter.drawText(
                QRectF(x + high, 0, self.width(), high + 4), Qt.AlignmentFlag.AlignVCenter, each.name
            )
            x += high + painter.fontMetrics().horizontalAdvance(each.name) + theme.DOUBLE

    def _paint_scale(self, painter: QPainter, plot: QRectF, top: int, step: int) -> None:
        now = theme.colours()
        for value in range(0, top + 1, step):
            y = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(QColor(now.line), 1))
            painter.drawLine(int(plot.left()), int(y), int(plot.right()), int(y))
            painter.setPen(QColor(now.muted))
            place = QRectF(0, y - 10, plot.left() - theme.HALF, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))

    def _paint_groups(self, painter: QPainter, plot: QRectF, top: int) -> None:
        now, room = theme.colours(), plot.width() / len(self._labels)
        wide = min(room * 0.8 / max(1, len(self._bars)), 26.0)
        for place, label in enumerate(self._labels):
            middle = plot.left() + room * (place + 0.5)
            x = middle - wide * len(self._bars) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            for each in self._bars:
                height = plot.height() * each.values[place] / top
                painter.setBrush(_fill(each.tone))
                painter.drawRect(QRectF(x, plot.bottom() - height, wide - 1.5, height))
                x += wide
            painter.setPen(QColor(now.text))
            below = QRectF(
                middle - room / 2, plot.bottom() + theme.HALF, room, painter.fontMetrics().height()
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, label)


def scale_step(most: int, lines: int) -> int:
    """The distance of the lines of a scale, so that so many of them reach the largest value: 1, 2, 5, 10 …"""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= step * lines:
                return step
        size *= 10


def _fill(tone: Tone) -> QColor:
    now = theme.colours()
    return {
        Tone.NEUTRAL: QColor(now.edge),
        Tone.ACCENT: QColor(now.accent),
    }.get(tone) or now.tone(tone)[0]
