"""A passphrase field with an eye and a word about caps lock, and the meter below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.desk import Strength
from dpo_desk.ui.widgets.basics import IconButton, IconLabel, Label
from dpo_desk.ui.widgets.feedback import Bar

TONE_OF_SCORE = (Tone.DANGER, Tone.DANGER, Tone.WARNING, Tone.GOOD, Tone.GOOD)


class PassphraseField(QWidget):
    """A passphrase, hidden unless the eye is open; says when caps lock is on."""

    changed = Signal()
    entered = Signal()

    def __init__(self, words: Wording, label: str) -> None:
        super().__init__()
        self._words = words
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMinimumHeight(theme.ROW + theme.HALF)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self._eye = IconButton("eye", words("ui.unlock.show"))
        self._eye.setCheckable(True)
        self._eye.setMinimumSize(theme.ROW + theme.HALF, theme.ROW + theme.HALF)
        self._eye.toggled.connect(self._look)
        name = Label(label, size=0.95, bold=True)
        name.setBuddy(self.line)
        self.line.setAccessibleName(label)
        column, row, caps = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addWidget(name)
        row.setSpacing(theme.HALF)
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)
        column.addLayout(row)
        self._caps = QWidget()
        self._caps.setLayout(caps)
        caps.setContentsMargins(0, 0, 0, 0)
        caps.setSpacing(theme.HALF)
        caps.addWidget(IconLabel("triangle-alert", Tone.WARNING))
        caps.addWidget(Label(words("ui.unlock.caps_lock"), tone=Tone.WARNING), 1)
        self._caps.hide()
        column.addWidget(self._caps)

    def text(self) -> str:
        """As typed."""
        return self.line.text()

    def clear(self) -> None:
        """Empty and hidden again."""
        self._eye.setChecked(False)
        self.line.clear()

    def select(self) -> None:
        """Ready to be typed over."""
        self.line.setFocus()
        self.line.selectAll()

    @property
    def caps_lock_told(self) -> bool:
        """Whether the word about caps lock is shown."""
        return not self._caps.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt does not say whether caps lock is on: a capital without Shift does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter = event.text()
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps.setVisible(not self._caps.isVisible() and bool(self.text()))
            elif len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps.setVisible(letter.isupper() != shift)
        elif event.type() == QEvent.Type.FocusOut:
            self._caps.hide()
        return False

    def _look(self, on: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("eye-off" if on else "eye"))
        self._eye.set_name(self._words("ui.unlock.hide" if on else "ui.unlock.show"))


class StrengthMeter(QWidget):
    """How good a passphrase is, as a bar, a word, and what would make it better."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        self._bar = Bar(words("ui.unlock.strength.name"))
        self._word = Label(bold=True, size=0.95)
        self._why = Label(muted=True, size=0.92, wrap=True)
        row.setSpacing(theme.STEP)
        row.addWidget(self._bar, 1)
        row.addWidget(self._word)
        column.addLayout(row)
        column.addWidget(self._why)

    def show_strength(self, strength: Strength | None) -> None:
        """Show it; None is an empty field."""
        if strength is None:
            self._bar.show_share(0)
            self._word.setText("")
            self._why.setText(self._words("ui.unlock.strength.advice"))
            return
        score = max(0, min(4, strength.score))
        tone, word = TONE_OF_SCORE[score], self._words(f"ui.unlock.strength.score_{score}")
        self._bar.show_share((score + 1) / 5, tone, word)
        self._word.setText(word)
        self._word.set_tone(tone)
        reasons = " ".join(self._words(key) for key in strength.reasons)
        self._why.setText(reasons or self._words("ui.unlock.strength.fine"))

    def told(self) -> str:
        """What it says in words."""
        return f"{self._word.text()} {self._why.text()}".strip()


def code_font(size: float = 1.0) -> QFont:
    """A font in which no letter is taken for another."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(theme.application_font().pointSizeF() * size)
    return font
