"""What is found in any text of a record: instruments that ended, and words that stand for something still open."""

from __future__ import annotations

from collections.abc import Iterator

from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, Record, error, found
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Fact, Known

_APART = frozenset({"id", "ref", "source_sha256", "to_clarify", "tags"})
"""Fields that carry no statement of the record; what is still to be clarified may say so."""

_QUOTED = "evidence."


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


def _below(thing: object, place: str, *, settled: bool) -> Iterator[tuple[str, str, bool]]:
    kind = type(thing)
    if kind is str:
        if thing:
            yield place, str(thing), settled
    elif kind is Fact:
        if thing.value is not None:  # type: ignore[attr-defined]
            firm = settled and thing.known is Known.GIVEN  # type: ignore[attr-defined]
            yield from _below(thing.value, place, settled=firm)  # type: ignore[attr-defined]
    elif kind is tuple:
        for index, each in enumerate(thing):  # type: ignore[arg-type, var-annotated]
            yield from _below(each, f"{place}.{index}", settled=settled)
    elif hasattr(thing, "__dataclass_fields__"):
        prefix = f"{place}." if place else ""
        for name, value in vars(thing).items():
            if value and name not in _APART:
                yield from _below(value, f"{prefix}{name}", settled=settled)
