"""Which reminders were shown or put off, and when the desk was last looked at; all else is computed from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dpo_desk.services.ports import KeptReminder
from dpo_desk.store.base import Base, UTCDateTime, table_of

_AT_ONCE = 500
_COLUMNS = ("key", "stage_on", "shown_at", "snoozed_until", "reason")


class ReminderRow(Base):
    """One reminder that was shown or put off."""

    __tablename__ = "reminders"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    stage_on: Mapped[date]
    shown_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    snoozed_until: Mapped[date | None]
    reason: Mapped[str]


class VisitRow(Base):
    """The day the desk was last looked at."""

    __tablename__ = "visits"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    last_on: Mapped[date]


class ReminderRepository:
    """Keeps ``services.ports.Reminders``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Mapping[str, KeptReminder]:
        """Every reminder that was shown or put off, by key."""
        columns = table_of(ReminderRow).c  # columns and no rows of the mapper: there may be thousands
        rows = self._session.execute(select(*(columns[name] for name in _COLUMNS)))
        return {row.key: KeptReminder(**dict(zip(_COLUMNS, row, strict=True))) for row in rows}

    def put_off(self, today: date) -> Mapping[str, date]:
        """The reminders that are put off until a day after this one, by key."""
        columns = table_of(ReminderRow).c
        rows = select(columns.key, columns.snoozed_until).where(columns.snoozed_until > today)
        return {row.key: row.snoozed_until for row in self._session.execute(rows)}

    def keep(self, reminders: Sequence[KeptReminder]) -> None:
        """Adds or replaces these."""
        if reminders:
            self.drop([each.key for each in reminders])
            rows = [{name: getattr(each, name) for name in _COLUMNS} for each in reminders]
            self._session.execute(insert(table_of(ReminderRow)), rows)

    def drop(self, keys: Sequence[str]) -> None:
        """Forgets these: what they spoke of is over."""
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            self._session.execute(delete(ReminderRow).where(ReminderRow.key.in_(some)))

    def last_visit(self) -> date | None:
        """The day the desk was last looked at."""
        return self._session.scalar(select(VisitRow.last_on))

    def visited(self, on: date) -> None:
        """Keeps that the desk was looked at on this day."""
        self._session.merge(VisitRow(id=1, last_on=on))
        self._session.flush()
