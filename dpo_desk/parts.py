"""Puts the parts together without a window: the vault's files, the services over them, and where settings live."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_config_path

from dpo_desk.domain.ids import SigningKeyId
from dpo_desk.domain.signature import SignatureReport
from dpo_desk.exporters import EXPORTERS
from dpo_desk.importers.files import TableFiles
from dpo_desk.library.wording import Wording, languages, wording
from dpo_desk.services.agenda import AgendaService
from dpo_desk.services.calendars import CalendarService
from dpo_desk.services.case_import import CaseImport
from dpo_desk.services.case_purge import CasePurge
from dpo_desk.services.case_work import CaseWork
from dpo_desk.services.cases import CaseService
from dpo_desk.services.catalogues import CatalogueService
from dpo_desk.services.clock import SystemClock
from dpo_desk.services.due_calendar import DueCalendar
from dpo_desk.services.files import FileService
from dpo_desk.services.law_tables import LawTables
from dpo_desk.services.letterhead import LetterheadService
from dpo_desk.services.letters import PaperService
from dpo_desk.services.organisation import OrganisationService
from dpo_desk.services.ports import (
    CalendarEntry,
    Clock,
    ConfirmCode,
    NewVault,
    OpenVault,
    Passphrases,
    Picture,
    Signer,
    SigningKey,
    UnitOfWork,
    VaultFiles,
)
from dpo_desk.services.recent import RecentVaults
from dpo_desk.services.register import RegisterService
from dpo_desk.services.register_papers import RegisterPapers
from dpo_desk.services.reminders import ReminderService
from dpo_desk.services.search import SearchService
from dpo_desk.services.signatures import SignatureService
from dpo_desk.services.signing import SigningService
from dpo_desk.services.signing_keys import SigningKeyService
from dpo_desk.services.sources import SourceService
from dpo_desk.services.statistics import StatisticsService
from dpo_desk.services.table_export import TableExport
from dpo_desk.services.tasks import TaskService
from dpo_desk.services.templates import TemplateService
from dpo_desk.services.vault import Strength, VaultService
from dpo_desk.services.what_if import HangingService
from dpo_desk.store.strength import strength


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Every service, over the one vault that may be open."""

    clock: Clock
    vault: VaultService
    cases: CaseService
    case_work: CaseWork
    case_purge: CasePurge
    statistics: StatisticsService
    due_calendar: DueCalendar
    case_import: CaseImport
    table_export: TableExport
    register: RegisterService
    papers: PaperService
    files: FileService
    register_papers: RegisterPapers
    agenda: AgendaService
    reminders: ReminderService
    tasks: TaskService
    calendars: CalendarService
    organisation: OrganisationService
    letterhead: LetterheadService
    search: SearchService
    catalogues: CatalogueService
    templates: TemplateService
    sources: SourceService
    law_tables: LawTables
    hanging: HangingService
    signatures: SignatureService
    signing_keys: SigningKeyService
    signing: SigningService


@dataclass(frozen=True)
class FilesOnDemand:
    """
    The vault's files for the services, as ``store.desk.DeskFiles`` keeps them.

    SQLAlchemy, Alembic and SQLCipher take longer to load than Qt. They come when a vault is first touched, so that the
    window stands before.
    """

    clock: Clock

    def prepare(self, path: Path, passphrase: str) -> NewVault:
        """A new vault for this place."""
        return _files(self.clock).prepare(path, passphrase)

    def open(self, path: Path, passphrase: str, known_header: bytes = b"") -> OpenVault:
        """The vault, migrated if need be."""
        return _files(self.clock).open(path, passphrase, known_header)

    def open_with_code(self, path: Path, code: str, known_header: bytes = b"") -> OpenVault:
        """The same with the recovery code."""
        return _files(self.clock).open_with_code(path, code, known_header)

    def open_remembered(self, path: Path) -> OpenVault | None:
        """The same with the keychain's entry."""
        return _files(self.clock).open_remembered(path)

    def change_passphrase(self, vault: OpenVault, current: str, new: str, confirm: ConfirmCode) -> OpenVault:
        """The vault under its new passphrase and new code."""
        return _files(self.clock).change_passphrase(vault, current, new, confirm)

    def keychain_available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        from dpo_desk.store import keychain

        return keychain.available()


class SignerOnDemand:
    """Signs as ``signing.pades.PadesSigner`` does; its libraries come with the first key or signed file."""

    def open_key(self, key_file: bytes, passphrase: str) -> SigningKey:
        """The key of a file."""
        return _signer().open_key(key_file, passphrase)

    def sign(
        self, pdf: bytes, key: SigningKey, *, page: int, tip: str, reason: str, location: str, at: datetime
    ) -> bytes:
        """The file, signed."""
        return _signer().sign(pdf, key, page=page, tip=tip, reason=reason, location=location, at=at)

    def verify(self, pdf: bytes, known: Collection[str] = ()) -> tuple[SignatureReport, ...]:
        """What each signature of the file shows."""
        return _signer().verify(pdf, known)


def _signer() -> Signer:
    from dpo_desk.signing.pades import PadesSigner

    return PadesSigner()


def _sane(untrusted: bytes) -> Picture:
    from dpo_desk.signing.pictures import sane

    return sane(untrusted)


class PassphrasesOnDemand:
    """The keychain's passphrases of key files, as ``store.keychain.KeychainPassphrases`` keeps them."""

    def available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        return _passphrases().available()

    def keep(self, key: SigningKeyId, passphrase: str) -> None:
        """Puts the passphrase into the keychain."""
        _passphrases().keep(key, passphrase)

    def find(self, key: SigningKeyId) -> str | None:
        """What was kept, or nothing."""
        return _passphrases().find(key)

    def forget(self, key: SigningKeyId) -> None:
        """Takes it out."""
        _passphrases().forget(key)


def _passphrases() -> Passphrases:
    from dpo_desk.store.keychain import KeychainPassphrases

    return KeychainPassphrases()


def load_files() -> None:
    """Loads what opening a vault needs; half a second that may as well pass while a passphrase is typed."""
    import dpo_desk.store.desk  # noqa: F401 — loading is all that is wanted


def _files(clock: Clock) -> VaultFiles:
    from dpo_desk.store.desk import DeskFiles

    return DeskFiles(clock)


def _as_ics(entries: Sequence[CalendarEntry], made_at: datetime) -> bytes:
    from dpo_desk.exporters.ics import write_ics  # loaded by the few who export

    return write_ics(entries, made_at)


def config_folder() -> Path:
    """Where this program keeps what is not in a vault: the list of recent vaults and the state of the window."""
    return user_config_path("dpo-desk", appauthor=False)


def has_display() -> bool:
    """Whether somebody would see a window: there is a display, and Qt was not told to draw elsewhere."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal"}:
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_draw() -> bool:
    """Whether Qt has somewhere to draw; without it would end the process in words of its own."""
    return has_display() or "QT_QPA_PLATFORM" in os.environ


def system_language() -> str:
    """The language of the system if there are words in it, English otherwise."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    code = (named or locale.getlocale()[0] or "en")[:2].lower()
    return code if code in languages() else "en"


def words_for(language: str) -> Wording:
    """The words of this language; of the system's when it is empty or unknown."""
    return wording(language if language in languages() else system_language())


def put_together(config: Path, clock: Clock | None = None) -> Parts:
    """Every service; they work as soon as a vault is unlocked."""
    now = clock or SystemClock()

    def judge(passphrase: str, own_words: Sequence[str]) -> Strength:
        return strength(passphrase, own_words)

    vault = VaultService(FilesOnDemand(now), RecentVaults(config / "recent.json"), judge)

    def work(*, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        return vault.work(read_only=read_only)

    cases, case_work = CaseService(work, now), CaseWork(work, now)
    register = RegisterService(work, now)
    signing = SigningService(work, now, SignerOnDemand())
    return Parts(
        clock=now,
        vault=vault,
        cases=cases,
        case_work=case_work,
        case_purge=CasePurge(work, now),
        statistics=StatisticsService(work, now),
        due_calendar=DueCalendar(work, now),
        case_import=CaseImport(cases, TableFiles()),
        table_export=TableExport(EXPORTERS, now),
        register=register,
        papers=PaperService(work, now, case_work, signing),
        files=FileService(work, now),
        register_papers=RegisterPapers(work, now),
        agenda=AgendaService(work, now),
        reminders=ReminderService(work, now),
        tasks=TaskService(work, now),
        calendars=CalendarService(work, now, _as_ics),
        organisation=OrganisationService(work, register.checker),
        letterhead=LetterheadService(work, now),
        search=SearchService(work),
        catalogues=CatalogueService(work, now, register.checker),
        templates=TemplateService(work),
        sources=SourceService(work, now, register.checker),
        law_tables=LawTables(work, now, register.checker),
        hanging=HangingService(work, now),
        signatures=SignatureService(work, now, _sane),
        signing_keys=SigningKeyService(work, now, SignerOnDemand(), PassphrasesOnDemand()),
        signing=signing,
    )
