"""What moves a request on: questions to the person, the search, the decision, the answer, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import (
    AWAITING_CLOSE,
    CaseState,
    Decision,
    EntryKind,
    Extension,
    Finding,
    Identity,
    Notice,
    Outcome,
    Proof,
    Question,
    QuestionKind,
    RecipientTold,
    RequestCase,
    Result,
    RightAsked,
    TimelineEntry,
)
from dpo_desk.domain.case_steps import Verb, answered_state, decision_obstacle
from dpo_desk.domain.ids import ActivityId, CaseId, EntryId, PaperId, new_id
from dpo_desk.errors import RuleBroken, StepNotPossible
from dpo_desk.library.lawbook import ground, grounds
from dpo_desk.services import parsing
from dpo_desk.services.case_clock import law_of
from dpo_desk.services.case_desk import CaseDesk, CaseView, identity_copies
from dpo_desk.services.case_search import concerned_by
from dpo_desk.services.intake import FindingDraft, parse_finding
from dpo_desk.services.ports import Task, UnitOfWork
from dpo_desk.services.today import officer_in


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question to the person as typed."""

    kind: str = "identity"
    reason: str = ""
    proof: str = ""
    justified: bool = True
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """A decision about one right as typed."""

    right: str = ""
    result: str = "granted"
    grounds: tuple[str, ...] = ()
    words: str = ""
    evidence: str = ""
    on: str = ""
    done_on: str = ""


@dataclass(frozen=True, kw_only=True)
class ToldDraft:
    """What became of telling one recipient, as typed; the place in the list says which."""

    on: str = ""
    how: str = ""
    impossible: str = ""


_ASKED = {
    QuestionKind.IDENTITY: EntryKind.IDENTITY_ASKED,
    QuestionKind.CLARIFICATION: EntryKind.CLARIFICATION_ASKED,
    QuestionKind.FEE: EntryKind.FEE_ASKED,
}
_ANSWERED = {
    QuestionKind.IDENTITY: EntryKind.IDENTITY_ANSWERED,
    QuestionKind.CLARIFICATION: EntryKind.CLARIFICATION_ANSWERED,
    QuestionKind.FEE: EntryKind.FEE_RECEIVED,
}
_ASK = {
    QuestionKind.IDENTITY: Verb.ASK_IDENTITY,
    QuestionKind.CLARIFICATION: Verb.ASK_CLARIFICATION,
    QuestionKind.FEE: Verb.ASK_FEE,
}


class CaseWork(CaseDesk):
    """The verbs that move a request on; each refuses while its step is not possible, and says why."""

    # -- who asks, and what is meant

    def acknowledge(self, case: CaseId, on: str) -> CaseView:
        """The request with the day its receipt was acknowledged. Raises ``DraftError``, ``RuleBroken``."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
            return self.acknowledged(unit, old, day)

        return self.change(case, change, verb=Verb.ACKNOWLEDGE)

    def ask(self, case: CaseId, draft: QuestionDraft) -> CaseView:
        """
        The request waiting for the person: for proof of identity, for what is meant, or for a fee.

        Raises:
            DraftError: No reason was given, or a field cannot be accepted.
            RuleBroken: The question may not be put, or one is open already.
        """
        kind = QuestionKind(draft.kind) if draft.kind in set(QuestionKind) else QuestionKind.IDENTITY

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, draft.reason, "reason", "")
                day = self.day_since(unit, old, found, draft.on)
                proof = None
                if kind is QuestionKind.IDENTITY:
                    proof = found.parse(parsing.choice(Proof), draft.proof, "proof", Proof.OTHER)
                if any(each.received and day < each.received for each in old.questions):
                    found.refuse("on", "before_last_answer")
            question = Question(kind=kind, asked=day, reason=why, proof=proof, justified=draft.justified)
            self.tell(unit, old, _ASKED[kind], day=day.isoformat())
            return replace(old, questions=(*old.questions, question))

        return self.change(case, change, verb=_ASK[kind], deadline=True)

    def record_answer(self, case: CaseId, on: str, how: str, *, sufficient: bool) -> CaseView:
        """
        The request with the person's answer to the question that was open; a sufficient proof settles the identity.

        Args:
            case: The request.
            on: The day the answer came.
            how: In words, for an identity: "number of the order and its amount"; never a copy.
            sufficient: Whether it is enough; if not, the question may be put again.

        Raises:
            DraftError: The day cannot be accepted, or it is not said how the identity was proven.
            RuleBroken: No question is open.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            question = old.question
            assert question is not None  # noqa: S101 — the step is not possible without one
            settles = sufficient and question.kind is QuestionKind.IDENTITY
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
                if day < question.asked:
                    found.refuse("on", "before_question")
                way = found.parse(parsing.required if settles else parsing.line, how, "how", "")
            self.tell(
                unit, old, _ANSWERED[question.kind], day=day.isoformat(), enough="yes" if sufficient else "no"
            )
            answered = replace(question, received=day, sufficient=sufficient)
            questions = tuple(answered if each is question else each for each in old.questions)
            identity = Identity(how=way, proven_on=day) if settles else old.identity
            return replace(old, questions=questions, identity=identity)

        return self.change(case, change, verb=Verb.RECORD_ANSWER, deadline=True)

    def prove_identity(self, case: CaseId, how: str, on: str) -> CaseView:
        """
        The request of a person who is known; a period that waited for the proof runs on.

        Raises:
            DraftError: It is not said how, or the day cannot be accepted.
            RuleBroken: It is settled already.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            question = old.question
            with parsing.fields() as found:
                way = found.parse(parsing.required, how, "how", "")
                day = self.day_since(unit, old, found, on)
                if question and question.kind is QuestionKind.IDENTITY and day < question.asked:
                    found.refuse("on", "before_question")
            self.tell(unit, old, EntryKind.IDENTITY_PROVEN, day=day.isoformat())
            questions = tuple(
                replace(each, received=day, sufficient=True)
                if each is question and each.kind is QuestionKind.IDENTITY
                else each
                for each in old.questions
            )
            return replace(old, questions=questions, identity=Identity(how=way, proven_on=day))

        return self.change(case, change, verb=Verb.PROVE_IDENTITY, deadline=True)

    # -- the work

    def extend(self, case: CaseId, reason: str, on: str) -> CaseView:
        """
        The request with its longer period, counted from its receipt (Art. 12(3)).

        Raises:
            DraftError: No reason was given, or the day of the notice cannot be accepted.
            RuleBroken: ``extension_too_late`` after the first period, ``extended_already`` the second time,
                ``extension_not_possible`` for rights without a longer period.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
                day = self.day_since(unit, old, found, on)
            last = self.around(unit, old).extend_by
            if last and day > last:
                raise RuleBroken("extension_too_late", "12(3)", last=last)
            self.tell(unit, old, EntryKind.EXTENDED, day=day.isoformat())
            return replace(old, extension=Extension(notice_sent=day, reason=why))

        # A notice that went out in time may be recorded later: the day is judged, not the moment of typing.
        def in_time(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            around = self.around(unit, old)
            if not old.open:
                self.must_be_possible(unit, old, Verb.EXTEND)
            if old.extension:
                raise RuleBroken("extended_already", "12(3)")
            if not around.may_extend:
                raise RuleBroken("extension_not_possible", "12(3)")
            return change(unit, old)

        return self.change(case, in_time, deadline=True)

    def propose_search(self, case: CaseId) -> tuple[Activity, ...]:
        """The activities in which the request should be searched for, by its rights and the person's role."""
        with self.work(read_only=True) as unit:
            record = unit.cases.get(case)
            law = law_of(record)
            scopes = {law.right(right).search for right in record.right_ids}
            return concerned_by(unit.activities.all(), scopes, record.role)

    def record_findings(self, case: CaseId, drafts: Sequence[FindingDraft]) -> CaseView:
        """
        The request with what the search of each activity gave, by whom and when.

        Raises:
            DraftError: A line of data has no "label: value" form, an outcome is unknown.
            RuleBroken: The request is answered.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            today, officer = self.today_in(unit), officer_in(unit)
            with parsing.fields() as found:
                findings = tuple(parse_finding(d, i, found, today) for i, d in enumerate(drafts))
            before = {each.activity: each for each in old.findings}
            signed = tuple(_signed(each, before.get(each.activity), officer, today) for each in findings)
            done = sum(each.outcome is not Outcome.NOT_SEARCHED for each in signed)
            self.tell(unit, old, EntryKind.SEARCHED, count=str(done), all=str(len(signed)))
            return replace(old, findings=signed)

        return self.change(case, change, verb=Verb.SEARCH)

    def decide(self, case: CaseId, draft: DecisionDraft) -> CaseView:
        """
        The request with a decision about one of its rights, and the list of recipients it has to be told to.

        Raises:
            DraftError: A field cannot be accepted: also a ground that does not fit the right.
            RuleBroken: Something has to be settled before such a decision; its reason names it.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                decision = self._decision(unit, old, draft, found)
            asked = next(each for each in old.rights if each.right == draft.right)
            rule = law_of(old).right(asked.right)
            stands = decision_obstacle(old, decision, identity_needed=rule.identity_may_be_asked)
            if stands is not None:
                raise StepNotPossible(stands.rule, stands.article)
            self.tell(
                unit,
                old,
                EntryKind.DECIDED,
                right=asked.right,
                result=decision.result,
                day=decision.on.isoformat(),
            )
            rights = tuple(replace(each, decision=decision) if each is asked else each for each in old.rights)
            decided = replace(old, rights=rights)
            if rule.tells_recipients and decision.result in (Result.GRANTED, Result.PARTLY):
                told = _recipients(unit, decided)
                decided = replace(decided, told=told, told_listed_on=self.today_in(unit))
            if "lifting" in rule.letters and decision.result is not Result.REFUSED:
                self._lifting_task(unit, old)
            return decided

        return self.change(case, change, verb=None)

    def take_decision_back(self, case: CaseId, right: str) -> CaseView:
        """The request with the right undecided again. Raises ``RuleBroken`` once it is answered."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            _must_run(old)
            self.tell(unit, old, EntryKind.TAKEN_BACK, what="decision", right=right)
            rights = tuple(
                replace(each, decision=None) if each.right == right else each for each in old.rights
            )
            return replace(old, rights=rights)

        return self.change(case, change)

    def carry_out(self, case: CaseId, right: str, on: str) -> CaseView:
        """The request with the day on which what was granted was done. Raises ``DraftError``, ``RuleBroken``."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
            self.tell(unit, old, EntryKind.CHANGED, what="done", right=right, day=day.isoformat())
            rights = tuple(
                replace(each, decision=replace(each.decision, done_on=day))
                if each.right == right and each.decision
                else each
                for each in old.rights
            )
            return replace(old, rights=rights)

        return self.change(case, change, verb=Verb.CARRY_OUT)

    def list_recipients(self, case: CaseId) -> CaseView:
        """The request with its list of recipients to be told, made anew from the register; what was told stays."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            return replace(old, told=_recipients(unit, old), told_listed_on=self.today_in(unit))

        return self.change(case, change, verb=Verb.TELL_RECIPIENTS)

    def tell_recipients(self, case: CaseId, drafts: Sequence[ToldDraft]) -> CaseView:
        """
        The request with what became of telling each recipient, in the order of its list.

        Raises:
            DraftError: A day or a way cannot be accepted.
            RuleBroken: Nobody has to be told.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                told = tuple(
                    self._told(unit, old, each, draft, found, f"told.{index}")
                    for index, (each, draft) in enumerate(zip(old.told, drafts, strict=True))
                )
            done = sum(each.settled for each in told)
            self.tell(unit, old, EntryKind.RECIPIENTS, count=str(done), all=str(len(told)))
            return replace(old, told=told)

        return self.change(case, change, verb=Verb.TELL_RECIPIENTS)

    # -- its end

    def mark_answered(self, case: CaseId, on: str) -> CaseView:
        """The request answered by a letter written elsewhere. Raises ``DraftError``, ``RuleBroken``."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
            return self.answered(unit, old, day)

        return self.change(case, change, verb=Verb.ANSWER)

    def withdraw(self, case: CaseId, on: str, note: str) -> CaseView:
        """The request withdrawn by the person on that day. Raises ``DraftError``, ``RuleBroken``."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                day = self.day_since(unit, old, found, on)
                words = found.parse(parsing.prose, note, "note", "")
            self.tell(unit, old, EntryKind.WITHDRAWN, text=words, day=day.isoformat())
            return replace(old, state=CaseState.WITHDRAWN, answered_on=day)

        return self.change(case, change, verb=Verb.WITHDRAW)

    def end_unanswered(self, case: CaseId, reason: str) -> CaseView:
        """The request ended without an answer: forwarded, never proven … Raises ``DraftError``, ``RuleBroken``."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
            self.tell(unit, old, EntryKind.CLOSED, what="unanswered")
            return replace(old, state=CaseState.UNANSWERED, closed_reason=why)

        return self.change(case, change, verb=Verb.END_UNANSWERED)

    def close(self, case: CaseId) -> CaseView:
        """The request put away: nothing is left to do. Raises ``RuleBroken`` while something is."""

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            self.tell(unit, old, EntryKind.CLOSED, what="closed")
            return replace(old, state=CaseState.CLOSED, closed_on=self.today_in(unit))

        return self.change(case, change, verb=Verb.CLOSE)

    def reopen(self, case: CaseId) -> CaseView:
        """
        The request one stage back: a closed one as it was answered, an answered one running again.

        Its clock is that of its receipt; decisions stay until they are taken back. Raises ``RuleBroken``.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            self.tell(unit, old, EntryKind.REOPENED)
            if old.state is CaseState.CLOSED:
                return replace(old, state=before_close(old), closed_on=None)
            return replace(old, state=CaseState.IN_WORK, answered_on=None, closed_reason="")

        return self.change(case, change, verb=Verb.REOPEN, deadline=True)

    def take_back(self, case: CaseId, reason: str) -> CaseView:
        """
        The request without its newest question or, where there is none, its extension, recorded by mistake.

        Raises:
            DraftError: No reason was given.
            RuleBroken: There is nothing to take back.
        """

        def change(unit: UnitOfWork, old: RequestCase) -> RequestCase:
            with parsing.fields() as found:
                why = found.parse(parsing.required_prose, reason, "reason", "")
            newest = old.questions[-1] if old.questions else None
            if newest and (old.extension is None or newest.asked >= old.extension.notice_sent):
                self.tell(unit, old, EntryKind.TAKEN_BACK, text=why, what=newest.kind)
                identity = Identity() if newest.kind is QuestionKind.IDENTITY else old.identity
                return replace(old, questions=old.questions[:-1], identity=identity)
            self.tell(unit, old, EntryKind.TAKEN_BACK, text=why, what="extension")
            return replace(old, extension=None)

        return self.change(case, change, verb=Verb.TAKE_BACK, deadline=True)

    # -- shared with the letters

    def acknowledged(self, unit: UnitOfWork, case: RequestCase, day: date) -> RequestCase:
        """The request as acknowledged on this day, with its line in the history; not yet saved."""
        if case.acknowledged_on is not None:
            return case
        self.tell(unit, case, EntryKind.ACKNOWLEDGED, day=day.isoformat())
        return replace(case, acknowledged_on=day)

    def answered(self, unit: UnitOfWork, case: RequestCase, day: date) -> RequestCase:
        """The request as answered on this day, with its line in the history; not yet saved."""
        self.tell(unit, case, EntryKind.ANSWERED, day=day.isoformat())
        self._erase_copies(unit, case)
        law = law_of(case)
        rights = tuple(_done(each, day, told=law.right(each.right).told_is_done) for each in case.rights)
        decided = replace(case, rights=rights)
        return replace(decided, state=answered_state(decided), answered_on=day)

    def tell_paper(
        self, unit: UnitOfWork, case: RequestCase, paper: PaperId, number: str, template: str
    ) -> None:
        """Writes into the history that a paper was finished."""
        facts = MappingProxyType({"number": number, "template": template})
        entry = EntryId(new_id())
        unit.timeline.add(
            TimelineEntry(
                id=entry, case=case.id, at=self.clock.now(), kind=EntryKind.PAPER, facts=facts, paper=paper
            )
        )

    # -- inside

    def _decision(
        self, unit: UnitOfWork, case: RequestCase, draft: DecisionDraft, found: parsing.Fields
    ) -> Decision:
        _must_run(case)
        fitting = next((each.right for each in case.rights if each.right == draft.right), None)
        if fitting is None:
            found.refuse("right", "unknown_choice")
            return Decision(result=Result.GRANTED, on=case.received)
        result = found.parse(parsing.choice(Result), draft.result, "result", Result.GRANTED)
        known = {each.code for each in grounds()} & set(law_of(case).right(fitting).grounds)
        codes = tuple(each.code for each in grounds() if each.code in draft.grounds)
        if not set(draft.grounds) <= known:
            found.refuse("grounds", "ground_does_not_fit")
        refuses = result in (Result.REFUSED, Result.PARTLY)
        words = found.parse(parsing.required_prose if refuses else parsing.prose, draft.words, "words", "")
        evidence = found.parse(parsing.prose, draft.evidence, "evidence", "")
        if refuses and not codes:
            found.refuse("grounds", "empty")
        if refuses and not evidence and any(ground(code).evidence for code in codes):
            found.refuse("evidence", "empty")
        on = self.day_since(unit, case, found, draft.on)
        done = None
        if draft.done_on.strip():
            done = self.day_since(unit, case, found, draft.done_on, "done_on")
        return Decision(
            result=result,
            on=on,
            grounds=codes if refuses else (),
            words=words,
            evidence=evidence,
            done_on=done if result in (Result.GRANTED, Result.PARTLY) else None,
        )

    def _told(
        self,
        unit: UnitOfWork,
        case: RequestCase,
        told: RecipientTold,
        draft: ToldDraft,
        found: parsing.Fields,
        place: str,
    ) -> RecipientTold:
        why = found.parse(parsing.line, draft.impossible, f"{place}.impossible", "")
        if not draft.on.strip():
            return replace(told, on=None, how=None, impossible=why)
        day = self.day_since(unit, case, found, draft.on, f"{place}.on")
        how = found.parse(parsing.choice(Notice), draft.how or Notice.EMAIL, f"{place}.how", Notice.EMAIL)
        return replace(told, on=day, how=how, impossible=why)

    def _erase_copies(self, unit: UnitOfWork, case: RequestCase) -> None:
        """Copies of identity documents have served when a request is answered (GDPR Art. 5(1)(c), (e))."""
        for copy in identity_copies(unit, case.id):
            unit.files.purge(copy.id, self.today_in(unit), SERVED)
            facts = {"sha256": copy.sha256, "kind": copy.kind, "reason": SERVED}
            self.tell(unit, case, EntryKind.FILE_PURGED, **facts)

    def _lifting_task(self, unit: UnitOfWork, case: RequestCase) -> None:
        """A restriction is lifted only after the person was told (Art. 18(3)): a task keeps it in sight."""
        if any(task.title == LIFTING for task in unit.tasks.of_case(case.id)):
            return
        due = case.due or self.today_in(unit)
        unit.tasks.save(Task(id=new_id(), title=LIFTING, due_on=due, case=case.id))
        self.tell(unit, case, EntryKind.TASK, what="lifting")


SERVED = "served"
"""The reason for which the program itself erases a copy; it is told in words of the reader's language."""

LIFTING = "lifting"
"""The title of the task the program itself sets; it is told in words of the reader's language."""


def _must_run(case: RequestCase) -> None:
    if not case.open:
        raise StepNotPossible("answered_already" if case.state in AWAITING_CLOSE else "closed_already")


def before_close(case: RequestCase) -> CaseState:
    """As what a request ended before it was closed."""
    if case.closed_reason:
        return CaseState.UNANSWERED
    return answered_state(case) if any(each.decision for each in case.rights) else CaseState.WITHDRAWN


def _done(asked: RightAsked, day: date, *, told: bool) -> RightAsked:
    decision = asked.decision
    if decision is None or decision.done_on or not told:
        return asked
    granted = decision.result in (Result.GRANTED, Result.PARTLY)
    return replace(asked, decision=replace(decision, done_on=day)) if granted else asked


def _signed(finding: Finding, before: Finding | None, officer: str, today: date) -> Finding:
    """A finding with who searched and when; the officer and today where nothing else was said."""
    if finding.outcome is Outcome.NOT_SEARCHED:
        return replace(finding, by="", on=None)
    same = before if before and before.outcome is not Outcome.NOT_SEARCHED else None
    return replace(
        finding,
        by=finding.by or (same.by if same else officer),
        on=finding.on or (same.on if same else today),
    )


def _recipients(unit: UnitOfWork, case: RequestCase) -> tuple[RecipientTold, ...]:
    """Every recipient of the activities in which data were found; what was told about one stays."""
    before: Mapping[tuple[ActivityId, str], RecipientTold] = {
        (each.activity, each.name): each for each in case.told
    }
    found: list[RecipientTold] = []
    for finding in case.findings:
        activity = unit.activities.find(finding.activity) if finding.outcome is Outcome.FOUND else None
        for recipient in (activity.recipients.value or ()) if activity else ():
            new = RecipientTold(name=recipient.name, activity=finding.activity, processor=recipient.processor)
            found.append(before.get((finding.activity, recipient.name), new))
    return tuple(dict.fromkeys(found))
