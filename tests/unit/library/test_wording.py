"""Words by key: placeholders, plurals, dates, and what happens when something is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files
from dpo_desk.library.wording import (
    MissingParameter,
    MissingWording,
    Wording,
    languages,
    read_wording,
    wording,
)

EN, FR = wording("en"), wording("fr")


def words(text: str, *, language: str = "en", path: str = "ui/desk.toml") -> Wording:
    root = f"wording/{language}/"
    own = files.read_toml("wording/en/language.toml")
    return read_wording(
        language, {f"{root}language.toml": own, root + path: files.parse_toml(text.encode(), path)}
    )


def test_the_path_of_the_file_and_the_tables_make_the_key():
    found = words('[list.head]\ntitle = "Requests"', path="ui/deep/requests.toml")
    assert found("ui.deep.requests.list.head.title") == "Requests"


def test_a_language_is_a_folder_with_a_language_file_and_is_read_once():
    assert languages() == ("en", "fr")
    assert wording("en") is wording("en")
    with pytest.raises(MissingWording):
        wording("xx")


def test_both_languages_have_the_same_keys_and_placeholders_in_the_law():
    def own(words_: Wording) -> dict[str, frozenset[str]]:
        return {key: words_.placeholders(key) for key in words_.keys() if key.startswith("law.")}  # noqa: SIM118

    assert own(EN) == own(FR)


def test_a_missing_key_is_a_lookup_error_that_names_it():
    with pytest.raises(LookupError, match=r"ui\.nothing"):
        EN("ui.nothing")
    assert not EN.has("ui.nothing")


def test_a_missing_or_empty_parameter_is_refused():
    found = words('hello = "Hello {name}"')
    assert found("ui.desk.hello", name="Zoé", more=1) == "Hello Zoé"
    with pytest.raises(MissingParameter, match="name"):
        found("ui.desk.hello")
    with pytest.raises(MissingParameter, match="name"):
        found("ui.desk.hello", name=None)


def test_doubled_braces_are_braces_and_values_are_never_read_as_placeholders():
    found = words('code = "{{braces}} {name}"')
    assert found("ui.desk.code", name="{name} {0.__class__}") == "{braces} {name} {0.__class__}"


@pytest.mark.parametrize("text", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}", "{a", "a}"])
def test_a_placeholder_that_is_no_plain_name_breaks_the_file(text):
    with pytest.raises(DataFileBroken) as broken:
        words(f'[deep]\nbad = "{text}"')
    assert broken.value.params["file"] == "wording/en/ui/desk.toml"
    assert broken.value.params["place"] == "deep.bad"


@pytest.mark.parametrize("value", ["3", "true", "[]", '["a"]', "2026-01-01"])
def test_a_value_that_is_no_text_breaks_the_file(value):
    with pytest.raises(DataFileBroken):
        words(f"bad = {value}")


def test_a_plural_is_chosen_by_count_in_the_manner_of_the_language():
    text = '[found]\none = "one request"\nother = "{count} requests"'
    english = words(text)
    assert english("ui.desk.found", count=1) == "one request"
    assert english("ui.desk.found", count=0) == "0 requests"
    assert english("ui.desk.found", count=12_000) == "12,000 requests"
    with pytest.raises(MissingParameter, match="count"):
        english("ui.desk.found")
    assert FR("law.step.months", count=0, day="x").startswith("Un mois")  # French zero is singular
    assert FR("law.step.months", count=3, day="x").startswith("3 mois")


def test_nought_has_words_of_its_own_where_one_is_spelled_out():
    assert "aucun transfert" in FR("ui.what_if.told", count=0, day="x", decision="y")
    assert "un transfert perdrait" in FR("ui.what_if.told", count=1, day="x", decision="y")
    assert FR("ui.law_tables.changes", count=0) == "Aucune entrée ne diffère."


def test_a_plural_counts_as_one_key_and_knows_all_its_placeholders():
    found = words('[found]\none = "{name} alone"\nother = "{count} with {name}"')
    assert "ui.desk.found" in found.keys()  # noqa: SIM118
    assert found.placeholders("ui.desk.found") == {"name", "count"}
    with pytest.raises(MissingWording):
        found.placeholders("ui.desk.found.one")


def test_a_table_of_texts_is_no_plural_unless_all_its_names_are_plural_forms():
    found = words('[found]\nother = "elsewhere"\nhere = "here"')
    assert found("ui.desk.found.other") == "elsewhere"


def test_days_are_written_out_in_each_language():
    day = date(2026, 1, 30)
    assert EN.date(day) == "30 January 2026"
    assert EN.weekday_date(day) == "Friday 30 January 2026"
    assert FR.date(day) == "30 janvier 2026"
    assert FR.weekday_date(day) == "vendredi 30 janvier 2026"
    assert EN.short_date(date(2026, 3, 1)) == FR.short_date(date(2026, 3, 1)) == "01/03/2026"


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    first = date(2026, 5, 1)
    assert FR.date(first) == "1er mai 2026"
    assert FR.weekday_date(first) == "vendredi 1er mai 2026"
    assert FR.date(date(2026, 5, 11)) == "11 mai 2026"
    assert EN.date(first) == "1 May 2026"


def test_days_and_moments_in_a_text_are_written_out():
    found = words('at = "{when}"')
    assert found("ui.desk.at", when=date(2026, 1, 30)) == "30 January 2026"
    assert EN.moment(datetime(2026, 1, 1, 14, 5, tzinfo=UTC)) == "1 January 2026 at 14:05"
    assert FR.moment(datetime(2026, 1, 1, 14, 5, tzinfo=UTC)) == "1er janvier 2026 à 14:05"
    assert EN.time(time(9, 0)) == "09:00"


def test_names_numbers_and_lists_follow_the_language():
    assert (EN.country("DE"), FR.country("DE")) == ("Germany", "Allemagne")
    assert EN.country("ZQ") == "ZQ"
    assert (EN.language_name("fr"), FR.language_name("fr")) == ("French", "français")
    assert (EN.number(1234.5), FR.number(1234.5)) == ("1,234.5", "1\u202f234,5")
    assert (EN.month(2), FR.month(8)) == ("February", "août")
    assert EN.join(["a", "b", "c"]) == "a, b and c"
    assert FR.join(("a", "b", "c")) == "a, b et c"
    assert EN.join(["a"]) == "a"
    assert EN.join([]) == ""


def test_a_language_with_an_unknown_locale_breaks_its_file():
    own = {**files.read_toml("wording/en/language.toml"), "locale": "not a locale"}
    with pytest.raises(DataFileBroken) as broken:
        read_wording("en", {"wording/en/language.toml": own})
    assert (broken.value.params["place"], broken.value.params["problem"]) == ("locale", "unknown")


def test_a_language_that_does_not_say_how_it_writes_days_breaks_its_file():
    own = {**files.read_toml("wording/en/language.toml"), "dates": {"long": "d MMMM y"}}
    with pytest.raises(DataFileBroken) as broken:
        read_wording("en", {"wording/en/language.toml": own})
    assert (broken.value.params["place"], broken.value.params["problem"]) == ("dates.weekday", "missing")


def test_french_puts_an_unbreakable_space_before_its_high_signs():
    bare = [
        (key, sign)
        for key in FR.keys()  # noqa: SIM118
        if key.startswith("law.")
        for text in ([FR._texts[key]] if not isinstance(FR._texts[key], dict) else FR._texts[key].values())
        for literal, _ in text.pieces
        for sign in (" :", " ;", " !", " ?")
        if sign in literal
    ]
    assert bare == []
