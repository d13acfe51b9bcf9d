"""Paper out of the window: to a printer, and to a file the user chose. Always the exact bytes that are archived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.errors import OutputError
from dpo_desk.services.atomic import write_file
from dpo_desk.ui.places import documents
from dpo_desk.ui.preview import POINTS_PER_INCH, Pdf
from dpo_desk.ui.tasks import Lane

_SHARPEST_DPI = 600  # finer pictures only cost memory


def print_pdf(parent: QWidget, pdf: bytes, done: Callable[[int], object] | None = None) -> QPrintDialog:
    """Ask for a printer, then print; ``done`` gets the number of pages sent."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    pages = Pdf(pdf)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))

    def send() -> None:
        sent = paint_on(printer, pages)
        pages.close()
        if done:
            done(sent)

    dialog.accepted.connect(send)
    dialog.rejected.connect(pages.close)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


def paint_on(printer: QPrinter, pdf: Pdf) -> int:
    """
    Put the chosen pages on the printer's paper, never larger than they are.

    Returns:
        The number of pages sent.

    Raises:
        OutputError: the printer does not begin.
    """
    first, last = printer.fromPage() or 1, printer.toPage() or len(pdf)
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), _SHARPEST_DPI))
    painter, sent = QPainter(), 0
    if not painter.begin(printer):
        raise OutputError(file="", reason=printer.printerName())
    try:
        for number in range(first - 1, min(last, len(pdf))):
            if sent:
                printer.newPage()
            room = printer.paperRect(QPrinter.Unit.DevicePixel)
            width, height = pdf.sizes[number]
            paper_scale = printer.resolution() / POINTS_PER_INCH
            scale = min(paper_scale, room.width() / width, room.height() / height)
            painter.drawImage(QRectF(0, 0, width * scale, height * scale), pdf.image(number, scale))
            sent += 1
    finally:
        painter.end()
    return sent


def save_pdf(
    parent: QWidget, lane: Lane, pdf: bytes, name: str, done: Callable[[Path], object] | None = None
) -> QFileDialog:
    """Ask for a place, then write the bytes there; ``name`` is offered as the file's name."""
    return save_file(parent, lane, pdf, f"{name}.pdf", done)


def save_file(
    parent: QWidget, lane: Lane, content: bytes, name: str, done: Callable[[Path], object] | None = None
) -> QFileDialog:
    """Ask for a place, then write the bytes there (complete or not at all)."""
    return ask_place(parent, lane, name, lambda target: write_file(target, content), done)


def ask_place(
    parent: QWidget,
    lane: Lane,
    name: str,
    write: Callable[[Path], None],
    done: Callable[[Path], object] | None = None,
) -> QFileDialog:
    """Ask for a place for a file of this name, then let ``write`` make it on the lane."""
    dialog = QFileDialog(parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDirectory(str(documents()))
    dialog.selectFile(name)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))

    def go(chosen: str) -> None:
        target = Path(chosen)
        lane.run(lambda: write(target), success=lambda _none: done(target) if done else None, parent=parent)

    dialog.fileSelected.connect(go)
    dialog.open()
    return dialog
