"""The differences between two states of a record in words: what a field is called, and what it said before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from dpo_desk.domain.activity import (
    Afterwards,
    AutomatedException,
    LegalBasis,
    Provision,
    RecipientKind,
    SpecialCondition,
    TimeUnit,
)
from dpo_desk.domain.changes import Change, changes, label_of
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.facts import Known as State
from dpo_desk.domain.processor import ClauseState, ContractStatus, Decides, ProcessorRole
from dpo_desk.domain.record import Answer, RecordKind, RecordStatus
from dpo_desk.domain.transfer import Frequency
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.services.shapes import (
    Known,
    Link,
    Many,
    Parts,
    Shape,
    Text,
    shape_at,
    shape_of,
    without_numbers,
)

Named = Callable[[RecordKind, str], str]
"""What a record is called: its reference and its name; empty when it is gone."""

WORDS: Mapping[type[StrEnum], str] = MappingProxyType({
    RecordStatus: "register.status",
    Answer: "register.answer",
    LegalBasis: "law.basis",
    SpecialCondition: "law.condition",
    AutomatedException: "law.exception",
    Provision: "register.provision",
    TimeUnit: "register.unit_name",
    Afterwards: "register.afterwards",
    RecipientKind: "register.recipient",
    ProcessorRole: "register.role",
    Decides: "register.decides",
    ContractStatus: "register.contract",
    ClauseState: "register.clause_state",
    Frequency: "register.frequency",
    State: "register.known",
})  # fmt: skip
"""Where the words of each enumeration of the register stand."""

LISTED: Mapping[str, str] = MappingProxyType({
    "dpia_criteria": "law.dpia",
    "dpia_listed": "law.dpia",
    "clauses.item": "law.article28",
})  # fmt: skip
"""Where the words of the closed lists stand which are data, by the path of the field."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a record is told with: the words, the tables of Chapter V with theirs, and what other records are called."""

    words: Wording
    law: LawWords
    named: Named


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field in words: its name with those of the fields that lead there, and its text before and after."""

    place: str
    label_key: str
    label: str
    before: str
    after: str


def field_changes(before: object, after: object, telling: Telling) -> tuple[FieldChange, ...]:
    """What differs between two states of a record, in words."""
    teller = _Teller(type(after), telling)
    return tuple(teller.change(each) for each in changes(before, after))


def told(record: object, telling: Telling) -> tuple[tuple[str, str], ...]:
    """Every field of a record in words: its name and what it says; a field that is empty has no text."""
    return tuple(_Teller(type(record), telling).whole(record))


def label_in_words(change: Change, words: Wording) -> str:
    """What the changed field is called, with the fields and the entries that lead there."""
    parts: list[str] = []
    names = iter(change.labels)
    for step in change.place.split("."):
        if step.isdigit():
            parts[-1] = words("history.entry", label=parts[-1], number=int(step) + 1)
        else:
            parts.append(words(next(names)))
    return words("history.path").join(parts)


class _Teller:
    def __init__(self, record: type[Any], telling: Telling) -> None:
        self._record = record
        self._words, self._law, self._named = telling.words, telling.law, telling.named

    def change(self, change: Change) -> FieldChange:
        shape = shape_at(self._record, change.place)
        return FieldChange(
            place=change.place,
            label_key=change.label_key,
            label=label_in_words(change, self._words),
            before=self._side(shape, change.before, change),
            after=self._side(shape, change.after, change),
        )

    def whole(self, record: object) -> Iterator[tuple[str, str]]:
        for name, shape in shape_of(self._record).fields.items():
            said = self._say(shape, getattr(record, name), name)
            yield self._words(label_of(self._record, name)), said

    def _side(self, shape: Shape, value: Any, change: Change) -> str:
        if change.moved:
            return "\n".join(value)
        if value is None and not isinstance(shape, Known):
            return ""
        return self._say(shape, value, without_numbers(change.place))

    def _say(self, shape: Shape, value: Any, path: str) -> str:
        if isinstance(value, Fact):
            return self._fact(shape, value, path)
        if isinstance(value, bool):
            return self._words(f"register.answer.{Answer.YES if value else Answer.NO}")
        if isinstance(value, date):
            return self._words.short_date(value)
        if isinstance(value, StrEnum):
            return self._words(f"{WORDS[type(value)]}.{value}")
        match shape:
            case Parts():
                return "\n".join(self._parts(shape, value, path))
            case Many(each=Parts() as each):
                return "\n\n".join("\n".join(self._parts(each, one, path)) for one in value)
            case Many():
                return "\n".join(self._say(shape.each, one, path) for one in value)
            case Link() if value:
                return self._named(shape.to, value) or self._words("history.gone")
            case Text(kind="country") if value:
                return self._law.country(value)
            case Text(kind="listed"):
                return self._listed(value, path)
            case _:
                return "" if value is None else str(value)

    def _listed(self, value: str, path: str) -> str:
        if path == "tool":
            return self._law.tool(value)
        if path == "scope.question":
            return self._law.question(value)
        key = f"{LISTED[path]}.{value}"
        return self._words(key) if self._words.has(key) else value  # an item the tables do not have any more

    def _fact(self, shape: Shape, fact: Fact[Any], path: str) -> str:
        if fact.value is None:
            return self._words(f"register.known.{fact.known}")
        inner = shape.value if isinstance(shape, Known) else shape
        said = self._say(inner, fact.value, path)
        return self._words("history.proposed", value=said) if fact.known is State.PROPOSED else said

    def _parts(self, shape: Parts, value: Any, path: str) -> Iterator[str]:
        """Each field that says something, a line each."""
        for name, each in shape.fields.items():
            found = getattr(value, name)
            if found in _SAYS_NOTHING or each == _CARRIED_ALONG:
                continue
            said = self._say(each, found, f"{path}.{name}")
            yield self._words("history.line", label=self._words(label_of(shape.type, name)), text=said)


_SAYS_NOTHING: Sequence[object] = (None, "", (), Fact())
_CARRIED_ALONG = Text("kept")
