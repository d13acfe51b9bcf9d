"""What all rows share: the declarative base, the names of constraints, and types that mean the same on every database."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, Enum, MetaData, String, Table, Text
from sqlalchemy.orm import Composite, DeclarativeBase, Mapped, composite, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.people import PostalAddress

NAMES = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s__%(column_0_N_name)s",
    "uq": "uq_%(table_name)s__%(column_0_N_name)s",
    "ck": "ck_%(table_name)s__%(constraint_name)s",
    "fk": "fk_%(table_name)s__%(column_0_N_name)s",
}
"""Every constraint has a name from the first day, so that a migration can take hold of it."""

ID = String(32)
"""An identifier of ours: 32 hexadecimal digits, the same on every machine."""


class Base(DeclarativeBase):
    """The rows of the vault; they never leave this package."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text()}  # noqa: RUF012 — SQLAlchemy reads it from the class


def table_of(row: type[Base]) -> Table:
    """The table of the row, for statements past the objects."""
    return cast("Table", row.__table__)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out. SQLite alone would drop the zone in silence."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Texts(TypeDecorator[tuple[str, ...]]):
    """Several short texts in one column, as a JSON list; for what is shown together and never searched."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """The texts as the database keeps them."""
        return None if value is None else json.dumps(value, ensure_ascii=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The texts."""
        return None if value is None else tuple(json.loads(value))


def closed(kind: type[StrEnum], column: str) -> Enum:
    """The type of a column that holds one of the kind's values; the database refuses any other."""
    return Enum(
        kind,
        name=column,  # of the CHECK
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def known(name: str) -> Mapped[Known]:
    """The column that says how far the fact is settled whose values stand elsewhere."""
    return mapped_column(f"{name}_known", closed(Known, f"{name}_known"))


def fact(name: str, value: TypeEngine[Any] | None = None) -> Composite[Fact[Any]]:
    """A fact in two columns, ``<name>_known`` and ``<name>_value``; ``checked`` keeps them in step."""
    return composite(
        Fact,
        Column(f"{name}_known", closed(Known, f"{name}_known"), nullable=False),
        Column(f"{name}_value", value or Text(), nullable=True),
    )


def checked(*names: str) -> tuple[CheckConstraint, ...]:
    """The rule of ``Fact`` kept by the database too: a value is there exactly when proposed or given."""
    return tuple(
        CheckConstraint(
            f"({name}_known IN ('proposed', 'given')) = ({name}_value IS NOT NULL)", name=f"{name}_fits"
        )
        for name in names
    )


def postal(prefix: str = "") -> Composite[PostalAddress]:
    """An address in five columns, ``<prefix>street`` and so on."""
    parts = (each.name for each in fields(PostalAddress))
    return composite(PostalAddress, *(Column(f"{prefix}{part}", Text(), nullable=False) for part in parts))


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_DIGITS = re.compile(r"\d+")


def folded(text: str) -> str:
    """The text as it is searched and sorted: without case, accents, ligatures, control signs and double blanks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Cs", "Cf"})
    printable = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in plain)
    return " ".join(printable.translate(_LETTERS).casefold().split())


def in_order(ref: str) -> str:
    """The reference as it is sorted: R-2026-9999 before R-2026-10000."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(8), folded(ref))
