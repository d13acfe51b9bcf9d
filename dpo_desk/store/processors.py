"""Processors and other organisations that get data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    distinct,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Contract, ContractStatus, Processor, ProcessorRole
from dpo_desk.services.ports import ListQuery, ProcessorLine
from dpo_desk.store.activities import RecipientRow
from dpo_desk.store.base import Base, checked, closed, fact, folded, gathered, held, known
from dpo_desk.store.evidence import EvidenceRow, evidence_of, evidence_rows
from dpo_desk.store.records import Numbered, Order, Repository, chips_of

_OWN = "all, delete-orphan"


class ProcessorCountryRow(Base):
    """One country in which a processor works."""

    __tablename__ = "processor_countries"
    __table_args__ = (Index(None, "processor_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    processor_id: Mapped[int] = mapped_column(ForeignKey("processors.id", ondelete="CASCADE"))
    position: Mapped[int]
    country: Mapped[str] = mapped_column(String(16))


class ProcessorEvidenceRow(EvidenceRow):
    """One piece of evidence of a processor."""

    __tablename__ = "processor_evidence"
    __table_args__ = (Index(None, "processor_id", "position", unique=True),)

    processor_id: Mapped[int] = mapped_column(ForeignKey("processors.id", ondelete="CASCADE"))


class ProcessorRow(Numbered):
    """One organisation that gets data."""

    __tablename__ = "processors"
    __table_args__ = (
        Index(None, "sort_ref", "uid"),
        Index(None, "sort_name", "uid"),
        *checked("legal_name", "role", "data", "address", "safeguards", "contact"),
        CheckConstraint(
            "(contract_known IN ('proposed', 'given')) = (contract_status IS NOT NULL)", name="contract_fits"
        ),
    )

    name: Mapped[str]
    sort_name: Mapped[str]
    named: Mapped[bool]
    legal_name: Mapped[Fact[str]] = fact("legal_name")
    role: Mapped[Fact[ProcessorRole]] = fact("role", closed(ProcessorRole, "role_value"))
    service: Mapped[str]
    data: Mapped[Fact[str]] = fact("data")
    address: Mapped[Fact[str]] = fact("address")
    countries_known: Mapped[Known] = known("countries")
    safeguards: Mapped[Fact[str]] = fact("safeguards")
    contract_known: Mapped[Known] = known("contract")
    contract_status: Mapped[ContractStatus | None] = mapped_column(closed(ContractStatus, "contract_status"))
    contract_signed_on: Mapped[date | None]
    contract_expires_on: Mapped[date | None]
    contract_reference: Mapped[str]
    contact: Mapped[Fact[str]] = fact("contact")
    to_clarify: Mapped[str]
    review_on: Mapped[date | None]

    countries: Mapped[list[ProcessorCountryRow]] = relationship(
        order_by=ProcessorCountryRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    evidence: Mapped[list[ProcessorEvidenceRow]] = relationship(
        order_by="ProcessorEvidenceRow.position", lazy="selectin", cascade=_OWN, passive_deletes=True
    )


class ProcessorRepository(Repository[ProcessorId, Processor, ProcessorLine, ProcessorRow]):
    """Keeps ``services.ports.Processors``. Chips: ``unnamed``, ``no_contract``."""

    kind = "processor"
    prefix = "S"
    row_type = ProcessorRow

    def _record(self, row: ProcessorRow) -> Processor:
        return Processor(
            id=ProcessorId(row.uid),
            ref=row.ref,
            name=row.name,
            named=row.named,
            legal_name=row.legal_name,
            role=row.role,
            service=row.service,
            data=row.data,
            address=row.address,
            countries=gathered(row.countries_known, (each.country for each in row.countries)),
            safeguards=row.safeguards,
            contract=_contract(row),
            contact=row.contact,
            to_clarify=row.to_clarify,
            evidence=evidence_of(row.evidence),
            review_on=row.review_on,
            version=row.version,
        )

    def _fill(self, row: ProcessorRow, record: Processor) -> None:
        row.name, row.sort_name, row.named = record.name, folded(record.name), record.named
        row.legal_name, row.role, row.service = record.legal_name, record.role, record.service
        row.data, row.address, row.safeguards = record.data, record.address, record.safeguards
        row.contact, row.to_clarify, row.review_on = record.contact, record.to_clarify, record.review_on
        row.contract_known, row.countries_known = record.contract.known, record.countries.known
        contract = record.contract.value
        row.contract_status = contract.status if contract else None
        row.contract_signed_on = contract.signed_on if contract else None
        row.contract_expires_on = contract.expires_on if contract else None
        row.contract_reference = contract.reference if contract else ""
        row.countries = [
            ProcessorCountryRow(position=at, country=each)
            for at, each in enumerate(record.countries.value or ())
        ]
        row.evidence = evidence_rows(ProcessorEvidenceRow, record.evidence)

    def _words(self, record: Processor) -> Iterable[str]:
        return (record.ref, record.name, record.legal_name.value or "", record.service)

    def _lines(self, ids: Sequence[ProcessorId]) -> dict[str, ProcessorLine]:
        rows = self._session.execute(
            select(
                ProcessorRow.id,
                ProcessorRow.uid,
                ProcessorRow.ref,
                ProcessorRow.name,
                ProcessorRow.named,
                ProcessorRow.role,
                ProcessorRow.countries_known,
                ProcessorRow.contract_known,
                ProcessorRow.contract_status,
                _activities().label("activities"),
            ).where(ProcessorRow.uid.in_(ids))
        ).all()
        countries = self._countries([row.id for row in rows])
        return {
            row.uid: ProcessorLine(
                id=ProcessorId(row.uid),
                ref=row.ref,
                name=row.name,
                named=row.named,
                role_known=row.role.known,
                role=row.role.value or "",
                countries_known=row.countries_known,
                countries=tuple(countries.get(row.id, ())),
                contract_known=row.contract_known,
                contract=row.contract_status or "",
                activities=row.activities,
            )
            for row in rows
        }

    def _countries(self, keys: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = select(ProcessorCountryRow.processor_id, ProcessorCountryRow.country).where(
            ProcessorCountryRow.processor_id.in_(keys)
        )
        for processor, country in self._session.execute(rows.order_by(ProcessorCountryRow.position)):
            found.setdefault(processor, []).append(country)
        return found

    def _order(self) -> Order:
        first_country = select(func.min(ProcessorCountryRow.country)).where(
            ProcessorCountryRow.processor_id == ProcessorRow.id
        )
        table = ProcessorRow.__table__.c
        return {
            "": ProcessorRow.sort_name.expression,
            "ref": ProcessorRow.sort_ref.expression,
            "name": ProcessorRow.sort_name.expression,
            "named": ProcessorRow.named.expression,
            "role": table.role_value,
            "countries": first_country.scalar_subquery(),
            "contract": ProcessorRow.contract_status.expression,
            "activities": _activities(),
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        signed = func.coalesce(ProcessorRow.contract_status, "") == ContractStatus.SIGNED.value
        return chips_of(query, {"unnamed": ~ProcessorRow.named}, {"no_contract": ~signed})


def _activities() -> ScalarSelect[int]:
    """How many activities give data to the processor."""
    uses = select(func.count(distinct(RecipientRow.activity_id)))
    return uses.where(RecipientRow.processor_uid == ProcessorRow.uid).scalar_subquery()


def _contract(row: ProcessorRow) -> Fact[Contract]:
    if row.contract_status is None:
        return Fact(row.contract_known)
    return held(
        row.contract_known,
        Contract(
            status=row.contract_status,
            signed_on=row.contract_signed_on,
            expires_on=row.contract_expires_on,
            reference=row.contract_reference,
        ),
    )
