"""What a gap says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dpo_desk.domain.completeness import Gap
from dpo_desk.domain.judgement import Reason, Why
from dpo_desk.domain.transfer_law import ChapterV, Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import Wording

_REASON = "reason."
"""Begins the rules whose sentence is a reason of Chapter V."""


def gap_text(gap: Gap, words: Wording, law: ChapterV | None = None) -> str:
    """
    The sentence of a gap.

    Args:
        gap: What was found.
        words: The language.
        law: The tables of Chapter V in force, where the user may have put others in place of those shipped.
    """
    law_words = LawWords(words, law or shipped())
    if gap.rule.startswith(_REASON):
        return law_words.reason(_reason(gap))
    said: Mapping[str, Callable[[str], str]] = {
        "country": law_words.country,
        "length": lambda text: _length(text, words),
        "limit": lambda text: _length(text, words),
        "day": lambda text: words.date(date.fromisoformat(text)),
        "reference": lambda each: words(f"law.checks.reference.{each}"),
        "instrument": lambda each: words(f"law.checks.instrument.{each}"),
        "criterion": lambda each: words(f"law.dpia.{each}"),
        "item": lambda each: words(f"law.article28.{each}"),
        "role": lambda each: words(f"register.role.{each}"),
        "advised": lambda each: words(f"register.role.{each}"),
    }
    facts = {name: said[name](text) if name in said else text for name, text in gap.facts.items()}
    return words(f"gaps.{gap.rule}", **facts)


def _length(text: str, words: Wording) -> str:
    """“3 years”, as ``checks.words.Length`` says it, in words."""
    number, unit = text.split()
    return words(f"register.unit.{unit}", count=int(number))


def _reason(gap: Gap) -> Reason:
    facts: dict[str, str | date] = {
        name: date.fromisoformat(text) if name in {"day", "until"} else text
        for name, text in gap.facts.items()
    }
    key = Why(gap.rule.removeprefix(_REASON))
    return Reason(key=key, verdict=Verdict.RESERVED, place=gap.place, facts=facts)
