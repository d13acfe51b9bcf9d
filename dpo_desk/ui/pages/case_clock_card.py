"""The clock of a request: when it came, when each right has to be answered and why, and whether it can take longer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.law import Regime
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_clock import RightClock
from dpo_desk.services.cases import CaseView
from dpo_desk.services.explain import explain, unchecked
from dpo_desk.ui import theme
from dpo_desk.ui.pages.case_cards import clear
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, LinkButton, Pill
from dpo_desk.ui.widgets.case_words import RESULT_LOOK, left_look, left_of
from dpo_desk.ui.widgets.feedback import Bar
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import Prose

_FACTS = ("received", "due", "prudent", "acknowledge", "extension")


class RightRow(QWidget):
    """One right of several: its due date, the days left, and the button that tells why."""

    def __init__(self, words: Wording, clock: RightClock, today: date, *, open_case: bool) -> None:
        super().__init__()
        self.right, self.left = clock.rule.id, ""
        name = words(f"law.right.{clock.rule.id}")
        column, below = QVBoxLayout(self), QWidget()
        column.setContentsMargins(0, theme.HALF, 0, theme.HALF)
        column.setSpacing(2)
        column.addWidget(Label(name, wrap=True))
        column.addWidget(Label(_dates(words, clock), size=0.92, muted=True, wrap=True))
        tools = Flow(below)
        decision = clock.asked.decision
        if decision is not None:
            self.left = words(f"case.result.{decision.result}")
            tools.addWidget(Pill(self.left, *RESULT_LOOK[decision.result]))
        elif open_case:
            self.left = left_of(words, clock.reply, clock.asked.received, today)
            due = clock.reply.due
            tone, icon = left_look((due - today).days if due else None)
            tools.addWidget(Pill(self.left, tone or Tone.ACCENT, icon))
        self.why = why_button(words, words("ui.requests.clock.why_of", right=name))
        tools.addWidget(self.why)
        column.addWidget(below)


class ClockCard(Card):
    """When it came, when the answer is due and why, how long is left, whether it can take longer."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.clock.title"))
        self._words = words
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.STEP + theme.HALF)
        grid.setVerticalSpacing(theme.HALF)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, Label] = {}
        self._names: dict[str, Label] = {}
        for row, name in enumerate(_FACTS):
            self._names[name] = Label(words(f"ui.requests.clock.{name}"), muted=True)
            self._values[name] = Label(wrap=True)
            grid.addWidget(self._names[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], row, 1)
        self.body.addLayout(grid)
        self.left = Label(size=1.15, bold=True, wrap=True)
        self._icon = IconLabel("clock", None, 18)
        self.why = why_button(words, words("ui.requests.clock.why_name"))
        self.why.toggled.connect(lambda on: self._explain(self._pressing if on else None))
        line = QHBoxLayout()
        line.setSpacing(theme.STEP)
        line.addWidget(self._icon)
        line.addWidget(self.left, 1)
        line.addWidget(self.why)
        self.body.addLayout(line)
        self.bar = Bar(words("ui.requests.clock.bar"))
        self.body.addWidget(self.bar)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.rows: list[RightRow] = []
        self.trace = Prose(words("ui.requests.clock.why_name"))
        self.trace.hide()
        self.body.addWidget(self.trace)
        self.correct = LinkButton(words("ui.requests.clock.correct"))
        self.calendar = LinkButton(words("ui.requests.act.calendar"))
        below = QWidget()
        flow = Flow(below, spacing=theme.HALF)
        flow.addWidget(self.correct)
        flow.addWidget(self.calendar)
        self.body.addWidget(below)
        self.body.addStretch(1)
        self._law: Regime | None = None
        self._pressing: RightClock | None = None
        self._told: str = ""  # the right whose counting is shown

    def show_case(self, view: CaseView, today: date) -> None:
        """Show the clock of this case; the counting that was opened stays open."""
        words, case, clock = self._words, view.case, view.clock
        self._law, self._pressing = clock.regime, clock.pressing
        channel = words(f"case.channel.{case.channel}")
        calendar = words(f"law.calendar.{case.calendar}")
        self._say(
            "received",
            words("ui.requests.clock.received_on", day=words.weekday_date(case.received), channel=channel),
        )
        due, prudent = clock.reply.due, clock.reply.prudent
        self._say("due", words.weekday_date(due) if due else self._without_due(prudent))
        self._say("prudent", words.weekday_date(prudent) if prudent else "")
        self._say("acknowledge", words.weekday_date(clock.acknowledge_by) if clock.acknowledge_by else "")
        self._say("extension", self._extension(view))
        self.calendar.setText(words("ui.requests.clock.calendar_of", calendar=calendar))
        days = clock.days_left
        pressing = clock.pressing
        told = (
            left_of(words, pressing.reply, pressing.asked.received, today)
            if case.open
            else _ended(words, case)
        )
        tone, icon = left_look(days) if case.open else (Tone.GOOD, "circle-check")
        self.left.setText(told)
        self.left.set_tone(tone if case.open and tone is not Tone.NEUTRAL else None)
        self._icon.set_icon(icon or "clock", tone)
        self.bar.setVisible(case.open and due is not None)
        if due:
            whole = max(1, (due - pressing.asked.received).days)
            self.bar.show_share((today - pressing.asked.received).days / whole, tone or Tone.ACCENT, told)
        self.correct.setVisible(case.open)
        self.calendar.setVisible(case.open)
        self._show_rights(view, today)

    def fold(self) -> None:
        """Take the counting away: another request is shown."""
        self._explain(None)

    def _show_rights(self, view: CaseView, today: date) -> None:
        clear(self._column)
        several = len(view.clock.rights) > 1
        told = next((each for each in view.clock.rights if each.rule.id == self._told), None)
        self.rows = []
        for each in view.clock.rights if several else ():
            row = RightRow(self._words, each, today, open_case=view.case.open)
            row.why.toggled.connect(lambda on, chosen=each: self._explain(chosen if on else None))
            self._column.addWidget(row)
            self.rows.append(row)
        self.why.setVisible(not several)
        self._explain(told)

    def _explain(self, clock: RightClock | None) -> None:
        """Tell the counting of one right, and of its acknowledgement where the law asks for one."""
        self._told = clock.rule.id if clock else ""
        words, law = self._words, self._law
        if clock is not None and law is not None:
            deadlines = (clock.reply, *([clock.acknowledge] if clock.acknowledge else []))
            parts = [[*explain(each, words), *unchecked(each, law, words)] for each in deadlines]
            self.trace.show_text(
                "\n\n".join("\n".join(f"{line}." for line in part) for part in parts if part)
            )
        self.trace.setVisible(clock is not None)
        for row in self.rows:
            _turn(row.why, on=row.right == self._told)
        _turn(self.why, on=clock is not None and not self.rows)

    def _without_due(self, prudent: date | None) -> str:
        return self._words("ui.requests.clock.still" if prudent else "ui.requests.clock.no_period")

    def _say(self, name: str, text: str) -> None:
        self._values[name].setText(text)
        self._values[name].setVisible(bool(text))
        self._names[name].setVisible(bool(text))

    def _extension(self, view: CaseView) -> str:
        words, clock, extension = self._words, view.clock, view.case.extension
        if extension:
            late = not any(each.reply.extended for each in clock.rights)
            kind = "extended_late" if late else "extended_on"
            return words(f"ui.requests.clock.{kind}", day=extension.notice_sent)
        if clock.may_extend and clock.extend_by:
            return words("ui.requests.clock.extension_until", day=clock.extend_by)
        if clock.may_extend:
            return words("ui.requests.clock.extension_possible")
        return words("ui.requests.clock.extension_gone") if view.case.open else ""


def why_button(words: Wording, name: str) -> Button:
    """The button that opens and closes a counting."""
    button = Button(words("ui.requests.clock.why"), "chevron-right", quiet=True)
    button.setCheckable(True)
    button.setAccessibleName(name)
    return button


def _turn(button: Button, *, on: bool) -> None:
    button.blockSignals(True)
    button.setChecked(on)
    button.blockSignals(False)
    button.set_icon("chevron-down" if on else "chevron-right")


def _dates(words: Wording, clock: RightClock) -> str:
    reply = clock.reply
    if reply.due is None:
        return words("ui.requests.clock.still_short" if reply.prudent else "ui.requests.clock.no_period")
    return words(
        "ui.requests.clock.right_due",
        due=words.weekday_date(reply.due),
        prudent=reply.prudent or reply.due,
    )


def _ended(words: Wording, case: RequestCase) -> str:
    if case.answered_on:
        return words("ui.requests.clock.answered_on", day=case.answered_on)
    return words("ui.requests.clock.closed")
