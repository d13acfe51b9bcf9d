from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.shell import Desk
from tests.ui.conftest import unnamed

Made = Callable[[int], Page]


@pytest.fixture
def make(desk: Desk, qtbot: QtBot) -> Made:
    def make(width: int) -> Page:
        page = Page(desk, "Register")
        page.command("new", "New activity", lambda: None, icon="plus", button=True, primary=True)
        page.command("print", "Print the & register", lambda: None, icon="printer", button=True)
        page.command("many", "Change the selection", lambda: None, icon="list-checks", button=True)
        qtbot.addWidget(page)
        page.resize(width, 300)
        with qtbot.waitExposed(page):
            page.show()
        return page

    return make


def texts(page: Page) -> list[str]:
    return [button.text() for button in page.head_buttons()]


def test_buttons_keep_their_words_where_there_is_room(make: Made) -> None:
    assert texts(make(900)) == ["New activity", "Print the && register", "Change the selection"]


def test_in_a_narrow_head_the_icons_stand_alone_and_the_page_s_own_button_keeps_its_words(
    make: Made, qtbot: QtBot
) -> None:
    page = make(900)
    page.resize(400, 300)
    assert texts(page) == ["New activity", "", ""]
    assert page.head_buttons()[1].accessibleName() == "Print the & register"
    assert page.head_buttons()[1].toolTip() == "Print the & register"
    assert unnamed(page) == []
    page.resize(900, 300)
    assert "" not in texts(page)


def test_a_button_that_appears_is_fitted_too(make: Made, qtbot: QtBot) -> None:
    page = make(900)
    action = next(each for each in page.actions() if each.objectName() == "many")
    action.setVisible(False)
    page.resize(560, 300)
    before = texts(page)[:2]
    action.setVisible(True)
    qtbot.waitUntil(lambda: texts(page)[2] == "", timeout=2000)
    assert before == ["New activity", "Print the && register"]


def test_a_page_has_a_menu_when_something_stands_in_it(make: Made, qtbot: QtBot) -> None:
    page, done = make(600), list[str]()
    assert not page.menu_button.isVisible()
    page.command("trash", "Trash", lambda: done.append("trash"), icon="trash-2", menu=True)
    assert page.menu_button.isVisible()
    menu = page.open_menu()
    assert [each.text() for each in menu.actions()] == ["Trash"]
    QTest.qWait(10)
    menu.actions()[0].trigger()
    menu.close()
    assert done == ["trash"]
