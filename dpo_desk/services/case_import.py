"""Requests taken in from a list of another program: tried first, then all of them at once or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.ids import CaseId, PersonId
from dpo_desk.domain.people import Person
from dpo_desk.errors import DraftError, FieldError, RuleBroken, Stopped
from dpo_desk.library.import_words import key_of
from dpo_desk.services.cases import CaseService
from dpo_desk.services.import_plan import ImportPlan, plan_errors, row_draft
from dpo_desk.services.incoming import Watch, go_on
from dpo_desk.services.intake import CaseDraft, PersonDraft, parse_case
from dpo_desk.services.ports import TableReader, UnitOfWork
from dpo_desk.services.tables import ReadSheet, ReadTable


class RowState(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    SKIPPED = "skipped"  # it is there already
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What becomes of one row, and why: each error names its field; a twin is a row of the list or a request."""

    number: int  # as the other program counts rows
    state: RowState
    errors: tuple[FieldError, ...] = ()
    twin_row: int = 0
    twin_ref: str = ""


@dataclass(frozen=True)
class Trial:
    """What an import would do, row by row; nothing has been written."""

    rows: tuple[RowResult, ...]

    def count(self, state: RowState) -> int:
        """How many rows this becomes of."""
        return Counter(row.state for row in self.rows)[state]


@dataclass(frozen=True)
class Imported:
    """What was taken in."""

    cases: tuple[CaseId, ...]
    trial: Trial


@dataclass(frozen=True)
class CaseImport:
    """The verbs of an import; each row is a request as if somebody had typed it."""

    cases: CaseService
    tables: TableReader

    def read(
        self,
        path: Path,
        *,
        encoding: str = "",
        separator: str = "",
        stopped: Callable[[], bool] = lambda: False,
    ) -> ReadTable:
        """
        The table in a file; see ``TableReader``.

        Raises:
            ImportFailed: It is no table, damaged, protected, empty or too large.
            FileUnreadable, FileNotOrdinary, FileEmpty, FileTooLarge, FileOfOpenVault: As ``incoming``.
            Stopped: ``stopped`` said so.
        """
        return self.tables.read(path, encoding=encoding, separator=separator, stopped=stopped)

    def trial(self, sheet: ReadSheet, plan: ImportPlan, watch: Watch = go_on) -> Trial:
        """
        What an import would do; nothing is written.

        Raises:
            DraftError: The plan lacks something before any row can be read.
            Stopped: The watch said so.
        """
        with self.cases.work(read_only=True) as unit:
            run = _Run(self.cases, unit, plan)
            return Trial(tuple(run.tried(sheet, watch)))

    def take_in(self, sheet: ReadSheet, plan: ImportPlan, watch: Watch = go_on) -> Imported:
        """
        Every request of the list that is ready, in one unit of work: all or none.

        Raises:
            DraftError: The plan lacks something before any row can be read.
            RuleBroken: ``import_rows_failed``, and the plan does not say that such rows are left out.
            Stopped: The watch said so.
        """
        with self.cases.work() as unit:
            run = _Run(self.cases, unit, plan, write=True)
            trial = Trial(tuple(run.tried(sheet, watch)))
            failed = trial.count(RowState.FAILED)
            if failed and not plan.leave_out_failed:
                raise RuleBroken("import_rows_failed", count=failed)
            unit.commit()
        return Imported(tuple(run.taken), trial)


@dataclass(frozen=True)
class _Known:
    """A request that is there: of whom, and where."""

    email: str
    row: int
    ref: str


@dataclass
class _Run:
    """One pass over the rows within one unit of work."""

    cases: CaseService
    unit: UnitOfWork
    plan: ImportPlan
    write: bool = False
    taken: list[CaseId] = field(default_factory=list)
    _known: dict[tuple[str, str, date], list[_Known]] = field(default_factory=dict)
    _people: dict[tuple[str, str], Person] = field(default_factory=dict)
    _new_people: dict[PersonDraft, PersonId] = field(default_factory=dict)

    def tried(self, sheet: ReadSheet, watch: Watch) -> Iterator[RowResult]:
        """What becomes of each row. Raises ``DraftError``, ``Stopped``."""
        if errors := plan_errors(self.plan):
            raise DraftError(errors)
        self._remember_vault()
        today = self.cases.today_in(self.unit)
        for done, row in enumerate(sheet.rows):
            if not watch(done, len(sheet.rows)):
                raise Stopped
            read = row_draft(row, sheet, self.plan)
            yield self._tried(row.number, self._of_known_person(read.draft), read.errors, today)
        if not watch(len(sheet.rows), len(sheet.rows)):
            raise Stopped

    def _tried(self, number: int, draft: CaseDraft, errors: tuple[FieldError, ...], today: date) -> RowResult:
        try:
            parsed = parse_case(draft, today, self.unit)
        except DraftError as error:
            named = {each.field for each in errors}
            errors += tuple(each for each in error.errors if each.field not in named)
            return RowResult(number=number, state=RowState.FAILED, errors=errors)
        if errors:
            return RowResult(number=number, state=RowState.FAILED, errors=errors)
        twins = [self._twin(draft, right, parsed.case.received) for right in parsed.case.right_ids]
        if any(twins) and not self.plan.take_twins:
            return _of_twin(number, twins)
        if self.write:
            stored = self.cases.take_in(self.unit, parsed)
            self.taken.append(stored.id)
            self._new_people.setdefault(draft.person, stored.person)
        self._remember(draft.person.name, draft.person.email, parsed.case, row=number)
        return RowResult(number=number, state=RowState.READY)

    # -- what is there already

    def _remember_vault(self) -> None:
        people: dict[PersonId, Person] = {}
        for case in self.unit.cases.all():
            if case.person not in people:
                people[case.person] = self.unit.people.get(case.person)
            person = people[case.person]
            self._remember(person.name, person.email, case)
            if person.email:
                self._people[key_of(person.name), person.email.casefold()] = person

    def _remember(self, name: str, email: str, case: RequestCase, row: int = 0) -> None:
        here = _Known(email.strip().casefold(), row, "" if row else case.ref)
        for right in case.right_ids:
            self._known.setdefault((key_of(name), right, case.received), []).append(here)

    def _twin(self, draft: CaseDraft, right: str, received: date) -> _Known | None:
        """The request of the same person for the same right on the same day; two addresses are two persons."""
        email = draft.person.email.strip().casefold()
        known = self._known.get((key_of(draft.person.name), right, received), ())
        return next((each for each in known if not each.email or not email or each.email == email), None)

    def _of_known_person(self, draft: CaseDraft) -> CaseDraft:
        """The draft for the person of the vault or of an earlier row, if it is plainly the same one."""
        typed = draft.person
        if earlier := self._new_people.get(typed):
            return replace(draft, existing_person=earlier)
        known = self._people.get((key_of(typed.name), typed.email.strip().casefold()))
        if known is None:
            return draft
        return replace(draft, person=_completed(known, typed), existing_person=known.id)


def _of_twin(number: int, twins: Sequence[_Known | None]) -> RowResult:
    """What becomes of a row whose request is there; where only some of its rights are, nobody but the user can tell."""
    twin = next(each for each in twins if each)
    whole = all(twins)
    return RowResult(
        number=number,
        state=RowState.SKIPPED if whole else RowState.FAILED,
        errors=() if whole else (FieldError("rights", "duplicate"),),
        twin_row=twin.row,
        twin_ref=twin.ref,
    )


def _completed(known: Person, typed: PersonDraft) -> PersonDraft:
    """What the vault knows of the person; the list only fills in what is missing there, an address as a whole."""
    address = known.address if known.address != type(known.address)() else typed
    return PersonDraft(
        name=known.name,
        street=address.street,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
        email=known.email,
        phone=known.phone or typed.phone,
        language=known.language,
        customer_reference=known.customer_reference or typed.customer_reference,
        born=known.born.isoformat() if known.born else typed.born,
    )
