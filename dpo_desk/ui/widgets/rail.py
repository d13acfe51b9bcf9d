"""The rail at the left: pages with their icons and what needs the DPO there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.widgets.basics import Line

NARROW_BELOW = 112  # letters; a narrower window shows icons only


class RailButton(QAbstractButton):
    """One page."""

    def __init__(self, words: Wording, title: str, icon: str, keys: str) -> None:
        super().__init__()
        self._words, self._icon, self._count, self.narrow = words, icon, 0, False
        self.setText(title)
        self.setCheckable(True)
        self.setToolTip(f"{title} ({keys})")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_count(0)

    @property
    def count(self) -> int:
        """What needs the DPO there."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show how many things need the DPO; 0 shows nothing."""
        self._count = count
        name = self._words("ui.shell.needs", title=self.text(), count=count) if count else self.text()
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line with room for icon, title and count."""
        metrics = QFontMetrics(theme.larger(theme.application_font(), 1, bold=True))
        height = max(40, metrics.height() + theme.DOUBLE)
        if self.narrow:
            return QSize(height, height)
        width = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance("888") + 5 * theme.DOUBLE
        return QSize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it: a bar and a tint when chosen, a ring when it has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, box = theme.colours(), QRectF(self.rect()).adjusted(theme.STEP, 2, -theme.STEP, -2)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selection if chosen else now.hover))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 1.5))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        ink = QColor(now.on_selection if chosen else now.text)
        x = box.center().x() - 9 if self.narrow else box.left() + theme.STEP + theme.HALF
        icons.paint(painter, QRectF(x, box.center().y() - 9, 18, 18), self._icon, ink)
        if self.narrow:
            self._paint_dot(painter, box, now)
            return
        font = self.font()
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(ink)
        room = box.adjusted(theme.STEP + theme.HALF + 30, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._count:
            painter.setFont(self.font())
            painter.setPen(ink if chosen else QColor(now.accent_text))
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(box.adjusted(0, 0, -theme.STEP - theme.HALF, 0), right, str(self._count))

    def _paint_dot(self, painter: QPainter, box: QRectF, now: theme.Colours) -> None:
        if self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.accent))
            painter.drawEllipse(QRectF(box.right() - 11, box.top() + 5, 7, 7))


class Rail(QWidget):
    """The column of pages."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.setAccessibleName(words("ui.shell.pages"))
        self._words, self.buttons = words, dict[str, RailButton]()
        self._group = QButtonGroup(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.STEP, 0, theme.STEP)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self._bottom = False

    def add(self, page: str, title: str, icon: str, keys: str, *, bottom: bool = False) -> RailButton:
        """One more page; pages at the bottom stand below a line."""
        button = RailButton(self._words, title, icon, keys)
        self.buttons[page] = button
        self._group.addButton(button)
        if bottom and not self._bottom:
            self._bottom = True
            self.column.addWidget(Line())
            self.column.addSpacing(theme.HALF)
        at = self.column.count() if bottom else len(self.buttons) - 1
        self.column.insertWidget(at, button)
        return button

    def fit(self, window_width: int) -> None:
        """Icons only when the window is narrow."""
        narrow = window_width < theme.letters(NARROW_BELOW)
        for button in self.buttons.values():
            button.narrow = narrow
            button.updateGeometry()
        hints = [b.sizeHint().width() for b in self.buttons.values()]
        self.setFixedWidth(max([*hints, 48]) + theme.STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A shade darker than the page."""
        QPainter(self).fillRect(self.rect(), QColor(theme.colours().rail))
