"""The history of a request in words, one sentence for whatever can happen."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from dpo_desk.domain.case import Channel, EntryKind, TimelineEntry
from dpo_desk.library.wording import languages, wording
from dpo_desk.paper import LETTERS
from dpo_desk.services.case_work import DecisionDraft, QuestionDraft, ToldDraft
from dpo_desk.services.history import timeline_text
from dpo_desk.services.intake import FindingDraft
from dpo_desk.services.letters import ACKNOWLEDGEMENT
from tests.desks import NOON, ZOE, a_request, an_activity, ready_to_answer


def asked(desk, case, reason, on, proof="email", kind="identity"):
    return desk.case_work.ask(case, QuestionDraft(kind=kind, reason=reason, proof=proof, on=on))


def granted(**fields):
    return DecisionDraft(**{"result": "granted", "on": "2026-03-02", **fields})


@pytest.fixture
def lived(desk):
    """The histories of requests to which everything happened that can."""
    cases, work = desk.cases, desk.case_work
    first = ready_to_answer(desk, rights=("access", "erasure"))
    cases.save_person(first, ZOE)
    cases.choose_calendar(first, "DE-NW", "Answered in Cologne")
    cases.repeat(first, "2026-03-02")
    cases.add_right(first, "rectification", "2026-03-02")
    work.extend(first, "Complex", "2026-03-02")
    cases.note(first, "{braces} <b>& markup</b>")
    desk.papers.finish(first, desk.papers.compose(first, ACKNOWLEDGEMENT, "fr").letter)
    for right in ("access", "erasure", "rectification"):
        work.decide(first, granted(right=right))
    work.carry_out(first, "erasure", "2026-03-02")
    work.tell_recipients(first, [ToldDraft(on="2026-03-02")] * len(cases.view(first).case.told))
    work.mark_answered(first, "2026-03-02")
    work.reopen(first)
    work.take_decision_back(first, "erasure")
    work.end_unanswered(first, "forwarded")
    second = cases.open_case(a_request(channel="post", rights=("access", "restriction"))).case.id
    cases.correct_receipt(second, "2026-03-01", "The stamp says so")
    for kind in ("identity", "clarification"):
        asked(desk, second, "why", "2026-03-02", kind=kind)
        for enough in (False, True):
            work.record_answer(second, "2026-03-02", "how", sufficient=enough)
            if not enough:
                asked(desk, second, "again", "2026-03-02", kind=kind)
    work.take_back(second, "a mistake")
    saved = desk.register.activities.save(None, an_activity(name="Other")).record.id
    work.record_findings(second, [FindingDraft(activity=saved, outcome="nothing")])
    work.decide(second, granted(right="restriction"))
    work.withdraw(second, "2026-03-02", "rang up")
    third = cases.open_case(a_request(regime="uk-gdpr")).case.id
    asked(desk, third, "why", "2026-03-02", kind="fee")
    work.record_answer(third, "2026-03-02", "", sufficient=True)
    return tuple(entry for case in (first, second, third) for entry in cases.view(case).timeline)


@pytest.mark.parametrize("language", languages())
def test_whatever_happens_has_its_sentence(lived, language):
    # Files, tasks and reminders are told where they are tried.
    elsewhere = {EntryKind.FILE_ADDED, EntryKind.FILE_PURGED, EntryKind.SNOOZED}
    assert {entry.kind for entry in lived} == set(EntryKind) - elsewhere
    told = [timeline_text(entry, wording(language)) for entry in lived]
    assert all(told)
    assert not [sentence for sentence in told if re.search(r"[{}]|\d{4}-\d{2}-\d{2}|\bNone\b", sentence)]


def test_the_sentences_say_the_days_and_the_names_of_papers(lived):
    told = [timeline_text(entry, wording("en")) for entry in lived]
    assert "Received on 2 March 2026, by e-mail." in told
    assert "One activity searched, of 1." in told
    assert "Answer due on 2 April 2026; prudent date 2 April 2026." in told
    assert "The period is suspended; prudent date 2 April 2026." in told
    assert [sentence for sentence in told if sentence.endswith("finished as L-2026-0001.")]


def entry(kind, **facts):
    return TimelineEntry(id="e", case="c", at=NOON, kind=kind, facts=MappingProxyType(facts))


@pytest.mark.parametrize("language", languages())
def test_every_channel_and_every_letter_can_be_told(language):
    words = wording(language)
    for channel in Channel:
        assert timeline_text(entry(EntryKind.RECEIVED, received="2026-03-02", channel=channel), words)
    for letter in (*(kind.id for kind in LETTERS), "register"):
        assert timeline_text(entry(EntryKind.PAPER, number="L-2026-0001", template=letter), words)
    for what in ("person", "representation", "received", "counting"):
        assert timeline_text(entry(EntryKind.CHANGED, what=what), words)
    assert timeline_text(entry(EntryKind.CLOSED), words)  # as an older program wrote it
    for count in ("0", "1", "2", "28"):
        assert timeline_text(entry(EntryKind.SEARCHED, count=count), words)


def test_the_text_of_a_note_is_not_read_as_a_sentence_of_ours(lived):
    note = next(each for each in lived if each.kind is EntryKind.NOTE)
    assert timeline_text(replace(note, note="{nothing}"), wording("en")) == "Note"
