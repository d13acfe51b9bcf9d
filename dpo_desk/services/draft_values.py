"""Drafts as plain JSON values and back: the shape a form edits and the vault keeps while it is unsaved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

D = TypeVar("D")


def values_of(draft: object) -> dict[str, object]:
    """The draft as nested dicts, lists, texts and truth values."""
    if not is_dataclass(draft) or isinstance(draft, type):
        raise TypeError("a draft is a dataclass")
    return {each.name: _plain(getattr(draft, each.name)) for each in fields(draft)}


def draft_from(kind: type[D], values: Mapping[str, object]) -> D:
    """
    The draft of this kind; fields that are missing, or not of their type, keep their default.

    Kept drafts may come from an older version of a form, so nothing here raises for unknown or odd values.
    """
    hints = get_type_hints(kind)
    read = {
        each.name: _typed(hints[each.name], values[each.name])
        for each in fields(kind)  # type: ignore[arg-type]  # every draft is a dataclass
        if each.name in values and _fits(hints[each.name], values[each.name])
    }
    return kind(**read)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return values_of(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _fits(hint: Any, value: object) -> bool:
    if is_dataclass(hint):
        return isinstance(value, Mapping)
    if get_origin(hint) is tuple:
        return isinstance(value, list | tuple)
    if hint is bool:
        return isinstance(value, bool)
    return isinstance(value, str) or (value is None and type(None) in get_args(hint))


def _typed(hint: Any, value: Any) -> Any:
    if is_dataclass(hint):
        return draft_from(hint, value)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_typed(inner, each) for each in value if _fits(inner, each))
    return value
