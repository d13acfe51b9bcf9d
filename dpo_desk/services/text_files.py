"""Plain text from a file the user chose, or a clear refusal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.errors import TextEmpty, TextNotUtf8, TextTooLarge, TextUnreadable

LIMIT = 5  # megabytes
_BYTES = LIMIT * 1_000_000


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
        with path.open("rb") as stream:
            content = stream.read(_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a zero byte is no path
        raise TextUnreadable from error
    if len(content) > _BYTES:
        raise TextTooLarge(limit=LIMIT)
    return content


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
