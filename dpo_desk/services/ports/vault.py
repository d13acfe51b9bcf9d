"""The vault's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dpo_desk.services.ports.work import Work


class OpenVault(Protocol):
    """A vault whose key is known and whose file is open."""

    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def header(self) -> bytes: ...  # noqa: D102
    @property
    def read_only(self) -> bool: ...  # noqa: D102
    @property
    def work(self) -> Work: ...  # noqa: D102

    def recovery_code(self) -> str:
        """The code that opens this vault without the passphrase."""
        ...

    def remember(self) -> bool:
        """Puts the key into the system's keychain; false when that did not work."""
        ...

    def forget(self) -> None:
        """Takes the key out of the keychain."""
        ...

    def verify(self) -> None:
        """Checks every page and every row of the file. Raises ``VaultDamaged``."""
        ...

    def backup(self, target: Path) -> None:
        """Writes a verified copy, which opens with the same passphrase and code."""
        ...

    def close(self) -> None:
        """Closes the file; what remains is one file. May be called twice."""
        ...


@dataclass(frozen=True)
class Recovery:
    """What stands on a recovery sheet: the code, and the public beginning of the file (both letters and digits)."""

    code: str
    header: str


class NewVault(Protocol):
    """A vault about to be made: the code is known, the file not yet in its place."""

    @property
    def recovery(self) -> Recovery: ...  # noqa: D102

    def finish(self) -> OpenVault:
        """Puts the file into its place and opens it. Raises ``VaultExists``, ``DiskFull``, ``VaultReadOnly``."""
        ...

    def abandon(self) -> None:
        """Leaves nothing behind."""
        ...


ConfirmCode = Callable[[Recovery], bool]
"""Shows the new recovery code and says whether it was typed back; false abandons the change."""


class VaultFiles(Protocol):
    """Creating and opening vault files."""

    def prepare(self, path: Path, passphrase: str) -> NewVault:
        """A new vault for this place. Raises ``VaultExists``, ``VaultReadOnly``, ``WeakPassphrase``."""
        ...

    def open(self, path: Path, passphrase: str, known_header: bytes = b"") -> OpenVault:
        """
        The vault, migrated if need be.

        ``known_header`` is the public header the file once had; it mends a damaged beginning. Raises every
        ``VaultError`` that fits.
        """
        ...

    def open_with_code(self, path: Path, code: str, known_header: bytes = b"") -> OpenVault:
        """The same with the recovery code. Raises also ``RecoveryCodeMistyped``, ``WrongRecoveryCode``."""
        ...

    def open_remembered(self, path: Path) -> OpenVault | None:
        """The same with the keychain's entry; nothing when there is none that fits."""
        ...

    def change_passphrase(self, vault: OpenVault, current: str, new: str, confirm: ConfirmCode) -> OpenVault:
        """
        The vault under its new passphrase and new code; the old handle is closed.

        Nothing changes when ``confirm`` says no: the vault comes back open as before, by ``RuleBroken``
        ``recovery_code_not_confirmed``. Raises ``WrongPassphrase``, ``WeakPassphrase``, ``DiskFull``, ``VaultBusy``.
        """
        ...

    def keychain_available(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        ...
