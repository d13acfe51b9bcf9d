"""The requests of the sample: invented persons, what they asked, and what was done about it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.case import Capacity, Channel, ChannelQuality, Finding, Outcome
from dpo_desk.domain.ids import ActivityId, PersonId, RegimeId, RightId
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.library.tables import Table


class StepKind(StrEnum):
    """What is done with a request of the sample."""

    PROVE_IDENTITY = "prove_identity"  # how, on
    ASK = "ask"  # kind, reason, proof, justified, on: a question to the person
    RECORD_ANSWER = "record_answer"  # how, sufficient, on
    ACKNOWLEDGE = "acknowledge"  # on
    EXTEND = "extend"  # reason, on
    FINDINGS = "findings"  # nothing, found: every activity of the register
    SEARCH = "search"  # to_search, nothing, found: some activities
    DECIDE = "decide"  # right, result, grounds, words, evidence, done_on, on
    TELL = "tell"  # on: every recipient was told by e-mail
    ANSWER_ON = "answer_on"  # on: answered by a letter written elsewhere
    WITHDRAW = "withdraw"  # note, on
    CLOSE = "close"  # on
    ADD_RIGHT = "add_right"  # right, on
    REPEAT = "repeat"  # on


@dataclass(frozen=True, kw_only=True)
class SampleStep:
    """One step in the life of a request; findings have no day of their own."""

    kind: StepKind
    on: date | None = None
    text: str = (
        ""  # how the identity was proven, why it was asked for, why the period is extended, what was decided
    )
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # what else the step says
    grounds: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()  # one for each activity of the sample


@dataclass(frozen=True, kw_only=True)
class SampleRepresentation:
    """For whom somebody asks, and by what right."""

    capacity: Capacity
    concerned: Person
    proof: str = ""
    proof_seen_on: date | None = None


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
    quality: ChannelQuality = ChannelQuality.OFFICIAL
    note: str = ""  # by what exactly it came
    representation: SampleRepresentation | None = None
    steps: tuple[SampleStep, ...] = ()

    @property
    def language(self) -> str:
        """The language of the letters written to the person."""
        return self.person.language


# The key under which a step says its text, and what else it may say.
_TEXTS = {
    StepKind.PROVE_IDENTITY: "how",
    StepKind.ASK: "reason",
    StepKind.RECORD_ANSWER: "how",
    StepKind.EXTEND: "reason",
    StepKind.DECIDE: "words",
    StepKind.WITHDRAW: "note",
}
_WORDLESS = frozenset({StepKind.RECORD_ANSWER, StepKind.DECIDE, StepKind.WITHDRAW})
_FACTS = {
    StepKind.ASK: ("kind", "proof"),
    StepKind.DECIDE: ("right", "result", "evidence", "done_on"),
    StepKind.ADD_RIGHT: ("right",),
}


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
            quality=table.choice("quality", ChannelQuality)
            if table.has("quality")
            else ChannelQuality.OFFICIAL,
            note=table.text("note", ""),
            representation=_representation(key, table.table("representation"))
            if table.has("representation")
            else None,
            steps=tuple(_step(below, activities) for below in table.tables("steps")),
        )
        table.end()
    file.end()
    return tuple(found.values())


def _person(key: str, table: Table) -> Person:
    person = Person(
        id=PersonId(key),
        name=table.text("name"),
        address=read_address(table) if table.has("street") else PostalAddress(),
        email=table.text("email", ""),
        phone=table.text("phone", ""),
        language=table.text("language"),
        customer_reference=table.text("customer_reference", ""),
    )
    table.end()
    return person


def _representation(key: str, table: Table) -> SampleRepresentation:
    found = SampleRepresentation(
        capacity=table.choice("capacity", Capacity),
        concerned=_person(f"{key}-concerned", table.table("concerned")),
        proof=table.text("proof", ""),
        proof_seen_on=table.day_or_none("proof_seen_on"),
    )
    table.end()
    return found


def _step(table: Table, activities: tuple[str, ...]) -> SampleStep:
    kind = table.choice("do", StepKind)
    if kind is StepKind.FINDINGS:
        step = SampleStep(kind=kind, findings=_findings(table, activities))
    else:
        word = _TEXTS.get(kind)
        facts = {name: table.text(name, "") for name in _FACTS.get(kind, ())}
        if kind is StepKind.RECORD_ANSWER:
            facts["sufficient"] = "yes" if table.flag("sufficient") else ""
        step = SampleStep(
            kind=kind,
            on=table.day("on"),
            text=_step_text(table, word, needed=kind not in _WORDLESS) if word else "",
            facts=MappingProxyType(facts),
            grounds=table.texts("grounds") if table.has("grounds") else (),
            findings=_some_findings(table, activities) if kind is StepKind.SEARCH else (),
        )
    table.end()
    return step


def _step_text(table: Table, word: str, *, needed: bool) -> str:
    return table.text(word) if needed else table.text(word, "")


def _findings(table: Table, activities: tuple[str, ...]) -> tuple[Finding, ...]:
    """One finding for each activity, in the order of the register."""
    found = _found(table)
    if set(found) != set(activities):
        table.fault("nothing", f"not every activity once: {', '.join(sorted(set(found) ^ set(activities)))}")
    return tuple(found[name] for name in activities)


def _some_findings(table: Table, activities: tuple[str, ...]) -> tuple[Finding, ...]:
    """The findings of some activities, in the order of the register."""
    found = _found(table)
    if not set(found) <= set(activities):
        table.fault("to_search", f"no such activity: {', '.join(sorted(set(found) - set(activities)))}")
    return tuple(found[name] for name in activities if name in found)


def _found(table: Table) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for key, outcome in (("to_search", Outcome.NOT_SEARCHED), ("nothing", Outcome.NOTHING)):
        for name in table.texts(key) if table.has(key) else ():
            found[name] = Finding(activity=ActivityId(name), outcome=outcome)
    for below in table.tables("found") if table.has("found") else ():
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
    return found


def read_address(table: Table) -> PostalAddress:
    """The postal address among the keys of the table."""
    return PostalAddress(
        street=table.text("street"),
        postal_code=table.text("postal_code"),
        city=table.text("city"),
        region=table.text("region", ""),
        country=table.country("country"),
    )
