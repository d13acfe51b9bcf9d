"""The records of one kind of the register: read, kept true, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.changes import Change, changes
from dpo_desk.domain.client import Client
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Dismissal, Validation, Version
from dpo_desk.errors import NotFound, StaleRecord
from dpo_desk.library.wording import Wording
from dpo_desk.services import drafts, parsing
from dpo_desk.services.bulk import BulkChange, Undo, changed
from dpo_desk.services.changes import FieldChange, field_changes, told
from dpo_desk.services.checker import Checker
from dpo_desk.services.drafts import Values
from dpo_desk.services.keeping import (
    dismissed_in,
    fresh_id,
    quoted,
    renamed,
    reviewed,
    same,
    telling_in,
    verdict_on,
)
from dpo_desk.services.links import check_links, near
from dpo_desk.services.ports import Clock, ListQuery, RecordLine, RegisterRecords, UnitOfWork, Versions, Work
from dpo_desk.services.today import officer_in, today_in
from dpo_desk.services.trash import Trash, Trashed
from dpo_desk.services.views import Choice, Look, View

Id = TypeVar("Id", bound=str)
Record = TypeVar("Record", Activity, Client, Processor, Transfer)
Line = TypeVar("Line", bound=RecordLine)

__all__ = ["Choice", "Look", "RecordService", "Sort", "View"]


@dataclass(frozen=True, kw_only=True)
class Sort(Generic[Id, Record, Line]):
    """What makes one kind of records differ from the others."""

    kind: RecordKind
    type: type[Record]
    records: Callable[[UnitOfWork], RegisterRecords[Id, Record, Line]]
    past: Callable[[Versions], Callable[[str, int], Record]]


@dataclass(frozen=True)
class RecordService(Generic[Id, Record, Line]):
    """The verbs of the records of one kind; each is one unit of work."""

    sort: Sort[Id, Record, Line]
    work: Work
    clock: Clock
    checker: Checker
    bin: Trash

    # -- reading

    def ids(self, query: ListQuery) -> tuple[Id, ...]:
        """The records that match, in the order asked for; today is filled in."""
        with self.work(read_only=True) as unit:
            return self._records(unit).ids(replace(query, today=query.today or today_in(unit, self.clock)))

    def lines(self, ids: Sequence[Id]) -> tuple[Line, ...]:
        """The lines of these records."""
        with self.work(read_only=True) as unit:
            return self._records(unit).lines(ids)

    def choices(self) -> tuple[Choice, ...]:
        """All records, to choose from, by reference."""
        with self.work(read_only=True) as unit:
            return tuple(Choice(id=i, ref=ref, name=name) for i, ref, name in self._records(unit).refs())

    def owners(self) -> tuple[str, ...]:
        """Every department named as an owner, sorted."""
        with self.work(read_only=True) as unit:
            return self._records(unit).owners()

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, sorted."""
        with self.work(read_only=True) as unit:
            return self._records(unit).tags()

    def get(self, record: Id) -> View[Record]:
        """
        The record with all that is said about it.

        Raises:
            NotFound: It does not exist, or is in the trash.
        """
        with self.work(read_only=True) as unit:
            return self._view(unit, self._live(unit, record))

    def views(self) -> Iterator[View[Record]]:
        """Every record with all that is said about it, one after the other, by reference."""
        for record in self.ids(ListQuery(sort="ref")):
            yield self.get(record)

    def blank(self) -> Values:
        """The values of a new record."""
        return drafts.blank(self.sort.type)

    def look(self, record: Id | None, values: Mapping[str, object]) -> Look:
        """
        What the record would lack if it were saved now, for the column beside the form.

        Fields that cannot be read count as unknown.
        """
        with self.work(read_only=True) as unit:
            today = today_in(unit, self.clock)
            old = self._records(unit).find(record) if record else None
            typed = self._parsed(unit, old or self._new(today), values, parsing.Fields())
            rules = self.checker.rules(unit)
            gaps = rules.gaps(typed)
            if old is not None and same(old, typed):
                gaps = tuple(gap for gap in gaps if gap.key not in dismissed_in(unit, old))
            return Look(
                gaps=gaps,
                completeness=rules.completeness(typed),
                verdict=verdict_on(rules, typed),
            )

    # -- writing

    def save(self, record: Id | None, values: Mapping[str, object], version: int = 0) -> View[Record]:
        """
        The record as saved; a new one gets the next free reference. Where nothing changed, nothing is written.

        Args:
            record: The one to change; nothing for a new one.
            values: What the form holds.
            version: The version the form was filled from, so that a newer one is not overwritten.

        Raises:
            DraftError: Every field that cannot be accepted.
            NotFound: The record does not exist any more.
            StaleRecord: The record was changed since the form was filled.
        """
        with self.work() as unit:
            today = today_in(unit, self.clock)
            old = self._live(unit, record) if record else None
            base = replace(old, version=version or old.version) if old else self._new(today)
            with parsing.fields() as found:
                typed = self._parsed(unit, base, values, found)
                check_links(unit, typed, found)
            view = self._view(unit, self._keep(unit, old, quoted(unit, typed)))
            unit.commit()
        return view

    def duplicate(self, record: Id, name: str) -> View[Record]:
        """
        A copy under a new name and reference, as a draft nobody has validated; its quotations stay.

        Raises:
            DraftError: The name cannot be accepted.
            NotFound: The original does not exist.
        """
        with self.work() as unit:
            today = today_in(unit, self.clock)
            original = self._live(unit, record)
            with parsing.fields() as found:
                called = found.parse(parsing.required, name, "name", "")
            copy = replace(
                original, id=fresh_id(), ref="", version=0, status=RecordStatus.DRAFT, created_on=today
            )
            view = self._view(unit, self._keep(unit, None, renamed(copy, called)))
            unit.commit()
        return view

    def trash(self, records: Sequence[Id]) -> tuple[Trashed, ...]:
        """
        What was put into the trash: these records and the transfers that belong to them.

        Raises:
            NotFound: One of them does not exist.
            RuleBroken: ``record_in_use`` while another record still names one of them.
        """
        return self.bin.put([Trashed(self.sort.kind, each) for each in records])

    def take_back(self, trashed: Collection[Trashed]) -> None:
        """Takes records out of the trash, with those they name. Raises ``NotFound``."""
        self.bin.take_back(trashed)

    # -- many at once

    def change(self, records: Sequence[Id], change: BulkChange) -> Undo:
        """
        The same change in all these records, and how to take it back.

        Raises:
            DraftError: A value cannot be accepted; no record was changed.
            NotFound: One of the records does not exist any more.
        """
        with self.work() as unit:
            old = [self._live(unit, each) for each in records]
            with parsing.fields() as found:
                new = [changed(each, change, found) for each in old]
            stored = [self._store(unit, *pair) for pair in zip(old, new, strict=True)]
            done: dict[str, tuple[int, int]] = {
                was.id: (was.version, now.version)
                for was, now in zip(old, stored, strict=True)
                if was.version != now.version
            }
            self.checker.check(unit, [(self.sort.kind, each) for each in done], before=old)
            unit.commit()
        return Undo(versions=MappingProxyType(done))

    def undo(self, undo: Undo) -> None:
        """
        Saves what each record was before the change as a new version.

        Raises:
            StaleRecord: One of them was changed again since; none is touched.
            NotFound: One of them does not exist any more.
        """
        with self.work() as unit:
            changed = [self._live(unit, cast("Id", each)) for each in undo.versions]
            for now, (record, (before, after)) in zip(changed, undo.versions.items(), strict=True):
                if now.version != after:
                    raise StaleRecord(kind=self.sort.kind)
                self._store(unit, now, replace(self._past(unit, record, before), version=now.version))
            self.checker.check(unit, [(self.sort.kind, each) for each in undo.versions], before=changed)
            unit.commit()

    # -- history

    def versions(self, record: Id) -> tuple[Version, ...]:
        """The history of the record, newest first."""
        with self.work(read_only=True) as unit:
            return unit.versions.of(self.sort.kind, record)

    def version(self, record: Id, version: int) -> Record:
        """The record as it was. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            return self._past(unit, record, version)

    def told(self, record: Id, version: int, words: Wording) -> tuple[tuple[str, str], ...]:
        """Everything a version says, field by field, in words. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            then = self._past(unit, record, version)
            return told(then, telling_in(unit, words))

    def compare(self, record: Id, earlier: int, later: int, words: Wording) -> tuple[FieldChange, ...]:
        """What differs between two versions, in words. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            before, after = self._past(unit, record, earlier), self._past(unit, record, later)
            return field_changes(before, after, telling_in(unit, words))

    def differences(
        self, record: Id, values: Mapping[str, object], words: Wording
    ) -> tuple[FieldChange, ...]:
        """What the form changed and has not saved, in words. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            old = self._live(unit, record)
            typed = self._parsed(unit, old, values, parsing.Fields())
            return field_changes(old, typed, telling_in(unit, words))

    def restore(self, record: Id, version: int) -> View[Record]:
        """
        What the record was, saved as a new version.

        Raises:
            NotFound: There is no such record or version.
            DraftError: It names a record that does not exist any more.
        """
        with self.work() as unit:
            now = self._live(unit, record)
            then = self._past(unit, record, version)
            with parsing.fields() as found:
                check_links(unit, then, found)
            view = self._view(unit, self._keep(unit, now, replace(then, version=now.version)))
            unit.commit()
        return view

    def validate(self, record: Id) -> View[Record]:
        """
        The record confirmed as it stands; a review date that has come, or is missing, moves on by its cycle.

        Raises:
            NotFound: It does not exist.
        """
        with self.work() as unit:
            today = today_in(unit, self.clock)
            old = self._live(unit, record)
            stored = self._store(unit, old, reviewed(old, today))
            if stored.version != old.version:  # only the date moved on: what was set aside stays so
                for each in dismissed_in(unit, old).values():
                    unit.gaps.set_aside(replace(each, version=stored.version))
                self.checker.check(unit, [(self.sort.kind, record)], before=[old])
            unit.versions.validate(
                Validation(
                    kind=self.sort.kind, record=record, version=stored.version, on=today, by=officer_in(unit)
                )
            )
            view = self._view(unit, stored)
            unit.commit()
        return view

    # -- findings that do not apply

    def set_aside(self, record: Id, gap: str, reason: str) -> View[Record]:
        """
        The record with the gap of this key set aside; it comes back when the record changes.

        Raises:
            DraftError: The field ``reason`` is empty.
            NotFound: There is no such record, or no such gap in it.
        """
        with self.work() as unit:
            now = self._live(unit, record)
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
            if gap not in {each.key for each in self.checker.rules(unit).gaps(now)}:
                raise NotFound
            unit.gaps.set_aside(
                Dismissal(
                    record=record,
                    finding=gap,
                    version=now.version,
                    reason=why,
                    on=today_in(unit, self.clock),
                    by=officer_in(unit),
                )
            )
            return self._looked_at_again(unit, now)

    def bring_back(self, record: Id, gap: str) -> View[Record]:
        """The record with the gap of this key standing again. Raises ``NotFound``."""
        with self.work() as unit:
            now = self._live(unit, record)
            unit.gaps.bring_back(record, gap)
            return self._looked_at_again(unit, now)

    # -- inside

    def _records(self, unit: UnitOfWork) -> RegisterRecords[Id, Record, Line]:
        return self.sort.records(unit)

    def _live(self, unit: UnitOfWork, record: Id) -> Record:
        found = self._records(unit).get(record)
        if self._records(unit).in_trash(record):
            raise NotFound(kind=self.sort.kind)
        return found

    def _past(self, unit: UnitOfWork, record: str, version: int) -> Record:
        return self.sort.past(unit.versions)(record, version)

    def _new(self, today: date) -> Record:
        return drafts.new_record(self.sort.type, new_id(), today)

    def _parsed(
        self, unit: UnitOfWork, old: Record, values: Mapping[str, object], found: parsing.Fields
    ) -> Record:
        return drafts.parse(values, old, found, self.checker.lists(unit))

    def _keep(self, unit: UnitOfWork, old: Record | None, new: Record) -> Record:
        """The record as stored and checked, with its neighbours."""
        stored = self._store(unit, old, new)
        if old is None or stored.version != old.version:
            self.checker.check(unit, [(self.sort.kind, stored.id)], before=[old] if old else [])
        return stored

    def _store(self, unit: UnitOfWork, old: Record | None, new: Record) -> Record:
        """The record as stored; the old one when nothing but its keeping would differ."""
        today = today_in(unit, self.clock)
        if old is None:
            ref = self._records(unit).next_ref(today.year)
            return self._records(unit).save(replace(new, ref=ref, updated_on=today))
        if same(old, new):
            return old
        return self._records(unit).save(replace(new, updated_on=today))

    def _looked_at_again(self, unit: UnitOfWork, record: Record) -> View[Record]:
        self.checker.check(unit, [(self.sort.kind, record.id)], before=[record])
        view = self._view(unit, record)
        unit.commit()
        return view

    def _view(self, unit: UnitOfWork, record: Record) -> View[Record]:
        rules = self.checker.rules(unit)
        dismissed = dismissed_in(unit, record)
        gaps = rules.gaps(record)
        validation = unit.versions.validation(self.sort.kind, record.id)
        beside = near(unit, self.sort.kind, record)
        return View(
            record=record,
            values=drafts.values_of(record),
            gaps=tuple(gap for gap in gaps if gap.key not in dismissed),
            set_aside=tuple((gap, dismissed[gap.key]) for gap in gaps if gap.key in dismissed),
            completeness=rules.completeness(record),
            validation=validation,
            changed=self._since(unit, validation, record),
            near=replace(beside, verdicts={flow.id: rules.judgement(flow) for flow in beside.transfers}),
        )

    def _since(self, unit: UnitOfWork, validation: Validation | None, record: Record) -> tuple[Change, ...]:
        if validation is None or validation.version == record.version:
            return ()
        return changes(self._past(unit, record.id, validation.version), record)
