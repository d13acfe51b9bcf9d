"""
The bridge from the records of the register to what its sheets print: every field, in the paper's language.

It goes by the type hints of the dataclasses, so that no field can be forgotten: a new one is on paper as soon as a
record has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, get_args, get_type_hints

from dpo_desk.domain.activity import (
    DataCategory,
    Purpose,
    Recipient,
    RetentionPeriod,
)
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.facts import Fact
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.paper import records as papers
from dpo_desk.services.changes import WORDS

InLanguage: TypeAlias = Callable[[TermKind, str], str]
"""A term of a catalogue in the paper's language; the text itself where it is no shipped term."""

_TERMS: Mapping[tuple[str, str], TermKind] = {
    ("Activity", "data_subjects"): TermKind.DATA_SUBJECT,
    ("Activity", "security"): TermKind.MEASURE,
    ("Client", "security"): TermKind.MEASURE,
    ("ClientProcessing", "data_subjects"): TermKind.DATA_SUBJECT,
    ("ClientProcessing", "data"): TermKind.DATA_CATEGORY,
    (DataCategory.__name__, "name"): TermKind.DATA_CATEGORY,
    (Purpose.__name__, "text"): TermKind.PURPOSE,
    (Recipient.__name__, "name"): TermKind.RECIPIENT,
    ("Transfer", "supplementary"): TermKind.MEASURE,
}

# Where the names of closed lists that are data stand, by the field that holds an id of theirs.
_LISTED = {"dpia_criteria": "law.dpia", "dpia_listed": "law.dpia", "item": "law.article28"}

# Not a statement of the record: they stand in its title and its history.
_APART = frozenset({"id", "ref", "version", "created_on", "updated_on", "source_sha256"})
_IDS = frozenset({"ActivityId", "ClientId", "ProcessorId", "TransferId"})


@dataclass(frozen=True, kw_only=True)
class Teller:
    """
    Tells records in one language.

    ``names`` are reference and name of every record by its id; ``term`` puts shipped terms into the language; ``law``
    names countries, tools and questions.
    """

    words: Wording
    names: Mapping[str, str]
    term: InLanguage
    law: LawWords

    def fields(self, record: object) -> papers.Fields:
        """Every field of the record that can be read, by name."""
        kind = type(record)
        return {
            each.name: self._stated(kind, each.name, getattr(record, each.name))
            for each in fields(kind)  # type: ignore[arg-type]  # a dataclass
            if each.name not in _APART
        }

    def _stated(self, kind: type, name: str, value: object) -> papers.Stated:
        label = f"fields.{_snake(kind.__name__)}.{name}"
        known: papers.State = "empty" if value in (None, "", ()) else "given"
        if isinstance(value, Fact):
            known, value = value.known.value, value.value
        if value in (None, "", ()):
            return papers.Stated(label, known)
        values = value if isinstance(value, tuple) else (value,)
        if all(is_dataclass(each) and not isinstance(each, RetentionPeriod) for each in values):
            return papers.Stated(label, known, records=tuple(self.fields(each) for each in values))
        lines = tuple(self._line(kind, name, each) for each in values)
        return papers.Stated(label, known, lines, code=_code(value, _text_kind(kind, name)))

    def _line(self, kind: type, name: str, value: object) -> str:
        words = self.words
        match value:
            case bool():
                return words(f"register.answer.{'yes' if value else 'no'}")
            case StrEnum():
                return words(f"{WORDS[type(value)]}.{value.value}")
            case date():
                return words.date(value)
            case RetentionPeriod():
                return period_text(value, words)
            case int():
                return words.number(value)
        text = str(value)
        match _text_kind(kind, name):
            case "country":
                return self.law.country(text)
            case "listed":
                return self._listed(name, text)
            case hint if hint in _IDS:
                return self.names.get(text, words("sheets.common.record_gone"))
        catalogue = _TERMS.get((kind.__name__, name))
        return self.term(catalogue, text) if catalogue else text

    def _listed(self, name: str, item: str) -> str:
        match name:
            case "tool":
                return self.law.tool(item)
            case "question":
                return self.law.question(item)
        key = f"{_LISTED[name]}.{item}"
        return self.words(key) if self.words.has(key) else item


def period_text(period: RetentionPeriod, words: Wording) -> str:
    """A period and what it is counted from."""
    length = words(f"register.unit.{period.unit}", count=period.number)
    if not period.trigger:
        return words("register.retention.no_trigger", length=length)
    return words("register.retention.period", length=length, trigger=period.trigger)


def _code(value: object, text_kind: str) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return value.value
        case int():
            return str(value)
        case str() if text_kind == "listed":
            return value
    return ""


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@cache
def _text_kind(kind: type, name: str) -> str:
    """The kind of text (``domain.record``) or of id a field holds, inside its fact or tuple."""
    return _inner(get_type_hints(kind, include_extras=True)[name])


def _inner(hint: Any) -> str:
    metadata = getattr(hint, "__metadata__", ())
    if metadata:
        return str(metadata[0])
    found = (_inner(argument) for argument in get_args(hint))
    return next(filter(None, found), "") or (hint.__name__ if hasattr(hint, "__supertype__") else "")
