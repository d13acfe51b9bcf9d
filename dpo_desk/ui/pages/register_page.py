"""The two registers side by side: as controller (GDPR Art. 30(1)) and as processor (Art. 30(2))."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QStackedWidget

from dpo_desk.ui import theme
from dpo_desk.ui.pages.activities_pane import ActivitiesPane
from dpo_desk.ui.pages.as_of import show_register_as_of
from dpo_desk.ui.pages.base import Page, action_button
from dpo_desk.ui.pages.clients_pane import ClientsPane
from dpo_desk.ui.pages.picture import show_register_picture
from dpo_desk.ui.pages.records import RecordPage
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button

_PANES: dict[str, type[ActivitiesPane | ClientsPane]] = {
    "register": ActivitiesPane,
    "clients": ClientsPane,
}

_PART = "page.register/part"  # under which the tab that was shown is remembered


class RegisterPage(Page):
    """Two tabs, each a section with its own list; the clients are made when they are first shown."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(desk, words("ui.register.title"))
        self._panes: dict[str, RecordPage] = {}
        self._stack, self._heads = QStackedWidget(), QStackedWidget()
        self.tabs, group = dict[str, Button](), QButtonGroup(self)
        for number, part in enumerate(_PANES):
            text = words("ui.register.as_controller" if part == "register" else "ui.register.as_processor")
            action = self.command(part, text, partial(self._choose, part), shortcut=f"Alt+{number + 1}")
            button = self.tabs[part] = action_button(action, quiet=True)
            button.setCheckable(True)
            group.addButton(button)
            self.head.insertWidget(1 + number, button)
        self.head.insertSpacing(1, theme.DOUBLE)
        self.command(
            "picture_by_country",
            words("ui.register.picture_by_country"),
            lambda: show_register_picture(desk, self),
            icon="workflow",
            menu=True,
        )
        self.command(
            "as_of",
            words("ui.as_of.command"),
            lambda: show_register_as_of(desk, self),
            icon="history",
            menu=True,
        )
        for name, icon in (("catalogues", "tags"), ("source", "file-text")):
            go = partial(desk.navigate, "settings", name)
            self.command(name, words(f"ui.settings.part.{name}"), go, icon=icon, menu=True)
        self._heads.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head.addWidget(self._heads)
        self.body.addWidget(self._stack, 1)
        kept = desk.view_state.get(_PART)
        self.turn_to(kept if kept in _PANES else "register")

    @property
    def pane(self) -> RecordPage:
        """The section that is shown."""
        return self._panes[self._part]

    def pane_of(self, part: str) -> RecordPage:
        """A section by its id, ``register`` or ``clients``."""
        if part not in self._panes:
            made = self._panes[part] = _PANES[part](self.desk)
            made.heading.hide()
            made.menu_button.hide()
            made.head_owner = self
            margins = made.layout()
            if margins is not None:
                margins.setContentsMargins(0, 0, 0, 0)
            self._heads.addWidget(made.head_row)
            self._stack.addWidget(made)
        return self._panes[part]

    def turn_to(self, part: str) -> None:
        """Show one of the two registers."""
        pane, self._part = self.pane_of(part), part
        self.tabs[part].setChecked(True)
        self._stack.setCurrentWidget(pane)
        self._heads.setCurrentWidget(pane.head_row)
        self.desk.view_state.put(_PART, part)

    def commands(self) -> list[QAction]:
        """Those of the section that is shown, and the way to the other."""
        return [*self.pane.commands(), *super().commands()]

    def head_buttons(self) -> list[Button]:
        """Those of the section that is shown, and its own."""
        return [*self.pane.head_buttons(), *super().head_buttons()]

    def in_menu(self) -> list[QAction]:
        """The menu of the section that is shown, and what concerns both."""
        return [*self.pane.in_menu(), *super().in_menu()]

    def icon_of(self, action: QAction) -> str:
        """The name of a command's icon."""
        return self.pane.icon_of(action) or super().icon_of(action)

    def open_record(self, record_id: str, field: str = "") -> None:
        """Show a record of the section that is shown."""
        self.pane.open_record(record_id, field)

    def keep(self) -> None:
        """Unsaved typing of both sections goes to the draft store."""
        for pane in self._panes.values():
            pane.keep()

    def focus_first(self) -> None:
        """Work begins in the list."""
        self.pane.focus_first()

    def _choose(self, part: str) -> None:
        self.turn_to(part)
        self.pane.focus_first()
