"""The vault's life: made, opened, locked, given another passphrase; one state machine that every screen follows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dpo_desk.errors import VaultExists, VaultState
from dpo_desk.services.ports import ConfirmCode, NewVault, OpenVault, Recovery, VaultFiles, Work
from dpo_desk.services.recent import RecentVaults


class State(StrEnum):
    """Where the desk's vault stands."""

    LOCKED = "locked"
    BUSY = "busy"
    UNLOCKED = "unlocked"


class Strength(Protocol):
    """How good a passphrase is."""

    @property
    def score(self) -> int:
        """0 (anyone guesses it) to 4."""
        ...

    @property
    def reasons(self) -> Sequence[str]:
        """Wording keys of what is weak, the gravest first."""
        ...

    @property
    def acceptable(self) -> bool:
        """Whether a vault may be closed with it."""
        ...


Fill = Callable[[Work], None]
"""Puts the first contents into a new vault."""


@dataclass(frozen=True)
class Prepared:
    """A vault that exists only in memory until its recovery code is safe on paper."""

    service: VaultService
    new: NewVault

    @property
    def recovery(self) -> Recovery:
        """What stands on its recovery sheet."""
        return self.new.recovery

    def commit(self, fill: Fill) -> None:
        """
        The vault in its place, filled and unlocked.

        Raises:
            VaultExists: A file has come to stand there meanwhile.
            DiskFull: Nothing is left behind.
        """
        self.service.take(self.new, fill)

    def abandon(self) -> None:
        """Forget it; nothing was written."""
        self.new.abandon()


class VaultService:
    """Holds the one open vault. Every method may be slow (a key is derived); call it off the screen's thread."""

    def __init__(
        self, files: VaultFiles, recent: RecentVaults, strength: Callable[[str, Sequence[str]], Strength]
    ) -> None:
        self._files = files
        self._recent = recent
        self._strength = strength
        self._open: OpenVault | None = None
        self._state = State.LOCKED
        self._guard = threading.Lock()

    @property
    def state(self) -> State:
        """Where the vault stands."""
        return self._state

    @property
    def opened(self) -> OpenVault:
        """
        The open vault.

        Raises:
            VaultState: None is open.
        """
        if self._open is None:
            raise VaultState(state=self._state, action="use")
        return self._open

    @property
    def work(self) -> Work:
        """Begins units of work in the open vault. Raises ``VaultState``."""
        return self.opened.work

    # -- making and opening

    def prepare_new(self, path: Path, passphrase: str) -> Prepared:
        """
        A vault to be, with its recovery code.

        Raises:
            VaultExists: A file stands there.
            WeakPassphrase: The passphrase would be guessed.
            VaultReadOnly: The folder cannot be written.
        """
        return Prepared(self, self._files.prepare(path, passphrase))

    def take(self, new: NewVault, fill: Fill) -> None:
        """Finishes a prepared vault and holds it open; what was written is removed when filling fails."""

        def opening() -> OpenVault:
            vault = new.finish()
            try:
                fill(vault.work)
            except BaseException:
                vault.close()
                vault.path.unlink(missing_ok=True)
                raise
            return vault

        self._enter(opening)

    def unlock(self, path: Path, passphrase: str, *, remember: bool = False) -> None:
        """
        The vault at this place, open.

        Args:
            path: The vault's file.
            passphrase: As typed; other spellings of the same letters (NFC, NFD) open it too.
            remember: Whether this computer's keychain shall open it from now on.

        Raises:
            WrongPassphrase, VaultMissing, NotAVault, VaultDamaged, VaultTooNew, VaultBusy, NotEnoughMemory.
        """
        self._enter(lambda: self._files.open(path, passphrase, self._recent.header(path)))
        if remember:
            self.opened.remember()

    def unlock_with_code(self, path: Path, code: str) -> None:
        """
        The vault at this place, open by its recovery code.

        Raises:
            RecoveryCodeMistyped, WrongRecoveryCode, and what ``unlock`` raises.
        """
        self._enter(lambda: self._files.open_with_code(path, code, self._recent.header(path)))

    def unlock_remembered(self, path: Path) -> bool:
        """Whether this computer's keychain could open the vault. Raises what ``unlock`` raises of the file."""
        remembered = self._files.open_remembered(path)
        if remembered is None:
            return False
        self._enter(lambda: remembered)
        return True

    # -- while open

    def lock(self) -> None:
        """Closes the vault; what remains is one encrypted file. Nothing happens when it is locked already."""
        with self._guard:
            vault, self._open, self._state = self._open, None, State.LOCKED
        if vault is not None:
            vault.close()

    def change_passphrase(self, current: str, new: str, confirm: ConfirmCode) -> None:
        """
        The same vault under another passphrase and another recovery code.

        Args:
            current: Asked again, so that nobody changes it on an unattended desk.
            new: Must be strong enough.
            confirm: Shows the new code and says whether it was typed back; until then the old file stays as it is.

        Raises:
            WrongPassphrase, WeakPassphrase, RuleBroken, DiskFull, VaultBusy.
        """
        self._open = self._files.change_passphrase(self.opened, current, new, confirm)
        self._recent.put_first(self._open.path, self._open.header)

    def check(self) -> None:
        """Checks every page and every row of the open vault. Raises ``VaultDamaged``."""
        self.opened.verify()

    def backup(self, target: Path) -> None:
        """
        Writes a checked copy of the open vault, which opens with the same passphrase and recovery code.

        Raises:
            VaultExists: Something stands there; nothing is replaced.
            FolderMissing, DiskFull, VaultReadOnly, VaultDamaged, DiskFailed: Nothing is left there.
        """
        if target.exists():  # the only copy of another day may stand there
            raise VaultExists
        self.opened.backup(target)

    def forget_on_this_computer(self) -> None:
        """Takes the open vault's key out of the keychain."""
        self.opened.forget()

    # -- about passphrases and places

    def strength(self, passphrase: str, own_words: Sequence[str] = ()) -> Strength:
        """How good a passphrase is; quick enough for each keystroke."""
        return self._strength(passphrase, own_words)

    def remember_available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        return self._files.keychain_available()

    def recent(self) -> tuple[Path, ...]:
        """Vaults opened before, the last one first."""
        return self._recent.all()

    # -- inside

    def _enter(self, opening: Callable[[], OpenVault]) -> None:
        with self._guard:
            if self._state is not State.LOCKED:
                raise VaultState(state=self._state, action="open")
            self._state = State.BUSY
        try:
            vault = opening()
        except BaseException:
            self._state = State.LOCKED
            raise
        self._open, self._state = vault, State.UNLOCKED
        self._recent.put_first(vault.path, vault.header)
