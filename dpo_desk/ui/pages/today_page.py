"""Today: what is late, what is due, what came due meanwhile, what the register lacks; each one click from its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.reminders import stem
from dpo_desk.services.agenda import Agenda, Group, Item
from dpo_desk.services.due_items import reminder_of
from dpo_desk.services.register_papers import WEEK_LIST
from dpo_desk.services.reminders import Visit
from dpo_desk.ui import theme
from dpo_desk.ui.calendar_export import export_calendar
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.forms.today_forms import SnoozeForm, TaskForm
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.register_print import print_sheet
from dpo_desk.ui.pages.today_away import AwayCard
from dpo_desk.ui.pages.today_health import HealthCard
from dpo_desk.ui.pages.today_line import ItemLine, LineActions
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, Line
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.texts import breakable

_GROUPS = tuple(Group)
_GROUP_LOOK = {
    Group.LATE: ("circle-alert", Tone.DANGER),
    Group.TODAY: ("bell", Tone.WARNING),
    Group.WEEK: ("clock", Tone.WARNING),
    Group.MONTH: ("calendar-days", None),
    Group.LATER: ("calendar-check", None),
    Group.WAITING: ("clock", None),
    Group.SNOOZED: ("clock", None),
}
_MOST = 40  # lines of a group; the rest is in the list of its page
_MONTHS = 12  # of the small chart
_SIDE_BY_SIDE = 860
_HEALTH_WIDTH = 300
_LOOK_AGAIN_MS = 60_000  # a new day is noticed within a minute, also after the computer slept


class TodayPage(Page):
    """The first page after unlocking."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.words("ui.today.title"))
        self._day = Label(muted=True)
        self.head.insertWidget(1, self._day, 0, Qt.AlignmentFlag.AlignBottom)
        self.lines: list[ItemLine] = []
        self.form: InlineForm | None = None
        self._waiting = False  # news came while a form was open
        self._actions = LineActions(done=self._done, edit=self._edit, snooze=self._snooze, wake=self._wake)
        self.away, self.health = AwayCard(desk, self.dismiss), HealthCard(desk)
        self._build()
        self._add_commands()
        self._agenda: Agenda | None = None
        self.refresh(None)
        self._midnight = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._midnight.timeout.connect(self.look_again)
        self._midnight.start()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._due, self._new = QVBoxLayout(), Card()
        self._new.hide()
        self._due.setSpacing(theme.DOUBLE)
        page, self._columns = QWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        page.setLayout(self._columns)
        page.setAutoFillBackground(False)
        self._columns.setContentsMargins(0, theme.STEP, 0, theme.TRIPLE)
        self._columns.setSpacing(theme.TRIPLE)
        due = QVBoxLayout()
        due.setSpacing(theme.DOUBLE)
        due.addWidget(self.away)
        due.addWidget(self._new)
        due.addLayout(self._due)
        due.addStretch(1)
        self._columns.addLayout(due, 1)
        self._columns.addWidget(self.health, 0, Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.title)
        self.area.setWidget(page)
        self.area.viewport().setAutoFillBackground(False)
        self.body.addWidget(self.area, 1)

    def _add_commands(self) -> None:
        desk, words = self.desk, self.desk.words
        self.command("task", words("ui.today.task.new"), self.new_task, icon="list-checks", button=True)
        self.command(
            "print_week",
            words("ui.today.print_week"),
            lambda: print_sheet(desk, self, WEEK_LIST),
            icon="printer",
            shortcut="Ctrl+P",
            menu=True,
        )
        self.command(
            "calendar",
            words("ui.today.calendar.command"),
            lambda: export_calendar(desk, self),
            icon="calendar-days",
            menu=True,
        )
        self.command(
            "new",
            words("ui.today.new"),
            lambda: desk.navigate("requests", ""),
            icon="plus",
            shortcut="Ctrl+N",
            button=True,
            primary=True,
        )

    # --- the day -----------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed | None) -> None:
        """Gather the day again; while a form is open, when it is closed."""
        if self.form is not None:
            self._waiting = True
            return
        held = next((line.item.record for line in self.lines if line.button.hasFocus()), "")
        agenda = self.desk.services.agenda.agenda()
        self._agenda = agenda
        self._day.setText(self.desk.words.weekday_date(agenda.today))
        self._show_items(agenda)
        self.health.show_health(agenda.health)
        again = next((line for line in self.lines if line.item.record == held), None)
        if held:
            (again.button if again else self.health.figures["register"].button).setFocus()
        services, lane = self.desk.services, self.desk.lane
        lane.run(services.reminders.visit, success=self._visited, parent=self)
        if changed is None or changed.touches("cases", "day"):
            months = partial(services.statistics.last_months, _MONTHS)
            lane.run(months, success=self.health.show_months, parent=self)

    def look_again(self) -> None:
        """See whether another day has begun."""
        if self._agenda is not None and self.desk.services.cases.today() != self._agenda.today:
            self.desk.news.tell("day")

    def keep(self) -> None:
        """What is typed in an open form goes to the draft store."""
        if self.form is not None:
            self.form.keep()

    def _visited(self, visit: Visit) -> None:
        if visit.clock_is_back and visit.last_on is not None:
            words = self.desk.words
            self.banner.say(
                words("ui.today.clock_is_back", today=visit.today, last=visit.last_on), Tone.WARNING
            )
        self.away.show_visit(visit)

    def dismiss(self) -> None:
        """What came due was seen."""
        visit, self.away.visit = self.away.visit, None
        if visit is None:
            return
        keys = [each.reminder.key for each in visit.came_due]
        self.away.hide()
        self.focus_first()
        self.desk.lane.run(
            lambda: self.desk.services.reminders.seen(keys), success=lambda _none: None, parent=self
        )

    # --- what can be done about a line -------------------------------------------------------------------------------

    def new_task(self) -> None:
        """Ask for a task, above the list."""
        self._close_form()
        self._new.show()
        self._open_form(TaskForm(self.desk), self._new.body, "title", "ui.today.task.added")

    def _edit(self, item: Item) -> None:
        line = self._ready(item)
        if line is not None:
            form = TaskForm(self.desk, item.record)
            form.add_delete(lambda: self._delete(item))
            self._open_form(form, line.place, "title", "ui.today.task.changed")

    def _snooze(self, item: Item) -> None:
        line = self._ready(item)
        if line is not None:
            self._open_form(SnoozeForm(self.desk, line.key), line.place, "until", "ui.today.snooze.done")

    def _wake(self, item: Item) -> None:
        line = self._ready(item)
        if line is not None:
            key, words = line.key, self.desk.words
            self._change(lambda: self.desk.services.reminders.wake(key), words("ui.today.snooze.woken"))

    def _done(self, item: Item) -> None:
        tasks, words = self.desk.services.tasks, self.desk.words
        back = self._undo(lambda: tasks.undo(item.record))
        self._change(lambda: tasks.done(item.record), words("ui.today.task.is_done"), back)

    def _delete(self, item: Item) -> None:
        tasks, words = self.desk.services.tasks, self.desk.words
        draft = tasks.draft(item.record)
        self._close_form()
        back = self._undo(lambda: tasks.add(draft))
        self._change(lambda: tasks.delete(item.record), words("ui.today.task.deleted"), back)

    def _undo(self, do: Callable[[], object]) -> Callable[[], None]:
        return lambda: self._change(do, self.desk.words("ui.today.taken_back"))

    def _change(self, do: Callable[[], object], told: str, undo: Callable[[], None] | None = None) -> None:
        def changed(_result: object) -> None:
            self.desk.messages.note(told, undo)
            self.desk.news.tell("tasks")

        self.desk.lane.run(do, success=changed, parent=self)

    def _ready(self, item: Item) -> ItemLine | None:
        """The line of this thing as it stands once an open form is closed; it may have gone meanwhile."""
        self._close_form()
        wanted = stem(item.dated)
        return next((line for line in self.lines if stem(line.item.dated) == wanted), None)

    # --- forms in place ----------------------------------------------------------------------------------------------

    def _open_form(self, form: InlineForm, place: QVBoxLayout, first: str, told: str) -> None:
        self.form = form
        place.addWidget(form)
        form.saved.connect(lambda _result: self._form_saved(told))
        form.left.connect(self._close_form)
        form.show()
        form.jump(first)

    def _form_saved(self, told: str) -> None:
        self._close_form()
        self.desk.messages.note(self.desk.words(told))
        self.desk.news.tell("tasks")

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is None:
            return
        self._new.hide()
        form.keep()
        form.hide()
        form.deleteLater()
        self.focus_first()
        if self._waiting:
            self._waiting = False
            self.refresh(None)

    # --- the keyboard ------------------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Work begins with the most urgent line."""
        first = self.lines[0].button if self.lines else self.health.figures["register"].button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, line: ItemLine, by: int) -> None:
        at = self.lines.index(line) + by
        other = self.lines[max(0, min(len(self.lines) - 1, at))]
        other.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(other, 0, theme.TRIPLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The health stands below where there is no room beside."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE
        self._columns.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self.health.setMaximumWidth(16777215 if narrow else _HEALTH_WIDTH)
        self.health.setMinimumWidth(0 if narrow else _HEALTH_WIDTH)

    # --- the list ----------------------------------------------------------------------------------------------------

    def _show_items(self, agenda: Agenda) -> None:
        while (taken := self._due.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lines = []
        for group in _GROUPS:
            items = [item for item in agenda.items if item.group is group]
            if items:
                self._due.addWidget(self._group(group, items, agenda))
        if not agenda.items:
            self._due.addWidget(EmptyState("calendar-check", self.desk.words("ui.today.empty")))

    def _group(self, group: Group, items: Sequence[Item], agenda: Agenda) -> Card:
        words, card = self.desk.words, Card()
        icon, tone = _GROUP_LOOK[group]
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(IconLabel(icon, tone, 18))
        head.addWidget(Label(words(f"agenda.group.{group}"), bold=True, tone=tone))
        head.addWidget(Label(words.number(len(items)), muted=True))
        head.addStretch(1)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addSpacing(theme.HALF)
        for item in items[:_MOST]:
            if item is not items[0]:
                card.body.addWidget(Line())
            line = ItemLine(self.desk, item, self._actions, reminder_of(item, agenda.today))
            line.button.moved.connect(partial(self._move, line))
            self.lines.append(line)
            card.body.addWidget(line)
        if len(items) > _MOST:
            card.body.addWidget(self._more(len(items) - _MOST, lambda: self.desk.navigate("requests")))
        return card

    def _more(self, count: int, do: Callable[[], object]) -> Button:
        button = Button(breakable(self.desk.words("ui.today.more", count=count)), "chevron-right", quiet=True)
        button.clicked.connect(lambda _on=False: do())
        return button
