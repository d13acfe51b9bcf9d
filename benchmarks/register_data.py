"""A register as large as a test or a benchmark asks for: the same records every time, as a DPO would write them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

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
from dpo_desk.domain.client import Client, ClientProcessing
from dpo_desk.domain.facts import Fact, given, none, proposed
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.processor import Assurance, Contract, ContractStatus, Processor, ProcessorRole
from dpo_desk.domain.record import RecordStatus, Review
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services.ports import Work

TODAY = date(2026, 6, 1)
_AREAS = ("Payroll", "Recruitment", "Orders", "Refunds", "Newsletter", "Support", "Access control", "Fraud")
_OWNERS = (
    "Direction générale",
    "Ressources humaines",
    "Logistique",
    "Marketing",
    "Informatique",
    "Juridique",
)
_SUBJECTS = ("Customers", "Employees", "Applicants", "Suppliers", "Visitors", "Resellers", "Minors")
_DATA = ("Identity", "Contact data", "Bank details", "Order history", "Logs", "Photographs", "Health data")
_MEASURES = ("Access by role", "Encryption at rest", "Backups tested monthly", "Two factors", "Logging")
_SYSTEMS = ("ERP", "CRM", "Ticket tool", "Data warehouse", "Mail")
_TAGS = ("hr", "b2c", "b2b", "audit-2026", "priority", "to review")
_COUNTRIES = ("FR", "DE", "IE", "US", "IN", "MA", "CA", "JP", "GB", "PH")
_TOOLS = ("adequacy", "scc-2", "scc-3", "bcr", "strict-rules")


@dataclass(frozen=True, kw_only=True)
class Register:
    """All records of a register, each kind by reference."""

    activities: tuple[Activity, ...]
    clients: tuple[Client, ...]
    processors: tuple[Processor, ...]
    transfers: tuple[Transfer, ...]


def register(activities: int) -> Register:
    """So many activities, a fifth as many processors, a fiftieth as many clients and twice as many transfers."""
    chance = random.Random(1)
    processors = tuple(_processor(chance, number) for number in range(max(1, activities // 5)))
    own = tuple(_activity(chance, number, processors) for number in range(activities))
    clients = tuple(_client(chance, number, processors) for number in range(max(1, activities // 50)))
    flows = tuple(_transfer(chance, number, own, processors) for number in range(activities * 2))
    return Register(activities=own, clients=clients, processors=processors, transfers=flows)


def fill(work: Work, made: Register) -> None:
    """Saves them, in one unit of work."""
    with work() as unit:
        if unit.organisation.find() is None:
            dpo = Contact(name="Maud Delegue", email="dpo@fictive.example")
            unit.organisation.save(Organisation(name="Fictive SAS", dpo=dpo))
        for processor in made.processors:
            unit.processors.save(processor)
        for activity in made.activities:
            unit.activities.save(activity)
        for client in made.clients:
            unit.clients.save(client)
        for transfer in made.transfers:
            unit.transfers.save(transfer)
        unit.commit()


def _id(kind: int, number: int) -> str:
    return f"{kind:016x}{number:016x}"


def _some(chance: random.Random, texts: tuple[str, ...], most: int = 3) -> tuple[str, ...]:
    return tuple(chance.sample(texts, chance.randint(1, most)))


def _status(chance: random.Random) -> RecordStatus:
    return chance.choices(list(RecordStatus), weights=(2, 7, 1))[0]


def _day(chance: random.Random) -> date:
    return TODAY + timedelta(days=chance.randrange(-400, 400))


def _tags(chance: random.Random) -> tuple[str, ...]:
    return tuple(chance.sample(_TAGS, chance.randrange(3)))


def _owner(chance: random.Random) -> Fact[str]:
    return given(chance.choice(_OWNERS)) if chance.random() < 0.8 else Fact()


def _processor(chance: random.Random, number: int) -> Processor:
    status = chance.choice(list(ContractStatus))
    contract = Contract(status=status, signed_on=_day(chance), expires_on=_day(chance), reference="C/77")
    return Processor(
        id=ProcessorId(_id(1, number)),
        ref=f"S-{number + 1:03}",
        name=f"{chance.choice(_SYSTEMS)} Services {number + 1}",
        tags=_tags(chance),
        owner=_owner(chance),
        role=proposed(ProcessorRole.PROCESSOR),
        service="Hosts and maintains the application, with support on working days.",
        countries=given(_some(chance, _COUNTRIES)),
        contract=given(contract) if chance.random() < 0.8 else Fact(),
        assurances=given((Assurance(name="ISO 27001", expires_on=_day(chance)),)),
        review=Review(next_on=_day(chance), every_months=12),
        created_on=TODAY,
        updated_on=TODAY,
    )


def _activity(chance: random.Random, number: int, processors: tuple[Processor, ...]) -> Activity:
    name = f"{chance.choice(_AREAS)} {number + 1}"
    named = chance.sample(processors, min(len(processors), chance.randint(1, 3)))
    recipients = tuple(Recipient(name=p.name, kind=RecipientKind.PROCESSOR, processor=p.id) for p in named)
    return Activity(
        id=ActivityId(_id(2, number)),
        ref=f"P-{number + 1:03}",
        name=name,
        status=_status(chance),
        tags=_tags(chance),
        owner=_owner(chance),
        purposes=tuple(_purpose(chance, name) for _ in range(chance.randint(1, 3))),
        data_subjects=given(_some(chance, _SUBJECTS)),
        people=given("about 12,000"),
        categories=given(tuple(_category(chance, each) for each in _some(chance, _DATA, 4))),
        recipients=given(recipients),
        transfers=none() if chance.random() < 0.5 else Fact(),
        systems=given(_some(chance, _SYSTEMS)),
        security=given(_some(chance, _MEASURES, 4)),
        review=Review(next_on=_day(chance), every_months=12),
        created_on=TODAY,
        updated_on=TODAY,
    )


def _purpose(chance: random.Random, name: str) -> Purpose:
    basis = given(chance.choice(list(LegalBasis))) if chance.random() < 0.9 else Fact()
    return Purpose(
        text=f"Carry out {name.lower()} as agreed, and keep the books the law asks for.",
        basis=basis,
        reason=given("The contract with the person concerned") if chance.random() < 0.7 else Fact(),
    )


def _category(chance: random.Random, name: str) -> DataCategory:
    trigger = "end of the contract" if chance.random() < 0.8 else ""
    period = RetentionPeriod(number=chance.randint(1, 10), unit=TimeUnit.YEARS, trigger=trigger)
    retention = Retention(periods=(period,), then=given(Afterwards.ERASE), law=given("L. 123-22 C. com."))
    return DataCategory(
        name=name,
        detail="As typed by the person in the form.",
        retention=given(retention) if chance.random() < 0.8 else Fact(),
    )


def _client(chance: random.Random, number: int, processors: tuple[Processor, ...]) -> Client:
    done = ClientProcessing(
        name="Hosting of the shop", data_subjects=given(_some(chance, _SUBJECTS)), data=given(_DATA[:2])
    )
    return Client(
        id=ClientId(_id(3, number)),
        ref=f"C-{number + 1:03}",
        name=f"Boutique {number + 1}",
        status=_status(chance),
        tags=_tags(chance),
        owner=_owner(chance),
        contract=given(Contract(status=ContractStatus.SIGNED, signed_on=_day(chance))),
        processing=given((done,)),
        subprocessors=(chance.choice(processors).id,),
        security=given(_some(chance, _MEASURES)),
        created_on=TODAY,
        updated_on=TODAY,
    )


def _transfer(
    chance: random.Random, number: int, activities: tuple[Activity, ...], processors: tuple[Processor, ...]
) -> Transfer:
    processor = chance.choice(processors)
    return Transfer(
        id=TransferId(_id(4, number)),
        ref=f"T-{number + 1:03}",
        status=_status(chance),
        tags=_tags(chance),
        owner=_owner(chance),
        exporter="Fictive SAS",
        importer=processor.name,
        country=given(chance.choice(_COUNTRIES)),
        activity=chance.choice(activities).id,
        processor=processor.id,
        tool=given(chance.choice(_TOOLS)) if chance.random() < 0.8 else Fact(),
        tool_date=_day(chance),
        created_on=TODAY,
        updated_on=TODAY,
    )
