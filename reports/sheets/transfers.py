"""The list of transfers to third countries, with what Chapter V says to each on the day of the paper."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Part, Sheet, Table, Text
from ..records import RegisterFacts, TransferRecord
from ..words import Words
from . import frame, parts, register, values

_SHARES = (0.08, 0.27, 0.18, 0.24, 0.23)


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """The table of all, then each with all its fields."""
    return frame.sheet("transfers", facts, words, _parts(facts, words))


def _parts(facts: RegisterFacts, words: Words) -> Iterator[Part]:
    blocks: list[Block] = [frame.kept_by(facts, words)]
    if facts.transfers:
        columns = ("ref", "importer", "country", "tool", "verdict")
        head = tuple(words(f"sheets.transfers.column.{column}") for column in columns)
        blocks.append(Table(head, tuple(_row(each, words) for each in facts.transfers), _SHARES))
    yield Part(words("sheets.transfers.title"), tuple(blocks))
    yield from register.transfer_parts(facts, words)


def _row(transfer: TransferRecord, words: Words) -> tuple[Text, ...]:
    (verdict, *_) = (*parts.verdict(transfer, reasons=False), Text(""))
    return (
        Text(transfer.ref, "quiet"),
        Text(transfer.name, "strong"),
        *values.shown(transfer["country"], words),
        *values.shown(transfer["tool"], words),
        verdict,
    )
