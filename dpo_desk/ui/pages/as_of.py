"""The register as it stood on a day: its records, to be read and to be printed as of then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.domain.record import RecordKind
from dpo_desk.services.ports import PastRegister
from dpo_desk.ui import icons, theme
from dpo_desk.ui.pages.register_print import print_register
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.palette import folded
from dpo_desk.ui.widgets.told import ToldView

_ID = int(Qt.ItemDataRole.UserRole)
_NOTHING, _RECORD = 0, 1


def show_register_as_of(desk: Desk, parent: QWidget) -> AsOfDialog:
    """Show the register as it stands today; another day is asked for there."""
    dialog = AsOfDialog(desk, parent, lambda day: print_register(desk, parent, as_of=day))
    dialog.open()
    dialog.go_to(desk.services.register.today())
    return dialog


class AsOfDialog(DeskDialog):
    """A day above, the records of each kind left, the chosen one at the right."""

    def __init__(self, desk: Desk, parent: QWidget, print_as_of: Callable[[date], object]) -> None:
        """``print_as_of`` prints the register as of the day that is shown."""
        super().__init__(desk.words, desk.words("ui.as_of.title"), parent, width=1140, height=720)
        self._desk, self._print_as_of = desk, print_as_of
        self._first = desk.services.register.first_day()
        self.shown: date | None = None
        self._records: Mapping[RecordKind, Sequence[Any]] = {}
        self._kind = RecordKind.ACTIVITY
        self._build()

    def go_to(self, day: date) -> None:
        """Show another day."""
        self.day.set_value(day.isoformat())
        self._ask()

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.words
        top = QHBoxLayout()
        top.setSpacing(theme.STEP)
        self.day = DayField(words)
        self.day.set_name(words("ui.as_of.day"))
        self.day.changed.connect(self._ask)
        self._said = Label(muted=True, wrap=True)
        label, high = Label(words("ui.as_of.day")), Qt.AlignmentFlag.AlignTop
        for each in (label, self._said):
            each.setMinimumHeight(theme.ROW)
            each.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(label, 0, high)
        top.addWidget(self.day, 0, high)
        top.addWidget(self._said, 1, high)
        self.body.addLayout(top)
        self.body.addLayout(self._kinds())
        left, column = QWidget(), QVBoxLayout()
        left.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit()
        self.filter.setMinimumHeight(theme.ROW)
        self.filter.setPlaceholderText(words("ui.common.list.filter"))
        self.filter.setAccessibleName(words("ui.common.list.filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("funnel"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(words("ui.as_of.records"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(lambda _row: self._show_record())
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        self.whole = ToldView(words)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("history", words("ui.as_of.nothing")))
        self._stack.addWidget(self.whole)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.DOUBLE)
        splitter.addWidget(left)
        splitter.addWidget(self._stack)
        splitter.setSizes([340, 760])
        splitter.setStretchFactor(1, 1)
        self.body.addWidget(splitter, 1)
        self._print = self.add_button(words("ui.as_of.print"), self._to_paper, icon="printer", left=True)
        self.add_close()

    def _kinds(self) -> QHBoxLayout:
        bar, group = QHBoxLayout(), QButtonGroup(self)
        bar.setSpacing(theme.HALF)
        self.kinds: dict[RecordKind, Button] = {}
        for kind in RecordKind:
            button = Button("", quiet=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, kind=kind: self._turn(kind))
            group.addButton(button)
            self.kinds[kind] = button
            bar.addWidget(button)
        self.kinds[self._kind].setChecked(True)
        bar.addStretch(1)
        return bar

    # --- showing ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        typed = self.day.value()
        day = _day(typed)
        self._print.setEnabled(day is not None)
        if day is None:
            return
        register = self._desk.services.register
        self._desk.lane.run(
            lambda: register.as_of(day), success=lambda past: self._show(day, past), parent=self
        )

    def _show(self, day: date, past: PastRegister) -> None:
        self.shown = day
        self._records = {
            RecordKind.ACTIVITY: past.activities,
            RecordKind.CLIENT: past.clients,
            RecordKind.PROCESSOR: past.processors,
            RecordKind.TRANSFER: past.transfers,
        }
        words, early = self.words, self._first is None or day < self._first
        if early and self._first is not None:
            self._said.setText(words("ui.as_of.before", day=self._first))
        else:
            self._said.setText(words("ui.as_of.end_of", day=day))
        for kind, button in self.kinds.items():
            button.setText(words(f"ui.as_of.count.{kind}", count=len(self._records[kind])))
        self._list_records()

    def _turn(self, kind: RecordKind) -> None:
        self._kind = kind
        self._list_records()

    def _list_records(self) -> None:
        kept = next((item.data(_ID) for item in self.list.selectedItems()), "")
        self.list.clear()
        for number, record in enumerate(self._records.get(self._kind, ())):
            item = QListWidgetItem(f"{record.ref}  {record.name}")
            item.setData(_ID, record.id)
            self.list.addItem(item)
            if record.id == kept:
                self.list.setCurrentRow(number)
        self._narrow()
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._show_record()

    def _narrow(self) -> None:
        wanted = folded(self.filter.text().strip())
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in folded(item.text()))

    def _show_record(self) -> None:
        row, records = self.list.currentRow(), self._records.get(self._kind, ())
        if not 0 <= row < len(records):
            self._stack.setCurrentIndex(_NOTHING)
            return
        self.whole.show_fields(self._desk.services.register.told(records[row], self.words, self._name_of))
        self._stack.setCurrentIndex(_RECORD)

    def _name_of(self, kind: RecordKind, record: str) -> str:
        found = next((each for each in self._records.get(kind, ()) if each.id == record), None)
        return f"{found.ref} {found.name}" if found else ""

    def _to_paper(self) -> None:
        if self.shown is not None:
            day = self.shown
            self.accept()
            self._print_as_of(day)


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None
