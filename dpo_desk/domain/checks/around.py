"""What the rules may look at beside the record itself: the day, the law, and the records next to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks.law import ChecksLaw
from dpo_desk.domain.checks.words import Names, SourceText
from dpo_desk.domain.client import Client
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer


class Around(Protocol):
    """
    What the rules may ask. Lookups give nothing for records that are gone or in the trash.

    ``library.checklists.checks_law()`` gives ``law``; ``names`` are of the processors (``Names.of``).
    """

    @property
    def day(self) -> date:
        """The day the check is made for."""
        ...

    @property
    def law(self) -> ChecksLaw:
        """The tables the rules work with."""
        ...

    @property
    def organisation(self) -> Organisation | None:
        """The organisation the register belongs to."""
        ...

    @property
    def source(self) -> SourceText | None:
        """The text kept in the vault that quotations are taken from."""
        ...

    @property
    def names(self) -> Names[ProcessorId]:
        """The names of the processors, to be found in texts."""
        ...

    def inside(self, country: str) -> bool:
        """Whether data may go to this country as within the EEA."""
        ...

    def judgement(self, transfer: Transfer) -> Judgement:
        """What Chapter V says to the transfer on ``day``."""
        ...

    def activity(self, activity: ActivityId) -> Activity | None:
        """The activity of this id."""
        ...

    def client(self, client: ClientId) -> Client | None:
        """The client of this id."""
        ...

    def processor(self, processor: ProcessorId) -> Processor | None:
        """The processor of this id."""
        ...

    def transfers_of(self, activity: ActivityId) -> Sequence[Transfer]:
        """The transfers which belong to this activity."""
        ...

    def transfers_for(self, client: ClientId) -> Sequence[Transfer]:
        """The transfers which belong to processing for this client."""
        ...

    def transfers_through(self, processor: ProcessorId) -> Sequence[Transfer]:
        """The transfers this organisation receives."""
        ...

    def activities_using(self, processor: ProcessorId) -> Sequence[Activity]:
        """The activities which name this processor among their recipients."""
        ...

    def clients_using(self, processor: ProcessorId) -> Sequence[Client]:
        """The clients for whom this sub-processor works."""
        ...


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of a whole register."""

    activities: Sequence[Activity] = ()
    clients: Sequence[Client] = ()
    processors: Sequence[Processor] = ()
    transfers: Sequence[Transfer] = ()


class WholeRegister:
    """``Around`` over records that are all in memory, for a check of everything."""

    def __init__(
        self,
        records: Records,
        *,
        day: date,
        law: ChecksLaw,
        organisation: Organisation | None,
        judge: Callable[[Transfer], Judgement],
        inside: Callable[[str], bool],
        source: SourceText | None = None,
    ) -> None:
        self.day = day
        self.law = law
        self.organisation = organisation
        self.source = source
        self.names = Names.of((p.id, p.name) for p in records.processors if p.named)
        self._judge, self._inside = judge, inside
        self._activities = {a.id: a for a in records.activities}
        self._clients = {c.id: c for c in records.clients}
        self._processors = {p.id: p for p in records.processors}
        self._of = _grouped((t.activity, t) for t in records.transfers)
        self._for = _grouped((t.client, t) for t in records.transfers)
        self._through = _grouped((t.processor, t) for t in records.transfers)
        self._using = _grouped(
            (processor, a)
            for a in records.activities
            for processor in dict.fromkeys(r.processor for r in a.recipients.value or ())
        )
        self._engaged = _grouped((processor, c) for c in records.clients for processor in c.subprocessors)
        self._judged: dict[TransferId, Judgement] = {}

    def inside(self, country: str) -> bool:
        """Whether data may go to this country as within the EEA."""
        return self._inside(country)

    def judgement(self, transfer: Transfer) -> Judgement:
        """What Chapter V says to the transfer; judged once."""
        if transfer.id not in self._judged:
            self._judged[transfer.id] = self._judge(transfer)
        return self._judged[transfer.id]

    def activity(self, activity: ActivityId) -> Activity | None:
        """The activity of this id."""
        return self._activities.get(activity)

    def client(self, client: ClientId) -> Client | None:
        """The client of this id."""
        return self._clients.get(client)

    def processor(self, processor: ProcessorId) -> Processor | None:
        """The processor of this id."""
        return self._processors.get(processor)

    def transfers_of(self, activity: ActivityId) -> Sequence[Transfer]:
        """The transfers which belong to this activity."""
        return self._of.get(activity, ())

    def transfers_for(self, client: ClientId) -> Sequence[Transfer]:
        """The transfers which belong to processing for this client."""
        return self._for.get(client, ())

    def transfers_through(self, processor: ProcessorId) -> Sequence[Transfer]:
        """The transfers this organisation receives."""
        return self._through.get(processor, ())

    def activities_using(self, processor: ProcessorId) -> Sequence[Activity]:
        """The activities which name this processor among their recipients."""
        return self._using.get(processor, ())

    def clients_using(self, processor: ProcessorId) -> Sequence[Client]:
        """The clients for whom this sub-processor works."""
        return self._engaged.get(processor, ())


_Key = TypeVar("_Key")
_Thing = TypeVar("_Thing")


def _grouped(pairs: Iterable[tuple[_Key | None, _Thing]]) -> Mapping[_Key, Sequence[_Thing]]:
    found: defaultdict[_Key, list[_Thing]] = defaultdict(list)
    for key, thing in pairs:
        if key is not None:
            found[key].append(thing)
    return found
