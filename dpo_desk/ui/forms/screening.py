"""The lists that are ticked to see whether an impact assessment is needed (Art. 35)."""

from __future__ import annotations

from collections.abc import Mapping

from dpo_desk.domain.dpia import Dpia
from dpo_desk.domain.facts import Known
from dpo_desk.library.wording import Wording
from dpo_desk.ui.widgets.ticks import TickList


def criteria(words: Wording, law: Dpia) -> TickList:
    """The criteria of a high risk."""
    return TickList([(each.id, words(f"law.dpia.{each.id}")) for each in law.criteria])


def listed(words: Wording, law: Dpia) -> TickList:
    """The items of the authority's lists, those that ask for an assessment before those that exempt from it."""
    heads = [
        (items[0].id, words(f"ui.register.dpia.{name}"))
        for name, items in (("required", law.required), ("exempt", law.exempt))
        if items
    ]
    return TickList([(each.id, words(f"law.dpia.{each.id}")) for each in law.listed], heads)


def is_known(fact: Mapping[str, object]) -> bool:
    """Whether a fact as the form holds it is proposed or given."""
    return fact.get("known") in {Known.PROPOSED, Known.GIVEN}


def known_lines(value: object) -> tuple[str, ...]:
    """The lines of a fact as the form holds it; none while it is neither proposed nor given."""
    known = isinstance(value, Mapping) and is_known(value)
    return tuple(str(value.get("text") or "").split()) if known and isinstance(value, Mapping) else ()
