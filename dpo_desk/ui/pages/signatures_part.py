"""Signatures in the settings: pictures, keys, and what the signatures of a file are worth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.ids import SigningKeyId
from dpo_desk.domain.signature import KeptKey, SignatureImage
from dpo_desk.ui import theme
from dpo_desk.ui.pages.signature_check import check_chosen
from dpo_desk.ui.pages.signature_dialogs import NewKeyDialog, NewSignatureDialog
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, IconButton, Label, Line
from dpo_desk.ui.widgets.key_card import trouble_told
from dpo_desk.ui.widgets.signature_pad import PaperPicture

_PICTURE = QSize(220, 72)


class SignaturesPart(QWidget):
    """What is kept, and the ways to keep more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, words = desk, desk.words
        self._signatures, self._keys = desk.services.signatures, desk.services.signing_keys
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.DOUBLE)
        column.setSpacing(theme.DOUBLE)
        self.images, self.keys = _Listed(), _Listed()
        self.new_image = _button(words("ui.signatures.new.button"), "plus", self.add_image)
        self.new_key = _button(words("ui.signatures.key.button"), "key-round", self.add_key)
        self.check = _button(words("ui.signature_report.button"), "shield-check", self.check_file)
        for title, about, listed, button in (
            (words("ui.signatures.title"), words("ui.signatures.about"), self.images, self.new_image),
            (
                words("ui.signatures.key.heading"),
                words("ui.signatures.key.kept_about"),
                self.keys,
                self.new_key,
            ),
            (words("ui.signature_report.title"), words("ui.signature_report.about"), None, self.check),
        ):
            card = Card(title)
            card.setMaximumWidth(theme.MEASURE)
            card.body.addWidget(Label(about, muted=True, wrap=True))
            if listed is not None:
                card.body.addWidget(listed)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            card.body.addLayout(row)
            column.addWidget(card)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is kept."""
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Show what is kept now."""
        self.images.show_rows([self._image(each) for each in self._signatures.images()])
        self._show_keys(frozenset())
        if self._keys.kept():
            self._desk.lane.run(self._keys.remembered, success=self._show_keys, parent=self)

    def add_image(self) -> NewSignatureDialog:
        """Draw or choose a signature."""
        dialog = NewSignatureDialog(self._desk, self)
        dialog.kept.connect(self.read)
        dialog.open()
        return dialog

    def add_key(self) -> NewKeyDialog:
        """Choose key files to be kept."""
        dialog = NewKeyDialog(self._desk, self)
        dialog.kept.connect(lambda _key: self.read())
        dialog.open()
        return dialog

    def check_file(self) -> QFileDialog:
        """Choose a PDF file and tell what its signatures are worth."""
        return check_chosen(self._desk, self)

    # --- inside --------------------------------------------------------------------------------------------------

    def _image(self, image: SignatureImage) -> QWidget:
        words = self._desk.words
        picture = PaperPicture(_PICTURE)
        picture.setFixedWidth(_PICTURE.width())
        picture.show_png(self._signatures.png(image.id), image.name)
        told = words(
            f"ui.signatures.kind.{image.kind}",
            day=image.made_at.astimezone(self._desk.services.organisation.zone()).date(),
        )
        remove = IconButton("trash-2", words("ui.signatures.delete_of", name=image.name))
        remove.clicked.connect(
            lambda _checked=False: self._ask(
                words("ui.signatures.delete_question"),
                words("ui.signatures.delete_about"),
                partial(self._signatures.delete, image.id),
            )
        )
        return _row([picture, _told(image.name, told)], [remove])

    def _key(self, key: KeptKey, *, remembered: bool) -> QWidget:
        words, facts = self._desk.words, key.facts
        trouble = trouble_told(words, facts, self._keys.now())
        lines = [
            words("ui.signatures.key.line", subject=facts.subject, algorithm=facts.algorithm),
            trouble or words("ui.signatures.key.valid_to", day=facts.valid_to.date()),
        ]
        if remembered:
            lines.append(words("ui.signatures.key.remembered"))
        remove = IconButton("trash-2", words("ui.signatures.delete_of", name=key.name))
        remove.clicked.connect(
            lambda _checked=False: self._ask(
                words("ui.signatures.key.delete_question"),
                words("ui.signatures.key.delete_about"),
                partial(self._keys.delete, key.id),
            )
        )
        buttons: list[QWidget] = [remove]
        if remembered:
            forget = _button(words("ui.signatures.key.forget"), "", partial(self._forget, key.id))
            buttons.insert(0, forget)
        return _row([_told(key.name, *lines, tone=Tone.DANGER if trouble else None)], buttons)

    def _show_keys(self, remembered: Collection[SigningKeyId]) -> None:
        self.keys.show_rows([self._key(each, remembered=each.id in remembered) for each in self._keys.kept()])

    def _forget(self, key: SigningKeyId) -> None:
        self._desk.lane.run(partial(self._keys.forget, key), success=lambda _none: self.read(), parent=self)

    def _ask(self, question: str, about: str, delete: Callable[[], None]) -> None:
        self._desk.messages.ask(
            question,
            about,
            self._desk.words("ui.signatures.delete_do"),
            lambda: self._desk.lane.run(delete, success=lambda _none: self.read(), parent=self),
        )


class _Listed(QWidget):
    """Rows with hairlines between them; not there when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.HALF, 0, theme.HALF)
        self._column.setSpacing(theme.STEP)

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, row in enumerate(rows):
            if number:
                self._column.addWidget(Line())
            self._column.addWidget(row)
        self.setVisible(bool(rows))


def _row(parts: Sequence[QWidget], buttons: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.DOUBLE)
    for part in parts:
        line.addWidget(part, 0 if isinstance(part, PaperPicture) else 1)
    for button in buttons:
        line.addWidget(button)
    return row


def _told(name: str, *lines: str, tone: Tone | None = None) -> QWidget:
    """A name, and lines below it; the second takes the tone."""
    told = QWidget()
    column = QVBoxLayout(told)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.HALF)
    column.addStretch(1)
    column.addWidget(Label(name, bold=True, wrap=True))
    for number, line in enumerate(lines):
        toned = tone is not None and number == 1
        column.addWidget(Label(line, wrap=True, muted=not toned, tone=tone if toned else None))
    column.addStretch(1)
    return told


def _button(text: str, icon: str, do: Callable[[], object]) -> Button:
    button = Button(text, icon)
    button.clicked.connect(lambda _checked=False: do())
    return button
