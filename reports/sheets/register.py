"""The register for the supervisory authority, GDPR Art. 30(1), 30(2) and 30(4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..content import Block, Heading, Paragraph, Part, Sheet, Table, Text
from ..records import RecordFacts, RegisterFacts
from ..words import Words
from . import activity_part, client_part, cover, frame, parts, processor_part, transfer_part, values

_SHARES = (0.09, 0.63, 0.14, 0.14)


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """Cover, contents, one part for each activity and client, the processors, the transfers."""
    return frame.sheet("register", facts, words, _parts(facts, words), cover=cover.cover(facts, words))


def _parts(facts: RegisterFacts, words: Words) -> Iterator[Part]:
    organisation = facts.organisation
    if "controller" in facts.books:
        yield Part(
            words("sheets.register.activities"), tuple(_overview("activities", facts.activities, words))
        )
        for activity in facts.activities:
            blocks = tuple(activity_part.blocks(activity, organisation, words))
            yield Part(activity.name, blocks, activity.ref, 1)
    if "processor" in facts.books:
        yield Part(words("sheets.register.clients"), tuple(_overview("clients", facts.clients, words)))
        for client in facts.clients:
            blocks = tuple(client_part.blocks(client, organisation, words))
            yield Part(client.name, blocks, client.ref, 1)
    yield Part(words("sheets.register.processors"), tuple(_processors(facts, words)))
    yield Part(words("sheets.register.transfers"), tuple(transfer_blocks(facts, words)))


def _overview(kind: str, records: Sequence[RecordFacts], words: Words) -> Iterator[Block]:
    if not records:
        yield Paragraph(words(f"sheets.register.none.{kind}"))
        return
    yield Paragraph(words(f"sheets.register.intro.{kind}"))
    columns = ("ref", "name", "status", "open")
    head = tuple(words(f"sheets.register.column.{column}") for column in columns)
    rows = tuple(
        (
            Text(record.ref, "quiet"),
            Text(record.name, "strong"),
            Text(record.status),
            Text(str(values.counted((record,))[0])),
        )
        for record in records
    )
    yield Table(head, rows, _SHARES)


def _processors(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    if not facts.processors:
        yield Paragraph(words("sheets.register.none.processors"))
        return
    yield Paragraph(words("sheets.register.intro.processors"))
    for processor in facts.processors:
        yield Heading(parts.title(processor), 2)
        yield from lower(processor_part.blocks(processor, facts.checklist, words))


def transfer_blocks(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    """Every transfer with its heading."""
    if not facts.transfers:
        yield Paragraph(words("sheets.register.none.transfers"))
        return
    yield Paragraph(words("sheets.register.intro.transfers", day=facts.as_of))
    for transfer in facts.transfers:
        yield Heading(transfer_part.title(transfer, words), 2)
        yield from lower(transfer_part.blocks(transfer, words))


def lower(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with their headings one level deeper."""
    for block in blocks:
        yield Heading(block.text, block.level + 1, block.code) if isinstance(block, Heading) else block
