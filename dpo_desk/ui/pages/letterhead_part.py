"""The letterhead in the settings: what is typed at the left, a page that bears it at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.errors import DeskError, DraftError
from dpo_desk.paper import Rendered
from dpo_desk.ui import theme
from dpo_desk.ui.forms.letterhead_form import KEY, LetterheadForm, shown, typed
from dpo_desk.ui.places import documents
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.flow import Flow

_SETTLE_MS = 350  # after the last change, before the page is drawn anew

_BOTH = 76  # letters: so wide the screen is when form and page stand beside each other


class LetterheadPart(QWidget):
    """The form, the logo, and the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._service = desk, desk.services.letterhead
        self._drawing = self._again = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.draw)
        self.form = LetterheadForm(desk, lambda values: self._service.save(typed(values)), self._logo())
        self.form.saved.connect(self._saved)
        self.form.fields.changed.connect(self._settle.start)
        self.form.filled.connect(self._settle.start)
        self.preview = PdfPreview(desk.words)
        self.told = Label(wrap=True, tone=Tone.WARNING)
        self.told.hide()
        self._beside = QWidget()
        right = QVBoxLayout(self._beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.STEP)
        right.addWidget(self.told)
        right.addWidget(self.preview, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.DOUBLE)
        whole.addWidget(self.form, 1)
        whole.addWidget(self._beside, 1)
        self.open()

    def open(self) -> None:
        """Show what is kept, unless something is typed."""
        if not self.form.dirty:
            self.form.open(KEY, shown(self._service.draft()))
        self._show_logo()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the page when somebody looks at it."""
        super().showEvent(event)
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the form where there is not enough for both."""
        super().resizeEvent(event)
        self._beside.setVisible(self.width() >= theme.letters(_BOTH))
        self._settle.start()

    def draw(self) -> None:
        """Draw the page on the lane; one drawing at a time, and the newest text last."""
        if not self._beside.isVisible():
            return
        if self._drawing:
            self._again = True
            return
        self._drawing, self._again = True, False
        draft, language, service = typed(self.form.values()), self._desk.words.language, self._service
        self._desk.lane.run(
            lambda: service.specimen(draft, language),
            success=self._drawn,
            failure=self._not_drawn,
            parent=self,
        )

    def choose_logo(self) -> QFileDialog:
        """Ask for a picture."""
        dialog, words = QFileDialog(self), self._desk.words
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([words("ui.letterhead.logo.files")])
        dialog.setDirectory(str(documents()))
        dialog.fileSelected.connect(lambda chosen: self.keep_logo(Path(chosen)))
        dialog.open()
        return dialog

    def keep_logo(self, path: Path) -> None:
        """Make the picture of a file the logo."""
        self._desk.lane.run(
            lambda: self._service.keep_logo(path),
            success=lambda _none: self._logo_changed("kept"),
            parent=self,
            busy_text=self._desk.words("ui.letterhead.logo.reading"),
        )

    def drop_logo(self) -> None:
        """Take the logo away."""
        self._desk.lane.run(
            self._service.drop_logo, success=lambda _none: self._logo_changed("dropped"), parent=self
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _logo(self) -> QWidget:
        words, box = self._desk.words, QWidget()
        column, buttons = QVBoxLayout(box), Flow()
        column.setContentsMargins(0, 0, 0, theme.STEP)
        column.setSpacing(theme.HALF)
        self.logo_told = Label(wrap=True)
        self.choose = Button(words("ui.letterhead.logo.choose"), "folder-open")
        self.choose.clicked.connect(lambda _checked=False: self.choose_logo())
        self.remove = Button(words("ui.letterhead.logo.remove"), "trash-2")
        self.remove.clicked.connect(lambda _checked=False: self.drop_logo())
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        column.addWidget(Label(words("ui.letterhead.logo.title"), bold=True))
        column.addWidget(self.logo_told)
        column.addWidget(Label(words("ui.letterhead.logo.help"), muted=True, wrap=True))
        column.addLayout(buttons)
        return box

    def _show_logo(self) -> None:
        there = bool(self._service.logo())
        self.logo_told.setText(self._desk.words(f"ui.letterhead.logo.{'there' if there else 'none'}"))
        self.remove.setEnabled(there)

    def _logo_changed(self, note: str) -> None:
        self._show_logo()
        self._settle.start()
        self._desk.news.tell("letterhead")
        self._desk.messages.note(self._desk.words(f"ui.letterhead.logo.{note}"))

    def _saved(self, _letterhead: object) -> None:
        self._desk.news.tell("letterhead")
        self._desk.messages.note(self._desk.words("ui.letterhead.saved"))

    def _drawn(self, rendered: Rendered) -> None:
        self._drawing = False
        self.preview.show_bytes(rendered.pdf)
        missing = " ".join(rendered.missing)
        self._tell(self._desk.words("errors.rule.missing_glyphs", characters=missing) if missing else "")

    def _not_drawn(self, error: DeskError) -> None:
        self._drawing = False
        if not isinstance(error, DraftError):  # which is told at its field when it is saved
            self._tell(self._desk.messages.explain(error).line)

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        if self._again:
            self.draw()
