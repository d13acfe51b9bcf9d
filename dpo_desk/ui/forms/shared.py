"""The parts that several records of the register have: time limits, contracts, terms of a catalogue, the last sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dpo_desk.domain.activity import Retention
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.processor import Contract
from dpo_desk.library.wording import Wording
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.made import Layout, MadeForm, Maker
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.terms import TermLine, TermLines

Terms = Callable[[TermKind], Sequence[str]]
"""The texts a catalogue offers."""


def term(terms: Terms, kind: TermKind) -> TermLine:
    """One line, completed from a catalogue."""
    return TermLine(lambda: terms(kind))


def term_block(words: Wording, terms: Terms, kind: TermKind) -> TermLines:
    """One text of any length, completed from a catalogue."""
    block = TermLines(words, lambda: terms(kind), lines=1)
    block.pick.hide()
    return block


def fact_terms(words: Wording, terms: Terms, kind: TermKind) -> KnownField:
    """A fact of several texts, one a line, completed or ticked from a catalogue."""
    return KnownField(words, TermLines(words, lambda: terms(kind), lines=2))


def retention(maker: Maker, group: Group, place: str) -> None:
    """Time limits: periods, a rule in words, what happens then, and the provision that asks for the length."""
    maker.put(group, Retention, "periods", "rule", "then", "law", within=place)


def contract(maker: Maker, group: Group, place: str) -> None:
    """The contract of Art. 28(3)."""
    maker.row(group, Contract, ("status", 1), ("reference", 1), within=place)
    maker.row(group, Contract, ("signed_on", 1), ("expires_on", 1), within=place)


LAYOUTS: Mapping[type[Any], Layout] = {Retention: retention, Contract: contract}


def end(form: MadeForm) -> None:
    """The last sections of every sheet: what is still open, when it is looked at again, and how it is known."""
    form.section(form.desk.words("ui.records.section.review"))
    form.put(*(name for name in ("to_clarify", "review") if name in form.names))
    form.section(form.desk.words("ui.records.section.evidence"))
    form.put("evidence")
