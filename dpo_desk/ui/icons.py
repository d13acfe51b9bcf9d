"""Icons from one SVG set, coloured by the palette at the moment they are painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files


@cache
def _source(name: str) -> str:
    entry = files.root().joinpath("icons", f"{name}.svg")
    if not entry.is_file():
        raise DataFileBroken(file=f"icons/{name}.svg")
    return entry.read_text(encoding="utf-8")


def paint(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Draw an icon in one colour."""
    source = _source(name).replace("currentColor", colour.name())
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(rect))


class SvgEngine(QIconEngine):
    """Draws a one-colour SVG in the palette's text colour, sharp at every size and right in light and dark."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        _source(name)

    def clone(self) -> QIconEngine:
        """The same icon again."""
        return SvgEngine(self._name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it."""
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        selected = mode == QIcon.Mode.Selected
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.ButtonText
        paint(painter, rect, self._name, QGuiApplication.palette().color(group, role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of it."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture


def icon(name: str) -> QIcon:
    """
    The icon of this name in ``resources/icons``.

    Raises:
        DataFileBroken: there is no such file.
    """
    return QIcon(SvgEngine(name))
