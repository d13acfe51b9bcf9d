"""Numbers that are handed out once."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from dpo_desk.store.base import Base


class CounterRow(Base):
    """The last number handed out of one series."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]


class Counters:
    """The series; a unit of work that is not committed hands out nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def following(self, name: str) -> int:
        """The next number of the series, from 1."""
        row = self._row(name)
        row.last += 1
        self._session.flush()
        return row.last

    def passed(self, name: str, number: int) -> None:
        """Takes note of a number given from outside, so that it is never handed out again."""
        row = self._row(name)
        row.last = max(row.last, number)
        self._session.flush()

    def _row(self, name: str) -> CounterRow:
        row = self._session.get(CounterRow, name, with_for_update=True)
        if row is None:
            row = CounterRow(name=name, last=0)
            self._session.add(row)
        return row
