"""Persons and where a letter reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.ids import PersonId


@dataclass(frozen=True)
class PostalAddress:
    """A postal address as it is written on an envelope, without the name."""

    street: str = ""  # may hold several lines
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, upper case

    @property
    def complete(self) -> bool:
        """Whether a letter can be sent there: street, city and country are present."""
        return bool(self.street and self.city and self.country)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A data subject, or whoever writes to the controller."""

    id: PersonId
    name: str
    address: PostalAddress = PostalAddress()
    email: str = ""
    phone: str = ""
    language: str = "en"  # ISO 639-1, of the letters written to this person
    customer_reference: str = ""
    born: date | None = None  # only where it tells persons of one name apart, or a child is concerned
