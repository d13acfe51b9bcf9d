"""Requests of data subjects: taking them in, keeping their clock, bringing them to an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from dpo_desk.domain.case import (
    CaseState,
    EntryKind,
    Extension,
    Identity,
    IdentityStatus,
    RequestCase,
    TimelineEntry,
)
from dpo_desk.domain.ids import (
    CaseId,
    EntryId,
    PaperId,
    new_id,
)
from dpo_desk.domain.paper import Paper
from dpo_desk.domain.people import Person
from dpo_desk.errors import RuleBroken
from dpo_desk.library.lawbook import regime as regime_of
from dpo_desk.services import parsing
from dpo_desk.services.case_clock import CaseClock, clock_of, next_steps
from dpo_desk.services.intake import (
    CaseDraft,
    FindingDraft,
    PersonDraft,
    parse_case,
    parse_finding,
    parse_person,
)
from dpo_desk.services.ports import CaseLine, Clock, ListQuery, UnitOfWork, Work
from dpo_desk.services.today import today_in


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """Everything about one request."""

    case: RequestCase
    person: Person
    clock: CaseClock
    timeline: tuple[TimelineEntry, ...]
    papers: tuple[Paper, ...]
    next_steps: tuple[str, ...]  # keys below ``case.step``, the most urgent first


@dataclass(frozen=True)
class CaseService:
    """The verbs of a request; each is one unit of work and gives back the case as it then stands."""

    work: Work
    clock: Clock

    # -- reading

    def ids(self, query: ListQuery) -> tuple[CaseId, ...]:
        """The requests that match, in the order asked for; today is filled in."""
        with self.work(read_only=True) as unit:
            return unit.cases.ids(replace(query, today=self.today_in(unit)))

    def lines(self, ids: Sequence[CaseId]) -> tuple[CaseLine, ...]:
        """The lines of these requests."""
        with self.work(read_only=True) as unit:
            return unit.cases.lines(ids)

    def view(self, case: CaseId) -> CaseView:
        """
        Everything about the request.

        Raises:
            NotFound: It does not exist.
        """
        with self.work(read_only=True) as unit:
            return self._view(unit, unit.cases.get(case))

    def people_like(self, text: str) -> tuple[Person, ...]:
        """Persons already known whose name, e-mail or reference holds the text."""
        with self.work(read_only=True) as unit:
            return unit.people.like(text)

    def similar(self, draft: CaseDraft) -> tuple[CaseLine, ...]:
        """Requests of the same person for one of the same rights, which this one may repeat."""
        with self.work(read_only=True) as unit:
            name = parsing.clean(draft.person.name).casefold()
            known = [p for p in unit.people.like(name) if p.name.casefold() == name] if name else []
            same = [c for p in known for c in unit.cases.of_person(p.id) if set(c.rights) & set(draft.rights)]
            return unit.cases.lines([c.id for c in same])

    def today(self) -> date:
        """The day it is for the controller."""
        with self.work(read_only=True) as unit:
            return self.today_in(unit)

    # -- intake

    def open_case(self, draft: CaseDraft) -> CaseView:
        """
        The request taken in, with its clock running.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self.work() as unit:
            today = self.today_in(unit)
            person, case = parse_case(draft, today, unit)
            unit.people.save(person)
            stored = self._save(unit, case)
            self._tell(
                unit, stored, EntryKind.RECEIVED, received=stored.received.isoformat(), channel=stored.channel
            )
            self._tell_deadline(unit, stored)
            view = self._view(unit, stored)  # read while the write lock is held anyway
            unit.commit()
        return view

    def save_person(self, case: CaseId, draft: PersonDraft) -> CaseView:
        """
        The request with its person's details corrected.

        Raises:
            DraftError: Every field that cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                person = parse_person(draft, old.person, found)
            unit.people.save(person)
            self._tell(unit, old, EntryKind.CHANGED, what="person")
            return replace(old, language=person.language)

        return self._change(case, change)

    def correct_receipt(self, case: CaseId, received: str) -> CaseView:
        """
        The request with another day of receipt, everything counted anew.

        Raises:
            DraftError: The day cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = found.parse(parsing.past_day(self.today_in(unit)), received, "received", old.received)
            self._tell(unit, old, EntryKind.CHANGED, what="received")
            return replace(old, received=day)

        return self._change(case, change, deadline=True)

    # -- identity

    def ask_identity(self, case: CaseId, reason: str, on: str) -> CaseView:
        """
        The request waiting for more information on who asks (Art. 12(6)).

        Raises:
            DraftError: No reason for doubt was given, or the day cannot be accepted.
            RuleBroken: ``identity_not_allowed`` for rights that may be used without proof;
                ``identity_proven_already`` once it is settled: the period has run on since.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            rule = regime_of(old.regime)
            if not any(rule.right(r).identity_may_be_asked for r in old.rights):
                raise RuleBroken("identity_not_allowed", "12(6)")
            if old.identity.status is IdentityStatus.PROVEN:
                raise RuleBroken("identity_proven_already", "12(6)")
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
                day = found.parse(parsing.past_day(self.today_in(unit)), on, "on", old.received)
                if day < old.received:
                    found.refuse("on", "before_receipt")
            self._tell(unit, old, EntryKind.IDENTITY_ASKED, day=day.isoformat())
            # A question put again goes on with the first.
            asked = Identity(status=IdentityStatus.ASKED, reason=why, asked=old.identity.asked or day)
            return replace(old, identity=asked, state=CaseState.WAITING)

        return self._change(case, change, deadline=True)

    def prove_identity(self, case: CaseId, how: str, on: str) -> CaseView:
        """
        The request of a person who is known; a waiting one runs on.

        Raises:
            DraftError: It is not said how, or the day cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            with parsing.fields() as found:
                way = found.parse(parsing.required, how, "how", "")
                day = found.parse(parsing.past_day(self.today_in(unit)), on, "on", old.received)
                if day < old.received:
                    found.refuse("on", "before_receipt")
                elif old.identity.asked and day < old.identity.asked:
                    found.refuse("on", "before_question")
            self._tell(unit, old, EntryKind.IDENTITY_PROVEN, day=day.isoformat())
            proven = replace(old.identity, status=IdentityStatus.PROVEN, how=way, received=day)
            return replace(old, identity=proven, state=CaseState.OPEN)

        return self._change(case, change, deadline=True)

    # -- the work

    def extend(self, case: CaseId, reason: str, on: str) -> CaseView:
        """
        The request with two further months, counted from its receipt (Art. 12(3)).

        Raises:
            DraftError: No reason was given, or the day of the notice cannot be accepted.
            RuleBroken: ``extension_too_late`` after the first month, ``extended_already`` the second time.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            if old.extension:
                raise RuleBroken("extended_already", "12(3)")
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
                day = found.parse(parsing.past_day(self.today_in(unit)), on, "on", old.received)
                if day < old.received:
                    found.refuse("on", "before_receipt")
            last = clock_of(old, self.today_in(unit)).first.due
            if last and day > last:
                raise RuleBroken("extension_too_late", "12(3)", last=last)
            self._tell(unit, old, EntryKind.EXTENDED, day=day.isoformat())
            return replace(old, extension=Extension(notice_sent=day, reason=why))

        return self._change(case, change, deadline=True)

    def record_findings(self, case: CaseId, drafts: Sequence[FindingDraft]) -> CaseView:
        """
        The request with what the search of each activity gave.

        Raises:
            DraftError: A line of data has no "label: value" form, an outcome is unknown.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            with parsing.fields() as found:
                findings = tuple(parse_finding(d, i, found) for i, d in enumerate(drafts))
            self._tell(unit, old, EntryKind.SEARCHED, count=str(len(findings)))
            return replace(old, findings=findings)

        return self._change(case, change)

    def note(self, case: CaseId, text: str) -> CaseView:
        """
        The request with one more note in its history.

        Raises:
            DraftError: The note is empty or too long.
        """
        with self.work() as unit:
            with parsing.fields() as found:
                words = found.parse(parsing.required_prose, text, "note", "")
            old = unit.cases.get(case)
            self._tell(unit, old, EntryKind.NOTE, text=words)
            view = self._view(unit, old)  # read while the write lock is held anyway
            unit.commit()
        return view

    def close(self, case: CaseId, reason: str) -> CaseView:
        """
        The request ended without a full answer: withdrawn, sent to the wrong controller …

        Raises:
            DraftError: No reason was given.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
            self._tell(unit, old, EntryKind.CLOSED)
            return replace(old, state=CaseState.CLOSED, closed_reason=why)

        return self._change(case, change)

    def mark_answered(self, case: CaseId, on: str) -> CaseView:
        """
        The request answered by a letter written elsewhere.

        Raises:
            DraftError: The day cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_be_open(old)
            with parsing.fields() as found:
                day = found.parse(parsing.past_day(self.today_in(unit)), on, "on", old.received)
                if day < old.received:
                    found.refuse("on", "before_receipt")
            return self.answered(unit, old, day)

        return self._change(case, change)

    def reopen(self, case: CaseId) -> CaseView:
        """The request open again; its clock is that of its receipt."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            if old.open:
                raise RuleBroken("case_is_open")
            self._tell(unit, old, EntryKind.REOPENED)
            asked = old.identity.status is IdentityStatus.ASKED
            state = CaseState.WAITING if asked else CaseState.OPEN
            return replace(old, state=state, answered_on=None, closed_reason="")

        return self._change(case, change)

    # -- shared with the letters

    def answered(self, unit: UnitOfWork, case: RequestCase, day: date) -> RequestCase:
        """The case as answered on this day, with its line in the history; not yet saved."""
        self._tell(unit, case, EntryKind.ANSWERED, day=day.isoformat())
        return replace(case, state=CaseState.ANSWERED, answered_on=day)

    def tell_paper(
        self, unit: UnitOfWork, case: RequestCase, paper: PaperId, number: str, template: str
    ) -> None:
        """Writes into the history that a paper was finished."""
        entry = EntryId(new_id())
        facts = MappingProxyType({"number": number, "template": template})
        unit.timeline.add(
            TimelineEntry(
                id=entry, case=case.id, at=self.clock.now(), kind=EntryKind.PAPER, facts=facts, paper=paper
            )
        )

    # -- inside

    def today_in(self, unit: UnitOfWork) -> date:
        """The day it is for the organisation of this unit of work."""
        return today_in(unit, self.clock)

    def _change(
        self,
        case: CaseId,
        change: Callable[[UnitOfWork, RequestCase], RequestCase],
        *,
        deadline: bool = False,
    ) -> CaseView:
        with self.work() as unit:
            stored = self._save(unit, change(unit, unit.cases.get(case)))
            if deadline:
                self._tell_deadline(unit, stored)
            view = self._view(unit, stored)  # read while the write lock is held anyway
            unit.commit()
        return view

    def _save(self, unit: UnitOfWork, case: RequestCase) -> RequestCase:
        reply = clock_of(case, self.today_in(unit)).reply
        return unit.cases.save(replace(case, due=reply.due, prudent=reply.prudent))

    def _view(self, unit: UnitOfWork, case: RequestCase) -> CaseView:
        clock = clock_of(case, self.today_in(unit))
        return CaseView(
            case=case,
            person=unit.people.get(case.person),
            clock=clock,
            timeline=unit.timeline.of(case.id),
            papers=unit.papers.of_case(case.id),
            next_steps=next_steps(case, clock),
        )

    def _tell(
        self, unit: UnitOfWork, case: RequestCase, kind: EntryKind, *, text: str = "", **facts: str
    ) -> None:
        entry = TimelineEntry(
            id=EntryId(new_id()),
            case=case.id,
            at=self.clock.now(),
            kind=kind,
            facts=MappingProxyType(facts),
            note=text,
        )
        unit.timeline.add(entry)

    def _tell_deadline(self, unit: UnitOfWork, case: RequestCase) -> None:
        due = case.due.isoformat() if case.due else ""
        prudent = case.prudent.isoformat() if case.prudent else ""
        self._tell(unit, case, EntryKind.DEADLINE, due=due, prudent=prudent)


def _must_be_open(case: RequestCase) -> None:
    if not case.open:
        raise RuleBroken("case_is_closed")
