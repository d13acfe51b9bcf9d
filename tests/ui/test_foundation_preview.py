from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from dpo_desk.library.wording import Wording
from dpo_desk.ui.preview import Pdf, PdfPreview
from dpo_desk.ui.printing import paint_on
from dpo_desk.ui.theme import Theme
from tests.ui.conftest import unnamed


@pytest.fixture
def paper() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for number in range(3):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(80, 700, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pages_are_shown_from_memory_and_turned_by_keyboard(
    paper: bytes, words: Wording, themed: Theme, qtbot: QtBot
) -> None:
    printed: list[bytes] = []
    preview = PdfPreview(words, print_pdf=printed.append, save_pdf=printed.append)
    qtbot.addWidget(preview)
    preview.resize(700, 800)
    with qtbot.waitActive(preview):
        preview.show()
        preview.activateWindow()
    preview.show_bytes(paper)
    pages = preview.pages
    assert pages.grab().toImage().pixelColor(350, 300).lightness() > 240
    pages.setFocus()
    QTest.keyClick(pages, Qt.Key.Key_End)
    assert pages.current_page == 2
    assert pages.accessibleDescription() == words("ui.common.preview.page_text", n=3, count=3)
    before = pages.zoom
    QTest.keyClick(pages, Qt.Key.Key_Plus)
    assert pages.zoom > before
    QTest.keyClick(pages, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == [paper]
    assert unnamed(preview) == []
    preview.show_bytes(b"")


def test_an_empty_preview_prints_nothing(words: Wording, themed: Theme, qtbot: QtBot) -> None:
    printed: list[bytes] = []
    preview = PdfPreview(words, print_pdf=printed.append)
    qtbot.addWidget(preview)
    preview.show()
    QTest.keyClick(preview.pages, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == []


def test_words_of_a_page_can_be_read(paper: bytes) -> None:
    pdf = Pdf(paper)
    assert pdf.text(1).strip() == "Page 2"
    pdf.close()


def test_the_chosen_pages_reach_the_printer_in_their_own_size(
    paper: bytes, tmp_path: Path, qapp: object
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 3)
    pdf = Pdf(paper)
    assert paint_on(printer, pdf) == 2
    pdf.close()
    written = Pdf((tmp_path / "out.pdf").read_bytes())
    assert len(written) == 2
    written.close()
