"""Keeping a signature: drawn or out of a picture; keeping a key: out of its files, after its passphrase opened it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from dpo_desk.domain.signature import KeptKey
from dpo_desk.errors import DeskError, FieldError, PassphraseNotKept
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.choosing import ask_file, ask_files
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.fields import PassphraseField
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import TextLine, Tick
from dpo_desk.ui.widgets.signature_pad import SignaturePad
from dpo_desk.ui.widgets.texts import Elided


class NewSignatureDialog(DeskDialog):
    """A signature drawn here, or a picture of one chosen; ``kept`` is told once it lies in the vault."""

    kept = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.signatures.new.title"), parent, width=560, height=440)
        self._desk, self._service = desk, desk.services.signatures
        self.body.addWidget(Label(words("ui.signatures.new.about"), muted=True, wrap=True))
        self.name = _named(
            self.body.addWidget, words("ui.signatures.name"), words("ui.signatures.new.default")
        )
        self.pad = SignaturePad(words("ui.signatures.new.pad"), words("ui.signatures.new.pad_about"))
        self.pad.changed.connect(self._drawn)
        self.body.addWidget(self.pad)
        self.undo = Button(words("ui.signatures.new.undo"), "undo-2")
        self.undo.clicked.connect(lambda _checked=False: self.pad.undo())
        self.clear = Button(words("ui.signatures.new.clear"), "x")
        self.clear.clicked.connect(lambda _checked=False: self.pad.clear())
        self.choose = Button(words("ui.signatures.new.choose"), "folder-open")
        self.choose.clicked.connect(lambda _checked=False: self.choose_file())
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.undo)
        row.addWidget(self.clear)
        row.addStretch(1)
        row.addWidget(self.choose)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.keep = self.add_button(words("ui.signatures.new.keep"), self.keep_drawn, primary=True)
        self._drawn()

    def choose_file(self) -> QFileDialog:
        """Ask for a picture of the signature."""
        filters = [self.words("ui.signatures.new.files"), self.words("ui.signatures.any_file")]
        return ask_file(self, filters, self.keep_scanned)

    def keep_drawn(self) -> None:
        """Keep what is drawn."""
        self._run(partial(self._service.add_drawn, self.name.value(), self.pad.png()))

    def keep_scanned(self, path: Path) -> None:
        """Keep the signature of a picture."""
        self._run(partial(self._service.add_scanned, self.name.value(), path))

    def _run(self, add: Callable[[], object]) -> None:
        self._desk.lane.run(
            add,
            success=lambda _image: self._done(),
            failure=lambda error: refuse(self, self._desk.messages, error),
            parent=self,
            busy_text=self.words("ui.signatures.new.working"),
        )

    def _done(self) -> None:
        self.kept.emit()
        self.accept()

    def _drawn(self) -> None:
        for button in (self.undo, self.clear, self.keep):
            button.setEnabled(not self.pad.empty)


class NewKeyDialog(DeskDialog):
    """Key files to be kept in the vault; ``kept`` carries the key once it lies there."""

    kept = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.signatures.key.title"), parent, width=600, height=460)
        self._desk, self._service = desk, desk.services.signing_keys
        self.body.addWidget(Label(words("ui.signatures.key.about"), muted=True, wrap=True))
        self.files = KeyFiles(words)
        self.files.changed.connect(self._check)
        self.body.addWidget(self.files)
        self.name = _named(
            self.body.addWidget, words("ui.signatures.name"), words("ui.signatures.key.default")
        )
        self.passphrase = PassphraseField(words, words("ui.signing.key.passphrase"))
        self.passphrase.entered.connect(self.keep)
        self.body.addWidget(self.passphrase)
        self.remember = Tick(words("ui.signatures.key.remember"))
        self.remember.setVisible(False)
        self.body.addWidget(self.remember)
        self.body.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.go = self.add_button(words("ui.signatures.key.keep"), self.keep, primary=True)
        desk.lane.run(self._service.can_remember, success=self.remember.setVisible, parent=self)
        self._check()

    def keep(self) -> None:
        """Open the key with the passphrase, and keep its files."""
        if not self.files.paths:
            return
        name, paths, passphrase = self.name.value(), self.files.paths, self.passphrase.text()
        remember = self.remember.value()

        def keep() -> KeptKey:
            key = self._service.keep(name, paths, passphrase)
            if remember:
                self._service.remember(key.id, passphrase)
            return key

        self._desk.lane.run(keep, success=self._done, failure=self._refused, parent=self)

    def _done(self, key: KeptKey | None) -> None:
        self.passphrase.clear()
        self.kept.emit(key)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, PassphraseNotKept):  # the key itself lies in the vault
            self._done(None)
            self._desk.messages.dialog(error)
            return
        refuse(self, self._desk.messages, error)
        self.passphrase.select()

    def _check(self) -> None:
        self.go.setEnabled(bool(self.files.paths))


class KeyFiles(QWidget):
    """The files of a key, chosen together; ``changed`` is told when others are."""

    changed = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.paths: tuple[Path, ...] = ()
        self.choose = Button(words("ui.signing.key.choose"), "folder-open")
        self.choose.clicked.connect(lambda _checked=False: self.choose_files())
        self._names = Elided(words("ui.signing.key.no_file"), muted=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(self.choose)
        row.addWidget(self._names, 1)

    def choose_files(self) -> QFileDialog:
        """Ask for the files."""
        filters = [self._words("ui.signing.key.files"), self._words("ui.signatures.any_file")]
        return ask_files(self, filters, self.take)

    def take(self, paths: tuple[Path, ...]) -> None:
        """These are the files."""
        self.paths = paths
        self._names.setText(self._words.join(path.name for path in paths))
        self.changed.emit()


def refuse(dialog: DeskDialog, messages: Messages, error: DeskError) -> None:
    """Say in the dialog why it was not accepted."""
    told = messages.sentence(error) if isinstance(error, FieldError) else messages.explain(error).line
    dialog.banner.say(told, Tone.WARNING)


def _named(add: Callable[[QWidget], object], label: str, value: str) -> TextLine:
    """A line below its label."""
    line, name = TextLine(), Label(label, size=0.95, bold=True)
    line.set_name(label)
    line.set_value(value)
    name.setBuddy(line.line)
    add(name)
    add(line)
    return line
