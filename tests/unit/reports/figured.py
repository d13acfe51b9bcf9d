"""Figures for trying the report of a year and the certificate of erasure: made up, with every kind of line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from dpo_desk.domain.case import CaseState
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.statistics import Statistics, statistics
from dpo_desk.library.wording import wording
from dpo_desk.services.ports import Purge
from dpo_desk.services.statistics_paper import certificate_sheet, year_sheet
from reports import Sheet
from tests.builders import an_organisation
from tests.unit.domain.counted import a_figure

DAY = date(2027, 1, 12)
RIGHTS = ("access", "erasure", "objection_marketing", "automated_decision", "ccpa_limit")
COUNTRIES = ("FR", "FR", "DE", "US", "")


def figures(year: int = 2026) -> Statistics:
    """A busy year."""
    made = [
        a_figure(
            case=f"R-{number}",
            right=RIGHTS[number % 5],
            country=COUNTRIES[number % 5],
            regime="us-ca" if number % 7 == 0 else "eu-gdpr",
            received=f"{year}-{number % 12 + 1:02}",
            days=number % 60,
            in_time=number % 60 < 31,
        )
        for number in range(230)
    ]
    return statistics(made, f"{year}-01", f"{year}-12")


def year(language: str = "en", found: Statistics | None = None, **changes: Any) -> Sheet:
    """The report of a year in this language."""
    return year_sheet(_controller(**changes), found or figures(), DAY, wording(language))


def certificate(language: str = "en", **changes: Any) -> Sheet:
    """A certificate in this language."""
    return certificate_sheet(_controller(), a_purge(**changes), DAY, wording(language))


def a_purge(**changes: Any) -> Purge:
    """What is left of a request that was answered in time."""
    return Purge(
        **{
            "id": "purge-1",
            "ref": "R-2021-0007",
            "regime": "eu-gdpr",
            "rights": ("access", "erasure"),
            "country": "FR",
            "month": "2021-02",
            "answered_month": "2021-03",
            "state": CaseState.ANSWERED_PARTLY,
            "extended": False,
            "in_time": True,
            "days": 21,
            "purged_on": date(2026, 4, 1),
            "rule": "fr-civil:2224; gdpr:5(1)(e)",
            "by": "Maud Delegue",
            "digest": "5f" * 32,
            **changes,
        }
    )


def _controller(**changes: Any) -> Organisation:
    return an_organisation(**changes)


FIGURED: Mapping[str, Callable[[str], Sheet]] = MappingProxyType(
    {"requests_year": year, "purge_certificate": certificate}
)
