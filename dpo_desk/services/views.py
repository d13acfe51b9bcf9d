"""A record of the register as a screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.changes import Change
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal, Validation
from dpo_desk.services.drafts import Values
from dpo_desk.services.links import Near

Record = TypeVar("Record", Activity, Client, Processor, Transfer)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A record to choose from in another record's form."""

    id: str
    ref: str
    name: str


@dataclass(frozen=True, kw_only=True)
class View(Generic[Record]):
    """
    A record with all that is said about it.

    ``gaps`` are those that stand; ``set_aside`` those somebody found not to apply. ``changed`` are the fields that
    differ from the validated version.
    """

    record: Record
    values: Values
    gaps: tuple[Gap, ...]
    set_aside: tuple[tuple[Gap, Dismissal], ...]
    completeness: Completeness
    validation: Validation | None
    changed: tuple[Change, ...]
    near: Near


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a record as typed would lack if it were saved now; ``verdict`` is there for a transfer."""

    gaps: tuple[Gap, ...]
    completeness: Completeness
    verdict: Judgement | None = None
