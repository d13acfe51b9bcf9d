"""What is missing in a record and what stands between a request and a complete answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.activity import (
    Activity,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.case import Finding, Identity, Outcome
from dpo_desk.domain.completeness import (
    Severity,
    access_gaps,
    acknowledgement_gaps,
    activity_completeness,
)
from dpo_desk.domain.facts import Fact, Known, given, none, proposed, unknown
from dpo_desk.domain.ids import ActivityId, TransferId
from dpo_desk.domain.people import PostalAddress
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.wording import languages, wording
from tests.builders import a_case, a_person

THREE_YEARS = Retention(periods=(RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="the last order"),))
COMPLETE = Activity(
    id=ActivityId("a" * 32),
    ref="P-001",
    name="Payment",
    purposes=(Purpose(text="Take payments", basis=given(LegalBasis.CONTRACT)),),
    data_subjects=given(("customers",)),
    categories=given((DataCategory(name="Card data", retention=given(THREE_YEARS)),)),
    recipients=given((Recipient(name="Adyen", kind=RecipientKind.PROCESSOR),)),
    transfers=none(),
    source=none(),
    automated_decision=none(),
    security=given(("encryption",)),
)
PERSON = replace(a_person(), address=PostalAddress(street="1 rue", city="Paris", country="FR"))
CASE = replace(
    a_case(),
    identity=Identity(how="logged in", proven_on=date(2026, 3, 2)),
    findings=(Finding(activity=COMPLETE.id, outcome=Outcome.FOUND, data=(("Order", "1"),)),),
)


def rules(gaps):
    return [gap.rule for gap in gaps]


def answer(activity=COMPLETE, case=CASE, person=PERSON, transfers=()):
    return access_gaps(case, person, [activity], transfers)


def test_a_record_in_which_everything_is_settled_is_complete():
    assert activity_completeness(COMPLETE).settled == activity_completeness(COMPLETE).asked


@pytest.mark.parametrize("field", ["data_subjects", "categories", "recipients", "transfers", "security"])
def test_an_unknown_fact_lowers_completeness(field):
    found = activity_completeness(replace(COMPLETE, **{field: unknown()}))
    assert found.settled == found.asked - 1


@pytest.mark.parametrize("field", ["data_subjects", "recipients", "transfers", "security"])
def test_a_proposed_fact_does_not_count_as_settled(field):
    value = getattr(COMPLETE, field).value or "United States"
    found = activity_completeness(replace(COMPLETE, **{field: proposed(value)}))
    assert found.settled < found.asked


def test_a_record_without_purposes_counts_one_open_fact():
    found = activity_completeness(replace(COMPLETE, purposes=()))
    assert found.settled == found.asked - 1


def test_a_complete_case_can_be_answered():
    assert answer() == ()


def test_an_unnamed_recipient_blocks_the_answer():
    unnamed = Recipient(name="Hosting partners", named=False)
    record = replace(COMPLETE, recipients=given((unnamed,)))
    (blocked,) = answer(record)
    assert (blocked.rule, blocked.severity, blocked.record) == (
        "access_recipient_unnamed",
        Severity.ERROR,
        record.id,
    )


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("categories", "access_categories"),
        ("recipients", "access_recipients"),
        ("source", "access_source_unknown"),
        ("automated_decision", "access_automated_unknown"),
        ("transfers", "access_transfers"),
    ],
)
def test_what_the_answer_must_tell_may_not_be_unknown(field, rule):
    (gap,) = answer(replace(COMPLETE, **{field: unknown()}))
    assert (gap.rule, gap.severity) == (rule, Severity.ERROR)


def test_an_unknown_time_limit_blocks_and_a_proposed_one_warns():
    def with_limit(fact: Fact[Retention]) -> Activity:
        return replace(COMPLETE, categories=given((DataCategory(name="Card data", retention=fact),)))

    (blocked,) = answer(with_limit(unknown()))
    (warned,) = answer(with_limit(proposed(THREE_YEARS)))
    assert (blocked.rule, blocked.severity) == ("access_retention_unknown", Severity.ERROR)
    assert (warned.rule, warned.severity) == ("access_retention_proposed", Severity.WARNING)


def test_a_transfer_of_an_activity_with_data_needs_its_country_and_safeguard():
    flow = Transfer(id=TransferId("t"), ref="T-001", exporter="x", importer="y", activity=COMPLETE.id)
    assert rules(answer(transfers=[flow])) == ["transfer_country_unknown", "transfer_tool_unknown"]
    other = replace(flow, activity=ActivityId("b" * 32))
    assert answer(transfers=[other]) == ()


def test_identity_address_and_search_are_settled_before_an_answer():
    unproven = replace(CASE, identity=Identity())
    assert rules(answer(case=unproven)) == ["identity_not_proven"]
    assert rules(answer(person=a_person(address=PostalAddress(city="Paris")))) == ["address_missing"]
    unsearched = replace(CASE, findings=(*CASE.findings, Finding(activity=ActivityId("b" * 32))))
    assert rules(answer(case=unsearched)) == ["search_unfinished"]
    assert rules(access_gaps(replace(CASE, findings=()), PERSON, [], [])) == ["search_unfinished"]


def test_a_search_that_found_nothing_cannot_be_answered_by_telling_what_is_processed():
    empty = replace(CASE, findings=(Finding(activity=COMPLETE.id, outcome=Outcome.NOTHING),))
    assert rules(access_gaps(empty, PERSON, [], [])) == ["nothing_found"]


def test_data_that_were_found_come_with_their_copy():
    without = replace(CASE, findings=(Finding(activity=COMPLETE.id, outcome=Outcome.FOUND),))
    (gap,) = answer(case=without)
    assert (gap.rule, gap.facts["activity"]) == ("copy_missing", "Payment")


def test_an_acknowledgement_needs_no_more_than_an_address():
    assert acknowledgement_gaps(CASE, PERSON) == ()
    assert rules(acknowledgement_gaps(CASE, a_person(address=PostalAddress()))) == ["address_missing"]


def test_every_gap_has_its_sentence_in_each_language():
    empty = Activity(id=COMPLETE.id, ref="P-001", name="x")
    bare = replace(CASE, identity=Identity(), findings=())
    flow = Transfer(id=TransferId("t"), ref="T-001", exporter="x", importer="y", activity=COMPLETE.id)
    gaps = access_gaps(bare, a_person(address=PostalAddress()), [empty], [flow])
    assert len(gaps) > 8
    for language in languages():
        for gap in gaps:
            assert wording(language)(f"gaps.{gap.rule}", **gap.facts)


@pytest.mark.parametrize("known", list(Known))
def test_a_fact_has_a_value_exactly_when_it_is_proposed_or_given(known):
    valued = known in (Known.PROPOSED, Known.GIVEN)
    assert Fact(known, "x" if valued else None).known is known
    for wrong in (None, "", ()) if valued else ("x", ("x",)):
        with pytest.raises(ValueError, match=known):
            Fact(known, wrong)
