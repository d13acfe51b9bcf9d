"""The month calendar of due dates: a grid of days, and the requests of the day one stands on."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dpo_desk.services.due_calendar import DueDay
from dpo_desk.ui import icons, theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, IconButton, Label
from dpo_desk.ui.widgets.case_words import right_names
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.month import MonthGrid
from dpo_desk.ui.widgets.texts import breakable

_CASE = int(Qt.ItemDataRole.UserRole)
_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 1)  # the years calendars are read for


def show_due_calendar(desk: Desk, parent: QWidget) -> DueCalendarDialog:
    """Show the month of today."""
    dialog = DueCalendarDialog(desk, parent)
    dialog.open()
    dialog.grid.setFocus()
    return dialog


class DueCalendarDialog(DeskDialog):
    """Arrows walk, Enter goes to the day's list and from there to a request."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.words, desk.words("ui.due_calendar.title"), parent, width=1180, height=720)
        self._desk = desk
        self.grid = MonthGrid(self.words)
        self.grid.setAccessibleName(self.words("ui.due_calendar.title"))
        self.grid.turned.connect(self.turn)
        self.grid.chosen.connect(self._show_day)
        self.grid.opened.connect(lambda _day: self._enter_day())
        self._day_title = Label(bold=True, wrap=True)
        self._day_told = Label(muted=True, wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.words("ui.due_calendar.list"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda item: self._go(item.data(_CASE)))
        self._calendar = Label(muted=True, wrap=True)
        self.body.addLayout(self._head())
        self.body.addLayout(self._parts(), 1)
        self.body.addWidget(self._calendar)
        self.add_close()
        self.show_month(None)

    def show_month(self, day: date | None) -> None:
        """Show the month of this day, with the keyboard on it; of today without one."""
        month = self._desk.services.due_calendar.month(day, self.words.first_weekday)
        chosen = day or month.today
        name = self.words(
            "statistics.month_of", month=self.words.month(month.month.month), year=month.month.year
        )
        self._title.setText(name)
        self._today.setEnabled(month.month != month.today.replace(day=1))
        self._back.setEnabled(month.month > _FIRST)
        self._on.setEnabled(month.month < _LAST)
        told = "counted" if month.knows_holidays else "no_holidays"
        self._calendar.setText(self.words(f"ui.due_calendar.{told}", calendar=month.calendar))
        self.grid.show_month(month, chosen)

    def turn(self, months: int) -> None:
        """So many months on, or back, on the same day where there is one."""
        day = self.grid.day
        if self.grid.month is None or day is None:
            return
        here = day.day if day.day.month == self.grid.month.month.month else self.grid.month.month
        there = here + relativedelta(months=months)
        if _FIRST <= there.replace(day=1) <= _LAST:
            self.show_month(there)

    # --- inside --------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        self._back = IconButton("arrow-left", self.words("ui.due_calendar.back"))
        self._on = IconButton("arrow-right", self.words("ui.due_calendar.on"))
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        self._title = Label(size=1.15, bold=True)
        self._title.setMinimumWidth(theme.letters(18))
        self._today = Button(self.words("ui.due_calendar.to_today"), "calendar-days", quiet=True)
        self._today.clicked.connect(lambda _checked=False: self.show_month(None))
        for part in (self._back, self._title, self._on, self._today):
            bar.addWidget(part)
        bar.addStretch(1)
        return bar

    def _parts(self) -> QHBoxLayout:
        row, side, column = QHBoxLayout(), QWidget(), QVBoxLayout()
        row.setSpacing(theme.DOUBLE)
        side.setLayout(column)
        side.setFixedWidth(theme.letters(32))
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        for part in (self._day_title, self._day_told):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        row.addWidget(self.grid, 1)
        row.addWidget(side)
        return row

    def _show_day(self, day: DueDay) -> None:
        words = self.words
        self._day_title.setText(words.weekday_date(day.day))
        due = words("ui.due_calendar.due", count=len(day.due))
        off = words(f"ui.due_calendar.off.{day.off}") if day.off else ""
        self._day_told.setText(" · ".join(filter(None, (off, due))))
        self.list.clear()
        for line in day.due:
            told = (line.ref, right_names(words, line.rights), words(f"case.state.{line.state}"))
            item = QListWidgetItem(breakable(" · ".join(told)))
            item.setData(_CASE, line.id)
            item.setIcon(icons.icon("inbox"))
            self.list.addItem(item)

    def _enter_day(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _go(self, case: object) -> None:
        self.accept()
        self._desk.navigate("requests", str(case))
