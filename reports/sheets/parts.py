"""What several kinds of records share on paper: where a record stands, what it lacks, what its source says."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Bullets, Entry, Heading, Quote, Text
from ..records import NOTHING, RecordFacts, TransferRecord
from ..words import Words
from . import values

# Shown apart from the fields: in the title, the line of the record, the list of gaps, the quotations.
APART = ("name", "status", "review", "to_clarify", "evidence")


def title(record: RecordFacts) -> str:
    """Reference and name."""
    return f"{record.ref}  {record.name}" if record.ref else record.name


def standing(record: RecordFacts, words: Words) -> Entry:
    """Status, version, when it was recorded, changed, validated, and when it will be looked at again."""
    history, review = record.history, record["review"]
    lines = [record.status, words("sheets.common.version", version=history.version)]
    if history.created_on:
        lines.append(words("sheets.common.created", day=history.created_on))
    if history.changed_on:
        lines.append(words("sheets.common.changed", day=history.changed_on))
    texts = [Text(words("sheets.common.separator").join(filter(None, lines)))]
    if history.told:
        texts.append(_validation(record, words))
    for each in review.records:
        texts.extend(values.details(each, ("next_on", "every_months"), words))
    return Entry(words("sheets.common.record"), tuple(texts))


def _validation(record: RecordFacts, words: Words) -> Text:
    history = record.history
    if history.validated_on is None:
        return Text(words("sheets.common.not_validated"), "quiet")
    who = history.validated_by
    said = words("sheets.common.validated", day=history.validated_on, who=who)
    if not history.changed_since:
        return Text(said)
    return Text(words("sheets.common.changed_since", said=said), "gap")


def open_points(record: RecordFacts, words: Words) -> Iterator[Block]:
    """What the record lacks, and what its keeper has still to find out."""
    points = (*record.gaps, *record["to_clarify"].lines)
    if points:
        yield Heading(words("sheets.common.open_points"), 2)
        yield Bullets(points)


def evidence(record: RecordFacts, words: Words) -> Iterator[Block]:
    """The quotations the record rests on."""
    quoted = record["evidence"].records
    if quoted:
        yield Heading(words(record["evidence"].label), 2)
    for each in quoted:
        quote, section = each.get("quote", NOTHING), each.get("section", NOTHING)
        yield Quote(words("sheets.common.quoted", text=quote.text), section.text)


def flow(transfer: TransferRecord, words: Words, *, judged: bool = True) -> Iterator[Text]:
    """A transfer inside the sheet of the record it belongs to: to whom, where, under which tool, and whether it holds."""
    country = transfer["country"].text or words("sheets.common.country_unknown")
    line = words("sheets.common.with_role", name=title(transfer), detail=country)
    yield values.marked(
        line, transfer["country"].known, words, "plain" if transfer["country"].said else "gap"
    )
    yield from values.labelled(transfer["tool"], words)
    if judged:
        yield from verdict(transfer, reasons=False)


def verdict(transfer: TransferRecord, *, reasons: bool = True) -> Iterator[Text]:
    """Whether the transfer may take place on the day of the paper, and why."""
    if transfer.verdict is None:
        return
    yield Text(transfer.verdict.text, "gap" if transfer.verdict.code in _DOUBTFUL else "strong")
    if reasons:
        yield from (Text(reason, "quiet") for reason in transfer.verdict.reasons)


_DOUBTFUL = ("reserved", "not_valid")
