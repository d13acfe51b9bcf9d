"""
Draws papers: content in, PDF bytes out. ReportLab and pikepdf are spoken to here only.

They are loaded with the first paper, not with this package: the window does not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..content import Content, Letter
from ..words import Words

__all__ = ["Fonts", "Mark", "NoLogo", "Rendered", "SignatureBox", "place_mark", "render", "sound_logo"]


@dataclass(frozen=True)
class Fonts:
    """The bytes of the TrueType files a paper is set in; ``symbols`` steps in where the others lack a character."""

    regular: bytes
    bold: bytes
    italic: bytes
    bold_italic: bytes
    symbols: bytes


@dataclass(frozen=True)
class SignatureBox:
    """Where the signature goes: the index of the page, and the corners in points from its lower left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Rendered:
    """A paper as a file; ``missing`` are the characters no font could draw (shown as U+FFFD)."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]
    signature: SignatureBox | None = None


@dataclass(frozen=True)
class Mark:
    """What is seen of a signature: a picture (PNG) with what it shows in words, and lines of small text."""

    picture: bytes = b""
    alt: str = ""
    lines: tuple[str, ...] = ()


class NoLogo(Exception):
    """
    A picture that cannot be a logo.

    ``reason`` is ``unreadable`` (no PNG or JPEG, or damaged), ``too_many_points``, ``moving``, or ``blank``: nothing of
    it is seen on white paper.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def sound_logo(untrusted: bytes) -> bytes:
    """
    A logo out of any picture, as PNG or JPEG as it came: upright, in screen colours, on white, free of all else.

    Raises:
        NoLogo: It cannot be one.
    """
    from .logo import sound

    return sound(untrusted)


def render(content: Content, fonts: Fonts, words: Words, made_on: date) -> Rendered:
    """
    The paper as PDF/A-3A and PDF/UA-1; the same input gives the same bytes.

    Args:
        content: What the paper says.
        fonts: The faces to set it in.
        words: The texts of the content's own language, for running lines and labels.
        made_on: The day written into the file as that of its making.
    """
    from .fonts import load
    from .letter import LetterDrawing
    from .pdfa import Metadata, finish
    from .sheet import SheetDrawing
    from .tag import Tagger
    from .text import Typist

    faces = load(fonts)
    typist, tagger = Typist(faces), Tagger()
    if isinstance(content, Letter):
        letter = LetterDrawing(content, faces, words, typist, tagger)
        drawn = letter.draw()
        about = Metadata(content.title, content.sender.name, content.language, made_on)
        pdf, pages = finish(drawn, tagger, about, attachments=content.attachments)
        return Rendered(pdf, pages, typist.missing, letter.signature)
    sheet = SheetDrawing(content, faces, words, typist, tagger)
    drawn = sheet.draw()
    about = Metadata(content.title, content.organisation, content.language, made_on)
    pdf, pages = finish(drawn, tagger, about, sheet.arrange)
    return Rendered(pdf, pages, typist.missing)


def place_mark(paper: Rendered, box: SignatureBox, mark: Mark, fonts: Fonts) -> Rendered:
    """
    The paper with the mark in its box, as much PDF/A-3A and PDF/UA-1 as before.

    Raises:
        ValueError: The lines do not fit into the box, however small.
    """
    from .mark import MarkDrawing

    return MarkDrawing(box, mark, fonts).on(paper)
