"""The history of a record: its versions, what changed between any two, each to be read whole and to be restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.domain.version import Version
from dpo_desk.services.records import RecordService, View
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.told import DiffView, ToldView

NEWS = ("activities", "clients", "processors", "transfers")
_BEFORE = "before"


@dataclass(frozen=True)
class Subject:
    """The record the history is of."""

    id: str
    ref: str
    name: str


def show_history(
    desk: Desk, parent: QWidget, service: RecordService[Any, Any, Any], subject: Subject
) -> HistoryDialog:
    """Show the history of a record."""
    dialog = HistoryDialog(desk, parent, service, subject)
    dialog.open()
    return dialog


class HistoryDialog(DeskDialog):
    """Versions left, what the chosen one changed or said at the right."""

    def __init__(
        self, desk: Desk, parent: QWidget, service: RecordService[Any, Any, Any], subject: Subject
    ) -> None:
        title = desk.words("ui.history.title", ref=subject.ref, name=subject.name)
        super().__init__(desk.words, title, parent, width=1100, height=700)
        self._desk, self._service, self._subject = desk, service, subject
        self._zone = desk.services.organisation.zone()
        self.versions: Sequence[Version] = service.versions(subject.id)
        self._build()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    @property
    def chosen(self) -> Version | None:
        """The version chosen in the list."""
        row = self.list.currentRow()
        return self.versions[row] if 0 <= row < len(self.versions) else None

    def compare_with(self, version: int | None) -> None:
        """Compare the chosen version with another; nothing is the one before it."""
        self.other.set_value(_BEFORE if version is None else str(version))
        self._show_changes()

    def restore(self) -> None:
        """Save what the chosen version said as a new one."""
        chosen, subject = self.chosen, self._subject
        if chosen is not None:
            self._desk.lane.run(
                lambda: self._service.restore(subject.id, chosen.version),
                success=lambda view: self._restored(view, chosen),
                failure=lambda error: self.banner.say(
                    self._desk.messages.explain(error).line, theme.Tone.DANGER
                ),
                parent=self,
            )

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.words
        self.list = QListWidget()
        self.list.setAccessibleName(words("ui.history.versions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setMinimumWidth(theme.letters(24))
        self.list.setSpacing(2)
        for version in self.versions:
            self.list.addItem(QListWidgetItem(self._line(version)))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(self._ways())
        self.diff, self.whole = DiffView(words), ToldView(words)
        self._stack = QStackedWidget()
        for part in (self.diff, self.whole):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.DOUBLE)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        self.body.addWidget(splitter, 1)
        self._restore = self.add_button(words("ui.history.restore"), self.restore, icon="undo-2", left=True)
        self.add_close()

    def _ways(self) -> QHBoxLayout:
        words, bar, group = self.words, QHBoxLayout(), QButtonGroup(self)
        bar.setSpacing(theme.HALF)
        self._parts: list[Button] = []
        for number, name in enumerate(("changes", "whole")):
            button = Button(words(f"ui.history.{name}"), quiet=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, number=number: self._turn(number))
            group.addButton(button)
            self._parts.append(button)
            bar.addWidget(button)
        self._parts[0].setChecked(True)
        bar.addStretch(1)
        self._against = Label(words("ui.history.compared_with"), muted=True)
        options = [(_BEFORE, words("ui.history.one_before"))]
        numbers = dict.fromkeys(version.version for version in self.versions)
        options += [(str(number), words("ui.history.version", number=number)) for number in numbers]
        self.other = Choice(options)
        self.other.set_value(_BEFORE)
        self.other.set_name(words("ui.history.compared_with"))
        self.other.changed.connect(self._show_changes)
        bar.addWidget(self._against)
        bar.addWidget(self.other, 2)
        return bar

    def _line(self, version: Version) -> str:
        at = version.at.astimezone(self._zone)
        moment = self.words("ui.history.moment", day=self.words.short_date(at.date()), time=f"{at:%H:%M}")
        done = self.words(f"ui.history.action.{version.action}")
        if version.by:
            done = self.words("ui.history.done_by", done=done, by=version.by)
        return f"{self.words('ui.history.version', number=version.version)} · {moment}\n{done}"

    # --- showing ---------------------------------------------------------------------------------------------------

    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._against.setVisible(number == 0)
        self.other.setVisible(number == 0)

    def _show(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        newest = self.versions[0].version
        self._restore.setEnabled(chosen.version != newest)
        self.whole.show_fields(self._service.told(self._subject.id, chosen.version, self.words))
        self._show_changes()

    def _show_changes(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        other = self.other.value()
        number = self._before(chosen) if other == _BEFORE else int(other)
        if number is None:
            self.diff.show_first()
            return
        earlier, later = sorted((number, chosen.version))
        self.diff.show_changes(self._service.compare(self._subject.id, earlier, later, self.words))

    def _before(self, chosen: Version) -> int | None:
        numbers = [each.version for each in self.versions if each.version < chosen.version]
        return max(numbers, default=None)

    def _restored(self, view: View[Any], chosen: Version) -> None:
        """Say it, with the way back: what was the newest before becomes that again."""
        desk, service, subject = self._desk, self._service, self._subject
        before = self.versions[0].version

        def undo() -> None:
            desk.lane.run(
                lambda: service.restore(subject.id, before),
                success=lambda _view: desk.news.tell(*NEWS, ids=[subject.id]),
                parent=desk.news,
            )

        desk.news.tell(*NEWS, ids=[subject.id])
        note = self.words("ui.history.restored", ref=view.record.ref, number=chosen.version)
        desk.messages.note(note, undo=undo)
        self.accept()
