"""The first run: language, place, passphrase, recovery sheet, organisation. Going back is always possible."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.errors import DeskError, DraftError, FieldError
from dpo_desk.library.wording import Wording, languages, wording
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import AddressBlock, Field
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.places import documents
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.unlock.desk import NewVault, OrganisationDraft, Strength, VaultDesk
from dpo_desk.ui.unlock.fields import PassphraseField, StrengthMeter
from dpo_desk.ui.unlock.screen import VAULT_FILES, Trouble
from dpo_desk.ui.unlock.typed_back import RecoveryCode, RecoverySheet
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.editors import TextLine

STEPS = ("language", "place", "passphrase", "sheet", "organisation")
_WIDTH = 600
SUFFIX = VAULT_FILES.removeprefix("*")


class NewVaultWizard(QWidget):
    """Five pages; nothing is written before the last one is finished."""

    finished = Signal()
    left = Signal()
    language_chosen = Signal(str)

    def __init__(
        self,
        words: Wording,
        vault: VaultDesk,
        lane: Lane,
        messages: Messages,
        sheet: RecoverySheet,
        *,
        sample: bool = False,
        folder: Path | None = None,
    ) -> None:
        """``sample`` begins with the sample chosen; ``folder`` is where a vault is proposed (the user's documents)."""
        super().__init__()
        self._words, self._vault, self._lane, self._messages, self._sheet = (
            words,
            vault,
            lane,
            messages,
            sheet,
        )
        self._new: NewVault | None = None
        self._made_for: tuple[Path, str] | None = None
        self._making: Path | None = None
        self._strength: Strength | None = None
        self._folder = folder or documents()
        self.recovery: RecoveryCode | None = None
        self._stack = QStackedWidget()
        builders = (
            self._language_page,
            self._place_page,
            self._passphrase_page,
            self._sheet_page,
            lambda: self._organisation_page(sample=sample),
        )
        for build in builders:
            self._stack.addWidget(build())
        self._build()
        self._go_to(0)

    @property
    def step(self) -> str:
        """The page that is shown."""
        return STEPS[self._stack.currentIndex()]

    @property
    def opening(self) -> Path | None:
        """The vault that is being written at this moment; it is open as soon as it stands."""
        return self._making

    def begin(self) -> None:
        """Bring the keyboard to the first choice."""
        self._focus()

    def next(self) -> None:
        """Go on, if this page is well."""
        if self._next.isEnabled():
            self.trouble.hide()
            self._on_next[self.step]()

    def back(self) -> None:
        """One page back; from the first one, out."""
        index = self._stack.currentIndex()
        self.trouble.hide()
        if index == 0:
            self._abandon()
            self.left.emit()
        else:
            self._go_to(index - 1)

    # --- the frame around the pages -------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self._words
        self._on_next: dict[str, Callable[[], None]] = {
            "language": lambda: self._go_to(1),
            "place": self._leave_place,
            "passphrase": self._leave_passphrase,
            "sheet": lambda: self._go_to(4),
            "organisation": self._finish,
        }
        card = Card()
        card.setMaximumWidth(_WIDTH)
        card.setMinimumWidth(min(_WIDTH, 480))
        card.body.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        card.body.setSpacing(theme.STEP + theme.HALF)
        self._where = Label(size=0.9, muted=True)
        self._title = Label(size=1.45, bold=True, wrap=True)
        self._hint = Label(muted=True, wrap=True)
        self.trouble = Trouble()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._stack)
        area.viewport().setAutoFillBackground(False)
        self._stack.setAutoFillBackground(False)
        for part in (self._where, self._title, self._hint, self.trouble):
            card.body.addWidget(part)
        card.body.addWidget(area, 1)
        bar = QHBoxLayout()
        self._back = Button(words("ui.unlock.wizard.back"), "arrow-left")
        self._back.clicked.connect(self.back)
        self._next = Button(words("ui.unlock.wizard.next"), primary=True)
        self._next.clicked.connect(self.next)
        bar.addWidget(self._back)
        bar.addStretch(1)
        bar.addWidget(self._next)
        card.body.addLayout(bar)
        whole, middle = QVBoxLayout(self), QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        whole.addStretch(1)
        whole.addLayout(middle, 20)
        whole.addStretch(1)

    def _go_to(self, index: int) -> None:
        words = self._words
        self._stack.setCurrentIndex(index)
        step = STEPS[index]
        self._where.setText(words("ui.unlock.wizard.step", n=index + 1, count=len(STEPS)))
        self._title.setText(words(f"ui.unlock.wizard.{step}.title"))
        self._hint.setText(words(f"ui.unlock.wizard.{step}.hint"))
        self.setAccessibleName(self._title.text())
        last = index == len(STEPS) - 1
        self._next.setText(words("ui.unlock.wizard.finish" if last else "ui.unlock.wizard.next"))
        self._back.setText(words("ui.unlock.wizard.leave" if index == 0 else "ui.unlock.wizard.back"))
        self._check()
        self._focus()

    def _focus(self) -> None:
        first: dict[str, Callable[[], object]] = {
            "language": lambda: next(b for b in self._languages.buttons() if b.isChecked()).setFocus(),
            "place": self._path.focus_at,
            "passphrase": self.passphrase.line.setFocus,
            "sheet": lambda: self.recovery.focus() if self.recovery else None,
            "organisation": lambda: self.name.focus_at() if self.own.isChecked() else self.sample.setFocus(),
        }
        first[self.step]()

    def _check(self) -> None:
        """Whether one may go on from here."""
        ready = {
            "language": True,
            "place": bool(self._path.value().strip()),
            "passphrase": self._passphrase_well(),
            "sheet": self.recovery is not None and self.recovery.right,
            "organisation": self.sample.isChecked() or bool(self.name.value().strip()),
        }
        self._next.setEnabled(ready[self.step])

    # --- the pages -----------------------------------------------------------------------------------------------

    def _language_page(self) -> QWidget:
        page, column = _page()
        self._languages = QButtonGroup(self)
        for code in languages():
            button = QRadioButton(wording(code)("language.name").replace("&", "&&"))
            button.setMinimumHeight(theme.ROW)
            button.setChecked(code == self._words.language)
            button.clicked.connect(lambda _on=False, code=code: self._choose_language(code))
            self._languages.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        return page

    def _choose_language(self, code: str) -> None:
        if code != self._words.language:
            self.language_chosen.emit(code)

    def _place_page(self) -> QWidget:
        page, column = _page()
        words = self._words
        self._path = TextLine()
        self._path.set_value(str(self._folder / (words("ui.unlock.wizard.place.file") + SUFFIX)))
        self._path.changed.connect(self._check)
        self._path.line.returnPressed.connect(self.next)
        browse = Button(words("ui.unlock.wizard.place.browse"), "folder-open")
        browse.clicked.connect(self._browse)
        self.place_field = Field(words("ui.unlock.wizard.place.path"), self._path)
        column.addWidget(self.place_field)
        column.addWidget(browse, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(words("ui.unlock.wizard.place.advice"), muted=True, wrap=True))
        column.addStretch(1)
        return page

    def _passphrase_page(self) -> QWidget:
        page, column = _page()
        words = self._words
        self.passphrase = PassphraseField(words, words("ui.unlock.passphrase"))
        self.meter = StrengthMeter(words)
        self.repeat = PassphraseField(words, words("ui.unlock.repeat"))
        self._same = Label(muted=True, wrap=True)
        self.passphrase.changed.connect(self._passphrase_typed)
        self.repeat.changed.connect(self._passphrase_typed)
        self.passphrase.entered.connect(self.repeat.line.setFocus)
        self.repeat.entered.connect(self.next)
        for part in (self.passphrase, self.meter, self.repeat, self._same):
            column.addWidget(part)
        column.addStretch(1)
        self.meter.show_strength(None)
        return page

    def _sheet_page(self) -> QWidget:
        self._sheet_holder, self._sheet_column = _page()
        self._sheet_column.addStretch(1)
        return self._sheet_holder

    def _organisation_page(self, *, sample: bool) -> QWidget:
        page, column = _page()
        words = self._words
        self.own = QRadioButton(words("ui.unlock.wizard.organisation.own"))
        self.sample = QRadioButton(words("ui.unlock.wizard.organisation.sample"))
        self.name = TextLine()
        self.address = AddressBlock(words)
        self._name_field = Field(
            words("ui.unlock.wizard.organisation.name"), self.name, required=words("ui.common.form.required")
        )
        self._own_part = QWidget()
        inner = QVBoxLayout(self._own_part)
        inner.setContentsMargins(theme.TRIPLE, 0, 0, 0)
        inner.setSpacing(theme.STEP + theme.HALF)
        inner.addWidget(self._name_field)
        inner.addWidget(self.address)
        sample_hint = Label(words("ui.unlock.wizard.organisation.sample_hint"), muted=True, wrap=True)
        sample_hint.setContentsMargins(theme.TRIPLE, 0, 0, 0)
        for button in (self.own, self.sample):
            button.setMinimumHeight(theme.ROW)
        for part in (self.own, self._own_part, self.sample, sample_hint):
            column.addWidget(part)
        column.addStretch(1)
        self.sample.setChecked(sample)
        self.own.setChecked(not sample)
        self._own_part.setVisible(not sample)
        self.own.toggled.connect(self._own_toggled)
        self.name.changed.connect(self._check)
        self.name.line.returnPressed.connect(self.next)
        return page

    # --- leaving the pages ---------------------------------------------------------------------------------------

    def _own_toggled(self, own: bool) -> None:
        self._own_part.setVisible(own)
        self._check()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self._words("ui.unlock.wizard.place.browse"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.selectFile(self._path.value())
        dialog.fileSelected.connect(self._browsed)
        dialog.open()

    def _browsed(self, chosen: str) -> None:
        self._path.set_value(chosen)
        self._check()

    def _chosen_path(self) -> Path:
        typed = Path(self._path.value().strip()).expanduser()
        return typed if typed.suffix else typed.with_suffix(SUFFIX)

    def _leave_place(self) -> None:
        problem = self._place_problem()
        self.place_field.clear_mark()
        if problem:
            self.place_field.mark("", self._words(f"ui.unlock.wizard.place.{problem}"))
            self._path.focus_at()
        else:
            self._go_to(2)

    def _place_problem(self) -> str:
        """Why no vault can be made there, as a key of the wording; empty when one can."""
        try:
            path = self._chosen_path()
            if path.is_dir() or Path(self._path.value().strip()).expanduser().is_dir():
                return "is_folder"
            if path.exists():
                return "exists"
            return "" if path.parent.is_dir() else "no_folder"
        except (OSError, RuntimeError, ValueError):  # too long, no such user's home, a name no system knows
            return "impossible"

    def _passphrase_typed(self) -> None:
        typed, again = self.passphrase.text(), self.repeat.text()
        self._strength = self._vault.strength(typed, self._own_words()) if typed else None
        self.meter.show_strength(self._strength)
        differs = bool(again) and again != typed
        self._same.setText(self._words("ui.unlock.differ") if differs else "")
        self._same.set_tone(Tone.WARNING if differs else None)
        self.repeat.line.setAccessibleDescription(self._same.text())
        self._check()

    def _passphrase_well(self) -> bool:
        good = self._strength is not None and self._strength.acceptable
        return good and self.passphrase.text() == self.repeat.text()

    def _own_words(self) -> tuple[str, ...]:
        return (self._chosen_path().stem,)

    def _leave_passphrase(self) -> None:
        path, passphrase = self._chosen_path(), self.passphrase.text()
        if self._new is not None and self._made_for == (path, passphrase):
            self._go_to(3)
            return
        self._abandon()
        self._next.setEnabled(False)
        self._next.setText(self._words("ui.unlock.wizard.preparing"))
        self._lane.run(
            lambda: self._vault.prepare_new(path, passphrase),
            success=lambda new: self._prepared(new, path, passphrase),
            failure=self._failed,
            parent=self,
        )

    def _prepared(self, new: NewVault, path: Path, passphrase: str) -> None:
        self._new, self._made_for = new, (path, passphrase)
        if self.recovery is not None:
            self.recovery.hide()
            self.recovery.deleteLater()
        self.recovery = RecoveryCode(self._words, self._lane, self._sheet, path.name)
        self.recovery.show_code(new.recovery_code)
        self.recovery.proven.connect(lambda _right: self._check())
        self._sheet_column.insertWidget(0, self.recovery, 1)
        self._go_to(3)

    def _finish(self) -> None:
        new, sample = self._new, self.sample.isChecked()
        if new is None:
            return
        organisation = None if sample else self._organisation()
        self._making = self._chosen_path()
        self._next.setEnabled(False)
        self._back.setEnabled(False)
        self._next.setText(self._words("ui.unlock.wizard.making"))
        self._lane.run(
            lambda: new.commit(organisation, sample=sample),
            success=lambda _none: self._done(),
            failure=self._failed,
            parent=self,
        )

    def _organisation(self) -> OrganisationDraft:
        address = {name: str(value) for name, value in self.address.value().items()}
        return OrganisationDraft(name=self.name.value(), **address)

    def _done(self) -> None:
        self._new = None
        self.passphrase.clear()
        self.repeat.clear()
        self.finished.emit()

    def _failed(self, error: DeskError) -> None:
        self._making = None
        self._back.setEnabled(True)
        step = self.step
        self._go_to(STEPS.index(step))
        if isinstance(error, DraftError | FieldError):
            self._mark(error.errors if isinstance(error, DraftError) else (error,))
        else:
            self.trouble.tell(self._messages, error)

    def _mark(self, errors: tuple[FieldError, ...]) -> None:
        for error in errors:
            text = self._messages.sentence(error)
            place = error.field.rpartition(".")[2]
            if place == "name" or not self.address.mark(place, text):
                self._name_field.mark("", text)

    def _abandon(self) -> None:
        if self._new is not None:
            self._new.abandon()
            self._new = None


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, theme.STEP, theme.STEP, 0)
    column.setSpacing(theme.STEP + theme.HALF)
    return page, column
