"""A desk without a vault, and the questions every screen is asked: who has no name, what is read as markup."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from dpo_desk.errors import DeskError
from dpo_desk.library.wording import Wording, wording
from dpo_desk.ui.messages import Messages
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Desk, MemoryViewState, News, nothing_found
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import Scheme, Theme
from dpo_desk.ui.unlock.desk import OrganisationDraft
from tests.ui.register_vault import (  # noqa: F401 — fixtures
    bare,
    bare_desk,
    clock,
    made_sample,
    made_vault,
    parts,
    quick_keys,
    register_desk,
    show,
    whole,
)
from tests.ui.whole_desk import empty_desk, sample_desk  # noqa: F401 — fixtures


class MemoryDrafts:
    """Drafts that end with the test."""

    def __init__(self) -> None:
        self.kept: dict[str, Mapping[str, object]] = {}

    def save(self, key: str, values: Mapping[str, object]) -> None:
        self.kept[key] = dict(values)

    def load(self, key: str) -> Mapping[str, object] | None:
        return self.kept.get(key)

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)


@dataclass(frozen=True)
class FakeStrength:
    score: int
    reasons: tuple[str, ...] = ()

    @property
    def acceptable(self) -> bool:
        return self.score >= 3


CODE = "PE6Z-HAX7-424Z-BVM7-1HEG-CGHV-ZQXV-7F2M-1N8P"


@dataclass
class FakeNewVault:
    vault: FakeVault
    path: Path
    recovery_code: str = CODE

    def commit(self, organisation: OrganisationDraft | None, *, sample: bool) -> None:
        self.vault.fail()
        self.vault.made.append((self.path, organisation, sample))

    def abandon(self) -> None:
        self.vault.abandoned += 1


@dataclass
class FakeVault:
    """A vault's service that opens with ``right`` and fails with whatever is put into ``error``."""

    right: str = "correct horse battery staple"
    error: DeskError | None = None
    keychain: bool = False
    remembered: bool = False
    vaults: tuple[Path, ...] = ()
    calls: list[str] = field(default_factory=list)
    made: list[tuple[Path, OrganisationDraft | None, bool]] = field(default_factory=list)
    abandoned: int = 0
    state: str = "locked"

    def fail(self) -> None:
        if self.error:
            raise self.error

    def prepare_new(self, path: Path, passphrase: str) -> FakeNewVault:
        self.calls.append("prepare_new")
        self.fail()
        return FakeNewVault(self, path)

    def unlock(self, path: Path, passphrase: str, remember: bool = False) -> None:
        from dpo_desk.errors import WrongPassphrase

        self.calls.append(f"unlock remember={remember}")
        self.fail()
        if passphrase != self.right:
            raise WrongPassphrase
        self.state = "unlocked"

    def unlock_with_code(self, path: Path, code: str) -> None:
        from dpo_desk.errors import WrongRecoveryCode

        self.calls.append("unlock_with_code")
        self.fail()
        if code != CODE:
            raise WrongRecoveryCode

    def unlock_remembered(self, path: Path) -> bool:
        self.calls.append("unlock_remembered")
        return self.remembered

    def lock(self) -> None:
        self.calls.append("lock")
        self.state = "locked"

    def change_passphrase(self, current: str, new: str, confirm: Callable[[str], bool]) -> None:
        from dpo_desk.errors import WrongPassphrase

        self.calls.append("change_passphrase")
        if current != self.right:
            raise WrongPassphrase
        if confirm(CODE):
            self.right = new

    def forget_on_this_computer(self) -> None:
        self.calls.append("forget")

    def backup(self, target: Path) -> None:
        self.fail()
        self.calls.append(f"backup {target.name}")

    def strength(self, passphrase: str, own_words: Sequence[str] = ()) -> FakeStrength:
        return FakeStrength(min(4, len(passphrase) // 5))

    def remember_available(self) -> bool:
        return self.keychain

    def recent(self) -> Sequence[Path]:
        return self.vaults


class FakeServices:
    """Services of a desk without a vault; a test gives those its page calls."""

    def __init__(self, **services: Any) -> None:
        self.vault = FakeVault()
        for name, service in services.items():
            setattr(self, name, service)


@pytest.fixture(params=["en"])
def words(request: pytest.FixtureRequest) -> Wording:
    return wording(request.param)


@pytest.fixture
def themed(qapp: QApplication) -> Theme:
    theme = Theme(qapp, Scheme.LIGHT)
    qapp.setCursorFlashTime(0)
    return theme


@pytest.fixture
def messages(words: Wording, themed: Theme) -> Messages:
    return Messages(words)


@pytest.fixture
def lane(messages: Messages) -> Iterator[Lane]:
    lane = Lane(messages)
    yield lane
    lane.wait()
    lane.close()


@pytest.fixture
def make_desk(words: Wording, lane: Lane, messages: Messages) -> Callable[..., Desk]:
    """``make_desk(cases=FakeCases())``: a desk over services of the test's own; ``desk.moves`` is where it navigated."""

    def make(**services: Any) -> Desk:
        moves: list[tuple[str, str | None, str]] = []
        news = News(messages)

        def navigate(page: str, record: str | None = None, field: str = "") -> None:
            moves.append((page, record, field))

        desk = Desk(
            words=words,
            services=cast("Services", FakeServices(**services)),
            lane=lane,
            messages=messages,
            news=news,
            view_state=MemoryViewState(),
            drafts=MemoryDrafts(),
            navigate=navigate,
            search=nothing_found,
        )
        object.__setattr__(desk, "moves", moves)
        return desk

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


def stops(widget: QWidget) -> list[QWidget]:
    """Every widget below that Tab can reach and a user can see."""
    every = [widget, *widget.findChildren(QWidget)]
    return [
        w
        for w in every
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isVisibleTo(widget)
        and w.isEnabled()
        and not w.focusProxy()
    ]


def unnamed(widget: QWidget) -> list[str]:
    """The widgets a screen reader cannot name; a page has none."""
    nameless = []
    for each in stops(widget):
        interface = QAccessible.queryAccessibleInterface(each)
        if not (interface and interface.text(QAccessible.Text.Name)):
            nameless.append(f"{type(each).__name__} {each.objectName()} in {type(each.parent()).__name__}")
    return nameless


def markup_readers(widget: QWidget) -> list[str]:
    """The labels that would read a text as markup; there are none."""
    labels = widget.findChildren(QLabel)
    return [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText]


def type_text(widget: QWidget, text: str) -> None:
    """Type into whatever has letters; QTest's keys know ASCII only."""
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    if isinstance(widget, QLineEdit):
        widget.end(False)
        widget.insert(text)
        widget.textEdited.emit(widget.text())
    else:
        widget.moveCursor(QTextCursor.MoveOperation.End)
        widget.insertPlainText(text)


def tab_walk(widget: QWidget, most: int = 400) -> list[QWidget]:
    """Where Tab goes, from the first stop until it is back."""
    first = stops(widget)[0]
    first.setFocus()
    walked, now = [first], first
    for _ in range(most):
        now = _next(now, widget)
        if now is first:
            break
        walked.append(now)
    return walked


def _next(widget: QWidget, within: QWidget) -> QWidget:
    chain, now = set(stops(within)), widget.nextInFocusChain()
    while now not in chain:
        now = now.nextInFocusChain()
    return now
