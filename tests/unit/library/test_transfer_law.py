"""The tables of Chapter V as files: the shipped ones are whole, and one that is not sound is refused by line and key."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dpo_desk.domain.law import cited
from dpo_desk.domain.transfer_law import Exporting, ToolKind, Verdict
from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.lawbook import ADEQUACY, PLACES, SAFEGUARDS
from dpo_desk.library.tables import table_of
from dpo_desk.library.transfer_law import (
    is_eea,
    read_adequate,
    read_places,
    read_tools,
    shipped,
    transfer_tools,
)
from dpo_desk.library.wording import languages, wording

LAW = shipped()
ADEQUATE = """
[source]
title = "T"
address = "https://a"
[eea]
members = ["FR"]
efta = ["NO"]
territories = ["RE"]
[[eea.dated]]
code = "GB"
standing = "left"
until = 2020-12-31
[organisations]
codes = ["EPO"]
[[decisions]]
code = "CH"
instrument = "decision_ec"
number = "2000/518"
adopted = 2000-07-26
[[decisions.questions]]
id = "ca-pipeda"
needed = "no"
[uk.source]
title = "T"
address = "https://b"
[[uk.decisions]]
code = "EEA"
instrument = "uk_act"
number = "Schedule 21"
adopted = 2021-01-01
"""
TOOLS = """
[sources.a]
title = "A"
address = "https://a"
[tools.adequacy]
kind = "adequacy"
articles = ["a:45"]
exporters = ["eu"]
systematic = "reserved"
valid_from = 2020-01-01
valid_to = 2021-01-01
"""
PLACES_TEXT = """
[places.morocco]
codes = ["MA"]
[places.gibraltar]
codes = ["GI"]
"""


# --- as shipped ------------------------------------------------------------------------------------------------------


def test_everything_the_tables_name_is_called_something_in_every_language():
    for language in languages():
        words = LawWords(wording(language), LAW)
        decisions = (*LAW.adequate.decisions, *LAW.adequate.uk_decisions)
        said = [words.decision(each) for each in decisions]
        said += [words.tool(tool.id) for tool in LAW.tools if words.tool(tool.id) != tool.id]
        said += [words.question(each) for each in LAW.questions if words.question(each) != each]
        said += [words.place(code) for place in LAW.places for code in place.codes if words.place(code)]
        codes = sum(len(place.codes) for place in LAW.places)
        assert len(said) == len(decisions) + len(LAW.tools) + len(LAW.questions) + codes
        assert [text for text in said if "{" in text] == []
        for code in (*LAW.adequate.organisations, *(each.code for each in decisions)):
            assert words.country(code) != code
        for verdict in Verdict:
            assert words.verdict(verdict)
            assert words.means(verdict)


def test_a_decision_is_quoted_as_its_language_does():
    us = LAW.decision("US:2023/1795")
    assert LawWords(wording("en"), LAW).decision(us) == "Implementing Decision (EU) 2023/1795"
    assert LawWords(wording("fr"), LAW).decision(us) == "décision d’exécution (UE) 2023/1795"
    unnumbered = LAW.decision("GB:2025-12-19")
    assert "19 December 2025" in LawWords(wording("en"), LAW).decision(unnumbered)
    assert "not confirmed" in LawWords(wording("en"), LAW).decision(unnumbered)


def test_what_was_not_read_in_a_source_says_so():
    assert LAW.adequate.source.verified_on is None
    assert all(each.verified_on is None for each in LAW.adequate.areas)
    assert LAW.decision("GB:2025-12-19").number == ""
    assert LAW.place("NC").verified_on is None


def test_no_number_of_the_wrong_lists_has_crept_in():
    wrong = {"2003/79", "2022/2291", "2021/1289", "2021/2216", "2025/2531"}
    assert not wrong & {each.number for each in LAW.adequate.decisions}


def test_the_economic_area_needs_no_tool_and_its_neighbours_do():
    assert all(is_eea(country) for country in ("FR", "DE", "NO", "IS", "LI", "RE"))
    assert not any(is_eea(country) for country in ("CH", "GB", "US", "NC", "GL", ""))


def test_the_list_of_tools_is_closed_and_ends_with_none():
    tools = transfer_tools()
    assert tools[-1].kind is ToolKind.NONE
    assert {tool.id for tool in tools if tool.assessment} >= {
        "scc-2",
        "bcr",
        "code",
        "certification",
        "ad-hoc",
    }
    assert {f"art-49-{letter}" for letter in "abcdefg"} < {tool.id for tool in tools}
    assert [tool.id for tool in tools if tool.informed] == ["art-49-compelling"]
    assert all(cited(a)[0] in {s.id for s in tool.sources} for tool in tools for a in tool.articles)


def test_an_entry_of_the_users_own_brings_its_own_words():
    text = (
        TOOLS
        + '[tools.sandbox]\nkind = "safeguard"\narticles = ["a:46"]\n[tools.sandbox.names]\nen = "Sandbox"\nfr = "Bac à sable"\n'
    )
    tool = read_tools(table_of(SAFEGUARDS, text.encode()))[-1]
    assert tool.names == {"en": "Sandbox", "fr": "Bac à sable"}
    assert tool.exporters == {Exporting.EU, Exporting.UK}


# --- not sound -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "text"), [(read_adequate, ADEQUATE), (read_tools, TOOLS), (read_places, PLACES_TEXT)]
)
def test_a_sound_file_is_read(read, text):
    assert read(table_of("law/x.toml", text.encode()))


@pytest.mark.parametrize("name", [ADEQUACY, SAFEGUARDS, PLACES])
def test_the_shipped_files_are_sound_by_themselves(name):
    read = {ADEQUACY: read_adequate, SAFEGUARDS: read_tools, PLACES: read_places}[name]
    assert read(table_of(name, files.read_bytes(name)))


@pytest.mark.parametrize(
    ("read", "text", "before", "after", "key", "problem"),
    [
        (read_adequate, ADEQUATE, 'members = ["FR"]', 'members = ["Frankreich"]', "eea.members", "not a country"),
        (read_adequate, ADEQUATE, 'efta = ["NO"]\n', "", "eea.efta", "missing"),
        (read_adequate, ADEQUATE, 'standing = "left"', 'standing = "gone"', "eea.dated.0.standing", "not one of"),
        (read_adequate, ADEQUATE, 'until = 2020-12-31', "until = 2020-12-31\nsince = 2021-01-01", "eea.dated.0.until", "before since"),
        (read_adequate, ADEQUATE, 'code = "CH"', 'code = "XX"', "decisions.0.code", "not a country"),
        (read_adequate, ADEQUATE, 'code = "CH"', 'code = "EEA"', "decisions.0.code", "not a country"),
        (read_adequate, ADEQUATE, '"decision_ec"', '"decree"', "decisions.0.instrument", "not known"),
        (read_adequate, ADEQUATE, "adopted = 2000-07-26", 'adopted = "soon"', "decisions.0.adopted", "not a date"),
        (read_adequate, ADEQUATE, "adopted = 2000-07-26", "adopted = 2000-07-26T10:00:00", "decisions.0.adopted", "not a day"),
        (read_adequate, ADEQUATE, "adopted = 2000-07-26", "adopted = 2000-07-26\nexpires = 1999-01-01", "decisions.0.expires", "before adopted"),
        (read_adequate, ADEQUATE, "adopted = 2000-07-26", "adopted = 2000-07-26\nlookup_months = 0", "decisions.0.lookup_months", "not positive"),
        (read_adequate, ADEQUATE, "adopted = 2000-07-26", "adopted = 2000-07-26\nadoptd = 2", "decisions.0.adoptd", "unknown key"),
        (read_adequate, ADEQUATE, 'id = "ca-pipeda"', 'id = "zz-what"', "decisions.0.questions.0.names", "missing"),
        (read_adequate, ADEQUATE, 'needed = "no"', 'needed = "maybe"', "decisions.0.questions.0.needed", "not one of"),
        (read_adequate, ADEQUATE, "[[uk.decisions]]", '[uk.extra]\na = 1\n[[uk.decisions]]', "uk.extra", "unknown key"),
        (read_adequate, ADEQUATE, '"https://b"', '"http://b"', "uk.source.address", "not an https address"),
        (read_tools, TOOLS, '"a:45"', '"b:45"', "tools.adequacy.articles", "cites no known source"),
        (read_tools, TOOLS, 'kind = "adequacy"', 'kind = "magic"', "tools.adequacy.kind", "not one of"),
        (read_tools, TOOLS, '["eu"]', '["us"]', "tools.adequacy.exporters", "neither eu nor uk"),
        (read_tools, TOOLS, '"reserved"', '"perhaps"', "tools.adequacy.systematic", "not one of"),
        (read_tools, TOOLS, "2021-01-01", "2019-01-01", "tools.adequacy.valid_to", "before valid_from"),
        (read_tools, TOOLS, "[tools.adequacy]", "[tools.magic]", "tools.magic.names", "missing"),
        (read_tools, TOOLS, "kind =", "assessment = 1\nkind =", "tools.adequacy.assessment", "not a bool"),
        (read_places, PLACES_TEXT, '["GI"]', '["GI", "MA"]', "places.gibraltar.codes", "there twice"),
        (read_places, PLACES_TEXT, '["GI"]', '["Gibraltar"]', "places.gibraltar.codes", "not a country"),
        (read_places, PLACES_TEXT, "[places.gibraltar]", "[places.atlantis]", "places.atlantis.names", "missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_by_line_and_key(read, text, before, after, key, problem):
    assert text.count(before) >= 1
    wrong = text.replace(before, after, 1)
    with pytest.raises(DataFileBroken) as broken:
        read(table_of("law/x.toml", wrong.encode()))
    assert broken.value.params["file"] == "law/x.toml"
    assert re.fullmatch(rf"line \d+ \({re.escape(key)}\)", broken.value.params["place"])
    assert problem in broken.value.params["problem"]


def test_the_same_decision_twice_is_refused():
    again = ADEQUATE.replace(
        "[uk.source]",
        '[[decisions]]\ncode = "CH"\ninstrument = "decision_ec"\nnumber = "2000/518"\nadopted = 2001-01-01\n[uk.source]',
    )
    with pytest.raises(DataFileBroken) as broken:
        read_adequate(table_of("law/x.toml", again.encode()))
    assert broken.value.params["problem"] == "there twice"


def test_the_newest_of_two_decisions_in_force_is_the_one_that_counts():
    assert LAW.decision_on("GB", date(2025, 12, 18)).number == "2021/1772"
    assert LAW.decision_on("GB", date(2025, 12, 20)).number == ""
