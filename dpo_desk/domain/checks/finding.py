"""How a rule says what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Gap, Severity
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer

Record: TypeAlias = Activity | Client | Processor | Transfer
Subject: TypeAlias = Record | Organisation
Found: TypeAlias = Iterator[Gap]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_FACT = 120
"""Characters of a record's own text a sentence repeats at most."""


def found(
    severity: Severity,
    subject: Subject,
    check: str,
    rule: str,
    article: str,
    place: str,
    facts: Mapping[str, str],
) -> Gap:
    """The gap; texts of the record are cut to what a sentence can carry."""
    return Gap(
        rule=rule,
        severity=severity,
        article=article,
        place=place,
        record="" if isinstance(subject, Organisation) else subject.id,
        facts=MappingProxyType({name: _short(text) for name, text in facts.items()}),
        check=check,
    )


def error(subject: Subject, check: str, rule: str, article: str, place: str, **facts: str) -> Gap:
    """Something without which the record cannot count as complete."""
    return found(Severity.ERROR, subject, check, rule, article, place, facts)


def warning(subject: Subject, check: str, rule: str, article: str, place: str, **facts: str) -> Gap:
    """Something to look at."""
    return found(Severity.WARNING, subject, check, rule, article, place, facts)


def hint(subject: Subject, check: str, rule: str, article: str, place: str, **facts: str) -> Gap:
    """Something that may help."""
    return found(Severity.HINT, subject, check, rule, article, place, facts)


def known(
    subject: Subject,
    fact: Fact[object],
    check: str,
    rule: str,
    article: str,
    place: str,
    facts: Mapping[str, str] = _NOTHING,
    *,
    severity: Severity = Severity.ERROR,
) -> Found:
    """
    What is wrong with a fact that has to be known, be it only that there is none.

    ``<rule>_unknown`` of this severity, ``<rule>_proposed`` as a warning: nothing unknown ever counts as complete.
    """
    if fact.known is Known.UNKNOWN:
        yield found(severity, subject, check, f"{rule}_unknown", article, place, facts)
    elif fact.known is Known.PROPOSED:
        yield warning(subject, "CHK-33", f"{rule}_proposed", article, place, **facts)


def needed(
    subject: Subject,
    fact: Fact[object],
    check: str,
    rule: str,
    article: str,
    place: str,
    facts: Mapping[str, str] = _NOTHING,
    *,
    severity: Severity = Severity.ERROR,
) -> Found:
    """
    What is wrong with a fact that must have a value.

    ``<rule>_missing`` of this severity, ``<rule>_proposed`` as a warning.
    """
    if fact.value is None:
        yield found(severity, subject, check, f"{rule}_missing", article, place, facts)
    elif fact.known is Known.PROPOSED:
        yield warning(subject, "CHK-33", f"{rule}_proposed", article, place, **facts)


def _short(text: str) -> str:
    if len(text) <= _FACT and text.isprintable():
        return text
    words = " ".join(text[: 4 * _FACT].split())
    return words if len(words) <= _FACT else f"{words[:_FACT].rstrip()}…"
