"""Today: what is late, what is due, what the register lacks; each line one click from the place that mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dpo_desk.services.agenda import Agenda, Group, Health, Item, ItemKind
from dpo_desk.ui import theme
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, Line, LinkButton
from dpo_desk.ui.widgets.case_words import days_left, left_look, right_names
from dpo_desk.ui.widgets.feedback import Bar, EmptyState
from dpo_desk.ui.widgets.texts import Elided, breakable

_GROUPS = tuple(Group)
_GROUP_LOOK = {
    Group.LATE: ("circle-alert", Tone.DANGER),
    Group.TODAY: ("bell", Tone.WARNING),
    Group.WEEK: ("clock", Tone.WARNING),
    Group.MONTH: ("calendar-days", None),
    Group.LATER: ("calendar-check", None),
    Group.WAITING: ("clock", None),
}
_PAGE_OF = {
    ItemKind.CASE: "requests",
    ItemKind.ACTIVITY_REVIEW: "register",
    ItemKind.CLIENT_REVIEW: "clients",
    ItemKind.CLIENT_CONTRACT_EXPIRY: "clients",
    ItemKind.CONTRACT_EXPIRY: "processors",
    ItemKind.ASSURANCE_EXPIRY: "processors",
    ItemKind.PROCESSOR_REVIEW: "processors",
    ItemKind.TRANSFER_REVIEW: "transfers",
}
_FIELD_OF = {
    ItemKind.ACTIVITY_REVIEW: "review",
    ItemKind.CLIENT_REVIEW: "review",
    ItemKind.CLIENT_CONTRACT_EXPIRY: "contract",
    ItemKind.CONTRACT_EXPIRY: "contract",
    ItemKind.ASSURANCE_EXPIRY: "assurances",
    ItemKind.PROCESSOR_REVIEW: "review",
    ItemKind.TRANSFER_REVIEW: "review",
}
_MOST = 40  # lines of a group; the rest is in the list of its page
_SIDE_BY_SIDE = 860
_HEALTH_WIDTH = 300


class ItemLine(QWidget):
    """One thing that is due: what, who, when, and the next step as its button."""

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__()
        self._desk, self.item = desk, item
        words = desk.words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.HALF, 0, theme.HALF)
        line.setSpacing(theme.DOUBLE)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Elided(item.title, bold=True))
        kind = right_names(words, item.rights) if item.rights else words(f"ui.today.kind.{item.kind}")
        names.addWidget(Elided(words("ui.today.what", ref=item.ref, kind=kind), muted=True, size=0.92))
        line.addLayout(names, 1)
        line.addLayout(self._when())
        step = words(f"case.step.{item.step}") if item.step else words("ui.today.review")
        self.button = Button(step)
        self.button.setMinimumWidth(theme.letters(25, self.button.font()))
        told = days_left(words, item.days_left)
        self.button.setAccessibleName(
            words("ui.today.step_of", step=step, ref=item.ref, title=item.title, left=told)
        )
        self.button.clicked.connect(self.go)
        line.addWidget(self.button)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def go(self) -> None:
        """Open the place that mends it."""
        kind = self.item.kind
        self._desk.navigate(_PAGE_OF[kind], self.item.record, _FIELD_OF.get(kind, ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the line opens it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.go()

    def _when(self) -> QVBoxLayout:
        words, item = self._desk.words, self.item
        when, left_line = QVBoxLayout(), QHBoxLayout()
        when.setSpacing(0)
        left_line.setSpacing(theme.HALF)
        tone, icon = left_look(item.days_left)
        left = Label(days_left(words, item.days_left), tone=tone if tone is not Tone.NEUTRAL else None)
        left_line.addWidget(left)
        if icon:
            left_line.insertWidget(0, IconLabel(icon, tone))
        left_line.addStretch(1)
        day = words.weekday_date(item.due) if item.due else words("ui.today.waiting")
        due = Label(day, muted=True, size=0.92)
        due.setMinimumWidth(theme.letters(27, due.font()))
        when.addLayout(left_line)
        when.addWidget(due)
        return when


class Figure(QWidget):
    """One figure of the register's health: what, how many, a bar, and the way there."""

    def __init__(self, desk: Desk, name: str, page: str) -> None:
        super().__init__()
        words = desk.words
        self._words, self._name = words, name
        title = words(f"ui.today.health.{name}.title")
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        head.setSpacing(theme.STEP)
        self.figure = Label(size=1.5, bold=True)
        self._icon = IconLabel("circle-check", Tone.GOOD, 18)
        self.button = LinkButton(words(f"ui.today.health.{name}.link"))
        self.button.clicked.connect(lambda: desk.navigate(page))
        head.addWidget(self._icon)
        head.addWidget(self.figure)
        head.addStretch(1)
        head.addWidget(self.button)
        column.addWidget(Label(title, bold=True, wrap=True))
        column.addLayout(head)
        self.bar = Bar(title)
        column.addWidget(self.bar)
        self._told = Label(muted=True, size=0.92, wrap=True)
        column.addWidget(self._told)

    def show_figure(self, figure: str, share: float, told: str, *, good: bool) -> None:
        """Show a figure; ``share`` is how much is in order, 0 to 1."""
        tone = Tone.GOOD if good else Tone.WARNING
        self.figure.setText(figure)
        self._icon.set_icon("circle-check" if good else "triangle-alert", tone)
        self.bar.show_share(share, tone, told)
        self._told.setText(told)
        self.button.setAccessibleDescription(f"{figure} {told}")


class HealthCard(Card):
    """How the register and the requests stand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.body.setSpacing(theme.DOUBLE)
        self.body.addWidget(Label(desk.words("ui.today.health.title"), size=1.15, bold=True))
        self.figures: dict[str, Figure] = {}
        pages = {
            "register": "register",
            "transfers": "transfers",
            "contracts": "processors",
            "requests": "requests",
        }
        for name, page in pages.items():
            if self.figures:
                self.body.addWidget(Line())
            self.figures[name] = Figure(desk, name, page)
            self.body.addWidget(self.figures[name])

    def show_health(self, health: Health) -> None:
        """Show these figures."""
        words, complete = self._words, health.completeness
        share = complete.settled / complete.asked if complete.asked else 0.0
        self.figures["register"].show_figure(
            words("ui.today.health.percent", share=int(share * 100)),
            share,
            words(
                "ui.today.health.register.told",
                settled=words.number(complete.settled),
                asked=words.number(complete.asked),
                count=health.activities,
            ),
            good=bool(complete.asked) and complete.settled == complete.asked,
        )
        self._count("transfers", health.transfers_not_valid, health.transfers)
        self._count("contracts", health.without_contract, health.organisations)
        self._count("requests", health.late_cases, health.open_cases)

    def _count(self, name: str, bad: int, of: int) -> None:
        told = self._words(f"ui.today.health.{name}.told", bad=self._words.number(bad), count=of)
        share = (of - bad) / of if of else 1.0
        self.figures[name].show_figure(self._words.number(bad), share, told, good=not bad)


class TodayPage(Page):
    """The first page after unlocking."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.words("ui.today.title"))
        words = desk.words
        self._day = Label(muted=True)
        self.head.insertWidget(1, self._day, 0, Qt.AlignmentFlag.AlignBottom)
        self.lines: list[ItemLine] = []
        self._due = QVBoxLayout()
        self._due.setSpacing(theme.DOUBLE)
        self.health = HealthCard(desk)
        page, self._columns = QWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        page.setLayout(self._columns)
        page.setAutoFillBackground(False)
        self._columns.setContentsMargins(0, theme.STEP, 0, theme.TRIPLE)
        self._columns.setSpacing(theme.TRIPLE)
        due = QVBoxLayout()
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
        self.command(
            "new",
            words("ui.today.new"),
            lambda: desk.navigate("requests", ""),
            icon="plus",
            shortcut="Ctrl+N",
            button=True,
            primary=True,
        )
        self.refresh(None)

    def refresh(self, changed: Changed | None) -> None:
        """Gather the day again."""
        held = next((line.item.record for line in self.lines if line.button.hasFocus()), "")
        agenda = self.desk.services.agenda.agenda()
        self._day.setText(self.desk.words.weekday_date(agenda.today))
        self._show_items(agenda)
        self.health.show_health(agenda.health)
        again = next((line for line in self.lines if line.item.record == held), None)
        if held:
            (again.button if again else self.health.figures["register"].button).setFocus()

    def focus_first(self) -> None:
        """Work begins with the most urgent line."""
        first = self.lines[0].button if self.lines else self.health.figures["register"].button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from line to line."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((n for n, line in enumerate(self.lines) if line.button.hasFocus()), None)
        if not by or at is None:
            super().keyPressEvent(event)
            return
        line = self.lines[max(0, min(len(self.lines) - 1, at + by))]
        line.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(line, 0, theme.TRIPLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The health stands below where there is no room beside."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE
        self._columns.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self.health.setMaximumWidth(16777215 if narrow else _HEALTH_WIDTH)
        self.health.setMinimumWidth(0 if narrow else _HEALTH_WIDTH)

    def _show_items(self, agenda: Agenda) -> None:
        while (taken := self._due.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lines = []
        for group in _GROUPS:
            items = [item for item in agenda.items if item.group is group]
            if items:
                self._due.addWidget(self._group(group, items))
        if not agenda.items:
            self._due.addWidget(EmptyState("calendar-check", self.desk.words("ui.today.empty")))

    def _group(self, group: Group, items: Sequence[Item]) -> Card:
        words, card = self.desk.words, Card()
        icon, tone = _GROUP_LOOK[group]
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(IconLabel(icon, tone, 18))
        head.addWidget(Label(words(f"ui.today.group.{group}"), bold=True, tone=tone))
        head.addWidget(Label(words.number(len(items)), muted=True))
        head.addStretch(1)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addSpacing(theme.HALF)
        for item in items[:_MOST]:
            if item is not items[0]:
                card.body.addWidget(Line())
            line = ItemLine(self.desk, item)
            self.lines.append(line)
            card.body.addWidget(line)
        if len(items) > _MOST:
            card.body.addWidget(self._more(len(items) - _MOST, lambda: self.desk.navigate("requests")))
        return card

    def _more(self, count: int, do: Callable[[], object]) -> Button:
        button = Button(breakable(self.desk.words("ui.today.more", count=count)), "chevron-right", quiet=True)
        button.clicked.connect(lambda _on=False: do())
        return button
