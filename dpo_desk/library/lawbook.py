"""The law as the program knows it: ``resources/law/*.toml`` read once, checked, and given out as plain data."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from dpo_desk.domain.ids import EventId, RegimeId, RightId
from dpo_desk.domain.law import (
    Citation,
    Counting,
    Effect,
    Event,
    Ground,
    Period,
    Regime,
    Retention,
    Right,
    Scope,
    Source,
    Start,
    Unit,
    cited,
)
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

LETTER_TYPES = (
    "acknowledgement",
    "identity_request",
    "clarification_request",
    "extension_notice",
    "full_grant",
    "partial_grant",
    "refusal",
    "no_data",
    "closing",
    "fee_notice",
    "lifting",
    "recipients_notice",
    "breach",
)
"""The types of letters a right may name."""


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
    newest: dict[RegimeId, Regime] = {}
    for each in _every_regime():
        newest[each.id] = each  # the versions of a law come oldest first
    return tuple(newest.values())


def regime(regime_id: RegimeId, on: date | None = None) -> Regime:
    """
    The law of this id as it stood on a day; as it stands now without one, and where it was not in force then.

    Raises:
        NotFound: There is no such law.
    """
    versions = [each for each in _every_regime() if each.id == regime_id]
    if not versions:
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
def _every_regime() -> tuple[Regime, ...]:
    paths = [path for path in files.paths(_FOLDER, ".toml") if path not in _LISTS]
    return read_regimes(open_table(path) for path in paths)


def read_regimes(tables: Iterable[Table]) -> tuple[Regime, ...]:
    """
    Laws from the files that hold one version each, by id, the oldest version first.

    Raises:
        DataFileBroken: One is not sound, or two versions of one law overlap.
    """
    found: list[Regime] = []
    for table in tables:
        each = _read_regime(table)
        if any(_overlap(each, other) for other in found if other.id == each.id):
            table.fault("valid_from", "overlaps another version of this law")
        found.append(each)
    return tuple(sorted(found, key=lambda each: (each.id, each.valid_from)))


def _overlap(one: Regime, other: Regime) -> bool:
    first, second = sorted((one, other), key=lambda each: each.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def _read_regime(top: Table) -> Regime:
    sources = read_sources(top)
    known = frozenset(source.id for source in sources)
    counting = _read_counting(top.table("counting"), known)
    valid = top.day("valid_from"), top.day_or_none("valid_to")
    if valid[1] is not None and valid[1] < valid[0]:
        top.fault("valid_to", "before valid_from")
    periods = tuple(_read_period(name, t, counting, known, valid) for name, t in top.named_tables("periods"))
    names = frozenset(period.id for period in periods)
    for period in periods:
        if period.extended and period.extended not in names:
            top.fault("periods", f"{period.id} extended by an unknown period")
    found = Regime(
        id=RegimeId(top.text("id")),
        rights=tuple(_read_right(name, table, names, valid) for name, table in top.named_tables("rights")),
        events=tuple(_read_event(name, table, names, known) for name, table in top.named_tables("events")),
        periods=periods,
        sources=sources,
        valid_from=valid[0],
        valid_to=valid[1],
        prompt_working_days=top.number("prompt_working_days"),
        retention=_read_retention(top.table("retention"), known),
        lead_days=_lead_days(top),
        people=top.texts("people") if top.has("people") else (),
    )
    top.end()
    return found


def _read_retention(table: Table, known: frozenset[str]) -> Retention:
    found = Retention(months=table.number("months"), articles=citations(table, "articles", known))
    table.end()
    return found


def _lead_days(table: Table) -> tuple[int, ...]:
    found = table.numbers("lead_days")
    if list(found) != sorted(set(found), reverse=True) or (found and found[-1] < 1):
        table.fault("lead_days", "not falling")
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
        fee=citations(table, "fee", known) if table.has("fee") else (),
    )
    table.end()
    return found


Validity = tuple[date, date | None]


def _read_period(
    name: str, table: Table, counting: Counting, known: frozenset[str], valid: Validity
) -> Period:
    unit = table.choice("unit", Unit)
    found = Period(
        id=name,
        articles=citations(table, "articles", known),
        number=table.number("number") if unit is not Unit.NONE else 0,
        unit=unit,
        roll=table.flag("roll", default=False),
        counting=counting,
        start=table.choice("start", Start),
        strict=table.flag("strict", default=False),
        extended=table.text("extended", ""),
        identity=_effect(table, "identity"),
        clarification=_effect(table, "clarification"),
        fee=_effect(table, "fee"),
        valid_from=table.day("valid_from") if table.has("valid_from") else valid[0],
        valid_to=table.day("valid_to") if table.has("valid_to") else valid[1],
    )
    if unit is not Unit.NONE and found.number < 1:
        table.fault("number", "not positive")
    if unit is Unit.HOURS and found.roll:
        table.fault("roll", "hours do not wait for a working day")
    table.end()
    return found


def _effect(table: Table, name: str) -> Effect:
    return table.choice(name, Effect) if table.has(name) else Effect.NONE


def _read_right(name: str, table: Table, periods: frozenset[str], valid: Validity) -> Right:
    reply = _period_name(table, "reply", periods)
    found = Right(
        id=RightId(name),
        articles=table.texts("articles"),
        reply=reply,
        extended=_period_name(table, "extended", periods, optional=True),
        identity_may_be_asked=table.flag("identity_may_be_asked"),
        at_once=table.flag("at_once", default=False),
        acknowledge=_period_name(table, "acknowledge", periods, optional=True),
        search=table.choice("search", Scope),
        letters=table.texts("letters"),
        grounds=table.texts("grounds"),
        tells_recipients=table.flag("tells_recipients", default=False),
        told_is_done=table.flag("told_is_done", default=False),
        promise=table.flag("promise", default=False),
        lead_days=_lead_days(table) if table.has("lead_days") else (),
        valid_from=table.day("valid_from") if table.has("valid_from") else valid[0],
        valid_to=table.day("valid_to") if table.has("valid_to") else valid[1],
    )
    if not found.articles:
        table.fault("articles", "empty")
    for letter in found.letters:
        if letter not in LETTER_TYPES:
            table.fault("letters", f"no such type of letter: {letter}")
    known = {each.code for each in grounds()}
    for code in found.grounds:
        if code not in known:
            table.fault("grounds", f"no such ground: {code}")
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


def read_grounds(top: Table) -> tuple[Ground, ...]:
    """Grounds from the file that lists them. Raises ``DataFileBroken``."""
    known = frozenset(source.id for source in read_sources(top))
    found: dict[str, Ground] = {}
    for table in top.tables("grounds"):
        code = table.new("code", found)
        found[code] = Ground(
            code=code,
            articles=citations(table, "articles", known),
            evidence=table.flag("evidence", default=False),
        )
        table.end()
    top.end()
    return tuple(found.values())


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
