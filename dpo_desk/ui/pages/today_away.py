"""While you were away: what came due since the desk was last looked at, told once, until it is dismissed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.services.item_words import stage_of, title_of, what_of
from dpo_desk.services.reminders import CameDue, Visit
from dpo_desk.ui import theme
from dpo_desk.ui.pages.today_line import go_to
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, LinkButton
from dpo_desk.ui.widgets.texts import Elided

_MOST = 12  # lines; the rest stands in the list below


class AwayCard(Card):
    """The band; hidden while there is nothing to tell."""

    def __init__(self, desk: Desk, dismiss: Callable[[], object]) -> None:
        super().__init__(tone=Tone.ACCENT)
        self._desk = desk
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        self.heading = Label(bold=True, wrap=True, tone=Tone.ACCENT)
        self.dismiss = Button(desk.words("ui.today.away.dismiss"), "check")
        self.dismiss.clicked.connect(lambda: dismiss())
        head.addWidget(IconLabel("bell", Tone.ACCENT, 18))
        head.addWidget(self.heading, 1)
        head.addWidget(self.dismiss)
        self.body.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.visit: Visit | None = None
        self.hide()

    def show_visit(self, visit: Visit) -> None:
        """Tell it."""
        words, newest = self._desk.words, visit.newest
        self.visit = visit
        while (taken := self._lines.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        count = len(newest)
        text = words("ui.today.away.since", count=count)
        if visit.days_away > 1:
            away = words("ui.today.away.days", count=visit.days_away)
            text = words("ui.today.away.heading", away=away, since=text)
        self.heading.setText(text)
        self.setAccessibleName(text)
        for each in newest[:_MOST]:
            self._lines.addWidget(self._line(each))
        if count > _MOST:
            more = Label(words("ui.today.away.more", count=count - _MOST), muted=True)
            self._lines.addWidget(more)
        self.setVisible(bool(newest))

    def _line(self, each: CameDue) -> QWidget:
        words, item, line = self._desk.words, each.item, QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        title, stage = title_of(item, words), stage_of(item, each.reminder, words)
        row.addWidget(Elided(title, bold=True), 3)
        row.addWidget(Elided(what_of(item, words)), 4)
        row.addWidget(Elided(stage), 4)
        button = LinkButton(words("ui.today.away.open"))
        button.setAccessibleName(words("ui.today.away.open_of", title=title, stage=stage))
        button.clicked.connect(lambda: go_to(self._desk, item))
        row.addWidget(button)
        return line
