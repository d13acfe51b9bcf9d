"""Finding records by any part of their words; the full-text index of SQLite stands behind it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    column,
    delete,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from dpo_desk.store.base import ID, Base, folded

TRIGRAM = 3  # characters; shorter words are looked for without the index
_LONGEST_QUERY = 200  # characters; nobody types more, a pasted page would take minutes
_MOST_WORDS = 10


class SearchRow(Base):
    """
    The folded words of one record, of whatever kind; triggers carry them into the full-text index.

    ``about`` is another record by whose words it is found too: the person of a request, the activity of a transfer.
    """

    __tablename__ = "search_words"
    __table_args__ = (Index(None, "kind", "row_id", unique=True), Index(None, "about"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[int]
    record: Mapped[str] = mapped_column(ID, unique=True)
    about: Mapped[str | None] = mapped_column(ID)
    words: Mapped[str]
    about_words: Mapped[str]


_LENT = {"activity": 2, "client": 2}
"""Of how many of its words, the first ones, the records about it are found by: reference and name; else of all."""

INDEX = "search_index"
"""The virtual table; no row class stands for it, and comparisons of the schema leave it out."""

_INDEX = table(INDEX, column("rowid", Integer), column(INDEX, String))


class Search:
    """Keeps the words by which records are found."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(
        self, kind: str, row_id: int, record: str, words: Iterable[str], about: str | None = None
    ) -> None:
        """
        Makes the record findable by these words, and by those of the record it is about.

        Args:
            kind: Of the record.
            row_id: Its row's key.
            record: Its identifier.
            words: As they are written; folded here.
            about: The other record's identifier.
        """
        own = "\n".join(filter(None, map(folded, words)))
        row = self._session.scalars(select(SearchRow).where(SearchRow.record == record)).one_or_none()
        lent = _lent(kind, own)
        reworded = row is not None and _lent(kind, row.words) != lent  # what is new has nothing about it yet
        if row is None:
            row = SearchRow(kind=kind, row_id=row_id, record=record)
            self._session.add(row)
        row.words, row.about = own, about
        row.about_words = self._words_of(about) if about else ""
        self._session.flush()
        if reworded:
            about_it = update(SearchRow).where(SearchRow.about == record)
            self._session.execute(about_it.values(about_words=lent))

    def drop(self, record: str) -> None:
        """Makes the record unfindable."""
        self._session.execute(delete(SearchRow).where(SearchRow.record == record))

    def _words_of(self, record: str) -> str:
        row = self._session.execute(
            select(SearchRow.kind, SearchRow.words).where(SearchRow.record == record)
        ).one_or_none()
        return _lent(row.kind, row.words) if row else ""


def _lent(kind: str, words: str) -> str:
    """The part of its words a record lends to those about it; each stands on a line of its own."""
    return "\n".join(words.split("\n")[: _LENT.get(kind)])


def holding(text: str, kind: str, row_id: InstrumentedAttribute[int]) -> tuple[ColumnElement[bool], ...]:
    """
    The conditions under which a row matches: each word of the text stands somewhere among the record's words.

    Whatever the text, it stays text: it reaches the database as a quoted phrase or an escaped pattern.
    """
    words = dict.fromkeys(folded(text[:_LONGEST_QUERY]).split()[:_MOST_WORDS])
    return tuple(among(row_id, _rows_with(word, kind)) for word in words)


def among(row_id: InstrumentedAttribute[int], rows: Select[int]) -> ColumnElement[bool]:
    """
    Whether the row is one of these.

    The sum keeps SQLite from fetching row by row what it can read in the order of an index; every index holds the key.
    """
    return (row_id + 0).in_(rows)


def _rows_with(word: str, kind: str) -> Select[int]:
    found = select(SearchRow.row_id).where(SearchRow.kind == kind)
    if len(word) < TRIGRAM:
        places = (SearchRow.words, SearchRow.about_words)
        return found.where(or_(*(place.contains(word, autoescape=True) for place in places)))
    phrase = '"' + word.replace('"', '""') + '"'
    return found.where(SearchRow.id.in_(select(_INDEX.c.rowid).where(_INDEX.c[INDEX].op("MATCH")(phrase))))
