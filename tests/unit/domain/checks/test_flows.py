"""Data that leave: for each rule a record that trips it, and one close to it that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.activity import Recipient
from dpo_desk.domain.checks import flows
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.ids import ActivityId, ClientId, TransferId
from dpo_desk.domain.judgement import Why
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer import Frequency, ScopeAnswer
from tests.unit.domain.checks.asked import known
from tests.unit.domain.checks.sound import (
    ABROAD,
    ACTIVITY,
    CLIENT,
    HELPDESK,
    PROCESSOR,
    TRANSFER,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    check,
    client,
    transfer,
    untried,
)

ASSESSED = "46(1); C-311/18"
COMPELLING = "49(1), 49(6)"
LASTING = "49(1); recital 111"
OPEN = "30(1)(e), 44"

SAFEGUARD = {
    "check": "CHK-13",
    "rule": "safeguard_none",
    "article": "44, 46",
    "place": "safeguards",
    "severity": "warning",
}
DENIED = {
    "check": "CHK-28",
    "rule": "transfers_denied",
    "article": "30(1)(e)",
    "place": "transfers",
    "severity": "warning",
}
UNRECORDED = {
    "check": "CHK-12",
    "rule": "transfers_unrecorded",
    "article": "30(1)(e), 44",
    "place": "transfers",
}
ALONE = {
    "check": "CHK-12",
    "rule": "flow_alone",
    "article": "30(1)(e)",
    "place": "activity",
    "severity": "warning",
}
IMPORTER = {
    "check": "CHK-31",
    "rule": "importer_unnamed",
    "article": "30(1)(d)-(e), 15(1)(c)",
    "place": "importer",
    "severity": "warning",
}
NO_RECIPIENT = {
    "check": "CHK-28",
    "rule": "flow_no_recipient",
    "article": "30(1)(d)-(e)",
    "place": "importer",
    "severity": "warning",
}

FOR_CLIENT = transfer(activity=None, client=CLIENT.id)
SECOND = transfer(id=TransferId("u" * 32))
ONCE = {"tool": given("art-49-b"), "frequency": given(Frequency.OCCASIONAL)}
FOR_COMPELLING = {
    "tool": given("art-49-compelling"),
    "frequency": given(Frequency.OCCASIONAL),
    "informed": given("3 March 2026"),
    "supplementary": given(("Encryption",)),
}


def going(record, **fields):
    """The record, which says that data go to Morocco."""
    return replace(record, transfers=given("Morocco: helpdesk"), **fields)


def judged(why, record, clear, check, article, place, severity="error"):
    """A reason of Chapter V against the transfer."""
    return Case(
        says=f"told at {place}", check=check, rule=f"reason.{why}", article=article, place=place,
        severity=severity, trips=record, clear=clear,
    )  # fmt: skip


SAID = (
    *known(activity, "transfers", "Switzerland", check="CHK-33", rule="transfers", article="30(1)(e)"),
    *known(client, "transfers", "Switzerland", check="CHK-33", rule="transfers", article="30(2)(c)"),
    Case(
        says="an activity says that nothing leaves, and has a transfer", facts={"name": "Helpdesk Rabat", "country": "MA"},
        trips=replace(ABROAD, transfers=none()), clear=replace(ABROAD, transfers=none()),
        beside_clear=(transfer(country=given("BE")),), **DENIED,
    ),
    Case(
        says="two transfers to the same place are told once", facts={"country": "MA"},
        trips=replace(ABROAD, transfers=none()), clear=ABROAD, beside=(TRANSFER, SECOND), **DENIED,
    ),
    Case(
        says="where a transfer goes has to be known", facts={"country": "MA"},
        trips=replace(ABROAD, transfers=none()), clear=replace(ABROAD, transfers=none()),
        beside_clear=(transfer(country=unknown()),), **DENIED,
    ),
    Case(
        says="what is processed for a client leaves as well", facts={"country": "MA"},
        trips=CLIENT, clear=CLIENT, beside=(FOR_CLIENT,), beside_clear=(), **DENIED,
    ),
    Case(
        says="an activity names a third country without a transfer there", facts={"country": "TN"},
        trips=replace(ABROAD, transfers=given("Morocco, Tunisia, Spain")), clear=ABROAD, **UNRECORDED,
    ),
    Case(
        says="a client names a third country without a transfer there", facts={"country": "MA"},
        trips=going(CLIENT), clear=going(CLIENT), beside_clear=(FOR_CLIENT,), **UNRECORDED,
    ),
    Case(
        says="strict rules are no safeguard of an activity", facts={"word": "strict rules"},
        trips=replace(ABROAD, safeguards=given("Strict rules")),
        clear=replace(ABROAD, safeguards=given("Standard contractual clauses, module 2")), **SAFEGUARD,
    ),
    Case(
        says="a certificate is no safeguard of what is done for a client; where nothing leaves it needs none",
        facts={"word": "iso 27001"},
        trips=going(CLIENT, safeguards=given("ISO 27001")), clear=client(safeguards=given("ISO 27001")), **SAFEGUARD,
    ),
    Case(
        says="a processor abroad shows a certificate", facts={"word": "soc 2"},
        trips=replace(HELPDESK, safeguards=given("SOC 2")),
        clear=replace(HELPDESK, countries=given(("FR",)), safeguards=given("SOC 2")),
        beside_clear=(transfer(processor=None),), **SAFEGUARD,
    ),
    Case(
        says="a processor inside passes data on to a third country", facts={"word": "soc 2"},
        trips=replace(HELPDESK, countries=given(("FR",)), safeguards=given("SOC 2")),
        clear=replace(PROCESSOR, safeguards=given("SOC 2")), **SAFEGUARD,
    ),
    Case(
        says="where a processor is counts before any transfer is recorded", facts={"word": "soc 2"},
        trips=replace(PROCESSOR, countries=given(("FR", "MA")), safeguards=given("SOC 2")),
        clear=replace(PROCESSOR, safeguards=given("SOC 2")), **SAFEGUARD,
    ),
    Case(
        says="while nobody knows where data are, they may leave", facts={"word": "anonymisation"},
        trips=activity(transfers=unknown(), safeguards=given("Anonymisation")),
        clear=activity(safeguards=given("Anonymisation")), **SAFEGUARD,
    ),
)  # fmt: skip

JUDGED = (
    judged(Why.COUNTRY_UNKNOWN, transfer(country=unknown()), TRANSFER, "CHK-33", OPEN, "country"),
    judged(Why.TOOL_UNKNOWN, transfer(tool=unknown()), TRANSFER, "CHK-33", OPEN, "tool"),
    judged(Why.TOOL_PROPOSED, transfer(tool=proposed("scc-2")), TRANSFER, "CHK-33", OPEN, "tool", "warning"),
    judged(Why.TOOL_NONE, transfer(tool=none()), TRANSFER, "CHK-13", "44-49", "tool"),
    judged(Why.TOOL_ENDED, transfer(tool=given("scc-old")), TRANSFER, "CHK-13", "44-49", "tool"),
    judged(Why.UNSETTLED, transfer(tool=given("scc")), TRANSFER, "CHK-13", "44-49", "tool", "warning"),
    judged(
        Why.NO_DECISION, transfer(tool=given("adequacy")), transfer(tool=given("adequacy"), country=given("CH")),
        "CHK-13", "44-49", "tool",
    ),
    judged(Why.ASSESSMENT_UNKNOWN, transfer(assessment=unknown()), TRANSFER, "CHK-14", ASSESSED, "assessment"),
    judged(Why.ASSESSMENT_NONE, transfer(assessment=none()), transfer(assessment=none(), **ONCE), "CHK-14", ASSESSED, "assessment"),
    judged(Why.ASSESSMENT_UNDATED, transfer(assessment_on=None), TRANSFER, "CHK-14", ASSESSED, "assessment_on"),
    judged(
        Why.INFORMED_UNKNOWN, transfer(**FOR_COMPELLING | {"informed": unknown()}), transfer(**FOR_COMPELLING),
        "CHK-15", COMPELLING, "informed",
    ),
    judged(
        Why.SAFEGUARDS_NONE, transfer(**FOR_COMPELLING | {"supplementary": none()}), transfer(**FOR_COMPELLING),
        "CHK-15", COMPELLING, "supplementary",
    ),
    judged(
        Why.SYSTEMATIC, transfer(tool=given("art-49-b")), transfer(**ONCE),
        "CHK-16", LASTING, "frequency",
    ),
    judged(
        Why.SYSTEMATIC_DOUBTFUL, transfer(tool=given("art-49-a")), TRANSFER,
        "CHK-16", LASTING, "frequency", "warning",
    ),
    judged(
        Why.FREQUENCY_UNKNOWN, transfer(**ONCE | {"frequency": unknown()}), transfer(frequency=unknown()),
        "CHK-16", LASTING, "frequency", "warning",
    ),
)  # fmt: skip

RECORDED = (
    Case(
        says="nobody knows where the signed clauses are; adequacy is signed by nobody", severity="hint",
        check="CHK-13", rule="flow_document", article="13(1)(f), 46", place="document",
        trips=transfer(document=unknown()),
        clear=transfer(document=unknown(), country=given("CH"), tool=given("adequacy")),
    ),
    *known(transfer, "data", "Names", check="CHK-33", rule="flow_data", article="30(1)(e)", severity="warning"),
    Case(
        says="what stays inside is no transfer",
        check="CHK-33", rule="flow_data_unknown", article="30(1)(e)", place="data", severity="warning",
        trips=transfer(data=unknown()), clear=transfer(data=unknown(), country=given("BE")),
    ),
    Case(
        says="the transfer belongs to nothing",
        trips=transfer(activity=None), clear=FOR_CLIENT, **ALONE,
    ),
    Case(
        says="the activity of the transfer is gone",
        trips=transfer(activity=ActivityId("g" * 32)), clear=TRANSFER, **ALONE,
    ),
    Case(
        says="the client of the transfer is gone",
        trips=transfer(activity=None, client=ClientId("g" * 32)), clear=FOR_CLIENT, **ALONE,
    ),
    Case(
        says="the source gives only a description of the importer", facts={"name": "Helpdesk Rabat"},
        trips=transfer(importer_named=False), clear=TRANSFER, **IMPORTER,
    ),
    Case(
        says="a description stands in place of the name",
        trips=transfer(importer="Service providers"), clear=transfer(importer="Partners & Co"), **IMPORTER,
    ),
    Case(
        says="the importer is no recipient of the activity", facts={"activity": "Orders"},
        trips=transfer(activity=ACTIVITY.id), clear=TRANSFER, **NO_RECIPIENT,
    ),
    Case(
        says="the recipient may be linked, or called the same",
        trips=transfer(importer="Helpdesk", processor=None),
        clear=transfer(importer="Helpdesk"), **NO_RECIPIENT,
    ),
    Case(
        says="a recipient of the same name is enough; while recipients are unknown nothing is said",
        trips=transfer(activity=ACTIVITY.id, processor=None),
        beside=(activity(recipients=none()),),
        clear=transfer(activity=ACTIVITY.id, processor=None),
        beside_clear=(activity(recipients=given((Recipient(name="HELPDESK RABAT"),))),), **NO_RECIPIENT,
    ),
    Case(
        says="the record of the importer names another country", facts={"country": "TN"},
        check="CHK-28", rule="flow_country_differs", article="30(1)(e)", place="country", severity="warning",
        trips=transfer(country=given("TN")), clear=transfer(country=given("TN")),
        beside_clear=(replace(HELPDESK, countries=given(("MA", "TN"))),),
    ),
    Case(
        says="while nobody knows where the importer is nothing differs", facts={"country": "TN"},
        check="CHK-28", rule="flow_country_differs", article="30(1)(e)", place="country", severity="warning",
        trips=transfer(country=given("TN")), clear=transfer(country=given("TN")),
        beside_clear=(replace(HELPDESK, countries=unknown()),),
    ),
)  # fmt: skip

CASES = (*SAID, *JUDGED, *RECORDED)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_stands_against_a_flow_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_flow_in_order_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_flows_has_a_case():
    assert untried(flows, CASES) == []


def test_while_the_recipients_of_the_activity_are_unknown_nobody_is_missing_among_them():
    unasked = activity(recipients=unknown())
    assert "flow_no_recipient" not in {gap.rule for gap in check(transfer(activity=unasked.id), [unasked])}


# --- what a decision covers (CHK-13) ---------------------------------------------------------------------------------

SCOPE = [
    ("CA", "ca-pipeda", Answer.YES),
    ("JP", "jp-private", Answer.YES),
    ("KR", "kr-pipa", Answer.YES),
    ("KR", "kr-excluded", Answer.NO),
    ("BR", "br-excluded", Answer.NO),
    ("US", "us-listed", Answer.YES),
]


def adequate(country, **answers):
    scope = tuple(ScopeAnswer(question=each, answer=answer) for each, answer in answers.items())
    return transfer(country=given(country), tool=given("adequacy"), scope=scope)


def told(record, question):
    """What is said of the question: the rule and how grave it is."""
    found = [gap for gap in check(record) if gap.place == f"scope.{question}"]
    assert all(gap.check == "CHK-13" for gap in found)
    return [(gap.rule, gap.severity) for gap in found]


@pytest.mark.parametrize(("country", "question", "needed"), SCOPE)
def test_a_decision_is_relied_on_only_for_what_it_covers(country, question, needed):
    other = Answer.NO if needed is Answer.YES else Answer.YES
    assert told(adequate(country), question) == [("reason.scope_unanswered", "warning")]
    assert told(adequate(country, **{question: given(other)}), question) == [("reason.scope_failed", "error")]
    assert told(adequate(country, **{question: given(needed)}), question) == []


# --- where Chapter V and the rules meet ------------------------------------------------------------------------------

KINDS = (flows.OPEN, flows.PROPOSED, flows.ASSESSMENT, flows.COMPELLING, flows.LASTING)


def test_every_reason_of_chapter_v_is_told_under_one_check_only():
    assert sum(map(len, KINDS)) == len(frozenset().union(*KINDS))
    assert frozenset(Why) - frozenset().union(*KINDS) == flows._OTHERS


@pytest.mark.parametrize(
    "record", [transfer(country=given("CH")), transfer(country=given("BE")), transfer(tool_date=date(2022, 1, 3))],
    ids=["covered by a decision", "inside", "signed"],
)  # fmt: skip
def test_what_only_explains_a_verdict_is_no_gap(record):
    assert not [gap for gap in check(record) if gap.rule.startswith("reason.")]
