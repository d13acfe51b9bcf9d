"""Somebody at the real window: types with keys, presses shortcuts, and waits as a person would."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from dpo_desk.library.wording import wording
from dpo_desk.parts import put_together
from dpo_desk.ui.shell import MemoryViewState
from dpo_desk.ui.unlock.screen import UnlockScreen
from dpo_desk.window import make_window

CTRL = Qt.KeyboardModifier.ControlModifier
NOTHING = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000


def settled(good, what=""):
    """Let the window live until something is so."""
    end = QDeadlineTimer(PATIENCE_MS)
    while not good():
        assert not end.hasExpired(), f"waited in vain{f': {what}' if what else ''}"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def press(key, modifier=NOTHING):
    """One key to whatever has the keyboard."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "no window has the keyboard"
    QTest.keyClick(target, key, modifier)


def write(text):
    """Letters, one key each, to whatever has the keyboard; QTest's own keys know ASCII only."""
    for letter in text:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, NOTHING, letter))


def tab_to(widget):
    """Tab until the keyboard is there; fails when no way leads to it."""
    for _ in range(120):
        if QApplication.focusWidget() is widget:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget!r} {widget.accessibleName()}")


class Person:
    """The window of one program, and hands on its keyboard."""

    def __init__(self, folder: Path, clock=None):
        self.folder, self.parts = folder, put_together(folder / "settings", clock)
        self.words = wording("en")
        self.window = make_window(self.parts, self.words, MemoryViewState())
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()

    def rest(self):
        """Let timers of no time and the lane come to rest."""
        for _ in range(4):
            QApplication.processEvents()
            assert self.window.lane.wait(PATIENCE_MS)
        QApplication.processEvents()

    def page(self, shortcut):
        """The page behind a shortcut."""
        press(shortcut, CTRL)
        self.rest()
        return self.window.frame.page

    @property
    def screen(self):
        shown = self.window.centralWidget()
        assert isinstance(shown, UnlockScreen)
        return shown

    def begin(self, vault: Path):
        """The door of this vault."""
        self.window.begin(vault)
        self.rest()

    def come_forward(self):
        """What a window manager does when a dialog goes."""
        self.window.activateWindow()
        self.rest()

    def unlock(self, passphrase):
        """Type the passphrase and Enter; says whether the desk opened."""
        self.come_forward()
        write(passphrase)
        press(Qt.Key.Key_Return)
        self.rest()
        return self.window.frame is not None

    def unlock_with_code(self, code):
        """Turn to the code with the keyboard, type it and Enter."""
        self.rest()
        tab_to(self.screen._use_code)
        press(Qt.Key.Key_Space)
        write(code)
        press(Qt.Key.Key_Return)
        self.rest()
        return self.window.frame is not None

    def lock(self):
        """Ctrl+L, and the file is whole."""
        self.come_forward()
        press(Qt.Key.Key_L, CTRL)
        assert self.window.frame is None
        self.rest()

    def leave(self):
        """Close the window as at the end of the day."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def dialog(self, kind=QDialog):
        """The dialog that is open."""
        settled(lambda: any(d.isVisible() for d in self.window.findChildren(kind)), "a dialog")
        found = next(d for d in self.window.findChildren(kind) if d.isVisible())
        found.activateWindow()
        settled(lambda: found.isAncestorOf(QApplication.focusWidget() or self.window), "the keyboard")
        return found


def press_button(parent, text):
    """The button that says this, with the mouse."""
    QApplication.processEvents()
    seen = [b for b in parent.findChildren(QAbstractButton) if b.isVisible()]
    [button] = [b for b in seen if b.text() == text] or [[b.text() for b in seen]]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_back(recovery):
    """The groups of the code that are asked for; gives the whole code."""
    code = recovery._code
    groups = code.split("-")
    recovery.focus()
    for number, line in zip(recovery.asked, recovery._lines, strict=True):
        tab_to(line)
        write(groups[number].lower())
    return code


def traces(folder: Path, *needles):
    """Which of these words, or the mark of plain SQLite, can be read in a file or a file's name in this folder."""
    found = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        content = file.read_bytes() + str(file.relative_to(folder)).encode("utf-8", "surrogateescape")
        found += [
            f"{needle} ({code}) in {file.name}"
            for needle in (*needles, "SQLite format 3")
            for code in ("utf-8", "utf-16-le", "utf-16-be")
            if needle.encode(code) in content
        ]
    return found
