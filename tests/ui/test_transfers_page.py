from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import TransferId
from dpo_desk.library.lawbook import adequacy_on
from dpo_desk.parts import Parts
from dpo_desk.services.drafts import ProcessorDraft
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.forms.transfer_form import AdequacyCard, typed
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.transfers_page import TransfersPage, tool_cell
from dpo_desk.ui.shell import Desk
from tests.ui.conftest import type_text, unnamed
from tests.ui.register_vault import TODAY, choose, rows, save, settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> TransfersPage:
    made = show(TransfersPage(register_desk))
    assert isinstance(made, TransfersPage)
    return made


def _to(page: TransfersPage, importer: str) -> str:
    return next(ref for ref, row in rows(page).items() if row.cells[1] == importer)


def test_every_transfer_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    page: TransfersPage, parts: Parts
) -> None:
    for transfer in parts.register.transfer_ids(ListQuery()):
        page.open_record(transfer)
        assert typed(page.form.values()) == parts.register.transfer(transfer).draft


def test_beside_the_country_stands_what_the_law_says_of_it_today(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    decision = adequacy_on("US", TODAY)
    assert decision is not None
    assert decision.reference in page.form.law.text
    assert "Data Privacy Framework" in page.form.law.text
    assert "erified" in page.form.law.text


def test_a_country_of_the_eea_needs_no_safeguard(register_desk: Desk, qtbot: Any) -> None:
    card = AdequacyCard(register_desk.words)
    qtbot.addWidget(card)
    card.show_country("NL", TODAY)
    assert "European Economic Area" in card.text


def test_a_country_without_a_decision_and_an_unknown_one_read_differently(
    register_desk: Desk, qtbot: Any
) -> None:
    card = AdequacyCard(register_desk.words)
    qtbot.addWidget(card)
    card.show_country("MA", TODAY)
    without = card.text
    assert "no adequacy decision" in without
    card.show_country("", TODAY)
    assert "unknown" in card.text


def test_a_decision_counts_only_while_it_is_in_force(register_desk: Desk, qtbot: Any) -> None:
    card = AdequacyCard(register_desk.words)
    qtbot.addWidget(card)
    card.show_country("US", date(2023, 7, 9))
    assert "no adequacy decision" in card.text


def test_choosing_another_country_changes_the_statement_at_once(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    page.form.jump("country")
    line: Any = page.form.fields.fields["country"].editor
    edit = line.inner.combo.lineEdit()
    edit.selectAll()
    type_text(edit, "")
    edit.setText("Morocco")
    line.inner.combo.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    line.inner._settle()
    assert "Morocco" in page.form.law.text


def test_a_tool_is_told_with_its_whole_name_and_what_it_needs(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    told = page.form._tool_law.text()
    assert page.desk.words("law.tool.scc-1") in told
    assert "impact assessment" in told


def test_no_safeguard_at_all_is_graver_than_an_unknown_one(register_desk: Desk) -> None:
    words = register_desk.words
    none, unknown = tool_cell(words, Known.NONE, ""), tool_cell(words, Known.UNKNOWN, "")
    assert isinstance(none, Cell)
    assert isinstance(unknown, Cell)
    assert (none.text, none.icon, none.tone) != (unknown.text, unknown.icon, unknown.tone)


def test_a_new_transfer_leaves_from_the_organisation_of_the_vault(page: TransfersPage, parts: Parts) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    organisation = parts.organisation.get()
    assert organisation is not None
    assert page.form.fields.fields["exporter"].editor.value() == organisation.name
    page.form.jump("importer")
    QTest.keyClicks(QApplication.focusWidget(), "Helpdesk Ltd")
    save(page)
    settle(page)
    new = parts.register.transfer(TransferId(page.form.record or ""))
    assert new.transfer.importer == "Helpdesk Ltd"
    assert page.list.current == new.transfer.id


def test_an_importer_without_a_name_is_told_at_its_field(page: TransfersPage) -> None:
    page.begin_new()
    save(page)
    assert page.form.fields.fields["importer"].error
    assert not page.form.fields.fields["exporter"].error


def test_an_organisation_recorded_elsewhere_can_be_chosen_at_once(page: TransfersPage, parts: Parts) -> None:
    choose(page, _to(page, "Signifyd"))
    stored = parts.register.save_processor(None, ProcessorDraft(name="Fresh Cloud"))
    page.desk.news.tell("processors", ids=[stored.processor.id])
    chooser: Any = page.form.fields.fields["processor"].editor
    assert chooser.combo.findData(stored.processor.id) >= 0
    assert not page.form.dirty


def test_the_links_lead_to_activity_and_organisation(page: TransfersPage, parts: Parts) -> None:
    transfer = parts.register.transfer(TransferId(choose(page, _to(page, "Signifyd"))))
    assert transfer.activity is not None
    assert transfer.processor is not None
    QTest.mouseClick(page.side.activity.buttons()[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.side.processor.buttons()[0], Qt.MouseButton.LeftButton)
    assert [(where, record) for where, record, _ in page.desk.moves] == [  # type: ignore[attr-defined]
        ("register", transfer.activity.id),
        ("processors", transfer.processor.id),
    ]


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    settle(page)
    assert unnamed(page) == []


def test_an_empty_vault_opens_and_says_what_belongs_here(
    bare_desk: Desk, show: Callable[[Page], Page]
) -> None:
    page: Any = show(TransfersPage(bare_desk))
    assert rows(page) == {}
    assert page.list._stack.currentIndex() == 1
