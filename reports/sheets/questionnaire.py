"""The questionnaire a processor fills in: the items of Art. 28 as questions, with boxes and room to answer."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Entry, Heading, KeyValues, Paragraph, Part, Question, Sheet, Text
from ..records import ProcessorRecord, RegisterFacts
from ..words import Words
from . import frame, values

_FACTS = (
    "legal_name",
    "address",
    "contact",
    "dpo",
    "representative",
    "countries",
    "subprocessors",
    "assurances",
)
_LONG = frozenset({"subprocessors", "assurances"})


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """The questions to each processor in the facts, usually one; what we know already is not told."""
    return frame.sheet(
        "questionnaire",
        facts,
        words,
        (
            Part(words("sheets.questionnaire.title"), tuple(_blocks(each, facts, words)))
            for each in facts.processors
        ),
    )


def _blocks(processor: ProcessorRecord, facts: RegisterFacts, words: Words) -> Iterator[Block]:
    yield KeyValues(
        (
            Entry(words("sheets.questionnaire.from"), values.organisation(facts.organisation, words)),
            Entry(words("sheets.questionnaire.back_to"), values.contact(facts.organisation.dpo, words)),
            Entry(words("sheets.questionnaire.to"), (Text(processor.name, "strong"),)),
        )
    )
    yield Paragraph(words("sheets.questionnaire.intro"))
    yield Heading(words("sheets.questionnaire.you"), 1)
    for number, name in enumerate(_FACTS, 1):
        text = words(f"sheets.questionnaire.ask.{name}")
        yield Question(f"{number}", text, room=4 if name in _LONG else 2)
    yield Heading(words("sheets.questionnaire.contract"), 1)
    boxes = tuple(words(f"sheets.questionnaire.box.{box}") for box in ("yes", "no", "not_applicable"))
    for item in facts.checklist:
        note = words("sheets.common.article", article=item.article)
        label = words("sheets.questionnaire.remark")
        yield Question(item.id, item.question, boxes, note, room=2, room_label=label)
    yield Heading(words("sheets.questionnaire.signed"), 1)
    for field in ("name", "day", "signature"):
        yield Question("", words(f"sheets.questionnaire.sign.{field}"), room=1)
