"""
The same letter in Typst: the same content, words and fonts, a layout of the same kind.

It is no part of this project's environment: it is measured where it is installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import typst  # type: ignore[import-not-found, unused-ignore]

from dpo_desk.paper import Letter
from reports import Words
from reports.content import Block, Bullets, Heading, KeyValues, Paragraph, Quote, Table

_FONTS = Path(__file__).parents[1] / "resources" / "fonts"
_LOOK = """
#set text(font: "Noto Sans", size: 9.75pt, fill: rgb("#1d232b"))
#set par(leading: 0.62em, spacing: 0.95em)
#set table(stroke: (bottom: 0.4pt + rgb("#cdd5db")))
#let accent = rgb("#174a63")
#let quiet(it) = text(size: 8.75pt, fill: rgb("#59646f"), it)
#let strong_line(size, it) = text(size: size, weight: "bold", fill: accent, it)
#show heading: it => block(strong_line(10.75pt, it.body))
"""


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(_FONTS)], ignore_system_fonts=True)


def render(letter: Letter, words: Words) -> bytes:
    """The letter as PDF."""
    source = "".join(_page(letter, words))
    pdf = _compiler().compile(source.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def _page(letter: Letter, words: Words) -> Iterator[str]:
    page = words("letters.common.page", page="☞", pages="☜")
    before, _, rest = page.partition("☞")
    between, _, after = rest.partition("☜")
    number = (
        f"#context [#{_said(before)}#counter(page).display()#{_said(between)}"
        f"#counter(page).final().first()#{_said(after)}]"
    )
    yield _LOOK
    yield f"#set document(title: {_said(letter.title)})\n#set text(lang: {_said(letter.language)})\n"
    yield '#set page("a4", margin: (left: 22mm, right: 20mm, top: 12mm, bottom: 22mm), '
    yield f"footer: grid(columns: (1fr, auto), quiet[{_lines(letter.sender.footer)}], quiet[{number}]))\n"
    yield f"#strong_line(15pt, {_said(letter.sender.name)})\\\n#quiet[{_lines(letter.sender.lines)}]\n"
    references = "\\ ".join(
        f"#quiet({_said(entry.label)})\\ {_lines(value.text for value in entry.values)}"
        for entry in letter.references
    )
    yield f"#place(dx: 0mm, dy: 22mm, [{references}])\n"
    yield f"#place(dx: 88mm, dy: 27mm, text(10.5pt)[{_lines(letter.recipient)}\\ \\ #{_said(letter.place_date)}])\n"
    yield "#v(64mm)\n"
    yield f"#strong_line(10.25pt, {_said(words('letters.common.subject_line', subject=letter.subject))})\n\n"
    yield f"#{_said(letter.salutation)}\n\n"
    yield from map(_block, letter.blocks)
    yield f"#{_said(letter.closing)}\n\n#v(14mm)\n#strong({_said(letter.signature.name)})\\\n"
    yield f"{_lines(letter.signature.lines)}\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return f"#{_said(text)}\n\n"
        case Heading(text=text):
            return f"#heading({_said(text)})\n"
        case Bullets(items=items):
            return f"#list({', '.join(map(_said, items))})\n"
        case Quote(text=text):
            return f"#quote(block: true, {_said(text)})\n"
        case KeyValues(rows=rows):
            cells = (
                f"strong({_said(row.label)}), [{_lines(each.text for each in row.values)}]" for row in rows
            )
            return f"#table(columns: (46mm, 1fr), {', '.join(cells)})\n"
        case Table(head=head, rows=rows):
            above = f"table.header({', '.join(map(_said, head))})"
            cells = (_said(cell.text) for row in rows for cell in row)
            return f"#table(columns: {len(head)}, {above}, {', '.join(cells)})\n"
        case _:
            return ""


def _said(text: str) -> str:
    """The text as one string of the language: never markup."""
    return json.dumps(text, ensure_ascii=False)


def _lines(texts: Iterable[str]) -> str:
    return "\\ ".join(f"#{_said(text)}" for text in texts)
