"""The example that ships: whole, honest about what its source leaves open, and fit to show a blocked and a full answer."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from dpo_desk.domain.activity import Activity, LegalBasis, RecipientKind, TimeUnit
from dpo_desk.domain.case import Identity, Outcome, RequestCase, RightAsked
from dpo_desk.domain.completeness import Gap, Severity, access_gaps
from dpo_desk.domain.facts import Fact, Known, proposed
from dpo_desk.domain.ids import CalendarId, CaseId
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer import Frequency
from dpo_desk.library.calendars import calendar_ids
from dpo_desk.library.checklists import dpia
from dpo_desk.library.lawbook import authority, regime
from dpo_desk.library.sample import Sample, load_sample
from dpo_desk.library.sample_cases import SampleCase, StepKind
from dpo_desk.library.transfer_law import transfer_tools
from dpo_desk.library.wording import languages

POLICY_FOLDER = Path(__file__).parents[4] / "shared" / "policy"
SOURCES = sorted(POLICY_FOLDER.glob("000_*.txt"))
FULLY_NAMED = ("P04", "P05", "P07", "P20", "P22")
UNNAMED = {
    "after-sales",
    "call-centre-ma",
    "communication-tools",
    "crm",
    "advertising",
    "hosting",
    "it-services",
    "trusted-third-parties",
    "carriers",
}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample()


def _case(sample: Sample, key: str) -> SampleCase:
    return next(case for case in sample.cases if case.key == key)


def _gaps(sample: Sample, key: str) -> tuple[Gap, ...]:
    """What stands between the request, as its steps leave it, and a full answer."""
    told = _case(sample, key)
    findings = next(step.findings for step in told.steps if step.kind is StepKind.FINDINGS)
    proven = any(step.kind is StepKind.PROVE_IDENTITY for step in told.steps)
    case = RequestCase(
        id=CaseId(key),
        ref=key,
        person=told.person.id,
        regime=told.regime,
        rights=tuple(RightAsked(right=right, received=told.received) for right in told.rights),
        received=told.received,
        channel=told.channel,
        asked=told.asked,
        language=told.language,
        calendar=CalendarId("FR"),
        identity=Identity(how="known", proven_on=told.received) if proven else Identity(),
        findings=findings,
    )
    register = dict(sample.activities)
    found = [register[f.activity] for f in findings if f.outcome is Outcome.FOUND]
    ids = {activity.id for activity in found}
    return access_gaps(case, told.person, found, [t for _, t in sample.transfers if t.activity in ids])


def _retentions(activity: Activity) -> list[Fact[object]]:
    return [category.retention for category in activity.categories.value or ()]


# --- the register ----------------------------------------------------------------------------------------------------


def test_the_register_holds_the_28_activities_in_order(sample: Sample) -> None:
    assert [key for key, _ in sample.activities] == [f"P{number:02}" for number in range(1, 29)]
    assert all(activity.id == activity.ref == key for key, activity in sample.activities)


def test_the_organisation_is_marked_as_a_sample_and_can_write_and_be_written_to(sample: Sample) -> None:
    organisation = sample.organisation
    assert organisation.is_sample
    assert organisation.address.complete
    assert organisation.letters_from.complete
    assert organisation.letters_from.country == "FR"
    assert organisation.representative.known is Known.UNKNOWN


def test_every_activity_has_a_purpose_something_to_clarify_and_evidence_of_the_one_source(
    sample: Sample,
) -> None:
    for key, activity in sample.activities:
        assert activity.purposes, key
        assert activity.to_clarify, key
        assert activity.evidence, key
    records = (*sample.activities, *sample.processors, *sample.transfers)
    hashes = {e.source_sha256 for _, record in records for e in record.evidence}
    assert hashes == {sample.policy_sha256}


def test_only_the_trustbadge_has_a_legal_basis_its_source_gives(sample: Sample) -> None:
    given = {k for k, a in sample.activities for p in a.purposes if p.basis.known is Known.GIVEN}
    assert given == {"P20"}
    badge = dict(sample.activities)["P20"]
    assert {p.basis.value for p in badge.purposes} == {LegalBasis.LEGITIMATE_INTERESTS}


def test_a_basis_that_is_proposed_comes_with_its_reason(sample: Sample) -> None:
    assert all(
        p.reason.value for _, a in sample.activities for p in a.purposes if p.basis.known is Known.PROPOSED
    )


def test_only_the_periods_the_source_states_are_given(sample: Sample) -> None:
    given = {
        (period.number, period.unit)
        for _, activity in sample.activities
        for fact in _retentions(activity)
        if fact.known is Known.GIVEN
        for period in fact.value.periods
    }
    assert given == {(3, TimeUnit.YEARS), (6, TimeUnit.YEARS), (13, TimeUnit.MONTHS), (8, TimeUnit.DAYS)}


def test_three_years_or_six_stay_two_periods(sample: Sample) -> None:
    account = dict(sample.activities)["P01"]
    periods = account.categories.value[0].retention.value.periods
    assert [(p.number, p.trigger) for p in periods] == [(3, "the last activity"), (6, "the last order")]


def test_the_fraud_alert_file_has_no_retention(sample: Sample) -> None:
    file = dict(sample.activities)["P06"]
    assert {fact.known for fact in _retentions(file)} == {Known.UNKNOWN}


def test_what_needs_an_impact_assessment_is_only_proposed_with_criteria_of_the_law_as_data(
    sample: Sample,
) -> None:
    law = dpia()
    needed = set()
    for key, activity in sample.activities:
        for fact in (activity.dpia_criteria, activity.dpia_listed, activity.dpia_needed, activity.dpia):
            assert fact.known in (Known.PROPOSED, Known.UNKNOWN), key
        assert set(activity.dpia_criteria.value or ()) <= {each.id for each in law.criteria}, key
        assert set(activity.dpia_listed.value or ()) <= {each.id for each in law.listed}, key
        if activity.dpia_needed.value is Answer.YES:
            needed.add(key)
            assert len(activity.dpia_criteria.value or ()) >= law.enough, key
            assert activity.dpia.value, key
    assert needed == {"P04", "P05", "P06", "P13", "P15", "P19"}


def test_intrusive_data_come_with_a_note_on_why_they_are_needed(sample: Sample) -> None:
    noted = {key for key, activity in sample.activities if activity.minimisation.value}
    assert noted == {"P01", "P04", "P12", "P25", "P28"}


def test_data_on_offences_are_looked_for_where_fraud_is_and_never_taken_as_certain(sample: Sample) -> None:
    criminal = {
        key: category.criminal.known
        for key, activity in sample.activities
        for category in activity.categories.value or ()
        if category.criminal.value
    }
    assert criminal == {"P06": Known.PROPOSED, "P22": Known.PROPOSED}


def test_minors_are_named_where_the_source_speaks_of_them(sample: Sample) -> None:
    assert {key for key, activity in sample.activities if activity.vulnerable.value} == {"P01", "P28"}


def test_joint_controllers_are_proposed_and_no_arrangement_is_known(sample: Sample) -> None:
    joint = {key for key, activity in sample.activities if activity.joint_controllers.value}
    assert joint == {"P17", "P18", "P19", "P20"}
    for key, activity in sample.activities:
        assert activity.joint_controllers.known is not Known.GIVEN, key
        assert activity.joint_arrangement.known is Known.UNKNOWN, key


def test_what_a_person_can_do_against_legitimate_interests_is_told_as_the_source_does(sample: Sample) -> None:
    purposes = [
        p
        for _, a in sample.activities
        for p in a.purposes
        if p.basis.value is LegalBasis.LEGITIMATE_INTERESTS
    ]
    assert purposes
    assert all(purpose.objection.known is Known.GIVEN for purpose in purposes)
    assert all(purpose.balancing.known is Known.UNKNOWN for purpose in purposes)


def test_an_archive_is_mentioned_but_has_no_length(sample: Sample) -> None:
    archives = [
        c.archive.value for _, a in sample.activities for c in a.categories.value or () if c.archive.value
    ]
    assert archives
    assert not [archive for archive in archives if archive.periods]


def test_what_concerns_no_single_record_is_told_with_the_organisation(sample: Sample) -> None:
    told = sample.organisation.to_clarify.splitlines()
    assert len(told) > 10
    assert any("Art. 30(2)" in line for line in told)  # why the register as processor is empty


# --- who gets data ---------------------------------------------------------------------------------------------------


def test_exactly_nine_recipients_have_no_name(sample: Sample) -> None:
    assert {key for key, processor in sample.processors if not processor.named} == UNNAMED


def test_no_contract_is_known_for_nothing_is_said_about_any(sample: Sample) -> None:
    assert {processor.contract.known for _, processor in sample.processors} == {Known.UNKNOWN}


def test_a_role_is_never_given_only_proposed(sample: Sample) -> None:
    assert all(processor.role.known in (Known.PROPOSED, Known.UNKNOWN) for _, processor in sample.processors)


def test_what_a_recipient_decides_is_never_given_for_the_source_does_not_say(sample: Sample) -> None:
    kinds = {
        recipient.kind
        for _, activity in sample.activities
        if activity.recipients.known is Known.GIVEN
        for recipient in activity.recipients.value or ()
    }
    assert not kinds & {RecipientKind.JOINT_CONTROLLER, RecipientKind.THIRD_PARTY}


def test_only_one_certificate_is_named_and_nobody_says_how_long_it_holds(sample: Sample) -> None:
    shown = {key: p.assurances.value for key, p in sample.processors if p.assurances.value}
    assert list(shown) == ["adyen"]
    (certificate,) = shown["adyen"]
    assert certificate.name == "PCI-DSS"
    assert certificate.expires_on is None


def test_what_contracts_say_is_unknown_item_by_item(sample: Sample) -> None:
    assert not [key for key, processor in sample.processors if processor.clauses]


def test_only_the_insurance_broker_is_known_to_engage_others(sample: Sample) -> None:
    engaging = {
        key: [each.processor for each in processor.subprocessors.value]
        for key, processor in sample.processors
        if processor.subprocessors.value
    }
    assert engaging == {"gras-savoye": ["trusted-third-parties"]}


def test_a_role_that_is_proposed_comes_with_its_reason(sample: Sample) -> None:
    for key, processor in sample.processors:
        assert bool(processor.role.value) == bool(processor.role_reason.value), key


def test_what_the_source_says_a_recipient_does_for_itself_is_given(sample: Sample) -> None:
    given = {key for key, processor in sample.processors if processor.own_purposes.known is Known.GIVEN}
    assert given == {"iadvize", "trusted-shops"}


def test_the_register_shows_all_four_answers(sample: Sample) -> None:
    activities = [activity for _, activity in sample.activities]
    seen = {fact.known for a in activities for fact in (a.source, a.transfers, a.recipients, a.dpia)}
    assert seen == set(Known)


def test_that_data_come_from_nobody_else_is_said_only_where_the_person_gave_them(sample: Sample) -> None:
    from_the_person = {key for key, activity in sample.activities if activity.source.known is Known.NONE}
    assert from_the_person == {"P01", "P07", "P11", "P23"}


def test_a_recipient_called_processor_is_one_in_its_own_record_too(sample: Sample) -> None:
    processors = dict(sample.processors)
    for key, activity in sample.activities:
        for recipient in activity.recipients.value or ():
            if recipient.kind is RecipientKind.PROCESSOR:
                assert processors[recipient.processor].role.value in ("processor", "mixed"), (
                    key,
                    recipient.name,
                )


def test_every_transfer_belongs_to_an_activity_and_an_organisation_of_the_sample(sample: Sample) -> None:
    activities, processors = dict(sample.activities), dict(sample.processors)
    for key, transfer in sample.transfers:
        assert transfer.activity in activities, key
        assert transfer.importer == processors[transfer.processor].name, key


def test_no_tool_of_a_transfer_is_given_for_the_source_names_none(sample: Sample) -> None:
    assert all(transfer.tool.known in (Known.PROPOSED, Known.UNKNOWN) for _, transfer in sample.transfers)


def test_every_transfer_says_what_flows_and_that_it_probably_never_stops(sample: Sample) -> None:
    for key, transfer in sample.transfers:
        assert transfer.data.value, key
        assert transfer.frequency == proposed(Frequency.SYSTEMATIC), key
        assert transfer.assessment.known is Known.UNKNOWN, key


def test_who_a_transfer_of_an_activity_goes_to_is_among_its_recipients(sample: Sample) -> None:
    activities = dict(sample.activities)
    for key, transfer in sample.transfers:
        recipients = activities[transfer.activity].recipients.value or ()
        assert transfer.processor in {r.processor for r in recipients}, key


# --- the two answers the demonstration shows --------------------------------------------------------------------------


def test_camille_cannot_be_answered_while_recipients_have_no_name(sample: Sample) -> None:
    names = {gap.facts["name"] for gap in _gaps(sample, "camille") if gap.rule == "access_recipient_unnamed"}
    processors = dict(sample.processors)
    # The ninth gets data from an insurer's partner, behind a recipient which has a name.
    assert names == {processors[key].name for key in UNNAMED - {"trusted-third-parties"}}


def test_nora_can_be_answered_in_full_with_nothing_worse_than_proposals(sample: Sample) -> None:
    gaps = _gaps(sample, "nora")
    assert gaps
    assert {gap.severity for gap in gaps} == {Severity.WARNING}


def test_nora_without_a_proven_identity_could_not_be_answered(sample: Sample) -> None:
    told = _case(sample, "nora")
    steps = tuple(step for step in told.steps if step.kind is not StepKind.PROVE_IDENTITY)
    changed = replace(sample, cases=(replace(told, steps=steps),))
    assert "identity_not_proven" in {gap.rule for gap in _gaps(changed, "nora")}


def test_noras_data_lie_in_the_activities_whose_recipients_all_have_a_name(sample: Sample) -> None:
    findings = next(s.findings for s in _case(sample, "nora").steps if s.kind is StepKind.FINDINGS)
    assert tuple(f.activity for f in findings if f.outcome is Outcome.FOUND) == FULLY_NAMED
    assert all(f.data for f in findings if f.outcome is Outcome.FOUND)
    for key in FULLY_NAMED:
        activity = dict(sample.activities)[key]
        assert all(recipient.named for recipient in activity.recipients.value), key
        assert {f.known for f in _retentions(activity)} <= {Known.GIVEN, Known.PROPOSED}, key


# --- the requests ----------------------------------------------------------------------------------------------------


def test_every_request_comes_from_an_invented_person_a_letter_can_reach(sample: Sample) -> None:
    marks = ("fictiv", "fiktiv", "ficti", "fictí", "fikcyjn", "finta")
    for case in sample.cases:
        assert any(mark in case.person.name.casefold() for mark in marks), case.key
        assert case.person.address.complete, case.key
        assert case.person.email.endswith("@example.org") or not case.person.email, case.key
        assert case.language in languages(), case.key
        assert case.rights, case.key


def test_the_requests_stand_in_different_states(sample: Sample) -> None:
    steps = {case.key: [step.kind.value for step in case.steps] for case in sample.cases}
    assert {key: steps[key] for key in ("camille", "jonas", "ines", "paul", "giulia", "nora")} == {
        "camille": ["prove_identity", "acknowledge", "findings"],
        "jonas": ["acknowledge"],
        "ines": ["acknowledge", "prove_identity", "extend"],
        "paul": ["search", "decide", "answer_on", "close"],
        "giulia": [],
        "nora": ["prove_identity", "acknowledge", "findings"],
    }


def test_the_steps_of_a_request_follow_its_receipt_in_order(sample: Sample) -> None:
    for case in sample.cases:
        days = [case.received, *(step.on for step in case.steps if step.on)]
        assert days == sorted(days), case.key
        assert days[-1] <= date(2026, 11, 23), case.key


def test_the_period_of_ines_is_extended_within_the_first_month(sample: Sample) -> None:
    case = _case(sample, "ines")
    notice = next(step for step in case.steps if step.kind is StepKind.EXTEND)
    assert notice.text
    assert notice.on <= case.received + timedelta(days=30)


def test_labels_of_data_hold_no_colon_so_that_a_line_can_be_read_back(sample: Sample) -> None:
    findings = [f for case in sample.cases for step in case.steps for f in step.findings]
    labels = [label for finding in findings for label, _ in finding.data]
    assert labels
    assert not [label for label in labels if ":" in label]


# --- the words of the law ----------------------------------------------------------------------------------------------


def test_rights_tools_authority_and_calendar_are_known_to_the_law_as_data(sample: Sample) -> None:
    for case in sample.cases:
        assert set(case.rights) <= {right.id for right in regime(case.regime).rights}, case.key
    tools = {tool.id for tool in transfer_tools()}
    assert {t.tool.value for _, t in sample.transfers if t.tool.value} <= tools
    assert authority(sample.organisation.authority)
    assert sample.organisation.holiday_calendar in calendar_ids()


def test_the_objection_to_marketing_asks_nobody_for_proof(sample: Sample) -> None:
    paul = _case(sample, "paul")
    assert not regime(paul.regime).right(paul.rights[0]).identity_may_be_asked
    assert StepKind.ASK not in {step.kind for step in paul.steps}


# --- the source, where it is at hand ----------------------------------------------------------------------------------


@pytest.mark.skipif(not SOURCES, reason="the policy's text is not part of the project")
def test_every_quotation_and_every_section_stands_word_for_word_in_the_source(sample: Sample) -> None:
    text = SOURCES[0].read_text("utf-8")
    for key, record in (*sample.activities, *sample.processors, *sample.transfers):
        for evidence in record.evidence:
            assert evidence.quote in text, key
            assert all(part in text for part in evidence.section.split(" / ")), key


@pytest.mark.skipif(not SOURCES, reason="the policy's text is not part of the project")
def test_the_hash_is_that_of_the_source(sample: Sample) -> None:
    assert hashlib.sha256(SOURCES[0].read_bytes()).hexdigest() == sample.policy_sha256
