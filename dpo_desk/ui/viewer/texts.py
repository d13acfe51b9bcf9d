"""Files of words: plain text in whatever encoding, and mail without anything from elsewhere. Used by the viewer only."""

from __future__ import annotations

import codecs
import email
import email.header
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser

MOST_LETTERS = 1_000_000
HEADERS = ("from", "to", "cc", "date", "subject")
_MOST_ATTACHMENTS = 500
_LONGEST_HEADER = 2_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LAST = "windows-1252"  # what the systems of western Europe wrote for decades; it reads any bytes


@dataclass(frozen=True)
class Text:
    """Words, how they were read, and whether there is more."""

    text: str
    encoding: str
    cut: bool


@dataclass(frozen=True)
class Mail:
    """A message: its headers, its words, and the names and sizes of what is attached."""

    headers: dict[str, str]
    text: str
    attachments: list[tuple[str, int]]
    from_html: bool  # there was no plain text, and the words were taken out of the HTML
    cut: bool


def text_of(content: bytes) -> Text:
    """The words of a file, in the encoding its bytes speak for."""
    text, encoding = _decoded(content)
    readable = _readable(text)
    return Text(readable[:MOST_LETTERS], encoding, len(readable) > MOST_LETTERS)


def mail_of(content: bytes) -> Mail:
    """The message of a file; a message inside it counts as an attachment."""
    message = email.message_from_bytes(content)  # the newer parser takes minutes for a thousand recipients
    body, from_html = _body(message)
    readable = _readable(body)
    return Mail(
        headers={name: value for name in HEADERS if (value := _header(message, name))},
        text=readable[:MOST_LETTERS],
        attachments=_attachments(message)[:_MOST_ATTACHMENTS],
        from_html=from_html,
        cut=len(readable) > MOST_LETTERS,
    )


# --- encodings --------------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").lstrip("\ufeff"), encoding
    if zeros := content[:4096].count(0):  # every other byte of a western text in UTF-16
        odd = content[1:4096:2].count(0)
        encoding = "utf-16-le" if odd * 2 > zeros else "utf-16-be"
        return content.decode(encoding, "replace"), encoding[:6]
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode(_LAST, "replace"), _LAST


def _readable(text: str) -> str:
    """With line ends of one kind and without what is no letter; directions of writing stay, they end at the line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" or ord(sign) > 0x9F else "\ufffd" for sign in lines
    )


# --- mail -------------------------------------------------------------------------------------------------------------


def _header(message: Message, name: str) -> str:
    raw = (str(value) for key, value in message.raw_items() if key.casefold() == name)
    return _one_line(next(raw, ""))


def _one_line(raw: str) -> str:
    """A header's words as they are meant: put back from the ASCII they travel in, on one line, of bounded length."""
    sent = raw[:_LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        meant = str(email.header.make_header(email.header.decode_header(sent)))
    except (ValueError, LookupError):  # as the parsers of such headers say that it is none
        meant = sent
    return " ".join(_readable(meant).split())


def _body(message: Message) -> tuple[str, bool]:
    html = ""
    for part in _leaves(message):
        if _attached(part):
            continue
        if part.get_content_type() != "text/html":
            return _words(part), False
        html = html or _words(part)
    return _without_markup(html), bool(html)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in their order; a message inside is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            waiting[:0] = _below(part)
        else:
            yield part


def _below(part: Message) -> list[Message]:
    held = part.get_payload()
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _attached(part: Message) -> bool:
    named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return named or part.get_content_maintype() != "text"


def _attachments(message: Message) -> list[tuple[str, int]]:
    return [(_attachment_name(part), len(_bytes(part))) for part in _leaves(message) if _attached(part)]


def _attachment_name(part: Message) -> str:
    inside = _below(part)
    if inside:
        return _header(inside[0], "subject")
    return _one_line(part.get_filename() or "")


def _words(part: Message) -> str:
    content = _bytes(part)
    try:
        return content.decode(part.get_content_charset() or "", "replace")
    except LookupError:  # no such encoding
        return _decoded(content)[0]


def _bytes(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        return part.as_bytes()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


class _Words(HTMLParser):
    """Collects what a reader would see; opens nothing, follows nothing."""

    _breaks = frozenset({"br", "div", "h1", "h2", "h3", "h4", "li", "p", "table", "tr"})
    _silent = frozenset({"head", "script", "style", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._silent:
            self._silence += 1
        elif tag in self._breaks:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            self._silence = max(0, self._silence - 1)
        elif tag in self._breaks:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.found.append(re.sub(r"\s+", " ", data))


def _without_markup(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
