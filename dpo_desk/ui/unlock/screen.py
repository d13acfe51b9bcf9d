"""The door: a vault's name and its passphrase, and the ways around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.errors import DeskError, RecoveryCodeMistyped, WrongPassphrase, WrongRecoveryCode
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.places import documents
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.desk import VaultDesk
from dpo_desk.ui.unlock.fields import PassphraseField, code_font
from dpo_desk.ui.widgets.basics import Button, Card, IconLabel, Label, Line, LinkButton

VAULT_FILES = "*.dpo"
_WIDTH = 440


class Trouble(Card):
    """Why a vault does not open: what, why, what now."""

    def __init__(self) -> None:
        super().__init__(tone=Tone.DANGER)
        self._what = Label(bold=True, wrap=True)
        self._rest = Label(wrap=True, selectable=True)
        line, texts = QHBoxLayout(), QVBoxLayout()
        self._icon = IconLabel("circle-alert", Tone.DANGER, 20)
        texts.setSpacing(theme.HALF)
        line.setSpacing(theme.STEP)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        texts.addWidget(self._what)
        texts.addWidget(self._rest)
        line.addLayout(texts, 1)
        self.body.addLayout(line)
        self.hide()

    def tell(self, messages: Messages, error: DeskError) -> str:
        """Say it; gives the whole text."""
        told = messages.explain(error)
        tone = Tone.WARNING if isinstance(error, MISTYPED) else Tone.DANGER
        return self.say(told.what, f"{told.why} {told.now}".strip(), tone)

    def say(self, what: str, rest: str, tone: Tone) -> str:
        """Say something in words already."""
        self.set_tone(tone)
        self._icon.set_icon("info" if tone is Tone.ACCENT else "circle-alert", tone)
        self._what.setText(what)
        self._what.setVisible(bool(what))
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self.setAccessibleName(f"{what} {rest}".strip())
        self.show()
        return self.accessibleName()


MISTYPED = (WrongPassphrase, WrongRecoveryCode, RecoveryCodeMistyped)


class UnlockScreen(QWidget):
    """Opens a vault. ``unlocked`` is told once it is open."""

    unlocked = Signal()
    new_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        words: Wording,
        vault: VaultDesk,
        lane: Lane,
        messages: Messages,
        path: Path | None,
        notice: str = "",
    ) -> None:
        """``path`` is the vault to open, ``notice`` what the user should know first (both may be missing)."""
        super().__init__()
        self._words, self._vault, self._lane, self._messages = words, vault, lane, messages
        self._path: Path | None = None
        self._from_keychain, self._busy = True, False
        self.trouble = Trouble()
        self._ways = QStackedWidget()
        self._ways.addWidget(self._passphrase_way())
        self._ways.addWidget(self._code_way())
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        card.body.setSpacing(theme.DOUBLE)
        self._name = Label(size=1.25, bold=True, wrap=True)
        self._folder = Label(size=0.9, muted=True, wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.DOUBLE)
        head.addWidget(IconLabel("shield-check", Tone.ACCENT, 40))
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._name)
        titles.addWidget(self._folder)
        head.addLayout(titles, 1)
        card.body.addLayout(head)
        card.body.addWidget(self.trouble)
        card.body.addWidget(self._ways)
        card.body.addWidget(Line())
        card.body.addLayout(self._other_ways())
        whole, middle = QVBoxLayout(self), QHBoxLayout()
        whole.addStretch(2)
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(3)
        self.choose(path)
        if notice:
            self.trouble.say("", notice, Tone.ACCENT)

    @property
    def path(self) -> Path | None:
        """The vault that would be opened."""
        return self._path

    @property
    def opening(self) -> Path | None:
        """The vault that is being opened at this moment."""
        return self._path if self._busy else None

    def choose(self, path: Path | None) -> None:
        """Turn to another vault."""
        self._path = path
        self._name.setText(path.name if path else self._words("ui.unlock.no_vault"))
        self._folder.setText(str(path.parent) if path else self._words("ui.unlock.no_vault_hint"))
        self._unlock.setEnabled(path is not None)
        self._unlock_code.setEnabled(path is not None)
        self._use_code.setEnabled(path is not None)
        self.trouble.hide()

    def begin(self) -> None:
        """Wait for the passphrase; meanwhile try the keychain, if there is one."""
        self.passphrase.line.setFocus()
        self._lane.run(self._vault.remember_available, success=self._offer_keychain, parent=self)

    def _offer_keychain(self, available: bool) -> None:
        path = self._path
        self.remember.setEnabled(available)
        self.remember.setText(self._words("ui.unlock.remember" if available else "ui.unlock.remember_not"))
        if available and path is not None and self._from_keychain and not self._busy:
            self._set_busy(True)
            self._lane.run(
                lambda: self._vault.unlock_remembered(path),
                success=self._remembered,
                failure=lambda _error: self._remembered(opened=False),
                parent=self,
            )

    def wait_for_lock(self) -> None:
        """
        Close the vault that was open; the field can be typed in meanwhile, opening waits its turn.

        The keychain is not asked: whoever locks wants the desk locked.
        """
        self._from_keychain = False
        self._lane.run(
            self._vault.lock,
            success=lambda _none: None,
            parent=self,
            busy_text=self._words("ui.shell.locking"),
        )

    def unlock(self) -> None:
        """Open with the passphrase."""
        path, passphrase, remember = self._path, self.passphrase.text(), self.remember.isChecked()
        if path is None or not self._unlock.isEnabled():
            return
        self._go(lambda: self._vault.unlock(path, passphrase, remember))

    def unlock_with_code(self) -> None:
        """Open with the recovery code."""
        path, code = self._path, self.code.text()
        if path is None or not self._unlock_code.isEnabled():
            return
        self._go(lambda: self._vault.unlock_with_code(path, code))

    # --- building ------------------------------------------------------------------------------------------------

    def _passphrase_way(self) -> QWidget:
        words, way = self._words, QWidget()
        column = QVBoxLayout(way)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP + theme.HALF)
        self.passphrase = PassphraseField(words, words("ui.unlock.passphrase"))
        self.passphrase.entered.connect(self.unlock)
        self.remember = QCheckBox(words("ui.unlock.remember"))
        self.remember.setMinimumHeight(theme.TRIPLE)
        self.remember.setEnabled(False)  # until the keychain has answered
        self._unlock = Button(words("ui.unlock.unlock"), "lock-open", primary=True)
        self._unlock.setMinimumHeight(theme.ROW + theme.STEP)
        self._unlock.clicked.connect(self.unlock)
        for part in (self.passphrase, self.remember, self._unlock):
            column.addWidget(part)
        return way

    def _code_way(self) -> QWidget:
        words, way = self._words, QWidget()
        column = QVBoxLayout(way)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        name = Label(words("ui.unlock.code"), size=0.95, bold=True)
        self.code = QLineEdit()
        self.code.setMinimumHeight(theme.ROW + theme.HALF)
        self.code.setFont(code_font())
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.code.returnPressed.connect(self.unlock_with_code)
        name.setBuddy(self.code)
        column.addWidget(name)
        column.addWidget(self.code)
        column.addWidget(Label(words("ui.unlock.code_hint"), size=0.92, muted=True, wrap=True))
        self._unlock_code = Button(words("ui.unlock.unlock_code"), "key-round", primary=True)
        self._unlock_code.setMinimumHeight(theme.ROW + theme.STEP)
        self._unlock_code.clicked.connect(self.unlock_with_code)
        column.addWidget(self._unlock_code)
        column.addStretch(1)
        return way

    def _other_ways(self) -> QVBoxLayout:
        words, column = self._words, QVBoxLayout()
        column.setSpacing(0)
        column.setContentsMargins(-theme.HALF, 0, 0, 0)
        self._use_code = LinkButton(words("ui.unlock.use_code"), "key-round")
        self._use_code.clicked.connect(self._switch_way)
        other = LinkButton(words("ui.unlock.open_other"), "folder-open")
        other.clicked.connect(self._open_other)
        new = LinkButton(words("ui.unlock.new"), "plus")
        new.clicked.connect(self.new_wanted)
        sample = LinkButton(words("ui.unlock.sample"), "book-open")
        sample.clicked.connect(self.sample_wanted)
        self._elsewhere = (other, new, sample)
        for button in (self._use_code, *self._elsewhere):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    # --- doing ---------------------------------------------------------------------------------------------------

    def _go(self, op: Callable[[], None]) -> None:
        self.trouble.hide()
        self._set_busy(True)
        self._lane.run(op, success=lambda _none: self._opened(), failure=self._failed, parent=self)

    def _opened(self) -> None:
        self.passphrase.clear()
        self.code.clear()
        self.unlocked.emit()

    def _failed(self, error: DeskError) -> None:
        self._set_busy(False)
        told = self.trouble.tell(self._messages, error)
        line = self.code if self._ways.currentIndex() else self.passphrase.line
        line.setAccessibleDescription(told)
        line.setFocus()
        line.selectAll()

    def _remembered(self, opened: bool) -> None:
        self._set_busy(False)
        if opened:
            self._opened()
        else:
            self.passphrase.line.setFocus()

    def _set_busy(self, busy: bool) -> None:
        words, ready = self._words, not busy and self._path is not None
        self._busy = busy
        for button in self._elsewhere:  # whoever went there now would leave a vault open behind her
            button.setEnabled(not busy)
        self._unlock.setEnabled(ready)
        self._unlock_code.setEnabled(ready)
        self._unlock.setText(words("ui.unlock.opening" if busy else "ui.unlock.unlock"))
        self._unlock_code.setText(words("ui.unlock.opening" if busy else "ui.unlock.unlock_code"))

    def _switch_way(self) -> None:
        by_code = self._ways.currentIndex() == 0
        self._ways.setCurrentIndex(1 if by_code else 0)
        self._use_code.setText(self._words("ui.unlock.use_passphrase" if by_code else "ui.unlock.use_code"))
        self.trouble.hide()
        (self.code if by_code else self.passphrase.line).setFocus()

    def _open_other(self) -> None:
        dialog = QFileDialog(self, self._words("ui.unlock.open_other"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                f"{self._words('ui.unlock.vault_files')} ({VAULT_FILES})",
                f"{self._words('ui.unlock.all_files')} (*)",
            ]
        )
        folder = self._path.parent if self._path else None
        dialog.setDirectory(str(folder or documents()))
        dialog.fileSelected.connect(self._other_chosen)
        dialog.open()

    def _other_chosen(self, chosen: str) -> None:
        self.choose(Path(chosen))
        self._from_keychain = True
        self.passphrase.clear()
        self.begin()
