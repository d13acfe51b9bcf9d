"""What hangs on a decision, on paper: the flows with the verdict before and after, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dpo_desk import paper as papers
from dpo_desk.domain.organisation import Organisation
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.services.hanging import Hanging, HangingFlow, Named

_KIND = "what_if"
_SHARES = (0.08, 0.26, 0.16, 0.17, 0.17, 0.16)
Text, Table, Paragraph, Heading, Bullets = (
    papers.content.Text,
    papers.content.Table,
    papers.content.Paragraph,
    papers.content.Heading,
    papers.content.Bullets,
)


def what_if_sheet(hanging: Hanging, words: Wording, organisation: Organisation | None) -> papers.Sheet:
    """The lists of what hangs on the decision, in the language of the words."""
    called, name = LawWords(words, hanging.law), organisation.name if organisation else ""
    decision = called.decision(hanging.decision)
    title = words("sheets.what_if.title", decision=decision, day=hanging.day)
    return papers.Sheet(
        kind=_KIND,
        language=words.language,
        title=words("sheets.what_if.file_title", organisation=name, decision=decision),
        organisation=name,
        cover=None,
        parts=(papers.content.Part(title, tuple(_blocks(hanging, words, called))),),
        contents="",
        header=words("sheets.what_if.header", organisation=name, day=hanging.day),
        footer=words("sheets.what_if.footer"),
        sample=organisation.is_sample if organisation else False,
    )


def _blocks(hanging: Hanging, words: Wording, called: LawWords) -> Iterator[papers.content.Block]:
    country = called.country(hanging.decision.code)
    yield Paragraph(words("sheets.what_if.intro", country=country, count=len(hanging.flows)))
    columns = ("ref", "name", "country", "before", "after", "fallback")
    head = tuple(words(f"ui.what_if.column.{column}") for column in columns)
    if hanging.flows:
        yield Table(head, tuple(_row(each, words, called) for each in hanging.flows), _SHARES)
    yield from _listed("flows_open", words, [_flow(each, called) for each in hanging.unsettled])
    yield from _listed("activities", words, _names(hanging.activities))
    yield from _listed("clients", words, _names(hanging.clients))
    yield from _listed("processors", words, _names(hanging.processors))
    yield from _listed("recipients", words, hanging.recipients)
    yield from _listed("unrecorded", words, _names(hanging.unrecorded))


def _row(each: HangingFlow, words: Wording, called: LawWords) -> tuple[papers.content.Text, ...]:
    ready = "ready" if each.fallback else "missing"
    return (
        Text(each.flow.ref, "quiet"),
        Text(each.flow.importer, "strong"),
        Text(called.country(each.flow.country.value or "")),
        Text(called.verdict(each.before.verdict)),
        Text(called.verdict(each.after.verdict)),
        Text(words(f"ui.what_if.fallback_{ready}")),
    )


def _flow(each: HangingFlow, called: LawWords) -> str:
    return f"{each.flow.ref} {each.flow.importer} ({called.country(each.flow.country.value or '')})"


def _names(named: Sequence[Named]) -> list[str]:
    return [f"{each.ref} {each.name}" for each in named]


def _listed(name: str, words: Wording, items: Sequence[str]) -> Iterator[papers.content.Block]:
    if items:
        yield Heading(words(f"sheets.what_if.{name}"))
        yield Bullets(tuple(items))
