"""What hangs together in the register: the records one names, and those that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services import parsing
from dpo_desk.services.drafts import links
from dpo_desk.services.ports import RegisterRecords, UnitOfWork

AnyRecord = Activity | Client | Processor | Transfer


@dataclass(frozen=True, kw_only=True)
class Near:
    """The records beside one, each kind by reference; ``verdicts`` judge the transfers as of today."""

    activities: tuple[Activity, ...] = ()
    clients: tuple[Client, ...] = ()
    processors: tuple[Processor, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    verdicts: Mapping[TransferId, Judgement] = field(default_factory=lambda: MappingProxyType({}))


def records_of(unit: UnitOfWork, kind: RecordKind) -> RegisterRecords[Any, Any, Any]:
    """The records of a kind that is known only when the program runs."""
    match kind:
        case RecordKind.ACTIVITY:
            return unit.activities
        case RecordKind.CLIENT:
            return unit.clients
        case RecordKind.PROCESSOR:
            return unit.processors
        case RecordKind.TRANSFER:
            return unit.transfers


def live(unit: UnitOfWork, kind: RecordKind, record: str) -> Any:
    """The record, or nothing when it is gone or in the trash."""
    records = records_of(unit, kind)
    found = records.find(record)
    return None if found is None or records.in_trash(record) else found


def name_of(unit: UnitOfWork, kind: RecordKind, record: str) -> str:
    """Reference and name of a record; empty when it is gone."""
    found = records_of(unit, kind).find(record)
    return f"{found.ref} {found.name}" if found else ""


def naming(unit: UnitOfWork, kind: RecordKind, record: str) -> Iterator[tuple[RecordKind, AnyRecord]]:
    """The records outside the trash which name this one."""
    match kind:
        case RecordKind.ACTIVITY:
            yield from _of(RecordKind.TRANSFER, unit.transfers.of_activities([ActivityId(record)]))
        case RecordKind.CLIENT:
            yield from _of(RecordKind.TRANSFER, unit.transfers.of_clients([ClientId(record)]))
        case RecordKind.PROCESSOR:
            processor = ProcessorId(record)
            yield from _of(RecordKind.ACTIVITY, unit.activities.using(processor))
            yield from _of(RecordKind.CLIENT, unit.clients.using(processor))
            yield from _of(RecordKind.PROCESSOR, unit.processors.engaging(processor))
            yield from _of(RecordKind.TRANSFER, unit.transfers.through(processor))
        case RecordKind.TRANSFER:
            return


def _of(kind: RecordKind, records: tuple[AnyRecord, ...]) -> Iterator[tuple[RecordKind, AnyRecord]]:
    yield from ((kind, each) for each in records)


def near(unit: UnitOfWork, kind: RecordKind, record: AnyRecord) -> Near:
    """The records this one names and those that name it."""
    found: dict[str, tuple[RecordKind, AnyRecord]] = {
        each.id: (other, each) for other, each in naming(unit, kind, record.id)
    }
    for _, other, named in links(record):
        if named not in found and (each := live(unit, other, named)) is not None:
            found[named] = (other, each)
    ordered = sorted(found.values(), key=lambda pair: pair[1].ref)
    return Near(
        activities=tuple(each for _, each in ordered if isinstance(each, Activity)),
        clients=tuple(each for _, each in ordered if isinstance(each, Client)),
        processors=tuple(each for _, each in ordered if isinstance(each, Processor)),
        transfers=tuple(each for _, each in ordered if isinstance(each, Transfer)),
    )


def check_links(unit: UnitOfWork, record: AnyRecord, found: parsing.Fields) -> None:
    """Notes each field that names a record which is gone, the record itself, or closes a loop of sub-processors."""
    for place, kind, named in links(record):
        if named == record.id:
            found.refuse(place, "itself")
        elif live(unit, kind, named) is None:
            found.refuse(place, "unknown_choice")
        elif isinstance(record, Processor) and record.id in _behind(unit, ProcessorId(named)):
            found.refuse(place, "loop")


def _behind(unit: UnitOfWork, processor: ProcessorId) -> frozenset[str]:
    """The sub-processors of a processor, those of these, and so on."""
    seen: set[str] = set()
    waiting = [processor]
    while waiting:
        found = unit.processors.find(waiting.pop())
        if found is not None:
            below = {ProcessorId(each) for _, _, each in links(found)} - seen
            seen |= below
            waiting += below
    return frozenset(seen)
