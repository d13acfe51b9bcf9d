"""Reads a finished paper with two readers that had no part in writing it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pypdf import PdfReader

MILLIMETRE = 72 / 25.4  # in points

_LINE_END_HYPHEN = "\ufffe"  # how pdfium marks a hyphen at the end of a line


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded().replace(_LINE_END_HYPHEN, "-"))
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()


def text(pdf: bytes) -> str:
    """The whole text."""
    return "\n".join(pages(pdf))


def flat(text: str) -> str:
    """The text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text)


def dense(text: str) -> str:
    """The text without white space, which line breaks change."""
    return re.sub(r"\s+", "", text)


def reader(pdf: bytes) -> PdfReader:
    """The file in the other reader."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def signs(pdf: bytes, line: str, page: int = 0) -> Iterator[tuple[float, float, float, float]]:
    """The place of each character of a line that stands once on a page: left, top, right, bottom, in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    height = document[page].get_height()
    text_page = document[page].get_textpage()
    searcher = text_page.search(line)
    found = searcher.get_next()
    assert found, "the line is not on the page"
    assert searcher.get_next() is None, "the line stands twice on the page"
    searcher.close()
    for number in range(found[0], found[0] + found[1]):
        left, bottom, right, top = text_page.get_charbox(number)
        if right > left:  # a blank has no ink
            yield (
                left / MILLIMETRE,
                (height - top) / MILLIMETRE,
                right / MILLIMETRE,
                (height - bottom) / MILLIMETRE,
            )
    text_page.close()
    document.close()


def without_object_streams(pdf: bytes) -> bytes:
    """The file as the validator can read it."""
    # The validator takes a compressed object stream ending in 0x0D for a broken one (1 in 256).
    out = io.BytesIO(b"")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return out.getvalue()
