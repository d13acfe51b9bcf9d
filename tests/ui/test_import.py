"""The import of requests with the keyboard: file, columns, trial; what is wrong is told, nothing is taken in unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from dpo_desk.exporters import EXPORTERS
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.import_plan import FIELDS, DateOrder
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.tables import Sheet, TableFile
from dpo_desk.ui.imports import ImportDialog
from dpo_desk.ui.imports.file_step import ENCODINGS, SEPARATORS
from dpo_desk.ui.pages.requests_page import RequestsPage
from dpo_desk.ui.widgets.basics import Button
from tests.desks import NOON
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import rest

HEADER = "Nom;Prénom;Courriel;Droit;Reçue le;Objet"
EVA = "Muster;Éva;eva@example.org;accès;2026-02-02;<b>Quoi ?</b>"
JAN = "Muster;Jan;jan@example.org;effacement;1/2/2026;Tout"


@pytest.fixture
def page(empty_desk: Any, show: Any) -> Any:
    return show(RequestsPage(empty_desk))


@pytest.fixture
def opened(page: Any, tmp_path: Path) -> Callable[..., ImportDialog]:
    def opened(*lines: str, encoding: str = "utf-8", content: bytes | None = None) -> ImportDialog:
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join((HEADER, *lines)).encode(encoding) if content is None else content)
        dialog = ImportDialog(page.desk, path, page)
        dialog.open()
        rest(page)
        return dialog

    return opened


def press(dialog: ImportDialog, page: Any, button: Any) -> None:
    assert button.isEnabled()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    rest(page)


def step(dialog: ImportDialog) -> int:
    return dialog.steps.currentIndex()


def count(page: Any) -> int:
    return len(page.desk.services.cases.ids(ListQuery()))


def rows(dialog: ImportDialog) -> list[tuple[str, str]]:
    table = dialog.tried.table
    return [(table.item(row, 0).text(), table.item(row, 1).text()) for row in range(table.rowCount())]


def choose(editor: Any, value: str) -> None:
    editor.set_value(value)
    editor.changed.emit()


def test_a_list_is_taken_in_with_the_keyboard_alone(page: Any, opened: Any, qtbot: Any) -> None:
    dialog = opened(EVA)
    assert step(dialog) == 0
    assert dialog.file.look.horizontalHeaderItem(1).text() == "Prénom"
    assert dialog.file.look.item(0, 1).text() == "Éva"
    for _ in range(2):
        assert not unnamed(dialog)
        assert not markup_readers(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        rest(page)
    assert step(dialog) == 2
    assert [each.value() for each in dialog.columns.columns] == [
        "last_name", "first_name", "email", "rights", "received", "asked",
    ]  # fmt: skip
    assert dialog.tried.ready.text() == page.desk.words("ui.imports.ready", count=1)
    assert count(page) == 0
    assert not unnamed(dialog)
    notes: list[Any] = []
    page.desk.messages.noted.connect(notes.append)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    rest(page)
    assert count(page) == 1
    assert notes[-1].text == page.desk.words("ui.imports.done", count=1)
    (case,) = page.desk.services.cases.ids(ListQuery())
    view = page.desk.services.cases.view(case)
    assert (view.person.name, view.case.asked) == ("Éva Muster", "<b>Quoi ?</b>")
    assert page.list.model.rowCount() == 1  # the list follows


def test_rows_with_errors_hold_the_import_until_they_are_left_out(page: Any, opened: Any) -> None:
    dialog = opened(EVA, JAN, "Muster;;x;droit inconnu;2026-02-02;y", EVA)
    press(dialog, page, dialog.go_on)
    press(dialog, page, dialog.go_on)
    words = page.desk.words
    told = rows(dialog)
    assert [number for number, _ in told] == ["3", "4", "5"]
    assert words("errors.field.ambiguous_date") in told[0][1]
    assert words("errors.field.word_unknown") in told[1][1]
    assert words("errors.field.not_an_email") in told[1][1]
    assert words("ui.imports.field.email") in told[1][1]
    assert told[2][1] == words("ui.imports.twin_in_list", number=2)
    assert not dialog.go_on.isEnabled()
    dialog.tried.leave_out.box.click()
    press(dialog, page, dialog.go_on)
    assert count(page) == 1


def test_the_order_of_days_is_chosen_and_the_trial_follows(page: Any, opened: Any) -> None:
    dialog = opened(JAN)
    press(dialog, page, dialog.go_on)
    press(dialog, page, dialog.go_on)
    assert dialog.banner.text == page.desk.words("ui.imports.doubtful_days")
    (say_which,) = [
        each
        for each in dialog.banner.findChildren(Button)
        if each.text() == page.desk.words("ui.imports.order")
    ]
    press(dialog, page, say_which)
    assert step(dialog) == 1
    assert dialog.columns.dates.combo.hasFocus()
    choose(dialog.columns.dates, DateOrder.DAY_FIRST)
    press(dialog, page, dialog.go_on)
    assert rows(dialog) == []
    press(dialog, page, dialog.go_on)
    (case,) = page.desk.services.cases.ids(ListQuery())
    assert page.desk.services.cases.view(case).case.received.isoformat() == "2026-02-01"


def test_what_is_there_already_is_taken_in_when_it_is_wanted(page: Any, opened: Any) -> None:
    dialog = opened(EVA, EVA)
    press(dialog, page, dialog.go_on)
    press(dialog, page, dialog.go_on)
    assert len(rows(dialog)) == 1
    dialog.tried.twins.box.click()
    rest(page)
    assert rows(dialog) == []
    press(dialog, page, dialog.go_on)
    assert count(page) == 2


def test_a_column_that_is_lacking_is_named_before_the_trial(page: Any, opened: Any) -> None:
    dialog = opened(EVA)
    press(dialog, page, dialog.go_on)
    choose(dialog.columns.columns[4], "")
    press(dialog, page, dialog.go_on)
    assert step(dialog) == 1
    assert page.desk.words("ui.imports.field.received") in dialog.banner.text
    press(dialog, page, dialog.back)
    assert step(dialog) == 0
    press(dialog, page, dialog.go_on)
    assert dialog.columns.columns[4].value() == ""  # what was chosen stays


def test_a_guessed_encoding_is_told_and_can_be_changed(page: Any, opened: Any) -> None:
    dialog = opened(EVA, encoding="cp1252")
    assert dialog.file.doubt.isVisible()
    assert dialog.file.encoding.value() in {"cp1252", "cp1250", "latin-1"}  # a guess from a few letters
    assert dialog.file.look.item(0, 1).text() == "Éva"
    choose(dialog.file.encoding, "cp1251")
    rest(page)
    assert dialog.file.look.item(0, 1).text() == "Йva"
    assert not dialog.file.doubt.isVisible()
    choose(dialog.file.encoding, "utf-8")
    rest(page)
    assert page.desk.words("errors.TableWrongEncoding.what") in dialog.banner.text
    assert dialog.file.look.item(0, 1).text() == "Йva"


def test_the_separator_can_be_changed(page: Any, opened: Any) -> None:
    dialog = opened(EVA)
    choose(dialog.file.separator, ",")
    rest(page)
    assert dialog.file.look.columnCount() == 1
    choose(dialog.file.separator, ";")
    rest(page)
    assert dialog.file.look.columnCount() == 6


def test_sheet_and_row_of_the_headings_are_chosen(page: Any, opened: Any) -> None:
    first = Sheet(title="Notes", header=("Notes",), rows=(("nothing",),))
    second = Sheet(
        title="List",
        header=("Requests of 2026", "", ""),
        rows=(("Name", "Right", "Received"), ("Eva", "access", "2026-02-02")),
    )
    book = EXPORTERS["xlsx"].content(TableFile(sheets=(first, second), made_at=NOON))
    dialog = opened(content=book)
    assert dialog.file.look.horizontalHeaderItem(0).text() == "Notes"
    choose(dialog.file.sheet_choice, "1")
    assert dialog.file.headings.value() == "2"
    assert dialog.file.look.horizontalHeaderItem(0).text() == "Name"
    choose(dialog.file.headings, "1")
    assert dialog.file.look.horizontalHeaderItem(0).text() == "Requests of 2026"
    choose(dialog.file.headings, "2")
    press(dialog, page, dialog.go_on)
    assert [each.value() for each in dialog.columns.columns] == ["name", "rights", "received"]
    press(dialog, page, dialog.go_on)
    press(dialog, page, dialog.go_on)
    assert count(page) == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7", b'a;b\n"never closed'])
def test_a_file_that_cannot_be_read_is_told_and_leads_nowhere(page: Any, opened: Any, content: bytes) -> None:
    dialog = opened(content=content)
    assert dialog.banner.text
    assert not dialog.go_on.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    rest(page)
    assert count(page) == 0


def test_leaving_stops_what_runs(page: Any, opened: Any) -> None:
    dialog = opened(EVA)
    press(dialog, page, dialog.go_on)
    press(dialog, page, dialog.go_on)
    page.desk.lane.run(lambda: None, success=lambda _none: None, parent=page)
    dialog.go_on.click()
    dialog.reject()
    rest(page)
    QApplication.processEvents()
    assert count(page) == 0


def test_the_list_is_asked_for_from_the_page(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEADER}\n{EVA}", "utf-8")
    (command,) = [each for each in page.commands() if each.objectName() == "import"]
    command.trigger()
    (asked,) = [each for each in page.findChildren(QFileDialog) if each.isVisible()]
    assert ".xlsx" in asked.nameFilters()[0]
    asked.fileSelected.emit(str(path))
    asked.close()
    rest(page)
    (dialog,) = page.window().findChildren(ImportDialog)
    assert dialog.file.look.item(0, 0).text() == "Muster"
    assert str(path.name) not in " ".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.reject()


@pytest.mark.parametrize("language", languages())
def test_every_choice_has_its_words(language: str) -> None:
    words = wording(language)
    for key in (
        *(f"ui.imports.field.{each}" for each in FIELDS),
        *(f"ui.imports.encoding.{each}" for each in ENCODINGS),
        *(f"ui.imports.separator.{each}" for each in SEPARATORS.values()),
        *(f"ui.imports.dates.{each}" for each in DateOrder),
    ):
        assert words(key)
