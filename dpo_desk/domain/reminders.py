"""
What has to be recalled on which day: the stages of everything that has a date.

They are computed from the records as they stand, never from a timer: a computer that slept, a program that was closed
or a clock that was wrong changes nothing about them. A date that moves makes fresh reminders, for their keys name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class ItemKind(StrEnum):
    """What sort of thing has a date."""

    CASE = "case"  # the answer to a request
    ACKNOWLEDGEMENT = "acknowledgement"  # where the law asks for one
    EXTENSION = "extension"  # last day of the notice
    UNANSWERED = "unanswered"  # the person was asked who asks, and says nothing
    PURGE = "purge"  # files of requests which may be erased
    TASK = "task"
    ACTIVITY_REVIEW = "activity_review"
    CLIENT_REVIEW = "client_review"
    CLIENT_CONTRACT_EXPIRY = "client_contract_expiry"
    CONTRACT_EXPIRY = "contract_expiry"
    ASSURANCE_EXPIRY = "assurance_expiry"
    PROCESSOR_REVIEW = "processor_review"
    TRANSFER_REVIEW = "transfer_review"
    ADEQUACY_EXPIRY = "adequacy_expiry"


ASK_AGAIN_DAYS = 14
"""After so many days without a word from the person the officer is told; a habit of the desk, no rule of law."""

_ENDS = (90, 30, 7)  # what ends has to be negotiated anew before
LEAD_DAYS: Mapping[ItemKind, tuple[int, ...]] = MappingProxyType(
    {
        ItemKind.ACKNOWLEDGEMENT: (3, 1),
        ItemKind.EXTENSION: (3, 1),
        ItemKind.TASK: (1,),
        ItemKind.ACTIVITY_REVIEW: (14,),
        ItemKind.CLIENT_REVIEW: (14,),
        ItemKind.PROCESSOR_REVIEW: (14,),
        ItemKind.TRANSFER_REVIEW: (14,),
        ItemKind.CLIENT_CONTRACT_EXPIRY: _ENDS,
        ItemKind.CONTRACT_EXPIRY: _ENDS,
        ItemKind.ASSURANCE_EXPIRY: _ENDS,
        ItemKind.ADEQUACY_EXPIRY: _ENDS,
    }
)
"""How long before their day things that are no answer to a request are recalled; those of answers are in the law files."""

FURTHEST_DAYS = max(days for leads in LEAD_DAYS.values() for days in leads)
"""How far ahead a reminder can look."""

_ONCE = frozenset({ItemKind.UNANSWERED, ItemKind.PURGE})  # no day is missed by them


class Stage(StrEnum):
    """How near a day is when it is recalled."""

    AHEAD = "ahead"
    PRUDENT = "prudent"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """
    Something with a day, as far as reminders need to know it.

    ``due`` is none while the period of a request stands still; its ``prudent`` date, which no waiting moves, is recalled
    all the same. ``part`` tells several days of one record apart.
    """

    kind: ItemKind
    record: str
    due: date | None
    prudent: date | None = None
    lead_days: tuple[int, ...] = ()
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One stage of one day; ``key`` names it for ever: thing, stage and date."""

    key: str
    stage: Stage
    on: date  # the day it comes
    days: int = 0  # how long before the day it speaks of, of a stage ahead


def stem(dated: Dated) -> str:
    """What the keys of all reminders of a thing begin with."""
    return f"{dated.kind}/{dated.record}/{dated.part}/"


def reminders(dated: Dated) -> tuple[Reminder, ...]:
    """Every reminder of a thing, the earliest first; the prudent date has none of its own where it is the due date."""
    first = dated.prudent or dated.due
    if first is None:
        return ()
    if dated.kind in _ONCE:
        return (_reminder(dated, Stage.DUE, first),)
    found = [
        _reminder(dated, Stage.AHEAD, first - timedelta(days=days), days)
        for days in sorted(set(dated.lead_days), reverse=True)
        if days > 0
    ]
    if first != dated.due:
        found.append(_reminder(dated, Stage.PRUDENT, first))
    if dated.due is not None:
        found.append(_reminder(dated, Stage.DUE, dated.due))
        found.append(_reminder(dated, Stage.OVERDUE, dated.due + timedelta(days=1)))
    return tuple(found)


def reached(dated: Dated, today: date) -> tuple[Reminder, ...]:
    """Those whose day has come, the earliest first."""
    return tuple(each for each in reminders(dated) if each.on <= today)


def _reminder(dated: Dated, stage: Stage, on: date, days: int = 0) -> Reminder:
    name = f"{stage}-{days}" if stage is Stage.AHEAD else stage
    return Reminder(key=f"{stem(dated)}{name}/{on}", stage=stage, on=on, days=days)
