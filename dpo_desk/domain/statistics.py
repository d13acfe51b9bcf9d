"""
How a controller answers requests, in figures: counted, never told of anybody.

One rule of counting everywhere: a period holds the requests *received* in its months, and everything said of the period
is said of them, so that the columns of every table add up. A request counts once in totals, by law, by country and by
month; by right it counts once for each right it invokes, so that this table may add up to more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from dpo_desk.domain.case import RUNNING, CaseState, Result

_ANSWERS = {
    Result.GRANTED: CaseState.ANSWERED_FULLY,
    Result.PARTLY: CaseState.ANSWERED_PARTLY,
    Result.REFUSED: CaseState.REFUSED,
    Result.NO_DATA: CaseState.NO_DATA,
}
ANSWERED = frozenset(_ANSWERS.values())
"""How a request ends that was answered; a withdrawn one was not, nor one that ended without an answer."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What is counted of one right of one request; nothing in it leads to a person."""

    case: str  # to count requests once
    right: str
    regime: str
    country: str  # empty when unknown
    received: str  # month, 2026-11
    state: CaseState  # running, or as what it ended; never closed or purged
    extended: bool = False
    days: int | None = None  # from receipt to the answer
    in_time: bool | None = None  # None before the answer
    overdue: bool = False  # running, and its day has passed


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of some requests; every one of them is answered, withdrawn, ended without an answer, or open."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0  # answered, but late
    open: int = 0
    overdue: int = 0  # open, and its day has passed
    extended: int = 0
    refused: int = 0
    refused_partly: int = 0
    no_data: int = 0
    withdrawn: int = 0
    unanswered: int = 0
    median_days: float | None = None  # of the answered ones

    @property
    def share_in_time(self) -> float | None:
        """Which share of the answers was in time, 0 to 1; none without an answer."""
        return self.in_time / self.answered if self.answered else None


Lines = tuple[tuple[str, Tally], ...]
"""A table: what a line is of, and its figures."""


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The figures of some months; ``by_month`` has a line for each of them, the others only for what occurs."""

    first: str  # month, 2026-01
    last: str
    total: Tally
    by_month: Lines
    by_right: Lines
    by_regime: Lines
    by_country: Lines


def statistics(figures: Iterable[Figure], first: str, last: str) -> Statistics:
    """The figures of the requests received in these months, both included; tables have the largest line first."""
    every = tuple(figures)
    whole = tuple(each for each in whole_requests(every) if first <= each.received <= last)
    counted = {each.case for each in whole}
    received = {month: [each for each in whole if each.received == month] for month in months(first, last)}
    return Statistics(
        first=first,
        last=last,
        total=tally(whole),
        by_month=tuple((month, tally(found)) for month, found in received.items()),
        by_right=_by((each for each in every if each.case in counted), lambda each: each.right),
        by_regime=_by(whole, lambda each: each.regime),
        by_country=_by(whole, lambda each: each.country),
    )


def tally(figures: Sequence[Figure]) -> Tally:
    """What became of these, each counted once."""
    states = [each.state for each in figures]
    answered = [each for each in figures if each.state in ANSWERED]
    days = [each.days for each in answered if each.days is not None]
    in_time = sum(each.in_time is True for each in answered)
    return Tally(
        received=len(figures),
        answered=len(answered),
        in_time=in_time,
        late=len(answered) - in_time,
        open=sum(state in RUNNING for state in states),
        overdue=sum(each.overdue for each in figures),
        extended=sum(each.extended for each in figures),
        refused=states.count(CaseState.REFUSED),
        refused_partly=states.count(CaseState.ANSWERED_PARTLY),
        no_data=states.count(CaseState.NO_DATA),
        withdrawn=states.count(CaseState.WITHDRAWN),
        unanswered=states.count(CaseState.UNANSWERED),
        median_days=float(median(days)) if days else None,
    )


def whole_requests(rights: Sequence[Figure]) -> tuple[Figure, ...]:
    """
    One figure for each request, from those of its rights.

    It was received with its first right and answered with its last one, in time if all of them were.
    """
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for each in rights:
        found[each.case].append(each)
    return tuple(_whole(each) for each in found.values())


def ended_as(state: CaseState, result: Result | None, *, answered: bool) -> CaseState:
    """As what one right of a request counts: by what was decided about it, a closed one as it ended before."""
    if state in RUNNING or state in (CaseState.WITHDRAWN, CaseState.UNANSWERED):
        return state
    if result is not None:
        return _ANSWERS[result]
    if state is CaseState.CLOSED:
        return CaseState.WITHDRAWN if answered else CaseState.UNANSWERED
    return state


def months(first: str, last: str) -> tuple[str, ...]:
    """The months from one to the other, both included."""
    return tuple(_named(number) for number in range(_number(first), _number(last) + 1))


def last_months(today: date, count: int) -> tuple[str, ...]:
    """So many months, that of today the last."""
    end = today.year * 12 + today.month - 1
    return tuple(_named(number) for number in range(end - count + 1, end + 1))


def _whole(rights: Sequence[Figure]) -> Figure:
    head = rights[0]
    if len(rights) == 1:
        return head
    states = {each.state for each in rights}
    days = [each.days for each in rights if each.days is not None]
    return Figure(
        case=head.case,
        right="",
        regime=head.regime,
        country=head.country,
        received=min(each.received for each in rights),
        state=_state_of(states),
        extended=any(each.extended for each in rights),
        days=max(days, default=None),
        in_time=all(each.in_time for each in rights) if days else None,
        overdue=any(each.overdue for each in rights),
    )


def _state_of(states: set[CaseState]) -> CaseState:
    """How the whole ended: as its rights did; with nothing found for some of them, as the rest."""
    told = states - {CaseState.NO_DATA} if states == {CaseState.NO_DATA, CaseState.ANSWERED_FULLY} else states
    return next(iter(told)) if len(told) == 1 else CaseState.ANSWERED_PARTLY


def _by(figures: Iterable[Figure], key: Callable[[Figure], str]) -> Lines:
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for each in figures:
        found[key(each)].append(each)
    return tuple(
        (name, tally(lines))
        for name, lines in sorted(found.items(), key=lambda line: (-len(line[1]), line[0]))
    )


def _number(month: str) -> int:
    year, _, of_year = month.partition("-")
    return int(year) * 12 + int(of_year) - 1


def _named(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
