"""The checklists as files: the shipped ones are whole and worded, and one that is not sound is refused by its place."""

from __future__ import annotations

import pytest

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files
from dpo_desk.library.checklists import article28, checks_law, dpia, read_article28, read_checks, read_dpia
from dpo_desk.library.lawbook import ARTICLE_28, CHECKS, DPIA
from dpo_desk.library.tables import table_of
from dpo_desk.library.wording import languages, wording

READ = {
    CHECKS: lambda table: read_checks(table, dpia(), article28()),
    DPIA: read_dpia,
    ARTICLE_28: read_article28,
}


def shipped(file):
    return files.read_bytes(file).decode()


def refusal(file, text):
    with pytest.raises(DataFileBroken) as caught:
        READ[file](table_of(file, text.encode()))
    return caught.value.params


@pytest.mark.parametrize("language", languages())
def test_everything_the_checklists_name_has_its_words(language):
    law = checks_law()
    wanted = [f"law.article28.{item.id}" for item in law.article28]
    wanted += [f"law.dpia.{item.id}" for item in (*law.dpia.criteria, *law.dpia.listed)]
    wanted += [f"law.checks.instrument.{each.id}" for each in law.instruments]
    wanted += [f"law.checks.reference.{each.id}" for each in law.references]
    words = wording(language)
    assert [key for key in wanted if not words.has(key)] == []


def test_the_lists_are_as_long_as_their_sources():
    law = dpia()
    assert (len(law.criteria), len(law.required), len(law.exempt)) == (9, 14, 12)
    assert [item.id for item in article28()] == [f"D{number:02}" for number in range(1, 29)]


def test_what_was_not_read_in_its_source_says_so():
    assert all(item.source.verified_on is None for item in dpia().listed)
    assert all(reference.verified_on is None for reference in checks_law().references)


def test_the_age_of_consent_is_that_of_the_regulation_unless_a_state_lowered_it():
    age = checks_law().consent_age
    assert (age.of("FR"), age.of("DE"), age.of("")) == (15, 16, 16)


@pytest.mark.parametrize("file", READ)
def test_a_key_nobody_knows_is_refused_by_its_line(file):
    refused = refusal(file, f"surprise = 1\n{shipped(file)}")
    assert (refused["file"], refused["problem"]) == (file, "unknown key")
    assert refused["place"].startswith("line 1 ")


FAULTS = {
    "a criterion another table points at is missing": (DPIA, 'special = "sensitive"', 'special = "gone"'),
    "a list cites a text the file does not have": (DPIA, 'source = "wp248"', 'source = "wp249"'),
    "an item of Art. 28 is of no known severity": (ARTICLE_28, 'must = "warning"', 'must = "grave"'),
    "an item of Art. 28 has a key nobody knows": (ARTICLE_28, "abroad = true", "overseas = true"),
    "a reference has a unit nobody knows": (CHECKS, 'unit = "months"', 'unit = "moons"'),
    "a reference is of no length": (CHECKS, "number = 15", "number = 0"),
    "an instrument ended on no day": (CHECKS, "ended = 2020-07-16", 'ended = "2020"'),
    "a country of names does not exist": (CHECKS, "\nMA = [", "\nXX = ["),
    "a country of consent does not exist": (CHECKS, "national.FR", "national.XX"),
    "a figure is a text": (CHECKS, "review_months = 12", 'review_months = "12"'),
    "a list of words is missing": (CHECKS, "[words.children]", "[words.childs]"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_checklist_is_refused_when(fault):
    file, sound, broken = FAULTS[fault]
    text = shipped(file)
    assert sound in text
    assert refusal(file, text.replace(sound, broken, 1))["file"] == file
