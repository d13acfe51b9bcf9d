"""Links to other records: what hangs on the one that is shown, one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.ui import icons, theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Label, plain_tip


@dataclass(frozen=True)
class Link:
    """One record to go to; the text is plain and in the user's language."""

    text: str
    page: str
    record: str
    icon: str = "link"


class Links(QWidget):
    """Links under one another, or a sentence that there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF)
        self._rows: list[QWidget] = []

    def show_links(self, links: Sequence[Link], none: str) -> None:
        """Show these; ``none`` is said when there are none."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._link(link) for link in links] or [Label(none, muted=True, wrap=True)]
        for row in self._rows:
            self._column.addWidget(row)

    def buttons(self) -> list[LinkLine]:
        """The links, in the order shown."""
        return [row for row in self._rows if isinstance(row, LinkLine)]

    def _link(self, link: Link) -> QWidget:
        button = LinkLine(link.text, link.icon)
        button.clicked.connect(lambda: self._desk.navigate(link.page, link.record))
        return button


class LinkLine(Button):
    """A link as wide as its place: what does not fit is cut, and told whole by the tooltip."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__("", icon, quiet=True)
        self.set_text(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Never a reason to widen its place."""
        return QSize(theme.TRIPLE * 3, super().sizeHint().height())

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        side = self.fontMetrics().ascent()
        icons.paint(painter, QRectF(theme.HALF, (self.height() - side) / 2, side, side), self._icon_name, ink)
        painter.setPen(ink)
        room = QRectF(side + theme.HALF * 3, 0, self.width() - side - theme.HALF * 4, self.height())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
