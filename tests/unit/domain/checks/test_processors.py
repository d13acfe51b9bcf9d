"""Organisations that get data: for each rule a record that trips it, and one close to it that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dpo_desk.domain.checks import processors
from dpo_desk.domain.facts import given, none, unknown
from dpo_desk.domain.processor import (
    Assurance,
    Clause,
    ClauseState,
    ContractStatus,
    Decides,
    ProcessorRole,
    SubProcessor,
)
from dpo_desk.domain.record import RecordStatus
from tests.unit.domain.checks.asked import known
from tests.unit.domain.checks.sound import (
    CLAUSES,
    CONTRACT,
    HELPDESK,
    PROCESSOR,
    TODAY,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    client,
    contract,
    processor,
    untried,
)

CONTROLLER, MIXED = given(ProcessorRole.CONTROLLER), given(ProcessorRole.MIXED)
ROLE = {"article": "4(7)-(8), 26, 28", "place": "role"}
NAMED = {
    "check": "CHK-31",
    "rule": "processor_unnamed",
    "article": "30(1)(d), 15(1)(c)",
    "place": "name",
    "severity": "warning",
}
DIFFERS = {
    "check": "CHK-28",
    "rule": "role_differs",
    "article": "4(7)-(8), 26, 28(10)",
    "place": "role",
    "severity": "warning",
}
CONTRACTED = {"check": "CHK-21", "article": "28(3)"}
UNUSED = (activity(status=RecordStatus.DRAFT),)  # in no live activity
LAST_NOTICE = TODAY + timedelta(days=60)
SHOWN = {"check": "CHK-21", "article": "28(1), 32", "place": "assurances.0.expires_on"}
THROUGH = {
    "check": "CHK-12",
    "rule": "subprocessor_abroad",
    "article": "28(3)(a), 44",
    "place": "subprocessors.0.countries",
    "severity": "warning",
}

WITHOUT_TRANSFERS = (*CLAUSES, Clause(item="D26", state=ClauseState.NO))


def clause(number, state, **fields):
    """The sound processor with another answer to one item of the checklist."""
    kept = [
        replace(each, state=state, **fields) if each.item == f"D{number:02}" else each for each in CLAUSES
    ]
    return processor(clauses=tuple(kept))


def showing(expires_on):
    return processor(assurances=given((Assurance(name="ISO 27001", expires_on=expires_on),)))


def through(**fields):
    return processor(subprocessors=given((SubProcessor(name="Cloud Inc.", **fields),)))


CASES = (
    # --- who it is
    Case(
        says="the source gives only a description",
        trips=processor(named=False), clear=PROCESSOR, facts={"name": "Parcels & Co"}, **NAMED,
    ),
    Case(
        says="a description stands in place of the name",
        trips=processor(name="Our service providers"), clear=processor(name="Partners & Co"), **NAMED,
    ),
    *known(processor, "role", ProcessorRole.PROCESSOR, check="CHK-33", rule="role", article=ROLE["article"]),
    Case(
        says="whoever gets data has a role", check="CHK-33", rule="role_none",
        trips=processor(role=none()), clear=PROCESSOR, **ROLE,
    ),
    Case(
        says="who decides the purposes is no processor", facts={"role": "processor", "advised": "controller"},
        trips=processor(decides_purposes=given(Decides.THEM)),
        clear=processor(decides_purposes=given(Decides.THEM), role=CONTROLLER), **DIFFERS,
    ),
    Case(
        says="who uses the data for itself is a controller for that part", facts={"advised": "mixed"},
        trips=processor(own_purposes=given("Statistics")),
        clear=processor(own_purposes=given("Statistics"), role=MIXED), **DIFFERS,
    ),
    Case(
        says="purposes of its own, before the test of the role is made",
        check="CHK-21", rule="own_purposes", article="28(10)", place="own_purposes", severity="warning",
        trips=processor(decides_purposes=unknown(), own_purposes=given("Statistics")),
        clear=processor(decides_purposes=unknown(), own_purposes=given("Statistics"), role=MIXED),
    ),
    Case(
        says="what the test of the role tells already is not told twice",
        check="CHK-21", rule="own_purposes", article="28(10)", place="own_purposes", severity="warning",
        trips=processor(decides_purposes=unknown(), own_purposes=given("Statistics")),
        clear=processor(own_purposes=given("Statistics")),
    ),
    Case(
        says="without purposes of its own a processor stays one",
        check="CHK-21", rule="own_purposes", article="28(10)", place="own_purposes", severity="warning",
        trips=processor(decides_purposes=unknown(), own_purposes=given("Statistics")),
        clear=processor(decides_purposes=unknown(), own_purposes=none()),
    ),
    *known(processor, "countries", ("FR",), check="CHK-12", rule="countries", article="30(1)(e), 44"),
    # --- contract
    *known(processor, "contract", CONTRACT, rule="contract", **CONTRACTED),
    Case(
        says="a controller of its own needs no contract of Art. 28", rule="contract_unknown", place="contract",
        trips=processor(contract=unknown(), role=MIXED), clear=processor(contract=unknown(), role=CONTROLLER), **CONTRACTED,
    ),
    Case(
        says="there is no contract", rule="contract_missing", place="contract", beside=UNUSED,
        trips=processor(contract=none()), clear=PROCESSOR, **CONTRACTED,
    ),
    Case(
        says="what is filed says that there is no contract", rule="contract_missing", place="contract", beside=UNUSED,
        trips=contract(status=ContractStatus.NONE), clear=PROCESSOR, **CONTRACTED,
    ),
    Case(
        says="there is no contract, yet a live activity goes on", rule="contract_missing_live", place="contract",
        facts={"activity": "Orders", "number": "1"},
        trips=processor(contract=none()), clear=processor(contract=none()), beside_clear=UNUSED, **CONTRACTED,
    ),
    Case(
        says="a file that says there is no contract helps no live activity", rule="contract_missing_live", place="contract",
        trips=contract(status=ContractStatus.NONE), clear=contract(status=ContractStatus.DRAFT), **CONTRACTED,
    ),
    Case(
        says="a draft binds nobody", check="CHK-21", rule="contract_draft", article="28(3), 28(9)", place="contract.status",
        trips=contract(status=ContractStatus.DRAFT), clear=PROCESSOR,
    ),
    Case(
        says="the contract ended yesterday", rule="contract_expired", place="contract.expires_on",
        trips=contract(expires_on=TODAY - timedelta(days=1)), clear=contract(expires_on=TODAY), **CONTRACTED,
    ),
    Case(
        says="the contract is said to have ended", rule="contract_expired", place="contract.expires_on",
        trips=contract(status=ContractStatus.EXPIRED), clear=PROCESSOR, **CONTRACTED,
    ),
    Case(
        says="the contract ends within the time of notice",
        rule="contract_ending", place="contract.expires_on", severity="warning",
        facts={"day": "2027-01-22"},
        trips=contract(expires_on=LAST_NOTICE), clear=contract(expires_on=LAST_NOTICE + timedelta(days=1)), **CONTRACTED,
    ),
    Case(
        says="nobody can find the contract",
        check="CHK-21", rule="contract_reference", article="28(3), 28(9)", place="contract.reference",
        trips=contract(reference=" "), clear=PROCESSOR,
    ),
    Case(
        says="a privacy policy is no contract", facts={"word": "privacy policy"}, severity="warning",
        check="CHK-21", rule="contract_no_contract", article="28(3), 28(9)", place="contract.reference",
        trips=contract(reference="Privacy policy of the supplier"), clear=contract(reference="https://files.fictive.example/17"),
    ),
    Case(
        says="the contract with a client ends as well", rule="contract_expired", place="contract.expires_on",
        trips=client(contract=given(replace(CONTRACT, expires_on=TODAY - timedelta(days=1)))),
        clear=client(contract=given(replace(CONTRACT, expires_on=date(2030, 1, 1)))), **CONTRACTED,
    ),
    # --- the checklist of Art. 28
    Case(
        says="an item was not looked at",
        check="CHK-21", rule="clauses_open", article="28(2)-(4), 28(9)", place="clauses",
        facts={"open": "1", "asked": "27", "item": "D04"},
        trips=clause(4, ClauseState.UNKNOWN), clear=PROCESSOR,
    ),
    Case(
        says="where data leave, transfers have to be dealt with",
        check="CHK-21", rule="clauses_open", article="28(2)-(4), 28(9)", place="clauses",
        facts={"open": "1", "asked": "28", "item": "D26"},
        trips=replace(HELPDESK, clauses=CLAUSES), clear=HELPDESK,
    ),
    Case(
        says="without a contract there is nothing to look at",
        check="CHK-21", rule="clauses_open", article="28(2)-(4), 28(9)", place="clauses",
        trips=processor(clauses=()), clear=processor(clauses=(), contract=none()),
    ),
    Case(
        says="the contract lacks what Art. 28 asks for", facts={"item": "D10"},
        check="CHK-21", rule="clause_missing", article="28(3)(a)", place="clauses.9.state",
        trips=clause(10, ClauseState.NO), clear=clause(10, ClauseState.YES),
    ),
    Case(
        says="what Art. 28 does not ask of the contract itself weighs less", severity="warning", facts={"item": "D27"},
        check="CHK-21", rule="clause_missing", article="30(2), 37, 27", place="clauses.25.state",
        trips=clause(27, ClauseState.NO), clear=replace(clause(27, ClauseState.NO), role=CONTROLLER),
    ),
    Case(
        says="what the contract says of transfers counts where data leave", facts={"item": "D26"},
        check="CHK-21", rule="clause_missing", article="28(3)(a), 44-46", place="clauses.27.state",
        trips=processor(clauses=WITHOUT_TRANSFERS, countries=given(("FR", "MA"))),
        clear=processor(clauses=WITHOUT_TRANSFERS),
    ),
    Case(
        says="an item is said not to apply, without a reason", severity="warning", facts={"item": "D13"},
        check="CHK-21", rule="clause_waived", article="28(3)(d)", place="clauses.12.note",
        trips=clause(13, ClauseState.NOT_APPLICABLE), clear=clause(13, ClauseState.NOT_APPLICABLE, note="See D14"),
    ),
    Case(
        says="what may simply not apply needs no reason", severity="warning",
        check="CHK-21", rule="clause_waived", article="28(2)", place="clauses.13.note",
        trips=clause(14, ClauseState.NOT_APPLICABLE), clear=clause(15, ClauseState.NOT_APPLICABLE),
    ),
    Case(
        says="nobody knows which clause says it; what stands outside the contract has none",
        severity="hint", facts={"item": "D04"},
        check="CHK-21", rule="clause_number", article="28(3)", place="clauses.3.clause",
        trips=clause(4, ClauseState.YES, clause=" "), clear=clause(1, ClauseState.YES, clause=""),
    ),
    # --- guarantees and further processors
    Case(
        says="a certificate ended yesterday", rule="assurance_expired", severity="warning", facts={"name": "ISO 27001"},
        trips=showing(TODAY - timedelta(days=1)), clear=showing(TODAY), **SHOWN,
    ),
    Case(
        says="a certificate ends soon", rule="assurance_ending", severity="hint", facts={"day": "2027-01-22"},
        trips=showing(LAST_NOTICE), clear=showing(date(2027, 1, 23)), **SHOWN,
    ),
    *known(
        processor, "subprocessors", (SubProcessor(name="Cloud SA"),),
        check="CHK-21", rule="subprocessors", article="28(2), 28(4)", severity="warning",
    ),
    Case(
        says="a sub-processor sits in a third country", facts={"name": "Cloud Inc.", "country": "US"},
        trips=through(countries=given(("FR", "US"))), clear=through(countries=given(("FR", "DE"))), **THROUGH,
    ),
    Case(
        says="a sub-processor with a record of its own is where that says; the transfer to it counts",
        facts={"country": "TN"}, trips=through(processor=HELPDESK.id, countries=unknown()),
        beside=(replace(HELPDESK, countries=given(("MA", "TN"))),),
        clear=through(processor=HELPDESK.id), beside_clear=(), **THROUGH,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_record_of_a_processor_lacks_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_of_a_processor_that_says_so_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_processors_has_a_case():
    assert untried(processors, CASES) == []
