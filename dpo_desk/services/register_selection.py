"""Which records of the register a paper shows, and which it leaves out and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.paper import records as papers
from dpo_desk.services.ports import PastRegister

Book = Literal["controller", "processor"]
BOTH: frozenset[Book] = frozenset({"controller", "processor"})
BOOKS: Mapping[str, frozenset[Book]] = MappingProxyType(
    {"both": BOTH, "controller": frozenset({"controller"}), "processor": frozenset({"processor"})}
)
"""What can be asked for in one word."""

Record = TypeVar("Record", Activity, Client, Processor, Transfer)


@dataclass(frozen=True, kw_only=True)
class RegisterOrder:
    """
    Which register is wanted.

    ``books`` are the register as controller (Art. 30(1)) and as processor (Art. 30(2)); ``chosen`` the ids of activities
    and clients, all of them when empty; ``as_of`` the day it shall show, today when nothing is given.
    """

    language: str
    books: frozenset[Book] = BOTH
    chosen: frozenset[str] = frozenset()
    as_of: date | None = None
    drafts: bool = True
    archived: bool = False


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The records a paper shows, and how many of each kind it leaves out."""

    shown: PastRegister
    extents: tuple[papers.Extent, ...]


def select(register: PastRegister, order: RegisterOrder) -> Selection:
    """
    The records of this order.

    Processors and transfers follow the activities and clients shown: those which belong to others only are left out.
    """
    activities = register.activities if "controller" in order.books else ()
    clients = register.clients if "processor" in order.books else ()
    shown_activities, first = _chosen("activity", activities, order)
    shown_clients, second = _chosen("client", clients, order)
    processors = _behind(_named((*shown_activities, *shown_clients)), register.processors)
    others = _named((*register.activities, *register.clients)) - _named((*shown_activities, *shown_clients))
    left = _behind(others, register.processors) - processors
    keep: frozenset[str] = frozenset(
        (*(each.id for each in shown_activities), *(each.id for each in shown_clients))
    )
    owned = (
        keep if order.chosen else keep | {None}
    )  # a transfer or processor nobody names is shown with all others
    shown_processors, third = _pick(
        "processor",
        register.processors,
        order,
        lambda each: each.id in processors or (not order.chosen and each.id not in left),
    )
    shown_transfers, fourth = _pick(
        "transfer",
        register.transfers,
        order,
        lambda each: bool(owned & _owners(each)) or _of(each, processors if order.chosen else ()),
    )
    extents = [third, fourth]
    if "processor" in order.books:
        extents.insert(0, second)
    if "controller" in order.books:
        extents.insert(0, first)
    shown = PastRegister(
        activities=shown_activities,
        clients=shown_clients,
        processors=shown_processors,
        transfers=shown_transfers,
    )
    return Selection(shown=shown, extents=tuple(extents))


def _chosen(
    kind: papers.Kind, records: Sequence[Record], order: RegisterOrder
) -> tuple[tuple[Record, ...], papers.Extent]:
    return _pick(kind, records, order, lambda each: not order.chosen or each.id in order.chosen)


def _pick(
    kind: papers.Kind, records: Sequence[Record], order: RegisterOrder, wanted: Callable[[Record], bool]
) -> tuple[tuple[Record, ...], papers.Extent]:
    kept = [each for each in records if wanted(each)]
    drafts = [each for each in kept if each.status is RecordStatus.DRAFT and not order.drafts]
    archived = [each for each in kept if each.status is RecordStatus.ARCHIVED and not order.archived]
    out = {str(each.id) for each in drafts} | {str(each.id) for each in archived}
    shown = tuple(each for each in kept if each.id not in out)
    extent = papers.Extent(kind, len(shown), len(drafts), len(archived), len(records) - len(kept))
    return shown, extent


def _named(records: Iterable[Activity | Client]) -> frozenset[str]:
    """The processors these records name."""
    found: set[str] = set()
    for each in records:
        if isinstance(each, Client):
            found.update(each.subprocessors)
        else:
            found.update(r.processor for r in each.recipients.value or () if r.processor)
    return frozenset(found)


def _behind(named: Collection[str], processors: Sequence[Processor]) -> frozenset[str]:
    """These processors, and all who stand behind them."""
    engaged = {
        each.id: [sub.processor for sub in each.subprocessors.value or () if sub.processor]
        for each in processors
    }
    found: set[str] = set()
    open_ids = list(named)
    while open_ids:
        processor = open_ids.pop()
        if processor not in found:
            found.add(processor)
            open_ids.extend(engaged.get(processor, ()))  # type: ignore[call-overload]  # an id is a text
    return frozenset(found)


def _owners(transfer: Transfer) -> frozenset[str | None]:
    owners = frozenset(filter(None, (transfer.activity, transfer.client)))
    return owners or frozenset({None})


def _of(transfer: Transfer, processors: Collection[str]) -> bool:
    """Whether a transfer that names no record of the two registers goes to one of these processors."""
    return transfer.activity is None and transfer.client is None and transfer.processor in processors
