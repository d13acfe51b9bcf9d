from __future__ import annotations

import hashlib
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.papers_page import PapersPage
from dpo_desk.ui.pages.signature_check import SignatureReportDialog
from dpo_desk.ui.widgets.basics import Label
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(PapersPage(sample_desk))


def choose(page: Any, row: int = 0) -> str:
    paper: str = page.list.model.id_at(row)
    page.open_record(paper)
    rest(page)
    return paper


def test_the_newest_paper_stands_first(page: Any) -> None:
    papers = [
        page.desk.services.papers.paper(page.list.model.id_at(n)) for n in range(page.list.model.rowCount())
    ]
    assert papers
    assert [p.made_at for p in papers] == sorted((p.made_at for p in papers), reverse=True)


def test_a_paper_is_shown_from_the_very_bytes_of_the_archive(page: Any) -> None:
    paper = choose(page)
    shown = page.preview._bytes
    assert shown == page.desk.services.papers.pdf(paper)
    assert hashlib.sha256(shown).hexdigest() in page.sha256.text()


def test_printing_and_saving_get_exactly_these_bytes(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = choose(page)
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        "dpo_desk.ui.printing.print_pdf", lambda _parent, pdf, *_more: sent.append(("print", pdf))
    )
    monkeypatch.setattr(
        "dpo_desk.ui.printing.save_pdf", lambda _parent, _lane, pdf, name, *_more: sent.append((name, pdf))
    )
    page._print(page.preview._bytes)
    page._save(page.preview._bytes)
    known, pdf = page.desk.services.papers.paper(paper), page.desk.services.papers.pdf(paper)
    assert sent == [("print", pdf), (known.number, pdf)]


def test_the_hash_can_be_copied(page: Any) -> None:
    paper = choose(page)
    page.copy_sha256()
    assert QGuiApplication.clipboard().text() == page.desk.services.papers.paper(paper).sha256


def test_the_signatures_of_a_paper_are_checked_where_it_stands(page: Any) -> None:
    paper = choose(page)
    page.check_signatures()
    rest(page)
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, SignatureReportDialog)]
    said = [label.text() for label in dialog.findChildren(Label)]
    assert any(page.desk.services.papers.paper(paper).number in text for text in said)
    assert page.desk.words("ui.signature_report.none") in said
    dialog.reject()


def test_a_letter_leads_to_its_request(page: Any) -> None:
    paper = choose(page)
    QTest.mouseClick(page.to_case, Qt.MouseButton.LeftButton)
    assert page.desk.moves == [("requests", page.desk.services.papers.paper(paper).case, "")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_register_is_finished_archived_and_shown(page: Any, language: str) -> None:
    before = page.list.model.rowCount()
    dialog = page.print_register()
    rest(page)
    dialog.language.set_value(language)
    dialog.draw()
    rest(page)
    dialog.archive()
    rest(page)
    rest(page)
    assert page.list.model.rowCount() == before + 1
    assert page.paper.template == "register"
    assert page.paper.language == language
    assert len(page.preview.pages.pdf) > 20
    assert not page.to_case.isVisibleTo(page)


def test_chips_part_letters_from_registers(page: Any) -> None:
    dialog = page.print_register()
    rest(page)
    dialog.archive()
    rest(page)
    page.list.choose_chip("registers")
    assert page.list.model.rowCount() == 1
    page.list.choose_chip("letters")
    assert page.list.model.rowCount() == len(page.desk.services.papers.ids(ListQuery())) - 1


def test_an_empty_vault_says_what_belongs_here(empty_desk: Any, show: Any) -> None:
    page = show(PapersPage(empty_desk))
    assert any(label.text() == page.desk.words("ui.papers.empty") for label in page.findChildren(Label))
    page.open_record("nothing-of-this-name")
    rest(page)
    assert page.paper is None


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_has_a_name_and_nothing_is_read_as_markup(page: Any) -> None:
    choose(page)
    assert not unnamed(page)
    assert not markup_readers(page)
