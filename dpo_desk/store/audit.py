"""The journal: append-only, each line bound to the one before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dpo_desk.domain.audit import FIRST, AuditLine, line_hash
from dpo_desk.store.base import ID, Base, UTCDateTime, table_of
from dpo_desk.store.engine import READONLY

_AT_ONCE = 1000  # lines held in memory while the chain is checked


class AuditRow(Base):
    """One line of the journal. Triggers refuse every change."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    action: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    record: Mapped[str] = mapped_column(ID)
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    own: Mapped[str] = mapped_column(String(64))


class AuditJournal:
    """Keeps ``services.ports.Audit``."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now

    def record(self, action: str, kind: str, record: str, digest: str = "") -> None:
        """Writes one line."""
        newest = select(AuditRow.sequence, AuditRow.own).order_by(AuditRow.sequence.desc()).limit(1)
        last, previous = self._session.execute(newest).first() or (0, FIRST)
        at = self._now().astimezone(UTC)
        sequence = last + 1
        own = line_hash(
            sequence=sequence,
            at=at,
            action=action,
            kind=kind,
            record=record,
            digest=digest,
            previous=previous,
        )
        self._session.execute(
            insert(table_of(AuditRow)),
            {
                "sequence": sequence,
                "at": at,
                "action": action,
                "kind": kind,
                "record": record,
                "digest": digest,
                "previous": previous,
                "own": own,
            },
        )

    def lines(self, limit: int = 200) -> tuple[AuditLine, ...]:
        """The newest lines, newest first."""
        newest = select(AuditRow).order_by(AuditRow.sequence.desc()).limit(limit)
        return tuple(_line(row) for row in self._session.scalars(newest))

    def broken_at(self) -> int | None:
        """
        The first sequence number whose line does not fit, or nothing when the chain is whole.

        A line changed, taken out or put in is found. Lines cut off at the end are not: that takes a number written
        down outside the vault.
        """
        expected, previous = 1, FIRST
        rows = select(AuditRow).order_by(AuditRow.sequence).execution_options(yield_per=_AT_ONCE)
        for row in self._session.scalars(rows):
            line = _line(row)
            if line.sequence != expected or line.previous != previous or line.own != _hash(line):
                return expected
            expected, previous = expected + 1, line.own
        return None


def newest_hash(engine: Engine) -> str:
    """The hash of the newest line: tells the contents of two vaults apart."""
    with engine.connect().execution_options(**{READONLY: True}) as connection:
        newest = select(AuditRow.own).order_by(AuditRow.sequence.desc()).limit(1)
        return connection.execute(newest).scalar() or FIRST


def _line(row: AuditRow) -> AuditLine:
    return AuditLine(
        sequence=row.sequence,
        at=row.at,
        action=row.action,
        kind=row.kind,
        record=row.record,
        digest=row.digest,
        previous=row.previous,
        own=row.own,
    )


def _hash(line: AuditLine) -> str:
    return line_hash(
        sequence=line.sequence,
        at=line.at,
        action=line.action,
        kind=line.kind,
        record=line.record,
        digest=line.digest,
        previous=line.previous,
    )
