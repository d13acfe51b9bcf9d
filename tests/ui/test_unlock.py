from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.errors import (
    DeskError,
    DiskFull,
    NotAVault,
    VaultBusy,
    VaultDamaged,
    VaultMissing,
    VaultReadOnly,
    VaultTooNew,
)
from dpo_desk.library.wording import Wording
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.unlock.change import ChangePassphrase
from dpo_desk.ui.unlock.desk import OrganisationDraft
from dpo_desk.ui.unlock.screen import UnlockScreen
from dpo_desk.ui.unlock.wizard import NewVaultWizard
from tests.ui.conftest import CODE, FakeVault, markup_readers, tab_walk, type_text, unnamed

VAULT = Path("/vaults/desk.dpo")
GOOD = "correct horse battery staple"


@pytest.fixture
def vault() -> FakeVault:
    return FakeVault()


@pytest.fixture
def screen(words: Wording, vault: FakeVault, lane: Lane, messages: Messages, qtbot: QtBot) -> UnlockScreen:
    screen = UnlockScreen(words, vault, lane, messages, VAULT)  # type: ignore[arg-type]
    show(screen, qtbot)
    screen.begin()
    lane.wait()
    return screen


@pytest.fixture
def wizard(
    words: Wording, vault: FakeVault, lane: Lane, messages: Messages, qtbot: QtBot, tmp_path: Path
) -> NewVaultWizard:
    wizard = NewVaultWizard(
        words,
        vault,  # type: ignore[arg-type]
        lane,
        messages,
        lambda _code, _name: b"",
        folder=tmp_path,
    )
    show(wizard, qtbot)
    wizard.begin()
    return wizard


def show(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def key(which: Qt.Key) -> None:
    QTest.keyClick(focused(), which)


# --- the door --------------------------------------------------------------------------------------------------------


def test_the_right_passphrase_opens_by_keyboard_alone(screen: UnlockScreen, lane: Lane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.unlocked, timeout=3000):
        keys(GOOD)
        key(Qt.Key.Key_Return)
    assert screen.passphrase.text() == ""


def test_a_wrong_passphrase_says_so_keeps_the_keyboard_and_selects_the_text(
    screen: UnlockScreen, lane: Lane, words: Wording
) -> None:
    keys("wrong one")
    key(Qt.Key.Key_Return)
    assert lane.wait()
    assert words("errors.WrongPassphrase.what") in screen.trouble.accessibleName()
    assert screen.trouble.isVisible()
    line = screen.passphrase.line
    assert line.hasFocus()
    assert line.selectedText() or line.hasSelectedText()
    assert words("errors.WrongPassphrase.what") in line.accessibleDescription()


NOT_OPEN: tuple[DeskError, ...] = (
    VaultDamaged(),
    NotAVault(),
    VaultMissing(),
    VaultBusy(),
    VaultTooNew(),
    VaultReadOnly(),
)


def test_each_trouble_with_the_file_has_words_of_its_own(
    screen: UnlockScreen, vault: FakeVault, lane: Lane, words: Wording
) -> None:
    told = set()
    for error in NOT_OPEN:
        table = f"errors.{type(error).__name__}"
        names = {n for part in ("what", "why", "now") for n in words.placeholders(f"{table}.{part}")}
        vault.error = type(error)(**dict.fromkeys(names, "1"))
        screen.passphrase.line.setText("x")
        screen.unlock()
        assert lane.wait()
        told.add(screen.trouble.accessibleName())
        assert words("errors.WrongPassphrase.what") not in screen.trouble.accessibleName()
    assert len(told) == len(NOT_OPEN)


def test_a_passphrase_is_read_out_as_bullets_only(screen: UnlockScreen) -> None:
    type_text(screen.passphrase.line, "geheim")
    interface = QAccessible.queryAccessibleInterface(screen.passphrase.line)
    assert "geheim" not in interface.text(QAccessible.Text.Value)
    screen.passphrase._eye.click()
    assert screen.passphrase.line.echoMode() == QLineEdit.EchoMode.Normal
    screen.passphrase.clear()
    assert screen.passphrase.line.echoMode() == QLineEdit.EchoMode.Password


def test_capitals_without_shift_tell_of_caps_lock(screen: UnlockScreen) -> None:
    QTest.keyClick(screen.passphrase.line, "a")
    assert not screen.passphrase.caps_lock_told
    QTest.keyClick(screen.passphrase.line, "A")  # a capital, and no Shift held
    assert screen.passphrase.caps_lock_told
    QTest.keyClick(screen.passphrase.line, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not screen.passphrase.caps_lock_told


def test_the_recovery_code_opens_too(screen: UnlockScreen, lane: Lane, qtbot: QtBot, words: Wording) -> None:
    screen._switch_way()
    assert screen.code.hasFocus()
    keys("1111-2222")
    key(Qt.Key.Key_Return)
    assert lane.wait()
    assert words("errors.WrongRecoveryCode.what") in screen.trouble.accessibleName()
    screen.code.setText(CODE)
    with qtbot.waitSignal(screen.unlocked, timeout=3000):
        key(Qt.Key.Key_Return)


def test_remembering_is_off_and_only_offered_where_there_is_a_keychain(
    words: Wording, lane: Lane, messages: Messages, qtbot: QtBot
) -> None:
    for keychain in (False, True):
        vault = FakeVault(keychain=keychain)
        screen = UnlockScreen(words, vault, lane, messages, VAULT)  # type: ignore[arg-type]
        show(screen, qtbot)
        screen.begin()
        assert lane.wait()
        assert screen.remember.isEnabled() == keychain
        assert not screen.remember.isChecked()
        screen.passphrase.line.setText(GOOD)
        screen.unlock()
        assert lane.wait()
        assert "unlock remember=False" in vault.calls


def test_a_remembered_vault_opens_by_itself(
    words: Wording, lane: Lane, messages: Messages, qtbot: QtBot
) -> None:
    vault = FakeVault(keychain=True, remembered=True)
    screen = UnlockScreen(words, vault, lane, messages, VAULT)  # type: ignore[arg-type]
    show(screen, qtbot)
    with qtbot.waitSignal(screen.unlocked, timeout=3000):
        screen.begin()


def test_without_a_vault_there_is_nothing_to_unlock(
    words: Wording, vault: FakeVault, lane: Lane, messages: Messages, qtbot: QtBot
) -> None:
    screen = UnlockScreen(words, vault, lane, messages, None)  # type: ignore[arg-type]
    show(screen, qtbot)
    screen.passphrase.line.setText(GOOD)
    screen.unlock()
    assert lane.at_rest
    assert vault.calls == []


def test_the_door_names_everything_and_tab_goes_round(screen: UnlockScreen) -> None:
    assert unnamed(screen) == []
    assert markup_readers(screen) == []
    assert screen.passphrase.line in tab_walk(screen)


# --- the first run ---------------------------------------------------------------------------------------------------


def fill_to_the_sheet(wizard: NewVaultWizard, lane: Lane, tmp_path: Path) -> None:
    QTest.keyClick(wizard._next, Qt.Key.Key_Space)
    assert wizard.step == "place"
    focused().selectAll()  # type: ignore[attr-defined]
    keys(str(tmp_path / "mine"))
    key(Qt.Key.Key_Return)
    assert wizard.step == "passphrase"
    keys(GOOD)
    key(Qt.Key.Key_Return)
    keys(GOOD)
    key(Qt.Key.Key_Return)
    assert lane.wait()
    assert wizard.step == "sheet"


def type_groups_back(wizard: NewVaultWizard) -> None:
    assert wizard.recovery is not None
    for number, line in zip(wizard.recovery.asked, wizard.recovery._lines, strict=True):
        line.setFocus()
        keys(CODE.split("-")[number].lower())


def test_a_vault_is_made_with_the_keyboard(
    wizard: NewVaultWizard, vault: FakeVault, lane: Lane, qtbot: QtBot, tmp_path: Path
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    assert not wizard._next.isEnabled()
    type_groups_back(wizard)
    QTest.keyClick(wizard._next, Qt.Key.Key_Space)
    assert wizard.step == "organisation"
    assert not wizard._next.isEnabled()
    type_text(focused(), "Société Zoé & Fils")
    wizard.address.set_value({"city": "Paris", "country": "FR"})
    with qtbot.waitSignal(wizard.finished, timeout=3000):
        key(Qt.Key.Key_Return)
    assert vault.made == [
        (
            tmp_path / "mine.dpo",
            OrganisationDraft(name="Société Zoé & Fils", city="Paris", country="FR"),
            False,
        )
    ]
    assert wizard.passphrase.text() == ""


def test_the_sample_needs_no_organisation(
    wizard: NewVaultWizard, vault: FakeVault, lane: Lane, tmp_path: Path
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    type_groups_back(wizard)
    wizard.next()
    wizard.sample.click()
    wizard.next()
    assert lane.wait()
    assert vault.made == [(tmp_path / "mine.dpo", None, True)]


def test_a_wrong_group_does_not_let_through_and_says_so(
    wizard: NewVaultWizard, lane: Lane, tmp_path: Path, words: Wording
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    assert wizard.recovery is not None
    for line in wizard.recovery._lines:
        line.setText("ZZZZ")
    assert not wizard._next.isEnabled()
    assert wizard.recovery.banner.text == words("ui.unlock.sheet.differs")


def test_nothing_that_stands_there_is_overwritten(
    wizard: NewVaultWizard, tmp_path: Path, words: Wording
) -> None:
    (tmp_path / "there.dpo").write_text("mine")
    wizard.next()
    for typed, reason in (
        ("there.dpo", "exists"),
        ("", "is_folder"),
        ("no/such/folder.dpo", "no_folder"),
    ):
        wizard._path.set_value(str(tmp_path / typed))
        wizard._check()
        wizard.next()
        assert wizard.step == "place"
        assert wizard.place_field.error == words(f"ui.unlock.wizard.place.{reason}")


def test_a_weak_or_differing_passphrase_does_not_let_through(
    wizard: NewVaultWizard, tmp_path: Path, words: Wording
) -> None:
    wizard.next()
    wizard.next()
    assert wizard.step == "passphrase"
    wizard.passphrase.line.setText("short")
    wizard.repeat.line.setText("short")
    assert not wizard._next.isEnabled()
    assert words("ui.unlock.strength.score_1") in wizard.meter.told()
    wizard.passphrase.line.setText(GOOD)
    assert wizard._same.text() == words("ui.unlock.differ")
    assert not wizard._next.isEnabled()
    wizard.repeat.line.setText(GOOD)
    assert wizard._next.isEnabled()


def test_going_back_keeps_what_is_typed_and_makes_no_second_key(
    wizard: NewVaultWizard, vault: FakeVault, lane: Lane, tmp_path: Path
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    wizard.back()
    assert wizard.passphrase.text() == GOOD
    wizard.next()
    assert wizard.step == "sheet"
    assert vault.calls.count("prepare_new") == 1


def test_leaving_writes_nothing(
    wizard: NewVaultWizard, vault: FakeVault, lane: Lane, tmp_path: Path, qtbot: QtBot
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    with qtbot.waitSignal(wizard.left, timeout=1000):
        for _ in range(4):
            wizard.back()
    assert vault.made == []
    assert vault.abandoned == 1


def test_a_full_disk_is_told_and_the_wizard_stays(
    wizard: NewVaultWizard, vault: FakeVault, lane: Lane, tmp_path: Path, words: Wording
) -> None:
    fill_to_the_sheet(wizard, lane, tmp_path)
    type_groups_back(wizard)
    wizard.next()
    wizard.sample.click()
    vault.error = DiskFull(needed=1, free=0)
    wizard.next()
    assert lane.wait()
    assert words("errors.DiskFull.what") in wizard.trouble.accessibleName()
    assert wizard.step == "organisation"
    vault.error = None
    wizard.next()
    assert lane.wait()
    assert len(vault.made) == 1


def test_another_language_is_told_at_once(wizard: NewVaultWizard, qtbot: QtBot) -> None:
    other = next(b for b in wizard._languages.buttons() if not b.isChecked())
    with qtbot.waitSignal(wizard.language_chosen, timeout=1000) as told:
        other.click()
    assert told.args == ["fr"]


def test_every_page_of_the_wizard_names_its_controls(
    wizard: NewVaultWizard, lane: Lane, tmp_path: Path
) -> None:
    assert unnamed(wizard) == []
    fill_to_the_sheet(wizard, lane, tmp_path)
    assert unnamed(wizard) == []
    type_groups_back(wizard)
    wizard.next()
    assert unnamed(wizard) == []
    assert markup_readers(wizard) == []


# --- another passphrase ----------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> ChangePassphrase:
    dialog = ChangePassphrase(desk, lambda _code, _name: b"", "desk")
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def ask_for_change(dialog: ChangePassphrase, desk: Desk, qtbot: QtBot, current: str = GOOD) -> None:
    dialog.current.line.setText(current)
    dialog.passphrase.line.setText("another long passphrase")
    dialog.repeat.line.setText("another long passphrase")
    dialog.next()
    qtbot.waitUntil(lambda: dialog._stack.currentIndex() == 1 or desk.lane.at_rest, timeout=3000)


def test_the_passphrase_changes_only_after_the_new_code_is_typed_back(
    dialog: ChangePassphrase, desk: Desk, qtbot: QtBot
) -> None:
    vault = desk.services.vault
    ask_for_change(dialog, desk, qtbot)
    assert vault.right == GOOD  # type: ignore[attr-defined]
    assert not dialog._go.isEnabled()
    for number, line in zip(dialog.recovery.asked, dialog.recovery._lines, strict=True):
        line.setText(CODE.split("-")[number])
    dialog.next()
    assert desk.lane.wait()
    assert vault.right == "another long passphrase"  # type: ignore[attr-defined]


def test_giving_up_leaves_the_old_passphrase(dialog: ChangePassphrase, desk: Desk, qtbot: QtBot) -> None:
    ask_for_change(dialog, desk, qtbot)
    dialog.reject()
    assert desk.lane.wait()
    assert desk.services.vault.right == GOOD  # type: ignore[attr-defined]


def test_a_wrong_present_passphrase_is_told(dialog: ChangePassphrase, desk: Desk, qtbot: QtBot) -> None:
    ask_for_change(dialog, desk, qtbot, current="wrong")
    assert desk.lane.wait()
    assert desk.words("errors.WrongPassphrase.what") in dialog.trouble.accessibleName()
    assert dialog.current.line.hasSelectedText() or dialog.current.text() == "wrong"
    assert unnamed(dialog) == []


def test_an_organisation_is_plain_data() -> None:
    assert dataclasses.asdict(OrganisationDraft(name="x"))["name"] == "x"
