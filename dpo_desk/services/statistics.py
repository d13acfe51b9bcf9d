"""The figures of the requests: of those that are kept, and of those that were erased; counted, exported, put on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from dpo_desk import paper as papers
from dpo_desk.domain import statistics as counting
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.paper import Paper
from dpo_desk.domain.statistics import Figure, Lines, Statistics, Tally
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.library.wording import Wording
from dpo_desk.services.archive import archive, draw, words_of
from dpo_desk.services.csv_text import csv_bytes
from dpo_desk.services.ports import CaseFigures, Clock, ListQuery, Purge, UnitOfWork, Work
from dpo_desk.services.statistics_paper import certificate_sheet, country_name, month_name, year_sheet
from dpo_desk.services.today import today_in

TABLES = ("month", "right", "regime", "country")
FIGURES = (
    "received", "answered", "in_time", "late", "open", "overdue", "extended", "refused", "refused_partly", "no_data",
    "withdrawn", "unanswered",
)  # fmt: skip


@dataclass(frozen=True)
class StatisticsService:
    """The verbs; they read every request, so they belong on the lane."""

    work: Work
    clock: Clock

    def today(self) -> date:
        """The day it is for the organisation."""
        with self.work(read_only=True) as unit:
            return today_in(unit, self.clock)

    def years(self) -> tuple[int, ...]:
        """The years from that of the first request, erased ones included, to this one; newest first."""
        with self.work(read_only=True) as unit:
            today = today_in(unit, self.clock)
            oldest = unit.cases.lines(unit.cases.ids(ListQuery(sort="received"))[:1])
            erased = (int(each.month[:4]) for each in unit.purges.all())
            first = min((*(each.received.year for each in oldest), *erased), default=today.year)
        return tuple(range(today.year, min(first, today.year) - 1, -1))

    def of_year(self, year: int) -> Statistics:
        """The figures of the requests received in a year."""
        return self.between(f"{year:04}-01", f"{year:04}-12")

    def between(self, first: str, last: str) -> Statistics:
        """The figures of the requests received from one month (``2026-01``) to another, both included."""
        with self.work(read_only=True) as unit:
            return counting.statistics(figures_in(unit, today_in(unit, self.clock)), first, last)

    def last_months(self, count: int) -> tuple[tuple[str, int, int, int], ...]:
        """For each of so many months, that of today the last: month, received, answered in time, answered late."""
        with self.work(read_only=True) as unit:
            today = today_in(unit, self.clock)
            shown = counting.last_months(today, count)
            found = counting.statistics(figures_in(unit, today), shown[0], shown[-1])
        return tuple((month, each.received, each.in_time, each.late) for month, each in found.by_month)

    # -- paper

    def compose(self, year: int, language: str) -> papers.Sheet:
        """
        The report of a year.

        Raises:
            RuleBroken: ``no_organisation``, ``no_such_language``.
        """
        words, found = words_of(language), self.of_year(year)
        with self.work(read_only=True) as unit:
            return year_sheet(_organisation(unit), found, today_in(unit, self.clock), words)

    def compose_certificate(self, purge: str, language: str) -> papers.Sheet:
        """
        The certificate that the file of a request was erased.

        Raises:
            NotFound: There is no such certificate.
            RuleBroken: ``no_organisation``, ``no_such_language``.
        """
        words = words_of(language)
        with self.work(read_only=True) as unit:
            found = next((each for each in unit.purges.all() if each.id == purge), None)
            if found is None:
                raise NotFound
            return certificate_sheet(_organisation(unit), found, today_in(unit, self.clock), words)

    def preview(self, sheet: papers.Sheet) -> papers.Rendered:
        """The pages as they would be archived now, and the characters no font has."""
        return draw(sheet, self.today())

    def finish(self, sheet: papers.Sheet) -> Paper:
        """The paper rendered and archived. Raises ``RuleBroken`` ``missing_glyphs``, ``DiskFull``."""
        rendered = self.preview(sheet)
        with self.work() as unit:
            paper = archive(unit, self.clock, rendered, sheet)
            unit.commit()
        return paper

    # -- files

    def figures_csv(self, found: Statistics, words: Wording) -> bytes:
        """Every table of the figures, one below the other, for a spreadsheet."""
        return csv_bytes(_rows(found, words), words("statistics.separator"))

    def figures_json(self, found: Statistics) -> bytes:
        """The same for other programs: names as the program knows them, no number rounded."""
        tables = {
            name: [{name: key, **asdict(each)} for key, each in lines] for name, lines in tables_of(found)
        }
        whole = {"first": found.first, "last": found.last, "total": asdict(found.total), **tables}
        return json.dumps(whole, indent=2, ensure_ascii=False).encode()

    def requests_csv(self, words: Wording) -> bytes:
        """The list of all requests that are kept, persons included, for a spreadsheet."""
        with self.work(read_only=True) as unit:
            lines = unit.cases.lines(unit.cases.ids(ListQuery(sort="ref")))
        columns = ("ref", "person", "rights", "regime", "received", "due", "state", "answered", "extended")
        head = tuple(words(f"statistics.column.{column}") for column in columns)
        rows = (
            (
                each.ref,
                each.person,
                words.join(words(f"law.right.{right}") for right in each.rights),
                words(f"law.regime.{each.regime}"),
                each.received.isoformat(),
                each.due.isoformat() if each.due else "",
                words(f"case.state.{each.state}"),
                each.answered_on.isoformat() if each.answered_on else "",
                words("statistics.yes" if each.extended else "statistics.no"),
            )
            for each in lines
        )
        return csv_bytes((head, *rows), words("statistics.separator"))


def figures_in(unit: UnitOfWork, today: date) -> tuple[Figure, ...]:
    """What is counted: the rights of every request that is kept, and of every one that was erased."""
    kept = (_kept(each) for each in unit.cases.figures(today))
    return (*kept, *(figure for each in unit.purges.all() for figure in _erased(each)))


def tables_of(found: Statistics) -> tuple[tuple[str, Lines], ...]:
    """The tables by their name in ``TABLES``."""
    lines = (found.by_month, found.by_right, found.by_regime, found.by_country)
    return tuple(zip(TABLES, lines, strict=True))


def _organisation(unit: UnitOfWork) -> Organisation:
    organisation = unit.organisation.find()
    if organisation is None:
        raise RuleBroken("no_organisation")
    return organisation


def _kept(each: CaseFigures) -> Figure:
    return Figure(
        case=each.case,
        right=each.right,
        regime=each.regime,
        country=each.country,
        received=each.received,
        state=counting.ended_as(each.state, each.result, answered=bool(each.answered)),
        extended=each.extended,
        days=each.days,
        in_time=each.in_time,
        overdue=each.late,
    )


def _erased(each: Purge) -> Iterator[Figure]:
    """A certificate says how the whole request ended; each of its rights is counted so."""
    for right in each.rights:
        yield Figure(
            case=each.ref,
            right=right,
            regime=each.regime,
            country=each.country,
            received=each.month,
            state=each.state,
            extended=each.extended,
            days=each.days,
            in_time=each.in_time if each.days is not None else None,
        )


def label(table: str, name: str, words: Wording) -> str:
    """What a line of a table is called."""
    if table == "month":
        return month_name(name, words)
    return country_name(name, words) if table == "country" else words(f"law.{table}.{name}")


def _rows(found: Statistics, words: Wording) -> Iterator[tuple[str, ...]]:
    figures = (*(words(f"statistics.figure.{name}") for name in FIGURES), words("statistics.figure.median"))
    for table, lines in (*tables_of(found), ("total", (("", found.total),))):
        yield (words(f"statistics.table.{table}"), *figures)
        for name, each in lines:
            told = (
                label(table, name, words) if name or table == "country" else words("statistics.table.total")
            )
            yield (told, *(str(getattr(each, figure)) for figure in FIGURES), _median(each, words))


def _median(tally: Tally, words: Wording) -> str:
    return "" if tally.median_days is None else words.number(tally.median_days)
