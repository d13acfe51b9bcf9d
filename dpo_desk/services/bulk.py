"""The same change in many records at once, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import given, unknown
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services import parsing

Record = TypeVar("Record", Activity, Client, Processor, Transfer)


@dataclass(frozen=True, kw_only=True)
class BulkChange:
    """
    What to change in many records at once, as typed; nothing where a field is to stay as it is.

    An empty ``owner`` is an unknown one; an empty ``review`` takes the date away.
    """

    owner: str | None = None
    status: RecordStatus | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    review: str | None = None


@dataclass(frozen=True, kw_only=True)
class Undo:
    """How to take a bulk change back: of each changed record, the version before and the one after."""

    versions: Mapping[str, tuple[int, int]]


def changed(record: Record, change: BulkChange, found: parsing.Fields) -> Record:
    """The record with the change made; notes each field (``owner``, ``add_tags``, ``review``) that cannot be accepted."""
    if change.owner is not None:
        owner = found.parse(parsing.line, change.owner, "owner", "")
        record = replace(record, owner=given(owner) if owner else unknown())
    if change.status is not None:
        record = replace(record, status=change.status)
    if change.review is not None:
        day = found.parse(parsing.day_or_none, change.review, "review", None)
        record = replace(record, review=replace(record.review, next_on=day))
    added = [found.parse(parsing.required, tag, "add_tags", "") for tag in change.add_tags]
    return replace(record, tags=_retagged(record.tags, added, change.remove_tags))


def _retagged(tags: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> tuple[str, ...]:
    gone = {tag.casefold() for tag in removed}
    kept = {tag.casefold(): tag for tag in tags if tag.casefold() not in gone}
    for tag in added:
        kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())
