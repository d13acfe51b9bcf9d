"""When the desk locks by itself: nobody typed for a while, the computer sleeps, the session is locked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

IDLE_MINUTES = 10
COUNTDOWN_S = 60  # the last minute is counted in seconds
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Counts the time since the last key, click or movement."""

    idle = Signal()
    remaining_changed = Signal(int)  # seconds

    def __init__(
        self,
        app: QApplication,
        minutes: int = IDLE_MINUTES,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock, self._limit_s = clock, minutes * 60
        self._last = clock()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Lock after this many minutes of silence."""
        self._limit_s = minutes * 60
        self.look()

    def start(self) -> None:
        """Count from now."""
        self._last = self._clock()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Count no more: there is nothing to lock."""
        self._timer.stop()

    @property
    def remaining_s(self) -> int:
        """Seconds until the lock."""
        return max(0, round(self._limit_s - (self._clock() - self._last)))

    def look(self) -> None:
        """See how late it is; called every second."""
        if not self._timer.isActive():
            return
        left = self.remaining_s
        self.remaining_changed.emit(left)
        if left <= 0:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listen only."""
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._clock()
        return False


class SessionWatch(QObject):
    """Says that the computer is about to sleep or its session was locked; this one never does (tests, other systems)."""

    lock_wanted = Signal()


class DBusSessionWatch(SessionWatch):
    """Listens to logind and to the screen saver; silent where neither is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buses = (QDBusConnection.systemBus(), QDBusConnection.sessionBus())
        system, session = self._buses
        changed, locked = SLOT("changed(bool)").encode(), SLOT("locked()").encode()
        if system.isConnected():
            bus, place = "org.freedesktop.login1", "/org/freedesktop/login1"
            system.connect(bus, place, f"{bus}.Manager", "PrepareForSleep", self, changed)
            system.connect(bus, "", f"{bus}.Session", "Lock", self, locked)
        if session.isConnected():
            for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
                session.connect("", "", name, "ActiveChanged", self, changed)

    @Slot(bool)
    def changed(self, on: bool) -> None:
        """The computer goes to sleep (on) or wakes, the screen saver starts (on) or ends."""
        if on:
            self.lock_wanted.emit()

    @Slot()
    def locked(self) -> None:
        """The session was locked."""
        self.lock_wanted.emit()
