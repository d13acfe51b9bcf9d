"""One field that finds any record and any command; what it found hangs below it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.actions import Command
from dpo_desk.ui.shell import Hit, Search
from dpo_desk.ui.widgets.list_view import FILTER_AFTER_MS

_ENTRY = int(Qt.ItemDataRole.UserRole)
_MOST = 40


def folded(text: str) -> str:
    """Without accents and capitals, for comparing what somebody types with what is there."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


class _Entry(QStyledItemDelegate):
    """Icon, title, and at the right the keys or the detail."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        title, detail, icon = index.data(_ENTRY)  # type: ignore[attr-defined]
        now, box = theme.colours(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, QColor(now.selection))
        ink, soft = (QColor(now.on_selection),) * 2 if chosen else (QColor(now.text), QColor(now.muted))
        box.adjust(theme.STEP + theme.HALF, 0, -theme.STEP - theme.HALF, 0)
        if icon:
            icons.paint(painter, QRect(box.left(), box.center().y() - 8, 16, 16), icon, soft)
        box.setLeft(box.left() + 28)
        metrics = option.fontMetrics
        side = min(metrics.horizontalAdvance(detail), box.width() // 2)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(soft)
        shown = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, side + 1)
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), shown)
        painter.setPen(ink)
        box.setRight(box.right() - side - theme.DOUBLE)
        painter.drawText(box, middle, metrics.elidedText(title, Qt.TextElideMode.ElideRight, box.width()))

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(100, max(theme.ROW, option.fontMetrics.height() + theme.DOUBLE))


class Results(QFrame):
    """The list below the field, over the page."""

    def __init__(self, words: Wording, window: QWidget) -> None:
        super().__init__(window)
        self.list = QListWidget()
        self.list.setAccessibleName(words("ui.shell.results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setItemDelegate(_Entry(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.HALF, 1, theme.HALF)
        column.addWidget(self.list)
        self.hide()

    def paintEvent(self, event: QEvent) -> None:
        """A box with a line around it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().base))
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PaletteField(QLineEdit):
    """The search field of the frame."""

    def __init__(
        self,
        words: Wording,
        window: QWidget,
        commands: Callable[[], Sequence[Command]],
        search: Search,
        go: Callable[[Hit], None],
    ) -> None:
        super().__init__()
        self._words, self._window, self._commands, self._search, self._go = (
            words,
            window,
            commands,
            search,
            go,
        )
        self._found: list[Callable[[], object]] = []
        self._back: QWidget | None = None
        self.setPlaceholderText(words("ui.shell.search"))
        self.setAccessibleName(words("ui.shell.search_name"))
        self.setMinimumHeight(theme.ROW)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.results = Results(words, window)
        self.results.list.itemClicked.connect(lambda _item: self._do())
        self._later = QTimer(self, singleShot=True, interval=FILTER_AFTER_MS)
        self._later.timeout.connect(self._find)
        self.textEdited.connect(lambda _text: self._later.start())
        window.installEventFilter(self)

    def begin(self) -> None:
        """Ctrl+K."""
        self._back = self._window.focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._find()

    def leave(self) -> None:
        """Put it away; the keyboard goes back to where it came from."""
        self._later.stop()
        self.clear()
        self.results.hide()

    def titles(self) -> list[str]:
        """What is listed, for tests and screen readers."""
        items = [self.results.list.item(row) for row in range(self.results.list.count())]
        return [item.text() for item in items]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter does, Escape leaves."""
        rows = self.results.list
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in step and rows.count():
            rows.setCurrentRow(max(0, min(rows.count() - 1, rows.currentRow() + step[key])))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._later.isActive():
                self._find()
            self._do()
        elif key == Qt.Key.Key_Escape:
            back = self._back
            self.leave()
            if back is not None:
                back.setFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what there is as soon as somebody comes here on purpose."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            self._later.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing hangs over a page one works on."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay below the field when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.results.isVisible():
            self._place()
        return False

    def _find(self) -> None:
        self._later.stop()
        text = self.text().strip()
        parts = folded(text).split()
        commands = [c for c in self._commands() if all(p in folded(c.text) for p in parts)]
        hits = self._search(text) if text else ()
        rows = self.results.list
        rows.clear()
        self._found = []
        for hit in hits:
            self._add(hit.title, hit.detail, hit.icon, lambda hit=hit: self._go(hit))  # type: ignore[misc]
        for each in commands:
            self._add(each.text, each.keys, each.icon or "chevron-right", each.do)
        if not self._found:
            self._add(self._words("ui.shell.nothing_found"), "", "info", lambda: None)
        rows.setCurrentRow(0)
        self._place()
        self.results.show()
        self.results.raise_()

    def _add(self, title: str, detail: str, icon: str, do: Callable[[], object]) -> None:
        if len(self._found) >= _MOST:
            return
        item = QListWidgetItem(title)
        item.setData(_ENTRY, (title, detail, icon))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, detail)
        self.results.list.addItem(item)
        self._found.append(do)

    def _do(self) -> None:
        row = self.results.list.currentRow()
        if self.results.isVisible() and 0 <= row < len(self._found):
            do, back = self._found[row], self._back
            self.leave()
            if back is not None:
                back.setFocus()
            do()

    def _place(self) -> None:
        at = self.mapTo(self._window, QPoint(0, self.height() + 2))
        row = self.results.list.sizeHintForRow(0) or theme.ROW
        height = min(
            row * max(1, len(self._found)) + theme.STEP + 2, self._window.height() - at.y() - theme.TRIPLE
        )
        self.results.setGeometry(at.x(), at.y(), self.width(), max(height, row))
