"""The law as the program knows it: ``resources/law/*.toml`` read once, checked, and given out as plain data."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from dpo_desk.domain.ids import EventId, RegimeId, RightId
from dpo_desk.domain.law import Citation, Counting, Event, Period, Regime, Right, Source, Unit, cited
from dpo_desk.errors import NotFound
from dpo_desk.library import files
from dpo_desk.library.tables import Table, open_table

_FOLDER = "law"
# The files that are lists; every other file of the folder is a regime.
_AUTHORITIES = f"{_FOLDER}/authorities.toml"
ADEQUACY = f"{_FOLDER}/adequacy.toml"  # these three are read by ``library.transfer_law``
SAFEGUARDS = f"{_FOLDER}/safeguards.toml"
PLACES = f"{_FOLDER}/places.toml"
_CALENDARS = f"{_FOLDER}/calendars.toml"
CHECKS = f"{_FOLDER}/checks.toml"  # these three are read by ``library.checklists``
DPIA = f"{_FOLDER}/dpia.toml"
ARTICLE_28 = f"{_FOLDER}/article28.toml"
_LISTS = frozenset(
    {
        _AUTHORITIES,
        _CALENDARS,
        ADEQUACY,
        SAFEGUARDS,
        PLACES,
        CHECKS,
        DPIA,
        ARTICLE_28,
    }
)


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
    All regimes, by id.

    Raises:
        DataFileBroken: a file is not sound; names file and place.
    """
    paths = [path for path in files.paths(_FOLDER, ".toml") if path not in _LISTS]
    return read_regimes(open_table(path) for path in paths)


def regime(regime_id: RegimeId) -> Regime:
    """The regime of this id. Raises ``NotFound``."""
    for each in regimes():
        if each.id == regime_id:
            return each
    raise NotFound(name=regime_id)


def read_regimes(tables: Iterable[Table]) -> tuple[Regime, ...]:
    """
    Regimes from the files that hold one each, by id.

    Raises:
        DataFileBroken: one is not sound, or two share an id.
    """
    found: dict[str, Regime] = {}
    for table in tables:
        each = _read_regime(table, found)
        found[each.id] = each
    return tuple(found[name] for name in sorted(found))


def _read_regime(top: Table, taken: Container[str]) -> Regime:
    sources = read_sources(top)
    known = frozenset(source.id for source in sources)
    counting = _read_counting(top.table("counting"), known)
    periods = tuple(_read_period(name, t, counting, known) for name, t in top.named_tables("periods"))
    names = frozenset(period.id for period in periods)
    found = Regime(
        id=RegimeId(top.new("id", taken)),
        rights=tuple(_read_right(name, table, names) for name, table in top.named_tables("rights")),
        events=tuple(_read_event(name, table, names, known) for name, table in top.named_tables("events")),
        periods=periods,
        sources=sources,
        valid_from=top.day("valid_from"),
        valid_to=top.day_or_none("valid_to"),
        prompt_working_days=top.number("prompt_working_days"),
    )
    if found.valid_to is not None and found.valid_to < found.valid_from:
        top.fault("valid_to", "before valid_from")
    top.end()
    return found


def read_sources(top: Table) -> tuple[Source, ...]:
    """The texts a file cites (``[sources.<id>]``). Raises ``DataFileBroken``."""
    return tuple(read_source(name, table) for name, table in top.named_tables("sources"))


def read_source(name: str, table: Table) -> Source:
    """One text a file cites. Raises ``DataFileBroken``."""
    found = Source(
        id=name,
        title=table.text("title"),
        address=table.text("address"),
        verified_on=table.day_or_none("verified_on"),
        note=table.text("note", ""),
    )
    if not found.address.startswith("https://"):
        table.fault("address", "not an https address")
    table.end()
    return found


def _read_counting(table: Table, known: frozenset[str]) -> Counting:
    found = Counting(
        length=citations(table, "length", known),
        roll=citations(table, "roll", known),
        identity=citations(table, "identity", known),
        clarification=citations(table, "clarification", known),
    )
    table.end()
    return found


def _read_period(name: str, table: Table, counting: Counting, known: frozenset[str]) -> Period:
    found = Period(
        id=name,
        articles=citations(table, "articles", known),
        number=table.number("number"),
        unit=table.choice("unit", Unit),
        roll=table.flag("roll"),
        counting=counting,
    )
    if found.number < 1:
        table.fault("number", "not positive")
    table.end()
    return found


def _read_right(name: str, table: Table, periods: frozenset[str]) -> Right:
    found = Right(
        id=RightId(name),
        articles=table.texts("articles"),
        reply=_period_name(table, "reply", periods),
        extended=_period_name(table, "extended", periods, optional=True),
        identity_may_be_asked=table.flag("identity_may_be_asked"),
        at_once=table.flag("at_once", default=False),
    )
    if not found.articles:
        table.fault("articles", "empty")
    table.end()
    return found


def _read_event(name: str, table: Table, periods: frozenset[str], known: frozenset[str]) -> Event:
    found = Event(
        id=EventId(name),
        articles=citations(table, "articles", known),
        period=_period_name(table, "period", periods),
        extended=_period_name(table, "extended", periods, optional=True),
    )
    table.end()
    return found


def _period_name(table: Table, name: str, periods: frozenset[str], *, optional: bool = False) -> str:
    found = table.text(name, "" if optional else None)
    if found and found not in periods:
        table.fault(name, "no such period")
    return found


def citations(table: Table, name: str, sources: Iterable[str]) -> tuple[Citation, ...]:
    """The provisions listed under this key; each names one of the sources. Raises ``DataFileBroken``."""
    found = tuple(Citation(text) for text in table.texts(name))
    for each in found:
        source, provision = cited(each)
        if source not in sources or not provision:
            table.fault(name, "cites no known source")
    return found


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
