"""Nothing a record holds is missing on paper: each field of the dataclasses is looked for in the finished PDF."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import pytest

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import wording
from dpo_desk.services.changes import WORDS
from dpo_desk.services.ports import PastRegister
from dpo_desk.services.record_facts import _LISTED
from reports.draw.text import clean

from .filled import Filler, places
from .reading import dense, text
from .registers import sheet
from .samples import LANGUAGES, draw

IDS = {
    "ActivityId": "a" * 32,
    "ClientId": "c" * 32,
    "ProcessorId": "b" * 32,
    "TransferId": "d" * 32,
}
NOT_ON_PAPER = {
    "id": "an internal identifier; the reference is printed",
    "evidence.source_sha256": "says to the program whether the source was changed since; nothing to read",
    "version": "printed as the version of the record, not as a field",
    "client": "the record it names is printed by reference and name",
    "activity": "the record it names is printed by reference and name",
    "processor": "the record it names is printed by reference and name",
    "recipients.processor": "the record it names is printed by reference and name",
    "subprocessors.processor": "the record it names stands in the tree by its own name",
    "subprocessors": "the records named are printed by reference and name",
    "subprocessors.name": "a sub-processor with a record of its own stands in the tree by the name of that",
    "named": "printed as a warning when it is false; see test_register",
    "importer_named": "the same",
    "recipients.named": "the same",
    "clauses.item": "printed as the item's own number and words",
    "steps.step": "printed as the step's number and title",
}


@cache
def _filled() -> tuple[PastRegister, dict[type, Filler]]:
    made, fillers = {}, {}
    for kind, name in (
        (Activity, "ActivityId"),
        (Client, "ClientId"),
        (Processor, "ProcessorId"),
        (Transfer, "TransferId"),
    ):
        fillers[kind] = Filler(IDS)
        made[kind] = fillers[kind].make(kind, id=IDS[name], status=RecordStatus.ACTIVE)
    # the tree: one sub-processor with a record, one without
    processor: Any = made[Processor]
    first, second = processor.subprocessors.value
    made[Processor] = replace(
        processor, subprocessors=Fact(Known.GIVEN, (first, replace(second, processor=None)))
    )
    register = PastRegister(
        activities=(made[Activity],),
        clients=(made[Client],),
        processors=(made[Processor],),
        transfers=(made[Transfer],),
    )
    return register, fillers


@cache
def _printed(language: str) -> str:
    return dense(text(draw(sheet(language=language, register=_filled()[0]), language).pdf))


@pytest.mark.parametrize("kind", [Activity, Client, Processor, Transfer])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_every_record_stands_in_the_printed_register(language: str, kind: type) -> None:
    printed = _printed(language)
    looked_for = [(place, value) for place, value in _filled()[1][kind].seen if place not in NOT_ON_PAPER]
    missing = [
        (place, value)
        for place, value in looked_for
        if dense(clean(_as_printed(place, value, language))) not in printed
    ]
    assert len(looked_for) > 30
    assert missing == []


@pytest.mark.parametrize("kind", [Activity, Client, Processor, Transfer])
def test_the_records_looked_for_have_something_in_every_field(kind: type) -> None:
    """So that the test above cannot pass over a field it does not know."""
    filled = {place for place, _ in _filled()[1][kind].seen}
    apart = {"id", "status", "ref"} | set(NOT_ON_PAPER)
    nested = {place for place in places(kind) if any(other.startswith(f"{place}.") for other in places(kind))}
    assert set(places(kind)) - nested - filled - apart == set()


@pytest.mark.parametrize("kind", [Activity, Client, Processor, Transfer])
def test_every_field_has_its_label_in_both_languages(kind: type) -> None:
    from dpo_desk.services.record_facts import _APART, _snake

    def labels(record: Any) -> list[str]:
        own = [
            f"fields.{_snake(type(record).__name__)}.{f.name}" for f in fields(record) if f.name not in _APART
        ]
        for field in fields(record):
            value = getattr(record, field.name)
            value = value.value if isinstance(value, Fact) else value
            for each in value if isinstance(value, tuple) else (value,):
                own += labels(each) if is_dataclass(each) else []
        return own

    (record,) = (r for kinds in vars_of(_filled()[0]) for r in kinds if isinstance(r, kind))
    for language in LANGUAGES:
        assert [label for label in labels(record) if not wording(language).has(label)] == []


def test_the_organisation_is_whole_on_the_cover_and_in_the_last_part() -> None:
    filler = Filler()
    organisation = replace(
        filler.make(Organisation),
        time_zone="Europe/Paris", authority="FR", holiday_calendar="FR", is_sample=False, version=1,
    )  # fmt: skip
    printed = dense(text(draw(sheet(organisation=organisation)).pdf))
    kept = (
        "letters_from",
        "holiday_calendar",
        "closed_days",
        "lead_days",
        "time_zone",
        "authority",
        "is_sample",
        "version",
    )  # not of Art. 30
    looked_for = [(place, value) for place, value in filler.seen if not place.startswith(kept)]
    assert [
        (place, value)
        for place, value in looked_for
        if dense(clean(_as_printed(place, value, "en"))) not in printed
    ] == []


def vars_of(register: PastRegister) -> tuple[tuple[Any, ...], ...]:
    return register.activities, register.clients, register.processors, register.transfers


def _as_printed(place: str, value: object, language: str) -> str:
    words, name = wording(language), place.rpartition(".")[2]
    law = LawWords(words, shipped())
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, StrEnum):
        return words(f"{WORDS[type(value)]}.{value.value}")
    if isinstance(value, int):
        return words.number(value)
    if name in ("country", "countries", "exporter_country"):
        return law.country(str(value))
    match name:
        case "tool":
            return law.tool(str(value))
        case "question":
            return law.question(str(value))
    if name in _LISTED:
        return words(f"{_LISTED[name]}.{value}")
    return str(value)
