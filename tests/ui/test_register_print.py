"""Registers and sheets to paper: the choices, the pages, what is archived, saved and printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.domain.record import RecordKind
from dpo_desk.services import register_papers as papers
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.register_print import (
    PrintDialog,
    add_print_commands,
    print_register,
    print_sheet,
)
from tests.desks import an_activity
from tests.ui.conftest import markup_readers, unnamed


@pytest.fixture
def below(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    widget.show()
    yield widget
    for dialog in widget.findChildren(PrintDialog):
        dialog.preview.show_bytes(b"")  # lets the document go


def drawn(dialog: PrintDialog, *, again: bool = False) -> str:
    """What the pages say when the drawing, perhaps another one, has come to rest."""
    if again:
        dialog.draw()
    assert dialog._desk.lane.wait(60_000)
    pdf = dialog.preview.pages.pdf
    return "\n".join(pdf.text(number) for number in range(len(pdf))) if pdf else ""


def test_the_whole_register_is_shown_with_the_number_of_its_pages(sample_desk: Any, below: QWidget) -> None:
    dialog = print_register(sample_desk, below)
    text = drawn(dialog)
    assert "Customer account" in text
    assert dialog.pages_told.text() == f"{len(dialog.preview.pages.pdf or ())} pages"
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []


def test_only_the_selected_records_are_printed_until_all_are_asked_for(
    sample_desk: Any, below: QWidget
) -> None:
    chosen = [each.id for each in sample_desk.services.register.activities.choices()[:2]]
    dialog = print_register(sample_desk, below, books=frozenset({"controller"}), chosen=chosen)
    assert dialog.records.value() == "chosen"
    some = drawn(dialog)
    assert "Payment" not in some.split("Contents")[1][:400]
    dialog.records.set_value("all")
    assert "P-028" in drawn(dialog, again=True)


def test_a_change_of_the_choices_draws_the_pages_anew(sample_desk: Any, below: QWidget, qtbot: QtBot) -> None:
    dialog = print_register(sample_desk, below)
    drawn(dialog)
    dialog.drafts.box.click()
    qtbot.waitUntil(lambda: bool(dialog.drawn) and not dialog.drawn.drafts, timeout=60_000)  # type: ignore[union-attr]
    pdf = dialog.preview.pages.pdf
    assert pdf is not None
    assert "1 draft" in pdf.text(0)


def test_the_paper_comes_in_the_language_chosen(sample_desk: Any, below: QWidget) -> None:
    dialog = print_register(sample_desk, below)
    dialog.language.set_value("fr")
    assert "Registre des activités de traitement" in drawn(dialog, again=True)


def test_a_day_that_cannot_be_read_shows_no_pages(sample_desk: Any, below: QWidget) -> None:
    dialog = print_register(sample_desk, below)
    drawn(dialog)
    dialog.day.set_value("31/02/2026")
    assert drawn(dialog, again=True) == ""
    assert dialog.pages_told.text() == sample_desk.words("ui.print.no_day")
    assert not dialog._archive.isEnabled()


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2099, 1, 1)])
def test_a_day_without_a_register_is_told_in_words(sample_desk: Any, below: QWidget, day: date) -> None:
    dialog = print_register(sample_desk, below, as_of=day)
    assert drawn(dialog) == ""
    assert dialog.banner.text
    dialog.day.set_value(date(2026, 11, 23))
    assert "Customer account" in drawn(dialog, again=True)
    assert dialog.banner.text == ""


def test_archiving_keeps_the_paper_and_closes_the_dialog(sample_desk: Any, below: QWidget) -> None:
    before = set(sample_desk.services.papers.ids(ListQuery()))
    dialog = print_register(sample_desk, below)
    drawn(dialog)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    dialog.archive()
    assert sample_desk.lane.wait(60_000)
    (new,) = set(sample_desk.services.papers.ids(ListQuery())) - before
    assert sample_desk.services.papers.paper(new).template == papers.REGISTER
    assert closed == [PrintDialog.DialogCode.Accepted.value]


def test_characters_no_font_has_are_named_and_nothing_can_be_archived(
    sample_desk: Any, below: QWidget
) -> None:
    activity = sample_desk.services.register.activities.save(None, an_activity(name="Orders 🦊")).record
    dialog = print_sheet(sample_desk, below, papers.ACTIVITY, [activity.id])
    drawn(dialog)
    assert "🦊" in dialog.banner.text
    assert not dialog._archive.isEnabled()


@pytest.mark.parametrize(
    ("sheet", "kind"),
    [
        (papers.ACTIVITY, "activities"),
        (papers.PROCESSOR, "processors"),
        (papers.QUESTIONNAIRE, "processors"),
        (papers.TRANSFERS, "transfers"),
    ],
)
def test_each_sheet_is_shown(sample_desk: Any, below: QWidget, sheet: str, kind: str) -> None:
    record = getattr(sample_desk.services.register, kind).choices()[0]
    dialog = print_sheet(sample_desk, below, sheet, [record.id])
    assert record.name.split()[0] in drawn(dialog)
    assert dialog.day.isVisible() == (sheet != papers.QUESTIONNAIRE)


def test_the_file_that_is_saved_holds_the_pages_shown(
    sample_desk: Any, below: QWidget, tmp_path: Path
) -> None:
    record = sample_desk.services.register.processors.choices()[0]
    dialog = print_sheet(sample_desk, below, papers.QUESTIONNAIRE, [record.id])
    drawn(dialog)
    dialog._save(dialog.preview._bytes)
    (asked,) = dialog.findChildren(QFileDialog)
    target = tmp_path / "questionnaire.pdf"
    asked.fileSelected.emit(str(target))
    assert sample_desk.lane.wait()
    assert target.read_bytes() == dialog.preview._bytes


class APage:
    """What ``add_print_commands`` asks of a page."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.names = desk, list[str]()

    def command(self, name: str, *_rest: object, **_more: object) -> None:
        self.names.append(name)

    more = command


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (RecordKind.ACTIVITY, ["print_activity", "print_register"]),
        (RecordKind.CLIENT, ["print_client_excerpt", "print_register"]),
        (RecordKind.PROCESSOR, ["print_processor", "print_questionnaire"]),
        (RecordKind.TRANSFER, ["print_transfers"]),
    ],
)
def test_a_page_gets_the_commands_of_its_records(
    sample_desk: Any, kind: RecordKind, names: list[str]
) -> None:
    page: Any = APage(sample_desk)
    add_print_commands(page, kind)
    assert page.names == names
