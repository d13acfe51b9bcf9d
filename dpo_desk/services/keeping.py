"""The steps the verbs of a record are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, cast

from dateutil.relativedelta import relativedelta

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.services.changes import Telling
from dpo_desk.services.chapter_v import in_force
from dpo_desk.services.checker import Rules, source_in
from dpo_desk.services.links import name_of
from dpo_desk.services.ports import UnitOfWork
from dpo_desk.services.shapes import shape_of

Record = TypeVar("Record", Activity, Client, Processor, Transfer)

_IDENTITY = ("id", "ref", "version", "created_on", "updated_on")


def fresh_id() -> Any:
    """An identifier for a new record of any kind."""
    return new_id()  # each kind has a type of its own for the same text


def same(one: Record, other: Record) -> bool:
    """Whether two states of a record say the same."""
    return replace(one, **{name: getattr(other, name) for name in _IDENTITY}) == other


def quoted(unit: UnitOfWork, record: Record) -> Record:
    """The record with the hash of the source at each quotation that was typed here and stands in it."""
    source = source_in(unit) if any(not each.source_sha256 for each in record.evidence) else None
    if source is None:
        return record
    evidence = tuple(
        replace(each, source_sha256=source.sha256)
        if not each.source_sha256 and source.holds(each.quote)
        else each
        for each in record.evidence
    )
    return replace(record, evidence=evidence)


def renamed(record: Record, name: str) -> Record:
    """The record under another name; a transfer is called by its importer."""
    field = "name" if "name" in shape_of(type(record)).fields else "importer"
    return replace(record, **cast("Any", {field: name}))


def telling_in(unit: UnitOfWork, words: Wording) -> Telling:
    """What records of this unit of work are told with."""
    law = LawWords(words, in_force(unit))
    return Telling(words=words, law=law, named=lambda kind, each: name_of(unit, kind, each))


def verdict_on(rules: Rules, record: object) -> Judgement | None:
    """What Chapter V says to the record, when it is a transfer."""
    return rules.judgement(record) if isinstance(record, Transfer) else None


def reviewed(record: Record, today: date) -> Record:
    """The record with its review date moved on, when it has a cycle and the date has come."""
    review = record.review
    if not review.every_months or (review.next_on and review.next_on > today):
        return record
    return replace(record, review=replace(review, next_on=today + relativedelta(months=review.every_months)))


def dismissed_in(unit: UnitOfWork, record: Record) -> Mapping[str, Dismissal]:
    """What was set aside in the record as it stands, by the key of the gap."""
    return {
        each.finding: each
        for each in reversed(unit.gaps.dismissals(record.id))  # newest first: the newest wins
        if each.version == record.version
    }
