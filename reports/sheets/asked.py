"""Which fields are asked for only after a certain answer: where nobody asks, *unknown* is no gap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..records import NOTHING, Fields, Stated

_CONSENT, _PUBLIC_TASK, _LEGITIMATE_INTERESTS = "6-1-a", "6-1-e", "6-1-f"
_COMPELLING = "art-49-compelling"


def asked(stated: Stated, record: Fields) -> bool:
    """Whether the record this field stands in asks for it; what is known is always told."""
    if stated.known != "unknown":
        return True
    condition = _CONDITIONS.get(stated.label)
    return condition is None or condition(record)


def _code(record: Fields, name: str) -> str:
    return record.get(name, NOTHING).code


def _said(name: str) -> Callable[[Fields], bool]:
    return lambda record: record.get(name, NOTHING).said


def _is(name: str, *codes: str) -> Callable[[Fields], bool]:
    return lambda record: _code(record, name) in codes


def _assessed(transfer: Fields) -> bool:
    """Art. 46 tools need an assessment, as compelling interests do (Art. 49(6)); decisions and the rest of Art. 49 do not."""
    tool = _code(transfer, "tool")
    excepted = tool in ("adequacy", "none") or (tool.startswith("art-49") and tool != _COMPELLING)
    return bool(tool) and not excepted


_CONDITIONS: Mapping[str, Callable[[Fields], bool]] = {
    "fields.purpose.balancing": _is("basis", _LEGITIMATE_INTERESTS),
    "fields.purpose.objection": _is("basis", _PUBLIC_TASK, _LEGITIMATE_INTERESTS),
    "fields.purpose.consent": _is("basis", _CONSENT),
    "fields.purpose.withdrawal": _is("basis", _CONSENT),
    "fields.data_category.condition": _said("special"),
    "fields.data_category.criminal_law": _said("criminal"),
    "fields.data_category.archive": lambda category: any(
        _code(record, "then") == "archive" for record in category.get("retention", NOTHING).records
    ),
    "fields.activity.controller": lambda _: False,  # unknown: the organisation of the register
    "fields.activity.joint_arrangement": _said("joint_controllers"),
    "fields.activity.joint_essence": _said("joint_controllers"),
    "fields.activity.safeguards": _said("transfers"),
    "fields.activity.automated_exception": _said("automated_decision"),
    "fields.activity.automated_safeguards": _said("automated_decision"),
    "fields.activity.automated_notice": _said("automated_decision"),
    "fields.activity.dpia_reference": _is("dpia_needed", "yes"),
    "fields.activity.dpia_opinion": _is("dpia_needed", "yes"),
    "fields.recipient.countries": lambda recipient: not recipient.get("processor", NOTHING).said,
    "fields.client.safeguards": _said("transfers"),
    "fields.processor.role_reason": _said("role"),
    "fields.transfer.exporter_country": lambda _: False,  # unknown counts as the EEA
    "fields.transfer.scope_entity": _said("scope"),
    "fields.transfer.assessment": _assessed,
    "fields.transfer.supplementary": _assessed,
    "fields.transfer.informed": _is("tool", _COMPELLING),
}
