"""Flows of personal data to third countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ActivityId, ProcessorId, TransferId
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services.ports import ListQuery, TransferLine
from dpo_desk.store.activities import ActivityRow
from dpo_desk.store.base import checked, fact, folded
from dpo_desk.store.evidence import EvidenceRow, evidence_of, evidence_rows
from dpo_desk.store.records import Numbered, Order, Repository, chips_of


class TransferEvidenceRow(EvidenceRow):
    """One piece of evidence of a transfer."""

    __tablename__ = "transfer_evidence"
    __table_args__ = (Index(None, "transfer_id", "position", unique=True),)

    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfers.id", ondelete="CASCADE"))


class TransferRow(Numbered):
    """One flow to a third country."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index(None, "sort_ref", "uid"),
        Index(None, "activity_uid"),
        Index(None, "processor_uid"),
        *checked("country", "tool", "assessment"),
    )

    exporter: Mapped[str]
    importer: Mapped[str]
    sort_importer: Mapped[str]
    importer_named: Mapped[bool]
    country: Mapped[Fact[str]] = fact("country")
    activity_uid: Mapped[str | None] = mapped_column(ForeignKey("activities.uid"))
    processor_uid: Mapped[str | None] = mapped_column(ForeignKey("processors.uid"))
    tool: Mapped[Fact[str]] = fact("tool")
    tool_reference: Mapped[str]
    tool_date: Mapped[date | None]
    assessment: Mapped[Fact[str]] = fact("assessment")
    note: Mapped[str]

    evidence: Mapped[list[TransferEvidenceRow]] = relationship(
        order_by="TransferEvidenceRow.position",
        lazy="selectin",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class TransferRepository(Repository[TransferId, Transfer, TransferLine, TransferRow]):
    """Keeps ``services.ports.Transfers``. Chips: ``no_tool``, ``unnamed``."""

    kind = "transfer"
    prefix = "T"
    row_type = TransferRow

    def of_activities(self, activities: Sequence[ActivityId]) -> tuple[Transfer, ...]:
        """The transfers which belong to any of these activities, by reference."""
        flows = select(TransferRow).where(TransferRow.activity_uid.in_(activities))
        return self._records(flows.order_by(TransferRow.sort_ref))

    def _record(self, row: TransferRow) -> Transfer:
        return Transfer(
            id=TransferId(row.uid),
            ref=row.ref,
            exporter=row.exporter,
            importer=row.importer,
            importer_named=row.importer_named,
            country=row.country,
            activity=ActivityId(row.activity_uid) if row.activity_uid else None,
            processor=ProcessorId(row.processor_uid) if row.processor_uid else None,
            tool=row.tool,
            tool_reference=row.tool_reference,
            tool_date=row.tool_date,
            assessment=row.assessment,
            note=row.note,
            evidence=evidence_of(row.evidence),
            version=row.version,
        )

    def _fill(self, row: TransferRow, record: Transfer) -> None:
        row.exporter, row.importer, row.sort_importer = (
            record.exporter,
            record.importer,
            folded(record.importer),
        )
        row.importer_named, row.country, row.note = record.importer_named, record.country, record.note
        row.activity_uid, row.processor_uid = record.activity, record.processor
        row.tool, row.tool_reference, row.tool_date = record.tool, record.tool_reference, record.tool_date
        row.assessment = record.assessment
        row.evidence = evidence_rows(TransferEvidenceRow, record.evidence)

    def _words(self, record: Transfer) -> Iterable[str]:
        return (record.ref, record.exporter, record.importer)

    def _lines(self, ids: Sequence[TransferId]) -> dict[str, TransferLine]:
        rows = self._session.execute(
            select(
                TransferRow.uid,
                TransferRow.ref,
                TransferRow.importer,
                TransferRow.importer_named,
                TransferRow.country,
                TransferRow.tool,
                ActivityRow.name.label("activity"),
            )
            .outerjoin(ActivityRow, ActivityRow.uid == TransferRow.activity_uid)
            .where(TransferRow.uid.in_(ids))
        )
        return {
            row.uid: TransferLine(
                id=TransferId(row.uid),
                ref=row.ref,
                importer=row.importer,
                importer_named=row.importer_named,
                country_known=row.country.known,
                country=row.country.value or "",
                activity=row.activity or "",
                tool_known=row.tool.known,
                tool=row.tool.value or "",
            )
            for row in rows
        }

    def _order(self) -> Order:
        table = TransferRow.__table__.c
        return {
            "": TransferRow.sort_ref.expression,
            "ref": TransferRow.sort_ref.expression,
            "importer": TransferRow.sort_importer.expression,
            "importer_named": TransferRow.importer_named.expression,
            "country": table.country_value,
            "activity": ActivityRow.sort_name.expression,
            "tool": table.tool_value,
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        without = TransferRow.__table__.c.tool_known.in_((Known.UNKNOWN, Known.NONE))
        return chips_of(query, {"no_tool": without}, {"unnamed": ~TransferRow.importer_named})

    def _listed(self) -> Select[str]:
        return select(TransferRow.uid).outerjoin(ActivityRow, ActivityRow.uid == TransferRow.activity_uid)

    def _about(self, record: Transfer) -> str | None:
        return record.activity
