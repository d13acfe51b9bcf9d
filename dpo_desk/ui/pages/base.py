"""The shape of every page: a head with its commands, a banner, and the body; list left and record right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from dpo_desk.ui import icons, theme
from dpo_desk.ui.models.paged import ListSource
from dpo_desk.ui.saved_filters import VaultFilters
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.widgets.basics import Button, IconButton, Label
from dpo_desk.ui.widgets.feedback import Banner
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.list_view import Chip, Empty, ListView

_LIST_SHARE, _LIST_AT_MOST = 0.38, 420  # of a page whose splitter nobody has placed


class Page(QWidget):
    """A place of the rail."""

    def __init__(self, desk: Desk, title: str) -> None:
        """``title`` is words already."""
        super().__init__()
        self.desk, self.title = desk, title
        self.setAccessibleName(title)
        self._stale: Changed | None = None
        self._icons: dict[QAction, str] = {}
        self._in_menu: list[QAction] = []
        self._head_buttons: list[Button] = []
        self.head_owner: Page = self  # the page in whose head this one's stands, when it is part of another
        self._fit_later = QTimer(self, singleShot=True, interval=0)
        self._fit_later.timeout.connect(self.fit_head)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.TRIPLE, theme.DOUBLE, theme.TRIPLE, theme.STEP)
        whole.setSpacing(theme.STEP)
        self.head_row, self.heading = QWidget(), Label(title, size=1.5, bold=True)
        row, self.head = QHBoxLayout(self.head_row), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.head_row.setMinimumWidth(1)  # buttons give up their words before the page becomes wider
        self.head.setSpacing(theme.STEP)
        row.addLayout(self.head, 1)
        self.menu_button = IconButton("ellipsis", desk.words("ui.common.page_menu", page=title))
        self.menu_button.setMinimumSize(theme.ROW, theme.ROW)
        self.menu_button.clicked.connect(lambda: self.open_menu())
        self.menu_button.hide()
        row.addWidget(self.menu_button)
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        whole.addWidget(self.head_row)
        self.banner = Banner(desk.words)
        whole.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.STEP)
        whole.addLayout(self.body, 1)
        desk.news.happened.connect(self._heard)

    def command(
        self,
        name: str,
        text: str,
        do: Callable[[], object],
        *,
        icon: str = "",
        shortcut: str = "",
        button: bool = False,
        primary: bool = False,
        menu: bool = False,
    ) -> QAction:
        """
        Something one can do here: in the palette and in the shortcut sheet.

        If asked, it is a ``button`` in the head too, or stands in the ``menu`` at the end of the head.
        """
        action = QAction(text, self)
        action.setObjectName(name)
        if icon:
            action.setIcon(icons.icon(icon))
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)
        self._icons[action] = icon
        if button:
            shown = action_button(action, icon, primary=primary)
            self.head.addWidget(shown)
            self._head_buttons.append(shown)
            action.changed.connect(self._fit_later.start)
        if menu:
            self._in_menu.append(action)
            self.menu_button.show()
        return action

    def head_buttons(self) -> list[Button]:
        """The buttons in the head."""
        return self._head_buttons

    def fit_head(self) -> None:
        """Leave the icons alone where there is no room for all the words; what the page is for keeps them longest."""
        if self.head_owner is not self:
            self.head_owner.fit_head()
            return
        shown = [button for button in self.head_buttons() if button.isVisibleTo(self)]
        wordy = sum(button.words_width() for button in shown if button.text())
        room = self.width() - 2 * theme.TRIPLE - (self.head_row.sizeHint().width() - wordy)
        for button in sorted(shown, key=lambda each: not each.primary):
            room -= button.words_width()
            button.show_words(on=room >= 0)

    def in_menu(self) -> list[QAction]:
        """What stands in the menu of the page."""
        return self._in_menu

    def open_menu(self) -> QMenu:
        """Offer what can be done with the page as a whole."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.menu_button.accessibleName())
        menu.addActions(self.in_menu())
        button = self.menu_button
        corner = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), -1))
        return menu

    def commands(self) -> list[QAction]:
        """What can be done here now."""
        return [action for action in self.actions() if action.isEnabled() and action.text()]

    def icon_of(self, action: QAction) -> str:
        """The name of a command's icon."""
        return self._icons.get(action, "")

    def turn_to(self, part: str) -> None:
        """Show a part of the page by its id; a page that is one part has nothing to do."""

    def open_record(self, record_id: str, field: str = "") -> None:
        """Show a record, at a field if given; pages with records override it."""

    def refresh(self, changed: Changed | None) -> None:
        """Read again what is shown; None means everything."""

    def keep(self) -> None:
        """Put unsaved typing into the draft store now: the desk is about to lock."""

    def focus_first(self) -> None:
        """Bring the keyboard to where work begins."""
        self.focusNextChild()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was not shown."""
        super().showEvent(event)
        stale, self._stale = self._stale, None
        if stale:
            self.refresh(stale)
        self._fit_later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the head."""
        super().resizeEvent(event)
        self.fit_head()

    def _heard(self, changed: Changed) -> None:
        if self.isVisible():
            self.refresh(changed)
        elif self._stale:
            self._stale = Changed(self._stale.kinds | changed.kinds, self._stale.ids | changed.ids)
        else:
            self._stale = changed


class ListRecordPage(Page):
    """
    List left, record right, the place between them remembered.

    A page gives the source and the record's widget and overrides ``show_record``.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        *,
        name: str,
        source: ListSource,
        empty: Empty,
        chips: Sequence[Chip] = (),
        sort: str = "",
        descending: bool = False,
        several: bool = False,
        ready: Sequence[Filter] = (),
    ) -> None:
        """
        ``name`` is the page's id: under it the list's look is remembered, and the user's filters are kept.

        ``several`` rows can be selected; ``ready`` are filters the page brings.
        """
        super().__init__(desk, title)
        self._state_key = f"page.{name}"
        self.list = ListView(
            desk.words,
            source,
            name=title,
            state=desk.view_state,
            state_key=self._state_key,
            empty=empty,
            chips=chips,
            sort=sort,
            descending=descending,
            several=several,
            ready=ready,
            shelf=VaultFilters(desk, name),
        )
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.DOUBLE)
        self.list.setMinimumWidth(280)
        self.splitter.addWidget(self.list)
        self.record = QWidget()
        self.record.setMinimumWidth(320)
        self.record_layout = QVBoxLayout(self.record)
        self.record_layout.setContentsMargins(0, 0, 0, 0)
        self.splitter.addWidget(self.record)
        self.splitter.setStretchFactor(1, 1)
        self.body.addWidget(self.splitter, 1)
        left, _, right = desk.view_state.get(f"{self._state_key}/splitter").partition(",")
        self._placed = bool(left and right)
        if self._placed:
            self.splitter.setSizes([int(left), int(right)])
        self.splitter.splitterMoved.connect(self._remember)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _id: self.focus_record())
        self.command("filter", desk.words("ui.common.list.filter"), self.list.focus_filter, shortcut="Ctrl+F")

    def show_record(self, record_id: str | None) -> None:
        """Show this record at the right, or what belongs there when none is chosen."""

    def focus_record(self) -> None:
        """Enter on a row: bring the keyboard into the record."""
        self.record.setFocus()
        self.record.focusNextChild()

    def open_record(self, record_id: str, field: str = "") -> None:
        """Select the record in the list and show it."""
        if not self.list.select(record_id):
            self.show_record(record_id)

    def refresh(self, changed: Changed | None) -> None:
        """Ask the list again; the record is shown again when it changed."""
        self.list.refresh()
        if self.list.current and (changed is None or not changed.ids or self.list.current in changed.ids):
            self.show_record(self.list.current)

    def focus_first(self) -> None:
        """Work begins in the list."""
        self.list.focus_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until the user has placed the splitter, the list takes its share and never too much."""
        super().resizeEvent(event)
        if not self._placed:
            whole = self.splitter.width()
            wanted = min(_LIST_AT_MOST, round(whole * _LIST_SHARE))
            self.splitter.setSizes([wanted, whole - wanted])

    def _chosen(self, record_id: str | None) -> None:
        self.show_record(record_id)

    def _remember(self, _position: int, _index: int) -> None:
        self._placed = True
        self.desk.view_state.put(
            f"{self._state_key}/splitter", ",".join(str(s) for s in self.splitter.sizes())
        )


def action_button(action: QAction, icon: str = "", *, primary: bool = False, quiet: bool = False) -> Button:
    """A button for an action: pressing it triggers, and it is enabled and shown with it."""
    button = Button(action.text().replace("&", "&&"), icon, primary=primary, quiet=quiet)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())

    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    if keys:
        button.setToolTip(f"{action.text()} ({keys})")
    button.clicked.connect(action.trigger)
    action.changed.connect(follow)
    button.setEnabled(action.isEnabled())
    return button
