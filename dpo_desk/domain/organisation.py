"""The organisation the register belongs to, its representative and its data protection officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import CalendarId
from dpo_desk.domain.people import PostalAddress

TIME_ZONE = "Europe/Paris"
"""The time zone days are told in until the organisation says its own."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody who can be written to."""

    name: str = ""
    address: PostalAddress = PostalAddress()
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadDays:
    """How many days before the prudent date reminders of a right come; ``right`` is empty for all others."""

    right: str
    days: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The controller of GDPR Art. 30(1)(a): one for each vault."""

    name: str
    legal_form: str = ""
    address: PostalAddress = PostalAddress()
    email: str = ""
    phone: str = ""
    registration: str = ""
    establishment: Fact[str] = Fact()  # in the EU, where the address is not (Art. 3(1))
    representative: Fact[str] = Fact()  # Art. 27
    joint_controllers: Fact[str] = Fact()  # Art. 26
    dpo: Contact = Contact()
    letters_from: PostalAddress = PostalAddress()  # where letters are written and answers go
    holiday_calendar: CalendarId = CalendarId("FR")
    closed_days: tuple[date, ...] = ()  # days on which nobody works there, beside the public holidays
    lead_days: tuple[
        LeadDays, ...
    ] = ()  # where reminders shall come sooner or later than the law files propose
    time_zone: str = TIME_ZONE
    authority: str = "FR"  # code of the lead supervisory authority in resources/law/authorities.toml
    to_clarify: str = ""  # what concerns no single record: the whole register, the notice, the organisation
    is_sample: bool = False  # papers carry a mark; never mixed with real data
    version: int = 0
