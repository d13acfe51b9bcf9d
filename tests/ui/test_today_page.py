from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.services.agenda import Group
from dpo_desk.ui.pages.today_page import TodayPage
from dpo_desk.ui.widgets.basics import Label
from tests.desks import a_request
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(TodayPage(sample_desk))


def _texts(page: Any) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisibleTo(page)]


def test_the_most_urgent_line_stands_first_and_says_how_late_it_is_in_words(page: Any) -> None:
    first = page.lines[0]
    assert first.item.group is Group.LATE
    assert "54 days late" in _texts(page)
    assert first.item.title in _texts(page)
    assert first.item.ref in first.button.accessibleName()


def test_every_open_request_of_the_vault_has_its_line(page: Any) -> None:
    agenda = page.desk.services.agenda.agenda()
    assert [line.item for line in page.lines] == list(agenda.items)


def test_the_step_of_a_line_opens_its_request(page: Any) -> None:
    giulia = case_of(page.desk, "Giulia")
    QTest.mouseClick(page.lines[0].button, Qt.MouseButton.LeftButton)
    assert page.desk.moves == [("requests", giulia, "")]


def test_a_click_anywhere_on_a_line_opens_it_too(page: Any) -> None:
    QTest.mouseClick(page.lines[1], Qt.MouseButton.LeftButton)
    assert page.desk.moves[0][1] == page.lines[1].item.record


def test_arrows_go_from_line_to_line_and_enter_presses_the_step(page: Any) -> None:
    page.focus_first()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.lines[1].button.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert page.lines[0].button.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.desk.moves


def test_health_tells_the_figures_of_the_register_and_leads_there(page: Any) -> None:
    health = page.desk.services.agenda.agenda().health
    transfers = page.health.figures["transfers"]
    assert transfers.figure.text() == str(health.transfers_not_valid)
    QTest.mouseClick(transfers.button, Qt.MouseButton.LeftButton)
    assert page.desk.moves == [("transfers", None, "")]


def test_an_answered_request_leaves_the_day_when_the_news_arrive(page: Any) -> None:
    giulia = case_of(page.desk, "Giulia")
    before = len(page.lines)
    page.desk.services.cases.mark_answered(giulia, "2026-11-23")
    page.desk.news.tell("cases", ids=[giulia])
    rest(page)
    assert len(page.lines) == before - 1
    assert page.desk.services.agenda.pressing() == 0


def test_an_empty_vault_says_that_nothing_is_due_and_offers_a_first_request(
    empty_desk: Any, show: Any
) -> None:
    page = show(TodayPage(empty_desk))
    assert page.desk.words("ui.today.empty") in _texts(page)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.desk.moves == [("requests", "", "")]


def test_a_group_of_hundreds_shows_the_first_and_counts_the_rest(empty_desk: Any, show: Any) -> None:
    for _ in range(43):
        empty_desk.services.cases.open_case(a_request())
    page = show(TodayPage(empty_desk))
    assert len(page.lines) == 40
    assert len(unnamed(page)) == 0


def test_a_hostile_name_is_shown_as_typed_and_does_not_widen_the_page(empty_desk: Any, show: Any) -> None:
    from dataclasses import replace

    from tests.desks import ZOE

    hostile = "<b>&amp; Zoé</b> 🦊 " + "W" * 250
    empty_desk.services.cases.open_case(a_request(person=replace(ZOE, name=hostile)))
    page = show(TodayPage(empty_desk))
    assert hostile in _texts(page)
    assert page.area.widget().width() <= page.area.viewport().width()
    assert not markup_readers(page)


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_of_the_page_has_a_name_and_no_text_is_read_as_markup(page: Any) -> None:
    assert not unnamed(page)
    assert not markup_readers(page)
