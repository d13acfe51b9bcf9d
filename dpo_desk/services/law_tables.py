"""The tables of Chapter V replaced by the user: looked at, compared with those in force, kept in the vault, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.law import Source
from dpo_desk.domain.transfer_law import ChapterV, Verdict
from dpo_desk.errors import LawFileRefused, NotFound
from dpo_desk.library.files import read_bytes
from dpo_desk.library.lawbook import ADEQUACY, SAFEGUARDS
from dpo_desk.library.transfer_law import TABLES
from dpo_desk.services.chapter_v import in_force, kept_texts, own_problem, read_with
from dpo_desk.services.checker import Checker
from dpo_desk.services.ports import Clock, KeptText, UnitOfWork, Work
from dpo_desk.services.text_files import read_text
from dpo_desk.services.today import today_in


@dataclass(frozen=True, kw_only=True)
class TableState:
    """One table as it is in force: where it comes from, when that was last read, and whether it is the user's own."""

    name: str  # of the file
    entries: int
    sources: tuple[Source, ...]
    verified_on: date | None  # the newest day anything in it was read
    unverified: int  # entries of which none was
    own: KeptText | None = None
    problem: LawFileRefused | None = None  # the user's own cannot be read, and the shipped one is in force


class Entry(StrEnum):
    """The kinds of entries the tables hold."""

    AREA = "area"
    DECISION = "decision"
    UK_DECISION = "uk_decision"
    TOOL = "tool"
    PLACE = "place"


class How(StrEnum):
    """What becomes of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class EntryChange:
    """One entry which differs: what was in force, and what the new table says; nothing where there is none."""

    kind: Entry
    id: str  # of a decision, a tool, a place; of an area its code
    how: How
    before: object | None = None
    after: object | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what changed in the entry."""
        if self.before is None or self.after is None:
            return ()
        names = (field.name for field in fields(self.before))  # type: ignore[arg-type]  # entries are dataclasses
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A recorded flow that is judged otherwise by the new table."""

    id: TransferId
    ref: str
    importer: str
    country: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """A table that was read and not yet accepted, with what it changes."""

    name: str
    title: str
    text: str
    sha256: str
    law: ChapterV
    changes: tuple[EntryChange, ...]
    turned: tuple[Turned, ...]
    judged: int  # flows that were judged by both


class LawTables:
    """The verbs of the tables."""

    def __init__(self, work: Work, clock: Clock, checker: Checker) -> None:
        self._work, self._clock, self._checker = work, clock, checker

    def law(self) -> ChapterV:
        """The tables in force."""
        with self._work(read_only=True) as unit:
            return in_force(unit)

    def today(self) -> date:
        """The day flows are judged as of."""
        with self._work(read_only=True) as unit:
            return today_in(unit, self._clock)

    def states(self) -> tuple[TableState, ...]:
        """Each table as it is in force, in the order of ``TABLES``."""
        with self._work(read_only=True) as unit:
            law, kept = in_force(unit), {name: unit.texts.find(name) for name in TABLES}
        return tuple(_state(name, law, kept[name]) for name in TABLES)

    def shipped_text(self, name: str) -> str:
        """The table as it came with the program, to begin one's own with. Raises ``NotFound``."""
        if name not in TABLES:
            raise NotFound(name=name)
        return read_bytes(name).decode()

    def text(self, name: str) -> str:
        """The table in force as a file holds it. Raises ``NotFound``."""
        with self._work(read_only=True) as unit:
            kept = unit.texts.find(name) if name in TABLES else None
        return kept.text if kept else self.shipped_text(name)

    def preview(self, name: str, path: Path) -> Replacement:
        """
        What a file would change in place of this table; nothing is kept yet.

        Raises:
            LawFileRefused: It is not sound; says line and key.
            TextUnreadable: The file cannot be opened; also ``TextTooLarge``, ``TextNotUtf8``, ``TextEmpty``.
            NotFound: There is no such table.
        """
        if name not in TABLES:
            raise NotFound(name=name)
        read = read_text(path)
        with self._work(read_only=True) as unit:
            return self._compared(unit, name, path.stem, read.text, read.sha256)

    def preview_reset(self, name: str) -> Replacement:
        """What taking the shipped table again would change. Raises ``NotFound``."""
        with self._work(read_only=True) as unit:
            return self._compared(unit, name, "", self.shipped_text(name), "")

    def accept(self, replacement: Replacement) -> None:
        """Keeps the table in the vault, and checks the register by it."""
        with self._work() as unit:
            unit.texts.put(
                KeptText(
                    name=replacement.name,
                    title=replacement.title,
                    text=replacement.text,
                    sha256=replacement.sha256,
                    at=self._clock.now(),
                )
            )
            self._checker.check_all(unit)
            unit.commit()

    def reset(self, name: str) -> None:
        """Takes the shipped table again, and checks the register by it."""
        with self._work() as unit:
            unit.texts.drop(name)
            self._checker.check_all(unit)
            unit.commit()

    def _compared(self, unit: UnitOfWork, name: str, title: str, text: str, sha256: str) -> Replacement:
        now = in_force(unit)
        sound = {own: kept for own, kept in kept_texts(unit) if own_problem(own, kept) is None}
        new = read_with({**sound, name: text})
        turned = tuple(_turned(unit, today_in(unit, self._clock), now, new))
        return Replacement(
            name=name,
            title=title,
            text=text,
            sha256=sha256,
            law=new,
            changes=tuple(compare(now, new)),
            turned=tuple(each for each in turned if each.before is not each.after),
            judged=len(turned),
        )


def compare(before: ChapterV, after: ChapterV) -> Iterator[EntryChange]:
    """Every entry in which two sets of tables differ."""
    for kind in Entry:
        old, new = _entries(before, kind), _entries(after, kind)
        for name in dict.fromkeys([*old, *new]):
            was, now = old.get(name), new.get(name)
            if was is None:
                yield EntryChange(kind=kind, id=name, how=How.ADDED, after=now)
            elif now is None:
                yield EntryChange(kind=kind, id=name, how=How.REMOVED, before=was)
            elif was != now:
                yield EntryChange(kind=kind, id=name, how=How.CHANGED, before=was, after=now)


def _entries(law: ChapterV, kind: Entry) -> Mapping[str, Any]:
    match kind:
        case Entry.AREA:
            return {f"{each.code}:{each.since or ''}": each for each in law.adequate.areas}
        case Entry.DECISION:
            return {each.id: each for each in law.adequate.decisions}
        case Entry.UK_DECISION:
            return {each.id: each for each in law.adequate.uk_decisions}
        case Entry.TOOL:
            return {each.id: each for each in law.tools}
        case Entry.PLACE:
            return {each.id: each for each in law.places}


def _turned(unit: UnitOfWork, day: date, before: ChapterV, after: ChapterV) -> Iterator[Turned]:
    for flow in unit.transfers.all():
        yield Turned(
            id=flow.id,
            ref=flow.ref,
            importer=flow.importer,
            country=flow.country.value or "",
            before=judge(flow, day, before).verdict,
            after=judge(flow, day, after).verdict,
        )


def _state(name: str, law: ChapterV, own: KeptText | None) -> TableState:
    days = _read_on(name, law)
    return TableState(
        name=name,
        entries=len(days),
        sources=_sources(name, law),
        verified_on=max((day for day in days if day), default=None),
        unverified=days.count(None),
        own=own,
        problem=own_problem(own.name, own.text) if own else None,
    )


def _read_on(name: str, law: ChapterV) -> list[date | None]:
    """The newest day each entry of the table was read on."""
    if name == ADEQUACY:
        decisions = [each.verified_on for each in (*law.adequate.decisions, *law.adequate.uk_decisions)]
        return [*decisions, *(each.verified_on for each in law.adequate.areas)]
    if name == SAFEGUARDS:
        read = ((source.verified_on for source in tool.sources if source.verified_on) for tool in law.tools)
        return [max(days, default=None) for days in read]
    return [each.verified_on for each in law.places]


def _sources(name: str, law: ChapterV) -> tuple[Source, ...]:
    if name == ADEQUACY:
        return (law.adequate.source, law.adequate.uk_source)
    if name == SAFEGUARDS:
        return tuple({source.id: source for tool in law.tools for source in tool.sources}.values())
    return ()
