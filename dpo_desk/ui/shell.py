"""What the frame gives to every page: the words, the services, the lane, the news, and a place for drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, Signal

from dpo_desk.library.wording import Wording
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.preferences import NoPreferences, Preferences
from dpo_desk.ui.services import Services
from dpo_desk.ui.tasks import Lane


@dataclass(frozen=True)
class Changed:
    """What a finished action changed: kinds of records (``cases``, ``activities`` …) and their ids."""

    kinds: frozenset[str]
    ids: frozenset[str] = frozenset()

    def touches(self, *kinds: str) -> bool:
        """Whether one of these kinds changed."""
        return not self.kinds.isdisjoint(kinds)


class News(QObject):
    """Tells every open screen what changed; nobody guesses."""

    happened = Signal(object)

    def tell(self, *kinds: str, ids: Sequence[str] = ()) -> None:
        """Spread the news that records of these kinds changed."""
        self.happened.emit(Changed(frozenset(kinds), frozenset(ids)))


class ViewState(Protocol):
    """Where splitters, columns and sort orders are remembered. Never holds anything from the vault."""

    def get(self, key: str, default: str = "") -> str:
        """The remembered text."""
        ...

    def put(self, key: str, value: str) -> None:
        """Remember it now, not at exit."""
        ...


class IniViewState:
    """View state in an INI file at a path of our choosing; each change is written at once."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, key: str, default: str = "") -> str:
        """The remembered text."""
        return str(self._settings.value(key, default))

    def put(self, key: str, value: str) -> None:
        """Remember it now."""
        if self.get(key, "\0") != value:
            self._settings.setValue(key, value)
            self._settings.sync()


class MemoryViewState:
    """View state that ends with the program (portable mode, tests)."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str, default: str = "") -> str:
        """The remembered text."""
        return self.kept.get(key, default)

    def put(self, key: str, value: str) -> None:
        """Remember it."""
        self.kept[key] = value


class DraftStore(Protocol):
    """
    What belongs to the person at the desk and to no record: unsaved typing, and filters kept under a name.

    It lies encrypted inside the vault. ``values`` is plain JSON data.
    """

    def save(self, key: str, values: Mapping[str, object]) -> None:
        """Keep what is typed in the form ``key``."""
        ...

    def load(self, key: str) -> Mapping[str, object] | None:
        """What was kept, if anything."""
        ...

    def drop(self, key: str) -> None:
        """Forget it; fine when there is nothing."""
        ...


@dataclass(frozen=True)
class Hit:
    """One record the search found; every text is plain and already in the user's language."""

    page: str
    record: str
    title: str
    detail: str = ""
    icon: str = "file-text"


class Navigate(Protocol):
    """The way to another page."""

    def __call__(self, page: str, record: str | None = None, field: str = "") -> None:
        """Show a page of the rail by its id, a record in it, and a field of that record."""
        ...


Search = Callable[[str], Sequence[Hit]]


def nothing_found(_text: str) -> Sequence[Hit]:
    """The search of a desk that has no records to search."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything a page may use. Made once after each unlock, gone at the lock."""

    words: Wording
    services: Services
    lane: Lane
    messages: Messages
    news: News
    view_state: ViewState
    drafts: DraftStore
    navigate: Navigate
    search: Search = nothing_found
    preferences: Preferences = field(default_factory=NoPreferences)
