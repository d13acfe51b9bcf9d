"""The organisation of the vault: who the controller is, who answers, which calendar counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.organisation import TIME_ZONE, Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.library.calendars import NO_HOLIDAYS, calendar_ids
from dpo_desk.library.lawbook import authorities, authority_for
from dpo_desk.services import parsing
from dpo_desk.services.drafts import FactDraft, fact_of, say
from dpo_desk.services.ports import UnitOfWork, Work


@dataclass(frozen=True, kw_only=True)
class AddressDraft:
    """A postal address as typed."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """The organisation as typed."""

    name: str = ""
    legal_form: str = ""
    address: AddressDraft = AddressDraft()
    email: str = ""
    phone: str = ""
    registration: str = ""
    representative: FactDraft = FactDraft()
    joint_controllers: FactDraft = FactDraft()
    dpo_name: str = ""
    dpo_email: str = ""
    dpo_phone: str = ""
    letters_from: AddressDraft = AddressDraft()
    holiday_calendar: str = Organisation.holiday_calendar
    authority: str = Organisation.authority


@dataclass(frozen=True)
class OrganisationService:
    """Reads and keeps the organisation."""

    work: Work

    def get(self) -> Organisation | None:
        """The organisation, or nothing before it was first saved."""
        with self.work(read_only=True) as unit:
            return unit.organisation.find()

    def zone(self) -> ZoneInfo:
        """The time zone in which moments are told."""
        found = self.get()
        return ZoneInfo(found.time_zone if found else TIME_ZONE)

    def draft(self) -> OrganisationDraft:
        """The organisation as a form holds it; an empty form before it was first saved."""
        found = self.get()
        return draft_of(found) if found else OrganisationDraft()

    def save(self, draft: OrganisationDraft) -> Organisation:
        """
        The organisation as saved.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self.work() as unit:
            stored = save_in(unit, draft)
            unit.commit()
        return stored


def beginning(draft: OrganisationDraft) -> OrganisationDraft:
    """
    The draft of a new organisation with the authority and the public holidays of its country.

    Where a country has several of either, or none, the authority stays as it is and no holiday counts: that gives the
    earlier date, and the choice is on the page of settings.
    """
    country = draft.address.country.upper()
    found = authority_for(country, draft.address.region)
    return replace(
        draft,
        authority=found.code if found else draft.authority,
        holiday_calendar=country if country in calendar_ids() else NO_HOLIDAYS,
    )


def save_in(unit: UnitOfWork, draft: OrganisationDraft) -> Organisation:
    """The organisation as saved in a unit of work that goes on. Raises ``DraftError``."""
    old = unit.organisation.find() or Organisation(name="")
    with parsing.fields() as found:
        record = _parse(draft, old, found)
    return unit.organisation.save(record)


def draft_of(organisation: Organisation) -> OrganisationDraft:
    """The organisation as a form holds it."""
    return OrganisationDraft(
        name=organisation.name,
        legal_form=organisation.legal_form,
        address=_say_address(organisation.address),
        email=organisation.email,
        phone=organisation.phone,
        registration=organisation.registration,
        representative=say(organisation.representative),
        joint_controllers=say(organisation.joint_controllers),
        dpo_name=organisation.dpo.name,
        dpo_email=organisation.dpo.email,
        dpo_phone=organisation.dpo.phone,
        letters_from=_say_address(organisation.letters_from),
        holiday_calendar=organisation.holiday_calendar,
        authority=organisation.authority,
    )


def _say_address(address: PostalAddress) -> AddressDraft:
    return AddressDraft(
        street=address.street,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
    )


def _parse(draft: OrganisationDraft, old: Organisation, found: parsing.Fields) -> Organisation:
    if draft.holiday_calendar not in calendar_ids():
        found.refuse("holiday_calendar", "unknown_choice")
    if draft.authority not in {authority.code for authority in authorities()}:
        found.refuse("authority", "unknown_choice")
    representative: Fact[str] = fact_of(draft.representative, "representative", found, parsing.required_prose)
    joint: Fact[str] = fact_of(draft.joint_controllers, "joint_controllers", found, parsing.required_prose)
    return replace(
        old,
        name=found.parse(parsing.required, draft.name, "name", ""),
        legal_form=found.parse(parsing.line, draft.legal_form, "legal_form", ""),
        address=parsing.address(draft.address, "address.", found),
        email=found.parse(parsing.email, draft.email, "email", ""),
        phone=found.parse(parsing.line, draft.phone, "phone", ""),
        registration=found.parse(parsing.line, draft.registration, "registration", ""),
        representative=representative,
        joint_controllers=joint,
        dpo=Contact(
            name=found.parse(parsing.line, draft.dpo_name, "dpo_name", ""),
            email=found.parse(parsing.email, draft.dpo_email, "dpo_email", ""),
            phone=found.parse(parsing.line, draft.dpo_phone, "dpo_phone", ""),
            address=old.dpo.address,
        ),
        letters_from=parsing.address(draft.letters_from, "letters_from.", found),
        holiday_calendar=CalendarId(draft.holiday_calendar),
        authority=draft.authority,
    )
