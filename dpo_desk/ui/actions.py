"""Every command of the window: an action with a name, words, keys; the palette and the shortcut sheet read them here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.widgets.basics import Button, Label


@dataclass(frozen=True)
class Command:
    """One line of the palette or of the shortcut sheet."""

    text: str
    keys: str
    icon: str
    do: Callable[[], object]


class Actions:
    """The window's own commands, in groups; a page adds its own while it is shown."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._groups: dict[str, list[tuple[QAction, str]]] = {}

    def add(
        self, group: str, text: str, do: Callable[[], object], *, keys: tuple[str, ...] = (), icon: str = ""
    ) -> QAction:
        """
        A command of the window, in a group of the shortcut sheet (words already).

        Raises:
            ValueError: one of the keys belongs to another command: a mistake in the program.
        """
        action = QAction(text, self._window)
        taken = {s.toString() for one in self.all() for s in one.shortcuts()}
        wanted = [QKeySequence(k) for k in keys]
        if clash := taken.intersection(s.toString() for s in wanted):
            raise ValueError(f"two commands on {clash}")
        action.setShortcuts(wanted)
        if icon:
            action.setIcon(icons.icon(icon))
        action.triggered.connect(lambda _checked=False: do())
        self._window.addAction(action)
        self._groups.setdefault(group, []).append((action, icon))
        return action

    def all(self) -> Iterator[QAction]:
        """The window's commands."""
        return (action for group in self._groups.values() for action, _ in group)

    def clear(self) -> None:
        """Take every command away (the vault is locked)."""
        for action in list(self.all()):
            self._window.removeAction(action)
            action.deleteLater()
        self._groups.clear()

    def commands(self) -> list[Command]:
        """What can be done now."""
        return [command(a, i) for group in self._groups.values() for a, i in group if a.isEnabled()]

    def groups(self) -> dict[str, list[Command]]:
        """The commands by group, for the shortcut sheet."""
        return {name: [command(a, i) for a, i in group] for name, group in self._groups.items()}


def command(action: QAction, icon: str = "") -> Command:
    """An action as one line."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Command(action.text(), keys, icon, action.trigger)


class ShortcutSheet(QDialog):
    """All keys on one sheet."""

    def __init__(self, words: Wording, groups: dict[str, list[Command]], parent: QWidget) -> None:
        super().__init__(parent)
        title = words("ui.shortcuts.title")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.TRIPLE, theme.TRIPLE, theme.TRIPLE, theme.DOUBLE)
        whole.setSpacing(theme.DOUBLE)
        whole.addWidget(Label(title, size=1.3, bold=True))
        page, grid = QWidget(), QGridLayout()
        page.setLayout(grid)
        grid.setHorizontalSpacing(theme.TRIPLE * 2)
        grid.setVerticalSpacing(theme.TRIPLE)
        shown = [(name, [c for c in commands if c.keys]) for name, commands in groups.items()]
        for number, (name, commands) in enumerate((n, c) for n, c in shown if c):
            grid.addLayout(self._group(name, commands), number // 2, number % 2)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(title)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        whole.addWidget(area, 1)
        close = Button(words("ui.common.close"), primary=True)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        wide = max(760, page.sizeHint().width() + 4 * theme.TRIPLE)
        self.resize(min(wide, parent.width() - theme.TRIPLE), min(560, parent.height() - theme.TRIPLE))
        close.setFocus()

    def _group(self, name: str, commands: list[Command]) -> QVBoxLayout:
        column, grid = QVBoxLayout(), QGridLayout()
        column.addWidget(Label(name, bold=True))
        grid.setHorizontalSpacing(theme.DOUBLE)
        for row, each in enumerate(commands):
            grid.addWidget(Label(each.keys, muted=True), row, 0)
            grid.addWidget(Label(each.text.replace("&", "&&")), row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column
