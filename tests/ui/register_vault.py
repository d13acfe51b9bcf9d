"""A real vault with the example's register, opened afresh for each test, and a desk over it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from dpo_desk.parts import Parts
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Desk
from dpo_desk.window import VaultDrafts
from tests import desks
from tests.desks import TestDesk

TODAY = date(2026, 11, 23)  # when the example's desk stands open

quick_keys, made_vault, made_sample, clock = (
    desks.quick_keys,
    desks.made_vault,
    desks.made_sample,
    desks.clock,
)
bare, whole = desks.desk, desks.sample


@pytest.fixture
def parts(whole: TestDesk) -> Parts:
    return whole.parts


def desk_over(parts: Parts, make_desk: Callable[..., Desk]) -> Desk:
    services = {each.name: getattr(parts, each.name) for each in fields(Services) if each.name != "vault"}
    plain: Any = make_desk(**services)
    desk = replace(plain, drafts=VaultDrafts(parts.cases.work))
    object.__setattr__(desk, "moves", plain.moves)
    return desk


@pytest.fixture
def register_desk(parts: Parts, make_desk: Callable[..., Desk]) -> Desk:
    return desk_over(parts, make_desk)


@pytest.fixture
def bare_desk(bare: TestDesk, make_desk: Callable[..., Desk]) -> Desk:
    return desk_over(bare.parts, make_desk)


@pytest.fixture
def show(qtbot: Any) -> Iterator[Callable[[Page], Page]]:
    """Show a page in a window of its own, as wide as beside the rail."""
    shown: list[Page] = []

    def on_screen(page: Page) -> Page:
        shown.append(page)
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
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    for widget in (*shown, *boxes):
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # here, not later on the thread of a lane: widgets end where they began


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
