"""One transfer on paper: from whom to whom, under which tool, and whether it holds on the day of the paper."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Entry, KeyValues, Paragraph, Text
from ..records import NOTHING, Fields, TransferRecord
from ..words import Words
from . import parts, values

_FLOW = {
    "exporter": "", "exporter_country": "", "importer": "", "country": "30(1)(e)", "activity": "", "client": "",
    "processor": "", "data": "", "frequency": "",
}  # fmt: skip
_TOOL = {
    "tool": "45-49", "tool_reference": "", "tool_date": "", "document": "13(1)(f)", "valid_from": "", "valid_to": "",
    "scope_entity": "", "scope_on": "", "assessment": "", "assessment_on": "", "supplementary": "",
    "informed": "49(1)", "owner": "",
}  # fmt: skip
_PLACED = (*_FLOW, *_TOOL, "importer_named", "scope", "steps", *parts.APART)


def title(transfer: TransferRecord, words: Words) -> str:
    """Importer and country."""
    country = transfer["country"].text or words("sheets.common.country_unknown")
    return words("sheets.common.with_role", name=transfer.name, detail=country)


def blocks(transfer: TransferRecord, words: Words) -> Iterator[Block]:
    """Everything the record says."""
    if transfer["importer_named"].code == "no":
        yield Paragraph(words("sheets.transfer.unnamed"), "gap")
    yield KeyValues(tuple(_rows(transfer, words)))
    yield from parts.open_points(transfer, words)
    yield from parts.evidence(transfer, words)


def _rows(transfer: TransferRecord, words: Words) -> Iterator[Entry]:
    verdict = tuple(parts.verdict(transfer))
    if verdict:
        yield Entry(words("sheets.transfer.verdict"), verdict)
    articles = {
        name: words("sheets.common.article", article=each) for name, each in (_FLOW | _TOOL).items() if each
    }
    yield from values.rows(transfer, (*_FLOW, *_TOOL, *values.rest(transfer, _PLACED)), words, articles)
    if transfer["scope"].records:
        answers = (text for each in transfer["scope"].records for text in _answer(each, words))
        yield Entry(words(transfer["scope"].label), tuple(answers))
    if transfer["steps"].records:
        found = (text for each in transfer["steps"].records for text in _step(each, words))
        yield Entry(words(transfer["steps"].label), tuple(found), words("sheets.transfer.steps_source"))
    yield parts.standing(transfer, words)


def _answer(scope: Fields, words: Words) -> Iterator[Text]:
    (answer, *_) = values.shown(scope["answer"], words)
    yield Text(words("sheets.common.named", name=scope["question"].text, detail=answer.text), answer.tone)


def _step(step: Fields, words: Words) -> Iterator[Text]:
    number = step["step"].code
    yield Text(
        words("sheets.common.named", name=number, detail=words(f"sheets.transfer.step.{number}")), "strong"
    )
    yield from values.shown(step["finding"], words)
    yield from values.labelled(step.get("on", NOTHING), words)
