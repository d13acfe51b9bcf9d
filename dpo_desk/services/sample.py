"""Builds the sample of Back Market in a new vault, through the same services the window uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import Finding, Notice
from dpo_desk.domain.ids import ActivityId, CaseId
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.domain.people import Person
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.sample import Sample, load_sample
from dpo_desk.library.sample_cases import SampleCase, SampleStep, StepKind
from dpo_desk.library.wording import languages
from dpo_desk.services.case_work import CaseWork, DecisionDraft, QuestionDraft, ToldDraft
from dpo_desk.services.cases import CaseService
from dpo_desk.services.drafts import Values, relinked, values_of
from dpo_desk.services.intake import CaseDraft, FindingDraft, PersonDraft, RepresentationDraft
from dpo_desk.services.letters import ACKNOWLEDGEMENT, PaperService
from dpo_desk.services.ports import Clock, Work
from dpo_desk.services.register import RegisterService

_SECOND_LANGUAGE = "en"  # of a letter to a person whose own language has no words yet


def fill_with_sample(
    work: Work, clock: Clock, *, leave_out: frozenset[str] = frozenset()
) -> Mapping[str, ActivityId]:
    """
    Puts the whole example into an empty vault: organisation, register, processors, transfers, requests.

    The example's symbolic names (``P04``, ``adyen``) become fresh identifiers; references are handed out in order.

    Args:
        work: Begins units of work in the vault.
        clock: Dates the records of the register; requests tell the days of their own story.
        leave_out: Keys of requests which shall not be taken in.

    Returns:
        The identifier each activity got, by its symbolic name.

    Raises:
        DataFileBroken: A file of the example is not sound; the caller then throws the vault away.
    """
    return _Builder(work, clock, load_sample()).build(leave_out)


def case_draft(sample: SampleCase, received: date) -> CaseDraft:
    """A request of the example as the intake form would hold it, received on this day."""
    return CaseDraft(
        person=_person_draft(sample.person),
        representation=_representation_draft(sample),
        regime=sample.regime,
        rights=sample.rights,
        received=received.isoformat(),
        channel=sample.channel,
        channel_quality=sample.quality,
        channel_note=sample.note,
        asked=sample.asked,
    )


def _person_draft(person: Person) -> PersonDraft:
    return PersonDraft(
        name=person.name,
        street=person.address.street,
        postal_code=person.address.postal_code,
        city=person.address.city,
        region=person.address.region,
        country=person.address.country,
        email=person.email,
        phone=person.phone,
        language=person.language,
        customer_reference=person.customer_reference,
    )


def _representation_draft(sample: SampleCase) -> RepresentationDraft:
    story = sample.representation
    if story is None:
        return RepresentationDraft()
    return RepresentationDraft(
        capacity=story.capacity,
        concerned=_person_draft(story.concerned),
        proof=story.proof,
        proof_seen_on=story.proof_seen_on.isoformat() if story.proof_seen_on else "",
    )


def finding_drafts(findings: Sequence[Finding], activities: Mapping[str, ActivityId]) -> list[FindingDraft]:
    """The findings of a step as the form would hold them, in the vault's own identifiers."""
    return [
        FindingDraft(
            activity=activities[each.activity],
            outcome=each.outcome,
            note=each.note,
            data="\n".join(f"{label}: {value}" for label, value in each.data),
        )
        for each in findings
    ]


@dataclass(frozen=True)
class _ThatDay:
    """A clock that stands at noon of a day of the story, so that the example's history tells its own dates."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    def today(self, time_zone: str = TIME_ZONE) -> date:
        return self.day


class _Builder:
    """Carries the fresh identifiers from one kind of record to the next."""

    def __init__(self, work: Work, clock: Clock, sample: Sample) -> None:
        self.work, self.sample = work, sample
        self.register = RegisterService(work, clock)
        self.called: dict[str, str] = {}  # the example's own name of a record -> its identifier
        self.activities: dict[str, ActivityId] = {}

    def build(self, leave_out: frozenset[str]) -> Mapping[str, ActivityId]:
        with self.work() as unit:
            unit.organisation.save(self.sample.organisation)
            unit.commit()
        for key, processor in self.sample.processors:
            self.called[key] = self.register.processors.save(None, self._values(processor)).record.id
        for key, activity in self.sample.activities:
            self.activities[key] = self.register.activities.save(None, self._values(activity)).record.id
            self.called[key] = self.activities[key]
        for _, transfer in self.sample.transfers:
            self.register.transfers.save(None, self._values(transfer))
        for case in self.sample.cases:
            if case.key not in leave_out:
                self._case(case)
        return self.activities

    def _values(self, record: Activity | Processor | Transfer) -> Values:
        return values_of(relinked(record, lambda _kind, key: self.called[key]))

    # -- requests

    def _case(self, sample: SampleCase) -> None:
        day = sample.received
        case = CaseService(self.work, _ThatDay(day)).open_case(case_draft(sample, day)).case.id
        for step in sample.steps:
            day = step.on or day
            self._step(case, sample, step, _ThatDay(day))

    def _step(self, case: CaseId, sample: SampleCase, step: SampleStep, clock: _ThatDay) -> None:
        cases, work = CaseService(self.work, clock), CaseWork(self.work, clock)
        on, said = clock.day.isoformat(), step.facts
        match step.kind:
            case StepKind.PROVE_IDENTITY:
                work.prove_identity(case, step.text, on)
            case StepKind.ASK:
                asked = QuestionDraft(kind=said["kind"], reason=step.text, proof=said["proof"], on=on)
                work.ask(case, asked)
            case StepKind.RECORD_ANSWER:
                work.record_answer(case, on, step.text, sufficient=bool(said["sufficient"]))
            case StepKind.EXTEND:
                work.extend(case, step.text, on)
            case StepKind.FINDINGS | StepKind.SEARCH:
                work.record_findings(case, finding_drafts(step.findings, self.activities))
            case StepKind.DECIDE:
                work.decide(case, DecisionDraft(**said, grounds=step.grounds, words=step.text, on=on))
            case StepKind.TELL:
                view = work.list_recipients(case)
                told = ToldDraft(on=on, how=Notice.EMAIL)
                work.tell_recipients(case, [told] * len(view.case.told))
            case StepKind.ANSWER_ON:
                work.mark_answered(case, on)
            case StepKind.WITHDRAW:
                work.withdraw(case, on, step.text)
            case StepKind.CLOSE:
                work.close(case)
            case StepKind.ADD_RIGHT:
                cases.add_right(case, said["right"], on)
            case StepKind.REPEAT:
                cases.repeat(case, on)
            case StepKind.ACKNOWLEDGE:
                self._acknowledge(case, sample.language, clock)

    def _acknowledge(self, case: CaseId, language: str, clock: _ThatDay) -> None:
        papers = PaperService(self.work, clock, CaseWork(self.work, clock))
        written = language if language in languages() else _SECOND_LANGUAGE
        papers.finish(case, papers.compose(case, ACKNOWLEDGEMENT, written).letter)
