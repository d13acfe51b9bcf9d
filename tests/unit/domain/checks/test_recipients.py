"""The rules about recipients, joint controllers, and what an activity says of third countries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain import checks
from dpo_desk.domain.activity import RecipientKind
from dpo_desk.domain.checks import flows, recipients
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import ProcessorRole
from tests.unit.domain.checks.sound import (
    ABROAD,
    ACTIVITY,
    PROCESSOR,
    RECIPIENT,
    TRANSFER,
    Case,
    activity,
    around,
    assert_found,
    assert_left_alone,
    check,
    processor,
    recipient,
    untried,
)

NOBODY = ProcessorId("n" * 32)
JOINT = recipient(name="Sister SAS", kind=RecipientKind.JOINT_CONTROLLER, processor=None)
TOGETHER = activity(
    joint_controllers=given(("Sister SAS",)),
    joint_arrangement=given("Agreement of 3 May 2025"),
    joint_essence=given("Privacy notice, section 2"),
)
CARRIER = {"kind": RecipientKind.THIRD_PARTY, "processor": None}
ELSEWHERE = replace(TRANSFER, activity=ACTIVITY.id)
MOROCCO = recipient(**CARRIER, name="Helpdesk Rabat", countries=given(("MA",)))


def to(*names: str) -> object:
    """The sound activity with these recipients, beside the one it has."""
    more = tuple(replace(RECIPIENT, name=name, **CARRIER) for name in names)
    return activity(recipients=given((RECIPIENT, *more)))


RECIPIENTS = (
    Case(
        says="it is known who gets the data",
        check="CHK-11", rule="recipients_unknown", article="30(1)(d)", place="recipients",
        trips=activity(recipients=unknown()),
        clear=activity(recipients=none()),
    ),
    Case(
        says="recipients that are only proposed are not settled",
        check="CHK-33", rule="recipients_proposed", article="30(1)(d)", place="recipients", severity="warning",
        trips=activity(recipients=proposed((RECIPIENT,))),
        clear=ACTIVITY,
    ),
    Case(
        says="a processor is linked to its record",
        check="CHK-11", rule="recipient_not_linked", article="28(3), 30(1)(d)", place="recipients.0.processor",
        facts={"name": "Parcels & Co"},
        trips=recipient(processor=None),
        clear=recipient(**CARRIER),
    ),
    Case(
        says="the record of a processor is there",
        check="CHK-11", rule="recipient_gone", article="28(3), 30(1)(d)", place="recipients.0.processor",
        trips=recipient(processor=NOBODY),
        clear=recipient(processor=NOBODY),
        beside_clear=(processor(id=NOBODY),),
    ),
    Case(
        says="partners are no name",
        check="CHK-31", rule="recipient_unnamed", article="30(1)(d), 15(1)(c)", place="recipients.1.name",
        severity="warning", facts={"name": "Our partners"},
        trips=to("Our partners"),
        clear=to("Partners Bank SA"),
    ),
    Case(
        says="a recipient may be said to have no name yet",
        check="CHK-31", rule="recipient_unnamed", article="30(1)(d), 15(1)(c)", place="recipients.0.name",
        severity="warning",
        trips=recipient(**CARRIER, name="Carriers in Lyon", named=False),
        clear=recipient(**CARRIER, name="Carriers in Lyon"),
    ),
    Case(
        says="it is settled what a recipient is",
        check="CHK-33", rule="recipient_to_assess", article="4(7)-(9), 26, 28", place="recipients.0.kind",
        trips=recipient(kind=RecipientKind.TO_ASSESS),
        clear=recipient(kind=RecipientKind.INTERNAL),
    ),
    Case(
        says="a recipient is what its own record says",
        check="CHK-28", rule="recipient_role_differs", article="4(7)-(8), 26, 28", place="recipients.0.kind",
        severity="warning",
        trips=recipient(kind=RecipientKind.THIRD_PARTY),
        clear=recipient(kind=RecipientKind.THIRD_PARTY),
        beside_clear=(processor(role=given(ProcessorRole.CONTROLLER)),),
    ),
    Case(
        says="a recipient in a third country has its transfer",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        facts={"name": "Helpdesk Rabat", "country": "MA"},
        trips=MOROCCO,
        clear=MOROCCO,
        beside_clear=(replace(ELSEWHERE, processor=None),),
    ),
    Case(
        says="Norway is in the EEA, Puerto Rico is not",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        facts={"country": "PR"},
        trips=recipient(**CARRIER, countries=given(("NO", "PR"))),
        clear=recipient(**CARRIER, countries=given(("NO",))),
    ),
    Case(
        says="a transfer to another country is another transfer",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        trips=MOROCCO,
        clear=MOROCCO,
        beside=(replace(ELSEWHERE, country=given("TN")),),
        beside_clear=(replace(ELSEWHERE, country=unknown()),),
    ),
    Case(
        says="the record of a processor tells where it is",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        trips=activity(recipients=ABROAD.recipients),
        clear=ABROAD,
    ),
    Case(
        says="a transfer to another processor is another transfer",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        trips=activity(recipients=ABROAD.recipients),
        clear=activity(recipients=ABROAD.recipients),
        beside=(replace(ELSEWHERE, processor=PROCESSOR.id),),
        beside_clear=(replace(ELSEWHERE, importer="HD Rabat SARL"),),
    ),
    Case(
        says="a transfer without a processor is told by the name of its importer",
        check="CHK-12", rule="transfer_missing", article="30(1)(d)-(e), 44", place="recipients.0.countries",
        trips=activity(recipients=ABROAD.recipients),
        clear=activity(recipients=ABROAD.recipients),
        beside=(replace(ELSEWHERE, processor=None, importer="HD Rabat SARL"),),
        beside_clear=(replace(ELSEWHERE, processor=None, importer="HELPDESK RABAT"),),
    ),
    Case(
        says="joint controllers have an arrangement",
        check="CHK-22", rule="joint_arrangement_missing", article="26(1)", place="joint_arrangement",
        trips=replace(TOGETHER, joint_arrangement=none()),
        clear=TOGETHER,
    ),
    Case(
        says="a joint controller among the recipients is one",
        check="CHK-22", rule="joint_arrangement_missing", article="26(1)", place="joint_arrangement",
        trips=JOINT,
        clear=ACTIVITY,
    ),
    Case(
        says="an arrangement that is only proposed is not settled",
        check="CHK-33", rule="joint_arrangement_proposed", article="26(1)", place="joint_arrangement",
        severity="warning",
        trips=replace(TOGETHER, joint_arrangement=proposed("Agreement of 3 May 2025")),
        clear=TOGETHER,
    ),
    Case(
        says="the essence of the arrangement can be read",
        check="CHK-22", rule="joint_essence_missing", article="26(2)", place="joint_essence",
        trips=replace(TOGETHER, joint_essence=unknown()),
        clear=TOGETHER,
    ),
    Case(
        says="who has a joint controller among the recipients does not deny one above",
        check="CHK-28", rule="joint_denied", article="26(1)", place="joint_controllers", severity="warning",
        facts={"name": "Sister SAS"},
        trips=JOINT,
        clear=replace(TOGETHER, recipients=JOINT.recipients),
    ),
)  # fmt: skip

THIRD_COUNTRIES = (
    Case(
        says="it is known whether data leave",
        check="CHK-33", rule="transfers_unknown", article="30(1)(e)", place="transfers",
        trips=activity(transfers=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="what is only proposed about third countries is not settled",
        check="CHK-33", rule="transfers_proposed", article="30(1)(e)", place="transfers", severity="warning",
        trips=activity(transfers=proposed("None that we know of")),
        clear=ACTIVITY,
    ),
    Case(
        says="who has a transfer does not deny it",
        check="CHK-28", rule="transfers_denied", article="30(1)(e)", place="transfers", severity="warning",
        facts={"name": "Helpdesk Rabat", "country": "MA"},
        trips=replace(ABROAD, transfers=none()),
        clear=ABROAD,
    ),
    Case(
        says="what flows to Norway leaves nothing to deny",
        check="CHK-28", rule="transfers_denied", article="30(1)(e)", place="transfers", severity="warning",
        trips=ACTIVITY,
        clear=ACTIVITY,
        beside=(ELSEWHERE,),
        beside_clear=(replace(ELSEWHERE, country=given("NO")),),
    ),
    Case(
        says="each third country that is named has its transfer",
        check="CHK-12", rule="transfers_unrecorded", article="30(1)(e), 44", place="transfers",
        facts={"country": "TN"},
        trips=replace(ABROAD, transfers=given("Morocco, Tunisia and Belgium")),
        clear=replace(ABROAD, transfers=given("Morocco and Belgium")),
    ),
    Case(
        says="a certificate is no safeguard where data leave",
        check="CHK-13", rule="safeguard_none", article="44, 46", place="safeguards", severity="warning",
        facts={"word": "iso 27001"},
        trips=replace(ABROAD, safeguards=given("ISO 27001")),
        clear=activity(safeguards=given("ISO 27001")),
    ),
    Case(
        says="a transfer makes data leave, whatever is said",
        check="CHK-13", rule="safeguard_none", article="44, 46", place="safeguards", severity="warning",
        trips=replace(ABROAD, transfers=none(), safeguards=given("Privacy policy")),
        clear=activity(transfers=none(), safeguards=given("Privacy policy")),
    ),
    Case(
        says="a third country that is named makes data leave, Belgium does not",
        check="CHK-13", rule="safeguard_none", article="44, 46", place="safeguards", severity="warning",
        trips=activity(transfers=given("Support from Tunisia"), safeguards=given("PCI DSS")),
        clear=activity(transfers=given("Support from Belgium"), safeguards=given("PCI DSS")),
    ),
    Case(
        says="where nothing is known of third countries data count as leaving",
        check="CHK-13", rule="safeguard_none", article="44, 46", place="safeguards", severity="warning",
        trips=activity(transfers=unknown(), safeguards=given("Anonymisation")),
        clear=replace(ABROAD, safeguards=given("Standard contractual clauses")),
    ),
)  # fmt: skip
CASES = (*RECIPIENTS, *THIRD_COUNTRIES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_not_said_of_recipients_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_recipients_has_a_case():
    assert untried(recipients, CASES) == []


def test_every_rule_about_third_countries_has_a_case_of_an_activity():
    tried = (flows.said, flows.denied, flows.without_record, flows.no_safeguard)
    assert {rule.__name__ for rule in tried}.isdisjoint(untried(flows, THIRD_COUNTRIES))


@pytest.mark.parametrize(
    ("kind", "role", "differs"),
    [
        (RecipientKind.PROCESSOR, ProcessorRole.PROCESSOR, False),
        (RecipientKind.PROCESSOR, ProcessorRole.CONTROLLER, True),
        (RecipientKind.PROCESSOR, ProcessorRole.JOINT_CONTROLLER, True),
        (RecipientKind.THIRD_PARTY, ProcessorRole.CONTROLLER, False),
        (RecipientKind.AUTHORITY, ProcessorRole.CONTROLLER, False),
        (RecipientKind.AUTHORITY, ProcessorRole.PROCESSOR, True),
        (RecipientKind.JOINT_CONTROLLER, ProcessorRole.JOINT_CONTROLLER, False),
        (RecipientKind.JOINT_CONTROLLER, ProcessorRole.CONTROLLER, True),
        (RecipientKind.INTERNAL, ProcessorRole.PROCESSOR, False),
    ],
)
def test_only_roles_that_exclude_each_other_differ(kind, role, differs):
    gaps = check(recipient(kind=kind), [processor(role=given(role))])
    assert ("recipient_role_differs" in {gap.rule for gap in gaps}) is differs


def test_a_role_nobody_knows_differs_from_nothing():
    gaps = check(recipient(kind=RecipientKind.THIRD_PARTY), [processor(role=unknown())])
    assert "recipient_role_differs" not in {gap.rule for gap in gaps}


def test_records_in_the_trash_are_not_around():
    empty = around(checks.Records(activities=(ABROAD,)))
    assert {gap.rule for gap in checks.check_activity(ABROAD, empty)} == {
        "recipient_gone",
        "transfers_unrecorded",
    }
