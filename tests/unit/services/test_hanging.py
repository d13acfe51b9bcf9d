"""What hangs on a decision, and what goes where."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.errors import NotFound
from dpo_desk.library.wording import wording
from dpo_desk.services.hanging import without
from tests.desks import a_client, a_processor, a_transfer, an_activity, given

US = "US:2023/1795"
NEXT_YEAR = date(2027, 1, 1)
ANSWERS = [
    {"question": question, "answer": given("yes")}
    for question in ("us-listed", "us-entity", "us-staff", "us-fallback")
]


@pytest.fixture
def register(desk):
    """Flows that hang on the decision for the United States, and some that do not."""
    to = desk.register
    to.made = {}

    def keep(name, service, values):
        to.made[name] = service.save(None, values).record.id
        return to.made[name]

    orders = keep("orders", to.activities, an_activity(name="Orders"))
    staff = keep(
        "staff",
        to.activities,
        an_activity(
            name="Staff",
            recipients=given([{"name": "Payroll Corp", "kind": "third_party", "countries": given("US")}]),
        ),
    )
    cloud = keep("cloud", to.processors, a_processor(name="Cloud Inc.", countries=given("US")))
    keep("idle", to.processors, a_processor(name="Idle Inc.", countries=given("PR")))
    town = keep("town", to.clients, a_client(name="Town"))
    by_framework = {
        "tool": given("adequacy"),
        "scope": ANSWERS,
        "scope_entity": given("x"),
        "scope_on": "2026-02-01",
    }
    keep(
        "hangs",
        to.transfers,
        a_transfer(importer="Cloud Inc.", activity=orders, processor=cloud, **by_framework),
    )
    keep(
        "island",
        to.transfers,
        a_transfer(importer="Isla Inc.", client=town, country=given("PR"), tool=given("adequacy")),
    )
    keep("archived", to.transfers, a_transfer(importer="Gone Inc.", status="archived", **by_framework))
    keep("open", to.transfers, a_transfer(importer="Open Inc.", activity=staff))
    keep("clauses", to.transfers, a_transfer(importer="Clause Inc.", activity=staff, tool=given("scc-2")))
    keep("swiss", to.transfers, a_transfer(importer="Alp AG", country=given("CH"), tool=given("adequacy")))
    keep("unknown", to.transfers, a_transfer(importer="Somebody", country={"known": "unknown"}))
    return to


def test_everything_that_rests_on_the_decision_hangs_on_it(desk, register):
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    assert [each.flow.importer for each in hanging.flows] == ["Cloud Inc.", "Isla Inc."]
    assert {each.after.verdict for each in hanging.flows} == {Verdict.NOT_VALID}
    assert [each.name for each in hanging.activities] == ["Orders"]
    assert [each.name for each in hanging.processors] == ["Cloud Inc."]
    assert [each.name for each in hanging.clients] == ["Town"]
    assert hanging.recipients == ("Cloud Inc.", "Isla Inc.")


def test_a_safeguard_that_stands_ready_is_told(desk, register):
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    assert {each.flow.importer: each.fallback for each in hanging.flows} == {
        "Cloud Inc.": True,
        "Isla Inc.": False,
    }


def test_flows_there_of_which_nobody_said_what_they_rest_on_are_told_apart(desk, register):
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    assert [each.flow.importer for each in hanging.unsettled] == ["Open Inc."]
    assert desk.hanging.what_if("US:2023/1028", NEXT_YEAR).unsettled == ()
    assert desk.hanging.what_if("US:2023/1028", NEXT_YEAR).unrecorded == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_lists_are_on_paper_whole(desk, register, language):
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    drawn = desk.hanging.sheet(hanging, wording(language))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn.pdf)).pages)
    for name in (
        "Cloud Inc.",
        "Isla Inc.",
        "Open Inc.",
        "Orders",
        "Town",
        "Idle Inc.",
        "Payroll Corp",
        "2023/1795",
    ):
        assert name in text
    assert drawn.missing == ()


def test_organisations_there_without_a_recorded_flow_are_told_apart(desk, register):
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    assert {each.name for each in hanging.unrecorded} == {"Idle Inc.", "Payroll Corp"}


def test_a_flow_without_a_tool_hangs_on_a_decision_that_covers_it(desk):
    desk.register.transfers.save(None, a_transfer(country=given("CH")))
    (flow,) = desk.hanging.what_if("CH:2000/518", NEXT_YEAR).flows
    assert (flow.before.verdict, flow.after.verdict) == (Verdict.RESERVED, Verdict.NOT_VALID)


def test_on_the_day_before_it_falls_nothing_has_changed(desk):
    law = desk.law_tables.law()
    fallen = without(law, law.decision(US), NEXT_YEAR)
    assert fallen.decision_on("US", date(2026, 12, 31)).number == "2023/1795"
    assert fallen.decision_on("US", NEXT_YEAR) is None
    assert law.decision_on("US", NEXT_YEAR) is not None


def test_a_british_decision_can_fall_too(desk):
    law = desk.law_tables.law()
    fallen = without(law, law.decision("US:2023/1028"), NEXT_YEAR)
    assert len(fallen.adequate.decisions) == len(law.adequate.decisions)
    assert fallen.adequate.uk_decisions != law.adequate.uk_decisions


def test_a_decision_that_does_not_exist_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.hanging.what_if("MA:1/1", NEXT_YEAR)


def test_countries_are_told_with_what_goes_there_and_unknown_ones_last(desk, register):
    lines = desk.hanging.by_country()
    assert [line.code for line in lines] == ["US", "CH", "PR", ""]
    there = lines[0]
    assert [flow.importer for flow in there.flows] == ["Cloud Inc.", "Open Inc.", "Clause Inc."]
    assert (there.activities, there.processors) == (2, 1)
    assert there.decision.number == "2023/1795"
    assert there.worst is Verdict.NOT_VALID
    assert sum(there.verdicts.values()) == 3
    assert lines[-1].decision is None


def test_an_empty_register_hangs_on_nothing(desk):
    assert desk.hanging.by_country() == ()
    hanging = desk.hanging.what_if(US, NEXT_YEAR)
    assert not any(
        (hanging.flows, hanging.activities, hanging.processors, hanging.clients, hanging.unrecorded)
    )
