"""“Start from…”: what can be begun with, narrowed down, previewed, and put into the form of a new activity."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from dpo_desk.parts import Parts
from dpo_desk.services.templates import StartFrom
from dpo_desk.ui.pages.activities_pane import ActivitiesPane
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.start_from import StartDialog
from dpo_desk.ui.shell import Desk
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import settle


@pytest.fixture
def pane(register_desk: Desk, show: Callable[[Page], Page]) -> ActivitiesPane:
    made = show(ActivitiesPane(register_desk))
    assert isinstance(made, ActivitiesPane)
    return made


@pytest.fixture
def dialog(pane: ActivitiesPane) -> StartDialog:
    next(action for action in pane.actions() if action.objectName() == "start_from").trigger()
    settle(pane)
    (found,) = pane.window().findChildren(StartDialog)
    assert isinstance(found, StartDialog)
    return found


def told(dialog: StartDialog) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


def test_the_first_template_is_chosen_and_shown(dialog: StartDialog) -> None:
    assert dialog.start
    assert dialog.start.source is StartFrom.TEMPLATE
    assert dialog.start.about in told(dialog)
    assert "To adapt" in told(dialog)
    assert dialog.take.isEnabled()


def test_a_template_becomes_a_new_record(dialog: StartDialog, pane: ActivitiesPane, parts: Parts) -> None:
    type_text(dialog.filter, "PAYROL")
    assert dialog.start
    assert dialog.start.id == "payroll"
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    settle(pane)
    assert pane.form.values()["name"] == "Payroll"
    before = len(parts.register.activities.choices())
    pane.form.save()
    settle(pane)
    assert len(parts.register.activities.choices()) == before + 1
    assert pane.view
    assert pane.view.record.name == "Payroll"
    assert pane.view.record.purposes[0].reason.value


def test_an_own_record_is_a_beginning_too(dialog: StartDialog, pane: ActivitiesPane) -> None:
    type_text(dialog.filter, "p-020")
    assert dialog.start
    assert dialog.start.source is StartFrom.OWN
    dialog.take.click()
    settle(pane)
    assert pane.form.values()["name"] == "Trustbadge of Trusted Shops"
    assert pane.form.record is None


def test_nothing_that_fits_is_said_and_cannot_be_taken(dialog: StartDialog) -> None:
    type_text(dialog.filter, "no such thing")
    assert dialog.start is None
    assert not dialog.take.isEnabled()
    assert dialog.words("ui.common.list.no_match") in told(dialog)
    dialog.filter.clear()
    assert dialog.start
    assert dialog.take.isEnabled()


def test_a_record_that_went_meanwhile_cannot_be_taken(dialog: StartDialog, parts: Parts) -> None:
    type_text(dialog.filter, "p-021")
    assert dialog.start
    gone = dialog.start.id
    dialog.filter.setText("payroll")
    parts.register.activities.trash([gone])  # type: ignore[list-item]
    dialog.filter.setText("p-021")
    assert not dialog.take.isEnabled()


def test_headings_are_passed_by_and_the_keyboard_is_enough(dialog: StartDialog) -> None:
    QTest.keyClick(dialog.filter, Qt.Key.Key_Down)
    assert dialog.list.hasFocus()
    for _ in range(dialog.list.count()):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        assert dialog.start
    assert not unnamed(dialog)
    assert not markup_readers(dialog)
