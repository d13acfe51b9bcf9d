"""The viewer's own process: takes one file, says what it is, and gives its pages as they are asked for."""

from __future__ import annotations

import contextlib
import sys
from typing import BinaryIO

from dpo_desk.domain.file import IMAGES, MAIL, PDF
from dpo_desk.hardening import keep_memory_private
from dpo_desk.ui.viewer.documents import Document, ImageDocument, PdfDocument, Refused
from dpo_desk.ui.viewer.frames import Frame, packed, received
from dpo_desk.ui.viewer.texts import mail_of, text_of

_MEMORY = 3 * 2**29  # of addresses, most of which are libraries; a bomb ends here and not with the computer


def main() -> None:
    """What the process does, from its first moment to its last."""
    confine()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def confine() -> None:
    """Forbids this process to write files, to start others and to take more than its share; where the system can."""
    keep_memory_private()
    if sys.platform == "win32":  # the window ends what takes too long
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # a smaller limit of the system itself stays
            resource.setrlimit(limit, (most, most))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers until the window closes its end. Whatever a file makes go wrong ends the process, and the window sees it."""
    first = received(source)
    if first is None:
        return
    media_type = str(first.facts["media_type"])
    try:
        if media_type == PDF:
            _serve_pages(PdfDocument(first.content), source, sink)
        elif media_type in IMAGES:
            _serve_pages(ImageDocument(first.content, media_type), source, sink)
        elif media_type == MAIL:
            _send(sink, _mail(first.content))
        else:
            _send(sink, _text(first.content))
    except Refused as refused:
        _send(sink, Frame({"show": "nothing", "why": refused.why}))


def _serve_pages(document: Document, source: BinaryIO, sink: BinaryIO) -> None:
    _send(sink, Frame({"show": "pages", "sizes": document.sizes, "count": document.count}))
    while asked := received(source):
        number, scale = int(asked.facts["page"]), float(asked.facts["scale"])
        picture = document.picture(number, scale)
        facts = {"page": number, "scale": scale, "width": picture.width(), "height": picture.height()}
        _send(sink, Frame(facts, bytes(picture.constBits())))


def _text(content: bytes) -> Frame:
    found = text_of(content)
    return Frame({"show": "text", "encoding": found.encoding, "cut": found.cut}, _utf8(found.text))


def _mail(content: bytes) -> Frame:
    found = mail_of(content)
    facts = {
        "show": "mail",
        "headers": found.headers,
        "attachments": found.attachments,
        "from_html": found.from_html,
        "cut": found.cut,
    }
    return Frame(facts, _utf8(found.text))


def _utf8(text: str) -> bytes:
    return text.encode(errors="replace")


def _send(sink: BinaryIO, frame: Frame) -> None:
    sink.write(packed(frame))
    sink.flush()
