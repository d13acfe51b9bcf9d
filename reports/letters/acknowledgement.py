"""The acknowledgement of a request: what was understood, by when it is answered, and how that day was counted."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Bullets, Heading, Letter, Paragraph, Quote
from ..facts import CaseFacts
from ..words import Words
from . import frame

_KIND = "acknowledgement"


def build(facts: CaseFacts, words: Words) -> Letter:
    """The letter; it promises a day, never a result."""
    return frame.letter(_KIND, facts, words, _blocks(facts, words))


def _blocks(facts: CaseFacts, words: Words) -> Iterator[Block]:
    channel = words(f"letters.common.channel.{facts.channel}")
    yield Paragraph(
        words(
            "letters.acknowledgement.received", day=facts.received, channel=channel, reference=facts.reference
        ),
        code="C01 C03",
    )
    yield Heading(words("letters.acknowledgement.understood.heading"), 3)
    yield Paragraph(words("letters.acknowledgement.understood.intro"), code="C03")
    yield Bullets(frame.right_lines(facts, words), code="C03")
    if facts.understood:
        yield Paragraph(words("letters.acknowledgement.understood.words"))
        yield Quote(facts.understood, code="C03")
    yield Paragraph(words("letters.acknowledgement.understood.correct"), code="C06")
    yield from _answer_by(facts, words)
    yield Heading(words("letters.acknowledgement.good_to_know.heading"), 3)
    yield _good_to_know(facts, words)


def _answer_by(facts: CaseFacts, words: Words) -> Iterator[Block]:
    day = facts.extended_to or facts.due
    late = day is not None and day < facts.written
    yield Heading(words("letters.acknowledgement.due.heading"), 3)
    if day is None:
        yield Paragraph(words("letters.acknowledgement.due.suspended"), "strong", "C04")
    else:
        kind = "late" if late else "day"
        yield Paragraph(words(f"letters.acknowledgement.due.{kind}", day=day), "strong", "C04")
    if facts.trace:
        yield Paragraph(words("letters.acknowledgement.due.counted"), code="C04")
        yield Bullets(facts.trace, code="C04")
    if late:  # Art. 12(4): who was not answered in time is told where to turn
        yield from frame.complaint(facts, words)
    elif facts.at_once:
        yield Paragraph(words("letters.acknowledgement.due.at_once"), code="C04")
    elif day is not None and not facts.extended_to:
        yield Paragraph(words("letters.acknowledgement.due.longer"), code="C04")


def _good_to_know(facts: CaseFacts, words: Words) -> Paragraph:
    free, contact = frame.free_of_charge(words), frame.contact(facts, words)
    known = words("letters.acknowledgement.good_to_know.identity") if facts.identity_on else ""
    return Paragraph(
        " ".join(filter(None, (free.text, known, contact.text))), code=f"{free.code} {contact.code}"
    )
