from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.forms.subtree import Sub, branches
from dpo_desk.ui.messages import MessageBox
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.processors_page import ProcessorsPage
from dpo_desk.ui.pages.record_lists import contract_cell
from dpo_desk.ui.shell import Desk
from tests.desks import a_processor, known
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.filled import every_field
from tests.ui.register_vault import choose, rows, save, settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> ProcessorsPage:
    made = show(ProcessorsPage(register_desk))
    assert isinstance(made, ProcessorsPage)
    return made


def _by_name(page: ProcessorsPage, name: str) -> str:
    return next(ref for ref, row in rows(page).items() if row.cells[1] == name)


def _editor(page: ProcessorsPage, name: str) -> Any:
    return page.form.fields.fields[name].editor


def _fact(page: ProcessorsPage, name: str, state: str) -> Any:
    """Choose how far a fact is settled, as the user does."""
    editor = _editor(page, name)
    _choose(editor.target(), state)
    return editor


def _choose(combo: Any, value: str) -> None:
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def _all(parts: Parts) -> tuple[Any, ...]:
    return parts.register.processors.ids(ListQuery())


def _record(parts: Parts, processor: str) -> Processor:
    found = parts.register.processors.get(processor).record  # type: ignore[arg-type]
    assert isinstance(found, Processor)
    return found


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_organisation_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    page: ProcessorsPage, parts: Parts
) -> None:
    for processor in _all(parts):
        page.open_record(processor)
        assert page.form.values() == parts.register.processors.get(processor).values
        assert not page.form.dirty


def test_every_field_of_an_organisation_can_be_filled_and_is_found_in_the_saved_record(
    page: ProcessorsPage, parts: Parts
) -> None:
    values = every_field(Processor, {RecordKind.PROCESSOR: _all(parts)[0]})
    page.begin_new(values)
    assert page.form.values() == values
    save(page)
    settle(page)
    assert page.form.banner.text == ""
    saved: Any = page.form.record
    assert parts.register.processors.get(saved).values == values


def test_the_answers_to_who_decides_lead_to_a_role_that_can_be_taken_over(page: ProcessorsPage) -> None:
    page.begin_new({"name": "Colis & Cie"})
    assert "Answer the two questions" in page.form.advice.text
    for name in ("decides_purposes", "decides_means"):
        _choose(_fact(page, name, "given").inner.target(), "us")
    assert page.desk.words("register.role.processor") in page.form.advice.text
    QTest.keyClick(page.form.advice.button, Qt.Key.Key_Space)
    assert page.form.values()["role"] == {"known": "proposed", "text": "processor"}
    assert page.form.advice.button.isHidden()
    own = _fact(page, "own_purposes", "given")
    type_text(own.inner.target(), "trains its models")
    assert page.desk.words("register.role.mixed") in page.form.advice.text
    _choose(_editor(page, "decides_means").inner.target(), "them")
    assert page.desk.words("register.role.controller") in page.form.advice.text


def test_an_item_of_the_checklist_asks_for_its_clause_once_it_was_looked_at(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor = choose(page, _by_name(page, "Adyen"))
    clauses = _editor(page, "clauses")
    assert len(clauses._rows) == 28
    row = clauses._rows["D04"]
    assert row.more.isHidden()
    _choose(row.state.target(), "yes")
    assert not row.more.isHidden()
    type_text(row.more.fields["clause"].editor.target(), "§ 4")
    save(page)
    (saved,) = (each for each in _record(parts, processor).clauses if each.item == "D04")
    assert (saved.state, saved.clause) == ("yes", "§ 4")
    assert "1 yes" in clauses._told.text()


def test_a_contract_that_ends_before_it_is_signed_is_told_at_its_day(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor = choose(page, _by_name(page, "Adyen"))
    contract = _fact(page, "contract", "given")
    contract.inner.fields["status"].editor.set_value("signed")
    for name, day in (("signed_on", "30/03/2026"), ("expires_on", "30/01/2026")):
        line = contract.inner.fields[name].editor.target()
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, day)
    save(page)
    assert contract.inner.fields["expires_on"].error
    assert QApplication.focusWidget() is contract.inner.fields["expires_on"].editor.target()
    assert _record(parts, processor).contract.known is Known.UNKNOWN
    line = contract.inner.fields["expires_on"].editor.target()
    line.clear()
    QTest.keyClicks(line, "30/01/2027")
    save(page)
    stored = _record(parts, processor).contract
    assert stored.value is not None
    assert stored.value.expires_on is not None
    assert stored.value.expires_on.year == 2027
    assert "Signed" in page.top.extra.text()


def test_a_day_that_cannot_be_read_is_told_and_stays_as_typed(page: ProcessorsPage) -> None:
    choose(page, _by_name(page, "Adyen"))
    page.form.jump("review.next_on")
    line: Any = QApplication.focusWidget()
    line.clear()
    QTest.keyClicks(line, "31/02/2026")
    save(page)
    assert _editor(page, "review").fields["next_on"].error
    assert line.text() == "31/02/2026"


def test_a_country_is_added_by_typing_its_name(page: ProcessorsPage, parts: Parts) -> None:
    processor = choose(page, _by_name(page, "Kronos"))
    editor = _fact(page, "countries", "given")
    settle(page)
    QTest.mouseClick(editor.inner.target(), Qt.MouseButton.LeftButton)
    settle(page)
    QTest.keyClicks(QApplication.focusWidget(), "belgium")
    assert page.form.dirty
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Tab)
    settle(page)
    save(page)
    assert _record(parts, processor).countries.value == ("BE",)


# --- sub-processors --------------------------------------------------------------------------------------------------


def test_what_stands_behind_a_sub_processor_is_shown_as_a_tree(page: ProcessorsPage, parts: Parts) -> None:
    adyen, kronos = (choose(page, _by_name(page, name)) for name in ("Adyen", "Kronos"))
    service: Any = parts.register.processors
    behind = {"known": "given", "text": [{"name": "Hébergeur & Fils"}]}
    service.save(kronos, {**service.get(kronos).values, "subprocessors": behind})
    entries = [{"name": "Kronos", "processor": kronos}]
    service.save(adyen, {**service.get(adyen).values, "subprocessors": {"known": "given", "text": entries}})
    page.list.refresh()
    page.show_record(None)
    page.open_record(adyen)
    assert not page.form.tree.isHidden()
    assert page.form.tree.lines == ["Kronos", "Hébergeur & Fils"]


def test_a_loop_of_sub_processors_is_refused_at_its_entry(page: ProcessorsPage, parts: Parts) -> None:
    adyen, kronos = (choose(page, _by_name(page, name)) for name in ("Adyen", "Kronos"))
    service: Any = parts.register.processors
    entries = [{"name": "Kronos", "processor": kronos}]
    service.save(adyen, {**service.get(adyen).values, "subprocessors": {"known": "given", "text": entries}})
    back = [{"name": "Adyen", "processor": adyen}]
    page.form.type_in({"subprocessors": {"known": "given", "text": back}})
    assert page.form.record == kronos
    assert any("leads back" in line for line in page.form.tree.lines)
    page.form.save()
    settle(page)
    (entry,) = _editor(page, "subprocessors").inner.editors()
    assert entry.fields["processor"].error
    assert page.form.dirty


def test_the_tree_ends_where_it_would_go_round() -> None:
    below = {"a": [Sub("B", "b")], "b": [Sub("A", "a"), Sub("C", "c")], "c": [Sub("B", "b")]}
    found = [(each.sub.name, each.depth, each.loop) for each in branches("a", below["a"], below.__getitem__)]
    assert found == [("B", 1, False), ("A", 2, True), ("C", 2, False), ("B", 3, True)]


# --- around ----------------------------------------------------------------------------------------------------------


def test_a_description_without_a_name_says_so_in_the_list(page: ProcessorsPage) -> None:
    unnamed_rows = [row.cells[1] for row in rows(page).values() if isinstance(row.cells[1], Cell)]
    assert unnamed_rows
    assert all(cell.text.startswith("Unnamed: ") and cell.icon for cell in unnamed_rows)


def test_activities_and_transfers_hang_on_the_organisation_as_links(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor: Any = choose(page, _by_name(page, "Signifyd"))
    near = parts.register.processors.get(processor).near
    activities, transfers = (page.side.links(name).buttons() for name in ("activities", "transfers"))
    assert len(activities) == len(near.activities) > 0
    assert len(transfers) == len(near.transfers) > 0
    QTest.keyClick(activities[0], Qt.Key.Key_Space)
    QTest.mouseClick(transfers[0], Qt.MouseButton.LeftButton)
    moves = page.desk.moves  # type: ignore[attr-defined]
    assert [(where, record) for where, record, _ in moves] == [
        ("register", near.activities[0].id),
        ("transfers", near.transfers[0].id),
    ]


def test_an_organisation_that_others_name_does_not_go_to_the_trash(
    page: ProcessorsPage, parts: Parts
) -> None:
    processor = choose(page, _by_name(page, "Signifyd"))
    page.to_trash()
    settle(page)
    told = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MessageBox) and w.isVisible())
    told.accept()
    assert processor in _all(parts)


def test_every_gap_of_the_example_leads_to_a_field_of_the_form(page: ProcessorsPage, parts: Parts) -> None:
    for processor in _all(parts)[:8]:
        page.open_record(processor)
        settle(page)
        for gap in parts.register.processors.get(processor).gaps:
            page.list.table.setFocus()
            page.form.jump(gap.place)
            field = page.form.fields.fields[gap.place.partition(".")[0]]
            assert field.isAncestorOf(QApplication.focusWidget()), gap.place


@pytest.mark.parametrize(("ends", "state"), [("2024-01-01", "expired"), ("2030-01-01", "signed")])
def test_the_head_does_not_call_a_contract_signed_that_has_ended(
    page: ProcessorsPage, parts: Parts, ends: str, state: str
) -> None:
    contract = known("given", status="signed", signed_on="2020-01-01", expires_on=ends)
    values = a_processor(name="Zed Hosting", contract=contract)
    made = parts.register.processors.save(None, values).record.id
    page.list.refresh()
    page.open_record(made)
    told = page.desk.words(f"register.contract.{state}")
    assert page.top.extra.text() == page.desk.words("ui.processors.contract_state", state=told)


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
    name = rows(page)["S-001"].cells[1]
    assert (name.text if isinstance(name, Cell) else name).endswith("<i>Zoé</i> & Söhne")
    assert markup_readers(page) == []


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: ProcessorsPage) -> None:
    choose(page, _by_name(page, "Adyen"))
    settle(page)
    assert unnamed(page) == []
