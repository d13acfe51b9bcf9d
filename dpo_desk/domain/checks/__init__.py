"""
The rules of the checker: what is missing in a record of the register, and where two records contradict each other.

Each rule is one small function which takes a record and what is around it, and gives the gaps it finds; ``RULES`` is
the list of all of them. A new rule is one new function in that list and its sentence below ``gaps`` in the wording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks import (
    clients,
    data,
    dpia,
    evidence,
    flows,
    measures,
    organisation,
    processors,
    purposes,
    recipients,
    retention,
    texts,
)
from dpo_desk.domain.checks.around import Around, Records, WholeRegister
from dpo_desk.domain.checks.finding import Found, Record, Subject
from dpo_desk.domain.checks.law import ChecksLaw
from dpo_desk.domain.checks.words import Names, SourceText
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import (
    Completeness,
    Gap,
    activity_completeness,
    client_completeness,
    processor_completeness,
    transfer_completeness,
)
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer

__all__ = [
    "RULES",
    "Around",
    "ChecksLaw",
    "Names",
    "Records",
    "SourceText",
    "WholeRegister",
    "check_activity",
    "check_client",
    "check_organisation",
    "check_processor",
    "check_transfer",
    "completeness_of",
]

_ANY = (measures.review, evidence.gone, texts.noticed)

_ACTIVITY: tuple[Callable[[Activity, Around], Found], ...] = (
    recipients.joint,
    recipients.joint_denied,
    purposes.purposes_missing,
    purposes.purpose_generic,
    purposes.basis,
    purposes.legitimate_interests,
    purposes.law_or_task,
    purposes.consent,
    purposes.child_consent,
    purposes.contract,
    data.data_subjects,
    data.vulnerable,
    data.categories,
    data.special,
    data.criminal,
    data.criminal_purpose,
    data.minimisation,
    data.source,
    recipients.recipients,
    recipients.unnamed,
    recipients.to_assess,
    recipients.processor_linked,
    recipients.role_differs,
    recipients.abroad,
    flows.said,
    flows.denied,
    flows.without_record,
    flows.no_safeguard,
    retention.retention,
    retention.retention_vague,
    retention.retention_in_words,
    retention.trigger,
    retention.erasure_without_trigger,
    retention.afterwards,
    retention.archive,
    retention.ambiguous,
    retention.long,
    measures.security,
    measures.security_vague,
    measures.automated,
    measures.automated_exception,
    measures.automated_safeguards,
    measures.automated_notice,
    dpia.screened,
    dpia.overlooked,
    dpia.assessed,
    dpia.reference,
    dpia.opinion,
    evidence.lengths,
    evidence.countries,
    evidence.recipients,
    *_ANY,
)

_CLIENT: tuple[Callable[[Client, Around], Found], ...] = (
    clients.reached,
    clients.represented,
    processors.client_contract,
    processors.contract_reference,
    clients.instructions,
    clients.processing,
    clients.ends,
    clients.subprocessing,
    flows.said,
    flows.denied,
    flows.without_record,
    flows.no_safeguard,
    measures.security,
    measures.security_vague,
    clients.breach_notice,
    *_ANY,
)

_PROCESSOR: tuple[Callable[[Processor, Around], Found], ...] = (
    processors.named,
    processors.role,
    processors.role_test,
    processors.own_purposes,
    processors.countries,
    processors.contract,
    processors.contract_reference,
    processors.clauses_open,
    processors.clause_missing,
    processors.clause_waived,
    processors.clause_number,
    processors.assurances,
    processors.subprocessors,
    processors.subprocessor_abroad,
    flows.no_safeguard,
    evidence.countries,
    *_ANY,
)

_TRANSFER: tuple[Callable[[Transfer, Around], Found], ...] = (
    flows.settled,
    flows.valid,
    flows.assessed,
    flows.compelling,
    flows.lasting,
    flows.document,
    flows.content,
    flows.attached,
    flows.importer_named,
    flows.importer_is_recipient,
    flows.country_differs,
    evidence.country_differs,
    *_ANY,
)

_ORGANISATION: tuple[Callable[[Organisation, Around], Found], ...] = (
    organisation.named,
    organisation.represented,
    organisation.joint,
    organisation.officer,
)

RULES: tuple[Callable[..., Found], ...] = tuple(
    dict.fromkeys((*_ORGANISATION, *_ACTIVITY, *_CLIENT, *_PROCESSOR, *_TRANSFER))
)
"""Every rule, each once; which records a rule looks at stands in the lists above."""


def check_activity(activity: Activity, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the activity, in the order of Art. 30(1); nothing once it is archived."""
    return _check(activity, around, _ACTIVITY)


def check_client(client: Client, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the record of a client, in the order of Art. 30(2); nothing once it is archived."""
    return _check(client, around, _CLIENT)


def check_processor(processor: Processor, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the processor; nothing once it is archived."""
    return _check(processor, around, _PROCESSOR)


def check_transfer(transfer: Transfer, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the transfer; nothing once it is archived."""
    return _check(transfer, around, _TRANSFER)


def check_organisation(organisation: Organisation, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the organisation."""
    return _check(organisation, around, _ORGANISATION)


def completeness_of(record: Record, around: Around) -> Completeness:
    """How many of the facts the law asks for in such a record are settled."""
    match record:
        case Activity():
            return activity_completeness(record)
        case Client():
            return client_completeness(record)
        case Processor():
            return processor_completeness(
                record, [item.id for item in processors.asked_items(record, around)]
            )
        case Transfer():
            return transfer_completeness(record, around.judgement(record))


_Subject = TypeVar("_Subject", bound=Subject)


def _check(
    record: _Subject, around: Around, rules: Iterable[Callable[[_Subject, Around], Found]]
) -> tuple[Gap, ...]:
    if not isinstance(record, Organisation) and record.status is RecordStatus.ARCHIVED:
        return ()
    return tuple(gap for rule in rules for gap in rule(record, around))
