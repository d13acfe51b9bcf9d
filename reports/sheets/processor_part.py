"""One processor or other organisation on paper: role, place, contract, checklist of Art. 28, who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..content import Block, Bullets, Heading, KeyValues, Paragraph, Table, Text
from ..records import NOTHING, Branch, Fields, Item, ProcessorRecord
from ..words import Words
from . import parts, values

_FIELDS = {
    "service": "", "legal_name": "", "address": "", "role": "4(7), 4(8), 26", "decides_purposes": "",
    "decides_means": "", "role_reason": "", "data": "", "own_purposes": "28(10)", "countries": "", "safeguards": "",
    "contract": "28(3)", "contact": "", "dpo": "", "representative": "27", "assurances": "28(1), 28(5)", "risk": "",
    "owner": "",
}  # fmt: skip
_PLACED = (*_FIELDS, "named", "clauses", "subprocessors", *parts.APART)
_STEPS = 5  # of the way to a sub-processor that are told
_SHARES = (0.07, 0.48, 0.15, 0.3)


def blocks(processor: ProcessorRecord, checklist: Sequence[Item], words: Words) -> Iterator[Block]:
    """Everything the record says."""
    if processor["named"].code == "no":
        yield Paragraph(words("sheets.processor.unnamed"), "gap")
    articles = {name: words("sheets.common.article", article=each) for name, each in _FIELDS.items() if each}
    names = (*_FIELDS, *values.rest(processor, _PLACED))
    rows = tuple(values.rows(processor, names, words, articles))
    yield KeyValues((*rows, parts.standing(processor, words)))
    yield from _serves(processor, words)
    yield from _behind(processor, words)
    yield from _checklist(processor, checklist, words)
    yield from parts.open_points(processor, words)
    yield from parts.evidence(processor, words)


def _serves(processor: ProcessorRecord, words: Words) -> Iterator[Block]:
    if processor.serves:
        yield Heading(words("sheets.processor.serves"), 2)
        yield Bullets(processor.serves)


def _behind(processor: ProcessorRecord, words: Words) -> Iterator[Block]:
    """The sub-processors as a tree: each line carries the way to it."""
    stated = processor["subprocessors"]
    if stated.known == "unknown" and processor["role"].code == "controller":
        return
    yield Heading(words("sheets.processor.behind"), 2)
    if not processor.branches:
        (text, *_) = values.shown(stated, words)
        yield Paragraph(text.text, text.tone)
        return
    if stated.known == "proposed":
        yield Paragraph(
            values.marked(words("sheets.processor.behind_all"), "proposed", words).text, "proposed"
        )
    yield Bullets(tuple(_line(branch, words) for branch in processor.branches))


def _line(branch: Branch, words: Words) -> str:
    way = branch.way if len(branch.way) <= _STEPS else ("…", *branch.way[-_STEPS:])
    line = " → ".join(way)
    if branch.detail:
        line = words("sheets.common.named", name=line, detail=branch.detail)
    return words("sheets.processor.loop", name=line) if branch.again else line


def _checklist(processor: ProcessorRecord, checklist: Sequence[Item], words: Words) -> Iterator[Block]:
    clauses = {clause["item"].code: clause for clause in processor["clauses"].records}
    if not clauses and processor["role"].code in ("controller", "joint_controller"):
        return
    yield Heading(words(processor["clauses"].label), 2)
    if not clauses:
        yield Paragraph(words("sheets.processor.unchecked", count=len(checklist)), "gap")
        return
    head = tuple(words(f"sheets.processor.column.{column}") for column in ("item", "text", "state", "note"))
    known = tuple(_item(item, clauses.get(item.id), words) for item in checklist)
    gone = (clause for item, clause in clauses.items() if item not in {each.id for each in checklist})
    others = tuple(_clause(clause["item"].code, clause["item"].text, clause, words) for clause in gone)
    yield Table(head, (*known, *others), _SHARES)


def _item(item: Item, clause: Fields | None, words: Words) -> tuple[Text, ...]:
    text = words(
        "sheets.common.with_role", name=item.text, detail=words("sheets.common.article", article=item.article)
    )
    if clause is None:
        return (
            Text(item.id, "quiet"),
            Text(text),
            Text(words("register.clause_state.unknown"), "gap"),
            Text(""),
        )
    return _clause(item.id, text, clause, words)


def _clause(item: str, text: str, clause: Fields, words: Words) -> tuple[Text, ...]:
    state = clause["state"]
    noted = (clause.get("clause", NOTHING).text, clause.get("note", NOTHING).text)
    separator = words("sheets.common.separator")
    return (
        Text(item, "quiet"),
        Text(text),
        Text(state.text, "gap" if state.code in ("unknown", "no") else "plain"),
        Text(separator.join(filter(None, noted))),
    )
