"""The figures on the screen: the period chosen, what is shown of it, and what leaves the window."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.figures_print import FiguresPrint
from dpo_desk.ui.pages.statistics import show_statistics
from dpo_desk.ui.theme import Scheme, Tone
from dpo_desk.ui.widgets.chart import BarChart, Bars, scale_step
from tests.ui.conftest import markup_readers, unnamed


def rest(desk):
    for _ in range(4):
        QApplication.processEvents()
        assert desk.lane.wait()
    QApplication.processEvents()


@pytest.fixture
def window(qtbot, themed):
    shown = QWidget()
    shown.resize(1280, 800)
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def dialog(register_desk, window):
    shown = show_statistics(register_desk, window)
    rest(register_desk)
    yield shown
    shown.reject()


def choose(dialog, editor, value):
    editor.combo.setCurrentIndex(editor.combo.findData(value))
    editor.combo.activated.emit(editor.combo.currentIndex())
    rest(dialog._desk)


def cell(dialog, row, column):
    return dialog.table.item(row, column).text()


def test_the_last_twelve_months_are_shown_first_and_the_table_has_a_line_for_each(dialog):
    assert (dialog.shown.first, dialog.shown.last) == ("2025-12", "2026-11")
    assert dialog.table.rowCount() == 12
    assert cell(dialog, 11, 0) == "November 2026"
    assert cell(dialog, 11, 1) == str(dialog.shown.by_month[-1][1].received)


def test_a_year_is_chosen_and_every_table_can_be_seen(dialog):
    choose(dialog, dialog.period, "2026")
    assert (dialog.shown.first, dialog.shown.last) == ("2026-01", "2026-12")
    for table, lines in (
        ("right", dialog.shown.by_right),
        ("regime", dialog.shown.by_regime),
        ("country", dialog.shown.by_country),
    ):
        choose(dialog, dialog.table_of, table)
        assert dialog.table.rowCount() == len(lines) > 0
        assert sum(int(cell(dialog, row, 1)) for row in range(len(lines))) == sum(
            each.received for _, each in lines
        )


def test_the_bars_are_told_in_words(dialog):
    total = dialog.shown.total
    assert f"{total.received} requests received" in dialog.chart.accessibleDescription()


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_everything_has_a_name_and_reads_no_markup(dialog):
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []


def test_without_a_request_it_says_so_and_offers_no_figures(bare_desk, window):
    shown = show_statistics(bare_desk, window)
    rest(bare_desk)
    assert shown._parts.currentIndex() == 1
    assert [button.isEnabled() for button in shown._outputs] == [False, False, True]
    shown.reject()


def saved_as(dialog, path):
    (asked,) = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    rest(dialog._desk)


def test_the_figures_are_written_where_the_user_says(dialog, tmp_path):
    dialog._save("json")
    saved_as(dialog, tmp_path / "figures.json")
    assert (
        json.loads((tmp_path / "figures.json").read_text())["total"]["received"]
        == dialog.shown.total.received
    )


def test_the_list_is_written_with_every_request(dialog, tmp_path, register_desk):
    dialog._save_list()
    rest(register_desk)
    saved_as(dialog, tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text("utf-8-sig").count("R-2026-") >= dialog.shown.total.received


def test_the_report_is_drawn_in_the_language_chosen_and_archived(dialog, register_desk):
    choose(dialog, dialog.period, "2026")
    dialog.print_report()
    rest(register_desk)
    (paper,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, FiguresPrint) and each.isVisible()
    ]
    assert unnamed(paper) == []
    choose(paper, paper.language, "fr")
    assert paper._sheet.language == "fr"
    paper.archive()
    rest(register_desk)
    with register_desk.services.cases.work(read_only=True) as unit:
        (line,) = [
            each
            for each in unit.papers.lines(unit.papers.ids(ListQuery()))
            if each.template == "requests_year"
        ]
    assert line.language == "fr"


@pytest.mark.parametrize(
    ("most", "step"),
    [(0, 1), (4, 1), (5, 2), (8, 2), (9, 5), (20, 5), (21, 10), (100, 50), (100_000, 50_000)],
)
def test_the_lines_of_a_scale_are_round_numbers(most, step):
    assert scale_step(most, 4) == step


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_bars_are_drawn_in_both_schemes_and_higher_for_more(qtbot, themed, scheme):
    themed.choose(scheme)
    chart = BarChart("chart")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    pictures = []
    for value in (0, 1, 2):
        chart.show_bars(("a", "b"), [Bars("one", (value, 4), Tone.ACCENT)], "told")
        pictures.append(chart.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]
