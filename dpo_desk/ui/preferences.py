"""What the user chooses about the window itself: colours, language, when it locks, the passphrase."""

from __future__ import annotations

from typing import Protocol

from dpo_desk.ui.theme import Scheme

LOCK_MINUTES = (2, 5, 10, 15, 30, 60)


class Preferences(Protocol):
    """The choices; each takes effect at once and is remembered outside the vault."""

    @property
    def scheme(self) -> Scheme:
        """The colours asked for."""
        ...

    @property
    def language(self) -> str:
        """The language the screens speak."""
        ...

    @property
    def lock_minutes(self) -> int:
        """The desk locks after this silence."""
        ...

    @property
    def tray(self) -> bool | None:
        """Whether the tray of the system tells what presses; nothing where there is none."""
        ...

    def choose_scheme(self, scheme: Scheme) -> None:
        """Show these colours."""
        ...

    def tell_in_tray(self, on: bool) -> None:
        """Let the tray tell what presses, or not."""
        ...

    def choose_language(self, code: str) -> None:
        """Speak this language; every screen is made again, what is typed is kept."""
        ...

    def lock_after(self, minutes: int) -> None:
        """Lock after this silence."""
        ...

    def change_passphrase(self) -> None:
        """Open the dialog for another passphrase."""
        ...


class NoPreferences:
    """A desk without a window (tests): the choices are kept and change nothing."""

    def __init__(self) -> None:
        self.scheme, self.language, self.lock_minutes = Scheme.SYSTEM, "en", 10
        self.tray: bool | None = None
        self.asked_for_passphrase = 0

    def choose_scheme(self, scheme: Scheme) -> None:
        """Keep it."""
        self.scheme = scheme

    def tell_in_tray(self, on: bool) -> None:
        """Keep it."""
        self.tray = on

    def choose_language(self, code: str) -> None:
        """Keep it."""
        self.language = code

    def lock_after(self, minutes: int) -> None:
        """Keep it."""
        self.lock_minutes = minutes

    def change_passphrase(self) -> None:
        """Count it."""
        self.asked_for_passphrase += 1
