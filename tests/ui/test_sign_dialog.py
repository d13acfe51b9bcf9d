"""How a letter is signed is asked for each letter anew; nothing is chosen by accident, and no passphrase is left."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from dpo_desk.domain.signature import Confirmed
from dpo_desk.services.signing import InInk, WithImage, WithKey
from dpo_desk.store import keychain as store_keychain
from dpo_desk.ui.pages.sign_dialog import SignDialog, Way
from tests.signing.certificates import PASSPHRASE, a_pair, an_authority
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.signing import a_key_file, a_scan, stroke


@pytest.fixture
def host(qtbot, bare_desk):
    made = QWidget()
    made.resize(1200, 900)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def given():
    """What the dialog gave."""
    return []


@pytest.fixture
def ask(host, bare_desk, given):
    def opened() -> SignDialog:
        dialog = SignDialog(bare_desk, host)
        dialog.chosen.connect(given.append)
        dialog.open()
        return dialog

    return opened


def settle(desk: Any) -> None:
    assert desk.lane.wait()


def told(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def open_with(dialog: SignDialog, desk: Any, passphrase: str) -> None:
    dialog.key.passphrase.line.setText(passphrase)
    QTest.keyClick(dialog.key.passphrase.line, Qt.Key.Key_Return)
    settle(desk)


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_by_hand_is_what_is_offered_first(ask, given):
    dialog = ask()
    assert dialog.way is Way.INK
    dialog.go.click()
    assert given == [InInk()]


def test_cancelling_gives_nothing(ask, given):
    ask().reject()
    assert given == []


def test_the_way_chosen_last_is_offered_next_time_and_nothing_else_is_remembered(
    ask, given, bare_desk, tmp_path
):
    image = bare_desk.services.signatures.add_scanned("Mine", a_scan(tmp_path))
    dialog = ask()
    dialog.choose_way(Way.IMAGE)
    dialog.image.image.tick.box.click()
    dialog.go.click()
    assert given == [WithImage(image=Confirmed(image=image.id))]
    assert bare_desk.view_state.kept == {"signing.way": "image"}
    again = ask()
    assert again.way is Way.IMAGE
    assert again.choice() is None  # the consent was to the letter before


# --- with a picture --------------------------------------------------------------------------------------------------


def test_a_picture_is_given_only_after_the_tick(ask, given, bare_desk, tmp_path):
    bare_desk.services.signatures.add_scanned("Mine", a_scan(tmp_path))
    dialog = ask()
    dialog.choose_way(Way.IMAGE)
    assert not dialog.go.isEnabled()
    dialog.give()
    assert given == []
    dialog.image.image.tick.box.click()
    assert dialog.go.isEnabled()
    dialog.image.image.tick.box.click()
    assert not dialog.go.isEnabled()


def test_another_picture_needs_a_tick_of_its_own(ask, bare_desk, tmp_path):
    signatures = bare_desk.services.signatures
    first, second = (signatures.add_scanned(name, a_scan(tmp_path)) for name in ("A", "B"))
    dialog = ask()
    dialog.choose_way(Way.IMAGE)
    choice = dialog.image.image
    assert choice.value() == first.id
    choice.tick.box.click()
    choice.list.combo.setFocus()
    QTest.keyClick(choice.list.combo, Qt.Key.Key_Down)
    assert choice.value() == second.id
    assert choice.confirmed() is None
    assert not dialog.go.isEnabled()


def test_without_a_picture_one_is_drawn_from_here_and_still_to_be_agreed_to(ask, bare_desk):
    dialog = ask()
    dialog.choose_way(Way.IMAGE)
    assert not dialog.go.isEnabled()
    assert not dialog.image.image.list.isVisibleTo(dialog)
    new = dialog.image.add()
    stroke(new.pad)
    new.keep_drawn()
    settle(bare_desk)
    (kept,) = bare_desk.services.signatures.images()
    assert dialog.image.image.value() == kept.id
    assert not dialog.go.isEnabled()


# --- with a key ------------------------------------------------------------------------------------------------------


def test_a_key_from_a_file_is_opened_shown_and_given(ask, given, bare_desk, tmp_path):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    assert not dialog.go.isEnabled()
    dialog.key.files.take((a_key_file(tmp_path, a_pair(issuer=an_authority())),))
    open_with(dialog, bare_desk, PASSPHRASE)
    said = told(dialog)
    for fact in (
        "This key can sign.",
        "Alix Déléguée",
        "Autorité Imaginaire",
        "ECDSA P-256",
        "1 January 2026",
    ):
        assert fact in said
    dialog.key.reason.set_value(" Answer ")
    dialog.go.click()
    (choice,) = given
    assert isinstance(choice, WithKey)
    assert choice.key.facts.subject == "Alix Déléguée"
    assert (choice.reason, choice.location, choice.image) == ("Answer", "", None)


def test_a_certificate_that_vouches_for_itself_is_told_for_what_it_is(ask, bare_desk, tmp_path):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.files.take((a_key_file(tmp_path, a_pair()),))
    open_with(dialog, bare_desk, PASSPHRASE)
    assert bare_desk.words("ui.signing.key.own_worth") in told(dialog)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"days": (-700, -1)}, "expired on"),
        ({"days": (200, 300)}, "valid only from"),
        ({"kind": "RSA 1024"}, "weak"),
    ],
)
def test_a_key_that_may_not_sign_is_shown_with_the_reason_and_not_given(
    ask, given, bare_desk, tmp_path, changes, rule
):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.files.take((a_key_file(tmp_path, a_pair(**changes)),))
    open_with(dialog, bare_desk, PASSPHRASE)
    assert rule in dialog.key.card.verdict.text()
    assert not dialog.go.isEnabled()
    dialog.give()
    assert given == []


def test_a_wrong_passphrase_is_told_in_the_dialog_and_the_right_one_opens_it_then(ask, bare_desk, tmp_path):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.files.take((a_key_file(tmp_path, a_pair()),))
    open_with(dialog, bare_desk, "wrong")
    assert "passphrase does not open" in dialog.banner.text
    assert not dialog.go.isEnabled()
    open_with(dialog, bare_desk, PASSPHRASE)
    assert dialog.go.isEnabled()


def test_other_files_make_the_opened_key_forgotten(ask, bare_desk, tmp_path):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.files.take((a_key_file(tmp_path, a_pair()),))
    open_with(dialog, bare_desk, PASSPHRASE)
    dialog.key.files.take((a_key_file(tmp_path, a_pair("RSA 2048"), "other.p12"),))
    assert dialog.key.opened is None
    assert not dialog.go.isEnabled()
    assert dialog.key.card.isHidden()


def test_a_kept_key_is_offered_first_and_opened_with_its_passphrase(ask, bare_desk, tmp_path):
    keys = bare_desk.services.signing_keys
    kept = keys.keep("Card", [a_key_file(tmp_path, a_pair())], PASSPHRASE)
    dialog = ask()
    dialog.choose_way(Way.KEY)
    assert dialog.key.list.value() == kept.id
    assert not dialog.key.files.isVisibleTo(dialog)
    open_with(dialog, bare_desk, "")
    assert not dialog.go.isEnabled()
    open_with(dialog, bare_desk, PASSPHRASE)
    assert dialog.go.isEnabled()


def test_a_remembered_passphrase_need_not_be_typed(ask, bare_desk, tmp_path):
    keys = bare_desk.services.signing_keys
    kept = keys.keep("Card", [a_key_file(tmp_path, a_pair())], PASSPHRASE)
    keys.remember(kept.id, PASSPHRASE)
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.open.click()
    settle(bare_desk)
    assert dialog.go.isEnabled()


def test_the_picture_beside_a_key_needs_the_tick_too(ask, given, bare_desk, tmp_path):
    image = bare_desk.services.signatures.add_scanned("Mine", a_scan(tmp_path))
    dialog = ask()
    dialog.choose_way(Way.KEY)
    dialog.key.files.take((a_key_file(tmp_path, a_pair()),))
    open_with(dialog, bare_desk, PASSPHRASE)
    assert dialog.go.isEnabled()
    combo = dialog.key.image.list.combo
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert not dialog.go.isEnabled()
    dialog.key.image.tick.box.click()
    dialog.go.click()
    assert given[0].image == Confirmed(image=image.id)


# --- what is not left behind -----------------------------------------------------------------------------------------


def values_of(widget: QObject) -> str:
    """All a program could read from the widgets below: texts, names, descriptions, values."""
    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        interface = QAccessible.queryAccessibleInterface(each)
        if interface is not None:
            found += [
                interface.text(kind)
                for kind in (
                    QAccessible.Text.Name,
                    QAccessible.Text.Description,
                    QAccessible.Text.Value,
                    QAccessible.Text.Help,
                )
            ]
        found += [each.accessibleName(), each.accessibleDescription(), each.toolTip(), each.objectName()]
    return "\n".join(found)


def test_the_passphrase_is_hidden_while_typed_and_gone_once_the_key_is_open(ask, bare_desk, tmp_path, caplog):
    dialog = ask()
    dialog.choose_way(Way.KEY)
    line = dialog.key.passphrase.line
    dialog.key.files.take((a_key_file(tmp_path, a_pair()),))
    with caplog.at_level(logging.DEBUG):
        line.setText(PASSPHRASE)
        assert line.echoMode() is QLineEdit.EchoMode.Password
        assert line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
        assert PASSPHRASE not in values_of(dialog)
        open_with(dialog, bare_desk, PASSPHRASE)
    assert line.text() == ""
    assert PASSPHRASE not in values_of(dialog) + told(dialog) + caplog.text


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_and_nothing_is_read_as_markup(ask, bare_desk, tmp_path):
    bare_desk.services.signatures.add_scanned("<img src=x> & <b>Mine", a_scan(tmp_path))
    bare_desk.services.signing_keys.keep(
        "<b>Card", [a_key_file(tmp_path, a_pair(subject="<b>Alix</b>"))], PASSPHRASE
    )
    dialog = ask()
    for way in Way:
        dialog.choose_way(way)
        assert unnamed(dialog) == []
    open_with(dialog, bare_desk, PASSPHRASE)
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []
    assert "<b>Alix</b>" in told(dialog)


def test_without_a_keychain_nothing_is_asked_of_it(ask, bare_desk, tmp_path, monkeypatch):
    monkeypatch.setattr(store_keychain, "available", lambda: False)
    bare_desk.services.signing_keys.keep("Card", [a_key_file(tmp_path, a_pair())], PASSPHRASE)
    dialog = ask()
    dialog.choose_way(Way.KEY)
    open_with(dialog, bare_desk, PASSPHRASE)
    assert dialog.go.isEnabled()
