"""Which columns a list shows: a menu that stays open while one ticks, and remembers nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui.models.paged import Column

_PRESS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ColumnMenu(QMenu):
    """The columns as ticks; the last one that is shown cannot be taken away. ``changed`` is told after each tick."""

    changed = Signal()

    def __init__(self, words: Wording, columns: Sequence[Column], head: QHeaderView, parent: QWidget) -> None:
        super().__init__(words("ui.lists.columns"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(words("ui.lists.columns"))
        self._columns, self._head = columns, head
        self._ticks: list[QAction] = []
        for number, column in enumerate(columns):
            tick = QAction(column.title.replace("&", "&&"), self)
            tick.setCheckable(True)
            tick.setChecked(not head.isSectionHidden(number))
            tick.toggled.connect(lambda on, n=number: self._show_column(n, on))
            self._ticks.append(tick)
        self.addActions(self._ticks)
        self.addSeparator()
        first = QAction(words("ui.lists.columns_first"), self)
        first.triggered.connect(self._as_at_first)
        self.addAction(first)
        self._keep_one()

    def _show_column(self, number: int, on: bool) -> None:
        self._head.setSectionHidden(number, not on)
        if on and self._head.sectionSize(number) < self._head.minimumSectionSize():
            self._head.resizeSection(number, self._head.defaultSectionSize())
        self._keep_one()
        self.changed.emit()

    def _as_at_first(self) -> None:
        for number, (tick, column) in enumerate(zip(self._ticks, self._columns, strict=True)):
            tick.setChecked(not column.hidden)
            self._head.moveSection(self._head.visualIndex(number), number)
        self.changed.emit()

    def _keep_one(self) -> None:
        shown = [tick for tick in self._ticks if tick.isChecked()]
        for tick in self._ticks:
            tick.setEnabled(len(shown) > 1 or tick not in shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tick leaves the menu open."""
        if not self._ticked(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same with the keyboard."""
        if event.key() not in _PRESS or not self._ticked(self.activeAction()):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        if action.isEnabled():
            action.toggle()
        return True
