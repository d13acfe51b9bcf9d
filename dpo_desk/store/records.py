"""What the repositories of numbered records have in common: save, delete, list, number."""

from __future__ import annotations

import dataclasses
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Select, String, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.client import Client
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import NotFound, RuleBroken, StaleRecord
from dpo_desk.services.ports import ListQuery
from dpo_desk.store import contents
from dpo_desk.store.audit import AuditJournal
from dpo_desk.store.base import ID, Base, in_order
from dpo_desk.store.counters import Counters
from dpo_desk.store.search import Search, among, holding

Id = TypeVar("Id", bound=str)
Record = TypeVar("Record", Activity, Client, Processor, Transfer, RequestCase)
Line = TypeVar("Line")

_NUMBER = re.compile(r"(.*)-(\d{1,9})")
_AT_ONCE = 500  # lines fetched by one statement


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all repositories of one unit of work use together."""

    session: Session
    now: Callable[[], datetime]
    audit: AuditJournal
    search: Search
    counters: Counters


class Numbered(Base):
    """
    The columns of every record that has a reference and a version.

    ``id`` is for the database alone; ``uid`` is the identifier the program knows.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)
    uid: Mapped[str] = mapped_column(ID, unique=True, sort_order=-8)
    version: Mapped[int] = mapped_column(sort_order=-7)
    ref: Mapped[str] = mapped_column(String(40), unique=True, sort_order=-6)
    sort_ref: Mapped[str] = mapped_column(String(80), sort_order=-5)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        """A statement that changes a row says which version it means; where others write too, one of two fails."""
        return {"version_id_col": cls.version, "version_id_generator": False}


RowT = TypeVar("RowT", bound=Numbered)
Order = Mapping[str, ColumnElement[Any]]
"""The name of a column of the line -> what the list is sorted by."""


class Repository(Generic[Id, Record, Line, RowT]):
    """Keeps ``services.ports.Records`` for one kind; a subclass says how a record becomes rows and words."""

    kind: ClassVar[str]
    prefix: ClassVar[str]
    row_type: type[RowT]

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    # -- one record

    def get(self, record: Id) -> Record:
        """The record. Raises ``NotFound``."""
        found = self.find(record)
        if found is None:
            raise NotFound(kind=self.kind)
        return found

    def find(self, record: Id) -> Record | None:
        """The record, or nothing."""
        row = self._row(record)
        return None if row is None else self._record(row)

    def all(self) -> tuple[Record, ...]:
        """Every record, by reference."""
        return self._records(select(self.row_type).order_by(self.row_type.sort_ref))

    def save(self, record: Record) -> Record:
        """
        The record as stored, one version on.

        Raises:
            StaleRecord: It was changed or deleted since it was read.
            NotFound: It names another record that does not exist.
            FieldError: A field holds what no database keeps.
        """
        row = self._row(cast("Id", record.id))
        if (0 if row is None else row.version) != record.version:
            raise StaleRecord(kind=self.kind)
        stored = dataclasses.replace(record, version=record.version + 1)
        text = self._text(stored)
        if row is None:
            self._number_taken(stored.ref)
            row = self.row_type(uid=stored.id)
            self._session.add(row)
        else:
            self._clear(row)
        row.version, row.ref, row.sort_ref = stored.version, stored.ref, in_order(stored.ref)
        try:
            self._write(row, stored, text)
        except IntegrityError as error:
            raise _what_does_not_fit(error) from error
        self._shared.search.put(self.kind, row.id, stored.id, self._words(stored), self._about(stored))
        action = "changed" if record.version else "created"
        self._shared.audit.record(action, self.kind, stored.id, contents.digest_of(text))
        return stored

    def delete(self, record: Id) -> None:
        """
        Takes the record away, with what belongs to it alone.

        Raises:
            NotFound: It is not there.
            RuleBroken: ``record_in_use`` while another record names it.
        """
        row = self._row(record)
        if row is None:
            raise NotFound(kind=self.kind)
        self._session.delete(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise RuleBroken("record_in_use") from error
        self._shared.search.drop(record)
        self._shared.audit.record("deleted", self.kind, record)

    def next_ref(self, year: int) -> str:
        """The next free reference; handed out once, even when the record is deleted later."""
        return f"{self.prefix}-{self._shared.counters.following(self.prefix):03}"

    # -- the list

    def ids(self, query: ListQuery) -> tuple[Id, ...]:
        """The identifiers of all records that match, in the order asked for."""
        key = self.row_type.id
        chosen = [among(key, select(key).where(condition)) for condition in self._chosen(query)]
        statement = self._listed().where(*chosen, *holding(query.text, self.kind, key))
        found = self._session.scalars(ordered(statement, query, self._order(), self.row_type.sort_ref))
        return tuple(
            cast("Id", each) for each in found
        )  # one by one: rows held all at once cost five times as much

    def lines(self, ids: Sequence[Id]) -> tuple[Line, ...]:
        """The lines of these records, in the same order; vanished ones are left out."""
        found: dict[str, Line] = {}
        for start in range(0, len(ids), _AT_ONCE):
            found |= self._lines(ids[start : start + _AT_ONCE])
        return tuple(found[each] for each in ids if each in found)

    # -- what differs from kind to kind

    def _text(self, record: Record) -> str:
        """The record as the text its digest is taken of."""
        return contents.text(record)

    def _write(self, row: RowT, record: Record, text: str) -> None:
        """Writes the record, whose text is this, into the database."""
        self._fill(row, record)
        self._session.flush()

    @abstractmethod
    def _record(self, row: RowT) -> Record:
        """The record these rows stand for."""

    @abstractmethod
    def _fill(self, row: RowT, record: Record) -> None:
        """Writes the record into its rows; the rows below are empty when this is called."""

    @abstractmethod
    def _words(self, record: Record) -> Iterable[str]:
        """What the record is found by."""

    @abstractmethod
    def _lines(self, ids: Sequence[Id]) -> dict[str, Line]:
        """The lines of these records, by identifier."""

    @abstractmethod
    def _order(self) -> Order:
        """What each column is sorted by; ``""`` is the list's own order."""

    @abstractmethod
    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        """The conditions of the chips."""

    def _listed(self) -> Select[str]:
        """All identifiers, with the tables that conditions and order speak of."""
        return select(self.row_type.uid)

    def _about(self, record: Record) -> str | None:
        """Another record by whose words this one is found too."""
        return None

    # -- inside

    def _row(self, record: Id) -> RowT | None:
        return self._session.scalars(select(self.row_type).where(self.row_type.uid == record)).one_or_none()

    def _records(self, statement: Select[RowT]) -> tuple[Record, ...]:
        return tuple(self._record(row) for row in self._session.scalars(statement))

    def _clear(self, row: RowT) -> None:
        """Takes the rows below away before new ones come, so that no two stand at one position."""
        for below in row.__mapper__.relationships:
            setattr(row, below.key, [])
        self._session.flush()

    def _number_taken(self, ref: str) -> None:
        """A reference that came with an import is not handed out again."""
        match = _NUMBER.fullmatch(ref)
        if match and match[1].startswith(self.prefix):
            self._shared.counters.passed(match[1], int(match[2]))


def ordered(
    statement: Select[str], query: ListQuery, order: Order, then: ColumnElement[Any] | Any
) -> Select[str]:
    """
    The statement in the order asked for; what is not known comes last either way.

    Raises:
        ValueError: No column of this name can be sorted by; a bug.
    """
    if query.sort not in order:
        raise ValueError(f"no order by {query.sort!r}")
    first = order[query.sort]
    return statement.order_by((first.desc() if query.descending else first.asc()).nulls_last(), then)


Chips = Mapping[str, ColumnElement[bool]]
"""The name of a chip -> what is true of the records it shows."""

Choices = Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]]
"""What stands before the colon of a chip with a value -> what is true of the records that any of these values shows."""


def chips_of(
    query: ListQuery, *groups: Chips, choices: Choices | None = None
) -> Iterable[ColumnElement[bool]]:
    """
    The conditions of the chosen chips: within a group either holds, between groups all hold.

    Raises:
        ValueError: A chip no group knows; a bug.
    """
    valued: dict[str, list[str]] = {}
    unknown: list[str] = []
    for chip in sorted(query.chips.difference(*groups)):
        head, colon, value = chip.partition(":")
        if colon and head in (choices or {}):
            # Half a surrogate pair, which is in no record, would not even reach the database.
            valued.setdefault(head, []).append(value.encode(errors="replace").decode())
        else:
            unknown.append(chip)
    if unknown:
        raise ValueError(f"no chip {unknown}")
    for group in groups:
        chosen = [condition for name, condition in group.items() if name in query.chips]
        if chosen:
            yield or_(*chosen)
    for head, values in valued.items():
        yield (choices or {})[head](values)


def _what_does_not_fit(error: IntegrityError) -> Exception:
    if "FOREIGN KEY" in str(error.orig):
        return NotFound()
    if "UNIQUE" in str(error.orig):
        return RuleBroken("reference_taken")
    return error
