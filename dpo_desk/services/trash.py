"""The trash of the register: what lies in it can be taken back for thirty days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from dpo_desk.domain.record import RecordKind
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.services.checker import Checker
from dpo_desk.services.drafts import links
from dpo_desk.services.links import AnyRecord, naming, records_of
from dpo_desk.services.ports import Clock, TrashLine, UnitOfWork, Work

KEPT_DAYS = 30
"""How long a record lies in the trash before it is deleted for good."""

_FIRST_TO_GO = (RecordKind.TRANSFER, RecordKind.ACTIVITY, RecordKind.CLIENT, RecordKind.PROCESSOR)


@dataclass(frozen=True)
class Trashed:
    """A record in the trash."""

    kind: RecordKind
    id: str


@dataclass(frozen=True)
class Trash:
    """Puts records into the trash, takes them back, deletes them for good."""

    work: Work
    clock: Clock
    checker: Checker

    def lines(self) -> tuple[TrashLine, ...]:
        """What is in the trash, newest first."""
        with self.work(read_only=True) as unit:
            return tuple(sorted(_lines(unit), key=lambda line: line.at, reverse=True))

    def days_left(self, line: TrashLine) -> int:
        """How many days remain before the record is deleted for good."""
        return max(0, KEPT_DAYS - (self.clock.now() - line.at).days)

    def put(self, records: Sequence[Trashed]) -> tuple[Trashed, ...]:
        """
        What was put into the trash: these records and the transfers that belong to them.

        Raises:
            NotFound: One of them does not exist.
            RuleBroken: ``record_in_use`` while another record still names one of them.
        """
        with self.work() as unit:
            going = dict.fromkeys([*records, *_flows(unit, records)])
            others = {
                Trashed(kind, each.id)
                for record in going
                for kind, each in naming(unit, record.kind, record.id)
            }
            if others - going.keys():
                raise RuleBroken("record_in_use")
            gone = [_get(unit, each) for each in going]
            for each in going:
                records_of(unit, each.kind).trash(each.id)
            self.checker.check(unit, [], before=gone)
            unit.commit()
        return tuple(going)

    def take_back(self, trashed: Collection[Trashed]) -> None:
        """Takes records out of the trash, with those they name. Raises ``NotFound``."""
        with self.work() as unit:
            waiting, back = list(trashed), dict[Trashed, None]()
            while waiting:
                each = waiting.pop()
                named = [Trashed(kind, other) for _, kind, other in links(_get(unit, each))]
                if each not in back and records_of(unit, each.kind).in_trash(each.id):
                    back[each] = None
                    waiting += named
            for each in back:
                records_of(unit, each.kind).take_back(each.id)
            self.checker.check(unit, [(each.kind, each.id) for each in back])
            unit.commit()

    def delete(self, trashed: Collection[Trashed]) -> None:
        """
        Deletes records that are in the trash for good; their history stays.

        Raises:
            NotFound: One of them is not in the trash.
            RuleBroken: ``record_in_use`` while a request, or another record in the trash, names one of them.
        """
        with self.work() as unit:
            for each in sorted(trashed, key=lambda each: _FIRST_TO_GO.index(each.kind)):
                records = records_of(unit, each.kind)
                if not records.in_trash(each.id):
                    raise NotFound(kind=each.kind)
                records.delete(each.id)
            unit.commit()

    def tidy(self) -> None:
        """Deletes for good what has been in the trash for thirty days, unless a request or a record still names it."""
        oldest = self.clock.now() - timedelta(days=KEPT_DAYS)
        with self.work(read_only=True) as unit:
            old = [Trashed(line.kind, line.id) for line in _lines(unit) if line.at <= oldest]
        for each in sorted(old, key=lambda each: _FIRST_TO_GO.index(each.kind)):
            try:
                self.delete([each])
            except RuleBroken:
                continue  # it is named: it stays until nothing names it any more


def _get(unit: UnitOfWork, each: Trashed) -> AnyRecord:
    found: AnyRecord = records_of(unit, each.kind).get(each.id)
    return found


def _lines(unit: UnitOfWork) -> list[TrashLine]:
    return [line for kind in RecordKind for line in records_of(unit, kind).trashed()]


def _flows(unit: UnitOfWork, records: Sequence[Trashed]) -> list[Trashed]:
    """The transfers that belong to these activities and clients."""
    owners = (each for each in records if each.kind in {RecordKind.ACTIVITY, RecordKind.CLIENT})
    return [Trashed(kind, flow.id) for each in owners for kind, flow in naming(unit, each.kind, each.id)]
