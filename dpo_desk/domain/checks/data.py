"""Whose data, which data, and where they come from (Art. 5(1)(c), 9, 10, 14 and 30(1)(c))."""

from __future__ import annotations

from collections.abc import Iterator

from dpo_desk.domain.activity import Activity, DataCategory
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, known, needed, warning
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known


def data_subjects(activity: Activity, _around: Around) -> Found:
    """CHK-08: it is said whose data they are."""
    fact, article, place = activity.data_subjects, "30(1)(c)", "data_subjects"
    yield from known(activity, fact, "CHK-08", "data_subjects", article, place)
    if fact.known is Known.NONE:
        yield error(activity, "CHK-08", "data_subjects_none", article, place)


def categories(activity: Activity, _around: Around) -> Found:
    """CHK-08: it is said which data they are."""
    fact, article, place = activity.categories, "30(1)(c)", "categories"
    yield from known(activity, fact, "CHK-08", "categories", article, place)
    if fact.known is Known.NONE:
        yield error(activity, "CHK-08", "categories_none", article, place)


def special(activity: Activity, around: Around) -> Found:
    """CHK-09: special categories of data are said to be such, and have a condition of Art. 9(2)."""
    for index, category in _categories(activity):
        at, of = f"categories.{index}", {"category": category.name}
        if category.special.known is Known.UNKNOWN:
            if word := around.law.special.first(_words(category)):
                yield error(activity, "CHK-09", "special_unsaid", "9(1)", f"{at}.special", **of, word=word)
        elif category.special.value:
            yield from known(activity, category.special, "CHK-09", "special", "9(1)", f"{at}.special", of)
            place = f"{at}.condition"
            yield from needed(activity, category.condition, "CHK-09", "special_condition", "9(2)", place, of)


def criminal(activity: Activity, around: Around) -> Found:
    """CHK-10: data on offences are said to be such, and a law authorises them."""
    for index, category in _categories(activity):
        at, of = f"categories.{index}", {"category": category.name}
        if category.criminal.known is Known.UNKNOWN:
            if word := around.law.offences.first(_words(category)):
                yield error(activity, "CHK-10", "criminal_unsaid", "10", f"{at}.criminal", **of, word=word)
        elif category.criminal.value:
            yield from known(activity, category.criminal, "CHK-10", "criminal", "10", f"{at}.criminal", of)
            place = f"{at}.criminal_law"
            yield from needed(activity, category.criminal_law, "CHK-10", "criminal_law", "10", place, of)


def criminal_purpose(activity: Activity, around: Around) -> Found:
    """CHK-10: an activity about offences says which of its data are data on offences."""
    held = activity.categories.value or ()
    asked = [category for category in held if category.criminal.known is not Known.UNKNOWN]
    if not held or asked or any(around.law.offences.first(_words(category)) for category in held):
        return
    texts = (activity.name, *(purpose.text for purpose in activity.purposes))
    if word := next(filter(None, map(around.law.offences.first, texts)), ""):
        yield error(activity, "CHK-10", "criminal_purpose", "10", "categories", word=word)


def minimisation(activity: Activity, around: Around) -> Found:
    """CHK-29: intrusive data are there for a reason."""
    hits = (around.law.intrusive.first(_words(category)) for _, category in _categories(activity))
    if word := next(filter(None, hits), ""):
        fact, article, place = activity.minimisation, "5(1)(c)", "minimisation"
        severity = Severity.WARNING
        yield from needed(
            activity, fact, "CHK-29", "minimisation", article, place, {"word": word}, severity=severity
        )


def vulnerable(activity: Activity, around: Around) -> Found:
    """CHK-32: children and other vulnerable persons are thought of."""
    law, article, place = around.law, "recitals 38, 75", "vulnerable"
    texts = (" / ".join(activity.data_subjects.value or ()), activity.name)
    word = next(
        filter(None, (find.first(text) for text in texts for find in (law.children, law.vulnerable))), ""
    )
    match activity.vulnerable.known:
        case Known.UNKNOWN if word:
            yield warning(activity, "CHK-32", "vulnerable_unsaid", article, place, word=word)
        case Known.NONE if word:
            yield warning(activity, "CHK-32", "vulnerable_denied", article, place, word=word)
        case Known.PROPOSED:
            yield from known(activity, activity.vulnerable, "CHK-32", "vulnerable", article, place)


def source(activity: Activity, _around: Around) -> Found:
    """CHK-24: it is said where data come from that the person did not give."""
    fact, article, severity = activity.source, "14(2)(f), 15(1)(g)", Severity.WARNING
    yield from known(activity, fact, "CHK-24", "source", article, "source", severity=severity)
    if fact.known is Known.NONE:
        for index, category in _categories(activity):
            if category.source.value:
                place, of = f"categories.{index}.source", {"category": category.name}
                yield warning(activity, "CHK-24", "source_differs", article, place, **of)


def _categories(activity: Activity) -> Iterator[tuple[int, DataCategory]]:
    return enumerate(activity.categories.value or ())


def _words(category: DataCategory) -> str:
    return f"{category.name} / {category.detail}"
