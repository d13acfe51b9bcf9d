"""One processing activity on paper, in the order of GDPR Art. 30(1)(a) to (g), then what goes beyond."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Entry, Heading, KeyValues, Text
from ..facts import OrganisationFacts
from ..records import NOTHING, ActivityRecord, Fields, Stated
from ..words import Words
from . import parts, values

_JOINT = ("joint_controllers", "joint_arrangement", "joint_essence")
_ARTICLE_30 = (
    "controller", *_JOINT, "purposes", "data_subjects", "categories", "recipients", "transfers", "safeguards",
    "security",
)  # fmt: skip
_BEYOND = {
    "owner": "", "contact": "", "people": "", "vulnerable": "8", "minimisation": "5(1)(c)",
    "source": "14(2)(f), 15(1)(g)", "systems": "", "locations": "", "rights": "12-22", "breaches": "33(5)",
    "automated_decision": "22(1)", "automated_exception": "22(2)", "automated_safeguards": "22(3)",
    "automated_notice": "13(2)(f)", "dpia_criteria": "35(1)", "dpia_listed": "35(4), 35(5)", "dpia_needed": "35(1)",
    "dpia": "35(1)", "dpia_reference": "35(7)", "dpia_on": "", "dpia_opinion": "35(2)",
}  # fmt: skip


def blocks(activity: ActivityRecord, organisation: OrganisationFacts, words: Words) -> Iterator[Block]:
    """Everything the record says."""
    yield KeyValues(tuple(_article_30(activity, organisation, words)))
    yield Heading(words("sheets.activity.beyond"), 2)
    further = values.rest(activity, (*_ARTICLE_30, *_BEYOND, *parts.APART))
    articles = {name: words("sheets.common.article", article=each) for name, each in _BEYOND.items() if each}
    beyond = values.rows(activity, (*_BEYOND, *further), words, articles)
    yield KeyValues((*beyond, parts.standing(activity, words)))
    yield from parts.open_points(activity, words)
    yield from parts.evidence(activity, words)


def _article_30(activity: ActivityRecord, organisation: OrganisationFacts, words: Words) -> Iterator[Entry]:
    yield _row("controller", tuple(_controller(activity, organisation, words)), words)
    yield _row("purposes", tuple(_purposes(activity["purposes"], words)), words)
    yield _row("data_subjects", values.shown(activity["data_subjects"], words), words)
    yield _row("categories", tuple(_categories(activity["categories"], words)), words)
    yield _row("recipients", tuple(_recipients(activity["recipients"], words)), words)
    yield _row("transfers", tuple(_transfers(activity, words)), words)
    yield _row("retention", tuple(_retention(activity["categories"], words)), words)
    yield _row("security", values.shown(activity["security"], words), words)


def _row(item: str, texts: tuple[Text, ...], words: Words) -> Entry:
    return Entry(words(f"sheets.activity.{item}"), texts, words(f"sheets.activity.{item}_article"))


def _controller(activity: ActivityRecord, organisation: OrganisationFacts, words: Words) -> Iterator[Text]:
    controller = activity["controller"]
    if controller.said:
        yield from values.shown(controller, words)
    else:
        yield Text(organisation.name)
    joint = organisation.joint_controllers
    if activity["joint_controllers"].known == "unknown" and joint.known in ("given", "proposed"):
        told = Stated("fields.activity.joint_controllers", joint.known, (joint.text,))
        yield from values.labelled(told, words)
    else:
        yield from values.details(activity.fields, _JOINT, words)


def _purposes(purposes: Stated, words: Words) -> Iterator[Text]:
    def show(purpose: Fields) -> Iterator[Text]:
        yield Text(purpose["text"].text)
        yield from values.labelled(purpose["basis"], words)

    return values.each(purposes, words, show, lambda purpose: _others(purpose, ("text", "basis")))


def _categories(categories: Stated, words: Words) -> Iterator[Text]:
    def show(category: Fields) -> Iterator[Text]:
        name, detail = category["name"].text, category["detail"].text
        line = words("sheets.common.named", name=name, detail=detail) if detail else name
        yield values.marked(line, categories.known, words)

    placed = ("name", "detail", "retention", "archive")
    return values.each(categories, words, show, lambda category: _others(category, placed))


def _recipients(recipients: Stated, words: Words) -> Iterator[Text]:
    def show(recipient: Fields) -> Iterator[Text]:
        name = words("sheets.common.with_role", name=recipient["name"].text, detail=recipient["kind"].text)
        if recipient["named"].code == "no":
            yield Text(words("sheets.common.unnamed", name=name), "gap")
        else:
            yield values.marked(name, recipients.known, words)

    return values.each(recipients, words, show, lambda each: _others(each, ("name", "kind", "named")))


def _transfers(activity: ActivityRecord, words: Words) -> Iterator[Text]:
    yield from values.shown(activity["transfers"], words)
    for transfer in activity.flows:
        yield from parts.flow(transfer, words)
    yield from values.details(activity.fields, ("safeguards",), words)


def _others(record: Fields, placed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in record if name not in placed)


# --- time limits --------------------------------------------------------------------------------------------------


def _retention(categories: Stated, words: Words) -> Iterator[Text]:
    """The time limits, with the names of the categories that share them."""
    if not categories.records:
        yield values.unknown(words)
    groups: list[tuple[tuple[Stated, Stated], list[str]]] = []
    for category in categories.records:
        limits = (category.get("retention", NOTHING), category.get("archive", NOTHING))
        names = next((names for known, names in groups if known == limits), None)
        if names is None:
            groups.append((limits, [category["name"].text]))
        else:
            names.append(category["name"].text)
    open_ones: dict[tuple[str, ...], list[str]] = {}
    for (active, archive), names in groups:
        yield from _limits(words.join(names), active, archive, words)
        if labels := tuple(_open(active, archive, words)):
            open_ones.setdefault(labels, []).extend(names)
    yield from values.in_which(open_ones, len(categories.records), words)


def _limits(names: str, active: Stated, archive: Stated, words: Words) -> Iterator[Text]:
    if not active.records:
        (text, *_) = values.shown(active, words)
        yield Text(words("sheets.common.named", name=names, detail=text.text), text.tone)
    for name, owner in ((names, active), (words(archive.label), archive)):
        for limit in owner.records:
            yield _limit(name, limit, owner, words)
            yield from values.known(limit, _others(limit, ("periods", "rule")), words)
    if archive.known == "none":
        yield from values.labelled(archive, words)


def _open(active: Stated, archive: Stated, words: Words) -> Iterator[str]:
    """What is unknown of a limit whose length is told, and of the archive that comes after it."""
    for limit in active.records:
        yield from values.open_labels(limit, _others(limit, ("periods", "rule")), words)
    for limit in archive.records:
        if labels := values.open_labels(limit, _others(limit, ("periods", "rule")), words):
            yield words("sheets.common.with_role", name=words(archive.label), detail=words.join(labels))
    yield from values.open_labels({"retention": active, "archive": archive}, ("archive",), words)


def _limit(name: str, limit: Fields, owner: Stated, words: Words) -> Text:
    periods = limit["periods"].lines
    either = words("sheets.activity.either", periods=words("sheets.common.separator").join(periods))
    length = either if len(periods) > 1 else "".join(periods)
    said = words("sheets.common.separator").join(filter(None, (length, limit["rule"].text.removesuffix("."))))
    if not said:
        return Text(words("sheets.common.named", name=name, detail=words("sheets.common.unknown")), "gap")
    return values.marked(words("sheets.common.named", name=name, detail=said), owner.known, words)
