from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from dpo_desk.ui.models.paged import Column
from dpo_desk.ui.saved_filters import VaultFilters
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.list_view import Chip, Empty, ListView
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.sample_page import ManyRows

READY = (
    Filter(name="No legal basis", chips=frozenset({"rule:basis"})),
    Filter(name="Open, by person", chips=frozenset({"open"}), sort="name"),
)


class WithHidden(ManyRows):
    columns = (*ManyRows.columns, Column("owner", "Owner", hidden=True))


@pytest.fixture
def make(desk: Desk, qtbot: QtBot) -> Callable[..., ListView]:
    def make(count: int = 50, source: ManyRows | None = None, **more: object) -> ListView:
        view = ListView(
            desk.words,
            source or ManyRows(count),
            name="Requests",
            state=desk.view_state,
            state_key="page.test",
            empty=Empty("inbox", "Requests stand here.", "New request", lambda: None),
            chips=[Chip("open", "Open"), Chip("all", "All")],
            sort="ref",
            several=True,
            ready=READY,
            shelf=VaultFilters(desk, "test"),
            **more,  # type: ignore[arg-type]
        )
        qtbot.addWidget(view)
        view.resize(600, 500)
        view.show()
        return view

    return make


def press(menu: QMenu, text: str) -> None:
    action = next(a for a in menu.actions() if a.text() == text)
    menu.close()
    action.trigger()


# --- several rows ----------------------------------------------------------------------------------------------------


def test_rows_are_selected_with_shift_and_control_and_the_line_below_counts_them(
    make: Callable[..., ListView],
) -> None:
    view = make()
    told: list[int] = []
    view.selected.connect(told.append)
    view.select("000002")
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_ids == ("000002", "000003", "000004")
    assert told[-1] == 3
    assert "3 selected" in view._count.text()
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_ids == ("000002", "000003", "000004", "000006")


def test_control_a_selects_a_hundred_thousand_rows_at_once_and_a_refresh_keeps_them(
    make: Callable[..., ListView],
) -> None:
    view = make(100_000)
    view.table.setFocus()
    started = time.perf_counter()
    QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.table.selected_count() == 100_000
    assert time.perf_counter() - started < 0.5
    view.refresh()
    assert len(view.selected_ids) == 100_000
    source = view.model._source
    assert isinstance(source, ManyRows)
    assert source.loaded < 2_000


def test_the_selection_of_several_follows_its_records_through_another_order(
    make: Callable[..., ListView],
) -> None:
    view = make()
    view.select("000002")
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    view.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert view.selected_ids == ("000003", "000002")
    assert view.current == "000003"


def test_a_list_for_one_row_selects_one(desk: Desk, qtbot: QtBot) -> None:
    view = ListView(
        desk.words,
        ManyRows(5),
        name="Papers",
        state=desk.view_state,
        state_key="page.one",
        empty=Empty("inbox", "Papers stand here."),
    )
    qtbot.addWidget(view)
    view.show()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.selected_ids) == 1
    assert not view._filters_button.isVisible()


# --- columns ---------------------------------------------------------------------------------------------------------


def test_columns_are_hidden_and_shown_by_ticks_and_remembered(
    make: Callable[..., ListView], qtbot: QtBot
) -> None:
    view = make(source=WithHidden(10))
    head = view.table.horizontalHeader()
    assert head.isSectionHidden(3)
    menu = view.choose_columns()
    press(menu, "Owner")
    menu = view.choose_columns()
    press(menu, "Reference")
    again = make(source=WithHidden(10)).table.horizontalHeader()
    assert [again.isSectionHidden(n) for n in range(4)] == [True, False, False, False]


def test_a_tick_by_the_keyboard_leaves_the_menu_open_and_one_column_always_stays(
    make: Callable[..., ListView],
) -> None:
    view = make(source=WithHidden(10))
    menu = view.choose_columns()
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    head = view.table.horizontalHeader()
    assert [head.isSectionHidden(n) for n in range(4)] == [True, True, False, True]
    assert not menu.actions()[2].isEnabled()
    press(menu, "Back to the original columns")
    assert [head.isSectionHidden(n) for n in range(4)] == [False, False, False, True]


def test_the_look_of_other_columns_is_not_put_on_new_ones(make: Callable[..., ListView]) -> None:
    view = make()
    view.table.horizontalHeader().resizeSection(0, 177)
    view._remember()
    assert make().table.horizontalHeader().sectionSize(0) == 177
    assert make(source=WithHidden(10)).table.horizontalHeader().sectionSize(0) != 177


# --- filters ---------------------------------------------------------------------------------------------------------


def test_a_ready_filter_may_use_chips_without_a_button_and_is_lifted_again(
    make: Callable[..., ListView],
) -> None:
    view = make()
    press(view.choose_filter(), "No legal basis")
    assert view.model.query.chips == {"all", "rule:basis"}
    assert view._lifted.isVisible()
    assert view._lifted.text() == "No legal basis"
    view._lifted.click()
    assert view.model.query.chips == {"all"}
    assert not view._lifted.isVisible()
    press(view.choose_filter(), "Open, by person")
    assert (view.model.query.chips, view.model.query.sort) == ({"open"}, "name")


def test_a_filter_is_kept_under_a_name_in_the_vault_and_found_again(
    make: Callable[..., ListView], desk: Desk, qtbot: QtBot
) -> None:
    view = make()
    QTest.keyClicks(view.filter, "Zoe")
    view._chips["open"].click()
    press(view.choose_filter(), desk.words("ui.lists.save_filter"))
    assert view.focusWidget() is view._naming.line
    QTest.keyClicks(view._naming.line, "Zoe's open ones")
    QTest.keyClick(view._naming.line, Qt.Key.Key_Return)
    assert not view._naming.isVisible()
    assert desk.lane.wait()
    kept = desk.drafts.load("filters/test")
    assert kept is not None
    assert "Zoe" in str(kept)
    assert "Zoe" not in str(vars(desk.view_state))
    again = make()
    press(again.choose_filter(), "Zoe's open ones")
    assert (again.model.query.text, again.model.query.chips) == ("Zoe", {"open"})


def test_a_filter_is_renamed_and_deleted_and_the_status_line_takes_it_back(
    make: Callable[..., ListView], desk: Desk, qtbot: QtBot
) -> None:
    shelf = VaultFilters(desk, "test")
    for name in ("Mine", "Other"):
        shelf.keep(Filter(name=name, text=name))
    desk.lane.wait()
    view = make()
    menu = view.choose_filter()
    rename = next(a for a in menu.actions() if a.text() == desk.words("ui.lists.rename_filter")).menu()
    assert isinstance(rename, QMenu)
    press(rename, "Mine")
    menu.close()
    view._naming.line.setText("Other")
    assert view._naming._hint.isVisible()
    view._naming.line.setText("Ours")
    QTest.keyClick(view._naming.line, Qt.Key.Key_Return)
    assert [f.name for f in view._own_filters()] == ["Other", "Ours"]
    with qtbot.waitSignal(desk.messages.noted) as noted:
        view._drop_filter("Other")
    assert [f.name for f in view._own_filters()] == ["Ours"]
    noted.args[0].undo()
    desk.lane.wait()
    assert [f.name for f in VaultFilters(desk, "test").filters()] == ["Other", "Ours"]


def test_escape_leaves_the_name_and_nothing_is_kept(make: Callable[..., ListView], desk: Desk) -> None:
    view = make()
    view._naming.ask()
    QTest.keyClicks(view._naming.line, "Mine")
    QTest.keyClick(view._naming.line, Qt.Key.Key_Escape)
    assert not view._naming.isVisible()
    assert view._own_filters() == ()


def test_nothing_unfiltered_can_be_kept_and_odd_leftovers_are_passed_over(
    make: Callable[..., ListView], desk: Desk
) -> None:
    desk.drafts.save(
        "filters/test", {"filters": ["?", {"name": 3}, {"name": "Old", "chips": ["gone", "open"], "sort": 1}]}
    )
    view = make()
    view.choose_chip("all")
    menu = view.choose_filter()
    save = next(a for a in menu.actions() if a.text() == desk.words("ui.lists.save_filter"))
    assert not save.isEnabled()
    press(menu, "Old")
    assert view.model.query.chips == {"open"}


def test_the_list_s_own_controls_have_names_and_read_no_markup(
    make: Callable[..., ListView], desk: Desk
) -> None:
    view = make()
    view.show_filter(Filter(name="<b>bold</b> & more", chips=frozenset({"rule:basis"})))
    assert unnamed(view) == []
    assert markup_readers(view) == []
