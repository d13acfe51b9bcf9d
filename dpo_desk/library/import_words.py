"""By which words a list of requests is understood: ``resources/imports/requests.toml`` and the names of CLDR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel import Locale

from dpo_desk.library.countries import countries
from dpo_desk.library.tables import Table, open_table
from dpo_desk.library.wording import languages

_FILE = "imports/requests.toml"
_KEPT_IN = ("en", "fr", "de", "es", "it", "nl")  # languages such lists are kept in
Words = Sequence[tuple[str, Sequence[str]]]
"""Meanings, and the words for each."""

_NO_WORD = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, kw_only=True)
class ImportWords:
    """What each word, as ``key_of`` writes it, may stand for; several only where laws differ."""

    headings: Mapping[str, tuple[str, ...]]
    rights: Mapping[str, tuple[str, ...]]
    regimes: Mapping[str, tuple[str, ...]]
    channels: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, tuple[str, ...]]


def key_of(text: str) -> str:
    """The text without case, accents and punctuation, as words are compared."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare).strip()


@cache
def import_words() -> ImportWords:
    """The words of the file. Raises ``DataFileBroken``."""
    return read_import_words(open_table(_FILE))


def read_import_words(top: Table) -> ImportWords:
    """The words a file lists, with the names of countries and languages. Raises ``DataFileBroken``."""
    found = ImportWords(
        headings=_by_word(_listed(top.table("headings"))),
        rights=_by_word(_listed(top.table("rights"))),
        regimes=_by_word(_listed(top.table("regimes"))),
        channels=_by_word(_listed(top.table("channels"))),
        countries=_by_word([*_country_names(), *_listed(top.table("countries"))]),
        languages=_by_word(_language_names()),
    )
    top.end()
    return found


def _listed(table: Table) -> Words:
    found = [(name, (name, *table.texts(name))) for name in table.names()]
    table.end()
    return found


def _country_names() -> Words:
    names = [Locale.parse(each).territories for each in _KEPT_IN]
    return [(code, (code, *(each[code] for each in names if code in each))) for code in sorted(countries())]


def _language_names() -> Words:
    names = [Locale.parse(each).languages for each in (*_KEPT_IN, *languages())]
    return [(code, (code, *(each[code] for each in names if code in each))) for code in languages()]


def _by_word(meanings: Words) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for meaning, words in meanings:
        for word in words:
            known = found.setdefault(key_of(word), [])
            if meaning not in known:
                known.append(meaning)
    return MappingProxyType({word: tuple(known) for word, known in found.items()})
