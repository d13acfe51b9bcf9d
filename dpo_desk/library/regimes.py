"""Reading a regime from its file, strictly: what a rule names must be there, and what is there must fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.days import ENDS
from dpo_desk.domain.ids import EventId, RegimeId, RightId
from dpo_desk.domain.law import (
    Citation,
    Counting,
    Effect,
    Event,
    Ground,
    LetterType,
    Period,
    Regime,
    Retention,
    Right,
    Scope,
    Start,
    Unit,
)
from dpo_desk.library.sources import citations, read_sources
from dpo_desk.library.tables import Table

_Validity = tuple[date, date | None]


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """What a file says once and its rules take from there."""

    sources: frozenset[str]
    statute: str
    validity: _Validity
    periods: frozenset[str]
    grounds: Collection[str]


def read_regimes(tables: Iterable[Table], grounds: Collection[str]) -> tuple[Regime, ...]:
    """
    Regimes from the files that hold one each, by id, the versions of one in the order of their validity.

    Args:
        tables: One for each file.
        grounds: The codes a right may name as grounds of a refusal.

    Raises:
        DataFileBroken: one is not sound, or two with the same id are in force on the same day.
    """
    found: list[Regime] = []
    for table in tables:
        each = _read_regime(table, grounds)
        if any(each.id == other.id and _overlap(each, other) for other in found):
            table.fault("valid_from", "overlaps another version of this law")
        found.append(each)
    return tuple(sorted(found, key=lambda each: (each.id, each.valid_from)))


def _overlap(one: Regime, other: Regime) -> bool:
    return one.in_force(other.valid_from) or other.in_force(one.valid_from)


def _read_regime(top: Table, grounds: Collection[str]) -> Regime:
    sources = read_sources(top)
    validity = _validity(top)
    frame = _Frame(
        sources=frozenset(source.id for source in sources),
        statute=top.text("statute"),
        validity=validity,
        periods=frozenset(top.table("periods").names()),
        grounds=grounds,
    )
    _known_source(top, "statute", frame.statute, frame)
    counting = _read_counting(top.table("counting"), frame)
    periods = {name: _read_period(name, t, counting, frame) for name, t in top.named_tables("periods")}
    found = Regime(
        id=RegimeId(top.text("id")),
        rights=tuple(_read_right(name, t, periods, frame) for name, t in top.named_tables("rights")),
        events=tuple(_read_event(name, t, periods, frame) for name, t in top.named_tables("events")),
        periods=tuple(periods.values()),
        sources=sources,
        retention=_read_retention(top.table("retention"), frame),
        valid_from=validity[0],
        valid_to=validity[1],
        prompt_working_days=top.number("prompt_working_days"),
        lead_days=_lead_days(top),
        people=top.texts("people") if top.has("people") else (),
    )
    top.end()
    return found


def _validity(table: Table, whole: _Validity | None = None) -> _Validity:
    """From when to when a thing applies; a rule that does not say so applies as long as its regime as a ``whole``."""
    first, last = whole or (date.min, None)
    valid_from = table.day("valid_from") if whole is None or table.has("valid_from") else first
    valid_to = table.day_or_none("valid_to") or last
    if valid_to is not None and valid_to < valid_from:
        table.fault("valid_to", "before valid_from")
    return valid_from, valid_to


def _lead_days(table: Table) -> tuple[int, ...]:
    found = table.numbers("lead_days")
    if list(found) != sorted(set(found), reverse=True) or (found and found[-1] < 1):
        table.fault("lead_days", "not falling")
    return found


def _known_source(table: Table, key: str, source: str, frame: _Frame) -> None:
    if source not in frame.sources:
        table.fault(key, "cites no known source")


def _read_counting(table: Table, frame: _Frame) -> Counting:
    found = Counting(
        length=citations(table, "length", frame.sources),
        roll=citations(table, "roll", frame.sources),
        identity=_provisions(table, "identity", frame),
        clarification=_provisions(table, "clarification", frame),
        fee=_provisions(table, "fee", frame),
    )
    table.end()
    return found


def _provisions(table: Table, name: str, frame: _Frame) -> tuple[Citation, ...]:
    return citations(table, name, frame.sources) if table.has(name) else ()


def _read_period(name: str, table: Table, counting: Counting, frame: _Frame) -> Period:
    valid_from, valid_to = _validity(table, frame.validity)
    unit = table.choice("unit", Unit)
    found = Period(
        id=name,
        articles=citations(table, "articles", frame.sources),
        number=0 if unit is Unit.NONE else table.number("number"),
        unit=unit,
        start=table.choice("start", Start),
        roll=table.flag("roll", default=False),
        extended=_period_name(table, "extended", frame.periods, optional=True),
        identity=table.choice("identity", Effect, Effect.NONE),
        clarification=table.choice("clarification", Effect, Effect.NONE),
        fee=table.choice("fee", Effect, Effect.NONE),
        strict=table.flag("strict", default=False),
        analogy=table.flag("analogy", default=False),
        counting=_read_counting(table.table("counting"), frame) if table.has("counting") else counting,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if found.number < 1 and unit is not Unit.NONE:
        table.fault("number", "not positive")
    if found.extended and unit is Unit.NONE:
        table.fault("extended", "no fixed period")
    if found.roll and unit is Unit.HOURS:
        table.fault("roll", "hours do not wait for a working day")
    for key in ("identity", "clarification", "fee"):
        _check_effect(table, key, found)
    table.end()
    return found


def _check_effect(table: Table, key: str, period: Period) -> None:
    """An effect needs a provision that says so, and only a period that waits for the answer can start with it."""
    effect: Effect = getattr(period, key)
    provisions: tuple[Citation, ...] = getattr(period.counting, key)
    if effect is not Effect.NONE and not provisions:
        table.fault(key, "no provision in counting says so")
    if effect is Effect.STARTS and period.start is not Start.RELEVANT_TIME:
        table.fault(key, "the period does not start with the relevant time")


def _read_right(name: str, table: Table, periods: Mapping[str, Period], frame: _Frame) -> Right:
    valid_from, valid_to = _validity(table, frame.validity)
    reply = periods[_period_name(table, "reply", periods)]
    found = Right(
        id=RightId(name),
        statute=table.text("statute", frame.statute),
        articles=table.texts("articles"),
        reply=reply.id,
        extended=reply.extended,
        extension_notice=_period_name(table, "extension_notice", periods, optional=True),
        acknowledge=_period_name(table, "acknowledge", periods, optional=True),
        identity_may_be_asked=table.flag("identity_may_be_asked"),
        at_once=table.flag("at_once", default=False),
        promise=table.flag("promise", default=False),
        search=table.choice("search", Scope),
        letters=table.choices("letters", LetterType),
        grounds=table.texts("grounds"),
        tells_recipients=table.flag("tells_recipients", default=False),
        told_is_done=table.flag("told_is_done", default=False),
        lead_days=_lead_days(table) if table.has("lead_days") else (),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _known_source(table, "statute", found.statute, frame)
    if not found.articles:
        table.fault("articles", "empty")
    if bool(found.extended) != bool(found.extension_notice):
        table.fault("extension_notice", "a longer period and a notice of it belong together")
    if found.extension_notice and periods[found.extension_notice].unit not in ENDS:
        table.fault("extension_notice", "not counted in days")
    if not set(found.grounds) <= set(frame.grounds):
        table.fault("grounds", "no such ground")
    _check_letters(table, found)
    table.end()
    return found


def _check_letters(table: Table, right: Right) -> None:
    """Letters that something else about the right makes necessary or senseless."""
    needed = {
        LetterType.IDENTITY_REQUEST: right.identity_may_be_asked,
        LetterType.REFUSAL: bool(right.grounds),
        LetterType.RECIPIENTS_NOTICE: right.tells_recipients,
    }
    for letter, fits in needed.items():
        if (letter in right.letters) != fits:
            table.fault("letters", f"{letter} does not fit the rest")
    if LetterType.EXTENSION_NOTICE in right.letters and not right.extended:
        table.fault("letters", f"{LetterType.EXTENSION_NOTICE} does not fit the rest")


def _read_event(name: str, table: Table, periods: Mapping[str, Period], frame: _Frame) -> Event:
    period = periods[_period_name(table, "period", periods)]
    found = Event(
        id=EventId(name),
        articles=citations(table, "articles", frame.sources),
        period=period.id,
        extended=period.extended,
    )
    table.end()
    return found


def _read_retention(table: Table, frame: _Frame) -> Retention:
    found = Retention(
        months=table.number("months"),
        articles=citations(table, "articles", frame.sources),
        identity_copies=table.choice("identity_copies", Start),
    )
    if found.months < 1:
        table.fault("months", "not positive")
    table.end()
    return found


def _period_name(table: Table, name: str, periods: Collection[str], *, optional: bool = False) -> str:
    found = table.text(name, "" if optional else None)
    if found and found not in periods:
        table.fault(name, "no such period")
    return found


# --- grounds of a refusal --------------------------------------------------------------------------------------------


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
