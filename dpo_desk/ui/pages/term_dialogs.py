"""Small dialogs of the word lists: asking for words, and choosing among words that look the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.errors import DeskError, DraftError, RuleBroken
from dpo_desk.library.wording import Wording
from dpo_desk.services.catalogues import TermLine
from dpo_desk.ui import theme
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import TextLine
from dpo_desk.ui.widgets.terms import TermLine as TermEditor


class TermDialog(DeskDialog):
    """Asks for the words of a term; ``given`` carries them, and whoever hears it accepts or refuses."""

    given = Signal(str)

    def __init__(
        self,
        words: Wording,
        title: str,
        about: str,
        yes: str,
        parent: QWidget,
        *,
        value: str = "",
        texts: Sequence[str] = (),
    ) -> None:
        """All texts are words already; ``texts`` are offered while one types."""
        super().__init__(words, title, parent, width=520, height=280)
        self._waiting = False
        self.body.addWidget(Label(about, muted=True, wrap=True))
        self.editor = TermEditor(lambda: texts) if texts else TextLine()
        self.editor.set_name(title)
        self.editor.set_value(value)
        self.body.addWidget(self.editor)
        self.body.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.add_button(yes, self._give, primary=True)
        self.editor.line.selectAll()
        self.editor.focus_at()

    def refuse(
        self, messages: Messages, error: DeskError, clash: Callable[[str], object] | None = None
    ) -> None:
        """Say why it was not accepted; ``clash`` is what can be done when another term is called so already."""
        text = self.editor.value()
        self._waiting = False
        if isinstance(error, DraftError):
            self.banner.say(messages.sentence(error.errors[0]), Tone.WARNING)
        elif isinstance(error, RuleBroken):
            actions = (
                [(self.words("ui.catalogues.merge_do"), lambda: self._instead(clash, text))] if clash else []
            )
            self.banner.say(messages.sentence(error), Tone.WARNING, *actions)
        else:
            self.banner.say(self.words("ui.catalogues.no_such_term"), Tone.WARNING)
        self.editor.focus_at()

    def _instead(self, clash: Callable[[str], object] | None, text: str) -> None:
        self.accept()
        if clash:
            clash(text)

    def _give(self) -> None:
        if not self._waiting:  # for the answer to what was given before
            self._waiting = True
            self.given.emit(self.editor.value())


class DoublesDialog(DeskDialog):
    """Groups of terms that look the same; ``keep`` carries the one that stays and those that give way."""

    keep = Signal(str, list)

    def __init__(self, words: Wording, groups: Sequence[Sequence[TermLine]], parent: QWidget) -> None:
        super().__init__(words, words("ui.catalogues.doubles_title"), parent, width=640, height=520)
        self.body.addWidget(Label(words("ui.catalogues.doubles_about"), muted=True, wrap=True))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.STEP, 0)
        self._column.setSpacing(theme.STEP)
        for group in groups:
            self._column.addWidget(self._card(group))
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        self.add_close()

    def _card(self, group: Sequence[TermLine]) -> Card:
        card = Card()
        for line in group:
            row = QHBoxLayout()
            row.setSpacing(theme.STEP)
            row.addWidget(Label(line.text, wrap=True, selectable=True), 1)
            row.addWidget(Label(self.words("ui.catalogues.used", count=line.used), muted=True))
            button = Button(self.words("ui.catalogues.keep"))
            button.setAccessibleName(self.words("ui.catalogues.keep_of", term=line.text))
            button.clicked.connect(lambda _checked=False, kept=line: self._chosen(card, kept, group))
            row.addWidget(button)
            card.body.addLayout(row)
        return card

    def _chosen(self, card: Card, kept: TermLine, group: Sequence[TermLine]) -> None:
        card.setEnabled(False)
        self.keep.emit(kept.text, [line.text for line in group if line is not kept])
