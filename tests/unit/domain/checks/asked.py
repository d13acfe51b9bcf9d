"""Cases of a fact that is asked for: left open it is a gap, only proposed it is another, settled it is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dpo_desk.domain.facts import given, none, proposed, unknown
from tests.unit.domain.checks.sound import Case


def known(make: Callable[..., Any], field: str, value: object, **case: Any) -> tuple[Case, Case]:
    """A fact that has to be known, be it only that there is none; ``make`` gives the record with fields changed."""
    return _open(make, field, value, "unknown", none(), case)


def needed(make: Callable[..., Any], field: str, value: object, **case: Any) -> tuple[Case, Case]:
    """A fact that must have a value."""
    return _open(make, field, value, "missing", given(value), case)


def _open(
    make: Callable[..., Any], field: str, value: object, lacking: str, enough: object, case: Mapping[str, Any]
) -> tuple[Case, Case]:
    rule, rest = case["rule"], {"place": field, **case}
    return (
        Case(
            **rest
            | {
                "says": f"{field} is {lacking}",
                "rule": f"{rule}_{lacking}",
                "trips": make(**{field: unknown()}),
                "clear": make(**{field: enough}),
            }
        ),
        Case(
            **rest
            | {
                "says": f"{field} is only proposed",
                "rule": f"{rule}_proposed",
                "check": "CHK-33",
                "severity": "warning",
                "trips": make(**{field: proposed(value)}),
                "clear": make(**{field: given(value)}),
            }
        ),
    )
