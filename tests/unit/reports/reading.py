"""Reads a finished paper with two readers that had no part in writing it."""

from __future__ import annotations

import io
import re

import pypdfium2
from pypdf import PdfReader

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
