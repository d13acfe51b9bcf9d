"""What is still missing in a record: each gap names the field, the article that asks for it, and how grave it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.activity import Activity, Recipient
from dpo_desk.domain.case import IdentityStatus, Outcome, RequestCase
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import Person
from dpo_desk.domain.processor import ClauseState, Processor, ProcessorRole
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import Verdict


class Severity(StrEnum):
    """How grave a gap is."""

    ERROR = "error"  # the record cannot count as complete, the paper cannot be finished
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """
    One thing that is missing or doubtful.

    ``rule`` is the wording key below ``gaps``; ``facts`` fill its placeholders (names of activities, categories and
    recipients, never of persons); ``place`` is the field of the form to jump to; ``record`` the record it stands in.
    """

    rule: str
    severity: Severity
    article: str
    place: str
    record: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    check: str = ""  # CHK-03; empty for what only a letter lacks

    @property
    def key(self) -> str:
        """What this gap is known by while the record stays as it is: rule, place and facts."""
        return "|".join(
            (self.rule, self.place, *(f"{name}={text}" for name, text in sorted(self.facts.items())))
        )


@dataclass(frozen=True)
class Completeness:
    """How complete a record is: ``settled`` of ``asked`` facts."""

    settled: int
    asked: int


def activity_completeness(activity: Activity) -> Completeness:
    """How many of the facts Art. 30(1) and 6 ask for are settled."""
    return _counted(
        [
            *((p.basis for p in activity.purposes) if activity.purposes else (Fact[object](),)),
            activity.data_subjects,
            activity.categories,
            activity.recipients,
            activity.transfers,
            activity.security,
            *(c.retention for c in activity.categories.value or ()),
        ]
    )


def client_completeness(client: Client) -> Completeness:
    """How many of the facts Art. 30(2) and 28(3) ask for are settled."""
    return _counted(
        [
            client.address,
            client.contact,
            client.representative,
            client.dpo,
            client.contract,
            client.instructions,
            client.processing,
            client.transfers,
            client.security,
        ]
    )


def processor_completeness(processor: Processor, items: Collection[str] = ()) -> Completeness:
    """
    How many of the facts Art. 28 asks for are settled.

    Args:
        processor: The organisation; its contract counts unless it is a controller of its own.
        items: The items of the checklist of Art. 28 that have to be looked at.
    """
    own = processor.role.value in (ProcessorRole.CONTROLLER, ProcessorRole.JOINT_CONTROLLER)
    facts: list[Fact[object]] = [processor.role, processor.data, processor.countries]
    if own:
        return _counted(facts)
    found = _counted([*facts, processor.contract, processor.subprocessors])
    looked_at = {each.item for each in processor.clauses if each.state is not ClauseState.UNKNOWN}
    return Completeness(found.settled + len(looked_at & set(items)), found.asked + len(items))


def transfer_completeness(transfer: Transfer, judgement: Judgement | None = None) -> Completeness:
    """
    How many of the facts Chapter V asks for are settled.

    Args:
        transfer: The flow.
        judgement: What Chapter V says to it; what it still asks for counts as well.
    """
    if judgement and judgement.verdict is Verdict.NO_TRANSFER:
        return _counted([transfer.country])
    always: dict[str, Fact[object]] = {
        "country": transfer.country,
        "tool": transfer.tool,
        "data": transfer.data,
        "frequency": transfer.frequency,
    }
    answered: dict[str, Fact[object]] = {
        "document": transfer.document,
        "assessment": transfer.assessment,
        "informed": transfer.informed,
        "supplementary": transfer.supplementary,
        **{f"scope.{each.question}": each.answer for each in transfer.scope},
    }
    facts = always | {place: fact for place, fact in answered.items() if fact.known is not Known.UNKNOWN}
    reasons = judgement.reasons if judgement else ()
    open_places = {reason.place for reason in reasons if reason.verdict.gravity >= Verdict.RESERVED.gravity}
    found = _counted(list(facts.values()))
    return Completeness(found.settled, found.asked + len(open_places - facts.keys()))


def _counted(facts: Sequence[Fact[object]]) -> Completeness:
    return Completeness(sum(fact.settled for fact in facts), len(facts))


def access_gaps(
    case: RequestCase, person: Person, activities: Iterable[Activity], transfers: Iterable[Transfer]
) -> tuple[Gap, ...]:
    """
    What stands between a case and a complete answer to an access request (GDPR Art. 15).

    Recipients must be named (CJEU C-154/21); purposes, categories and retention must be known for each activity in
    which data were found. A proposed value is a warning, not an error: who signs the letter confirms it.

    Args:
        case: The request.
        person: Whom the letter goes to.
        activities: The activities in which data of the person were found.
        transfers: The transfers of these activities.
    """
    return tuple(_access_gaps(case, person, tuple(activities), tuple(transfers)))


def acknowledgement_gaps(case: RequestCase, person: Person) -> tuple[Gap, ...]:
    """What an acknowledgement of receipt lacks before it can be posted: somewhere to send it."""
    if person.address.complete:
        return ()
    return (_gap("address_missing", "12(1)", "person.address", case.id),)


def sender_gaps(organisation: Organisation) -> tuple[Gap, ...]:
    """What every letter lacks of its sender: an address to write back to."""
    if organisation.address.complete or organisation.letters_from.complete:
        return ()
    return (_gap("sender_address_missing", "12(1)", "address.street", ""),)


def _gap(
    rule: str, article: str, place: str, record: str, severity: Severity = Severity.ERROR, **facts: str
) -> Gap:
    return Gap(
        rule=rule,
        severity=severity,
        article=article,
        place=place,
        record=record,
        facts=MappingProxyType(facts),
    )


def _judge(
    fact: Fact[object], rule: str, article: str, place: str, record: str, **facts: str
) -> Iterator[Gap]:
    if fact.known is Known.UNKNOWN:
        yield _gap(f"{rule}_unknown", article, place, record, Severity.ERROR, **facts)
    elif fact.known is Known.PROPOSED:
        yield _gap(f"{rule}_proposed", article, place, record, Severity.WARNING, **facts)


def _access_gaps(
    case: RequestCase, person: Person, activities: tuple[Activity, ...], transfers: tuple[Transfer, ...]
) -> Iterator[Gap]:
    if case.identity_status is not IdentityStatus.PROVEN:
        yield _gap("identity_not_proven", "12(6)", "identity", case.id)
    if not person.address.complete:
        yield _gap("address_missing", "12(1)", "person.address", case.id)
    if not case.searched:
        yield _gap("search_unfinished", "15(1)", "findings", case.id)
    elif not activities:
        yield _gap("nothing_found", "15(1)", "findings", case.id)
    names = {activity.id: activity.name for activity in activities}
    for finding in case.findings:
        if finding.outcome is Outcome.FOUND and not finding.data:
            yield _gap("copy_missing", "15(3)", "findings", case.id, activity=names.get(finding.activity, ""))
    recorded = {transfer.activity for transfer in transfers}
    for activity in activities:
        yield from _access_gaps_of(activity)
        if activity.transfers.known is Known.UNKNOWN and activity.id not in recorded:
            yield _gap("access_transfers", "15(2)", "transfers", activity.id, activity=activity.name)
    by_id: dict[ActivityId | None, Activity] = {a.id: a for a in activities}
    for transfer in transfers:
        owner = by_id.get(transfer.activity)
        if owner:
            yield from _judge(
                transfer.country, "transfer_country", "15(2)", "country", transfer.id, activity=owner.name
            )
            yield from _judge(
                transfer.tool, "transfer_tool", "15(2), 46", "tool", transfer.id, activity=owner.name
            )


def _access_gaps_of(activity: Activity) -> Iterator[Gap]:
    name, record = activity.name, activity.id
    if not activity.purposes:
        yield _gap("access_purposes", "15(1)(a)", "purposes", record, activity=name)
    for index, purpose in enumerate(activity.purposes):
        if purpose.basis.known is Known.PROPOSED:  # the answer tells it, though Art. 15 does not ask for it
            place, facts = f"purposes.{index}.basis", {"activity": name, "purpose": purpose.text}
            yield _gap("access_basis_proposed", "5(2), 6(1)", place, record, Severity.WARNING, **facts)
    if activity.categories.known is Known.UNKNOWN:
        yield _gap("access_categories", "15(1)(b)", "categories", record, activity=name)
    if activity.recipients.known is Known.UNKNOWN:
        yield _gap("access_recipients", "15(1)(c)", "recipients", record, activity=name)
    for index, recipient in enumerate(activity.recipients.value or ()):
        yield from _access_recipient(recipient, index, activity)
    for index, category in enumerate(activity.categories.value or ()):
        place = f"categories.{index}.retention"
        yield from _judge(
            category.retention,
            "access_retention",
            "15(1)(d)",
            place,
            record,
            activity=name,
            category=category.name,
        )
    yield from _judge(activity.source, "access_source", "15(1)(g)", "source", record, activity=name)
    automated = activity.automated_decision
    yield from _judge(automated, "access_automated", "15(1)(h)", "automated_decision", record, activity=name)


def _access_recipient(recipient: Recipient, index: int, activity: Activity) -> Iterator[Gap]:
    if not recipient.named:
        place = f"recipients.{index}.name"
        yield _gap(
            "access_recipient_unnamed",
            "15(1)(c); C-154/21",
            place,
            activity.id,
            activity=activity.name,
            name=recipient.name,
        )
