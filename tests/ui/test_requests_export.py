"""The list of requests as a file: what is shown, in its order, with days that are days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from dpo_desk.importers.files import TableFiles
from dpo_desk.ui.models.paged import Query
from dpo_desk.ui.pages.requests_page import RequestsPage
from tests.ui.whole_desk import rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


def written(page: Any, target: Path) -> Any:
    (command,) = [each for each in page.commands() if each.objectName() == "export"]
    command.trigger()
    (asked,) = [each for each in page.findChildren(QFileDialog) if each.isVisible()]
    asked.fileSelected.emit(str(target))
    asked.close()
    rest(page)
    return asked


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".csv"])
def test_the_list_is_written_as_it_is_shown(page: Any, tmp_path: Path, ending: str) -> None:
    notes: list[Any] = []
    page.desk.messages.noted.connect(notes.append)
    target = tmp_path / f"list{ending}"
    written(page, target)
    sheet = TableFiles().read(target).sheets[0]
    lines = page.desk.services.cases.lines(page.list.model.ids)
    assert sheet.header.cells[0] == page.desk.words("ui.requests.column.ref")
    assert [row.cells[0] for row in sheet.rows] == [line.ref for line in lines]
    assert [row.cells[1] for row in sheet.rows] == [line.person for line in lines]
    assert [row.cells[4] for row in sheet.rows] == [line.received.isoformat() for line in lines]
    assert [row.cell(5) for row in sheet.rows] == [line.due.isoformat() if line.due else "" for line in lines]
    assert notes[-1].text == page.desk.words("ui.requests.export.done", count=len(lines))


def test_what_the_list_leaves_out_is_left_out_of_the_file(page: Any, tmp_path: Path) -> None:
    page.list.model.ask(Query(text="Giulia"))
    written(page, tmp_path / "list.csv")
    sheet = TableFiles().read(tmp_path / "list.csv").sheets[0]
    assert {row.cells[1] for row in sheet.rows} == {"Giulia Finta"}


def test_a_name_without_an_ending_gets_that_of_the_chosen_kind(page: Any) -> None:
    dialog = page.export()
    assert dialog.defaultSuffix() == "xlsx"
    dialog.selectNameFilter(dialog.nameFilters()[1])
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "ods"
    dialog.close()
