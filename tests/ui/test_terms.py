from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.editors import Editor
from dpo_desk.ui.widgets.terms import TermLine, TermLines, matching
from tests.ui.conftest import markup_readers, type_text, unnamed

TERMS = (
    "Encryption at rest",
    "Chiffrement des échanges",
    "Access control",
    "Rest of the world <b>",
    "Back-up",
)


def shown(editor: Editor, qtbot: QtBot) -> Editor:
    editor.set_name("Measures")
    qtbot.addWidget(editor)
    editor.resize(420, 200)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


@pytest.fixture
def line(desk: Desk, qtbot: QtBot) -> TermLine:
    editor = TermLine(lambda: TERMS)
    shown(editor, qtbot)
    return editor


@pytest.fixture
def lines(desk: Desk, qtbot: QtBot) -> TermLines:
    editor = TermLines(desk.words, lambda: TERMS)
    shown(editor, qtbot)
    return editor


def offered(editor: TermLine | TermLines) -> list[str]:
    offers = editor.offers if isinstance(editor, TermLine) else editor.box.offers
    model = offers.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_terms_are_found_without_accents_and_capitals_those_that_begin_so_first() -> None:
    assert matching(TERMS, "ECHANGES") == ["Chiffrement des échanges"]
    assert matching(TERMS, "rest") == ["Rest of the world <b>", "Encryption at rest"]
    assert matching(TERMS, "back-up") == []


def test_a_line_offers_what_is_typed_and_takes_anything(line: TermLine) -> None:
    line.line.setFocus()
    QTest.keyClicks(line.line, "acc")
    assert offered(line) == ["Access control"]
    assert line.value() == "acc"


def test_a_chosen_term_is_a_change(line: TermLine, qtbot: QtBot) -> None:
    line.line.setFocus()
    QTest.keyClicks(line.line, "acc")
    popup = line.offers.popup()
    assert popup.isVisible()
    with qtbot.waitSignal(line.changed):
        QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.value() == "Access control"


def test_down_in_an_empty_line_offers_everything(line: TermLine) -> None:
    line.line.setFocus()
    QTest.keyClick(line.line, Qt.Key.Key_Down)
    assert offered(line) == list(TERMS)
    line.offers.popup().hide()


def test_each_line_of_several_is_offered_its_own_terms(lines: TermLines) -> None:
    box = lines.box
    box.setFocus()
    QTest.keyClicks(box, "own words")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "back")
    popup = box.offers.popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert lines.value() == "own words\nBack-up"
    assert not popup.isVisible()


def test_what_no_term_holds_is_typed_undisturbed(lines: TermLines) -> None:
    lines.box.setFocus()
    QTest.keyClicks(lines.box, "zzz")
    QTest.keyClick(lines.box, Qt.Key.Key_Return)
    assert lines.value() == "zzz\n"
    assert not lines.box.offers.popup().isVisible()


def test_ticks_add_and_take_away_terms_and_leave_own_words_alone(
    lines: TermLines, desk: Desk, qtbot: QtBot
) -> None:
    lines.set_value("own words\naccess CONTROL\nBack-up")
    picker = lines.open_picker()
    qtbot.waitUntil(picker.filter.hasFocus, timeout=2000)
    assert picker.ticked() == ["Access control", "Back-up"]
    assert "2" in picker._done.text()
    type_text(picker.filter, "encr")
    assert [row for row in range(5) if not picker.list.isRowHidden(row)] == [0]
    QTest.keyClick(picker.filter, Qt.Key.Key_Down)
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    picker.list.item(4).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(lines.changed):
        picker.accept()
    assert lines.value() == "own words\naccess CONTROL\nEncryption at rest"


def test_leaving_the_list_changes_nothing(lines: TermLines) -> None:
    lines.set_value("own words")
    picker = lines.open_picker()
    picker.list.item(0).setCheckState(Qt.CheckState.Checked)
    picker.reject()
    assert lines.value() == "own words"


@pytest.mark.parametrize("kind", ["line", "lines", "picker"])
def test_all_has_a_name_and_nothing_reads_markup(kind: str, lines: TermLines, line: TermLine) -> None:
    widget: QWidget = {"line": line, "lines": lines}.get(kind) or lines.open_picker()
    assert unnamed(widget) == []
    assert markup_readers(widget) == []
