"""How a sheet shows what is known: *unknown*, *none* and *proposed* in words, never by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..content import Entry, Text, Tone
from ..facts import Address, ContactFacts, Fact, OrganisationFacts
from ..records import Fields, RecordFacts, State, Stated
from ..words import Words
from .asked import asked

# --- one field ----------------------------------------------------------------------------------------------------


def shown(stated: Stated, words: Words) -> tuple[Text, ...]:
    """What a field says as values; unknown, none and proposed say so, an empty note says nothing."""
    if stated.known == "unknown":
        return (unknown(words),)
    if stated.known == "none":
        return (Text(words("sheets.common.none")),)
    if stated.records:
        return tuple(marked(inline(record, words), stated.known, words) for record in stated.records)
    return tuple(marked(line, stated.known, words) for line in stated.lines)


def labelled(stated: Stated, words: Words) -> tuple[Text, ...]:
    """The same with the field's label before it; several lines stand on one."""
    label = words(stated.label)
    if stated.known == "empty":
        return ()
    if stated.records:
        return tuple(_named(label, text, words) for text in shown(stated, words))
    if len(stated.lines) > 1:
        return (_named(label, marked(words.join(stated.lines), stated.known, words), words),)
    return tuple(_named(label, text, words) for text in shown(stated, words))


def marked(text: str, known: State, words: Words, tone: Tone = "plain") -> Text:
    """A value, with the words that say so when it is only proposed."""
    if known != "proposed":
        return Text(text, tone)
    mark = words("sheets.common.proposed_mark")
    return Text(words("sheets.common.proposed", text=text.removesuffix("."), mark=mark), "proposed")


def unknown(words: Words) -> Text:
    """The words for what nobody has found out yet."""
    return Text(words("sheets.common.unknown"), "gap")


def inline(record: Fields, words: Words) -> str:
    """Everything a record inside a record says, on one line."""
    parts: list[str] = []
    for stated in record.values():
        if asked(stated, record):
            parts.extend(text.text for text in labelled(stated, words))
    return words("sheets.common.separator").join(parts)


# --- several fields -----------------------------------------------------------------------------------------------


def details(record: Fields, names: Iterable[str], words: Words) -> Iterator[Text]:
    """Label and value of each of these fields, then the labels of all that are unknown on one line."""
    names = tuple(names)
    yield from known(record, names, words)
    if labels := open_labels(record, names, words):
        yield still_unknown(labels, words)


def known(record: Fields, names: Iterable[str], words: Words) -> Iterator[Text]:
    """Label and value of those of these fields that are not unknown."""
    for name in names:
        if record[name].known != "unknown":
            yield from labelled(record[name], words)


def open_labels(record: Fields, names: Iterable[str], words: Words) -> tuple[str, ...]:
    """The labels of those of these fields that are asked for and unknown."""
    unknown_ones = (record[name] for name in names if record[name].known == "unknown")
    return tuple(words(stated.label) for stated in unknown_ones if asked(stated, record))


def still_unknown(labels: Iterable[str], words: Words) -> Text:
    """The labels of fields nobody knows yet, as one value."""
    return Text(words("sheets.common.unknown_fields", fields=words.join(labels)), "gap")


def each(
    stated: Stated,
    words: Words,
    show: Callable[[Fields], Iterable[Text]],
    more: Callable[[Fields], Iterable[str]],
) -> Iterator[Text]:
    """
    The records a field holds: each by ``show`` and with those of its fields ``more`` names, unknown ones at the end.

    What is unknown in several is told once, with the names of those it is unknown in.
    """
    if not stated.records:
        yield from shown(stated, words) or (unknown(words),)
    open_ones: dict[tuple[str, ...], list[str]] = {}
    for record in stated.records:
        lines = tuple(show(record))
        names = tuple(more(record))
        yield from lines
        yield from known(record, names, words)
        if labels := open_labels(record, names, words):
            open_ones.setdefault(labels, []).append(next(iter(record.values())).text)
    yield from in_which(open_ones, len(stated.records), words)


def in_which(open_ones: Mapping[tuple[str, ...], Sequence[str]], count: int, words: Words) -> Iterator[Text]:
    """A line for each set of unknown fields, with the names of those of ``count`` records it is unknown in."""
    for labels, names in open_ones.items():
        if len(names) == count:
            yield still_unknown(labels, words)
        else:
            told = {"names": words.join(names), "fields": words.join(labels)}
            yield Text(words("sheets.common.unknown_in", **told), "gap")


def rows(
    record: RecordFacts, names: Iterable[str], words: Words, articles: Mapping[str, str] | None = None
) -> Iterator[Entry]:
    """A row for each of these fields that says something, and one for those nobody knows yet."""
    open_fields = []
    for name in names:
        stated = record[name]
        if stated.known == "unknown":
            open_fields += [words(stated.label)] if asked(stated, record.fields) else []
        elif stated.known != "empty":
            yield Entry(words(stated.label), shown(stated, words), (articles or {}).get(name, ""))
    if open_fields:
        yield Entry(words("sheets.common.unknown"), (Text(words.join(open_fields), "gap"),))


def rest(record: RecordFacts, placed: Iterable[str]) -> tuple[str, ...]:
    """The fields no layout has placed, so that none is ever missing on paper."""
    used = frozenset(placed)
    return tuple(name for name in record.fields if name not in used)


def _named(label: str, value: Text, words: Words) -> Text:
    tone: Tone = "quiet" if value.tone == "plain" else value.tone
    return Text(words("sheets.common.named", name=label, detail=value.text), tone)


# --- the organisation ---------------------------------------------------------------------------------------------


def fact(stated: Fact, words: Words) -> tuple[Text, ...]:
    """A fact of the organisation as a value."""
    return shown(Stated("", stated.known, (stated.text,) if stated.text else ()), words)


def lines(address: Address, words: Words) -> str:
    """An address on one line, with its country."""
    country = words.country(address.country) if address.country else ""
    return ", ".join(filter(None, (*address.lines, country)))


def organisation(facts: OrganisationFacts, words: Words) -> tuple[Text, ...]:
    """Name, form, address and contact of the organisation."""
    name = ", ".join(filter(None, (facts.name, facts.legal_form)))
    rest_of_it = (
        lines(facts.address, words),
        " · ".join(filter(None, (facts.email, facts.phone))),
        facts.registration,
    )
    return (Text(name, "strong"), *(Text(line) for line in rest_of_it if line))


def contact(facts: ContactFacts, words: Words) -> tuple[Text, ...]:
    """Name, address and contact of a person, or the words for their absence."""
    name = ", ".join(filter(None, (facts.name, facts.title)))
    rest_of_it = (lines(facts.address, words), " · ".join(filter(None, (facts.email, facts.phone))))
    found = tuple(Text(line) for line in (name, *rest_of_it) if line)
    return found or (unknown(words),)


# --- counting -----------------------------------------------------------------------------------------------------


def counted(records: Iterable[RecordFacts]) -> tuple[int, int]:
    """How many of the facts that are asked for are unknown, and how many only proposed."""
    found = [state for record in records for state in _states(record.fields)]
    return found.count("unknown"), found.count("proposed")


def _states(record: Fields) -> Iterator[State]:
    for stated in record.values():
        if asked(stated, record):
            yield stated.known
        for inner in stated.records:
            yield from _states(inner)
