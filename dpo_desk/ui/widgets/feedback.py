"""What a screen says about itself: a banner at the top, an empty list, a bar of time left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconButton, IconLabel, Label

ICON_OF = {
    Tone.NEUTRAL: "info",
    Tone.GOOD: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
    Tone.ACCENT: "info",
}


class Banner(Card):
    """One message at the top of a page, with up to two things to do about it."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, tone=Tone.ACCENT)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        self._icon = IconLabel("info", Tone.ACCENT, 20)
        self._text = Label(wrap=True)
        self._actions = QHBoxLayout()
        self._close = IconButton("x", words("ui.common.close"))
        self._close.clicked.connect(self.hide)
        for part in (self._icon, self._text):
            row.addWidget(part, 1 if part is self._text else 0)
        row.addLayout(self._actions)
        row.addWidget(self._close)
        self.body.setContentsMargins(theme.STEP + theme.HALF, theme.HALF, theme.STEP, theme.HALF)
        self.body.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when it is not shown."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, tone: Tone = Tone.ACCENT, *actions: tuple[str, Callable[[], object]]) -> None:
        """Show a message; an action is the words of its button and what it does (the banner goes first)."""
        while self._actions.count():
            item = self._actions.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label, do in actions:
            button = Button(label)
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _checked=False, do=do: do())
            self._actions.addWidget(button)
        self.set_tone(tone)
        self._icon.set_icon(ICON_OF[tone], tone)
        self._text.setText(text)
        self._text.set_tone(tone)
        self.setAccessibleName(text)
        self.show()


class EmptyState(QWidget):
    """What belongs here, and the first step towards it."""

    def __init__(self, icon: str, text: str, step: str = "", do: Callable[[], object] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.TRIPLE)
        column.setSpacing(theme.DOUBLE)
        self._text = Label(text, muted=True, wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(420)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, None, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 4)
        middle.addStretch(1)
        column.addLayout(middle)
        if step and do:
            button = Button(step, "plus", primary=True)
            button.clicked.connect(lambda _checked=False: do())
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.setFocusProxy(button)
        column.addStretch(2)

    def set_text(self, text: str) -> None:
        """Say something else ("nothing matches")."""
        self._text.setText(text)


class Bar(QWidget):
    """A share of a whole, as a bar; the figure stands in words beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._share, self._tone = name, 0.0, Tone.ACCENT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_share(self, share: float, tone: Tone = Tone.ACCENT, told: str = "") -> None:
        """Show 0 to 1; ``told`` is the same in words, for who does not see the bar."""
        self._share, self._tone = max(0.0, min(1.0, share)), tone
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        """One step high."""
        return QSize(160, theme.STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, now = QRectF(self.rect()), theme.colours()
        painter.setBrush(QColor(now.neutral_tint))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self._share > 0:
            box.setWidth(max(box.height(), box.width() * self._share))
            painter.setBrush(QColor(now.accent) if self._tone is Tone.ACCENT else now.tone(self._tone)[0])
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class Facts(QWidget):
    """Facts as "name: value" pairs in two quiet columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF)

    def show_facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name, value in pairs:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.STEP)
            key = Label(name, muted=True)
            key.setMinimumWidth(theme.letters(16, key.font()))
            key.setAlignment(Qt.AlignmentFlag.AlignTop)
            line.addWidget(key)
            line.addWidget(Label(value, wrap=True, selectable=True), 1)
            self._column.addWidget(row)
