"""
The records of the register as a form holds them: plain values as typed, and the way there and back.

One key a field: texts, days and numbers as text; truth values; several lines as one text, an entry a line; identifiers
as text, several as a list; parts as a dict or a list of dicts; a fact as ``{"known": …, "text": …}``, and one made of
parts as ``{"known": …}`` with these beside it. The value of a fact is kept even while its state says unknown or none,
and dropped at Save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, cast

from dpo_desk.domain.activity import Activity, Retention, RetentionPeriod, TimeUnit
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.facts import Known as State
from dpo_desk.domain.processor import Contract, Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import AssessmentStep, Transfer
from dpo_desk.errors import FieldError
from dpo_desk.services import parsing
from dpo_desk.services.shapes import (
    Chosen,
    Day,
    Flag,
    Known,
    Link,
    Many,
    Number,
    Parts,
    Shape,
    Text,
    shape_of,
    without_numbers,
)

Record = TypeVar("Record", Activity, Client, Processor, Transfer)
T = TypeVar("T")
Values = dict[str, object]

_VALUED = (State.PROPOSED, State.GIVEN)


@dataclass(frozen=True)
class Lists:
    """The closed lists which are data: the ids each ``Listed`` field may hold, by its path without numbers."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    organisations: frozenset[str] = frozenset()  # codes that stand beside those of countries, as EPO


# --- record -> values ------------------------------------------------------------------------------------------------


def values_of(record: object) -> Values:
    """The record, or a part of one, as a form holds it."""
    return _say_parts(shape_of(type(record)), record)


def blank(kind: type[Any]) -> Values:
    """The values of a record, or of a part of one, of which nothing was typed yet."""
    return _blank_parts(shape_of(kind))


def _say_parts(shape: Parts, value: object) -> Values:
    return {name: _say(each, getattr(value, name)) for name, each in shape.fields.items()}


def _say(shape: Shape, value: Any) -> object:
    match shape:
        case Known():
            return _say_fact(shape.value, value)
        case Parts():
            return _say_parts(shape, value)
        case Many(each=Parts() | Link() as each):
            return [_say(each, one) for one in value]
        case Many():
            return "\n".join(value)
        case Flag():
            return value
        case Day():
            return value.isoformat() if value else ""
        case _:
            return "" if value is None else str(value)


def _say_fact(shape: Shape, fact: Fact[Any]) -> Values:
    value = _blank(shape) if fact.value is None else _say(shape, fact.value)
    known = {"known": fact.known.value}
    return {**known, **value} if isinstance(value, dict) else {**known, "text": value}


def _blank_parts(shape: Parts) -> Values:
    return {
        name: _say(each, shape.defaults[name]) if name in shape.defaults else _blank(each)
        for name, each in shape.fields.items()
    }


def _blank(shape: Shape) -> object:
    match shape:
        case Known():
            return _say_fact(shape.value, Fact())
        case Parts():
            return _blank_parts(shape)
        case Many(each=Parts() | Link()):
            return []
        case Flag():
            return False
        case _:
            return ""


# --- values -> record ------------------------------------------------------------------------------------------------


def new_record(kind: type[Record], identifier: str, today: date) -> Record:
    """A record of which nothing is known yet; it has no reference before its first save."""
    named = {name: "" for name, shape in shape_of(kind).fields.items() if shape == Text("name")}
    return kind(id=identifier, ref="", created_on=today, **named)  # type: ignore[arg-type]  # names are texts


def parse(
    values: Mapping[str, object], old: Record, found: parsing.Fields, lists: Lists | None = None
) -> Record:
    """
    The record the values stand for; what identifies it comes from ``old``.

    Every field that cannot be accepted is noted in ``found``, and counts as unknown or empty in what comes back.
    Values may come from an older version of a form: what is missing, or not of its type, has the field's default.
    """
    shape = shape_of(type(old))
    read = _Reader(found, lists).fields(shape, _fitted_parts(shape, values), "")
    tags = tuple({tag.casefold(): tag for tag in reversed(read["tags"])}.values())[::-1]
    return replace(old, **{**read, "tags": tags})


def links(record: object) -> Iterator[tuple[str, RecordKind, str]]:
    """Each record this one names: the field, the kind and the identifier."""
    yield from _links(shape_of(type(record)), record, "")


def _links(shape: Shape, value: Any, place: str) -> Iterator[tuple[str, RecordKind, str]]:
    match shape:
        case Link() if value:
            yield place, shape.to, value
        case Known() if value.value is not None:
            yield from _links(shape.value, value.value, place)
        case Many():
            for index, each in enumerate(value):
                yield from _links(shape.each, each, f"{place}.{index}")
        case Parts():
            for name, each in shape.fields.items():
                yield from _links(each, getattr(value, name), f"{place}.{name}".lstrip("."))
        case _:
            return


def relinked(record: T, called: Callable[[RecordKind, str], str | None]) -> T:
    """The record with each identifier it names replaced; nothing takes the link away."""
    return cast("T", _relinked(shape_of(type(record)), record, called))


def _relinked(shape: Shape, value: Any, called: Callable[[RecordKind, str], str | None]) -> Any:
    match shape:
        case Link():
            return called(shape.to, value) if value else None
        case Known() if value.value is not None:
            return Fact(value.known, _relinked(shape.value, value.value, called))
        case Many(each=Parts() | Link() as each):
            found = (_relinked(each, one, called) for one in value)
            return tuple(one for one in found if one is not None)
        case Parts():
            named = {
                name: _relinked(each, getattr(value, name), called) for name, each in shape.fields.items()
            }
            return replace(value, **named)
        case _:
            return value


def _fitted_parts(shape: Parts, untrusted: Mapping[Any, object]) -> Values:
    fallback = _blank_parts(shape)
    return {
        name: _fitted(each, untrusted[name], fallback[name]) if name in untrusted else fallback[name]
        for name, each in shape.fields.items()
    }


def _fitted(shape: Shape, untrusted: object, fallback: object) -> object:
    match shape:
        case Known(value=Parts() as parts) if isinstance(untrusted, Mapping):
            return {"known": _fitted_state(untrusted), **_fitted_parts(parts, untrusted)}
        case Known() if isinstance(untrusted, Mapping):
            text = _fitted(shape.value, untrusted.get("text"), _blank(shape.value))
            return {"known": _fitted_state(untrusted), "text": text}
        case Parts() if isinstance(untrusted, Mapping):
            return _fitted_parts(shape, untrusted)
        case Many(each=Parts() as parts) if isinstance(untrusted, list | tuple):
            return [_fitted_parts(parts, each) for each in untrusted if isinstance(each, Mapping)]
        case Many(each=Link()) if isinstance(untrusted, list | tuple):
            return [each for each in untrusted if isinstance(each, str)]
        case Known() | Parts() | Many(each=Parts() | Link()):
            return fallback
        case Flag():
            return untrusted if isinstance(untrusted, bool) else fallback
        case _:
            return untrusted if isinstance(untrusted, str) else fallback


def _fitted_state(untrusted: Mapping[Any, object]) -> str:
    known = untrusted.get("known")
    return known if isinstance(known, str) else State.UNKNOWN.value


class _Reader:
    """Reads values that have the right types; notes what cannot be accepted."""

    def __init__(self, found: parsing.Fields, lists: Lists | None) -> None:
        self.found, self.lists = found, lists

    def fields(self, shape: Parts, values: Mapping[str, Any], place: str) -> dict[str, Any]:
        prefix = f"{place}." if place else ""
        read = {name: self.one(each, values[name], prefix + name) for name, each in shape.fields.items()}
        for name, several in _NO_DOUBLES.get(shape.type, {}).items():
            self._no_doubles(read[several], f"{prefix}{several}", name)
        for start, end in _DAYS_IN_ORDER.get(shape.type, ()):
            if read[start] and read[end] and read[end] < read[start]:
                self.found.refuse(prefix + end, "before_start")
        return read

    def one(self, shape: Shape, value: Any, place: str) -> Any:
        match shape:
            case Known():
                return self._fact(shape.value, value, place)
            case Parts():
                return self._parts(shape, value, place)
            case Many():
                return self._several(shape.each, value, place)
            case Flag():
                return value
            case Link():
                return parsing.clean(value) or None
            case Day():
                return self.found.parse(parsing.day_or_none, value, place, None)
            case Number():
                return self._number(shape, value, place)
            case Chosen():
                return self._chosen(shape.choices, value, place, next(iter(shape.choices)))
            case Text():
                return self.found.parse(self._text(shape.kind), value, place, "")

    def _parts(self, shape: Parts, values: Mapping[str, Any], place: str) -> Any:
        value = shape.type(**self.fields(shape, values, place))
        check = _CHECKS.get(shape.type)
        if check:
            try:
                check(value, place)
            except FieldError as error:
                self.found.errors.append(error)
        return value

    def _fact(self, shape: Shape, values: Mapping[str, Any], place: str) -> Fact[Any]:
        known = self._chosen(State, values["known"], place, State.UNKNOWN)
        if known not in _VALUED:
            return Fact(known)
        errors = len(self.found.errors)
        match shape:
            case Parts():
                value = self._parts(shape, values, place)
            case Text():
                value = self.found.parse(self._text(shape.kind, must=True), values["text"], place, "")
            case _:
                value = self.one(shape, values["text"], place)
        if isinstance(shape, Many) and not value and len(self.found.errors) == errors:
            self.found.refuse(place, "empty")
        of_parts = isinstance(shape, Many) and isinstance(shape.each, Parts)
        whole = (
            value if of_parts else len(self.found.errors) == errors
        )  # one bad part leaves the others known
        return Fact(known, value) if whole else Fact()

    def _several(self, shape: Shape, values: Any, place: str) -> tuple[Any, ...]:
        if isinstance(shape, Parts):
            return tuple(self._parts(shape, each, f"{place}.{i}") for i, each in enumerate(values))
        if isinstance(shape, Link):
            named = map(parsing.clean, values)
            return tuple(dict.fromkeys(each for each in named if each))
        assert isinstance(shape, Text)  # noqa: S101 — no record has lists of anything else
        read = self._text(shape.kind)
        none: tuple[str, ...] = ()
        lines = self.found.parse(parsing.lines, values, place, none)
        return tuple(dict.fromkeys(self.found.parse(read, each, place, "") for each in lines))

    def _number(self, shape: Number, text: str, place: str) -> int | None:
        if shape.optional and not parsing.clean(text):
            return None
        read = parsing.months if shape.kind == "months" else parsing.whole_number
        return self.found.parse(read, text, place, None if shape.optional else 1)

    def _chosen(self, choices: Any, untrusted: str, place: str, fallback: Any) -> Any:
        try:
            return choices(untrusted)
        except ValueError:
            self.found.refuse(place, "unknown_choice")
            return fallback

    def _text(self, kind: str, *, must: bool = False) -> Callable[[str, str], str]:
        if kind == "country":
            return self._country
        if kind == "listed":
            return self._listed
        return (_READERS_OF_FACTS if must else _READERS)[kind]

    def _country(self, untrusted: str, place: str) -> str:
        code = parsing.required(untrusted, place).upper()
        if self.lists and code in self.lists.organisations:
            return code
        return parsing.country(code, place)

    def _listed(self, untrusted: str, place: str) -> str:
        word = parsing.line(untrusted, place)
        if not word or (self.lists and word not in self.lists.ids[without_numbers(place)]):
            raise FieldError(place, "unknown_choice")
        return word

    def _no_doubles(self, several: Sequence[Any], place: str, name: str) -> None:
        refused = {error.field for error in self.found.errors}
        seen: set[object] = set()
        for index, each in enumerate(several):
            field = f"{place}.{index}.{name}"
            if field not in refused and getattr(each, name) in seen:
                self.found.refuse(field, "duplicate")
            seen.add(getattr(each, name))


_READERS: Mapping[str, Callable[[str, str], str]] = MappingProxyType({
    "name": parsing.required,
    "line": parsing.line,
    "prose": parsing.prose,
    "required_prose": parsing.required_prose,
    "kept": parsing.line,
})  # fmt: skip
_READERS_OF_FACTS: Mapping[str, Callable[[str, str], str]] = MappingProxyType({
    "line": parsing.required,
    "prose": parsing.required_prose,
})  # fmt: skip

_NO_DOUBLES: Mapping[type, Mapping[str, str]] = MappingProxyType({
    Processor: {"item": "clauses"},
    Transfer: {"question": "scope", "step": "steps"},
})  # fmt: skip
_DAYS_IN_ORDER: Mapping[type, tuple[tuple[str, str], ...]] = MappingProxyType({
    Contract: (("signed_on", "expires_on"),),
    Transfer: (("valid_from", "valid_to"),),
})  # fmt: skip

_STEPS = 6  # of a transfer impact assessment: EDPB Recommendations 01/2020
_LONGEST = MappingProxyType({TimeUnit.DAYS: 9999, TimeUnit.MONTHS: 1200, TimeUnit.YEARS: 150})


def _check_step(step: AssessmentStep, place: str) -> None:
    if step.step > _STEPS:
        raise FieldError(f"{place}.step", "too_large")


def _check_period(period: RetentionPeriod, place: str) -> None:
    if period.number > _LONGEST[period.unit]:
        raise FieldError(f"{place}.number", "too_large")


def _check_retention(retention: Retention, place: str) -> None:
    if not retention.periods and not retention.rule:
        raise FieldError(place, "empty")


_CHECKS: Mapping[type, Callable[[Any, str], None]] = MappingProxyType({
    AssessmentStep: _check_step,
    RetentionPeriod: _check_period,
    Retention: _check_retention,
})  # fmt: skip
