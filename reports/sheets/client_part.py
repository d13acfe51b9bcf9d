"""One client on paper, in the order of GDPR Art. 30(2)(a) to (d), then what goes beyond."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Block, Entry, Heading, KeyValues, Text
from ..facts import OrganisationFacts
from ..records import ClientRecord, Fields, Stated
from ..words import Words
from . import parts, values

_CONTACTS = ("address", "contact", "representative", "dpo")
_ARTICLE_30 = (*_CONTACTS, "processing", "transfers", "safeguards", "security")
_BEYOND = {
    "contract": "28(3)", "instructions": "28(3)(a), 29", "subprocessors": "28(2), 28(4)", "subprocessing": "28(2)",
    "breach_notice": "33(2)", "owner": "",
}  # fmt: skip


def blocks(
    client: ClientRecord, organisation: OrganisationFacts, words: Words, *, outward: bool = False
) -> Iterator[Block]:
    """Everything the record says; ``outward``, for the client itself, without what is said among ourselves."""
    yield KeyValues(tuple(_article_30(client, organisation, words, outward=outward)))
    yield Heading(words("sheets.client.beyond"), 2)
    further = values.rest(client, (*_ARTICLE_30, *_BEYOND, *parts.APART))
    articles = {name: words("sheets.common.article", article=each) for name, each in _BEYOND.items() if each}
    names = [name for name in (*_BEYOND, *further) if not (outward and name in _INTERNAL)]
    beyond = tuple(values.rows(client, names, words, articles))
    yield KeyValues(beyond if outward else (*beyond, parts.standing(client, words)))
    if not outward:
        yield from parts.open_points(client, words)
        yield from parts.evidence(client, words)


_INTERNAL = ("owner", "tags")


def _article_30(
    client: ClientRecord, organisation: OrganisationFacts, words: Words, *, outward: bool
) -> Iterator[Entry]:
    yield _row("processor", (Text(organisation.name),), words)
    texts = (Text(client.name, "strong"), *values.details(client.fields, _CONTACTS, words))
    yield _row("controller", texts, words)
    yield _row("processing", tuple(_processing(client["processing"], words)), words)
    yield _row("transfers", tuple(_transfers(client, words, judged=not outward)), words)
    yield _row("security", values.shown(client["security"], words), words)


def _row(item: str, texts: tuple[Text, ...], words: Words) -> Entry:
    return Entry(words(f"sheets.client.{item}"), texts, words(f"sheets.client.{item}_article"))


def _processing(processing: Stated, words: Words) -> Iterator[Text]:
    def show(each: Fields) -> Iterator[Text]:
        yield values.marked(each["name"].text, processing.known, words, "strong")

    return values.each(processing, words, show, lambda each: [name for name in each if name != "name"])


def _transfers(client: ClientRecord, words: Words, *, judged: bool) -> Iterator[Text]:
    yield from values.shown(client["transfers"], words)
    for transfer in client.flows:
        yield from parts.flow(transfer, words, judged=judged)
    yield from values.details(client.fields, ("safeguards",), words)
