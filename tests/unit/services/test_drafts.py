"""A record becomes plain values, what a form holds, and the same record again; what cannot be accepted is named."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpo_desk.domain.activity import Activity, LegalBasis, Retention, RetentionPeriod, TimeUnit
from dpo_desk.domain.facts import Fact, none, unknown
from dpo_desk.domain.facts import given as sure
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import DraftError
from dpo_desk.services import parsing
from dpo_desk.services.drafts import Lists, blank, links, new_record, parse, relinked, values_of
from dpo_desk.services.shapes import IDENTITY, shape_at, shape_of
from tests.desks import NONE, known
from tests.desks import given as typed
from tests.unit.services.clean_records import KINDS, records

ORGANISATIONS = Lists(
    ids={
        "tool": frozenset({"one", "two", "three"}),
        "scope.question": frozenset({"one", "two", "three"}),
        "dpia_criteria": frozenset({"one", "two", "three"}),
        "dpia_listed": frozenset({"one", "two", "three"}),
        "clauses.item": frozenset({"one", "two", "three"}),
    },
    organisations=frozenset({"EPO"}),
)
TODAY = date(2026, 3, 2)


def read(kind, **values):
    """The record these values stand for, beside what an empty form holds."""
    with parsing.fields() as found:
        record = parse({**blank(kind), **values}, new_record(kind, "a" * 32, TODAY), found, ORGANISATIONS)
    return record


def errors(kind, **values):
    """Why each field is refused; the names are filled in."""
    named = {"name": "X"} if "name" in shape_of(kind).fields else {"exporter": "A", "importer": "B"}
    with pytest.raises(DraftError) as caught:
        read(kind, **{**named, **values})
    return {error.field: error.reason for error in caught.value.errors}


# --- there and back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_was_given_it_gives_back_unchanged(kind):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(records(kind))
    def check(record):
        values = values_of(record)
        assert json.loads(json.dumps(values)) == values
        with parsing.fields() as found:
            assert parse(values, record, found, ORGANISATIONS) == record

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_record_stands_in_the_form(kind):
    assert blank(kind).keys() == {field.name for field in fields(kind)} - IDENTITY


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_is_what_an_empty_form_shows(kind):
    new = new_record(kind, "a" * 32, TODAY)
    assert values_of(new) == blank(kind)
    assert (new.id, new.ref, new.version, new.created_on) == ("a" * 32, "", 0, TODAY)
    for field in fields(kind):
        if field.default is not MISSING and field.name not in IDENTITY:
            assert getattr(new, field.name) == field.default


def test_the_values_have_the_shapes_the_forms_know():
    record = read(
        Activity,
        name="Envoi de colis",
        status="active",
        tags="web\nWEB\n\nclients",
        purposes=[{"text": "Livrer", "basis": typed("6-1-b"), "reason": typed("le contrat")}],
        data_subjects=typed("clients\nprospects"),
        categories=typed([{
            "name": "Adresses",
            "retention": known(
                "given", periods=[{"number": "3", "unit": "years", "trigger": "dernière commande"}], then=typed("erase")
            ),
        }]),
        recipients=typed([{"name": "La Poste", "kind": "processor", "processor": "b" * 32}]),
        dpia_on="30.01.2026",
        review={"next_on": "2027-01-30", "every_months": "12"},
    )  # fmt: skip
    assert record.tags == ("web", "clients")
    assert record.purposes[0].basis == sure(LegalBasis.CONTRACT)
    assert record.categories.value[0].retention.value == Retention(
        periods=(RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="dernière commande"),),
        then=record.categories.value[0].retention.value.then,
    )
    values = values_of(record)
    assert values["tags"] == "web\nclients"
    assert values["data_subjects"] == {"known": "given", "text": "clients\nprospects"}
    assert values["recipients"]["text"][0]["processor"] == "b" * 32
    assert values["categories"]["text"][0]["retention"]["known"] == "given"
    assert values["dpia_on"] == "2026-01-30"
    assert values["review"] == {"next_on": "2027-01-30", "every_months": "12"}
    assert values["security"] == {"known": "unknown", "text": ""}
    assert list(links(record)) == [("recipients.0.processor", RecordKind.PROCESSOR, "b" * 32)]


def test_a_contract_and_its_state_stand_side_by_side():
    record = read(Processor, name="X", contract=known("proposed", status="signed", signed_on="2026-01-30"))
    assert record.contract.value.signed_on == date(2026, 1, 30)
    assert values_of(record)["contract"] == {
        "known": "proposed", "status": "signed", "signed_on": "2026-01-30", "expires_on": "", "reference": "",
    }  # fmt: skip


@pytest.mark.parametrize("state", ["unknown", "none"])
def test_what_was_typed_under_unknown_or_none_is_dropped_at_the_save_only(state):
    fact = {"known": state, "text": "still in the form"}
    several = {"known": state, "text": [{"name": "still there"}]}
    record = read(Activity, name="X", owner=fact, categories=several, transfers=fact)
    assert record.owner == record.categories == record.transfers == Fact(fact["known"])


def test_a_link_can_be_given_another_identifier_or_taken_away():
    record = read(Activity, name="X", recipients=typed([{"name": "A", "processor": "b" * 32}, {"name": "B"}]))
    renamed = relinked(
        record, lambda kind, each: each.replace("b", "c") if kind is RecordKind.PROCESSOR else None
    )
    assert [each.processor for each in renamed.recipients.value] == ["c" * 32, None]
    assert [each.processor for each in relinked(record, lambda *_: None).recipients.value] == [None, None]
    client = read(KINDS[1], name="X", subprocessors=["b" * 32, "d" * 32])
    assert relinked(client, lambda _, each: None if "b" in each else each).subprocessors == ("d" * 32,)


# --- what comes from an older form -----------------------------------------------------------------------------------


def test_kept_values_of_an_older_form_never_raise():
    odd = {
        "name": 7, "status": None, "owner": "text", "purposes": {"0": {}}, "categories": {"known": "given", "text": "x"},
        "recipients": {"known": "given", "text": [3, None, {"named": "yes", "name": "R", "gone": True}]},
        "evidence": "e", "no_such_field": [1], "data_subjects": {"known": ["given"], "text": "Clients"},
        "review": "2026-01-30", "dpia_on": 20260130, "tags": ["a"],
    }  # fmt: skip
    found = parsing.Fields()
    record = parse(odd, new_record(Activity, "a" * 32, TODAY), found)
    assert record.owner == record.data_subjects == unknown()
    assert record.recipients.value[0].name == "R"
    assert record.recipients.value[0].named is True
    assert record.purposes == record.evidence == record.tags == ()
    assert {error.field for error in found.errors} == {"name", "categories"}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_json_at_all_makes_the_reading_fall_over(kind):
    @settings(max_examples=40, deadline=None)
    @given(st.dictionaries(st.sampled_from(sorted(blank(kind))), _JSON))
    def check(values):
        parse(values, new_record(kind, "a" * 32, TODAY), parsing.Fields(), ORGANISATIONS)

    check()


def test_only_a_dataclass_has_values():
    with pytest.raises(TypeError):
        values_of({"name": "x"})
    with pytest.raises(KeyError):
        shape_at(Activity, "name.text")


# --- what a form can hold that a record cannot ------------------------------------------------------------------------


def test_every_bad_field_of_an_activity_is_named_where_it_stands():
    blank_text = typed(" ")
    assert errors(
        Activity,
        name="\u202e",
        status="busy",
        tags="x" * 301,
        owner=blank_text,
        purposes=[
            {"text": "ok", "basis": typed("6-1-z"), "reason": blank_text},
            {"text": ""},
        ],
        data_subjects=blank_text,
        people=typed("x" * 301),
        categories=typed([
            {"retention": known("given", periods=[{"number": "five", "unit": "weeks", "trigger": ""}])},
            {"name": "x", "retention": known("proposed"), "archive": known("perhaps"), "condition": typed("")},
            {"name": "y", "retention": known("given", periods=[{"number": "200", "unit": "years"}])},
        ]),
        recipients=typed([{"kind": "friend", "countries": typed("FR\nZZ")}]),
        transfers={"known": "perhaps", "text": ""},
        security=typed([]),
        dpia_criteria=typed("one\nnine"),
        dpia_needed=typed("maybe"),
        dpia_on="31/02/2026",
        to_clarify="x" * (parsing.LONG + 1),
        evidence=[{"quote": ""}],
        review={"next_on": "soon", "every_months": "121"},
    ) == {
        "name": "empty",
        "status": "unknown_choice",
        "tags": "too_long",
        "owner": "empty",
        "purposes.0.basis": "unknown_choice",
        "purposes.0.reason": "empty",
        "purposes.1.text": "empty",
        "data_subjects": "empty",
        "people": "too_long",
        "categories.0.name": "empty",
        "categories.0.retention.periods.0.number": "not_a_number",
        "categories.0.retention.periods.0.unit": "unknown_choice",
        "categories.1.retention": "empty",
        "categories.1.archive": "unknown_choice",
        "categories.1.condition": "unknown_choice",
        "categories.2.retention.periods.0.number": "too_large",
        "recipients.0.name": "empty",
        "recipients.0.kind": "unknown_choice",
        "recipients.0.countries": "unknown_country",
        "transfers": "unknown_choice",
        "security": "empty",
        "dpia_criteria": "unknown_choice",
        "dpia_needed": "unknown_choice",
        "dpia_on": "not_a_date",
        "to_clarify": "too_long",
        "evidence.0.quote": "empty",
        "review.next_on": "not_a_date",
        "review.every_months": "too_large",
    }  # fmt: skip


def test_every_bad_field_of_a_processor_is_named_where_it_stands():
    assert errors(
        Processor,
        role=typed("boss"),
        countries=typed("FR\nAtlantis"),
        contract=known("given", status="lost", signed_on="2026-05-02", expires_on="2026-05-01"),
        clauses=[{"item": "one", "state": "yes"}, {"item": "one"}, {"item": "D99"}],
        assurances=typed([{"name": "ISO 27001", "expires_on": "1/2/2026"}]),
        subprocessors=typed([]),
    ) == {
        "role": "unknown_choice",
        "countries": "unknown_country",
        "contract.status": "unknown_choice",
        "contract.expires_on": "before_start",
        "clauses.1.item": "duplicate",
        "clauses.2.item": "unknown_choice",
        "assurances.0.expires_on": "ambiguous_date",
        "subprocessors": "empty",
    }


def test_every_bad_field_of_a_transfer_is_named_where_it_stands():
    assert errors(
        Transfer,
        exporter="",
        country=typed("ZZ"),
        tool={"known": "proposed", "text": "handshake"},
        valid_from="2026-05-02",
        valid_to="2026-05-01",
        scope=[{"question": "one"}, {"question": "four"}],
        steps=[{"step": "1"}, {"step": "1"}, {"step": "7"}, {"step": "0"}],
    ) == {
        "exporter": "empty",
        "country": "unknown_country",
        "tool": "unknown_choice",
        "valid_to": "before_start",
        "scope.1.question": "unknown_choice",
        "steps.1.step": "duplicate",
        "steps.2.step": "too_large",
        "steps.3.step": "not_a_number",
    }


def test_an_international_organisation_stands_where_a_country_would():
    assert read(Transfer, exporter="A", importer="B", country=typed("epo")).country == sure("EPO")
    assert errors(Transfer, country=typed("UNO")) == {"country": "unknown_country"}


def test_a_list_said_to_be_known_must_not_be_empty():
    empty = {
        "categories": typed([]),
        "recipients": {"known": "proposed", "text": []},
        "systems": typed("\n \n"),
    }
    assert errors(Activity, **empty) == dict.fromkeys(empty, "empty")


def test_a_day_before_the_other_is_accepted_when_the_other_is_not_there():
    assert read(Transfer, exporter="A", importer="B", valid_to="2020-01-01").valid_to == date(2020, 1, 1)


def test_what_cannot_be_read_counts_as_unknown_and_leaves_the_rest_known():
    found = parsing.Fields()
    values = {
        "owner": typed("x" * 301),
        "categories": typed([{"name": "A", "retention": known("given", rule="", periods=[])}, {"name": "B"}]),
        "security": typed("fine\n" + "x" * 301),
    }
    record = parse(values, new_record(Activity, "a" * 32, TODAY), found)
    assert record.owner == record.security == unknown()
    assert [each.name for each in record.categories.value] == ["A", "B"]
    assert record.categories.value[0].retention == unknown()


# --- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script> & <b>bold</b>",
        "👩🏽‍💻 données 🇫🇷",
        "سياسة الخصوصية — مدير",
        "“quoted” {braces} %s \\ / ; -- '",
    ],
)
def test_a_text_is_kept_exactly_as_it_was_typed(text):
    record = read(
        Activity, name=text, owner=typed(text), to_clarify=f"{text}\n\n  {text}", evidence=[{"quote": text}]
    )
    assert (record.name, record.owner.value, record.evidence[0].quote) == (text, text, text)
    assert record.to_clarify == f"{text}\n\n  {text}"


def test_twenty_thousand_words_fit_into_one_field():
    text = " ".join(["Aufbewahrung"] * 15_000 + ["keep"] * 5_000)
    assert read(Activity, name="X", transfers=typed(text)).transfers == sure(text)


def test_signs_nobody_sees_are_taken_out():
    record = read(Activity, name="A\u202eB\x00C", to_clarify="one\r\ntwo\u200b", source=NONE)
    assert (record.name, record.to_clarify, record.source) == ("ABC", "one\ntwo", none())


def test_identifiers_come_without_doubles():
    record = read(KINDS[1], name="X", subprocessors=["b" * 32, "c" * 32, "b" * 32, ""])
    assert record.subprocessors == (ProcessorId("b" * 32), ProcessorId("c" * 32))
