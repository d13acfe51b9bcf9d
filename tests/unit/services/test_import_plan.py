"""A list is understood by its words; what has no single meaning is said, never guessed."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.errors import FieldError
from dpo_desk.library.import_words import import_words, key_of
from dpo_desk.library.lawbook import regimes
from dpo_desk.services import parsing
from dpo_desk.services.import_plan import (
    FIELDS,
    DateOrder,
    ImportPlan,
    day_text,
    plan_errors,
    proposed,
    row_draft,
    with_headings,
)
from dpo_desk.services.tables import ReadRow, ReadSheet


def sheet(header, *rows, above=()):
    first = len(above) + 1
    return ReadSheet(
        title="",
        header=ReadRow(first, tuple(header)),
        rows=tuple(ReadRow(number, tuple(row)) for number, row in enumerate(rows, first + 1)),
        above=tuple(ReadRow(number, tuple(row)) for number, row in enumerate(above, 1)),
    )


# --- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            ["Requester", "E-mail address", "Request type", "Date received", "Channel", "Details"],
            ["name", "email", "rights", "received", "channel", "asked"],
        ),
        (
            ["Nom", "Prénom", "Adresse", "Code postal", "Ville", "Pays", "Droit exercé", "Reçue le"],
            ["last_name", "first_name", "street", "postal_code", "city", "country", "rights", "received"],
        ),
        (
            ["Vorname", "Nachname", "Straße", "PLZ", "Ort", "Land", "Art der Anfrage", "Eingang am"],
            ["first_name", "last_name", "street", "postal_code", "city", "country", "rights", "received"],
        ),
        (
            ["Nombre", "Apellidos", "Dirección", "Código postal", "Ciudad", "Derecho", "Fecha"],
            ["first_name", "last_name", "street", "postal_code", "city", "rights", "received"],
        ),
        (
            ["Nome completo", "Indirizzo", "CAP", "Città", "Diritto", "Ricevuta il"],
            ["name", "street", "postal_code", "city", "rights", "received"],
        ),
        (
            ["Naam", "Straat", "Postcode", "Woonplaats", "Soort verzoek", "Ontvangstdatum"],
            ["name", "street", "postal_code", "city", "rights", "received"],
        ),
        (["NAME ", "  received ON:", "???", ""], ["name", "received", "", ""]),
        (["Name of the requester", "Our reference of the customer", "Received by us on"], ["name", "customer_reference", "received"]),
        (["Name", "Name", "Date", "Date"], ["name", "", "received", ""]),
    ],
)  # fmt: skip
def test_headings_propose_what_a_column_is(headings, fields):
    assert list(proposed(sheet(headings), "en").columns) == fields


def test_a_column_without_a_heading_can_be_chosen_all_the_same():
    assert proposed(sheet(["Name"], ["Eva", "2026-01-02"]), "fr").columns == ("name", "")


def test_the_row_that_looks_like_headings_is_found_below_a_title():
    found = with_headings(sheet(["Requests of 2026"], ["Name", "Received", "Right"], ["Eva", "x", "y"]))
    assert found.header.cells == ("Name", "Received", "Right")
    assert [row.cells for row in found.rows] == [("Eva", "x", "y")]
    plain = sheet(["a", "b"], ["1", "2"])
    assert with_headings(plain) == plain


def test_every_heading_stands_for_a_field_and_every_right_for_one_of_a_law():
    words = import_words()
    assert {each for meanings in words.headings.values() for each in meanings} == set(FIELDS)
    assert all(len(meanings) == 1 for meanings in words.headings.values())
    rights = {right.id for law in regimes() for right in law.rights}
    assert {each for meanings in words.rights.values() for each in meanings} <= rights
    assert {each for meanings in words.regimes.values() for each in meanings} <= {law.id for law in regimes()}
    for law in regimes():  # and within one law a word has one meaning
        of_law = {right.id for right in law.rights}
        for word, meanings in words.rights.items():
            assert len(of_law & set(meanings)) <= 1, word


# --- the plan --------------------------------------------------------------------------------------------------------


def lacking(**plan):
    return {(error.field, error.reason) for error in plan_errors(ImportPlan(**plan))}


def test_a_plan_needs_a_name_a_day_and_a_right():
    assert lacking(columns=()) == {("name", "no_column"), ("received", "no_column"), ("rights", "no_column")}
    assert lacking(columns=("last_name", "received"), rights=("access",)) == set()


def test_only_texts_may_come_from_two_columns():
    columns = ("name", "received", "rights", "street", "street", "email", "email")
    assert lacking(columns=columns) == {("email", "two_columns")}


# --- rows ------------------------------------------------------------------------------------------------------------


def read(cells, columns, **plan):
    header = ["h"] * len(columns)
    found = row_draft(ReadRow(2, tuple(cells)), sheet(header), ImportPlan(columns=tuple(columns), **plan))
    return found.draft, {(error.field, error.reason) for error in found.errors}


def test_a_row_becomes_the_request_somebody_would_have_typed():
    draft, errors = read(
        ["Eva", "Müller", "3 Rue A", "Bât. B", "Allemagne", "Accès et effacement", "1/2/2026", "Courrier", "Deutsch"],
        ["first_name", "last_name", "street", "street", "country", "rights", "received", "channel", ""],
        dates=DateOrder.DAY_FIRST,
        language="fr",
    )  # fmt: skip
    assert errors == set()
    assert (draft.person.name, draft.person.street, draft.person.country) == (
        "Eva Müller",
        "3 Rue A\nBât. B",
        "DE",
    )
    assert (draft.rights, draft.received, draft.channel) == (("access", "erasure"), "2026-02-01", "post")
    assert (draft.person.language, draft.regime) == ("fr", "eu-gdpr")


@pytest.mark.parametrize(
    ("said", "law", "rights"),
    [
        ("Auskunft", "eu-gdpr", ("access",)),
        ("Art. 15, 17", "eu-gdpr", ("access", "erasure")),
        ("Right of access; erasure", "uk-gdpr", ("access", "erasure")),
        ("droit d'accès", "eu-gdpr", ("access",)),
        ("Objection to marketing", "eu-gdpr", ("objection_marketing",)),
        ("deletion", "eu-gdpr", ("erasure",)),
        ("deletion", "us-ca", ("ccpa_delete",)),
        ("access & access", "eu-gdpr", ("access",)),
    ],
)
def test_a_right_is_taken_by_its_word_in_the_law_of_the_row(said, law, rights):
    draft, errors = read([said], ["rights"], regime=law)
    assert (draft.rights, errors) == (rights, set())


@pytest.mark.parametrize(
    ("column", "said", "error"),
    [
        ("rights", "acces", None),
        ("rights", "something else", ("rights", "word_unknown")),
        ("rights", "access, something else", ("rights", "word_unknown")),
        ("channel", "pigeon", ("channel", "word_unknown")),
        ("regime", "LGPD", ("regime", "word_unknown")),
        ("regime", "RGPD", None),
        ("country", "Atlantis", ("person.country", "unknown_country")),
        ("country", "Pays-Bas", None),
        ("country", "fr", None),
        ("country", "USA", None),
        ("language", "Klingon", ("person.language", "word_unknown")),
        ("language", "Français", None),
    ],
)
def test_a_word_without_a_meaning_is_an_error_of_its_field(column, said, error):
    _, errors = read([said], [column])
    assert errors == ({error} if error else set())


def test_what_a_row_does_not_say_goes_for_all():
    draft, errors = read(
        ["Eva"], ["name", "rights", "regime"],
        rights=("ccpa_know",), regime="us-ca", channel="phone", role="employee", country="US",
    )  # fmt: skip
    assert errors == set()
    assert (draft.rights, draft.regime, draft.channel, draft.role) == (
        ("ccpa_know",),
        "us-ca",
        "phone",
        "employee",
    )
    assert draft.person.country == "US"


def test_a_row_longer_than_its_headings_was_cut_wrongly():
    _, errors = read(["Eva", "x", "y"], ["name", "asked"])
    assert errors == {("row", "more_cells")}


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1/2/2026", DateOrder.DAY_FIRST, "2026-02-01"),
        ("1/2/2026", DateOrder.MONTH_FIRST, "2026-01-02"),
        ("01-02-2026", DateOrder.DAY_FIRST, "2026-02-01"),
        ("1.2.2026", DateOrder.MONTH_FIRST, "2026-02-01"),
        ("2026-02-01", DateOrder.MONTH_FIRST, "2026-02-01"),
        ("30/01/2026", DateOrder.UNMISTAKABLE, "2026-01-30"),
        ("5/5/2026", DateOrder.UNMISTAKABLE, "2026-05-05"),
        ("2026-02-01T14:05", DateOrder.UNMISTAKABLE, "2026-02-01"),
        ("2/1/2026 2:05:00 PM", DateOrder.MONTH_FIRST, "2026-02-01"),
        ("1/2/2026", DateOrder.UNMISTAKABLE, "ambiguous_date"),
        ("30/01/2026", DateOrder.MONTH_FIRST, "not_a_date"),
        ("31.02.2026", DateOrder.DAY_FIRST, "not_a_date"),
        ("1/2/26", DateOrder.DAY_FIRST, "not_a_date"),
        ("2026-W05", DateOrder.DAY_FIRST, "not_a_date"),
        ("٠١/٠٢/2026", DateOrder.DAY_FIRST, "ambiguous_date"),
        ("46054", DateOrder.DAY_FIRST, "not_a_date"),
    ],
)
def test_a_day_is_what_the_order_of_the_list_says_and_else_refused(text, order, day):
    try:
        found = parsing.day(day_text(text, order), "received").isoformat()
    except FieldError as error:
        found = error.reason
    assert found == day


def test_a_moment_with_its_offset_keeps_it():
    text = "2026-11-22T23:59-05:00"
    assert day_text(text, DateOrder.DAY_FIRST) == text


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)), st.sampled_from(["/", "-"]))
def test_either_order_reads_every_day_back(day, mark):
    orders = {DateOrder.DAY_FIRST: (day.day, day.month), DateOrder.MONTH_FIRST: (day.month, day.day)}
    for order, (first, second) in orders.items():
        text = f"{first}{mark}{second}{mark}{day.year}"
        assert parsing.day(day_text(text, order), "received") == day


@given(st.text(max_size=30), st.sampled_from(DateOrder))
def test_any_text_is_a_day_or_refused(text, order):
    with contextlib.suppress(FieldError):
        assert parsing.day(day_text(text, order), "received") - date(1990, 1, 1) >= timedelta()


def test_words_are_compared_without_case_accents_and_marks():
    assert key_of("  Droit d’ACCÈS (art. 15)_") == "droit d acces art 15"
    assert key_of("Straße") == "strasse"
