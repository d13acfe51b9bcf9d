"""By which words an activity is recognised as concerning a role or a topic: ``resources/requests/search.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dpo_desk.library.tables import Table, open_table

_FILE = "requests/search.toml"


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    """Parts of words, in lower case, by role of the person and by topic."""

    roles: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]


@cache
def search_words() -> SearchWords:
    """The words of the file. Raises ``DataFileBroken``."""
    return read_search_words(open_table(_FILE))


def read_search_words(top: Table) -> SearchWords:
    """The words a file lists. Raises ``DataFileBroken``."""
    found = SearchWords(roles=_signs(top.table("roles")), topics=_signs(top.table("topics")))
    top.end()
    return found


def _signs(table: Table) -> Mapping[str, tuple[str, ...]]:
    found = {name: table.texts(name) for name in table.names()}
    for name, signs in found.items():
        if any(sign != sign.casefold() for sign in signs):
            table.fault(name, "not in lower case")
    table.end()
    return MappingProxyType(found)
