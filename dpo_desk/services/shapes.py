"""The shape of a record, read once from its type hints: what forms, differences and links are made by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, NewType, Union, cast, get_args, get_origin, get_type_hints

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.record import RecordKind

IDENTITY = frozenset({"id", "ref", "version", "created_on", "updated_on"})
"""What a form never holds: who the record is, and when it was kept."""


@dataclass(frozen=True)
class Text:
    """A text; ``kind`` is one of ``domain.record``: name, line, prose, required_prose, country, listed, kept."""

    kind: str


@dataclass(frozen=True)
class Flag:
    """A truth value."""


@dataclass(frozen=True)
class Day:
    """A day, or none."""


@dataclass(frozen=True)
class Number:
    """A whole number; an ``optional`` one may be missing."""

    kind: str
    optional: bool


@dataclass(frozen=True)
class Chosen:
    """One of the values of an enumeration."""

    choices: type[StrEnum]


@dataclass(frozen=True)
class Link:
    """The identifier of another record, or none."""

    to: RecordKind


@dataclass(frozen=True)
class Many:
    """Several of one shape, in order."""

    each: Shape


@dataclass(frozen=True)
class Known:
    """A fact: how far it is settled, and its value."""

    value: Shape


@dataclass(frozen=True, eq=False)
class Parts:
    """A dataclass, field by field; ``defaults`` has those of the fields that have one."""

    type: type[Any]
    fields: Mapping[str, Shape]
    defaults: Mapping[str, object]


Shape = Text | Flag | Day | Number | Chosen | Link | Many | Known | Parts

_LINKS: Mapping[object, RecordKind] = MappingProxyType({
    ActivityId: RecordKind.ACTIVITY,
    ClientId: RecordKind.CLIENT,
    ProcessorId: RecordKind.PROCESSOR,
    TransferId: RecordKind.TRANSFER,
})  # fmt: skip


_READ: dict[type[Any], Parts] = {}


def shape_of(record: type[Any]) -> Parts:
    """
    The shape of a dataclass; of a record, without its ``IDENTITY``.

    Raises:
        TypeError: A field has a type no form can hold; a bug.
    """
    if record not in _READ:
        _READ[record] = _read(record)
    return _READ[record]


def _read(record: type[Any]) -> Parts:
    if not is_dataclass(record):
        raise TypeError("only a dataclass has a shape")
    hints = get_type_hints(record, include_extras=True)
    left_out = IDENTITY if "ref" in hints else frozenset[str]()
    kept = [each for each in fields(record) if each.name not in left_out]
    return Parts(
        type=record,
        fields=MappingProxyType({each.name: _shape(hints[each.name]) for each in kept}),
        defaults=MappingProxyType({each.name: each.default for each in kept if each.default is not MISSING}),
    )


def shape_at(record: type[Any], path: str) -> Shape:
    """
    The shape of the field at a path such as ``categories.2.retention.law``; numbers lead into a list.

    Raises:
        KeyError: There is no such field; a bug.
    """
    shape: Shape = shape_of(record)
    for step in path.split("."):
        while isinstance(shape, Known) or (isinstance(shape, Many) and not step.isdigit()):
            shape = shape.value if isinstance(shape, Known) else shape.each
        if isinstance(shape, Many):
            shape = shape.each
        elif isinstance(shape, Parts):
            shape = shape.fields[step]
        else:
            raise KeyError(path)
    return shape


def without_numbers(place: str) -> str:
    """The path of a field, whichever entry of a list it stands in: ``purposes.text`` for ``purposes.0.text``."""
    return ".".join(step for step in place.split(".") if not step.isdigit())


def _shape(hint: Any, kind: str = "") -> Shape:
    if get_origin(hint) is Annotated:
        inner, kind = get_args(hint)
        return _shape(inner, kind)
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (each for each in get_args(hint) if each is not NoneType)
        return Number(kind, optional=True) if inner is int else _shape(inner, kind)
    if get_origin(hint) is Fact:
        return Known(_shape(get_args(hint)[0]))
    if get_origin(hint) is tuple:
        return Many(_shape(get_args(hint)[0]))
    if isinstance(hint, NewType):
        return Link(_LINKS[hint])
    return _plain(hint, kind)


def _plain(hint: Any, kind: str) -> Shape:
    if hint is str and kind:
        return Text(kind)
    if hint is bool:
        return Flag()
    if hint is int:
        return Number(kind, optional=False)
    if hint is date:
        return Day()
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Chosen(hint)
    if is_dataclass(hint):
        return shape_of(cast("type[Any]", hint))
    raise TypeError(f"no form can hold {hint!r}")
