"""Paper on the screen: a signature drawn on it with mouse or pen, and a picture of one shown on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from dpo_desk.ui import theme

INK = "#16205e"
_PAPER = "#ffffff"  # in the dark, too: a letter is printed on white
_RULE = "#c9d0d6"
_PEN = 2.4
_FINENESS = 4  # points of the picture for one of the screen
_SIZE = QSize(512, 180)


class SignaturePad(QWidget):
    """
    Takes a signature, stroke by stroke; Ctrl+Z takes the last stroke back, Delete all of them.

    Whoever cannot draw chooses a picture instead: offer that beside it.
    """

    changed = Signal()

    def __init__(self, name: str, about: str) -> None:
        """``name`` and ``about`` are what a screen reader says."""
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self._drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)
        self.setFixedSize(_SIZE)

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    @property
    def strokes(self) -> tuple[tuple[QPointF, ...], ...]:
        """What is drawn, in the order of drawing."""
        return tuple(map(tuple, self._strokes))

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take everything back."""
        if self._strokes:
            self._strokes.clear()
            self._tell()

    def png(self) -> bytes:
        """The signature as a picture on nothing, finer than the screen."""
        image = QImage(self.size() * _FINENESS, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.scale(_FINENESS, _FINENESS)
        _draw(painter, self._strokes)
        painter.end()
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(kept.data())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._drawing = True
            self._strokes.append([event.position()])
            self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on, at the edge at most."""
        if self._drawing:
            at, paper = event.position(), QRectF(self.rect())
            self._strokes[-1].append(
                QPointF(
                    min(max(at.x(), paper.left()), paper.right()),
                    min(max(at.y(), paper.top()), paper.bottom()),
                )
            )
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._drawing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Strokes are taken back by keys, too."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, a line to write on, and what is drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paper(painter, self.rect().toRectF(), focus=self.hasFocus())
        line = self.height() * 0.74
        painter.setPen(QPen(QColor(_RULE), 1))
        painter.drawLine(QPointF(theme.TRIPLE, line), QPointF(self.width() - theme.TRIPLE, line))
        _draw(painter, self._strokes)

    def _tell(self) -> None:
        self.update()
        self.changed.emit()


class PaperPicture(QWidget):
    """A picture on white paper, as large as fits."""

    def __init__(self, size: QSize = _SIZE) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedHeight(size.height())
        self.setMaximumWidth(size.width())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_png(self, png: bytes, name: str) -> None:
        """Show it; ``name`` is what a screen reader calls it. Empty bytes are bare paper."""
        self._image = QImage.fromData(png) if png else QImage()
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, and the picture in its middle."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paper = self.rect().toRectF()
        _paper(painter, paper, focus=False)
        if not self._image.isNull():
            room = paper.adjusted(theme.STEP, theme.STEP, -theme.STEP, -theme.STEP)
            size = self._image.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(QPointF(), size)
            place.moveCenter(room.center())
            painter.drawImage(place, self._image)


def _paper(painter: QPainter, box: QRectF, *, focus: bool) -> None:
    now = theme.colours()
    painter.setBrush(QColor(_PAPER))
    painter.setPen(QPen(QColor(now.accent if focus else now.edge), 2 if focus else 1))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)


def _draw(painter: QPainter, strokes: Sequence[Sequence[QPointF]]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor(INK), _PEN, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        if len(stroke) == 1:
            painter.drawPoint(stroke[0])
        else:
            painter.drawPath(_smooth(stroke))


def _smooth(stroke: Sequence[QPointF]) -> QPainterPath:
    """Through the middles between the points, so that no corner is seen."""
    path = QPainterPath(stroke[0])
    for here, there in pairwise(stroke[1:]):
        path.quadTo(here, (here + there) / 2)
    path.lineTo(stroke[-1])
    return path
