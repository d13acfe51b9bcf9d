"""A deadline's calculation told in words, step by step, for screens, letters and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dpo_desk.domain.deadlines import Deadline, MomentDeadline, Step
from dpo_desk.domain.law import Citation, Regime, cited
from dpo_desk.library.wording import Wording


def explain(deadline: Deadline | MomentDeadline, words: Wording) -> tuple[str, ...]:
    """
    The calculation in sentences without a full stop, in order; the last one names the provisions.

    Fit for the data subject's eyes: nothing in it is internal.
    """
    told = tuple(_step(step, words) for step in deadline.trace)
    rules = words("law.applied", rules=cite(deadline.sources, words)) if deadline.sources else ""
    return (*told, rules) if rules else told


def unchecked(deadline: Deadline | MomentDeadline, regime: Regime, words: Wording) -> tuple[str, ...]:
    """
    Which provisions behind a calculation nobody has read in the text itself yet; empty when all were.

    For the user's own eyes, not for the data subject's.
    """
    unread = {source.id for source in regime.sources if source.verified_on is None}
    rules = cite((each for each in deadline.sources if cited(each)[0] in unread), words)
    return (words("law.unchecked", rules=rules),) if rules else ()


def cite(citations: Iterable[Citation], words: Wording) -> str:
    """Provisions as a reader quotes them, each source named once: "GDPR Art. 12(3); Regulation … Art. 3(1), 3(4)"."""
    provisions: dict[str, list[str]] = {}
    for citation in dict.fromkeys(citations):
        source, provision = cited(citation)
        provisions.setdefault(source, []).append(provision)
    quoted = (words(f"law.cite.{source}", articles=", ".join(found)) for source, found in provisions.items())
    return words("law.separator").join(quoted)


def _step(step: Step, words: Wording) -> str:
    return words(
        f"law.step.{step.rule}", **{name: _said(name, value, words) for name, value in step.params.items()}
    )


def _said(name: str, value: date | datetime | int, words: Wording) -> object:
    if isinstance(value, datetime):
        return words.weekday_moment(value)
    if isinstance(value, date):
        return words.weekday_date(value)
    if name == "month":
        return words.month(value)
    return words(f"law.ordinal.{value}") if name == "missing" else value
