"""
The full answer to an access request, GDPR Art. 15: the letter, the information of 15(1) and (2), the copy of 15(3).

It grants everything; whoever withholds something needs another letter, with reasons. Notes of the officer on roles and
reasons, and on how the person was recognised, are for the records, not for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..content import Annex, Block, Bullets, Entry, Heading, KeyValues, Letter, Paragraph, Table, Text
from ..facts import (
    ActivityFacts,
    CaseFacts,
    CopyFacts,
    Fact,
    Many,
    RecipientFacts,
    TransferFacts,
    by_retention,
)
from ..words import Words
from . import frame

MANDATORY = frozenset(
    {
        "C03", "C05", "C07", "C11", "C12", "C22",
        "A15(1)", "A15(1)(a)", "A15(1)(b)", "A15(1)(c)", "A15(1)(d)", "A15(1)(e)", "A15(1)(f)", "A15(1)(g)",
        "A15(1)(h)", "A15(2)", "A15(3)",
    }
)  # fmt: skip

_KIND = "access_answer"
_RIGHTS = ("rectification", "erasure", "restriction", "objection")


def build(facts: CaseFacts, words: Words) -> Letter:
    """The letter with its two annexes; what the facts lack is said to be missing, where it is missing."""
    annexes = (
        Annex(words("letters.access_answer.information.title"), tuple(_information(facts, words))),
        Annex(words("letters.access_answer.copy.title"), tuple(_copy(facts, words))),
    )
    return frame.letter(
        _KIND,
        facts,
        words,
        _blocks(facts, words),
        enclosures=[annex.title for annex in annexes],
        annexes=annexes,
    )


# --- the letter ---------------------------------------------------------------------------------------------------


def _blocks(facts: CaseFacts, words: Words) -> Iterator[Block]:
    channel = words(f"letters.common.channel.{facts.channel}")
    yield Paragraph(
        words(
            "letters.access_answer.received", day=facts.received, channel=channel, reference=facts.reference
        ),
        code="C01 C03 C06",
    )
    yield Paragraph(words("letters.access_answer.confirmation"), "strong", "A15(1)")
    yield from _search(facts, words)
    yield Heading(words("letters.access_answer.answer.heading"), 3)
    yield Paragraph(words("letters.access_answer.answer.annexes"))
    yield Paragraph(words("letters.access_answer.answer.complete"))
    yield Paragraph(words(f"letters.access_answer.delivery.{facts.delivery}"), code="C07")
    yield frame.free_of_charge(words)
    yield Heading(words("letters.access_answer.rights.heading"), 3)
    yield Paragraph(words("letters.access_answer.rights.intro"), code="A15(1)(e)")
    yield Bullets(tuple(words(f"letters.access_answer.rights.{right}") for right in _RIGHTS), "A15(1)(e)")
    yield frame.contact(facts, words)
    yield Heading(words("letters.access_answer.disagree.heading"), 3)
    first, *others = frame.complaint(facts, words)
    yield Paragraph(words("letters.common.complaint"), code=f"{first.code} A15(1)(f)")
    yield from others


def _search(facts: CaseFacts, words: Words) -> Iterator[Block]:
    day = facts.acted or facts.written
    if facts.searched:
        yield Paragraph(
            words("letters.access_answer.searched", day=day, count=len(facts.searched)), code="C22"
        )
    else:
        yield Paragraph(words("letters.access_answer.searched_all", day=day), code="C22")
    if facts.identity_on:
        yield Paragraph(words("letters.access_answer.identity", day=facts.identity_on))


# --- first annex: the information -------------------------------------------------------------------------------------


def _information(facts: CaseFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("letters.access_answer.information.intro"))
    if any(activity.flows for activity in facts.activities):
        yield Paragraph(words("letters.access_answer.information.safeguards_copy"))
    if not facts.activities:
        yield _missing(words)
    for activity in facts.activities:
        yield Heading(activity.name, 1)
        yield KeyValues(
            tuple(_entries(activity, words)),
            "A15(1)(a) A15(1)(b) A15(1)(c) A15(1)(d) A15(1)(g) A15(1)(h) A15(2)",
        )


def _entries(activity: ActivityFacts, words: Words) -> Iterator[Entry]:
    yield _entry("purposes", _purposes(activity, words), words)
    yield _entry("categories", _categories(activity, words), words)
    yield _entry("recipients", _recipients(activity.recipients, words), words)
    yield _entry("retention", _retention(activity, words), words)
    yield _entry("source", _fact(activity.source, "source_none", words), words)
    yield _entry("automated", _fact(activity.automated, "automated_none", words), words)
    yield _entry("transfers", _transfers(activity, words), words)


def _entry(item: str, values: Sequence[Text], words: Words) -> Entry:
    return Entry(
        words(f"letters.access_answer.information.{item}"),
        tuple(values),
        words(f"letters.access_answer.information.{item}_article"),
    )


def _purposes(activity: ActivityFacts, words: Words) -> list[Text]:
    values = []
    for purpose in activity.purposes:
        values.append(Text(purpose.text))
        if purpose.basis.text:
            values.append(
                Text(words("letters.access_answer.information.basis", basis=purpose.basis.text), "quiet")
            )
    return values or [_gap(words)]


def _categories(activity: ActivityFacts, words: Words) -> list[Text]:
    values = [
        Text(
            words("letters.common.named_detail", name=each.name, detail=each.detail)
            if each.detail
            else each.name
        )
        for each in activity.categories.items
    ]
    return values or [_gap(words)]


def _recipients(recipients: Many[RecipientFacts], words: Words) -> list[Text]:
    if recipients.known == "none":
        return [Text(words("letters.access_answer.information.recipients_none"))]
    values = []
    for each in recipients.items:
        name = each.name
        if each.country:
            name = words("letters.common.named_role", name=name, detail=words.country(each.country))
        values.append(Text(name, "plain" if each.named else "gap"))
        if not each.named:
            values.append(Text(words("letters.access_answer.information.recipient_unnamed"), "gap"))
    return values or [_gap(words)]


def _retention(activity: ActivityFacts, words: Words) -> list[Text]:
    values = [
        Text(words("letters.common.named_detail", name=words.join(names), detail=limit.text))
        if limit.text
        else Text(words("letters.common.named_gap", name=words.join(names)), "gap")
        for names, limit in by_retention(activity.categories.items)
    ]
    return values or [_gap(words)]


def _transfers(activity: ActivityFacts, words: Words) -> list[Text]:
    if not activity.flows:
        return _fact(activity.transfers, "transfers_none", words)
    return [value for flow in activity.flows for value in _flow(flow, words)]


def _flow(flow: TransferFacts, words: Words) -> Iterator[Text]:
    country = (
        words.country(flow.country.text) if flow.country.text else words("letters.common.country_unknown")
    )
    yield Text(
        words("letters.common.named_role", name=flow.importer, detail=country),
        "plain" if flow.named and flow.country.text else "gap",
    )
    if flow.tool.text:
        tool = words("letters.access_answer.information.tool", tool=flow.tool.text)
        yield Text(" – ".join(filter(None, (tool, flow.reference))), "quiet")
    else:
        yield _gap(words)
    if flow.safeguard.text:
        yield Text(flow.safeguard.text, "quiet")


def _fact(fact: Fact, none: str, words: Words) -> list[Text]:
    if fact.known == "none":
        return [Text(words(f"letters.access_answer.information.{none}"))]
    return [Text(fact.text)] if fact.text else [_gap(words)]


def _gap(words: Words) -> Text:
    return Text(words("letters.common.gap"), "gap")


def _missing(words: Words) -> Paragraph:
    return Paragraph(words("letters.common.gap"), "gap")


# --- second annex: the copy -------------------------------------------------------------------------------------------


def _copy(facts: CaseFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("letters.access_answer.copy.intro", day=facts.acted or facts.written))
    head = (words("letters.access_answer.copy.label"), words("letters.access_answer.copy.value"))
    for copy in facts.copies:
        yield Heading(copy.activity, 1)
        if copy.note:
            yield Paragraph(copy.note, "quiet")
        if copy.rows:
            yield Table(head, tuple(_rows(copy)), (0.36, 0.64), "A15(3)")
        else:
            yield _missing(words)
    if not any(copy.rows for copy in facts.copies):
        yield _missing(words)


def _rows(copy: CopyFacts) -> Iterable[tuple[Text, ...]]:
    return ((Text(label), Text(value)) for label, value in copy.rows)
