"""The records of the register as a form holds them: text as typed, and the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dpo_desk.domain.activity import (
    Activity,
    ActivityStatus,
    DataCategory,
    Evidence,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ActivityId, ProcessorId, TransferId
from dpo_desk.domain.processor import Contract, ContractStatus, Processor, ProcessorRole
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import FieldError
from dpo_desk.services import parsing

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class FactDraft:
    """A fact as typed; the text is kept even while the state says unknown or none, and dropped at Save."""

    known: str = "unknown"
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PurposeDraft:
    """A purpose as typed; ``basis.text`` is a ``LegalBasis``."""

    text: str = ""
    basis: FactDraft = FactDraft()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PeriodDraft:
    """A retention period as typed."""

    number: str = ""
    unit: str = "years"
    trigger: str = ""


@dataclass(frozen=True, kw_only=True)
class RetentionDraft:
    """Time limits as typed."""

    known: str = "unknown"
    periods: tuple[PeriodDraft, ...] = ()
    rule: str = ""
    then: str = ""
    law: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryDraft:
    """A data category as typed."""

    name: str = ""
    detail: str = ""
    retention: RetentionDraft = RetentionDraft()


@dataclass(frozen=True, kw_only=True)
class RecipientDraft:
    """A recipient as typed; ``processor`` is the identifier of a processor record, or empty."""

    name: str = ""
    kind: str = "to_assess"
    named: bool = True
    processor: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceDraft:
    """A quotation as typed."""

    quote: str = ""
    section: str = ""
    source_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityDraft:
    """An activity as typed; lists of plain lines are texts with one entry a line."""

    name: str = ""
    status: str = "draft"
    owner: FactDraft = FactDraft()
    purposes: tuple[PurposeDraft, ...] = ()
    data_subjects: FactDraft = FactDraft()
    categories_known: str = "unknown"
    categories: tuple[CategoryDraft, ...] = ()
    recipients_known: str = "unknown"
    recipients: tuple[RecipientDraft, ...] = ()
    transfers: FactDraft = FactDraft()
    safeguards: FactDraft = FactDraft()
    source: FactDraft = FactDraft()
    automated_decision: FactDraft = FactDraft()
    security: FactDraft = FactDraft()
    dpia: FactDraft = FactDraft()
    to_clarify: str = ""
    evidence: tuple[EvidenceDraft, ...] = ()
    review_on: str = ""


@dataclass(frozen=True, kw_only=True)
class ProcessorDraft:
    """A processor as typed; ``countries.text`` holds ISO codes, one a line; ``role.text`` is a ``ProcessorRole``."""

    name: str = ""
    named: bool = True
    legal_name: FactDraft = FactDraft()
    role: FactDraft = FactDraft()
    service: str = ""
    data: FactDraft = FactDraft()
    address: FactDraft = FactDraft()
    countries: FactDraft = FactDraft()
    safeguards: FactDraft = FactDraft()
    contract_known: str = "unknown"
    contract_status: str = "none"
    contract_signed_on: str = ""
    contract_expires_on: str = ""
    contract_reference: str = ""
    contact: FactDraft = FactDraft()
    to_clarify: str = ""
    evidence: tuple[EvidenceDraft, ...] = ()
    review_on: str = ""


@dataclass(frozen=True, kw_only=True)
class TransferDraft:
    """A transfer as typed; ``country.text`` is an ISO code, ``tool.text`` an id of resources/law/safeguards.toml."""

    exporter: str = ""
    importer: str = ""
    importer_named: bool = True
    country: FactDraft = FactDraft()
    activity: str = ""
    processor: str = ""
    tool: FactDraft = FactDraft()
    tool_reference: str = ""
    tool_date: str = ""
    assessment: FactDraft = FactDraft()
    note: str = ""
    evidence: tuple[EvidenceDraft, ...] = ()


# --- record -> draft -----------------------------------------------------------------------------------------------


def say(fact: Fact[str]) -> FactDraft:
    """A fact as a form holds it."""
    return FactDraft(known=fact.known, text=fact.value or "")


def _say_lines(fact: Fact[tuple[str, ...]]) -> FactDraft:
    return FactDraft(known=fact.known, text="\n".join(fact.value or ()))


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _evidence(evidence: tuple[Evidence, ...]) -> tuple[EvidenceDraft, ...]:
    return tuple(
        EvidenceDraft(quote=e.quote, section=e.section, source_sha256=e.source_sha256) for e in evidence
    )


def draft_of_activity(activity: Activity) -> ActivityDraft:
    """The activity as a form holds it."""
    return ActivityDraft(
        name=activity.name,
        status=activity.status,
        owner=say(activity.owner),
        purposes=tuple(
            PurposeDraft(text=p.text, basis=say(p.basis), reason=p.reason) for p in activity.purposes
        ),
        data_subjects=_say_lines(activity.data_subjects),
        categories_known=activity.categories.known,
        categories=tuple(
            CategoryDraft(name=c.name, detail=c.detail, retention=_draft_of_retention(c.retention))
            for c in activity.categories.value or ()
        ),
        recipients_known=activity.recipients.known,
        recipients=tuple(
            RecipientDraft(name=r.name, kind=r.kind, named=r.named, processor=r.processor or "", note=r.note)
            for r in activity.recipients.value or ()
        ),
        transfers=say(activity.transfers),
        safeguards=say(activity.safeguards),
        source=say(activity.source),
        automated_decision=say(activity.automated_decision),
        security=_say_lines(activity.security),
        dpia=say(activity.dpia),
        to_clarify=activity.to_clarify,
        evidence=_evidence(activity.evidence),
        review_on=_day(activity.review_on),
    )


def _draft_of_retention(fact: Fact[Retention]) -> RetentionDraft:
    value = fact.value or Retention()
    return RetentionDraft(
        known=fact.known,
        periods=tuple(
            PeriodDraft(number=str(p.number), unit=p.unit, trigger=p.trigger) for p in value.periods
        ),
        rule=value.rule,
        then=value.then,
        law=value.law,
    )


def draft_of_processor(processor: Processor) -> ProcessorDraft:
    """The processor as a form holds it."""
    contract = processor.contract.value or Contract(status=ContractStatus.NONE)
    return ProcessorDraft(
        name=processor.name,
        named=processor.named,
        legal_name=say(processor.legal_name),
        role=say(processor.role),
        service=processor.service,
        data=say(processor.data),
        address=say(processor.address),
        countries=_say_lines(processor.countries),
        safeguards=say(processor.safeguards),
        contract_known=processor.contract.known,
        contract_status=contract.status,
        contract_signed_on=_day(contract.signed_on),
        contract_expires_on=_day(contract.expires_on),
        contract_reference=contract.reference,
        contact=say(processor.contact),
        to_clarify=processor.to_clarify,
        evidence=_evidence(processor.evidence),
        review_on=_day(processor.review_on),
    )


def draft_of_transfer(transfer: Transfer) -> TransferDraft:
    """The transfer as a form holds it."""
    return TransferDraft(
        exporter=transfer.exporter,
        importer=transfer.importer,
        importer_named=transfer.importer_named,
        country=say(transfer.country),
        activity=transfer.activity or "",
        processor=transfer.processor or "",
        tool=say(transfer.tool),
        tool_reference=transfer.tool_reference,
        tool_date=_day(transfer.tool_date),
        assessment=say(transfer.assessment),
        note=transfer.note,
        evidence=_evidence(transfer.evidence),
    )


# --- draft -> record -------------------------------------------------------------------------------------------------


def parse_activity(draft: ActivityDraft, old: Activity, found: parsing.Fields) -> Activity:
    """The record a draft stands for; what identifies it, and when it was made, comes from ``old``."""
    return Activity(
        id=old.id,
        ref=old.ref,
        version=old.version,
        created_on=old.created_on,
        name=found.parse(parsing.required, draft.name, "name", ""),
        status=_choice(ActivityStatus, draft.status, "status", found, ActivityStatus.DRAFT),
        owner=fact_of(draft.owner, "owner", found, parsing.required),
        purposes=tuple(_parse_purpose(p, f"purposes.{i}", found) for i, p in enumerate(draft.purposes)),
        data_subjects=fact_of(draft.data_subjects, "data_subjects", found, _some_lines),
        categories=_several(draft.categories_known, draft.categories, "categories", found, _parse_category),
        recipients=_several(draft.recipients_known, draft.recipients, "recipients", found, _parse_recipient),
        transfers=fact_of(draft.transfers, "transfers", found, parsing.required_prose),
        safeguards=fact_of(draft.safeguards, "safeguards", found, parsing.required_prose),
        source=fact_of(draft.source, "source", found, parsing.required_prose),
        automated_decision=fact_of(
            draft.automated_decision, "automated_decision", found, parsing.required_prose
        ),
        security=fact_of(draft.security, "security", found, _some_lines),
        dpia=fact_of(draft.dpia, "dpia", found, parsing.required_prose),
        to_clarify=found.parse(parsing.prose, draft.to_clarify, "to_clarify", ""),
        evidence=_parse_evidence(draft.evidence, found),
        review_on=found.parse(parsing.day_or_none, draft.review_on, "review_on", None),
    )


def parse_processor(draft: ProcessorDraft, old: Processor, found: parsing.Fields) -> Processor:
    """The record a draft stands for; what identifies it comes from ``old``."""
    return Processor(
        id=old.id,
        ref=old.ref,
        version=old.version,
        name=found.parse(parsing.required, draft.name, "name", ""),
        named=draft.named,
        legal_name=fact_of(draft.legal_name, "legal_name", found, parsing.required),
        role=fact_of(draft.role, "role", found, lambda t, f: _chosen(ProcessorRole, t, f)),
        service=found.parse(parsing.prose, draft.service, "service", ""),
        data=fact_of(draft.data, "data", found, parsing.required_prose),
        address=fact_of(draft.address, "address", found, parsing.required_prose),
        countries=fact_of(draft.countries, "countries", found, _countries),
        safeguards=fact_of(draft.safeguards, "safeguards", found, parsing.required_prose),
        contract=_parse_contract(draft, found),
        contact=fact_of(draft.contact, "contact", found, parsing.required_prose),
        to_clarify=found.parse(parsing.prose, draft.to_clarify, "to_clarify", ""),
        evidence=_parse_evidence(draft.evidence, found),
        review_on=found.parse(parsing.day_or_none, draft.review_on, "review_on", None),
    )


def parse_transfer(
    draft: TransferDraft, old: Transfer, found: parsing.Fields, tools: frozenset[str]
) -> Transfer:
    """The record a draft stands for; ``tools`` is the closed list of safeguards."""

    def tool(untrusted: str, field: str) -> str:
        if untrusted not in tools:
            raise FieldError(field, "unknown_choice")
        return untrusted

    return Transfer(
        id=old.id,
        ref=old.ref,
        version=old.version,
        exporter=found.parse(parsing.required, draft.exporter, "exporter", ""),
        importer=found.parse(parsing.required, draft.importer, "importer", ""),
        importer_named=draft.importer_named,
        country=fact_of(draft.country, "country", found, _country),
        activity=ActivityId(draft.activity) if draft.activity else None,
        processor=ProcessorId(draft.processor) if draft.processor else None,
        tool=fact_of(draft.tool, "tool", found, tool),
        tool_reference=found.parse(parsing.line, draft.tool_reference, "tool_reference", ""),
        tool_date=found.parse(parsing.day_or_none, draft.tool_date, "tool_date", None),
        assessment=fact_of(draft.assessment, "assessment", found, parsing.required_prose),
        note=found.parse(parsing.prose, draft.note, "note", ""),
        evidence=_parse_evidence(draft.evidence, found),
    )


def _parse_purpose(draft: PurposeDraft, field: str, found: parsing.Fields) -> Purpose:
    return Purpose(
        text=found.parse(parsing.required_prose, draft.text, f"{field}.text", ""),
        basis=fact_of(draft.basis, f"{field}.basis", found, lambda t, f: _chosen(LegalBasis, t, f)),
        reason=found.parse(parsing.prose, draft.reason, f"{field}.reason", ""),
    )


def _parse_category(draft: CategoryDraft, field: str, found: parsing.Fields) -> DataCategory:
    return DataCategory(
        name=found.parse(parsing.required, draft.name, f"{field}.name", ""),
        detail=found.parse(parsing.prose, draft.detail, f"{field}.detail", ""),
        retention=_parse_retention(draft.retention, f"{field}.retention", found),
    )


def _parse_retention(draft: RetentionDraft, field: str, found: parsing.Fields) -> Fact[Retention]:
    known = _known(draft.known, field, found)
    if known not in _VALUED:
        return Fact(known)
    periods = tuple(
        RetentionPeriod(
            number=found.parse(parsing.whole_number, p.number, f"{field}.periods.{i}.number", 1),
            unit=_choice(TimeUnit, p.unit, f"{field}.periods.{i}.unit", found, TimeUnit.YEARS),
            trigger=found.parse(parsing.required, p.trigger, f"{field}.periods.{i}.trigger", ""),
        )
        for i, p in enumerate(draft.periods)
    )
    rule = found.parse(parsing.prose, draft.rule, f"{field}.rule", "")
    if not periods and not rule:
        found.refuse(field, "empty")
        return Fact()
    then = found.parse(parsing.line, draft.then, f"{field}.then", "")
    law = found.parse(parsing.line, draft.law, f"{field}.law", "")
    return Fact(known, Retention(periods=periods, rule=rule, then=then, law=law))


def _parse_recipient(draft: RecipientDraft, field: str, found: parsing.Fields) -> Recipient:
    return Recipient(
        name=found.parse(parsing.required, draft.name, f"{field}.name", ""),
        kind=_choice(RecipientKind, draft.kind, f"{field}.kind", found, RecipientKind.TO_ASSESS),
        named=draft.named,
        processor=ProcessorId(draft.processor) if draft.processor else None,
        note=found.parse(parsing.prose, draft.note, f"{field}.note", ""),
    )


def _parse_contract(draft: ProcessorDraft, found: parsing.Fields) -> Fact[Contract]:
    known = _known(draft.contract_known, "contract_known", found)
    if known not in _VALUED:
        return Fact(known)
    signed = found.parse(parsing.day_or_none, draft.contract_signed_on, "contract_signed_on", None)
    expires = found.parse(parsing.day_or_none, draft.contract_expires_on, "contract_expires_on", None)
    if signed and expires and expires < signed:
        found.refuse("contract_expires_on", "before_start")
    return Fact(
        known,
        Contract(
            status=_choice(
                ContractStatus, draft.contract_status, "contract_status", found, ContractStatus.NONE
            ),
            signed_on=signed,
            expires_on=expires,
            reference=found.parse(parsing.line, draft.contract_reference, "contract_reference", ""),
        ),
    )


def _parse_evidence(drafts: tuple[EvidenceDraft, ...], found: parsing.Fields) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            quote=found.parse(parsing.required_prose, e.quote, f"evidence.{i}.quote", ""),
            section=found.parse(parsing.line, e.section, f"evidence.{i}.section", ""),
            source_sha256=e.source_sha256,
        )
        for i, e in enumerate(drafts)
    )


_VALUED = (Known.PROPOSED, Known.GIVEN)


def _known(text: str, field: str, found: parsing.Fields) -> Known:
    return _choice(Known, text, field, found, Known.UNKNOWN)


def fact_of(draft: FactDraft, field: str, found: parsing.Fields, read: Callable[[str, str], T]) -> Fact[T]:
    """The fact a draft stands for; notes the error when its text cannot be read."""
    known = _known(draft.known, field, found)
    if known not in _VALUED:
        return Fact(known)
    try:
        return Fact(known, read(draft.text, field))
    except FieldError as error:
        found.errors.append(error)
        return Fact()


def _several(
    known_text: str,
    drafts: tuple[U, ...],
    field: str,
    found: parsing.Fields,
    parse: Callable[[U, str, parsing.Fields], T],
) -> Fact[tuple[T, ...]]:
    known = _known(known_text, field, found)
    if known not in _VALUED:
        return Fact(known)
    if not drafts:
        found.refuse(field, "empty")
        return Fact()
    return Fact(known, tuple(parse(d, f"{field}.{i}", found) for i, d in enumerate(drafts)))


def _chosen(choices: type[E], untrusted: str, field: str) -> E:
    try:
        return choices(untrusted)
    except ValueError:
        raise FieldError(field, "unknown_choice") from None


def _choice(choices: type[E], untrusted: str, field: str, found: parsing.Fields, fallback: E) -> E:
    return found.parse(lambda t, f: _chosen(choices, t, f), untrusted, field, fallback)


def _some_lines(untrusted: str, field: str) -> tuple[str, ...]:
    found = parsing.lines(untrusted, field)
    if not found:
        raise FieldError(field, "empty")
    return found


def _country(untrusted: str, field: str) -> str:
    return parsing.country(parsing.required(untrusted, field), field)


def _countries(untrusted: str, field: str) -> tuple[str, ...]:
    return tuple(_country(each, field) for each in _some_lines(untrusted, field))


def new_activity(activity: ActivityId, ref: str, created_on: date) -> Activity:
    """An activity of which nothing is known yet."""
    return Activity(id=activity, ref=ref, name="", created_on=created_on)


def new_processor(processor: ProcessorId, ref: str) -> Processor:
    """A processor of which nothing is known yet."""
    return Processor(id=processor, ref=ref, name="")


def new_transfer(transfer: TransferId, ref: str) -> Transfer:
    """A transfer of which nothing is known yet."""
    return Transfer(id=transfer, ref=ref, exporter="", importer="")
