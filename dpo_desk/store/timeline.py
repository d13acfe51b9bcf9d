"""The history of each case: lines are added, never changed; they go only with the case itself."""

from __future__ import annotations

import json
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.case import EntryKind, TimelineEntry
from dpo_desk.domain.ids import CaseId, EntryId, PaperId
from dpo_desk.errors import NotFound
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, UTCDateTime, closed
from dpo_desk.store.records import Shared


class EntryRow(Base):
    """One line of a case's history."""

    __tablename__ = "timeline"
    __table_args__ = (Index(None, "case_uid", "at", "id"), Index(None, "paper_uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ID, unique=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("cases.uid", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    kind: Mapped[EntryKind] = mapped_column(closed(EntryKind, "kind"))
    facts: Mapped[str]  # JSON
    note: Mapped[str]
    paper_uid: Mapped[str | None] = mapped_column(ForeignKey("papers.uid", ondelete="CASCADE"))


class TimelineRepository:
    """Keeps ``services.ports.Timeline``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, entry: TimelineEntry) -> None:
        """Writes one more line. Raises ``NotFound`` when its case or paper is not there."""
        digest = contents.digest(entry)
        self._session.add(
            EntryRow(
                uid=entry.id,
                case_uid=entry.case,
                at=entry.at,
                kind=entry.kind,
                facts=json.dumps(dict(entry.facts), sort_keys=True, ensure_ascii=True),
                note=entry.note,
                paper_uid=entry.paper,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            if "FOREIGN KEY" not in str(error.orig):
                raise
            raise NotFound from error
        self._shared.audit.record("created", "entry", entry.id, digest)

    def of(self, case: CaseId) -> tuple[TimelineEntry, ...]:
        """The history of the case, oldest first; of one moment, in the order it was written."""
        rows = select(EntryRow).where(EntryRow.case_uid == case).order_by(EntryRow.at, EntryRow.id)
        return tuple(map(_entry, self._session.scalars(rows)))


def _entry(row: EntryRow) -> TimelineEntry:
    return TimelineEntry(
        id=EntryId(row.uid),
        case=CaseId(row.case_uid),
        at=row.at,
        kind=row.kind,
        facts=MappingProxyType(json.loads(row.facts)),
        note=row.note,
        paper=PaperId(row.paper_uid) if row.paper_uid else None,
    )
