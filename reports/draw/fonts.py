"""Hands the fonts to ReportLab, once for each set of bytes, and knows which characters they can draw."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from . import Fonts
from .style import Face

_VIRAMA = 9  # the canonical combining class of the signs that join two letters


@dataclass(frozen=True)
class Faces:
    """Fonts ready for drawing, with the characters the main ones and the symbol font hold."""

    face: Face
    main: frozenset[int]
    symbols: frozenset[int]

    def drawable(self, char: str) -> bool:
        """Whether a character can be drawn as it is written."""
        return ord(char) in self.main or ord(char) in self.symbols


@lru_cache(maxsize=4)
def load(fonts: Fonts) -> Faces:
    """
    The fonts, registered under names made of their contents.

    Raises:
        reportlab.pdfbase.ttfonts.TTFError: A font is damaged or has no TrueType outlines.
    """
    loaded = [
        _register(data)
        for data in (fonts.regular, fonts.bold, fonts.italic, fonts.bold_italic, fonts.symbols)
    ]
    (regular, bold, italic, bold_italic, symbols) = (name for name, _ in loaded)
    pdfmetrics.registerFontFamily(regular, normal=regular, bold=bold, italic=italic, boldItalic=bold_italic)
    for name in (bold, italic, bold_italic, symbols):
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    main = frozenset.intersection(*(chars for _, chars in loaded[:4]))
    return Faces(Face(regular, bold, italic, bold_italic, symbols), main, loaded[4][1])


def _register(data: bytes) -> tuple[str, frozenset[int]]:
    name = f"desk-{hashlib.sha256(data).hexdigest()[:16]}"
    font = TTFont(name, io.BytesIO(data))
    pdfmetrics.registerFont(font)
    return name, frozenset(code for code in font.face.charToGlyph if _stands_alone(chr(code)))


def _stands_alone(char: str) -> bool:
    """
    Whether a glyph drawn behind the one before it is right.

    From right to left the order would come out wrong; vowel signs that stand before their letter and signs that join
    letters (``Mc`` and viramas, of Indic scripts) ask for another shape.
    """
    joins = unicodedata.category(char) == "Mc" or unicodedata.combining(char) == _VIRAMA
    return not joins and unicodedata.bidirectional(char) not in {"R", "AL", "AN"}
