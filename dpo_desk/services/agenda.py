"""What the day asks: everything late or due soon in one list, and how healthy the register is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dpo_desk.domain.completeness import Completeness
from dpo_desk.domain.ids import RightId
from dpo_desk.domain.processor import Contract, ContractStatus, Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.services.ports import (
    CaseLine,
    Clock,
    ListQuery,
    RecordLine,
    RegisterRecords,
    UnitOfWork,
    Work,
)
from dpo_desk.services.today import today_in


class Group(StrEnum):
    """When a thing is due, as the list is cut."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"  # within the next seven days
    MONTH = "month"  # within the next thirty
    LATER = "later"
    WAITING = "waiting"  # suspended: no day is running


PRESSING = (Group.LATE, Group.TODAY, Group.WEEK)
"""What should not wait for another week."""


class ItemKind(StrEnum):
    """What sort of thing is due; also the page that mends it."""

    CASE = "case"
    ACTIVITY_REVIEW = "activity_review"
    CLIENT_REVIEW = "client_review"
    CLIENT_CONTRACT_EXPIRY = "client_contract_expiry"
    CONTRACT_EXPIRY = "contract_expiry"
    ASSURANCE_EXPIRY = "assurance_expiry"
    PROCESSOR_REVIEW = "processor_review"
    TRANSFER_REVIEW = "transfer_review"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is due."""

    kind: ItemKind
    record: str  # identifier of the record to open
    ref: str
    title: str  # the person's or the record's name
    rights: tuple[RightId, ...] = ()
    due: date | None = None
    prudent: date | None = None
    days_left: int | None = None  # negative when late
    group: Group = Group.LATER
    step: str = ""  # key below ``case.step``; empty for other kinds


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
            today = today_in(unit, self.clock)
            cases = unit.cases.open_by_due()
            dates, health = tuple(_dates(unit, today, _AHEAD_DAYS)), _health(unit, cases, today)
        items = [*(_case_item(line, today) for line in cases), *dates]
        return Agenda(today=today, items=tuple(sorted(items, key=_urgency)), health=health)

    def pressing(self) -> int:
        """How many things are late or due within a week."""
        with self.work(read_only=True) as unit:
            today = today_in(unit, self.clock)
            return _pressing_cases(unit, today) + len(tuple(_dates(unit, today, _WEEK)))

    def pressing_requests(self) -> int:
        """How many requests are late or due within a week."""
        with self.work(read_only=True) as unit:
            return _pressing_cases(unit, today_in(unit, self.clock))


def _pressing_cases(unit: UnitOfWork, today: date) -> int:
    return unit.cases.count_pressing(today + timedelta(days=_WEEK))


def group_of(due: date | None, today: date) -> Group:
    """The group a day falls into, seen from today."""
    if due is None:
        return Group.WAITING
    if due < today:
        return Group.LATE
    if due == today:
        return Group.TODAY
    if due <= today + timedelta(days=_WEEK):
        return Group.WEEK
    return Group.MONTH if due <= today + timedelta(days=30) else Group.LATER


def _urgency(item: Item) -> tuple[bool, date, str]:
    return (item.due is None, item.due or date.max, item.ref)


def _case_item(line: CaseLine, today: date) -> Item:
    left = (line.due - today).days if line.due else None
    return Item(
        kind=ItemKind.CASE,
        record=line.id,
        ref=line.ref,
        title=line.person,
        rights=line.rights,
        due=line.due,
        prudent=line.prudent,
        days_left=left,
        group=group_of(line.due, today),
        step=line.next_step,
    )


def _dates(unit: UnitOfWork, today: date, ahead: int) -> Iterator[Item]:
    """The dates of the register that come within so many days, the soonest of each kind."""
    horizon = today + timedelta(days=ahead)
    reviewed: tuple[tuple[ItemKind, RegisterRecords[Any, Any, RecordLine]], ...] = (
        (ItemKind.ACTIVITY_REVIEW, unit.activities),
        (ItemKind.CLIENT_REVIEW, unit.clients),
        (ItemKind.PROCESSOR_REVIEW, unit.processors),
        (ItemKind.TRANSFER_REVIEW, unit.transfers),
    )
    due = ListQuery(chips=frozenset({"review_due"}), sort="review_on", today=horizon)
    for kind, records in reviewed:
        ids = records.ids(due)[:_SOONEST]
        for each, line in zip(ids, records.lines(ids), strict=True):
            yield _dated(kind, each, line.ref, line.name, line.review_on, today)
    for processor in _ending(unit, horizon):
        for kind, day in _ends(processor):
            if day and day <= horizon:
                yield _dated(kind, processor.id, processor.ref, processor.name, day, today)
    for client in unit.clients.all():
        contract = client.contract.value
        if contract and contract.expires_on and contract.expires_on <= horizon:
            end = contract.expires_on
            yield _dated(ItemKind.CLIENT_CONTRACT_EXPIRY, client.id, client.ref, client.name, end, today)


def _ending(unit: UnitOfWork, horizon: date) -> tuple[Processor, ...]:
    """The processors with a contract or an assurance that ends until then, the soonest first."""
    ids = unit.processors.ids(ListQuery(sort="expires_on"))[:_SOONEST]
    lines = unit.processors.lines(ids)
    return unit.processors.some([line.id for line in lines if line.expires_on and line.expires_on <= horizon])


def _ends(processor: Processor) -> Iterator[tuple[ItemKind, date | None]]:
    contract = processor.contract.value
    yield ItemKind.CONTRACT_EXPIRY, contract.expires_on if contract else None
    for assurance in processor.assurances.value or ():
        yield ItemKind.ASSURANCE_EXPIRY, assurance.expires_on


def _dated(kind: ItemKind, record: str, ref: str, name: str, due: date | None, today: date) -> Item:
    return Item(
        kind=kind,
        record=record,
        ref=ref,
        title=name,
        due=due,
        days_left=(due - today).days if due else None,
        group=group_of(due, today),
    )


def _health(unit: UnitOfWork, cases: Sequence[CaseLine], today: date) -> Health:
    def count(records: RegisterRecords[Any, Any, Any], *chips: str) -> int:
        return len(records.ids(ListQuery(chips=frozenset(chips))))

    over = (each.contract.value for each in _ending(unit, today))
    return Health(
        completeness=unit.gaps.completeness().get(RecordKind.ACTIVITY, Completeness(0, 0)),
        activities=count(unit.activities),
        transfers=count(unit.transfers),
        transfers_not_valid=count(unit.transfers, f"verdict:{Verdict.NOT_VALID}"),
        organisations=count(unit.processors),
        without_contract=count(unit.processors, "no_contract") + sum(_is_over(each, today) for each in over),
        open_cases=len(cases),
        late_cases=sum(c.due is not None and c.due < today for c in cases),
    )


def _is_over(contract: Contract | None, today: date) -> bool:
    """Whether a contract that was signed, and so counts as one, has ended."""
    return (
        contract is not None
        and contract.status is ContractStatus.SIGNED
        and contract.expires_on is not None
        and contract.expires_on < today
    )


_WEEK = 7
_AHEAD_DAYS = 365
_SOONEST = 200  # of each kind; the rest is in its list
