"""What the unlock screens need of the vault's service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


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


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """The controller as typed on the wizard's last page."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class NewVault(Protocol):
    """A vault that exists only in memory until its recovery code is safe on paper."""

    @property
    def recovery_code(self) -> str:
        """Groups of four characters with hyphens."""
        ...

    def commit(self, organisation: OrganisationDraft | None, *, sample: bool) -> None:
        """Write it, with the organisation or the sample in it, and leave it unlocked."""
        ...

    def abandon(self) -> None:
        """Forget it; nothing was written."""
        ...


class VaultDesk(Protocol):
    """The vault as the unlock screens see it. Every method but ``strength`` may be slow: call it on the lane."""

    @property
    def state(self) -> object:
        """Where the vault stands; an enum of the service."""
        ...

    def prepare_new(self, path: Path, passphrase: str) -> NewVault:
        """Derive the key and the recovery code of a vault to be."""
        ...

    def unlock(self, path: Path, passphrase: str, remember: bool = False) -> None:
        """Open it."""
        ...

    def unlock_with_code(self, path: Path, code: str) -> None:
        """Open it with the code from the recovery sheet."""
        ...

    def unlock_remembered(self, path: Path) -> bool:
        """Open it with the system's keychain; False when nothing is remembered."""
        ...

    def lock(self) -> None:
        """Close it."""
        ...

    def change_passphrase(self, current: str, new: str, confirm: Callable[[str], bool]) -> None:
        """Give it another passphrase; ``confirm`` gets the new recovery code and says whether to go on."""
        ...

    def backup(self, target: Path) -> None:
        """Write a checked copy, which opens with the same passphrase and code; nothing that exists is replaced."""
        ...

    def forget_on_this_computer(self) -> None:
        """Take the open vault's key out of the system's keychain; fine when it is not there."""
        ...

    def strength(self, passphrase: str, own_words: Sequence[str] = ()) -> Strength:
        """How good a passphrase is; fast enough for each keystroke."""
        ...

    def remember_available(self) -> bool:
        """Whether the system has a keychain that can be used."""
        ...

    def recent(self) -> Sequence[Path]:
        """Vaults opened before, the last one first."""
        ...
