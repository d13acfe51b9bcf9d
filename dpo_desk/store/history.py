"""What each record was: its documents, and a line for everything that happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.version import Action
from dpo_desk.store.base import ID, Base, UTCDateTime, closed, table_of
from dpo_desk.store.organisation import OrganisationRow
from dpo_desk.store.records import Shared


class DocumentRow(Base):
    """One record as it once was saved. Triggers refuse every change."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]  # JSON, ``contents.document``


class VersionRow(Base):
    """
    One line of a record's history. Triggers refuse every change; lines outlive the record.

    ``document_id`` is what the record was after the action. Documents stand in a table of their own, so that a walk
    through the lines does not pass them.
    """

    __tablename__ = "versions"
    __table_args__ = (Index(None, "record", "id"), Index(None, "kind", "at", "record"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(closed(RecordKind, "kind"))
    record: Mapped[str] = mapped_column(ID)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    by: Mapped[str]
    action: Mapped[Action] = mapped_column(closed(Action, "action"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))


class History:
    """Writes what happens to the records of the register."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def document(self, content: str) -> int:
        """Keeps the document; gives the key of its row."""
        return self._added(DocumentRow, content=content)

    def happened(
        self, kind: RecordKind, record: str, version: int, action: Action, document_id: int
    ) -> datetime:
        """Writes one more line; gives its moment."""
        at = self._shared.now()
        self._added(
            VersionRow,
            kind=kind,
            record=record,
            version=version,
            at=at,
            by=self._officer(),
            action=action,
            document_id=document_id,
        )
        return at

    def _officer(self) -> str:
        """Who is the data protection officer at this moment."""
        organisation = self._session.get(OrganisationRow, 1)
        return organisation.dpo_name if organisation else ""

    def _added(self, row: type[Base], **values: object) -> int:
        result = cast("CursorResult[Any]", self._session.execute(insert(table_of(row)), values))
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101 — one row was inserted
        return int(key[0])
