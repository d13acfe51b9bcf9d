"""The difference between two states of a record: which field, before and after, whatever moved around it."""

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
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.changes import changes
from dpo_desk.domain.facts import Fact, Known, given, none, proposed
from dpo_desk.domain.ids import ActivityId, ProcessorId
from dpo_desk.domain.processor import Clause, ClauseState, Contract, ContractStatus, Processor
from dpo_desk.domain.record import Evidence, Review

ACTIVITY = Activity(id=ActivityId("a" * 32), ref="P-001", name="Orders", version=1)
PROCESSOR = Processor(id=ProcessorId("b" * 32), ref="S-001", name="Adyen", version=1)


def found(before, after):
    return {change.place: (change.before, change.after) for change in changes(before, after)}


def test_a_record_does_not_differ_from_itself_nor_by_when_it_was_kept():
    assert changes(ACTIVITY, ACTIVITY) == ()
    later = replace(
        ACTIVITY, version=7, updated_on=date(2026, 3, 2), created_on=date(2026, 3, 1), ref="P-009"
    )
    assert changes(ACTIVITY, later) == ()


def test_plain_fields_are_told_before_and_after():
    after = replace(ACTIVITY, name="Parcels", tags=("a", "b"), review=Review(next_on=date(2027, 1, 1)))
    assert found(ACTIVITY, after) == {
        "name": ("Orders", "Parcels"),
        "tags": ((), ("a", "b")),
        "review.next_on": (None, date(2027, 1, 1)),
    }


def test_a_fact_is_told_whole_with_how_far_it_is_settled():
    before, after = replace(ACTIVITY, owner=proposed("Sales")), replace(ACTIVITY, owner=given("Sales"))
    assert found(before, after) == {"owner": (proposed("Sales"), given("Sales"))}
    assert found(ACTIVITY, replace(ACTIVITY, owner=none())) == {"owner": (Fact(), none())}


def test_each_change_knows_what_the_fields_that_lead_to_it_are_called():
    period = RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="order")
    category = DataCategory(name="Identity", retention=given(Retention(periods=(period,))))
    longer = replace(category, retention=given(Retention(periods=(replace(period, number=5),))))
    before, after = (replace(ACTIVITY, categories=given((each,))) for each in (category, longer))
    [change] = changes(before, after)
    assert change.place == "categories.0.retention.periods.0.number"
    assert change.labels == (
        "fields.activity.categories",
        "fields.data_category.retention",
        "fields.retention.periods",
        "fields.retention_period.number",
    )
    assert change.label_key == "fields.retention_period.number"
    assert (change.before, change.after) == (3, 5)


def test_entries_are_matched_by_name_before_their_position():
    old = tuple(Recipient(name=name) for name in ("La Poste", "Colissimo", "UPS"))
    new = (Recipient(name="UPS", note="new"), Recipient(name="La Poste"))
    before, after = replace(ACTIVITY, recipients=given(old)), replace(ACTIVITY, recipients=given(new))
    assert found(before, after) == {
        "recipients.0.note": ("", "new"),
        "recipients.1": (old[1], None),
        "recipients": (("La Poste", "Colissimo", "UPS"), ("UPS", "La Poste")),
    }
    assert [change.moved for change in changes(before, after)] == [False, False, True]


def test_an_entry_that_was_renamed_is_the_one_in_the_place_that_is_left():
    old = tuple(Purpose(text=text, basis=given(LegalBasis.CONTRACT)) for text in ("Deliver", "Bill"))
    new = (old[0], replace(old[1], text="Send the bill"))
    assert found(replace(ACTIVITY, purposes=old), replace(ACTIVITY, purposes=new)) == {
        "purposes.1.text": ("Bill", "Send the bill")
    }


def test_an_entry_that_came_is_told_where_it_stands_now_and_one_that_went_where_it_stood():
    one, two, three = (Evidence(quote=text) for text in ("one", "two", "three"))
    assert found(replace(ACTIVITY, evidence=(one, three)), replace(ACTIVITY, evidence=(one, two, three))) == {
        "evidence.1": (None, two)
    }
    assert found(replace(ACTIVITY, evidence=(one, two, three)), replace(ACTIVITY, evidence=(one, three))) == {
        "evidence.1": (two, None)
    }


def test_entries_of_one_name_are_matched_in_their_order():
    same = tuple(Recipient(name="Partner", note=note) for note in ("a", "b"))
    after = (*same, Recipient(name="Partner", note="c"))
    assert found(replace(ACTIVITY, recipients=given(same)), replace(ACTIVITY, recipients=given(after))) == {
        "recipients.2": (None, after[2])
    }


def test_a_list_that_was_unknown_is_told_as_a_fact_and_one_that_is_confirmed_by_its_state():
    several = (Recipient(name="La Poste"),)
    known = replace(ACTIVITY, recipients=proposed(several))
    assert found(ACTIVITY, known) == {"recipients": (Fact(), proposed(several))}
    assert found(known, replace(ACTIVITY, recipients=given(several))) == {
        "recipients": (Known.PROPOSED, Known.GIVEN)
    }


def test_parts_of_a_contract_and_items_of_a_checklist_are_told_one_by_one():
    signed = Contract(status=ContractStatus.SIGNED, signed_on=date(2026, 1, 1))
    draft = replace(signed, status=ContractStatus.DRAFT)
    before = replace(PROCESSOR, contract=given(draft), clauses=(Clause(item="D05"), Clause(item="D04")))
    clauses = (Clause(item="D04"), Clause(item="D05", state=ClauseState.YES))
    after = replace(PROCESSOR, contract=given(signed), clauses=clauses)
    assert found(before, after) == {
        "contract.status": (ContractStatus.DRAFT, ContractStatus.SIGNED),
        "clauses.1.state": (ClauseState.UNKNOWN, ClauseState.YES),
        "clauses": (("D05", "D04"), ("D04", "D05")),
    }


@pytest.mark.parametrize("kind", [Activity, Processor])
def test_what_is_told_one_way_is_told_the_other_way_round(kind):
    empty = ACTIVITY if kind is Activity else PROCESSOR
    full = replace(empty, name="Other", owner=given("Sales"), evidence=(Evidence(quote="q"),), tags=("x",))
    forth, back = found(empty, full), found(full, empty)
    assert {place: (after, before) for place, (before, after) in forth.items()} == back
