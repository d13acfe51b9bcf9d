"""Where records hold terms of the catalogues, which of these mean the same, and how one takes the place of another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from dpo_desk.domain.activity import Activity, Recipient
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.checks.words import fold
from dpo_desk.domain.client import Client, ClientProcessing
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.transfer import Transfer

Record = TypeVar("Record", Activity, Client, Transfer)
T = TypeVar("T")
Turn = Callable[[str], str]
"""Gives the text that takes the place of a term."""


def terms_in(record: Record, kind: TermKind) -> frozenset[str]:
    """The terms of this kind the record holds."""
    found: set[str] = set()

    def note(text: str) -> str:
        found.add(text)
        return text

    _turned(record, kind, note)
    return frozenset(found)


def with_term(record: Record, kind: TermKind, old: str, new: str) -> Record:
    """The record with the new term wherever the old one of this kind stood; a list never holds one twice."""
    return _turned(record, kind, lambda text: new if text == old else text)


def sameness(text: str) -> str:
    """What two spellings of a term share: case, accents, signs, blanks and the plural do not count."""
    return " ".join(_singular(word) for word in _WORD.findall(fold(text)))


def doubles(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of texts that look like the same term, each in the order given."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        groups[sameness(text)].append(text)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


# --- the plural, of English and French alike -----------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_SHORT = 3  # words as short as this one are left alone


def _singular(word: str) -> str:
    if len(word) <= _SHORT:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    stem = word[:-1] if word[-1] in "sx" and not word.endswith("ss") else word
    return stem[:-2] + "y" if stem.endswith("ie") else stem


# --- where terms stand ---------------------------------------------------------------------------------------------------


def _turned(record: Record, kind: TermKind, turn: Turn) -> Record:
    if isinstance(record, Activity):
        return _in_activity(record, kind, turn)
    if isinstance(record, Client):
        return _in_client(record, kind, turn)
    if kind is TermKind.MEASURE:
        return replace(record, supplementary=_listed(record.supplementary, turn))
    return record


def _in_activity(activity: Activity, kind: TermKind, turn: Turn) -> Activity:
    match kind:
        case TermKind.DATA_SUBJECT:
            return replace(activity, data_subjects=_listed(activity.data_subjects, turn))
        case TermKind.MEASURE:
            return replace(activity, security=_listed(activity.security, turn))
        case TermKind.PURPOSE:
            return replace(activity, purposes=tuple(replace(p, text=turn(p.text)) for p in activity.purposes))
        case TermKind.DATA_CATEGORY:
            return replace(
                activity, categories=_each(activity.categories, lambda c: replace(c, name=turn(c.name)))
            )
        case TermKind.RECIPIENT:
            return replace(activity, recipients=_each(activity.recipients, partial(_recipient, turn)))


def _recipient(turn: Turn, recipient: Recipient) -> Recipient:
    """One with a record of its own is called as that record is."""
    return recipient if recipient.processor else replace(recipient, name=turn(recipient.name))


def _in_client(client: Client, kind: TermKind, turn: Turn) -> Client:
    match kind:
        case TermKind.MEASURE:
            return replace(client, security=_listed(client.security, turn))
        case TermKind.DATA_SUBJECT | TermKind.DATA_CATEGORY:
            return replace(client, processing=_each(client.processing, partial(_processing, kind, turn)))
        case _:
            return client


def _processing(kind: TermKind, turn: Turn, processing: ClientProcessing) -> ClientProcessing:
    if kind is TermKind.DATA_SUBJECT:
        return replace(processing, data_subjects=_listed(processing.data_subjects, turn))
    return replace(processing, data=_listed(processing.data, turn))


def _listed(fact: Fact[tuple[str, ...]], turn: Turn) -> Fact[tuple[str, ...]]:
    return Fact(fact.known, tuple(dict.fromkeys(map(turn, fact.value)))) if fact.value else fact


def _each(fact: Fact[tuple[T, ...]], change: Callable[[T], T]) -> Fact[tuple[T, ...]]:
    return Fact(fact.known, tuple(map(change, fact.value))) if fact.value else fact
