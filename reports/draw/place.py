"""Sets what has a fixed place on the page: as large as fits there, and never less than all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from .tag import TaggedParagraph

_ENDLESS = 1e6
_STEP = 0.04

Setting = Callable[[float], Sequence[TaggedParagraph]]
"""The paragraphs of a place at a scale of their size; 1 is as large as they are meant to be."""


class Column:
    """Paragraphs below each other, with the room above each but the first."""

    def __init__(self, paragraphs: Sequence[TaggedParagraph], width: float) -> None:
        self.paragraphs = tuple(paragraphs)
        self._heights = tuple(
            each.wrap(width, _ENDLESS)[1] + (each.getSpaceBefore() if number else 0)
            for number, each in enumerate(self.paragraphs)
        )
        self._width = width

    @property
    def height(self) -> float:
        """How high it is."""
        return sum(self._heights)

    def cut(self, height: float) -> tuple[Column, tuple[TaggedParagraph, ...]]:
        """The column of those paragraphs that stand within a height, and the others."""
        count, left = 0, height
        while count < len(self._heights) and self._heights[count] <= left:
            left -= self._heights[count]
            count += 1
        return Column(self.paragraphs[:count], self._width), self.paragraphs[count:]

    def draw(self, canvas: Any, x: float, top: float) -> float:
        """Draws it below ``top`` and gives the y of its lower edge."""
        for paragraph, height in zip(self.paragraphs, self._heights, strict=True):
            top -= height
            paragraph.drawOn(canvas, x, top)
        return top


@dataclass(frozen=True)
class Room:
    """How much room there is, and how small (as a share of its size) a text may become for it."""

    width: float
    height: float
    smallest: float


def fit(setting: Setting, room: Room) -> Column:
    """The column at the largest scale that fits; at the smallest one, if need be, higher than there is room."""
    scale = 1.0
    while True:
        column = Column(setting(scale), room.width)
        if column.height <= room.height or scale <= room.smallest:
            return column
        # a text that is wrapped shrinks in both directions, so it cannot fit at more than the root of what it lacks
        scale = max(room.smallest, min(scale - _STEP, scale * sqrt(room.height / column.height)))
