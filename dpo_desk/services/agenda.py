"""What the day asks: everything late or due soon in one list, and how healthy the register is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dpo_desk.domain.completeness import Completeness
from dpo_desk.domain.ids import CaseId
from dpo_desk.domain.processor import Contract, ContractStatus
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.reminders import ItemKind
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.services.due_items import (
    WEEK,
    Group,
    Item,
    ending,
    group_of,
    items_of,
    other_dates,
    reminder_of,
)
from dpo_desk.services.ports import CaseLine, Clock, ListQuery, RegisterRecords, UnitOfWork, Work
from dpo_desk.services.today import today_in

__all__ = ["PRESSING", "Agenda", "AgendaService", "Group", "Health", "Item", "ItemKind", "group_of"]

PRESSING = (Group.LATE, Group.TODAY, Group.WEEK)
"""What should not wait for another week."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the register and the requests stand."""

    completeness: Completeness
    activities: int
    transfers: int
    transfers_not_valid: int  # Chapter V, as of the newest check
    organisations: int
    without_contract: int  # contract unknown, none or expired
    open_cases: int
    late_cases: int
    to_purge: int  # files of closed requests which may be erased


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The day."""

    today: date
    items: tuple[Item, ...]  # the most urgent first
    health: Health


@dataclass(frozen=True)
class AgendaService:
    """Gathers the day from the records."""

    work: Work
    clock: Clock

    def agenda(self) -> Agenda:
        """Everything that is due, and the health of the register, as of today."""
        with self.work(read_only=True) as unit:
            return agenda_of(unit, today_in(unit, self.clock))

    def pressing(self) -> int:
        """How many things are late or due within a week: requests, dates of the register, tasks."""
        with self.work(read_only=True) as unit:
            today = today_in(unit, self.clock)
            tasks = sum(task.due_on <= today + timedelta(days=WEEK) for task in unit.tasks.open())
            return _pressing_cases(unit, today) + len(tuple(other_dates(unit, today, WEEK))) + tasks

    def pressing_requests(self) -> int:
        """How many requests are late or ask for something within a week."""
        with self.work(read_only=True) as unit:
            return _pressing_cases(unit, today_in(unit, self.clock))

    def due_today(self) -> int:
        """How many requests are late or ask for something today."""
        with self.work(read_only=True) as unit:
            return unit.cases.count_pressing(today_in(unit, self.clock))


def agenda_of(unit: UnitOfWork, today: date) -> Agenda:
    """The day within a unit of work."""
    cases = unit.cases.open_by_due()
    dues = {line.id: line.due for line in cases}
    items = (
        each
        for each in items_of(unit, cases, today, _AHEAD_DAYS)
        # the line of the request itself tells of the notice where its last day is that of the answer
        if each.kind is not ItemKind.EXTENSION or each.due != dues[CaseId(each.case)]
    )
    shown = sorted(_put_off(unit, items, today), key=_urgency)
    return Agenda(today=today, items=tuple(shown), health=_health(unit, cases, today))


def _pressing_cases(unit: UnitOfWork, today: date) -> int:
    return unit.cases.count_pressing(today + timedelta(days=WEEK))


def _put_off(unit: UnitOfWork, items: Iterable[Item], today: date) -> Iterator[Item]:
    """The items, those among the last group which were put off and have reached no further stage since."""
    still = unit.reminders.put_off(today)
    for item in items:
        until = still.get(reminder_of(item, today)) if still else None
        yield replace(item, group=Group.SNOOZED, snoozed_until=until) if until else item


def _urgency(item: Item) -> tuple[int, date, date, str]:
    first = min(item.prudent or date.max, item.due or date.max)
    return (_ORDER[item.group], first, item.due or date.max, item.ref)


_ORDER = {group: place for place, group in enumerate(Group)}


def _health(unit: UnitOfWork, cases: Sequence[CaseLine], today: date) -> Health:
    def count(records: RegisterRecords[Any, Any, Any], *chips: str) -> int:
        return len(records.ids(ListQuery(chips=frozenset(chips))))

    over = (each.contract.value for each in ending(unit, today))
    return Health(
        completeness=unit.gaps.completeness().get(RecordKind.ACTIVITY, Completeness(0, 0)),
        activities=count(unit.activities),
        transfers=count(unit.transfers),
        transfers_not_valid=count(unit.transfers, f"verdict:{Verdict.NOT_VALID}"),
        organisations=count(unit.processors),
        without_contract=count(unit.processors, "no_contract") + sum(_is_over(each, today) for each in over),
        open_cases=len(cases),
        late_cases=sum(c.due is not None and c.due < today for c in cases),
        to_purge=unit.cases.purgeable(today)[0],
    )


def _is_over(contract: Contract | None, today: date) -> bool:
    """Whether a contract that was signed, and so counts as one, has ended."""
    return (
        contract is not None
        and contract.status is ContractStatus.SIGNED
        and contract.expires_on is not None
        and contract.expires_on < today
    )


_AHEAD_DAYS = 365
