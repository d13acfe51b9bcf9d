"""Any valid record at all, read off the dataclasses: a new field is in the tests as soon as it is in the domain."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from hypothesis import strategies as st

from dpo_desk.domain.facts import Fact, Known

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def records(kind: type, **fixed: st.SearchStrategy) -> st.SearchStrategy:
    """Records of this kind in every shape; fields that name other records are given."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return st.builds(kind, **{n: fixed[n] if n in fixed else _any(hints[n], fixed) for n in names})


def _any(hint, fixed):
    known = fixed.get(getattr(hint, "__name__", ""))
    if known is not None:
        return known
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Fact:
        return _facts(arguments[0], fixed)
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(_any(arguments[0], fixed), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(_any(each, fixed) for each in arguments))
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*(_any(each, fixed) for each in arguments))
    if origin is Mapping:
        return st.dictionaries(TEXT, TEXT, max_size=3).map(MappingProxyType)
    return _one(hint, fixed)


def _one(hint, fixed):
    if isinstance(hint, typing.NewType):
        return _any(hint.__supertype__, fixed)
    if hint is types.NoneType:
        return st.none()
    if dataclasses.is_dataclass(hint):
        return records(hint, **fixed)
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    plain = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(-(2**31) + 1, 2**31 - 1),
        datetime: MOMENTS,
        date: DAYS,
    }
    return plain[hint]


def _facts(hint, fixed):
    values = _any(hint, fixed).filter(lambda value: value not in ("", ()))
    without = st.sampled_from([Known.UNKNOWN, Known.NONE]).map(Fact)
    return st.one_of(without, st.builds(Fact, st.sampled_from([Known.PROPOSED, Known.GIVEN]), values))


def filled(kind: type, **fixed):
    """One record in which no field has its default, nor the value of another field."""
    return _Filler(fixed).record(kind)


class _Filler:
    def __init__(self, fixed) -> None:
        self._fixed = fixed
        self._number = 0

    def record(self, kind):
        hints = typing.get_type_hints(kind)
        names = [field.name for field in dataclasses.fields(kind)]
        return kind(**{n: self._fixed[n] if n in self._fixed else self.value(hints[n]) for n in names})

    def value(self, hint):
        self._number += 1
        known = self._fixed.get(getattr(hint, "__name__", ""))
        if known is not None:
            return known
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is Fact:
            return Fact(list(Known)[2 + self._number % 2], self.value(arguments[0]))
        if origin is tuple and arguments[-1] is Ellipsis:
            return (self.value(arguments[0]), self.value(arguments[0]))
        if origin is tuple:
            return tuple(self.value(each) for each in arguments)
        if origin in {typing.Union, types.UnionType}:
            return self.value(next(each for each in arguments if each is not types.NoneType))
        if origin is Mapping:
            return MappingProxyType({f"key{self._number}": f"value{self._number}"})
        return self._plain(hint)

    def _plain(self, hint):
        if isinstance(hint, typing.NewType):
            return self.value(hint.__supertype__)
        if dataclasses.is_dataclass(hint):
            return self.record(hint)
        if issubclass(hint, StrEnum):
            return list(hint)[-1]
        plain = {
            str: f"text {self._number}",
            bool: self._number % 2 == 0,
            int: self._number,
            datetime: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._number),
            date: date(2026, 1, 1) + timedelta(days=self._number),
        }
        return plain[hint]
