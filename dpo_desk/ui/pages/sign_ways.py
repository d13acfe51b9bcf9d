"""What two of the ways of signing ask for: a picture and the consent to use it; a key, its passphrase, and what it says."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.ids import SignatureId, SigningKeyId
from dpo_desk.domain.signature import Confirmed, SignatureImage
from dpo_desk.errors import DeskError
from dpo_desk.services.ports import SigningKey
from dpo_desk.services.signing import WithImage, WithKey
from dpo_desk.ui import theme
from dpo_desk.ui.pages.signature_dialogs import KeyFiles, NewSignatureDialog
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.unlock.fields import PassphraseField
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.editors import Choice, TextLine, Tick
from dpo_desk.ui.widgets.key_card import KeyCard
from dpo_desk.ui.widgets.signature_pad import PaperPicture

_PICTURE = QSize(340, 110)


class ImageChoice(QWidget):
    """One of the kept pictures, shown, and the tick without which it is not used."""

    changed = Signal()

    def __init__(self, desk: Desk, *, none: str | None = None) -> None:
        """``none`` are the words for using no picture at all, where that may be chosen."""
        super().__init__()
        self._service, self._none = desk.services.signatures, none
        self._images: tuple[SignatureImage, ...] = ()
        words, column = desk.words, _column(self)
        self.list = Choice([])
        self.list.set_name(words("ui.signing.image"))
        self.list.changed.connect(self._turn)
        self.picture = PaperPicture(_PICTURE)
        self.tick = Tick(words("ui.signing.confirm"))
        self.tick.changed.connect(self.changed)
        for part in (self.list, self.picture, self.tick):
            column.addWidget(part)
        self.read()

    def read(self) -> None:
        """Offer what is kept; one that was not there before is chosen."""
        before, self._images = {each.id for each in self._images}, self._service.images()
        new = [each.id for each in self._images if each.id not in before]
        self.list.combo.clear()
        if self._none is not None:
            self.list.combo.addItem(self._none, "")
        for each in self._images:
            self.list.combo.addItem(each.name, each.id)
        if new and (before or self._none is None):
            self.list.set_value(new[0])
        self._turn()

    def value(self) -> SignatureId | None:
        """The picture chosen; nothing when none is."""
        return SignatureId(self.list.value()) if self.list.value() else None

    def confirmed(self) -> Confirmed | None:
        """The picture chosen and agreed to; nothing while it is not."""
        image = self.value()
        return Confirmed(image=image) if image and self.tick.value() else None

    def _turn(self) -> None:
        image = self.value()
        self.tick.set_value(value=False)  # the consent is to one picture
        self.list.setVisible(bool(self._images))
        for part in (self.picture, self.tick):
            part.setVisible(image is not None)
        if image is not None:
            self.picture.show_png(self._service.png(image), self.list.combo.currentText())
        self.changed.emit()


class ImageWay(QWidget):
    """The picture of a signature, or the way to a first one."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, words, column = desk, desk.words, _column(self)
        self.image = ImageChoice(desk)
        self.image.changed.connect(self.changed)
        self.new = Button(words("ui.signatures.new.button"), "plus")
        self.new.clicked.connect(lambda _checked=False: self.add())
        column.addWidget(Label(words("ui.signing.image_about"), muted=True, wrap=True))
        column.addWidget(self.image)
        column.addLayout(_alone(self.new))
        column.addStretch(1)

    def choice(self) -> WithImage | None:
        """The picture agreed to; nothing while there is none."""
        image = self.image.confirmed()
        return WithImage(image=image) if image else None

    def add(self) -> NewSignatureDialog:
        """Draw or choose another one."""
        dialog = NewSignatureDialog(self._desk, self)
        dialog.kept.connect(self.image.read)
        dialog.open()
        return dialog


class KeyWay(QWidget):
    """A key, opened with its passphrase here; what its certificate says is shown before it signs."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._service = desk, desk.services.signing_keys
        self.opened: SigningKey | None = None
        words, column = desk.words, _column(self)
        kept = [(each.id, each.name) for each in self._service.kept()]
        self.list = Choice(kept, empty=words("ui.signing.key.from_files"))
        self.list.set_name(words("ui.signing.key.which"))
        self.list.set_value(kept[0][0] if kept else "")
        self.list.setVisible(bool(kept))
        self.list.changed.connect(self._another)
        self.files = KeyFiles(words)
        self.files.changed.connect(self._another)
        self.passphrase = PassphraseField(words, words("ui.signing.key.passphrase"))
        self.passphrase.entered.connect(self.open_key)
        self.open = Button(words("ui.signing.key.open"), "lock-open")
        self.open.clicked.connect(lambda _checked=False: self.open_key())
        self.card = KeyCard(words)
        self.reason, self.location = TextLine(), TextLine()
        self.image = ImageChoice(desk, none=words("ui.signing.key.no_image"))
        self.image.changed.connect(self.changed)
        column.addWidget(Label(words("ui.signing.key_about"), muted=True, wrap=True))
        for part in (self.list, self.files, self.passphrase):
            column.addWidget(part)
        column.addLayout(_alone(self.open))
        column.addWidget(self.card)
        column.addLayout(self._details())
        column.addWidget(self.image)
        column.addStretch(1)
        self._another()

    def choice(self) -> WithKey | None:
        """The opened key and what goes with it; nothing while it cannot sign, or a picture is not agreed to."""
        key = self.opened
        if key is None or key.facts.trouble(self._service.now()):
            return None
        image = self.image.confirmed()
        if self.image.value() and image is None:
            return None
        reason, location = self.reason.value().strip(), self.location.value().strip()
        return WithKey(key=key, image=image, reason=reason, location=location)

    def open_key(self) -> None:
        """Open the key with the passphrase typed, or with the one this computer remembers."""
        passphrase, paths, kept = self.passphrase.text(), self.files.paths, SigningKeyId(self.list.value())
        service = self._service

        def opened() -> SigningKey:
            if not kept:
                return service.open_files(paths, passphrase)
            remembered = None if passphrase else service.open_remembered(kept)
            return remembered or service.open_kept(kept, passphrase)

        if kept or paths:
            self._desk.lane.run(
                opened,
                success=self._show,
                failure=self._fail,
                parent=self,
                busy_text=self._desk.words("ui.signing.key.opening"),
            )

    def _details(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.DOUBLE)
        for name, line in (("reason", self.reason), ("location", self.location)):
            text = self._desk.words(f"ui.signing.key.{name}")
            line.set_name(text)
            label, part = Label(text, size=0.95, bold=True), QVBoxLayout()
            label.setBuddy(line.line)
            part.setSpacing(theme.HALF)
            part.addWidget(label)
            part.addWidget(line)
            row.addLayout(part)
        return row

    def _another(self) -> None:
        """Nothing of the key before is left."""
        self.opened = None
        self.card.hide()
        kept = bool(self.list.value())
        self.files.setVisible(not kept)
        hint = self._desk.words("ui.signing.key.remembered") if kept else ""
        self.passphrase.line.setPlaceholderText(hint)
        self.open.setEnabled(bool(kept or self.files.paths))
        self.changed.emit()

    def _show(self, key: SigningKey) -> None:
        self.passphrase.clear()
        self.opened = key
        self.card.show_key(key.facts, self._service.now())
        self.card.show()
        self.changed.emit()

    def _fail(self, error: DeskError) -> None:
        self._another()
        self.refused.emit(error)
        self.passphrase.select()


def _column(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.STEP)
    return column


def _alone(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
