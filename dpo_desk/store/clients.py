"""The register as processor: the clients, with what is done on their behalf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ClientId, ProcessorId
from dpo_desk.domain.record import RecordKind
from dpo_desk.services.ports import ClientLine
from dpo_desk.store.base import known
from dpo_desk.store.records import Order
from dpo_desk.store.register import NamesProcessor, RecordRow, RegisterRepository, in_lists


class ClientRow(RecordRow):
    """One client."""

    __tablename__ = "clients"
    __table_args__ = in_lists()

    processing: Mapped[int]  # how many categories
    contract_known: Mapped[Known] = known("contract")
    contract: Mapped[str]


class ClientProcessorRow(NamesProcessor):
    """That a processor works for a client too."""

    __tablename__ = "client_processors"

    owner_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True)


class ClientRepository(RegisterRepository[ClientId, Client, ClientLine, ClientRow]):
    """Keeps ``services.ports.Clients``."""

    kind = "client"
    prefix = "C"
    row_type = ClientRow
    record_kind = RecordKind.CLIENT
    record_type = Client
    line_type = ClientLine
    links = ClientProcessorRow

    def using(self, processor: ProcessorId) -> tuple[Client, ...]:
        """The clients for whom this sub-processor works, by reference."""
        return self._naming(processor)

    def _shown(self, row: ClientRow, record: Client) -> None:
        row.processing = len(record.processing.value or ())
        row.contract_known = record.contract.known
        row.contract = record.contract.value.status if record.contract.value else ""

    def _columns(self) -> Mapping[str, ColumnElement[Any]]:
        return {
            "processing": ClientRow.processing.expression,
            "contract_known": ClientRow.contract_known.expression,
            "contract": ClientRow.contract.expression,
        }

    def _named(self, record: Client) -> Iterable[ProcessorId | None]:
        return record.subprocessors

    def _further_order(self) -> Order:
        return {"": ClientRow.sort_name.expression, "contract": func.nullif(ClientRow.contract, "")}

    def _words(self, record: Client) -> Iterable[str]:
        processing = record.processing.value or ()
        return (
            record.ref,
            record.name,
            record.owner.value or "",
            *record.tags,
            *(each.name for each in processing),
            *(subject for each in processing for subject in each.data_subjects.value or ()),
            *(data for each in processing for data in each.data.value or ()),
        )
