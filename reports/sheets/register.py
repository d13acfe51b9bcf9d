"""The register for the supervisory authority, GDPR Art. 30(1), 30(2) and 30(4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..content import Block, Bullets, Paragraph, Part, Sheet, Table, Text
from ..records import RecordFacts, RegisterFacts
from ..words import Words
from . import activity_part, client_part, cover, frame, processor_part, transfer_part, values

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
    yield _lead("processors", facts.processors, words)
    for processor in facts.processors:
        blocks = tuple(processor_part.blocks(processor, facts.checklist, words))
        yield Part(processor.name, blocks, processor.ref, 1)
    yield _lead("transfers", facts.transfers, words, day=facts.as_of)
    yield from transfer_parts(facts, words)
    if organisation.to_clarify:
        points = tuple(line for line in organisation.to_clarify.split("\n") if line.strip())
        yield Part(words("sheets.register.to_clarify"), (Bullets(points),))


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


def _lead(kind: str, records: Sequence[RecordFacts], words: Words, **told: object) -> Part:
    said = (
        words(f"sheets.register.intro.{kind}", **told) if records else words(f"sheets.register.none.{kind}")
    )
    return Part(words(f"sheets.register.{kind}"), (Paragraph(said),))


def transfer_parts(facts: RegisterFacts, words: Words) -> Iterator[Part]:
    """Every transfer; in the outline, but not in the contents, which would be longer than the register."""
    for transfer in facts.transfers:
        title, blocks = transfer_part.title(transfer, words), tuple(transfer_part.blocks(transfer, words))
        yield Part(title, blocks, transfer.ref, 1, listed=False)
