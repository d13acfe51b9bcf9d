"""The tray of the system: how many requests press, without a word about whom; one notice a day, and one when more come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from dpo_desk.library.wording import Wording


class Tray(Protocol):
    """Where the system shows small signs of its programs."""

    def show(self, text: str) -> None:
        """Show the sign; the text is told when somebody points at it."""
        ...

    def notify(self, title: str, text: str) -> None:
        """Tell something once."""
        ...

    def hide(self) -> None:
        """Take the sign away."""
        ...


class SystemTray:
    """The real one; ``pressed`` is called when somebody chooses the sign."""

    def __init__(self, parent: QObject, pressed: Callable[[], object]) -> None:
        self._icon = QSystemTrayIcon(QApplication.windowIcon(), parent)
        self._icon.activated.connect(lambda _how: pressed())
        self._icon.messageClicked.connect(lambda: pressed())

    def show(self, text: str) -> None:
        """Show the sign."""
        self._icon.setToolTip(text)
        self._icon.show()

    def notify(self, title: str, text: str) -> None:
        """Tell something once."""
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information)

    def hide(self) -> None:
        """Take the sign away."""
        self._icon.hide()


def system_tray(parent: QObject, pressed: Callable[[], object]) -> SystemTray | None:
    """The tray, where the system has one."""
    return SystemTray(parent, pressed) if QSystemTrayIcon.isSystemTrayAvailable() else None


class TrayTeller:
    """
    Keeps the sign true while the vault is open.

    While it is locked nobody asks, so that the sign tells what was known last, and no notice comes.
    """

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self._told: tuple[date, int] | None = None

    def tell(self, words: Wording, today: date, due: int) -> None:
        """So many requests are late or due today."""
        text = words("ui.tray.due", count=due)
        self._tray.show(text)
        told_today = self._told[1] if self._told and self._told[0] == today else 0
        if due > told_today:
            self._tray.notify(words("ui.shell.title"), text)
        self._told = (today, max(due, told_today))

    def hide(self) -> None:
        """Nothing shall be shown."""
        self._tray.hide()
