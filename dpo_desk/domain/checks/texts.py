"""What is found in any text of a record: instruments that ended, and words that stand for something still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, Record, error, found
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Fact, Known

_APART = frozenset({"id", "ref", "source_sha256", "to_clarify", "tags"})
"""Fields that carry no statement of the record; what is still to be clarified may say so."""

_QUOTED = "evidence."


def noticed(record: Record, around: Around) -> Found:
    """CHK-13 and CHK-33: the rules below, for a record in which there is something for them."""
    found_in: list[str] = []
    _collect(record, found_in)
    if around.law.noticeable.first("\n".join(found_in)):
        yield from instruments(record, around)
        yield from placeholders(record, around)


def instruments(record: Record, around: Around) -> Found:
    """CHK-13: nothing rests on an instrument that ended, wherever it is named; told once for each."""
    told: set[str] = set()
    for place, text, _ in texts(record):
        for each in around.law.instruments:
            if each.id not in told and each.words.first(text):
                told.add(each.id)
                # a quotation only shows what others wrote
                severity = Severity.WARNING if place.startswith(_QUOTED) else Severity.ERROR
                of = {"instrument": each.id, "day": each.ended.isoformat()}
                yield found(severity, record, "CHK-13", "instrument_ended", "44, 46; C-311/18", place, of)


def placeholders(record: Record, around: Around) -> Found:
    """CHK-33: “to be determined” is no value."""
    for place, text, settled in texts(record):
        if settled and not place.startswith(_QUOTED):
            word = around.law.placeholders.first(text)
            if not word and around.law.placeholders_alone.whole(text):
                word = text
            if word:
                yield error(record, "CHK-33", "placeholder", "5(2)", place, word=word)


def texts(record: Record) -> Iterator[tuple[str, str, bool]]:
    """Every text of the record with its place, and whether it is more than a proposal; empty ones are left out."""
    yield from _below(record, "", settled=True)


def _below(thing: Any, place: str, *, settled: bool) -> Iterator[tuple[str, str, bool]]:
    kind = type(thing)
    if kind is str:
        if thing:
            yield place, thing, settled
    elif kind is Fact:
        if thing.value is not None:
            firm = settled and thing.known is Known.GIVEN
            yield from _below(thing.value, place, settled=firm)
    elif kind is tuple:
        for index, each in enumerate(thing):
            yield from _below(each, f"{place}.{index}", settled=settled)
    elif hasattr(thing, "__dataclass_fields__"):
        prefix = f"{place}." if place else ""
        for name, value in vars(thing).items():
            if value and name not in _APART:
                yield from _below(value, f"{prefix}{name}", settled=settled)


def _collect(thing: Any, into: list[str]) -> None:
    """The same texts and a few more, without their places: what is looked through first, and quickly."""
    values = thing if type(thing) is tuple else thing.__dict__.values()
    for each in values:
        value = each.value if type(each) is Fact else each
        if not value:
            continue
        kind = type(value)
        if kind is str:
            into.append(value)
        elif kind is tuple or hasattr(value, "__dataclass_fields__"):
            _collect(value, into)
