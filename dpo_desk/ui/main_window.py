"""The window: locked or unlocked, and nothing else. It follows the vault's state and keeps no idea of its own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from dpo_desk.library.wording import Wording, languages, wording
from dpo_desk.ui import theme
from dpo_desk.ui.actions import Actions
from dpo_desk.ui.frame import Frame
from dpo_desk.ui.locking import IDLE_MINUTES, IdleWatch, SessionWatch
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.pages import PAGES, PageSpec
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Desk, DraftStore, News, Search, ViewState, nothing_found
from dpo_desk.ui.style import DeskStyle
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import Scheme, Theme
from dpo_desk.ui.tray import Tray, TrayTeller
from dpo_desk.ui.unlock.change import ChangePassphrase
from dpo_desk.ui.unlock.screen import UnlockScreen
from dpo_desk.ui.unlock.typed_back import RecoverySheet
from dpo_desk.ui.unlock.wizard import NewVaultWizard
from dpo_desk.ui.window_preferences import WindowPreferences, in_tray, kept_minutes

CLOSE_WAIT_MS = 15_000


class MainWindow(QMainWindow):
    """The desk's one window."""

    def __init__(
        self,
        *,
        services: Services,
        drafts: DraftStore,
        view_state: ViewState,
        sheet: RecoverySheet,
        language: str,
        search: Search = nothing_found,
        place: Callable[[], str] = str,
        facts: Callable[[], Sequence[str]] = tuple,
        begin_day: Callable[[], Sequence[str]] = tuple,
        pages: Sequence[PageSpec] = PAGES,
        session: SessionWatch | None = None,
        tray: Callable[[MainWindow], Tray | None] = lambda _window: None,
        idle_minutes: int = IDLE_MINUTES,
    ) -> None:
        """
        Put the window together, locked.

        Args:
            services: Those that need an open vault are called only while it is open.
            drafts: Unsaved typing, inside the open vault.
            view_state: Sizes, columns, colours; nothing from the vault.
            sheet: Makes the recovery sheet as PDF.
            language: Used until the user chooses one.
            search: Finds records while the vault is open.
            place: Whose vault is open, for the top line.
            facts: The standing part of the status line.
            begin_day: What is done on the lane after each unlock; gives the kinds of records which it changed.
            pages: The places of the rail.
            session: Says when the computer sleeps or its session is locked.
            tray: The tray of the system, where it has one.
            idle_minutes: The desk locks after this silence.
        """
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is no window without one
        self._services, self._drafts, self.view_state, self._sheet = services, drafts, view_state, sheet
        self._search, self._place, self._facts, self._pages = search, place, facts, pages
        self._begin_day = begin_day
        self._remember_later = QTimer(self, singleShot=True, interval=300)
        self._remember_later.timeout.connect(self._remember_place)
        app.setStyle(DeskStyle())
        self.theme = Theme(app, Scheme(view_state.get("scheme", Scheme.SYSTEM.value)))
        self.theme.zoom(int(view_state.get("zoom", "0")))
        chosen = view_state.get("language", language)
        self.words: Wording = wording(chosen if chosen in languages() else language)
        self.messages = Messages(self.words, self)
        self.lane = Lane(self.messages, self)
        self.actions_list = Actions(self)
        self._idle_minutes = idle_minutes
        self.idle = IdleWatch(app, kept_minutes(view_state, idle_minutes), parent=self)
        self.idle.idle.connect(lambda: self.lock("ui.shell.locked_idle"))
        self._session = session or SessionWatch()
        self._session.lock_wanted.connect(lambda: self.lock("ui.shell.locked_system"))
        shown_in = tray(self)
        self._teller = TrayTeller(shown_in) if shown_in is not None else None
        self.setWindowTitle(self.words("ui.shell.title"))
        self.setMinimumSize(760, 520)
        self._restore_place()

    # --- states --------------------------------------------------------------------------------------------------

    def begin(self, path: Path | None = None) -> None:
        """Show where it starts: the vault last used, or the wizard when there is none."""
        recent = self._services.vault.recent()
        if path is None and not recent:
            self.show_wizard()
        else:
            self.show_unlock(path or recent[0])

    def show_unlock(self, path: Path | None, notice: str = "") -> UnlockScreen:
        """The unlock screen for a vault."""
        screen = UnlockScreen(self.words, self._services.vault, self.lane, self.messages, path, notice)
        screen.unlocked.connect(self.show_desk)
        screen.new_wanted.connect(lambda: self.show_wizard(path))
        screen.sample_wanted.connect(lambda: self.show_wizard(path, sample=True))
        self._show(screen)
        screen.begin()
        return screen

    def show_wizard(self, back_to: Path | None = None, *, sample: bool = False) -> NewVaultWizard:
        """The wizard that makes a new vault."""
        wizard = NewVaultWizard(
            self.words, self._services.vault, self.lane, self.messages, self._sheet, sample=sample
        )
        wizard.finished.connect(self.show_desk)
        wizard.left.connect(lambda: self.show_unlock(back_to))
        wizard.language_chosen.connect(lambda code: self._speak(code, back_to, sample=sample))
        self._show(wizard)
        wizard.begin()
        return wizard

    def show_desk(self) -> Frame:
        """The unlocked desk."""
        news = News(self)
        holder: list[Frame] = []
        desk = Desk(
            words=self.words,
            services=self._services,
            lane=self.lane,
            messages=self.messages,
            news=news,
            view_state=self.view_state,
            drafts=self._drafts,
            navigate=lambda page, record=None, field="": holder[0].show_page(page, record, field),
            search=self._search,
            preferences=self._preferences(),
        )
        frame = Frame(
            desk, self._pages, self.actions_list, lock=self.lock, place=self._place, facts=self._facts
        )
        holder.append(frame)
        news.setParent(frame)
        self._add_own_actions()
        self._show(frame)
        news.happened.connect(lambda _changed: self._tell_in_tray())
        self._tell_in_tray()
        self.idle.remaining_changed.connect(frame.status.show_remaining)
        self.idle.start()
        if frame.page:
            frame.page.focus_first()
        self.lane.run(
            self._begin_day,
            success=lambda kinds: news.tell(*kinds) if kinds else None,
            parent=frame,
            busy_text=self.words("ui.shell.checking"),
        )
        return frame

    @property
    def frame(self) -> Frame | None:
        """The unlocked desk, when it is."""
        shown = self.centralWidget()
        return shown if isinstance(shown, Frame) else None

    def lock(self, notice_key: str = "") -> None:
        """
        Lock at once: what is typed goes to the drafts, every record leaves the screen, then the vault is closed.

        Works in every state: dialogs are closed, long work is asked to end, a vault that is just being opened or made
        is closed as soon as it is open.
        """
        frame, path = self.frame, self._opening
        if frame is not None:
            self.idle.stop()
            frame.keep()
            # What waits for a moment's silence (proposals, the chosen row) must not ask a vault that is closing.
            for timer in frame.findChildren(QTimer):
                timer.stop()
            path = next(iter(self._services.vault.recent()), None)
        elif path is None:
            return
        self.lane.hush()
        self._close_dialogs()
        self.actions_list.clear()
        notice = self.words(notice_key) if notice_key else ""
        screen = self.show_unlock(path, notice)
        screen.wait_for_lock()

    def come_forward(self, path: Path | None) -> None:
        """The program was started again, perhaps with a vault: turn to that one if nothing else goes on here."""
        if path is not None and isinstance(self.centralWidget(), UnlockScreen) and self.lane.at_rest:
            self.show_unlock(path)
        self.showNormal()
        self.raise_()
        self.activateWindow()

    # --- inside --------------------------------------------------------------------------------------------------

    @property
    def _opening(self) -> Path | None:
        """The vault that is being opened or made at this moment."""
        shown = self.centralWidget()
        return shown.opening if isinstance(shown, UnlockScreen | NewVaultWizard) else None

    def _show(self, widget: QWidget) -> None:
        old = self.takeCentralWidget()
        self.setCentralWidget(widget)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _close_dialogs(self) -> None:
        for dialog in self.findChildren(QDialog):
            dialog.reject()
            dialog.deleteLater()

    def _speak(self, code: str, back_to: Path | None, *, sample: bool) -> None:
        self.words = wording(code)
        self.messages.words = self.words
        self.view_state.put("language", code)
        self.setWindowTitle(self.words("ui.shell.title"))
        self.show_wizard(back_to, sample=sample)

    def _add_own_actions(self) -> None:
        words, group = self.words, self.words("ui.shortcuts.everywhere")
        add = self.actions_list.add
        add(
            group,
            words("ui.shell.action.larger"),
            lambda: self._zoom(1),
            keys=("Ctrl++", "Ctrl+="),
            icon="zoom-in",
        )
        add(
            group, words("ui.shell.action.smaller"), lambda: self._zoom(-1), keys=("Ctrl+-",), icon="zoom-out"
        )
        add(
            group, words("ui.shell.action.normal"), lambda: self._zoom(0), keys=("Ctrl+0",), icon="refresh-cw"
        )
        for scheme, icon in ((Scheme.LIGHT, "sun"), (Scheme.DARK, "moon"), (Scheme.SYSTEM, "settings")):
            add(group, words(f"ui.shell.action.{scheme}"), lambda s=scheme: self._choose(s), icon=icon)  # type: ignore[misc]

    def _preferences(self) -> WindowPreferences:
        return WindowPreferences(
            self.view_state,
            minutes=self._idle_minutes,
            scheme=self._choose,
            speak=self._speak_at_the_desk,
            lock_after=self.idle.set_minutes,
            change_passphrase=self._change_passphrase,
            language=self.words.language,
            tell_in_tray=self._tell_in_tray if self._teller is not None else None,
        )

    def _speak_at_the_desk(self, code: str) -> None:
        """Every screen is made again; what is typed goes to the drafts and is offered there."""
        frame = self.frame
        if frame is None:
            return
        frame.keep()
        self.lane.wait()
        self.words = wording(code)
        self.messages.words = self.words
        self.view_state.put("language", code)
        self.setWindowTitle(self.words("ui.shell.title"))
        self.actions_list.clear()
        self.show_desk().show_page("settings")

    def _tell_in_tray(self) -> None:
        """What presses, while the vault is open; the sign keeps it until it is opened again."""
        if self._teller is None or self.frame is None:
            return
        if in_tray(self.view_state):
            services = self._services
            self._teller.tell(self.words, services.cases.today(), services.agenda.due_today())
        else:
            self._teller.hide()

    def _change_passphrase(self) -> None:
        frame, recent = self.frame, self._services.vault.recent()
        if frame is not None:
            dialog = ChangePassphrase(frame.desk, self._sheet, recent[0].stem if recent else "", self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _zoom(self, steps: int) -> None:
        factor = self.theme.zoom(steps)
        self.view_state.put("zoom", str(round((factor - 1) * 10)))

    def _choose(self, scheme: theme.Scheme) -> None:
        self.theme.choose(scheme)
        self.view_state.put("scheme", scheme.value)

    def _restore_place(self) -> None:
        kept = self.view_state.get("window")
        if not kept or not self.restoreGeometry(QByteArray(base64.b64decode(kept))):
            self.resize(1280, 800)

    def _remember_place(self) -> None:
        self.view_state.put("window", base64.b64encode(bytes(self.saveGeometry().data())).decode())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember the size, now and not at exit."""
        super().resizeEvent(event)
        self._remember_later.start()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember the place."""
        super().moveEvent(event)
        self._remember_later.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock first: nothing typed is lost, and the file is whole before the program ends."""
        self.lock()
        self.lane.wait(CLOSE_WAIT_MS)
        self.lane.close()
        super().closeEvent(event)
