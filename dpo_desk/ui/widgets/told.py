"""Records to be read: every field with what it says, and fields with what they said before and after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.services.changes import FieldChange
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.texts import Prose, breakable

_LABEL_LETTERS = 24
_MOST_LINES = 80  # of one text; one that is longer scrolls in its place


class Reading(QScrollArea):
    """A column of things to read, as wide as reading text may be; the keyboard scrolls it."""

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Show these under one another, from the first."""
        page = QWidget()
        page.setMaximumWidth(theme.MEASURE + theme.TRIPLE * 6)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP + theme.HALF)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        page.setAutoFillBackground(False)
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)


class ToldView(Reading):
    """A record as it stands or stood, to be read and copied."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.history.whole"))
        self._words = words

    def show_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        """Show every field that says something; the empty ones are named in one line at the end."""
        parts = [self._field(name, text) for name, text in fields if text]
        empty = [name for name, text in fields if not text]
        if empty:
            said = self._words("ui.history.empty_fields", fields=self._words.join(empty))
            parts.append(Label(said, size=0.9, muted=True, wrap=True))
        self.show_parts(parts)

    @staticmethod
    def _field(name: str, text: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.DOUBLE)
        label = Label(breakable(name), muted=True, wrap=True)
        label.setFixedWidth(theme.letters(_LABEL_LETTERS))
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(_words_of(name, text), 1, Qt.AlignmentFlag.AlignTop)
        return row


class DiffView(Reading):
    """What changed, field by field: before with a minus, after with a plus, both in words."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.history.changes"))
        self._words = words

    def show_changes(self, changes: Sequence[FieldChange]) -> None:
        """Show these; none is said, too."""
        if changes:
            self.show_parts([self._change(each) for each in changes])
        else:
            self.show_parts([EmptyState("circle-check", self._words("ui.history.no_difference"))])

    def show_first(self) -> None:
        """Say that there was nothing before."""
        self.show_parts([EmptyState("info", self._words("ui.history.first"))])

    def _change(self, change: FieldChange) -> QWidget:
        card = Card()
        card.setAccessibleName(change.label)
        card.body.addWidget(Label(breakable(change.label), bold=True, wrap=True))
        for text, kind, tone, icon in (
            (change.before, "removed" if not change.after else "before", Tone.DANGER, "minus"),
            (change.after, "added" if not change.before else "after", Tone.GOOD, "plus"),
        ):
            if text:
                card.body.addWidget(self._side(text, kind, tone, icon, change.label))
        return card

    def _side(self, text: str, kind: str, tone: Tone, icon: str, label: str) -> QWidget:
        side = Card(tone=tone)
        side.body.setContentsMargins(theme.STEP, theme.HALF, theme.STEP, theme.HALF)
        line = QHBoxLayout()
        line.setSpacing(theme.STEP)
        said = self._words(f"ui.history.{kind}")
        word = Label(said, size=0.9, bold=True, tone=tone)
        word.setFixedWidth(theme.letters(10))
        line.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(_words_of(f"{label}: {said}", text), 1)
        side.body.addLayout(line)
        return side


def _words_of(name: str, text: str) -> QWidget:
    prose = Prose(name, most_lines=_MOST_LINES)
    prose.show_text(text)
    return prose
