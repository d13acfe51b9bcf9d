"""What the checker works with: ``resources/law/checks.toml``, ``dpia.toml`` and ``article28.toml``, read once."""

from __future__ import annotations

from functools import cache
from itertools import chain

from babel import Locale

from dpo_desk.domain.activity import TimeUnit
from dpo_desk.domain.checks.law import (
    Article28Item,
    ChecksLaw,
    ConsentAge,
    Instrument,
    Reference,
)
from dpo_desk.domain.checks.words import Lengths, Names, Phrases
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.dpia import Dpia, DpiaItem
from dpo_desk.library.countries import countries
from dpo_desk.library.lawbook import ARTICLE_28, CHECKS, DPIA
from dpo_desk.library.sources import read_source, read_sources
from dpo_desk.library.tables import Table, open_table

_LANGUAGES = ("en", "fr")
"""The languages countries are looked for in; the words of the lists stand in the file."""


@cache
def checks_law() -> ChecksLaw:
    """Everything the checker works with. Raises ``DataFileBroken``."""
    return read_checks(open_table(CHECKS), dpia(), article28())


@cache
def dpia() -> Dpia:
    """When an impact assessment is needed. Raises ``DataFileBroken``."""
    return read_dpia(open_table(DPIA))


@cache
def article28() -> tuple[Article28Item, ...]:
    """The checklist of Art. 28, in its order. Raises ``DataFileBroken``."""
    return read_article28(open_table(ARTICLE_28))


def read_checks(top: Table, screening: Dpia, checklist: tuple[Article28Item, ...]) -> ChecksLaw:
    """Words and figures from the file that holds them, with the two checklists. Raises ``DataFileBroken``."""
    words = top.table("words")
    figures = top.table("figures")
    found = ChecksLaw(
        generic_purposes=_phrases(words, "generic_purposes"),
        marketing=_phrases(words, "marketing"),
        special=_phrases(words, "special"),
        offences=_phrases(words, "offences"),
        intrusive=_phrases(words, "intrusive"),
        children=_phrases(words, "children"),
        vulnerable=_phrases(words, "vulnerable"),
        parental=_phrases(words, "parental"),
        vague_retention=_phrases(words, "vague_retention"),
        vague_security=_phrases(words, "vague_security"),
        no_decision=_phrases(words, "no_decision"),
        unnamed=_phrases(words, "unnamed"),
        no_contract=_phrases(words, "no_contract"),
        no_safeguard=_phrases(words, "no_safeguard"),
        placeholders=_phrases(words, "placeholders"),
        placeholders_alone=_phrases(words, "placeholders_alone"),
        either=_phrases(words, "either"),
        settling=_phrases(words, "settling"),
        instruments=tuple(_instrument(name, table) for name, table in top.named_tables("instruments")),
        lengths=_lengths(top.table("lengths")),
        countries=_countries(top.table("countries")),
        references=tuple(_reference(table) for table in top.tables("references")),
        consent_age=_consent_age(top.table("consent_age")),
        review_months=figures.number("review_months"),
        notice_days=figures.number("notice_days"),
        dpia=screening,
        article28=checklist,
    )
    for table in (words, figures, top):
        table.end()
    return found


def _phrases(table: Table, name: str) -> Phrases:
    below = table.table(name)
    return Phrases(chain.from_iterable(below.texts(language) for language in below.names()))


def _instrument(name: str, table: Table) -> Instrument:
    found = Instrument(
        id=name,
        words=Phrases(table.texts("words")),
        ended=table.day("ended"),
        source=table.text("source"),
        verified_on=table.day_or_none("verified_on"),
    )
    table.end()
    return found


def _reference(table: Table) -> Reference:
    found = Reference(
        id=table.text("id"),
        words=Phrases(table.texts("words")),
        around=Phrases(table.texts("around")),
        number=table.number("number"),
        unit=table.choice("unit", TimeUnit),
        law=table.text("law"),
        verified_on=table.day_or_none("verified_on"),
    )
    if found.number < 1:
        table.fault("number", "not positive")
    table.end()
    return found


def _consent_age(table: Table) -> ConsentAge:
    national = {}
    for country, below in table.named_tables("national"):
        if country not in countries():
            below.fault("", "not a country")
        national[country] = below.number("age")
        _sourced(below)
    found = ConsentAge(age=table.number("age"), national=national)
    _sourced(table)
    return found


def _sourced(table: Table) -> None:
    table.text("law")
    table.day_or_none("verified_on")
    table.end()


def _lengths(table: Table) -> Lengths:
    numbers: dict[str, int] = {}
    for _, below in table.named_tables("numbers"):
        numbers.update((word, below.number(word)) for word in below.names())
    units = {
        word: (unit, times)
        for name, unit, times in (
            ("days", TimeUnit.DAYS, 1),
            ("weeks", TimeUnit.DAYS, 7),
            ("months", TimeUnit.MONTHS, 1),
            ("years", TimeUnit.YEARS, 1),
        )
        for word in _words(table.table(name))
    }
    before, after = _words(table.table("ages_before")), _words(table.table("ages_after"))
    table.end()
    return Lengths(numbers, units, ages=(before, after))


def _words(table: Table) -> tuple[str, ...]:
    return tuple(chain.from_iterable(table.texts(language) for language in table.names()))


def _countries(table: Table) -> Names[str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        territories = Locale.parse(language).territories
        names.update((str(territories[code]), code) for code in sorted(countries()))
    for code in table.names():
        if code not in countries():
            table.fault(code, "not a country")
        names.update((name, code) for name in table.texts(code))
    table.end()
    return Names(names)


def read_dpia(top: Table) -> Dpia:
    """Criteria and lists from the file that holds them. Raises ``DataFileBroken``."""
    sources = {source.id: source for source in read_sources(top)}

    def items(name: str) -> tuple[DpiaItem, ...]:
        table = top.table(name)
        source = table.text("source")
        if source not in sources:
            table.fault("source", "no such source")
        found = tuple(DpiaItem(id=each, source=sources[source]) for each in table.texts("ids"))
        table.end()
        return found

    shown = top.table("shown_by")
    found = Dpia(
        enough=top.number("enough"),
        criteria=items("criteria"),
        required=items("required"),
        exempt=items("exempt"),
        sensitive=shown.text("special"),
        vulnerable=shown.text("vulnerable"),
        automated=shown.text("automated"),
    )
    known = {each.id for each in found.criteria}
    for name in shown.names():
        if shown.text(name) not in known:
            shown.fault(name, "no such criterion")
    shown.end()
    top.end()
    return found


def read_article28(top: Table) -> tuple[Article28Item, ...]:
    """The checklist from the file that holds it. Raises ``DataFileBroken``."""
    source = read_source("source", top.table("source"))
    found = []
    for name, table in top.named_tables("items"):
        found.append(
            Article28Item(
                id=name,
                article=table.text("article"),
                must=table.choice("must", Severity),
                abroad=table.flag("abroad", default=False),
                in_contract=table.flag("in_contract", default=True),
                waivable=table.flag("waivable", default=False),
                source=source,
            )
        )
        table.end()
    top.end()
    return tuple(found)
