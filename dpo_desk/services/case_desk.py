"""What all verbs of a request have in common: one unit of work, the clock counted anew, the history written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from dpo_desk.domain.case import RUNNING, EntryKind, RequestCase, TimelineEntry
from dpo_desk.domain.case_steps import Around, Obstacle, Verb, next_steps, obstacle, running_state
from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.domain.ids import CaseId, EntryId, new_id
from dpo_desk.domain.paper import Paper
from dpo_desk.domain.people import Person
from dpo_desk.errors import StepNotPossible
from dpo_desk.services import parsing
from dpo_desk.services.case_clock import CaseClock, around_of, clock_of, with_dates
from dpo_desk.services.ports import Clock, Task, UnitOfWork, Work
from dpo_desk.services.today import today_in


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that can be done with a request, or why it cannot be done now."""

    verb: Verb
    obstacle: Obstacle | None

    @property
    def possible(self) -> bool:
        """Whether nothing stands in its way."""
        return self.obstacle is None


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """Everything about one request."""

    case: RequestCase
    person: Person
    concerned: Person | None
    representative: Person | None
    clock: CaseClock
    around: Around
    timeline: tuple[TimelineEntry, ...]
    papers: tuple[Paper, ...]
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]  # every step, in its usual order
    next_steps: tuple[Verb, ...]  # the most urgent first

    def step(self, verb: Verb) -> Step:
        """The step of this verb."""
        return next(each for each in self.steps if each.verb is verb)


def identity_copies(unit: UnitOfWork, case: CaseId) -> tuple[CaseFile, ...]:
    """The copies of identity documents of a request that are still there."""
    return tuple(
        each for each in unit.files.of_case(case) if each.kept and each.kind is FileKind.IDENTITY_COPY
    )


Change = Callable[[UnitOfWork, RequestCase], RequestCase]


@dataclass(frozen=True)
class CaseDesk:
    """The steps each verb is made of; a verb is one unit of work and gives back the request as it then stands."""

    work: Work
    clock: Clock

    def today_in(self, unit: UnitOfWork) -> date:
        """The day it is for the organisation of this unit of work."""
        return today_in(unit, self.clock)

    def change(
        self, case: CaseId, change: Change, *, verb: Verb | None = None, deadline: bool = False
    ) -> CaseView:
        """
        The request changed and saved, its clock counted anew and its state derived from its facts.

        Args:
            case: The request.
            change: Gives the changed request; it parses what was typed and writes the history.
            verb: The step this is; refused while something stands in its way.
            deadline: Whether the history shall tell the dates.

        Raises:
            StepNotPossible: Its reason is that of the obstacle.
        """
        with self.work() as unit:
            old = unit.cases.get(case)
            if verb is not None:
                self.must_be_possible(unit, old, verb)
            new = self.save(unit, change(unit, old))
            if deadline:
                self.tell_deadline(unit, new)
            view = self.view_in(unit, new)  # read while the write lock is held anyway
            unit.commit()
        return view

    def must_be_possible(self, unit: UnitOfWork, case: RequestCase, verb: Verb) -> None:
        """Refuses a step that is not possible now. Raises ``StepNotPossible``."""
        found = obstacle(verb, case, self.around(unit, case))
        if found is not None:
            raise StepNotPossible(found.rule, found.article, **found.params)

    def save(self, unit: UnitOfWork, case: RequestCase) -> RequestCase:
        """The request as stored, with its state, its dates, and what lists show of it."""
        organisation, today = unit.organisation.find(), self.today_in(unit)
        derived = replace(case, state=running_state(case)) if case.state in RUNNING else case
        clock = clock_of(derived, today, organisation, trace=False)
        stored = unit.cases.save(with_dates(derived, clock))
        around = self.around(unit, stored, clock)
        steps = next_steps(stored, around)
        unit.cases.plan(stored.id, steps[0] if steps else "", around.purge_on)
        return stored

    def around(self, unit: UnitOfWork, case: RequestCase, clock: CaseClock | None = None) -> Around:
        """What the steps of the request need to know beside it."""
        today = self.today_in(unit)
        counted = clock or clock_of(case, today, unit.organisation.find(), trace=False)
        return around_of(
            case,
            counted,
            today,
            identity_copies=len(identity_copies(unit, case.id)),
            open_tasks=sum(task.done_on is None for task in unit.tasks.of_case(case.id)),
        )

    def view_in(self, unit: UnitOfWork, case: RequestCase) -> CaseView:
        """Everything about the request."""
        clock = clock_of(case, self.today_in(unit), unit.organisation.find())
        around = self.around(unit, case, clock)
        others = case.representation
        return CaseView(
            case=case,
            person=unit.people.get(case.person),
            concerned=unit.people.get(others.concerned) if others and others.concerned else None,
            representative=unit.people.get(others.representative)
            if others and others.representative
            else None,
            clock=clock,
            around=around,
            timeline=unit.timeline.of(case.id),
            papers=unit.papers.of_case(case.id),
            tasks=unit.tasks.of_case(case.id),
            steps=tuple(Step(verb=verb, obstacle=obstacle(verb, case, around)) for verb in Verb),
            next_steps=next_steps(case, around),
        )

    # -- the history

    def tell(
        self,
        unit: UnitOfWork,
        case: RequestCase,
        kind: EntryKind,
        /,  # a fact may have any name
        *,
        text: str = "",
        **facts: str,
    ) -> None:
        """Writes one line into the history of the request."""
        unit.timeline.add(
            TimelineEntry(
                id=EntryId(new_id()),
                case=case.id,
                at=self.clock.now(),
                kind=kind,
                facts=MappingProxyType(facts),
                note=text,
            )
        )

    def tell_deadline(self, unit: UnitOfWork, case: RequestCase) -> None:
        """Writes the dates of the request into its history."""
        facts = {"prudent": case.prudent.isoformat()} if case.prudent else {}
        if case.due:
            facts["due"] = case.due.isoformat()
        self.tell(unit, case, EntryKind.DEADLINE, **facts)

    # -- days

    def today(self) -> date:
        """The day it is for the controller."""
        with self.work(read_only=True) as unit:
            return self.today_in(unit)

    def day_since(
        self, unit: UnitOfWork, case: RequestCase, found: parsing.Fields, typed: str, field: str = "on"
    ) -> date:
        """The day typed, neither before the receipt nor in the future; notes what is wrong with it."""
        day = found.parse(parsing.past_day(self.today_in(unit)), typed, field, case.received)
        if day < case.received:
            found.refuse(field, "before_receipt")
        return day
