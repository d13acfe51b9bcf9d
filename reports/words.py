"""What the papers ask of the wording: a text for a key, and days, countries and lists in its language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol


class Words(Protocol):
    """The texts of one language."""

    @property
    def language(self) -> str:
        """The language as a BCP 47 tag ("fr")."""
        ...

    def __call__(self, key: str, /, **params: object) -> str:
        """The text of a key with its placeholders filled; a missing key raises."""
        ...

    def date(self, day: date, /) -> str:
        """A day written out."""
        ...

    def country(self, code: str, /) -> str:
        """The name of a country by its ISO 3166-1 alpha-2 code."""
        ...

    def number(self, n: float, /) -> str:
        """A number with this language's separators."""
        ...

    def join(self, items: Iterable[str], /) -> str:
        """Items as a list in a sentence ("a, b and c")."""
        ...
