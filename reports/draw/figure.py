"""Pictures on the page, each with what it shows in words: the logo, and the code machines read."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black
from reportlab.lib.utils import ImageReader

from .tag import Node

_LONGEST_CODE = 40  # characters, as references have


def draw_picture(
    canvas: Any, picture: bytes, alt: str, x: float, top: float, size: tuple[float, float]
) -> None:
    """Draws a PNG or JPEG below ``top``, filling a size that ``fitting`` gave."""
    width, height = size
    image = ImageReader(io.BytesIO(picture))

    def draw() -> None:
        canvas.drawImage(image, x, top - height, width, height)

    _figure(canvas, alt, (x, top - height, x + width, top), draw)


def fitting(picture: bytes, width: float, height: float) -> tuple[float, float]:
    """The size of a picture in its own proportions, as large as there is room."""
    wide, high = ImageReader(io.BytesIO(picture)).getSize()
    scale = min(width / wide, height / high)
    return wide * scale, high * scale


def can_be_code(text: str) -> bool:
    """Whether a text is short enough for a small QR code that machines still read."""
    return 0 < len(text) <= _LONGEST_CODE


def draw_code(canvas: Any, code: str, alt: str, x: float, top: float, size: float) -> None:
    """Draws a QR code of the text, a square of ``size`` below ``top``; the white around it is the caller's."""
    rows = _modules(code)
    side = size / len(rows)

    def draw() -> None:
        path = canvas.beginPath()
        for number, row in enumerate(rows):
            for start, length in _runs(row):
                path.rect(x + start * side, top - (number + 1) * side, length * side, side)
        canvas.setFillColor(black)
        canvas.drawPath(path, stroke=0, fill=1)

    _figure(canvas, alt, (x, top - size, x + size, top), draw)


def _figure(canvas: Any, alt: str, box: tuple[float, float, float, float], draw: Callable[[], None]) -> None:
    canvas.tagger.open(canvas, Node("Figure", alt=alt, box=box))
    draw()
    canvas.tagger.close(canvas)


@lru_cache(maxsize=8)
def _modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """The squares of the code, row by row; a quarter of them may be lost."""
    made = QRCode(None, QRErrorCorrectLevel.Q)
    made.addData(code)
    made.make()
    return tuple(tuple(map(bool, row)) for row in made.modules)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark squares begin, and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and place and row[place - 1]:
            start, length = runs.pop()
            runs.append((start, length + 1))
        elif dark:
            runs.append((place, 1))
    return runs
