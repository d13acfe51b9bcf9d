"""Each row of the tables of Chapter V: decisions, places, tools, days, and what the United Kingdom recognises."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.facts import given
from dpo_desk.domain.judgement import Why
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer import Frequency, ScopeAnswer
from dpo_desk.domain.transfer_law import Exporting, Verdict
from dpo_desk.library.transfer_law import shipped
from tests.builders import a_transfer

ROWS = tomllib.loads((Path(__file__).parents[2] / "data" / "chapter_v.toml").read_text("utf-8"))
DECISIONS = ROWS["decisions"]
TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)
LAW = shipped()

EVERYTHING = {
    "tool_reference": "No. 1",
    "assessment": given("TIA 2026-1"),
    "assessment_on": date(2020, 1, 2),
    "supplementary": given(("Encryption with keys in the EEA",)),
    "informed": given("2 January 2026"),
}
"""All that any tool asks for."""


def answers(row):
    return tuple(ScopeAnswer(question=name, answer=given(Answer(answer))) for name, answer in row.items())


def verdict(day=TODAY, law=LAW, **fields):
    return judge(a_transfer(**fields), day, law).verdict


def called(row):
    return f"{row['code']} {row['number'] or row['first']}"


# --- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", DECISIONS, ids=called)
def test_a_decision_is_in_force_from_its_first_day_on(row):
    found = LAW.decision_on(row["code"], row["first"])
    assert (found.number, found.adopted) == (row["number"], row["first"])
    before = LAW.decision_on(row["code"], row["first"] - ONE_DAY)
    assert before is None or before.number != row["number"]


@pytest.mark.parametrize("row", [row for row in DECISIONS if "last" in row], ids=called)
def test_a_decision_is_in_force_to_its_last_day(row):
    assert LAW.decision_on(row["code"], row["last"]).number == row["number"]
    assert LAW.decision_on(row["code"], row["last"] + ONE_DAY) is None


@pytest.mark.parametrize("row", DECISIONS, ids=called)
def test_adequacy_is_valid_only_as_long_as_the_decision_is_in_force(row):
    with_answers = {
        "country": given(row["code"]),
        "tool": given("adequacy"),
        "scope": answers(row.get("inside", {})),
    }
    inside = judge(a_transfer(**with_answers), row["first"], LAW)
    assert inside.verdict is not Verdict.NOT_VALID
    assert inside.rests_on.adopted == row["first"]
    if "last" in row:
        assert verdict(row["last"] + ONE_DAY, **with_answers) is Verdict.NOT_VALID


@pytest.mark.parametrize("row", [row for row in DECISIONS if "inside" in row], ids=called)
def test_the_scope_of_a_decision_is_asked_for_answer_by_answer(row):
    day = row.get("asked_on", TODAY)
    looked_up = {"scope_entity": given("Parcels Inc."), "scope_on": day}
    flow = {"country": given(row["code"]), "tool": given("adequacy"), **looked_up}
    assert {q.id for q in LAW.decision_on(row["code"], day).questions} == set(row["inside"])
    assert verdict(day, scope=answers(row["inside"]), **flow) is Verdict.VALID
    assert verdict(day, scope=answers({**row["inside"], **row["outside"]}), **flow) is Verdict.NOT_VALID
    assert verdict(day, **flow) is Verdict.RESERVED


@pytest.mark.parametrize("row", [r for r in DECISIONS if "inside" not in r and "last" not in r], ids=called)
def test_a_decision_without_limits_covers_a_flow_by_itself(row):
    assert verdict(country=given(row["code"]), tool=given("adequacy")) is Verdict.VALID


def test_every_decision_of_the_tables_has_its_row():
    rows = {(row["code"], row["number"], row["first"]) for row in DECISIONS}
    assert {(each.code, each.number, each.adopted) for each in LAW.adequate.decisions} == rows


# --- the area --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ROWS["members"] + ROWS["inside"])
def test_data_move_freely_inside(code):
    assert LAW.inside(code, TODAY)
    assert verdict(country=given(code)) is Verdict.NO_TRANSFER


@pytest.mark.parametrize("code", ROWS["outside"])
def test_data_leave_when_they_go_outside(code):
    assert not LAW.inside(code, TODAY)
    assert verdict(country=given(code)) is not Verdict.NO_TRANSFER


def test_the_area_holds_nothing_else():
    now = {area.code for area in LAW.adequate.areas if area.on(TODAY)}
    assert now == {*ROWS["members"], *ROWS["inside"]}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2020, 12, 31), Why.AREA_LEFT),
        (date(2021, 1, 1), Why.AREA_INTERIM),
        (date(2021, 6, 27), Why.AREA_INTERIM),
    ],
)
def test_the_united_kingdom_was_inside_until_its_decision(day, why):
    judgement = judge(a_transfer(country=given("GB")), day, LAW)
    assert judgement.verdict is Verdict.NO_TRANSFER
    assert judgement.reasons[0].key is why


def test_the_united_kingdom_is_a_third_country_since():
    assert verdict(date(2021, 6, 28), country=given("GB"), tool=given("adequacy")) is Verdict.RESERVED
    assert verdict(date(2032, 1, 1), country=given("GB"), tool=given("adequacy")) is Verdict.NOT_VALID


# --- places ----------------------------------------------------------------------------------------------------------

PLACES = [(code, row) for row in ROWS["places"] for code in row["codes"]]


@pytest.mark.parametrize(("code", "row"), PLACES, ids=[code for code, _ in PLACES])
def test_a_place_is_judged_for_what_it_is(code, row):
    assert verdict(country=given(code)) is Verdict(row["bare"])
    assert verdict(country=given(code), tool=given("adequacy")) is Verdict(row["adequacy"])
    assert verdict(country=given(code), tool=given("scc-2"), **EVERYTHING) is Verdict(row["clauses"])
    told = judge(a_transfer(country=given(code)), TODAY, LAW)
    assert Why.PLACE in {reason.key for reason in told.reasons}


def test_every_place_of_the_tables_has_its_row():
    known = {code for place in LAW.places for code in place.codes}
    # islands nothing is stated about beyond that they are not confirmed
    assert known - {"GU", "VI", "AS", "MP", "UM", "TF"} == {code for code, _ in PLACES}


def test_puerto_rico_is_reached_by_the_decision_for_the_united_states_when_the_company_is_on_the_list():
    row = next(row for row in DECISIONS if row["number"] == "2023/1795")
    flow = {"country": given("PR"), "tool": given("adequacy"), "scope": answers(row["inside"])}
    judged = judge(a_transfer(**flow, scope_entity=given("Parcels Inc."), scope_on=TODAY), TODAY, LAW)
    assert judged.verdict is Verdict.VALID
    assert judged.rests_on.code == "US"


# --- tools -----------------------------------------------------------------------------------------------------------

TOOLS = [(tool, row) for row in ROWS["tools"] for tool in row["ids"]]


@pytest.mark.parametrize(("tool", "row"), TOOLS, ids=[tool for tool, _ in TOOLS])
def test_a_tool_carries_a_flow_as_far_as_it_goes(tool, row):
    flow = {"country": given("MA"), "tool": given(tool), **EVERYTHING}
    assert verdict(frequency=given(Frequency.SYSTEMATIC), **flow) is Verdict(row["lasting"])
    assert verdict(frequency=given(Frequency.OCCASIONAL), **flow) is Verdict(row["occasional"])


def test_every_tool_of_the_tables_has_its_row():
    assert {tool.id for tool in LAW.tools} == {tool for tool, _ in TOOLS}


@pytest.mark.parametrize("row", ROWS["days"], ids=lambda row: row["tool"])
def test_a_tool_counts_on_its_days_only(row):
    flow = {"country": given(row["country"]), "tool": given(row["tool"]), "tool_date": row.get("signed")}
    held = {**EVERYTHING, "assessment_on": date(2019, 6, 1), **flow}
    good, bad = (
        (row["last"], row["last"] + ONE_DAY) if "last" in row else (row["first"], row["first"] - ONE_DAY)
    )
    assert verdict(good, **held) is Verdict.VALID
    assert verdict(bad, **held) is Verdict.NOT_VALID


def test_old_clauses_agreed_after_they_were_repealed_never_counted():
    held = {"country": given("MA"), "tool": given("scc-old"), **EVERYTHING}
    assert verdict(date(2021, 12, 1), tool_date=date(2021, 9, 26), **held) is Verdict.VALID
    assert verdict(date(2021, 12, 1), tool_date=date(2021, 9, 27), **held) is Verdict.NOT_VALID


# --- from the United Kingdom -----------------------------------------------------------------------------------------

UK = ROWS["uk"]


@pytest.mark.parametrize("code", UK["known"])
def test_the_united_kingdom_recognises_this_country_since_its_day(code):
    first = UK["since"].get(code, date(2021, 1, 1))
    assert LAW.decision_on(code, first, Exporting.UK)
    assert LAW.decision_on(code, first - ONE_DAY, Exporting.UK) is None
    flow = {"exporter_country": given("GB"), "country": given(code), "tool": given("adequacy")}
    assert verdict(**flow) is not Verdict.NOT_VALID


@pytest.mark.parametrize("code", UK["unknown"])
def test_the_united_kingdom_does_not_recognise_this_one(code):
    flow = {"exporter_country": given("GB"), "country": given(code), "tool": given("adequacy")}
    assert verdict(**flow) is Verdict.NOT_VALID


@pytest.mark.parametrize("code", ROWS["members"])
def test_the_united_kingdom_recognises_every_member_of_the_area(code):
    flow = {"exporter_country": given("GB"), "country": given(code), "tool": given("adequacy")}
    assert verdict(**flow) is Verdict.VALID


def test_the_british_list_holds_nothing_else():
    assert {each.code for each in LAW.adequate.uk_decisions} == {"EEA", *UK["known"]}


@pytest.mark.parametrize(
    ("tool", "union", "kingdom"),
    [
        ("scc-2", "valid", "not_valid"),
        ("uk-idta", "not_valid", "valid"),
        ("uk-addendum", "not_valid", "valid"),
        ("bcr", "valid", "valid"),
    ],
)
def test_clauses_serve_the_exporters_they_were_made_for(tool, union, kingdom):
    held = {"country": given("MA"), "tool": given(tool), **EVERYTHING}
    assert verdict(exporter_country=given("FR"), **held) is Verdict(union)
    assert verdict(exporter_country=given("GB"), **held) is Verdict(kingdom)


def test_before_it_left_the_united_kingdom_exported_by_the_rules_of_the_union():
    held = {"country": given("MA"), "tool": given("scc-old"), "tool_date": date(2019, 5, 1), **EVERYTHING}
    flow = {**held, "exporter_country": given("GB")}
    assert verdict(date(2020, 12, 31), **flow) is Verdict.VALID
    assert verdict(date(2021, 1, 1), **flow) is Verdict.NOT_VALID
