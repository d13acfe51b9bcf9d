"""The sheet of one processor or other organisation that gets data."""

from __future__ import annotations

from ..content import Part, Sheet
from ..records import RegisterFacts
from ..words import Words
from . import frame, processor_part


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """One part for each processor in the facts, usually one."""
    return frame.sheet(
        "processor",
        facts,
        words,
        (
            Part(each.name, tuple(processor_part.blocks(each, facts.checklist, words)), each.ref)
            for each in facts.processors
        ),
    )
