"""The one organisation of the vault."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.errors import NotFound, StaleRecord
from dpo_desk.store import contents
from dpo_desk.store.base import Base, checked, fact
from dpo_desk.store.records import Shared

KIND = "organisation"


class OrganisationRow(Base):
    """The organisation; the database itself allows one."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="one"), *checked("representative", "joint_controllers"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    name: Mapped[str]
    legal_form: Mapped[str]
    street: Mapped[str]
    postal_code: Mapped[str]
    city: Mapped[str]
    region: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    registration: Mapped[str]
    representative: Mapped[Fact[str]] = fact("representative")
    joint_controllers: Mapped[Fact[str]] = fact("joint_controllers")
    dpo_name: Mapped[str]
    dpo_street: Mapped[str]
    dpo_postal_code: Mapped[str]
    dpo_city: Mapped[str]
    dpo_region: Mapped[str]
    dpo_country: Mapped[str]
    dpo_email: Mapped[str]
    dpo_phone: Mapped[str]
    letters_street: Mapped[str]
    letters_postal_code: Mapped[str]
    letters_city: Mapped[str]
    letters_region: Mapped[str]
    letters_country: Mapped[str]
    holiday_calendar: Mapped[str] = mapped_column(String(16))
    time_zone: Mapped[str] = mapped_column(String(64))
    authority: Mapped[str] = mapped_column(String(16))
    is_sample: Mapped[bool]


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
        address=PostalAddress(
            street=row.street,
            postal_code=row.postal_code,
            city=row.city,
            region=row.region,
            country=row.country,
        ),
        email=row.email,
        phone=row.phone,
        registration=row.registration,
        representative=row.representative,
        joint_controllers=row.joint_controllers,
        dpo=Contact(
            name=row.dpo_name,
            address=PostalAddress(
                street=row.dpo_street,
                postal_code=row.dpo_postal_code,
                city=row.dpo_city,
                region=row.dpo_region,
                country=row.dpo_country,
            ),
            email=row.dpo_email,
            phone=row.dpo_phone,
        ),
        letters_from=PostalAddress(
            street=row.letters_street,
            postal_code=row.letters_postal_code,
            city=row.letters_city,
            region=row.letters_region,
            country=row.letters_country,
        ),
        holiday_calendar=CalendarId(row.holiday_calendar),
        time_zone=row.time_zone,
        authority=row.authority,
        is_sample=row.is_sample,
        version=row.version,
    )


def _fill(row: OrganisationRow, record: Organisation) -> None:
    row.name, row.legal_form, row.registration = record.name, record.legal_form, record.registration
    seat, dpo, letters = record.address, record.dpo.address, record.letters_from
    row.street, row.postal_code, row.city, row.region = seat.street, seat.postal_code, seat.city, seat.region
    row.country, row.email, row.phone = seat.country, record.email, record.phone
    row.representative, row.joint_controllers = record.representative, record.joint_controllers
    row.dpo_name, row.dpo_email, row.dpo_phone = record.dpo.name, record.dpo.email, record.dpo.phone
    row.dpo_street, row.dpo_postal_code, row.dpo_city = dpo.street, dpo.postal_code, dpo.city
    row.dpo_region, row.dpo_country = dpo.region, dpo.country
    row.letters_street, row.letters_postal_code = letters.street, letters.postal_code
    row.letters_city, row.letters_region, row.letters_country = letters.city, letters.region, letters.country
    row.holiday_calendar, row.time_zone = record.holiday_calendar, record.time_zone
    row.authority, row.is_sample = record.authority, record.is_sample
