"""
Records of the register written as TOML, as the example and the templates are.

A record's table has the keys of its dataclass (``domain.activity`` and its sisters): what a field takes follows from
its type. Facts are written as ``Table.fact`` tells; four things have a shorter form:

* a period is one text: ``"3 years from the last order"``;
* retention has its periods where other facts have their value: ``{ given = ["3 years from …"], rule = "…" }``;
* an organisation with a record of its own is named by its key: ``processor = "adyen"``, and brings its name;
* evidence needs no hash: all of it comes from one text.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from dpo_desk.domain.activity import Purpose, Recipient, Retention, RetentionPeriod, TimeUnit
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.processor import Processor, SubProcessor
from dpo_desk.domain.record import Evidence
from dpo_desk.library.tables import Table

R = TypeVar("R")

_GIVEN_BY_THE_VAULT = ("id", "ref", "version", "created_on", "updated_on")
_PERIOD = re.compile(r"([1-9][0-9]*) (days|months|years) from (.+)")
_REQUIRED = ("name", "required_prose")


class RecordReader:
    """Reads records which may name these organisations, with evidence from the text of this SHA-256."""

    def __init__(self, processors: Mapping[str, Processor], sha256: str = "") -> None:
        self._processors = processors
        self._special: dict[type, Callable[[Table], object]] = {
            Purpose: self._purpose,
            Recipient: self._recipient,
            SubProcessor: self._sub_processor,
            Evidence: partial(self.read, Evidence, source_sha256=sha256),
        }

    def read(self, kind: type[R], table: Table, /, **settled: object) -> R:
        """
        The record or part of one that stands in the table; ``settled`` are fields which do not.

        Raises:
            DataFileBroken: A value is missing or does not fit its field, or a key is no field.
        """
        values, shape = dict(settled), cast("type", kind)
        for name, hint, default in _fields(shape):
            if name not in settled:
                values[name] = self._value(hint, table, name, default)
        table.end()
        return kind(**values)

    def record(self, kind: type[R], key: str, table: Table, **settled: object) -> R:
        """The same of a whole record, known by this key."""
        fresh = {"version": 0, "created_on": None, "updated_on": None}
        return self.read(kind, table, id=key, ref=key, **fresh, **settled)

    def processor(self, table: Table, key: str = "processor") -> Processor:
        """The organisation a table names by its key. Raises ``DataFileBroken``."""
        name = table.text(key)
        if name not in self._processors:
            table.fault(key, "not the key of a processor")
        return self._processors[name]

    # -- one value -----------------------------------------------------------------------------------------------------

    def _value(self, hint: object, table: Table, key: str, default: object) -> object:
        origin = get_origin(hint)
        if origin is Annotated:
            base, mark = get_args(hint)
            return (
                self._text(mark, table, key, default)
                if base is str
                else self._value(base, table, key, default)
            )
        if origin is Fact:
            return table.fact(key, partial(self._under, get_args(hint)[0]))
        if origin is tuple:
            return self._several(get_args(hint)[0], table, key)
        if origin in (Union, UnionType):  # something or nothing
            return self._value(get_args(hint)[0], table, key, default) if table.has(key) else None
        return self._single(hint, table, key, default)

    def _single(self, hint: object, table: Table, key: str, default: object) -> object:
        if hint is bool:
            return table.flag(key, default=cast(bool, default))
        if hint is int:
            return table.number(key)
        if hint is date:
            return table.day_or_none(key)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            chosen = table.has(key) or default is dataclasses.MISSING
            return table.choice(key, hint) if chosen else default
        if dataclasses.is_dataclass(hint):
            return self._part(cast(type, hint), table.table(key))
        return self._text("line", table, key, default)

    def _text(self, mark: str, table: Table, key: str, default: object) -> str:
        if mark == "country":
            return table.country(key)
        required = mark in _REQUIRED or default is dataclasses.MISSING
        return table.text(key) if required else table.text(key, cast(str, default))

    def _several(self, hint: object, table: Table, key: str) -> tuple[object, ...]:
        if hint is RetentionPeriod:
            return tuple(_period(table, key, text) for text in table.texts(key)) if table.has(key) else ()
        if dataclasses.is_dataclass(hint):
            return tuple(self._part(cast(type, hint), below) for below in table.tables(key))
        if not table.has(key):
            return ()
        return table.countries(key) if _marked(hint, "country") else table.texts(key)

    def _under(self, hint: object, table: Table, word: str) -> Any:
        """What a fact says, below ``given`` or ``proposed``."""
        if hint is Retention:
            return self._retention(table, word)
        return self._value(hint, table, word, dataclasses.MISSING)

    # -- parts with a form of their own ---------------------------------------------------------------------------------

    def _part(self, kind: type, table: Table) -> object:
        return self._special.get(kind, partial(self.read, kind))(table)

    def _purpose(self, table: Table) -> Purpose:
        purpose = self.read(Purpose, table)
        if purpose.basis.value and not purpose.reason.value:
            # A basis without its reason helps nobody who has to confirm it.
            table.fault("reason", "missing")
        return purpose

    def _retention(self, table: Table, word: str) -> Retention:
        periods = tuple(_period(table, word, text) for text in table.texts(word))
        if not periods and not table.has("rule"):
            table.fault(word, "neither a period nor a rule")
        # ``read`` would end the table, which ``Table.fact`` does after ``word``
        others = {
            name: self._value(hint, table, name, default) for name, hint, default in _fields(Retention)[1:]
        }
        return Retention(periods=periods, **cast(Any, others))

    def _recipient(self, table: Table) -> Recipient:
        if not table.has("processor"):
            return self.read(Recipient, table, processor=None)
        who = self.processor(table)
        return self.read(Recipient, table, name=who.name, named=who.named, processor=who.id)

    def _sub_processor(self, table: Table) -> SubProcessor:
        if not table.has("processor"):
            return self.read(SubProcessor, table, processor=None)
        who = self.processor(table)
        return self.read(SubProcessor, table, name=who.name, processor=who.id)


@cache
def _fields(kind: type) -> tuple[tuple[str, object, object], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((f.name, hints[f.name], f.default) for f in dataclasses.fields(kind))


def _marked(hint: object, mark: str) -> bool:
    return get_origin(hint) is Annotated and mark in get_args(hint)[1:]


def _period(table: Table, key: str, text: str) -> RetentionPeriod:
    match = _PERIOD.fullmatch(text)
    if not match:
        table.fault(key, "not a period such as “3 years from the last order”")
    return RetentionPeriod(number=int(match[1]), unit=TimeUnit(match[2]), trigger=match[3])
