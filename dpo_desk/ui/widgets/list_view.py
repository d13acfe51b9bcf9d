"""A filterable list: the filter line, chips, the table, and what to do while it is empty."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.models.paged import ListSource, PagedModel, Query
from dpo_desk.ui.shell import ViewState
from dpo_desk.ui.widgets.basics import Button, IconButton, Label
from dpo_desk.ui.widgets.columns import ColumnMenu
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.filters import Filter, FilterMenu, NameLine, Shelf
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.record_table import RecordTable

FILTER_AFTER_MS = 150
CHOSEN_AFTER_MS = 60  # holding Down must not load every record it passes
REMEMBER_AFTER_MS = 200


@dataclass(frozen=True)
class Chip:
    """A ready-made filter above the list; texts are words already."""

    id: str
    text: str


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what belongs here and the first step towards it."""

    icon: str
    text: str
    step: str = ""
    do: Callable[[], object] | None = None


class ListView(QWidget, theme.Dressed):
    """
    The left half of a section.

    ``chosen`` carries the id of the selected record (None when there is none), ``opened`` the id after Enter or a
    double click. Where several can be selected, ``selected`` tells how many are. The selection stays with its records
    when the list is sorted, filtered or refreshed.
    """

    chosen = Signal(object)
    opened = Signal(str)
    selected = Signal(int)

    def __init__(
        self,
        words: Wording,
        source: ListSource,
        *,
        name: str,
        state: ViewState,
        state_key: str,
        empty: Empty,
        chips: Sequence[Chip] = (),
        exclusive: bool = True,
        sort: str = "",
        descending: bool = False,
        several: bool = False,
        ready: Sequence[Filter] = (),
        shelf: Shelf | None = None,
    ) -> None:
        """
        Show the list as it was left.

        Args:
            words: The words of the list's own controls.
            source: Where the rows come from.
            name: What a screen reader calls the list.
            state: Where columns and order are remembered, under ``state_key``.
            state_key: The name of the list there.
            empty: What it says while there is nothing.
            chips: Filters with a button; the first is on at first when they exclude each other.
            exclusive: Whether they do.
            sort: The key of the column it is sorted by at first.
            descending: Whether downwards.
            several: Whether several rows can be selected.
            ready: Filters in the menu; their chips need no button.
            shelf: Where the user keeps filters of her own; without one there are only the ready-made ones.
        """
        super().__init__()
        self._words, self._state, self._state_key = words, state, state_key
        self._several, self._ready, self._shelf = several, tuple(ready), shelf
        self._extra: frozenset[str] = frozenset()  # chips of a filter that have no button
        self._empty_text = empty.text
        self._current: str | None = None
        self._columns = tuple(source.columns)
        self.model = PagedModel(source, self)
        self._filter_later = self._timer(FILTER_AFTER_MS, self._ask)
        self._chosen_later = self._timer(CHOSEN_AFTER_MS, self._tell_chosen)
        self._remember_later = self._timer(REMEMBER_AFTER_MS, self._remember)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(self._filter_row(name))
        self._chips: dict[str, Button] = {}
        self._naming = NameLine(words, lambda: [each.name for each in self._own_filters()])
        self._naming.named.connect(self._named)
        self._naming.left.connect(self._leave_naming)
        column.addWidget(self._naming)
        column.addLayout(self._chip_row(chips, exclusive=exclusive))
        self._stack = QStackedWidget()
        self._empty = EmptyState(empty.icon, empty.text, empty.step, empty.do)
        self._stack.addWidget(self._make_table(name))
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self._count = Label(size=0.9, muted=True)
        column.addWidget(self._count)
        self._restore(sort, descending=descending)
        self._ask()
        self._table_order()

    @property
    def current(self) -> str | None:
        """The id of the record that is shown."""
        return self._current

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """The ids of all selected rows, in the order of the list."""
        return self.table.selected_ids()

    @property
    def shown(self) -> Filter:
        """What the list shows now, as a filter without a name; chips that are on because one must be are left out."""
        on = frozenset(name for name, button in self._chips.items() if button.isChecked())
        lifted = frozenset(list(self._chips)[-1:])
        chips = (on - lifted) | self._extra
        query = self.model.query
        return Filter(
            name="",
            text=self.filter.text().strip(),
            chips=chips,
            sort=query.sort,
            descending=query.descending,
        )

    def show_filter(self, wanted: Filter) -> None:
        """Show what a filter says; chips nobody knows any more are left out."""
        ready = frozenset[str]().union(*(each.chips for each in self._ready))
        self._extra = (wanted.chips & ready) - self._chips.keys()
        self._lifted.setText(wanted.name.replace("&", "&&"))
        self._lifted.setAccessibleName(self._words("ui.lists.lift_filter", name=wanted.name))
        self.filter.setText(wanted.text)
        for button in self._chips.values():
            button.setChecked(False)
        for chip in wanted.chips & self._chips.keys():
            self._only_chip(chip)
        if self._chips and not wanted.chips & self._chips.keys() and self._exclusive:
            self._only_chip(list(self._chips)[-1])
        if wanted.sort:
            self._sort_by(wanted.sort, descending=wanted.descending)
        self._ask()

    def refresh(self) -> None:
        """Ask the source again; selection and place stay."""
        self._ask()

    def select(self, record_id: str | None) -> bool:
        """
        Select a record; filters that hide it are lifted.

        Returns:
            False when the list does not hold it.
        """
        if record_id is None:
            return False
        row = self.model.row_of(record_id)
        if row < 0:
            self.filter.clear()
            self._extra = frozenset()
            if self._chips:
                self._only_chip(list(self._chips)[-1])
            self._ask()
            row = self.model.row_of(record_id)
        if row < 0:
            return False
        self._current = record_id
        self.table.show_row(row)
        self._chosen_later.stop()
        self._tell_selected()
        self._tell_chosen()
        return True

    def choose_chip(self, chip: str) -> None:
        """Turn one chip on (and, when they exclude each other, the others off)."""
        self._only_chip(chip)
        self._ask()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focus_rows(self) -> None:
        """Bring the keyboard to the rows, or to what stands in their place: the first step, else the filter."""
        if self._stack.currentWidget() is self.table:
            self.table.setFocus()
        else:
            (self._empty.focusProxy() or self.filter).setFocus()

    def dress(self) -> None:
        """Rows as high as the letters ask for."""
        height = max(theme.ROW, theme.line_height() + theme.DOUBLE)
        self.table.verticalHeader().setDefaultSectionSize(height)

    # --- building ------------------------------------------------------------------------------------------------

    def _timer(self, ms: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def _filter_row(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self._words("ui.common.list.filter"))
        self.filter.setAccessibleName(self._words("ui.common.list.filter_of", name=name))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumHeight(theme.ROW)
        self.filter.addAction(icons.icon("funnel"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(lambda _text: self._filter_later.start())
        row.addWidget(self.filter)
        row.setSpacing(theme.HALF)
        self._filters_button = IconButton("bookmark", self._words("ui.lists.filters_of", name=name))
        self._filters_button.clicked.connect(self.choose_filter)
        if not (self._ready or self._shelf):
            self._filters_button.hide()
        self._columns_button = IconButton("columns-3", self._words("ui.lists.columns_of", name=name))
        self._columns_button.clicked.connect(lambda: self.choose_columns())
        for button in (self._filters_button, self._columns_button):
            button.setMinimumSize(theme.ROW, theme.ROW)
            row.addWidget(button)
        return row

    def _chip_row(self, chips: Sequence[Chip], *, exclusive: bool) -> Flow:
        row, self._exclusive = Flow(spacing=theme.HALF), exclusive
        group = QButtonGroup(self)
        group.setExclusive(exclusive)
        for chip in chips:
            button = Button(chip.text, quiet=True)
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _on=False: self._ask())
            self._chips[chip.id] = button
            row.addWidget(button)
        if exclusive and chips:
            self._only_chip(chips[0].id)
        self._lifted = Button("", "x", quiet=True)
        self._lifted.setCheckable(True)
        self._lifted.clicked.connect(lambda _on=False: self._lift())
        self._lifted.hide()
        row.addWidget(self._lifted)
        return row

    def _make_table(self, name: str) -> RecordTable:
        self.table = table = RecordTable(self.model, name, several=self._several)
        self.dress()
        head = table.horizontalHeader()
        head.customContextMenuRequested.connect(lambda at: self.choose_columns(head.mapToGlobal(at)))
        table.opened.connect(self._tell_opened)
        table.doubleClicked.connect(lambda _index: self._tell_opened())
        table.selectionModel().currentRowChanged.connect(self._row_changed)
        table.selectionModel().selectionChanged.connect(lambda *_a: self._tell_selected())
        return table

    def _restore(self, sort: str, *, descending: bool) -> None:
        head = self.table.horizontalHeader()
        for number, column in enumerate(self._columns):
            head.resizeSection(number, theme.letters(column.chars) + theme.DOUBLE)
            head.setSectionHidden(number, column.hidden)
        keys = [c.key for c in self._columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicatorShown(True)
        head.setSortIndicator(keys.index(sort) if sort in keys else -1, order)
        kept, _, of = self._state.get(f"{self._state_key}/columns").partition(" ")
        if kept and of == self._column_names():
            head.restoreState(QByteArray(base64.b64decode(kept)))
        head.setSectionsClickable(True)
        head.sortIndicatorChanged.connect(self._sorted)
        head.sectionResized.connect(lambda *_a: self._remember_later.start())
        head.sectionMoved.connect(lambda *_a: self._remember_later.start())

    # --- doing ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._filter_later.stop()
        head = self.table.horizontalHeader()
        section = head.sortIndicatorSection()
        key = self._columns[section].key if 0 <= section < len(self._columns) else ""
        down = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        chips = frozenset(name for name, button in self._chips.items() if button.isChecked())
        kept, several = self._current, self.selected_ids if self._several else ()
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.ask(Query(self.filter.text().strip(), chips | self._extra, key, down))
        selection.blockSignals(False)
        self._lifted.setVisible(bool(self._extra))
        self._lifted.setChecked(bool(self._extra))
        row = self.model.row_of(kept) if kept else -1
        if row >= 0:
            self.table.show_row(row)
        elif kept is not None:
            self._current = None
            self._chosen_later.start()
        if len(several) > 1:
            self.table.select_again(frozenset(several))
        self._tell_selected()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        narrowed = self.model.query.text or self._extra
        self._empty.set_text(self._words("ui.common.list.no_match") if narrowed else self._empty_text)
        self._stack.setCurrentIndex(0 if count else 1)
        self._count.setVisible(count > 0)
        text, chosen = self._words("ui.common.list.count", count=count), self.table.selected_count()
        if chosen > 1:
            text = self._words("ui.lists.selected", count=chosen, entries=text)
        self._count.setText(text)

    def _tell_selected(self) -> None:
        self._show_count()
        self.selected.emit(self.table.selected_count())

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._current = self.model.id_at(now.row()) if now.isValid() else None
        self._chosen_later.start()

    def _tell_chosen(self) -> None:
        self.chosen.emit(self._current)

    def _tell_opened(self) -> None:
        if self._current:
            self._chosen_later.stop()
            self._tell_chosen()
            self.opened.emit(self._current)

    def _sorted(self, section: int, _order: Qt.SortOrder) -> None:
        if 0 <= section < len(self._columns) and not self._columns[section].key:
            return
        self._ask()
        self._remember_later.start()

    def _only_chip(self, chip: str) -> None:
        self._chips[chip].setChecked(True)

    def _remember(self) -> None:
        kept = base64.b64encode(bytes(self.table.horizontalHeader().saveState().data())).decode()
        self._state.put(f"{self._state_key}/columns", f"{kept} {self._column_names()}")

    def _column_names(self) -> str:
        """What the columns are: the look of others must not be put on them."""
        return ",".join(column.key or "-" for column in self._columns)

    def _sort_by(self, key: str, *, descending: bool) -> None:
        keys, head = [c.key for c in self._columns], self.table.horizontalHeader()
        if key in keys:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            head.blockSignals(True)
            head.setSortIndicator(keys.index(key), order)
            head.blockSignals(False)
            head.viewport().update()
            self._remember_later.start()

    def _table_order(self) -> None:
        stops = (
            self.filter,
            self._filters_button,
            self._columns_button,
            *self._chips.values(),
            self._lifted,
            self.table,
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # --- columns and filters ---------------------------------------------------------------------------------------

    def choose_columns(self, at: QPoint | None = None) -> ColumnMenu:
        """Offer the columns as ticks."""
        head = self.table.horizontalHeader()
        menu = ColumnMenu(self._words, self._columns, head, self)
        menu.changed.connect(self._remember)
        menu.popup(at or self._below(self._columns_button))
        return menu

    def choose_filter(self) -> FilterMenu:
        """Offer the ready-made filters and the user's own."""
        menu = FilterMenu(
            self._words,
            self.shown,
            self._ready,
            self._own_filters(),
            show=self.show_filter,
            keep=self._naming.ask if self._shelf else None,
            rename=self._naming.ask,
            drop=self._drop_filter,
            parent=self,
        )
        menu.popup(self._below(self._filters_button))
        return menu

    @staticmethod
    def _below(button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height()))

    def _own_filters(self) -> tuple[Filter, ...]:
        return self._shelf.filters() if self._shelf else ()

    def _named(self, name: str, before: str) -> None:
        if self._shelf and before:
            self._shelf.rename(before, name)
        elif self._shelf:
            self._shelf.keep(replace(self.shown, name=name))
        self._leave_naming()

    def _leave_naming(self) -> None:
        self._naming.hide()
        self._filters_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_filter(self, name: str) -> None:
        if self._shelf:
            self._shelf.drop(name)

    def _lift(self) -> None:
        self._extra = frozenset()
        self._ask()
