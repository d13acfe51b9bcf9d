from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dpo_desk.domain.case import RUNNING, WAITING, CaseState
from dpo_desk.library.lawbook import regimes
from dpo_desk.library.wording import wording
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui import theme
from dpo_desk.ui.pages.requests_page import RequestsPage, ready_filters
from dpo_desk.ui.widgets.basics import Label
from tests.desks import ZOE, a_request
from tests.ui.at_a_request import focus, open_case, the_view, type_keys
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


@pytest.fixture
def bare_page(empty_desk: Any, show: Any) -> Any:
    return show(RequestsPage(empty_desk))


def cells(page: Any, column: str) -> list[str]:
    """What a column says, row by row; the column by its title."""
    model = page.list.model
    titles = [each.title for each in model._columns]
    number = titles.index(page.desk.words(f"ui.requests.column.{column}"))
    return [model.index(row, number).data() for row in range(model.rowCount())]


def every(page: Any) -> list[Any]:
    cases = page.desk.services.cases
    return list(cases.lines(cases.ids(ListQuery())))


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_open_requests_stand_first_with_the_late_one_on_top(page: Any) -> None:
    assert len(cells(page, "ref")) == sum(line.state in RUNNING for line in every(page))
    assert (cells(page, "person")[0], cells(page, "left")[0]) == ("Giulia Finta", "54 days late")


@pytest.mark.parametrize(
    ("chip", "belongs"),
    [
        ("open", lambda line: line.state in RUNNING),
        ("late", lambda line: line.state in RUNNING and line.due and line.due.isoformat() < "2026-11-23"),
        ("waiting", lambda line: line.state in WAITING),
        ("extended", lambda line: line.extended),
        ("answered", lambda line: line.state not in {*RUNNING, CaseState.CLOSED}),
        ("closed", lambda line: line.state is CaseState.CLOSED),
        ("all", lambda _line: True),
    ],
)
def test_a_chip_shows_its_requests_only(page: Any, chip: str, belongs: Any) -> None:
    expected = {line.ref for line in every(page) if belongs(line)}
    page.list.choose_chip(chip)
    assert expected
    assert set(cells(page, "ref")) == expected


def test_each_line_says_law_state_and_next_step_in_words(page: Any) -> None:
    row = cells(page, "regime").index("California")
    assert cells(page, "person")[row].startswith("Sam ")
    assert cells(page, "step")[row] == "Acknowledge receipt"
    row = cells(page, "person").index("Hélène Fictive-Héritière")
    assert cells(page, "state")[row] == "Waiting: who asks"
    assert cells(page, "left")[row] == "not running"
    assert cells(page, "step")[row] == "Record the person’s answer"


def test_a_ready_made_filter_shows_the_requests_of_one_law_or_of_one_right(page: Any) -> None:
    ready = {each.name: each for each in ready_filters(page.desk.words)}
    page.list.show_filter(ready["Law: California"])
    assert set(cells(page, "regime")) == {"California"}
    page.list.show_filter(ready["Right: Right to erasure"])
    assert set(cells(page, "ref")) == {line.ref for line in every(page) if "erasure" in line.rights}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_law_has_a_short_name_and_a_way_to_cite_its_rights(language: str) -> None:
    words = wording(language)
    laws = [each.id for each in regimes() if each.rights]
    assert [words(f"ui.requests.law.{each}") for each in laws]
    assert [words(f"ui.requests.right.{each}", name="x", article="y") for each in laws]
    names = [each.name for each in ready_filters(words)]
    assert len(names) == len(set(names))


def test_the_filter_finds_a_person_without_accents(page: Any) -> None:
    page.list.focus_filter()
    type_keys("ines")
    QTest.qWait(250)
    assert cells(page, "person") == ["Inès Exemplo-Ficticia"]


def test_a_header_sorts_by_its_column(page: Any) -> None:
    page.list.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    refs = cells(page, "ref")
    assert refs == sorted(refs, reverse=True)


def test_an_empty_vault_offers_the_first_request(bare_page: Any) -> None:
    assert bare_page.list.model.rowCount() == 0
    assert any(
        label.text() == bare_page.desk.words("ui.requests.empty") for label in bare_page.findChildren(Label)
    )


def test_the_reference_of_a_request_has_room_in_its_column(page: Any) -> None:
    head, model = page.list.table.horizontalHeader(), page.list.model
    number = [column.key for column in model._columns].index("ref")
    needed = page.list.table.fontMetrics().horizontalAdvance("R-2026-0005")
    assert head.sectionSize(number) >= needed + theme.DOUBLE


# --- the record ------------------------------------------------------------------------------------------------------


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
    assert record.asked.text.toPlainText() == asked.strip()
    assert record.area.widget().width() <= record.area.viewport().width()
    assert record.asked.text.height() < 400
    assert not markup_readers(bare_page)


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
@pytest.mark.parametrize("width", [780, 1080])
def test_the_record_of_every_request_of_the_example_fits_its_place(page: Any, width: int) -> None:
    page.resize(width, 720)
    for line in every(page):
        page.open_record(line.id)
        rest(page)
        area = page.case.area
        assert area.widget().width() <= area.viewport().width(), line.ref


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


def test_showing_a_request_takes_the_keyboard_from_nobody(page: Any) -> None:
    page.list.focus_filter()
    line = focus()
    for each in every(page)[:4]:
        page.show_record(each.id)
        rest(page)
        assert page.isActiveWindow()
        assert focus() is line


def test_why_opens_the_counting_of_the_due_date_in_words(page: Any) -> None:
    open_case(page, "Camille")
    assert not page.case.clock.trace.isVisible()
    QTest.mouseClick(page.case.clock.why, Qt.MouseButton.LeftButton)
    assert page.case.clock.trace.isVisible()
    told = page.case.clock.trace.toPlainText()
    assert "Monday 16 November 2026" in told
    assert "12(3)" in told
    QTest.mouseClick(page.case.clock.why, Qt.MouseButton.LeftButton)
    assert not page.case.clock.trace.isVisible()


def test_each_right_of_several_has_a_clock_and_a_counting_of_its_own(bare_page: Any) -> None:
    desk = bare_page.desk.services
    case = desk.cases.open_case(a_request(received="2026-02-02")).case.id
    desk.cases.add_right(case, "erasure", "2026-02-20")
    bare_page.open_record(case)
    rest(bare_page)
    clock = bare_page.case.clock
    assert [row.right for row in clock.rows] == ["access", "erasure"]
    assert [row.left for row in clock.rows] == ["due today", "18 days left"]
    assert clock.why.isHidden()
    QTest.mouseClick(clock.rows[1].why, Qt.MouseButton.LeftButton)
    assert "Friday 20 February 2026" in clock.trace.toPlainText()
    QTest.mouseClick(clock.rows[0].why, Qt.MouseButton.LeftButton)
    assert "Monday 2 February 2026" in clock.trace.toPlainText()
    assert [row.why.isChecked() for row in clock.rows] == [True, False]


def test_a_source_nobody_has_opened_is_named_below_the_counting(page: Any) -> None:
    open_case(page, "Sam")
    QTest.mouseClick(page.case.clock.rows[0].why, Qt.MouseButton.LeftButton)
    assert "Not yet checked" in page.case.clock.trace.toPlainText()


def test_a_late_request_says_so_in_words(page: Any) -> None:
    open_case(page, "Giulia")
    assert page.case.clock.left.text() == "54 days late"


def test_the_first_button_is_what_the_case_asks_for_next(page: Any) -> None:
    open_case(page, "Giulia")
    assert next(iter(page.case.next.buttons)) == "acknowledge"
    open_case(page, "Camille")
    assert next(iter(page.case.next.buttons)) == "decide"
    assert page.case.next.buttons["decide"].primary
    assert not page.case.next.buttons["search"].primary


def test_what_is_not_possible_now_is_told_with_its_reason_and_its_article(page: Any) -> None:
    open_case(page, "Hélène")
    card = page.case.next
    assert not card._reasons.isVisible()
    QTest.mouseClick(card.not_now, Qt.MouseButton.LeftButton)
    assert card._reasons.isVisible()
    told = card.reasons()
    assert "Ask who asks: A question is open; record its answer first." in told
    assert "Tell the recipients: No recipient has to be told. (Art. 19)" in told
    possible = {step.verb for step in page.case.view.steps if step.possible}
    assert len(told) == len(page.case.view.steps) - len(possible)


def test_every_possible_step_of_every_request_of_the_example_can_be_pressed(page: Any) -> None:
    own = {"acknowledge": "acknowledged", "answer": "answered"}
    for line in every(page):
        page.open_record(line.id)
        rest(page)
        card = page.case.next
        pressable = {*card.buttons, *card.actions_of_menu}
        possible = {own.get(step.verb, step.verb) for step in page.case.view.steps if step.possible}
        assert possible <= pressable, line.ref
        assert "note" in pressable


def test_the_persons_of_a_request_stand_with_their_addresses_and_the_capacity(page: Any) -> None:
    open_case(page, "Hélène")
    told = [label.text() for label in page.case.person.findChildren(Label) if label.isVisible()]
    assert "Person concerned" in told
    assert "3 place du Conte\n31000 Toulouse\nFrance" in told
    assert "Not seen yet; nothing may be disclosed before" in told


def test_an_auditor_is_not_shown_internal_notes(page: Any) -> None:
    case = open_case(page, "Camille")
    page.desk.services.cases.note(case, "Ask the lawyer.")
    page.desk.news.tell("cases", ids=[case])
    rest(page)
    timeline, note = page.case.timeline, page.desk.words("case.timeline.note")
    assert note in timeline.texts()
    QTest.mouseClick(timeline.audit, Qt.MouseButton.LeftButton)
    rest(page)
    assert note not in timeline.texts()
    assert len(timeline.texts()) == sum(not entry.internal for entry in the_view(page, case).timeline)
    assert timeline._hint.isVisible()


def test_a_gap_of_the_address_opens_the_address(page: Any) -> None:
    case = case_of(page.desk, "Camille")
    page.open_record(case, "person.address")
    rest(page)
    assert focus() is page.case.form.group.fields["street"].editor.target()


def test_a_step_named_by_another_page_opens_its_form_and_an_impossible_one_none(page: Any) -> None:
    case = case_of(page.desk, "Hélène")
    page.open_record(case, "record_answer")
    rest(page)
    assert page.case.form.question.id == "record_answer"
    page.open_record(case_of(page.desk, "Camille"), "record_answer")
    rest(page)
    assert page.case.form is None


def test_a_request_that_a_step_takes_out_of_the_list_stays_with_what_is_left_to_do(page: Any) -> None:
    case = open_case(page, "Camille")
    page.list.choose_chip("open")
    page.desk.services.case_work.withdraw(case, "2026-11-23", "")
    page.desk.news.tell("cases", ids=[case])
    QTest.qWait(150)
    rest(page)
    assert "R-2026-0001" not in cells(page, "ref")
    assert page.case.isVisible()
    assert page.case._state.text() == page.desk.words("case.state.withdrawn")
    assert next(iter(page.case.next.buttons)) == "close"


def test_a_request_that_is_gone_leaves_the_page_without_one(page: Any) -> None:
    page.open_record("no-such-request")
    rest(page)
    assert page._stack.currentIndex() == 0


# --- all of it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_has_a_name_and_nothing_is_read_as_markup(page: Any) -> None:
    open_case(page, "Camille")
    for name in ("", "note", "search", "person", "representation", "decide", "extend", "calendar"):
        if name:
            page.case.act(name)
        rest(page)
        assert not unnamed(page)
        assert not markup_readers(page)
    page.begin_new()
    assert not unnamed(page)
