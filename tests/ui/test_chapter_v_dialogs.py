"""The dialogs of the transfers' page: the law tables, what if a decision fell, what goes to which country."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.lawbook import ADEQUACY
from dpo_desk.parts import Parts
from dpo_desk.services.csv_text import csv_bytes
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.transfers_page import TransfersPage
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.links import LinkLine
from tests.desks import a_transfer, given
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.register_vault import choose, rows, settle

US = "US:2023/1795"
ANSWERS = [
    {"question": question, "answer": given("yes")}
    for question in ("us-listed", "us-entity", "us-staff", "us-fallback")
]


@pytest.fixture
def swiss(parts: Parts) -> Any:
    return parts.register.transfers.save(
        None, a_transfer(importer="Alp AG", country=given("CH"), tool=given("adequacy"))
    ).record


@pytest.fixture
def american(parts: Parts) -> Any:
    activity = parts.register.activities.choices()[0].id
    values = a_transfer(
        importer="=Cloud <b>Inc.</b>",
        activity=activity,
        tool=given("adequacy"),
        scope=ANSWERS,
        scope_entity=given("Cloud Inc."),
        scope_on="2026-10-01",
    )
    return parts.register.transfers.save(None, values).record


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page], swiss: Any, american: Any) -> TransfersPage:
    made = show(TransfersPage(register_desk))
    assert isinstance(made, TransfersPage)
    return made


def _texts(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def _links(widget: Any) -> list[LinkLine]:
    return [link for link in widget.findChildren(LinkLine) if link.isVisibleTo(widget)]


def _saved_as(tmp_path: Path, page: Any, name: str) -> bytes:
    """Choose a place in the file dialog that is open."""
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()]
    target = tmp_path / name
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    settle(page)
    return target.read_bytes()


# --- what if -----------------------------------------------------------------------------------------------------------


def test_what_hangs_on_a_decision_is_listed_with_the_verdict_before_and_after(page: TransfersPage) -> None:
    dialog = page.show_what_if(US)
    settle(page)
    told = _texts(dialog)
    assert "one transfer would lose its basis" in told
    assert "Other clauses stand ready" in told
    assert any("=Cloud <b>Inc.</b>" in link.text() for link in _links(dialog))
    assert markup_readers(dialog) == []
    assert unnamed(dialog) == []


def test_another_decision_is_read_at_once(page: TransfersPage) -> None:
    dialog = page.show_what_if(US)
    settle(page)
    dialog.decision.set_value("CH:2000/518")
    dialog.decision.changed.emit()
    settle(page)
    assert dialog.hanging is not None
    assert [each.flow.importer for each in dialog.hanging.flows] == ["Alp AG"]


def test_a_day_that_cannot_be_read_keeps_what_stands_there(page: TransfersPage) -> None:
    dialog = page.show_what_if(US)
    settle(page)
    before = dialog.hanging
    dialog.day.set_value("31/02/2027")
    dialog.ask()
    settle(page)
    assert dialog.hanging is before


def test_the_decision_that_is_challenged_is_asked_about_first(page: TransfersPage) -> None:
    dialog = page.show_what_if()
    assert dialog.decision.value() == US


def test_a_link_leads_to_the_record_and_closes_the_dialog(page: TransfersPage, american: Any) -> None:
    dialog = page.show_what_if(US)
    settle(page)
    QTest.mouseClick(_links(dialog)[0], Qt.MouseButton.LeftButton)
    moves = page.desk.moves  # type: ignore[attr-defined]
    assert ("transfers", american.id) in [(where, record) for where, record, _ in moves]


def test_the_lists_are_saved_as_a_table_in_which_no_text_is_a_formula(
    page: TransfersPage, tmp_path: Path
) -> None:
    dialog = page.show_what_if(US)
    settle(page)
    dialog.save()
    content = _saved_as(tmp_path, page, "what-if.csv").decode("utf-8-sig")
    table = [*csv.reader(io.StringIO(content))]
    assert table[0][0] == "What"
    assert "'=Cloud <b>Inc.</b>" in [cell for row in table for cell in row]
    assert len({len(row) for row in table}) == 1


def test_a_text_with_separators_and_quotes_comes_back_from_the_file() -> None:
    rows_ = [("a;b", 'say "x"', "two\nlines", "é")]
    read = csv.reader(io.StringIO(csv_bytes(rows_, ";").decode("utf-8-sig")), delimiter=";")
    assert [tuple(row) for row in read] == rows_


# --- countries ---------------------------------------------------------------------------------------------------------


def test_the_table_by_country_counts_what_goes_there(page: TransfersPage, tmp_path: Path) -> None:
    dialog = page.show_countries()
    settle(page)
    names = {line.code: line for line in dialog.lines}
    assert names["CH"].worst is Verdict.VALID
    assert names["US"].worst is Verdict.NOT_VALID
    assert sum(len(line.flows) for line in dialog.lines) == len(rows(page))
    assert dialog.model.rowCount() == len(dialog.lines)
    dialog.save()
    assert "Switzerland" in _saved_as(tmp_path, page, "countries.csv").decode("utf-8-sig")
    assert unnamed(dialog) == []


def test_from_a_country_one_comes_to_its_decision(page: TransfersPage) -> None:
    dialog = page.show_countries()
    settle(page)
    row = next(n for n, line in enumerate(dialog.lines) if line.code == "CH")
    dialog.table.selectRow(row)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    settle(page)
    from dpo_desk.ui.pages.what_if import WhatIfDialog

    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, WhatIfDialog) and w.isVisible()]
    assert shown[0].decision.value() == "CH:2000/518"


def test_a_country_without_a_decision_asks_nothing(page: TransfersPage) -> None:
    dialog = page.show_countries()
    settle(page)
    row = next(n for n, line in enumerate(dialog.lines) if line.decision is None)
    dialog.table.selectRow(row)
    assert not dialog._ask.isEnabled()


def test_an_empty_register_says_so(bare_desk: Desk, show: Callable[[Page], Page]) -> None:
    page: Any = show(TransfersPage(bare_desk))
    dialog = page.show_countries()
    settle(page)
    assert dialog._stack.currentIndex() == 1


# --- law tables --------------------------------------------------------------------------------------------------------


def _without_swiss(parts: Parts, folder: Path) -> Path:
    text = parts.law_tables.text(ADEQUACY)
    path = folder / "mine.toml"
    path.write_text(
        text.replace('code = "CH"\ninstrument = "decision_ec"', 'code = "KE"\ninstrument = "decision_ec"', 1),
        "utf-8",
    )
    return path


def test_the_tables_say_where_they_come_from_and_what_was_never_verified(page: TransfersPage) -> None:
    dialog = page.show_law_tables()
    told = _texts(dialog).replace("\u200b", "")
    assert "https://eur-lex.europa.eu/eli/reg/2016/679/oj" in told
    assert "Read: never" in told
    assert "were not confirmed against a source" in told
    assert unnamed(dialog) == []
    assert all(card.reset.isHidden() for card in dialog.cards)


def test_a_table_is_looked_at_accepted_and_taken_back(
    page: TransfersPage, parts: Parts, swiss: Any, tmp_path: Path
) -> None:
    dialog = page.show_law_tables()
    dialog.look_at(ADEQUACY, _without_swiss(parts, tmp_path))
    settle(page)
    shown = [dialog.changes.item(n).text() for n in range(dialog.changes.count())]
    assert any("Kenya" in text and text.startswith("New") for text in shown)
    assert any("Switzerland" in text and text.startswith("Gone") for text in shown)
    assert any("Alp AG" in text and "Valid → Not valid" in text for text in shown)
    assert parts.law_tables.law().decision("CH:2000/518"), "nothing counts before it is accepted"
    QTest.mouseClick(dialog.accept_table, Qt.MouseButton.LeftButton)
    settle(page)
    assert rows(page)[swiss.ref].cells[2].text == "Not valid"
    choose(page, swiss.ref)
    assert "no adequacy decision" in page.form.law.text
    (card,) = [card for card in dialog.cards if not card.reset.isHidden()]
    QTest.mouseClick(card.reset, Qt.MouseButton.LeftButton)
    settle(page)
    QTest.mouseClick(dialog.accept_table, Qt.MouseButton.LeftButton)
    settle(page)
    assert rows(page)[swiss.ref].cells[2].text == "Valid"


def test_a_file_that_is_not_sound_is_told_by_line_and_key(
    page: TransfersPage, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(parts.law_tables.text(ADEQUACY).replace("at_risk = true", "at_risc = true", 1), "utf-8")
    dialog = page.show_law_tables()
    dialog.look_at(ADEQUACY, path)
    settle(page)
    assert not dialog.banner.isHidden()
    assert "at_risc" in dialog.banner.accessibleName()
    assert "Line " in dialog.banner.accessibleName()
    assert dialog._stack.currentIndex() == 0


def test_the_same_table_changes_nothing_and_cannot_be_accepted(
    page: TransfersPage, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "same.toml"
    path.write_text(parts.law_tables.text(ADEQUACY), "utf-8")
    dialog = page.show_law_tables()
    dialog.look_at(ADEQUACY, path)
    settle(page)
    assert not dialog.accept_table.isEnabled()
    assert dialog.changes.count() == 1


def test_a_copy_of_a_table_is_saved_as_it_is(page: TransfersPage, parts: Parts, tmp_path: Path) -> None:
    dialog = page.show_law_tables()
    QTest.mouseClick(dialog.cards[0].copy, Qt.MouseButton.LeftButton)
    assert _saved_as(tmp_path, page, "copy.toml").decode() == parts.law_tables.text(ADEQUACY)


@pytest.mark.parametrize("words", ["fr"], indirect=True)
def test_the_dialogs_open_in_french(page: TransfersPage, parts: Parts, tmp_path: Path) -> None:
    for dialog in (page.show_what_if(US), page.show_countries(), page.show_law_tables()):
        settle(page)
        assert unnamed(dialog) == []
        dialog.reject()
    dialog = page.show_law_tables()
    dialog.look_at(ADEQUACY, _without_swiss(parts, tmp_path))
    settle(page)
    shown = "\n".join(dialog.changes.item(n).text() for n in range(dialog.changes.count()))
    assert "Supprimé (décision)" in shown
    assert "Suisse" in shown
