"""What answers lead to, said beside them; a suggestion, never an answer by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label


class Advice(Card):
    """What answers lead to, why, and a button that takes it over."""

    taken = Signal()

    def __init__(self, take: str) -> None:
        """``take`` is the words of the button."""
        super().__init__(tone=Tone.NEUTRAL)
        self._icon, self._said, self._why = IconLabel("info"), Label(bold=True, wrap=True), Label(wrap=True)
        self._take = Button(take, "check", quiet=True)
        self._take.clicked.connect(lambda _checked=False: self.taken.emit())
        line, texts = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(theme.STEP)
        texts.setSpacing(theme.HALF)
        texts.addWidget(self._said)
        texts.addWidget(self._why)
        texts.addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.body.addLayout(line)

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(label.text() for label in (self._said, self._why) if label.text())

    @property
    def button(self) -> Button:
        """The button that takes it over."""
        return self._take

    def show_advice(self, said: str, why: str, tone: Tone, icon: str, *, take: bool) -> None:
        """Say it; ``take`` is false when it is answered so already, or when there is nothing to take over."""
        self.set_tone(tone)
        self._icon.set_icon(icon, tone)
        self._said.setText(said)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._take.setVisible(take)
        self.setAccessibleName(said)
        self.setAccessibleDescription(why)
