from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button
from dpo_desk.ui.widgets.gaps import Aside, GapLine, GapList
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.sample_page import HOSTILE

BASIS = GapLine(
    "The legal basis is unknown", "6(1)", Tone.DANGER, "purposes.0.basis", "", "CHK-02", "basis|0"
)
NAMES = GapLine(HOSTILE, "30(1)(d)", Tone.WARNING, "recipients", "", "CHK-07", "names")
HINT = GapLine("A review date would help", "5(2)", Tone.NEUTRAL, "review", "", "CHK-30", "review")
OLD = Aside(
    GapLine("No number of people", "30", Tone.NEUTRAL, "people", key="people"), "we sell to anyone", "1/2"
)


@pytest.fixture
def make(desk: Desk, qtbot: QtBot) -> Callable[..., GapList]:
    def make(**more: bool) -> GapList:
        gaps = GapList(desk.words, **more)
        qtbot.addWidget(gaps)
        gaps.resize(260, 600)
        with qtbot.waitExposed(gaps):
            gaps.show()
        return gaps

    return make


def test_findings_stand_in_groups_with_their_count_the_gravest_first(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([HINT, NAMES, BASIS, HINT])
    assert [head.text() for head in gaps.heads()] == ["1 error", "1 warning", "2 hints"]
    assert [line.gap for line in gaps.lines()] == [BASIS, NAMES, HINT, HINT]
    assert gaps.buttons()[0].accessibleDescription() == "Art. 6(1) · CHK-02"


def test_a_line_jumps_to_its_field(make: Callable[..., GapList], qtbot: QtBot) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([HINT, BASIS])
    with qtbot.waitSignal(gaps.jump) as jumped:
        QTest.keyClick(gaps.buttons()[0], Qt.Key.Key_Return)
    assert jumped.args == [BASIS]


def test_a_group_folds_and_stays_folded(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([HINT, BASIS])
    QTest.keyClick(gaps.heads()[1], Qt.Key.Key_Space)
    assert [line.isVisible() for line in gaps.lines()] == [True, False]
    gaps.show_gaps([HINT, NAMES, BASIS])
    assert [line.isVisible() for line in gaps.lines()] == [True, True, False]


def test_what_does_not_apply_is_set_aside_with_a_reason_of_some_words(
    make: Callable[..., GapList], qtbot: QtBot
) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS, NAMES])
    line = gaps.lines()[1]
    line.aside.click()
    why = line._why
    assert why is not None
    assert why.text.box.hasFocus()
    type_text(why.text.box, "no")
    assert not why._done.isEnabled()
    type_text(why.text.box, " names\nknown ")
    with qtbot.waitSignal(gaps.set_aside) as given:
        QTest.keyClick(why.text.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert given.args == [NAMES, "no names known"]


def test_a_reason_being_typed_stays_when_other_findings_come_and_go(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS, NAMES])
    gaps.lines()[1].ask()
    type_text(gaps.lines()[1]._why.text.box, "because of")  # type: ignore[union-attr]
    gaps.show_gaps([NAMES, HINT])
    assert gaps.lines()[0].reason == "because of"
    gaps.show_gaps([HINT])
    assert gaps.lines()[0].reason is None


def test_escape_leaves_the_reason(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS])
    gaps.lines()[0].ask()
    QTest.keyClick(gaps.lines()[0]._why.text.box, Qt.Key.Key_Escape)  # type: ignore[union-attr]
    assert gaps.lines()[0].reason is None
    assert gaps.lines()[0].aside.hasFocus()


def test_what_was_set_aside_stands_below_and_can_be_brought_back(
    make: Callable[..., GapList], desk: Desk, qtbot: QtBot
) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS], [OLD])
    head = gaps.heads()[-1]
    assert head.text() == "1 set aside"
    assert not head.isChecked()
    head.click()
    bring_back = desk.words("ui.gaps.bring_back")
    button = next(b for b in gaps.findChildren(Button) if b.text() == bring_back)
    with qtbot.waitSignal(gaps.bring_back) as brought:
        button.click()
    assert brought.args == [OLD.gap]


def test_nothing_missing_is_said_in_words(make: Callable[..., GapList], desk: Desk) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([])
    assert next(iter(gaps._made.values())).text() == desk.words("ui.common.gaps.none")  # type: ignore[attr-defined]


def test_a_simple_list_has_no_groups_and_nothing_to_set_aside(make: Callable[..., GapList]) -> None:
    gaps = make()
    gaps.show_gaps([HINT, BASIS])
    assert gaps.heads() == []
    assert not hasattr(gaps.lines()[0], "aside")
    assert gaps.buttons()[0].accessibleDescription() == "Error · Art. 6(1)"


def test_everything_has_a_name_and_nothing_reads_markup(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS, NAMES], [OLD])
    gaps.lines()[1].ask()
    gaps.heads()[-1].click()
    assert unnamed(gaps) == []
    assert markup_readers(gaps) == []


def test_rows_that_stay_are_kept_and_stand_in_order(make: Callable[..., GapList]) -> None:
    gaps = make(settled=True)
    gaps.show_gaps([BASIS, NAMES, HINT])
    kept = gaps.lines()
    gaps.show_gaps([NAMES, HINT, HINT])
    gaps.show_gaps([HINT, BASIS, NAMES])
    assert [line.gap for line in gaps.lines()] == [BASIS, NAMES, HINT]
    assert gaps.lines()[1:] == kept[1:]
    column = gaps._column
    assert [column.itemAt(n).widget() for n in range(column.count())] == list(gaps._made.values())
    assert [head.text() for head in gaps.heads()] == ["1 error", "1 warning", "1 hint"]
