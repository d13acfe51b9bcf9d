from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from dpo_desk.library.wording import Wording
from dpo_desk.ui.actions import Actions
from dpo_desk.ui.frame import Frame
from dpo_desk.ui.locking import DBusSessionWatch, IdleWatch, SessionWatch
from dpo_desk.ui.main_window import MainWindow
from dpo_desk.ui.pages import PageSpec
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Desk, Hit, MemoryViewState
from dpo_desk.ui.unlock.screen import UnlockScreen
from dpo_desk.ui.widgets.palette import folded
from tests.ui.conftest import FakeServices, MemoryDrafts, markup_readers, tab_walk, type_text, unnamed
from tests.ui.sample_page import SamplePage

VAULT = Path("/vaults/desk.dpo")


class QuietPage(Page):
    """A page with nothing on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Quiet")
        self.heard: list[object] = []

    def refresh(self, changed: object) -> None:
        self.heard.append(changed)


PAGES = (
    PageSpec("sample", "ui.shortcuts.here", "inbox", "Ctrl+1", SamplePage, count=lambda _desk: 12),
    PageSpec("quiet", "ui.shortcuts.pages", "settings", "Ctrl+2", QuietPage, at_bottom=True),
)


def search(text: str) -> tuple[Hit, ...]:
    return (
        (Hit("sample", "000042", "<b>Zoé</b> Müller", "R-42"),)
        if folded(text) in folded("Zoé Müller")
        else ()
    )


@pytest.fixture
def window(words: Wording, qtbot: QtBot) -> Iterator[MainWindow]:
    services = FakeServices()
    services.vault.vaults = (VAULT,)
    window = MainWindow(
        services=cast("Services", services),
        drafts=MemoryDrafts(),
        view_state=MemoryViewState(),
        sheet=lambda _code, _name: b"",
        language=words.language,
        search=search,
        pages=PAGES,
        session=SessionWatch(),
        place=lambda: "Back Market",
    )
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.close()


@pytest.fixture
def frame(window: MainWindow) -> Frame:
    return window.show_desk()


def press(
    widget: object, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or widget, key, modifier)  # type: ignore[call-overload]


CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_frame_has_a_name_for_everything_and_reads_no_markup(frame: Frame, window: MainWindow) -> None:
    page = cast("SamplePage", frame.page)
    page.list.select("000003")
    assert unnamed(window) == []
    assert markup_readers(window) == []


def test_the_title_says_nothing_about_anybody(frame: Frame, window: MainWindow) -> None:
    assert window.windowTitle() == "DPO Desk"


def test_tab_goes_round_the_whole_frame(frame: Frame) -> None:
    frame.show_page("quiet")
    assert len(tab_walk(frame)) >= 3


def test_the_number_keys_turn_pages_and_the_rail_says_what_needs_the_user(
    frame: Frame, window: MainWindow
) -> None:
    press(window, Qt.Key.Key_2, CTRL)
    assert isinstance(frame.page, QuietPage)
    press(window, Qt.Key.Key_1, CTRL)
    assert isinstance(frame.page, SamplePage)
    assert frame.rail.buttons["sample"].accessibleName().endswith("12 need you")


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    actions = Actions(window)
    actions.add("x", "One", lambda: None, keys=("Ctrl+Y",))
    with pytest.raises(ValueError, match="two commands"):
        actions.add("x", "Two", lambda: None, keys=("Ctrl+Y",))


def test_the_palette_finds_a_record_without_its_accents_and_opens_it(
    frame: Frame, window: MainWindow
) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    assert frame.search.hasFocus()
    QTest.keyClicks(frame.search, "zoe mul")
    press(window, Qt.Key.Key_Return)
    assert frame.search.text() == ""
    page = frame.page
    assert isinstance(page, SamplePage)
    assert page.list.current == "000042"


def test_the_palette_does_what_a_page_can_do(frame: Frame, window: MainWindow) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    assert "New request" in frame.search.titles()
    QTest.keyClicks(frame.search, "new req")
    press(window, Qt.Key.Key_Return)
    page = frame.page
    assert isinstance(page, SamplePage)
    assert page.form._key == "sample/new"


def test_escape_leaves_the_palette_and_gives_the_keyboard_back(frame: Frame, window: MainWindow) -> None:
    page = cast("SamplePage", frame.page)
    page.list.filter.setFocus()
    press(window, Qt.Key.Key_K, CTRL)
    press(window, Qt.Key.Key_Escape)
    assert not frame.search.results.isVisible()
    assert page.list.filter.hasFocus()


def test_f1_lists_every_key(frame: Frame, window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1)
    (sheet,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    from PySide6.QtWidgets import QLabel

    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+K", "Ctrl+L", "F1", "Ctrl+1", "Ctrl+N"} <= texts
    assert unnamed(sheet) == []
    sheet.close()


def test_ctrl_l_locks_closes_dialogs_and_keeps_what_is_typed(
    frame: Frame, window: MainWindow, qtbot: QtBot
) -> None:
    page = cast("SamplePage", frame.page)
    page.open_record("000003")
    type_text(page.form.fields.fields["name"].editor.target(), " half")
    box = window.messages.ask("Sure?", "", "Yes", lambda: None)
    window.lock()
    assert not box.isVisible()
    assert isinstance(window.centralWidget(), UnlockScreen)
    assert window.lane.wait()
    drafts = cast("MemoryDrafts", frame.desk.drafts)
    assert drafts.kept["sample/000003"]["name"] == "Orders half"
    vault = cast("FakeServices", window._services).vault
    assert vault.calls[-1] == "lock"
    assert list(window.actions_list.all()) == []


def test_after_the_lock_no_record_is_left_in_a_widget(frame: Frame, window: MainWindow, qtbot: QtBot) -> None:
    gone = []
    frame.destroyed.connect(lambda: gone.append(True))
    window.lock()
    assert window.lane.wait()
    qtbot.waitUntil(lambda: bool(gone), timeout=2000)


def test_the_session_locks_the_desk_and_says_why(frame: Frame, window: MainWindow, words: Wording) -> None:
    window._session.lock_wanted.emit()
    screen = window.centralWidget()
    assert isinstance(screen, UnlockScreen)
    assert screen.trouble.accessibleName() == words("ui.shell.locked_system")


def test_silence_locks_and_a_key_starts_the_count_again(qapp: QApplication, qtbot: QtBot) -> None:
    now = [0.0]
    watch = IdleWatch(qapp, minutes=10, clock=lambda: now[0])
    told: list[int] = []
    idle: list[bool] = []
    watch.remaining_changed.connect(told.append)
    watch.idle.connect(lambda: idle.append(True))
    watch.start()
    now[0] = 599
    watch.look()
    assert told[-1] == 1
    QTest.keyClick(window_of(qtbot), Qt.Key.Key_A)
    watch.look()
    assert told[-1] == 600
    now[0] = 599 + 601
    watch.look()
    assert idle == [True]


def window_of(qtbot: QtBot) -> object:
    from PySide6.QtWidgets import QLineEdit

    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    return line


def test_the_computer_going_to_sleep_asks_for_the_lock_and_waking_does_not(qapp: QApplication) -> None:
    watch, asked = DBusSessionWatch(), []
    watch.lock_wanted.connect(lambda: asked.append(True))
    watch.changed(False)
    assert asked == []
    watch.changed(True)
    watch.locked()
    assert asked == [True, True]


def test_a_hidden_page_hears_the_news_when_it_is_shown(frame: Frame, window: MainWindow) -> None:
    frame.show_page("quiet")
    quiet = cast("QuietPage", frame.page)
    frame.show_page("sample")
    frame.desk.news.tell("cases", ids=["1"])
    frame.desk.news.tell("papers")
    assert quiet.heard == []
    frame.show_page("quiet")
    assert len(quiet.heard) == 1
    assert quiet.heard[0].kinds == {"cases", "papers"}  # type: ignore[attr-defined]


def test_the_way_to_a_field_of_a_record(frame: Frame) -> None:
    frame.desk.navigate("sample", "000003", "address.city")
    page = cast("SamplePage", frame.page)
    city = page.form.fields.fields["address"].editor.fields["city"]  # type: ignore[attr-defined]
    assert city.editor.target().hasFocus()


def test_a_note_shows_its_undo_in_the_status_line(frame: Frame) -> None:
    undone: list[int] = []
    frame.desk.messages.note("Deleted", lambda: undone.append(1))
    assert frame.status.note.text() == "Deleted"
    frame.status._undo.click()
    assert undone == [1]


def test_size_colours_and_letters_are_remembered(window: MainWindow, qtbot: QtBot, frame: Frame) -> None:
    window.resize(1000, 700)
    press(window, Qt.Key.Key_Plus, CTRL)
    state = cast("MemoryViewState", window.view_state)
    qtbot.waitUntil(lambda: "window" in state.kept, timeout=2000)
    assert state.kept["zoom"] == "1"
    press(window, Qt.Key.Key_0, CTRL)
    assert state.kept["zoom"] == "0"


def test_the_rail_gives_its_words_up_when_the_letters_leave_no_room(
    window: MainWindow, frame: Frame, qtbot: QtBot
) -> None:
    window.resize(1024, 700)
    qtbot.wait(20)
    wide = frame.rail.width()
    window.theme.zoom(4)
    try:
        assert frame.rail.width() < wide / 2
    finally:
        window.theme.zoom(0)
    assert frame.rail.width() == wide


def test_a_record_that_is_come_to_has_the_keyboard_in_its_list(frame: Frame, window: MainWindow) -> None:
    frame.show_page("quiet")
    frame.show_page("sample", "000003")
    assert cast("SamplePage", frame.page).list.table.hasFocus()


@pytest.mark.parametrize("factor", [0, 10], ids=["ordinary", "twice as large"])
def test_the_window_can_be_as_small_as_a_small_laptop(
    window: MainWindow, frame: Frame, qtbot: QtBot, factor: int
) -> None:
    window.theme.zoom(factor)
    window.resize(1024, 700)
    qtbot.wait(20)
    try:
        assert window.minimumSizeHint().width() <= 1024
        assert (window.width(), window.height()) == (1024, 700)
    finally:
        window.theme.zoom(0)
