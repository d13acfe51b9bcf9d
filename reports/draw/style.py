"""The look of every paper: one ink, one accent, three greys, and a small scale of sizes."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

INK = HexColor("#1d232b")
ACCENT = HexColor("#174a63")
QUIET = HexColor("#59646f")
RULE = HexColor("#cdd5db")
TINT = HexColor("#f1f5f7")
GAP = HexColor("#8f3d00")  # 7:1 on white
PROPOSED = HexColor("#5b4a8c")
STAMP = HexColor("#e9edf0")
BAND = HexColor("#fbf3e4")

PAGE_WIDTH = 210 * mm  # A4
PAGE_HEIGHT = 297 * mm


@dataclass(frozen=True)
class Face:
    """The names under which the fonts are known to ReportLab."""

    regular: str
    bold: str
    italic: str
    bold_italic: str
    symbols: str


class Styles:
    """The paragraph styles of one paper; ``base`` is the size of its running text in points."""

    def __init__(self, face: Face, base: float) -> None:
        self.face = face
        self.base = base
        self.body = self._style("body", base, 1.4, after=0.55)
        self.quiet = self._style("quiet", base - 1, 1.4, color=QUIET, after=0.5)
        self.strong = self._style("strong", base, 1.4, font=face.bold, after=0.55)
        self.gap = self._style("gap", base, 1.4, font=face.italic, color=GAP, after=0.55)
        self.proposed = self._style("proposed", base, 1.4, font=face.italic, color=PROPOSED, after=0.55)
        # values of one cell stand apart; a quiet one belongs to the value above it
        self.cell = self._style("cell", base - 0.5, 1.36, before=0.3)
        self.cell_strong = self._style("cell_strong", base - 0.5, 1.36, font=face.bold, before=0.3)
        self.cell_quiet = self._style("cell_quiet", base - 1, 1.36, color=QUIET)
        self.cell_gap = self._style("cell_gap", base - 0.5, 1.36, font=face.italic, color=GAP, before=0.3)
        self.cell_proposed = self._style(
            "cell_proposed", base - 0.5, 1.36, font=face.italic, color=PROPOSED, before=0.3
        )
        self.head = self._style("head", base - 1, 1.3, font=face.bold, color=ACCENT)
        self.label = self._style("label", base - 0.5, 1.36, font=face.bold, color=ACCENT)
        self.note = self._style("note", base - 2, 1.35, color=QUIET)
        self.quote = self._style("quote", base - 0.5, 1.4, font=face.italic, after=0.15)
        self.quote.leftIndent = 4 * mm
        self.quote_source = self._style("quote_source", base - 1.5, 1.35, color=QUIET, after=0.6)
        self.quote_source.leftIndent = 4 * mm
        self.bullet = self._style("bullet", base, 1.38, after=0.22)
        self.bullet.leftIndent = 4.5 * mm
        self.bullet.bulletIndent = 1 * mm
        self.bullet.bulletColor = ACCENT
        self.title = self._style("title", base + 8, 1.22, font=face.bold, color=ACCENT, after=0.4)
        self.headings = (
            self._style("h1", base + 4, 1.25, font=face.bold, color=ACCENT, before=1.0, after=0.55),
            self._style("h2", base + 1, 1.3, font=face.bold, color=ACCENT, before=1.0, after=0.4),
            self._style("h3", base, 1.3, font=face.bold, color=ACCENT, before=0.75, after=0.25),
        )

    def _style(
        self, name: str, size: float, leading: float, *,
        font: str = "", color: Color = INK, before: float = 0, after: float = 0,
    ) -> ParagraphStyle:  # fmt: skip
        font = font or self.face.regular
        return ParagraphStyle(
            name,
            fontName=font,
            fontSize=size,
            leading=size * leading,
            textColor=color,
            spaceBefore=size * before,
            spaceAfter=size * after,
            bulletFontName=font,
            bulletFontSize=size,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
        )
