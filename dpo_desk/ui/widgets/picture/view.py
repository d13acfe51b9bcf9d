"""Looking at a picture: larger, smaller, moved about, and from node to node by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from dpo_desk.domain.picture import Picture
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.picture.scene import Box, PictureScene

_STEP = 1.2
_LEAST, _MOST = 0.1, 4.0
_READABLE = 0.6
_WAYS = {
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
}


class PictureView(QGraphicsView, theme.Dressed):
    """
    A picture one can walk through.

    Arrows go from node to node, Enter opens the record behind one; plus and minus zoom, 0 shows the true size, F all of
    it; Ctrl with the wheel zooms where the pointer is, and dragging moves the picture.
    """

    opened = Signal(object)  # the Told of a node that has a record

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._picture: Picture | None = None
        self._fits = True
        self._current: Box | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("ui.picture.name"))
        self.dress()

    def show_picture(self, picture: Picture) -> None:
        """Show this one: all of it, or from its first node on where all of it would be too small to read."""
        self._picture, self._fits = picture, True
        self._draw()
        if self.zoom < _READABLE and self.boxes:
            room, needed = self.viewport().width(), self.sceneRect().width()
            self.zoom_by(max(_READABLE, min(1.0, room / max(1.0, needed))) / self.zoom)
            self.centerOn(self.boxes[0])

    @property
    def boxes(self) -> list[Box]:
        """The nodes, in reading order."""
        scene = self.scene()
        return scene.boxes if isinstance(scene, PictureScene) else []

    @property
    def current(self) -> Box | None:
        """The node the keyboard is at."""
        return self._current

    @property
    def zoom(self) -> float:
        """1 is the size of the screen's letters."""
        return self.transform().m11()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller."""
        self._fits = False
        wanted = max(_LEAST, min(_MOST, self.zoom * factor))
        self.scale(wanted / self.zoom, wanted / self.zoom)

    def larger(self) -> None:
        """One step larger."""
        self.zoom_by(_STEP)

    def smaller(self) -> None:
        """One step smaller."""
        self.zoom_by(1 / _STEP)

    def true_size(self) -> None:
        """Letters as large as everywhere."""
        self.zoom_by(1 / self.zoom)

    def fit(self) -> None:
        """All of it, also when the window changes; never larger than it is."""
        self._fits = True
        room = self.viewport().rect().adjusted(1, 1, -1, -1)  # a picture as wide as the view would need a bar
        needed = self.sceneRect()
        if needed.isEmpty() or room.isEmpty():
            return
        scale = min(1.0, room.width() / needed.width(), room.height() / needed.height())
        self.resetTransform()
        self.scale(max(_LEAST, scale), max(_LEAST, scale))
        self.centerOn(needed.center())

    def go_to(self, box: Box | None) -> None:
        """Bring the keyboard to a node."""
        for each in (self._current, box):
            if each is not None:
                each.current = each is box and self.hasFocus()
                each.update()
        self._current = box
        if box is not None:
            self.ensureVisible(box, theme.TRIPLE, theme.TRIPLE)
            self.setAccessibleDescription(box.told.sentence)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def dress(self) -> None:
        """Draw it again in the colours and letters of this moment."""
        self.setBackgroundBrush(self.palette().window())
        self._draw()

    # --- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, zoom."""
        key = Qt.Key(event.key())
        zooms = {
            Qt.Key.Key_Plus: self.larger,
            Qt.Key.Key_Equal: self.larger,
            Qt.Key.Key_Minus: self.smaller,
            Qt.Key.Key_0: self.true_size,
            Qt.Key.Key_F: self.fit,
        }
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in _WAYS:
            self._walk(_WAYS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self.boxes:
            self.go_to(self.boxes[0 if key == Qt.Key.Key_Home else -1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self._current)
        elif key in zooms:
            zooms[key]()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a node brings the keyboard there."""
        super().mousePressEvent(event)
        if isinstance(box := self.itemAt(event.position().toPoint()), Box):
            self.go_to(box)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens."""
        super().mouseDoubleClickEvent(event)
        if isinstance(box := self.itemAt(event.position().toPoint()), Box):
            self._open(box)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the first node."""
        super().focusInEvent(event)
        self.go_to(self._current or next(iter(self.boxes), None))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the keyboard."""
        super().focusOutEvent(event)
        if self._current is not None:
            self._current.current = False
            self._current.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.dress()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if getattr(self, "_picture", None) is None or self._picture is None:
            return
        kept, old = self._current.told.key if self._current else "", self.scene()
        scene = PictureScene(self._words, self._picture, theme.colours())
        scene.setParent(self)
        self._current = next((box for box in scene.boxes if box.told.key == kept), None)
        self.setScene(scene)
        if old is not None:
            old.deleteLater()
        if self._fits:
            self.fit()
        if self.hasFocus():
            self.go_to(self._current or next(iter(scene.boxes), None))

    def _walk(self, way: QPointF) -> None:
        """To the nearest node that way; sideways the neighbour's height counts less than its column."""
        if self._current is None:
            self.go_to(next(iter(self.boxes), None))
            return
        here = self._current.sceneBoundingRect().center()
        best: tuple[float, Box] | None = None
        for box in self.boxes:
            step = box.sceneBoundingRect().center() - here
            along = step.x() * way.x() + step.y() * way.y()
            across = abs(step.x() * way.y()) + abs(step.y() * way.x())
            same_column = box.told.column is self._current.told.column
            if box is self._current or along <= 1 or same_column != (way.x() == 0):
                continue
            distance = along * (4 if way.x() else 1) + across
            if best is None or distance < best[0]:
                best = distance, box
        if best is not None:
            self.go_to(best[1])

    def _open(self, box: Box | None) -> None:
        if box is not None and box.told.record is not None:
            self.opened.emit(box.told)
