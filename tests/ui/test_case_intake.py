from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.case import Capacity, ChannelQuality, Role
from dpo_desk.domain.case_steps import Verb
from dpo_desk.services.intake import CaseDraft
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.requests_page import RequestsPage
from tests.desks import ObedientClock, a_request
from tests.ui.at_a_request import CTRL, error, focus, key, put, tab_to, the_view, type_keys
from tests.ui.conftest import type_text
from tests.ui.whole_desk import case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


@pytest.fixture
def bare_page(empty_desk: Any, show: Any) -> Any:
    return show(RequestsPage(empty_desk))


def live_in(form: Any, country: str, region: str = "") -> None:
    """The person of the intake lives there, as if it had been typed."""
    form.person.fields["country"].editor.set_value(country)
    form.person.fields["region"].editor.set_value(region)
    form.person.changed.emit()


# --- with the keyboard alone -----------------------------------------------------------------------------------------


def test_a_request_is_taken_in_with_the_keyboard_alone(bare_page: Any) -> None:
    key(Qt.Key.Key_N, CTRL)
    rest(bare_page)
    person, fields = bare_page.intake.person.fields, bare_page.intake.fields.fields
    type_keys("Ada Example")
    for name, typed in (
        ("street", "1 Invented Street"),
        ("postal_code", "75001"),
        ("city", "Paris"),
        ("country", "France"),
        ("email", "ada@example.org"),
        ("customer_reference", "C-7"),
    ):
        tab_to(person[name].editor.target())
        type_keys(typed)
    tab_to(fields["channel_note"].editor.target())
    type_keys("privacy@example.org")
    tab_to(bare_page.intake.rights.ticks["access"].target())
    key(Qt.Key.Key_Space)
    tab_to(fields["asked"].editor.target())
    type_keys("All my data, please.")
    key(Qt.Key.Key_S, CTRL)
    rest(bare_page)
    (case,) = bare_page.desk.services.cases.ids(ListQuery())
    view = the_view(bare_page, case)
    assert (view.person.name, view.person.address.country, view.person.customer_reference) == (
        "Ada Example",
        "FR",
        "C-7",
    )
    assert (view.case.regime, view.case.right_ids) == ("eu-gdpr", ("access",))
    assert (view.case.asked, view.case.channel_note) == ("All my data, please.", "privacy@example.org")
    assert view.case.received == bare_page.desk.services.cases.today()
    assert view.case.representation is None
    assert bare_page.case.isVisible()
    assert bare_page.list.current == case
    assert focus() is next(iter(bare_page.case.next.buttons.values()))


def test_the_intake_begins_with_today_and_nothing_else(bare_page: Any) -> None:
    bare_page.begin_new()
    assert bare_page.intake.draft().received == "2026-03-02"
    typed, blank = bare_page.intake.draft(), CaseDraft(received="2026-03-02")
    assert (typed.person, typed.rights, typed.asked) == (blank.person, (), "")
    assert (typed.regime, typed.channel, typed.role) == (blank.regime, blank.channel, blank.role)
    assert typed.representation.capacity == ""
    assert not typed.representation.concerned.typed


# --- ten deadlines ---------------------------------------------------------------------------------------------------

EU, UK, CALIFORNIA = ("FR", ""), ("GB", ""), ("US", "CA")


@pytest.mark.parametrize(
    ("place", "right", "received", "shown", "due"),
    [
        (EU, "access", "2026-01-30", "due", "Monday 2 March 2026"),
        (EU, "access", "2026-12-01", "due", "Monday 4 January 2027"),
        (EU, "access", "2026-04-25", "due", "Tuesday 26 May 2026"),
        (EU, "access", "2026-07-15", "due", "Monday 17 August 2026"),
        (EU, "access", "2026-10-11", "due", "Thursday 12 November 2026"),
        (UK, "access", "2026-03-31", "due", "Thursday 30 April 2026"),
        (CALIFORNIA, "ccpa_know", "2026-11-02", "due", "Thursday 17 December 2026"),
        (CALIFORNIA, "ccpa_know", "2026-11-21", "acknowledge", "Friday 4 December 2026"),
    ],
)
def test_the_due_date_of_a_request_typed_at_the_intake_is_shown_in_the_window(
    bare_page: Any,
    clock: ObedientClock,
    place: tuple[str, str],
    right: str,
    received: str,
    shown: str,
    due: str,
) -> None:
    clock.go_to(2026, 12, 1)
    take_in(bare_page, place, right, received)
    assert bare_page.case.clock._values[shown].text() == due
    assert bare_page.case.clock._values[shown].isVisible()


def take_in(page: Any, place: tuple[str, str], right: str, received: str) -> str:
    page.begin_new()
    form = page.intake
    form.person.fields["name"].editor.set_value("Ada Example")
    put(form, received=received)
    live_in(form, *place)
    form.rights.ticks[right].box.click()
    form.save()
    rest(page)
    assert not form.banner.text
    [case] = page.desk.services.cases.ids(ListQuery())
    return str(case)


def test_a_question_answered_after_six_days_moves_the_due_date_by_six_days_in_the_window(
    bare_page: Any, clock: ObedientClock
) -> None:
    clock.go_to(2026, 11, 12)
    take_in(bare_page, EU, "access", "2026-11-02")
    bare_page.case.act("ask_identity")
    put(bare_page.case.form, reason="Another address than on file.", on="2026-11-04")
    bare_page.case.form.save()
    rest(bare_page)
    still = bare_page.desk.words("ui.requests.clock.still")
    assert bare_page.case.clock._values["due"].text() == still
    bare_page.case.act("record_answer")
    put(bare_page.case.form, how="Number of an order and its amount", on="2026-11-10")
    bare_page.case.form.save()
    rest(bare_page)
    assert bare_page.case.clock._values["due"].text() == "Tuesday 8 December 2026"


def test_an_extended_request_is_due_after_three_months_in_the_window(
    bare_page: Any, clock: ObedientClock
) -> None:
    clock.go_to(2026, 12, 1)
    take_in(bare_page, EU, "access", "2026-11-16")
    bare_page.case.act("extend")
    put(bare_page.case.form, reason="Many requests at once.")
    bare_page.case.form.save()
    rest(bare_page)
    assert bare_page.case.clock._values["due"].text() == "Tuesday 16 February 2027"


# --- the law ---------------------------------------------------------------------------------------------------------


def test_the_law_follows_the_country_and_brings_its_rights(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    for place, law, right in (
        (UK, "uk-gdpr", "access"),
        (CALIFORNIA, "us-ca", "ccpa_delete"),
        (("DE", ""), "eu-gdpr", "erasure"),
    ):
        live_in(form, *place)
        assert form.law.value() == law
        assert right in form.rights.ticks


def test_a_law_chosen_by_hand_stays_whatever_country_is_typed(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.law.set_value("policy-promises")
    form.law.changed.emit()
    live_in(form, "GB")
    assert form.law.value() == "policy-promises"
    assert "post_mortem_heirs" in form.rights.ticks


def test_what_was_ticked_stays_ticked_where_the_other_law_knows_it_too(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.rights.ticks["access"].box.click()
    live_in(form, "GB")
    assert form.draft().rights == ("access",)
    live_in(form, "US", "CA")
    assert form.draft().rights == ()


def test_a_moment_with_its_offset_is_told_as_the_day_of_the_controller(
    bare_page: Any, clock: ObedientClock
) -> None:
    clock.go_to(2026, 11, 24)
    bare_page.begin_new()
    form = bare_page.intake
    put(form, received="2026-11-22T23:59-05:00")
    assert form.received._told.text() == "Monday 23 November 2026"
    form.person.fields["name"].editor.set_value("Ada Example")
    form.rights.ticks["access"].box.click()
    form.save()
    rest(bare_page)
    [case] = bare_page.desk.services.cases.ids(ListQuery())
    assert the_view(bare_page, case).case.received.isoformat() == "2026-11-23"


# --- for somebody else -----------------------------------------------------------------------------------------------


def test_somebody_asks_for_another_by_what_right_and_with_what_proof(bare_page: Any) -> None:
    bare_page.begin_new()
    form, group = bare_page.intake, bare_page.intake.representation
    assert group.fields["concerned"].isHidden()
    group.capacity.set_value("parent")
    group.changed.emit()
    group.show_asked()
    assert not group.fields["concerned"].isHidden()
    form.person.fields["name"].editor.set_value("Mother Example")
    group.fields["concerned"].editor.fields["name"].editor.set_value("Child Example")
    group.fields["proof"].editor.set_value("family record book")
    group.fields["proof_seen_on"].editor.set_value("2026-03-01")
    form.rights.ticks["access"].box.click()
    put(form, role=Role.PROSPECT.value, channel_quality=ChannelQuality.USUAL.value)
    form.save()
    rest(bare_page)
    [case] = bare_page.desk.services.cases.ids(ListQuery())
    view = the_view(bare_page, case)
    assert view.case.representation.capacity is Capacity.PARENT
    assert view.case.representation.proven
    assert (view.person.name, view.concerned.name) == ("Mother Example", "Child Example")
    assert view.concerned.language == "en"
    assert view.representative is None
    assert (view.case.role, view.case.channel_quality) == (Role.PROSPECT, ChannelQuality.USUAL)


def test_a_third_one_may_write_for_the_person_concerned(bare_page: Any) -> None:
    bare_page.begin_new()
    form, group = bare_page.intake, bare_page.intake.representation
    form.person.fields["name"].editor.set_value("Asks Example")
    group.set_value(
        {
            "capacity": "mandate",
            "concerned": {"name": "Concerned Example"},
            "representative": {"name": "Writes Example", "language": "fr"},
        }
    )
    form.rights.ticks["access"].box.click()
    form.save()
    rest(bare_page)
    [case] = bare_page.desk.services.cases.ids(ListQuery())
    view = the_view(bare_page, case)
    assert (view.concerned.name, view.representative.name) == ("Concerned Example", "Writes Example")
    assert view.representative.language == "fr"


def test_a_capacity_without_anybody_named_is_marked_at_the_person_concerned(bare_page: Any) -> None:
    bare_page.begin_new()
    form, group = bare_page.intake, bare_page.intake.representation
    form.person.fields["name"].editor.set_value("Mother Example")
    form.rights.ticks["access"].box.click()
    group.capacity.set_value("parent")
    group.changed.emit()
    form.save()
    rest(bare_page)
    concerned = group.fields["concerned"].editor
    assert concerned.fields["name"].error == bare_page.desk.words("errors.field.empty")
    assert focus() is concerned.fields["name"].editor.target()


# --- bad input -------------------------------------------------------------------------------------------------------


def test_every_bad_field_is_marked_at_once_and_the_typed_text_stays(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.fields.fields["received"].editor.target().setText("yesterday-ish")
    type_text(form.fields.fields["asked"].editor.target(), "Everything")
    type_text(form.person.fields["email"].editor.target(), "nobody")
    put(form, channel_quality=ChannelQuality.RANDOM.value)
    form.save()
    rest(bare_page)
    words = bare_page.desk.words
    assert form.person.fields["name"].error == words("errors.field.empty")
    assert form.person.fields["email"].error == words("errors.field.not_an_email")
    assert error(form, "received") == words("errors.field.not_a_date")
    assert error(form, "rights") == words("errors.field.empty")
    assert error(form, "channel_note") == words("errors.field.empty")
    assert form.fields.fields["asked"].editor.value() == "Everything"
    assert form.fields.fields["received"].editor.target().text() == "yesterday-ish"
    assert form.person.fields["name"].editor.target().hasFocus()
    assert not bare_page.desk.services.cases.ids(ListQuery())


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        ("2026-03-03", "in_the_future"),
        ("30/02/2026", "not_a_date"),
        ("2026-02-30", "not_a_date"),
        ("3/2/26", "not_a_date"),
        ("2026-03-01T10:00", "offset_missing"),
        ("", "empty"),
    ],
)
def test_a_day_of_receipt_that_cannot_be_is_told_at_its_field(
    bare_page: Any, received: str, reason: str
) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.fields.fields["received"].editor.target().setText(received)
    form.save()
    rest(bare_page)
    assert error(form, "received") == bare_page.desk.words(f"errors.field.{reason}")


# --- who is known, and what is there already -------------------------------------------------------------------------


def test_a_known_person_is_proposed_and_taken_over(page: Any) -> None:
    page.begin_new()
    type_keys("camil")
    QTest.qWait(250)
    line = page.intake.person.name_line
    assert line.popup.isVisible()
    QTest.keyClick(line.popup, Qt.Key.Key_Down)
    QTest.keyClick(line.popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    known = the_view(page, case_of(page.desk, "Camille")).person
    assert page.intake.draft().existing_person == known.id
    assert page.intake.draft().person.city == "Lyon"
    assert page.intake.person.name_line.value() == known.name


def test_another_name_lets_go_of_the_known_person(page: Any) -> None:
    page.begin_new()
    known = the_view(page, case_of(page.desk, "Camille")).person
    page.intake._take_known(known)
    page.intake.focus_name()
    focus().selectAll()
    type_keys("Bob")
    assert page.intake.draft().existing_person is None


def test_the_law_of_a_known_person_is_proposed_with_the_person(page: Any) -> None:
    page.begin_new()
    page.intake._take_known(the_view(page, case_of(page.desk, "Sam")).person)
    assert page.intake.law.value() == "us-ca"


def test_an_earlier_request_for_the_same_right_is_pointed_out_and_can_be_opened(page: Any) -> None:
    page.begin_new()
    case = case_of(page.desk, "Camille")
    page.intake._take_known(the_view(page, case).person)
    page.intake.rights.ticks["access"].box.click()
    count = len(page.desk.services.cases.ids(ListQuery()))
    page.intake._look_for_similar()
    card = page.intake._similar
    assert card.isVisibleTo(page.intake)
    link = card._column.itemAt(0).widget().layout().itemAt(0).widget()
    link.click()
    assert page.desk.moves[-1][:2] == ("requests", case)
    assert len(page.desk.services.cases.ids(ListQuery())) == count  # nothing was saved by looking


def test_the_same_request_sent_again_is_noted_at_the_earlier_one_and_no_other_is_taken_in(page: Any) -> None:
    page.begin_new()
    case = case_of(page.desk, "Camille")
    page.intake._take_known(the_view(page, case).person)
    page.intake.rights.ticks["access"].box.click()
    count, due = len(page.desk.services.cases.ids(ListQuery())), the_view(page, case).case.due
    page.intake._look_for_similar()
    page.intake._similar.buttons[0].click()
    rest(page)
    view = the_view(page, case)
    assert [day.isoformat() for day in view.case.repeats] == ["2026-11-23"]
    assert view.case.due == due
    assert len(page.desk.services.cases.ids(ListQuery())) == count
    assert page.list.current == case
    assert page.desk.drafts.load("case/new") is None


def test_a_repetition_before_the_earlier_request_is_told_at_the_day(page: Any) -> None:
    page.begin_new()
    page.intake._take_known(the_view(page, case_of(page.desk, "Camille")).person)
    page.intake.rights.ticks["access"].box.click()
    put(page.intake, received="2026-11-01")
    page.intake._look_for_similar()
    page.intake._similar.buttons[0].click()
    rest(page)
    assert error(page.intake, "received") == page.desk.words("errors.field.before_receipt")


def test_an_ended_request_can_be_opened_but_not_be_sent_again(page: Any) -> None:
    page.begin_new()
    case = case_of(page.desk, "Greta")
    assert not the_view(page, case).step(Verb.REPEAT).possible
    page.intake._take_known(the_view(page, case).person)
    page.intake.rights.ticks["portability"].box.click()
    page.intake._look_for_similar()
    assert page.intake._similar.isVisibleTo(page.intake)
    assert page.intake._similar.buttons == []


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_unsaved_typing_is_kept_in_the_vault_and_offered_again(bare_page: Any, show: Any) -> None:
    bare_page.begin_new()
    type_keys("Half a name")
    live_in(bare_page.intake, "US", "CA")
    bare_page.intake.rights.ticks["ccpa_delete"].box.click()
    bare_page.keep()
    rest(bare_page)
    again = show(RequestsPage(bare_page.desk))
    again.begin_new()
    assert again.intake.banner.text
    again.intake._restore(again.desk.drafts.load("case/new"))
    assert again.intake.draft().person.name == "Half a name"
    assert (again.intake.draft().regime, again.intake.draft().rights) == ("us-ca", ("ccpa_delete",))


def test_a_draft_of_an_older_form_is_still_taken_up(bare_page: Any) -> None:
    bare_page.desk.drafts.save("case/new", {"person": {"name": "Half a name"}, "rights": ["access"]})
    bare_page.begin_new()
    bare_page.intake._restore(bare_page.desk.drafts.load("case/new"))
    typed = bare_page.intake.draft()
    assert (typed.person.name, typed.rights, typed.regime) == ("Half a name", ("access",), "eu-gdpr")


def test_the_draft_of_a_request_taken_in_is_the_one_that_was_typed(bare_page: Any) -> None:
    draft = a_request()
    case = bare_page.desk.services.cases.open_case(draft).case.id
    bare_page.begin_new()
    bare_page.intake._take_known(the_view(bare_page, case).person)
    typed = bare_page.intake.draft().person
    assert (typed.name, typed.street, typed.country, typed.language) == (
        draft.person.name,
        draft.person.street,
        draft.person.country,
        draft.person.language,
    )
