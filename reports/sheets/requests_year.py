"""The yearly report on requests of data subjects: totals, pictures, and tables by month, right, law and country."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import (
    Block,
    Chart,
    Cover,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Series,
    Sheet,
    Table,
    Text,
)
from ..figures import Counted, Lines, YearFacts
from ..words import Words
from . import frame, values

_KIND = "requests_year"
_COLUMNS = ("received", "answered", "in_time", "late", "open", "extended", "refused", "median")
_SHARES = (0.175, 0.105, 0.12, 0.09, 0.1, 0.105, 0.115, 0.095, 0.095)


def build(facts: YearFacts, words: Words) -> Sheet:
    """The report."""
    return frame.sheet(_KIND, facts, words, _parts(facts, words), cover=_cover(facts, words))


def _cover(facts: YearFacts, words: Words) -> Cover:
    organisation = facts.organisation
    return Cover(
        words("sheets.requests_year.title"),
        words("sheets.requests_year.subtitle", year=facts.year),
        (
            KeyValues(
                (
                    Entry(words("sheets.cover.controller"), values.organisation(organisation, words)),
                    Entry(words("sheets.cover.dpo"), values.contact(organisation.dpo, words)),
                    Entry(words("sheets.requests_year.period"), (Text(str(facts.year)),)),
                    Entry(words("sheets.requests_year.as_of"), (Text(words.date(facts.as_of)),)),
                )
            ),
            Heading(words("sheets.requests_year.counting"), 3),
            Paragraph(words("sheets.requests_year.counting_cohort")),
            Paragraph(words("sheets.requests_year.counting_rights")),
            Paragraph(words("sheets.requests_year.counting_erased")),
            Paragraph(words("sheets.requests_year.nobody"), "quiet"),
        ),
    )


def _parts(facts: YearFacts, words: Words) -> Iterator[Part]:
    yield Part(words("sheets.requests_year.totals"), tuple(_totals(facts, words)))
    if not facts.total.received:
        return
    yield Part(words("sheets.requests_year.by_month"), tuple(_months(facts, words)), level=1)
    yield Part(words("sheets.requests_year.by_right"), tuple(_rights(facts, words)), level=1)
    for name, lines in (("by_regime", facts.by_regime), ("by_country", facts.by_country)):
        yield Part(words(f"sheets.requests_year.{name}"), (_table(name, lines, words),), level=1)


def _totals(facts: YearFacts, words: Words) -> Iterator[Block]:
    total = facts.total
    if not total.received:
        yield Paragraph(words("sheets.requests_year.nothing", year=facts.year))
        return
    rows = (
        *((name, str(getattr(total, name))) for name in ("received", "answered")),
        ("in_time", _with_share(total, words)),
        ("late", str(total.late)),
        ("median", _median(total, words)),
        *(
            (name, str(getattr(total, name)))
            for name in (
                "extended", "refused", "refused_partly", "no_data", "withdrawn", "unanswered", "open", "overdue",
            )
        ),
    )  # fmt: skip
    yield KeyValues(
        tuple(Entry(words(f"sheets.requests_year.figure.{name}"), (Text(said),)) for name, said in rows)
    )


def _months(facts: YearFacts, words: Words) -> Iterator[Block]:
    series = tuple(
        Series(
            words(f"sheets.requests_year.figure.{name}"),
            tuple(getattr(each, name) for _, each in facts.by_month),
        )
        for name in ("received", "in_time", "late")
    )
    busiest = max(facts.by_month, key=lambda line: line[1].received)
    yield Chart(
        tuple(f"{number:02}" for number in range(1, len(facts.by_month) + 1)),
        series,
        words(
            "sheets.requests_year.picture_months",
            year=facts.year,
            received=facts.total.received,
            in_time=facts.total.in_time,
            late=facts.total.late,
            month=busiest[0],
            most=busiest[1].received,
        ),
    )
    yield _table("by_month", facts.by_month, words)


def _rights(facts: YearFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("sheets.requests_year.counting_rights"), "quiet")
    counts = tuple(each.received for _, each in facts.by_right)
    told = words.join(
        words("sheets.requests_year.share", name=name, received=each.received)
        for name, each in facts.by_right
    )
    yield Chart(
        tuple(name for name, _ in facts.by_right),
        (Series(words("sheets.requests_year.figure.received"), counts),),
        words("sheets.requests_year.picture_rights", year=facts.year, shares=told),
        lying=True,
    )
    yield _table("by_right", facts.by_right, words)


def _table(name: str, lines: Lines, words: Words) -> Table:
    head = (
        words(f"sheets.requests_year.column.{name}"),
        *(words(f"sheets.requests_year.column.{column}") for column in _COLUMNS),
    )
    return Table(head, tuple(_row(label, each, words) for label, each in lines), _SHARES)


def _row(label: str, counted: Counted, words: Words) -> tuple[Text, ...]:
    refused = counted.refused + counted.refused_partly
    numbers = (
        counted.received, counted.answered, counted.in_time, counted.late, counted.open, counted.extended, refused,
    )  # fmt: skip
    return (Text(label, "strong"), *(Text(str(each)) for each in numbers), Text(_median(counted, words)))


def _with_share(counted: Counted, words: Words) -> str:
    if not counted.answered:
        return str(counted.in_time)
    share = round(100 * counted.in_time / counted.answered)
    return words("sheets.requests_year.with_share", number=counted.in_time, share=share)


def _median(counted: Counted, words: Words) -> str:
    if counted.median_days is None:
        return words("sheets.requests_year.no_median")
    return words.number(counted.median_days)
