"""The tables of Chapter V read from their files, as shipped or as the user replaced them, strictly: no key unread."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache
from types import MappingProxyType

from dpo_desk.domain.law import cited
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer_law import (
    EEA,
    Adequacy,
    Adequate,
    Area,
    ChapterV,
    Exporting,
    Place,
    ScopeQuestion,
    Standing,
    ToolKind,
    TransferTool,
    Verdict,
)
from dpo_desk.library.countries import countries
from dpo_desk.library.lawbook import ADEQUACY, PLACES, SAFEGUARDS
from dpo_desk.library.sources import citations, read_source, read_sources
from dpo_desk.library.tables import Table, open_table
from dpo_desk.library.wording import languages, wording

TABLES = (ADEQUACY, SAFEGUARDS, PLACES)
"""The files of Chapter V, by their path below the resources; the user can put other ones in their place."""


@cache
def shipped() -> ChapterV:
    """The tables as they came with the program. Raises ``DataFileBroken``."""
    return read_chapter_v({name: open_table(name) for name in TABLES})


def read_chapter_v(tables: Mapping[str, Table]) -> ChapterV:
    """
    Chapter V from its files, by the names in ``TABLES``.

    Raises:
        DataFileBroken: one is not sound, or they do not fit each other; names file and place.
    """
    return ChapterV(
        adequate=read_adequate(tables[ADEQUACY]),
        tools=read_tools(tables[SAFEGUARDS]),
        places=read_places(tables[PLACES]),
    )


def is_eea(country: str) -> bool:
    """Whether a country belongs to the European Economic Area by the shipped tables, as they look ahead."""
    return any(each.code == country and each.until is None for each in shipped().adequate.areas)


def transfer_tools() -> tuple[TransferTool, ...]:
    """What a transfer may be said to rest on, by the shipped tables: a closed list, ``none`` last."""
    return shipped().tools


# --- adequacy --------------------------------------------------------------------------------------------------------


def read_adequate(top: Table) -> Adequate:
    """The area and the adequacy decisions from the file that lists them. Raises ``DataFileBroken``."""
    organisations = top.table("organisations")
    bodies = frozenset(organisations.texts("codes") if organisations.has("codes") else ())
    organisations.end()
    uk = top.table("uk")
    found = Adequate(
        source=read_source("source", top.table("source")),
        areas=_read_areas(top.table("eea")),
        decisions=_read_decisions(top, countries() | bodies),
        uk_source=read_source("uk", uk.table("source")),
        uk_decisions=_read_decisions(uk, countries() | bodies | {EEA}),
        organisations=bodies,
    )
    uk.end()
    top.end()
    return found


def _read_areas(table: Table) -> tuple[Area, ...]:
    verified_on = table.day_or_none("verified_on")
    found = [
        Area(code=code, standing=standing, verified_on=verified_on)
        for key, standing in (
            ("members", Standing.EU),
            ("efta", Standing.EFTA),
            ("territories", Standing.TERRITORY),
        )
        for code in table.countries(key)
    ]
    for dated in table.tables("dated"):
        area = Area(
            code=dated.country("code"),
            standing=dated.choice("standing", Standing),
            since=dated.day_or_none("since"),
            until=dated.day_or_none("until"),
            verified_on=verified_on,
            note=dated.text("note", ""),
        )
        if area.since and area.until and area.until < area.since:
            dated.fault("until", "before since")
        dated.end()
        found.append(area)
    table.end()
    return tuple(found)


def _read_decisions(top: Table, codes: Container[str]) -> tuple[Adequacy, ...]:
    found: dict[str, Adequacy] = {}
    for table in top.tables("decisions"):
        each = _read_decision(table, codes)
        if each.id in found:
            table.fault("number", "there twice")
        found[each.id] = each
    return tuple(found.values())


def _read_decision(table: Table, codes: Container[str]) -> Adequacy:
    code = table.text("code")
    if code not in codes:
        table.fault("code", "not a country")
    found = Adequacy(
        code=code,
        instrument=_worded(table, "instrument", "law.chapter_v.instrument"),
        number=table.text("number", ""),
        adopted=table.day("adopted"),
        expires=table.day_or_none("expires"),
        annulled=table.flag("annulled", default=False),
        questions=tuple(_read_question(each) for each in table.tables("questions")),
        lookup_months=table.number("lookup_months") if table.has("lookup_months") else None,
        at_risk=table.flag("at_risk", default=False),
        efta=table.flag("efta", default=True),
        verified_on=table.day_or_none("verified_on"),
        note=table.text("note", ""),
    )
    if found.expires is not None and found.expires < found.adopted:
        table.fault("expires", "before adopted")
    if found.lookup_months is not None and found.lookup_months < 1:
        table.fault("lookup_months", "not positive")
    table.end()
    return found


def _read_question(table: Table) -> ScopeQuestion:
    name = table.text("id")
    found = ScopeQuestion(
        id=name,
        needed=table.choice("needed", Answer) if table.has("needed") else Answer.YES,
        may_not_arise=table.flag("may_not_arise", default=False),
        precaution=table.flag("precaution", default=False),
        names=_names(table, f"law.chapter_v.question.{name}"),
    )
    table.end()
    return found


# --- tools and places ------------------------------------------------------------------------------------------------


def read_tools(top: Table) -> tuple[TransferTool, ...]:
    """The tools from the file that lists them. Raises ``DataFileBroken``."""
    sources = {source.id: source for source in read_sources(top)}
    found = []
    for name, table in top.named_tables("tools"):
        articles = citations(table, "articles", sources)
        named = dict.fromkeys(cited(each)[0] for each in articles)
        tool = TransferTool(
            id=name,
            kind=table.choice("kind", ToolKind),
            articles=articles,
            sources=tuple(sources[each] for each in named),
            exporters=_exporters(table),
            assessment=table.flag("assessment", default=False),
            informed=table.flag("informed", default=False),
            reference=table.flag("reference", default=False),
            unsettled=table.flag("unsettled", default=False),
            systematic=table.choice("systematic", Verdict) if table.has("systematic") else Verdict.VALID,
            valid_from=table.day_or_none("valid_from"),
            valid_to=table.day_or_none("valid_to"),
            signed_to=table.day_or_none("signed_to"),
            names=_names(table, f"law.tool.{name}"),
        )
        if tool.valid_from and tool.valid_to and tool.valid_to < tool.valid_from:
            table.fault("valid_to", "before valid_from")
        table.end()
        found.append(tool)
    top.end()
    return tuple(found)


def _exporters(table: Table) -> frozenset[Exporting]:
    if not table.has("exporters"):
        return frozenset({Exporting.EU, Exporting.UK})
    names = table.texts("exporters")
    if not names or not set(names) <= {Exporting.EU, Exporting.UK}:
        table.fault("exporters", "neither eu nor uk")
    return frozenset(Exporting(name) for name in names)


def read_places(top: Table) -> tuple[Place, ...]:
    """The places from the file that lists them. Raises ``DataFileBroken``."""
    found: list[Place] = []
    taken: set[str] = set()
    for name, table in top.named_tables("places"):
        place = Place(
            id=name,
            codes=table.countries("codes"),
            under=table.country("under") if table.has("under") else "",
            unsettled=table.flag("unsettled", default=False),
            verified_on=table.day_or_none("verified_on"),
            names=_names(table, f"law.chapter_v.place.{name}"),
        )
        if taken & set(place.codes):
            table.fault("codes", "there twice")
        taken |= set(place.codes)
        table.end()
        found.append(place)
    top.end()
    return tuple(found)


# --- words -----------------------------------------------------------------------------------------------------------


def _names(table: Table, key: str) -> Mapping[str, str]:
    """The names of an entry by language, from the file itself; none are needed where the program has words for it."""
    below = table.table("names")
    found = {language: below.text(language) for language in below.names()}
    if not found and not all(wording(language).has(key) for language in languages()):
        table.fault("names", "missing")
    return MappingProxyType(found)


def _worded(table: Table, name: str, below: str) -> str:
    found = table.text(name)
    if not all(wording(language).has(f"{below}.{found}") for language in languages()):
        table.fault(name, "not known")
    return found
