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
from dpo_desk.ui.tasks import Busy
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.feedback import Bar

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
        self._bar = Bar(words("ui.shell.title"))
        self._bar.setFixedWidth(140)
        self._stop = Button(words("ui.shell.stop"), "x", quiet=True)
        self.facts = Label(size=0.92, muted=True)
        self.lock = Label(size=0.92, muted=True)
        for part in (self.note, self._undo, self._bar, self._stop):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.facts)
        line.addWidget(self.lock)
        line.setSpacing(theme.HALF)
        for part in (self._undo, self._bar, self._stop):
            part.hide()
        self._note: Note | None = None
        self._busy: Busy | None = None
        self._fade = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._fade.timeout.connect(lambda: self.show_note(None))
        self._undo.clicked.connect(self._undone)
        self._stop.clicked.connect(self._stopped)
        self._show()

    def show_note(self, note: Note | None) -> None:
        """Say what was done; it fades by itself."""
        self._note = note
        if note:
            self._fade.start()
        self._show()

    def show_busy(self, busy: Busy | None) -> None:
        """Say what is being done."""
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

    def _stopped(self) -> None:
        if self._busy and self._busy.stop:
            self._busy.stop()

    def _show(self) -> None:
        note, busy = self._note, self._busy
        if busy:
            key = "ui.shell.working_share" if busy.total else "ui.shell.working"
            text = self._words(key, text=busy.text, done=busy.done, total=busy.total)
            self._bar.show_share(busy.done / busy.total if busy.total else 0.0, told=text)
        else:
            text = note.text if note else self._saved or self._words("ui.shell.unlocked")
        self.note.setText(text)
        self._undo.setVisible(bool(note and note.undo) and not busy)
        self._bar.setVisible(bool(busy and busy.total))
        self._stop.setVisible(bool(busy and busy.stop))
