"""The register: activities, processors and transfers, read and kept true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dpo_desk.domain.activity import Activity, ActivityStatus
from dpo_desk.domain.completeness import Completeness, Gap, activity_completeness, activity_gaps
from dpo_desk.domain.ids import ActivityId, ProcessorId, TransferId, new_id
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import RuleBroken
from dpo_desk.library.lawbook import transfer_tools
from dpo_desk.services import drafts, parsing
from dpo_desk.services.drafts import ActivityDraft, ProcessorDraft, TransferDraft
from dpo_desk.services.ports import ActivityLine, Clock, ListQuery, ProcessorLine, TransferLine, Work


@dataclass(frozen=True, kw_only=True)
class ActivityView:
    """An activity with what it lacks and what hangs on it."""

    activity: Activity
    draft: ActivityDraft
    gaps: tuple[Gap, ...]
    completeness: Completeness
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, kw_only=True)
class ProcessorView:
    """A processor with the activities that give it data and the transfers that go through it."""

    processor: Processor
    draft: ProcessorDraft
    activities: tuple[Activity, ...]
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """A transfer with the activity it serves and the processor that receives."""

    transfer: Transfer
    draft: TransferDraft
    activity: Activity | None
    processor: Processor | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A record to choose from in another record's form."""

    id: str
    ref: str
    name: str


@dataclass(frozen=True)
class RegisterService:
    """The verbs of the register; each is one unit of work."""

    work: Work
    clock: Clock

    # -- activities

    def activity_ids(self, query: ListQuery) -> tuple[ActivityId, ...]:
        """The activities that match, in the order asked for."""
        with self.work(read_only=True) as unit:
            return unit.activities.ids(query)

    def activity_lines(self, ids: Sequence[ActivityId]) -> tuple[ActivityLine, ...]:
        """The lines of these activities."""
        with self.work(read_only=True) as unit:
            return unit.activities.lines(ids)

    def activity(self, activity: ActivityId) -> ActivityView:
        """
        The activity with its gaps.

        Raises:
            NotFound: It does not exist.
        """
        with self.work(read_only=True) as unit:
            return _activity_view(unit.activities.get(activity), unit.transfers.of_activities([activity]))

    def save_activity(
        self, activity: ActivityId | None, draft: ActivityDraft, version: int = 0
    ) -> ActivityView:
        """
        The activity as saved; a new one gets the next free reference.

        Args:
            activity: The one to change; nothing for a new one.
            draft: What the form holds.
            version: The version the form was filled from, so that a newer one is not overwritten.

        Raises:
            DraftError: Every field that cannot be accepted.
            StaleRecord: The record was changed since the form was filled.
        """
        with self.work() as unit:
            if activity is None:
                today = self.clock.today()
                old = drafts.new_activity(ActivityId(new_id()), "", today)
            else:
                old = unit.activities.get(activity)
                old = replace(old, version=version or old.version)
            with parsing.fields() as found:
                record = drafts.parse_activity(draft, old, found)
            if not record.ref:
                record = replace(record, ref=unit.activities.next_ref(self.clock.today().year))
            stored = unit.activities.save(record)
            transfers = unit.transfers.of_activities([stored.id])
            unit.commit()
        return _activity_view(stored, transfers)

    def duplicate_activity(self, activity: ActivityId, name: str) -> ActivityView:
        """
        A copy under a new name and reference, as a draft to be checked.

        Raises:
            DraftError: The name cannot be accepted.
            NotFound: The original does not exist.
        """
        original = self.activity(activity)
        return self.save_activity(None, replace(original.draft, name=name, status=ActivityStatus.DRAFT))

    def delete_activity(self, activity: ActivityId) -> None:
        """Takes the activity out of the register. Raises ``NotFound``."""
        with self.work() as unit:
            unit.activities.delete(activity)
            unit.commit()

    def gaps_of(self, activity: ActivityId, draft: ActivityDraft) -> tuple[Gap, ...]:
        """
        What the draft would lack if it were saved now, for the column beside the form.

        Fields that cannot be read count as unknown.
        """
        return activity_gaps(self._as_if_saved(activity, draft))

    def completeness_of(self, activity: ActivityId, draft: ActivityDraft) -> Completeness:
        """How many facts would be settled if the draft were saved now; fields that cannot be read count as unknown."""
        return activity_completeness(self._as_if_saved(activity, draft))

    def _as_if_saved(self, activity: ActivityId, draft: ActivityDraft) -> Activity:
        old = drafts.new_activity(activity, "", self.clock.today())
        return drafts.parse_activity(draft, old, parsing.Fields())

    def completeness(self) -> Completeness:
        """How many facts of the whole register are settled."""
        with self.work(read_only=True) as unit:
            each = [activity_completeness(a) for a in unit.activities.all()]
        return Completeness(sum(c.settled for c in each), sum(c.asked for c in each))

    def activity_choices(self) -> tuple[Choice, ...]:
        """All activities, to choose from."""
        with self.work(read_only=True) as unit:
            return tuple(Choice(id=a.id, ref=a.ref, name=a.name) for a in unit.activities.all())

    # -- processors

    def processor_ids(self, query: ListQuery) -> tuple[ProcessorId, ...]:
        """The processors that match, in the order asked for."""
        with self.work(read_only=True) as unit:
            return unit.processors.ids(query)

    def processor_lines(self, ids: Sequence[ProcessorId]) -> tuple[ProcessorLine, ...]:
        """The lines of these processors."""
        with self.work(read_only=True) as unit:
            return unit.processors.lines(ids)

    def processor(self, processor: ProcessorId) -> ProcessorView:
        """
        The processor with all that hangs on it.

        Raises:
            NotFound: It does not exist.
        """
        with self.work(read_only=True) as unit:
            record = unit.processors.get(processor)
            users = tuple(a for a in unit.activities.all() if _uses(a, processor))
            flows = tuple(t for t in unit.transfers.all() if t.processor == processor)
        return ProcessorView(
            processor=record, draft=drafts.draft_of_processor(record), activities=users, transfers=flows
        )

    def save_processor(
        self, processor: ProcessorId | None, draft: ProcessorDraft, version: int = 0
    ) -> ProcessorView:
        """
        The processor as saved; a new one gets the next free reference.

        Raises:
            DraftError: Every field that cannot be accepted.
            StaleRecord: The record was changed since the form was filled.
        """
        with self.work() as unit:
            if processor is None:
                old = drafts.new_processor(ProcessorId(new_id()), "")
            else:
                old = unit.processors.get(processor)
                old = replace(old, version=version or old.version)
            with parsing.fields() as found:
                record = drafts.parse_processor(draft, old, found)
            if not record.ref:
                record = replace(record, ref=unit.processors.next_ref(self.clock.today().year))
            stored = unit.processors.save(record)
            unit.commit()
        return self.processor(stored.id)

    def delete_processor(self, processor: ProcessorId) -> None:
        """
        Takes the processor away.

        Raises:
            RuleBroken: ``processor_in_use`` while an activity or a transfer names it.
        """
        view = self.processor(processor)
        if view.activities or view.transfers:
            raise RuleBroken("processor_in_use", count=len(view.activities) + len(view.transfers))
        with self.work() as unit:
            unit.processors.delete(processor)
            unit.commit()

    def processor_choices(self) -> tuple[Choice, ...]:
        """All processors, to choose from."""
        with self.work(read_only=True) as unit:
            return tuple(Choice(id=p.id, ref=p.ref, name=p.name) for p in unit.processors.all())

    # -- transfers

    def transfer_ids(self, query: ListQuery) -> tuple[TransferId, ...]:
        """The transfers that match, in the order asked for."""
        with self.work(read_only=True) as unit:
            return unit.transfers.ids(query)

    def transfer_lines(self, ids: Sequence[TransferId]) -> tuple[TransferLine, ...]:
        """The lines of these transfers."""
        with self.work(read_only=True) as unit:
            return unit.transfers.lines(ids)

    def transfer(self, transfer: TransferId) -> TransferView:
        """
        The transfer with its activity and processor.

        Raises:
            NotFound: It does not exist.
        """
        with self.work(read_only=True) as unit:
            record = unit.transfers.get(transfer)
            return TransferView(
                transfer=record,
                draft=drafts.draft_of_transfer(record),
                activity=unit.activities.find(record.activity) if record.activity else None,
                processor=unit.processors.find(record.processor) if record.processor else None,
            )

    def save_transfer(
        self, transfer: TransferId | None, draft: TransferDraft, version: int = 0
    ) -> TransferView:
        """
        The transfer as saved; a new one gets the next free reference.

        Raises:
            DraftError: Every field that cannot be accepted.
            StaleRecord: The record was changed since the form was filled.
        """
        tools = frozenset(tool.id for tool in transfer_tools())
        with self.work() as unit:
            if transfer is None:
                old = drafts.new_transfer(TransferId(new_id()), "")
            else:
                old = unit.transfers.get(transfer)
                old = replace(old, version=version or old.version)
            with parsing.fields() as found:
                record = drafts.parse_transfer(draft, old, found, tools)
            if not record.ref:
                record = replace(record, ref=unit.transfers.next_ref(self.clock.today().year))
            stored = unit.transfers.save(record)
            unit.commit()
        return self.transfer(stored.id)

    def delete_transfer(self, transfer: TransferId) -> None:
        """Takes the transfer away. Raises ``NotFound``."""
        with self.work() as unit:
            unit.transfers.delete(transfer)
            unit.commit()

    # -- organisation

    def organisation(self) -> Organisation | None:
        """The organisation of this vault, or nothing before it was first saved."""
        with self.work(read_only=True) as unit:
            return unit.organisation.find()


def _activity_view(activity: Activity, transfers: tuple[Transfer, ...]) -> ActivityView:
    return ActivityView(
        activity=activity,
        draft=drafts.draft_of_activity(activity),
        gaps=activity_gaps(activity),
        completeness=activity_completeness(activity),
        transfers=transfers,
    )


def _uses(activity: Activity, processor: ProcessorId) -> bool:
    return any(r.processor == processor for r in activity.recipients.value or ())
