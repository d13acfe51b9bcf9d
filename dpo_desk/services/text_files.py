"""Plain text from a file the user chose, or a clear refusal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.errors import FileTooLarge, TextEmpty, TextNotUtf8, TextTooLarge
from dpo_desk.services.chosen_files import read_chosen

LIMIT = 5  # megabytes


@dataclass(frozen=True)
class PlainText:
    """What a file holds, with line ends of one kind, and the hash of its bytes."""

    text: str
    sha256: str


def read_text(path: Path) -> PlainText:
    """
    The text of a file.

    Raises:
        TextUnreadable: The file cannot be opened.
        TextTooLarge: It has more than ``LIMIT`` megabytes.
        TextNotUtf8: It is no text in UTF-8.
        TextEmpty: There is no word in it.
    """
    content = _content(path)
    return PlainText(_decoded(content), hashlib.sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        return read_chosen(path, LIMIT)
    except FileTooLarge as error:
        raise TextTooLarge(limit=LIMIT) from error


def _decoded(content: bytes) -> str:
    zero = content.find(b"\0")  # UTF-8, but never in a text
    if zero >= 0:
        raise TextNotUtf8(line=_line(content, zero))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextNotUtf8(line=_line(content, error.start)) from error
    if not text.strip():
        raise TextEmpty
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
