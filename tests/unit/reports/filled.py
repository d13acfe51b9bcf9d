"""Records with something unique in every field, made by looking at their dataclasses: none can be forgotten."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.library.checklists import article28, dpia

T = TypeVar("T")
LISTED = {
    "dpia_criteria": [each.id for each in dpia().criteria],
    "dpia_listed": [each.id for each in dpia().listed],
    "item": [each.id for each in article28()],
    "question": ["us_listed", "us_active"],
    "tool": ["scc-2"],
}
COUNTRIES = (
    "MA",
    "US",
    "IN",
    "JP",
    "BR",
    "KE",
    "PH",
    "TN",
    "ZA",
    "AU",
    "SG",
    "MX",
    "TR",
    "CN",
    "MG",
    "CL",
    "PE",
    "EG",
)


class Filler:
    """Fills dataclasses; ``seen`` are the places and what stands there, as the record holds it."""

    def __init__(self, ids: dict[str, str] | None = None, known: Known = Known.GIVEN) -> None:
        self.seen: list[tuple[str, object]] = []
        self._number = count(1)
        self._ids = ids or {}
        self._known = known
        self._countries = iter(COUNTRIES * 20)

    def make(self, kind: type[T], place: str = "", **fixed: Any) -> T:
        hints = get_type_hints(kind, include_extras=True)
        values = dict(fixed)
        for field in fields(kind):  # type: ignore[arg-type]
            if field.name not in fixed:
                values[field.name] = self._value(hints[field.name], f"{place}.{field.name}".lstrip("."))
        return kind(**values)

    def _value(self, hint: Any, place: str, metadata: str = "") -> Any:
        if hasattr(hint, "__metadata__"):
            return self._value(hint.__origin__, place, str(hint.__metadata__[0]))
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Fact:
            return Fact(self._known, self._value(arguments[0], place))
        if origin is tuple:
            return tuple(self._value(arguments[0], place) for _ in range(2))
        if origin in (Union, types.UnionType):
            return self._value(arguments[0], place, metadata)
        value = self._plain(hint, place, metadata)
        if not is_dataclass(value):
            self.seen.append((place, value))
        return value

    def _plain(self, hint: Any, place: str, metadata: str) -> Any:
        if is_dataclass(hint):
            return self.make(hint, place)  # type: ignore[arg-type]
        number = next(self._number)
        if hasattr(hint, "__supertype__"):
            return self._ids.get(hint.__name__, f"{number:032x}")
        if hint is bool:
            return False
        if hint is int:
            return number + 1000 if not place.endswith("steps.step") else 1 + number % 6
        if hint is date:
            return date(2020, 1, 2) + timedelta(days=number * 5)
        if issubclass(hint, StrEnum):
            return list(hint)[-1]
        if metadata == "country":
            return next(self._countries)
        if metadata == "listed":
            choices = LISTED[place.rpartition(".")[2]]
            return choices[number % len(choices)]
        return f"token{number:04}of{place.replace('.', '').replace('_', '')}"


def places(kind: type, place: str = "") -> Iterator[str]:
    """Every field below a dataclass, however deep."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        here = f"{place}.{field.name}".lstrip(".")
        yield here
        for inner in _dataclasses(hints[field.name]):
            yield from places(inner, here)


def _dataclasses(hint: Any) -> Iterator[type]:
    if is_dataclass(hint) and hint is not Fact and get_origin(hint) is None:
        yield hint  # type: ignore[misc]
    for argument in get_args(hint):
        yield from _dataclasses(argument)
