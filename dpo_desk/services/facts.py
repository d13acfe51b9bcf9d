"""The only bridge from the records to the facts of a paper: what may be told, in the paper's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dpo_desk.domain.activity import Activity, DataCategory, Purpose, Recipient, Retention
from dpo_desk.domain.case import Channel, Outcome, RequestCase
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.law import Right
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import RuleBroken
from dpo_desk.library.lawbook import Authority, authority, authority_for
from dpo_desk.library.transfer_law import is_eea
from dpo_desk.library.wording import Wording
from dpo_desk.paper import facts as papers
from dpo_desk.services.case_clock import CaseClock
from dpo_desk.services.explain import explain
from dpo_desk.services.layouts import layout_for, letterhead_facts
from dpo_desk.services.ports import UnitOfWork
from dpo_desk.services.record_facts import period_text

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
    letterhead = unit.letterhead.get()
    rule = clock.regime
    return papers.CaseFacts(
        organisation=replace(
            organisation_facts(organisation, words),
            letterhead=letterhead_facts(letterhead, unit.letterhead.logo()),
        ),
        person=papers.PersonFacts(name=person.name, address=_address(person.address), email=person.email),
        reference=case.ref,
        received=case.received,
        written=written,
        due=clock.reply.due,
        rights=tuple(_right(rule.right(each)) for each in case.right_ids),
        channel=case.channel.value,
        understood=case.asked,
        trace=explain(clock.reply, words),
        extended_to=clock.reply.due
        if clock.reply.extended
        else None,  # a notice sent too late extends nothing
        at_once=all(rule.right(r).at_once for r in case.right_ids),
        identity_on=case.identity.proven_on,
        delivery="electronic" if case.channel in (Channel.EMAIL, Channel.ACCOUNT) else "paper",
        authority=_other_authority(person, organisation),
        searched=tuple(unit.activities.get(f.activity).name for f in case.findings if f.outcome in _SEARCHED),
        acted=written,
        activities=tuple(activity_facts(a, flows, words) for a in found),
        copies=_copies(case, found),
        layout=layout_for(letterhead, person.address.country, organisation),
    )


def _right(right: Right) -> papers.RightFacts:
    return papers.RightFacts(name=f"law.right.{right.id}", article=right.article, statute=right.statute)


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
        establishment=_text(organisation.establishment),
        representative=_text(organisation.representative),
        joint_controllers=_text(organisation.joint_controllers),
        to_clarify=organisation.to_clarify,
        is_sample=organisation.is_sample,
    )


def activity_facts(activity: Activity, flows: Iterable[Transfer], words: Wording) -> papers.ActivityFacts:
    """What an answer tells of the activity, with those of the flows that belong to it."""
    return papers.ActivityFacts(
        name=activity.name,
        purposes=tuple(_purpose(p, words) for p in activity.purposes),
        categories=_many(activity.categories, lambda c: _category(c, words)),
        recipients=_many(activity.recipients, _recipient),
        transfers=_text(activity.transfers),
        flows=tuple(_transfer(flow, words) for flow in flows if flow.activity == activity.id),
        source=_text(activity.source),
        automated=_text(activity.automated_decision),
    )


def retention_text(retention: Retention, words: Wording) -> str:
    """
    A retention rule in one sentence: each period with its trigger, what happens then, and the law.

    A rule beside the periods, which says why they are so, is for the register, not for the person who asks.
    """
    periods = [period_text(p, words) for p in retention.periods]
    parts = [
        words("register.retention.or", periods=words("law.separator").join(periods))
        if len(periods) > 1
        else "".join(periods)
    ]
    if not retention.periods:
        parts.append(retention.rule.removesuffix("."))
    if retention.then.value:
        parts.append(words(f"register.retention.then.{retention.then.value}"))
    if retention.law.value:
        parts.append(words("register.retention.law", law=retention.law.value))
    return " · ".join(part for part in parts if part)


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


# --- parts of a record ----------------------------------------------------------------------------------------------------


def _purpose(purpose: Purpose, words: Wording) -> papers.PurposeFacts:
    return papers.PurposeFacts(text=purpose.text, basis=_said(purpose.basis, _word("law.basis", words)))


def _category(category: DataCategory, words: Wording) -> papers.CategoryFacts:
    retention = _said(category.retention, lambda value: retention_text(value, words))
    return papers.CategoryFacts(name=category.name, detail=category.detail, retention=retention)


def _recipient(recipient: Recipient) -> papers.RecipientFacts:
    return papers.RecipientFacts(name=recipient.name, named=recipient.named)


def _transfer(transfer: Transfer, words: Wording) -> papers.TransferFacts:
    dated = words.date(transfer.tool_date) if transfer.tool_date else ""
    return papers.TransferFacts(
        importer=transfer.importer,
        country=_text(transfer.country),
        tool=_said(transfer.tool, lambda tool: words(f"law.tool.{tool}")),
        reference=", ".join(part for part in (transfer.tool_reference, dated) if part),
        safeguard=_text(transfer.assessment),
        named=transfer.importer_named,
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
