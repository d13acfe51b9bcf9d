"""Things that have a day, in words: the same on the screen, on paper and on the command line."""

from __future__ import annotations

from dpo_desk.domain.reminders import ItemKind, Reminder, Stage
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_work import LIFTING
from dpo_desk.services.due_items import Item


def task_title(title: str, words: Wording) -> str:
    """What a task says; one the program itself has set speaks the reader's language."""
    return words("case.task.lifting") if title == LIFTING else title


def title_of(item: Item, words: Wording) -> str:
    """What stands first in its line: a person, a record, a country, what is to be done."""
    match item.kind:
        case ItemKind.TASK:
            return task_title(item.title, words)
        case ItemKind.ADEQUACY_EXPIRY:
            return words.country(item.title)
        case ItemKind.PURGE:
            return words("agenda.purge", count=item.count)
        case _:
            return item.title


def neutral_title_of(item: Item, words: Wording) -> str:
    """The same without the name of a person: of a request only what was asked."""
    return kind_of(item, words) if item.rights else title_of(item, words)


def kind_of(item: Item, words: Wording) -> str:
    """What sort of thing it is; of the answer to a request, the rights."""
    if item.kind is ItemKind.CASE:
        return ", ".join(words(f"law.right.{right}") for right in item.rights)
    return words(f"agenda.kind.{item.kind}")


def what_of(item: Item, words: Wording) -> str:
    """Its reference and what sort of thing it is."""
    kind = kind_of(item, words)
    return words("agenda.what", ref=item.ref, kind=kind) if item.ref else kind


def step_of(item: Item, words: Wording) -> str:
    """What to do about it, as a button says it."""
    return words(f"case.step.{item.step}") if item.step else words("agenda.review")


def stage_of(item: Item, reminder: Reminder, words: Wording) -> str:
    """How far it has come."""
    if item.kind in (ItemKind.UNANSWERED, ItemKind.PURGE):
        return words(f"agenda.stage.{item.kind}")
    day = words.date(item.due or item.prudent or reminder.on)
    if reminder.stage is Stage.AHEAD:
        first = words.date(item.prudent or item.due or reminder.on)
        return words("agenda.stage.ahead", count=reminder.days, day=first)
    return words(f"agenda.stage.{reminder.stage}", day=day)
