"""Records in which nothing is missing, what stands around them, and what a case of a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import ModuleType
from typing import get_type_hints

from dpo_desk.domain import checks
from dpo_desk.domain.activity import (
    Activity,
    Afterwards,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.checks.finding import Found
from dpo_desk.domain.client import Client, ClientProcessing
from dpo_desk.domain.completeness import Gap
from dpo_desk.domain.facts import Fact, given, none
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.domain.processor import (
    Clause,
    ClauseState,
    Contract,
    ContractStatus,
    Decides,
    Processor,
    ProcessorRole,
)
from dpo_desk.domain.record import RecordStatus, Review
from dpo_desk.domain.transfer import Frequency, Transfer
from dpo_desk.library.checklists import checks_law
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.gap_words import gap_text

TODAY = date(2026, 11, 23)

ADDRESS = PostalAddress(street="3 quai Inventé", postal_code="75001", city="Paris", country="FR")
ORGANISATION = Organisation(
    name="Fictive SAS",
    address=ADDRESS,
    email="hello@fictive.example",
    joint_controllers=none(),
    dpo=Contact(name="Maud Delegue", email="dpo@fictive.example"),
)

PERIOD = RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="the end of the contract")
RETENTION = Retention(periods=(PERIOD,), then=given(Afterwards.ERASE))
PURPOSE = Purpose(
    text="Deliver what was ordered",
    basis=given(LegalBasis.CONTRACT),
    reason=given("Contract of sale with the customer"),
)
CATEGORY = DataCategory(name="Delivery address", special=none(), criminal=none(), retention=given(RETENTION))
RECIPIENT = Recipient(name="Parcels & Co", kind=RecipientKind.PROCESSOR, processor=ProcessorId("s" * 32))
ACTIVITY = Activity(
    id=ActivityId("a" * 32),
    ref="P-001",
    name="Orders",
    status=RecordStatus.ACTIVE,
    joint_controllers=none(),
    purposes=(PURPOSE,),
    data_subjects=given(("Buyers",)),
    vulnerable=none(),
    categories=given((CATEGORY,)),
    source=none(),
    recipients=given((RECIPIENT,)),
    transfers=none(),
    security=given(("Encryption of the storage",)),
    automated_decision=none(),
    dpia_criteria=none(),
    dpia_needed=none(),
    updated_on=date(2026, 10, 1),
)

CONTRACT = Contract(status=ContractStatus.SIGNED, signed_on=date(2025, 1, 1), reference="Contracts/2025-17")
CLAUSES = tuple(
    Clause(item=item.id, state=ClauseState.YES, clause="7.2")
    for item in checks_law().article28
    if not item.abroad
)
PROCESSOR = Processor(
    id=ProcessorId("s" * 32),
    ref="S-001",
    name="Parcels & Co",
    decides_purposes=given(Decides.US),
    decides_means=given(Decides.US),
    role=given(ProcessorRole.PROCESSOR),
    service="Delivers parcels",
    data=given("Names and addresses"),
    countries=given(("FR",)),
    contract=given(CONTRACT),
    clauses=CLAUSES,
    subprocessors=none(),
    updated_on=date(2026, 10, 1),
)

CLIENT = Client(
    id=ClientId("c" * 32),
    ref="C-001",
    name="Clinique Inventée",
    status=RecordStatus.ACTIVE,
    address=given("1 rue Inventée, Lyon"),
    contact=given("privacy@clinique.example"),
    representative=none(),
    dpo=none(),
    contract=given(CONTRACT),
    instructions=given("Annex 1 of the contract"),
    processing=given((ClientProcessing(name="Hosting", ends=given("Returned on request, then erased")),)),
    transfers=none(),
    security=given(("Encryption of the storage",)),
    breach_notice=given("privacy@clinique.example, within 24 hours"),
    updated_on=date(2026, 10, 1),
)

# a flow to a processor of another activity than ACTIVITY, so that the records above stay as they are
ABROAD = replace(
    ACTIVITY,
    id=ActivityId("b" * 32),
    ref="P-002",
    recipients=given(
        (Recipient(name="Helpdesk Rabat", kind=RecipientKind.PROCESSOR, processor=ProcessorId("h" * 32)),)
    ),
    transfers=given("Morocco: helpdesk"),
)
HELPDESK = replace(
    PROCESSOR,
    id=ProcessorId("h" * 32),
    ref="S-002",
    name="Helpdesk Rabat",
    countries=given(("MA",)),
    clauses=tuple(
        Clause(item=item.id, state=ClauseState.YES, clause="7.2") for item in checks_law().article28
    ),
)
TRANSFER = Transfer(
    id=TransferId("t" * 32),
    ref="T-001",
    exporter="Fictive SAS",
    exporter_country=given("FR"),
    importer="Helpdesk Rabat",
    country=given("MA"),
    activity=ABROAD.id,
    processor=HELPDESK.id,
    data=given("Names and messages"),
    frequency=given(Frequency.SYSTEMATIC),
    tool=given("scc-2"),
    tool_date=date(2024, 5, 2),
    document=given("Contracts/2024-09, annex 4"),
    assessment=given("TIA-2026-02: law and practice allow it"),
    assessment_on=date(2026, 2, 1),
    updated_on=date(2026, 10, 1),
)

RECORDS = checks.Records(
    activities=(ACTIVITY, ABROAD), clients=(CLIENT,), processors=(PROCESSOR, HELPDESK), transfers=(TRANSFER,)
)


def around(
    records: checks.Records = RECORDS,
    *,
    day: date = TODAY,
    organisation: Organisation | None = ORGANISATION,
    source: checks.SourceText | None = None,
) -> checks.WholeRegister:
    """What the rules look at, with the tables as they are shipped."""
    law = shipped()
    return checks.WholeRegister(
        records,
        day=day,
        law=checks_law(),
        organisation=organisation,
        judge=lambda transfer: judge(transfer, day, law),
        inside=lambda country: law.inside(country, day),
        source=source,
    )


def with_(records: checks.Records, changed: object) -> checks.Records:
    """The records with this one in place of the one of its id, or beside them."""
    kind = {"Activity": "activities", "Client": "clients", "Processor": "processors", "Transfer": "transfers"}
    field_ = kind[type(changed).__name__]
    others = tuple(each for each in getattr(records, field_) if each.id != changed.id)
    return replace(records, **{field_: (*others, changed)})


def check(subject: object, beside: Sequence[object] = (), **surroundings: object) -> tuple[Gap, ...]:
    """What the rules find in the subject when these records stand beside it."""
    rules = {
        Activity: checks.check_activity,
        Client: checks.check_client,
        Organisation: checks.check_organisation,
        Processor: checks.check_processor,
        Transfer: checks.check_transfer,
    }
    return rules[type(subject)](subject, _register(subject, beside, **surroundings))


def _register(subject: object, beside: Sequence[object], **surroundings: object) -> checks.WholeRegister:
    records = RECORDS
    for each in (subject, *beside):
        if not isinstance(each, Organisation):
            records = with_(records, each)
    return around(records, **surroundings)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One record that trips a rule, and one close to it that does not."""

    says: str  # what the rule sees, as a sentence
    check: str
    rule: str
    article: str
    place: str
    trips: object
    clear: object
    severity: str = "error"
    facts: dict[str, str] = field(default_factory=dict)  # those of the sentence that matter here
    beside: tuple[object, ...] = ()  # records around the one that trips
    beside_clear: tuple[object, ...] | None = None  # and around the other, when they are not the same
    around: dict[str, object] = field(default_factory=dict)  # day, organisation, source
    around_clear: dict[str, object] | None = None

    def __str__(self) -> str:
        return f"{self.check} {self.rule}: {self.says}"


def assert_found(case: Case) -> None:
    """The record that trips shows the gap once, at its place, with its article and a sentence in each language."""
    (gap,) = _of(case.rule, check(case.trips, case.beside, **case.around))
    assert (gap.check, gap.severity, gap.place, gap.article) == (
        case.check,
        case.severity,
        case.place,
        case.article,
    )
    assert gap.record == getattr(case.trips, "id", "")
    assert case.facts.items() <= gap.facts.items()
    for language in languages():
        assert gap_text(gap, wording(language))


def assert_left_alone(case: Case) -> None:
    """The record close to it does not show the gap."""
    beside = case.beside if case.beside_clear is None else case.beside_clear
    surroundings = case.around if case.around_clear is None else case.around_clear
    assert _of(case.rule, check(case.clear, beside, **surroundings)) == []


def _of(rule: str, gaps: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap.rule == rule]


def untried(module: ModuleType, cases: Iterable[Case]) -> list[str]:
    """The rules of the module which find nothing in any record that trips."""
    tried = [(case, _register(case.trips, case.beside, **case.around)) for case in cases]
    rules = [rule for rule in checks.RULES if rule.__module__ == module.__name__]
    return [rule.__name__ for rule in rules if not any(_finds(rule, *each) for each in tried)]


def _finds(rule: Callable[..., Found], case: Case, register: checks.WholeRegister) -> bool:
    looks_at = next(iter(get_type_hints(rule).values()))
    return isinstance(case.trips, looks_at) and bool(_of(case.rule, tuple(rule(case.trips, register))))


def activity(**fields: object) -> Activity:
    """The sound activity with these fields."""
    return replace(ACTIVITY, **fields)


def purpose(basis: LegalBasis | Fact[LegalBasis] = LegalBasis.CONTRACT, **fields: object) -> Activity:
    """The sound activity with one purpose of this kind."""
    rests_on = basis if isinstance(basis, Fact) else given(basis)
    return activity(purposes=(replace(PURPOSE, basis=rests_on, **fields),))


def category(**fields: object) -> Activity:
    """The sound activity with one category of this kind."""
    return activity(categories=given((replace(CATEGORY, **fields),)))


def kept(**fields: object) -> Activity:
    """The sound activity which keeps its data in this way."""
    return category(retention=given(replace(RETENTION, **fields)))


def recipient(**fields: object) -> Activity:
    """The sound activity with one recipient of this kind."""
    return activity(recipients=given((replace(RECIPIENT, **fields),)))


def processor(**fields: object) -> Processor:
    """The sound processor with these fields."""
    return replace(PROCESSOR, **fields)


def contract(**fields: object) -> Processor:
    """The sound processor with a contract of this kind."""
    return processor(contract=given(replace(CONTRACT, **fields)))


def client(**fields: object) -> Client:
    """The sound client with these fields."""
    return replace(CLIENT, **fields)


def transfer(**fields: object) -> Transfer:
    """The sound transfer with these fields."""
    return replace(TRANSFER, **fields)


def reviewed(next_on: date | None = None, every_months: int | None = None) -> Review:
    """A review."""
    return Review(next_on=next_on, every_months=every_months)
