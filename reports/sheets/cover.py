"""The cover of a register: who keeps it, of what day it is, what it holds, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Cover, Entry, Heading, KeyValues, Paragraph, Text
from ..records import Extent, RegisterFacts
from ..words import Words
from . import frame, values


def cover(facts: RegisterFacts, words: Words) -> Cover:
    """The first page."""
    book = "both" if len(facts.books) > 1 else next(iter(facts.books))
    return Cover(
        words("sheets.register.title"),
        words(f"sheets.cover.subtitle.{book}", day=facts.as_of),
        tuple(_blocks(facts, words)),
    )


def _blocks(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    yield KeyValues(
        (
            *frame.keeper(facts, words),
            Entry(words("sheets.cover.as_of"), tuple(_days(facts, words))),
            Entry(words("sheets.cover.extent"), tuple(_extent(facts, words))),
            Entry(words("sheets.cover.left_out"), tuple(_left_out(facts, words))),
        )
    )
    yield Heading(words("sheets.cover.reading"), 3)
    yield Paragraph(words("sheets.cover.statement"))
    yield Paragraph(words("sheets.cover.unknown", mark=words("sheets.common.unknown")), "gap")
    yield Paragraph(words("sheets.cover.proposed", mark=words("sheets.common.proposed_mark")), "proposed")
    unknown, proposed = values.counted(facts.records)
    yield Paragraph(words("sheets.cover.counted", unknown=unknown, proposed=proposed), "quiet")


def _days(facts: RegisterFacts, words: Words) -> Iterator[Text]:
    yield Text(words.date(facts.as_of))
    if facts.as_of != facts.made_on:
        yield Text(words("sheets.cover.made_on", day=facts.made_on), "quiet")


def _extent(facts: RegisterFacts, words: Words) -> Iterator[Text]:
    for extent in facts.extents:
        yield Text(words(f"sheets.cover.shown.{extent.kind}", count=extent.shown))


def _left_out(facts: RegisterFacts, words: Words) -> Iterator[Text]:
    nothing = True
    for book in ("controller", "processor"):
        if book not in facts.books:
            nothing = False
            yield Text(words(f"sheets.cover.other_book.{book}"))
    for extent in facts.extents:
        if extent.shown < extent.total:
            nothing = False
            yield Text(_why(extent, words))
    if nothing:
        yield Text(words("sheets.cover.nothing_left_out"))


def _why(extent: Extent, words: Words) -> str:
    reasons = [
        words(f"sheets.cover.why.{reason}", count=count)
        for reason, count in (
            ("drafts", extent.drafts),
            ("archived", extent.archived),
            ("others", extent.others),
        )
        if count
    ]
    title = words(f"sheets.cover.kind.{extent.kind}")
    told = words("sheets.cover.shown_of", shown=extent.shown, total=extent.total)
    return words("sheets.cover.left", kind=title, shown=told, reasons=words.join(reasons))
