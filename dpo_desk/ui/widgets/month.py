"""A month as a grid of days: how many requests are due on each, their references, and the days nobody works."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from dpo_desk.library.wording import Wording
from dpo_desk.services.due_calendar import WEEK, DueDay, DueMonth, Off
from dpo_desk.ui import theme

_DAY = int(Qt.ItemDataRole.UserRole)
_TURNS = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}


class MonthGrid(QTableWidget):
    """Arrows walk the days, Page Up and Page Down the months, Enter opens a day."""

    chosen = Signal(object)  # the DueDay the keyboard stands on
    opened = Signal(object)  # the DueDay Enter or a double click asks for
    turned = Signal(int)  # months to go on, or back

    def __init__(self, words: Wording) -> None:
        super().__init__(0, WEEK)
        self._words = words
        self.month: DueMonth | None = None
        self.setItemDelegate(_DayDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.setMinimumSize(WEEK * theme.letters(8), 6 * 3 * theme.line_height())
        self.currentItemChanged.connect(lambda *_items: self._tell_chosen())
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(_DAY)))

    def show_month(self, month: DueMonth, chosen: date) -> None:
        """Show this month, with the keyboard on that day."""
        self.month = month
        self.blockSignals(True)
        self.setRowCount(len(month.weeks))
        self.setHorizontalHeaderLabels([self._words.weekday(each.day.weekday()) for each in month.weeks[0]])
        for row, week in enumerate(month.weeks):
            for column, day in enumerate(week):
                self.setItem(row, column, self._item(day))
                if day.day == chosen:
                    self.setCurrentCell(row, column)
        self.blockSignals(False)
        self._tell_chosen()

    @property
    def day(self) -> DueDay | None:
        """The day the keyboard stands on."""
        found = self.currentIndex().data(_DAY)
        return found if isinstance(found, DueDay) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn the month, Enter opens the day on every system."""
        if step := _TURNS.get(event.key()):
            self.turned.emit(step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.day is not None:
            self.opened.emit(self.day)
            return
        super().keyPressEvent(event)

    def _tell_chosen(self) -> None:
        day = self.day
        if day is not None:
            self.chosen.emit(day)

    def _item(self, day: DueDay) -> QTableWidgetItem:
        item = QTableWidgetItem()
        item.setData(_DAY, day)
        told = self.told(day)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        item.setToolTip(told)
        return item

    def off_words(self, off: Off) -> str:
        """Why nobody works, in words."""
        return self._words(f"ui.due_calendar.off.{off}")

    def told(self, day: DueDay) -> str:
        """A day in one sentence: its date, why nobody works, and what is due."""
        words, month = self._words, self.month
        parts = [words.weekday_date(day.day)]
        if month and day.day == month.today:
            parts.append(words("ui.due_calendar.today"))
        if day.off:
            parts.append(self.off_words(day.off))
        parts.append(words("ui.due_calendar.due", count=len(day.due)))
        return " · ".join((*parts, *(line.ref for line in day.due[:10])))


class _DayDelegate(QStyledItemDelegate):
    """Paints the number of the day, how many are due, and as many references as there is room."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a day."""
        day, grid = index.data(_DAY), option.widget
        if not isinstance(day, DueDay) or not isinstance(grid, MonthGrid) or grid.month is None:
            return
        now, month = theme.colours(), grid.month
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(now.line), 1))
        painter.setBrush(QColor(now.neutral_tint if day.off else now.base))
        painter.drawRoundedRect(box, 3, 3)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2.5 if grid.hasFocus() else 1.2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
        inside = box.adjusted(theme.STEP, theme.HALF, -theme.STEP, -theme.HALF)
        taken = self._paint_number(painter, inside, day, month)
        if day.off and day.off is not Off.WEEKEND and not day.due:
            self._paint_off(painter, inside, taken, grid.off_words(day.off))
        self._paint_due(painter, inside, day, month)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines."""
        return QSize(theme.letters(8), 3 * theme.line_height())

    def _paint_number(self, painter: QPainter, inside: QRect, day: DueDay, month: DueMonth) -> int:
        """Draws the number of the day, and gives the room it takes."""
        now, high = theme.colours(), theme.line_height()
        number = str(day.day.day)
        in_month = day.day.month == month.month.month
        painter.setFont(theme.larger(theme.application_font(), 1.0, bold=in_month))
        place = QRect(inside.left(), inside.top(), inside.width(), high)
        if day.day == month.today:
            wide = max(high, painter.fontMetrics().horizontalAdvance(number) + theme.STEP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.accent))
            disc = QRect(place.left(), place.top(), wide, high)
            painter.drawRoundedRect(disc, high / 2, high / 2)
            painter.setPen(QColor(now.on_accent))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, number)
            taken = wide
        else:
            painter.setPen(QColor(now.text if in_month else now.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, number)
            taken = painter.fontMetrics().horizontalAdvance(number)
        return taken

    def _paint_off(self, painter: QPainter, inside: QRect, taken: int, words: str) -> None:
        left = inside.left() + taken + theme.STEP
        place = QRect(left, inside.top(), inside.right() - left + 1, theme.line_height())
        painter.setFont(theme.larger(theme.application_font(), 0.88))
        painter.setPen(QColor(theme.colours().muted))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cut)

    def _paint_due(self, painter: QPainter, inside: QRect, day: DueDay, month: DueMonth) -> None:
        if not day.due:
            return
        now, high = theme.colours(), theme.line_height()
        late = day.day < month.today
        ink, tint = theme.colours().tone(theme.Tone.DANGER if late else theme.Tone.ACCENT)
        painter.setFont(theme.larger(theme.application_font(), 0.95, bold=True))
        count = str(len(day.due))
        wide = max(high, painter.fontMetrics().horizontalAdvance(count) + theme.STEP)
        pill = QRect(inside.right() - wide + 1, inside.top(), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, count)
        painter.setFont(theme.larger(theme.application_font(), 0.88))
        room = max(0, (inside.height() - high) // high)
        shown = day.due if len(day.due) <= room else day.due[: max(0, room - 1)]
        lines = [each.ref for each in shown]
        if room and len(shown) < len(day.due):
            lines.append(f"+{len(day.due) - len(shown)}")
        painter.setPen(QColor(now.text))
        for number, text in enumerate(lines, 1):
            place = QRect(inside.left(), inside.top() + number * high, inside.width(), high)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cut)
