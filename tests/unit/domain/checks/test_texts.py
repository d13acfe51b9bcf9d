"""What is asked of every record, whatever its kind: its next review, and what stands in any of its texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from dpo_desk.domain.checks import measures, texts
from dpo_desk.domain.facts import given, proposed
from dpo_desk.domain.processor import Assurance
from dpo_desk.domain.record import Evidence
from dpo_desk.domain.transfer import AssessmentStep
from dpo_desk.library.checklists import checks_law
from tests.store.strategies import TEXT, records
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    CLIENT,
    PROCESSOR,
    TODAY,
    TRANSFER,
    Case,
    activity,
    around,
    assert_found,
    assert_left_alone,
    category,
    check,
    client,
    processor,
    purpose,
    reviewed,
    transfer,
    untried,
)

KINDS = (ACTIVITY, CLIENT, PROCESSOR, TRANSFER)
DUE = {"check": "CHK-26", "article": "5(2), 24(1)", "place": "review.next_on", "severity": "warning"}
ENDED = {"check": "CHK-13", "rule": "instrument_ended", "article": "44, 46; C-311/18"}
OPEN = {"check": "CHK-33", "rule": "placeholder", "article": "5(2)"}
UNTOUCHED = {"review": reviewed(), "updated_on": date(2025, 11, 22)}


def quoting(quote):
    return (Evidence(quote=quote),)


CASES = (
    # --- review
    *(
        Case(
            says="the day of the review has come", rule="review_due",
            trips=replace(each, review=reviewed(TODAY)),
            clear=replace(each, review=reviewed(date(2026, 11, 24))), **DUE,
        )
        for each in KINDS
    ),
    *(
        Case(
            says="nobody has looked at it for more than a year", rule="review_overdue", facts={"months": "12"},
            trips=replace(each, **UNTOUCHED),
            clear=replace(each, **UNTOUCHED | {"updated_on": date(2025, 11, 23)}), **DUE,
        )
        for each in KINDS
    ),
    Case(
        says="a day for the next review is enough", rule="review_overdue",
        trips=activity(**UNTOUCHED), clear=activity(**UNTOUCHED | {"review": reviewed(date(2026, 12, 1))}), **DUE,
    ),
    # --- instruments that ended
    Case(
        says="the Privacy Shield carries nothing any more", facts={"instrument": "privacy-shield", "day": "2020-07-16"},
        place="safeguards", trips=activity(safeguards=given("EU-US Privacy Shield")),
        clear=activity(safeguards=given("EU-US Data Privacy Framework")), **ENDED,
    ),
    Case(
        says="nor do the clauses of 2010", facts={"instrument": "old-clauses", "day": "2022-12-27"},
        place="tool_reference", trips=transfer(tool_reference="Clauses of Decision 2010/87/EU"),
        clear=transfer(tool_reference="Clauses of Decision 2021/914"), **ENDED,
    ),
    Case(
        says="nor the Safe Harbour, however deep it stands", facts={"instrument": "safe-harbour"},
        place="assurances.0.note", trips=processor(assurances=given((Assurance(name="Seal", note="Safe Harbor"),))),
        clear=processor(assurances=given((Assurance(name="Seal", note="Safe in the harbor"),))), **ENDED,
    ),
    Case(
        says="a quotation shows what others wrote", facts={"instrument": "privacy-shield"},
        place="evidence.0.quote", trips=client(evidence=quoting("Sphère de confiance et Bouclier vie privée")),
        clear=client(evidence=quoting("Un bouclier")), **ENDED, severity="warning",
    ),
    Case(
        says="what is proposed may not rest on it either", place="instructions",
        trips=client(instructions=proposed("As under the Privacy Shield")), clear=client(instructions=proposed("Annex 1")),
        **ENDED,
    ),
    Case(
        says="what is still to be clarified may speak of it", place="name",
        trips=client(name="Privacy Shield Ltd"), clear=client(to_clarify="Was it the Privacy Shield?"), **ENDED,
    ),
    # --- words that stand for an answer
    Case(
        says="to be determined is no measure", facts={"word": "to be determined"}, place="security.1",
        trips=client(security=given(("Encryption", "Access control: to be determined"))),
        clear=client(security=given(("Encryption", "Access control, as determined"))), **OPEN,
    ),
    Case(
        says="à définir is no time limit", facts={"word": "a definir"}, place="categories.0.detail",
        trips=category(detail="Durée à définir"), clear=category(detail="Durée définie"), **OPEN,
    ),
    Case(
        says="unknown as the whole answer has a field of its own", facts={"word": "Unknown."}, place="purposes.0.reason",
        trips=purpose(reason=given("Unknown.")), clear=purpose(reason=given("Callers whose number is unknown")), **OPEN,
    ),
    Case(
        says="a proposal may say that it is open", facts={"word": "tbd"}, place="steps.0.finding",
        trips=transfer(steps=(AssessmentStep(step=1, finding=given("TBD")),)),
        clear=transfer(steps=(AssessmentStep(step=1, finding=proposed("TBD")),)), **OPEN,
    ),
    Case(
        says="a quotation may say so, and so may what is to be clarified", place="service",
        trips=processor(service="???"), clear=processor(evidence=quoting("To be defined"), to_clarify="???", tags=("tbd",)),
        **OPEN,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_to_be_looked_at_in_a_record_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_in_which_there_is_nothing_of_that_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_texts_has_a_case_and_so_has_the_review():
    assert untried(texts, CASES) == []
    assert "review" not in untried(measures, CASES)


def test_an_instrument_named_everywhere_is_told_once():
    many = activity(name="Privacy Shield", safeguards=given("Privacy Shield, and the Safe Harbour"))
    told = [gap.facts["instrument"] for gap in check(many) if gap.rule == "instrument_ended"]
    assert sorted(told) == ["privacy-shield", "safe-harbour"]


WORDS = st.one_of(st.sampled_from([each.replace("*", "s") for each in checks_law().noticeable.phrases]), TEXT)


@pytest.mark.parametrize("kind", [type(each) for each in KINDS], ids=lambda kind: kind.__name__)
def test_the_quick_look_at_all_texts_overlooks_nothing(kind):
    register = around()

    @settings(max_examples=25, deadline=None)
    @for_any(records(kind, str=WORDS))
    def holds(record):
        found = [*texts.instruments(record, register), *texts.placeholders(record, register)]
        assert list(texts.noticed(record, register)) == found

    holds()
