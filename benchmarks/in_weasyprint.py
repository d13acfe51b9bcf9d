"""
The same letter in WeasyPrint, from HTML and CSS: the same content, words and fonts, a layout of the same kind.

It is no part of this project's environment, because it needs Pango from the system: it is measured where it is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML  # type: ignore[import-not-found, unused-ignore]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found, unused-ignore]

from dpo_desk.paper import Letter
from reports import Words
from reports.content import Block, Bullets, Heading, KeyValues, Paragraph, Quote, Table

_FONTS = Path(__file__).parents[1] / "resources" / "fonts"
_FACES = "".join(
    f"@font-face {{ font-family: Noto; src: url('{(_FONTS / f'NotoSans-{name}.ttf').as_uri()}');"
    f" font-weight: {weight}; font-style: {style}; }}"
    for name, weight, style in (
        ("Regular", 400, "normal"),
        ("Bold", 700, "normal"),
        ("Italic", 400, "italic"),
        ("BoldItalic", 700, "italic"),
    )
)
_LOOK = """
@page { size: A4; margin: 26mm 20mm 22mm 22mm;
  @bottom-right { content: "PAGE"; font: 7.75pt Noto; color: #59646f }
  @bottom-left { content: element(foot) } }
@page :first { margin-top: 12mm }
body { font: 9.75pt/1.4 Noto; color: #1d232b }
h1, h2, .name { color: #174a63; font-weight: bold; margin: 0 0 1.5mm }
h1 { font-size: 10.25pt; margin: 4mm 0 } h2 { font-size: 10.75pt; margin-top: 3mm }
.name { font-size: 15pt } .quiet { color: #59646f; font-size: 8.75pt }
.head { height: 72mm; position: relative }
.address { position: absolute; left: 88mm; top: 43mm; font-size: 10.5pt; line-height: 1.15 }
.references { position: absolute; left: 0; top: 38mm; font-size: 9.25pt }
.foot { position: running(foot); font-size: 7.75pt; color: #59646f }
p { margin: 0 0 1.8mm } blockquote { font-style: italic; margin: 0 0 2mm 4mm }
table { width: 100%; border-collapse: collapse; font-size: 9.25pt } td, th { text-align: left; border-bottom: .4pt solid #cdd5db }
"""


@cache
def _faces() -> tuple[Any, Any]:
    """The fonts, read once."""
    fonts = FontConfiguration()
    return CSS(string=_FACES, font_config=fonts), fonts


def render(letter: Letter, words: Words) -> bytes:
    """The letter as PDF."""
    faces, fonts = _faces()
    page = HTML(string="".join(_page(letter, words)))
    pdf = page.write_pdf(stylesheets=[faces], font_config=fonts)
    assert isinstance(pdf, bytes)
    return pdf


def _page(letter: Letter, words: Words) -> Iterator[str]:
    page = words("letters.common.page", page="☞", pages="☜").replace("☞", '" counter(page) "')
    look = _LOOK.replace("PAGE", page.replace("☜", '" counter(pages) "'))
    yield f'<html lang="{letter.language}"><head><title>{escape(letter.title)}</title>'
    yield f"<style>{look}</style></head><body><div class=head>"
    yield f"<div class=name>{escape(letter.sender.name)}</div>"
    yield f"<div class=quiet>{_lines(letter.sender.lines)}</div><div class=references>"
    for entry in letter.references:
        yield f"<div class=quiet>{escape(entry.label)}</div>{_lines(value.text for value in entry.values)}"
    yield f"</div><div class=address>{_lines(letter.recipient)}<br><br>{escape(letter.place_date)}</div></div>"
    yield f"<div class=foot>{_lines(letter.sender.footer)}</div>"
    yield f"<h1>{escape(words('letters.common.subject_line', subject=letter.subject))}</h1>"
    yield f"<p>{escape(letter.salutation)}</p>"
    yield from map(_block, letter.blocks)
    yield f"<p>{escape(letter.closing)}</p><br><br><p><b>{escape(letter.signature.name)}</b><br>"
    yield f"{_lines(letter.signature.lines)}</p></body></html>"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return f"<p>{escape(text)}</p>"
        case Heading(text=text):
            return f"<h2>{escape(text)}</h2>"
        case Bullets(items=items):
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case Quote(text=text):
            return f"<blockquote>{escape(text)}</blockquote>"
        case KeyValues(rows=rows):
            lines = (
                f"<tr><th>{escape(row.label)}<td>{_lines(each.text for each in row.values)}" for row in rows
            )
            return f"<table>{''.join(lines)}</table>"
        case Table(head=head, rows=rows):
            above = "".join(f"<th>{escape(text)}" for text in head)
            lines = ("<tr>" + "".join(f"<td>{escape(cell.text)}" for cell in row) for row in rows)
            return f"<table><thead><tr>{above}</thead>{''.join(lines)}</table>"
        case _:
            return ""


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(map(escape, texts))
