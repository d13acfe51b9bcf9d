"""Figures and certificates as the papers want them: every label in the paper's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dpo_desk import paper as papers
from dpo_desk.domain.law import Citation
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.statistics import ANSWERED, Lines, Statistics, Tally
from dpo_desk.library.wording import Wording
from dpo_desk.services.explain import cite
from dpo_desk.services.facts import organisation_facts
from dpo_desk.services.ports import Purge

REQUESTS_YEAR = "requests_year"
PURGE_CERTIFICATE = "purge_certificate"
_RULES = "; "  # between the citations of a certificate


def year_sheet(organisation: Organisation, found: Statistics, today: date, words: Wording) -> papers.Sheet:
    """The report of the year these figures are of."""
    facts = papers.figures.YearFacts(
        organisation=organisation_facts(organisation, words),
        year=int(found.first[:4]),
        as_of=today,
        total=_counted(found.total),
        by_month=_labelled(found.by_month, lambda month: month_name(month, words)),
        by_right=_labelled(found.by_right, lambda right: words(f"law.right.{right}")),
        by_regime=_labelled(found.by_regime, lambda regime: words(f"law.regime.{regime}")),
        by_country=_labelled(found.by_country, lambda country: country_name(country, words)),
    )
    return _built(REQUESTS_YEAR, facts, words)


def certificate_sheet(organisation: Organisation, purge: Purge, today: date, words: Wording) -> papers.Sheet:
    """The certificate that the file of a request was erased."""
    facts = papers.figures.CertificateFacts(
        organisation=organisation_facts(organisation, words),
        as_of=today,
        ref=purge.ref,
        regime=words(f"law.regime.{purge.regime}"),
        rights=tuple(words(f"law.right.{right}") for right in purge.rights),
        country=words.country(purge.country) if purge.country else "",
        received=month_name(purge.month, words),
        answered=month_name(purge.answered_month, words) if purge.answered_month else "",
        outcome=words(f"case.state.{purge.state}"),
        extended=purge.extended,
        in_time=purge.in_time if purge.state in ANSWERED else None,
        days=purge.days,
        erased_on=purge.purged_on,
        rule=rule_name(purge.rule, words),
        by=purge.by,
        digest=purge.digest,
    )
    return _built(PURGE_CERTIFICATE, facts, words)


def month_name(month: str, words: Wording) -> str:
    """A month in words: January 2026."""
    year, _, number = month.partition("-")
    return words("statistics.month_of", month=words.month(int(number)), year=year)


def country_name(country: str, words: Wording) -> str:
    """The name of a country, or that it is unknown."""
    return words.country(country) if country else words("statistics.country_unknown")


def rule_name(rule: str, words: Wording) -> str:
    """The provisions a certificate names, as a reader quotes them."""
    return cite((Citation(each) for each in rule.split(_RULES)), words)


def _built(kind: str, facts: object, words: Wording) -> papers.Sheet:
    found = next(each for each in papers.SHEETS if each.id == kind)
    return found.build(facts, words)


def _labelled(lines: Lines, label: Callable[[str], str]) -> papers.figures.Lines:
    return tuple((label(name), _counted(each)) for name, each in lines)


def _counted(tally: Tally) -> papers.figures.Counted:
    return papers.figures.Counted(**vars(tally))
