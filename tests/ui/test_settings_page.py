from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QRadioButton

from dpo_desk.library.wording import wording
from dpo_desk.parts import Parts
from dpo_desk.ui.main_window import MainWindow
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.preferences import NoPreferences
from dpo_desk.ui.shell import Desk, MemoryViewState
from dpo_desk.ui.theme import Scheme
from dpo_desk.ui.window_preferences import kept_minutes
from dpo_desk.window import make_window
from tests.desks import PASSPHRASE
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import save, settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> SettingsPage:
    made = show(SettingsPage(register_desk))
    assert isinstance(made, SettingsPage)
    return made


@pytest.fixture
def window(parts: Parts, qtbot: Any, themed: object) -> Iterator[MainWindow]:
    made = make_window(parts, wording("en"), MemoryViewState())
    qtbot.addWidget(made)
    made.show()
    made.show_desk()
    yield made
    made.lane.wait()
    made.close()


def _chosen(page: SettingsPage) -> NoPreferences:
    kept = page.desk.preferences
    assert isinstance(kept, NoPreferences)
    return kept


def _radio(part: Any, text: str) -> QRadioButton:
    return next(b for b in part.findChildren(QRadioButton) if b.text() == text)


def test_the_organisation_is_changed_and_saved(page: SettingsPage, parts: Parts) -> None:
    page.form.jump("name")
    line: Any = QApplication.focusWidget()
    line.clear()
    type_text(line, "Émile & Zoé SARL")
    save(page)
    organisation = parts.organisation.get()
    assert organisation is not None
    assert organisation.name == "Émile & Zoé SARL"
    assert organisation.dpo.email == "legal@backmarket.com"


def test_the_example_s_organisation_goes_through_the_form_and_comes_back_unchanged(
    page: SettingsPage, parts: Parts
) -> None:
    from dpo_desk.ui.forms.organisation_form import typed

    assert typed(page.form.values()) == parts.organisation.draft()
    assert not page.form.dirty


def test_what_is_no_e_mail_address_is_told_at_its_field(page: SettingsPage) -> None:
    page.form.jump("dpo_email")
    line: Any = QApplication.focusWidget()
    line.selectAll()
    QTest.keyClicks(line, "nobody")
    save(page)
    assert page.form.fields.fields["dpo_email"].error
    assert line.text() == "nobody"


def test_an_empty_name_of_the_controller_is_refused(page: SettingsPage, parts: Parts) -> None:
    page.form.jump("name")
    line: Any = QApplication.focusWidget()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    save(page)
    assert page.form.fields.fields["name"].error
    organisation = parts.organisation.get()
    assert organisation is not None
    assert organisation.name


def test_colours_language_and_lock_are_chosen_by_keyboard_and_mouse(page: SettingsPage) -> None:
    page.menu.setFocus()
    QTest.keyClick(page.menu, Qt.Key.Key_Down)
    settle(page)
    QTest.keyClick(_radio(page.look, "Dark"), Qt.Key.Key_Space)
    QTest.keyClick(_radio(page.look, "Français"), Qt.Key.Key_Space)
    assert _chosen(page).scheme is Scheme.DARK
    assert _chosen(page).language == "fr"
    QTest.keyClick(page.menu, Qt.Key.Key_Down)
    combo = page.safety.minutes.combo
    combo.setFocus()
    combo.setCurrentIndex(combo.findData("30"))
    combo.activated.emit(combo.currentIndex())
    assert _chosen(page).lock_minutes == 30


def test_the_passphrase_button_asks_for_the_dialog(page: SettingsPage) -> None:
    page.open_record("safety")
    QTest.mouseClick(page.safety.passphrase, Qt.MouseButton.LeftButton)
    assert _chosen(page).asked_for_passphrase == 1


def test_forgetting_takes_the_key_out_of_this_computer_s_keychain(page: SettingsPage) -> None:
    page.open_record("safety")
    QTest.mouseClick(page.safety.forget, Qt.MouseButton.LeftButton)
    settle(page)
    assert page.desk.services.vault.calls == ["forget"]  # type: ignore[attr-defined]


def test_a_copy_of_the_vault_is_saved_where_the_user_says(
    window: MainWindow, parts: Parts, tmp_path: Path
) -> None:
    frame = window.frame
    assert frame is not None
    frame.show_page("settings", "safety")
    page = frame.page
    assert isinstance(page, SettingsPage)
    page.safety.copy.click()
    (dialog,) = window.findChildren(QFileDialog)
    target = tmp_path / "elsewhere" / "copy.dpo"
    target.parent.mkdir()
    dialog.fileSelected.emit(str(target))
    assert window.lane.wait()
    dialog.reject()
    QApplication.processEvents()
    assert [each.name for each in target.parent.iterdir()] == ["copy.dpo"]
    assert target.read_bytes()[:15] != b"SQLite format 3"
    path = parts.vault.opened.path
    parts.vault.lock()
    parts.vault.unlock(target, PASSPHRASE)
    assert parts.organisation.get() is not None
    parts.vault.lock()
    parts.vault.unlock(path, PASSPHRASE)


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_of_every_part_has_a_name_in_both_languages(page: SettingsPage) -> None:
    for part in ("organisation", "look", "safety"):
        page.open_record(part)
        settle(page)
        assert unnamed(page) == []
    assert markup_readers(page) == []


def test_minutes_altered_by_hand_count_as_not_chosen() -> None:
    state = MemoryViewState()
    for kept in ("", "abc", "-5", "0", "7", "99999"):
        state.put("lock_minutes", kept)
        assert kept_minutes(state, 10) == 10
    state.put("lock_minutes", "30")
    assert kept_minutes(state, 10) == 30


def test_another_language_is_spoken_at_once_and_what_is_typed_is_offered_again(window: MainWindow) -> None:
    assert window.frame is not None
    window.frame.show_page("settings")
    page = window.frame.page
    assert isinstance(page, SettingsPage)
    page.form.jump("registration")
    QTest.keyClicks(QApplication.focusWidget(), "B 123")
    page.desk.preferences.choose_language("fr")
    assert window.frame is not None
    again = window.frame.page
    assert isinstance(again, SettingsPage)
    assert again is not page
    assert again.title == "Réglages"
    assert again.form.banner.text
    assert window.view_state.get("language") == "fr"


def test_the_window_locks_after_the_chosen_silence_and_opens_the_passphrase_dialog(
    window: MainWindow,
) -> None:
    assert window.frame is not None
    preferences = window.frame.desk.preferences
    preferences.lock_after(2)
    assert window.idle.remaining_s <= 120
    assert preferences.lock_minutes == 2
    preferences.change_passphrase()
    dialogs = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].reject()


def test_every_page_of_the_register_opens_in_the_window_by_its_keys(window: MainWindow) -> None:
    assert window.frame is not None
    for page in ("register", "processors", "transfers", "settings"):
        window.frame.show_page(page)
        assert window.frame.page is not None
        assert unnamed(window.frame.page) == []
