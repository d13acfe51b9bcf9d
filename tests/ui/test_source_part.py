"""The source text in the settings: read in, compared, kept, replaced, taken out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from dpo_desk.parts import Parts
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.pages.source_part import SourceDialog
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.register_vault import settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> SettingsPage:
    made = show(SettingsPage(register_desk))
    assert isinstance(made, SettingsPage)
    made.open_record("source")
    settle(made)
    return made


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "Our notice.txt"
    path.write_text("Then you set up your customer account “My account” & <b>more</b>", "utf-8")
    return path


def offered(page: SettingsPage, path: Path) -> SourceDialog:
    page.source.read(path)
    settle(page)
    found = [each for each in page.window().findChildren(SourceDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def told(widget: QDialog) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_a_text_is_kept_only_after_its_comparison_was_seen(
    page: SettingsPage, notice: Path, parts: Parts
) -> None:
    assert not page.source.none.isHidden()
    dialog = offered(page, notice)
    assert "1 of" in told(dialog)
    assert dialog.lost.count() > 50
    assert parts.sources.current() is None
    dialog.reject()
    settle(page)
    assert parts.sources.current() is None
    offered(page, notice).accept()
    settle(page)
    kept = parts.sources.current()
    assert kept
    assert kept.title == "Our notice"
    assert page.source.none.isHidden()
    assert page.source.take_out.isVisible()


def test_a_text_in_place_of_another_says_what_it_loses(page: SettingsPage, notice: Path) -> None:
    offered(page, notice).accept()
    settle(page)
    notice.write_text("Nothing of the kind", "utf-8")
    dialog = offered(page, notice)
    assert page.desk.words("ui.sources.missed", count=1) in told(dialog)
    assert not unnamed(dialog)
    assert not markup_readers(dialog)
    dialog.reject()


def test_a_file_that_is_no_text_is_refused_in_words(page: SettingsPage, tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(b"%PDF-1.7\n\xff\xfe")
    page.source.read(path)
    settle(page)
    assert not page.window().findChildren(SourceDialog)


def test_the_text_is_taken_out_after_a_question(page: SettingsPage, notice: Path, parts: Parts) -> None:
    offered(page, notice).accept()
    settle(page)
    page.source.take_out.click()
    settle(page)
    yes = page.desk.words("ui.sources.forget_do")
    boxes = [w for w in page.window().topLevelWidget().children() if isinstance(w, QDialog)]
    every = [b for w in (*boxes, *_tops()) for b in w.findChildren(Button) if b.text() == yes]
    every[-1].click()
    settle(page)
    assert parts.sources.current() is None
    assert not page.source.none.isHidden()


def test_a_file_is_asked_for_in_the_folder_of_documents(page: SettingsPage, notice: Path) -> None:
    dialog = page.source.choose_file()
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    dialog.fileSelected.emit(str(notice))
    dialog.close()
    settle(page)
    assert [each for each in page.window().findChildren(SourceDialog) if each.isVisible()]


def test_the_part_can_be_worked_without_a_mouse(page: SettingsPage, notice: Path) -> None:
    offered(page, notice).accept()
    settle(page)
    assert not unnamed(page)
    assert not markup_readers(page)


def _tops() -> list[QDialog]:
    from PySide6.QtWidgets import QApplication

    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
