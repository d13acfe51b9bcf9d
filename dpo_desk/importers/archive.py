"""A packed file looked through before anybody unpacks it: what it says of itself may be a lie."""

from __future__ import annotations

import io
import zipfile
import zlib

from dpo_desk.errors import TableDamaged, TableProtected
from dpo_desk.importers.base import Budget

SIGNATURE = b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what spreadsheets use; others unpack too slowly
_ENCRYPTED = 0x1
_PIECE = 1 << 20
_HEAD = 4096  # bytes; a document type stands at the beginning of a file
_UNSOUND = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)


def names(content: bytes) -> frozenset[str]:
    """The names of the files inside, none when it is not packed at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return frozenset(packed.namelist())
    except _UNSOUND:
        return frozenset()


def part(content: bytes, name: str) -> bytes:
    """The bytes of a part of a sound file, none when there is no such part."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name) if name in packed.namelist() else b""


def require_sound(content: bytes, budget: Budget) -> None:
    """
    Lets a packed file pass whose parts unpack within the budget, to what they say, and declare no entities.

    Raises:
        TableTooLarge: It unpacks to more than the budget allows.
        TableProtected: A part is locked with a password.
        TableDamaged: A part lies about its size, overlaps another, is packed in an unusual way, or declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > budget.parts or sum(each.file_size for each in parts) > budget.unpacked:
                raise budget.exceeded()
            _require_apart(parts)
            left = budget.unpacked
            for each in parts:
                left -= _unpacked(packed, each, left, budget)
    except _UNSOUND as error:
        raise TableDamaged from error


def _require_apart(parts: list[zipfile.ZipInfo]) -> None:
    """No part begins within another: a small file would otherwise unpack again and again."""
    end = -1
    for each in sorted(parts, key=lambda part: part.header_offset):
        if each.header_offset < end:
            raise TableDamaged
        end = each.header_offset + each.compress_size


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, budget: Budget) -> int:
    """How many bytes the part truly holds."""
    if part.flag_bits & _ENCRYPTED:
        raise TableProtected
    if part.compress_type not in _METHODS:
        raise TableDamaged
    said, part.file_size = part.file_size, left + 2 * _PIECE  # read on beyond what it says of itself
    size = 0
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            if not size and b"<!DOCTYPE" in piece[:_HEAD]:
                raise TableDamaged
            size += len(piece)
            if size > left:
                raise budget.exceeded()
    if size != said:
        raise TableDamaged
    return size
