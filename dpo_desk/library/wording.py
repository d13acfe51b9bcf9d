"""
What the program says, in the user's language: a key and parameters in, text out.

The words stand in ``resources/wording/<language>/**/*.toml``; the path of a file is the first part of its keys
(``ui/requests.toml`` with ``title = "…"`` is ``ui.requests.title``) and tables nest with dots. A table of plural
forms (``one``, ``other`` …) is one text chosen by the parameter ``count``. ``language.toml`` says how the language
writes dates and which locale its countries, numbers and lists come from: a new language is a new folder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files

_FOLDER = "wording"
_LANGUAGE_FILE = "language.toml"
_LANGUAGE_KEYS = ("name", "locale", "moment", "dates.long", "dates.weekday", "dates.short")
_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


class WordingError(LookupError):
    """A text was asked for in a way that cannot work: a mistake in the program, never the user's."""


class MissingWording(WordingError):
    """The language has no text under this key."""


class MissingParameter(WordingError):
    """The text has a placeholder for which no value was given."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut at its placeholders: literal, name, literal, name … (name ``""`` at the end)."""

    pieces: tuple[tuple[str, str], ...]


_Entry = _Text | Mapping[str, _Text]


class Wording:
    """The words of one language."""

    def __init__(self, language: str, texts: Mapping[str, _Entry]) -> None:
        self.language = language
        self._texts = texts
        file = f"{_FOLDER}/{language}/{_LANGUAGE_FILE}"
        for key in _LANGUAGE_KEYS:
            if f"language.{key}" not in texts:
                raise DataFileBroken(file=file, place=key, problem="missing")
        try:
            self._locale = Locale.parse(self("language.locale"))
        except ValueError as error:
            raise DataFileBroken(file=file, place="locale", problem="unknown") from error

    def __call__(self, key: str, /, **params: object) -> str:
        """
        The text of a key with its placeholders filled in.

        Dates and moments are written out, ``count`` as a number; everything else as it is.

        Raises:
            MissingWording: there is no such key.
            MissingParameter: a placeholder (or ``count`` for a plural) has no value, or the value is None.
        """
        entry = self._texts.get(key)
        if entry is None:
            raise MissingWording(f"no text {key!r} in {self.language!r}")
        text = entry if isinstance(entry, _Text) else self._plural(key, entry, params.get("count"))
        return "".join(
            literal + (self._shown(key, name, params.get(name)) if name else "")
            for literal, name in text.pieces
        )

    def has(self, key: str) -> bool:
        """Whether the language has a text under this key."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """All keys; a plural counts as one."""
        return frozenset(self._texts)

    def placeholders(self, key: str) -> frozenset[str]:
        """
        The names of the placeholders in a text; of all its forms when it is a plural.

        Raises:
            MissingWording: there is no such key.
        """
        entry = self._texts.get(key)
        if entry is None:
            raise MissingWording(f"no text {key!r} in {self.language!r}")
        texts = (entry,) if isinstance(entry, _Text) else tuple(entry.values())
        return frozenset(name for text in texts for _, name in text.pieces if name)

    def date(self, day: dt.date) -> str:
        """A day written out: 30 January 2026."""
        return self._day(day, "long")

    def weekday_date(self, day: dt.date) -> str:
        """A day written out with its weekday: Friday 30 January 2026."""
        return self._day(day, "weekday")

    def short_date(self, day: dt.date) -> str:
        """A day in figures, for tables: 30/01/2026."""
        return self._day(day, "short")

    def moment(self, at: dt.datetime) -> str:
        """A day and a time of day, in the moment's own time zone: 30 January 2026 at 14:05."""
        return self("language.moment", day=self.date(at.date()), time=self.time(at.time()))

    def weekday_moment(self, at: dt.datetime) -> str:
        """The same with its weekday: Friday 30 January 2026 at 14:05."""
        return self("language.moment", day=self.weekday_date(at.date()), time=self.time(at.time()))

    def time(self, at: dt.time) -> str:
        """A time of day: 14:05."""
        return format_time(at, "short", locale=self._locale)

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12: January."""
        return format_date(dt.date(2000, number, 1), "LLLL", locale=self._locale)

    def weekday(self, number: int) -> str:
        """The short name of a day of the week, 0 (Monday) to 6: Mon."""
        return format_date(dt.date(2001, 1, 1 + number), "ccc", locale=self._locale)

    @property
    def first_weekday(self) -> int:
        """The day a week begins with where this language is spoken, 0 (Monday) to 6."""
        return int(self._locale.first_week_day)

    def number(self, n: float | Decimal) -> str:
        """A number with this language's separators: 1,234.5."""
        return format_decimal(n, locale=self._locale)

    def country(self, iso2: str) -> str:
        """The name of a country by its ISO 3166 code; an unknown code is given back as it is."""
        return str(self._locale.territories.get(iso2, iso2))

    def language_name(self, code: str) -> str:
        """The name of a language by its ISO 639 code; an unknown code is given back as it is."""
        return str(self._locale.languages.get(code, code))

    def join(self, items: Iterable[str]) -> str:
        """A list as one text: a, b and c."""
        return format_list(tuple(items), style="standard", locale=self._locale)

    def _day(self, day: dt.date, style: str) -> str:
        # Some languages write the first of a month differently (1er janvier).
        first = f"language.dates.{style}_first"
        key = first if day.day == 1 and first in self._texts else f"language.dates.{style}"
        return format_date(day, self(key), locale=self._locale)

    def _plural(self, key: str, forms: Mapping[str, _Text], count: object) -> _Text:
        if not isinstance(count, int | float | Decimal):
            raise MissingParameter(f"{key!r} needs a number as 'count'")
        # nought takes the form of one in French, where "one" may then not spell the number out
        if count == 0 and "zero" in forms:
            return forms["zero"]
        return forms.get(self._locale.plural_form(count)) or forms["other"]

    def _shown(self, key: str, name: str, value: object) -> str:
        if value is None:
            raise MissingParameter(f"{key!r} needs a value for {name!r}")
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if name == "count" and isinstance(value, int | float | Decimal):
            return self.number(value)
        return str(value)


@cache
def wording(language: str) -> Wording:
    """
    The words of a language, read once.

    Raises:
        MissingWording: there is no folder for this language.
        DataFileBroken: one of its files is not sound.
    """
    if language not in languages():
        raise MissingWording(f"no language {language!r}")
    return read_wording(
        language, {path: files.read_toml(path) for path in files.paths(f"{_FOLDER}/{language}", ".toml")}
    )


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages the program speaks, sorted."""
    spoken = (name for name in files.folders(_FOLDER) if files.exists(f"{_FOLDER}/{name}/{_LANGUAGE_FILE}"))
    return tuple(spoken)


def read_wording(language: str, documents: Mapping[str, Mapping[str, object]]) -> Wording:
    """
    The words of a language from parsed documents (path below the resources to tables).

    Raises:
        DataFileBroken: a value is no text, or a placeholder is more than a plain name.
    """
    texts: dict[str, _Entry] = {}
    for path, document in documents.items():
        prefix = path.removeprefix(f"{_FOLDER}/{language}/").removesuffix(".toml").replace("/", ".")
        _collect(path, prefix, "", document, texts)
    return Wording(language, texts)


def _collect(
    path: str, prefix: str, place: str, table: Mapping[str, object], texts: dict[str, _Entry]
) -> None:
    for name, value in table.items():
        key, here = f"{prefix}.{name}", f"{place}.{name}".lstrip(".")
        if isinstance(value, str):
            texts[key] = _parse(path, here, value)
        elif not isinstance(value, dict):
            raise DataFileBroken(file=path, place=here, problem="not text")
        elif "other" in value and _PLURAL_FORMS.issuperset(value):
            texts[key] = {form: _parse(path, f"{here}.{form}", text) for form, text in value.items()}
        else:
            _collect(path, key, here, value, texts)


def _parse(path: str, place: str, text: object) -> _Text:
    if not isinstance(text, str):
        raise DataFileBroken(file=path, place=place, problem="not text")
    if "{" not in text and "}" not in text:
        return _Text(((text, ""),))
    pieces = []
    try:
        for literal, name, spec, conversion in Formatter().parse(text):
            if name is not None and (not name.isidentifier() or spec or conversion):
                raise DataFileBroken(file=path, place=place, problem="placeholder is not a plain name")
            pieces.append((literal, name or ""))
    except ValueError as error:
        raise DataFileBroken(file=path, place=place, problem="single brace") from error
    return _Text(tuple(pieces))
