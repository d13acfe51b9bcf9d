"""Registers and sheets: composed from the records as of a day, looked at, and archived byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from dpo_desk import paper as papers
from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.domain.paper import Paper
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.library.catalogues import in_language
from dpo_desk.library.wording import Wording
from dpo_desk.services.archive import archive, draw, words_of
from dpo_desk.services.chapter_v import in_force
from dpo_desk.services.ports import Clock, PastRegister, UnitOfWork, Work
from dpo_desk.services.record_facts import InLanguage
from dpo_desk.services.register_facts import Telling, register_facts
from dpo_desk.services.register_selection import BOTH, Book, RegisterOrder, Selection, select
from dpo_desk.services.today import today_in
from dpo_desk.services.week_list import week_facts

REGISTER = "register"
ACTIVITY = "activity"
PROCESSOR = "processor"
TRANSFERS = "transfers"
CLIENT_EXCERPT = "client_excerpt"
QUESTIONNAIRE = "questionnaire"
WEEK_LIST = "week_list"


@dataclass(frozen=True, kw_only=True)
class SheetOrder:
    """
    A sheet of one or several records of one kind; ``records`` are their ids, all of the kind when empty.

    An excerpt and a questionnaire are for exactly one; the list of the week is of today and of no records.
    """

    sheet: str
    language: str
    records: tuple[str, ...] = ()
    as_of: date | None = None


Order = RegisterOrder | SheetOrder
Record = TypeVar("Record", Activity, Client, Processor, Transfer)


@dataclass(frozen=True)
class RegisterPapers:
    """The verbs of registers and sheets."""

    work: Work
    clock: Clock

    def today(self) -> date:
        """The day it is for the organisation: the last one a register can be of."""
        with self.work(read_only=True) as unit:
            return today_in(unit, self.clock)

    def compose(self, order: Order) -> papers.Sheet:
        """
        The paper as the records stood on the day of the order.

        Raises:
            NotFound: A record of a sheet does not exist, or did not on that day.
            RuleBroken: ``no_organisation``, ``no_such_language``, ``register_not_kept_then``, ``register_not_yet``.
        """
        with self.work(read_only=True) as unit:
            return self._compose(unit, order)

    def preview(self, sheet: papers.Sheet) -> papers.Rendered:
        """The pages as they would be archived now, and the characters no font has."""
        return draw(sheet, self.today())

    def finish(self, order: Order) -> Paper:
        """
        The paper rendered and archived.

        Raises:
            NotFound, RuleBroken: As ``compose``; ``missing_glyphs`` too.
            DiskFull: Nothing was archived.
        """
        sheet = self.compose(order)
        rendered = self.preview(sheet)
        with self.work() as unit:
            paper = archive(unit, self.clock, rendered, sheet)
            unit.commit()
        return paper

    # -- inside

    def _compose(self, unit: UnitOfWork, order: Order) -> papers.Sheet:
        words = words_of(order.language)
        organisation = unit.organisation.find()
        if organisation is None:
            raise RuleBroken("no_organisation")
        today = today_in(unit, self.clock)
        if isinstance(order, SheetOrder) and order.sheet == WEEK_LIST:
            return _build(WEEK_LIST, week_facts(unit, organisation, today, words), words)
        day = order.as_of or today
        register = _register(unit, day, today)
        telling = Telling(words=words, as_of=day, today=today, law=in_force(unit), term=_term(words))
        if isinstance(order, RegisterOrder):
            facts = register_facts(unit, register, select(register, order), telling, order.books)
            return _build(REGISTER, facts, words)
        facts = register_facts(unit, register, _of_sheet(register, order), telling, _BOOKS[order.sheet])
        return _build(order.sheet, facts, words)


def _build(kind: str, facts: papers.records.RegisterFacts, words: Wording) -> papers.Sheet:
    found = next(each for each in papers.SHEETS if each.id == kind)
    return found.build(facts, words)


def _register(unit: UnitOfWork, day: date, today: date) -> PastRegister:
    if day > today:
        raise RuleBroken("register_not_yet", day=day)
    if day == today:
        return PastRegister(
            activities=unit.activities.all(),
            clients=unit.clients.all(),
            processors=unit.processors.all(),
            transfers=unit.transfers.all(),
        )
    organisation = unit.organisation.find()
    zone = ZoneInfo(organisation.time_zone if organisation else TIME_ZONE)
    end = datetime.combine(day, time.max, zone)  # what is saved at midnight is of the next day
    first = unit.versions.first_day()
    if first is None or first > end:
        raise RuleBroken("register_not_kept_then", day=day)
    return unit.versions.as_of(end)


# -- sheets of some records

_BOOKS: Mapping[str, frozenset[Book]] = MappingProxyType(
    {
        ACTIVITY: frozenset({"controller"}),
        PROCESSOR: BOTH,
        TRANSFERS: BOTH,
        CLIENT_EXCERPT: frozenset({"processor"}),
        QUESTIONNAIRE: BOTH,
    }
)
_FOR_ONE = frozenset({CLIENT_EXCERPT, QUESTIONNAIRE})
_NOTHING = PastRegister(activities=(), clients=(), processors=(), transfers=())


def _of_sheet(register: PastRegister, order: SheetOrder) -> Selection:
    """The records of a sheet; of a client nothing but what is its own."""
    if order.sheet in _FOR_ONE and len(order.records) != 1:
        raise ValueError("what goes to one organisation names no other")
    return Selection(shown=_SHOWN[order.sheet](register, order.records), extents=())


def _activity(register: PastRegister, ids: tuple[str, ...]) -> PastRegister:
    activities = _wanted(register.activities, ids)
    shown = frozenset(each.id for each in activities)
    flows = tuple(each for each in register.transfers if each.activity in shown)
    return replace(_NOTHING, activities=activities, transfers=flows)


def _excerpt(register: PastRegister, ids: tuple[str, ...]) -> PastRegister:
    flows = tuple(each for each in register.transfers if each.client in ids)
    return replace(_NOTHING, clients=_wanted(register.clients, ids), transfers=flows)


_SHOWN: Mapping[str, Callable[[PastRegister, tuple[str, ...]], PastRegister]] = MappingProxyType(
    {
        ACTIVITY: _activity,
        CLIENT_EXCERPT: _excerpt,
        # whom the processor serves is told by the records that name it
        PROCESSOR: lambda register, ids: replace(
            register, processors=_wanted(register.processors, ids), transfers=()
        ),
        TRANSFERS: lambda register, ids: replace(_NOTHING, transfers=_wanted(register.transfers, ids)),
        QUESTIONNAIRE: lambda register, ids: replace(_NOTHING, processors=_wanted(register.processors, ids)),
    }
)


def _wanted(records: tuple[Record, ...], ids: tuple[str, ...]) -> tuple[Record, ...]:
    found = tuple(each for each in records if not ids or each.id in ids)
    if len(found) < len(frozenset(ids)):
        raise NotFound
    return found


# -- what is looked up


def _term(words: Wording) -> InLanguage:
    return lambda kind, text: in_language(text, kind, words.language)
