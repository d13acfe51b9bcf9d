"""The requests, the persons behind them, and what is to be done for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dpo_desk.domain.case import CaseState, RequestCase, Result, TimelineEntry
from dpo_desk.domain.ids import CaseId, PersonId, RightId
from dpo_desk.domain.people import Person
from dpo_desk.services.ports.lists import CaseLine
from dpo_desk.services.ports.records import Records


class Cases(Records[CaseId, RequestCase, CaseLine], Protocol):
    """
    The requests.

    Chips: ``open, ended``, ``waiting, answered, closed``, ``late`` and ``purge_due`` (both need ``today``), ``extended``,
    and with a value behind a colon ``regime:…``, ``right:…``, ``state:…``, ``due:2026-11``.
    """

    def running(self) -> tuple[RequestCase, ...]:
        """The requests to which an answer is owed, the most urgent first."""
        ...

    def of_person(self, person: PersonId) -> tuple[RequestCase, ...]:
        """Every request this person made, concerns or represents, newest first."""
        ...

    def open_by_due(self) -> tuple[CaseLine, ...]:
        """The lines of all running requests, the most urgent first, suspended ones last."""
        ...

    def due_between(self, first: date, last: date) -> tuple[CaseLine, ...]:
        """The lines of the running requests that are due between these days, both included, the soonest first."""
        ...

    def count_pressing(self, until: date) -> int:
        """How many running requests ask for something by that day: an answer, by its prudent date, or a receipt."""
        ...

    def purgeable(self, today: date) -> tuple[int, date | None]:
        """How many files may be erased, and the newest day on which one became so."""
        ...

    def plan(self, record: CaseId, next_step: str, purge_on: date | None) -> None:
        """Keeps what lists show of the request beside what it says itself."""
        ...

    def figures(self, today: date) -> tuple[CaseFigures, ...]:
        """One line for each right of each request that is kept, for statistics."""
        ...


@dataclass(frozen=True, kw_only=True)
class CaseFigures:
    """What statistics know of one right of one request; nothing in it leads to a person."""

    case: str  # a reference, to count requests once
    right: RightId
    regime: str
    country: str  # of the person; empty when unknown
    received: str  # month, 2026-11
    answered: str  # month; empty before
    state: CaseState
    extended: bool
    days: int | None  # from receipt to the answer
    in_time: bool | None  # None before the answer
    late: bool  # running, and its day has passed; only known with today
    result: Result | None  # what was decided about the right


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something the officer means to do by a day, for a request or by itself."""

    id: str
    title: str
    due_on: date
    case: CaseId | None = None
    note: str = ""
    done_on: date | None = None
    version: int = 0


class Tasks(Protocol):
    """The officer's own tasks."""

    def get(self, task: str) -> Task:
        """The task. Raises ``NotFound``."""
        ...

    def save(self, task: Task) -> Task:
        """The task as stored, one version on. Raises ``StaleRecord``; ``NotFound`` when its request is not there."""
        ...

    def delete(self, task: str) -> None:
        """Takes the task away. Raises ``NotFound``."""
        ...

    def open(self) -> tuple[Task, ...]:
        """What is not done, the soonest first."""
        ...

    def of_case(self, case: CaseId) -> tuple[Task, ...]:
        """The tasks of a request, the soonest first."""
        ...


@dataclass(frozen=True, kw_only=True)
class KeptReminder:
    """That a reminder was shown or put off; ``key`` is its name (``domain.reminders``)."""

    key: str
    stage_on: date
    shown_at: datetime | None = None
    snoozed_until: date | None = None
    reason: str = ""


class Reminders(Protocol):
    """Which reminders were shown or put off, and when the desk was last looked at."""

    def all(self) -> Mapping[str, KeptReminder]:
        """Every reminder that was shown or put off, by key."""
        ...

    def put_off(self, today: date) -> Mapping[str, date]:
        """The reminders that are put off until a day after this one, by key."""
        ...

    def keep(self, reminders: Sequence[KeptReminder]) -> None:
        """Adds or replaces these."""
        ...

    def drop(self, keys: Sequence[str]) -> None:
        """Forgets these: what they spoke of is over."""
        ...

    def last_visit(self) -> date | None:
        """The day the desk was last looked at."""
        ...

    def visited(self, on: date) -> None:
        """Keeps that the desk was looked at on this day."""
        ...


@dataclass(frozen=True, kw_only=True)
class Purge:
    """What is left of a request after its file was purged: counts, and the certificate that it was."""

    id: str
    ref: str
    regime: str
    rights: tuple[str, ...]
    country: str
    month: str  # of receipt, 2026-11
    answered_month: str  # empty when it was never answered
    state: CaseState
    extended: bool
    in_time: bool
    days: int | None
    purged_on: date
    rule: str  # citation of the retention rule that was applied
    by: str
    digest: str  # SHA-256 over the last entry of the timeline's journal


class Purges(Protocol):
    """What is left of purged requests; never changed."""

    def add(self, purge: Purge) -> None:
        """Keeps the certificate."""
        ...

    def all(self) -> tuple[Purge, ...]:
        """Every certificate, newest first."""
        ...


class People(Protocol):
    """Persons with their addresses."""

    def get(self, person: PersonId) -> Person:
        """The person. Raises ``NotFound``."""
        ...

    def save(self, person: Person) -> None:
        """Adds or replaces the person."""
        ...

    def like(self, text: str, limit: int = 20) -> tuple[Person, ...]:
        """Persons whose name, e-mail or customer reference holds the text, without case and accents."""
        ...

    def delete(self, person: PersonId) -> None:
        """Takes the person away. Raises ``NotFound``; ``RuleBroken`` ``record_in_use`` while a request names them."""
        ...


class Timeline(Protocol):
    """The append-only history of each case."""

    def add(self, entry: TimelineEntry) -> None:
        """Writes one more line."""
        ...

    def of(self, case: CaseId) -> tuple[TimelineEntry, ...]:
        """The history of the case, oldest first."""
        ...
