"""A real vault with the example's register, opened afresh for each test, and a desk over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dpo_desk.library.sample import load_sample
from dpo_desk.parts import Parts, put_together
from dpo_desk.services.organisation import OrganisationDraft, save_in
from dpo_desk.services.ports import Work
from dpo_desk.services.sample import fill_with_sample
from dpo_desk.store import keys
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.shell import Desk
from dpo_desk.window import VaultDrafts
from tests.store.vaults import FAST

PASSPHRASE = "correct horse battery staple 9"
TODAY = date(2026, 11, 23)


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, tzinfo=UTC)

    def today(self, time_zone: str = "Europe/Paris") -> date:
        return TODAY


def _fast(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(keys.KDF_SETS, FAST, keys.KdfSet(time_cost=1, memory_kib=64))
    patch.setattr(keys, "DEFAULT_SET", FAST)


def _make(folder: Path, fill: Callable[[Work], object]) -> Path:
    path = folder / "desk.dpodesk"
    with pytest.MonkeyPatch.context() as patch:
        _fast(patch)
        parts = put_together(folder / "config", StillClock())
        parts.vault.prepare_new(path, PASSPHRASE).commit(lambda work: fill(work) and None)
        parts.vault.lock()
    return path


@pytest.fixture(scope="session")
def sample_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cases = frozenset(case.key for case in load_sample().cases)
    return _make(
        tmp_path_factory.mktemp("sample"), lambda work: fill_with_sample(work, StillClock(), leave_out=cases)
    )


@pytest.fixture(scope="session")
def bare_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def fill(work: Work) -> None:
        with work() as unit:
            save_in(unit, OrganisationDraft(name="Muster GmbH"))
            unit.commit()

    return _make(tmp_path_factory.mktemp("bare"), fill)


def _open(path: Path, folder: Path, patch: pytest.MonkeyPatch) -> Parts:
    _fast(patch)
    copy = folder / path.name
    shutil.copy(path, copy)
    parts = put_together(folder / "config", StillClock())
    parts.vault.unlock(copy, PASSPHRASE)
    return parts


@pytest.fixture
def parts(sample_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    opened = _open(sample_vault, tmp_path, monkeypatch)
    yield opened
    opened.vault.lock()


@pytest.fixture
def bare_parts(bare_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    opened = _open(bare_vault, tmp_path, monkeypatch)
    yield opened
    opened.vault.lock()


def desk_over(parts: Parts, make_desk: Callable[..., Desk]) -> Desk:
    plain: Any = make_desk(register=parts.register, organisation=parts.organisation)
    desk = replace(plain, drafts=VaultDrafts(parts.register.work))
    object.__setattr__(desk, "moves", plain.moves)
    return desk


@pytest.fixture
def register_desk(parts: Parts, make_desk: Callable[..., Desk]) -> Desk:
    return desk_over(parts, make_desk)


@pytest.fixture
def bare_desk(bare_parts: Parts, make_desk: Callable[..., Desk]) -> Desk:
    return desk_over(bare_parts, make_desk)


@pytest.fixture
def show(qtbot: Any) -> Iterator[Callable[[Page], Page]]:
    """Show a page in a window of its own, as wide as beside the rail."""
    shown: list[Page] = []

    def on_screen(page: Page) -> Page:
        shown.append(page)
        qtbot.addWidget(page)
        page.resize(1080, 720)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        QApplication.processEvents()
        return page

    yield on_screen
    for page in shown:
        for timer in page.findChildren(QTimer):
            timer.stop()  # the lane ends with the test; nothing may be sent there later


def rows(page: Any) -> dict[str, Any]:
    """The rows the list shows, by reference."""
    model = page.list.model
    source = model._source
    return {row.cells[0]: row for row in source.rows([model.id_at(n) for n in range(model.rowCount())])}


def choose(page: Any, ref: str) -> str:
    """Open the record of this reference; gives its id."""
    record: str = rows(page)[ref].id
    page.open_record(record)
    QApplication.processEvents()
    return record


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def save(page: Any) -> None:
    """Ctrl+S, and wait until it is done."""
    QTest.keyClick(QApplication.focusWidget() or page.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert page.desk.lane.wait()
    QApplication.processEvents()


def settle(page: Any) -> None:
    """Let timers of no time and the lane come to rest."""
    QApplication.processEvents()
    assert page.desk.lane.wait()
    QApplication.processEvents()
