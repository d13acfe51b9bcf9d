"""
The one way from a text to the page: what a person typed becomes visible as it was typed, and never markup.

Control characters and invisible marks (which could turn the order of a name around) are taken out, line breaks and
runs of spaces are kept, characters the main font lacks are set in the symbol font, and those no font can draw are
shown as U+FFFD and collected in ``missing``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle

from .fonts import Faces
from .tag import Node, TaggedParagraph

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(" {2,}|^ ", re.MULTILINE)
_NO_BREAK_SPACE = "\u00a0"
_LONG = 6000  # characters; what is left of a paragraph is broken anew on each page, so a long one is cut
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """The text as it can be read: normalised, with line feeds for line breaks and nothing invisible in it."""
    text = _BREAKS.sub("\n", text).replace("\t", "    ")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return "".join(char for char in text if ord(char) & 0xFFFE != 0xFFFE)


class Typist:
    """Sets the texts of one paper and remembers the characters it could not set."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._missing: set[str] = set()

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters no font could draw, in the order of Unicode."""
        return tuple(sorted(self._missing))

    def paragraph(
        self, text: str, style: ParagraphStyle, node: Node | None, bullet: str = ""
    ) -> TaggedParagraph:
        """A paragraph of the text; without a node it is an artifact, and an empty one keeps its line."""
        paragraph = TaggedParagraph(self._markup(text) or _NO_BREAK_SPACE, style, bulletText=bullet or None)
        paragraph.node = node
        return paragraph

    def paragraphs(self, text: str, style: ParagraphStyle, node: Node | None) -> list[TaggedParagraph]:
        """The text as one element; a very long one is set in pieces that follow each other without a gap."""
        pieces = list(_pieces(clean(text)))
        last = len(pieces) - 1
        close = style.clone(style.name, spaceBefore=0, spaceAfter=0) if last else style
        first = style.clone(style.name, spaceAfter=0) if last else style
        end = style.clone(style.name, spaceBefore=0) if last else style
        styles = [end if n == last else first if n == 0 else close for n in range(last + 1)]
        return [self.paragraph(piece, each, node) for piece, each in zip(pieces, styles, strict=True)]

    def _markup(self, text: str) -> str:
        text = _SPACES.sub(_hold_spaces, clean(text).strip("\n"))
        return "".join(self._runs(text)).replace("\n", "<br/>")

    def _runs(self, text: str) -> Iterator[str]:
        main, drawable = self._faces.main, self._faces.drawable
        if all(ord(char) in main or char == "\n" for char in set(text)):
            yield escape(text)
            return
        run: list[str] = []
        in_symbols = False
        for char in text:
            symbol = ord(char) not in main and char != "\n"
            if symbol != in_symbols:
                yield self._run(run, symbols=in_symbols)
                run, in_symbols = [], symbol
            if symbol and not drawable(char):
                self._missing.add(char)
                run.append(_REPLACEMENT)
            else:
                run.append(char)
        yield self._run(run, symbols=in_symbols)

    def _run(self, run: list[str], *, symbols: bool) -> str:
        text = escape("".join(run))
        return f'<font name="{self._faces.face.symbols}">{text}</font>' if symbols else text


def _pieces(text: str) -> Iterator[str]:
    """Cuts a text where a line or a sentence ends, if there is such a place, else between words."""
    while len(text) > _LONG:
        ends = (text.rfind(sign, _LONG // 2, _LONG) for sign in ("\n", ". ", " "))
        cut = next((end + 1 for end in ends if end >= 0), _LONG)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _hold_spaces(match: re.Match[str]) -> str:
    spaces = match.group()
    at_start = match.start() == 0 or match.string[match.start() - 1] == "\n"
    return _NO_BREAK_SPACE * len(spaces) if at_start else _NO_BREAK_SPACE * (len(spaces) - 1) + " "
