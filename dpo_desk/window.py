"""Joins the services to the window: the vault as the unlock screens see it, drafts kept in the vault, one window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from dpo_desk.errors import DeskError
from dpo_desk.library.files import read_bytes
from dpo_desk.library.wording import Wording
from dpo_desk.parts import Parts, load_files
from dpo_desk.services.organisation import AddressDraft, beginning, save_in
from dpo_desk.services.organisation import OrganisationDraft as FullDraft
from dpo_desk.services.ports import Recovery, Work
from dpo_desk.services.recovery import recovery_sheet
from dpo_desk.services.sample import fill_with_sample
from dpo_desk.services.vault import Prepared, State, Strength
from dpo_desk.ui.garbage import MainThreadCollector
from dpo_desk.ui.locking import DBusSessionWatch, SessionWatch
from dpo_desk.ui.main_window import MainWindow
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Hit, IniViewState, ViewState
from dpo_desk.ui.single import SingleWindow
from dpo_desk.ui.tray import Tray, system_tray
from dpo_desk.ui.unlock.desk import OrganisationDraft

FaultTeller = Callable[[type[BaseException], BaseException, TracebackType | None], None]

_RECORDS = ("activities", "clients", "processors", "transfers")
_SETTLED_MS = 150  # the window is drawn by then; what loads beside it would hold the drawing up


@dataclass(frozen=True)
class WindowNewVault:
    """A prepared vault as the wizard sees it."""

    parts: Parts
    prepared: Prepared

    @property
    def recovery_code(self) -> str:
        """Groups of four characters with hyphens."""
        return self.prepared.recovery.code

    def commit(self, organisation: OrganisationDraft | None, *, sample: bool) -> None:
        """Writes it, with the organisation or the sample in it, and leaves it unlocked. Raises ``DraftError``."""

        def fill(work: Work) -> None:
            if sample:
                fill_with_sample(work, self.parts.clock)
            elif organisation is not None:
                _fill_with_organisation(work, organisation)

        self.prepared.commit(fill)

    def abandon(self) -> None:
        """Forgets it; nothing was written."""
        self.prepared.abandon()


@dataclass(frozen=True)
class WindowVault:
    """
    The vault's service as the unlock screens see it.

    ``headers`` remembers the beginning of the file that belongs to each recovery code shown, for the printed sheet.
    """

    parts: Parts
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Where the vault stands."""
        return self.parts.vault.state

    def prepare_new(self, path: Path, passphrase: str) -> WindowNewVault:
        """A vault to be, with its recovery code."""
        prepared = self.parts.vault.prepare_new(path, passphrase)
        self.headers[prepared.recovery.code] = prepared.recovery.header
        return WindowNewVault(self.parts, prepared)

    def unlock(self, path: Path, passphrase: str, remember: bool = False) -> None:  # noqa: FBT001, FBT002 — as asked for
        """Opens it."""
        self.parts.vault.unlock(path, passphrase, remember=remember)

    def unlock_with_code(self, path: Path, code: str) -> None:
        """Opens it with the code from the recovery sheet."""
        self.parts.vault.unlock_with_code(path, code)

    def unlock_remembered(self, path: Path) -> bool:
        """Opens it with the keychain; false when nothing is remembered."""
        return self.parts.vault.unlock_remembered(path)

    def lock(self) -> None:
        """Closes it."""
        self.parts.vault.lock()

    def change_passphrase(self, current: str, new: str, confirm: Callable[[str], bool]) -> None:
        """Gives it another passphrase."""

        def show(recovery: Recovery) -> bool:
            self.headers[recovery.code] = recovery.header
            return confirm(recovery.code)

        self.parts.vault.change_passphrase(current, new, show)

    def backup(self, target: Path) -> None:
        """Writes a checked copy."""
        self.parts.vault.backup(target)

    def forget_on_this_computer(self) -> None:
        """Takes the key out of the keychain."""
        self.parts.vault.forget_on_this_computer()

    def strength(self, passphrase: str, own_words: Sequence[str] = ()) -> Strength:
        """How good a passphrase is."""
        return self.parts.vault.strength(passphrase, own_words)

    def remember_available(self) -> bool:
        """Whether there is a keychain."""
        return self.parts.vault.remember_available()

    def recent(self) -> tuple[Path, ...]:
        """Vaults opened before."""
        return self.parts.vault.recent()


@dataclass(frozen=True)
class VaultDrafts:
    """Unsaved typing, kept encrypted inside the open vault."""

    work: Work

    def save(self, key: str, values: Mapping[str, object]) -> None:
        """Keeps what is typed in the form ``key``."""
        with self.work() as unit:
            unit.drafts.keep(key, values)
            unit.commit()

    def load(self, key: str) -> Mapping[str, object] | None:
        """What was kept, if anything."""
        with self.work(read_only=True) as unit:
            return unit.drafts.find(key)

    def drop(self, key: str) -> None:
        """Forgets it."""
        with self.work() as unit:
            unit.drafts.drop(key)
            unit.commit()


def window_services(parts: Parts, vault: WindowVault) -> Services:
    """The services as the pages see them."""
    return Services(
        vault=vault,
        cases=parts.cases,
        case_work=parts.case_work,
        case_purge=parts.case_purge,
        statistics=parts.statistics,
        due_calendar=parts.due_calendar,
        case_import=parts.case_import,
        table_export=parts.table_export,
        register=parts.register,
        papers=parts.papers,
        files=parts.files,
        register_papers=parts.register_papers,
        agenda=parts.agenda,
        reminders=parts.reminders,
        tasks=parts.tasks,
        calendars=parts.calendars,
        organisation=parts.organisation,
        letterhead=parts.letterhead,
        search=parts.search,
        catalogues=parts.catalogues,
        templates=parts.templates,
        sources=parts.sources,
        law_tables=parts.law_tables,
        hanging=parts.hanging,
        signatures=parts.signatures,
        signing_keys=parts.signing_keys,
        signing=parts.signing,
    )


def application() -> QApplication:
    """The one Qt application of the process, made at the first call."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication(sys.argv[:1])
    MainThreadCollector(app)
    app.setApplicationName("dpo-desk")
    app.setApplicationDisplayName("DPO Desk")
    app.setDesktopFileName("dpo-desk")
    picture = QPixmap()
    picture.loadFromData(read_bytes("icons/dpo-desk.svg"))
    app.setWindowIcon(QIcon(picture))
    return app


def make_window(
    parts: Parts,
    words: Wording,
    view_state: ViewState,
    session: SessionWatch | None = None,
    tray: Callable[[MainWindow], Tray | None] = lambda _window: None,
) -> MainWindow:
    """The window over the services, locked; ``words`` are used until the user chooses a language."""
    vault = WindowVault(parts)

    def search(text: str) -> tuple[Hit, ...]:
        found = parts.search.search(text)
        return tuple(Hit(page=f.page, record=f.record, title=f.title, detail=f.detail) for f in found)

    def place() -> str:
        organisation = parts.organisation.get()
        return organisation.name if organisation else ""

    def standing() -> tuple[str, ...]:
        read_only = parts.vault.state is State.UNLOCKED and parts.vault.opened.read_only
        return (window.words("ui.shell.read_only"),) if read_only else ()

    def begin_day() -> tuple[str, ...]:
        return _RECORDS if parts.register.checked_today() else ()

    def sheet(code: str, vault_name: str) -> bytes:
        return recovery_sheet(vault_name, code, vault.headers[code], window.words, parts.clock.today())

    window = MainWindow(
        services=window_services(parts, vault),
        drafts=VaultDrafts(parts.cases.work),
        view_state=view_state,
        sheet=sheet,
        language=words.language,
        search=search,
        place=place,
        facts=standing,
        begin_day=begin_day,
        session=session,
        tray=tray,
    )
    return window


def open_window(parts: Parts, words: Wording, config: Path, vault: Path | None) -> int:
    """
    Shows the window until it is closed.

    Args:
        parts: The services; a vault that is unlocked already is shown at once.
        words: The language until the user chooses one.
        config: The folder for the state of the window.
        vault: The vault to ask the passphrase of; the last one opened when it is not given.

    Returns:
        The exit code of the process.
    """
    app = application()
    single = SingleWindow(config)
    if not single.first(vault):
        return 0
    window = make_window(parts, words, IniViewState(config / "window.ini"), DBusSessionWatch(app), _tray)
    single.called.connect(lambda path: window.come_forward(Path(path) if path else None))
    sys.excepthook = faults_told(window.messages)
    if parts.vault.state is State.UNLOCKED:
        window.show_desk()
    else:
        window.begin(vault)
        QTimer.singleShot(_SETTLED_MS, window, _load_beside)
    window.show()
    return app.exec()


def _tray(window: MainWindow) -> Tray | None:
    return system_tray(window, lambda: window.come_forward(None))


def faults_told(messages: Messages) -> FaultTeller:
    """
    What Python calls for an error nobody took on the window's thread: a slot that failed.

    An error of ours is told in its words, a mistake in the program by its code; neither is printed with its message,
    which may hold personal data.
    """
    open_now: list[QDialog] = []

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):  # Ctrl+C in the terminal
            sys.__excepthook__(kind, error, trace)
        # a timer may fail each second: one dialog says it
        elif not any(isValid(dialog) and dialog.isVisible() for dialog in open_now):
            told = messages.dialog(error) if isinstance(error, DeskError) else messages.crash(error)
            open_now[:] = [told]

    return tell


def _load_beside() -> None:
    threading.Thread(target=load_files, daemon=True).start()


def _fill_with_organisation(work: Work, typed: OrganisationDraft) -> None:
    address = AddressDraft(
        street=typed.street,
        postal_code=typed.postal_code,
        city=typed.city,
        region=typed.region,
        country=typed.country,
    )
    with work() as unit:
        save_in(unit, beginning(FullDraft(name=typed.name, address=address, letters_from=address)))
        unit.commit()
