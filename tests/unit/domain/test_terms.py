"""Where records hold the words of the catalogues, and which words mean the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from dpo_desk.domain.activity import DataCategory, Purpose, Recipient
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.client import ClientProcessing
from dpo_desk.domain.facts import given, proposed, unknown
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.terms import doubles, sameness, terms_in, with_term
from tests.builders import a_client, a_transfer, an_activity

ACTIVITY = an_activity(
    purposes=(Purpose(text="the term"), Purpose(text="another")),
    data_subjects=proposed(("another", "the term")),
    categories=given((DataCategory(name="the term", detail="the term"), DataCategory(name="another"))),
    recipients=given((Recipient(name="the term"), Recipient(name="the term", processor=ProcessorId("p")))),
    security=given(("the term",)),
)
PROCESSING = ClientProcessing(name="the term", data_subjects=given(("the term",)), data=given(("the term",)))


@pytest.mark.parametrize("kind", TermKind)
def test_an_activity_holds_terms_of_every_kind_and_gives_each_up_alone(kind):
    assert "the term" in terms_in(ACTIVITY, kind)
    changed = with_term(ACTIVITY, kind, "the term", "a better one")
    assert "a better one" in terms_in(changed, kind)
    assert "the term" not in terms_in(changed, kind)
    for other in set(TermKind) - {kind}:
        assert terms_in(changed, other) == terms_in(ACTIVITY, other)
    assert with_term(changed, kind, "a better one", "the term") == ACTIVITY


def test_the_words_beside_a_category_and_how_a_fact_is_known_stay():
    changed = with_term(ACTIVITY, TermKind.DATA_CATEGORY, "the term", "new")
    assert changed.categories.value[0].detail == "the term"
    assert with_term(ACTIVITY, TermKind.DATA_SUBJECT, "the term", "new").data_subjects == proposed(
        ("another", "new")
    )


def test_a_recipient_with_a_record_of_its_own_keeps_the_name_of_that_record():
    changed = with_term(ACTIVITY, TermKind.RECIPIENT, "the term", "new")
    assert [each.name for each in changed.recipients.value] == ["new", "the term"]


@pytest.mark.parametrize("kind", [TermKind.DATA_SUBJECT, TermKind.DATA_CATEGORY, TermKind.MEASURE])
def test_a_client_holds_terms_too(kind):
    client = a_client(processing=given((PROCESSING,)), security=given(("the term",)))
    assert terms_in(client, kind) == {"the term"}
    assert terms_in(with_term(client, kind, "the term", "new"), kind) == {"new"}


def test_the_supplementary_measures_of_a_transfer_are_measures():
    flow = a_transfer(supplementary=given(("the term",)))
    assert terms_in(flow, TermKind.MEASURE) == {"the term"}
    assert not terms_in(flow, TermKind.PURPOSE)


def test_a_list_in_which_one_term_becomes_another_never_holds_that_one_twice():
    record = an_activity(security=given(("backup", "locks", "backups")))
    assert with_term(record, TermKind.MEASURE, "backups", "backup").security == given(("backup", "locks"))


def test_what_is_not_known_holds_no_terms_and_stays_so():
    record = replace(ACTIVITY, security=unknown(), categories=unknown())
    assert not terms_in(record, TermKind.MEASURE)
    assert with_term(record, TermKind.MEASURE, "the term", "new") == record


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Customers", "customer"),
        ("job  applicants ", "Job applicant"),
        ("Coordonnées bancaires", "coordonnees bancaire"),
        ("catégories", "Catégorie"),
        ("hôpitaux", "hôpital"),
        ("bureaux", "bureau"),
        ("addresses", "address"),
        ("parties", "party"),
        ("e-mail address", "E-mail-address"),
    ],
)
def test_case_accents_blanks_signs_and_the_plural_make_no_other_term(one, other):
    assert sameness(one) == sameness(other)
    assert doubles([one, "visitors", other]) == ((one, other),)


@pytest.mark.parametrize(
    ("one", "other"),
    [("customers", "consumers"), ("Identity", "Identity data"), ("bus", "but"), ("logs", "blogs")],
)
def test_other_words_stay_other_terms(one, other):
    assert doubles([one, other]) == ()


@for_all(some.lists(some.text(max_size=40), max_size=8))
def test_any_texts_can_be_compared(texts):
    for group in doubles(texts):
        assert len({sameness(text) for text in group}) == 1
