"""The rules about the data protection impact assessment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.activity import AutomatedException, SpecialCondition
from dpo_desk.domain.checks import dpia
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.record import Answer
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    category,
    untried,
)

TWO = {"dpia_criteria": given(("scoring", "matching")), "dpia_needed": unknown()}
ONE = {**TWO, "dpia_criteria": given(("scoring",))}
NEEDED = {"dpia_needed": given(Answer.YES)}
DONE = {**NEEDED, "dpia_reference": given("DPIA-2026-01")}
ADVISED = {**DONE, "dpia_opinion": given("Agreed on 3 March 2026")}
SICK = category(name="Sick leave", special=given("Health"), condition=given(SpecialCondition.EMPLOYMENT))
DECIDED = {
    "automated_decision": given("A score refuses"),
    "automated_exception": given(AutomatedException.LAW),
}
SEES = {
    "check": "CHK-25",
    "rule": "dpia_overlooked",
    "article": "35(3)",
    "place": "dpia_criteria",
    "severity": "warning",
}

CASES = (
    Case(
        says="somebody has gone through the criteria",
        check="CHK-25", rule="dpia_criteria_unknown", article="35(1), 35(3)", place="dpia_criteria",
        severity="warning",
        trips=activity(dpia_criteria=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="criteria that are only proposed are not settled",
        check="CHK-33", rule="dpia_criteria_proposed", article="35(1), 35(3)", place="dpia_criteria",
        severity="warning",
        trips=activity(dpia_criteria=proposed(("scoring",))),
        clear=activity(dpia_criteria=given(("scoring",))),
    ),
    Case(
        **SEES, says="special data are sensitive data", facts={"criterion": "sensitive"},
        trips=SICK,
        clear=replace(SICK, dpia_criteria=given(("sensitive",))),
    ),
    Case(
        **SEES, says="data on offences are highly personal", facts={"criterion": "sensitive"},
        trips=category(name="Offences", criminal=given("Theft"), criminal_law=given("Act 78-17, Art. 46")),
        clear=ACTIVITY,
    ),
    Case(
        **SEES, says="vulnerable persons are a criterion", facts={"criterion": "vulnerable"},
        trips=activity(vulnerable=given("Pupils")),
        clear=activity(vulnerable=given("Pupils"), dpia_criteria=given(("vulnerable",))),
    ),
    Case(
        **SEES, says="an automated decision is a criterion", facts={"criterion": "automated"},
        trips=activity(**DECIDED),
        clear=activity(**DECIDED, dpia_criteria=given(("automated", "scoring"))),
    ),
    Case(
        **SEES, says="only a decision with its exception shows the criterion",
        trips=activity(**DECIDED),
        clear=activity(automated_decision=DECIDED["automated_decision"]),
    ),
    Case(
        **SEES, says="an exception without a decision shows none",
        trips=activity(**DECIDED),
        clear=activity(automated_exception=DECIDED["automated_exception"]),
    ),
    Case(
        **SEES, says="what nobody has gone through cannot have overlooked anything",
        trips=activity(vulnerable=given("Pupils")),
        clear=activity(vulnerable=given("Pupils"), dpia_criteria=unknown()),
    ),
    Case(
        says="two criteria call for an assessment, or a reason why not",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia", facts={"criteria": "2"},
        trips=activity(**TWO),
        clear=activity(**TWO, dpia=given("Ten persons a year; each is asked")),
    ),
    Case(
        says="one criterion does not",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia",
        trips=activity(**TWO),
        clear=activity(**ONE),
    ),
    Case(
        says="an item of the authority's list does by itself, one of the other list exempts",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia", facts={"criteria": "1"},
        trips=activity(**ONE, dpia_listed=given(("cnil-exclusion",))),
        clear=activity(**TWO, dpia_listed=given(("exempt-suppliers",))),
    ),
    Case(
        says="who says that none is needed gives the reason in writing",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia",
        trips=activity(**{**TWO, "dpia_needed": given(Answer.NO)}),
        clear=activity(**{**TWO, **ADVISED}),
    ),
    Case(
        says="an assessment that is there needs no reason why not",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia",
        trips=activity(**TWO),
        clear=activity(**TWO, dpia_reference=given("DPIA-2026-01")),
    ),
    Case(
        says="who says that one is needed is asked for it, not for a reason",
        check="CHK-25", rule="dpia_reason_missing", article="35(1)", place="dpia",
        trips=activity(**TWO, dpia=none()),
        clear=activity(**{**TWO, **NEEDED}),
    ),
    Case(
        says="a reason that is only proposed is not settled",
        check="CHK-33", rule="dpia_reason_proposed", article="35(1)", place="dpia", severity="warning",
        trips=activity(**TWO, dpia=proposed("Ten persons a year")),
        clear=activity(**TWO, dpia=given("Ten persons a year")),
    ),
    Case(
        says="an assessment that is needed is referenced",
        check="CHK-25", rule="dpia_reference_missing", article="35(1), 35(7)", place="dpia_reference",
        trips=activity(**NEEDED),
        clear=activity(**DONE),
    ),
    Case(
        says="nothing is referenced where none is needed",
        check="CHK-25", rule="dpia_reference_missing", article="35(1), 35(7)", place="dpia_reference",
        trips=activity(**NEEDED, dpia_reference=none()),
        clear=activity(dpia_needed=given(Answer.NO)),
    ),
    Case(
        says="the data protection officer was asked",
        check="CHK-25", rule="dpia_opinion_missing", article="35(2)", place="dpia_opinion", severity="warning",
        trips=activity(**DONE),
        clear=activity(**ADVISED),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_the_screening_lacks_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_the_impact_assessment_has_a_case():
    assert untried(dpia, CASES) == []
