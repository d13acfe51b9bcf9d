"""The table of a list: rows of one height, statuses as pills, one row or several selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from dpo_desk.ui import theme
from dpo_desk.ui.models.paged import CELL_ROLE, Cell, PagedModel
from dpo_desk.ui.widgets.basics import pill


class CellDelegate(QStyledItemDelegate):
    """Paints a status as a pill and everything else as plain text, and a line around a row one only passes."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        self._paint_cell(painter, option, index)
        view = option.widget
        if (
            isinstance(view, QTableView)
            and not option.state & QStyle.StateFlag.State_Selected
            and view.hasFocus()
            and view.currentIndex().row() == index.row()
        ):
            painter.setPen(QPen(QColor(theme.colours().accent), 1))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
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


class RecordTable(QTableView):
    """A table over a paged model in which Enter opens and typing goes nowhere else."""

    opened = Signal()

    def __init__(self, model: PagedModel, name: str, *, several: bool = False) -> None:
        """``name`` is what a screen reader calls it; ``several`` rows can be selected."""
        super().__init__()
        self._paged = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(bottom - top + 1 for top, bottom in self._runs())

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the selected rows, in the order of the list."""
        rows = (row for top, bottom in self._runs() for row in range(top, bottom + 1))
        found = (self._paged.id_at(row) for row in rows)
        return tuple(each for each in found if each is not None)

    def show_row(self, row: int) -> None:
        """Select one row and bring it into view, without telling."""
        index, flag = self._paged.index(row, 0), QItemSelectionModel.SelectionFlag
        # selectRow() would toggle the row while Ctrl is held, as it is after Ctrl+S
        set_current = self.selectionModel().setCurrentIndex
        self._quietly(lambda: set_current(index, flag.ClearAndSelect | flag.Rows))
        self.executeDelayedItemsLayout()  # else the bar ends where it did before the list grew
        self.scrollTo(index)

    def select_again(self, ids: frozenset[str]) -> None:
        """Select the rows of these records without telling, run by run: a hundred thousand rows are one run."""
        picked, begun, last = QItemSelection(), -1, self._paged.columnCount() - 1
        for row in range(self._paged.rowCount() + 1):
            inside = self._paged.id_at(row) in ids
            if inside and begun < 0:
                begun = row
            elif not inside and begun >= 0:
                picked.select(self._paged.index(begun, 0), self._paged.index(row - 1, last))
                begun = -1
        select = self.selectionModel().select
        self._quietly(lambda: select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect))

    def _runs(self) -> list[tuple[int, int]]:
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        return sorted((each.top(), each.bottom()) for each in ranges)

    def _quietly(self, do: Callable[[], object]) -> None:
        selection = self.selectionModel()
        selection.blockSignals(True)
        do()
        selection.blockSignals(False)
        self.viewport().update()
