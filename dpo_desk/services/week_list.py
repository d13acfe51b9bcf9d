"""The facts of the printed week: what presses, by reference and without a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dpo_desk import paper as papers
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.reminders import ItemKind
from dpo_desk.library.wording import Wording
from dpo_desk.services.agenda import PRESSING, agenda_of
from dpo_desk.services.due_items import Group, Item
from dpo_desk.services.facts import organisation_facts
from dpo_desk.services.item_words import neutral_title_of, step_of
from dpo_desk.services.ports import UnitOfWork


def week_facts(
    unit: UnitOfWork, organisation: Organisation, today: date, words: Wording
) -> papers.records.RegisterFacts:
    """What is late, due today or within a week, and what waits for a person."""
    return papers.records.RegisterFacts(
        organisation=organisation_facts(organisation, words),
        as_of=today,
        made_on=today,
        due=tuple(_due(agenda_of(unit, today).items, words)),
    )


def _due(items: tuple[Item, ...], words: Wording) -> Iterator[papers.records.DueFacts]:
    for item in items:
        if item.group in PRESSING or item.group is Group.WAITING:
            yield papers.records.DueFacts(
                group=words(f"agenda.group.{item.group}"),
                ref=item.ref,
                what=neutral_title_of(item, words),
                step="" if item.kind is ItemKind.TASK else step_of(item, words),
                due=item.due,
                prudent=item.prudent,
            )
