"""Labels, buttons, cards and pills: plain text only, painted from the palette."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from dpo_desk.ui import icons, theme
from dpo_desk.ui.theme import Tone


class Label(QLabel, theme.Dressed):
    """Text that is never read as markup."""

    def __init__(
        self,
        text: str = "",
        *,
        size: float = 1.0,
        bold: bool = False,
        muted: bool = False,
        wrap: bool = False,
        selectable: bool = False,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size, self._bold, self._muted, self._tone = size, bold, muted, tone
        self.dress()
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def set_tone(self, tone: Tone | None) -> None:
        """Colour it; the words say it already."""
        if tone != self._tone:
            self._tone = tone
            self.dress()

    def dress(self) -> None:
        """Take the colours and the font as they are now."""
        if self._size != 1.0 or self._bold:
            base = theme.application_font()
            self.setFont(theme.larger(base, self._size, bold=self._bold))
        now = theme.colours()
        colour = now.muted if self._muted else now.tone(self._tone)[0].name() if self._tone else None
        palette = QPalette()
        if colour:
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        self.setPalette(palette)


class IconLabel(QWidget):
    """An icon that is only to be seen; whatever it means stands in words beside it."""

    def __init__(
        self, name: str, tone: Tone | None = None, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: Tone | None = None) -> None:
        """Show another one."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        now = theme.colours()
        colour = now.tone(self._tone)[0] if self._tone else QColor(now.muted)
        icons.paint(QPainter(self), self.rect(), self._name, colour)


class Button(QPushButton):
    """A push button; ``primary`` for the one thing the screen is for, ``quiet`` for what need not be seen first."""

    _pad = theme.STEP + theme.HALF

    def __init__(
        self,
        text: str,
        icon: str = "",
        *,
        primary: bool = False,
        quiet: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name, self._primary, self._quiet, self._danger = icon, primary, quiet, danger
        self._hidden_words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def show_words(self, *, on: bool) -> None:
        """Show the words, or the icon alone; a button without an icon keeps its words."""
        if on and self._hidden_words:
            self.setText(self._hidden_words)
            self._hidden_words = ""
        elif not on and self.text() and self._icon_name:
            self._hidden_words = self.text()
            plain = self.text().replace("&&", "&")
            self.setAccessibleName(plain)
            if not self.toolTip():
                self.setToolTip(plain_tip(plain))
            self.setText("")

    @property
    def primary(self) -> bool:
        """Whether it is the one thing the screen is for."""
        return self._primary

    def words_width(self) -> int:
        """The room its words take beside the icon, shown or not."""
        words = (self.text() or self._hidden_words).replace("&", "")
        return self.fontMetrics().horizontalAdvance(words) + theme.STEP

    def sizeHint(self) -> QSize:
        """Room for icon, text and breathing space."""
        metrics = self.fontMetrics()
        text = self.text().replace("&", "")
        width = metrics.horizontalAdvance(text) + 2 * self._pad
        if self._icon_name:
            width += metrics.height() + (theme.STEP if text else 0)
        least = theme.ROW if self._quiet or not text else 10 * theme.STEP
        return QSize(max(width, least), max(theme.ROW, metrics.height() + 2 * theme.HALF + 4))

    def minimumSizeHint(self) -> QSize:
        """The same: a button's words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it flat, with a ring when it has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, box = theme.colours(), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill, line, ink = self._paint_set(now)
        painter.setPen(QPen(line, 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(fill or Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = 3 if self._primary else 1
            painter.setPen(QPen(QColor(now.on_accent if self._primary else now.accent), 1.5))
            painter.drawRoundedRect(
                box.adjusted(inner, inner, -inner, -inner), theme.RADIUS - 1, theme.RADIUS - 1
            )
        self._paint_words(painter, ink)

    def _paint_set(self, now: theme.Colours) -> tuple[QColor | None, QColor | None, QColor]:
        lit = self.underMouse() or self.isDown()
        if not self.isEnabled():
            return (None if self._quiet else QColor(now.neutral_tint)), None, QColor(now.disabled)
        if self._primary:
            fill = QColor(now.accent)
            return (fill.darker(108) if lit else fill), None, QColor(now.on_accent)
        ink = QColor(now.danger if self._danger else now.accent_text if self._quiet else now.text)
        if self.isChecked():
            return QColor(now.selection), None, QColor(now.on_selection)
        if self._quiet:
            return (QColor(now.hover) if lit else None), None, ink
        return QColor(now.hover if lit else now.button), QColor(now.line), ink

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        metrics, text = self.fontMetrics(), self.text()
        bare = text.replace("&", "")
        side = metrics.height() if self._icon_name else 0
        gap = theme.STEP if side and bare else 0
        x = (self.width() - side - gap - metrics.horizontalAdvance(bare)) / 2
        if self._icon_name:
            icons.paint(painter, QRectF(x, (self.height() - side) / 2, side, side), self._icon_name, ink)
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRectF(x + side + gap, 0, self.width(), self.height()), int(flags), text)


class IconButton(QToolButton):
    """A small button that shows only an icon; its name is what a screen reader and the tooltip say."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icons.icon(icon))
        self.set_name(name)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(16, 16))
        self.setMinimumSize(28, 28)

    def set_name(self, name: str) -> None:
        """Call it something else."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))


def plain_tip(text: str) -> str:
    """A tooltip Qt does not read as markup: it guesses by what looks like a tag."""
    return text.replace("<", "‹").replace(">", "›")


class Card(QFrame):
    """A quiet box with rounded corners around things that belong together."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, tone: Tone | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(
            theme.DOUBLE, theme.STEP + theme.HALF, theme.DOUBLE, theme.STEP + theme.HALF
        )
        self.body.setSpacing(theme.STEP)
        if title:
            self.body.addWidget(Label(title, bold=True))

    def set_tone(self, tone: Tone | None) -> None:
        """Tint it."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.colours()
        fill = now.tone(self._tone)[1] if self._tone else QColor(now.base)
        painter.setPen(Qt.PenStyle.NoPen if self._tone else QPen(QColor(now.line), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )


class Pill(QWidget):
    """A status: an icon and a word on a tint."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.NEUTRAL, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(text, tone, icon)

    def show_status(self, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "") -> None:
        """Say something else."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text) + 2 * theme.STEP
        width += metrics.ascent() + theme.HALF if self._icon else 0
        return QSize(width, metrics.height() + theme.HALF)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.fontMetrics().height() + theme.HALF
        box = QRectF(0, (self.height() - height) / 2, self.width(), height)
        pill(painter, box, self._text, self._tone, self._icon)


def pill(painter: QPainter, box: QRectF, text: str, tone: Tone, icon: str = "") -> None:
    """Paint a status into a box; used by ``Pill`` and by table cells."""
    ink, tint = theme.colours().tone(tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    x, metrics = box.left() + theme.STEP, painter.fontMetrics()
    if icon:
        side = metrics.ascent()
        icons.paint(painter, QRectF(x, box.center().y() - side / 2, side, side), icon, ink)
        x += side + theme.HALF
    painter.setPen(ink)
    room = QRectF(x, box.top(), box.right() - x - theme.HALF, box.height())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class Line(QWidget):
    """A hairline between two groups."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), QColor(theme.colours().line))


class LinkButton(Button):
    """A button that reads as a sentence one can follow ("why?"), with the hand as pointer."""

    _pad = theme.HALF

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon, quiet=True, parent=parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)
