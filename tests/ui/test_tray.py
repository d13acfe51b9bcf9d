"""The sign in the tray: counts without a name, one notice a day and one when more come, none while locked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from dpo_desk.library.wording import wording
from dpo_desk.parts import Parts
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.shell import MemoryViewState
from dpo_desk.ui.tray import TrayTeller, system_tray
from dpo_desk.window import make_window

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)
EN = wording("en")


class FakeTray:
    """A tray that remembers."""

    def __init__(self) -> None:
        self.shown, self.notices = "", list[str]()

    def show(self, text: str) -> None:
        self.shown = text

    def notify(self, title: str, text: str) -> None:
        self.notices.append(text)

    def hide(self) -> None:
        self.shown = ""


def test_a_day_has_one_notice_and_another_only_when_more_requests_press() -> None:
    tray = FakeTray()
    teller = TrayTeller(tray)
    for due in (2, 2, 1, 2):
        teller.tell(EN, DAY, due)
    assert tray.notices == ["2 requests are late or due today"]
    teller.tell(EN, DAY, 3)
    assert len(tray.notices) == 2
    teller.tell(EN, NEXT, 3)
    assert len(tray.notices) == 3


def test_a_day_without_anything_due_is_not_told_but_the_sign_says_so() -> None:
    tray = FakeTray()
    TrayTeller(tray).tell(EN, DAY, 0)
    assert (tray.shown, tray.notices) == ("No request is late or due today", [])


def test_without_a_tray_there_is_no_sign(qapp: QApplication) -> None:
    assert system_tray(qapp, lambda: None) is None


@pytest.fixture
def tray_and_window(parts: Parts, qtbot: Any) -> Any:
    tray = FakeTray()
    window = make_window(parts, EN, MemoryViewState(), tray=lambda _window: tray)
    qtbot.addWidget(window)
    window.show()
    yield tray, window
    window.idle.stop()
    window.lane.wait()


def test_the_desk_tells_what_presses_without_a_name_and_says_nothing_while_locked(
    tray_and_window: Any, parts: Parts
) -> None:
    tray, window = tray_and_window
    assert tray.shown == ""
    window.show_desk()
    window.lane.wait()
    assert tray.shown == "1 request is late or due today"
    assert tray.notices == [tray.shown]
    people = [line.person for line in parts.cases.lines(parts.cases.ids(_everything()))]
    assert not [name for name in people if name in tray.shown + "".join(tray.notices)]
    window.lock()
    window.lane.wait()
    assert tray.shown == "1 request is late or due today"  # what was known when it was locked
    assert len(tray.notices) == 1


def _everything() -> Any:
    from dpo_desk.services.ports import ListQuery

    return ListQuery()


def test_the_user_can_do_without_the_tray(tray_and_window: Any) -> None:
    tray, window = tray_and_window
    frame = window.show_desk()
    window.lane.wait()
    frame.show_page("settings")
    page = frame.page
    assert isinstance(page, SettingsPage)
    assert page.look.tray.value()
    page.look.tray.box.click()
    assert tray.shown == ""
    assert window.view_state.get("tray") == "off"
    frame.desk.news.tell("cases")
    assert tray.shown == ""
    page.look.tray.box.click()
    assert tray.shown
