"""Flows of personal data to third countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services.ports import TransferLine
from dpo_desk.store.activities import ActivityRow
from dpo_desk.store.base import known, table_of
from dpo_desk.store.clients import ClientRow
from dpo_desk.store.records import Chips, Choices, Order
from dpo_desk.store.register import RecordRow, RegisterRepository, in_lists


class TransferRow(RecordRow):
    """One flow to a third country; ``verdict`` is that of the newest check."""

    __tablename__ = "transfers"
    __table_args__ = (
        *in_lists(),
        Index(None, "activity_uid"),
        Index(None, "client_uid"),
        Index(None, "processor_uid"),
    )

    importer_named: Mapped[bool]
    country_known: Mapped[Known] = known("country")
    country: Mapped[str]
    activity_uid: Mapped[str | None] = mapped_column(ForeignKey("activities.uid"))
    client_uid: Mapped[str | None] = mapped_column(ForeignKey("clients.uid"))
    processor_uid: Mapped[str | None] = mapped_column(ForeignKey("processors.uid"))
    tool_known: Mapped[Known] = known("tool")
    tool: Mapped[str]
    verdict: Mapped[str] = mapped_column(String(32), default="")


class TransferRepository(RegisterRepository[TransferId, Transfer, TransferLine, TransferRow]):
    """Keeps ``services.ports.Transfers``. Further chips: ``no_tool``, ``unnamed``, ``verdict:…``."""

    kind = "transfer"
    prefix = "T"
    row_type = TransferRow
    record_kind = RecordKind.TRANSFER
    record_type = Transfer
    line_type = TransferLine

    def of_activities(self, activities: Sequence[ActivityId]) -> tuple[Transfer, ...]:
        """The transfers which belong to any of these activities, by reference."""
        return self._where(TransferRow.activity_uid.in_(activities))

    def of_clients(self, clients: Sequence[ClientId]) -> tuple[Transfer, ...]:
        """The transfers which belong to processing for any of these clients, by reference."""
        return self._where(TransferRow.client_uid.in_(clients))

    def through(self, processor: ProcessorId) -> tuple[Transfer, ...]:
        """The transfers this organisation receives, by reference."""
        return self._where(TransferRow.processor_uid == processor)

    def _where(self, condition: ColumnElement[bool]) -> tuple[Transfer, ...]:
        return self._fetched(self._documents().where(condition, self._live()).order_by(TransferRow.sort_ref))

    def _shown(self, row: TransferRow, record: Transfer) -> None:
        row.importer_named = record.importer_named
        row.country_known, row.country = record.country.known, record.country.value or ""
        row.tool_known, row.tool = record.tool.known, record.tool.value or ""
        row.activity_uid, row.client_uid = record.activity, record.client
        row.processor_uid = record.processor

    def _columns(self) -> Mapping[str, ColumnElement[Any]]:
        table = table_of(TransferRow).c
        same = ("importer_named", "country_known", "country", "tool_known", "tool", "verdict")
        return {
            **{name: table[name] for name in same},
            "activity": func.coalesce(_of(ActivityRow.name), _of_client(ClientRow.name), ""),
        }

    def _further_order(self) -> Order:
        return {
            "country": func.nullif(TransferRow.country, ""),
            "activity": func.coalesce(_of(ActivityRow.sort_name), _of_client(ClientRow.sort_name)),
            "tool": func.nullif(TransferRow.tool, ""),
            "verdict": func.nullif(TransferRow.verdict, ""),
        }

    def _further_chips(self) -> tuple[Chips, ...]:
        return ({"no_tool": TransferRow.tool == ""}, {"unnamed": ~TransferRow.importer_named})

    def _further_choices(self) -> Choices:
        return {"verdict": TransferRow.verdict.in_}

    def _words(self, record: Transfer) -> Iterable[str]:
        return (
            record.ref,
            record.exporter,
            record.importer,
            record.owner.value or "",
            *record.tags,
            record.country.value or "",
            record.tool_reference,
        )

    def _about(self, record: Transfer) -> str | None:
        return record.activity or record.client


def _of(column: Mapped[str]) -> ColumnElement[str]:
    return select(column).where(ActivityRow.uid == TransferRow.activity_uid).scalar_subquery()


def _of_client(column: Mapped[str]) -> ColumnElement[str]:
    return select(column).where(ClientRow.uid == TransferRow.client_uid).scalar_subquery()
