"""Figures of some months as small bars beside each other; the same figures stand in words for who does not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone

_HEIGHT = 72
_GAP = 0.3  # of the room of one column


@dataclass(frozen=True)
class Column:
    """One column: its letter below, a whole, and the part of it that is in order and the part that is not."""

    label: str
    whole: int
    good: int = 0
    bad: int = 0


class Bars(QWidget):
    """The columns: a quiet bar for the whole, before it a stack of what is in order and what is not."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_columns(self, columns: Sequence[Column], told: str) -> None:
        """Show these; ``told`` says the same in words."""
        self._columns = tuple(columns)
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as some lines of text."""
        return QSize(200, _HEIGHT + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them on one base line."""
        if not self._columns:
            return
        painter, now = QPainter(self), theme.colours()
        painter.setPen(Qt.PenStyle.NoPen)
        below = self.fontMetrics().height()
        most = max(1, *(max(each.whole, each.good + each.bad) for each in self._columns))
        room, base = self.width() / len(self._columns), self.height() - below
        for at, each in enumerate(self._columns):
            left, wide = (at + _GAP / 2) * room, room * (1 - _GAP)
            step = (base - 2) / most
            bars = (
                (each.whole, 0, wide, QColor(now.line)),
                (each.good, 0, wide / 2, now.tone(Tone.GOOD)[0]),
                (each.bad, each.good, wide / 2, now.tone(Tone.DANGER)[0]),
            )
            for count, under, width, colour in bars:
                high = count * step
                painter.fillRect(QRectF(left, base - under * step - high, width, high), colour)
            painter.setPen(QColor(now.muted))
            place = QRectF(at * room, base, room, below)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), each.label)
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(now.line))
