"""The law as the program knows it: ``resources/law/*.toml`` read once, checked, and given out as plain data."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from dpo_desk.domain.ids import RegimeId
from dpo_desk.domain.law import Ground, Regime, Source
from dpo_desk.errors import NotFound
from dpo_desk.library import files
from dpo_desk.library.regimes import read_grounds, read_regimes
from dpo_desk.library.sources import read_sources
from dpo_desk.library.tables import Table, open_table

_FOLDER = "law"
# The files that are lists; every other file of the folder is a regime.
_AUTHORITIES = f"{_FOLDER}/authorities.toml"
ADEQUACY = f"{_FOLDER}/adequacy.toml"  # these three are read by ``library.transfer_law``
SAFEGUARDS = f"{_FOLDER}/safeguards.toml"
PLACES = f"{_FOLDER}/places.toml"
_CALENDARS = f"{_FOLDER}/calendars.toml"
_GROUNDS = f"{_FOLDER}/grounds.toml"
CHECKS = f"{_FOLDER}/checks.toml"  # these three are read by ``library.checklists``
DPIA = f"{_FOLDER}/dpia.toml"
ARTICLE_28 = f"{_FOLDER}/article28.toml"
_LISTS = frozenset(
    {
        _AUTHORITIES,
        _CALENDARS,
        _GROUNDS,
        ADEQUACY,
        SAFEGUARDS,
        PLACES,
        CHECKS,
        DPIA,
        ARTICLE_28,
    }
)

EU = RegimeId("eu-gdpr")
"""The law proposed where no other is."""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A supervisory authority; ``verified_on`` says when its postal address was last read, its web address never was."""

    code: str
    country: str  # ISO 3166-1 alpha-2
    region: str  # the part of the country, where there are several authorities
    region_names: tuple[str, ...]  # how an address may write that part
    native_name: str
    english_name: str
    address: tuple[str, ...]  # lines, without the country
    web: str
    companies: bool  # competent for private companies
    verified_on: date | None
    note: str


# --- regimes ---------------------------------------------------------------------------------------------------------


@cache
def regimes() -> tuple[Regime, ...]:
    """
    Every law as it stands now, by id.

    Raises:
        DataFileBroken: a file is not sound; names file and place.
    """
    return tuple(versions[-1] for versions in _versions().values())


def regime(regime_id: RegimeId, on: date | None = None) -> Regime:
    """
    The law of this id as it stood on a day; as it stands now without one, and where it was not in force then.

    Raises:
        NotFound: There is no such law.
    """
    versions = _versions().get(regime_id)
    if versions is None:
        raise NotFound(name=regime_id)
    return next((each for each in versions if on is not None and each.in_force(on)), versions[-1])


def regime_for(country: str, region: str = "") -> RegimeId:
    """The law proposed for somebody who lives there; a proposal, no more. ``region`` is a part as addresses write it."""
    for place in (f"{country}-{region.strip().upper()}", country):
        for each in regimes():
            if place in each.people:
                return each.id
    return EU


@cache
def _versions() -> Mapping[RegimeId, tuple[Regime, ...]]:
    """Each law with its versions, the oldest first."""
    paths = [path for path in files.paths(_FOLDER, ".toml") if path not in _LISTS]
    every = read_regimes((open_table(path) for path in paths), {ground.code for ground in grounds()})
    return {name: tuple(versions) for name, versions in groupby(every, key=lambda each: each.id)}


# --- grounds of refusal ------------------------------------------------------------------------------------------------


@cache
def grounds() -> tuple[Ground, ...]:
    """All grounds a refusal may rest on, in the order of the file. Raises ``DataFileBroken``."""
    return read_grounds(open_table(_GROUNDS))


def ground(code: str) -> Ground:
    """The ground of this code (``R-12-5-E``). Raises ``NotFound``."""
    for each in grounds():
        if each.code == code:
            return each
    raise NotFound(name=code)


def ground_sources() -> tuple[Source, ...]:
    """The texts the grounds cite. Raises ``DataFileBroken``."""
    return read_sources(open_table(_GROUNDS))


# --- authorities -----------------------------------------------------------------------------------------------------


@cache
def authorities() -> tuple[Authority, ...]:
    """All supervisory authorities, in the order of the file. Raises ``DataFileBroken``."""
    return read_authorities(open_table(_AUTHORITIES))


def authority(code: str) -> Authority:
    """The authority of this code (``FR``, ``DE-NW``). Raises ``NotFound``."""
    for each in authorities():
        if each.code == code:
            return each
    raise NotFound(name=code)


def authority_for(country: str, region: str = "") -> Authority | None:
    """
    The authority that takes complaints about companies from people living there.

    ``region`` is the part of the country as an address writes it: its code (BY) or one of its names (Bayern, Bavaria).
    None for a country without one in the list, and for one whose parts each have their own while the part is unknown.
    """
    fitting = [each for each in authorities() if each.country == country and each.companies]
    part = region.strip().casefold()
    for each in fitting:
        if part and part in {name.casefold() for name in (each.region, each.code, *each.region_names)}:
            return each
    return next((each for each in fitting if not each.region), None)


def read_authorities(top: Table) -> tuple[Authority, ...]:
    """Authorities from the file that lists them. Raises ``DataFileBroken``."""
    found: dict[str, Authority] = {}
    for table in top.tables("authorities"):
        each = _read_authority(table, found)
        found[each.code] = each
    top.end()
    return tuple(found.values())


def _read_authority(table: Table, taken: Container[str]) -> Authority:
    found = Authority(
        code=table.new("code", taken),
        country=table.text("country"),
        region=table.text("region", ""),
        region_names=table.texts("region_names") if table.has("region_names") else (),
        native_name=table.text("native_name"),
        english_name=table.text("english_name"),
        address=table.texts("address"),
        web=table.text("web"),
        companies=table.flag("companies", default=True),
        verified_on=table.day_or_none("verified_on"),
        note=table.text("note", ""),
    )
    table.end()
    return found
