"""A request from arrival to answer: what may be typed, what the clock says, what the history tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.case import CaseState, EntryKind, IdentityStatus, Outcome
from dpo_desk.domain.ids import CaseId, PersonId
from dpo_desk.errors import DraftError, NotFound, RuleBroken
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.case_work import DecisionDraft, QuestionDraft
from dpo_desk.services.history import timeline_text
from dpo_desk.services.intake import FindingDraft, PersonDraft
from dpo_desk.services.ports import ListQuery
from tests.desks import ZOE, a_request, an_activity, an_organisation


def asked(desk, case, reason, on, proof="email", kind="identity"):
    return desk.case_work.ask(case, QuestionDraft(kind=kind, reason=reason, proof=proof, on=on))


def refused(call, *arguments):
    with pytest.raises(DraftError) as caught:
        call(*arguments)
    return {error.field: error.reason for error in caught.value.errors}


def broken(call, *arguments):
    with pytest.raises(RuleBroken) as caught:
        call(*arguments)
    for language in languages():  # and it can be told
        assert wording(language)(caught.value.key, **caught.value.params)
    return caught.value.rule


def kinds(view):
    return [entry.kind for entry in view.timeline]


def refusal(right="access", on="2026-03-02"):
    return DecisionDraft(
        right=right, result="refused", grounds=("R-NC",), words="We do not hold them.", on=on
    )


def opened(desk, **changes):
    return desk.cases.open_case(a_request(**changes)).case.id


# --- taking in -------------------------------------------------------------------------------------------------------


def test_a_request_taken_in_stands_in_the_vault_as_it_was_typed(desk):
    made = desk.cases.open_case(a_request(received="30.01.2026"))
    view = desk.reopened().cases.view(made.case.id)
    assert view == made
    assert view.case.ref == "R-2026-0001"
    assert (view.person.name, view.person.address.street) == (
        "Zoé Fictive",
        "12 rue de l’Adresse-Inventée\nBâtiment C",
    )
    assert view.case.language == view.person.language == "fr"
    assert view.case.asked == "Quelles données ?"
    assert (view.case.due, view.case.prudent) == (date(2026, 3, 2), date(2026, 2, 27))
    assert kinds(view) == [EntryKind.RECEIVED, EntryKind.DEADLINE]
    assert view.next_steps == ("acknowledge", "prove_identity")


def test_several_rights_are_one_case_kept_in_the_order_of_the_law(desk):
    view = desk.cases.open_case(a_request(rights=("portability", "access", "erasure", "access")))
    assert view.case.right_ids == ("access", "erasure", "portability")


def test_a_request_may_have_arrived_today_but_not_tomorrow(desk):
    assert desk.cases.open_case(a_request(received="2026-03-02")).case.received == date(2026, 3, 2)
    assert refused(desk.cases.open_case, a_request(received="2026-03-03")) == {"received": "in_the_future"}
    assert len(desk.cases.ids(ListQuery())) == 1


def test_just_after_midnight_in_paris_it_is_already_the_next_day(desk):
    desk.clock.go_to(2026, 3, 31, 22, 30)  # in UTC still the last of March
    assert desk.cases.today() == date(2026, 4, 1)
    view = desk.cases.open_case(a_request(received="2026-04-01"))
    assert view.case.due == date(2026, 5, 4)  # the first of May is a holiday, a Friday
    assert [entry.at.isoformat() for entry in view.timeline] == ["2026-03-31T22:30:00+00:00"] * 2
    assert refused(desk.cases.open_case, a_request(received="2026-04-02")) == {"received": "in_the_future"}


def test_the_day_is_that_of_the_controller_and_not_of_paris(desk):
    with desk.vault.work() as unit:
        unit.organisation.save(replace(unit.organisation.get(), time_zone="America/Martinique"))
        unit.commit()
    desk.clock.go_to(2026, 3, 31, 22, 30)
    assert desk.cases.today() == desk.agenda.agenda().today == date(2026, 3, 31)
    assert refused(desk.cases.open_case, a_request(received="2026-04-01")) == {"received": "in_the_future"}


def test_every_bad_field_is_told_at_once_and_nothing_is_written(desk):
    draft = a_request(
        person=PersonDraft(name=" \u202e", email="zoe@", country="ZZ", city="x" * 301),
        regime="moon-law",
        rights=(),
        received="3/4/2026",
        channel="pigeon",
    )
    assert refused(desk.cases.open_case, draft) == {
        "person.name": "empty",
        "person.city": "too_long",
        "person.country": "unknown_country",
        "person.email": "not_an_email",
        "regime": "unknown_choice",
        "rights": "empty",
        "received": "ambiguous_date",
        "channel": "unknown_choice",
    }
    assert desk.cases.ids(ListQuery()) == desk.cases.people_like("") == ()
    assert desk.cases.open_case(a_request()).case.ref == "R-2026-0001"  # no number was used up


def test_a_right_the_law_does_not_know_is_refused(desk):
    assert refused(desk.cases.open_case, a_request(rights=("access", "flying"))) == {
        "rights": "unknown_choice"
    }


def test_markup_emoji_and_twenty_thousand_words_are_kept_as_typed(desk):
    name, asked = "<b>Zoé & “Ço”</b> 👩🏽‍🔧 مرحبا", " ".join(["<i>é&</i>"] * 20_000)
    person = replace(ZOE, name=name)
    case = opened(desk, person=person, asked=asked)
    view = desk.reopened().cases.view(case)
    assert (view.person.name, view.case.asked) == (name, asked)
    assert [line.person for line in desk.cases.lines(desk.cases.ids(ListQuery(text="ço”</B>")))] == [name]


def test_what_nobody_can_see_never_gets_in(desk):
    case = opened(desk, person=replace(ZOE, name="Zo\x00é \ud800\u202eFictive"), asked="a\x00\x1bb")
    view = desk.cases.view(case)
    assert (view.person.name, view.case.asked) == ("Zoé Fictive", "ab")


def test_a_person_already_known_keeps_her_place_and_gets_the_new_details(desk):
    first = desk.cases.open_case(a_request())
    moved = replace(ZOE, city="Grenoble")
    second = desk.cases.open_case(a_request(person=moved, existing_person=first.person.id))
    assert second.person.id == first.person.id
    assert desk.cases.view(first.case.id).person.address.city == "Grenoble"
    assert [person.id for person in desk.cases.people_like("fictive")] == [first.person.id]


def test_a_request_that_repeats_another_is_pointed_out(desk):
    first = desk.cases.open_case(a_request())
    again = a_request(person=replace(ZOE, name="  ZOÉ fictive "), rights=("access", "erasure"))
    assert [line.ref for line in desk.cases.similar(again)] == [first.case.ref]
    assert desk.cases.similar(replace(again, rights=("erasure",))) == ()
    assert desk.cases.similar(replace(again, person=PersonDraft(name="Zoé"))) == ()
    assert desk.cases.similar(replace(again, person=PersonDraft())) == ()


def test_the_details_of_the_person_can_be_corrected(desk):
    case = opened(desk)
    view = desk.cases.save_person(case, replace(ZOE, name="Zoë Fictive", language="en"))
    assert (view.person.name, view.case.language) == ("Zoë Fictive", "en")
    assert view.timeline[-1].facts == {"what": "person"}
    assert refused(desk.cases.save_person, case, PersonDraft()) == {"name": "empty"}
    assert desk.cases.view(case).person.name == "Zoë Fictive"


def test_a_request_that_does_not_exist_is_not_found(desk):
    nowhere = CaseId("0" * 32)
    for call in (
        lambda: desk.cases.view(nowhere),
        lambda: desk.cases.note(nowhere, "x"),
        lambda: desk.case_work.end_unanswered(nowhere, "x"),
        lambda: desk.papers.compose(nowhere, "acknowledgement", "fr"),
    ):
        with pytest.raises(NotFound):
            call()


# --- the day of receipt ------------------------------------------------------------------------------------------------


def test_another_day_of_receipt_counts_everything_anew_and_says_so(desk):
    case = opened(desk, received="2026-03-02")
    view = desk.cases.correct_receipt(case, "2026-01-30", "Mistyped")
    assert (view.case.received, view.case.due) == (date(2026, 1, 30), date(2026, 3, 2))
    assert view.clock.reply.due == view.case.due
    assert kinds(view)[2:] == [EntryKind.CHANGED, EntryKind.DEADLINE]
    assert view.timeline[2].facts == {"what": "received", "before": "2026-03-02", "day": "2026-01-30"}
    assert view.timeline[2].note == "Mistyped"
    assert view.timeline[3].facts == {"due": "2026-03-02", "prudent": "2026-02-27"}
    assert [line.due for line in desk.cases.lines([case])] == [date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("2026-03-03", "in_the_future"),
        ("31.02.2026", "not_a_date"),
        ("1/2/2026", "ambiguous_date"),
    ],
)
def test_a_day_of_receipt_that_cannot_be_changes_nothing(desk, typed, reason):
    case = opened(desk)
    before = desk.cases.view(case)
    assert refused(desk.cases.correct_receipt, case, typed, "Mistyped") == {"received": reason}
    assert desk.cases.view(case) == before


def test_the_receipt_cannot_move_past_what_was_done_after_it(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "Another address", "2026-02-03")
    too_late = {"received": "after_what_was_done"}
    assert refused(desk.cases.correct_receipt, case, "2026-02-04", "Mistyped") == too_late
    other = opened(desk, received="2026-02-02")
    desk.case_work.extend(other, "Complex", "2026-02-03")
    assert refused(desk.cases.correct_receipt, other, "2026-02-04", "Mistyped") == too_late
    assert desk.cases.view(other).case.received == date(2026, 2, 2)


# --- who asks --------------------------------------------------------------------------------------------------------


def test_a_question_put_at_once_makes_the_period_stand_still_until_the_answer(desk):
    case = opened(desk, received="2026-02-02")
    waiting = asked(desk, case, "Writes from another address", "2026-02-04")
    assert waiting.case.state is CaseState.IDENTITY
    assert waiting.case.due is None
    assert waiting.clock.days_left is None
    assert not waiting.clock.late
    assert waiting.case.prudent == date(2026, 3, 2)
    proven = desk.case_work.prove_identity(case, "Named the last order", "2026-02-14")
    assert proven.case.state is CaseState.IN_WORK
    assert proven.case.due == date(2026, 3, 12)  # ten days on
    assert proven.case.identity.how == "Named the last order"
    assert proven.next_steps == ("acknowledge", "search")


def test_a_question_put_late_leaves_the_period_running(desk):
    case = opened(desk, received="2026-02-02")
    view = asked(desk, case, "Writes from another address", "2026-02-06")
    assert view.case.state is CaseState.IDENTITY
    assert view.case.due == date(2026, 3, 2)
    assert "identity_late" in {step.rule for step in view.clock.reply.trace}
    assert desk.case_work.prove_identity(case, "Passport seen", "2026-02-20").case.due == date(2026, 3, 2)
    for language, still in (("en", "suspended"), ("fr", "suspendu")):
        told = [timeline_text(entry, wording(language)) for entry in view.timeline]
        assert not [sentence for sentence in told if still in sentence]


def test_a_question_put_again_goes_on_with_the_first(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "Another address", "2026-02-03")
    poor = desk.case_work.record_answer(case, "2026-02-18", "", sufficient=False)
    assert poor.case.due is not None
    again = asked(desk, case, "The answer was empty", "2026-02-20")
    assert [each.reason for each in again.case.questions] == ["Another address", "The answer was empty"]
    assert again.case.due is None
    enough = desk.case_work.record_answer(case, "2026-02-22", "Number of the order", sufficient=True)
    assert enough.case.due == date(2026, 3, 23)  # nineteen days on, and from Saturday to Monday
    assert enough.case.identity.how == "Number of the order"


def test_a_question_is_not_put_while_one_is_open(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "Another address", "2026-02-03")
    assert broken(asked, desk, case, "Once more", "2026-02-04") == "question_open"


def test_an_identity_that_was_proven_is_not_asked_for_again_and_its_pause_stays_counted(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "Another address", "2026-02-03")
    proven = desk.case_work.prove_identity(case, "Named the order", "2026-02-04")
    with pytest.raises(RuleBroken) as refused:
        asked(desk, case, "The account belongs to somebody else", "2026-02-25")
    assert refused.value.rule == "identity_proven_already"
    assert desk.cases.view(case).case == proven.case


def test_proof_may_come_without_a_question(desk):
    view = desk.case_work.prove_identity(opened(desk), "Logged in", "2026-03-02")
    assert view.case.identity_status is IdentityStatus.PROVEN
    assert view.case.questions == ()
    assert view.case.due == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("on", "reason"), [("2026-02-01", "before_receipt"), ("2026-03-03", "in_the_future"), ("", "empty")]
)
def test_days_that_cannot_be_are_refused_everywhere(desk, on, reason):
    case = opened(desk, received="2026-02-02")
    for call in (
        lambda: asked(desk, case, "why", on),
        lambda: desk.case_work.prove_identity(case, "how", on),
        lambda: desk.case_work.extend(case, "why", on),
        lambda: desk.case_work.acknowledge(case, on),
        lambda: desk.case_work.withdraw(case, on, ""),
        lambda: desk.cases.repeat(case, on),
    ):
        assert refused(call) == {"on": reason}
    assert kinds(desk.cases.view(case)) == [EntryKind.RECEIVED, EntryKind.DEADLINE]


def test_the_answer_does_not_come_before_the_question(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "why", "2026-02-04")
    assert refused(desk.case_work.prove_identity, case, "how", "2026-02-03") == {"on": "before_question"}


def test_a_question_needs_its_doubt_and_a_proof_its_way(desk):
    case = opened(desk)
    assert refused(asked, desk, case, " ", "2026-03-02") == {"reason": "empty"}
    assert refused(desk.case_work.prove_identity, case, "\u202e", "2026-03-02") == {"how": "empty"}
    assert refused(desk.case_work.extend, case, "", "2026-03-02") == {"reason": "empty"}
    assert refused(desk.case_work.end_unanswered, case, "\n") == {"reason": "empty"}
    assert refused(desk.cases.note, case, "") == {"note": "empty"}


def test_nobody_who_objects_to_mailings_need_prove_who_she_is(desk):
    case = opened(desk, rights=("objection_marketing",))
    assert broken(asked, desk, case, "why", "2026-03-02") == "identity_not_allowed"
    assert desk.cases.view(case).case.state is CaseState.RECEIVED


def test_with_several_rights_the_one_that_needs_no_proof_keeps_running(desk):
    case = opened(desk, rights=("access", "objection_marketing"), received="2026-02-02")
    view = asked(desk, case, "why", "2026-02-03")
    assert view.case.due == date(2026, 3, 2)
    assert view.case.state is CaseState.IDENTITY


# --- two further months ----------------------------------------------------------------------------------------------


def test_a_timely_notice_gives_three_months_from_receipt(desk):
    case = opened(desk, received="2026-02-02")
    assert desk.cases.view(case).clock.may_extend
    view = desk.case_work.extend(case, "Complex", "2026-03-02")  # the very last day
    assert view.case.due == date(2026, 5, 4)
    assert view.clock.first.due == date(2026, 3, 2)
    assert not view.clock.may_extend
    assert kinds(view)[-2:] == [EntryKind.EXTENDED, EntryKind.DEADLINE]
    assert [line.extended for line in desk.cases.lines([case])] == [True]


def test_a_late_notice_extends_nothing(desk):
    desk.clock.go_to(2026, 3, 3)
    case = opened(desk, received="2026-02-02")
    assert not desk.cases.view(case).clock.may_extend
    assert broken(desk.case_work.extend, case, "Complex", "2026-03-03") == "extension_too_late"
    view = desk.case_work.extend(case, "Complex", "2026-03-02")  # sent in time, written down later
    assert view.case.due == date(2026, 5, 4)


def test_nothing_is_extended_twice(desk):
    case = opened(desk, received="2026-02-02")
    desk.case_work.extend(case, "Complex", "2026-02-03")
    assert broken(desk.case_work.extend, case, "Complex", "2026-02-04") == "extended_already"


def test_while_the_period_stands_still_a_notice_is_in_time(desk):
    case = opened(desk, received="2026-02-02")
    asked(desk, case, "why", "2026-02-03")
    desk.clock.go_to(2026, 4, 20)
    assert desk.case_work.extend(case, "Complex", "2026-04-20").case.due is None
    proven = desk.case_work.prove_identity(case, "how", "2026-04-20")
    assert proven.case.due == date(2026, 7, 17)  # three months and 76 days


# --- the search ------------------------------------------------------------------------------------------------------


def test_what_the_search_gave_is_kept_line_by_line(desk):
    activities = [desk.register.activities.save(None, an_activity(name=f"A{n}")).record.id for n in range(3)]
    case = opened(desk)
    desk.case_work.prove_identity(case, "how", "2026-03-02")
    drafts = [
        FindingDraft(
            activity=activities[0], outcome="found", note="paper file", data="Name: Zoé\n\nAt: 10:30"
        ),
        FindingDraft(activity=activities[1], outcome="nothing"),
        FindingDraft(activity=activities[2]),
    ]
    view = desk.case_work.record_findings(case, drafts)
    assert view.case.findings[0].data == (("Name", "Zoé"), ("At", "10:30"))
    found = tuple(finding.outcome for finding in view.case.findings)
    assert found == (Outcome.FOUND, Outcome.NOTHING, Outcome.NOT_SEARCHED)
    assert view.next_steps == ("acknowledge", "search")
    whole = desk.case_work.record_findings(case, [*drafts[:2], replace(drafts[2], outcome="nothing")])
    assert whole.next_steps == ("acknowledge", "decide")
    assert desk.reopened().cases.view(case) == whole


def test_a_line_without_a_label_is_refused_at_its_place(desk):
    activity = desk.register.activities.save(None, an_activity()).record.id
    case = opened(desk)
    drafts = [
        FindingDraft(activity=activity, outcome="found", data="Name: Zoé\nno colon"),
        FindingDraft(activity=activity, outcome="lost", data=": no label"),
    ]
    assert refused(desk.case_work.record_findings, case, drafts) == {
        "findings.0.data": "label_and_value",
        "findings.1.data": "label_and_value",
        "findings.1.outcome": "unknown_choice",
    }
    assert desk.cases.view(case).case.findings == ()


def test_a_search_in_an_activity_that_is_gone_is_refused(desk):
    with pytest.raises(NotFound):
        desk.case_work.record_findings(opened(desk), [FindingDraft(activity="0" * 32, outcome="found")])


def test_an_activity_in_which_somebody_searched_stays_in_the_register(desk):
    activity = desk.register.activities.save(None, an_activity()).record.id
    case = opened(desk)
    desk.case_work.record_findings(case, [FindingDraft(activity=activity, outcome="found")])
    trashed = desk.register.activities.trash([activity])
    assert broken(desk.register.trash.delete, trashed) == "record_in_use"
    assert desk.cases.view(case).case.findings[0].activity == activity


# --- the end, and back -----------------------------------------------------------------------------------------------


def test_a_closed_request_changes_no_more_until_it_is_reopened(desk):
    case = opened(desk)
    closed = desk.case_work.end_unanswered(case, "Withdrawn by telephone")
    assert (closed.case.state, closed.case.closed_reason) == (CaseState.UNANSWERED, "Withdrawn by telephone")
    assert closed.next_steps == ("close",)
    for call in (
        lambda: asked(desk, case, "why", "2026-03-02"),
        lambda: desk.case_work.prove_identity(case, "how", "2026-03-02"),
        lambda: desk.case_work.extend(case, "why", "2026-03-02"),
        lambda: desk.case_work.record_findings(case, []),
        lambda: desk.case_work.mark_answered(case, "2026-03-02"),
        lambda: desk.case_work.end_unanswered(case, "again"),
    ):
        assert broken(call) == "answered_already"
    view = desk.case_work.reopen(case)
    assert (view.case.state, view.case.closed_reason) == (CaseState.RECEIVED, "")
    assert kinds(view)[2:] == [EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.DEADLINE]
    assert view.case.due == date(2026, 4, 2)
    assert broken(desk.case_work.reopen, case) == "not_answered_yet"


def test_a_request_that_waited_waits_again_when_it_is_reopened(desk):
    case = opened(desk)
    asked(desk, case, "why", "2026-03-02")
    desk.case_work.end_unanswered(case, "by mistake")
    view = desk.case_work.reopen(case)
    assert view.case.state is CaseState.IDENTITY
    assert view.case.due is None


def test_a_letter_written_elsewhere_answers_the_request(desk):
    case = opened(desk, received="2026-02-02")
    assert broken(desk.case_work.mark_answered, case, "2026-02-20") == "undecided"
    desk.case_work.decide(case, refusal(on="2026-02-20"))
    view = desk.case_work.mark_answered(case, "2026-02-20")
    assert (view.case.state, view.case.answered_on) == (CaseState.REFUSED, date(2026, 2, 20))
    assert not view.clock.late
    assert desk.case_work.reopen(case).case.answered_on is None


def test_late_is_the_day_after_the_last_and_only_while_something_is_owed(desk):
    case = opened(desk, received="2026-01-30")  # due on 2 March, today
    assert (desk.cases.view(case).clock.days_left, desk.cases.view(case).clock.late) == (0, False)
    desk.clock.go_to(2026, 3, 3)
    view = desk.cases.view(case)
    assert (view.clock.days_left, view.clock.late) == (-1, True)
    assert view.next_steps == ("acknowledge", "prove_identity")
    assert desk.cases.ids(ListQuery(chips=frozenset({"late"}))) == (case,)
    desk.case_work.end_unanswered(case, "withdrawn")
    assert not desk.cases.view(case).clock.late
    assert desk.cases.ids(ListQuery(chips=frozenset({"late"}))) == ()


def test_a_note_is_kept_word_for_word(desk):
    case = opened(desk)
    view = desk.cases.note(case, "Rang up:\n<i>wants a CSV</i>")
    assert view.timeline[-1].kind is EntryKind.NOTE
    assert view.timeline[-1].note == "Rang up:\n<i>wants a CSV</i>"


# --- all or nothing ----------------------------------------------------------------------------------------------------

VERBS = {
    "open_case": lambda desk, case: desk.cases.open_case(a_request()),
    "save_person": lambda desk, case: desk.cases.save_person(case, replace(ZOE, name="Other")),
    "correct_receipt": lambda desk, case: desk.cases.correct_receipt(case, "2026-02-01", "Mistyped"),
    "ask_identity": lambda desk, case: asked(desk, case, "why", "2026-03-02"),
    "prove_identity": lambda desk, case: desk.case_work.prove_identity(case, "how", "2026-03-02"),
    "extend": lambda desk, case: desk.case_work.extend(case, "why", "2026-03-02"),
    "record_findings": lambda desk, case: desk.case_work.record_findings(case, []),
    "note": lambda desk, case: desk.cases.note(case, "x"),
    "close": lambda desk, case: desk.case_work.end_unanswered(case, "x"),
    "withdraw": lambda desk, case: desk.case_work.withdraw(case, "2026-03-02", ""),
    "repeat": lambda desk, case: desk.cases.repeat(case, "2026-03-02"),
    "add_right": lambda desk, case: desk.cases.add_right(case, "erasure", "2026-03-02"),
    "choose_calendar": lambda desk, case: desk.cases.choose_calendar(case, "DE-NW", "why"),
    "decide": lambda desk, case: desk.case_work.decide(case, refusal()),
}


class DeskBurned(Exception):
    """Something no one foresaw."""


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_fails_at_its_last_step_leaves_nothing_behind(desk, monkeypatch, verb):
    from dpo_desk.store.unit_of_work import SqlUnitOfWork

    case = opened(desk)
    before, people = desk.cases.view(case), desk.cases.people_like("")
    with monkeypatch.context() as patch:

        def burn(_unit):
            raise DeskBurned

        patch.setattr(SqlUnitOfWork, "commit", burn)
        with pytest.raises(DeskBurned):
            VERBS[verb](desk, case)
    desk.reopened()
    assert desk.cases.view(case) == before
    assert desk.cases.people_like("") == people
    assert desk.cases.ids(ListQuery()) == (case,)
    assert desk.cases.open_case(a_request()).case.ref == "R-2026-0002"


def test_the_person_of_a_request_is_written_with_it_or_not_at_all(desk, monkeypatch):
    from dpo_desk.store.timeline import TimelineRepository

    def burn(_repository, _entry):
        raise DeskBurned

    with monkeypatch.context() as patch:
        patch.setattr(TimelineRepository, "add", burn)
        with pytest.raises(DeskBurned):
            desk.cases.open_case(a_request())
    assert desk.cases.people_like("") == desk.cases.ids(ListQuery()) == ()


def test_without_an_organisation_the_calendar_is_that_of_france(desk):
    assert an_organisation().holiday_calendar == "FR"
    assert desk.cases.open_case(a_request(existing_person=PersonId("a" * 32))).case.calendar == "FR"
