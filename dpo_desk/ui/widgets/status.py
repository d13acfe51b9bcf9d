"""The line at the bottom: what was just done, what is being done, and how long until the desk locks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.locking import COUNTDOWN_S
from dpo_desk.ui.messages import Note
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Label

NOTE_MS = 8000


class StatusLine(QWidget):
    """One quiet line."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words, self._saved = words, ""
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.DOUBLE, theme.HALF, theme.DOUBLE, theme.HALF)
        line.setSpacing(theme.STEP)
        self.note = Label(size=0.92, muted=True)
        self._undo = Button(words("ui.shell.undo"), "undo-2", quiet=True)
        self.facts = Label(size=0.92, muted=True)
        self.lock = Label(size=0.92, muted=True)
        line.addWidget(self.note)
        line.addWidget(self._undo)
        line.addStretch(1)
        line.addWidget(self.facts)
        line.addWidget(self.lock)
        line.setSpacing(theme.HALF)
        self._undo.hide()
        self._note: Note | None = None
        self._busy = ""
        self._fade = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._fade.timeout.connect(lambda: self.show_note(None))
        self._undo.clicked.connect(self._undone)
        self._show()

    def show_note(self, note: Note | None) -> None:
        """Say what was done; it fades by itself."""
        self._note = note
        if note:
            self._fade.start()
        self._show()

    def show_busy(self, busy: str) -> None:
        """Say what is being done; nothing when it is empty."""
        self._busy = busy
        self._show()

    def show_saved(self) -> None:
        """Something was saved at this moment."""
        self._saved = self._words("ui.shell.saved_at", time=QTime.currentTime().toString("HH:mm"))
        self._show()

    def show_facts(self, facts: Sequence[str]) -> None:
        """The standing facts at the right."""
        self.facts.setText(" · ".join(facts))

    def show_remaining(self, seconds: int) -> None:
        """How long until the desk locks by itself."""
        if seconds > COUNTDOWN_S:
            text = self._words("ui.shell.locks_in", count=-(-seconds // 60))
        else:
            text = self._words("ui.shell.locks_in_seconds", seconds=seconds)
        self.lock.setText(("· " if self.facts.text() else "") + text)
        self.lock.set_tone(Tone.WARNING if seconds <= COUNTDOWN_S else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(theme.colours().line))

    def _undone(self) -> None:
        note = self._note
        self.show_note(None)
        if note and note.undo:
            note.undo()

    def _show(self) -> None:
        note, busy = self._note, self._busy
        if busy:
            text = self._words("ui.shell.working", text=busy)
        else:
            text = note.text if note else self._saved or self._words("ui.shell.unlocked")
        self.note.setText(text)
        self._undo.setVisible(bool(note and note.undo) and not busy)
