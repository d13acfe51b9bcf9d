"""Registers for trying the sheets: records of the program, told as the program tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from dpo_desk.domain.activity import (
    Activity,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.client import Client, ClientProcessing
from dpo_desk.domain.completeness import Gap, Severity
from dpo_desk.domain.facts import Fact, given, none, proposed
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.domain.processor import Processor, SubProcessor
from dpo_desk.domain.record import Evidence, RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Validation
from dpo_desk.library.catalogues import in_language
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import wording
from dpo_desk.services.ports import PastRegister, UnitOfWork
from dpo_desk.services.register_facts import Telling, register_facts
from dpo_desk.services.register_selection import RegisterOrder, Selection, select
from reports import SHEETS, Sheet
from reports.records import RegisterFacts

DAY = date(2027, 3, 3)
ORGANISATION = Organisation(
    name="Exemple & Fils",
    legal_form="S.A.S.",
    address=PostalAddress(street="12 rue des Essais", postal_code="75019", city="Paris", country="FR"),
    email="contact@exemple.example",
    registration="RCS Paris 000 000 000",
    representative=none(),
    joint_controllers=proposed("Exemple Holding"),
    dpo=Contact(name="Élodie Modèle", email="dpo@exemple.example", phone="+33 1 00 00 00 00"),
)


def an_activity(**changes: Any) -> Activity:
    """A payment, of which the register knows the usual."""
    limit = Retention(
        periods=(RetentionPeriod(number=13, unit=TimeUnit.MONTHS, trigger="the payment"),), rule="bank rules"
    )
    activity = Activity(
        id=ActivityId("a" * 32),
        ref="P-001",
        name="Payment",
        status=RecordStatus.ACTIVE,
        owner=given("Finance"),
        purposes=(
            Purpose(text="take payments", basis=given(LegalBasis.CONTRACT), reason=given("contract of sale")),
        ),
        data_subjects=given(("customers",)),
        categories=given((DataCategory(name="Card data", detail="number, expiry", retention=given(limit)),)),
        recipients=given(
            (Recipient(name="Zahlwerk N.V.", kind=RecipientKind.PROCESSOR, processor=ProcessorId("b" * 32)),)
        ),
        transfers=given("United States"),
        safeguards=given("Encryption"),
        security=given(("encryption at rest",)),
        source=given("the bank"),
        automated_decision=given("A score stops an order until a person has looked at it."),
        evidence=(Evidence(quote="kept for thirteen months", section="Banking data"),),
        created_on=DAY,
        version=2,
    )
    return replace(activity, **changes)


def a_client(**changes: Any) -> Client:
    """A shop for which parcels are packed."""
    client = Client(
        id=ClientId("c" * 32),
        ref="C-001",
        name="Kundin AG",
        status=RecordStatus.ACTIVE,
        address=given("Musterweg 1, Zürich"),
        contact=given("privacy@kundin.example"),
        processing=given((ClientProcessing(name="Packing parcels", data=given(("addresses",))),)),
        subprocessors=(ProcessorId("b" * 32),),
        transfers=none(),
        security=given(("locked store",)),
    )
    return replace(client, **changes)


def a_processor(**changes: Any) -> Processor:
    """Who takes the payments."""
    processor = Processor(
        id=ProcessorId("b" * 32),
        ref="S-001",
        name="Zahlwerk N.V.",
        service="payments",
        countries=given(("NL",)),
        subprocessors=given((SubProcessor(name="Rechenzentrum GmbH", service="hosting"),)),
    )
    return replace(processor, **changes)


def a_transfer(**changes: Any) -> Transfer:
    """Scores from across the ocean."""
    transfer = Transfer(
        id=TransferId("d" * 32),
        ref="T-001",
        exporter="Exemple & Fils",
        importer="Scorefirm Inc.",
        country=given("US"),
        activity=ActivityId("a" * 32),
        tool=given("scc-2"),
    )
    return replace(transfer, **changes)


def records(**changes: Any) -> PastRegister:
    """One record of each kind."""
    register = PastRegister(
        activities=(an_activity(),),
        clients=(a_client(),),
        processors=(a_processor(),),
        transfers=(a_transfer(),),
    )
    return replace(register, **changes)


def many(count: int) -> PastRegister:
    """A register of so many activities."""
    activities = tuple(
        an_activity(id=ActivityId(f"{n:032x}"), ref=f"P-{n:03}", name=f"Activity number {n}")
        for n in range(1, count + 1)
    )
    return records(activities=activities, transfers=())


def a_gap(record: str) -> Gap:
    """Something missing."""
    return Gap(
        rule="purposes_missing", severity=Severity.ERROR, article="30(1)(b)", place="purposes", record=record
    )


def facts(
    register: PastRegister | None = None,
    language: str = "en",
    *,
    organisation: Organisation = ORGANISATION,
    gaps: Sequence[Gap] = (),
    validations: Sequence[Validation] = (),
    as_of: date = DAY,
    **order: Any,
) -> RegisterFacts:
    """The register as a paper gets it."""
    whole = records() if register is None else register
    wanted = RegisterOrder(language=language, **order)
    return register_facts(
        a_unit(organisation, gaps, validations),
        whole,
        select(whole, wanted),
        Telling(
            words=wording(language),
            as_of=as_of,
            today=DAY,
            law=shipped(),
            term=lambda kind, text: in_language(text, kind, language),
        ),
        wanted.books,
    )


def only(register: PastRegister) -> Selection:
    """All of it, as for a sheet."""
    return Selection(shown=register, extents=())


def sheet(kind: str = "register", language: str = "en", **changes: Any) -> Sheet:
    """A sheet of this kind."""
    (build,) = (each.build for each in SHEETS if each.id == kind)
    return build(facts(language=language, **changes), wording(language))


def a_unit(organisation: Organisation, gaps: Sequence[Gap], validations: Sequence[Validation]) -> UnitOfWork:
    """As much of a unit of work as papers ask."""
    newest = {each.record: each for each in validations}
    unit: Any = SimpleNamespace(
        organisation=SimpleNamespace(find=lambda: organisation),
        gaps=SimpleNamespace(all=lambda: tuple(gaps)),
        versions=SimpleNamespace(validation=lambda _kind, record: newest.get(record)),
    )
    return unit  # type: ignore[no-any-return]


UNKNOWN: Fact[Any] = Fact()
