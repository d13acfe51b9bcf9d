"""The parts of a request's record: its clock, its next step, the person, the search, the history, the papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import IdentityStatus, Outcome, RequestCase, TimelineEntry
from dpo_desk.domain.paper import Paper
from dpo_desk.library.lawbook import regime
from dpo_desk.library.wording import Wording
from dpo_desk.services.cases import CaseView
from dpo_desk.services.explain import explain, unchecked
from dpo_desk.services.history import timeline_text
from dpo_desk.services.letters import ACCESS_ANSWER, LetterChoice
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, LinkButton, Pill
from dpo_desk.ui.widgets.case_words import days_left, left_look
from dpo_desk.ui.widgets.feedback import Bar, Facts
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import Prose, breakable

OUTCOME_LOOK = {
    Outcome.FOUND: (Tone.ACCENT, "circle-check"),
    Outcome.NOTHING: (Tone.NEUTRAL, "circle-x"),
    Outcome.NOT_SEARCHED: (Tone.WARNING, "circle-question-mark"),
}
IDENTITY_LOOK = {
    IdentityStatus.PROVEN: (Tone.GOOD, "circle-check"),
    IdentityStatus.ASKED: (Tone.WARNING, "clock"),
    IdentityStatus.NOT_CHECKED: (Tone.NEUTRAL, "circle-question-mark"),
}


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
        for row, name in enumerate(("received", "due", "prudent", "extension")):
            self._names[name] = Label(words(f"ui.requests.clock.{name}"), muted=True)
            self._values[name] = Label(wrap=True)
            grid.addWidget(self._names[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], row, 1)
        self.body.addLayout(grid)
        self.left = Label(size=1.15, bold=True)
        self._icon = IconLabel("clock", None, 18)
        self.why = Button(words("ui.requests.clock.why"), "chevron-right", quiet=True)
        self.why.setCheckable(True)
        self.why.setAccessibleName(words("ui.requests.clock.why_name"))
        self.why.toggled.connect(self._toggle)
        self.correct = LinkButton(words("ui.requests.clock.correct"))
        line = QHBoxLayout()
        line.setSpacing(theme.STEP)
        line.addWidget(self._icon)
        line.addWidget(self.left, 1)
        line.addWidget(self.why)
        self.body.addLayout(line)
        self.bar = Bar(words("ui.requests.clock.bar"))
        self.body.addWidget(self.bar)
        self.trace = Prose(words("ui.requests.clock.why_name"))
        self.trace.hide()
        self.body.addWidget(self.trace)
        self.body.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_case(self, view: CaseView, today: date) -> None:
        """Show the clock of this case."""
        words, case, clock = self._words, view.case, view.clock
        due = clock.reply.due
        channel = words(f"case.channel.{case.channel}")
        received = words(
            "ui.requests.clock.received_on", day=words.weekday_date(case.received), channel=channel
        )
        self._values["received"].setText(received)
        self._values["due"].setText(words.weekday_date(due) if due else words("ui.requests.clock.still"))
        self._values["prudent"].setText(words.weekday_date(clock.reply.prudent))
        self._show_extension(view)
        why = (*explain(clock.reply, words), *unchecked(clock.reply, regime(view.case.regime), words))
        self.trace.show_text("\n".join(f"{sentence}." for sentence in why))
        days = clock.days_left
        told = days_left(words, days) if case.open else _ended(words, case)
        tone, icon = left_look(days) if case.open else (Tone.GOOD, "circle-check")
        self.left.setText(told)
        self.left.set_tone(tone if case.open and tone is not Tone.NEUTRAL else None)
        self._icon.set_icon(icon or "clock", tone)
        self.bar.setVisible(case.open and due is not None)
        if due:
            whole = max(1, (due - case.received).days)
            self.bar.show_share((today - case.received).days / whole, tone or Tone.ACCENT, told)
        self.correct.setVisible(case.open)

    def _show_extension(self, view: CaseView) -> None:
        words, clock, extension = self._words, view.clock, view.case.extension
        text = ""
        if extension:
            kind = "extended_on" if clock.reply.extended else "extended_late"
            text = words(f"ui.requests.clock.{kind}", day=extension.notice_sent)
        elif clock.may_extend and clock.first.due:
            text = words("ui.requests.clock.extension_until", day=clock.first.due)
        elif clock.may_extend:
            text = words("ui.requests.clock.extension_possible")
        elif view.case.open:
            text = words("ui.requests.clock.extension_gone")
        self._values["extension"].setText(text)
        self._values["extension"].setVisible(bool(text))
        self._names["extension"].setVisible(bool(text))

    def _toggle(self, on: bool) -> None:
        self.trace.setVisible(on)
        self.why.set_icon("chevron-down" if on else "chevron-right")


def _ended(words: Wording, case: RequestCase) -> str:
    if case.answered_on:
        return words("ui.requests.clock.answered_on", day=case.answered_on)
    return words("ui.requests.clock.closed")


@dataclass(frozen=True)
class Act:
    """One thing that can be done about a case now."""

    id: str
    icon: str
    primary: bool = False
    quiet: bool = False  # possible at any time, hence never in the way


def acts(view: CaseView, letters: Sequence[LetterChoice]) -> list[Act]:
    """What fits the state of the case: the next step first, then what is possible at any time."""
    case, steps = view.case, view.next_steps
    if not case.open:
        return [Act("reopen", "folder-open", primary=True), Act("note", "", quiet=True)]
    found: list[Act] = []
    first = steps[0] if steps else ""
    if "acknowledge" in steps:
        found.append(Act("acknowledge", "mail", first == "acknowledge"))
    if case.identity.status is not IdentityStatus.PROVEN:
        found.append(Act("prove_identity", "check", first == "identity"))
        rule = regime(case.regime)
        if any(rule.right(right).identity_may_be_asked for right in case.rights):
            found.append(Act("ask_identity", "circle-question-mark"))
    found.append(Act("search", "search", first == "search"))
    answerable = any(each.letter == ACCESS_ANSWER and not each.done for each in letters)
    if answerable:
        found.append(Act("answer", "send", first == "answer"))
    elsewhere = first == "answer" and not answerable
    found.append(Act("answered", "calendar-check" if elsewhere else "", elsewhere, quiet=not elsewhere))
    if view.clock.may_extend:
        found.append(Act("extend", "", quiet=True))
    found.sort(key=lambda act: (not act.primary, act.quiet))
    return [*found, Act("note", "", quiet=True), Act("close", "", quiet=True)]


class NextCard(Card):
    """What the case asks for now, with the buttons that fit."""

    chosen = Signal(str)  # the id of an act

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.next.title"))
        self._words = words
        self._now, self._then = Label(size=1.05, wrap=True), Label(muted=True, wrap=True)
        self.body.addWidget(self._now)
        self.body.addWidget(self._then)
        self._place = QWidget()
        self._flow = Flow(self._place)
        self.body.addWidget(self._place)
        self.body.addStretch(1)
        self.buttons: dict[str, Button] = {}

    def show_case(self, view: CaseView, letters: Sequence[LetterChoice]) -> None:
        """Show the step and its buttons; the keyboard stays in the card."""
        words, steps = self._words, view.next_steps
        held = next((name for name, button in self.buttons.items() if button.hasFocus()), "")
        if view.case.open:
            self._now.setText(words(f"ui.requests.next.{steps[0]}"))
        else:
            self._now.setText(words("ui.requests.next.nothing"))
        then = ", ".join(words(f"case.step.{step}") for step in steps[1:])
        self._then.setText(words("ui.requests.next.then", steps=then) if then else "")
        self._then.setVisible(bool(then))
        self._flow.clear()
        self.buttons = {}
        for act in acts(view, letters):
            button = Button(
                words(f"ui.requests.act.{act.id}"), act.icon, primary=act.primary, quiet=act.quiet
            )
            button.clicked.connect(lambda _on=False, name=act.id: self.chosen.emit(name))
            self._flow.addWidget(button)
            button.show()
            self.buttons[act.id] = button
        if held:
            self.buttons.get(held, next(iter(self.buttons.values()))).setFocus(
                Qt.FocusReason.OtherFocusReason
            )


class PersonCard(Card):
    """Who asks, where a letter reaches them, and how sure it is that it is they."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(Label(words("ui.requests.person.title"), bold=True))
        self.identity = Pill()
        head.addStretch(1)
        self.edit = Button(words("ui.requests.person.edit"), "pencil", quiet=True)
        head.addWidget(self.edit)
        self.body.addLayout(head)
        self.body.addWidget(self.identity, 0, Qt.AlignmentFlag.AlignLeft)
        self._facts = Facts()
        self.body.addWidget(self._facts)
        self.place = QVBoxLayout()  # where the form stands while the person is edited
        self.body.addLayout(self.place)

    def show_case(self, view: CaseView) -> None:
        """Show the person of this case."""
        words, person, identity = self._words, view.person, view.case.identity
        self.identity.show_status(
            words("ui.requests.person.identity", state=words(f"case.identity.{identity.status}")),
            *IDENTITY_LOOK[identity.status],
        )
        pairs = [
            (words("ui.requests.person.name"), person.name),
            (words("ui.requests.person.address"), _postal(view, words)),
            (words("ui.requests.person.email"), person.email),
            (words("ui.requests.person.phone"), person.phone),
            (words("ui.requests.person.language"), words.language_name(person.language)),
            (words("ui.requests.person.customer_reference"), person.customer_reference),
            (words("ui.requests.person.how"), identity.how),
            (words("ui.requests.person.doubt"), identity.reason if not identity.how else ""),
        ]
        self._facts.show_facts([(name, breakable(value)) for name, value in pairs if value])

    def show_facts(self, on: bool) -> None:
        """The facts, or the form in their place."""
        self._facts.setVisible(on)
        self.edit.setVisible(on)


def _postal(view: CaseView, words: Wording) -> str:
    place = view.person.address
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    country = words.country(place.country) if place.country else ""
    lines = [line for line in (place.street, town, place.region, country) if line]
    if not place.complete:
        lines.append(words("ui.requests.person.address_incomplete"))
    return "\n".join(lines)


class SearchCard(Card):
    """Where it was searched, activity by activity."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        head = QHBoxLayout()
        head.addWidget(Label(words("ui.requests.search.title"), bold=True, wrap=True), 1)
        self.edit = Button(words("ui.requests.act.search"), "pencil", quiet=True)
        head.addWidget(self.edit)
        self.body.addLayout(head)
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP)
        self.body.addWidget(self._rows)
        self.place = QVBoxLayout()
        self.body.addLayout(self.place)

    def show_case(self, view: CaseView, names: Callable[[str], str]) -> None:
        """Show the findings; ``names`` gives an activity's name."""
        clear(self._column)
        words, found = self._words, view.case.findings
        if not found:
            self._column.addWidget(Label(words("ui.requests.search.none"), muted=True, wrap=True))
        for outcome in (Outcome.NOT_SEARCHED, Outcome.FOUND):
            for each in found:
                if each.outcome is outcome:
                    data = [f"{label}: {value}" for label, value in each.data]
                    self._column.addWidget(self._row(names(each.activity), outcome, [each.note, *data]))
        nothing = [names(each.activity) for each in found if each.outcome is Outcome.NOTHING]
        if nothing:
            self._column.addWidget(self._row(words.join(nothing), Outcome.NOTHING, _notes(view, names)))
        self.edit.setVisible(view.case.open)

    def show_facts(self, on: bool) -> None:
        """The findings, or the form in their place."""
        self._rows.setVisible(on)
        self.edit.setVisible(on)

    def _row(self, name: str, outcome: Outcome, lines: Sequence[str]) -> QWidget:
        row = QWidget()
        line, texts = QHBoxLayout(row), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        pill = Pill(self._words(f"case.outcome.{outcome}"), *OUTCOME_LOOK[outcome])
        pill.setMinimumWidth(theme.letters(22, pill.font()))
        texts.setSpacing(2)
        texts.addWidget(Label(breakable(name), wrap=True))
        told = "\n".join(text for text in lines if text)
        if told:
            texts.addWidget(Label(breakable(told), size=0.92, muted=True, wrap=True))
        line.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        return row


def _notes(view: CaseView, names: Callable[[str], str]) -> list[str]:
    nothing = [each for each in view.case.findings if each.outcome is Outcome.NOTHING and each.note]
    return [f"{names(each.activity)}: {each.note}" for each in nothing]


class TimelineCard(Card):
    """The history, oldest first; nothing in it is ever changed."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.timeline.title"))
        self._words = words
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.HALF)
        self.body.addLayout(self._column)

    def show_entries(self, entries: Sequence[TimelineEntry], zone: tzinfo) -> None:
        """Show these, in the time of the place."""
        clear(self._column)
        for entry in entries:
            self._column.addWidget(self._row(entry, zone))

    def texts(self) -> list[str]:
        """What is told, in order."""
        return [label.text() for label in self.findChildren(Label) if label.objectName() == "told"]

    def _row(self, entry: TimelineEntry, zone: tzinfo) -> QWidget:
        row = QWidget()
        line, texts = QHBoxLayout(row), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.DOUBLE)
        at = entry.at.astimezone(zone)
        moment = Label(
            self._words(
                "ui.requests.timeline.at",
                day=self._words.short_date(at.date()),
                time=self._words.time(at.time()),
            ),
            muted=True,
        )
        moment.setFixedWidth(theme.letters(16, moment.font()))
        line.addWidget(moment, 0, Qt.AlignmentFlag.AlignTop)
        told = Label(breakable(timeline_text(entry, self._words)), wrap=True)
        told.setObjectName("told")
        texts.setSpacing(2)
        texts.addWidget(told)
        if entry.note:
            note = Prose(self._words("case.timeline.note"))
            note.show_text(entry.note)
            texts.addWidget(note)
        line.addLayout(texts, 1)
        return row


class PapersCard(Card):
    """The papers of the case, each one click away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.words("ui.requests.papers.title"))
        self._desk = desk
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.HALF)
        self.body.addLayout(self._column)

    def show_papers(self, papers: Sequence[Paper], zone: tzinfo) -> None:
        """Show these."""
        clear(self._column)
        words = self._desk.words
        if not papers:
            self._column.addWidget(Label(words("ui.requests.papers.none"), muted=True, wrap=True))
        for paper in papers:
            day = words.short_date(paper.made_at.astimezone(zone).date())
            text = words(
                "ui.requests.papers.line", number=paper.number, title=paper.title, day=day, count=paper.pages
            )
            link = LinkLine(text, "file-text")
            link.clicked.connect(lambda _on=False, each=paper.id: self._desk.navigate("papers", each))
            self._column.addWidget(link)


def clear(layout: QVBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
