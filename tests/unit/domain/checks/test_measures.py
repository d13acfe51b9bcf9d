"""The rules about security, automated decisions and reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.activity import AutomatedException
from dpo_desk.domain.checks import measures
from dpo_desk.domain.facts import given, none, proposed, unknown
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    CLIENT,
    PROCESSOR,
    TODAY,
    TRANSFER,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    check,
    client,
    processor,
    reviewed,
    transfer,
    untried,
)

DECIDES = activity(
    automated_decision=given("Orders of a high score are refused"),
    automated_exception=given(AutomatedException.CONTRACT),
    automated_safeguards=given("A clerk looks at it on demand"),
    automated_notice=given("Privacy notice, section 7"),
    dpia_criteria=given(("automated",)),
)
DENIES = activity(automated_decision=given("No decision is taken by automated means"))
YEAR_AGO = date(2025, 11, 23)


CASES = (
    Case(
        says="the measures of an activity are known",
        check="CHK-20", rule="security_unknown", article="30(1)(g), 32(1)", place="security",
        trips=activity(security=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="the measures taken for a client are known",
        check="CHK-20", rule="security_unknown", article="30(2)(d), 32(1)", place="security",
        trips=client(security=unknown()),
        clear=CLIENT,
    ),
    Case(
        says="measures that are only proposed are not settled",
        check="CHK-33", rule="security_proposed", article="30(1)(g), 32(1)", place="security", severity="warning",
        trips=activity(security=proposed(("Encryption",))),
        clear=ACTIVITY,
    ),
    Case(
        says="there is at least one measure",
        check="CHK-20", rule="security_none", article="30(1)(g), 32(1)", place="security",
        trips=activity(security=none()),
        clear=ACTIVITY,
    ),
    Case(
        says="adequate measures alone describe nothing",
        check="CHK-20", rule="security_vague", article="32(1)", place="security", severity="warning",
        facts={"measure": "Adequate measures"},
        trips=activity(security=given(("Adequate measures", "Security"))),
        clear=activity(security=given(("Adequate measures", "Encryption"))),
    ),
    Case(
        says="adequate measures that are described are measures",
        check="CHK-20", rule="security_vague", article="32(1)", place="security", severity="warning",
        trips=activity(security=given(("Mesures de sécurité.",))),
        clear=activity(security=given(("Mesures de sécurité : chiffrement des disques",))),
    ),
    Case(
        says="it is known whether decisions are automated",
        check="CHK-23", rule="automated_unknown", article="13(2)(f), 22", place="automated_decision",
        severity="warning",
        trips=activity(automated_decision=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="an automated decision that is only proposed is not settled",
        check="CHK-33", rule="automated_proposed", article="13(2)(f), 22", place="automated_decision",
        severity="warning",
        trips=replace(DECIDES, automated_decision=proposed("Orders of a high score are refused")),
        clear=DECIDES,
    ),
    Case(
        says="an automated decision rests on an exception",
        check="CHK-23", rule="automated_exception_missing", article="22(2)", place="automated_exception",
        trips=replace(DECIDES, automated_exception=none()),
        clear=DECIDES,
    ),
    Case(
        says="no exception is needed where a text denies that there is a decision",
        check="CHK-23", rule="automated_exception_missing", article="22(2)", place="automated_exception",
        trips=replace(DECIDES, automated_exception=unknown()),
        clear=DENIES,
    ),
    Case(
        says="a person looks at an automated decision on demand",
        check="CHK-23", rule="automated_safeguards_missing", article="22(3)", place="automated_safeguards",
        trips=replace(DECIDES, automated_safeguards=unknown()),
        clear=DECIDES,
    ),
    Case(
        says="persons are told of an automated decision",
        check="CHK-23", rule="automated_notice_missing", article="13(2)(f)", place="automated_notice",
        trips=replace(DECIDES, automated_notice=unknown()),
        clear=DECIDES,
    ),
    Case(
        says="the day of the review has come",
        check="CHK-26", rule="review_due", article="5(2), 24(1)", place="review.next_on", severity="warning",
        trips=processor(review=reviewed(next_on=TODAY)),
        clear=processor(review=reviewed(next_on=date(2026, 11, 24))),
    ),
    Case(
        says="what nobody changed for more than a year is looked at",
        check="CHK-26", rule="review_overdue", article="5(2), 24(1)", place="review.next_on", severity="warning",
        facts={"months": "12"},
        trips=transfer(updated_on=date(2025, 11, 22)),
        clear=transfer(updated_on=YEAR_AGO),
    ),
    Case(
        says="what was never saved is not overdue",
        check="CHK-26", rule="review_overdue", article="5(2), 24(1)", place="review.next_on", severity="warning",
        trips=client(updated_on=date(2024, 1, 1)),
        clear=client(updated_on=None),
    ),
    Case(
        says="a day for the review takes the place of the year",
        check="CHK-26", rule="review_overdue", article="5(2), 24(1)", place="review.next_on", severity="warning",
        trips=activity(updated_on=date(2024, 1, 1)),
        clear=activity(updated_on=date(2024, 1, 1), review=reviewed(next_on=date(2027, 1, 1))),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_missing_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_measures_has_a_case():
    assert untried(measures, CASES) == []


@pytest.mark.parametrize("record", [ACTIVITY, CLIENT, PROCESSOR, TRANSFER], ids=lambda record: record.ref)
def test_every_kind_of_record_is_looked_at_again(record):
    due = replace(record, review=reviewed(next_on=TODAY))
    assert [gap.rule for gap in check(due)] == ["review_due"]
