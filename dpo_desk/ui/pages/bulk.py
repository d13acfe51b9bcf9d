"""One change in many records: department in charge, status, tags, next review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.record import RecordStatus
from dpo_desk.errors import DeskError, DraftError
from dpo_desk.services.bulk import BulkChange, Undo
from dpo_desk.services.records import RecordService
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice, Editor
from dpo_desk.ui.widgets.terms import TermLine, TermLines

Done = Callable[[Undo, str], object]
"""Hears how to take the change back, and what to say of it."""


def show_bulk(
    desk: Desk, parent: QWidget, service: RecordService[Any, Any, Any], records: Sequence[str], done: Done
) -> BulkDialog:
    """Ask what shall change in these records, and change it."""
    dialog = BulkDialog(desk, parent, service, records, done)
    dialog.open()
    return dialog


class BulkDialog(DeskDialog):
    """Each field is changed only when it is ticked."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        service: RecordService[Any, Any, Any],
        records: Sequence[str],
        done: Done,
    ) -> None:
        words = desk.words
        title = words("ui.bulk.title", count=len(records))
        super().__init__(words, title, parent, width=800, height=620)
        self._desk, self._service, self._records, self._tell = desk, service, tuple(records), done
        self.body.addWidget(Label(words("ui.bulk.explained"), muted=True, wrap=True))
        statuses = [(each.value, words(f"register.status.{each}")) for each in RecordStatus]
        editors: dict[str, Editor] = {
            "owner": TermLine(service.owners, words("ui.bulk.owner_hint")),
            "status": Choice(statuses),
            "add_tags": TermLines(words, service.tags, words("ui.bulk.tags_hint"), lines=2),
            "remove_tags": TermLines(words, service.tags, words("ui.bulk.tags_hint"), lines=2),
            "review": DayField(words),
        }
        editors["status"].set_value(RecordStatus.ACTIVE.value)
        self.parts: dict[str, _Part] = {}
        column = self._scrolled()
        for name, editor in editors.items():
            part = self.parts[name] = _Part(words(f"ui.bulk.{name}"), editor)
            part.tick.toggled.connect(lambda _on: self._enable())
            column.addWidget(part)
        column.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self._go = self.add_button(words("ui.bulk.change", count=len(records)), self.change, primary=True)
        self._enable()
        self.parts["owner"].tick.setFocus()

    def change(self) -> None:
        """Make the change on the lane; what cannot be accepted is said at its field."""
        for part in self.parts.values():
            part.say("")
        self.banner.hide()
        wanted, records = self._typed(), self._records
        self._go.setEnabled(False)
        self._desk.lane.run(
            lambda: self._service.change(records, wanted),
            success=self._changed,
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.bulk.busy"),
        )

    # --- inside ----------------------------------------------------------------------------------------------------

    def _scrolled(self) -> QVBoxLayout:
        """The room of the fields; what is long scrolls, so that the buttons stay on the screen."""
        area, room = QScrollArea(), QWidget()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        room.setAutoFillBackground(False)
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, theme.DOUBLE, 0)
        area.setWidget(room)
        self.body.addWidget(area, 1)
        return column

    def _typed(self) -> BulkChange:
        def text(name: str) -> str | None:
            part = self.parts[name]
            return str(part.editor.value()).strip() if part.on else None

        def tags(name: str) -> tuple[str, ...]:
            return tuple(line.strip() for line in (text(name) or "").split("\n") if line.strip())

        status = text("status")
        return BulkChange(
            owner=text("owner"),
            status=RecordStatus(status) if status else None,
            add_tags=tags("add_tags"),
            remove_tags=tags("remove_tags"),
            review=text("review"),
        )

    def _enable(self) -> None:
        self._go.setEnabled(any(part.on for part in self.parts.values()))

    def _changed(self, undo: Undo) -> None:
        count = len(undo.versions)
        self._tell(undo, self.words("ui.bulk.changed", count=count))
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._enable()
        if isinstance(error, DraftError):
            wrong = {each.field.partition(".")[0]: each for each in error.errors}
            for name, each in wrong.items():
                self.parts[name].say(self._desk.messages.sentence(each))
            next(part for name, part in self.parts.items() if name in wrong).editor.focus_at()
        else:
            self.banner.say(self._desk.messages.explain(error).line, theme.Tone.DANGER)


class _Part(QWidget):
    """A tick, the editor beside it, and what is wrong with it below."""

    def __init__(self, name: str, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.tick = QCheckBox(name.replace("&", "&&"))
        self.tick.setMinimumHeight(theme.ROW)
        self.tick.setFixedWidth(theme.letters(26))
        self.tick.toggled.connect(self._turned)
        editor.set_name(name)
        line.setSpacing(theme.STEP)
        place = QVBoxLayout()
        place.addWidget(self.tick)
        place.addStretch(1)
        line.addLayout(place)
        right = QVBoxLayout()
        right.setSpacing(theme.HALF)
        right.addWidget(editor)
        self._wrong = Label(tone=theme.Tone.DANGER, wrap=True, size=0.9)
        right.addWidget(self._wrong)
        line.addLayout(right, 1)
        editor.setEnabled(False)
        self.say("")

    @property
    def on(self) -> bool:
        """Whether the field is to be changed."""
        return self.tick.isChecked()

    def say(self, wrong: str) -> None:
        """Say what is wrong; empty when nothing is."""
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))

    def _turned(self, on: bool) -> None:
        self.editor.setEnabled(on)
        if on:
            self.editor.focus_at()
