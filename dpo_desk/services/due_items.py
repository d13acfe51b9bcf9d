"""Everything in the vault that has a day: requests, what the law asks on the way, dates of the register, tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dpo_desk.domain.case_steps import Verb
from dpo_desk.domain.ids import CaseId, RegimeId, RightId
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.reminders import ASK_AGAIN_DAYS, LEAD_DAYS, Dated, ItemKind, reached
from dpo_desk.library.lawbook import regime
from dpo_desk.services.chapter_v import in_force
from dpo_desk.services.ports import CaseLine, ListQuery, RecordLine, RegisterRecords, Task, UnitOfWork


class Group(StrEnum):
    """When a thing is due, as the list is cut."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"  # within the next seven days
    MONTH = "month"  # within the next thirty
    LATER = "later"
    WAITING = "waiting"  # suspended: no day is running
    SNOOZED = "snoozed"  # put off with a reason, until its next stage at the latest


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is due."""

    kind: ItemKind
    record: str  # identifier of the record to open; of a purge empty
    ref: str
    title: str  # the person's or the record's name, a country, what is to be done
    case: str = ""  # the request it belongs to
    rights: tuple[RightId, ...] = ()
    due: date | None = None
    prudent: date | None = None
    days_left: int | None = None  # until the due date; negative when late
    group: Group = Group.LATER
    step: str = ""  # key below ``case.step``; empty for what is no request
    extend_by: date | None = None  # of a request, while its period may be extended
    lead_days: tuple[int, ...] = ()
    part: str = ""
    count: int = 1  # how many records it stands for
    snoozed_until: date | None = None

    @property
    def dated(self) -> Dated:
        """What its reminders are made of."""
        return Dated(
            kind=self.kind,
            record=self.record,
            due=self.due,
            prudent=self.prudent,
            lead_days=self.lead_days,
            part=self.part,
        )


def reminder_of(item: Item, today: date) -> str:
    """The name of its reminder which came last: the one that putting it off puts off; empty before its first."""
    found = reached(item.dated, today)
    return found[-1].key if found else ""


def items_of(unit: UnitOfWork, cases: Iterable[CaseLine], today: date, ahead: int) -> Iterator[Item]:
    """All items: of these running requests, and what else has its day within so many days."""
    leads = Leads(unit.organisation.find())
    for line in cases:
        yield from _of_case(line, leads.of(line.regime, line.received, line.rights), today)
    yield from _tasks(unit, today)
    yield from other_dates(unit, today, ahead)
    yield from _purge(unit, today)


def other_dates(unit: UnitOfWork, today: date, ahead: int) -> Iterator[Item]:
    """The dates of the register and of the law's tables that come within so many days."""
    yield from _reviews(unit, today, ahead)
    yield from _ends(unit, today, ahead)
    yield from _adequacy(unit, today, ahead)


def group_of(due: date | None, today: date, prudent: date | None = None) -> Group:
    """The group a thing falls into, seen from today: by its prudent date, but late only once it is due."""
    if due is None:
        return Group.WAITING
    if due < today:
        return Group.LATE
    first = min(prudent or due, due)
    if first <= today:
        return Group.TODAY
    if first <= today + timedelta(days=WEEK):
        return Group.WEEK
    return Group.MONTH if first <= today + timedelta(days=30) else Group.LATER


WEEK = 7
"""The days in which a thing counts as pressing."""


# --- requests --------------------------------------------------------------------------------------------------------


class Leads:
    """How long before the prudent date the reminders of a request come: as the organisation says, else as the law file."""

    def __init__(self, organisation: Organisation | None) -> None:
        own = organisation.lead_days if organisation else ()
        self._own = {each.right: each.days for each in own}
        self._found: dict[tuple[object, ...], tuple[int, ...]] = {}

    def of(self, regime_id: str, received: date, rights: tuple[RightId, ...]) -> tuple[int, ...]:
        """The lead days of all these rights together, the longest first."""
        law = regime(RegimeId(regime_id), received)
        key = (law.id, law.valid_from, rights)
        if key not in self._found:
            every = self._own.get("")
            each = (self._own.get(right) or every or law.lead_days_of(right) for right in rights)
            self._found[key] = tuple(sorted({days for leads in each for days in leads}, reverse=True))
        return self._found[key]


def _of_case(line: CaseLine, leads: tuple[int, ...], today: date) -> Iterator[Item]:
    yield _case_item(
        line,
        ItemKind.CASE,
        today,
        due=line.due,
        prudent=line.prudent,
        step=line.next_step,
        leads=leads,
        extend_by=line.extend_by,
    )
    if line.acknowledge_by:
        yield _case_item(
            line, ItemKind.ACKNOWLEDGEMENT, today, due=line.acknowledge_by, step=Verb.ACKNOWLEDGE
        )
    if line.extend_by and line.extend_by >= today:  # afterwards there is nothing left to do about it
        yield _case_item(line, ItemKind.EXTENSION, today, due=line.extend_by, step=Verb.EXTEND)
    again = line.identity_asked + timedelta(days=ASK_AGAIN_DAYS) if line.identity_asked else None
    if again and again <= today:
        item = _case_item(line, ItemKind.UNANSWERED, today, due=again, step=Verb.RECORD_ANSWER)
        yield replace(item, group=Group.TODAY, days_left=None)


def _case_item(
    line: CaseLine,
    kind: ItemKind,
    today: date,
    *,
    due: date | None,
    step: str,
    prudent: date | None = None,
    leads: tuple[int, ...] | None = None,
    extend_by: date | None = None,
) -> Item:
    return Item(
        kind=kind,
        record=line.id,
        case=line.id,
        ref=line.ref,
        title=line.person,
        rights=line.rights,
        due=due,
        prudent=prudent,
        days_left=(due - today).days if due else None,
        group=group_of(due, today, prudent),
        step=step,
        extend_by=extend_by,
        lead_days=LEAD_DAYS.get(kind, ()) if leads is None else leads,
    )


def _purge(unit: UnitOfWork, today: date) -> Iterator[Item]:
    """One proposal for all files whose time is over; a fresh one for each day on which one is added."""
    count, newest = unit.cases.purgeable(today)
    if newest is not None:
        item = _dated(ItemKind.PURGE, "", "", "", newest, today)
        yield replace(item, group=Group.TODAY, days_left=None, step=Verb.PURGE, count=count)


# --- tasks -----------------------------------------------------------------------------------------------------------


def _tasks(unit: UnitOfWork, today: date) -> Iterator[Item]:
    tasks = unit.tasks.open()
    cases = dict.fromkeys(task.case for task in tasks if task.case)
    refs = {line.id: line.ref for line in unit.cases.lines(list(cases))} if cases else {}
    for task in tasks:
        yield _task_item(task, refs, today)


def _task_item(task: Task, refs: Mapping[CaseId, str], today: date) -> Item:
    ref = refs.get(task.case, "") if task.case else ""
    item = _dated(ItemKind.TASK, task.id, ref, task.title, task.due_on, today)
    return replace(item, case=task.case or "")


# --- the register and the law ----------------------------------------------------------------------------------------


def _reviews(unit: UnitOfWork, today: date, ahead: int) -> Iterator[Item]:
    reviewed: tuple[tuple[ItemKind, RegisterRecords[Any, Any, RecordLine]], ...] = (
        (ItemKind.ACTIVITY_REVIEW, unit.activities),
        (ItemKind.CLIENT_REVIEW, unit.clients),
        (ItemKind.PROCESSOR_REVIEW, unit.processors),
        (ItemKind.TRANSFER_REVIEW, unit.transfers),
    )
    query = ListQuery(chips=frozenset({"review_due"}), sort="review_on", today=today + timedelta(days=ahead))
    for kind, records in reviewed:
        ids = records.ids(query)
        for each, line in zip(ids, records.lines(ids), strict=True):
            yield _dated(kind, each, line.ref, line.name, line.review_on, today)


def _ends(unit: UnitOfWork, today: date, ahead: int) -> Iterator[Item]:
    horizon = today + timedelta(days=ahead)
    for processor in ending(unit, horizon):
        for kind, day, part in _ends_of(processor):
            if day and day <= horizon:
                item = _dated(kind, processor.id, processor.ref, processor.name, day, today)
                yield replace(item, part=part)
    for client in unit.clients.all():
        contract = client.contract.value
        if contract and contract.expires_on and contract.expires_on <= horizon:
            end = contract.expires_on
            yield _dated(ItemKind.CLIENT_CONTRACT_EXPIRY, client.id, client.ref, client.name, end, today)


def ending(unit: UnitOfWork, horizon: date) -> tuple[Processor, ...]:
    """The processors with a contract or an assurance that ends until then, the soonest first."""
    ids, found = unit.processors.ids(ListQuery(sort="expires_on")), []
    for start in range(0, len(ids), _AT_ONCE):
        lines = unit.processors.lines(ids[start : start + _AT_ONCE])
        found += [line.id for line in lines if line.expires_on and line.expires_on <= horizon]
        if not lines or lines[-1].expires_on is None or lines[-1].expires_on > horizon:
            break  # those without an end come last
    return unit.processors.some(found)


def _ends_of(processor: Processor) -> Iterator[tuple[ItemKind, date | None, str]]:
    contract = processor.contract.value
    yield ItemKind.CONTRACT_EXPIRY, contract.expires_on if contract else None, ""
    for assurance in processor.assurances.value or ():
        part = hashlib.sha256(assurance.name.encode()).hexdigest()[:12]
        yield ItemKind.ASSURANCE_EXPIRY, assurance.expires_on, part


def _adequacy(unit: UnitOfWork, today: date, ahead: int) -> Iterator[Item]:
    """The decisions of adequacy that end, where a transfer goes there and no later decision takes their place."""
    law, horizon, begin = in_force(unit), today + timedelta(days=ahead), today - timedelta(days=_LOOK_BACK)
    ends = [
        each
        for each in law.adequate.decisions
        if each.expires and begin <= each.expires <= horizon and not each.annulled
        if law.decision_on(each.code, each.expires + timedelta(days=1)) is None
    ]
    if not ends:
        return
    reached = {flow.country.value for flow in unit.transfers.all()}
    for each in ends:
        if each.code in reached:
            yield _dated(ItemKind.ADEQUACY_EXPIRY, each.id, "", each.code, each.expires, today)


def _dated(kind: ItemKind, record: str, ref: str, name: str, due: date | None, today: date) -> Item:
    return Item(
        kind=kind,
        record=record,
        ref=ref,
        title=name,
        due=due,
        days_left=(due - today).days if due else None,
        group=group_of(due, today),
        lead_days=LEAD_DAYS.get(kind, ()),
    )


_AT_ONCE = 200
_LOOK_BACK = 90  # days after which an ended decision is no news: the checker says what rests on nothing
