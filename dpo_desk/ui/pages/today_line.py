"""One line of the day: what, who, when, the next step as its button, and what else can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.domain.reminders import ItemKind
from dpo_desk.services.due_items import WEEK, Group, Item
from dpo_desk.services.item_words import step_of, title_of, what_of
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, IconButton, IconLabel, Label
from dpo_desk.ui.widgets.case_words import days_left, left_look
from dpo_desk.ui.widgets.texts import Elided

_PAGE_OF = {
    ItemKind.ACTIVITY_REVIEW: ("register", "review"),
    ItemKind.CLIENT_REVIEW: ("clients", "review"),
    ItemKind.CLIENT_CONTRACT_EXPIRY: ("clients", "contract"),
    ItemKind.CONTRACT_EXPIRY: ("processors", "contract"),
    ItemKind.ASSURANCE_EXPIRY: ("processors", "assurances"),
    ItemKind.PROCESSOR_REVIEW: ("processors", "review"),
    ItemKind.TRANSFER_REVIEW: ("transfers", "review"),
}


def go_to(desk: Desk, item: Item) -> None:
    """Open the place that mends it."""
    if item.case:
        desk.navigate("requests", item.case)
    elif item.kind is ItemKind.PURGE:
        desk.navigate("requests")
    elif item.kind is ItemKind.ADEQUACY_EXPIRY:
        desk.navigate("transfers")
    elif item.kind in _PAGE_OF:
        page, field = _PAGE_OF[item.kind]
        desk.navigate(page, item.record, field)


@dataclass(frozen=True, kw_only=True)
class LineActions:
    """What a line asks of the page it stands on."""

    done: Callable[[Item], object]
    edit: Callable[[Item], object]
    snooze: Callable[[Item], object]
    wake: Callable[[Item], object]


class StepButton(Button):
    """The next step of a line; ``moved`` says that an arrow wants the line above (-1) or below (1)."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from line to line, past what stands beside the button."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if by:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class ItemLine(QWidget):
    """One thing that is due; ``place`` is where a form about it opens."""

    def __init__(self, desk: Desk, item: Item, actions: LineActions, key: str) -> None:
        """``key`` names its reminder that came last; without one there is nothing to put off."""
        super().__init__()
        self._desk, self.item, self._actions, self.key = desk, item, actions, key
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole, line = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, theme.HALF, 0, theme.HALF)
        whole.setSpacing(0)
        line.setSpacing(theme.DOUBLE)
        line.addLayout(self._names(), 1)
        line.addLayout(self._when())
        self.button = self._step()
        line.addWidget(self.button)
        line.addLayout(self._more())
        whole.addLayout(line)
        self.place = QVBoxLayout()
        whole.addLayout(self.place)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def go(self) -> None:
        """Open the place that mends it; of a task by itself, the form that changes it."""
        if self.item.kind is ItemKind.TASK and not self.item.case:
            self._actions.edit(self.item)
        else:
            go_to(self._desk, self.item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the line opens it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.go()

    # --- its parts ---------------------------------------------------------------------------------------------------

    def _names(self) -> QVBoxLayout:
        words, names = self._desk.words, QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(Elided(title_of(self.item, words), bold=True))
        names.addWidget(Elided(self._what(), muted=True, size=0.92))
        names.addStretch(1)
        return names

    def _what(self) -> str:
        words, item = self._desk.words, self.item
        what, last = what_of(item, words), item.extend_by
        near = last and item.due and item.days_left is not None and 0 <= item.days_left <= WEEK
        if not near or last is None:
            return what
        return words("agenda.what", ref=what, kind=words("agenda.extend", day=words.short_date(last)))

    def _step(self) -> StepButton:
        words, item = self._desk.words, self.item
        task = item.kind is ItemKind.TASK
        step = words("ui.today.task.done") if task else step_of(item, words)
        button = StepButton(step, "check" if task else "")
        button.setMinimumWidth(theme.letters(25, button.font()))
        told = {"step": step, "ref": item.ref, "title": title_of(item, words), "left": self._left()}
        button.setAccessibleName(words("ui.today.step_of", **told))
        button.clicked.connect(lambda: self._actions.done(item) if task else self.go())
        return button

    def _more(self) -> QHBoxLayout:
        words, item, line = self._desk.words, self.item, QHBoxLayout()
        line.setSpacing(0)
        title = title_of(item, words)
        self.edit = IconButton("pencil", words("ui.today.task.edit_of", title=title))
        self.edit.clicked.connect(lambda: self._actions.edit(item))
        room = self.edit.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # so that the steps of all lines stand below each other
        self.edit.setSizePolicy(room)
        if item.kind is not ItemKind.TASK:
            self.edit.hide()
        asleep = item.group is Group.SNOOZED
        name = words("ui.today.snooze.wake_of" if asleep else "ui.today.snooze.of", title=title)
        self.snooze = IconButton("undo-2" if asleep else "clock", name)
        self.snooze.clicked.connect(lambda: (self._actions.wake if asleep else self._actions.snooze)(item))
        self.snooze.setEnabled(bool(self.key))
        for button in (self.edit, self.snooze):
            line.addWidget(button)
        return line

    def _left(self) -> str:
        words, item = self._desk.words, self.item
        if item.snoozed_until:
            return words("ui.today.snooze.until", day=item.snoozed_until)
        if item.due and item.days_left is None:
            return words(f"agenda.stage.{item.kind}")
        return days_left(words, item.days_left)

    def _when(self) -> QVBoxLayout:
        item = self.item
        when, left_line = QVBoxLayout(), QHBoxLayout()
        when.setSpacing(0)
        left_line.setSpacing(theme.HALF)
        tone, icon = left_look(item.days_left)
        left_line.addWidget(Label(self._left(), tone=tone if tone is not Tone.NEUTRAL else None))
        if icon:
            left_line.insertWidget(0, IconLabel(icon, tone))
        left_line.addStretch(1)
        when.addLayout(left_line)
        for text in self._days():
            label = Label(text, muted=True, size=0.92)
            label.setMinimumWidth(theme.letters(26, label.font()))
            when.addWidget(label)
        return when

    def _days(self) -> list[str]:
        words, item = self._desk.words, self.item
        due = words.weekday_date(item.due) if item.due else words("ui.today.waiting")
        if item.prudent and item.prudent != item.due:
            return [due, words("ui.today.prudent", day=words.short_date(item.prudent))]
        return [due]
