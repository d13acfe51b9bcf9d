"""Which layout of letters is usual in a country (``resources/letters/layouts.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dpo_desk.library.tables import open_table

_FILE = "letters/layouts.toml"


@dataclass(frozen=True)
class UsualLayouts:
    """The layout of each country that has one of its own, and the one for all others."""

    by_country: Mapping[str, str]
    otherwise: str

    def of(self, *countries: str) -> str:
        """The layout of the first of these countries that has one."""
        found = (self.by_country[country] for country in countries if country in self.by_country)
        return next(found, self.otherwise)


@cache
def usual_layouts() -> UsualLayouts:
    """
    The layouts as they are shipped.

    Raises:
        DataFileBroken: The file is not sound.
    """
    top = open_table(_FILE)
    by_country: dict[str, str] = {}
    for table in top.tables("layouts"):
        layout = table.text("id")
        for country in table.countries("countries"):
            if country in by_country:
                table.fault("countries", "there twice")
            by_country[country] = layout
        table.end()
    found = UsualLayouts(by_country, top.text("otherwise"))
    top.end()
    return found
