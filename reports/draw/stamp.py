"""The marks of papers that must not be taken for real or for finished."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm

from .page import draw_at
from .style import BAND, INK, PAGE_HEIGHT, PAGE_WIDTH, STAMP, Styles
from .tag import artifact
from .text import Typist


def stamp_sample(canvas: Any, typist: Typist, styles: Styles, text: str) -> None:
    """A band at the head of the page saying that the paper is a sample."""

    def band() -> None:
        canvas.setFillColor(BAND)
        canvas.rect(0, PAGE_HEIGHT - 8 * mm, PAGE_WIDTH, 8 * mm, stroke=0, fill=1)

    artifact(canvas, band)
    style = styles.note.clone("sample", alignment=1, textColor=INK)
    draw_at(canvas, typist.paragraph(text, style, None), 0, PAGE_HEIGHT - 2.2 * mm, PAGE_WIDTH)


def stamp_draft(canvas: Any, font: str, text: str) -> None:
    """The word across the page, pale enough to read what stands on it."""

    def word() -> None:
        canvas.saveState()
        canvas.setFillColor(STAMP)
        canvas.setFont(font, 96)
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -32, text)
        canvas.restoreState()

    artifact(canvas, word)
