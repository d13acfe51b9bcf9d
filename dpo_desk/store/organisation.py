"""The one organisation of the vault."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.organisation import Contact, LeadDays, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.errors import NotFound, StaleRecord
from dpo_desk.store import contents
from dpo_desk.store.base import Base, Texts, checked, fact, postal
from dpo_desk.store.records import Shared

KIND = "organisation"


class OrganisationRow(Base):
    """The organisation; the database itself allows one."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        *checked("establishment", "representative", "joint_controllers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    name: Mapped[str]
    legal_form: Mapped[str]
    address: Mapped[PostalAddress] = postal()
    email: Mapped[str]
    phone: Mapped[str]
    registration: Mapped[str]
    establishment: Mapped[Fact[str]] = fact("establishment")
    representative: Mapped[Fact[str]] = fact("representative")
    joint_controllers: Mapped[Fact[str]] = fact("joint_controllers")
    dpo_name: Mapped[str]
    dpo_address: Mapped[PostalAddress] = postal("dpo_")
    dpo_email: Mapped[str]
    dpo_phone: Mapped[str]
    letters_from: Mapped[PostalAddress] = postal("letters_")
    holiday_calendar: Mapped[str] = mapped_column(String(16))
    time_zone: Mapped[str] = mapped_column(String(64))
    authority: Mapped[str] = mapped_column(String(16))
    to_clarify: Mapped[str]
    is_sample: Mapped[bool]
    closed_days: Mapped[tuple[str, ...]] = mapped_column(Texts(), server_default="[]")
    lead_days: Mapped[tuple[str, ...]] = mapped_column(Texts(), server_default="[]")  # JSON: right, then days


class OrganisationRepository:
    """Keeps ``services.ports.OrganisationStore``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def get(self) -> Organisation:
        """The organisation. Raises ``NotFound`` before it was first saved."""
        found = self.find()
        if found is None:
            raise NotFound(kind=KIND)
        return found

    def find(self) -> Organisation | None:
        """The organisation, or nothing before it was first saved."""
        row = self._session.get(OrganisationRow, 1)
        return None if row is None else _organisation(row)

    def save(self, organisation: Organisation) -> Organisation:
        """The organisation as stored, one version on. Raises ``StaleRecord``; ``FieldError`` as other records do."""
        row = self._session.get(OrganisationRow, 1, with_for_update=True)
        if (0 if row is None else row.version) != organisation.version:
            raise StaleRecord(kind=KIND)
        stored = replace(organisation, version=organisation.version + 1)
        digest = contents.digest(stored)
        if row is None:
            row = OrganisationRow(id=1)
            self._session.add(row)
        row.version = stored.version
        _fill(row, stored)
        self._session.flush()
        self._shared.audit.record("changed" if organisation.version else "created", KIND, KIND, digest)
        return stored


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        name=row.name,
        legal_form=row.legal_form,
        address=row.address,
        email=row.email,
        phone=row.phone,
        registration=row.registration,
        establishment=row.establishment,
        representative=row.representative,
        joint_controllers=row.joint_controllers,
        dpo=Contact(
            name=row.dpo_name,
            address=row.dpo_address,
            email=row.dpo_email,
            phone=row.dpo_phone,
        ),
        letters_from=row.letters_from,
        holiday_calendar=CalendarId(row.holiday_calendar),
        time_zone=row.time_zone,
        authority=row.authority,
        to_clarify=row.to_clarify,
        is_sample=row.is_sample,
        closed_days=tuple(map(date.fromisoformat, row.closed_days)),
        lead_days=tuple(map(_lead, row.lead_days)),
        version=row.version,
    )


def _fill(row: OrganisationRow, record: Organisation) -> None:
    row.name, row.legal_form, row.registration = record.name, record.legal_form, record.registration
    row.address, row.letters_from = record.address, record.letters_from
    row.email, row.phone = record.email, record.phone
    row.establishment, row.to_clarify = record.establishment, record.to_clarify
    row.representative, row.joint_controllers = record.representative, record.joint_controllers
    row.dpo_name, row.dpo_address = record.dpo.name, record.dpo.address
    row.dpo_email, row.dpo_phone = record.dpo.email, record.dpo.phone
    row.holiday_calendar, row.time_zone = record.holiday_calendar, record.time_zone
    row.authority, row.is_sample = record.authority, record.is_sample
    row.closed_days = tuple(day.isoformat() for day in record.closed_days)
    row.lead_days = tuple(json.dumps([each.right, *each.days]) for each in record.lead_days)


def _lead(text: str) -> LeadDays:
    right, *days = json.loads(text)
    return LeadDays(right=right, days=tuple(days))
