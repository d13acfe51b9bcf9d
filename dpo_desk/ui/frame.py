"""The room the pages live in: top line, rail, page, status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.actions import Actions, Command, ShortcutSheet, command
from dpo_desk.ui.pages import PageSpec
from dpo_desk.ui.pages.base import Page, action_button
from dpo_desk.ui.shell import Changed, Desk, Hit
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.palette import PaletteField
from dpo_desk.ui.widgets.rail import Rail
from dpo_desk.ui.widgets.status import StatusLine


class Frame(QWidget, theme.Dressed):
    """The unlocked desk. Pages are made when they are first shown."""

    def __init__(
        self,
        desk: Desk,
        pages: Sequence[PageSpec],
        actions: Actions,
        *,
        lock: Callable[[], object],
        place: Callable[[], str],
        facts: Callable[[], Sequence[str]],
    ) -> None:
        """``place`` is whose vault this is, ``facts`` the standing part of the status line; both words already."""
        super().__init__()
        self.desk, self._specs, self._actions = desk, {spec.id: spec for spec in pages}, actions
        self._page_of = {part: spec.id for spec in pages for part in (spec.id, *spec.parts)}
        self._place, self._facts, self._lock = place, facts, lock
        self._made: dict[str, Page] = {}
        self.rail, self.status, self.stack = Rail(desk.words), StatusLine(desk.words), QStackedWidget()
        self.search = PaletteField(desk.words, self, self._commands, desk.search, self._go)
        self._register()
        whole, middle = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        desk.news.happened.connect(self._heard)
        desk.messages.noted.connect(self.status.show_note)
        desk.lane.busy.connect(self.status.show_busy)
        self.refresh()
        if pages:
            self.show_page(pages[0].id)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, page: str, record: str | None = None, field: str = "") -> None:
        """Show a page or a part of one, a record in it, a field of that record."""
        whole = self._page_of[page]
        made = self._made.get(whole)
        if made is None:
            made = self._made[whole] = self._specs[whole].factory(self.desk)
            self.stack.addWidget(made)
        self.stack.setCurrentWidget(made)
        self.rail.buttons[whole].setChecked(True)
        if page != whole or record is not None:
            made.turn_to(page)
        made.focus_first()
        if record is not None:
            made.open_record(record, field)

    def keep(self) -> None:
        """Send everything typed and unsaved to the draft store."""
        for page in self._made.values():
            page.keep()

    def refresh(self) -> None:
        """Show the counts, the place and the facts as they are now."""
        for spec in self._specs.values():
            if spec.count is not None:
                self.rail.buttons[spec.id].show_count(spec.count(self.desk))
        self._owner.setText(self._place())
        self.status.show_facts(self._facts())

    def show_shortcuts(self) -> ShortcutSheet:
        """F1."""
        words, groups = self.desk.words, self._actions.groups()
        if self.page:
            groups = {words("ui.shortcuts.here"): self._page_commands(self.page), **groups}
        sheet = ShortcutSheet(words, groups, self.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
        return sheet

    def _register(self) -> None:
        words, actions = self.desk.words, self._actions
        everywhere, places = words("ui.shortcuts.everywhere"), words("ui.shortcuts.pages")
        actions.add(
            everywhere, words("ui.shell.action.palette"), self.search.begin, keys=("Ctrl+K",), icon="search"
        )
        self._lock_action = actions.add(
            everywhere, words("ui.shell.lock"), self._lock, keys=("Ctrl+L",), icon="lock"
        )
        actions.add(
            everywhere,
            words("ui.shell.action.shortcuts"),
            self.show_shortcuts,
            keys=("F1", "Ctrl+/"),
            icon="keyboard",
        )
        actions.add(
            everywhere, words("ui.shell.action.next_part"), self._next_part, keys=("F6",), icon="arrow-right"
        )
        for spec in self._specs.values():
            title = words(spec.title)
            button = self.rail.add(spec.id, title, spec.icon, spec.shortcut, bottom=spec.at_bottom)
            button.clicked.connect(lambda _checked=False, page=spec.id: self._from_rail(page))
            actions.add(
                places,
                title,
                lambda page=spec.id: self.show_page(page),  # type: ignore[misc]
                keys=(spec.shortcut,) if spec.shortcut else (),
                icon=spec.icon,
            )

    def _from_rail(self, page: str) -> None:
        """The keyboard stays in the rail, so that the arrows can go on."""
        had = self.rail.buttons[page].hasFocus()
        self.show_page(page)
        if had:
            self.rail.buttons[page].setFocus()

    def _top(self) -> QWidget:
        top = _Top()
        line = QHBoxLayout(top)
        line.setContentsMargins(theme.DOUBLE, theme.STEP, theme.DOUBLE, theme.STEP)
        line.setSpacing(theme.DOUBLE)
        name = Label(self.desk.words("ui.shell.title"), size=1.1, bold=True)
        self._owner = Label(muted=True)
        line.addWidget(name)
        line.addWidget(self._owner)
        line.addStretch(1)
        self.search.setMinimumWidth(240)
        self.search.setMaximumWidth(480)
        line.addWidget(self.search, 3)
        line.addStretch(1)
        line.addWidget(action_button(self._lock_action, "lock"))
        return top

    def _commands(self) -> list[Command]:
        page = self.page
        own = self._page_commands(page) if page else []
        return own + self._actions.commands()

    def _page_commands(self, page: Page) -> list[Command]:
        return [command(a, page.icon_of(a)) for a in page.commands()]

    def _go(self, hit: Hit) -> None:
        self.show_page(hit.page, hit.record)

    def _heard(self, _changed: Changed) -> None:
        self.refresh()
        self.status.show_saved()

    def _next_part(self) -> None:
        if self.search.hasFocus():
            chosen = [b for b in self.rail.buttons.values() if b.isChecked()]
            if chosen:
                chosen[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif any(b.hasFocus() for b in self.rail.buttons.values()) and self.page:
            self.page.focus_first()
        else:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)

    def dress(self) -> None:
        """Fit the rail to the letters."""
        self.rail.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons only in the rail when there is little room."""
        super().resizeEvent(event)
        self.rail.fit(self.width())


class _Top(QWidget):
    """The line at the top with a hairline below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.colours()
        painter.fillRect(self.rect(), QColor(now.rail))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(now.line))
