"""How an error, a question and a note are told: what happened, why, and what can be done now."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.errors import DeskError, FieldError, RuleBroken
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Button, IconLabel, Label


@dataclass(frozen=True)
class Explanation:
    """An error in words."""

    what: str
    why: str
    now: str

    @property
    def line(self) -> str:
        """All of it as one paragraph; ``what`` is a heading and ends without a full stop."""
        return " ".join(text for text in (f"{self.what}.", self.why, self.now) if text)


@dataclass(frozen=True)
class Note:
    """A line for the status bar, with the way back when there is one."""

    text: str
    undo: Callable[[], None] | None = None


def crash_code(error: BaseException) -> str:
    """Names a bug by its class and the frames it passed, never by its message: that may hold personal data."""
    digest = hashlib.sha256("|".join([type(error).__name__, *_frames(error)]).encode()).hexdigest().upper()
    return f"{type(error).__name__}-{digest[:4]}-{digest[4:8]}"


def crash_report(error: BaseException) -> str:
    """The code and the frames, for the clipboard; holds no value and no message."""
    return "\n".join([crash_code(error), *_frames(error)])


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{PurePath(f.filename).stem}.{f.name}:{f.lineno}" for f in frames]


class Messages(QObject):
    """Turns errors into words and shows them. ``noted`` carries notes to the status line."""

    noted = Signal(object)

    def __init__(self, words: Wording, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.words = words
        self._window = window

    def explain(self, error: DeskError) -> Explanation:
        """The error in words; an error that names a rule or a field says that rule as its why."""
        table = f"errors.{type(error).__name__}"
        named = isinstance(error, RuleBroken | FieldError)
        why = self.words(error.key if named else f"{table}.why", **error.params)
        what, now = (self.words(f"{table}.{part}", **error.params) for part in ("what", "now"))
        return Explanation(what, why, now)

    def sentence(self, error: RuleBroken | FieldError) -> str:
        """The one sentence for a field or a rule."""
        return self.words(error.key, **error.params)

    def note(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say that something was done, quietly."""
        self.noted.emit(Note(text, undo))

    def dialog(self, error: DeskError) -> QDialog:
        """Show an error the user must see."""
        told = self.explain(error)
        box = MessageBox(
            self.words, told.what, [told.why, told.now], "circle-alert", theme.Tone.DANGER, self._window
        )
        box.add_button(self.words("ui.common.close"), box.accept, primary=True)
        box.open()
        return box

    def ask(
        self, question: str, text: str, yes: str, do: Callable[[], object], *, danger: bool = True
    ) -> QDialog:
        """
        Ask before something that cannot be undone; ``do`` is called on yes.

        All four texts are words already; ``yes`` is the verb on the button.
        """
        tone = theme.Tone.DANGER if danger else theme.Tone.ACCENT
        box = MessageBox(self.words, question, [text], "circle-question-mark", tone, self._window)
        box.add_button(self.words("ui.common.cancel"), box.reject)
        box.add_button(yes, box.accept, primary=True)
        box.accepted.connect(do)
        box.open()
        return box

    def crash(self, error: BaseException) -> QDialog:
        """Show that the program has a fault, with a code that says where and nothing else."""
        words, code = self.words, crash_code(error)
        texts = [
            words("ui.common.crash.why"),
            words("ui.common.crash.code", code=code),
            words("ui.common.crash.now"),
        ]
        box = MessageBox(
            words, words("ui.common.crash.what"), texts, "circle-alert", theme.Tone.DANGER, self._window
        )
        report = crash_report(error)
        box.add_button(words("ui.common.crash.copy"), lambda: QGuiApplication.clipboard().setText(report))
        box.add_button(words("ui.common.close"), box.accept, primary=True)
        box.open()
        return box


class MessageBox(QDialog):
    """A heading, some sentences and buttons; every text is plain."""

    def __init__(
        self,
        words: Wording,
        heading: str,
        texts: list[str],
        icon: str,
        tone: theme.Tone,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("ui.shell.title"))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(" ".join(texts))
        row, column = QHBoxLayout(), QVBoxLayout()
        row.addWidget(IconLabel(icon, tone, 32), 0, Qt.AlignmentFlag.AlignTop)
        row.setSpacing(theme.DOUBLE)
        column.setSpacing(theme.STEP)
        column.addWidget(Label(heading, size=1.2, bold=True, wrap=True))
        for text in texts:
            column.addWidget(Label(text, wrap=True, selectable=True))
        row.addLayout(column, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        whole.setSpacing(theme.TRIPLE)
        whole.addLayout(row)
        whole.addLayout(self._buttons)
        self.setMinimumWidth(440)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the texts are at this width."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def add_button(self, text: str, do: Callable[[], object], *, primary: bool = False) -> None:
        """One more button; the primary one is chosen by Enter."""
        button = Button(text, primary=primary)
        button.clicked.connect(lambda _checked=False: do())
        button.setAutoDefault(primary)
        button.setDefault(primary)
        self._buttons.addWidget(button)
        if primary:
            button.setFocus()
