"""The checklist of Art. 28: what the contract says to each item, in which clause, and what is to be noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.checks.law import Article28Item
from dpo_desk.domain.processor import ClauseState
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group, says
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label, Line
from dpo_desk.ui.widgets.editors import Choice, Editor, TextBlock, TextLine

_LOOK = {
    ClauseState.UNKNOWN: (Tone.WARNING, "circle-question-mark"),
    ClauseState.YES: (Tone.GOOD, "circle-check"),
    ClauseState.NO: (Tone.DANGER, "circle-x"),
    ClauseState.NOT_APPLICABLE: (Tone.NEUTRAL, "circle"),
}


class ClauseRow(QWidget):
    """One item; the number of the clause and the note appear once it was looked at."""

    def __init__(self, words: Wording, item: Article28Item, name: str) -> None:
        super().__init__()
        self.item = item.id
        states = [(state.value, words(f"register.clause_state.{state}")) for state in ClauseState]
        self.state, self.more = Choice(states), Group(words)
        self._look = IconLabel(_LOOK[ClauseState.UNKNOWN][1])
        self.state.set_name(words("ui.processors.clauses.state_of", item=name))
        self.state.combo.setFixedWidth(theme.letters(12) + theme.TRIPLE)
        column, line = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        line.setSpacing(theme.STEP)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(name, wrap=True))
        texts.addWidget(
            Label(words("ui.processors.clauses.article", article=item.article), size=0.88, muted=True)
        )
        line.addWidget(self._look, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(texts, 1)
        line.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        number = self.more.make("clause", TextLine(), words("fields.clause.clause"))
        note = self.more.make("note", TextBlock(lines=1), words("fields.clause.note"))
        self.more.add_row((number, 1), (note, 3))
        if not item.in_contract:  # no clause says it, so there is no number; one that was given is shown
            self.more.ask_when(lambda: False, "clause")
        self.more.set_name(name)
        self.more.setContentsMargins(theme.TRIPLE, 0, 0, theme.STEP)
        column.addWidget(self.more)
        self.show_state()

    def value(self) -> dict[str, object]:
        """What is typed of it."""
        return {"item": self.item, "state": self.state.value(), **self.more.value()}

    def set_value(self, value: Mapping[str, object]) -> None:
        """Show what is known of it."""
        self.state.set_value(value.get("state") or ClauseState.UNKNOWN.value)
        self.more.set_value(value)
        self.show_state()

    def show_state(self) -> None:
        """Show the icon of the state, and room for more once there is one."""
        state = ClauseState(self.state.value() or ClauseState.UNKNOWN)
        tone, icon = _LOOK[state]
        self._look.set_icon(icon, tone)
        self.more.setVisible(state is not ClauseState.UNKNOWN or says(self.more.value()))


class Clauses(Editor):
    """
    The items of the checklist under one another; the value has an entry for each that was looked at.

    An item the table does not hold is carried along.
    """

    tall = True

    def __init__(self, words: Wording, items: Sequence[Article28Item]) -> None:
        super().__init__()
        self._words = words
        self._given: dict[str, dict[str, object]] = {}
        self._rows = {item.id: ClauseRow(words, item, words(f"law.article28.{item.id}")) for item in items}
        self._told = Label(muted=True, wrap=True)
        column = QVBoxLayout()
        column.setSpacing(theme.HALF)
        column.addWidget(self._told)
        for row in self._rows.values():
            column.addWidget(Line())
            column.addWidget(row)
            row.state.changed.connect(lambda row=row: self._answered(row))
            row.more.changed.connect(self.changed)
        self.row.addLayout(column, 1)
        self._count()

    def value(self) -> list[dict[str, object]]:
        """Each item that was looked at, in the order of the list."""
        return [*self._entries()]

    def set_value(self, value: object) -> None:
        """Show what is known."""
        entries = (
            [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
        )
        self._given = {str(each.get("item") or ""): dict(each) for each in entries}
        for item, row in self._rows.items():
            row.set_value(self._given.get(item, {}))
        self._count()

    def target(self) -> QWidget:
        """The state of the first item."""
        return next(iter(self._rows.values())).state.target()

    def set_name(self, name: str) -> None:
        """Each item is named by its own words."""

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the item which the number in the value names."""
        row, rest = self._at(path)
        if row is None or not row.more.mark(rest, text):
            return False
        row.more.show()
        return True

    def clear_marks(self) -> None:
        """Take all errors away."""
        for row in self._rows.values():
            row.more.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the item by its number in the value or by its id; else to the first that nobody has looked at."""
        row, rest = self._at(path)
        if row is None:
            unknown = [r for r in self._rows.values() if r.state.value() == ClauseState.UNKNOWN]
            row = (unknown or [*self._rows.values()])[0]
        if rest in row.more.fields and not row.more.isHidden():
            row.more.focus_at(rest)
        else:
            row.state.focus_at()

    def _entries(self) -> Iterator[dict[str, object]]:
        for item, row in self._rows.items():
            typed = row.value()
            looked_at = typed["state"] != ClauseState.UNKNOWN or says(row.more.value())
            if item in self._given or looked_at:
                yield typed
        yield from (entry for item, entry in self._given.items() if item not in self._rows)

    def _at(self, path: str) -> tuple[ClauseRow | None, str]:
        first, _, rest = path.partition(".")
        if first in self._rows:
            return self._rows[first], rest
        entries = self.value()
        number = int(first) if first.isdigit() else len(entries)
        return (self._rows.get(str(entries[number]["item"])) if number < len(entries) else None), rest

    def _answered(self, row: ClauseRow) -> None:
        row.show_state()
        self._count()
        self.rearranged.emit()
        self.changed.emit()

    def _count(self) -> None:
        states = [row.state.value() for row in self._rows.values()]
        told = [
            self._words(f"ui.processors.clauses.count_{state}", count=states.count(state))
            for state in ClauseState
            if state in states
        ]
        self._told.setText(" · ".join(told))
