"""The trash of the register: what lies in it, how long it stays, the way back, and the way out for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dpo_desk.errors import DeskError
from dpo_desk.services.ports import TrashLine
from dpo_desk.services.trash import KEPT_DAYS, Trashed
from dpo_desk.ui import theme
from dpo_desk.ui.pages.history import NEWS
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label, plain_tip
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import EmptyState

_COLUMNS = ("ref", "name", "kind", "since", "left")
_NAME = _COLUMNS.index("name")


def show_trash(desk: Desk, parent: QWidget) -> TrashDialog:
    """Show the trash."""
    dialog = TrashDialog(desk, parent)
    dialog.open()
    return dialog


class TrashDialog(DeskDialog):
    """A table of what was put away; one or several rows are taken back or deleted for good."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.words, desk.words("ui.trash.title"), parent, width=880, height=560)
        self._desk, self._trash = desk, desk.services.register.trash
        self._zone = desk.services.organisation.zone()
        self.lines: Sequence[TrashLine] = ()
        words = self.words
        self.body.addWidget(Label(words("ui.trash.explained", count=KEPT_DAYS), muted=True, wrap=True))
        self.table = self._table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("trash-2", words("ui.trash.empty")))
        self.body.addWidget(self._stack, 1)
        self._delete = self.add_button(words("ui.trash.delete"), self.ask_delete, icon="trash-2", left=True)
        self.add_close()
        self._back = self.add_button(words("ui.trash.take_back"), self.take_back, icon="undo-2", primary=True)
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the trash again."""
        self.lines = self._trash.lines()
        self.table.setRowCount(len(self.lines))
        for row, line in enumerate(self.lines):
            for column, text in enumerate(self._cells(line)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, column, item)
        self._stack.setCurrentIndex(0 if self.lines else 1)
        if self.lines:
            self.table.selectRow(0)
        self._enable()

    def chosen(self) -> tuple[Trashed, ...]:
        """The selected records."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return tuple(Trashed(self.lines[row].kind, self.lines[row].id) for row in rows)

    def take_back(self) -> None:
        """Put the chosen ones back into the register."""
        if chosen := self.chosen():
            self._run(lambda: self._trash.take_back(chosen), "taken_back", chosen)

    def ask_delete(self) -> None:
        """Ask before the chosen ones are deleted for good."""
        chosen, words = self.chosen(), self.words
        if chosen:
            self._desk.messages.ask(
                words("ui.trash.question", count=len(chosen)),
                words("ui.trash.warning"),
                words("ui.trash.delete_yes"),
                lambda: self._run(lambda: self._trash.delete(chosen), "deleted", chosen),
            )

    # --- inside ----------------------------------------------------------------------------------------------------

    def _table(self) -> QTableWidget:
        words, table = self.words, QTableWidget(0, len(_COLUMNS))
        table.setHorizontalHeaderLabels([words(f"ui.trash.column.{name}") for name in _COLUMNS])
        table.setAccessibleName(words("ui.trash.title"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(max(theme.ROW, theme.line_height() + theme.DOUBLE))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._enable)
        return table

    def _cells(self, line: TrashLine) -> tuple[str, ...]:
        words = self.words
        since = words.short_date(line.at.astimezone(self._zone).date())
        left = words("ui.trash.left", count=self._trash.days_left(line))
        return line.ref, line.name, words(f"ui.trash.kind.{line.kind}"), since, left

    def _enable(self) -> None:
        some = bool(self.lines) and bool(self.table.selectionModel().selectedRows())
        self._back.setEnabled(some)
        self._delete.setEnabled(some)

    def _run(self, work: Callable[[], None], done: str, chosen: Sequence[Trashed]) -> None:
        self.banner.hide()
        self._desk.lane.run(
            work, success=lambda _none: self._done(done, chosen), failure=self._failed, parent=self
        )

    def _done(self, done: str, chosen: Sequence[Trashed]) -> None:
        self.refresh()
        self._desk.news.tell(*NEWS, ids=[each.id for each in chosen])
        self._desk.messages.note(self.words(f"ui.trash.{done}", count=len(chosen)))

    def _failed(self, error: DeskError) -> None:
        self.banner.say(self._desk.messages.explain(error).line, theme.Tone.DANGER)
        self.refresh()
