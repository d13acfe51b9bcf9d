"""The tables of Chapter V in force in a vault: as shipped, or those the user put in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from dpo_desk.domain.transfer_law import ChapterV
from dpo_desk.errors import DataFileBroken, LawFileRefused
from dpo_desk.library.tables import open_table, table_of
from dpo_desk.library.transfer_law import TABLES, read_chapter_v, shipped
from dpo_desk.services.ports import UnitOfWork

Texts = tuple[tuple[str, str], ...]
"""The tables of the user's own: the name of each file, and what it holds."""


def in_force(unit: UnitOfWork) -> ChapterV:
    """
    The tables this vault judges by.

    A table of the user's own that this version of the program cannot read any more is passed over; ``own_problem``
    tells of it.
    """
    kept = kept_texts(unit)
    if not kept:
        return shipped()
    try:
        return _read(kept)
    except DataFileBroken:
        return _read(tuple(each for each in kept if own_problem(*each) is None))


def kept_texts(unit: UnitOfWork) -> Texts:
    """The tables of the user's own that are kept in the vault."""
    found = ((name, unit.texts.find(name)) for name in TABLES)
    return tuple((name, each.text) for name, each in found if each is not None)


def own_problem(name: str, text: str) -> LawFileRefused | None:
    """Why a table of the user's own cannot be read; nothing when it can."""
    try:
        read_with({name: text})
    except LawFileRefused as refused:
        return refused
    return None


def read_with(own: Mapping[str, str]) -> ChapterV:
    """
    The shipped tables with these in place of those of the same name.

    Raises:
        LawFileRefused: One is not sound; says the line, the key and what is wrong with it.
    """
    try:
        return _read(tuple(own.items()))
    except DataFileBroken as broken:
        raise _refused(broken) from broken
    except (
        ValueError,
        RecursionError,
    ) as broken:  # a number of thousands of digits, lists in lists without end
        raise LawFileRefused("law_file_too_much") from broken


@lru_cache(maxsize=8)
def _read(own: Texts) -> ChapterV:
    tables = {name: open_table(name) for name in TABLES}
    return read_chapter_v({**tables, **{name: table_of(name, text.encode()) for name, text in own}})


_PROBLEMS: Mapping[str, str] = {
    r"unknown key": "unknown_key",
    r"missing": "missing",
    r"empty": "empty",
    r"not a (day|date)": "not_a_day",
    r"not one of (?P<choices>.*)": "not_one_of",
    r"neither (?P<choices>.*)": "not_one_of",
    r"not a country": "not_a_country",
    r"there twice": "twice",
    r"before (?P<other>.*)": "before",
    r"not known": "not_known",
    r"cites no known source": "no_source",
    r"not an https address": "not_https",
    r"not positive": "not_positive",
    r"not TOML": "not_toml",
}
"""What the reader of tables finds wrong, and the end of the key below ``errors.rule.law_file_`` that says it."""


def _refused(broken: DataFileBroken) -> LawFileRefused:
    line = re.match(r"line (\d+)", str(broken.params["place"]))
    key = re.search(r"\((.*)\)", str(broken.params["place"]))
    facts = {"line": line[1] if line else "1", "key": key[1] if key else ""}
    problem = str(broken.params["problem"])
    for pattern, rule in _PROBLEMS.items():
        found = re.fullmatch(pattern, problem)
        if found:
            return LawFileRefused(f"law_file_{rule}", **facts, **found.groupdict())
    return LawFileRefused("law_file_wrong_kind", **facts)
