"""The history of a request, told line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dpo_desk.domain.case import EntryKind, TimelineEntry
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_work import SERVED

_DAYS = frozenset({"received", "due", "prudent", "day", "before"})
# A fact whose value is a word of a list -> where the words of the list stand.
_WORDS = {
    "channel": "case.channel",
    "right": "law.right",
    "result": "case.result",
    "calendar": "law.calendar",
    "kind": "case.file",
}
# Kinds that tell different things by one of their facts.
_BY = {
    EntryKind.CHANGED: "what",
    EntryKind.TAKEN_BACK: "what",
    EntryKind.CLOSED: "what",
    EntryKind.TASK: "what",
    EntryKind.IDENTITY_ANSWERED: "enough",
    EntryKind.CLARIFICATION_ANSWERED: "enough",
    EntryKind.FEE_RECEIVED: "enough",
}


def timeline_text(entry: TimelineEntry, words: Wording) -> str:
    """The sentence of one line of the history, in this language."""
    facts: dict[str, object] = {name: _said(name, text, words) for name, text in entry.facts.items()}
    key = f"case.timeline.{entry.kind}"
    if entry.kind in _BY:
        key = f"{key}_{_variant(entry)}"
    elif entry.kind is EntryKind.DEADLINE and not entry.facts.get("due"):
        key = f"{key}_suspended" if entry.facts.get("prudent") else f"{key}_none"
    elif entry.kind is EntryKind.PAPER:
        facts["title"] = words(f"papers.title.{facts['template']}")
    elif entry.kind is EntryKind.SEARCHED:
        facts.setdefault("all", facts["count"])  # older lines did not tell it
    return words(key, **facts)


def for_an_auditor(timeline: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """The history without the officer's own notes."""
    return tuple(entry for entry in timeline if not entry.internal)


def _variant(entry: TimelineEntry) -> str:
    found = entry.facts.get(_BY[entry.kind])
    if found is None:  # older lines knew one way to be closed
        return "unanswered"
    if entry.kind is EntryKind.CHANGED and found == "received" and "before" not in entry.facts:
        return "receipt"  # older lines did not tell the days
    return found


def _said(name: str, text: str, words: Wording) -> object:
    if name in _DAYS and text:
        return date.fromisoformat(text)
    if name in _WORDS and text:
        return words(f"{_WORDS[name]}.{text}")
    if name == "reason" and text == SERVED:
        return words("case.file.served")
    return int(text) if name in {"count", "all"} else text
