"""The choices about the window, kept in the view state and carried out by the window's own verbs."""

from __future__ import annotations

from collections.abc import Callable

from dpo_desk.ui.preferences import LOCK_MINUTES
from dpo_desk.ui.shell import ViewState
from dpo_desk.ui.theme import Scheme


class WindowPreferences:
    """Keeps ``Preferences`` over the window's own verbs and the view state."""

    def __init__(
        self,
        state: ViewState,
        *,
        minutes: int,
        scheme: Callable[[Scheme], object],
        speak: Callable[[str], object],
        lock_after: Callable[[int], object],
        change_passphrase: Callable[[], object],
        language: str,
        tell_in_tray: Callable[[], object] | None = None,
    ) -> None:
        """``minutes`` and ``language`` hold until the user chooses others; no ``tell_in_tray`` where there is no tray."""
        self._state, self._minutes, self._language = state, minutes, language
        self._show_scheme, self._speak, self._lock_after = scheme, speak, lock_after
        self._change, self._tell_in_tray = change_passphrase, tell_in_tray

    @property
    def scheme(self) -> Scheme:
        """The colours asked for."""
        return Scheme(self._state.get("scheme", Scheme.SYSTEM.value))

    @property
    def language(self) -> str:
        """The language the screens speak."""
        return self._language

    @property
    def lock_minutes(self) -> int:
        """The desk locks after this silence."""
        return kept_minutes(self._state, self._minutes)

    @property
    def tray(self) -> bool | None:
        """Whether the tray of the system tells what presses; nothing where there is none."""
        return None if self._tell_in_tray is None else in_tray(self._state)

    def choose_scheme(self, scheme: Scheme) -> None:
        """Show these colours."""
        self._show_scheme(scheme)

    def choose_language(self, code: str) -> None:
        """Speak this language."""
        self._language = code
        self._speak(code)

    def lock_after(self, minutes: int) -> None:
        """Lock after this silence."""
        self._state.put("lock_minutes", str(minutes))
        self._lock_after(minutes)

    def tell_in_tray(self, on: bool) -> None:
        """Let the tray tell what presses, or not."""
        self._state.put("tray", "on" if on else "off")
        if self._tell_in_tray is not None:
            self._tell_in_tray()

    def change_passphrase(self) -> None:
        """Open the dialog for another passphrase."""
        self._change()


def in_tray(state: ViewState) -> bool:
    """Whether the tray may tell what presses; it may until the user says no."""
    return state.get("tray", "on") != "off"


def kept_minutes(state: ViewState, default: int) -> int:
    """The silence the user chose; what was altered by hand and makes no sense counts as not chosen."""
    kept = state.get("lock_minutes")
    return int(kept) if kept.isdecimal() and int(kept) in LOCK_MINUTES else default
