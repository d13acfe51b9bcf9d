"""The checker: runs the rules over what changed and over what stands beside it, and over everything once a day."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

from dpo_desk import __version__
from dpo_desk.domain import checks
from dpo_desk.domain.activity import Activity
from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.checks.law import ChecksLaw
from dpo_desk.domain.checks.words import Names, SourceText
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import ChapterV
from dpo_desk.library import files
from dpo_desk.library.checklists import article28, checks_law, dpia
from dpo_desk.services.chapter_v import in_force, kept_texts
from dpo_desk.services.drafts import Lists, links
from dpo_desk.services.links import AnyRecord, live, naming
from dpo_desk.services.ports import Clock, ListQuery, RegisterRecords, UnitOfWork, Work
from dpo_desk.services.today import today_in

SOURCE = "source"
"""The name of the kept text that quotations are taken from."""

T = TypeVar("T")
Id = TypeVar("Id")
Record = TypeVar("Record")
Named = tuple[RecordKind, str]
Progress = Callable[[int, int], None]
"""Hears how many records of how many are checked."""

_KINDS: Mapping[type, RecordKind] = MappingProxyType({
    Activity: RecordKind.ACTIVITY,
    Client: RecordKind.CLIENT,
    Processor: RecordKind.PROCESSOR,
    Transfer: RecordKind.TRANSFER,
})  # fmt: skip
_MANY = 200  # records at once: from here on it is quicker to read the whole register than one by one
_STEP = 250  # records between two words on how far it is


@dataclass(frozen=True)
class Rules:
    """The rules, with what they may look at."""

    around: checks.Around

    def gaps(self, record: AnyRecord) -> tuple[Gap, ...]:
        """Everything the rules find in the record."""
        match record:
            case Activity():
                return checks.check_activity(record, self.around)
            case Client():
                return checks.check_client(record, self.around)
            case Processor():
                return checks.check_processor(record, self.around)
            case Transfer():
                return checks.check_transfer(record, self.around)

    def completeness(self, record: AnyRecord) -> Completeness:
        """How many of the facts that are asked for are settled."""
        return checks.completeness_of(record, self.around)

    def judgement(self, transfer: Transfer) -> Judgement:
        """What Chapter V says to the transfer today."""
        return self.around.judgement(transfer)


@dataclass(frozen=True)
class Checker:
    """Keeps what the rules find in step with the records."""

    clock: Clock

    def rules(self, unit: UnitOfWork) -> Rules:
        """The rules as of today, over the records of this unit of work; each is read when a rule asks for it."""
        return Rules(_Beside(unit, today_in(unit, self.clock)))

    def lists(self, unit: UnitOfWork) -> Lists:
        """The closed lists a record may choose from."""
        return _lists(in_force(unit))

    def check(self, unit: UnitOfWork, records: Iterable[Named], before: Sequence[AnyRecord] = ()) -> None:
        """
        Checks these records and those on which they tell; records in the trash are passed over.

        Args:
            unit: What is found is part of it.
            records: What changed.
            before: What changed, or went into the trash, as it was before: what it told on then is checked too.
        """
        changed = dict.fromkeys(records)
        now = [each for each in (live(unit, *each) for each in changed) if each is not None]
        wanted = changed | dict.fromkeys(_told_on(unit, [*before, *now]))
        wanted |= dict.fromkeys(_quoting(unit, _names_in(before) ^ _names_in(now)))
        if len(wanted) > _MANY:
            with _undisturbed():
                self._put(unit, *_everything(unit, today_in(unit, self.clock), wanted.keys()))
            return
        found = ((kind, live(unit, kind, each)) for kind, each in wanted)
        self._put(unit, self.rules(unit), [(kind, each) for kind, each in found if each is not None])

    def check_all(self, unit: UnitOfWork, progress: Progress | None = None) -> None:
        """Checks every record of the register."""
        with _undisturbed():
            self._put(unit, *_everything(unit, today_in(unit, self.clock)), progress)
        unit.gaps.checked(self.stamp(unit))

    def is_due(self, unit: UnitOfWork) -> bool:
        """Whether the day or the law is another than at the newest check of everything."""
        return unit.gaps.checked_on() != self.stamp(unit)

    def stamp(self, unit: UnitOfWork) -> str:
        """What a check made now is made of: the day, the tables, the program, the source."""
        source = unit.texts.find(SOURCE)
        made_of = (_shipped(), repr(kept_texts(unit)), source.sha256 if source else "")
        law = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
        return f"{today_in(unit, self.clock).isoformat()} {law[:16]}"

    def organisation_gaps(self, unit: UnitOfWork) -> tuple[Gap, ...]:
        """What the organisation lacks."""
        organisation = unit.organisation.find()
        return checks.check_organisation(organisation, self.rules(unit).around) if organisation else ()

    def _put(
        self,
        unit: UnitOfWork,
        rules: Rules,
        records: Sequence[tuple[RecordKind, AnyRecord]],
        progress: Progress | None = None,
    ) -> None:
        found: dict[RecordKind, dict[str, tuple[tuple[Gap, ...], Completeness]]] = {}
        verdicts: dict[TransferId, str] = {}
        for number, (kind, record) in enumerate(records):
            if progress and number % _STEP == 0:
                progress(number, len(records))
            of_kind = found.setdefault(kind, {})
            of_kind[record.id] = rules.gaps(record), rules.completeness(record)
            if isinstance(record, Transfer):
                verdicts[record.id] = rules.judgement(record).verdict.value
        for kind, each in found.items():
            unit.gaps.put_all(kind, each)
        unit.gaps.judged(verdicts)


def checked_today(work: Work, checker: Checker, progress: Progress | None = None) -> bool:
    """Checks everything when the day or the law changed since it was last done; whether it was."""
    with work(read_only=True) as unit:
        if not checker.is_due(unit):
            return False
    with work() as unit:
        checker.check_all(unit, progress)
        unit.commit()
    return True


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for garbage meanwhile: among thousands of records that are all in use it takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _told_on(unit: UnitOfWork, records: Iterable[AnyRecord]) -> Iterator[Named]:
    """What the rules find otherwise when these change: what names them, what they name, who engages a flow's receiver."""
    seen: set[str] = set()
    for record in records:
        if record.id not in seen:
            seen.add(record.id)
            yield from ((kind, each.id) for kind, each in naming(unit, _KINDS[type(record)], record.id))
        yield from ((kind, named) for _, kind, named in links(record))
        if isinstance(record, Transfer) and record.processor:
            engaging = unit.processors.engaging(record.processor)
            yield from ((RecordKind.PROCESSOR, each.id) for each in engaging)


def _names_in(records: Iterable[AnyRecord]) -> frozenset[str]:
    """The names of processors among the records, which the rules look for in quotations."""
    return frozenset(each.name for each in records if isinstance(each, Processor) and each.named)


def _quoting(unit: UnitOfWork, names: Iterable[str]) -> Iterator[Named]:
    for name in names:
        yield from ((RecordKind.ACTIVITY, each) for each in unit.activities.quoting(name))


def _everything(
    unit: UnitOfWork, day: date, only: Iterable[Named] | None = None
) -> tuple[Rules, list[tuple[RecordKind, AnyRecord]]]:
    """The rules over the whole register in memory, and the records to be checked: all, or only these."""
    records = checks.Records(
        activities=unit.activities.all(),
        clients=unit.clients.all(),
        processors=unit.processors.all(),
        transfers=unit.transfers.all(),
    )
    law = in_force(unit)
    around = checks.WholeRegister(
        records,
        day=day,
        law=checks_law(),
        organisation=unit.organisation.find(),
        judge=lambda transfer: judge(transfer, day, law),
        inside=lambda country: law.inside(country, day),
        source=source_in(unit),
    )
    every: list[tuple[RecordKind, AnyRecord]] = [
        *((RecordKind.TRANSFER, each) for each in records.transfers),
        *((RecordKind.PROCESSOR, each) for each in records.processors),
        *((RecordKind.CLIENT, each) for each in records.clients),
        *((RecordKind.ACTIVITY, each) for each in records.activities),
    ]
    wanted = None if only is None else frozenset(only)
    return Rules(around), [pair for pair in every if wanted is None or (pair[0], pair[1].id) in wanted]


class _Beside:
    """``checks.Around`` over a unit of work: what a rule asks for is read then, and only once."""

    def __init__(self, unit: UnitOfWork, day: date) -> None:
        self._unit, self.day = unit, day
        self._found: dict[tuple[str, str], object] = {}

    @property
    def law(self) -> ChecksLaw:
        return checks_law()

    @property
    def organisation(self) -> Organisation | None:
        return self._once("organisation", "", self._unit.organisation.find)

    @property
    def source(self) -> SourceText | None:
        return self._once("source", "", lambda: source_in(self._unit))

    @property
    def names(self) -> Names[ProcessorId]:
        return self._once("names", "", lambda: _names(self._unit))

    @property
    def tables(self) -> ChapterV:
        return self._once("tables", "", lambda: in_force(self._unit))

    def inside(self, country: str) -> bool:
        return self.tables.inside(country, self.day)

    def judgement(self, transfer: Transfer) -> Judgement:
        return judge(transfer, self.day, self.tables)

    def activity(self, activity: ActivityId) -> Activity | None:
        return self._once("activity", activity, lambda: _live(self._unit.activities, activity))

    def client(self, client: ClientId) -> Client | None:
        return self._once("client", client, lambda: _live(self._unit.clients, client))

    def processor(self, processor: ProcessorId) -> Processor | None:
        return self._once("processor", processor, lambda: _live(self._unit.processors, processor))

    def transfers_of(self, activity: ActivityId) -> Sequence[Transfer]:
        return self._once("of", activity, lambda: self._unit.transfers.of_activities([activity]))

    def transfers_for(self, client: ClientId) -> Sequence[Transfer]:
        return self._once("for", client, lambda: self._unit.transfers.of_clients([client]))

    def transfers_through(self, processor: ProcessorId) -> Sequence[Transfer]:
        return self._once("through", processor, lambda: self._unit.transfers.through(processor))

    def activities_using(self, processor: ProcessorId) -> Sequence[Activity]:
        return self._once("using", processor, lambda: self._unit.activities.using(processor))

    def clients_using(self, processor: ProcessorId) -> Sequence[Client]:
        return self._once("engaging", processor, lambda: self._unit.clients.using(processor))

    def _once(self, what: str, which: str, read: Callable[[], T]) -> T:
        key = (what, which)
        if key not in self._found:
            self._found[key] = read()
        return cast("T", self._found[key])


def _live(records: RegisterRecords[Id, Record, Any], record: Id) -> Record | None:
    return None if records.in_trash(record) else records.find(record)


def _names(unit: UnitOfWork) -> Names[ProcessorId]:
    """The names of the processors; descriptions that stand for a name are none."""
    described = frozenset(unit.processors.ids(ListQuery(chips=frozenset({"unnamed"}))))
    return Names.of((each, name) for each, _, name in unit.processors.refs() if each not in described)


def source_in(unit: UnitOfWork) -> SourceText | None:
    """The text kept in the vault that quotations are taken from."""
    kept = unit.texts.find(SOURCE)
    return SourceText(kept.text, kept.sha256) if kept else None


@cache
def _shipped() -> str:
    """The program and the tables that came with it."""
    tables = (files.read_bytes(path) for path in files.paths("law", ".toml"))
    return f"{__version__} {hashlib.sha256(b''.join(tables)).hexdigest()}"


def _lists(law: ChapterV) -> Lists:
    return Lists(
        ids=MappingProxyType({
            "tool": frozenset(tool.id for tool in law.tools),
            "scope.question": frozenset(law.questions),
            "dpia_criteria": frozenset(each.id for each in dpia().criteria),
            "dpia_listed": frozenset(each.id for each in dpia().listed),
            "clauses.item": frozenset(each.id for each in article28()),
        }),
        organisations=law.adequate.organisations,
    )  # fmt: skip
