"""The picture of the whole register by country: where data go, and who gets them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from dpo_desk.domain.activity import Activity, Recipient, RecipientKind
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.picture import (
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

MOST_BEHIND = 12
"""So many recipients stand behind one country; the others are counted."""


@dataclass
class _Country:
    """What was found of one country."""

    code: str
    there: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    activities: set[str] = field(default_factory=set)
    transfers: int = 0


def register_picture(
    organisation: str,
    activities: Iterable[Activity],
    processors: Iterable[Processor],
    transfers: Iterable[Transfer],
    verdicts: Verdicts,
    inside: Inside,
) -> Picture:
    """The whole register by country: from the organisation to each country, and who gets data there."""
    found: dict[str, _Country] = {}
    _collect(found, activities, {each.id: each for each in processors}, transfers, verdicts, inside)
    ours = Node(key="organisation", column=Column.ORGANISATION, text=organisation)
    places = sorted((_place(each) for each in found.values()), key=gravest_first)
    behind = [_shown(found[node.text]) for node in places]
    lines = [Line(start=ours.key, end=node.key, verdict=node.verdict) for node in places]
    return Picture(
        nodes=(ours, *places, *(node for nodes, _ in behind for node in nodes)),
        lines=(*lines, *(line for _, led in behind for line in led)),
    )


def _collect(
    found: dict[str, _Country],
    activities: Iterable[Activity],
    processors: Mapping[ProcessorId, Processor],
    transfers: Iterable[Transfer],
    verdicts: Verdicts,
    inside: Inside,
) -> None:
    def at(code: str) -> _Country:
        return found.setdefault(code, _Country(code))

    def put(place: _Country, name: str, node: Node, line: Line) -> None:
        place.there.setdefault(name, node)
        before = place.lines.get(name)
        if before is None or _weight(line) > _weight(before):
            place.lines[name] = line

    for flow in transfers:
        place = at(flow.country.value or "")
        place.transfers += 1
        if flow.activity:
            place.activities.add(flow.activity)
        processor = processors.get(flow.processor) if flow.processor else None
        node = _someone(place.code, processor) if processor else _importer(place.code, flow)
        line = Line(
            start=country_key(place.code),
            end=node.key,
            verdict=verdicts.get(flow.id),
            record=(RecordKind.TRANSFER, flow.id),
        )
        put(place, processor.id if processor else plain(flow.importer), node, line)
    for processor in processors.values():
        for code in _codes(processor.countries):
            place, node = at(code), _someone(code, processor)
            put(place, processor.id, node, _stays(place, node, inside))
    for activity in activities:
        for recipient in activity.recipients.value or ():
            processor = processors.get(recipient.processor) if recipient.processor else None
            for code in _codes(
                processor.countries if processor else recipient.countries, known=processor is None
            ):
                place = at(code)
                place.activities.add(activity.id)
                if processor is None and recipient.kind is not RecipientKind.INTERNAL:
                    node = _stranger(code, activity, recipient)
                    put(place, plain(recipient.name), node, _stays(place, node, inside))


def _codes(countries: Fact[tuple[str, ...]], *, known: bool = False) -> Iterator[str]:
    """The countries; the empty one where nobody knows, unless only ``known`` ones are wanted."""
    yield from countries.value or ()
    if countries.known is Known.UNKNOWN and not known:
        yield ""


def _someone(code: str, processor: Processor) -> Node:
    return Node(
        key=f"{code}:{processor.id}",
        column=Column.RECIPIENTS,
        text=processor.name,
        marks=() if processor.named else (Mark.UNNAMED,),
        record=(RecordKind.PROCESSOR, processor.id),
    )


def _importer(code: str, flow: Transfer) -> Node:
    return Node(
        key=f"{code}:{plain(flow.importer)}",
        column=Column.RECIPIENTS,
        text=flow.importer,
        marks=() if flow.importer_named else (Mark.UNNAMED,),
        record=(RecordKind.TRANSFER, flow.id),
    )


def _stranger(code: str, activity: Activity, recipient: Recipient) -> Node:
    return Node(
        key=f"{code}:{plain(recipient.name)}",
        column=Column.RECIPIENTS,
        text=recipient.name,
        role=recipient.kind,
        marks=() if recipient.named else (Mark.UNNAMED,),
        record=(RecordKind.ACTIVITY, activity.id),
    )


def _stays(place: _Country, node: Node, inside: Inside) -> Line:
    start = country_key(place.code)
    if not place.code:
        return Line(start=start, end=node.key)
    within = inside(place.code)
    verdict = Verdict.NO_TRANSFER if within else None
    return Line(start=start, end=node.key, verdict=verdict, unrecorded=not within)


def _weight(line: Line) -> tuple[bool, int]:
    """A recorded transfer says more than that there is none, and the gravest of several counts."""
    return line.record is not None, line.verdict.gravity if line.verdict else -1


def _place(place: _Country) -> Node:
    node = country(country_key(place.code), list(place.lines.values()))
    counts = {
        "activities": len(place.activities),
        "recipients": len(place.there),
        "transfers": place.transfers,
    }
    return replace(node, counts=MappingProxyType(counts))


def _shown(place: _Country) -> tuple[list[Node], list[Line]]:
    """The recipients of a country, the gravest first, and how many there are beside those shown."""
    names = sorted(place.there, key=lambda name: (_order(place.lines[name]), place.there[name].text))
    shown = names[:MOST_BEHIND]
    nodes = [replace(place.there[name], verdict=place.lines[name].verdict) for name in shown]
    nodes = [
        replace(node, marks=(*node.marks, Mark.UNRECORDED)) if place.lines[name].unrecorded else node
        for name, node in zip(shown, nodes, strict=True)
    ]
    lines = [replace(place.lines[name], end=node.key) for name, node in zip(shown, nodes, strict=True)]
    if len(names) > len(shown):
        more = Node(
            key=f"{place.code}:more",
            column=Column.RECIPIENTS,
            marks=(Mark.MORE,),
            counts=MappingProxyType({"recipients": len(names) - len(shown)}),
        )
        nodes.append(more)
        lines.append(Line(start=country_key(place.code), end=more.key))
    return nodes, lines


def _order(line: Line) -> tuple[int, bool]:
    return -(line.verdict.gravity if line.verdict else -1), not line.unrecorded
