"""What the day asks: everything late or due soon in one list, and how healthy the register is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpo_desk.domain.case import CaseState
from dpo_desk.domain.completeness import Completeness
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import RightId
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services.ports import ActivityLine, CaseLine, Clock, ListQuery, UnitOfWork, Work


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
    CONTRACT_EXPIRY = "contract_expiry"
    PROCESSOR_REVIEW = "processor_review"


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
    transfers_without_tool: int  # safeguard unknown or none
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
            today = self._today(unit)
            cases, activities = unit.cases.open_by_due(), _activities(unit)
            processors, transfers = unit.processors.all(), unit.transfers.all()
        items = [_case_item(line, today) for line in cases]
        items += _reviews(activities, processors, today)
        return Agenda(
            today=today,
            items=tuple(sorted(items, key=_urgency)),
            health=_health(activities, processors, transfers, cases, today),
        )

    def pressing(self) -> int:
        """How many things are late or due within a week."""
        with self.work(read_only=True) as unit:
            today = self._today(unit)
            reviews = _reviews(_activities(unit), unit.processors.all(), today)
            return _pressing_cases(unit, today) + sum(item.group in PRESSING for item in reviews)

    def pressing_requests(self) -> int:
        """How many requests are late or due within a week."""
        with self.work(read_only=True) as unit:
            return _pressing_cases(unit, self._today(unit))

    def _today(self, unit: UnitOfWork) -> date:
        organisation = unit.organisation.find()
        return self.clock.today(organisation.time_zone) if organisation else self.clock.today()


def _activities(unit: UnitOfWork) -> tuple[ActivityLine, ...]:
    return unit.activities.lines(unit.activities.ids(ListQuery()))


def _pressing_cases(unit: UnitOfWork, today: date) -> int:
    return sum(group_of(line.due, today) in PRESSING for line in unit.cases.open_by_due())


def group_of(due: date | None, today: date) -> Group:
    """The group a day falls into, seen from today."""
    if due is None:
        return Group.WAITING
    if due < today:
        return Group.LATE
    if due == today:
        return Group.TODAY
    if due <= today + timedelta(days=7):
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
        step=next_step(line),
    )


def next_step(line: CaseLine) -> str:
    """What the request asks for next, as a key below ``case.step``; the same as the record says (``cases.next_steps``)."""
    if not line.acknowledged:
        return "acknowledge"
    if not line.identity_proven:
        return "identity"
    return "answer" if line.searched else "search"


def _reviews(activities: Sequence[ActivityLine], processors: Sequence[Processor], today: date) -> list[Item]:
    items = [
        _dated(ItemKind.ACTIVITY_REVIEW, each.id, each.ref, each.name, each.review_on, today)
        for each in activities
        if each.review_on
    ]
    for processor in processors:
        contract = processor.contract.value
        if contract and contract.expires_on:
            due = contract.expires_on
            items.append(
                _dated(ItemKind.CONTRACT_EXPIRY, processor.id, processor.ref, processor.name, due, today)
            )
        if processor.review_on:
            due = processor.review_on
            items.append(
                _dated(ItemKind.PROCESSOR_REVIEW, processor.id, processor.ref, processor.name, due, today)
            )
    return items


def _dated(kind: ItemKind, record: str, ref: str, name: str, due: date, today: date) -> Item:
    left = (due - today).days
    return Item(
        kind=kind, record=record, ref=ref, title=name, due=due, days_left=left, group=group_of(due, today)
    )


def _health(
    activities: Sequence[ActivityLine],
    processors: Sequence[Processor],
    transfers: Sequence[Transfer],
    cases: Sequence[CaseLine],
    today: date,
) -> Health:
    return Health(
        completeness=Completeness(sum(a.settled for a in activities), sum(a.asked for a in activities)),
        activities=len(activities),
        transfers=len(transfers),
        transfers_without_tool=sum(t.tool.known in (Known.UNKNOWN, Known.NONE) for t in transfers),
        organisations=len(processors),
        without_contract=sum(
            p.contract.value is None
            or p.contract.value.status.value in ("none", "expired")
            or (p.contract.value.expires_on is not None and p.contract.value.expires_on < today)
            for p in processors
        ),
        open_cases=sum(c.state in (CaseState.OPEN, CaseState.WAITING) for c in cases),
        late_cases=sum(c.due is not None and c.due < today for c in cases),
    )
