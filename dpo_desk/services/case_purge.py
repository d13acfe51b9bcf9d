"""What happens to the file of a request in the end: it is erased, and counts and a certificate are what is left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.case_steps import Verb
from dpo_desk.domain.ids import CaseId, PersonId, new_id
from dpo_desk.domain.law import Citation
from dpo_desk.errors import RuleBroken
from dpo_desk.services.case_clock import law_of
from dpo_desk.services.case_desk import CaseDesk
from dpo_desk.services.case_work import before_close
from dpo_desk.services.ports import CaseLine, ListQuery, Purge, UnitOfWork
from dpo_desk.services.today import officer_in


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A file whose time is over: since when, and by which rule."""

    case: CaseId
    ref: str
    regime: str
    closed_on: date
    over_on: date
    rule: tuple[Citation, ...]


class CasePurge(CaseDesk):
    """The verbs at the end of a file's life."""

    def due(self) -> tuple[CaseLine, ...]:
        """The requests whose time is over, the longest first."""
        with self.work(read_only=True) as unit:
            query = ListQuery(chips=frozenset({"purge_due"}), sort="received", today=self.today_in(unit))
            return unit.cases.lines(unit.cases.ids(query))

    def proposals(self) -> tuple[Proposal, ...]:
        """The files that may be erased now, each with its rule, the longest closed first."""
        with self.work(read_only=True) as unit:
            query = ListQuery(chips=frozenset({"purge_due"}), today=self.today_in(unit))
            found = [self._proposal(unit.cases.get(each)) for each in unit.cases.ids(query)]
        return tuple(sorted(found, key=lambda each: (each.closed_on, each.ref)))

    def certificates(self) -> tuple[Purge, ...]:
        """What is left of purged requests, newest first."""
        with self.work(read_only=True) as unit:
            return unit.purges.all()

    def purge(self, cases: Sequence[CaseId]) -> tuple[Purge, ...]:
        """
        The certificates of these requests, whose files are erased: all of them or none.

        Persons who are named in no other request go with them.

        Raises:
            NotFound: One of them does not exist.
            RuleBroken: The time of one of them is not over, or it is not closed.
        """
        with self.work() as unit:
            today, officer = self.today_in(unit), officer_in(unit)
            certificates = tuple(self._purged(unit, each, today, officer) for each in cases)
            unit.commit()
        return certificates

    def _proposal(self, case: RequestCase) -> Proposal:
        rule, closed = law_of(case).retention, case.closed_on
        assert closed is not None  # noqa: S101 — only a closed request has a day from which it may go
        return Proposal(
            case=case.id,
            ref=case.ref,
            regime=case.regime,
            closed_on=closed,
            over_on=rule.ends(closed),
            rule=rule.articles,
        )

    def _purged(self, unit: UnitOfWork, case: CaseId, today: date, officer: str) -> Purge:
        record = unit.cases.get(case)
        self.must_be_possible(unit, record, Verb.PURGE)
        person = unit.people.get(record.person)
        certificate = _certificate(unit, record, person.address.country, today, officer)
        unit.cases.delete(case)
        for each in _people(record):
            if not unit.cases.of_person(each):
                _forget(unit, each)
        unit.purges.add(certificate)
        return certificate


def _certificate(unit: UnitOfWork, case: RequestCase, country: str, today: date, officer: str) -> Purge:
    answered = case.answered_on
    late = [each for each in case.rights if answered and each.due and answered > each.due]
    return Purge(
        id=new_id(),
        ref=case.ref,
        regime=case.regime,
        rights=case.right_ids,
        country=country,
        month=case.received.isoformat()[:7],
        answered_month=answered.isoformat()[:7] if answered else "",
        state=before_close(case),
        extended=case.extension is not None,
        in_time=answered is not None and not late,
        days=(answered - case.received).days if answered else None,
        purged_on=today,
        rule="; ".join(law_of(case).retention.articles),
        by=officer,
        digest=_history(unit, case),
    )


def _history(unit: UnitOfWork, case: RequestCase) -> str:
    """The SHA-256 over the history: with a copy of it somebody can show that it is the one, and nobody can read it."""
    lines = [(entry.at.isoformat(), entry.kind, dict(entry.facts)) for entry in unit.timeline.of(case.id)]
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()


def _people(case: RequestCase) -> tuple[PersonId, ...]:
    others = case.representation
    named = (case.person, *((others.concerned, others.representative) if others else ()))
    return tuple(dict.fromkeys(each for each in named if each is not None))


def _forget(unit: UnitOfWork, person: PersonId) -> None:
    try:
        unit.people.delete(person)
    except RuleBroken:  # a paper outside any request names the person still
        return
