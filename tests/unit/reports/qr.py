"""
Reads a small QR code (version 1, 21 × 21 squares) out of a page as it is seen, by the rules of ISO/IEC 18004.

It has no part in writing one, and mends nothing: a wrong square is a wrong text.
"""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2

SIDE = 21
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)


def seen(pdf: bytes, page: int, box: tuple[float, float, float, float]) -> list[list[bool]]:
    """The squares within a box of the page (corners in points from its lower left), each judged at its middle."""
    scale = 4.0
    document = pypdfium2.PdfDocument(pdf)
    height = document[page].get_height()
    picture = document[page].render(scale=scale).to_pil().convert("L")
    document.close()
    left, bottom, right, top = box
    assert abs((right - left) - (top - bottom)) < 0.01
    step = (right - left) / SIDE
    return [
        [
            picture.getpixel((int((left + (column + 0.5) * step) * scale), int((height - top + (row + 0.5) * step) * scale))) < 128
            for column in range(SIDE)
        ]
        for row in range(SIDE)
    ]  # fmt: skip


def read(squares: list[list[bool]]) -> str:
    """The text of the code."""
    mask = _MASKS[_format(squares) >> 10 & 7]
    bits = [squares[row][column] ^ (mask(row, column) == 0) for row, column in _places()]
    mode = _number(bits, 0, 4)
    if mode == 2:
        return _letters(bits)
    assert mode == 4, "neither letters nor bytes"
    count = _number(bits, 4, 8)
    return bytes(_number(bits, 12 + 8 * at, 8) for at in range(count)).decode()


def _format(squares: list[list[bool]]) -> int:
    places = [
        *((8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)),
        *((row, 8) for row in (7, 5, 4, 3, 2, 1, 0)),
    ]
    return _number([squares[row][column] for row, column in places], 0, 15) ^ 0x5412


def _places() -> list[tuple[int, int]]:
    """The squares that hold the text, in the order of its bits."""
    found, upwards = [], True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for row in range(SIDE - 1, -1, -1) if upwards else range(SIDE):
            found += [(row, column) for column in (right, right - 1) if not _fixed(row, column)]
        upwards = not upwards
    return found


def _fixed(row: int, column: int) -> bool:
    corner = (row < 9 and (column < 9 or column > 12)) or (row > 12 and column < 9)
    return corner or 6 in (row, column)


def _letters(bits: list[bool]) -> str:
    count, at, text = _number(bits, 4, 9), 13, ""
    while len(text) < count:
        if count - len(text) == 1:
            text += _SIGNS[_number(bits, at, 6)]
        else:
            first, second = divmod(_number(bits, at, 11), 45)
            text += _SIGNS[first] + _SIGNS[second]
        at += 11
    return text


def _number(bits: list[bool], start: int, length: int) -> int:
    return int("".join("1" if bit else "0" for bit in bits[start : start + length]), 2)
