"""The history of a case in words."""

from __future__ import annotations

from datetime import date

from dpo_desk.domain.case import EntryKind, TimelineEntry
from dpo_desk.library.wording import Wording

_DAYS = frozenset({"received", "due", "prudent", "day"})


def timeline_text(entry: TimelineEntry, words: Wording) -> str:
    """The sentence of one line of the history, in this language."""
    facts: dict[str, object] = {
        name: date.fromisoformat(text) if name in _DAYS and text else text
        for name, text in entry.facts.items()
    }
    key = f"case.timeline.{entry.kind}"
    if entry.kind is EntryKind.RECEIVED:
        facts["channel"] = words(f"case.channel.{facts['channel']}")
    elif entry.kind is EntryKind.DEADLINE and not facts["due"]:
        key = "case.timeline.deadline_suspended"
    elif entry.kind is EntryKind.SEARCHED:
        facts["count"] = int(entry.facts["count"])
    elif entry.kind is EntryKind.CHANGED:
        key = f"case.timeline.changed_{facts['what']}"
    elif entry.kind is EntryKind.PAPER:
        facts["title"] = words(f"papers.title.{facts['template']}")
    return words(key, **facts)
