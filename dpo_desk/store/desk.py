"""The vault as the services know it: the file, its schema brought up to date, and units of work in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dpo_desk.errors import KeychainUnavailable, VaultDamaged, WrongPassphrase
from dpo_desk.services import ports
from dpo_desk.services.ports import Clock, ConfirmCode, Recovery, Work
from dpo_desk.store import keychain, migrate, unlock, vault_file
from dpo_desk.store.audit import newest_hash
from dpo_desk.store.keys import from_sheet
from dpo_desk.store.strength import require_strong
from dpo_desk.store.unit_of_work import SqlWork
from dpo_desk.store.unlock import Unlock


@dataclass(frozen=True)
class DeskFiles:
    """Keeps ``services.ports.VaultFiles``."""

    clock: Clock

    def prepare(self, path: Path, passphrase: str) -> PreparedVault:
        """
        A new vault for this place, not yet written.

        Raises:
            WeakPassphrase, VaultExists, FolderMissing, NameTooLong, VaultReadOnly, NotEnoughMemory.
        """
        require_strong(passphrase)
        return PreparedVault(vault_file.prepare(path, passphrase), self.clock)

    def open(self, path: Path, passphrase: str, known_header: bytes = b"") -> DeskVault:
        """
        The vault, migrated if need be; a verified copy of it as it was stays beside it then.

        Raises:
            WrongPassphrase, VaultMissing, NotAVault, VaultTooNew, VaultDamaged, VaultBusy, VaultReadOnly, DiskFull,
            DiskFailed, NotEnoughMemory, NotEncryptedBuild.
        """
        return self._opened(path, unlock.by_passphrase(passphrase, known_header or None))

    def open_with_code(self, path: Path, code: str, known_header: bytes = b"") -> DeskVault:
        """
        The same with the recovery code, after which the header may be typed as it stands on the recovery sheet.

        Raises also ``RecoveryCodeMistyped``, ``WrongRecoveryCode``.
        """
        seed, header = from_sheet(code)
        return self._opened(path, unlock.by_recovery_code(seed, header or known_header or None))

    def open_remembered(self, path: Path) -> DeskVault | None:
        """The same with the keychain's entry; nothing when there is none that fits."""
        try:
            return self._opened(path, unlock.by_keychain())
        except KeychainUnavailable:
            return None

    def change_passphrase(
        self, vault: ports.OpenVault, current: str, new: str, confirm: ConfirmCode
    ) -> ports.OpenVault:
        """
        The vault under its new passphrase and new code; what the keychain remembered is replaced.

        Raises:
            WrongPassphrase, WeakPassphrase: The one typed, the new one.
            RuleBroken: ``recovery_code_not_confirmed``; nothing has changed.
            VaultBusy, VaultReadOnly, DiskFull, DiskFailed, VaultDamaged, VaultMoved, NotEnoughMemory: The same.
        """
        if not isinstance(vault, DeskVault):
            raise TypeError("a vault that was opened elsewhere")
        old = vault.file.key
        if not old.opens_with(current):
            raise WrongPassphrase
        require_strong(new)
        vault.file.change_passphrase(new, lambda key: confirm(Recovery(key.recovery_code, key.header_code)))
        if keychain.recall(old.vault_id):
            keychain.forget(old.vault_id)
            vault.remember()
        return vault

    def keychain_available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        return keychain.available()

    def _opened(self, path: Path, way: Unlock) -> DeskVault:
        opened = vault_file.open_vault(path, way, migrate.knows)
        try:
            _bring_up_to_date(opened)
        except BaseException:
            opened.close()
            raise
        return DeskVault(opened, self.clock)


@dataclass(frozen=True)
class PreparedVault:
    """Keeps ``services.ports.NewVault``."""

    file: vault_file.NewVault
    clock: Clock

    @property
    def recovery(self) -> Recovery:
        """What stands on its recovery sheet."""
        return Recovery(self.file.recovery_code, self.file.header_code)

    def finish(self) -> DeskVault:
        """
        The vault in its place, with its tables, open.

        Raises:
            VaultExists, VaultBusy, VaultReadOnly, DiskFull, DiskFailed, NotEncryptedBuild: Nothing is left behind.
        """
        opened = self.file.finish()
        try:
            _bring_up_to_date(opened)
        except BaseException:
            opened.close()
            opened.path.unlink(missing_ok=True)
            raise
        return DeskVault(opened, self.clock)

    def abandon(self) -> None:
        """Leaves nothing behind."""
        self.file.abandon()


@dataclass(frozen=True)
class DeskVault:
    """Keeps ``services.ports.OpenVault``."""

    file: vault_file.OpenVault
    clock: Clock

    @property
    def path(self) -> Path:
        """The file."""
        return self.file.path

    @property
    def header(self) -> bytes:
        """The public beginning of the file."""
        return self.file.key.header

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved."""
        return self.file.read_only

    @property
    def work(self) -> Work:
        """Begins units of work."""
        return SqlWork(self.file, self.clock.now)

    def recovery_code(self) -> str:
        """The code that opens this vault without the passphrase. Raises ``VaultState`` once it is closed."""
        return self.file.recovery_code

    def remember(self) -> bool:
        """Puts the key into the system's keychain; false when that did not work."""
        try:
            keychain.remember(self.file.key)
        except KeychainUnavailable:
            return False
        return True

    def forget(self) -> None:
        """Takes the key out of the keychain."""
        keychain.forget(self.file.key.vault_id)

    def checkpoint(self) -> None:
        """Brings everything committed into the main file. Raises ``DiskFull``, ``DiskFailed``, ``VaultMoved``."""
        self.file.checkpoint()

    def verify(self) -> None:
        """
        Checks every page, every reference and the chain of the journal.

        Raises:
            VaultDamaged: ``detail`` says which check failed; ``journal`` for the chain.
            DiskFailed, VaultMoved.
        """
        self.file.verify()
        with self.work(read_only=True) as unit:
            if unit.audit.broken_at() is not None:
                raise VaultDamaged(detail="journal")

    def backup(self, target: Path) -> None:
        """
        Writes a verified copy, which opens with the same passphrase and code.

        Raises:
            VaultExists, FolderMissing, NameTooLong, DiskFull, VaultReadOnly, VaultDamaged, DiskFailed.
        """
        self.file.backup(target)

    def close(self) -> None:
        """Closes the file; what remains is one file. Raises ``VaultBusy``, ``DiskFull``, ``DiskFailed``."""
        self.file.close()


def copy_before(path: Path, revision: str, newest: str) -> Path:
    """
    Where the copy of a vault goes before its schema moves on from this revision.

    The name holds the journal's newest hash: the same contents are copied once, however often an upgrade fails, and
    other contents never take their place.
    """
    return path.with_name(f"{path.stem}.before-{revision}-{newest[:8]}{path.suffix}")


def _bring_up_to_date(vault: vault_file.OpenVault) -> None:
    """
    Lays the schema, or moves it on to the newest revision after a verified copy.

    Raises:
        VaultReadOnly, DiskFull: The vault is old and cannot be written.
        VaultDamaged, VaultBusy, DiskFailed: The vault is as it was.
    """
    with vault.translated():
        revision = migrate.revision_of(vault.engine)
        if revision == migrate.head():
            return
        if vault.read_only_because:
            raise vault.read_only_because
        if revision:
            copy = copy_before(vault.path, revision, newest_hash(vault.engine))
            if not copy.exists():
                vault.backup(copy)
        migrate.upgrade(vault.engine)
