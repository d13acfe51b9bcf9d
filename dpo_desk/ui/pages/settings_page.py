"""Settings: the organisation of the vault, how the screens look and speak, and the vault's own safety."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.library.wording import languages, wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.forms.organisation_form import KEY, OrganisationForm, shown, typed
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.catalogues_part import CataloguesPart
from dpo_desk.ui.pages.letterhead_part import LetterheadPart
from dpo_desk.ui.pages.signatures_part import SignaturesPart
from dpo_desk.ui.pages.source_part import SourcePart
from dpo_desk.ui.preferences import LOCK_MINUTES
from dpo_desk.ui.printing import ask_place
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Scheme
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.editors import Choice, Tick
from dpo_desk.ui.widgets.scrolled import scrolled

PARTS = (
    ("organisation", "building-2"),
    ("letterhead", "mail"),
    ("catalogues", "tags"),
    ("source", "file-text"),
    ("signatures", "stamp"),
    ("look", "sun"),
    ("safety", "lock"),
)
_MENU_WIDTH = 224


class SettingsPage(Page):
    """The parts, chosen at the left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.words("ui.settings.title"))
        self.form = OrganisationForm(desk, self._save_organisation)
        self.form.saved.connect(self._saved)
        self.letterhead = LetterheadPart(desk)
        self.catalogues, self.source = CataloguesPart(desk), SourcePart(desk)
        self.signatures = SignaturesPart(desk)
        self.look, self.safety = LookPart(desk), SafetyPart(desk)
        self._stack = QStackedWidget()
        self.menu = self._menu()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.letterhead)
        self._stack.addWidget(self.catalogues)
        for part in (self.source, self.signatures, self.look, self.safety):
            self._stack.addWidget(scrolled(part))
        self.menu.currentRowChanged.connect(self._stack.setCurrentIndex)
        line = QHBoxLayout()
        line.setSpacing(theme.DOUBLE)
        line.addWidget(self.menu)
        line.addWidget(self._stack, 1)
        self.body.addLayout(line, 1)
        self.menu.setCurrentRow(0)
        self._open()

    def open_record(self, record_id: str, field: str = "") -> None:
        """Show a part by its name, and a field of the organisation."""
        names = [name for name, _icon in PARTS]
        if record_id in names:
            self.menu.setCurrentRow(names.index(record_id))
        if field and record_id == "organisation":
            self.form.jump(field)

    def refresh(self, changed: Changed | None) -> None:
        """Read the organisation again, unless something is typed."""
        if changed is None or changed.touches("organisation", "letterhead"):
            self.letterhead.open()
        if (changed is None or changed.touches("organisation")) and not self.form.dirty:
            self._open()

    def keep(self) -> None:
        """Unsaved typing goes to the draft store."""
        self.form.keep()
        self.letterhead.form.keep()

    def focus_first(self) -> None:
        """Work begins in the list of parts."""
        self.menu.setFocus()

    def _menu(self) -> QListWidget:
        words, menu = self.desk.words, QListWidget()
        menu.setAccessibleName(words("ui.settings.parts"))
        menu.setFixedWidth(_MENU_WIDTH)
        menu.setFrameShape(QListWidget.Shape.NoFrame)
        menu.viewport().setAutoFillBackground(False)
        menu.setIconSize(QSize(18, 18))
        for name, icon in PARTS:
            item = QListWidgetItem(icons.icon(icon), words(f"ui.settings.part.{name}"))
            item.setSizeHint(QSize(_MENU_WIDTH, theme.ROW + theme.HALF))
            menu.addItem(item)
        return menu

    def _open(self) -> None:
        self.form.open(KEY, shown(self.desk.services.organisation.draft()))

    def _save_organisation(self, values: Mapping[str, object]) -> object:
        stored = self.desk.services.organisation.save(typed(values))
        self.desk.services.cases.recount()  # a closed day may have come or gone
        return stored

    def _saved(self, _organisation: object) -> None:
        self.desk.news.tell("organisation", "cases")
        self.desk.messages.note(self.desk.words("ui.settings.saved"))


class LookPart(QWidget):
    """Colours and language; each choice is seen at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words, choices = desk.words, desk.preferences
        column = _column(self)
        schemes = [(scheme.value, words(f"ui.settings.look.{scheme}")) for scheme in Scheme]
        self.colours = _radios(
            schemes, choices.scheme.value, lambda name: choices.choose_scheme(Scheme(name))
        )
        spoken = [(code, wording(code)("language.name")) for code in languages()]
        self.languages = _radios(spoken, choices.language, choices.choose_language)
        column.addWidget(_card(words("ui.settings.look.colours"), "", self.colours))
        column.addWidget(
            _card(words("ui.settings.look.language"), words("ui.settings.look.language_help"), self.languages)
        )
        self.tray = Tick(words("ui.settings.look.tray_on"))
        self.tray.set_value(bool(choices.tray))
        self.tray.changed.connect(lambda: choices.tell_in_tray(self.tray.value()))
        if choices.tray is not None:
            column.addWidget(
                _card(words("ui.settings.look.tray"), words("ui.settings.look.tray_help"), self.tray)
            )
        column.addStretch(1)


class SafetyPart(QWidget):
    """When the desk locks, the passphrase, and what this computer remembers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        words, choices = desk.words, desk.preferences
        column = _column(self)
        self.minutes = Choice([(str(n), words("ui.settings.safety.minutes", count=n)) for n in LOCK_MINUTES])
        self.minutes.set_name(words("ui.settings.safety.lock"))
        self.minutes.set_value(str(choices.lock_minutes))
        self.minutes.changed.connect(lambda: choices.lock_after(int(self.minutes.value())))
        self.minutes.setFixedWidth(theme.STEP * 28)
        self.passphrase = Button(words("ui.settings.safety.change"), "key-round")
        self.passphrase.clicked.connect(lambda: choices.change_passphrase())
        self.forget = Button(words("ui.settings.safety.forget"), "trash-2")
        self.forget.clicked.connect(self._forget)
        self.copy = Button(words("ui.settings.safety.save_copy"), "download")
        self.copy.clicked.connect(self._save_copy)
        for name, control in (
            ("lock", self.minutes),
            ("passphrase", self.passphrase),
            ("remembered", self.forget),
            ("copy", self.copy),
        ):
            title, told = words(f"ui.settings.safety.{name}"), words(f"ui.settings.safety.{name}_help")
            column.addWidget(_card(title, told, control))
        column.addStretch(1)

    def _forget(self) -> None:
        words, vault = self._desk.words, self._desk.services.vault
        self._desk.lane.run(
            vault.forget_on_this_computer,
            success=lambda _none: self._desk.messages.note(words("ui.settings.safety.forgotten")),
            parent=self,
        )

    def _save_copy(self) -> None:
        words, services = self._desk.words, self._desk.services
        opened = services.vault.recent()
        name = f"{opened[0].stem if opened else 'vault'}-{services.cases.today().isoformat()}.dpo"
        ask_place(
            self,
            self._desk.lane,
            name,
            services.vault.backup,
            lambda target: self._desk.messages.note(words("ui.settings.safety.copied", file=target.name)),
        )


def _column(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.DOUBLE)
    column.setSpacing(theme.DOUBLE)
    return column


def _card(title: str, told: str, control: QWidget) -> Card:
    card = Card(title)
    card.setMaximumWidth(theme.MEASURE)
    if told:
        card.body.addWidget(Label(told, muted=True, wrap=True))
    line = QHBoxLayout()
    line.addWidget(control)
    line.addStretch(1)
    card.body.addLayout(line)
    return card


def _radios(options: Sequence[tuple[str, str]], chosen: str, choose: Callable[[str], object]) -> QWidget:
    box = QWidget()
    column, group = QVBoxLayout(box), QButtonGroup(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.HALF)
    for value, text in options:
        button = QRadioButton(text)
        button.setMinimumHeight(theme.TRIPLE + theme.HALF)
        button.setChecked(value == chosen)
        button.clicked.connect(lambda _on=False, value=value: choose(value))
        group.addButton(button)
        column.addWidget(button)
    return box
