"""Processing for clients: for each rule a record that trips it, and one close to it that does not."""

from __future__ import annotations

import pytest

from dpo_desk.domain.checks import clients
from dpo_desk.domain.client import ClientProcessing
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.ids import ProcessorId
from tests.unit.domain.checks.asked import known, needed
from tests.unit.domain.checks.sound import (
    CLIENT,
    CONTRACT,
    PROCESSOR,
    Case,
    assert_found,
    assert_left_alone,
    client,
    untried,
)

GONE = ProcessorId("g" * 32)
REACHED = {"check": "CHK-30", "article": "30(2)(a)", "place": "contact"}
SECURED = {"check": "CHK-20", "article": "30(2)(d), 32(1)", "place": "security"}


def engaging(*processors, **fields):
    return client(subprocessors=processors, **{"subprocessing": given("Annex 3"), **fields})


def by_sub_processors(**fields):
    return engaging(PROCESSOR.id, **fields)


CASES = (
    Case(
        says="nobody knows where the controller can be reached, only an address would do",
        rule="client_contact_unknown",
        trips=client(address=unknown(), contact=unknown()),
        clear=client(address=given("1 rue Inventée, Lyon"), contact=unknown()),
        **REACHED,
    ),
    Case(
        says="that there is no address does not say where the controller can be reached",
        rule="client_contact_unknown",
        trips=client(address=none(), contact=unknown()),
        clear=client(address=none(), contact=given("privacy@clinique.example")),
        **REACHED,
    ),
    Case(
        says="all that is known is a proposal",
        rule="client_contact_proposed",
        severity="warning",
        trips=client(address=none(), contact=proposed("privacy@clinique.example")),
        clear=client(address=given("1 rue Inventée, Lyon"), contact=proposed("privacy@clinique.example")),
        **REACHED | {"check": "CHK-33"},
    ),
    Case(
        says="a proposed address is nearer than a contact nobody knows",
        rule="client_contact_proposed",
        severity="warning",
        trips=client(address=proposed("1 rue Inventée, Lyon"), contact=unknown()),
        clear=client(address=unknown(), contact=unknown()),
        **REACHED | {"check": "CHK-33"},
    ),
    Case(
        says="the controller is said to have neither address nor contact",
        rule="client_contact_none",
        trips=client(address=none(), contact=none()),
        clear=client(address=none(), contact=given("privacy@clinique.example")),
        **REACHED,
    ),
    *known(
        client, "representative", "Fictive GmbH",
        check="CHK-30", rule="client_representative", article="30(2)(a)", severity="warning",
    ),
    *known(
        client, "dpo", "dpo@clinique.example",
        check="CHK-30", rule="client_dpo", article="30(2)(a)", severity="warning",
    ),
    *known(client, "contract", CONTRACT, check="CHK-21", rule="contract", article="28(3)"),
    Case(
        says="there is no contract with the client",
        check="CHK-21", rule="contract_missing", article="28(3)", place="contract",
        trips=client(contract=none()), clear=CLIENT,
    ),
    *needed(client, "instructions", "Annex 1", check="CHK-30", rule="instructions", article="28(3)(a), 29"),
    *known(
        client, "processing", (ClientProcessing(name="Hosting", ends=given("Returned")),),
        check="CHK-30", rule="processing", article="30(2)(b)",
    ),
    Case(
        says="nothing at all is done for the client",
        check="CHK-30", rule="processing_none", article="30(2)(b)", place="processing",
        trips=client(processing=none()), clear=CLIENT,
    ),
    Case(
        says="nobody knows what happens to the data in the end",
        check="CHK-17", rule="processing_ends", article="28(3)(g)", place="processing.0.ends", severity="hint",
        facts={"name": "Hosting"},
        trips=client(processing=given((ClientProcessing(name="Hosting"),))),
        clear=client(processing=given((ClientProcessing(name="Hosting", ends=none()),))),
    ),
    Case(
        says="a sub-processor has no record any more",
        check="CHK-11", rule="subprocessor_gone", article="28(2), 28(4)", place="subprocessors",
        trips=engaging(PROCESSOR.id, GONE), clear=engaging(PROCESSOR.id),
    ),
    Case(
        says="two that are gone are told once",
        check="CHK-11", rule="subprocessor_gone", article="28(2), 28(4)", place="subprocessors",
        trips=engaging(GONE, ProcessorId("k" * 32)), clear=engaging(),
    ),
    *needed(by_sub_processors, "subprocessing", "Annex 3", check="CHK-21", rule="subprocessing", article="28(2)"),
    Case(
        says="only who engages sub-processors needs the client’s authorisation",
        check="CHK-21", rule="subprocessing_missing", article="28(2)", place="subprocessing",
        trips=engaging(PROCESSOR.id, subprocessing=none()), clear=engaging(subprocessing=none()),
    ),
    *known(client, "security", ("Encryption",), rule="security", **SECURED),
    Case(
        says="there is no measure at all", rule="security_none",
        trips=client(security=none()), clear=CLIENT, **SECURED,
    ),
    Case(
        says="all measures say nothing", rule="security_vague", severity="warning",
        facts={"measure": "Appropriate measures"},
        trips=client(security=given(("Appropriate measures", "State of the art"))),
        clear=client(security=given(("Appropriate measures", "Encryption of the storage"))),
        **SECURED | {"article": "32(1)"},
    ),
    Case(
        says="nobody knows whom to tell of a breach",
        check="CHK-30", rule="breach_notice", article="33(2)", place="breach_notice", severity="warning",
        trips=client(breach_notice=none()), clear=CLIENT,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_record_of_a_client_lacks_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_of_a_client_that_says_so_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_clients_has_a_case():
    assert untried(clients, CASES) == []
