"""The terms that come with the program: the same ids in each language, each with its words there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.library.files import folders
from dpo_desk.library.tables import open_table

_FOLDER = "catalogues"


@cache
def shipped_terms(kind: TermKind, language: str) -> Mapping[str, Term]:
    """
    The terms of this kind by their ids, in the order of their themes.

    Raises:
        DataFileBroken: The file is missing or not sound.
    """
    table = open_table(f"{_FOLDER}/{language}/{kind}.toml")
    found: dict[str, Term] = {}
    texts: set[str] = set()
    for name in table.names():
        found[name] = Term(kind=kind, id=name, text=table.new(name, texts))
        texts.add(found[name].text)
    return MappingProxyType(found)


def in_language(text: str, kind: TermKind, language: str) -> str:
    """The text in this language where it is a shipped term of another one; else the text as it is."""
    if text in _ids(kind, language):
        return text
    for other in folders(_FOLDER):
        name = _ids(kind, other).get(text)
        if name:
            return shipped_terms(kind, language)[name].text
    return text


@cache
def _ids(kind: TermKind, language: str) -> Mapping[str, str]:
    return {term.text: term.id for term in shipped_terms(kind, language).values()}
