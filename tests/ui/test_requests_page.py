from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.case import CaseState, Outcome
from dpo_desk.services.intake import CaseDraft
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui import theme
from dpo_desk.ui.pages.requests_page import RequestsPage
from dpo_desk.ui.widgets.basics import Label
from tests.desks import ZOE, a_request
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.whole_desk import case_of, rest

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


@pytest.fixture
def bare_page(empty_desk: Any, show: Any) -> Any:
    return show(RequestsPage(empty_desk))


def focus() -> Any:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifier)


def type_keys(text: str) -> None:
    QTest.keyClicks(focus(), text)


def tab(times: int = 1) -> None:
    for _ in range(times):
        key(Qt.Key.Key_Tab)


def open_case(page: Any, first_name: str) -> str:
    case = case_of(page.desk, first_name)
    page.open_record(case)
    rest(page)
    return case


def act(page: Any, name: str) -> Any:
    """Press a button of the next step and give the form that opens."""
    QTest.mouseClick(page.case.next.buttons[name], Qt.MouseButton.LeftButton)
    rest(page)
    return page.case.form


def save(page: Any) -> None:
    key(Qt.Key.Key_S, CTRL)
    rest(page)


def the_view(page: Any, case: str) -> Any:
    return page.desk.services.cases.view(case)


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_open_requests_stand_first_with_the_late_one_on_top(page: Any) -> None:
    model = page.list.model
    assert model.rowCount() == 5
    assert [model.index(0, column).data() for column in (1, 2)] == ["Giulia Finta", "54 days late"]
    assert page.desk.services.agenda.pressing_requests() == 1


@pytest.mark.parametrize(
    ("chip", "count"), [("late", 1), ("waiting", 0), ("extended", 1), ("closed", 1), ("all", 6)]
)
def test_a_chip_shows_its_requests_only(page: Any, chip: str, count: int) -> None:
    page.list.choose_chip(chip)
    assert page.list.model.rowCount() == count


def test_the_filter_finds_a_person_without_accents(page: Any) -> None:
    page.list.focus_filter()
    type_keys("ines")
    QTest.qWait(250)
    assert [page.list.model.index(0, 1).data()] == ["Inès Exemplo-Ficticia"]


def test_a_header_sorts_by_its_column(page: Any) -> None:
    page.list.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    names = [page.list.model.index(row, 1).data() for row in range(5)]
    assert names == sorted(names)


def test_an_empty_vault_offers_the_first_request(bare_page: Any) -> None:
    assert bare_page.list.model.rowCount() == 0
    assert any(
        label.text() == bare_page.desk.words("ui.requests.empty") for label in bare_page.findChildren(Label)
    )


# --- the intake ------------------------------------------------------------------------------------------------------


def test_a_request_is_taken_in_with_the_keyboard_alone(bare_page: Any) -> None:
    key(Qt.Key.Key_N, CTRL)
    rest(bare_page)
    type_keys("Ada Example")
    tab()
    type_keys("1 Invented Street")
    tab()
    type_keys("75001")
    tab()
    type_keys("Paris")
    tab(2)
    type_keys("France")
    tab()
    type_keys("ada@example.org")
    tab(3)
    type_keys("C-7")
    tab(4)
    key(Qt.Key.Key_Space)
    for _ in bare_page.intake.rights.ticks:
        tab()
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
    assert view.case.rights == ("access",)
    assert view.case.asked == "All my data, please."
    assert view.case.received == bare_page.desk.services.cases.today()
    assert bare_page.case.isVisible()
    assert bare_page.list.current == case


def test_every_bad_field_is_marked_at_once_and_the_typed_text_stays(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.fields.fields["received"].editor.target().setText("yesterday-ish")
    type_text(form.fields.fields["asked"].editor.target(), "Everything")
    type_text(form.person.fields["email"].editor.target(), "nobody")
    form.save()
    rest(bare_page)
    words = bare_page.desk.words
    assert form.person.fields["name"].error == words("errors.field.empty")
    assert form.person.fields["email"].error == words("errors.field.not_an_email")
    assert form.fields.fields["received"].error == words("errors.field.not_a_date")
    assert form.fields.fields["rights"].error == words("errors.field.empty")
    assert form.fields.fields["asked"].editor.value() == "Everything"
    assert form.fields.fields["received"].editor.target().text() == "yesterday-ish"
    assert form.person.fields["name"].editor.target().hasFocus()
    assert not bare_page.desk.services.cases.ids(ListQuery())


def test_a_request_cannot_have_been_received_tomorrow(bare_page: Any) -> None:
    bare_page.begin_new()
    form = bare_page.intake
    form.fields.fields["received"].editor.set_value("2026-03-03")
    form.save()
    rest(bare_page)
    assert form.fields.fields["received"].error == bare_page.desk.words("errors.field.in_the_future")


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


def test_an_earlier_request_for_the_same_right_is_pointed_out(page: Any) -> None:
    page.begin_new()
    page.intake._take_known(the_view(page, case_of(page.desk, "Camille")).person)
    page.intake.rights.ticks["access"].box.click()
    page.intake._look_for_similar()
    assert page.intake._similar.isVisibleTo(page.intake)
    assert page.desk.services.cases.ids(ListQuery())  # nothing was saved by looking


def test_unsaved_typing_is_kept_in_the_vault_and_offered_again(bare_page: Any, show: Any) -> None:
    bare_page.begin_new()
    type_keys("Half a name")
    bare_page.keep()
    rest(bare_page)
    again = show(RequestsPage(bare_page.desk))
    again.begin_new()
    assert again.intake.banner.text
    again.intake._restore(again.desk.drafts.load("case/new"))
    assert again.intake.draft().person.name == "Half a name"


def test_hostile_texts_come_back_as_typed_and_do_not_break_the_layout(bare_page: Any) -> None:
    name = "<script>alert(1)</script> & Zoé 🦊 שלום " + "W" * 200
    asked = "<b>&</b> " * 20_000
    bare_page.desk.services.cases.open_case(a_request(person=replace(ZOE, name=name), asked=asked))
    (case,) = bare_page.desk.services.cases.ids(ListQuery())
    bare_page.desk.news.tell("cases")
    bare_page.open_record(case)
    rest(bare_page)
    record = bare_page.case
    assert record._name.text() == name
    assert record._asked.toPlainText() == asked.strip()
    assert record.area.widget().width() <= record.area.viewport().width()
    assert record._asked.height() < 400
    assert not markup_readers(bare_page)


# --- the record ------------------------------------------------------------------------------------------------------


def test_another_case_is_shown_from_its_top_also_when_the_keyboard_was_on_a_button_of_the_one_before(
    page: Any,
) -> None:
    page.resize(1000, 560)
    for name in ("Camille", "Jonas", "Giulia"):
        page.open_record(case_of(page.desk, name))
        page.case.focus_first()
        rest(page)
        bar = page.case.area.verticalScrollBar()
        assert bar.maximum() > 0
        assert bar.value() == 0


def test_why_opens_the_counting_of_the_due_date_in_words(page: Any) -> None:
    open_case(page, "Camille")
    assert not page.case.clock.trace.isVisible()
    QTest.mouseClick(page.case.clock.why, Qt.MouseButton.LeftButton)
    assert page.case.clock.trace.isVisible()
    told = page.case.clock.trace.toPlainText()
    assert "Monday 16 November 2026" in told
    assert "12(3)" in told


def test_a_late_request_says_so_in_words(page: Any) -> None:
    open_case(page, "Giulia")
    assert page.case.clock.left.text() == "54 days late"


def test_the_first_button_is_what_the_case_asks_for_next(page: Any) -> None:
    open_case(page, "Giulia")
    assert next(iter(page.case.next.buttons)) == "acknowledge"
    open_case(page, "Camille")
    assert next(iter(page.case.next.buttons)) == "answer"


def test_the_identity_is_recorded_in_place(page: Any) -> None:
    case = open_case(page, "Jonas")
    form = act(page, "prove_identity")
    type_keys("Called back")
    save(page)
    assert the_view(page, case).case.identity.how == "Called back"
    assert page.case.form is None
    assert form is not page.case.form
    assert "prove_identity" not in page.case.next.buttons


def test_asking_for_more_stops_the_clock_and_says_so(page: Any) -> None:
    case = open_case(page, "Jonas")
    act(page, "ask_identity")
    type_keys("The signature differs from the one on file.")
    save(page)
    assert the_view(page, case).case.state is CaseState.WAITING
    assert page.case.clock.left.text() == page.desk.words("ui.requests.left.still")


def test_an_extension_without_a_reason_is_marked_at_the_field_and_nothing_is_saved(page: Any) -> None:
    case = open_case(page, "Camille")
    form = act(page, "extend")
    save(page)
    assert form.fields.fields["reason"].error == page.desk.words("errors.field.empty")
    assert the_view(page, case).case.extension is None
    type_keys("Many requests at once.")
    save(page)
    assert the_view(page, case).case.extension.reason == "Many requests at once."


def test_an_extension_after_the_first_month_is_refused_with_the_rule_and_the_text_stays(page: Any) -> None:
    case = open_case(page, "Giulia")
    page.case.act("extend")
    type_keys("Too late.")
    save(page)
    assert "30 September 2026" in page.case.form.banner.text
    assert page.case.form.values()["reason"] == "Too late."
    assert the_view(page, case).case.extension is None


def test_escape_leaves_a_question_and_keeps_what_was_typed(page: Any) -> None:
    open_case(page, "Camille")
    act(page, "note")
    type_keys("Half a thought")
    key(Qt.Key.Key_Escape)
    rest(page)
    assert page.case.form is None
    assert page.case.next.buttons["note"].hasFocus()
    form = act(page, "note")
    assert form.banner.text


def test_a_note_stands_in_the_history_as_it_was_typed(page: Any) -> None:
    case = open_case(page, "Camille")
    act(page, "note")
    type_keys("<b>Called</b> & answered")
    save(page)
    assert the_view(page, case).timeline[-1].note == "<b>Called</b> & answered"
    assert page.case.timeline.texts()[-1] == page.desk.words("case.timeline.note")


def test_closing_needs_a_reason_and_opening_again_brings_the_case_back(page: Any) -> None:
    case = open_case(page, "Camille")
    act(page, "close")
    type_keys("Withdrawn.")
    save(page)
    assert the_view(page, case).case.state is CaseState.CLOSED
    assert list(page.case.next.buttons) == ["reopen", "note"]
    act(page, "reopen")
    assert the_view(page, case).case.open


def test_the_person_is_corrected_in_place_and_the_case_follows(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.person.edit, Qt.MouseButton.LeftButton)
    rest(page)
    page.case.form.group.fields["city"].editor.focus_at()
    focus().selectAll()
    type_keys("Grenoble")
    save(page)
    assert the_view(page, case).person.address.city == "Grenoble"
    assert page.case.form is None


def test_a_gap_of_the_address_opens_the_address(page: Any) -> None:
    case = case_of(page.desk, "Camille")
    page.open_record(case, "person.address")
    rest(page)
    assert focus() is page.case.form.group.fields["street"].editor.target()


def test_correcting_the_receipt_counts_every_date_anew(page: Any) -> None:
    case = open_case(page, "Camille")
    QTest.mouseClick(page.case.clock.correct, Qt.MouseButton.LeftButton)
    rest(page)
    focus().selectAll()
    type_keys("2026-11-10")
    save(page)
    assert the_view(page, case).case.due.isoformat() == "2026-12-10"


def test_news_of_another_change_leave_an_open_question_and_its_typing(page: Any) -> None:
    open_case(page, "Camille")
    form = act(page, "note")
    type_keys("In the middle of")
    page.desk.news.tell("cases")
    rest(page)
    assert page.case.form is form
    assert form.values()["note"] == "In the middle of"


# --- the search ------------------------------------------------------------------------------------------------------


def test_the_search_is_recorded_activity_by_activity(page: Any) -> None:
    case = open_case(page, "Jonas")
    act(page, "search")
    form = page.case.form
    QTest.mouseClick(form.findings.all, Qt.MouseButton.LeftButton)
    assert len(form.findings.rows) == 28
    first = form.findings.rows[0]
    first.outcome.combo.setCurrentIndex(first.outcome.combo.findData(Outcome.FOUND.value))
    first.outcome.combo.activated.emit(first.outcome.combo.currentIndex())
    first.data.editor.focus_at()
    type_keys("Name: Jonas")
    QTest.mouseClick(form.findings.rest, Qt.MouseButton.LeftButton)
    save(page)
    found = the_view(page, case).case.findings
    assert found[0].data == (("Name", "Jonas"),)
    assert {each.outcome for each in found[1:]} == {Outcome.NOTHING}


def test_a_line_of_data_without_a_label_is_marked_at_its_activity(page: Any) -> None:
    open_case(page, "Camille")
    act(page, "search")
    form = page.case.form
    row = form.findings.rows[1]
    row.data.editor.focus_at()
    focus().selectAll()
    type_keys("no label here")
    save(page)
    assert row.data.error == page.desk.words("errors.field.label_and_value")
    assert row.data.editor.value() == "no label here"


def test_the_search_comes_back_from_the_form_unchanged(page: Any) -> None:
    case = open_case(page, "Camille")
    before = the_view(page, case).case.findings
    act(page, "search")
    page.case.form._set_dirty(True)
    page.case.form.save()
    rest(page)
    assert the_view(page, case).case.findings == before


# --- all of it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_has_a_name_and_nothing_is_read_as_markup(page: Any) -> None:
    open_case(page, "Camille")
    for name in ("", "note", "search", "person"):
        if name:
            page.case.act(name)
        rest(page)
        assert not unnamed(page)
        assert not markup_readers(page)
    page.begin_new()
    assert not unnamed(page)


def test_the_intake_begins_with_today_and_nothing_else(bare_page: Any) -> None:
    bare_page.begin_new()
    assert bare_page.intake.draft() == CaseDraft(received="2026-03-02")


def test_the_reference_of_a_request_has_room_in_its_column(page: Any) -> None:
    head, model = page.list.table.horizontalHeader(), page.list.model
    number = [column.key for column in model._columns].index("ref")
    needed = page.list.table.fontMetrics().horizontalAdvance("R-2026-0005")
    assert head.sectionSize(number) >= needed + theme.DOUBLE
