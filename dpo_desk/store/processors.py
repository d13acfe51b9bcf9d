"""Processors and other organisations that get data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, ScalarSelect, Text, func, select, type_coerce
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import ContractStatus, Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.services.ports import ProcessorLine
from dpo_desk.store.activities import ActivityProcessorRow, ActivityRow
from dpo_desk.store.base import Texts, known, table_of
from dpo_desk.store.records import Chips, Order
from dpo_desk.store.register import NamesProcessor, RecordRow, RegisterRepository, in_lists


class ProcessorRow(RecordRow):
    """One organisation that gets data."""

    __tablename__ = "processors"
    __table_args__ = in_lists()

    named: Mapped[bool]
    role_known: Mapped[Known] = known("role")
    role: Mapped[str]
    countries_known: Mapped[Known] = known("countries")
    countries: Mapped[tuple[str, ...]] = mapped_column(Texts())
    contract_known: Mapped[Known] = known("contract")
    contract: Mapped[str]
    expires_on: Mapped[date | None]


class SubProcessorRow(NamesProcessor):
    """That a processor engages another one."""

    __tablename__ = "processor_processors"

    owner_id: Mapped[int] = mapped_column(ForeignKey("processors.id", ondelete="CASCADE"), primary_key=True)


class ProcessorRepository(RegisterRepository[ProcessorId, Processor, ProcessorLine, ProcessorRow]):
    """Keeps ``services.ports.Processors``. Further chips: ``unnamed``, ``no_contract``."""

    kind = "processor"
    prefix = "S"
    row_type = ProcessorRow
    record_kind = RecordKind.PROCESSOR
    record_type = Processor
    line_type = ProcessorLine
    links = SubProcessorRow

    def engaging(self, processor: ProcessorId) -> tuple[Processor, ...]:
        """The processors which engage this one as a sub-processor, by reference."""
        return self._naming(processor)

    def _shown(self, row: ProcessorRow, record: Processor) -> None:
        contract = record.contract.value
        ends = [each.expires_on for each in record.assurances.value or ()]
        row.named = record.named
        row.role_known, row.role = record.role.known, record.role.value or ""
        row.countries_known, row.countries = record.countries.known, record.countries.value or ()
        row.contract_known, row.contract = record.contract.known, contract.status if contract else ""
        row.expires_on = min(filter(None, [*ends, contract.expires_on if contract else None]), default=None)

    def _columns(self) -> Mapping[str, ColumnElement[Any]]:
        table = table_of(ProcessorRow).c
        same = (
            "named",
            "role_known",
            "role",
            "countries_known",
            "countries",
            "contract_known",
            "contract",
            "expires_on",
        )
        return {**{name: table[name] for name in same}, "activities": _activities()}

    def _named(self, record: Processor) -> Iterable[ProcessorId | None]:
        return (each.processor for each in record.subprocessors.value or ())

    def _further_order(self) -> Order:
        return {
            "": ProcessorRow.sort_name.expression,
            "role": func.nullif(ProcessorRow.role, ""),
            "countries": func.nullif(type_coerce(ProcessorRow.countries, Text()), "[]"),
            "contract": func.nullif(ProcessorRow.contract, ""),
        }

    def _further_chips(self) -> tuple[Chips, ...]:
        unsigned = ProcessorRow.contract != ContractStatus.SIGNED.value
        return ({"unnamed": ~ProcessorRow.named}, {"no_contract": unsigned})

    def _words(self, record: Processor) -> Iterable[str]:
        return (
            record.ref,
            record.name,
            record.legal_name.value or "",
            record.owner.value or "",
            *record.tags,
            record.service,
            *(each.name for each in record.assurances.value or ()),
            *(each.name for each in record.subprocessors.value or ()),
        )


def _activities() -> ScalarSelect[int]:
    """How many activities give data to the processor."""
    uses = select(func.count()).select_from(ActivityProcessorRow)
    uses = uses.join(ActivityRow, ActivityRow.id == ActivityProcessorRow.owner_id)
    return uses.where(
        ActivityProcessorRow.processor_uid == ProcessorRow.uid, ActivityRow.trashed_at.is_(None)
    ).scalar_subquery()
