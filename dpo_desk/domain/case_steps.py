"""
What can be done with a request now, what keeps the rest from being done, and what it asks for next.

A step is possible when the request stands where the step begins and none of its guards objects. Each guard is one
rule; it answers with an ``Obstacle`` that names the rule and the place that mends it, so that a screen can say why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.case import (
    AWAITING_CLOSE,
    ENDED,
    RUNNING,
    WAITING,
    CaseState,
    Decision,
    IdentityStatus,
    QuestionKind,
    RequestCase,
    Result,
)


class Verb(StrEnum):
    """What can be done with a request."""

    ACKNOWLEDGE = "acknowledge"
    ASK_IDENTITY = "ask_identity"
    PROVE_IDENTITY = "prove_identity"
    ASK_CLARIFICATION = "ask_clarification"
    ASK_FEE = "ask_fee"
    RECORD_ANSWER = "record_answer"  # of the person, to the question that is open
    ADD_RIGHT = "add_right"
    REPEAT = "repeat"  # the same request came again
    SEARCH = "search"
    EXTEND = "extend"
    DECIDE = "decide"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    END_UNANSWERED = "end_unanswered"
    CARRY_OUT = "carry_out"  # what was granted: the day on which it was done
    TELL_RECIPIENTS = "tell_recipients"
    CLOSE = "close"
    TAKE_BACK = "take_back"  # the newest question or the extension, recorded by mistake
    REOPEN = "reopen"
    PURGE = "purge"


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the steps need to know beside the request itself: the law's word on it, and what else hangs on it."""

    today: date
    identity_may_be_asked: bool  # for at least one right that is undecided
    identity_needed: bool  # before at least one right may be granted
    clarification_counts: bool  # the regime lets a period wait for it
    fee_counts: bool
    may_extend: bool  # some undecided right has a longer period
    extend_by: date | None  # last day for the notice; None while the period stands still
    acknowledgement_due: bool  # the law asks for one
    tells_recipients: bool  # a granted right asks for it (Art. 19)
    identity_copies: int = 0  # files of this kind that still hold their bytes
    open_tasks: int = 0
    purge_on: date | None = None  # first day on which the file may go


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why a step is not possible: ``rule`` is a wording key below ``case.obstacle``."""

    rule: str
    article: str = ""
    place: str = ""  # what mends it: a verb, or a field of the record
    params: Mapping[str, date | int | str] = field(default_factory=lambda: MappingProxyType({}))


Guard = Callable[[RequestCase, Around], Obstacle | None]


@dataclass(frozen=True, kw_only=True)
class StepRule:
    """From which states a step starts, and what may still object."""

    verb: Verb
    begins: frozenset[CaseState]
    guards: tuple[Guard, ...] = ()


# --- guards ----------------------------------------------------------------------------------------------------------


def _not_acknowledged(case: RequestCase, _around: Around) -> Obstacle | None:
    return Obstacle(rule="acknowledged_already") if case.acknowledged_on else None


def _identity_is_open(case: RequestCase, _around: Around) -> Obstacle | None:
    if case.identity_status is IdentityStatus.PROVEN:
        return Obstacle(rule="identity_proven_already", article="12(6)")
    return None


def _identity_may_be_asked(_case: RequestCase, around: Around) -> Obstacle | None:
    return None if around.identity_may_be_asked else Obstacle(rule="identity_not_allowed", article="12(6)")


def _no_question(case: RequestCase, _around: Around) -> Obstacle | None:
    return Obstacle(rule="question_open", place=Verb.RECORD_ANSWER) if case.question else None


def _a_question(case: RequestCase, _around: Around) -> Obstacle | None:
    return None if case.question else Obstacle(rule="no_question_open")


def _clarification_counts(_case: RequestCase, around: Around) -> Obstacle | None:
    return None if around.clarification_counts else Obstacle(rule="clarification_not_foreseen")


def _fee_counts(_case: RequestCase, around: Around) -> Obstacle | None:
    return None if around.fee_counts else Obstacle(rule="fee_not_foreseen", article="12(5)")


def _extension_possible(case: RequestCase, around: Around) -> Obstacle | None:
    if case.extension:
        return Obstacle(rule="extended_already", article="12(3)")
    return None if around.may_extend else Obstacle(rule="extension_not_possible")


def _extension_in_time(case: RequestCase, around: Around) -> Obstacle | None:
    last = around.extend_by
    if last is None or around.today <= last or not case.open:
        return None
    return Obstacle(rule="extension_too_late", article="12(3)", params=MappingProxyType({"last": last}))


def _something_undecided(case: RequestCase, _around: Around) -> Obstacle | None:
    return None if case.undecided else Obstacle(rule="decided_already", place=Verb.ANSWER)


def _all_decided(case: RequestCase, _around: Around) -> Obstacle | None:
    count = len(case.undecided)
    if not count:
        return None
    return Obstacle(rule="undecided", place=Verb.DECIDE, params=MappingProxyType({"count": count}))


def _carried_out(case: RequestCase, _around: Around) -> Obstacle | None:
    return (
        Obstacle(rule="not_carried_out", article="12(3)", place=Verb.CARRY_OUT)
        if _to_carry_out(case)
        else None
    )


def _something_to_carry_out(case: RequestCase, _around: Around) -> Obstacle | None:
    return None if _granted(case) else Obstacle(rule="nothing_granted")


def _recipients_concerned(_case: RequestCase, around: Around) -> Obstacle | None:
    return None if around.tells_recipients else Obstacle(rule="no_recipients_to_tell", article="19")


def _recipients_settled(case: RequestCase, around: Around) -> Obstacle | None:
    if not around.tells_recipients:
        return None
    waiting = sum(not each.settled for each in case.told)
    if case.told_listed_on and not waiting:
        return None
    params = MappingProxyType({"count": waiting})
    rule = "recipients_waiting" if waiting else "recipients_not_listed"
    return Obstacle(rule=rule, article="19", place=Verb.TELL_RECIPIENTS, params=params)


def _no_identity_copies(_case: RequestCase, around: Around) -> Obstacle | None:
    if not around.identity_copies:
        return None
    params = MappingProxyType({"count": around.identity_copies})
    return Obstacle(rule="identity_copies_left", article="5(1)(c), (e)", place="files", params=params)


def _no_tasks(_case: RequestCase, around: Around) -> Obstacle | None:
    if not around.open_tasks:
        return None
    return Obstacle(rule="tasks_open", place="tasks", params=MappingProxyType({"count": around.open_tasks}))


def _something_to_take_back(case: RequestCase, _around: Around) -> Obstacle | None:
    return None if case.questions or case.extension else Obstacle(rule="nothing_to_take_back")


def _kept_long_enough(_case: RequestCase, around: Around) -> Obstacle | None:
    if around.purge_on is None:
        return Obstacle(rule="retention_unknown", article="5(1)(e)")
    if around.today >= around.purge_on:
        return None
    return Obstacle(
        rule="retention_runs", article="5(1)(e)", params=MappingProxyType({"day": around.purge_on})
    )


_AT_WORK = RUNNING - WAITING

STEPS: tuple[StepRule, ...] = (
    StepRule(verb=Verb.ACKNOWLEDGE, begins=RUNNING, guards=(_not_acknowledged,)),
    StepRule(
        verb=Verb.ASK_IDENTITY,
        begins=RUNNING,
        guards=(_identity_may_be_asked, _identity_is_open, _no_question),
    ),
    StepRule(verb=Verb.PROVE_IDENTITY, begins=RUNNING, guards=(_identity_is_open,)),
    StepRule(verb=Verb.ASK_CLARIFICATION, begins=_AT_WORK, guards=(_clarification_counts, _no_question)),
    StepRule(verb=Verb.ASK_FEE, begins=_AT_WORK, guards=(_fee_counts, _no_question)),
    StepRule(verb=Verb.RECORD_ANSWER, begins=RUNNING, guards=(_a_question,)),
    StepRule(verb=Verb.ADD_RIGHT, begins=RUNNING),
    StepRule(verb=Verb.REPEAT, begins=RUNNING),
    StepRule(verb=Verb.SEARCH, begins=RUNNING),
    StepRule(verb=Verb.EXTEND, begins=RUNNING, guards=(_extension_possible, _extension_in_time)),
    StepRule(verb=Verb.DECIDE, begins=RUNNING, guards=(_something_undecided,)),
    StepRule(verb=Verb.ANSWER, begins=RUNNING, guards=(_all_decided,)),
    StepRule(verb=Verb.WITHDRAW, begins=RUNNING),
    StepRule(verb=Verb.END_UNANSWERED, begins=RUNNING),
    StepRule(verb=Verb.CARRY_OUT, begins=RUNNING | AWAITING_CLOSE, guards=(_something_to_carry_out,)),
    StepRule(verb=Verb.TELL_RECIPIENTS, begins=RUNNING | AWAITING_CLOSE, guards=(_recipients_concerned,)),
    StepRule(
        verb=Verb.CLOSE,
        begins=AWAITING_CLOSE,
        guards=(_carried_out, _recipients_settled, _no_identity_copies, _no_tasks),
    ),
    StepRule(verb=Verb.TAKE_BACK, begins=RUNNING, guards=(_something_to_take_back,)),
    StepRule(verb=Verb.REOPEN, begins=ENDED - {CaseState.PURGED}),
    StepRule(verb=Verb.PURGE, begins=frozenset({CaseState.CLOSED}), guards=(_kept_long_enough,)),
)
"""Every step, in the order in which a request usually takes them."""

_RULES: Mapping[Verb, StepRule] = MappingProxyType({rule.verb: rule for rule in STEPS})


def obstacle(verb: Verb, case: RequestCase, around: Around) -> Obstacle | None:
    """Why the step is not possible now, or nothing when it is."""
    rule = _RULES[verb]
    if case.state not in rule.begins:
        return Obstacle(rule=_wrong_state(case.state))
    return next((found for guard in rule.guards if (found := guard(case, around)) is not None), None)


def _wrong_state(state: CaseState) -> str:
    if state in WAITING:
        return "waiting_for_person"
    if state in RUNNING:
        return "not_answered_yet"
    return "closed_already" if state in (CaseState.CLOSED, CaseState.PURGED) else "answered_already"


def possible(case: RequestCase, around: Around) -> tuple[Verb, ...]:
    """The steps that are possible now, in their usual order."""
    return tuple(rule.verb for rule in STEPS if obstacle(rule.verb, case, around) is None)


# --- decisions -------------------------------------------------------------------------------------------------------


def decision_obstacle(case: RequestCase, decision: Decision, *, identity_needed: bool) -> Obstacle | None:
    """
    What keeps a decision about one right from being taken.

    Nothing may be told or done before it is known who asks and what is there; a refusal needs neither, but grounds
    (GDPR Art. 12(4)).
    """
    refuses = decision.result in (Result.REFUSED, Result.PARTLY)
    if refuses and not decision.grounds:
        return Obstacle(rule="ground_missing", article="12(4)", place="grounds")
    if refuses and not decision.words:
        return Obstacle(rule="reasons_missing", article="12(4)", place="words")
    if decision.result is Result.REFUSED:
        return None
    if identity_needed and case.identity_status is not IdentityStatus.PROVEN:
        return Obstacle(rule="identity_not_proven", article="12(6)", place=Verb.PROVE_IDENTITY)
    if case.representation and not case.representation.proven:
        return Obstacle(rule="capacity_not_proven", place="representation")
    if not case.searched:
        return Obstacle(rule="search_unfinished", place=Verb.SEARCH)
    return None


def answered_state(case: RequestCase) -> CaseState:
    """The state an answer leaves: all granted, all refused, nothing there, or a part of it."""
    results = {each.decision.result for each in case.rights if each.decision}
    alone = {
        Result.GRANTED: CaseState.ANSWERED_FULLY,
        Result.REFUSED: CaseState.REFUSED,
        Result.NO_DATA: CaseState.NO_DATA,
    }
    if results == {Result.GRANTED, Result.NO_DATA}:
        return CaseState.ANSWERED_FULLY
    return (
        alone.get(next(iter(results)), CaseState.ANSWERED_PARTLY)
        if len(results) == 1
        else CaseState.ANSWERED_PARTLY
    )


def running_state(case: RequestCase) -> CaseState:
    """The state of a request to which an answer is owed, as its facts say."""
    question = case.question
    if question and question.kind is QuestionKind.IDENTITY:
        return CaseState.IDENTITY
    if question:
        return CaseState.CLARIFICATION
    if case.extension:
        return CaseState.EXTENDED
    begun = case.acknowledged_on or case.identity.proven_on or case.questions or case.findings
    decided = any(each.decision for each in case.rights)
    return CaseState.IN_WORK if begun or decided else CaseState.RECEIVED


# --- the next step ---------------------------------------------------------------------------------------------------


def next_steps(case: RequestCase, around: Around) -> tuple[Verb, ...]:
    """What the request asks for, the most urgent first; nothing once it is closed and may not yet be purged."""
    if case.open:
        return tuple(_while_running(case, around))
    return tuple(_afterwards(case, around))


def _while_running(case: RequestCase, around: Around) -> list[Verb]:
    steps = []
    if case.acknowledged_on is None:
        steps.append(Verb.ACKNOWLEDGE)
    if case.question:
        return [*steps, Verb.RECORD_ANSWER]
    if around.identity_needed and case.identity_status is not IdentityStatus.PROVEN:
        steps.append(Verb.PROVE_IDENTITY)
    elif not case.searched:
        steps.append(Verb.SEARCH)
    elif case.undecided:
        steps.append(Verb.DECIDE)
    else:
        steps.append(Verb.ANSWER)
    return steps


def _afterwards(case: RequestCase, around: Around) -> list[Verb]:
    if case.state is CaseState.CLOSED:
        return [Verb.PURGE] if around.purge_on and around.today >= around.purge_on else []
    if case.state is CaseState.PURGED:
        return []
    steps = []
    if _to_carry_out(case):
        steps.append(Verb.CARRY_OUT)
    if _recipients_settled(case, around) is not None:
        steps.append(Verb.TELL_RECIPIENTS)
    return [*steps, Verb.CLOSE]


def _granted(case: RequestCase) -> tuple[Decision, ...]:
    """The decisions by which something has to be done."""
    found = (each.decision for each in case.rights if each.decision)
    return tuple(each for each in found if each.result in (Result.GRANTED, Result.PARTLY))


def _to_carry_out(case: RequestCase) -> bool:
    return any(each.done_on is None for each in _granted(case))
