"""The example of Back Market as it stands in a real vault, built through the services of the window."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.case import CaseState, EntryKind
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.library.sample import load_sample
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.register_selection import RegisterOrder
from dpo_desk.services.sample import case_draft, fill_with_sample, finding_drafts
from tests.unit.services.facts_in import facts_in

PERSONS = [case.person.name for case in load_sample().cases]


def cases(desk):
    return {
        line.person.split()[0]: desk.cases.view(line.id)
        for line in desk.cases.lines(desk.cases.ids(ListQuery()))
    }


def activities(desk):
    ids = desk.register.activities.ids(ListQuery(sort="ref"))
    return [desk.register.activities.get(each).record for each in ids]


def known(records):
    return {fact.known for each in records for fact in facts_in(each)}


def test_the_register_has_the_28_activities_in_order(sample):
    found = activities(sample)
    assert [each.ref for each in found] == [f"P-{number:03}" for number in range(1, 29)]
    assert all(each.name and each.evidence for each in found)
    assert len({each.name for each in found}) == 28


def test_what_the_policy_does_not_say_is_unknown_or_proposed_and_never_settled(sample):
    assert {Known.UNKNOWN, Known.PROPOSED, Known.GIVEN} <= known(activities(sample))
    processors = [
        sample.register.processors.get(i).record for i in sample.register.processors.ids(ListQuery())
    ]
    transfers = [sample.register.transfers.get(i).record for i in sample.register.transfers.ids(ListQuery())]
    assert Known.UNKNOWN in known(processors) & known(transfers)
    # "none" is a confirmed absence; the policy confirms one only: data come from nobody but the person
    without_source = [replace(each, source=Fact()) for each in activities(sample)]
    assert Known.NONE not in known((*without_source, *processors, *transfers))
    assert Known.NONE in known(activities(sample))


def test_recipients_lead_to_their_processors(sample):
    ids = set(sample.register.processors.ids(ListQuery()))
    linked = {r.processor for each in activities(sample) for r in each.recipients.value or () if r.processor}
    assert linked
    assert linked <= ids
    names = {sample.register.processors.get(each).record.name for each in ids}
    for name in ("Adyen", "Signifyd", "iAdvize", "Gras Savoye", "Trusted Shops", "Kronos", "Facebook"):
        assert [found for found in names if name in found], name


def test_the_named_and_the_unnamed_are_told_apart(sample):
    unnamed = {r.name for each in activities(sample) for r in each.recipients.value or () if not r.named}
    assert len(unnamed) >= 5


def test_the_requests_stand_in_different_states(sample):
    found = cases(sample)
    assert len(found) == 15
    states = {view.case.state for view in found.values()}
    assert {
        CaseState.RECEIVED,
        CaseState.IDENTITY,
        CaseState.IN_WORK,
        CaseState.EXTENDED,
        CaseState.REFUSED,
        CaseState.WITHDRAWN,
        CaseState.CLOSED,
    } <= states
    assert {view.case.regime for view in found.values()} == {
        "eu-gdpr",
        "uk-gdpr",
        "us-ca",
        "policy-promises",
    }
    assert found["Hélène"].case.due is None
    assert found["Hélène"].concerned.name.startswith("Aimé")
    assert found["Olivia"].case.due == date(2026, 12, 10)  # the month began with the proof
    assert found["Sam"].case.acknowledge_by == date(2026, 12, 4)
    assert found["Anna"].tasks
    assert found["Giulia"].clock.late
    assert found["Giulia"].case.due == date(2026, 9, 30)
    assert found["Inès"].clock.reply.extended
    assert found["Inès"].case.due == date(2027, 2, 1)
    assert found["Paul"].case.state is CaseState.CLOSED
    assert set(found["Jonas"].case.right_ids) == {"access", "portability"}
    assert not [view for view in found.values() if view.case.open and not view.next_steps]


def test_the_history_of_each_request_tells_its_own_days(sample):
    for view in cases(sample).values():
        days = [entry.at.date() for entry in view.timeline]
        assert days == sorted(days)
        assert days[0] == view.case.received
        assert view.timeline[0].kind is EntryKind.RECEIVED


def test_unnamed_recipients_rightly_block_the_answer_to_camille(sample):
    composed = sample.papers.compose(cases(sample)["Camille"].case.id, "access_answer", "fr")
    rules = {gap.rule for gap in composed.blockers}
    assert "access_recipient_unnamed" in rules
    assert all(gap.facts for gap in composed.blockers)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nora_can_be_answered_in_full(sample, language):
    nora = cases(sample)["Nora"].case.id
    composed = sample.papers.compose(nora, "access_answer", language)
    assert composed.blockers == ()
    assert composed.letter.gaps() == ()
    assert not [gap for gap in composed.gaps if gap.severity is Severity.ERROR]
    paper = sample.papers.finish(nora, composed.letter)
    assert cases(sample)["Nora"].case.state is CaseState.ANSWERED_FULLY
    assert hashlib.sha256(sample.papers.pdf(paper.id)).hexdigest() == paper.sha256


def test_the_papers_of_the_story_are_archived_and_name_nobody(sample):
    papers = [sample.papers.paper(each) for each in sample.papers.ids(ListQuery())]
    acknowledged = [view for view in cases(sample).values() if view.case.acknowledged_on]
    assert len(papers) == len(acknowledged) >= 4
    for paper in papers:
        assert sample.papers.pdf(paper.id).startswith(b"%PDF-")
        assert not [name for name in PERSONS for part in name.split() if part in paper.title]


def test_the_register_can_be_printed(sample):
    assert sample.register_papers.finish(RegisterOrder(language="fr")).pages > 28


def test_the_journal_of_the_finished_vault_is_whole(sample):
    with sample.vault.work(read_only=True) as unit:
        assert unit.audit.broken_at() is None
        assert unit.organisation.get().is_sample
    sample.vault.check()


def test_a_request_can_be_left_out_and_taken_in_later(empty):
    desk = empty
    ids = fill_with_sample(desk.vault.work, desk.clock, leave_out=frozenset({"nora"}))
    assert "Nora" not in cases(desk)
    story = next(case for case in load_sample().cases if case.key == "nora")
    view = desk.cases.open_case(case_draft(story, date(2026, 3, 2)))
    step = next(step for step in story.steps if step.findings)
    kept = desk.case_work.record_findings(view.case.id, finding_drafts(step.findings, ids)).case.findings
    assert [finding.data for finding in kept] == [finding.data for finding in step.findings]


def test_no_fact_of_the_sample_is_settled_without_a_source(sample):
    proposed = [f for each in activities(sample) for f in facts_in(each) if f.known is Known.PROPOSED]
    assert proposed
    assert all(isinstance(fact, Fact) and fact.value for fact in proposed)


def test_nothing_of_a_vault_with_the_sample_can_be_read_from_its_file(sample):
    sample.vault.lock()
    content = sample.path.read_bytes()
    words = [*PERSONS, "Back Market", "SQLite format 3", "Adyen"]
    assert not [
        word for word in words for code in ("utf-8", "utf-16-le", "utf-16-be") if word.encode(code) in content
    ]
