"""The sheet of one processing activity."""

from __future__ import annotations

from ..content import Part, Sheet
from ..records import RegisterFacts
from ..words import Words
from . import activity_part, frame


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """One part for each activity in the facts, usually one."""
    return frame.sheet(
        "activity",
        facts,
        words,
        (
            Part(
                activity.name,
                (
                    frame.kept_by(facts, words),
                    *activity_part.blocks(activity, facts.organisation, words),
                ),
                activity.ref,
            )
            for activity in facts.activities
        ),
    )
