"""How a register shows what is known: *unknown* and *proposed* in words, never by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from ..content import Text
from ..facts import Address, ContactFacts, Fact, Many, OrganisationFacts
from ..words import Words

T = TypeVar("T")


def fact(stated: Fact, words: Words) -> tuple[Text]:
    """A fact as a value; unknown, none and proposed say so."""
    match stated.known:
        case "unknown":
            return (unknown(words),)
        case "none":
            return (Text(words("sheets.common.none")),)
        case "proposed":
            return (_proposed(stated.text, words),)
        case "given":
            return (Text(stated.text),)


def many(stated: Many[T], words: Words, show: Callable[[T], Iterable[Text]]) -> tuple[Text, ...]:
    """Several facts as values, each shown by ``show``."""
    if stated.known == "unknown":
        return (unknown(words),)
    if stated.known == "none" or not stated.items:
        return (Text(words("sheets.common.none")),)
    shown = [text for item in stated.items for text in show(item)]
    if stated.known == "proposed":
        shown = [_proposed(text.text, words) if text.tone == "plain" else text for text in shown]
    return tuple(shown)


def detailed(name: str, stated: Fact, words: Words) -> Text:
    """A name with a fact behind it on the same line."""
    (value,) = fact(stated, words)
    return replace(value, text=words("sheets.common.named", name=name, detail=value.text))


def unknown(words: Words) -> Text:
    """The words for what nobody has found out yet."""
    return Text(words("sheets.common.unknown"), "gap")


def or_unknown(text: str, words: Words) -> Text:
    """A text, or the words for its absence."""
    return Text(text) if text else unknown(words)


def lines(address: Address, words: Words) -> str:
    """An address on one line, with its country."""
    country = words.country(address.country) if address.country else ""
    return ", ".join(filter(None, (*address.lines, country)))


def organisation(facts: OrganisationFacts, words: Words) -> tuple[Text, ...]:
    """Name, form, address and contact of the controller."""
    name = ", ".join(filter(None, (facts.name, facts.legal_form)))
    rest = (
        lines(facts.address, words),
        " · ".join(filter(None, (facts.email, facts.phone))),
        facts.registration,
    )
    return (Text(name, "strong"), *(Text(line) for line in rest if line))


def contact(facts: ContactFacts, words: Words) -> tuple[Text, ...]:
    """Name, address and contact of a person, or the words for their absence."""
    name = ", ".join(filter(None, (facts.name, facts.title)))
    rest = (lines(facts.address, words), " · ".join(filter(None, (facts.email, facts.phone))))
    shown = tuple(Text(line) for line in (name, *rest) if line)
    return shown or (unknown(words),)


def counted(value: object) -> tuple[int, int]:
    """How many facts below a value are unknown, and how many only proposed."""
    if isinstance(value, tuple):
        each = [counted(item) for item in value]
    elif is_dataclass(value) and not isinstance(value, type):
        each = [counted(getattr(value, field.name)) for field in fields(value)]
    else:
        return 0, 0
    known = value.known if isinstance(value, Fact | Many) else ""
    return (
        (known == "unknown") + sum(unknowns for unknowns, _ in each),
        (known == "proposed") + sum(proposals for _, proposals in each),
    )


def _proposed(text: str, words: Words) -> Text:
    mark = words("sheets.common.proposed_mark")
    return Text(words("sheets.common.proposed", text=text.removesuffix("."), mark=mark), "proposed")
