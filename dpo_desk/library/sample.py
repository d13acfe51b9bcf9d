"""
The example the program comes with: a register read from a published privacy policy, and requests of invented persons.

Records are known by the keys of the files (``P04``, ``adyen``, ``hosting-P01``, ``nora``): these stand in every id and
``ref``, and in every field which points at another record. Whoever builds a vault replaces them by fresh ids and refs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.ids import ActivityId, CalendarId, TransferId
from dpo_desk.domain.organisation import Contact, Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.files import paths
from dpo_desk.library.record_files import RecordReader
from dpo_desk.library.sample_cases import SampleCase, read_address, read_cases
from dpo_desk.library.tables import Table, open_table

_FOLDER = "sample"

Record = TypeVar("Record", Activity, Processor, Transfer)


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
    reader = RecordReader(processors, sha256)
    activities = _activities(reader)
    return Sample(
        organisation=organisation,
        processors=tuple(processors.items()),
        activities=tuple(activities.items()),
        transfers=tuple(_transfers(organisation.name, reader, activities).items()),
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
        establishment=table.fact("establishment", Table.text),
        representative=table.fact("representative", Table.text),
        joint_controllers=table.fact("joint_controllers", Table.text),
        dpo=dpo,
        letters_from=_address(table.table("letters_from")),
        holiday_calendar=CalendarId(table.text("holiday_calendar")),
        time_zone=table.text("time_zone"),
        authority=table.text("authority"),
        to_clarify=table.text("to_clarify", "").strip(),
        is_sample=True,
    )
    table.end()
    return organisation


def _address(table: Table) -> PostalAddress:
    address = read_address(table)
    table.end()
    return address


# --- records ---------------------------------------------------------------------------------------------------------


def _processors(sha256: str) -> dict[str, Processor]:
    file = open_table(f"{_FOLDER}/processors.toml")
    found: dict[str, Processor] = {}
    reader = RecordReader(found, sha256)  # one that engages another stands below it in the file
    for table in file.tables("processors"):
        key = table.new("key", found)
        found[key] = _proven(reader.record(Processor, key, table), table)
    file.end()
    return found


def _activities(reader: RecordReader) -> dict[str, Activity]:
    found = {}
    for file in paths(f"{_FOLDER}/activities", ".toml"):
        key = file.rpartition("/")[2].removesuffix(".toml")
        table = open_table(file)
        found[key] = _proven(reader.record(Activity, key, table), table)
    return found


def _transfers(
    exporter: str, reader: RecordReader, activities: Mapping[str, Activity]
) -> dict[str, Transfer]:
    file = open_table(f"{_FOLDER}/transfers.toml")
    found: dict[str, Transfer] = {}
    for table in file.tables("transfers"):
        name, names = table.text("key"), _known_activities(table, "activities", activities)
        importer = reader.processor(table)
        flow = reader.record(
            Transfer,
            name,
            table,
            exporter=exporter,
            importer=importer.name,
            importer_named=importer.named,
            processor=importer.id,
            activity=None,
            client=None,
        )
        _proven(flow, table)
        for activity in names:
            key = f"{name}-{activity}"
            if key in found:
                table.fault("activities", "there twice")
            found[key] = replace(flow, id=TransferId(key), ref=key, activity=ActivityId(activity))
    file.end()
    return found


def _known_activities(table: Table, key: str, activities: Mapping[str, object]) -> tuple[str, ...]:
    names = table.texts(key)
    if not set(names) <= set(activities):
        table.fault(key, "not an activity")
    return names


def _proven(record: Record, table: Table) -> Record:
    """The record, which says where it comes from."""
    if not record.evidence:
        table.fault("evidence", "missing")
    return record
