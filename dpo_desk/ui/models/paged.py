"""
A list of any length: the source sorts and filters, the model pages.

The source's two questions are asked on the window's thread. Both are answered by the database's readers in
milliseconds (a page of 200 rows, or the ids of 100,000), which is less than the detour over another thread costs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import plain_tip

PAGE = 200
KEPT_PAGES = 50
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE = CELL_ROLE + 1
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column:
    """One column; ``key`` is what the source sorts by, empty when it cannot."""

    key: str
    title: str
    chars: int = 14  # width at first
    right: bool = False
    hidden: bool = False  # until the user asks for it


@dataclass(frozen=True)
class Cell:
    """A cell that is more than text: a status with a tone is painted as a pill."""

    text: str
    tone: Tone | None = None
    icon: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its record's id and a cell for each column."""

    id: str
    cells: tuple[str | Cell, ...]


@dataclass(frozen=True)
class Query:
    """What the list shows."""

    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: str = ""
    descending: bool = False


class ListSource(Protocol):
    """Where a list comes from; both answers must be quick."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in their first order."""
        ...

    def ids(self, query: Query) -> Sequence[str]:
        """The ids of all rows that match, in order."""
        ...

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows, in any order; a record that has gone is left out."""
        ...


Index = QModelIndex | QPersistentModelIndex


class PagedModel(QAbstractTableModel):
    """The ids of a result and a cache of pages; the view knows the true number of rows at once."""

    def __init__(self, source: ListSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._columns = source, tuple(source.columns)
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, dict[str, Row]] = OrderedDict()
        self.query = Query()

    def ask(self, query: Query) -> None:
        """Show the rows that match now."""
        ids = self._source.ids(query)
        self.beginResetModel()
        self.query, self._ids = query, ids
        self._pages.clear()
        self.endResetModel()

    @property
    def ids(self) -> Sequence[str]:
        """The records of all rows that match, in their order."""
        return self._ids

    def refresh(self) -> None:
        """Ask the same again."""
        self.ask(self.query)

    def id_at(self, row: int) -> str | None:
        """The record's id in a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record_id: str) -> int:
        """The row a record stands in, -1 when the list does not show it."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All rows that match."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return column.title if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, its tip, its alignment, and the cell itself for the delegate."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self._columns[index.column()].right
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role not in _CELL_ROLES:
            return None
        cell = self._cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.tip or cell.text) or None
        return cell.text

    def _cell(self, row: int, column: int) -> Cell:
        found = self._page(row // PAGE).get(self._ids[row])
        cell = found.cells[column] if found and column < len(found.cells) else ""
        return cell if isinstance(cell, Cell) else Cell(cell)

    def _page(self, number: int) -> dict[str, Row]:
        page = self._pages.get(number)
        if page is None:
            page = {row.id: row for row in self._source.rows(self._ids[number * PAGE : (number + 1) * PAGE])}
            self._pages[number] = page
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page


_CELL_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        CELL_ROLE,
    }
)
