"""The transfers' page over a real vault: every field, the law beside the country, the questions, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.transfer_law import shipped
from dpo_desk.parts import Parts
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.forms.transfer_parts import LawCard
from dpo_desk.ui.models.paged import Cell
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.transfers_page import TransfersPage, tool_cell
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button
from tests.desks import a_transfer, given
from tests.ui.conftest import type_text, unnamed
from tests.ui.filled import every_field
from tests.ui.register_vault import TODAY, choose, rows, save, settle

LAW = shipped()


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> TransfersPage:
    made = show(TransfersPage(register_desk))
    assert isinstance(made, TransfersPage)
    return made


def _to(page: TransfersPage, importer: str) -> str:
    return next(ref for ref, row in rows(page).items() if row.cells[1] == importer)


def _choose_fact(page: TransfersPage, field: str, value: str, state: str = "given") -> Any:
    """Choose a value and how far it is settled, as the user does."""
    editor: Any = page.form.fields.fields[field].editor
    editor.set_value({"known": state, "text": value})
    editor.changed.emit()
    return editor


def _judged(page: TransfersPage) -> str:
    page.look()
    return page.judged.text


def _verdict(page: TransfersPage, verdict: Verdict) -> bool:
    page.look()
    return page.judged.verdict.text() == page.desk.words(f"law.chapter_v.verdict.{verdict}")


# --- the fields --------------------------------------------------------------------------------------------------------


def test_every_transfer_of_the_example_goes_through_the_form_and_comes_back_unchanged(
    page: TransfersPage, parts: Parts
) -> None:
    for transfer in parts.register.transfers.ids(ListQuery()):
        page.open_record(transfer)
        assert page.form.values() == parts.register.transfers.get(transfer).values


def test_no_field_of_a_transfer_is_lost_in_the_form(page: TransfersPage, parts: Parts) -> None:
    register = parts.register
    others = {
        RecordKind.ACTIVITY: register.activities.choices()[0].id,
        RecordKind.PROCESSOR: register.processors.choices()[0].id,
        RecordKind.CLIENT: "",
    }
    values = every_field(Transfer, others)
    values["scope"] = [{"question": "us-listed", "answer": given("yes")}]
    values["steps"] = [
        {"step": str(n), "finding": given(f"Found {n}"), "on": "2026-05-04"} for n in range(1, 7)
    ]
    values["tool"] = given("scc-2")
    values["country"] = given("US")
    page.begin_new()
    page.form.type_in(values)
    assert page.form.values() == values


def test_answers_to_the_questions_of_another_decision_are_carried_along(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    answer = {"question": "ca-pipeda", "answer": given("yes")}
    page.form.type_in({"scope": [answer]})
    assert answer in page.form.values()["scope"]  # type: ignore[operator]


def test_a_new_transfer_leaves_from_the_organisation_of_the_vault(page: TransfersPage, parts: Parts) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    organisation = parts.register.organisation()
    assert organisation is not None
    values: Any = page.form.values()
    assert values["exporter"] == organisation.name
    assert values["exporter_country"] == given(organisation.address.country)
    page.form.jump("importer")
    QTest.keyClicks(QApplication.focusWidget(), "Helpdesk Ltd")
    save(page)
    settle(page)
    new = parts.register.transfers.get(TransferId(page.form.record or "")).record
    assert new.importer == "Helpdesk Ltd"
    assert page.list.current == new.id


def test_an_importer_without_a_name_is_told_at_its_field(page: TransfersPage) -> None:
    page.begin_new()
    save(page)
    assert page.form.fields.fields["importer"].error
    assert not page.form.fields.fields["exporter"].error


def test_days_the_wrong_way_round_are_told_at_the_second(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    page.form.type_in({"valid_from": "2026-05-04", "valid_to": "2026-05-03"})
    page.form.save()
    settle(page)
    assert page.form.fields.fields["valid_to"].error


def test_an_international_organisation_can_be_chosen_as_a_country(page: TransfersPage) -> None:
    page.begin_new()
    _choose_fact(page, "country", "EPO")
    assert page.form.values()["country"] == given("EPO")
    assert "European Patent Organisation" in page.form.law.text


def test_a_tool_or_a_country_that_is_not_offered_any_more_is_carried_along(page: TransfersPage) -> None:
    page.begin_new()
    _choose_fact(page, "tool", "handshake")
    _choose_fact(page, "country", "UNO")
    values: Any = page.form.values()
    assert (values["tool"]["text"], values["country"]["text"]) == ("handshake", "UNO")
    _choose_fact(page, "tool", "none")
    tool: Any = page.form.tools
    assert tool.combo.currentText() == page.desk.words("law.tool.none")


# --- the law beside the country ----------------------------------------------------------------------------------------


def test_beside_the_country_stands_what_the_law_says_of_it_today(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    assert "Implementing Decision (EU) 2023/1795" in page.form.law.text
    assert "Verified on 8 October 2026" in page.form.law.text


@pytest.mark.parametrize(
    ("country", "exporter", "said"),
    [
        ("NL", "", "European Economic Area"),
        ("MA", "", "no adequacy decision"),
        ("", "", "unknown"),
        ("GP", "", "outermost region"),
        ("PR", "", "belongs to the United States"),
        ("NL", "GB", "Data Protection Act 2018"),
        ("BR", "GB", "no adequacy decision"),
    ],
)
def test_the_law_is_told_for_what_it_is(
    register_desk: Desk, qtbot: Any, country: str, exporter: str, said: str
) -> None:
    card = LawCard(register_desk.words)
    qtbot.addWidget(card)
    card.show_country(country, exporter, TODAY, LAW)
    assert said in card.text


def test_a_decision_counts_only_while_it_is_in_force(register_desk: Desk, qtbot: Any) -> None:
    card = LawCard(register_desk.words)
    qtbot.addWidget(card)
    card.show_country("US", "", TODAY.replace(year=2022), LAW)
    assert "no adequacy decision" in card.text


def test_choosing_another_country_changes_the_statement_at_once(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    page.form.jump("country")
    line: Any = page.form.fields.fields["country"].editor
    edit = line.inner.combo.lineEdit()
    edit.selectAll()
    edit.setText("Morocco")
    line.inner.combo.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    line.inner._settle()
    assert "Morocco" in page.form.law.text


def test_typing_brought_back_is_told_the_law_of_its_country(page: TransfersPage) -> None:
    page.begin_new()
    _choose_fact(page, "country", "US")
    asked = page.form.law.text
    page.form.keep()
    settle(page)
    page.begin_new()
    assert page.form.law.text != asked
    page.form.banner.findChildren(Button)[0].click()
    assert page.form.law.text == asked
    page.form.discard()
    assert page.form.law.text != asked


def test_a_tool_is_told_with_its_whole_name_and_what_it_needs(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    told = page.form._tool_says.text()
    assert page.desk.words("law.tool.scc-1") in told
    assert "impact assessment" in told
    _choose_fact(page, "tool", "iso-27001")
    assert "no safeguard" in page.form._tool_says.text()


# --- the questions -----------------------------------------------------------------------------------------------------


def test_the_questions_follow_the_country(page: TransfersPage) -> None:
    page.begin_new()
    assert page.form.scope.questions == ()
    _choose_fact(page, "country", "CA")
    assert page.form.scope.questions == ("ca-pipeda",)
    _choose_fact(page, "country", "US")
    assert page.form.scope.questions == ("us-listed", "us-entity", "us-staff", "us-fallback")
    _choose_fact(page, "country", "CH")
    assert page.form.scope.questions == ()


def test_only_where_there_is_a_list_the_look_up_is_asked_for(page: TransfersPage) -> None:
    page.begin_new()
    look_up = page.form.fields.fields["scope_entity"]
    _choose_fact(page, "country", "CA")
    assert look_up.isHidden()
    _choose_fact(page, "country", "US")
    assert not look_up.isHidden()


def test_only_the_second_subparagraph_asks_who_was_told(page: TransfersPage) -> None:
    page.begin_new()
    told = page.form.fields.fields["informed"]
    _choose_fact(page, "tool", "scc-2")
    assert told.isHidden()
    _choose_fact(page, "tool", "art-49-compelling")
    assert not told.isHidden()


def test_a_finding_about_a_question_leads_to_it(page: TransfersPage) -> None:
    page.begin_new()
    _choose_fact(page, "country", "US")
    page.form.jump("scope.us-entity")
    answer = page.form.scope.answer("us-entity")
    focused = QApplication.focusWidget()
    field = page.form.scope._group.fields["us-entity"]
    assert focused is not None
    assert field.isAncestorOf(focused)
    assert answer.known is Known.UNKNOWN


def test_a_step_of_the_assessment_is_kept_with_its_day(page: TransfersPage, parts: Parts) -> None:
    transfer = TransferId(choose(page, _to(page, "Signifyd")))
    page.form.type_in(
        {"steps": [{"step": "3", "finding": given("Surveillance law read"), "on": "2026-05-04"}]}
    )
    page.form.save()
    settle(page)
    (step,) = parts.register.transfers.get(transfer).record.steps
    assert (step.step, step.finding.value, step.on.isoformat()) == (3, "Surveillance law read", "2026-05-04")


# --- the verdict -------------------------------------------------------------------------------------------------------


def test_the_verdict_follows_what_is_typed(page: TransfersPage) -> None:
    page.begin_new()
    assert "To which country" in _judged(page)
    _choose_fact(page, "country", "MA")
    _choose_fact(page, "tool", "adequacy")
    assert "Settle first who the exporter is" in _judged(page)
    assert _verdict(page, Verdict.RESERVED)
    _choose_fact(page, "exporter_country", "FR")
    assert _verdict(page, Verdict.NOT_VALID)
    assert "Morocco: there is no adequacy decision" in page.judged.text
    _choose_fact(page, "tool", "scc-2")
    assert _verdict(page, Verdict.RESERVED)
    page.form.type_in({"assessment": given("TIA 2026-1"), "assessment_on": "2026-05-04"})
    assert _verdict(page, Verdict.VALID)
    _choose_fact(page, "country", "FR")
    assert _verdict(page, Verdict.NO_TRANSFER)


def test_the_verdict_stands_in_the_head_in_the_list_and_beside_the_form(
    page: TransfersPage, parts: Parts
) -> None:
    saved = parts.register.transfers.save(
        None, a_transfer(importer="Shield Inc.", tool=given("privacy-shield"))
    )
    page.desk.news.tell("transfers", ids=[saved.record.id])
    row = rows(page)[saved.record.ref]
    assert isinstance(row.cells[2], Cell)
    assert row.cells[2].text == "Not valid"
    choose(page, saved.record.ref)
    assert page.top.extra.text() == "Not valid"
    assert "Privacy Shield" in page.judged.text
    assert "15 July 2020" in page.judged.text


def test_the_chip_of_what_is_not_valid_finds_it(page: TransfersPage, parts: Parts) -> None:
    saved = parts.register.transfers.save(
        None, a_transfer(importer="Alp AG", country=given("CH"), tool=given("adequacy"))
    )
    page.desk.news.tell("transfers", ids=[saved.record.id])
    whole = len(rows(page))
    page.list.choose_chip(Verdict.NOT_VALID.value)
    found = rows(page)
    assert 0 < len(found) < whole
    assert saved.record.ref not in found
    assert {row.cells[2].text for row in found.values() if isinstance(row.cells[2], Cell)} == {"Not valid"}


def test_an_unsaved_change_that_is_taken_back_is_judged_as_saved(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    before = _judged(page)
    _choose_fact(page, "country", "FR")
    assert _verdict(page, Verdict.NO_TRANSFER)
    page.form.discard()
    assert _judged(page) == before


# --- the rest ----------------------------------------------------------------------------------------------------------


def test_no_safeguard_at_all_is_graver_than_an_unknown_one(register_desk: Desk) -> None:
    words = register_desk.words
    called = LawWords(words, LAW)
    none, unknown = tool_cell(words, called, Known.NONE, ""), tool_cell(words, called, Known.UNKNOWN, "")
    assert isinstance(none, Cell)
    assert isinstance(unknown, Cell)
    assert (none.text, none.icon, none.tone) != (unknown.text, unknown.icon, unknown.tone)


def test_an_organisation_recorded_elsewhere_can_be_chosen_at_once(page: TransfersPage, parts: Parts) -> None:
    from tests.desks import a_processor

    choose(page, _to(page, "Signifyd"))
    stored = parts.register.processors.save(None, a_processor(name="Fresh Cloud")).record
    page.desk.news.tell("processors", ids=[stored.id])
    chooser: Any = page.form.fields.fields["processor"].editor
    assert chooser.combo.findData(stored.id) >= 0
    assert not page.form.dirty


def test_the_links_lead_to_activity_and_organisation(page: TransfersPage, parts: Parts) -> None:
    transfer = parts.register.transfers.get(TransferId(choose(page, _to(page, "Signifyd")))).record
    QTest.mouseClick(page.side.links("activities").buttons()[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.side.links("processors").buttons()[0], Qt.MouseButton.LeftButton)
    assert [(where, record) for where, record, _ in page.desk.moves] == [  # type: ignore[attr-defined]
        ("register", transfer.activity),
        ("processors", transfer.processor),
    ]


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_has_a_name_in_both_languages(page: TransfersPage) -> None:
    choose(page, _to(page, "Signifyd"))
    _choose_fact(page, "country", "US")
    settle(page)
    assert unnamed(page) == []


def test_an_empty_vault_opens_and_says_what_belongs_here(
    bare_desk: Desk, show: Callable[[Page], Page]
) -> None:
    page: Any = show(TransfersPage(bare_desk))
    assert rows(page) == {}
    assert page.list._stack.currentIndex() == 1
    page.begin_new()
    page.form.jump("importer")
    type_text(QApplication.focusWidget(), "<b>Zoé</b> & Söhne 🙂")
    save(page)
    assert rows(page)["T-001"].cells[1] == "<b>Zoé</b> & Söhne 🙂"
