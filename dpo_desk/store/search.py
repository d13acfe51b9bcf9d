"""Finding records by any part of their words; the full-text index of SQLite stands behind it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    UniqueConstraint,
    column,
    delete,
    or_,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from dpo_desk.store.base import ID, Base, folded

TRIGRAM = 3  # characters; shorter words are looked for without the index
_LONGEST_QUERY = 200  # characters; nobody types more, a pasted page would take minutes
_MOST_WORDS = 10


class SearchRow(Base):
    """The folded words of one record, of whatever kind; triggers carry them into the full-text index."""

    __tablename__ = "search_words"
    __table_args__ = (UniqueConstraint("kind", "record"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    record: Mapped[str] = mapped_column(ID)
    words: Mapped[str]


INDEX = "search_index"
"""The virtual table; no row class stands for it, and comparisons of the schema leave it out."""

_INDEX = table(INDEX, column("rowid", Integer), column(INDEX, String))


class Search:
    """Keeps the words of records and finds records by them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, kind: str, record: str, words: Iterable[str]) -> None:
        """Makes the record findable by these words and no others."""
        text = "\n".join(filter(None, map(folded, words)))
        row = self._session.scalars(_row(kind, record)).one_or_none()
        if row is None:
            self._session.add(SearchRow(kind=kind, record=record, words=text))
        else:
            row.words = text
        self._session.flush()

    def drop(self, kind: str, record: str) -> None:
        """Makes the record unfindable."""
        self._session.execute(delete(SearchRow).where(SearchRow.kind == kind, SearchRow.record == record))


Place = tuple[str, InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]
"""A kind of record and the column that holds the identifier of one."""


def holding(text: str, *places: Place) -> tuple[ColumnElement[bool], ...]:
    """
    The conditions under which a row matches: each word of the text stands somewhere in one of the places' records.

    Whatever the text, it stays text: it reaches the database as a quoted phrase or an escaped pattern.
    """
    words = dict.fromkeys(folded(text[:_LONGEST_QUERY]).split()[:_MOST_WORDS])
    return tuple(or_(*(where.in_(_records(kind, word)) for kind, where in places)) for word in words)


def _records(kind: str, word: str) -> Select[str]:
    found = select(SearchRow.record).where(SearchRow.kind == kind)
    if len(word) < TRIGRAM:
        return found.where(SearchRow.words.contains(word, autoescape=True))
    phrase = '"' + word.replace('"', '""') + '"'
    return found.where(SearchRow.id.in_(select(_INDEX.c.rowid).where(_INDEX.c[INDEX].op("MATCH")(phrase))))


def _row(kind: str, record: str) -> Select[SearchRow]:
    return select(SearchRow).where(SearchRow.kind == kind, SearchRow.record == record)
