"""Files with pages, as pictures: PDF by PDFium, images by Qt. Only the viewer's process uses this."""

from __future__ import annotations

import math
from typing import Protocol

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter

MOST_PAGES = 2_000
MOST_PIXELS = 16_000_000
_ALLOCATION_MB = 256
_POINTS_PER_PIXEL = 72 / 96  # so that an image at its own size is as large as a page at its own


class Refused(Exception):
    """The file cannot be shown; ``why`` is ``password`` or ``unreadable``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Document(Protocol):
    """Something with pages, each with a size in points."""

    count: int  # of all its pages
    sizes: list[tuple[float, float]]  # of the first ``MOST_PAGES``

    def picture(self, number: int, scale: float) -> QImage:
        """A page (from 0) in RGB32, at most ``MOST_PIXELS`` large; at scale 1 a point is a pixel."""
        ...


class PdfDocument:
    """Keeps ``Document``. Raises ``Refused``."""

    def __init__(self, content: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(content)
            self._document.init_forms()
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
            raise Refused("password" if locked else "unreadable") from error
        self.count = len(self._document)
        if not self.count:
            raise Refused("unreadable")
        self.sizes = [self._document.get_page_size(number) for number in range(min(self.count, MOST_PAGES))]

    def picture(self, number: int, scale: float) -> QImage:
        """The page as it would be printed, its form fields and remarks too."""
        page = self._document[number]
        fitting = within(page.get_size(), scale)
        bitmap = page.render(
            scale=fitting, may_draw_forms=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx
        )
        return QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()


class ImageDocument:
    """Keeps ``Document``. Raises ``Refused``."""

    def __init__(self, content: bytes, media_type: str) -> None:
        QImageReader.setAllocationLimit(_ALLOCATION_MB)
        self._content = QByteArray(content)
        self._kind = media_type.removeprefix("image/")  # as Qt calls it; it shall not guess another
        reader = self._reader()
        if not reader.canRead():
            raise Refused("unreadable")
        self.count = max(1, reader.imageCount()) if self._kind == "tiff" else 1
        self.sizes = [self._size(number) for number in range(min(self.count, MOST_PAGES))]

    def picture(self, number: int, scale: float) -> QImage:
        """The image, turned as the camera was held."""
        width, height = self.sizes[number]
        fitting = within((width, height), scale)
        reader = self._reader(number)
        wanted = QSize(max(1, round(width * fitting)), max(1, round(height * fitting)))
        reader.setScaledSize(wanted.transposed() if _lies_on_its_side(reader) else wanted)
        image = reader.read()
        if image.isNull():
            raise Refused("unreadable")
        return _on_white(image)

    def _size(self, number: int) -> tuple[float, float]:
        reader = self._reader(number)
        size = reader.size()
        if _lies_on_its_side(reader):
            size.transpose()
        if size.width() < 1 or size.height() < 1:
            raise Refused("unreadable")
        return size.width() * _POINTS_PER_PIXEL, size.height() * _POINTS_PER_PIXEL

    def _reader(self, number: int = 0) -> QImageReader:
        buffer = QBuffer(self._content)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(self._kind.encode()))
        reader.setAutoDetectImageFormat(False)
        reader.setAutoTransform(True)
        if number and not reader.jumpToImage(number):
            raise Refused("unreadable")
        self._buffer = buffer  # the reader does not keep it
        return reader


def within(size: tuple[float, float], scale: float) -> float:
    """The scale, or the largest at which a page of this size has ``MOST_PIXELS``."""
    area = max(1.0, size[0]) * max(1.0, size[1])
    return min(scale, math.sqrt(MOST_PIXELS / area))


def _lies_on_its_side(reader: QImageReader) -> bool:
    quarter = QImageIOHandler.Transformation.TransformationRotate90
    return bool(reader.transformation().value & quarter.value)


def _on_white(image: QImage) -> QImage:
    """Without the parts one can see through: a dark desk behind black letters would hide them."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return white
