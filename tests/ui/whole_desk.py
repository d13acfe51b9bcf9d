"""A desk over a real vault with the whole example, or with nothing but an organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.shell import Desk
from dpo_desk.window import VaultDrafts
from tests.desks import TestDesk

SERVICES = (
    "cases",
    "case_work",
    "case_purge",
    "case_import",
    "register",
    "papers",
    "register_papers",
    "agenda",
    "reminders",
    "tasks",
    "calendars",
    "organisation",
    "search",
)


def over(whole: TestDesk, make_desk: Callable[..., Desk]) -> Any:
    plain: Any = make_desk(**{name: getattr(whole.parts, name) for name in SERVICES})
    desk: Any = replace(plain, drafts=VaultDrafts(whole.parts.cases.work))
    object.__setattr__(desk, "moves", plain.moves)
    return desk


@pytest.fixture
def sample_desk(whole: TestDesk, make_desk: Callable[..., Desk]) -> Any:
    return over(whole, make_desk)


@pytest.fixture
def empty_desk(bare: TestDesk, make_desk: Callable[..., Desk]) -> Any:
    return over(bare, make_desk)


def case_of(desk: Any, first_name: str) -> str:
    """The id of the request of the example's person with this first name."""
    for case in desk.services.cases.ids(ListQuery()):
        if desk.services.cases.view(case).person.name.startswith(first_name):
            return str(case)
    raise LookupError(first_name)


def rest(page: Any) -> None:
    """Let timers of no time and the lane come to rest."""
    for _ in range(4):
        QApplication.processEvents()
        assert page.desk.lane.wait()
    QApplication.processEvents()


def box() -> MessageBox:
    """The question that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MessageBox) and w.isVisible()]
    assert found, "no question is open"
    return found[-1]
