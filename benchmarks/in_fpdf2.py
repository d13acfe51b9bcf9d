"""
The same papers in fpdf2: the same content, words and fonts, a layout of the same kind.

What fpdf2 does not offer is left out (tagging and PDF/A), so it has the lighter work.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fpdf import FPDF, FontFace, XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.outline import OutlineSection

from dpo_desk.paper import Content, Letter, Sheet
from reports import Words
from reports.content import (
    Block,
    Bullets,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    Text,
)

INK, ACCENT, QUIET, RULE, TINT = (29, 35, 43), (23, 74, 99), (89, 100, 111), (205, 213, 219), (241, 245, 247)
_TONES = {
    "plain": ("", INK),
    "strong": ("B", INK),
    "quiet": ("", QUIET),
    "gap": ("I", (143, 61, 0)),
    "proposed": ("I", (91, 75, 140)),
}
_FONTS = Path(__file__).parents[1] / "resources" / "fonts"
_FACES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}
_LABEL = 46.0


class Paper(FPDF):
    """A4 with the bundled fonts and running lines; measures are millimetres and points."""

    def __init__(self, size: float, left: float) -> None:
        super().__init__()
        for style, name in _FACES.items():
            self.add_font("noto", style, _FONTS / f"NotoSans-{name}.ttf")
        self.add_font("symbols", "", _FONTS / "DejaVuSans.ttf")
        self.set_fallback_fonts(["symbols"], exact_match=False)
        self.size = size
        self.running: tuple[str, str] = ("", "")
        self.set_margins(left, 26, 20)
        self.set_auto_page_break(auto=True, margin=24)
        self.set_draw_color(*RULE)

    def header(self) -> None:
        """The running line, from the second page on."""
        if self.page_no() > 1:
            self.set_y(12)
            self.line_of(self.running[0], self.size - 2, color=QUIET)
            self.line(self.l_margin, 19, self.w - self.r_margin, 19)
            self.set_y(26)

    def footer(self) -> None:
        """The foot, with page x of y."""
        self.line(self.l_margin, self.h - 18, self.w - self.r_margin, self.h - 18)
        self.set_y(-16)
        self.line_of(self.running[1], self.size - 2, color=QUIET, width=self.epw - 30)
        self.set_xy(-50, -16)
        self.cell(30, 4, f"{self.page_no()} / {{nb}}", align="R")

    def line_of(
        self,
        text: str,
        size: float,
        style: str = "",
        color: tuple[int, int, int] = INK,
        *,
        width: float = 0,
        after: float = 0,
        indent: float = 0,
    ) -> None:
        """A paragraph, wrapped; ``after`` is the room below."""
        self.set_font("noto", style, size)
        self.set_text_color(*color)
        self.set_x(self.get_x() + indent)
        self.multi_cell(
            width or self.w - self.r_margin - self.get_x(),
            size * 0.49,
            text,
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self.ln(after)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        size = self.size
        match block:
            case Paragraph():
                style, color = _TONES[block.tone]
                self.line_of(block.text, size, style, color, after=2)
            case Heading():
                self.heading(block)
            case Bullets():
                for item in block.items:
                    self.line_of(f"•  {item}", size, after=0.6, indent=1)
                self.ln(1)
            case Table():
                self.grid(block)
            case KeyValues():
                self.labels(block)
            case Quote():
                self.line_of(block.text, size - 0.5, "I", indent=4)
                self.line_of(block.source, size - 1.5, color=QUIET, indent=4, after=2)
            case PageBreak():
                self.add_page()

    def heading(self, block: Heading) -> None:
        size = self.size + (4, 1, 0)[min(block.level, 3) - 1]
        self.ln(size * 0.3)
        if self.will_page_break(size * 0.49 + 14):
            self.add_page()
        self.line_of(block.text, size, "B", ACCENT, after=1.5)

    def grid(self, block: Table) -> None:
        self.set_font("noto", "", self.size - 0.5)
        with self.table(
            col_widths=block.widths or tuple(1 for _ in block.head),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", color=ACCENT, fill_color=TINT, size_pt=self.size - 1),
            line_height=(self.size - 0.5) * 0.48,
            padding=(1, 1.7),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            table.row(block.head)
            for cells in block.rows:
                row = table.row()
                for cell in cells:
                    row.cell(cell.text, style=self.look((cell,)))
        self.ln(2.5)

    def labels(self, block: KeyValues) -> None:
        if not block.rows:
            return
        self.set_font("noto", "", self.size - 0.5)
        with self.table(
            col_widths=(_LABEL, self.epw - _LABEL),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            first_row_as_headings=False,
            line_height=(self.size - 0.5) * 0.48,
            padding=(1.3, 1.7),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for entry in block.rows:
                row = table.row()
                label = "\n".join(filter(None, (entry.label, entry.note)))
                row.cell(label, style=FontFace(emphasis="BOLD", color=ACCENT))
                row.cell("\n".join(value.text for value in entry.values), style=self.look(entry.values))
        self.ln(2.5)

    @staticmethod
    def look(values: tuple[Text, ...]) -> FontFace:
        """The look of a cell; fpdf2 has one for all its lines."""
        style, color = _TONES[values[0].tone if values else "plain"]
        return FontFace(emphasis=style or None, color=color)


def render(content: Content, words: Words) -> bytes:
    """The paper as PDF."""
    return _letter(content, words) if isinstance(content, Letter) else _sheet(content)


def _letter(letter: Letter, words: Words) -> bytes:
    pdf = Paper(9.75, 22)
    pdf.set_title(letter.title)
    pdf.set_lang(letter.language)
    pdf.running = (f"{letter.sender.name} – {letter.subject}", "\n".join(letter.sender.footer))
    pdf.add_page()
    pdf.set_y(13)
    pdf.line_of(letter.sender.name, 15, "B", ACCENT)
    for line in letter.sender.lines:
        pdf.line_of(line, 8.75, color=QUIET)
    pdf.set_y(47.5)
    for entry in letter.references:
        pdf.line_of(entry.label, 7.75, color=QUIET, width=70)
        pdf.line_of("\n".join(value.text for value in entry.values), 9.25, width=70, after=0.4)
    pdf.set_y(47)
    for line in letter.recipient:
        pdf.line_of(line, 10.5, indent=84)
    pdf.set_y(80)
    pdf.line_of(letter.place_date, 9.75, indent=84)
    pdf.set_y(92)
    pdf.line_of(words("letters.common.subject_line", subject=letter.subject), 10.25, "B", ACCENT, after=4)
    pdf.line_of(letter.salutation, 9.75, after=2)
    pdf.blocks(letter.blocks)
    pdf.line_of(letter.closing, 9.75, after=14)
    pdf.line_of(letter.signature.name, 9.25, "B", indent=84)
    pdf.line_of("\n".join(letter.signature.lines), 9.25, indent=84, after=7)
    if letter.enclosures:
        pdf.line_of(words("letters.common.enclosures"), 8.5, "B", ACCENT, after=1)
        pdf.block(Bullets(letter.enclosures))
    for annex in letter.annexes:
        pdf.add_page()
        pdf.heading(Heading(annex.title, 1))
        pdf.blocks(annex.blocks)
    return bytes(pdf.output())


def _sheet(sheet: Sheet) -> bytes:
    pdf = Paper(9, 20)
    pdf.set_title(sheet.title)
    pdf.set_lang(sheet.language)
    pdf.running = (sheet.header, sheet.footer)
    pdf.set_section_title_styles(None)  # type: ignore[arg-type]
    pdf.add_page()
    pdf.set_y(24)
    pdf.line_of(sheet.organisation, 11, "B", after=14)
    if sheet.cover:
        pdf.line_of(sheet.cover.title, 26, "B", ACCENT, after=3)
        pdf.line_of(sheet.cover.subtitle, 13, color=QUIET, after=10)
        pdf.blocks(sheet.cover.blocks)
    if sheet.contents and sheet.parts:
        pdf.add_page()
        pdf.insert_toc_placeholder(
            lambda made, outline: _contents(made, outline, sheet.contents),
            allow_extra_pages=True,
        )
    for number, part in enumerate(sheet.parts):
        if number or not sheet.contents:
            pdf.add_page()
        pdf.start_section(f"{part.ref}  {part.title}".strip(), part.level)
        if part.ref:
            pdf.line_of(part.ref, 8.5, "B", ACCENT)
        pdf.line_of(part.title, 17, "B", ACCENT, after=4)
        pdf.blocks(part.blocks)
    return bytes(pdf.output())


def _contents(made: FPDF, outline: list[OutlineSection], title: str) -> None:
    assert isinstance(made, Paper)
    made.set_x(made.l_margin)
    made.line_of(title, 17, "B", ACCENT, after=6)
    for section in outline:
        style = "" if section.level else "B"
        link = made.add_link(page=section.page_number)
        made.set_font("noto", style, 8.5)
        made.set_text_color(*INK)
        text = section.name
        while made.get_string_width(text) > made.epw - 20:
            text = f"{text.removesuffix('…')[:-1]}…"
        made.cell(made.epw - 12, 5, text, link=link)
        made.cell(12, 5, str(section.page_number), align="R", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
