"""How a letter is signed: by hand, with the picture of a signature, or with a key; asked for each letter anew."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.services.signing import InInk, SigningChoice
from dpo_desk.ui import theme
from dpo_desk.ui.pages.sign_ways import ImageWay, KeyWay
from dpo_desk.ui.pages.signature_dialogs import refuse
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.scrolled import scrolled

_LAST_WAY = "signing.way"


class Way(StrEnum):
    """The three ways."""

    INK = "ink"
    IMAGE = "image"
    KEY = "key"


class SignDialog(DeskDialog):
    """Asks for the way and what belongs to it; ``chosen`` carries a ``SigningChoice`` when it is accepted."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.signing.title"), parent, width=680, height=680)
        self._desk = desk
        self.image, self.key = ImageWay(desk), KeyWay(desk)
        self.key.refused.connect(lambda error: refuse(self, desk.messages, error))
        self.radios = {way: QRadioButton(words(f"ui.signing.way.{way}")) for way in Way}
        self._stack, group = QStackedWidget(), QButtonGroup(self)
        panels = {Way.INK: _ink(words("ui.signing.ink_about")), Way.IMAGE: self.image, Way.KEY: self.key}
        for way, radio in self.radios.items():
            radio.setMinimumHeight(theme.TRIPLE + theme.HALF)
            radio.toggled.connect(self._turn)
            group.addButton(radio)
            self.body.addWidget(radio)
            self._stack.addWidget(scrolled(panels[way]))
        self.body.addWidget(self._stack, 1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.go = self.add_button(words("ui.signing.go"), self.give, primary=True)
        for panel in (self.image, self.key):
            panel.changed.connect(self._check)
        last = desk.view_state.get(_LAST_WAY)
        self.choose_way(Way(last) if last in set(Way) else Way.INK)

    @property
    def way(self) -> Way:
        """The way chosen now."""
        return next((way for way, radio in self.radios.items() if radio.isChecked()), Way.INK)

    def choose_way(self, way: Way) -> None:
        """Show what belongs to this way."""
        self.radios[way].setChecked(True)
        self.radios[way].setFocus()

    def choice(self) -> SigningChoice | None:
        """What was chosen; nothing while something is missing."""
        if self.way is Way.INK:
            return InInk()
        return self.image.choice() if self.way is Way.IMAGE else self.key.choice()

    def give(self) -> None:
        """Accept, when all is there."""
        choice = self.choice()
        if choice is not None:
            self._desk.view_state.put(_LAST_WAY, self.way.value)
            self.chosen.emit(choice)
            self.accept()

    def _turn(self) -> None:
        self.banner.hide()
        self._stack.setCurrentIndex(list(Way).index(self.way))
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(self.choice() is not None)


def _ink(about: str) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Label(about, muted=True, wrap=True))
    column.addStretch(1)
    return panel
