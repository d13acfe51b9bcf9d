"""A filterable list: the filter line, chips, the table, and what to do while it is empty."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.models.paged import CELL_ROLE, Cell, ListSource, PagedModel, Query
from dpo_desk.ui.shell import ViewState
from dpo_desk.ui.widgets.basics import Button, Label, pill
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.flow import Flow

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


class CellDelegate(QStyledItemDelegate):
    """Paints a status as a pill and everything else as plain text."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell) or cell.tone is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = option.fontMetrics
        side = metrics.ascent() + theme.HALF if cell.icon else 0
        width = min(
            option.rect.width() - theme.DOUBLE, metrics.horizontalAdvance(text) + side + 2 * theme.STEP + 2
        )
        height = metrics.height() + theme.HALF
        top = option.rect.center().y() - height / 2 + 1
        pill(painter, QRectF(option.rect.left() + theme.STEP, top, width, height), text, cell.tone, cell.icon)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Never a reason to load a row."""
        return QSize(80, theme.ROW)


class _Table(QTableView):
    """A table in which Enter opens and typing goes nowhere else."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)


class ListView(QWidget, theme.Dressed):
    """
    The left half of a section.

    ``chosen`` carries the id of the selected record (None when there is none), ``opened`` the id after Enter or a
    double click. The selection stays with its record when the list is sorted, filtered or refreshed.
    """

    chosen = Signal(object)
    opened = Signal(str)

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
    ) -> None:
        """``name`` is what a screen reader calls the list; the first chip is on at first when they exclude each other."""
        super().__init__()
        self._words, self._state, self._state_key = words, state, state_key
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
        if chips:
            column.addLayout(self._chip_row(chips, exclusive=exclusive))
        else:
            self._chips: dict[str, Button] = {}
        self._stack = QStackedWidget()
        self._empty = EmptyState(empty.icon, empty.text, empty.step, empty.do)
        self._stack.addWidget(self._make_table(name))
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self._count = Label(size=0.9, muted=True)
        column.addWidget(self._count)
        self._restore(sort, descending=descending)
        self._ask()
        self.setTabOrder(self.filter, self.table)

    @property
    def current(self) -> str | None:
        """The id of the selected record."""
        return self._current

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
            if self._chips:
                self._only_chip(list(self._chips)[-1])
            self._ask()
            row = self.model.row_of(record_id)
        if row < 0:
            return False
        self._current = record_id
        self._show_current(row)
        self._chosen_later.stop()
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
        return row

    def _chip_row(self, chips: Sequence[Chip], *, exclusive: bool) -> Flow:
        row = Flow(spacing=theme.HALF)
        self._chips = {}
        group = QButtonGroup(self)
        group.setExclusive(exclusive)
        for chip in chips:
            button = Button(chip.text, quiet=True)
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _on=False: self._ask())
            self._chips[chip.id] = button
            row.addWidget(button)
        if exclusive:
            self._only_chip(chips[0].id)
        return row

    def _make_table(self, name: str) -> QTableView:
        self.table = table = _Table()
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(table))
        table.setAccessibleName(name)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.dress()
        head = table.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._choose_columns)
        table.opened.connect(self._tell_opened)
        table.doubleClicked.connect(lambda _index: self._tell_opened())
        table.selectionModel().currentRowChanged.connect(self._row_changed)
        return table

    def _restore(self, sort: str, *, descending: bool) -> None:
        head = self.table.horizontalHeader()
        for number, column in enumerate(self._columns):
            head.resizeSection(number, theme.letters(column.chars) + theme.DOUBLE)
        keys = [c.key for c in self._columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicatorShown(True)
        head.setSortIndicator(keys.index(sort) if sort in keys else -1, order)
        kept = self._state.get(f"{self._state_key}/columns")
        if kept:
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
        kept = self._current
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.ask(Query(self.filter.text().strip(), chips, key, down))
        selection.blockSignals(False)
        self._show_count()
        row = self.model.row_of(kept) if kept else -1
        if row >= 0:
            self._show_current(row)
        elif kept is not None:
            self._current = None
            self._chosen_later.start()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        text = self._words("ui.common.list.no_match") if self.model.query.text else self._empty_text
        self._empty.set_text(text)
        self._stack.setCurrentIndex(0 if count else 1)
        self._count.setText(self._words("ui.common.list.count", count=count))
        self._count.setVisible(count > 0)

    def _show_current(self, row: int) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.table.selectRow(row)
        selection.blockSignals(False)
        self.table.scrollTo(self.model.index(row, 0))
        self.table.viewport().update()

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
        kept = bytes(self.table.horizontalHeader().saveState().data())
        self._state.put(f"{self._state_key}/columns", base64.b64encode(kept).decode())

    def _choose_columns(self, at: QPoint) -> None:
        menu, head = QMenu(self), self.table.horizontalHeader()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self._columns):
            action = QAction(column.title.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(not head.isSectionHidden(number))
            action.setEnabled(number > 0)  # something must remain
            action.toggled.connect(lambda on, n=number: self._show_column(n, on))
            menu.addAction(action)
        menu.popup(head.mapToGlobal(at))

    def _show_column(self, number: int, on: bool) -> None:
        self.table.horizontalHeader().setSectionHidden(number, not on)
        self._remember_later.start()
