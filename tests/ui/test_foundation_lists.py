from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from dpo_desk.ui.models.paged import ID_ROLE, KEPT_PAGES, PAGE, PagedModel, Query
from dpo_desk.ui.shell import Desk, MemoryViewState
from dpo_desk.ui.widgets.list_view import Chip, Empty, ListView
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.sample_page import HOSTILE, ManyRows


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> ListView:
    return make_view(desk, qtbot, ManyRows())


def make_view(desk: Desk, qtbot: QtBot, source: ManyRows, **more: object) -> ListView:
    view = ListView(
        desk.words,
        source,
        name="Requests",
        state=desk.view_state,
        state_key="page.test",
        empty=Empty("inbox", "Requests stand here.", "New request", lambda: None),
        chips=[Chip("open", "Open"), Chip("all", "All")],
        sort="ref",
        **more,  # type: ignore[arg-type]
    )
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    return view


def test_the_model_keeps_qts_rules(qapp: object) -> None:
    model = PagedModel(ManyRows(450))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.ask(Query())
    model.ask(Query(text="1"))
    model.ask(Query(text="nothing like it"))
    assert model.rowCount() == 0
    assert tester.model() is model


def test_a_hundred_thousand_rows_load_only_what_is_seen(desk: Desk, qtbot: QtBot) -> None:
    source = ManyRows()
    view = make_view(desk, qtbot, source)
    qtbot.wait(50)
    assert view.model.rowCount() == 100_000
    assert source.loaded <= 2 * PAGE
    view.table.scrollToBottom()
    qtbot.wait(50)
    assert source.loaded <= 4 * PAGE
    for row in range(0, 100_000, PAGE):
        view.model.data(view.model.index(row, 0))
    assert len(view.model._pages) == KEPT_PAGES


def test_sorting_asks_the_source_and_is_quick(view: ListView, desk: Desk) -> None:
    started = time.perf_counter()
    view.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert time.perf_counter() - started < 0.5
    assert view.model.query == Query("", frozenset({"open"}), "ref", True)
    assert view.model.data(view.model.index(0, 0)) == "R-099999"


def test_the_selection_stays_with_its_record(view: ListView, qtbot: QtBot) -> None:
    assert view.select("000005")
    view.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert view.current == "000005"
    assert view.table.currentIndex().data(ID_ROLE) == "000005"
    view.refresh()
    assert view.table.currentIndex().data(ID_ROLE) == "000005"
    view.filter.setText("9999")
    qtbot.waitUntil(lambda: view.model.rowCount() < 100_000, timeout=2000)
    assert view.current is None


def test_typing_asks_once_after_a_pause(view: ListView, qtbot: QtBot) -> None:
    source = view.model._source
    assert isinstance(source, ManyRows)
    before = len(source.asked)
    QTest.keyClicks(view.filter, "00012")
    assert len(source.asked) == before
    qtbot.waitUntil(lambda: len(source.asked) > before, timeout=2000)
    assert [q.text for q in source.asked[before:]] == ["00012"]


def test_a_record_hidden_by_a_filter_is_found_all_the_same(view: ListView, qtbot: QtBot) -> None:
    view.filter.setText("zzz")
    qtbot.waitUntil(lambda: view.model.rowCount() == 0, timeout=2000)
    assert view.select("000007")
    assert view.filter.text() == ""
    assert not view.select("gone")


def test_arrows_choose_and_enter_opens(view: ListView, qtbot: QtBot) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    view.table.setFocus()
    with qtbot.waitSignal(view.chosen, timeout=2000) as chosen:
        QTest.keyClick(view.table, Qt.Key.Key_Down)
        QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert chosen.args == [view.current]
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened == [view.current]


def test_a_record_shown_again_while_ctrl_is_held_stays_selected(desk: Desk, qtbot: QtBot) -> None:
    view = make_view(desk, qtbot, ManyRows(9), several=True)
    view.select("000001")
    QTest.keyClick(view.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)  # Ctrl is down from here on
    view.refresh()
    assert view.select("000001")
    assert view.selected_ids == ("000001",)


def test_a_record_that_is_shown_takes_the_place_of_all_that_were_selected(desk: Desk, qtbot: QtBot) -> None:
    several = make_view(desk, qtbot, ManyRows(9), several=True)
    told: list[int] = []
    several.selected.connect(told.append)
    several.table.selectAll()
    several.select("000001")
    assert told[-1] == 1
    assert several._count.text() == desk.words("ui.common.list.count", count=9)


def test_the_keyboard_goes_to_the_rows_or_to_the_first_step(desk: Desk, qtbot: QtBot) -> None:
    view, empty = make_view(desk, qtbot, ManyRows(3)), make_view(desk, qtbot, ManyRows(0))
    for each, place in ((view, view.table), (empty, empty._empty.focusProxy())):
        each.activateWindow()
        each.focus_rows()
        assert each.window().focusWidget() is place


def test_tab_leaves_the_table(view: ListView) -> None:
    view.select("000001")
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Tab)
    assert not view.table.hasFocus()


def test_an_empty_list_says_what_belongs_here_and_a_fruitless_filter_says_so(
    desk: Desk, qtbot: QtBot
) -> None:
    empty = make_view(desk, qtbot, ManyRows(0))
    assert empty._empty._text.text() == "Requests stand here."
    assert empty._empty.isVisible()
    full = make_view(desk, qtbot, ManyRows(3))
    full.filter.setText("zzz")
    qtbot.waitUntil(lambda: full._empty.isVisible(), timeout=2000)
    assert full._empty._text.text() == desk.words("ui.common.list.no_match")


def test_sort_order_and_widths_are_remembered(desk: Desk, qtbot: QtBot) -> None:
    first = make_view(desk, qtbot, ManyRows(10))
    head = first.table.horizontalHeader()
    head.resizeSection(0, 177)
    head.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    state = desk.view_state
    assert isinstance(state, MemoryViewState)
    qtbot.waitUntil(lambda: "page.test/columns" in state.kept, timeout=2000)
    again = make_view(desk, qtbot, ManyRows(10))
    assert again.table.horizontalHeader().sectionSize(0) == 177
    assert again.model.query.sort == "name"
    assert again.model.query.descending


def test_names_in_cells_are_plain_and_tips_are_no_markup(view: ListView) -> None:
    index = view.model.index(0, 1)
    assert index.data() == HOSTILE
    assert "<" not in index.data(Qt.ItemDataRole.ToolTipRole)
    assert markup_readers(view) == []
    assert unnamed(view) == []
