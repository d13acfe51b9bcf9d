"""What every sheet has: title, running lines, and who keeps the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from ..content import Block, Cover, Entry, KeyValues, Part, Sheet
from ..facts import OrganisationFacts
from ..records import RegisterFacts
from ..words import Words
from . import values


class Dated(Protocol):
    """The facts of any sheet: whose they are, and of what day."""

    @property
    def organisation(self) -> OrganisationFacts: ...  # noqa: D102
    @property
    def as_of(self) -> date: ...  # noqa: D102


def sheet(
    kind: str, facts: Dated, words: Words, parts: Iterable[Part], *, cover: Cover | None = None
) -> Sheet:
    """A sheet of this kind; with a cover it has a table of contents too."""
    organisation, day = facts.organisation, words.date(facts.as_of)
    named = {"organisation": organisation.name, "day": day}
    return Sheet(
        kind=kind,
        language=words.language,
        title=words(f"sheets.{kind}.file_title", **named),
        organisation=organisation.name,
        cover=cover,
        parts=tuple(parts),
        contents=words("sheets.common.contents") if cover else "",
        header=words(f"sheets.{kind}.header", **named),
        footer=words(f"sheets.{kind}.footer"),
        sample=organisation.is_sample,
    )


def keeper(facts: RegisterFacts, words: Words) -> Iterator[Entry]:
    """Organisation, joint controllers, representative and data protection officer: Art. 30(1)(a) and 30(2)(a)."""
    organisation = facts.organisation
    role = "both" if len(facts.books) > 1 else next(iter(facts.books))
    yield Entry(words(f"sheets.cover.{role}"), values.organisation(organisation, words))
    if organisation.establishment.known != "unknown":
        yield Entry(
            words("fields.organisation.establishment"), values.fact(organisation.establishment, words)
        )
    if "controller" in facts.books:
        joint = values.fact(organisation.joint_controllers, words)
        yield Entry(words("sheets.cover.joint_controllers"), joint)
    yield Entry(words("sheets.cover.representative"), values.fact(organisation.representative, words))
    yield Entry(words("sheets.cover.dpo"), values.contact(organisation.dpo, words))


def kept_by(facts: RegisterFacts, words: Words) -> Block:
    """The same as the head of a sheet without a cover."""
    return KeyValues(tuple(keeper(facts, words)))
