"""The rows of what the newest check found, and of what was set aside of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.record import RecordKind
from dpo_desk.store.base import ID, Base, closed


class GapRow(Base):
    """One gap. It ``stands`` unless it was set aside for the present version of its record."""

    __tablename__ = "gaps"
    __table_args__ = (
        Index(None, "record", "position", unique=True),
        Index(None, "kind", "rule", "record"),
        Index(None, "kind", "check", "record"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(closed(RecordKind, "kind"))
    record: Mapped[str] = mapped_column(ID)
    position: Mapped[int]
    key: Mapped[str]  # ``Gap.key``
    rule: Mapped[str] = mapped_column(String(80))
    check: Mapped[str] = mapped_column(String(16))
    severity: Mapped[Severity] = mapped_column(closed(Severity, "severity"))
    article: Mapped[str]
    place: Mapped[str]
    facts: Mapped[str]  # JSON
    stands: Mapped[bool]


class DismissalRow(Base):
    """That a finding does not apply to one version of a record."""

    __tablename__ = "dismissals"
    __table_args__ = (Index(None, "record", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(ID)
    finding: Mapped[str]
    version: Mapped[int]
    reason: Mapped[str]
    on: Mapped[date]
    by: Mapped[str]
