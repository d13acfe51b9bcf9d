"""Documents: older ones are read, damaged ones are told, and what they hold is what was saved."""

from __future__ import annotations

import dataclasses
import json
import typing

import pytest

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact, none, unknown
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import VaultDamaged
from dpo_desk.store import contents
from dpo_desk.store.documents import decoded
from tests.builders import an_activity
from tests.store.desk import a_desk, raw, saved
from tests.store.strategies import filled

KINDS = (Activity, Client, Processor, Transfer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_record_comes_back_from_its_document(kind):
    record = filled(kind)
    document = contents.document(record)
    assert decoded(kind, document) == record
    assert document.isascii()


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_older_than_a_field_is_read_with_its_default(kind):
    record = filled(kind)
    for name in json.loads(contents.document(record)):
        if name in {"id", "ref", "name", "exporter", "importer"}:
            continue
        older = json.loads(contents.document(record))
        del older[name]
        found = decoded(kind, json.dumps(older))
        assert getattr(found, name) == kind.__dataclass_fields__[name].default


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_is_not_spoken_of_is_unknown(kind):
    hints = typing.get_type_hints(kind)
    facts = [field for field in dataclasses.fields(kind) if typing.get_origin(hints[field.name]) is Fact]
    assert facts
    assert {field.default for field in facts} == {unknown()}
    record = dataclasses.replace(filled(kind), **{field.name: unknown() for field in facts})
    document = contents.document(record)
    assert not {field.name for field in facts} & set(json.loads(document))
    assert decoded(kind, document) == record


def test_a_fact_that_is_none_is_spoken_of():
    document = json.loads(contents.document(an_activity(owner=none())))
    assert document["owner"] == {"known": "none", "value": None}


def test_so_is_one_of_a_part():
    document = json.loads(contents.document(an_activity()))
    del document["categories"]["value"][0]["retention"]["value"]["then"]
    activity = decoded(Activity, json.dumps(document))
    assert activity.categories.value[0].retention.value.then == unknown()


def test_a_field_the_program_no_longer_knows_is_passed_over():
    activity = an_activity()
    document = {**json.loads(contents.document(activity)), "colour": {"known": "given", "value": "green"}}
    assert decoded(Activity, json.dumps(document)) == activity


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"id": "x", "ref": "P-1"}',
        '{"id": "x", "ref": "P-1", "name": "n", "status": "sideways"}',
        '{"id": "x", "ref": "P-1", "name": "n", "owner": {"known": "given", "value": null}}',
    ],
)
def test_what_is_no_document_is_told_as_damage(document):
    with pytest.raises(VaultDamaged) as told:
        decoded(Activity, document)
    assert told.value.params == {"detail": "document"}


def test_a_document_changed_behind_the_programs_back_is_told_as_damage(tmp_path):
    desk = a_desk(tmp_path)
    activity = saved(desk, an_activity())
    raw(desk, "DROP TRIGGER documents_never_changes")
    raw(desk, "UPDATE documents SET content = substr(content, 2)")
    with desk.work(read_only=True) as unit, pytest.raises(VaultDamaged):
        unit.activities.get(activity.id)
    desk.close()
