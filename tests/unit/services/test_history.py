"""The history of a request in words, one sentence for whatever can happen."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from dpo_desk.domain.case import Channel, EntryKind, TimelineEntry
from dpo_desk.library.wording import languages, wording
from dpo_desk.paper import LETTERS
from dpo_desk.services.case_work import QuestionDraft
from dpo_desk.services.history import timeline_text
from dpo_desk.services.letters import ACKNOWLEDGEMENT
from tests.desks import NOON, ZOE, a_request, ready_to_answer


def asked(desk, case, reason, on, proof="email", kind="identity"):
    return desk.case_work.ask(case, QuestionDraft(kind=kind, reason=reason, proof=proof, on=on))


@pytest.fixture
def lived(desk):
    """The histories of requests to which everything happened that can."""
    first = ready_to_answer(desk)
    desk.cases.save_person(first, ZOE)
    desk.cases.correct_receipt(first, "2026-03-01")
    desk.case_work.extend(first, "Complex", "2026-03-02")
    desk.cases.note(first, "{braces} <b>& markup</b>")
    desk.papers.finish(first, desk.papers.compose(first, ACKNOWLEDGEMENT, "fr").letter)
    desk.case_work.mark_answered(first, "2026-03-02")
    desk.case_work.reopen(first)
    desk.case_work.end_unanswered(first, "withdrawn")
    second = desk.cases.open_case(a_request(channel="post")).case.id
    asked(desk, second, "why", "2026-03-02")
    return (*desk.cases.view(first).timeline, *desk.cases.view(second).timeline)


@pytest.mark.parametrize("language", languages())
def test_whatever_happens_has_its_sentence(lived, language):
    assert {entry.kind for entry in lived} == set(EntryKind)
    told = [timeline_text(entry, wording(language)) for entry in lived]
    assert all(told)
    assert not [sentence for sentence in told if re.search(r"[{}]|\d{4}-\d{2}-\d{2}|\bNone\b", sentence)]


def test_the_sentences_say_the_days_and_the_names_of_papers(lived):
    told = [timeline_text(entry, wording("en")) for entry in lived]
    assert "Received on 2 March 2026, by e-mail." in told
    assert "Search recorded for one activity." in told
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
    for what in ("person", "received"):
        assert timeline_text(entry(EntryKind.CHANGED, what=what), words)
    for count in ("0", "1", "2", "28"):
        assert timeline_text(entry(EntryKind.SEARCHED, count=count), words)


def test_the_text_of_a_note_is_not_read_as_a_sentence_of_ours(lived):
    note = next(each for each in lived if each.kind is EntryKind.NOTE)
    assert timeline_text(replace(note, note="{nothing}"), wording("en")) == "Note"
