"""What is typed becomes a value or a reason why not; nothing is guessed and nothing strange gets in."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.errors import DraftError, FieldError
from dpo_desk.services import parsing

TODAY = date(2026, 3, 2)


def reason(read, text):
    with pytest.raises(FieldError) as caught:
        read(text, "field")
    assert caught.value.field == "field"
    return caught.value.reason


@pytest.mark.parametrize(
    "typed",
    [
        "2026-01-30",
        "2026-1-30",
        "30.01.2026",
        "30.1.2026",
        "30/01/2026",
        " 30/01/2026 \n",
        "\u202a2026-01-30\u202c",
    ],
)
def test_a_day_is_read_in_three_forms(typed):
    assert parsing.day(typed, "received") == date(2026, 1, 30)


def test_the_same_number_for_day_and_month_is_no_doubt():
    assert parsing.day("02/02/2026", "received") == date(2026, 2, 2)


def test_dots_are_always_day_first():
    assert parsing.day("01.02.2026", "received") == date(2026, 2, 1)


@pytest.mark.parametrize("typed", ["1/2/2026", "01/02/2026", "12/11/2026"])
def test_a_day_that_differs_between_london_and_new_york_is_asked_again(typed):
    assert reason(parsing.day, typed) == "ambiguous_date"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-29", "31.04.2026", "2026-00-10", "2026-13-01", "0.0.2026", "32/01/2026",
        "1989-12-31", "0001-01-01", "31.12.1989", "2201-01-01", "9999-12-31",
        "yesterday", "2026", "26-01-30", "30.01.26", "2026/01/30", "2026-01-30T10:00", "30.01/2026", "-1.1.2026",
        "2026-01-30 2026-01-31", "²026-01-30", "２０２６−０１−３０",
    ],
)  # fmt: skip
def test_what_is_no_day_between_1990_and_2200_is_refused(typed):
    assert reason(parsing.day, typed) == "not_a_date"


@pytest.mark.parametrize("typed", ["1990-01-01", "2200-12-31"])
def test_the_first_and_the_last_day_are_accepted(typed):
    assert parsing.day(typed, "received").isoformat() == typed


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\u202e", "\ud800"])
def test_an_empty_day_says_so(typed):
    assert reason(parsing.day, typed) == "empty"
    assert parsing.day_or_none(typed, "review_on") is None


def test_a_long_text_in_the_place_of_a_day_is_refused_without_harm():
    assert reason(parsing.day, "9" * 100_000) == "too_long"
    assert reason(parsing.day_or_none, "9" * 299) == "not_a_date"


def test_a_day_of_receipt_may_be_today_but_not_tomorrow():
    read = parsing.past_day(TODAY)
    assert read("2026-03-02", "received") == TODAY
    assert reason(read, "2026-03-03") == "in_the_future"
    assert reason(read, "3/4/2026") == "ambiguous_date"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoé\x00\x07\x1b[31m", "Zoé[31m"),
        ("A\u202egnirts\u202c\u2066x\u2069", "Agnirtsx"),
        ("high \ud800 low \udfff", "high  low"),
        ("\ufffe\uffff", ""),
        ("e\u0301", "é"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\x85\x9f next", "next"),
        ("👩🏽‍🔧 😀", "👩🏽‍🔧 😀"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("مرحبا שלום", "مرحبا שלום"),
    ],
)
def test_cleaning_takes_out_what_nobody_can_see_and_leaves_what_was_meant(typed, kept):
    assert parsing.clean(typed) == kept


@given(st.text(st.characters(), max_size=200))
def test_whatever_is_typed_comes_out_clean_and_stays_as_it_is(typed):
    kept = parsing.clean(typed)
    assert kept == parsing.clean(kept)
    kept.encode("utf-8")
    assert not [sign for sign in kept if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"]


@given(st.text(st.characters(), max_size=60))
def test_no_text_whatever_breaks_a_reader(typed):
    readers = (
        parsing.line, parsing.required, parsing.prose, parsing.required_prose, parsing.lines, parsing.email,
        parsing.country, parsing.day, parsing.day_or_none, parsing.past_day(TODAY), parsing.whole_number,
    )  # fmt: skip
    for read in readers:
        with suppress(FieldError):
            read(typed, "field")


def test_one_line_has_no_line_ends_and_no_double_blanks():
    assert parsing.line(" a \t b\nc\u2028d\u00a0e ", "name") == "a b c d e"


def test_an_empty_name_is_refused():
    for typed in ("", " \n\t", "\x00", "\u2066\u2069"):
        assert reason(parsing.required, typed) == "empty"
        assert reason(parsing.required_prose, typed) == "empty"
    assert parsing.line("", "note") == parsing.prose("", "note") == ""


def test_twenty_thousand_words_fit_into_a_text_and_not_into_a_line():
    words = " ".join(["donnée"] * 20_000)
    assert parsing.prose(words, "asked") == words
    assert reason(parsing.line, words) == "too_long"


def test_the_limits_are_told_in_characters():
    assert len(parsing.line("é" * parsing.SHORT, "name")) == parsing.SHORT
    with pytest.raises(FieldError) as caught:
        parsing.line("e" * (parsing.SHORT + 1), "name")
    assert caught.value.params == {"limit": parsing.SHORT}
    assert reason(parsing.prose, "e" * (parsing.LONG + 1)) == "too_long"
    assert reason(parsing.required_prose, "e" * (parsing.LONG + 1)) == "too_long"


def test_lines_leave_the_empty_ones_out():
    assert parsing.lines("a\n\n  b  c \n\u202e\nd", "security") == ("a", "b c", "d")
    assert reason(parsing.lines, "a\n" + "b" * (parsing.SHORT + 1)) == "too_long"


@pytest.mark.parametrize("typed", ["zoe@example.org", "zoé+x@sub.exemple.fr", ""])
def test_addresses_of_letters_by_wire(typed):
    assert parsing.email(f" {typed} ", "email") == typed


@pytest.mark.parametrize(
    "typed", ["zoe", "zoe@", "@example.org", "zoe@example", "a b@example.org", "a@b@c.org", "a@b."]
)
def test_what_is_no_e_mail_address_is_refused(typed):
    assert reason(parsing.email, typed) == "not_an_email"


def test_countries_are_codes_of_the_list():
    assert parsing.country(" fr ", "country") == "FR"
    assert parsing.country("", "country") == ""
    for typed in ("ZZ", "FRA", "France", "F", "🇫🇷"):
        assert reason(parsing.country, typed) == "unknown_country"


def test_whole_numbers_go_from_1_to_9999():
    assert [parsing.whole_number(typed, "n") for typed in ("1", " 007 ", "9999")] == [1, 7, 9999]
    for typed in ("", "0", "0000", "10000", "-1", "1.5", "1e3", "٣", "5 years", "9" * 200):
        assert reason(parsing.whole_number, typed) == "not_a_number"


def test_all_that_is_wrong_is_told_at_once_and_in_order():
    with pytest.raises(DraftError) as caught, parsing.fields() as found:
        assert found.parse(parsing.required, "", "name", "fallback") == "fallback"
        assert found.parse(parsing.country, "fr", "country", "") == "FR"
        found.refuse("rights", "empty")
        found.parse(parsing.day, "soon", "received", TODAY)
    told = [(error.field, error.reason) for error in caught.value.errors]
    assert told == [("name", "empty"), ("rights", "empty"), ("received", "not_a_date")]
    assert caught.value.params == {"count": 3}


def test_a_bug_inside_the_block_is_not_hidden_by_what_was_refused():
    with pytest.raises(ZeroDivisionError), parsing.fields() as found:
        found.refuse("name", "empty")
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "typed", ["\u200b", "\u2060 \ufeff", "\u00ad", "\u200d", "\u3164", "\u2800", "\u2028"]
)
def test_what_nobody_can_see_is_no_name(typed):
    assert reason(parsing.required, typed) == "empty"
    assert reason(parsing.required_prose, typed) == "empty"
    assert parsing.required("Zoé" + typed + "B", "name")


def test_an_address_has_as_many_lines_as_an_envelope_shows():
    six = "\n".join(f"Line {each}" for each in range(parsing.STREET_LINES))
    assert len(parsing.street(six + "\n\n", "street")) == parsing.STREET_LINES
    assert reason(parsing.street, six + "\none more") == "too_many_lines"
