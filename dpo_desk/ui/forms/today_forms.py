"""The small forms of the day: a task, and putting a reminder off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from dpo_desk.services.case_work import LIFTING
from dpo_desk.services.item_words import task_title
from dpo_desk.services.reminders import SnoozeDraft
from dpo_desk.services.tasks import TaskDraft
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import TextBlock, TextLine


def _text(values: Mapping[str, object], name: str) -> str:
    return str(values.get(name) or "")


class TaskForm(InlineForm):
    """A task: what, by when, and for which request."""

    def __init__(self, desk: Desk, task: str = "") -> None:
        """``task`` is the one to be changed; a new one without it."""
        words, service = desk.words, desk.services.tasks
        draft = service.draft(task) if task else TaskDraft()
        self._own_title = task_title(draft.title, words)
        verb = words("ui.common.form.save" if task else "ui.today.task.add")

        def save(values: Mapping[str, object]) -> object:
            title = _text(values, "title")
            typed = TaskDraft(
                title=LIFTING if draft.title == LIFTING and title == self._own_title else title,
                due_on=_text(values, "due_on"),
                case=_text(values, "case"),
                note=_text(values, "note"),
            )
            return service.change(task, typed) if task else service.add(typed)

        super().__init__(desk, save, verb)
        title, case = TextLine(), TextLine(words("ui.today.task.case_hint"))
        day = DayField(words)
        self.add("title", title, words("ui.today.task.title"), required=True)
        self.add_row(
            (self.make("due_on", day, words("ui.today.task.due_on"), required=True), 1),
            (self.make("case", case, words("ui.today.task.case")), 1),
        )
        self.add("note", TextBlock(lines=2), words("ui.today.task.note"))
        self.open(f"task/{task or 'new'}", {**asdict(draft), "title": self._own_title})

    def add_delete(self, do: Callable[[], object]) -> None:
        """Offer to take the task away."""
        button = Button(self.desk.words("ui.today.task.delete"), "trash-2", quiet=True)
        button.clicked.connect(lambda: do())
        self.add_widget(button)


class SnoozeForm(InlineForm):
    """Until when a reminder is put off, and why."""

    def __init__(self, desk: Desk, key: str) -> None:
        words, service = desk.words, desk.services.reminders

        def save(values: Mapping[str, object]) -> object:
            draft = SnoozeDraft(until=_text(values, "until"), reason=_text(values, "reason"))
            service.snooze(key, draft)
            return None

        super().__init__(desk, save, words("ui.today.snooze.verb"))
        until = self.make("until", DayField(words), words("ui.today.snooze.day"), required=True)
        reason = self.make("reason", TextLine(), words("ui.today.snooze.reason"), required=True)
        self.add_row((until, 1), (reason, 2))
        self.open(f"snooze/{key}", asdict(SnoozeDraft()))
