from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dpo_desk.domain.case import CaseState, Notice, Outcome, Proof, QuestionKind, Result
from dpo_desk.services.intake import FindingDraft
from dpo_desk.ui.forms.case_questions import QUESTIONS
from dpo_desk.ui.pages.requests_page import RequestsPage
from tests.desks import a_request, an_activity
from tests.ui.at_a_request import act, decided, error, focus, key, open_case, put, save, the_view, type_keys
from tests.ui.whole_desk import box, case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


@pytest.fixture
def bare_page(empty_desk: Any, show: Any) -> Any:
    return show(RequestsPage(empty_desk))


def empty(page: Any) -> str:
    told: str = page.desk.words("errors.field.empty")
    return told


# --- who asks --------------------------------------------------------------------------------------------------------


def test_an_acknowledgement_written_elsewhere_is_recorded_with_its_day(page: Any) -> None:
    case = open_case(page, "Giulia")
    form = act(page, "acknowledged")
    put(form, on="2026-11-20")
    save(page)
    assert the_view(page, case).case.acknowledged_on.isoformat() == "2026-11-20"
    assert page.case.form is None
    assert "acknowledged" not in page.case.next.buttons


def test_the_identity_is_recorded_in_place_and_the_keyboard_is_at_the_next_step(page: Any) -> None:
    case = open_case(page, "Jonas")
    act(page, "prove_identity")
    type_keys("Called back")
    save(page)
    assert the_view(page, case).case.identity.how == "Called back"
    assert "Called back" in page.case.identity.texts()
    assert page.case.form is None
    assert focus() is page.case.next.buttons["search"]


def test_the_proofs_are_offered_from_the_least_intrusive_to_the_document(page: Any) -> None:
    open_case(page, "Jonas")
    form = act(page, "ask_identity")
    combo = form.fields.fields["proof"].editor.combo
    offered = [combo.itemData(n) for n in range(combo.count())]
    assert offered == [each.value for each in Proof]
    assert form.values()["proof"] == Proof.ACCOUNT
    assert form._document.isHidden()
    put(form, proof=Proof.DOCUMENT.value)
    assert not form._document.isHidden()


def test_asking_for_more_stops_the_clock_and_says_so(page: Any) -> None:
    case = open_case(page, "Jonas")
    form = act(page, "ask_identity")
    type_keys("The signature differs from the one on file.")
    put(form, proof=Proof.ORDER.value)
    save(page)
    view = the_view(page, case)
    assert view.case.state is CaseState.IDENTITY
    assert (view.case.question.proof, view.case.question.justified) == (Proof.ORDER, True)
    assert page.case.clock.left.text() == page.desk.words("ui.requests.left.still")
    assert "Name the number and the amount of an order" in page.case.identity.texts()


def test_a_blanket_demand_is_told_as_one_and_stops_no_clock(page: Any) -> None:
    case = open_case(page, "Jonas")
    due = the_view(page, case).case.due
    form = act(page, "ask_identity")
    type_keys("We always ask.")
    put(form, justified=False, proof=Proof.DOCUMENT.value)
    assert not form._blanket.isHidden()
    save(page)
    assert the_view(page, case).case.due == due
    words = page.desk.words
    assert words("ui.requests.identity.hint.blanket") in page.case.identity.texts()
    assert words("ui.requests.identity.hint.document") in page.case.identity.texts()


def test_a_sufficient_answer_settles_who_asks_and_an_insufficient_one_lets_ask_again(page: Any) -> None:
    case = open_case(page, "Hélène")
    form = act(page, "record_answer")
    put(form, sufficient=False, how="A letter without any document")
    save(page)
    view = the_view(page, case)
    assert view.case.identity.proven_on is None
    assert not view.case.questions[0].sufficient
    form = act(page, "ask_identity")
    type_keys("Nothing shows that she is an heir.")
    save(page)
    form = act(page, "record_answer")
    put(form, how="Family record book seen")
    save(page)
    assert the_view(page, case).case.identity.how == "Family record book seen"


def test_a_sufficient_proof_has_to_be_named(page: Any) -> None:
    open_case(page, "Hélène")
    form = act(page, "record_answer")
    form._set_dirty(True)
    form.save()
    rest(page)
    assert error(form, "how") == empty(page)


def test_what_is_meant_is_asked_and_answered(page: Any) -> None:
    case = open_case(page, "Camille")
    act(page, "ask_clarification")
    type_keys("Which of her three accounts?")
    save(page)
    assert the_view(page, case).case.question.kind is QuestionKind.CLARIFICATION
    assert next(iter(page.case.next.buttons)) == "record_answer"
    form = act(page, "record_answer")
    form._set_dirty(True)
    form.save()
    rest(page)
    assert the_view(page, case).case.question is None


def test_a_fee_is_asked_for_where_the_law_lets_the_period_wait_for_it(page: Any) -> None:
    case = open_case(page, "Olivia")
    act(page, "ask_fee")
    type_keys("A third copy, ten pounds.")
    save(page)
    assert the_view(page, case).case.question.kind is QuestionKind.FEE


# --- the period ------------------------------------------------------------------------------------------------------


def test_an_extension_without_a_reason_is_marked_at_the_field_and_nothing_is_saved(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "extend")
    save(page)
    assert error(form, "reason") == empty(page)
    assert the_view(page, case).case.extension is None
    type_keys("Many requests at once.")
    save(page)
    assert the_view(page, case).case.extension.reason == "Many requests at once."
    assert the_view(page, case).case.state is CaseState.EXTENDED


def test_an_extension_after_the_first_month_is_refused_with_the_rule_and_the_text_stays(page: Any) -> None:
    case = open_case(page, "Giulia")
    page.case.act("extend")
    type_keys("Too late.")
    save(page)
    assert "30 September 2026" in page.case.form.banner.text
    assert page.case.form.values()["reason"] == "Too late."
    assert the_view(page, case).case.extension is None


def test_what_was_recorded_by_mistake_is_taken_back_with_a_reason(page: Any) -> None:
    case = open_case(page, "Hélène")
    form = act(page, "take_back")
    save(page)
    assert error(form, "reason") == empty(page)
    type_keys("It was another request.")
    save(page)
    view = the_view(page, case)
    assert view.case.questions == ()
    assert view.timeline[-2].note == "It was another request."


def test_correcting_the_receipt_counts_every_date_anew_and_keeps_the_reason(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.clock.correct, Qt.MouseButton.LeftButton)
    rest(page)
    focus().selectAll()
    type_keys("2026-11-10")
    save(page)
    assert error(page.case.form, "reason") == empty(page)
    put(page.case.form, reason="The letter lay at the reception.")
    save(page)
    view = the_view(page, case)
    assert view.case.due.isoformat() == "2026-12-10"
    assert "The letter lay at the reception." in [entry.note for entry in view.timeline]


def test_other_public_holidays_are_chosen_with_a_reason(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.clock.calendar, Qt.MouseButton.LeftButton)
    rest(page)
    put(page.case.form, calendar="DE-BY", reason="The answer is given in Munich.")
    save(page)
    assert the_view(page, case).case.calendar == "DE-BY"
    assert "Germany, Bavaria" in page.case.clock.calendar.text()


def test_a_right_added_later_has_a_clock_of_its_own(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "add_right")
    combo = form.fields.fields["right"].editor.combo
    assert "access" not in [combo.itemData(n) for n in range(combo.count())]
    put(form, right="erasure", received="2026-11-23")
    save(page)
    rights = the_view(page, case).case.rights
    assert [(each.right, each.due.isoformat()) for each in rights] == [
        ("access", "2026-12-16"),
        ("erasure", "2026-12-23"),
    ]
    assert len(page.case.clock.rows) == 2


def test_a_repetition_is_noted_and_moves_nothing(page: Any) -> None:
    case = open_case(page, "Camille")
    due = the_view(page, case).case.due
    form = act(page, "repeat")
    form._set_dirty(True)
    form.save()
    rest(page)
    view = the_view(page, case)
    assert (len(view.case.repeats), view.case.due) == (1, due)


# --- the person, and for whom ----------------------------------------------------------------------------------------


def test_the_person_is_corrected_in_place_and_the_case_follows(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.person.edit, Qt.MouseButton.LeftButton)
    rest(page)
    form = page.case.form
    form.group.fields["born"].editor.set_value("1960-05-04")
    form.group.fields["city"].editor.focus_at()
    focus().selectAll()
    type_keys("Grenoble")
    save(page)
    person = the_view(page, case).person
    assert (person.address.city, person.born.isoformat()) == ("Grenoble", "1960-05-04")
    assert page.case.form is None


def test_for_whom_somebody_asks_is_recorded_with_the_proof_that_was_seen(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.person.represent, Qt.MouseButton.LeftButton)
    rest(page)
    group = page.case.form.group
    group.capacity.set_value("mandate")
    group.changed.emit()
    save(page)
    assert group.fields["concerned"].editor.fields["name"].error == empty(page)
    group.fields["concerned"].editor.fields["name"].editor.set_value("Client Example")
    group.fields["proof"].editor.set_value("mandate of 3 March")
    group.fields["proof_seen_on"].editor.set_value("2026-11-20")
    group.changed.emit()
    save(page)
    view = the_view(page, case)
    assert (view.concerned.name, view.concerned.language) == ("Client Example", view.case.language)
    assert view.case.representation.proven
    told = [
        label.text() for label in page.case.person.findChildren(type(page.case._ref)) if label.isVisible()
    ]
    assert "mandate of 3 March; seen on 20 November 2026" in told


def test_for_whom_comes_back_from_its_form_unchanged(page: Any) -> None:
    case = open_case(page, "Hélène")
    before = the_view(page, case)
    page.case.act("representation")
    page.case.form._set_dirty(True)
    page.case.form.save()
    rest(page)
    after = the_view(page, case)
    assert after.case.representation == before.case.representation
    assert after.concerned == before.concerned


# --- the search ------------------------------------------------------------------------------------------------------


def test_the_search_is_recorded_activity_by_activity(page: Any) -> None:
    case = open_case(page, "Jonas")
    form = act(page, "search")
    QTest.mouseClick(form.findings.all, Qt.MouseButton.LeftButton)
    assert len(form.findings.rows) == 28
    first = form.findings.rows[0]
    first.outcome.combo.setCurrentIndex(first.outcome.combo.findData(Outcome.FOUND.value))
    first.outcome.combo.activated.emit(first.outcome.combo.currentIndex())
    first.details.fields["data"].editor.focus_at()
    type_keys("Name: Jonas")
    first.details.fields["by"].editor.set_value("Support")
    first.details.fields["on"].editor.set_value("2026-11-21")
    QTest.mouseClick(form.findings.rest, Qt.MouseButton.LeftButton)
    save(page)
    found = the_view(page, case).case.findings
    assert (found[0].data, found[0].by, found[0].on.isoformat()) == (
        (("Name", "Jonas"),),
        "Support",
        "2026-11-21",
    )
    assert {each.outcome for each in found[1:]} == {Outcome.NOTHING}
    assert {each.on.isoformat() for each in found[1:]} == {"2026-11-23"}
    assert any("Support, 21 November 2026" in text for text in page.case.search.texts())


def test_activities_are_proposed_by_the_rights_and_the_role(page: Any) -> None:
    case = open_case(page, "Mehdi")
    proposed = page.desk.services.case_work.propose_search(case)
    page.case.act("propose")
    rest(page)
    form = page.case.form
    there = [row.record.id for row in form.findings.rows]
    assert {each.id for each in proposed} <= set(there)
    assert len(there) == len(set(there))
    before = len(there)
    QTest.mouseClick(form.findings.propose, Qt.MouseButton.LeftButton)
    assert len(form.findings.rows) == before


def test_a_line_of_data_without_a_label_is_marked_at_its_activity(page: Any) -> None:
    open_case(page, "Camille")
    form = act(page, "search")
    row = form.findings.rows[1]
    data = row.details.fields["data"]
    data.editor.focus_at()
    focus().selectAll()
    type_keys("no label here")
    save(page)
    assert data.error == page.desk.words("errors.field.label_and_value")
    assert data.editor.value() == "no label here"


def test_the_day_of_a_search_in_the_future_is_marked_at_its_activity(page: Any) -> None:
    open_case(page, "Camille")
    form = act(page, "search")
    row = form.findings.rows[0]
    row.details.fields["on"].editor.set_value("2027-01-01")
    row.details.changed.emit()
    save(page)
    assert row.details.fields["on"].error == page.desk.words("errors.field.in_the_future")
    assert row.details.isVisible()


def test_the_search_comes_back_from_the_form_unchanged(page: Any) -> None:
    case = open_case(page, "Camille")
    before = the_view(page, case).case.findings
    act(page, "search")
    page.case.form._set_dirty(True)
    page.case.form.save()
    rest(page)
    assert the_view(page, case).case.findings == before


# --- the decision ----------------------------------------------------------------------------------------------------


def test_a_right_is_granted_and_the_answer_is_next(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "decide")
    assert form.fields.fields["grounds"].isHidden()
    assert not form.fields.fields["done_on"].isHidden()
    form.save()
    rest(page)
    decision = the_view(page, case).case.rights[0].decision
    assert (decision.result, decision.grounds) == (Result.GRANTED, ())
    assert next(iter(page.case.next.buttons)) == "answer"
    assert page.desk.words("case.result.granted") == "Granted"


def test_a_refusal_asks_for_grounds_that_fit_the_right_for_words_and_for_facts(page: Any) -> None:
    case = open_case(page, "Inès")
    form = act(page, "decide")
    put(form, result=Result.REFUSED.value)
    assert not form.fields.fields["grounds"].isHidden()
    assert "R-17-3-b" in form.grounds._boxes
    assert "R-15-4" not in form.grounds._boxes
    save(page)
    assert error(form, "grounds") == empty(page)
    assert error(form, "words") == empty(page)
    form.grounds._boxes["R-17-3-b"].click()
    put(form, words="Invoices are kept for ten years.")
    assert not form.fields.fields["evidence"].isHidden()
    save(page)
    assert error(form, "evidence") == empty(page)
    put(form, evidence="Commercial code, Art. L123-22.")
    save(page)
    decision = the_view(page, case).case.rights[0].decision
    assert (decision.result, decision.grounds) == (Result.REFUSED, ("R-17-3-b",))
    told = page.case.decisions.texts()
    assert page.desk.words("law.ground.R-17-3-b") in told
    assert "Invoices are kept for ten years." in told


def test_every_caution_of_a_ticked_ground_is_told_before_the_decision(page: Any) -> None:
    words = page.desk.words
    open_case(page, "Inès")
    form = act(page, "decide")
    put(form, result=Result.REFUSED.value)
    cautious = [code for code in form.grounds._boxes if words.has(f"law.caution.{code}")]
    assert cautious
    form.grounds._boxes[cautious[0]].click()
    assert form._cautions.text() == words(f"law.caution.{cautious[0]}")
    assert form._cautions.isVisible()


def test_a_decision_before_the_search_is_refused_in_words_and_the_form_stays(page: Any) -> None:
    case = open_case(page, "Jonas")
    form = act(page, "decide")
    form.save()
    rest(page)
    assert form.banner.text
    assert page.case.form is form
    assert len(the_view(page, case).case.undecided) == 2


def test_a_decision_is_taken_back_at_its_right(page: Any) -> None:
    case = open_case(page, "Camille")
    decided(page, case, right="access")
    QTest.mouseClick(page.case.decisions.buttons["undecide", "access"], Qt.MouseButton.LeftButton)
    rest(page)
    assert the_view(page, case).case.undecided


def test_one_right_of_several_is_decided_at_its_own_button(page: Any) -> None:
    case = open_case(page, "Mehdi")
    page.case.decisions.buttons["decide", "automated_decision"].click()
    rest(page)
    form = page.case.form
    assert form._right == "automated_decision"
    put(form, result=Result.REFUSED.value, words="No such decision is taken.", evidence="Record P-007.")
    form.grounds._boxes["R-22-0"].click()
    save(page)
    assert [each.right for each in the_view(page, case).case.undecided] == ["fraud_alert"]


# --- after the answer ------------------------------------------------------------------------------------------------


@pytest.fixture
def erasure(bare_page: Any) -> str:
    """A request for erasure that was granted, with one recipient to be told."""
    desk = bare_page.desk.services
    activity = desk.register.activities.save(None, an_activity()).record.id
    case = desk.cases.open_case(a_request(rights=("erasure",))).case.id
    desk.case_work.prove_identity(case, "Logged in", "2026-03-02")
    desk.case_work.record_findings(case, [FindingDraft(activity=activity, outcome="found")])
    decided(bare_page, case, on="2026-03-02", right="erasure")
    return str(case)


def test_recipients_are_told_in_a_table_and_each_status_is_shown(bare_page: Any, erasure: str) -> None:
    card = bare_page.case.recipients
    assert card.isVisible()
    form = act(bare_page, "tell_recipients")
    row = form.told.rows[0]
    row.group.fields["on"].editor.set_value("2026-03-09")
    row.group.changed.emit()
    save(bare_page)
    assert row.group.fields["on"].error == bare_page.desk.words("errors.field.in_the_future")
    row.group.fields["on"].editor.set_value("2026-03-02")
    row.group.fields["how"].editor.set_value(Notice.POST.value)
    row.group.changed.emit()
    save(bare_page)
    [told] = the_view(bare_page, erasure).case.told
    assert (told.name, told.on.isoformat(), told.how) == ("La Poste", "2026-03-02", Notice.POST)


def test_a_recipient_that_cannot_be_told_has_its_reason(bare_page: Any, erasure: str) -> None:
    form = act(bare_page, "tell_recipients")
    form.told.rows[0].group.fields["impossible"].editor.set_value("It no longer exists.")
    form.told.rows[0].group.changed.emit()
    save(bare_page)
    [told] = the_view(bare_page, erasure).case.told
    assert (told.settled, told.impossible) == (True, "It no longer exists.")
    assert any("It no longer exists." in text for text in bare_page.case.recipients.texts())


def test_a_request_is_answered_carried_out_told_and_only_then_closed(bare_page: Any, erasure: str) -> None:
    form = act(bare_page, "answered")
    form.save()
    rest(bare_page)
    assert the_view(bare_page, erasure).case.state is CaseState.ANSWERED_FULLY
    card = bare_page.case.next
    assert "close" not in {*card.buttons, *card.actions_of_menu}
    assert any(text.startswith("Close: ") for text in card.reasons())
    form = act(bare_page, "carry_out")
    form.save()
    rest(bare_page)
    assert next(iter(card.buttons)) == "tell_recipients"
    form = act(bare_page, "tell_recipients")
    form.told.rows[0].group.fields["on"].editor.set_value("2026-03-02")
    form.told.rows[0].group.changed.emit()
    save(bare_page)
    assert next(iter(card.buttons)) == "close"
    act(bare_page, "close")
    assert the_view(bare_page, erasure).case.state is CaseState.CLOSED
    act(bare_page, "reopen")
    assert the_view(bare_page, erasure).case.state is CaseState.ANSWERED_FULLY


def test_a_request_is_withdrawn_in_the_words_of_the_person(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "withdraw")
    put(form, note="I no longer need it.")
    save(page)
    view = the_view(page, case)
    assert view.case.state is CaseState.WITHDRAWN
    assert "I no longer need it." in [entry.note for entry in view.timeline]


def test_ending_without_an_answer_needs_a_reason_and_opening_again_brings_the_case_back(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "end_unanswered")
    save(page)
    assert error(form, "reason") == empty(page)
    type_keys("It was meant for another company.")
    save(page)
    assert the_view(page, case).case.state is CaseState.UNANSWERED
    act(page, "reopen")
    assert the_view(page, case).case.open


def test_a_file_whose_time_is_over_is_erased_after_a_question(bare_page: Any, clock: Any) -> None:
    desk = bare_page.desk.services
    case = desk.cases.open_case(a_request()).case.id
    desk.case_work.withdraw(case, "2026-03-02", "")
    desk.case_work.close(case)
    clock.go_to(2036, 3, 3)
    bare_page.open_record(case)
    bare_page.refresh(None)
    rest(bare_page)
    assert next(iter(bare_page.case.next.buttons)) == "purge"
    act(bare_page, "purge")
    box().accept()
    rest(bare_page)
    assert len(desk.case_purge.certificates()) == 1
    assert bare_page.list.model.rowCount() == 0


# --- what every question has in common -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_question_has_its_words_and_begins_with_a_field_that_takes_the_keyboard(page: Any) -> None:
    open_case(page, "Camille")
    for name in QUESTIONS:
        page.case.act(name)
        rest(page)
        form = page.case.form
        assert form.question.id == name
        assert form.isAncestorOf(focus()), name


def test_escape_leaves_a_question_and_keeps_what_was_typed(page: Any) -> None:
    open_case(page, "Camille")
    act(page, "note")
    type_keys("Half a thought")
    key(Qt.Key.Key_Escape)
    rest(page)
    assert page.case.form is None
    assert page.case.next.more.hasFocus()
    form = act(page, "note")
    assert form.banner.text


def test_a_note_stands_in_the_history_as_it_was_typed(page: Any) -> None:
    case = open_case(page, "Camille")
    act(page, "note")
    type_keys("<b>Called</b> & answered")
    save(page)
    assert the_view(page, case).timeline[-1].note == "<b>Called</b> & answered"
    assert page.case.timeline.texts()[-1] == page.desk.words("case.timeline.note")


def test_news_of_another_change_leave_an_open_question_and_its_typing(page: Any) -> None:
    open_case(page, "Camille")
    form = act(page, "note")
    type_keys("In the middle of")
    page.desk.news.tell("cases")
    rest(page)
    assert page.case.form is form
    assert form.values()["note"] == "In the middle of"


def test_news_while_the_search_is_typed_leave_its_form_alone(page: Any) -> None:
    open_case(page, "Camille")
    form = act(page, "search")
    page.desk.news.tell("cases", ids=[case_of(page.desk, "Camille")])
    rest(page)
    assert page.case.form is form
    assert page.case.search.edit.isHidden()


def test_the_menu_holds_what_needs_no_button_of_its_own(page: Any) -> None:
    open_case(page, "Camille")
    card = page.case.next
    menu = card.open_menu()
    assert [action.text() for action in menu.actions()] == [
        action.text() for action in card.actions_of_menu.values()
    ]
    menu.close()
