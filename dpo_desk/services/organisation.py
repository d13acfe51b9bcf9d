"""The organisation of the vault: who the controller is, who answers, which calendar counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.organisation import TIME_ZONE, Contact, LeadDays, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.library.calendars import NO_HOLIDAYS, calendar_ids
from dpo_desk.library.lawbook import authorities, authority_for, regimes
from dpo_desk.services import parsing
from dpo_desk.services.checker import Checker
from dpo_desk.services.ports import UnitOfWork, Work


@dataclass(frozen=True, kw_only=True)
class FactDraft:
    """A fact as typed; the text is kept even while the state says unknown or none, and dropped at Save."""

    known: str = "unknown"
    text: str = ""


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
    establishment: FactDraft = FactDraft()
    representative: FactDraft = FactDraft()
    joint_controllers: FactDraft = FactDraft()
    dpo_name: str = ""
    dpo_email: str = ""
    dpo_phone: str = ""
    letters_from: AddressDraft = AddressDraft()
    holiday_calendar: str = Organisation.holiday_calendar
    closed_days: str = ""  # one a line
    lead_days: str = ""  # "14, 7, 3, 1" for all rights; "access: 20, 10" for one
    authority: str = Organisation.authority
    to_clarify: str = ""


@dataclass(frozen=True)
class OrganisationService:
    """Reads and keeps the organisation."""

    work: Work
    checker: Checker

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
        The organisation as saved; the register is checked again, for rules look at whose it is.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self.work() as unit:
            stored = save_in(unit, draft)
            self.checker.check_all(unit)
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
        establishment=_say(organisation.establishment),
        representative=_say(organisation.representative),
        joint_controllers=_say(organisation.joint_controllers),
        dpo_name=organisation.dpo.name,
        dpo_email=organisation.dpo.email,
        dpo_phone=organisation.dpo.phone,
        letters_from=_say_address(organisation.letters_from),
        holiday_calendar=organisation.holiday_calendar,
        closed_days="\n".join(day.isoformat() for day in organisation.closed_days),
        lead_days="\n".join(map(_say_lead, organisation.lead_days)),
        authority=organisation.authority,
        to_clarify=organisation.to_clarify,
    )


def _say(fact: Fact[str]) -> FactDraft:
    return FactDraft(known=fact.known, text=fact.value or "")


def _fact(draft: FactDraft, field: str, found: parsing.Fields) -> Fact[str]:
    try:
        known = Known(draft.known)
    except ValueError:
        found.refuse(field, "unknown_choice")
        return Fact()
    if known not in (Known.PROPOSED, Known.GIVEN):
        return Fact(known)
    text = found.parse(parsing.required_prose, draft.text, field, "")
    return Fact(known, text) if text else Fact()


def _say_address(address: PostalAddress) -> AddressDraft:
    return AddressDraft(
        street=address.street,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
    )


def _closed_days(text: str, found: parsing.Fields) -> tuple[date, ...]:
    none: tuple[str, ...] = ()
    lines = found.parse(parsing.lines, text, "closed_days", none)
    return tuple(sorted({found.parse(parsing.day, line, "closed_days", date.min) for line in lines}))


def _say_lead(lead: LeadDays) -> str:
    days = ", ".join(map(str, lead.days))
    return f"{lead.right}: {days}" if lead.right else days


def _lead_days(text: str, found: parsing.Fields) -> tuple[LeadDays, ...]:
    """How long before the prudent date reminders come, the longest first; one line for each right that differs."""
    none: tuple[str, ...] = ()
    known = {right.id for law in regimes() for right in law.rights}
    leads: dict[str, LeadDays] = {}
    for line in found.parse(parsing.lines, text, "lead_days", none):
        right, colon, numbers = line.rpartition(":")
        right = right.strip()
        if colon and right not in known:
            found.refuse("lead_days", "unknown_choice")
            continue
        days = {
            found.parse(parsing.whole_number, number, "lead_days", 0)
            for number in numbers.replace(",", " ").split()
        }
        leads[right] = LeadDays(right=right, days=tuple(sorted(days, reverse=True)))
    return tuple(leads.values())


def _parse(draft: OrganisationDraft, old: Organisation, found: parsing.Fields) -> Organisation:
    if draft.holiday_calendar not in calendar_ids():
        found.refuse("holiday_calendar", "unknown_choice")
    if draft.authority not in {authority.code for authority in authorities()}:
        found.refuse("authority", "unknown_choice")
    return replace(
        old,
        name=found.parse(parsing.required, draft.name, "name", ""),
        legal_form=found.parse(parsing.line, draft.legal_form, "legal_form", ""),
        address=parsing.address(draft.address, "address.", found),
        email=found.parse(parsing.email, draft.email, "email", ""),
        phone=found.parse(parsing.line, draft.phone, "phone", ""),
        registration=found.parse(parsing.line, draft.registration, "registration", ""),
        establishment=_fact(draft.establishment, "establishment", found),
        representative=_fact(draft.representative, "representative", found),
        joint_controllers=_fact(draft.joint_controllers, "joint_controllers", found),
        dpo=Contact(
            name=found.parse(parsing.line, draft.dpo_name, "dpo_name", ""),
            email=found.parse(parsing.email, draft.dpo_email, "dpo_email", ""),
            phone=found.parse(parsing.line, draft.dpo_phone, "dpo_phone", ""),
            address=old.dpo.address,
        ),
        letters_from=parsing.address(draft.letters_from, "letters_from.", found),
        holiday_calendar=CalendarId(draft.holiday_calendar),
        closed_days=_closed_days(draft.closed_days, found),
        lead_days=_lead_days(draft.lead_days, found),
        authority=draft.authority,
        to_clarify=found.parse(parsing.prose, draft.to_clarify, "to_clarify", ""),
    )
