"""A record and the words it was taken from: for each rule a quotation that trips it, and one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.activity import Afterwards, Recipient, RecipientKind, Retention
from dpo_desk.domain.checks import SourceText, evidence
from dpo_desk.domain.facts import given, none, unknown
from dpo_desk.domain.processor import SubProcessor
from dpo_desk.domain.record import Evidence
from tests.unit.domain.checks.sound import (
    ABROAD,
    HELPDESK,
    ORGANISATION,
    RETENTION,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    category,
    client,
    kept,
    processor,
    recipient,
    transfer,
    untried,
)

NOTICE = SourceText(text="We keep the\n“delivery address” for three years.", sha256="2" * 64)
AT = {"place": "evidence.0.quote"}
GONE = {"check": "CHK-27", "rule": "evidence_gone", "article": "5(1)(d), 24(1)", "severity": "hint", **AT}
LENGTH = {
    "check": "CHK-28",
    "rule": "evidence_length",
    "article": "5(1)(e), 30(1)(f)",
    "severity": "warning",
    **AT,
}
COUNTRY = {"check": "CHK-28", "rule": "evidence_country", "article": "30(1)(e)", "severity": "warning", **AT}
OTHER = {**COUNTRY, "rule": "evidence_other_country"}
RECIPIENT = {
    "check": "CHK-28",
    "rule": "evidence_recipient",
    "article": "30(1)(d)",
    "severity": "warning",
    **AT,
}


def quoting(quote, made_from=""):
    return {"evidence": (Evidence(quote=quote, source_sha256=made_from),)}


LATER = quoting("We keep everything for five years.", "1" * 64)
IN_ARCHIVE = replace(RETENTION, periods=(replace(RETENTION.periods[0], number=6),), law=given("An act"))
BY_HELPDESK = Recipient(name="The helpdesk", kind=RecipientKind.PROCESSOR, processor=HELPDESK.id)


def also_archived(**fields):
    archived = replace(RETENTION, then=given(Afterwards.ARCHIVE))
    return replace(category(retention=given(archived), archive=given(IN_ARCHIVE)), **fields)


CASES = (
    # --- the words are gone
    Case(
        says="the source says so no longer", facts={"quote": "We keep everything for five years."},
        trips=client(**LATER), clear=client(**quoting("We keep the \"delivery address\"", "1" * 64)),
        around={"source": NOTICE}, **GONE,
    ),
    Case(
        says="a quotation made from this very text need not be looked for",
        trips=transfer(**LATER), clear=transfer(**quoting("We keep everything.", NOTICE.sha256)),
        around={"source": NOTICE}, **GONE,
    ),
    Case(
        says="a quotation from nowhere, or without a source kept, cannot be looked for",
        trips=processor(**LATER), clear=processor(**quoting("We keep everything for five years.")),
        around={"source": NOTICE}, **GONE,
    ),
    # --- lengths of time
    Case(
        says="another length than that of the record", facts={"length": "5 years"},
        trips=activity(**quoting("Kept for five years.")), clear=activity(**quoting("Kept for 36 months.")), **LENGTH,
    ),
    Case(
        says="the length of the archive counts, too", facts={"length": "6 years"},
        trips=activity(**quoting("Then archived for six years.")),
        clear=also_archived(**quoting("Then archived for six years.")), **LENGTH,
    ),
    Case(
        says="the rule of the record is read as well; ages are no lengths", facts={"length": "2 years"},
        trips=activity(**quoting("Persons 18 years of age: 2 years.")),
        clear=replace(kept(rule="Two years for the young."), **quoting("Persons 18 years of age: 2 years.")), **LENGTH,
    ),
    Case(
        says="a record with words only has no lengths to differ from", facts={"length": "5 years"},
        trips=activity(**quoting("Kept for 5 years.")),
        clear=replace(category(retention=given(Retention(rule="By contract"))), **quoting("Kept for 5 years.")), **LENGTH,
    ),
    # --- countries
    Case(
        says="a third country the record does not speak of", facts={"country": "MA"},
        trips=activity(**quoting("Answered in Morocco.")), clear=activity(**quoting("Answered in Belgium.")), **COUNTRY,
    ),
    Case(
        says="what the activity says itself counts", facts={"country": "MA"},
        trips=activity(**quoting("Answered in Morocco.")),
        clear=activity(locations=given("Rabat, Maroc"), **quoting("Answered in Morocco.")), **COUNTRY,
    ),
    Case(
        says="where a recipient is counts, in the activity or in the recipient’s own record", facts={"country": "US"},
        trips=replace(ABROAD, transfers=unknown(), **quoting("Hosted in the United States.")), beside=(),
        clear=replace(ABROAD, transfers=unknown(), **quoting("Hosted in the United States.")),
        beside_clear=(replace(HELPDESK, countries=given(("US",))),), **COUNTRY,
    ),
    Case(
        says="the transfers of the activity count", facts={"country": "MA"},
        trips=activity(**quoting("Answered in Morocco.")),
        clear=replace(ABROAD, recipients=none(), transfers=none(), **quoting("Answered in Morocco.")), **COUNTRY,
    ),
    Case(
        says="a processor is asked for its countries", facts={"country": "MA"},
        trips=processor(**quoting("Une équipe marocaine.")), clear=replace(HELPDESK, **quoting("Une équipe marocaine.")), **COUNTRY,
    ),
    Case(
        says="the countries of the processor count before any transfer is recorded", facts={"country": "TN"},
        trips=processor(**quoting("In Tunisia.")),
        clear=processor(countries=given(("FR", "TN")), **quoting("In Tunisia.")), **COUNTRY,
    ),
    Case(
        says="a recipient without a record says itself where it is", facts={"country": "TN"},
        trips=activity(**quoting("In Tunisia.")),
        clear=replace(recipient(processor=None, countries=given(("TN",))), **quoting("In Tunisia.")), **COUNTRY,
    ),
    Case(
        says="where a sub-processor is counts for the processor", facts={"country": "TN"},
        trips=processor(**quoting("In Tunisia.")),
        clear=processor(
            subprocessors=given((SubProcessor(name="Tunis SA", countries=given(("TN",))),)), **quoting("In Tunisia.")
        ), **COUNTRY,
    ),
    Case(
        says="a transfer that goes elsewhere than its quotation", facts={"country": "TN"},
        trips=transfer(**quoting("Sent to Tunisia.")), clear=transfer(**quoting("Sent to Tunisia and Morocco.")), **OTHER,
    ),
    Case(
        says="a quotation that names no third country says nothing against the transfer", facts={"country": "US"},
        trips=transfer(**quoting("From Spain to the United States.")), clear=transfer(**quoting("From Spain.")), **OTHER,
    ),
    # --- recipients
    Case(
        says="an organisation with a record of its own is quoted, but gets nothing", facts={"name": "Helpdesk Rabat"},
        trips=activity(**quoting("Helpdesk Rabat answers.")), clear=activity(**quoting("Parcels & Co delivers.")), **RECIPIENT,
    ),
    Case(
        says="a recipient linked by its record may be called otherwise", facts={"name": "Helpdesk Rabat"},
        trips=activity(**quoting("Helpdesk Rabat answers.")),
        clear=activity(recipients=given((BY_HELPDESK,)), **quoting("Helpdesk Rabat answers.")), **RECIPIENT,
    ),
    Case(
        says="the organisation itself is no recipient", facts={"name": "Helpdesk Rabat"},
        trips=activity(**quoting("Helpdesk Rabat answers.")), clear=activity(**quoting("Helpdesk Rabat answers.")),
        around_clear={"organisation": replace(ORGANISATION, name="Helpdesk Rabat SARL")}, **RECIPIENT,
    ),
    Case(
        says="a joint controller is told elsewhere", facts={"name": "Helpdesk Rabat"},
        trips=activity(**quoting("Helpdesk Rabat answers.")),
        clear=activity(joint_controllers=given(("Helpdesk Rabat, Morocco",)), **quoting("Helpdesk Rabat answers.")), **RECIPIENT,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_where_a_record_and_its_source_part_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_that_agrees_with_its_source_is_left_alone(case):
    assert_left_alone(case)


def test_without_a_source_kept_nothing_is_said_to_be_gone():
    (case,) = (each for each in CASES if each.trips == client(**LATER))
    assert_left_alone(replace(case, clear=case.trips, around_clear={"source": None}))


def test_every_rule_about_evidence_has_a_case():
    assert untried(evidence, CASES) == []
