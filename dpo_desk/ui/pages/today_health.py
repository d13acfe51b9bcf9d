"""How the register and the requests stand: one figure, one bar and one way there each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.services.agenda import Health
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.bars import Bars, Column
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label, Line, LinkButton
from dpo_desk.ui.widgets.feedback import Bar


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
            "purge": "requests",
        }
        for name, page in pages.items():
            if self.figures:
                self.body.addWidget(Line())
            self.figures[name] = Figure(desk, name, page)
            self.body.addWidget(self.figures[name])

        self.body.addWidget(Line())
        title = desk.words("ui.today.health.months.title")
        self.body.addWidget(Label(title, bold=True, wrap=True))
        self.months, self._months_told = Bars(title), Label(muted=True, size=0.92, wrap=True)
        self.body.addWidget(self.months)
        self.body.addWidget(self._months_told)

    def show_months(self, months: Sequence[tuple[str, int, int, int]]) -> None:
        """Show for each month how many requests came, and how many were answered in time and late."""
        words = self._words
        columns = [
            Column(words.month(int(month[5:7]))[:1].upper(), received, in_time, late)
            for month, received, in_time, late in months
        ]
        told = words(
            "ui.today.health.months.told",
            count=sum(received for _, received, _, _ in months),
            in_time=words.number(sum(in_time for _, _, in_time, _ in months)),
            late=words.number(sum(late for _, _, _, late in months)),
        )
        self.months.show_columns(columns, told)
        self._months_told.setText(told)

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
        self._count("purge", health.to_purge, health.to_purge)

    def _count(self, name: str, bad: int, of: int) -> None:
        told = self._words(f"ui.today.health.{name}.told", bad=self._words.number(bad), count=of)
        share = (of - bad) / of if of else 1.0
        self.figures[name].show_figure(self._words.number(bad), share, told, good=not bad)
