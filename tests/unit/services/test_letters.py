"""A letter is composed from the facts, finished whole or not at all, and kept byte for byte."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from dpo_desk.domain.case import CaseState, EntryKind
from dpo_desk.errors import DiskFull, NotFound, PaperBlocked, RuleBroken
from dpo_desk.paper import LETTERS
from dpo_desk.services.case_work import DecisionDraft
from dpo_desk.services.letters import ACCESS_ANSWER, ACKNOWLEDGEMENT
from dpo_desk.services.organisation import OrganisationDraft
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.register_selection import RegisterOrder
from dpo_desk.store.audit import AuditJournal
from dpo_desk.store.cases import CaseRepository
from dpo_desk.store.papers import PaperRepository
from dpo_desk.store.timeline import TimelineRepository
from dpo_desk.store.unit_of_work import SqlUnitOfWork
from tests.desks import ZOE, a_request, an_activity, an_organisation, given, ready_to_answer


def broken(call, *arguments):
    with pytest.raises(RuleBroken) as caught:
        call(*arguments)
    return caught.value


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def finish(desk, case, letter, language="fr"):
    return desk.papers.finish(case, desk.papers.compose(case, letter, language).letter)


# --- composing -------------------------------------------------------------------------------------------------------


def test_a_letter_is_a_draft_until_it_is_finished(desk):
    case = desk.cases.open_case(a_request()).case.id
    composed = desk.papers.compose(case, ACKNOWLEDGEMENT, "fr")
    assert composed.letter.draft
    assert composed.blockers == ()
    assert desk.papers.preview(composed.letter).pages >= 1
    assert desk.papers.ids(ListQuery()) == ()


def test_only_letters_that_fit_the_rights_are_offered(desk):
    access = desk.cases.open_case(a_request()).case.id
    erasure = desk.cases.open_case(a_request(rights=("erasure",))).case.id
    assert [choice.letter for choice in desk.papers.choices(access)] == [ACKNOWLEDGEMENT, ACCESS_ANSWER]
    assert [choice.letter for choice in desk.papers.choices(erasure)] == [ACKNOWLEDGEMENT]
    for letter in (ACCESS_ANSWER, "love_letter", ""):
        assert broken(desk.papers.compose, erasure, letter, "fr").rule == "letter_does_not_fit"
    assert broken(desk.papers.compose, access, ACKNOWLEDGEMENT, "tlh").rule == "no_such_language"


def test_an_acknowledgement_needs_somewhere_to_go(desk):
    person = replace(ZOE, street="", city="")
    case = desk.cases.open_case(a_request(person=person)).case.id
    composed = desk.papers.compose(case, ACKNOWLEDGEMENT, "fr")
    assert [gap.rule for gap in composed.blockers] == ["address_missing"]
    with pytest.raises(PaperBlocked) as caught:
        desk.papers.finish(case, composed.letter)
    assert [gap.rule for gap in caught.value.gaps] == ["address_missing"]


def test_an_unnamed_recipient_blocks_the_access_answer_and_is_named_with_its_activity(desk):
    unnamed = {"name": "a partner", "kind": "processor", "named": False}
    case = ready_to_answer(desk, recipients=given([unnamed]))
    composed = desk.papers.compose(case, ACCESS_ANSWER, "en")
    assert [gap.rule for gap in composed.blockers] == ["access_recipient_unnamed"]
    assert dict(composed.blockers[0].facts) == {"activity": "Sending parcels", "name": "a partner"}
    with pytest.raises(PaperBlocked):
        desk.papers.finish(case, composed.letter)


def test_facts_that_went_missing_after_composing_block_the_letter_too(desk):
    case = ready_to_answer(desk)
    letter = desk.papers.compose(case, ACCESS_ANSWER, "en").letter
    [choice] = desk.register.activities.choices()
    desk.register.activities.save(choice.id, an_activity(source={"known": "unknown"}))
    with pytest.raises(PaperBlocked) as caught:
        desk.papers.finish(case, letter)
    assert [gap.rule for gap in caught.value.gaps] == ["access_source_unknown"]


def test_nothing_is_written_before_it_is_known_who_writes(empty):
    case = empty.cases.open_case(a_request()).case.id
    assert broken(empty.papers.compose, case, ACKNOWLEDGEMENT, "fr").rule == "no_organisation"


# --- finishing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_finished_acknowledgement_is_archived_told_and_moves_the_case_on(desk, language):
    case = desk.cases.open_case(a_request()).case.id
    paper = finish(desk, case, ACKNOWLEDGEMENT, language)
    desk.reopened()
    pdf, view = desk.papers.pdf(paper.id), desk.cases.view(case)
    assert (paper.number, paper.case, paper.person, paper.language) == (
        "L-2026-0001",
        case,
        view.person.id,
        language,
    )
    assert (paper.size, paper.sha256) == (len(pdf), hashlib.sha256(pdf).hexdigest())
    assert paper.pages == len(PdfReader(io.BytesIO(pdf)).pages)
    assert "Zoé Fictive" in text_of(pdf)
    assert "Zoé" not in paper.title
    assert view.papers == (paper,)
    assert desk.papers.paper(paper.id) == paper
    assert view.case.acknowledged_on == date(2026, 3, 2)
    assert view.case.state is CaseState.IN_WORK
    assert (view.timeline[-2].kind, view.timeline[-2].paper) == (EntryKind.PAPER, paper.id)
    assert view.timeline[-2].facts == {"number": "L-2026-0001", "template": ACKNOWLEDGEMENT}
    assert view.timeline[-1].kind is EntryKind.ACKNOWLEDGED
    assert [line.person for line in desk.papers.lines(desk.papers.ids(ListQuery()))] == ["Zoé Fictive"]


def test_a_finished_access_answer_answers_the_case(desk):
    case = ready_to_answer(desk)
    paper = finish(desk, case, ACCESS_ANSWER)
    view = desk.reopened().cases.view(case)
    assert (view.case.state, view.case.answered_on) == (CaseState.ANSWERED_FULLY, date(2026, 3, 2))
    assert [entry.kind for entry in view.timeline[-2:]] == [EntryKind.PAPER, EntryKind.ANSWERED]
    assert "La Poste" in text_of(desk.papers.pdf(paper.id))
    assert [choice.done for choice in desk.papers.choices(case)] == [False, True]


def test_one_letter_does_not_answer_the_other_rights(desk):
    case = ready_to_answer(desk, rights=("access", "erasure"))
    finish(desk, case, ACCESS_ANSWER)
    view = desk.cases.view(case)
    assert view.case.state is CaseState.IN_WORK
    assert view.next_steps == ("acknowledge", "decide")
    refusal = DecisionDraft(
        right="erasure", result="refused", grounds=("R-17-1",), words="The contract runs.", on="2026-03-02"
    )
    desk.case_work.decide(case, refusal)
    assert desk.case_work.mark_answered(case, "2026-03-02").case.state is CaseState.ANSWERED_PARTLY


def test_a_letter_finished_twice_is_two_papers_and_one_step(desk):
    case = ready_to_answer(desk)
    letter = desk.papers.compose(case, ACCESS_ANSWER, "fr").letter
    first = desk.papers.finish(case, letter)
    desk.clock.go_to(2026, 3, 5)
    second = desk.papers.finish(case, letter)
    view = desk.cases.view(case)
    assert [paper.number for paper in view.papers] == [first.number, second.number]
    assert view.case.answered_on == date(2026, 3, 2)
    assert [entry.kind for entry in view.timeline].count(EntryKind.ANSWERED) == 1
    finish(desk, case, ACKNOWLEDGEMENT)
    desk.clock.go_to(2026, 3, 9)
    finish(desk, case, ACKNOWLEDGEMENT)
    assert desk.cases.view(case).case.acknowledged_on == date(2026, 3, 5)


def test_the_number_of_a_paper_is_of_the_year_its_date_says(desk):
    desk.clock.go_to(2026, 12, 31, 23, 30)  # in Paris the new year has begun
    case = desk.cases.open_case(a_request(received="2027-01-01")).case.id
    assert finish(desk, case, ACKNOWLEDGEMENT).number == "L-2027-0001"
    assert desk.register_papers.finish(RegisterOrder(language="fr")).number == "A-2027-0001"


def test_the_same_facts_on_the_same_day_give_the_same_bytes(desk):
    case = desk.cases.open_case(a_request()).case.id
    first, second = finish(desk, case, ACKNOWLEDGEMENT), finish(desk, case, ACKNOWLEDGEMENT)
    assert first.sha256 == second.sha256


def test_a_late_notice_is_never_told_as_an_extension(desk):
    desk.clock.go_to(2026, 6, 1)
    case = desk.cases.open_case(a_request(received="2026-05-04")).case.id
    desk.case_work.extend(case, "Complex", "2026-06-01")
    desk.cases.correct_receipt(case, "2026-01-05", "Mistyped")
    view = desk.cases.view(case)
    assert not view.clock.reply.extended
    assert view.case.due == date(2026, 2, 5)
    told = repr(desk.papers.compose(case, ACKNOWLEDGEMENT, "en").letter)
    assert "was due on 5 February 2026 at the latest" in told
    assert "the period is not extended" in told
    assert "further months" not in told  # it is too late for them


# --- what editing may not do -----------------------------------------------------------------------------------------


def test_an_edited_letter_keeps_the_words_of_the_editor(desk):
    case = ready_to_answer(desk)
    letter = desk.papers.compose(case, ACCESS_ANSWER, "en").letter
    edited = replace(letter, subject="About your <b>data</b> & ours", closing="Kind regards from us all,")
    told = text_of(desk.papers.pdf(desk.papers.finish(case, edited).id))
    assert "About your <b>data</b> & ours" in told
    assert "Kind regards from us all," in told


def test_a_letter_without_a_mandatory_content_is_refused_and_the_content_named(desk):
    case = ready_to_answer(desk)
    letter = desk.papers.compose(case, ACCESS_ANSWER, "en").letter
    kind = next(each for each in LETTERS if each.id == ACCESS_ANSWER)
    assert kind.mandatory
    for code in sorted(kind.mandatory):
        shorn = replace(
            letter,
            blocks=tuple(b for b in letter.blocks if code not in b.code.split()),
            annexes=tuple(
                replace(a, blocks=tuple(b for b in a.blocks if code not in b.code.split()))
                for a in letter.annexes
            ),
        )
        error = broken(desk.papers.finish, case, shorn)
        assert error.rule == "content_removed"
        assert code in error.params["codes"].split(", ")
    assert desk.papers.ids(ListQuery()) == ()
    assert desk.cases.view(case).case.state is CaseState.IN_WORK


def test_characters_no_font_has_are_named_and_nothing_is_archived(desk):
    person = replace(ZOE, name="Zoé 🦄 Fictive ꙮ")
    case = desk.cases.open_case(a_request(person=person)).case.id
    letter = desk.papers.compose(case, ACKNOWLEDGEMENT, "fr").letter
    error = broken(desk.papers.finish, case, letter)
    assert error.rule == "missing_glyphs"
    assert "🦄" in error.params["characters"]
    assert "🦄" in desk.papers.preview(letter).missing
    assert desk.papers.ids(ListQuery()) == ()
    assert desk.cases.view(case).case.acknowledged_on is None
    desk.cases.save_person(case, ZOE)
    assert finish(desk, case, ACKNOWLEDGEMENT).number == "L-2026-0001"  # no number was used up


def test_twenty_thousand_words_of_a_person_go_into_a_letter(desk):
    case = desk.cases.open_case(a_request(asked=" ".join(["donnée"] * 20_000))).case.id
    paper = finish(desk, case, ACKNOWLEDGEMENT)
    assert paper.pages == len(PdfReader(io.BytesIO(desk.papers.pdf(paper.id))).pages)


# --- one unit of work ------------------------------------------------------------------------------------------------


class DeskBurned(Exception):
    """Something no one foresaw."""


STEPS = {
    "the number": (PaperRepository, "next_number"),
    "the archive": (PaperRepository, "add"),
    "the history": (TimelineRepository, "add"),
    "the case": (CaseRepository, "save"),
    "the journal": (AuditJournal, "record"),
    "the commit": (SqlUnitOfWork, "commit"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_letter_that_fails_half_way_leaves_paper_history_and_case_as_they_were(desk, monkeypatch, step):
    case = ready_to_answer(desk)
    before = desk.cases.view(case)
    letter = desk.papers.compose(case, ACCESS_ANSWER, "fr").letter
    owner, name = STEPS[step]
    real = getattr(owner, name)

    def burn(self, *arguments, **named):
        if step != "the commit":
            real(self, *arguments, **named)  # written, and then the house burns down
        raise DeskBurned

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, burn)
        with pytest.raises(DeskBurned):
            desk.papers.finish(case, letter)
    desk.reopened()
    assert desk.cases.view(case) == before
    assert desk.papers.ids(ListQuery()) == ()
    with desk.vault.work(read_only=True) as unit:
        assert unit.audit.broken_at() is None
    assert desk.papers.finish(case, letter).number == "L-2026-0001"


def test_a_full_disk_archives_nothing(desk, monkeypatch):
    case = desk.cases.open_case(a_request()).case.id
    before = desk.cases.view(case)
    letter = desk.papers.compose(case, ACKNOWLEDGEMENT, "fr").letter

    def full(_unit):
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", full)
        with pytest.raises(DiskFull):
            desk.papers.finish(case, letter)
    assert desk.cases.view(case) == before


# --- what is around them -------------------------------------------------------------------------------------------


def test_the_organisation_of_the_letter_is_the_one_of_the_vault(desk):
    desk.organisation.save(an_organisation(name="Nom & <Marque>"))
    case = desk.cases.open_case(a_request()).case.id
    assert "Nom & <Marque>" in text_of(desk.papers.pdf(finish(desk, case, ACKNOWLEDGEMENT).id))


def test_a_paper_that_does_not_exist_is_not_found(desk):
    for call in (desk.papers.paper, desk.papers.pdf):
        with pytest.raises(NotFound):
            call("0" * 32)


def test_a_letter_nobody_could_answer_is_blocked_and_leads_to_the_settings(desk):
    desk.organisation.save(OrganisationDraft(name="Nowhere & Co"))
    case = desk.cases.open_case(a_request()).case.id
    composed = desk.papers.compose(case, ACKNOWLEDGEMENT, "en")
    assert [gap.rule for gap in composed.blockers] == ["sender_address_missing"]
    with pytest.raises(PaperBlocked):
        desk.papers.finish(case, composed.letter)
    desk.organisation.save(an_organisation())
    assert desk.papers.finish(case, desk.papers.compose(case, ACKNOWLEDGEMENT, "en").letter)
