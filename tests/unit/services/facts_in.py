"""Every fact of a record, those of its parts included."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from dpo_desk.domain.facts import Fact


def facts_in(record):
    if isinstance(record, Fact):
        yield record
        yield from facts_in(record.value)
    elif isinstance(record, tuple):
        for each in record:
            yield from facts_in(each)
    elif is_dataclass(record):
        for each in fields(record):
            yield from facts_in(getattr(record, each.name))
