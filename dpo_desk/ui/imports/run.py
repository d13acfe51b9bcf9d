"""Slow work of an import with a bar that shows how far it is; stopping it is one press away."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.feedback import Bar

_LOOK_MS = 100


@dataclass
class Run:
    """Work on its way: the lane writes how far it is, the window whether it shall stop; neither waits."""

    done: int = 0
    whole: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def watch(self, done: int, whole: int) -> bool:
        """What the service tells; whether to go on."""
        self.done, self.whole = done, whole
        return not self.stopped()

    def stopped(self) -> bool:
        """Whether it shall stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Let it stop at the next row."""
        self._stop.set()


class Progress(QWidget):
    """What is being done, and how far it is."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words, self._run = words, Run()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        self._doing, self.bar = Label(muted=True, wrap=True), Bar(words("ui.imports.progress"))
        column.addWidget(self._doing)
        column.addWidget(self.bar)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.hide()

    def begin(self, run: Run, doing: str) -> None:
        """Follow this work."""
        self._run = run
        self._doing.setText(doing)
        self._look()
        self._timer.start()
        self.show()

    def end(self) -> None:
        """Nothing is being done."""
        self._timer.stop()
        self.hide()

    def _look(self) -> None:
        share = self._run.done / self._run.whole if self._run.whole else 0.0
        told = self._words("ui.imports.share", done=self._run.done, count=self._run.whole)
        self.bar.show_share(share, told=told)
