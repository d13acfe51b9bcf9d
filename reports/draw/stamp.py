"""The marks of papers that must not be taken for real or for finished."""

from __future__ import annotations

from math import hypot
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from .page import draw_at, size_of
from .style import BAND, INK, STAMP, Styles
from .tag import artifact
from .text import Typist

_LARGEST = 96.0
_SHARE = 0.72  # of the diagonal, for a long word
_TILT = 52  # degrees


def stamp_sample(canvas: Any, typist: Typist, styles: Styles, text: str) -> None:
    """A band at the head of the page saying that the paper is a sample."""
    width, height = size_of(canvas)

    def band() -> None:
        canvas.setFillColor(BAND)
        canvas.rect(0, height - 8 * mm, width, 8 * mm, stroke=0, fill=1)

    artifact(canvas, band)
    style = styles.note.clone("sample", alignment=1, textColor=INK)
    draw_at(canvas, typist.paragraph(text, style, None), 0, height - 2.2 * mm, width)


def stamp_draft(canvas: Any, font: str, text: str) -> None:
    """The word across the page, pale enough to read what stands on it, and as large as the page allows."""
    width, height = size_of(canvas)
    long = stringWidth(text, font, 1)
    size = min(_LARGEST, hypot(width, height) * _SHARE / long) if long else _LARGEST

    def word() -> None:
        canvas.saveState()
        canvas.setFillColor(STAMP)
        canvas.setFont(font, size)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(_TILT)
        canvas.drawCentredString(0, -size / 3, text)
        canvas.restoreState()

    artifact(canvas, word)
