"""The drawing: boxes with their words, and the lines between them, in the colours it is given."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from dpo_desk.domain.picture import Line, Picture
from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.theme import Colours, Tone
from dpo_desk.ui.widgets.basics import plain_tip
from dpo_desk.ui.widgets.judgement import LOOK
from dpo_desk.ui.widgets.picture.layout import bundle_paths, line_path, place
from dpo_desk.ui.widgets.picture.words import Said, Teller, Told

_LETTERS = 27  # the width of a box
_PAD = theme.STEP + 2
_ICON = 16
_MOST_LINES = 60  # of one paragraph; what is longer is told whole by the list
_LONGEST_TIP = 400


@dataclass(frozen=True)
class _Paragraph:
    layout: QTextLayout
    top: float
    ink: QColor
    icon: str


class Box(QGraphicsItem):
    """A node: its words, wrapped, and an icon beside them."""

    def __init__(self, told: Told, width: float, colours: Colours) -> None:
        super().__init__()
        self.told, self.current = told, False
        self._colours = colours
        self._paragraphs: list[_Paragraph] = []
        bottom = float(_PAD)
        for said in told.said:
            bottom += self._add(said, bottom, width)
        self._box = QRectF(0, 0, width, bottom + _PAD)
        self.setToolTip(plain_tip(told.sentence[:_LONGEST_TIP]))
        if told.record is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def size(self) -> QRectF:
        """The box itself."""
        return self._box

    def boundingRect(self) -> QRectF:
        """With room for the ring of the keyboard."""
        return self._box.adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it."""
        now = self._colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(now.warning if self.told.doubtful else now.edge), 1)
        if self.told.doubtful:
            edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(QColor(now.base))
        painter.drawRoundedRect(self._box, theme.RADIUS, theme.RADIUS)
        if self.current:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box.adjusted(-3, -3, 3, 3), theme.RADIUS + 2, theme.RADIUS + 2)
        for part in self._paragraphs:
            if part.icon:
                line = part.layout.lineAt(0).height()
                spot = QRectF(_PAD, part.top + (line - _ICON) / 2, _ICON, _ICON)
                icons.paint(painter, spot, part.icon, part.ink)
            painter.setPen(part.ink)
            part.layout.draw(painter, QPointF(0, part.top))

    def _add(self, said: Said, top: float, width: float) -> float:
        icon = self.told.icon if said.title else said.icon
        left = _PAD + _ICON + theme.STEP
        font = theme.larger(theme.application_font(), 1.0 if said.title else 0.88, bold=said.title)
        layout, height = text_layout(said.text, font, left, width - left - _PAD)
        now = self._colours
        ink = now.tone(said.tone)[0] if said.tone else QColor(now.text if said.title else now.muted)
        self._paragraphs.append(_Paragraph(layout, top, ink, icon))
        return height + 2


def text_layout(text: str, font: QFont, left: float, width: float) -> tuple[QTextLayout, float]:
    """The text broken into lines of this width, between words or inside them, and how high that is."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    for _ in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(left, height))
        height += line.height()
    layout.endLayout()
    return layout, height


class Flow(QGraphicsItem):
    """A line with its head; broken where the transfer has no record or the place is unknown."""

    def __init__(self, path: QPainterPath, ink: QColor, *, headed: bool, broken: bool, wide: bool) -> None:
        super().__init__()
        self._path, self._ink, self._headed = path, ink, headed
        self._pen = QPen(ink, 2 if wide else 1.3)
        if broken:
            self._pen.setDashPattern([4, 3])
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:
        """With room for the head."""
        return self._path.boundingRect().adjusted(-8, -8, 8, 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        if self._headed:
            end = self._path.currentPosition()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._ink))
            painter.drawPolygon(QPolygonF([end, end + QPointF(-8, -4), end + QPointF(-8, 4)]))


class Heading(QGraphicsItem):
    """What stands above a column, or above the picture."""

    def __init__(self, text: str, width: float, colours: Colours, *, size: float = 1.0) -> None:
        super().__init__()
        self._ink = QColor(colours.text if size > 1 else colours.muted)
        font = theme.larger(theme.application_font(), size, bold=True)
        self._layout, height = text_layout(text, font, 0, width)
        self._box = QRectF(0, 0, width, height)

    def boundingRect(self) -> QRectF:
        """As wide as the column."""
        return self._box

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it."""
        painter.setPen(self._ink)
        self._layout.draw(painter, QPointF(0, 0))


class PictureScene(QGraphicsScene):
    """A picture drawn in the colours of a scheme; ``boxes`` are its nodes in reading order."""

    def __init__(self, words: Wording, picture: Picture, colours: Colours, title: str = "") -> None:
        """``title`` stands above it, when there is one."""
        super().__init__()
        self.picture = picture
        self.boxes: list[Box] = []
        teller = Teller(words, picture)
        width = float(theme.letters(_LETTERS))
        told = teller.nodes()
        narrow = width - theme.TRIPLE
        self.boxes = [Box(each, narrow if each.within else width, colours) for each in told]
        placed = place(picture, {each.told.key: each.size.height() for each in self.boxes}, width)
        for box in self.boxes:
            self.addItem(box)
            box.setPos(placed.boxes[box.told.key].topLeft())
        for column, room in placed.titles.items():
            head = Heading(teller.title(column), width, colours)
            self.addItem(head)
            head.setPos(room.left(), room.bottom() - head.boundingRect().height() - theme.STEP)
        for start, end in picture.bundles:
            paths = bundle_paths(picture, placed, start, end)
            arriving = len(picture.of(start))
            for number, path in enumerate(paths):
                ink = QColor(colours.edge)
                self.addItem(Flow(path, ink, headed=number >= arriving, broken=False, wide=False))
        for line in picture.lines:
            self.addItem(_flow(line, line_path(line, placed), colours))
        if title:
            over = Heading(title, placed.whole.width(), colours, size=1.3)
            self.addItem(over)
            over.setPos(placed.whole.left(), placed.whole.top() - over.boundingRect().height() - theme.STEP)
        self.setSceneRect(
            self.itemsBoundingRect().adjusted(-theme.TRIPLE, -theme.TRIPLE, theme.TRIPLE, theme.TRIPLE)
        )


def _flow(line: Line, path: QPainterPath, colours: Colours) -> Flow:
    tone = LOOK[line.verdict][0] if line.verdict else Tone.WARNING
    if line.unrecorded:
        tone = Tone.DANGER
    ink = QColor(colours.edge) if tone is Tone.NEUTRAL else colours.tone(tone)[0]
    broken = line.verdict is None
    return Flow(path, ink, headed=True, broken=broken, wide=tone in {Tone.DANGER, Tone.WARNING})
