"""Organisations that get data: their role, contract, guarantees and further processors (Art. 4, 26 and 28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dpo_desk.domain.advice import advise_role
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, found, hint, known, warning
from dpo_desk.domain.checks.law import Article28Item
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import Clause, ClauseState, Contract, ContractStatus, Processor, ProcessorRole
from dpo_desk.domain.record import RecordStatus


def is_processor(processor: Processor) -> bool:
    """Whether it has to be treated as a processor: for a part at least, or as long as nobody knows."""
    return processor.role.value not in (ProcessorRole.CONTROLLER, ProcessorRole.JOINT_CONTROLLER)


# --- who it is -------------------------------------------------------------------------------------------------------


def named(processor: Processor, around: Around) -> Found:
    """CHK-31: the organisation has a name."""
    if not processor.named or around.law.unnamed.whole(processor.name):
        place, article = "name", "30(1)(d), 15(1)(c)"
        yield warning(processor, "CHK-31", "processor_unnamed", article, place, name=processor.name)


def role(processor: Processor, _around: Around) -> Found:
    """CHK-33: it is settled what the organisation is."""
    yield from known(processor, processor.role, "CHK-33", "role", "4(7)-(8), 26, 28", "role")
    if processor.role.known is Known.NONE:
        yield error(processor, "CHK-33", "role_none", "4(7)-(8), 26, 28", "role")


def role_test(processor: Processor, _around: Around) -> Found:
    """CHK-28: the role is the one the answers to the test lead to."""
    own = bool(processor.own_purposes.value)
    advice = advise_role(processor.decides_purposes.value, processor.decides_means.value, own_purposes=own)
    if advice and processor.role.value and processor.role.value is not advice.role:
        of = {"role": processor.role.value.value, "advised": advice.role.value}
        yield warning(processor, "CHK-28", "role_differs", "4(7)-(8), 26, 28(10)", "role", **of)


def own_purposes(processor: Processor, _around: Around) -> Found:
    """CHK-21: a processor that uses the data for itself is a controller for that part."""
    untested = processor.decides_purposes.value is None
    if untested and processor.own_purposes.value and processor.role.value is ProcessorRole.PROCESSOR:
        yield warning(processor, "CHK-21", "own_purposes", "28(10)", "own_purposes")


def countries(processor: Processor, _around: Around) -> Found:
    """CHK-12: it is known where data are kept or reached from."""
    yield from known(processor, processor.countries, "CHK-12", "countries", "30(1)(e), 44", "countries")


# --- contract --------------------------------------------------------------------------------------------------------


def contract(processor: Processor, around: Around) -> Found:
    """CHK-21: there is a signed contract that still runs; the more so when a live activity uses the processor."""
    if not is_processor(processor):
        return
    if _without_contract(processor.contract.value) and processor.contract.known is not Known.UNKNOWN:
        live = [a for a in around.activities_using(processor.id) if a.status is RecordStatus.ACTIVE]
        if live:
            of = {"activity": live[0].name, "number": str(len(live))}
            yield error(processor, "CHK-21", "contract_missing_live", "28(3)", "contract", **of)
            return
    yield from _contract(processor, around)


def client_contract(client: Client, around: Around) -> Found:
    """CHK-21: there is a signed contract with the client that still runs."""
    yield from _contract(client, around)


def _without_contract(contract: Contract | None) -> bool:
    return contract is None or contract.status is ContractStatus.NONE


def _contract(record: Processor | Client, around: Around) -> Found:
    yield from known(record, record.contract, "CHK-21", "contract", "28(3)", "contract")
    held = record.contract.value
    if record.contract.known is Known.NONE or (held and held.status is ContractStatus.NONE):
        yield error(record, "CHK-21", "contract_missing", "28(3)", "contract")
    if held is None:
        return
    if held.status is ContractStatus.DRAFT:
        yield error(record, "CHK-21", "contract_draft", "28(3), 28(9)", "contract.status")
    if held.status is ContractStatus.EXPIRED or (held.expires_on and held.expires_on < around.day):
        yield error(record, "CHK-21", "contract_expired", "28(3)", "contract.expires_on")
    elif held.expires_on and held.expires_on <= around.day + timedelta(days=around.law.notice_days):
        of = {"day": held.expires_on.isoformat()}
        yield warning(record, "CHK-21", "contract_ending", "28(3)", "contract.expires_on", **of)


def contract_reference(record: Processor | Client, around: Around) -> Found:
    """CHK-21: the contract can be found, and is one."""
    held = record.contract.value
    if (
        held is None
        or held.status is ContractStatus.NONE
        or (isinstance(record, Processor) and not is_processor(record))
    ):
        return
    place = "contract.reference"
    if not held.reference.strip():
        yield error(record, "CHK-21", "contract_reference", "28(3), 28(9)", place)
    elif word := around.law.no_contract.first(held.reference):
        yield warning(record, "CHK-21", "contract_no_contract", "28(3), 28(9)", place, word=word)


# --- the checklist of Art. 28 ----------------------------------------------------------------------------------------


def asked_items(processor: Processor, around: Around) -> tuple[Article28Item, ...]:
    """The items of the checklist that have to be looked at here: all, or all but those about third countries."""
    held = processor.countries.value or ()
    leaves = any(not around.inside(country) for country in held) or bool(
        around.transfers_through(processor.id)
    )
    return tuple(item for item in around.law.article28 if leaves or not item.abroad)


def clauses_open(processor: Processor, around: Around) -> Found:
    """CHK-21: every item of the checklist was looked at."""
    items = asked_items(processor, around)
    states = {clause.item: clause.state for clause in processor.clauses}
    left = [item for item in items if states.get(item.id, ClauseState.UNKNOWN) is ClauseState.UNKNOWN]
    if left and is_processor(processor) and not _without_contract(processor.contract.value):
        of = {"open": str(len(left)), "asked": str(len(items)), "item": left[0].id}
        yield error(processor, "CHK-21", "clauses_open", "28(2)-(4), 28(9)", "clauses", **of)


def clause_missing(processor: Processor, around: Around) -> Found:
    """CHK-21: the contract holds what Art. 28 asks for."""
    for index, clause, item in _clauses(processor, around):
        if clause.state is ClauseState.NO:
            place = f"clauses.{index}.state"
            yield found(
                item.must, processor, "CHK-21", "clause_missing", item.article, place, {"item": item.id}
            )


def clause_waived(processor: Processor, around: Around) -> Found:
    """CHK-21: who says that an item does not apply says why."""
    for index, clause, item in _clauses(processor, around):
        if clause.state is ClauseState.NOT_APPLICABLE and not item.waivable and not clause.note.strip():
            place = f"clauses.{index}.note"
            yield warning(processor, "CHK-21", "clause_waived", item.article, place, item=item.id)


def clause_number(processor: Processor, around: Around) -> Found:
    """CHK-21: what the contract holds can be found in it."""
    for index, clause, item in _clauses(processor, around):
        if clause.state is ClauseState.YES and item.in_contract and not clause.clause.strip():
            place = f"clauses.{index}.clause"
            yield hint(processor, "CHK-21", "clause_number", item.article, place, item=item.id)


def _clauses(processor: Processor, around: Around) -> Iterator[tuple[int, Clause, Article28Item]]:
    if not is_processor(processor):
        return
    items = {item.id: item for item in asked_items(processor, around)}
    for index, clause in enumerate(processor.clauses):
        if clause.item in items:
            yield index, clause, items[clause.item]


# --- guarantees and further processors -------------------------------------------------------------------------------


def assurances(processor: Processor, around: Around) -> Found:
    """CHK-21: what the organisation shows for its security still holds."""
    for index, assurance in enumerate(processor.assurances.value or ()):
        ends, place = assurance.expires_on, f"assurances.{index}.expires_on"
        of = {"name": assurance.name}
        if ends and ends < around.day:
            yield warning(processor, "CHK-21", "assurance_expired", "28(1), 32", place, **of)
        elif ends and ends <= around.day + timedelta(days=around.law.notice_days):
            yield hint(
                processor, "CHK-21", "assurance_ending", "28(1), 32", place, **of, day=ends.isoformat()
            )


def subprocessors(processor: Processor, _around: Around) -> Found:
    """CHK-21: it is known which other processors are engaged."""
    if is_processor(processor):
        fact, severity = processor.subprocessors, Severity.WARNING
        place = "subprocessors"
        yield from known(processor, fact, "CHK-21", "subprocessors", "28(2), 28(4)", place, severity=severity)


def subprocessor_abroad(processor: Processor, around: Around) -> Found:
    """CHK-12: data that reach a third country through a sub-processor have the record of a transfer."""
    for index, sub in enumerate(processor.subprocessors.value or ()):
        known_as = around.processor(sub.processor) if sub.processor else None
        held = sub.countries.value or (known_as.countries.value if known_as else None) or ()
        flows = around.transfers_through(sub.processor) if sub.processor else ()
        recorded = {flow.country.value for flow in flows}
        for country in held:
            if not around.inside(country) and country not in recorded:
                of = {"name": sub.name, "country": country}
                place = f"subprocessors.{index}.countries"
                yield warning(processor, "CHK-12", "subprocessor_abroad", "28(3)(a), 44", place, **of)
