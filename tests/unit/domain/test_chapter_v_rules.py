"""Each reason a flow is judged by: one flow that gives it, and one next to it that does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from dpo_desk.domain.chapter_v import RULES, judge
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.judgement import Why
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer import AssessmentStep, Frequency, ScopeAnswer
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import languages, wording
from tests.builders import a_transfer

LAW = shipped()
TODAY = date(2026, 11, 23)
YESTERYEAR = date(2025, 11, 22)
LONG_AGO = date(2020, 5, 1)

BARE = {"country": given("MA")}
CLAUSES = {
    "country": given("MA"),
    "tool": given("scc-2"),
    "tool_date": date(2022, 1, 3),
    "assessment": given("TIA 2026-1"),
    "assessment_on": date(2026, 1, 5),
}
ANSWERED = tuple(
    ScopeAnswer(question=name, answer=given(Answer.YES))
    for name in ("us-listed", "us-entity", "us-staff", "us-fallback")
)
FRAMEWORK = {
    "country": given("US"),
    "tool": given("adequacy"),
    "scope": ANSWERED,
    "scope_entity": given("Parcels Inc."),
    "scope_on": date(2026, 6, 1),
}
SWISS = {"country": given("CH"), "tool": given("adequacy")}
BRAZIL = {
    "country": given("BR"),
    "tool": given("adequacy"),
    "scope": (ScopeAnswer(question="br-excluded", answer=given(Answer.NO)),),
}
ONCE = {"country": given("MA"), "tool": given("art-49-b"), "frequency": given(Frequency.OCCASIONAL)}
COMPELLING = {
    **CLAUSES,
    "tool": given("art-49-compelling"),
    "frequency": given(Frequency.OCCASIONAL),
    "informed": given("3 March 2026"),
    "supplementary": given(("Encryption",)),
}
STEPS = tuple(
    AssessmentStep(step=step, finding=given("Found"), on=date(2026, 1, step)) for step in range(1, 7)
)


def answered(question, answer):
    kept = tuple(each for each in ANSWERED if each.question != question)
    return {**FRAMEWORK, "scope": (*kept, ScopeAnswer(question=question, answer=answer))}


# reason: the flow that gives it, the flow next to it that does not, what the first is worth, and the day
CASES = {
    Why.COUNTRY_UNKNOWN: ({"country": unknown()}, BARE, "not_valid"),
    Why.COUNTRY_PROPOSED: ({**CLAUSES, "country": proposed("MA")}, CLAUSES, "reserved"),
    Why.AREA_EU: ({"country": given("FR")}, BARE, "no_transfer"),
    Why.AREA_EFTA: ({"country": given("NO")}, {"country": given("SJ")}, "no_transfer"),
    Why.AREA_TERRITORY: ({"country": given("RE")}, {"country": given("NC")}, "no_transfer"),
    Why.AREA_LEFT: ({"country": given("GB")}, BARE, "no_transfer", LONG_AGO),
    Why.AREA_INTERIM: ({"country": given("GB")}, BARE, "no_transfer", date(2021, 2, 1)),
    Why.AREA_UK: ({"country": given("GB"), "exporter_country": given("GB")}, {"country": given("GG"), "exporter_country": given("GB")}, "no_transfer"),
    Why.EXPORTER_OUTSIDE: ({**BARE, "exporter_country": given("US")}, {**BARE, "exporter_country": given("FR")}, "reserved"),
    Why.EXPORTER_UK: ({**SWISS, "exporter_country": given("GB")}, SWISS, "valid"),
    Why.PLACE: (CLAUSES, {**CLAUSES, "country": given("BY")}, "valid"),
    Why.TOOL_UNKNOWN: (BARE, {**BARE, "tool": none()}, "not_valid"),
    Why.TOOL_PROPOSED: ({**CLAUSES, "tool": proposed("scc-2")}, CLAUSES, "reserved"),
    Why.TOOL_NONE: ({**BARE, "tool": none()}, BARE, "not_valid"),
    Why.TOOL_NOT_LISTED: ({**BARE, "tool": given("handshake")}, CLAUSES, "not_valid"),
    Why.NO_TOOL: ({**CLAUSES, "tool": given("iso-27001")}, CLAUSES, "not_valid"),
    Why.ORDER_ALONE: ({**BARE, "tool": given("art-48")}, {**BARE, "tool": given("art-48"), "tool_reference": "MLAT"}, "not_valid"),
    Why.ORDER_AGREEMENT: ({**BARE, "tool": given("art-48"), "tool_reference": "MLAT"}, {**BARE, "tool": given("art-48")}, "reserved"),
    Why.NOT_FOR_EXPORTER: ({**CLAUSES, "exporter_country": given("GB")}, CLAUSES, "not_valid"),
    Why.TOOL_NOT_YET: (CLAUSES, CLAUSES, "not_valid", date(2021, 6, 26)),
    Why.TOOL_ENDED: ({**CLAUSES, "tool": given("scc-old")}, CLAUSES, "not_valid"),
    Why.SIGNED_LATER: ({**CLAUSES, "tool_date": date(2026, 12, 1)}, CLAUSES, "not_valid"),
    Why.SIGNED_BEFORE: ({**CLAUSES, "tool_date": date(2019, 5, 1)}, CLAUSES, "reserved"),
    Why.SIGNED_TOO_LATE: ({**CLAUSES, "tool": given("scc-old")}, CLAUSES, "not_valid", date(2022, 6, 1)),
    Why.SIGNED_UNKNOWN: ({**CLAUSES, "tool": given("scc-old"), "tool_date": None}, {**CLAUSES, "tool": given("scc-old"), "tool_date": date(2020, 3, 2)}, "reserved", date(2022, 6, 1)),
    Why.USE_NOT_BEGUN: ({**CLAUSES, "valid_from": date(2027, 1, 1)}, {**CLAUSES, "valid_from": TODAY}, "not_valid"),
    Why.USE_ENDED: ({**CLAUSES, "valid_to": date(2026, 11, 22)}, {**CLAUSES, "valid_to": TODAY}, "not_valid"),
    Why.UNSETTLED: ({**CLAUSES, "tool": given("scc")}, CLAUSES, "reserved"),
    Why.REFERENCE_MISSING: ({**CLAUSES, "tool": given("bcr")}, {**CLAUSES, "tool": given("bcr"), "tool_reference": "CNIL 2024-1"}, "reserved"),
    Why.SYSTEMATIC: ({**ONCE, "frequency": given(Frequency.SYSTEMATIC)}, ONCE, "not_valid"),
    Why.SYSTEMATIC_DOUBTFUL: ({**ONCE, "tool": given("art-49-a"), "frequency": given(Frequency.SYSTEMATIC)}, ONCE, "reserved"),
    Why.FREQUENCY_UNKNOWN: ({**ONCE, "frequency": unknown()}, ONCE, "reserved"),
    Why.NO_DECISION: ({**BARE, "tool": given("adequacy")}, SWISS, "not_valid"),
    Why.DECISION_ENDED: ({"country": given("GB"), "tool": given("adequacy")}, SWISS, "not_valid", date(2032, 1, 1)),
    Why.DECISION_ANNULLED: (FRAMEWORK, SWISS, "not_valid", date(2021, 1, 1)),
    Why.DECISION_LATER: ({"country": given("KR"), "tool": given("adequacy")}, SWISS, "not_valid", date(2021, 1, 1)),
    Why.NOT_FOR_EFTA: ({**BRAZIL, "exporter_country": given("NO")}, {**BRAZIL, "exporter_country": given("FR")}, "reserved"),
    Why.SCOPE_UNANSWERED: (answered("us-listed", unknown()), FRAMEWORK, "reserved"),
    Why.SCOPE_PROPOSED: (answered("us-listed", proposed(Answer.YES)), FRAMEWORK, "reserved"),
    Why.SCOPE_FAILED: (answered("us-entity", given(Answer.NO)), FRAMEWORK, "not_valid"),
    Why.FALLBACK_MISSING: (answered("us-fallback", given(Answer.NO)), FRAMEWORK, "reserved"),
    Why.LOOKUP_MISSING: ({**FRAMEWORK, "scope_on": None}, FRAMEWORK, "reserved"),
    Why.LOOKUP_OLD: ({**FRAMEWORK, "scope_on": YESTERYEAR}, {**FRAMEWORK, "scope_on": date(2025, 11, 23)}, "reserved"),
    Why.ADEQUATE: (SWISS, CLAUSES, "valid"),
    Why.AT_RISK: (FRAMEWORK, SWISS, "valid"),
    Why.EXPIRES: ({"country": given("GB"), "tool": given("adequacy")}, SWISS, "valid"),
    Why.COVERED: ({**CLAUSES, "country": given("CH")}, CLAUSES, "valid"),
    Why.AVAILABLE: ({**CLAUSES, "country": given("US")}, CLAUSES, "valid"),
    Why.ASSESSMENT_NONE: ({**CLAUSES, "assessment": none()}, CLAUSES, "not_valid"),
    Why.ASSESSMENT_UNKNOWN: ({**CLAUSES, "assessment": unknown()}, CLAUSES, "reserved"),
    Why.ASSESSMENT_PROPOSED: ({**CLAUSES, "assessment": proposed("Draft")}, CLAUSES, "reserved"),
    Why.ASSESSMENT_UNDATED: ({**CLAUSES, "assessment_on": None}, CLAUSES, "reserved"),
    Why.ASSESSMENT_LATER: ({**CLAUSES, "assessment_on": date(2026, 12, 1)}, CLAUSES, "reserved"),
    Why.STEPS_OPEN: ({**CLAUSES, "steps": STEPS[:4]}, {**CLAUSES, "steps": STEPS}, "reserved"),
    Why.INFORMED_NONE: ({**COMPELLING, "informed": none()}, COMPELLING, "not_valid"),
    Why.INFORMED_UNKNOWN: ({**COMPELLING, "informed": unknown()}, COMPELLING, "reserved"),
    Why.INFORMED_PROPOSED: ({**COMPELLING, "informed": proposed("Soon")}, COMPELLING, "reserved"),
    Why.SAFEGUARDS_NONE: ({**COMPELLING, "supplementary": none()}, COMPELLING, "not_valid"),
    Why.SAFEGUARDS_UNKNOWN: ({**COMPELLING, "supplementary": unknown()}, COMPELLING, "reserved"),
    Why.SAFEGUARDS_PROPOSED: ({**COMPELLING, "supplementary": proposed(("Some",))}, COMPELLING, "reserved"),
    Why.TOOL_NAMED: (CLAUSES, SWISS, "valid"),
}  # fmt: skip


def reasons(fields, day=TODAY):
    return {reason.key: reason for reason in judge(a_transfer(**fields), day, LAW).reasons}


def test_every_reason_has_its_case():
    assert set(CASES) == set(Why)


@pytest.mark.parametrize("why", CASES, ids=str)
def test_a_flow_is_told_the_reason_that_applies_to_it(why):
    flow, _, weight, *day = CASES[why]
    found = reasons(flow, *day)
    assert why in found
    assert found[why].verdict is Verdict(weight)


@pytest.mark.parametrize("why", CASES, ids=str)
def test_the_flow_next_to_it_is_not(why):
    assert why not in reasons(CASES[why][1])


@pytest.mark.parametrize(
    "sound",
    [CLAUSES, FRAMEWORK, SWISS, ONCE, COMPELLING],
    ids=["clauses", "framework", "swiss", "once", "compelling"],
)
def test_a_flow_that_lacks_nothing_is_valid(sound):
    assert judge(a_transfer(**sound), TODAY, LAW).verdict is Verdict.VALID


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("why", CASES, ids=str)
def test_every_reason_is_one_sentence_in_words(why, language):
    flow, _, _, *day = CASES[why]
    said = LawWords(wording(language), LAW).reason(reasons(flow, *day)[why])
    assert said
    assert said[0].isupper() or not said[0].isalpha()
    assert "{" not in said
    assert not {"scc-2", "us-listed", "art-49", "US:2023"} & set(said.split())


# --- how reasons make a verdict --------------------------------------------------------------------------------------


def test_the_gravest_reason_is_the_verdict_and_stands_first():
    judgement = judge(
        a_transfer(**{**CLAUSES, "tool": given("iso-27001"), "country": proposed("MA")}), TODAY, LAW
    )
    assert judgement.verdict is Verdict.NOT_VALID
    assert judgement.reasons[0].key is Why.NO_TOOL
    assert {reason.key for reason in judgement.because} == {Why.NO_TOOL}


def test_a_decision_without_limits_leaves_no_more_than_a_reservation():
    judgement = judge(a_transfer(country=given("CH")), TODAY, LAW)
    assert judgement.verdict is Verdict.RESERVED
    assert judgement.reasons[0].key is Why.TOOL_UNKNOWN
    assert judgement.rests_on is None
    assert judgement.decision.number == "2000/518"


def test_a_company_outside_the_union_may_have_no_transfer_at_all():
    judgement = judge(a_transfer(country=given("MA"), exporter_country=given("US")), TODAY, LAW)
    assert judgement.verdict is Verdict.RESERVED


def test_clauses_carry_a_flow_from_norway_where_the_decision_does_not_yet():
    clauses = {**CLAUSES, "country": given("BR"), "exporter_country": given("NO")}
    assert judge(a_transfer(**clauses), TODAY, LAW).verdict is Verdict.VALID
    decision = {**BRAZIL, "exporter_country": given("NO")}
    assert judge(a_transfer(**decision), TODAY, LAW).verdict is Verdict.RESERVED
    assert (
        judge(a_transfer(country=given("BR"), exporter_country=given("NO")), TODAY, LAW).verdict
        is Verdict.NOT_VALID
    )


def test_data_that_stay_in_the_united_kingdom_are_no_transfer_once_it_left():
    at_home = {"country": given("GB"), "exporter_country": given("GB")}
    assert judge(a_transfer(**at_home), TODAY, LAW).verdict is Verdict.NO_TRANSFER
    assert judge(a_transfer(**at_home), LONG_AGO, LAW).verdict is Verdict.NO_TRANSFER


def test_the_steps_of_an_assessment_stand_for_it_when_all_six_are_there():
    flow = {**CLAUSES, "assessment": unknown(), "assessment_on": None}
    assert judge(a_transfer(**flow, steps=STEPS), TODAY, LAW).verdict is Verdict.VALID
    assert judge(a_transfer(**flow, steps=STEPS[:5]), TODAY, LAW).verdict is Verdict.RESERVED
    doubtful = (*STEPS[:5], AssessmentStep(step=6, finding=proposed("Perhaps")))
    assert Why.ASSESSMENT_PROPOSED in reasons({**flow, "steps": doubtful})


def test_a_question_that_does_not_arise_is_answered_by_none_where_that_may_be():
    assert judge(a_transfer(**answered("us-staff", none())), TODAY, LAW).verdict is Verdict.VALID
    assert judge(a_transfer(**answered("us-listed", none())), TODAY, LAW).verdict is Verdict.RESERVED


def test_a_proposed_answer_that_excludes_the_flow_excludes_it():
    assert (
        judge(a_transfer(**answered("us-listed", proposed(Answer.NO))), TODAY, LAW).verdict
        is Verdict.NOT_VALID
    )


def a_fact(values):
    return st.one_of(
        st.builds(unknown), st.builds(none), st.builds(given, values), st.builds(proposed, values)
    )


CODES = st.sampled_from(["FR", "CH", "US", "PR", "MA", "GB", "NC", "BR", "NO", "EPO", "XX", "KR", "SJ"])
DAYS = st.none() | st.dates(date(1995, 1, 1), date(2040, 1, 1)) | st.sampled_from([date.min, date.max])
FLOWS = st.builds(
    lambda **fields: a_transfer(**fields),
    country=a_fact(CODES),
    exporter_country=a_fact(CODES),
    tool=a_fact(st.sampled_from([*(tool.id for tool in LAW.tools), "handshake"])),
    tool_date=DAYS,
    valid_from=DAYS,
    valid_to=DAYS,
    scope=st.sampled_from([(), ANSWERED]),
    scope_entity=st.just(given("Parcels Inc.")),
    scope_on=DAYS,
    assessment=a_fact(st.just("TIA")),
    assessment_on=DAYS,
    frequency=a_fact(st.sampled_from(list(Frequency))),
)


@for_any(FLOWS, st.dates(date(1995, 1, 1), date(2040, 1, 1)) | st.sampled_from([date.min, date.max]))
def test_every_flow_has_a_verdict_on_every_day_with_a_reason_that_can_be_said(flow, day):
    judgement = judge(flow, day, LAW)
    assert judgement.because
    words = LawWords(wording("fr"), LAW)
    assert all(words.reason(reason) for reason in judgement.reasons)
    if flow.country.known.value == "proposed" or flow.tool.known.value == "proposed":
        assert judgement.verdict is not Verdict.VALID


@pytest.mark.parametrize("looked_up", [date(2024, 2, 29), date(2025, 2, 28)])
def test_a_look_up_of_the_last_of_february_is_good_to_the_last_of_february(looked_up):
    flow = {**FRAMEWORK, "scope_on": looked_up}
    last = date(looked_up.year + 1, 2, 28)
    assert Why.LOOKUP_OLD not in reasons(flow, last)
    assert Why.LOOKUP_OLD in reasons(flow, date(last.year, 3, 1))


def test_the_rules_are_a_list_without_doubles():
    assert len(set(RULES)) == len(RULES)
