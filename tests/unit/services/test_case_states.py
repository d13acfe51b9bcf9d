"""Every state a request can be in: how one comes there, how one leaves, and what is said when a step is not possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.case import ENDED, RUNNING, CaseState
from dpo_desk.domain.case_steps import STEPS, Verb
from dpo_desk.errors import DraftError, StepNotPossible
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.case_work import DecisionDraft, QuestionDraft, ToldDraft
from dpo_desk.services.intake import FindingDraft
from dpo_desk.services.ports import ListQuery
from tests.desks import ZOE, a_request, an_activity, ready_to_answer

TODAY = "2026-03-02"


def opened(desk, **changes):
    return desk.cases.open_case(a_request(**changes)).case.id


def ask(desk, case, kind):
    question = QuestionDraft(kind=kind, reason="why", proof="order", on=TODAY)
    return desk.case_work.ask(case, question)


def decide(desk, case, right="access", result="granted", **fields):
    refuses = result in {"refused", "partly"}
    reasons = {"grounds": ("R-NC",), "words": "We do not hold them."} if refuses else {}
    draft = DecisionDraft(right=right, result=result, on=TODAY, **{**reasons, **fields})
    return desk.case_work.decide(case, draft)


def answered(desk, result, rights=("access",)):
    case = ready_to_answer(desk, rights=rights)
    decide(desk, case, result=result)
    desk.case_work.mark_answered(case, TODAY)
    return case


def extended(desk):
    case = opened(desk)
    desk.case_work.extend(case, "Complex", TODAY)
    return case


def asked(desk, kind):
    case = opened(desk)
    ask(desk, case, kind)
    return case


def begun(desk):
    case = opened(desk)
    desk.case_work.acknowledge(case, TODAY)
    return case


def withdrawn(desk):
    case = opened(desk)
    desk.case_work.withdraw(case, TODAY, "")
    return case


def unanswered(desk):
    case = opened(desk)
    desk.case_work.end_unanswered(case, "forwarded")
    return case


def closed(desk):
    case = answered(desk, "granted")
    desk.case_work.close(case)
    return case


WAYS_IN = {
    CaseState.RECEIVED: opened,
    CaseState.IDENTITY: lambda desk: asked(desk, "identity"),
    CaseState.CLARIFICATION: lambda desk: asked(desk, "clarification"),
    CaseState.IN_WORK: begun,
    CaseState.EXTENDED: extended,
    CaseState.ANSWERED_FULLY: lambda desk: answered(desk, "granted"),
    CaseState.ANSWERED_PARTLY: lambda desk: answered(desk, "partly"),
    CaseState.REFUSED: lambda desk: answered(desk, "refused"),
    CaseState.NO_DATA: lambda desk: answered(desk, "no_data"),
    CaseState.WITHDRAWN: withdrawn,
    CaseState.UNANSWERED: unanswered,
    CaseState.CLOSED: closed,
}


def test_there_is_a_way_into_every_state_of_a_request_that_is_kept():
    assert set(WAYS_IN) == set(CaseState) - {CaseState.PURGED}


@pytest.mark.parametrize("state", WAYS_IN)
def test_every_state_is_reached_and_left_again(desk, state):
    case = WAYS_IN[state](desk)
    assert desk.cases.view(case).case.state is state
    if state in ENDED:
        assert desk.case_work.reopen(case).case.state is not state
    else:
        assert desk.case_work.withdraw(case, TODAY, "").case.state is CaseState.WITHDRAWN


def test_a_closed_request_goes_back_to_what_it_was_answered_as(desk):
    case = closed(desk)
    assert desk.case_work.reopen(case).case.state is CaseState.ANSWERED_FULLY
    assert desk.case_work.reopen(case).case.state is CaseState.IN_WORK


def test_the_last_state_is_a_certificate_without_the_person(desk):
    case = closed(desk)
    with pytest.raises(StepNotPossible) as kept:
        desk.case_purge.purge([case])
    assert (kept.value.rule, kept.value.params["day"]) == ("retention_runs", date(2031, 3, 2))
    desk.clock.go_to(2031, 3, 2)
    assert [line.id for line in desk.case_purge.due()] == [case]
    (certificate,) = desk.case_purge.purge([case])
    assert (certificate.ref, certificate.in_time, certificate.days) == ("R-2026-0001", True, 0)
    assert desk.cases.ids(ListQuery()) == desk.cases.people_like("") == ()
    assert desk.case_purge.certificates() == (certificate,)


@pytest.mark.parametrize("state", WAYS_IN)
def test_each_step_is_possible_or_says_why_not_in_every_language(desk, state):
    view = desk.cases.view(WAYS_IN[state](desk))
    assert {step.verb for step in view.steps} == {rule.verb for rule in STEPS} == set(Verb)
    for step in view.steps:
        if step.obstacle is not None:
            for language in languages():
                assert wording(language)(f"case.obstacle.{step.obstacle.rule}", **step.obstacle.params)
    assert all(view.step(verb).possible for verb in view.next_steps)


@pytest.mark.parametrize("state", RUNNING)
def test_a_running_request_always_has_a_next_step(desk, state):
    assert desk.cases.view(WAYS_IN[state](desk)).next_steps


def test_a_mistaken_question_and_a_mistaken_extension_are_taken_back(desk):
    case = extended(desk)
    ask(desk, case, "clarification")
    assert desk.case_work.take_back(case, "a mistake").case.state is CaseState.EXTENDED
    view = desk.case_work.take_back(case, "a mistake")
    assert (view.case.state, view.case.due) == (CaseState.RECEIVED, date(2026, 4, 2))


# --- decisions --------------------------------------------------------------------------------------------------------


def test_nothing_is_granted_before_it_is_known_who_asks_and_what_is_there(desk):
    case = opened(desk)
    for rule, mend in (
        ("identity_not_proven", lambda: desk.case_work.prove_identity(case, "Logged in", TODAY)),
        ("search_unfinished", lambda: None),
    ):
        with pytest.raises(StepNotPossible) as refused:
            decide(desk, case)
        assert refused.value.rule == rule
        mend()
    assert decide(desk, case, result="refused").case.undecided == ()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"result": "refused", "grounds": ()}, "grounds", "empty"),
        ({"result": "refused", "grounds": ("R-17-1",)}, "grounds", "ground_does_not_fit"),
        ({"result": "refused", "words": " "}, "words", "empty"),
        ({"result": "refused", "grounds": ("R-12-5-E",)}, "evidence", "empty"),
        ({"result": "perhaps"}, "result", "unknown_choice"),
        ({"right": "erasure"}, "right", "unknown_choice"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_at_its_field(desk, fields, field, reason):
    case = ready_to_answer(desk)
    with pytest.raises(DraftError) as refused:
        decide(desk, case, **fields)
    assert {each.field: each.reason for each in refused.value.errors}[field] == reason


def test_recipients_come_from_the_register_and_each_is_told_or_cannot_be(desk):
    case = ready_to_answer(desk, rights=("erasure",))
    view = decide(desk, case, right="erasure", done_on=TODAY)
    assert [each.name for each in view.case.told] == ["La Poste"]
    desk.case_work.mark_answered(case, TODAY)
    with pytest.raises(StepNotPossible) as refused:
        desk.case_work.close(case)
    assert refused.value.rule == "recipients_waiting"
    desk.case_work.tell_recipients(case, [ToldDraft(impossible="It keeps no data")])
    assert desk.case_work.close(case).case.state is CaseState.CLOSED


def test_a_register_without_recipients_keeps_nobody_from_closing(desk):
    case = ready_to_answer(desk, rights=("erasure",), recipients={"known": "none"})
    decide(desk, case, right="erasure", done_on=TODAY)
    desk.case_work.mark_answered(case, TODAY)
    assert desk.case_work.close(case).case.state is CaseState.CLOSED


# --- rights with clocks of their own ----------------------------------------------------------------------------------


def test_a_right_added_later_has_its_own_receipt_and_the_earlier_day_presses(desk):
    case = opened(desk, received="2026-02-02")
    view = desk.cases.add_right(case, "erasure", "2026-02-16")
    assert [each.due for each in view.case.rights] == [date(2026, 3, 2), date(2026, 3, 16)]
    assert view.case.due == date(2026, 3, 2)
    decide(desk, case, result="refused")
    assert desk.cases.view(case).case.due == date(2026, 3, 16)


def test_the_same_request_sent_again_starts_nothing_anew(desk):
    case = opened(desk, received="2026-02-02")
    view = desk.cases.repeat(case, "2026-02-20")
    assert (view.case.due, view.case.repeats) == (date(2026, 3, 2), (date(2026, 2, 20),))


def test_a_closed_day_counts_running_requests_anew_and_says_so(desk):
    case = opened(desk, received="2026-02-02")
    with desk.vault.work() as unit:
        unit.organisation.save(replace(unit.organisation.get(), closed_days=(date(2026, 3, 2),)))
        unit.commit()
    assert desk.cases.recount() == 1
    view = desk.cases.view(case)
    assert view.case.due == date(2026, 3, 3)
    assert [entry.facts.get("what") for entry in view.timeline[-2:]] == ["counting", None]
    assert desk.cases.recount() == 0


def test_the_law_is_that_of_the_day_of_receipt(desk):
    early = opened(desk, regime="uk-gdpr", received="2026-02-04")
    late = opened(desk, regime="uk-gdpr", received="2026-02-05")
    laws = [desk.cases.view(case).clock.regime for case in (early, late)]
    assert [law.valid_to for law in laws] == [date(2026, 2, 4), None]


def test_somebody_who_was_not_born_cannot_have_asked(desk):
    with pytest.raises(DraftError) as refused:
        desk.cases.open_case(a_request(person=replace(ZOE, born="2026-03-03")))
    assert {each.reason for each in refused.value.errors} == {"before_birth"}


def test_a_moment_of_arrival_is_the_day_it_was_in_the_controllers_zone(desk):
    assert desk.cases.view(opened(desk, received="2026-03-01T18:30-05:00")).case.received == date(2026, 3, 2)


def test_the_search_is_proposed_by_right_role_and_register(desk):
    mail = desk.register.activities.save(
        None, an_activity(name="Newsletter", purposes=[{"text": "Marketing", "basis": {"known": "unknown"}}])
    ).record.id
    desk.register.activities.save(None, an_activity(name="Parcels"))
    case = opened(desk, rights=("objection_marketing",))
    assert [each.id for each in desk.case_work.propose_search(case)] == [mail]
    view = desk.case_work.record_findings(case, [FindingDraft(activity=mail, outcome="nothing")])
    assert (view.case.findings[0].by, view.case.findings[0].on) == ("Alix Déléguée", date(2026, 3, 2))
