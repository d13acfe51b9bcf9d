"""Requests of data subjects: found, taken in, put right, noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dpo_desk.domain.case import EntryKind, Representation, RequestCase, RightAsked
from dpo_desk.domain.case_steps import Verb
from dpo_desk.domain.ids import CalendarId, CaseId, PersonId, RegimeId, RightId
from dpo_desk.domain.people import Person
from dpo_desk.library.calendars import calendar_ids
from dpo_desk.services import parsing
from dpo_desk.services.case_clock import clock_of, with_dates
from dpo_desk.services.case_desk import CaseDesk, CaseView, Step
from dpo_desk.services.intake import (
    CaseDraft,
    Parsed,
    PersonDraft,
    RepresentationDraft,
    known_rights,
    parse_case,
    parse_person,
    parse_representation,
)
from dpo_desk.services.ports import CaseLine, ListQuery, UnitOfWork

__all__ = ["CaseService", "CaseView", "Step"]

_RECENT = timedelta(days=365)  # EDPB Guidelines 01/2022 para. 185: a year apart is never a repetition


class CaseService(CaseDesk):
    """The verbs of a request that are possible at any time; what moves it on is ``case_work``."""

    # -- reading

    def ids(self, query: ListQuery) -> tuple[CaseId, ...]:
        """The requests that match, in the order asked for; today is filled in."""
        with self.work(read_only=True) as unit:
            return unit.cases.ids(replace(query, today=self.today_in(unit)))

    def lines(self, ids: Sequence[CaseId]) -> tuple[CaseLine, ...]:
        """The lines of these requests."""
        with self.work(read_only=True) as unit:
            return unit.cases.lines(ids)

    def due_between(self, first: date, last: date) -> tuple[CaseLine, ...]:
        """The running requests that are due between these days, both included, the soonest first."""
        with self.work(read_only=True) as unit:
            return unit.cases.due_between(first, last)

    def view(self, case: CaseId) -> CaseView:
        """
        Everything about the request.

        Raises:
            NotFound: It does not exist.
        """
        with self.work(read_only=True) as unit:
            return self.view_in(unit, unit.cases.get(case))

    def people_like(self, text: str) -> tuple[Person, ...]:
        """Persons already known whose name, e-mail or reference holds the text."""
        with self.work(read_only=True) as unit:
            return unit.people.like(text)

    def similar(self, draft: CaseDraft) -> tuple[CaseLine, ...]:
        """Requests of the same person for one of the same rights, running or of the last year, newest first."""
        with self.work(read_only=True) as unit:
            since = self.today_in(unit) - _RECENT
            same = [
                case
                for person in _same_people(unit, draft.person)
                for case in unit.cases.of_person(person.id)
                if set(case.right_ids) & set(draft.rights) and (case.open or case.received >= since)
            ]
            return unit.cases.lines([case.id for case in same])

    def rights_of(self, regime: str, received: date) -> tuple[RightId, ...]:
        """The rights of a law as it stood on a day. Raises ``NotFound``."""
        return known_rights(RegimeId(regime), received)

    # -- intake

    def open_case(self, draft: CaseDraft) -> CaseView:
        """
        The request taken in, with its clocks running.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self.work() as unit:
            stored = self.take_in(unit, parse_case(draft, self.today_in(unit), unit))
            view = self.view_in(unit, stored)  # read while the write lock is held anyway
            unit.commit()
        return view

    def take_in(self, unit: UnitOfWork, parsed: Parsed) -> RequestCase:
        """The request taken in within a unit of work, under the next free reference."""
        for person in parsed.people:
            unit.people.save(person)
        ref = unit.cases.next_ref(parsed.case.received.year)
        stored = self.save(unit, replace(parsed.case, ref=ref))
        self.tell(
            unit, stored, EntryKind.RECEIVED, received=stored.received.isoformat(), channel=stored.channel
        )
        self.tell_deadline(unit, stored)
        return stored

    def repeat(self, case: CaseId, on: str) -> CaseView:
        """
        The request with a day on which it was sent again; no period starts anew.

        Raises:
            DraftError: The day cannot be accepted.
            RuleBroken: The request is answered.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
            self.tell(unit, old, EntryKind.REPEATED, day=day.isoformat())
            return replace(old, repeats=tuple(sorted({*old.repeats, day})))

        return self.change(case, change, verb=Verb.REPEAT)

    def add_right(self, case: CaseId, right: str, received: str) -> CaseView:
        """
        The request with one more right, asked for in a later message, whose clock starts with that message.

        Raises:
            DraftError: The right or the day cannot be accepted.
            RuleBroken: The request is answered.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, received, "received")
                if right not in known_rights(old.regime, old.received):
                    found.refuse("right", "unknown_choice")
                elif right in old.right_ids:
                    found.refuse("right", "there_already")
            added = RightAsked(right=RightId(right), received=day)
            self.tell(unit, old, EntryKind.RIGHT_ADDED, right=right, day=day.isoformat())
            return replace(old, rights=(*old.rights, added))

        return self.change(case, change, verb=Verb.ADD_RIGHT, deadline=True)

    # -- putting right

    def save_person(self, case: CaseId, draft: PersonDraft) -> CaseView:
        """
        The request with its person's details corrected.

        Raises:
            DraftError: Every field that cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                person = parse_person(draft, old.person, found)
                if person.born and person.born > old.received:
                    found.refuse("born", "after_receipt")
            unit.people.save(person)
            self.tell(unit, old, EntryKind.CHANGED, what="person")
            return replace(old, language=person.language)

        return self.change(case, change)

    def save_representation(self, case: CaseId, draft: RepresentationDraft) -> CaseView:
        """
        The request with who asks for whom, and by what right.

        Raises:
            DraftError: Every field that cannot be accepted.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                today = self.today_in(unit)
                representation, people = parse_representation(draft, today, found)
            representation, people = _same_persons(old.representation, representation, people)
            for person in people:
                unit.people.save(person)
            self.tell(unit, old, EntryKind.CHANGED, what="representation")
            return replace(old, representation=representation)

        return self.change(case, change)

    def correct_receipt(self, case: CaseId, received: str, reason: str) -> CaseView:
        """
        The request with another day of receipt, everything counted anew, and why in the history.

        Raises:
            DraftError: The day cannot be accepted: also one after something that was done since.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
                organisation = unit.organisation.find()
                zone = organisation.time_zone if organisation else ""
                read = parsing.receipt(self.today_in(unit), zone)
                day = found.parse(read, received, "received", old.received)
                if day > min(_days_since(old), default=day):
                    found.refuse("received", "after_what_was_done")
                person = unit.people.get(old.person)
                if person.born and day < person.born:
                    found.refuse("received", "before_birth")
            facts = {"what": "received", "before": old.received.isoformat(), "day": day.isoformat()}
            self.tell(unit, old, EntryKind.CHANGED, text=why, **facts)
            rights = tuple(
                replace(each, received=day) if each.received == old.received else each for each in old.rights
            )
            return replace(old, received=day, rights=rights)

        return self.change(case, change, deadline=True)

    def choose_calendar(self, case: CaseId, calendar: str, reason: str) -> CaseView:
        """
        The request counted with the public holidays of another place, and why in the history.

        Raises:
            DraftError: There is no such calendar, or no reason was given.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
                if calendar not in calendar_ids():
                    found.refuse("calendar", "unknown_choice")
            self.tell(unit, old, EntryKind.CHANGED, text=why, what="calendar", calendar=calendar)
            return replace(old, calendar=CalendarId(calendar))

        return self.change(case, change, deadline=True)

    def note(self, case: CaseId, text: str) -> CaseView:
        """
        The request with one more internal note in its history.

        Raises:
            DraftError: The note is empty or too long.
        """
        with self.work() as unit:
            with parsing.fields() as found:
                words = found.parse(parsing.required_prose, text, "note", "")
            old = unit.cases.get(case)
            self.tell(unit, old, EntryKind.NOTE, text=words)
            view = self.view_in(unit, old)  # read while the write lock is held anyway
            unit.commit()
        return view

    def recount(self) -> int:
        """
        How many running requests got other dates, because a calendar, a closed day or a law file changed.

        Each of them tells the new dates in its history.
        """
        with self.work() as unit:
            moved = 0
            for old in unit.cases.running():
                dates = [(each.nominal, each.due, each.prudent) for each in old.rights]
                now = with_dates(
                    old, clock_of(old, self.today_in(unit), unit.organisation.find(), trace=False)
                )
                if dates != [(each.nominal, each.due, each.prudent) for each in now.rights]:
                    self.tell(unit, old, EntryKind.CHANGED, what="counting")
                    self.tell_deadline(unit, self.save(unit, old))
                    moved += 1
            if moved:
                unit.commit()
        return moved


def _same_people(unit: UnitOfWork, draft: PersonDraft) -> tuple[Person, ...]:
    """The persons of the vault who are the same by name, by e-mail address or by customer reference."""
    found: dict[PersonId, Person] = {}
    for field in ("name", "email", "customer_reference"):
        typed = " ".join(parsing.clean(getattr(draft, field)).split()).casefold()
        for person in unit.people.like(typed) if typed else ():
            if getattr(person, field).casefold() == typed:
                found[person.id] = person
    return tuple(found.values())


def _same_persons(
    before: Representation | None, now: Representation | None, people: tuple[Person, ...]
) -> tuple[Representation | None, tuple[Person, ...]]:
    """Persons that were named before and are named again stay the same persons, with their details corrected."""
    if before is None or now is None:
        return now, people
    same = {
        new: old
        for old, new in (
            (before.concerned, now.concerned),
            (before.representative, now.representative),
        )
        if old is not None and new is not None
    }
    kept = replace(
        now,
        concerned=same.get(now.concerned, now.concerned) if now.concerned else None,
        representative=same.get(now.representative, now.representative) if now.representative else None,
    )
    return kept, tuple(replace(person, id=same.get(person.id, person.id)) for person in people)


def _days_since(case: RequestCase) -> list[date]:
    """The days on which something was done about the request."""
    days = (
        case.acknowledged_on,
        case.answered_on,
        case.identity.proven_on,
        case.extension.notice_sent if case.extension else None,
        *(each.asked for each in case.questions),
        *(each.decision.on for each in case.rights if each.decision),
    )
    return [day for day in days if day is not None]
