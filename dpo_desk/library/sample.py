"""
The example the program comes with: a register read from a published privacy policy, and requests of invented persons.

Records are known by the keys of the files (``P04``, ``adyen``, ``hosting-P01``, ``nora``): these stand in every id and
``ref``, and in every field which points at another record. Whoever builds a vault replaces them by fresh ids and refs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

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
from dpo_desk.domain.ids import ActivityId, CalendarId, ProcessorId, TransferId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.domain.processor import Processor, ProcessorRole
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.files import paths
from dpo_desk.library.sample_cases import SampleCase, read_address, read_cases
from dpo_desk.library.tables import Table, open_table

_FOLDER = "sample"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The whole example; ``policy_sha256`` is the hash of the text all evidence comes from."""

    organisation: Organisation
    processors: tuple[tuple[str, Processor], ...]
    activities: tuple[tuple[str, Activity], ...]
    transfers: tuple[tuple[str, Transfer], ...]
    cases: tuple[SampleCase, ...]
    policy_title: str
    policy_revised: date
    policy_sha256: str


def load_sample() -> Sample:
    """
    The example, checked.

    Raises:
        DataFileBroken: A file is missing or not sound; ``file``, ``place`` (line and key) and ``problem`` say where.
    """
    table = open_table(f"{_FOLDER}/organisation.toml")
    policy = table.table("policy")
    sha256 = policy.text("sha256")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        policy.fault("sha256", "not a SHA-256")
    title, revised = policy.text("title"), policy.day("revised")
    policy.end()
    organisation = _organisation(table)
    processors = _processors(sha256)
    activities = _activities(processors, sha256)
    return Sample(
        organisation=organisation,
        processors=tuple(processors.items()),
        activities=tuple(activities.items()),
        transfers=tuple(_transfers(organisation.name, processors, activities, sha256).items()),
        cases=read_cases(open_table(f"{_FOLDER}/cases.toml"), tuple(activities)),
        policy_title=title,
        policy_revised=revised,
        policy_sha256=sha256,
    )


# --- the organisation ------------------------------------------------------------------------------------------------


def _organisation(table: Table) -> Organisation:
    contact = table.table("dpo")
    dpo = Contact(
        name=contact.text("name"),
        address=_address(contact.table("address")),
        email=contact.text("email"),
        phone=contact.text("phone", ""),
    )
    contact.end()
    organisation = Organisation(
        name=table.text("name"),
        legal_form=table.text("legal_form", ""),
        address=_address(table.table("address")),
        email=table.text("email", ""),
        phone=table.text("phone", ""),
        registration=table.text("registration", ""),
        representative=table.fact("representative", Table.text),
        joint_controllers=table.fact("joint_controllers", Table.text),
        dpo=dpo,
        letters_from=_address(table.table("letters_from")),
        holiday_calendar=CalendarId(table.text("holiday_calendar")),
        time_zone=table.text("time_zone"),
        authority=table.text("authority"),
        is_sample=True,
    )
    table.end()
    return organisation


def _address(table: Table) -> PostalAddress:
    address = read_address(table)
    table.end()
    return address


# --- who gets data ---------------------------------------------------------------------------------------------------


def _processors(sha256: str) -> dict[str, Processor]:
    file = open_table(f"{_FOLDER}/processors.toml")
    found: dict[str, Processor] = {}
    for table in file.tables("processors"):
        key = table.new("key", found)
        found[key] = Processor(
            id=ProcessorId(key),
            ref=key,
            name=table.text("name"),
            named=table.flag("named", default=True),
            legal_name=table.fact("legal_name", Table.text),
            role=table.fact("role", partial(Table.choice, choices=ProcessorRole)),
            service=table.text("service"),
            data=table.fact("data", Table.text),
            address=table.fact("address", Table.text),
            countries=table.fact("countries", Table.countries),
            safeguards=table.fact("safeguards", Table.text),
            contact=table.fact("contact", Table.text),
            to_clarify=table.text("to_clarify"),
            evidence=_evidence(table, sha256),
        )
        table.end()
    file.end()
    return found


def _evidence(table: Table, sha256: str) -> tuple[Evidence, ...]:
    found = []
    for below in table.tables("evidence"):
        found.append(Evidence(quote=below.text("quote"), section=below.text("section"), source_sha256=sha256))
        below.end()
    if not found:
        table.fault("evidence", "missing")
    return tuple(found)


# --- activities ------------------------------------------------------------------------------------------------------


def _activities(processors: Mapping[str, Processor], sha256: str) -> dict[str, Activity]:
    found = {}
    for file in paths(f"{_FOLDER}/activities", ".toml"):
        key = file.rpartition("/")[2].removesuffix(".toml")
        found[key] = _activity(key, open_table(file), processors, sha256)
    return found


def _activity(key: str, table: Table, processors: Mapping[str, Processor], sha256: str) -> Activity:
    activity = Activity(
        id=ActivityId(key),
        ref=key,
        name=table.text("name"),
        status=table.choice("status", ActivityStatus),
        owner=table.fact("owner", Table.text),
        purposes=tuple(_purpose(below) for below in table.tables("purposes")),
        data_subjects=table.fact("data_subjects", Table.texts),
        categories=table.fact("categories", _categories),
        recipients=table.fact("recipients", partial(_recipients, processors=processors)),
        transfers=table.fact("transfers", Table.text),
        safeguards=table.fact("safeguards", Table.text),
        source=table.fact("source", Table.text),
        automated_decision=table.fact("automated_decision", Table.text),
        security=table.fact("security", Table.texts),
        dpia=table.fact("dpia", Table.text),
        to_clarify=table.text("to_clarify"),
        evidence=_evidence(table, sha256),
    )
    table.end()
    return activity


def _purpose(table: Table) -> Purpose:
    basis = table.fact("basis", partial(Table.choice, choices=LegalBasis))
    # A basis without its reason helps nobody who has to confirm it.
    reason = table.text("reason") if basis.value else table.text("reason", "")
    purpose = Purpose(text=table.text("text"), basis=basis, reason=reason)
    table.end()
    return purpose


def _categories(table: Table, word: str) -> tuple[DataCategory, ...]:
    found = []
    for below in table.tables(word):
        retention = below.fact("retention", _retention)
        found.append(
            DataCategory(name=below.text("name"), detail=below.text("detail", ""), retention=retention)
        )
        below.end()
    return tuple(found)


_PERIOD = re.compile(r"([1-9][0-9]*) (days|months|years) from (.+)")


def _retention(table: Table, word: str) -> Retention:
    periods = tuple(_period(table, word, text) for text in table.texts(word))
    if not periods and not table.has("rule"):
        table.fault(word, "neither a period nor a rule")
    return Retention(
        periods=periods, rule=table.text("rule", ""), then=table.text("then", ""), law=table.text("law", "")
    )


def _period(table: Table, word: str, text: str) -> RetentionPeriod:
    match = _PERIOD.fullmatch(text)
    if not match:
        table.fault(word, "not a period such as “3 years from the last order”")
    return RetentionPeriod(number=int(match[1]), unit=TimeUnit(match[2]), trigger=match[3])


def _recipients(table: Table, word: str, processors: Mapping[str, Processor]) -> tuple[Recipient, ...]:
    found = []
    for below in table.tables(word):
        kind, note = below.choice("kind", RecipientKind), below.text("note", "")
        if below.has("processor"):
            who = _processor(below, processors)
            found.append(Recipient(name=who.name, kind=kind, named=who.named, processor=who.id, note=note))
        else:
            found.append(Recipient(name=below.text("name"), kind=kind, note=note))
        below.end()
    return tuple(found)


def _processor(table: Table, processors: Mapping[str, Processor]) -> Processor:
    key = table.text("processor")
    if key not in processors:
        table.fault("processor", "not in processors.toml")
    return processors[key]


# --- transfers -------------------------------------------------------------------------------------------------------


def _transfers(
    exporter: str, processors: Mapping[str, Processor], activities: Mapping[str, Activity], sha256: str
) -> dict[str, Transfer]:
    file = open_table(f"{_FOLDER}/transfers.toml")
    found: dict[str, Transfer] = {}
    for table in file.tables("transfers"):
        importer = _processor(table, processors)
        country, tool = table.fact("country", Table.country), table.fact("tool", Table.text)
        note, evidence = table.text("note", ""), _evidence(table, sha256)
        name = table.text("key")
        for activity in _known_activities(table, "activities", activities):
            key = f"{name}-{activity}"
            if key in found:
                table.fault("activities", "there twice")
            found[key] = Transfer(
                id=TransferId(key),
                ref=key,
                exporter=exporter,
                importer=importer.name,
                importer_named=importer.named,
                country=country,
                activity=ActivityId(activity),
                processor=importer.id,
                tool=tool,
                note=note,
                evidence=evidence,
            )
        table.end()
    file.end()
    return found


def _known_activities(table: Table, key: str, activities: Mapping[str, object]) -> tuple[str, ...]:
    names = table.texts(key)
    if not set(names) <= set(activities):
        table.fault(key, "not an activity")
    return names
