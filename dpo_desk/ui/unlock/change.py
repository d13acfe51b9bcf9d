"""Another passphrase for the vault: the old one, the new one twice, and the new recovery code typed back."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.errors import DeskError
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.fields import PassphraseField, StrengthMeter
from dpo_desk.ui.unlock.screen import Trouble
from dpo_desk.ui.unlock.typed_back import RecoveryCode, RecoverySheet
from dpo_desk.ui.widgets.basics import Button, Label


class _Question(QObject):
    """Lets the lane wait for the answer of the person at the window."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._answered = threading.Event()
        self._answer = False

    def ask(self, code: str) -> bool:
        """On the lane: show the code and wait until it is typed back or given up."""
        if not self._answered.is_set():
            self.asked.emit(code)
            self._answered.wait()
        return self._answer

    def answer(self, *, yes: bool) -> None:
        """In the window: let the lane go on; only the first answer counts."""
        if not self._answered.is_set():
            self._answer = yes
            self._answered.set()


class ChangePassphrase(QDialog):
    """
    Two pages. Until the new code is typed back the old passphrase and the old code stay valid; giving up at any
    moment, also by the desk locking, changes nothing.
    """

    def __init__(
        self, desk: Desk, sheet: RecoverySheet, vault_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._words = desk, desk.words
        words = self._words
        self.setWindowTitle(words("ui.unlock.change.title"))
        self.setAccessibleName(words("ui.unlock.change.title"))
        self._question = _Question()
        self._question.asked.connect(self._show_code, Qt.ConnectionType.QueuedConnection)
        self.trouble = Trouble()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._first_page())
        self.recovery = RecoveryCode(words, desk.lane, sheet, vault_name)
        self.recovery.proven.connect(lambda _right: self._check())
        self._stack.addWidget(self.recovery)
        self._hint = Label(words("ui.unlock.change.hint"), muted=True, wrap=True)
        self._cancel = Button(words("ui.common.cancel"))
        self._cancel.clicked.connect(self.reject)
        self._go = Button(words("ui.unlock.wizard.next"), primary=True)
        self._go.setDefault(True)
        self._go.clicked.connect(self.next)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        whole.setSpacing(theme.STEP + theme.HALF)
        whole.addWidget(Label(words("ui.unlock.change.title"), size=1.3, bold=True))
        for part in (self._hint, self.trouble, self._stack):
            whole.addWidget(part)
        whole.addStretch(1)
        whole.addLayout(bar)
        self.setMinimumWidth(520)
        self.finished.connect(lambda _result: self._question.answer(yes=False))
        self._check()
        self.current.line.setFocus()

    def next(self) -> None:
        """Go on, if this page is well."""
        if not self._go.isEnabled():
            return
        if self._stack.currentIndex() == 1:
            self._wait()
            self._question.answer(yes=True)
        else:
            self._derive()

    def _first_page(self) -> QWidget:
        words, page = self._words, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP + theme.HALF)
        self.current = PassphraseField(words, words("ui.unlock.change.current"))
        self.passphrase = PassphraseField(words, words("ui.unlock.change.new"))
        self.meter = StrengthMeter(words)
        self.repeat = PassphraseField(words, words("ui.unlock.repeat"))
        self._same = Label(wrap=True)
        for part in (self.current, self.passphrase, self.meter, self.repeat, self._same):
            column.addWidget(part)
        for field in (self.current, self.passphrase, self.repeat):
            field.changed.connect(self._check)
        self.meter.show_strength(None)
        return page

    def _check(self) -> None:
        if self._stack.currentIndex() == 1:
            self._go.setEnabled(self.recovery.right)
            return
        typed, again = self.passphrase.text(), self.repeat.text()
        strength = self._desk.services.vault.strength(typed) if typed else None
        self.meter.show_strength(strength)
        differs = bool(again) and again != typed
        self._same.setText(self._words("ui.unlock.differ") if differs else "")
        self._same.set_tone(Tone.WARNING if differs else None)
        well = strength is not None and strength.acceptable and typed == again and bool(self.current.text())
        self._go.setEnabled(well)

    def _derive(self) -> None:
        current, new, vault = self.current.text(), self.passphrase.text(), self._desk.services.vault
        question = self._question
        self.trouble.hide()
        self._wait()
        self._desk.lane.run(
            lambda: vault.change_passphrase(current, new, question.ask),
            success=lambda _none: self._changed(),
            failure=self._failed,
            parent=self,
            busy_text=self._words("ui.unlock.change.title"),
        )

    def _wait(self) -> None:
        self._go.setEnabled(False)
        self._go.setText(self._words("ui.unlock.change.working"))

    def _show_code(self, code: str) -> None:
        self._hint.setText(self._words("ui.unlock.change.sheet"))
        self.recovery.show_code(code)
        self._stack.setCurrentIndex(1)
        self._go.setText(self._words("ui.unlock.change.finish"))
        self._check()
        self.recovery.focus()

    def _changed(self) -> None:
        self._desk.messages.note(self._words("ui.unlock.change.done"))
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._question = _Question()
        self._question.asked.connect(self._show_code, Qt.ConnectionType.QueuedConnection)
        self._stack.setCurrentIndex(0)
        self._go.setText(self._words("ui.unlock.wizard.next"))
        self.trouble.tell(self._desk.messages, error)
        self._check()
        self.current.select()
