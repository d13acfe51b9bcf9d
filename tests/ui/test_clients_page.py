from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.client import Client
from dpo_desk.domain.record import RecordKind
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.clients_pane import ClientsPane
from dpo_desk.ui.pages.register_page import RegisterPage
from dpo_desk.ui.shell import Desk
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.filled import every_field
from tests.ui.register_vault import rows, save, settle


@pytest.fixture
def pane(register_desk: Desk, show: Callable[[Page], Page]) -> ClientsPane:
    page: Any = show(RegisterPage(register_desk))
    page.turn_to("clients")
    settle(page)
    assert isinstance(page.pane, ClientsPane)
    return page.pane


def test_the_example_processes_nothing_for_others_and_says_what_would_belong_here(pane: ClientsPane) -> None:
    assert rows(pane) == {}
    assert "Art. 30(2)" in pane.list._empty._text.text()


def test_every_field_of_a_client_can_be_filled_and_is_found_in_the_saved_record(
    pane: ClientsPane, parts: Parts
) -> None:
    values = every_field(Client, {RecordKind.PROCESSOR: parts.register.processors.ids(ListQuery())[0]})
    pane.begin_new(values)
    assert pane.form.values() == values
    save(pane)
    settle(pane)
    assert pane.form.banner.text == ""
    saved: Any = pane.form.record
    assert parts.register.clients.get(saved).values == values
    assert pane.side.links("processors").buttons()
    assert markup_readers(pane) == []


def test_a_new_client_is_typed_saved_and_stands_in_the_list_with_its_contract(pane: ClientsPane) -> None:
    pane.begin_new()
    QTest.keyClicks(QApplication.focusWidget(), "Mairie Fictive")
    contract: Any = pane.form.fields.fields["contract"].editor
    combo = contract.target()
    combo.setCurrentIndex(combo.findData("none"))
    combo.activated.emit(combo.currentIndex())
    save(pane)
    row = rows(pane)["C-001"]
    assert row.cells[1] == "Mairie Fictive"
    assert row.cells[2].text == pane.desk.words("register.contract.none")  # type: ignore[union-attr]


def test_a_contract_that_ends_before_it_is_signed_is_told_at_its_day(pane: ClientsPane) -> None:
    contract = {"known": "given", "status": "signed", "signed_on": "2026-03-02", "expires_on": "2026-01-01"}
    pane.begin_new({"name": "Mairie Fictive", "contract": contract})
    save(pane)
    settle(pane)
    fields: Any = pane.form.fields.fields["contract"].editor
    assert fields.inner.fields["expires_on"].error
    assert pane.form.dirty


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(pane: ClientsPane, parts: Parts) -> None:
    pane.begin_new(every_field(Client, {RecordKind.PROCESSOR: parts.register.processors.ids(ListQuery())[0]}))
    settle(pane)
    assert unnamed(pane) == []
