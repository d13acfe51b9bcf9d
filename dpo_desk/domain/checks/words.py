"""Finding things in texts: words of a list, names, lengths of time, a quotation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from dpo_desk.domain.activity import TimeUnit

_Id = TypeVar("_Id")
_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "\u00ad": None})
_NO_WORD = re.compile(r"(?!)")


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def flat(text: str) -> str:
    """The text in one line, with plain quotation marks: two copies of a sentence become the same."""
    return " ".join((text if text.isascii() else text.translate(_SIGNS)).split())


class Phrases:
    """
    A list of words and phrases, found without case and accents; ``*`` at the end stands for any ending.

    Each is found as whole words only: ``art`` is not in ``party``.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(dict.fromkeys(map(fold, phrases)))
        parts = sorted(map(_pattern, self.phrases), key=len, reverse=True)
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else _NO_WORD
        self._whole = re.compile(rf"\W*(?:{'|'.join(parts)})\W*") if parts else _NO_WORD
        # what is longer is not searched: signs on both sides of a phrase made of signs would take for ever
        self._longest = 2 * max(map(len, self.phrases), default=0)

    @classmethod
    def any_of(cls, lists: Iterable[Phrases]) -> Phrases:
        """Several lists as one."""
        return cls(phrase for each in lists for phrase in each.phrases)

    def first(self, text: str) -> str:
        """The first of them in the text, folded; empty when there is none."""
        hit = self._any.search(fold(text)) if text else None
        return hit.group() if hit else ""

    def leads(self, text: str) -> bool:
        """Whether the text begins with one of them."""
        return self._any.match(fold(text).lstrip()) is not None

    def whole(self, text: str) -> bool:
        """Whether the text is nothing but one of them."""
        sought = text.strip()
        return len(sought) <= self._longest and self._whole.fullmatch(fold(sought)) is not None


def _pattern(phrase: str) -> str:
    words = r"\W+".join(
        re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in phrase.split()
    )
    return words


class Names(Generic[_Id]):
    """Proper names to be found in texts: whole words, written exactly so."""

    def __init__(self, names: Mapping[str, _Id]) -> None:
        self._names = names
        self._by_first: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name in names:
            words = tuple(_WORD.findall(name))
            if words and len(name) > 1:
                self._by_first[words[0]].append((words, name))

    @classmethod
    def of(cls, pairs: Iterable[tuple[_Id, str]]) -> Names[_Id]:
        """The names of these things; of two that share a name the first is found."""
        found: dict[str, _Id] = {}
        for thing, name in pairs:
            found.setdefault(name, thing)
        return cls(found)

    def find(self, text: str) -> dict[str, _Id]:
        """The names that stand in the text, each with what it names, in the order of the text."""
        found: dict[str, _Id] = {}
        words = _WORD.findall(text)
        for at, word in enumerate(words):
            for sought, name in self._by_first.get(word, ()):
                if tuple(words[at : at + len(sought)]) == sought:
                    found[name] = self._names[name]
        return found


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Length:
    """A length of time, as a text or a record says it."""

    number: int
    unit: TimeUnit

    @property
    def measure(self) -> tuple[int, int]:
        """Months and days; 36 months and 3 years measure the same."""
        match self.unit:
            case TimeUnit.YEARS:
                return 12 * self.number, 0
            case TimeUnit.MONTHS:
                return self.number, 0
            case TimeUnit.DAYS:
                return 0, self.number

    @property
    def days(self) -> int:
        """About how many days it lasts."""
        months, days = self.measure
        return months * 365 // 12 + days

    def __str__(self) -> str:
        """The number and the unit, as ``services`` put them into words."""
        return f"{self.number} {self.unit}"


class Lengths:
    """
    Lengths of time in texts: “3 years”, “treize mois”, “8-day”.

    ``ages`` are the words before and behind one that make an age of it: “18 years of age”.
    """

    def __init__(
        self,
        numbers: Mapping[str, int],
        units: Mapping[str, tuple[TimeUnit, int]],
        ages: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> None:
        self._numbers = {fold(word): number for word, number in numbers.items()}
        self._units = {fold(word): unit for word, unit in units.items()}
        spoken, named = _either(self._numbers), _either(self._units)
        before, behind = _either(map(fold, ages[0])), _either(map(fold, ages[1]))
        # (13) behind a number in words repeats it
        length = rf"(?P<number>\d{{1,4}}|{spoken})(?:\s*\(\d+\))?[\s-]*(?P<unit>{named})(?!\w)"
        self._any = re.compile(rf"(?<!\w)(?:(?P<age>{before})\s+)?{length}(?!\s+(?:{behind})(?!\w))")

    def find(self, text: str) -> tuple[Length, ...]:
        """Every length of time in the text, each once."""
        found: dict[Length, None] = {}
        for hit in self._any.finditer(fold(text)):
            if hit["age"] is None:
                unit, times = self._units[hit["unit"]]
                number = int(hit["number"]) if hit["number"].isdecimal() else self._numbers[hit["number"]]
                found[Length(number * times, unit)] = None
        return tuple(found)


def _either(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; for none of them one that is never met."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@dataclass(frozen=True)
class SourceText:
    """The text quotations are taken from."""

    text: str
    sha256: str

    def holds(self, quote: str) -> bool:
        """Whether the words of the quotation stand in it; line breaks and kinds of quotation marks do not matter."""
        return flat(quote) in self._flat

    @cached_property
    def _flat(self) -> str:
        return flat(self.text)
