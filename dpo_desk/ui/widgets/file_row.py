"""One file in the list of a request's files, and the question before it is erased."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.file import CaseFile, FileKind
from dpo_desk.errors import DeskError, DraftError
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconButton, Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import TextBlock
from dpo_desk.ui.widgets.file_words import about_file
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable, isolated

_ICONS = {
    FileKind.ATTACHMENT: "paperclip",
    FileKind.IDENTITY_COPY: "user",
    FileKind.PROOF: "stamp",
    FileKind.RECEIPT: "calendar-check",
    FileKind.ANSWER: "send",
    FileKind.OTHER: "file-text",
}

Verb = Callable[[CaseFile], object]


class FileRow(QWidget):
    """One file: its name leads to the preview; an erased one only says what it was."""

    def __init__(self, desk: Desk, file: CaseFile, look_at: Verb, save: Verb, erase: Verb) -> None:
        super().__init__()
        self.file, words = file, desk.words
        line, texts = QHBoxLayout(self), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.HALF)
        texts.setSpacing(0)
        self.about = _small(about_file(file, words, desk.services.organisation.zone()))
        line.addLayout(texts, 1)
        if not file.kept:
            for told in (words("ui.files.erased"), words("ui.files.reason", reason=file.purge_reason)):
                texts.addWidget(_small(told))
            texts.insertWidget(1, self.about)
            return
        name = isolated(file.name)
        self.name = LinkLine(name, _ICONS[file.kind])
        self.name.clicked.connect(lambda _on=False: look_at(file))
        texts.addWidget(self.name)
        texts.addWidget(self.about)
        if file.kind is FileKind.IDENTITY_COPY:
            texts.addWidget(_small(words("ui.files.identity_hint"), Tone.WARNING))
        self.buttons = {
            verb: IconButton(icon, words(f"ui.files.{verb}_of", name=name))
            for verb, icon in (("preview", "eye"), ("save", "download"), ("erase", "trash-2"))
        }
        for button, do in zip(self.buttons.values(), (look_at, save, erase), strict=True):
            button.clicked.connect(lambda _on=False, do=do: do(file))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        delete = QAction(words("ui.files.erase"), self)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete.triggered.connect(lambda: erase(file))
        self.addAction(delete)


def _small(text: str, tone: Tone | None = None) -> Label:
    label = Label(breakable(text), muted=tone is None, tone=tone, wrap=True, size=0.92)
    label.setContentsMargins(theme.HALF, 0, 0, 0)
    return label


class EraseDialog(DeskDialog):
    """Asks why a file is erased, and says what erasing means."""

    erased = Signal(str)  # the case

    def __init__(self, desk: Desk, file: CaseFile, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.files.erase_title"), parent, width=560, height=380)
        self._desk, self._file = desk, file
        self.body.addWidget(Label(breakable(isolated(file.name)), bold=True, wrap=True))
        self.body.addWidget(Label(words("ui.files.erase_about"), muted=True, wrap=True))
        self.reason = TextBlock()
        self.reason.set_name(words("ui.files.erase_reason"))
        if file.kind is FileKind.IDENTITY_COPY:
            self.reason.set_value(words("ui.files.erase_identity"))
        self.body.addWidget(Label(words("ui.files.erase_reason")))
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self.yes = self.add_button(words("ui.files.erase"), self._erase, primary=True)
        self.reason.focus_at()

    def _erase(self) -> None:
        self.yes.setEnabled(False)
        files, file, reason = self._desk.services.files, self._file, str(self.reason.value())
        self._desk.lane.run(
            lambda: files.purge(file.id, reason), success=self._done, failure=self._refused, parent=self
        )

    def _done(self, _purged: CaseFile) -> None:
        self._desk.messages.note(self.words("ui.files.erased_note"))
        self.erased.emit(self._file.case)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.yes.setEnabled(True)
        if isinstance(error, DraftError):
            self.reason.mark("", self._desk.messages.sentence(error.errors[0]))
            self.reason.focus_at()
        else:
            self.banner.say(self._desk.messages.explain(error).line, Tone.DANGER)
