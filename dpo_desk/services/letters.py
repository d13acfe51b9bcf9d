"""Papers and letters: composed from the records, looked at, finished once, and kept byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dpo_desk import paper as papers
from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import Decision, Outcome, RequestCase, Result, RightAsked
from dpo_desk.domain.completeness import Gap, Severity, access_gaps, acknowledgement_gaps, sender_gaps
from dpo_desk.domain.ids import CaseId, PaperId
from dpo_desk.domain.paper import Paper
from dpo_desk.domain.people import Person
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import PaperBlocked, RuleBroken
from dpo_desk.services import facts
from dpo_desk.services.archive import archive, draw, words_of
from dpo_desk.services.case_clock import clock_of
from dpo_desk.services.case_work import CaseWork
from dpo_desk.services.ports import Clock, ListQuery, PaperLine, UnitOfWork, Work
from dpo_desk.services.signing import InInk, SigningChoice, SigningService

INK = InInk()
ACKNOWLEDGEMENT = "acknowledgement"
ACCESS_ANSWER = "access_answer"


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter as the facts stand, what keeps it from being finished, and what to look at before signing."""

    letter: papers.Letter
    gaps: tuple[Gap, ...]

    @property
    def blockers(self) -> tuple[Gap, ...]:
        """The gaps that must be closed first."""
        return tuple(gap for gap in self.gaps if gap.severity is Severity.ERROR)


@dataclass(frozen=True, kw_only=True)
class LetterChoice:
    """A letter that fits the case; ``done`` when it went out already."""

    letter: str
    done: bool


@dataclass(frozen=True)
class PaperService:
    """The verbs of papers; finishing renders, archives and writes the history in one unit of work."""

    work: Work
    clock: Clock
    cases: CaseWork
    signing: SigningService | None = None  # without it a letter is signed in ink alone

    # -- reading

    def ids(self, query: ListQuery) -> tuple[PaperId, ...]:
        """The papers that match, newest first unless another order is asked for."""
        with self.work(read_only=True) as unit:
            return unit.papers.ids(query)

    def lines(self, ids: Sequence[PaperId]) -> tuple[PaperLine, ...]:
        """The lines of these papers."""
        with self.work(read_only=True) as unit:
            return unit.papers.lines(ids)

    def paper(self, paper: PaperId) -> Paper:
        """What is known of the paper. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            return unit.papers.get(paper)

    def pdf(self, paper: PaperId) -> bytes:
        """
        The very bytes that were finished.

        Raises:
            NotFound: There is no such paper.
            VaultDamaged: The bytes no longer fit their SHA-256.
        """
        with self.work(read_only=True) as unit:
            return unit.papers.pdf(paper)

    # -- letters

    def choices(self, case: CaseId) -> tuple[LetterChoice, ...]:
        """The letters that fit the rights of the case, in the order they are usually written."""
        with self.work(read_only=True) as unit:
            record = unit.cases.get(case)
            written = {each.template for each in unit.papers.of_case(case)}
        return tuple(
            LetterChoice(letter=kind.id, done=kind.id in written)
            for kind in papers.LETTERS
            if _fits(kind, record)
        )

    def compose(self, case: CaseId, letter: str, language: str) -> Composed:
        """
        The letter as the facts stand today, marked as a draft.

        Args:
            case: The request it belongs to.
            letter: An id of ``LETTERS``.
            language: One of ``languages()``; usually the person's own.

        Raises:
            NotFound: There is no such case.
            RuleBroken: ``letter_does_not_fit``, ``no_such_language``, ``no_organisation``.
        """
        with self.work(read_only=True) as unit:
            return self._compose(unit, unit.cases.get(case), letter, language)

    def preview(self, content: papers.Content) -> papers.Rendered:
        """The pages as they would print now, and the characters no font has."""
        return draw(content, self.cases.today())

    def finish(self, case: CaseId, letter: papers.Letter, choice: SigningChoice = INK) -> Paper:
        """
        The letter rendered, signed as chosen, archived and in the history: all of it or nothing.

        Args:
            case: The request it belongs to.
            letter: What ``compose`` gave, as the DPO may have edited it.
            choice: How it is signed; nothing touches the bytes afterwards.

        Raises:
            KeyRefused: The chosen key may not sign at this moment.
            PaperBlocked: Facts are missing that this letter must carry.
            RuleBroken: ``missing_glyphs`` names characters no font has; ``content_removed`` names the mandatory
                contents that editing took out; ``letter_has_gaps`` while it says that something is still missing.
            DiskFull: Nothing was archived.
        """
        with self.work() as unit:
            record = unit.cases.get(case)
            fresh = self._compose(unit, record, letter.kind, letter.language)
            if fresh.blockers:
                raise PaperBlocked(fresh.blockers)
            _must_be_whole(letter)
            today = self.cases.today_in(unit)
            rendered = draw(replace(letter, draft=False), today)
            if self.signing is not None:
                rendered = self.signing.apply(unit, rendered, choice, letter.language)
            paper = archive(unit, self.clock, rendered, letter, case=record.id, person=record.person)
            self.cases.tell_paper(unit, record, paper.id, paper.number, letter.kind)
            self.cases.save(unit, self._moved_on(unit, record, letter.kind, today))
            unit.commit()
        return paper

    # -- inside

    def _compose(self, unit: UnitOfWork, case: RequestCase, letter: str, language: str) -> Composed:
        kind = next((each for each in papers.LETTERS if each.id == letter and _fits(each, case)), None)
        if kind is None:
            raise RuleBroken("letter_does_not_fit")
        words = words_of(language)
        person = unit.people.get(case.person)
        found = _activities_with_data(unit, case)
        flows = unit.transfers.of_activities([activity.id for activity in found])
        today = self.cases.today_in(unit)
        clock = clock_of(case, today, unit.organisation.find())
        told = facts.case_facts(unit, case, person, found, clock, words, today)
        return Composed(
            letter=replace(kind.build(told, words), draft=True),
            gaps=(*_GAPS[letter](case, person, found, flows), *_of_sender(unit)),
        )

    def _moved_on(self, unit: UnitOfWork, case: RequestCase, letter: str, today: date) -> RequestCase:
        if letter == ACKNOWLEDGEMENT:
            return self.cases.acknowledged(unit, case, today)
        if not case.open:
            return case
        kind = next(each for each in papers.LETTERS if each.id == letter)
        rights = tuple(_granted(each, today) if kind.serves(each.right) else each for each in case.rights)
        decided = replace(case, rights=rights)
        written = {letter, *(paper.template for paper in unit.papers.of_case(case.id))}
        whole = not decided.undecided and _answer_all(written, case)
        return self.cases.answered(unit, decided, today) if whole else decided


def _fits(kind: papers.LetterKind, case: RequestCase) -> bool:
    return any(kind.serves(right) for right in case.right_ids)


def _answer_all(written: Collection[str], case: RequestCase) -> bool:
    """Whether these letters answer every right of the case; one that fits all rights answers none."""
    answers = [kind for kind in papers.LETTERS if kind.rights and kind.id in written]
    return all(any(kind.serves(right) for kind in answers) for right in case.right_ids)


def _granted(asked: RightAsked, today: date) -> RightAsked:
    """The right as granted by the letter that tells it, where nothing was decided before."""
    if asked.decision is not None:
        return asked
    return replace(asked, decision=Decision(result=Result.GRANTED, on=today, done_on=today))


def _must_be_whole(letter: papers.Letter) -> None:
    kind = next(each for each in papers.LETTERS if each.id == letter.kind)
    if lacking := kind.lacking(letter):
        raise RuleBroken("content_removed", codes=", ".join(lacking))
    if open_places := letter.gaps():
        raise RuleBroken("letter_has_gaps", count=len(open_places))


_Gaps = Callable[[RequestCase, Person, Sequence[Activity], Sequence[Transfer]], tuple[Gap, ...]]
_GAPS: dict[str, _Gaps] = {
    ACKNOWLEDGEMENT: lambda case, person, _found, _flows: acknowledgement_gaps(case, person),
    ACCESS_ANSWER: access_gaps,
}


def _activities_with_data(unit: UnitOfWork, case: RequestCase) -> tuple[Activity, ...]:
    found = (f.activity for f in case.findings if f.outcome is Outcome.FOUND)
    return tuple(unit.activities.get(activity) for activity in found)


def _of_sender(unit: UnitOfWork) -> tuple[Gap, ...]:
    organisation = unit.organisation.find()
    return sender_gaps(organisation) if organisation else ()
