"""The register as a whole: its four kinds of records, its trash, what it lacks, and what it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.organisation import TIME_ZONE, Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import VaultReadOnly
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.services.changes import Named, Telling, told
from dpo_desk.services.chapter_v import in_force
from dpo_desk.services.checker import Checker, Progress, checked_today
from dpo_desk.services.flows import Flows
from dpo_desk.services.links import AnyRecord
from dpo_desk.services.ports import (
    ActivityLine,
    ClientLine,
    Clock,
    PastRegister,
    ProcessorLine,
    TransferLine,
    Work,
)
from dpo_desk.services.records import Choice, RecordService, Sort
from dpo_desk.services.today import today_in
from dpo_desk.services.trash import Trash

__all__ = ["Choice", "RegisterService"]

_ACTIVITIES = Sort[ActivityId, Activity, ActivityLine](
    kind=RecordKind.ACTIVITY,
    type=Activity,
    records=lambda unit: unit.activities,
    past=lambda versions: versions.activity,
)
_CLIENTS = Sort[ClientId, Client, ClientLine](
    kind=RecordKind.CLIENT,
    type=Client,
    records=lambda unit: unit.clients,
    past=lambda versions: versions.client,
)
_PROCESSORS = Sort[ProcessorId, Processor, ProcessorLine](
    kind=RecordKind.PROCESSOR,
    type=Processor,
    records=lambda unit: unit.processors,
    past=lambda versions: versions.processor,
)
_TRANSFERS = Sort[TransferId, Transfer, TransferLine](
    kind=RecordKind.TRANSFER,
    type=Transfer,
    records=lambda unit: unit.transfers,
    past=lambda versions: versions.transfer,
)


class RegisterService:
    """The verbs of the whole register; those of its records stand with their kind."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work, self._clock = work, clock
        self.checker = Checker(clock)
        self.trash = Trash(work, clock, self.checker)
        self.flows = Flows(work, self.checker)
        self.activities = RecordService(_ACTIVITIES, work, clock, self.checker, self.trash)
        self.clients = RecordService(_CLIENTS, work, clock, self.checker, self.trash)
        self.processors = RecordService(_PROCESSORS, work, clock, self.checker, self.trash)
        self.transfers = RecordService(_TRANSFERS, work, clock, self.checker, self.trash)

    # -- the day

    def checked_today(self, progress: Progress | None = None) -> bool:
        """
        Empties the trash of what is too old, and checks everything when the day or the law changed since.

        For the lane, after the vault was opened; a vault that cannot be written stays as it is.

        Returns:
            Whether everything was checked anew, so that what lists show may differ.
        """
        try:
            self.trash.tidy()
            return checked_today(self._work, self.checker, progress)
        except VaultReadOnly:
            return False

    def today(self) -> date:
        """The day it is for the organisation."""
        with self._work(read_only=True) as unit:
            return today_in(unit, self._clock)

    # -- what it lacks

    def completeness(self) -> Completeness:
        """How many facts of the whole register are settled, as of the newest check."""
        with self._work(read_only=True) as unit:
            each = unit.gaps.completeness().values()
        return Completeness(sum(c.settled for c in each), sum(c.asked for c in each))

    def completeness_by_kind(self) -> Mapping[RecordKind, Completeness]:
        """The same for each kind of records."""
        with self._work(read_only=True) as unit:
            return unit.gaps.completeness()

    def gaps(self) -> tuple[Gap, ...]:
        """Everything that stands in the register, as of the newest check."""
        with self._work(read_only=True) as unit:
            return unit.gaps.all()

    def organisation_gaps(self) -> tuple[Gap, ...]:
        """What the organisation lacks."""
        with self._work(read_only=True) as unit:
            return self.checker.organisation_gaps(unit)

    # -- what it was

    def as_of(self, day: date) -> PastRegister:
        """The whole register as it stood at the end of this day."""
        with self._work(read_only=True) as unit:
            organisation = unit.organisation.find()
            zone = ZoneInfo(organisation.time_zone if organisation else TIME_ZONE)
            return unit.versions.as_of(datetime.combine(day, time.max, zone))

    def told(self, record: AnyRecord, words: Wording, named: Named) -> tuple[tuple[str, str], ...]:
        """Everything a record of another day says, field by field, in words; ``named`` are the records of that day."""
        with self._work(read_only=True) as unit:
            law = LawWords(words, in_force(unit))
        return told(record, Telling(words=words, law=law, named=named))

    def first_day(self) -> date | None:
        """The first day of which anything is known; nothing while the register is empty."""
        with self._work(read_only=True) as unit:
            organisation, moment = unit.organisation.find(), unit.versions.first_day()
        zone = ZoneInfo(organisation.time_zone if organisation else TIME_ZONE)
        return moment.astimezone(zone).date() if moment else None

    # -- organisation

    def organisation(self) -> Organisation | None:
        """The organisation of this vault, or nothing before it was first saved."""
        with self._work(read_only=True) as unit:
            return unit.organisation.find()
