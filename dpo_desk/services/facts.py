"""The only bridge from the records to the facts of a paper: what may be told, in the paper's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dpo_desk.domain.activity import (
    Activity,
    DataCategory,
    Purpose,
    Recipient,
    Retention,
    RetentionPeriod,
)
from dpo_desk.domain.case import Channel, Outcome, RequestCase
from dpo_desk.domain.completeness import Gap, Severity, activity_gaps
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.domain.processor import Contract, Processor
from dpo_desk.domain.record import Evidence
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import RuleBroken
from dpo_desk.library.lawbook import Authority, authority, authority_for, is_eea, regime
from dpo_desk.library.wording import Wording
from dpo_desk.paper import facts as papers
from dpo_desk.services.case_clock import CaseClock
from dpo_desk.services.explain import explain
from dpo_desk.services.ports import UnitOfWork

T = TypeVar("T")
Item = TypeVar("Item")


def case_facts(
    unit: UnitOfWork,
    case: RequestCase,
    person: Person,
    found: Sequence[Activity],
    clock: CaseClock,
    words: Wording,
    written: date,
) -> papers.CaseFacts:
    """
    What a letter about this case may tell.

    Raises:
        RuleBroken: ``no_organisation`` before the organisation was first saved.
    """
    organisation = unit.organisation.find()
    if organisation is None:
        raise RuleBroken("no_organisation")
    flows = unit.transfers.of_activities([activity.id for activity in found])
    rule = regime(case.regime)
    return papers.CaseFacts(
        organisation=organisation_facts(organisation, words),
        person=papers.PersonFacts(name=person.name, address=_address(person.address), email=person.email),
        reference=case.ref,
        received=case.received,
        written=written,
        due=clock.reply.due,
        rights=tuple(
            papers.RightFacts(name=f"law.right.{r}", article=rule.right(r).article) for r in case.rights
        ),
        channel=case.channel.value,
        understood=case.asked,
        trace=explain(clock.reply, words),
        extended_to=clock.reply.due
        if clock.reply.extended
        else None,  # a notice sent too late extends nothing
        at_once=all(rule.right(r).at_once for r in case.rights),
        identity_on=case.identity.received,
        delivery="electronic" if case.channel in (Channel.EMAIL, Channel.ACCOUNT) else "paper",
        authority=_other_authority(person, organisation),
        searched=tuple(unit.activities.get(f.activity).name for f in case.findings if f.outcome in _SEARCHED),
        acted=written,
        activities=tuple(activity_facts(a, flows, words, reasons=False) for a in found),
        copies=_copies(case, found),
    )


def register_facts(unit: UnitOfWork, words: Wording, as_of: date) -> papers.RegisterFacts:
    """
    The whole register as it stands.

    Raises:
        RuleBroken: ``no_organisation`` before the organisation was first saved.
    """
    organisation = unit.organisation.find()
    if organisation is None:
        raise RuleBroken("no_organisation")
    activities = unit.activities.all()
    flows = unit.transfers.all()
    return papers.RegisterFacts(
        organisation=organisation_facts(organisation, words),
        as_of=as_of,
        activities=tuple(activity_facts(a, flows, words) for a in activities),
        processors=tuple(_processor(p, activities, words) for p in unit.processors.all()),
        transfers=tuple(_transfer(t, activities, words) for t in flows),
    )


def organisation_facts(organisation: Organisation, words: Wording) -> papers.OrganisationFacts:
    """The controller as its papers name it."""
    office = organisation.letters_from if organisation.letters_from.complete else organisation.address
    return papers.OrganisationFacts(
        name=organisation.name,
        address=_address(organisation.address),
        dpo=papers.ContactFacts(
            name=organisation.dpo.name,
            title=words("register.dpo"),
            email=organisation.dpo.email,
            phone=organisation.dpo.phone,
            address=_address(organisation.dpo.address),
        ),
        authority=_authority(authority(organisation.authority)),
        legal_form=organisation.legal_form,
        email=organisation.email,
        phone=organisation.phone,
        registration=organisation.registration,
        place=office.city,
        letters_from=_address(office),
        representative=_text(organisation.representative),
        joint_controllers=_text(organisation.joint_controllers),
        is_sample=organisation.is_sample,
    )


def activity_facts(
    activity: Activity, flows: Iterable[Transfer], words: Wording, *, reasons: bool = True
) -> papers.ActivityFacts:
    """The activity with those of the flows that belong to it; ``reasons`` as in ``retention_text``."""
    own = [flow for flow in flows if flow.activity == activity.id]
    return papers.ActivityFacts(
        ref=activity.ref,
        name=activity.name,
        department=_text(activity.owner),
        purposes=tuple(_purpose(p, words) for p in activity.purposes),
        data_subjects=_many(activity.data_subjects, str),
        categories=_many(activity.categories, lambda c: _category(c, words, reasons=reasons)),
        recipients=_many(activity.recipients, lambda r: _recipient(r, words)),
        transfers=_text(activity.transfers),
        flows=tuple(_transfer(t, (activity,), words) for t in own),
        safeguards=_text(activity.safeguards),
        security=_many(activity.security, str),
        source=_text(activity.source),
        automated=_text(activity.automated_decision),
        assessment=_text(activity.dpia),
        status=words(f"register.status.{activity.status}"),
        to_clarify=activity.to_clarify,
        evidence=_evidence(activity.evidence),
        gaps=tuple(gap_text(g, words) for g in activity_gaps(activity) if g.severity is Severity.ERROR),
        created=activity.created_on,
        review=activity.review.next_on,
    )


def gap_text(gap: Gap, words: Wording) -> str:
    """The sentence of a gap, in words."""
    return words(f"gaps.{gap.rule}", **gap.facts)


def retention_text(retention: Retention, words: Wording, *, reasons: bool = True) -> str:
    """
    A retention rule in one sentence: each period with its trigger, what happens then, and the law.

    With ``reasons`` a rule beside the periods, which says why they are so, is told as well; a register shows it, a
    letter to a person does not.
    """
    periods = [_period(p, words) for p in retention.periods]
    parts = [
        words("register.retention.or", periods=words("law.separator").join(periods))
        if len(periods) > 1
        else "".join(periods)
    ]
    if reasons or not retention.periods:
        parts.append(retention.rule.removesuffix("."))
    if retention.then.value:
        parts.append(words(f"register.retention.then.{retention.then.value}"))
    if retention.law.value:
        parts.append(words("register.retention.law", law=retention.law.value))
    return " · ".join(part for part in parts if part)


def _period(period: RetentionPeriod, words: Wording) -> str:
    length = words(f"register.unit.{period.unit}", count=period.number)
    return words("register.retention.period", length=length, trigger=period.trigger)


# --- single facts -------------------------------------------------------------------------------------------------------


def _text(fact: Fact[str]) -> papers.Fact:
    return papers.Fact(fact.known.value, fact.value or "")


def _said(fact: Fact[T], say: Callable[[T], str]) -> papers.Fact:
    return papers.Fact(fact.known.value, say(fact.value) if fact.value is not None else "")


def _many(fact: Fact[tuple[T, ...]], say: Callable[[T], Item]) -> papers.Many[Item]:
    return papers.Many(fact.known.value, tuple(say(each) for each in fact.value or ()))


def _word(prefix: str, words: Wording) -> Callable[[StrEnum], str]:
    return lambda value: words(f"{prefix}.{value}")


def _address(address: PostalAddress) -> papers.Address:
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    lines = [*address.street.split("\n"), town, address.region]
    return papers.Address(lines=tuple(line for line in lines if line), country=address.country)


def _evidence(evidence: tuple[Evidence, ...]) -> tuple[papers.EvidenceFacts, ...]:
    return tuple(papers.EvidenceFacts(quote=e.quote, section=e.section) for e in evidence)


# --- parts of a record ----------------------------------------------------------------------------------------------------


def _purpose(purpose: Purpose, words: Wording) -> papers.PurposeFacts:
    basis = _said(purpose.basis, _word("law.basis", words))
    return papers.PurposeFacts(text=purpose.text, basis=basis, reason=purpose.reason.value or "")


def _category(category: DataCategory, words: Wording, *, reasons: bool) -> papers.CategoryFacts:
    retention = _said(category.retention, lambda value: retention_text(value, words, reasons=reasons))
    return papers.CategoryFacts(name=category.name, detail=category.detail, retention=retention)


def _recipient(recipient: Recipient, words: Wording) -> papers.RecipientFacts:
    kind = words(f"register.recipient.{recipient.kind}")
    return papers.RecipientFacts(name=recipient.name, kind=kind, named=recipient.named, note=recipient.note)


def _processor(processor: Processor, activities: Iterable[Activity], words: Wording) -> papers.ProcessorFacts:
    users = [a for a in activities if any(r.processor == processor.id for r in a.recipients.value or ())]
    return papers.ProcessorFacts(
        name=processor.name,
        ref=processor.ref,
        named=processor.named,
        legal_name=_text(processor.legal_name),
        role=_said(processor.role, _word("register.role", words)),
        service=processor.service,
        data=_text(processor.data),
        address=_text(processor.address),
        countries=_many(processor.countries, str),
        safeguards=_text(processor.safeguards),
        contract=_said(processor.contract, lambda c: _contract(c, words)),
        contact=_text(processor.contact),
        activities=tuple(f"{a.ref} {a.name}" for a in users),
        to_clarify=processor.to_clarify,
        evidence=_evidence(processor.evidence),
    )


def _contract(contract: Contract, words: Wording) -> str:
    parts = [words(f"register.contract.{contract.status}")]
    if contract.signed_on:
        parts.append(words("register.contract_signed_on", day=contract.signed_on))
    if contract.expires_on:
        parts.append(words("register.contract_expires_on", day=contract.expires_on))
    parts.append(contract.reference)
    return " · ".join(part for part in parts if part)


def _transfer(transfer: Transfer, activities: Iterable[Activity], words: Wording) -> papers.TransferFacts:
    names: dict[ActivityId | None, str] = {a.id: f"{a.ref} {a.name}" for a in activities}
    dated = words.date(transfer.tool_date) if transfer.tool_date else ""
    return papers.TransferFacts(
        importer=transfer.importer,
        country=_text(transfer.country),
        tool=_said(transfer.tool, lambda tool: words(f"law.tool.{tool}")),
        reference=", ".join(part for part in (transfer.tool_reference, dated) if part),
        safeguard=_text(transfer.assessment),
        ref=transfer.ref,
        exporter=transfer.exporter,
        named=transfer.importer_named,
        activity=names.get(transfer.activity, ""),
        note=transfer.note,
        evidence=_evidence(transfer.evidence),
    )


# --- parts of a case --------------------------------------------------------------------------------------------------------

_SEARCHED = (Outcome.FOUND, Outcome.NOTHING)


def _copies(case: RequestCase, found: Sequence[Activity]) -> tuple[papers.CopyFacts, ...]:
    names = {activity.id: activity.name for activity in found}
    return tuple(
        papers.CopyFacts(activity=names[f.activity], rows=f.data, note=f.note)
        for f in case.findings
        if f.outcome is Outcome.FOUND and f.data
    )


def _authority(found: Authority) -> papers.AuthorityFacts:
    address = papers.Address(lines=found.address, country=found.country)
    return papers.AuthorityFacts(name=found.native_name, address=address, web=found.web)


def _other_authority(person: Person, organisation: Organisation) -> papers.AuthorityFacts | None:
    if not is_eea(person.address.country):
        return None  # Art. 77 complaints go to an authority of a Member State; the controller's own is named anyway
    found = authority_for(person.address.country, person.address.region)
    return _authority(found) if found and found.code != organisation.authority else None
