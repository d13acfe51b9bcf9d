"""Values in which every field of a record says something of its own, made by reflection: what no form may lose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dpo_desk.domain.processor import ContractStatus
from dpo_desk.domain.record import RecordKind
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
)

LISTED = {
    "dpia_criteria": "scale",
    "dpia_listed": "cnil-health",
    "clauses.item": "D05",
    "tool": "scc-2",
    "scope.question": "",
}
KEPT = {"evidence.source_sha256": ""}


def every_field(record: type[Any], others: Mapping[RecordKind, str]) -> dict[str, Any]:
    """Values for all fields of this record; ``others`` are the records its links lead to."""
    return _parts(shape_of(record), "", others)


def _parts(parts: Parts, place: str, others: Mapping[RecordKind, str]) -> dict[str, Any]:
    return {name: _value(shape, f"{place}.{name}".strip("."), others) for name, shape in parts.fields.items()}


def _value(shape: Shape, place: str, others: Mapping[RecordKind, str]) -> Any:
    match shape:
        case Known(value=Parts() as inner):
            return {"known": "given", **_parts(inner, place, others)}
        case Known(value=inner):
            return {"known": "given", "text": _value(inner, place, others)}
        case Many(each=Text() as each):
            return "\n".join(_texts(each, place))
        case Many(each=each):
            return [_value(each, place, others)]
        case Parts():
            return _parts(shape, place, others)
        case Text():
            return _texts(shape, place)[0]
        case Flag():
            return True
        case Day():
            return "2026-05-04"
        case Number():
            return "7"
        case Chosen(choices=choices):
            return ContractStatus.SIGNED.value if choices is ContractStatus else list(choices)[-1].value
        case Link(to=kind):
            return others[kind]
    raise AssertionError(place)


def _texts(text: Text, place: str) -> list[str]:
    if text.kind == "country":
        return ["US", "FR"]
    if text.kind == "listed":
        return [LISTED[place]]
    return [KEPT[place]] if text.kind == "kept" else [f"{place} <b>é</b> 🧾", f"{place} second"]
