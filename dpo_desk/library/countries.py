"""The countries a person can live in or data can go to, by ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from functools import cache

from babel import Locale

# Codes CLDR lists beside the countries: groups, private use and islands without a postal address of their own.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def countries() -> frozenset[str]:
    """The codes of all countries and territories that have one."""
    codes = (str(code) for code in Locale.parse("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY
