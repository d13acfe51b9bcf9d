"""A day, typed. Nothing is guessed: what cannot be read is said, what was read is shown with its weekday."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import IconButton, Label
from dpo_desk.ui.widgets.editors import Editor, TextLine

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})")


def read_day(text: str, order: str = "dmy") -> date | None:
    """
    The day somebody typed: ``2026-01-30``, or figures in the language's order with a year of four digits.

    Args:
        order: ``dmy`` or ``mdy``.

    Returns:
        None when it is no day; two-digit years and impossible days are not guessed.
    """
    tidy = text.strip()
    if found := _ISO.fullmatch(tidy):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FIGURES.fullmatch(tidy):
        one, two, year = (int(part) for part in found.groups())
        day, month = (one, two) if order == "dmy" else (two, one)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DayField(Editor):
    """
    A typed day with a calendar beside it.

    ``value()`` is the ISO day when it can be read, else the text as typed, so that the service says what is wrong.
    """

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._order = words, words("ui.common.day.order")
        self._line = TextLine(words("ui.common.day.hint"))
        self._line.line.setMinimumWidth(theme.STEP * 17)
        self._told = Label(size=0.9, muted=True)
        self._open = IconButton("calendar-days", words("ui.common.day.calendar"))
        self._open.clicked.connect(self._show_calendar)
        self._line.line.textChanged.connect(lambda _text: self._tell())
        self._line.changed.connect(self.changed)
        column, line = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(theme.HALF // 2)
        line.setSpacing(theme.HALF)
        line.addWidget(self._line, 1)
        line.addWidget(self._open)
        column.addLayout(line)
        column.addWidget(self._told)
        self.row.addLayout(column, 1)
        self._calendar: QFrame | None = None
        self._tell()

    @property
    def day(self) -> date | None:
        """The day, when it can be read."""
        return read_day(self._line.value(), self._order)

    def value(self) -> str:
        """The ISO day, or the text as typed."""
        return self.day.isoformat() if self.day else self._line.value()

    def set_value(self, value: object) -> None:
        """Show a day (ISO text or date) or any text."""
        day = value if isinstance(value, date) else read_day(str(value or ""), self._order)
        self._line.set_value(self._words.short_date(day) if day else value)
        self._line.line.setCursorPosition(len(self._line.value()))

    def target(self) -> QWidget:
        """The line."""
        return self._line.line

    def set_name(self, name: str) -> None:
        """Name the line, and the calendar button after it."""
        super().set_name(name)
        self._open.set_name(self._words("ui.common.day.calendar_for", name=name))

    def _tell(self) -> None:
        text, day = self._line.value().strip(), self.day
        bad = bool(text) and day is None
        self._told.setVisible(bool(text))
        self._told.set_tone(theme.Tone.DANGER if bad and len(text) >= 6 else None)
        self._told.setText(self._words.weekday_date(day) if day else self._words("ui.common.day.unreadable"))
        self._line.line.setAccessibleDescription(self._told.text() if text else "")

    def _show_calendar(self) -> None:
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        calendar = QCalendarWidget(frame)
        calendar.setAccessibleName(self._words("ui.common.day.calendar"))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if day := self.day:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(self._chosen)
        calendar.clicked.connect(self._chosen)
        QVBoxLayout(frame).addWidget(calendar)
        frame.move(self.mapToGlobal(QPoint(0, self._line.height())))
        self._calendar = frame
        frame.show()
        calendar.setFocus()

    def _chosen(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.changed.emit()
        if self._calendar:
            self._calendar.close()
            self._calendar = None
        self.focus_at()
