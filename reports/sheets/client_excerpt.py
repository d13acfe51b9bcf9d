"""The excerpt of the register as processor for one client: all that is done for it, and nothing of anybody else."""

from __future__ import annotations

from ..content import Part, Sheet
from ..records import RegisterFacts
from ..words import Words
from . import client_part, frame


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """One part for the one client in the facts."""
    return frame.sheet(
        "client_excerpt",
        facts,
        words,
        (
            Part(
                client.name,
                (
                    frame.kept_by(facts, words),
                    *client_part.blocks(client, facts.organisation, words, outward=True),
                ),
                client.ref,
            )
            for client in facts.clients
        ),
    )
