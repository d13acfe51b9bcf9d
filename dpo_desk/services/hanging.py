"""What hangs on one decision, and what goes to which country: the flows of the register read the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.chapter_v import answer_to, judge
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Known
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import Answer, RecordKind, RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import EEA, Adequacy, ChapterV, Exporting, Verdict
from dpo_desk.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Named:
    """A record, or a recipient that has none (then it is named by the activity that lists it)."""

    kind: RecordKind
    id: str
    ref: str
    name: str


@dataclass(frozen=True, kw_only=True)
class HangingFlow:
    """A flow that hangs on the decision: what is said of it on the day with the decision, and without."""

    flow: Transfer
    before: Judgement
    after: Judgement
    fallback: bool  # another safeguard stands ready by the record


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """
    Everything that hangs on a decision on a day.

    ``unsettled`` are flows there of which no tool is recorded, ``unrecorded`` organisations and recipients there
    which no recorded flow reaches: nobody has said yet what these rest on.
    """

    decision: Adequacy
    day: date
    law: ChapterV
    flows: tuple[HangingFlow, ...]
    unsettled: tuple[HangingFlow, ...]
    activities: tuple[Named, ...]
    processors: tuple[Named, ...]
    clients: tuple[Named, ...]
    recipients: tuple[str, ...]  # names of importers, with a record or without
    unrecorded: tuple[Named, ...]


@dataclass(frozen=True, kw_only=True)
class CountryLine:
    """What goes to one country, as of a day; an empty code is "not known yet"."""

    code: str
    flows: tuple[Transfer, ...]
    activities: int
    processors: int
    decision: Adequacy | None
    verdicts: Mapping[Verdict, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def worst(self) -> Verdict:
        """The gravest verdict among its flows."""
        return max(self.verdicts, key=lambda each: each.gravity, default=Verdict.NO_TRANSFER)


def without(law: ChapterV, decision: Adequacy, day: date) -> ChapterV:
    """The tables as they were if the decision had its last day before this one."""

    def fallen(decisions: tuple[Adequacy, ...]) -> tuple[Adequacy, ...]:
        gone = (each for each in decisions if each.id != decision.id or each.adopted < day)
        return tuple(_ended(each, day) if each.id == decision.id else each for each in gone)

    uk = decision in law.adequate.uk_decisions
    adequate = law.adequate
    changed = (
        replace(adequate, uk_decisions=fallen(adequate.uk_decisions))
        if uk
        else replace(adequate, decisions=fallen(adequate.decisions))
    )
    return replace(law, adequate=changed)


def _ended(decision: Adequacy, day: date) -> Adequacy:
    return replace(decision, expires=day - timedelta(days=1), annulled=True)


def hanging_on(unit: UnitOfWork, law: ChapterV, decision: Adequacy, day: date) -> Hanging:
    """Everything that hangs on this decision if it were gone on that day."""
    fallen = without(law, decision, day)
    live = [each for each in unit.transfers.all() if each.status is not RecordStatus.ARCHIVED]
    there = _reached(law, decision)
    judged = [
        HangingFlow(
            flow=flow,
            before=judge(flow, day, law),
            after=judge(flow, day, fallen),
            fallback=_fallback(flow, decision),
        )
        for flow in live
        if flow.country.value in there
    ]
    flows = tuple(each for each in judged if _hangs(each, decision))
    uk = decision in law.adequate.uk_decisions
    rest = (e for e in judged if not _hangs(e, decision) and _leaves_uk(e.flow, law, day) == uk)
    activities = {each.id: each for each in unit.activities.all()}
    processors = {each.id: each for each in unit.processors.all()}
    clients = {each.id: each for each in unit.clients.all()}
    touched = [each.flow for each in flows]
    return Hanging(
        decision=decision,
        day=day,
        law=law,
        flows=flows,
        unsettled=tuple(each for each in rest if each.flow.tool.known is Known.UNKNOWN),
        activities=_named(RecordKind.ACTIVITY, (activities.get(f.activity) for f in touched if f.activity)),
        processors=_named(
            RecordKind.PROCESSOR, (processors.get(f.processor) for f in touched if f.processor)
        ),
        clients=_named(RecordKind.CLIENT, (clients.get(f.client) for f in touched if f.client)),
        recipients=tuple(dict.fromkeys(sorted(flow.importer for flow in touched))),
        unrecorded=() if uk else _unrecorded(live, activities.values(), processors.values(), there),
    )


def _hangs(each: HangingFlow, decision: Adequacy) -> bool:
    return each.before.rests_on == decision or each.before.verdict is not each.after.verdict


def _leaves_uk(flow: Transfer, law: ChapterV, day: date) -> bool:
    return law.exporting(flow.exporter_country.value or "", day) is Exporting.UK


def _fallback(flow: Transfer, decision: Adequacy) -> bool:
    asked = [question for question in decision.questions if question.precaution]
    return bool(asked) and all(answer_to(flow, each.id).value is Answer.YES for each in asked)


def _reached(law: ChapterV, decision: Adequacy) -> frozenset[str]:
    """The countries and places the decision speaks of."""
    under = (code for place in law.places if place.under == decision.code for code in place.codes)
    members = (area.code for area in law.adequate.areas) if decision.code == EEA else ()
    return frozenset({decision.code, *under, *members})


def _unrecorded(
    flows: Iterable[Transfer],
    activities: Iterable[Activity],
    processors: Iterable[Processor],
    there: frozenset[str],
) -> tuple[Named, ...]:
    """Organisations and recipients there which no recorded flow reaches."""
    found: dict[str, Named] = {}
    through = {flow.processor for flow in flows}
    for each in processors:
        if there & set(each.countries.value or ()) and each.id not in through:
            found[each.id] = _name(RecordKind.PROCESSOR, each)
    for activity in activities:
        for recipient in activity.recipients.value or ():
            if recipient.processor is None and there & set(recipient.countries.value or ()):
                named = _name(RecordKind.ACTIVITY, activity)
                found[f"{activity.id}{recipient.name}"] = replace(named, name=recipient.name)
    return tuple(sorted(found.values(), key=lambda each: (each.ref, each.name)))


def _named(kind: RecordKind, records: Iterable[Activity | Processor | Client | None]) -> tuple[Named, ...]:
    found = {each.id: _name(kind, each) for each in records if each is not None}
    return tuple(sorted(found.values(), key=lambda each: each.ref))


def _name(kind: RecordKind, record: Activity | Processor | Client) -> Named:
    return Named(kind=kind, id=record.id, ref=record.ref, name=record.name)


def by_country(unit: UnitOfWork, law: ChapterV, day: date) -> tuple[CountryLine, ...]:
    """What goes where as of a day, the most flows first; unknown countries last."""
    groups: dict[str, list[Transfer]] = {}
    for flow in unit.transfers.all():
        if flow.status is not RecordStatus.ARCHIVED:
            groups.setdefault(flow.country.value or "", []).append(flow)
    lines = (_line(code, tuple(flows), law, day) for code, flows in groups.items())
    return tuple(sorted(lines, key=lambda line: (not line.code, -len(line.flows), line.code)))


def _line(code: str, flows: tuple[Transfer, ...], law: ChapterV, day: date) -> CountryLine:
    return CountryLine(
        code=code,
        flows=flows,
        activities=len({flow.activity for flow in flows if flow.activity}),
        processors=len({flow.processor for flow in flows if flow.processor}),
        decision=law.decision_on(code, day) if code else None,
        verdicts=MappingProxyType(Counter(judge(flow, day, law).verdict for flow in flows)),
    )
