"""The week on one sheet: what presses, in the order of its days, with a box to tick."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..content import Block, Heading, Paragraph, Part, Sheet, Table, Text
from ..records import DueFacts, RegisterFacts
from ..words import Words
from . import frame

_SHARES = (0.26, 0.39, 0.27, 0.08)


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """One table for each group of days."""
    part = Part(words("sheets.week_list.title"), tuple(_blocks(facts, words)))
    return frame.sheet("week_list", facts, words, (part,))


def _blocks(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("sheets.week_list.intro"), "quiet")
    if not facts.due:
        yield Paragraph(words("sheets.week_list.nothing"))
    head = tuple(words(f"sheets.week_list.column.{column}") for column in ("day", "what", "step", "done"))
    for group, due in groupby(facts.due, key=lambda each: each.group):
        yield Heading(group, 2)
        yield Table(head, tuple(_row(each, words) for each in due), _SHARES)


def _row(due: DueFacts, words: Words) -> tuple[Text, ...]:
    what = "\n".join(text for text in (due.ref, due.what) if text)
    return (
        Text("\n".join(_days(due, words))),
        Text(what, "strong"),
        Text(due.step),
        Text(words("sheets.week_list.box")),
    )


def _days(due: DueFacts, words: Words) -> Iterator[str]:
    if due.due:
        yield words("sheets.week_list.due", day=due.due)
    if due.prudent and due.prudent != due.due:
        yield words("sheets.week_list.by", day=due.prudent)
