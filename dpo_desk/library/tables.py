"""Strict reading of TOML tables: each value is asked for by name and type; what is wrong is told by file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from dpo_desk.domain.facts import Fact, given, none, proposed, unknown
from dpo_desk.errors import DataFileBroken
from dpo_desk.library.countries import countries
from dpo_desk.library.files import parse_toml, read_bytes

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class Table:
    """
    One table of a TOML file.

    ``end`` must be called when everything was read: a key nobody asked for is a typing error in the file.
    """

    def __init__(
        self, file: str, source: str, values: Mapping[str, object], path: tuple[str | int, ...] = ()
    ) -> None:
        self._file = file
        self._source = source
        self._values = values
        self._path = path
        self._read: set[str] = set()

    def fault(self, key: str, problem: str) -> NoReturn:
        """
        Refuses the file because of this key.

        Raises:
            DataFileBroken: Always; ``place`` says line and key.
        """
        path = (*self._path, *([key] if key else []))
        name = ".".join(str(part) for part in path) or "file"
        raise DataFileBroken(
            file=self._file, place=f"line {_line(self._source, path)} ({name})", problem=problem
        )

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """The keys that are there, in the order of the file."""
        return tuple(self._values)

    def text(self, key: str, default: str | None = None) -> str:
        """The text; required when no default is given, and then not empty."""
        if default is not None and key not in self._values:
            return default
        value = self._typed(key, str)
        if not value.strip():
            self.fault(key, "empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts, possibly empty."""
        values: list[object] = self._typed(key, list)
        found = tuple(value for value in values if isinstance(value, str) and value.strip())
        if len(found) < len(values):
            self.fault(key, "not a list of texts")
        return found

    def number(self, key: str) -> int:
        """The whole number."""
        value = self._typed(key, int)
        if isinstance(value, bool):
            self.fault(key, "not a whole number")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """The list of whole numbers, possibly empty."""
        values: list[object] = self._typed(key, list)
        found = tuple(value for value in values if isinstance(value, int) and not isinstance(value, bool))
        if len(found) < len(values):
            self.fault(key, "not a list of whole numbers")
        return found

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """The yes or no; required when no default is given."""
        return self._typed(key, bool) if default is None or key in self._values else default

    def day(self, key: str) -> date:
        """The day."""
        value = self._typed(key, date)
        if isinstance(value, datetime):
            self.fault(key, "not a day")
        return value

    def day_or_none(self, key: str) -> date | None:
        """The day, or nothing when it is ``""`` or not there."""
        self._read.add(key)
        return None if self._values.get(key, "") == "" else self.day(key)

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """The one of these choices the text names; required when no default is given."""
        value = self.text(key, default)
        if value not in set(choices):
            self.fault(key, f"not one of {', '.join(choices)}")
        return choices(value)

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Those of these choices the list of texts names."""
        values = self.texts(key)
        if not set(values) <= set(choices):
            self.fault(key, f"not all among {', '.join(choices)}")
        return tuple(choices(value) for value in values)

    def country(self, key: str) -> str:
        """The ISO 3166-1 alpha-2 code of a country."""
        code = self.text(key)
        if code not in countries():
            self.fault(key, "not a country")
        return code

    def countries(self, key: str) -> tuple[str, ...]:
        """The codes of countries."""
        codes = self.texts(key)
        if not set(codes) <= countries():
            self.fault(key, "not a country")
        return codes

    def new(self, key: str, taken: Container[str]) -> str:
        """The text, which must not be among those taken."""
        value = self.text(key)
        if value in taken:
            self.fault(key, "there twice")
        return value

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """The list of pairs of texts; nothing when the key is not there."""
        rows: list[object] = self._typed(key, list) if key in self._values else []
        found = []
        for row in rows:
            match row:
                case [str(label), str(value)]:
                    found.append((label, value))
                case _:
                    self.fault(key, "not a list of pairs")
        return tuple(found)

    def table(self, key: str) -> Table:
        """The table below; an empty one when the key is not there."""
        values: Mapping[str, object] = self._typed(key, dict) if key in self._values else {}
        return Table(self._file, self._source, values, (*self._path, key))

    def named_tables(self, key: str) -> tuple[tuple[str, Table], ...]:
        """The tables below a table, each with its name (``[rights.access]``); nothing when the key is not there."""
        below = self.table(key)
        return tuple((name, below.table(name)) for name in below.names())

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables below; nothing when the key is not there."""
        values: list[object] = self._typed(key, list) if key in self._values else []
        found = []
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                self.fault(key, "not a list of tables")
            found.append(Table(self._file, self._source, value, (*self._path, key, index)))
        return tuple(found)

    def fact(self, key: str, read: Callable[[Table, str], T]) -> Fact[T]:
        """
        The fact: ``"unknown"`` (also when the key is not there), ``"none"``, ``{ given = … }`` or ``{ proposed = … }``.

        ``read`` takes the table and the word (``given`` or ``proposed``) under which the value stands.
        """
        value = self._values.get(key, "unknown")
        self._read.add(key)
        if value == "unknown":
            return unknown()
        if value == "none":
            return none()
        if not isinstance(value, dict) or ("given" in value) == ("proposed" in value):
            self.fault(key, "neither unknown, none, given nor proposed")
        below = self.table(key)
        word = "given" if "given" in value else "proposed"
        found = read(below, word)
        below.end()
        if found in ("", ()):
            self.fault(key, "empty")
        return given(found) if word == "given" else proposed(found)

    def end(self) -> None:
        """
        Makes sure that nothing was overlooked.

        Raises:
            DataFileBroken: The file holds a key that was not asked for.
        """
        for key in self._values:
            if key not in self._read:
                self.fault(key, "unknown key")

    def _typed(self, key: str, kind: type[T]) -> T:
        if key not in self._values:
            self.fault(key, "missing")
        self._read.add(key)
        value = self._values[key]
        if not isinstance(value, kind):
            self.fault(key, f"not a {kind.__name__}")
        return value


def open_table(file: str) -> Table:
    """
    The whole of one resource file, by its path below the root.

    Raises:
        DataFileBroken: Missing, not UTF-8, or not TOML.
    """
    return table_of(file, read_bytes(file))


def table_of(file: str, content: bytes) -> Table:
    """
    The whole of a TOML document; ``file`` is what an error calls it.

    Raises:
        DataFileBroken: Not UTF-8, or not TOML.
    """
    return Table(file, content.decode("utf-8", "replace"), parse_toml(content, file))


def _line(source: str, path: tuple[str | int, ...]) -> int:
    """The line at which a value stands, as near as its headers and its key lead to it."""
    lines = source.splitlines()
    at = 0
    names: list[str] = []
    for part in path:
        if isinstance(part, str):
            names.append(part)
            here = _find(lines, at, rf"\s*(\[\[?{re.escape('.'.join(names))}\]|{re.escape(part)}\s*=)")
            # the header of a list of tables is met again, and counted, by the index behind it
            at = at if here is None else here
        else:
            header = rf"\s*\[\[{re.escape('.'.join(names))}\]\]"
            for number in range(part + 1):
                here = _find(lines, at + (number > 0), header)
                at = at if here is None else here
    return at + 1


def _find(lines: list[str], start: int, pattern: str) -> int | None:
    return next((i for i in range(start, len(lines)) if re.match(pattern, lines[i])), None)
