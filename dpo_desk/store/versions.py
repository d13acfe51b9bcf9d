"""What each record of the register was, and what of it somebody confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Index, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Action, Validation, Version
from dpo_desk.errors import NotFound
from dpo_desk.services.ports import PastRegister
from dpo_desk.store.activities import ActivityRow
from dpo_desk.store.base import ID, Base, closed, in_order
from dpo_desk.store.clients import ClientRow
from dpo_desk.store.documents import decoded
from dpo_desk.store.history import DocumentRow, VersionRow
from dpo_desk.store.processors import ProcessorRow
from dpo_desk.store.records import Shared
from dpo_desk.store.register import RecordRow
from dpo_desk.store.transfers import TransferRow

Record = TypeVar("Record", Activity, Client, Processor, Transfer)

ROWS: Mapping[RecordKind, type[RecordRow]] = {
    RecordKind.ACTIVITY: ActivityRow,
    RecordKind.CLIENT: ClientRow,
    RecordKind.PROCESSOR: ProcessorRow,
    RecordKind.TRANSFER: TransferRow,
}
"""The row of each kind of record."""


class ValidationRow(Base):
    """That somebody confirmed a version of a record."""

    __tablename__ = "validations"
    __table_args__ = (Index(None, "record", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(closed(RecordKind, "kind"))
    record: Mapped[str] = mapped_column(ID)
    version: Mapped[int]
    on: Mapped[date]
    by: Mapped[str]


class VersionRepository:
    """Keeps ``services.ports.Versions``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def of(self, kind: RecordKind, record: str) -> tuple[Version, ...]:
        """The history of the record, newest first."""
        rows = select(VersionRow).where(VersionRow.record == record, VersionRow.kind == kind)
        return tuple(map(_version, self._session.scalars(rows.order_by(VersionRow.id.desc()))))

    def activity(self, record: str, version: int) -> Activity:
        """The activity as it was. Raises ``NotFound``."""
        return self._was(Activity, RecordKind.ACTIVITY, record, version)

    def client(self, record: str, version: int) -> Client:
        """The client as it was. Raises ``NotFound``."""
        return self._was(Client, RecordKind.CLIENT, record, version)

    def processor(self, record: str, version: int) -> Processor:
        """The processor as it was. Raises ``NotFound``."""
        return self._was(Processor, RecordKind.PROCESSOR, record, version)

    def transfer(self, record: str, version: int) -> Transfer:
        """The transfer as it was. Raises ``NotFound``."""
        return self._was(Transfer, RecordKind.TRANSFER, record, version)

    def as_of(self, moment: datetime) -> PastRegister:
        """The whole register as it stood then: what was saved and not in the trash."""
        return PastRegister(
            activities=self._stood(Activity, RecordKind.ACTIVITY, moment),
            clients=self._stood(Client, RecordKind.CLIENT, moment),
            processors=self._stood(Processor, RecordKind.PROCESSOR, moment),
            transfers=self._stood(Transfer, RecordKind.TRANSFER, moment),
        )

    def first_day(self) -> datetime | None:
        """The moment of the oldest version that is kept."""
        return self._session.scalar(select(func.min(VersionRow.at)))

    def validate(self, validation: Validation) -> None:
        """Keeps that somebody confirmed a version. Raises ``NotFound`` when the record is not there."""
        row = ROWS[validation.kind]
        found = select(row.id).where(row.uid == validation.record)
        if self._session.scalar(found) is None:
            raise NotFound(kind=validation.kind.value)
        self._session.execute(
            insert(ValidationRow).values(
                kind=validation.kind,
                record=validation.record,
                version=validation.version,
                on=validation.on,
                by=validation.by,
            )
        )
        self._session.execute(
            update(row)
            .where(row.uid == validation.record)
            .values(validated_version=validation.version, validated_on=validation.on)
        )
        self._shared.audit.record("validated", validation.kind.value, validation.record)

    def validation(self, kind: RecordKind, record: str) -> Validation | None:
        """The newest validation of the record."""
        rows = select(ValidationRow).where(ValidationRow.record == record, ValidationRow.kind == kind)
        row = self._session.scalars(rows.order_by(ValidationRow.id.desc()).limit(1)).first()
        if row is None:
            return None
        return Validation(kind=row.kind, record=row.record, version=row.version, on=row.on, by=row.by)

    def _was(self, type_: type[Record], kind: RecordKind, record: str, version: int) -> Record:
        documents = (
            select(DocumentRow.content)
            .join(VersionRow, VersionRow.document_id == DocumentRow.id)
            .where(VersionRow.kind == kind, VersionRow.record == record, VersionRow.version == version)
        )
        document = self._session.scalars(documents.limit(1)).first()
        if document is None:
            raise NotFound(kind=kind.value)
        return decoded(type_, document)

    def _stood(self, type_: type[Record], kind: RecordKind, moment: datetime) -> tuple[Record, ...]:
        until = select(func.max(VersionRow.id)).where(VersionRow.kind == kind, VersionRow.at <= moment)
        documents = (
            select(DocumentRow.content)
            .join(VersionRow, VersionRow.document_id == DocumentRow.id)
            .where(
                VersionRow.id.in_(until.group_by(VersionRow.record)),
                VersionRow.action.not_in((Action.TRASHED, Action.DELETED)),
            )
        )
        records = [decoded(type_, document) for document in self._session.scalars(documents)]
        return tuple(sorted(records, key=lambda record: in_order(record.ref)))


def _version(row: VersionRow) -> Version:
    return Version(
        kind=row.kind, record=row.record, version=row.version, at=row.at, by=row.by, action=row.action
    )
