"""How long data are kept (Art. 5(1)(e) and 30(1)(f))."""

from __future__ import annotations

from collections.abc import Iterator

from dpo_desk.domain.activity import Activity, Afterwards, DataCategory, Retention
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, hint, known, warning
from dpo_desk.domain.checks.words import Length
from dpo_desk.domain.facts import Known

_ARTICLE = "5(1)(e), 30(1)(f)"


def retention(activity: Activity, _around: Around) -> Found:
    """CHK-17: each category of data has its time limit."""
    for index, category in enumerate(activity.categories.value or ()):
        fact, place, of = category.retention, f"categories.{index}.retention", {"category": category.name}
        yield from known(activity, fact, "CHK-17", "retention", "30(1)(f)", place, of)
        if fact.known is Known.NONE:
            yield error(activity, "CHK-17", "retention_none", _ARTICLE, place, **of)
        elif fact.value and not fact.value.periods and not fact.value.rule:
            yield error(activity, "CHK-17", "retention_empty", "30(1)(f)", place, **of)


def retention_vague(activity: Activity, around: Around) -> Found:
    """CHK-17: “as long as necessary” is no time limit."""
    for place, category, kept in _kept(activity):
        if not kept.periods and (word := around.law.vague_retention.first(kept.rule)):
            of = {"category": category.name, "word": word}
            yield error(activity, "CHK-17", "retention_vague", _ARTICLE, f"{place}.rule", **of)


def retention_in_words(activity: Activity, around: Around) -> Found:
    """CHK-17: a time limit has a number where it can have one."""
    for place, category, kept in _kept(activity):
        if kept.rule and not kept.periods and not around.law.vague_retention.first(kept.rule):
            of = {"category": category.name}
            yield warning(activity, "CHK-17", "retention_in_words", "30(1)(f)", f"{place}.periods", **of)


def trigger(activity: Activity, _around: Around) -> Found:
    """CHK-17: a time limit says from when it is counted."""
    for place, category, kept in _kept(activity):
        if kept.then.value is Afterwards.ERASE:
            continue
        for number, period in enumerate(kept.periods):
            if not period.trigger.strip():
                at, of = f"{place}.periods.{number}.trigger", {"category": category.name}
                yield error(activity, "CHK-17", "retention_trigger", _ARTICLE, at, **of)


def erasure_without_trigger(activity: Activity, _around: Around) -> Found:
    """CHK-17: who promises erasure says from when the time is counted, or what ends it."""
    for place, category, kept in _kept(activity):
        told = all(period.trigger.strip() for period in kept.periods) if kept.periods else kept.rule.strip()
        if kept.then.value is Afterwards.ERASE and not told:
            of = {"category": category.name}
            yield error(activity, "CHK-17", "erasure_without_trigger", _ARTICLE, f"{place}.periods", **of)


def afterwards(activity: Activity, _around: Around) -> Found:
    """CHK-17: it is said what happens when the time is over."""
    for place, category, kept in _kept(activity):
        if kept.then.known is Known.UNKNOWN:
            of = {"category": category.name}
            yield hint(activity, "CHK-17", "afterwards_unknown", "5(1)(e)", f"{place}.then", **of)


def archive(activity: Activity, _around: Around) -> Found:
    """CHK-17: an archive has a length and a law of its own."""
    for index, category in enumerate(activity.categories.value or ()):
        place, of = f"categories.{index}.archive", {"category": category.name}
        moved = category.retention.value and category.retention.value.then.value is Afterwards.ARCHIVE
        kept = category.archive.value
        if moved and kept is None:
            yield error(activity, "CHK-17", "archive_missing", _ARTICLE, place, **of)
        if kept is None:
            continue
        if not kept.periods:
            yield error(activity, "CHK-17", "archive_without_length", _ARTICLE, place, **of)
        if kept.law.value is None:
            yield error(activity, "CHK-17", "archive_without_law", _ARTICLE, f"{place}.law", **of)
        if category.archive.known is Known.PROPOSED:
            yield warning(activity, "CHK-33", "archive_proposed", _ARTICLE, place, **of)


def ambiguous(activity: Activity, around: Around) -> Found:
    """CHK-18: of two time limits a rule says which one counts."""
    law = around.law
    for place, category, kept in _kept(activity):
        said = len(law.lengths.find(kept.rule)) > 1 and law.either.first(kept.rule)
        several = len(kept.periods) > 1 or (not kept.periods and said)
        if several and not law.settling.first(kept.rule):
            of = {"category": category.name}
            yield error(activity, "CHK-18", "retention_ambiguous", _ARTICLE, place, **of)


def long(activity: Activity, around: Around) -> Found:
    """CHK-19: who keeps data longer than usual says why."""
    near: frozenset[str] | None = None
    for index, category in enumerate(activity.categories.value or ()):
        kept = category.retention.value
        if kept is None or not kept.periods or kept.rule.strip() or kept.law.value:
            continue
        near = _near(activity, around) if near is None else near
        own = f"{category.name} / {category.detail}"
        if not near and not around.law.usual.first(own):
            continue
        references = (each for each in around.law.references if each.id in near or each.words.first(own))
        usual = next(references, None)
        longest = max((Length(p.number, p.unit) for p in kept.periods), key=lambda length: length.days)
        if usual and longest.days > usual.length.days:
            place = f"categories.{index}.retention.rule"
            of = {"category": category.name, "length": str(longest), "limit": str(usual.length)}
            of |= {"reference": usual.id, "law": usual.law}
            yield warning(activity, "CHK-19", "retention_long", "5(1)(e)", place, **of)


def _near(activity: Activity, around: Around) -> frozenset[str]:
    """The references the activity and its data subjects call for."""
    texts = (activity.name, *(p.text for p in activity.purposes), *(activity.data_subjects.value or ()))
    whole = " / ".join(texts)
    if not around.law.usual_around.first(whole):
        return frozenset()
    return frozenset(each.id for each in around.law.references if each.around.first(whole))


def _kept(activity: Activity) -> Iterator[tuple[str, DataCategory, Retention]]:
    """The time limits of active use, with their place."""
    for index, category in enumerate(activity.categories.value or ()):
        if category.retention.value:
            yield f"categories.{index}.retention", category, category.retention.value
