"""The picture of one activity: whose data, which data, who gets them, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from dpo_desk.domain.activity import Activity, DataCategory, Recipient, RecipientKind
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.picture import (
    UNKNOWN_COUNTRY,
    Column,
    Inside,
    Line,
    Mark,
    Node,
    Picture,
    Verdicts,
    country,
    country_key,
    gravest_first,
    plain,
)
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import Verdict

T = TypeVar("T")


def activity_picture(
    activity: Activity,
    processors: Iterable[Processor],
    transfers: Iterable[Transfer],
    verdicts: Verdicts,
    inside: Inside,
) -> Picture:
    """
    One activity: whose data, which data, who gets them, and where.

    Args:
        activity: The record.
        processors: Those it names.
        transfers: Those that belong to it.
        verdicts: What Chapter V says to them today.
        inside: Tells the European Economic Area from third countries.
    """
    people = [
        _named(Column.PEOPLE, number, text) for number, text in enumerate(activity.data_subjects.value or ())
    ]
    data = [_category(number, each) for number, each in enumerate(activity.categories.value or ())]
    recipients, lines = _Recipients(activity, processors, transfers, verdicts, inside).drawn()
    nodes = (
        *_or_state(Column.PEOPLE, activity.data_subjects, people),
        *_or_state(Column.DATA, activity.categories, data),
        *_or_state(Column.RECIPIENTS, activity.recipients, recipients),
    )
    return Picture(
        nodes=(*nodes, *_countries(lines)),
        lines=tuple(lines),
        bundles=((Column.PEOPLE, Column.DATA), (Column.DATA, Column.RECIPIENTS)),
    )


def _named(column: Column, number: int, text: str) -> Node:
    return Node(key=f"{column}:{number}", column=column, text=text)


def _category(number: int, category: DataCategory) -> Node:
    marks = [
        mark
        for fact, mark in ((category.special, Mark.SPECIAL), (category.criminal, Mark.CRIMINAL))
        if fact.value
    ]
    return replace(_named(Column.DATA, number, category.name), marks=tuple(marks))


def _or_state(column: Column, fact: Fact[tuple[T, ...]], nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes; where the fact has no value, one that says so; what is only proposed is marked."""
    state = {Known.UNKNOWN: Mark.UNKNOWN, Known.NONE: Mark.NONE}.get(fact.known)
    if state is not None:
        said = Node(key=f"{column}:{state}", column=column, marks=(state,))
        return (*nodes, said) if state is Mark.UNKNOWN or not nodes else tuple(nodes)
    if fact.known is Known.PROPOSED:
        return tuple(
            each if Mark.ONLY_TRANSFER in each.marks else replace(each, marks=(*each.marks, Mark.PROPOSED))
            for each in nodes
        )
    return tuple(nodes)


class _Recipients:
    """The recipients of one activity, what stands behind them, and the lines to their countries."""

    def __init__(
        self,
        activity: Activity,
        processors: Iterable[Processor],
        transfers: Iterable[Transfer],
        verdicts: Verdicts,
        inside: Inside,
    ) -> None:
        self._activity, self._verdicts, self._inside = activity, verdicts, inside
        self._processors = {each.id: each for each in processors}
        self._left = list(transfers)
        self._nodes: list[Node] = []
        self._lines: list[Line] = []

    def drawn(self) -> tuple[list[Node], list[Line]]:
        """The nodes in order, and the lines that leave them."""
        for number, recipient in enumerate(self._activity.recipients.value or ()):
            self._recipient(f"recipients:{number}", recipient)
        for flow in self._left:
            self._only_in_transfer(flow)
        return self._nodes, self._lines

    def _recipient(self, key: str, recipient: Recipient) -> None:
        processor = self._processors.get(recipient.processor) if recipient.processor else None
        named = recipient.named if processor is None else processor.named
        self._nodes.append(
            Node(
                key=key,
                column=Column.RECIPIENTS,
                text=processor.name if processor else recipient.name,
                role=recipient.kind,
                marks=() if named else (Mark.UNNAMED,),
                record=(RecordKind.PROCESSOR, processor.id) if processor else None,
            )
        )
        flows = [flow for flow in self._left if _goes_to(flow, recipient, processor)]
        self._left = [flow for flow in self._left if flow not in flows]
        countries = processor.countries if processor else recipient.countries
        self._places(key, countries, flows, ours=recipient.kind is RecipientKind.INTERNAL)
        if processor is not None:
            self._behind(key, processor)

    def _behind(self, key: str, processor: Processor) -> None:
        for number, below in enumerate(processor.subprocessors.value or ()):
            record = below.processor
            node = Node(
                key=f"{key}:{number}",
                column=Column.RECIPIENTS,
                text=below.name,
                within=key,
                marks=(Mark.PROPOSED,) if processor.subprocessors.known is Known.PROPOSED else (),
                record=(RecordKind.PROCESSOR, record) if record else None,
            )
            self._nodes.append(node)
            self._places(node.key, below.countries, ())

    def _places(
        self, key: str, countries: Fact[tuple[str, ...]], flows: Sequence[Transfer], *, ours: bool = False
    ) -> None:
        """Lines to each country that is known, to those of the transfers, and to the unknown one where it is that."""
        reached = set()
        for flow in flows:
            reached.add(flow.country.value)
            self._lines.append(_flow_line(key, flow, self._verdicts))
        for code in countries.value or ():
            if code not in reached:
                self._lines.append(_line(key, code, inside=self._inside(code)))
        if countries.known is Known.UNKNOWN and not flows and not ours:
            self._lines.append(Line(start=key, end=UNKNOWN_COUNTRY))

    def _only_in_transfer(self, flow: Transfer) -> None:
        key = f"transfer:{flow.id}"
        marks = (Mark.ONLY_TRANSFER,) if flow.importer_named else (Mark.ONLY_TRANSFER, Mark.UNNAMED)
        node = Node(
            key=key,
            column=Column.RECIPIENTS,
            text=flow.importer,
            marks=marks,
            record=(RecordKind.TRANSFER, flow.id),
        )
        self._nodes.append(node)
        self._lines.append(_flow_line(key, flow, self._verdicts))


def _goes_to(flow: Transfer, recipient: Recipient, processor: Processor | None) -> bool:
    if flow.processor is not None:
        return processor is not None and flow.processor == processor.id
    names = {plain(recipient.name), *([plain(processor.name)] if processor else [])}
    return plain(flow.importer) in names


def _flow_line(key: str, flow: Transfer, verdicts: Verdicts) -> Line:
    return Line(
        start=key,
        end=country_key(flow.country.value),
        verdict=verdicts.get(flow.id),
        record=(RecordKind.TRANSFER, flow.id),
    )


def _line(key: str, code: str, *, inside: bool) -> Line:
    verdict = Verdict.NO_TRANSFER if inside else None
    return Line(start=key, end=country_key(code), verdict=verdict, unrecorded=not inside)


def _countries(lines: Iterable[Line]) -> tuple[Node, ...]:
    """The countries the lines lead to: the unknown one first, then the gravest verdict."""
    ends: dict[str, list[Line]] = {}
    for line in lines:
        ends.setdefault(line.end, []).append(line)
    nodes = [country(key, led) for key, led in ends.items()]
    return tuple(sorted(nodes, key=gravest_first))
