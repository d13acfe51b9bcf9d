"""The quiet parts of a request's record: what was asked, the tasks, the history, the papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import TimelineEntry
from dpo_desk.domain.paper import Paper
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_work import LIFTING
from dpo_desk.services.cases import CaseView
from dpo_desk.services.history import timeline_text
from dpo_desk.services.ports import Task
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label
from dpo_desk.ui.widgets.feedback import Facts
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import Prose, breakable


class AskedCard(Card):
    """What was asked in the person's own words, how it arrived, and how often."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.asked.title"))
        self._words = words
        self.text = Prose(words("ui.requests.asked.title"))
        self.body.addWidget(self.text)
        self._facts = Facts()
        self.body.addWidget(self._facts)

    def show_case(self, view: CaseView) -> None:
        """Show what this case asks."""
        words, case = self._words, view.case
        self.text.show_text(case.asked or words("ui.requests.asked.nothing"))
        quality = words(f"case.quality.{case.channel_quality}")
        arrived = words(
            "ui.requests.asked.arrived", channel=words(f"case.channel.{case.channel}"), quality=quality
        )
        repeats = words.join(words.date(day) for day in case.repeats)
        pairs = [
            ("channel", arrived),
            ("channel_note", case.channel_note),
            ("role", words(f"case.role.{case.role}")),
            ("repeats", repeats),
        ]
        self._facts.show_facts(
            [(words(f"ui.requests.asked.{name}"), breakable(value)) for name, value in pairs if value]
        )


class TasksCard(Card):
    """What is meant to be done for the case, the soonest first; hidden while there is nothing."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.tasks.title"))
        self._words = words
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.HALF)
        self.body.addLayout(self._column)
        self.hide()

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show these."""
        clear(self._column)
        for task in sorted(tasks, key=lambda each: (each.done_on is not None, each.due_on)):
            self._column.addWidget(self._row(task))
        self.setVisible(bool(tasks))

    def _row(self, task: Task) -> QWidget:
        words, row = self._words, QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        done = task.done_on is not None
        line.addWidget(IconLabel("circle-check" if done else "circle", Tone.GOOD if done else None))
        title = words("case.task.lifting") if task.title == LIFTING else task.title
        line.addWidget(Label(breakable(title), wrap=True), 1)
        told = (
            words("ui.requests.tasks.done", day=task.done_on)
            if task.done_on
            else words("ui.requests.tasks.due", day=task.due_on)
        )
        line.addWidget(Label(told, muted=True))
        return row


class TimelineCard(Card):
    """The history, oldest first; nothing in it is ever changed. Internal notes can be left out, as for an auditor."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.audit = Button(words("ui.requests.timeline.audit"), "eye", quiet=True)
        self.audit.setCheckable(True)
        self.audit.toggled.connect(self._show)
        self.body.addWidget(head_line(words("ui.requests.timeline.title"), self.audit))
        self._hint = Label(size=0.92, muted=True, wrap=True)
        self.body.addWidget(self._hint)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.HALF)
        self.body.addLayout(self._column)
        self._entries: Sequence[TimelineEntry] = ()
        self._zone: tzinfo | None = None

    def show_entries(self, entries: Sequence[TimelineEntry], zone: tzinfo) -> None:
        """Show these, in the time of the place."""
        self._entries, self._zone = entries, zone
        self._show()

    def texts(self) -> list[str]:
        """What is told, in order."""
        found = self.findChildren(Label, "told")
        return [label.text() for label in found if label.isVisibleTo(self)]

    def _show(self) -> None:
        clear(self._column)
        audit = self.audit.isChecked()
        for entry in self._entries:
            if not (audit and entry.internal):
                self._column.addWidget(self._row(entry))
        hidden = sum(entry.internal for entry in self._entries) if audit else 0
        self._hint.setText(self._words("ui.requests.timeline.hidden", count=hidden))
        self._hint.setVisible(audit)

    def _row(self, entry: TimelineEntry) -> QWidget:
        row = QWidget()
        line, texts = QHBoxLayout(row), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.DOUBLE)
        at = entry.at.astimezone(self._zone)
        moment = Label(
            self._words(
                "ui.requests.timeline.at",
                day=self._words.short_date(at.date()),
                time=self._words.time(at.time()),
            ),
            muted=True,
        )
        moment.setMinimumWidth(theme.letters(16, moment.font()))
        line.addWidget(moment)
        told = Label(breakable(timeline_text(entry, self._words)), wrap=True)
        told.setObjectName("told")
        texts.setSpacing(2)
        texts.addWidget(told)
        if entry.note:
            note = Prose(self._words("ui.requests.timeline.note"))
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


def head_line(title: str, *buttons: Button) -> QWidget:
    """The title of a card with its buttons, on as many lines as it needs."""
    line, name = QWidget(), Label(title, bold=True)
    name.setMinimumHeight(theme.ROW)
    flow = Flow(line)
    flow.addWidget(name)
    for button in buttons:
        flow.addWidget(button)
    return line


def clear(layout: QVBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
