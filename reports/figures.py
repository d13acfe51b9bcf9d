"""The facts of reports that only count, and of a certificate of erasure: labels in the paper's language, and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .facts import OrganisationFacts


@dataclass(frozen=True)
class Counted:
    """What became of some requests."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    """Answered, but late."""
    open: int = 0
    overdue: int = 0
    """Open, and the day has passed."""
    extended: int = 0
    refused: int = 0
    refused_partly: int = 0
    no_data: int = 0
    withdrawn: int = 0
    unanswered: int = 0
    median_days: float | None = None


Lines = tuple[tuple[str, Counted], ...]
"""A table: the label of each line, and its figures."""


@dataclass(frozen=True)
class YearFacts:
    """The requests received in a year, as they stood on a day."""

    organisation: OrganisationFacts
    year: int
    as_of: date
    total: Counted
    by_month: Lines
    by_right: Lines
    by_regime: Lines
    by_country: Lines


@dataclass(frozen=True)
class CertificateFacts:
    """That the file of a request was erased; nothing in it leads to a person who asked."""

    organisation: OrganisationFacts
    as_of: date
    ref: str
    regime: str
    rights: tuple[str, ...]
    country: str
    """Empty when unknown."""
    received: str
    """A month in words."""
    answered: str
    """A month in words; empty when it never was."""
    outcome: str
    extended: bool
    in_time: bool | None
    """None for a request that was not answered."""
    days: int | None
    erased_on: date
    rule: str
    """The provisions the time rests on, as a reader quotes them."""
    by: str
    """Who erased it for the controller; empty when nobody is named."""
    digest: str
