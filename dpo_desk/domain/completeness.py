"""What is still missing in a record: each gap names the field, the article that asks for it, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from dpo_desk.domain.activity import Activity, DataCategory, LegalBasis, Recipient
from dpo_desk.domain.case import IdentityStatus, Outcome, RequestCase
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import Person
from dpo_desk.domain.transfer import Transfer


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


@dataclass(frozen=True)
class Completeness:
    """How complete a record is: ``settled`` of ``asked`` facts."""

    settled: int
    asked: int


def activity_gaps(activity: Activity) -> tuple[Gap, ...]:
    """
    What the record lacks of GDPR Art. 30(1), and of Art. 5(2) and 6 for the legal bases.

    Returns:
        Errors for facts that are unknown, warnings for facts that are only proposed, in the order of Art. 30(1).
    """
    return tuple(_activity_gaps(activity))


def activity_completeness(activity: Activity) -> Completeness:
    """How many of the facts the register asks for are settled."""
    facts: list[Fact[object]] = [
        *(p.basis for p in activity.purposes),
        activity.data_subjects,
        activity.categories,
        activity.recipients,
        activity.transfers,
        activity.security,
        *(c.retention for c in activity.categories.value or ()),
    ]
    if not activity.purposes:
        facts.append(Fact())
    return Completeness(sum(f.settled for f in facts), len(facts))


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


def _activity_gaps(activity: Activity) -> Iterator[Gap]:
    record = activity.id
    if not activity.purposes:
        yield _gap("purposes_missing", "30(1)(b)", "purposes", record)
    for index, purpose in enumerate(activity.purposes):
        place = f"purposes.{index}.basis"
        yield from _judge(purpose.basis, "basis", "5(2), 6(1)", place, record, purpose=purpose.text)
        if purpose.basis.value in _REASONED and not purpose.reason:
            yield _gap(
                "basis_reason_missing", "6(1), 6(3)", f"purposes.{index}.reason", record, purpose=purpose.text
            )
    yield from _judge(activity.data_subjects, "data_subjects", "30(1)(c)", "data_subjects", record)
    yield from _judge(activity.categories, "categories", "30(1)(c)", "categories", record)
    yield from _judge(activity.recipients, "recipients", "30(1)(d)", "recipients", record)
    for index, recipient in enumerate(activity.recipients.value or ()):
        if not recipient.named:
            place = f"recipients.{index}.name"
            yield _gap(
                "recipient_unnamed",
                "30(1)(d), 15(1)(c)",
                place,
                record,
                Severity.WARNING,
                name=recipient.name,
            )
    yield from _judge(activity.transfers, "transfers", "30(1)(e)", "transfers", record)
    for index, category in enumerate(activity.categories.value or ()):
        yield from _retention_gaps(category, index, record)
    yield from _judge(activity.security, "security", "30(1)(g), 32(1)", "security", record)


_REASONED = (LegalBasis.LEGAL_OBLIGATION, LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTERESTS)


def _retention_gaps(category: DataCategory, index: int, record: str) -> Iterator[Gap]:
    place = f"categories.{index}.retention"
    yield from _judge(category.retention, "retention", "30(1)(f)", place, record, category=category.name)
    if category.retention.value and len(category.retention.value.periods) > 1:
        yield _gap("retention_ambiguous", "5(1)(e), 30(1)(f)", place, record, category=category.name)


def _access_gaps(
    case: RequestCase, person: Person, activities: tuple[Activity, ...], transfers: tuple[Transfer, ...]
) -> Iterator[Gap]:
    if case.identity.status is not IdentityStatus.PROVEN:
        yield _gap("identity_not_proven", "12(6)", "identity", case.id)
    if not person.address.complete:
        yield _gap("address_missing", "12(1)", "person.address", case.id)
    if any(f.outcome is Outcome.NOT_SEARCHED for f in case.findings) or not case.findings:
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
