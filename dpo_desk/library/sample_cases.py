"""The requests of the sample: invented persons, what they asked, and what was done about it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpo_desk.domain.case import Channel, Finding, Outcome
from dpo_desk.domain.ids import ActivityId, PersonId, RegimeId, RightId
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.library.tables import Table


class StepKind(StrEnum):
    """What is done with a request of the sample."""

    PROVE_IDENTITY = "prove_identity"  # how, on
    ASK_IDENTITY = "ask_identity"  # reason, on
    ACKNOWLEDGE = "acknowledge"  # on
    EXTEND = "extend"  # reason, on
    FINDINGS = "findings"  # nothing, found
    ANSWER_ON = "answer_on"  # on: answered by a letter written elsewhere


@dataclass(frozen=True, kw_only=True)
class SampleStep:
    """One step in the life of a request; findings have no day of their own."""

    kind: StepKind
    on: date | None = None
    text: str = ""  # how the identity was proven, why it was asked for, why the period is extended
    findings: tuple[Finding, ...] = ()  # one for each activity of the sample


@dataclass(frozen=True, kw_only=True)
class SampleCase:
    """A request as it arrived, and the steps that bring it to its state; no step: nothing was done yet."""

    key: str
    person: Person
    regime: RegimeId
    rights: tuple[RightId, ...]
    received: date
    channel: Channel
    asked: str
    steps: tuple[SampleStep, ...] = ()

    @property
    def language(self) -> str:
        """The language of the letters written to the person."""
        return self.person.language


# The key under which a step says its text.
_TEXTS = {StepKind.PROVE_IDENTITY: "how", StepKind.ASK_IDENTITY: "reason", StepKind.EXTEND: "reason"}


def read_cases(file: Table, activities: tuple[str, ...]) -> tuple[SampleCase, ...]:
    """
    The requests of the file; ``activities`` are the keys of the register, in its order.

    Raises:
        DataFileBroken: The file is not sound.
    """
    found: dict[str, SampleCase] = {}
    for table in file.tables("cases"):
        key = table.new("key", found)
        found[key] = SampleCase(
            key=key,
            person=_person(key, table.table("person")),
            regime=RegimeId(table.text("regime")),
            rights=tuple(RightId(right) for right in table.texts("rights")),
            received=table.day("received"),
            channel=table.choice("channel", Channel),
            asked=table.text("asked"),
            steps=tuple(_step(below, activities) for below in table.tables("steps")),
        )
        table.end()
    file.end()
    return tuple(found.values())


def _person(key: str, table: Table) -> Person:
    person = Person(
        id=PersonId(key),
        name=table.text("name"),
        address=read_address(table),
        email=table.text("email", ""),
        phone=table.text("phone", ""),
        language=table.text("language"),
        customer_reference=table.text("customer_reference", ""),
    )
    table.end()
    return person


def _step(table: Table, activities: tuple[str, ...]) -> SampleStep:
    kind = table.choice("do", StepKind)
    if kind is StepKind.FINDINGS:
        step = SampleStep(kind=kind, findings=_findings(table, activities))
    else:
        word = _TEXTS.get(kind)
        step = SampleStep(kind=kind, on=table.day("on"), text=table.text(word) if word else "")
    table.end()
    return step


def _findings(table: Table, activities: tuple[str, ...]) -> tuple[Finding, ...]:
    """One finding for each activity, in the order of the register."""
    found: dict[str, Finding] = {}
    for name in table.texts("nothing"):
        found[name] = Finding(activity=ActivityId(name), outcome=Outcome.NOTHING)
    for below in table.tables("found"):
        name = below.text("activity")
        if name in found:
            below.fault("activity", "there twice")
        found[name] = Finding(
            activity=ActivityId(name),
            outcome=Outcome.FOUND,
            note=below.text("note", ""),
            data=below.pairs("data"),
        )
        below.end()
    if set(found) != set(activities):
        table.fault("nothing", f"not every activity once: {', '.join(sorted(set(found) ^ set(activities)))}")
    return tuple(found[name] for name in activities)


def read_address(table: Table) -> PostalAddress:
    """The postal address among the keys of the table."""
    return PostalAddress(
        street=table.text("street"),
        postal_code=table.text("postal_code"),
        city=table.text("city"),
        region=table.text("region", ""),
        country=table.country("country"),
    )
