"""What goes between the window and the viewer: two lengths, a few facts as JSON, and bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
MOST_FACTS = 2**20
MOST_BYTES = 2**27
"""More in one frame is a fault, or an attack by what was looked into."""


class BadFrame(Exception):
    """The other end says what it never should."""


@dataclass(frozen=True)
class Frame:
    """One message."""

    facts: Mapping[str, Any]
    content: bytes = b""


def packed(frame: Frame) -> bytes:
    """The message as bytes."""
    facts = json.dumps(frame.facts).encode()
    return _LENGTHS.pack(len(facts), len(frame.content)) + facts + frame.content


def taken(buffer: bytearray) -> Frame | None:
    """
    The first message of the buffer, which is taken out of it; nothing while it is not whole.

    Raises:
        BadFrame: It is too long, or no message.
    """
    if len(buffer) < _LENGTHS.size:
        return None
    facts, content = _LENGTHS.unpack_from(buffer)
    if facts > MOST_FACTS or content > MOST_BYTES:
        raise BadFrame
    end = _LENGTHS.size + facts
    if len(buffer) < end + content:
        return None
    frame = Frame(_facts(bytes(buffer[_LENGTHS.size : end])), bytes(buffer[end : end + content]))
    del buffer[: end + content]
    return frame


def received(source: BinaryIO) -> Frame | None:
    """The next message, waited for; nothing at the end."""
    lengths = source.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    facts, content = _LENGTHS.unpack(lengths)
    return Frame(_facts(source.read(facts)), source.read(content))


def _facts(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
    if not isinstance(found, dict):
        raise BadFrame
    return found
