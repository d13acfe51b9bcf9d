"""Pictures of every screen, for the demo and the documentation: the real window over a real vault, drawn off the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.frame import Frame
from dpo_desk.ui.main_window import MainWindow
from dpo_desk.ui.pages import PAGES
from dpo_desk.ui.pages.picture import show_activity_picture
from dpo_desk.ui.shell import MemoryViewState
from dpo_desk.ui.theme import Scheme
from dpo_desk.window import application, make_window

_SIZE = (1280, 800)
_SETTLE_MS = 700  # drawn pages arrive from the lane


def save_pictures(parts: Parts, words: Wording, folder: Path) -> tuple[Path, ...]:
    """
    One PNG for each screen of the unlocked vault, light and dark, and of the locked one; gives back the files written.

    The vault must be unlocked; it stays so.
    """
    app = application()
    state = MemoryViewState()
    state.put("scheme", Scheme.LIGHT.value)
    window = make_window(parts, words, state)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*_SIZE)
    window.show()
    try:
        return tuple(_save(shown, app, name, folder) for name, shown in _screens(window, parts))
    finally:
        window.idle.stop()
        window.hide()
        window.deleteLater()
        # outside a running event loop nobody else does
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _screens(window: MainWindow, parts: Parts) -> Iterator[tuple[str, QWidget]]:
    """Brings the window to each screen in turn; gives its name and what shows it."""
    vault = parts.vault.opened.path
    window.show_unlock(Path(vault.parent.name, vault.name))  # a picture need not tell where the folder lies
    yield "unlock", window
    frame = window.show_desk()
    first = {
        "requests": parts.cases.ids(ListQuery()),
        "register": parts.register.activities.ids(ListQuery()),
        "processors": parts.register.processors.ids(ListQuery()),
        "transfers": parts.register.transfers.ids(ListQuery()),
        "papers": parts.papers.ids(ListQuery()),
    }
    for page in PAGES:
        records = first.get(page.id, ())
        frame.show_page(page.id, records[0] if records else None)
        yield page.id, window
    yield from _picture(frame, parts)
    window.theme.choose(Scheme.DARK)
    for name in ("today", "requests", "register"):
        records = first.get(name, ())
        frame.show_page(name, records[0] if records else None)
        yield f"{name}-dark", window
    window.theme.choose(Scheme.LIGHT)


def _picture(frame: Frame, parts: Parts) -> Iterator[tuple[str, QWidget]]:
    """Where the data of one activity go: the one with the most flows, which has most to show."""
    activities = parts.register.activities
    views = [activities.get(each) for each in activities.ids(ListQuery())]
    if views:
        shown = max(views, key=lambda view: len(view.near.transfers)).record
        dialog = show_activity_picture(frame.desk, frame, shown.id, shown.ref, shown.name)
        yield "picture", dialog
        dialog.close()


def _save(window: QWidget, app: QApplication, name: str, folder: Path) -> Path:
    _settle(app)
    picture = QPixmap(window.size())
    window.render(picture)
    file = folder / f"{name}.png"
    picture.save(str(file))
    return file


def _settle(app: QApplication) -> None:
    end = QDeadlineTimer(_SETTLE_MS)
    while not end.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
