from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.processors_page import ProcessorsPage, contract_cell
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import choose, rows, save, settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> ProcessorsPage:
    made = show(ProcessorsPage(register_desk))
    assert isinstance(made, ProcessorsPage)
    return made


def _by_name(page: ProcessorsPage, name: str) -> str:
    return next(ref for ref, row in rows(page).items() if row.cells[1] == name)


def _fact(page: ProcessorsPage, name: str, state: str) -> Any:
    """Choose how far a fact is settled, as the user does."""
    editor: Any = page.form.fields.fields[name].editor
    combo = editor.target()
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(state))
    combo.activated.emit(combo.currentIndex())
    return editor


def test_every_organisation_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    page: ProcessorsPage, parts: Parts
) -> None:
    from dpo_desk.ui.forms.processor_form import typed

    for processor in parts.register.processor_ids(ListQuery()):
        page.open_record(processor)
        assert typed(page.form.values()) == parts.register.processor(processor).draft


def test_a_description_without_a_name_says_so_in_the_list(page: ProcessorsPage) -> None:
    unnamed_rows = [row.cells[1] for row in rows(page).values() if isinstance(row.cells[1], Cell)]
    assert unnamed_rows
    assert all(cell.text.startswith("Unnamed: ") and cell.icon for cell in unnamed_rows)


def test_the_form_asks_who_decides_before_the_role_is_chosen(page: ProcessorsPage) -> None:
    choose(page, _by_name(page, "Adyen"))
    texts = [label.text() for label in page.form.findChildren(Label)]
    asked = texts.index("Who decides purposes and essential means?")
    assert sum("(Art." in text for text in texts[asked + 1 : asked + 5]) == 4


def test_activities_and_transfers_hang_on_the_organisation_as_links(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor = ProcessorId(choose(page, _by_name(page, "Signifyd")))
    view = parts.register.processor(processor)
    assert len(page.side.activities.buttons()) == len(view.activities) > 0
    assert len(page.side.transfers.buttons()) == len(view.transfers) > 0
    QTest.keyClick(page.side.activities.buttons()[0], Qt.Key.Key_Space)
    QTest.mouseClick(page.side.transfers.buttons()[0], Qt.MouseButton.LeftButton)
    moves = page.desk.moves  # type: ignore[attr-defined]
    assert [(where, record) for where, record, _ in moves] == [
        ("register", view.activities[0].id),
        ("transfers", view.transfers[0].id),
    ]


def test_an_organisation_something_hangs_on_is_not_deleted(page: ProcessorsPage, parts: Parts) -> None:
    processor = ProcessorId(choose(page, _by_name(page, "Signifyd")))
    page.ask_delete()
    question = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MessageBox) and w.isVisible())
    question.accept()
    settle(page)
    told = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MessageBox) and w.isVisible())
    assert told is not question
    told.accept()
    assert processor in parts.register.processor_ids(ListQuery())


def test_a_contract_that_ends_before_it_is_signed_is_told_at_its_day(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor = ProcessorId(choose(page, _by_name(page, "Adyen")))
    contract = _fact(page, "contract", "given")
    status = contract.inner.fields["status"].editor
    status.set_value("signed")
    for name, day in (("signed_on", "30/03/2026"), ("expires_on", "30/01/2026")):
        line = contract.inner.fields[name].editor.target()
        line.setFocus()
        QTest.keyClicks(line, day)
    save(page)
    assert contract.inner.fields["expires_on"].error
    assert QApplication.focusWidget() is contract.inner.fields["expires_on"].editor.target()
    assert parts.register.processor(processor).processor.contract.known is Known.UNKNOWN
    line = contract.inner.fields["expires_on"].editor.target()
    line.clear()
    QTest.keyClicks(line, "30/01/2027")
    save(page)
    stored = parts.register.processor(processor).processor.contract
    assert stored.value is not None
    assert stored.value.expires_on is not None
    assert stored.value.expires_on.year == 2027
    assert "Signed" in page.pill.text()


def test_a_day_that_cannot_be_read_is_told_and_stays_as_typed(page: ProcessorsPage) -> None:
    choose(page, _by_name(page, "Adyen"))
    page.form.jump("review_on")
    line: Any = QApplication.focusWidget()
    QTest.keyClicks(line, "31/02/2026")
    save(page)
    assert page.form.fields.fields["review_on"].error
    assert line.text() == "31/02/2026"


def test_a_country_is_added_by_typing_its_name(page: ProcessorsPage, parts: Parts) -> None:
    processor = ProcessorId(choose(page, _by_name(page, "Kronos")))
    editor = _fact(page, "countries", "given")
    settle(page)
    QTest.mouseClick(editor.inner.target(), Qt.MouseButton.LeftButton)
    settle(page)
    QTest.keyClicks(QApplication.focusWidget(), "belgium")
    assert page.form.dirty
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Tab)
    settle(page)
    save(page)
    assert parts.register.processor(processor).processor.countries.value == ("BE",)


@pytest.mark.parametrize(
    ("known", "contract"),
    [(Known.UNKNOWN, ""), (Known.NONE, ""), (Known.PROPOSED, "signed"), (Known.GIVEN, "signed")],
)
def test_each_state_of_a_contract_reads_differently(register_desk: Desk, known: Known, contract: str) -> None:
    told = contract_cell(register_desk.words, known, contract)
    others = [
        contract_cell(register_desk.words, state, "signed" if state in {Known.PROPOSED, Known.GIVEN} else "")
        for state in Known
        if state is not known
    ]
    assert told.text not in [other.text for other in others]
    assert told.icon not in [other.icon for other in others]


def test_an_empty_list_offers_the_first_step(bare_desk: Desk, show: Callable[[Page], Page]) -> None:
    page: Any = show(ProcessorsPage(bare_desk))
    QTest.keyClick(page.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    type_text(QApplication.focusWidget(), "<i>Zoé</i> & Söhne")
    save(page)
    assert rows(page)["S-001"].cells[1] == "<i>Zoé</i> & Söhne"
    assert markup_readers(page) == []


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: ProcessorsPage) -> None:
    choose(page, _by_name(page, "Adyen"))
    settle(page)
    assert unnamed(page) == []
