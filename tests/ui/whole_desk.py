"""A desk over a real vault with the whole example, or with nothing but an organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.shell import Desk
from tests.desks import TestDesk
from tests.ui.register_vault import desk_over


@pytest.fixture
def sample_desk(whole: TestDesk, make_desk: Callable[..., Desk]) -> Any:
    return desk_over(whole.parts, make_desk)


@pytest.fixture
def empty_desk(bare: TestDesk, make_desk: Callable[..., Desk]) -> Any:
    return desk_over(bare.parts, make_desk)


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
