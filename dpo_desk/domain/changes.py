"""What changed from one state of a record to another, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dpo_desk.domain.facts import Fact

_NEVER = frozenset({"id", "ref", "version", "created_on", "updated_on"})
_KNOWN_BY = ("item", "question", "step", "name", "text", "quote")
"""The field an entry of a list is recognised by, the first of these it has."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    One field, before and after; nothing on the side where an entry of a list is missing.

    ``place`` is the form's field in the later record, or in the earlier one where the entry was removed; ``labels`` are
    the wording keys of the fields that lead there. Of a list whose entries only changed their order (``moved``),
    before and after are what the entries are recognised by.
    """

    place: str
    labels: tuple[str, ...]
    before: object
    after: object
    moved: bool = False

    @property
    def label_key(self) -> str:
        """The wording key of the field's own name."""
        return self.labels[-1]


def label_of(owner: type[Any], name: str) -> str:
    """The wording key of a field's name: ``fields.data_category.retention``."""
    table = re.sub(r"(?<!^)(?=[A-Z])", "_", owner.__name__).lower()
    return f"fields.{table}.{name}"


def changes(before: object, after: object) -> tuple[Change, ...]:
    """What differs between two states of a record, in the order of its fields."""
    return tuple(_parts(before, after, _Place()))


@dataclass(frozen=True)
class _Place:
    path: str = ""
    labels: tuple[str, ...] = ()

    def field(self, owner: object, name: str) -> _Place:
        return _Place(f"{self.path}.{name}".lstrip("."), (*self.labels, label_of(type(owner), name)))

    def entry(self, number: int) -> _Place:
        return _Place(f"{self.path}.{number}", self.labels)

    def change(self, before: object, after: object, *, moved: bool = False) -> Change:
        return Change(place=self.path, labels=self.labels, before=before, after=after, moved=moved)


def _parts(before: Any, after: Any, place: _Place) -> Iterator[Change]:
    for each in fields(after):
        if place.path or each.name not in _NEVER:
            name = each.name
            yield from _values(getattr(before, name), getattr(after, name), place.field(after, name))


def _values(before: Any, after: Any, place: _Place) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Fact):
        yield from _facts(before, after, place)
    elif isinstance(before, tuple) and (_of_parts(before) or _of_parts(after)):
        yield from _lists(before, after, place)
    elif _is_parts(before) and _is_parts(after):
        yield from _parts(before, after, place)
    else:
        yield place.change(before, after)


def _facts(before: Fact[Any], after: Fact[Any], place: _Place) -> Iterator[Change]:
    old, new = before.value, after.value
    if old is None or new is None or not (_is_parts(new) or _of_parts(new)):
        yield place.change(before, after)
        return
    if before.known != after.known:
        yield place.change(before.known, after.known)
    yield from _values(old, new, place)


def _lists(before: Sequence[Any], after: Sequence[Any], place: _Place) -> Iterator[Change]:
    pairs = _aligned(before, after)
    for old, new in pairs:
        if old is None and new is not None:
            yield place.entry(new).change(None, after[new])
        elif new is None and old is not None:
            yield place.entry(old).change(before[old], None)
        elif old is not None and new is not None:
            yield from _values(before[old], after[new], place.entry(new))
    stayed = [old for old, new in pairs if old is not None and new is not None]
    if stayed != sorted(stayed):
        yield place.change(tuple(map(_name, before)), tuple(map(_name, after)), moved=True)


def _aligned(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Positions that belong together: entries of one name first, then what is left in the order it stands."""
    free: dict[str, list[int]] = {}
    for index, each in enumerate(before):
        free.setdefault(_name(each), []).append(index)
    partner = {index: free[_name(each)].pop(0) for index, each in enumerate(after) if free.get(_name(each))}
    rest = sorted(index for left in free.values() for index in left)
    for index in range(len(after)):
        if index not in partner and rest:
            partner[index] = rest.pop(0)
    pairs: list[tuple[int | None, int | None]] = [(partner.get(index), index) for index in range(len(after))]
    return [*pairs, *((index, None) for index in rest)]


def _name(entry: Any) -> str:
    return next((str(getattr(entry, name)) for name in _KNOWN_BY if hasattr(entry, name)), "")


def _is_parts(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type | Fact)


def _of_parts(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and _is_parts(value[0])
