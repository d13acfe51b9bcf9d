"""Every kind of record through its repository: the same promises for each."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact, Known, none
from dpo_desk.domain.facts import given as stated
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor, SubProcessor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import FieldError, NotFound, RuleBroken, StaleRecord
from dpo_desk.services.ports import ListQuery
from tests.builders import (
    a_case,
    a_client,
    a_person,
    a_processor,
    a_transfer,
    an_activity,
    an_organisation,
)
from tests.store.desk import a_desk, raw, saved
from tests.store.strategies import filled, records

STRANGE = [
    "Zoé Łódź Ångström", "👩🏽‍⚖️ emoji 🇫🇷", "<b>&amp;</b> %s {name} \\ ' \" ;--", "x\u202ey", "\ufeff", "e\u0301",
    " two  blanks ", "line\nline\ttab\r\n", "שלום", "word " * 20_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    from dpo_desk.store import keys  # the fixture of one test does not reach one of a module
    from tests.store.vaults import FAST

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(keys.KDF_SETS, FAST, keys.KdfSet(time_cost=1, memory_kib=64))
        patch.setattr(keys, "DEFAULT_SET", FAST)
        desk = a_desk(tmp_path_factory.mktemp("desk"))
        yield desk
        desk.close()


@pytest.fixture(scope="module")
def others(desk):
    """Records that others may name."""
    person, processor, activity, client = a_person(), a_processor(), an_activity(), a_client()
    saved(desk, person, processor, activity, client)
    return {
        "person": person.id,
        "ProcessorId": processor.id,
        "ActivityId": activity.id,
        "ClientId": client.id,
    }


class RepositoryContract:
    """What ``services.ports.Records`` promises; each kind inherits it."""

    name: ClassVar[str]
    kind: ClassVar[type]
    ref_pattern: ClassVar[str]
    audit_kind: ClassVar[str]

    def build(self, others, **fields):
        raise NotImplementedError

    def name_of(self, record, text):
        """The record with this text where its list is searched."""
        raise NotImplementedError

    def of(self, unit):
        return getattr(unit, self.name)

    def test_a_saved_record_comes_back_equal_and_one_version_on(self, desk, others):
        record = self.build(others)
        stored = saved(desk, record)
        assert stored == replace(record, version=1)
        with desk.work(read_only=True) as unit:
            assert self.of(unit).get(record.id) == stored
            assert self.of(unit).find(record.id) == stored
            assert stored in self.of(unit).all()

    def test_every_field_of_a_filled_record_comes_back(self, desk, others):
        record = filled(self.kind, id=new_id(), ref=self.build(others).ref, **self.fixed(others))
        record = replace(record, version=0)
        saved(desk, record)
        with desk.work(read_only=True) as unit:
            found = self.of(unit).get(record.id)
        for field in dataclasses.fields(record):
            if field.name != "version":
                assert getattr(found, field.name) == getattr(record, field.name), field.name

    @given(data=st.data())
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    def test_any_record_comes_back(self, desk, others, data):
        fixed = {name: st.just(value) for name, value in self.fixed(others).items()}
        shape = records(self.kind, id=st.just(new_id()), ref=st.just(new_id()), version=st.just(0), **fixed)
        record, second = data.draw(shape), data.draw(shape)
        with desk.work() as unit:
            stored = self.of(unit).save(record)
            again = self.of(unit).save(replace(second, id=record.id, version=1))
        with desk.work() as unit:  # nothing was committed
            assert self.of(unit).find(record.id) is None
            stored = self.of(unit).save(record)
            unit.commit()
        with desk.work() as unit:
            assert self.of(unit).get(record.id) == stored == replace(record, version=1)
            again = self.of(unit).save(replace(second, id=record.id, version=1))
            unit.commit()
        with desk.work() as unit:
            assert self.of(unit).get(record.id) == again
            self.of(unit).delete(record.id)
            unit.commit()

    def fixed(self, others):
        return others

    def test_a_record_changed_meanwhile_is_not_overwritten(self, desk, others):
        stored = saved(desk, self.build(others))
        saved(desk, stored)
        with desk.work() as unit, pytest.raises(StaleRecord):
            self.of(unit).save(stored)

    def test_a_new_record_does_not_replace_one_of_the_same_id(self, desk, others):
        record = self.build(others)
        saved(desk, record)
        with desk.work() as unit, pytest.raises(StaleRecord):
            self.of(unit).save(record)

    def test_a_record_deleted_meanwhile_does_not_come_back(self, desk, others):
        stored = saved(desk, self.build(others))
        with desk.work() as unit:
            self.of(unit).delete(stored.id)
            unit.commit()
        with desk.work() as unit, pytest.raises(StaleRecord):
            self.of(unit).save(stored)

    def test_what_is_not_there_is_said_to_be_not_found(self, desk):
        with desk.work() as unit:
            assert self.of(unit).find(new_id()) is None
            with pytest.raises(NotFound):
                self.of(unit).get(new_id())
            with pytest.raises(NotFound):
                self.of(unit).delete(new_id())

    def test_a_deleted_record_leaves_list_and_search(self, desk, others):
        stored = saved(desk, self.name_of(self.build(others), "Quetzalcoatl"))
        with desk.work() as unit:
            assert self.of(unit).ids(ListQuery(text="quetzal")) == (stored.id,)
            self.of(unit).delete(stored.id)
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert self.of(unit).ids(ListQuery(text="quetzal")) == ()
            assert stored.id not in self.of(unit).ids(ListQuery())
            assert self.of(unit).lines([stored.id]) == ()

    def test_the_journal_tells_each_change_with_the_digest_of_the_contents(self, desk, others):
        stored = saved(desk, self.build(others))
        stored = saved(desk, stored)
        with desk.work() as unit:
            self.of(unit).delete(stored.id)
            unit.commit()
        with desk.work(read_only=True) as unit:
            lines = [line for line in unit.audit.lines(10) if line.record == stored.id]
        assert [line.action for line in lines] == ["deleted", "changed", "created"]
        assert {line.kind for line in lines} == {self.audit_kind}
        assert lines[0].digest == ""
        assert re.fullmatch("[0-9a-f]{64}", lines[1].digest)
        assert lines[1].digest != lines[2].digest

    def test_a_taken_reference_is_refused(self, desk, others):
        stored = saved(desk, self.build(others))
        with desk.work() as unit, pytest.raises(RuleBroken) as refused:
            self.of(unit).save(self.build(others, ref=stored.ref))
        assert refused.value.rule == "reference_taken"

    def test_references_count_on_and_are_never_handed_out_twice(self, desk, others):
        with desk.work() as unit:
            first = self.of(unit).next_ref(2031)
            stored = self.of(unit).save(self.build(others, ref=first))
            self.of(unit).delete(stored.id)
            unit.commit()
        with desk.work() as unit:
            second = self.of(unit).next_ref(2031)
        assert re.fullmatch(self.ref_pattern, first)
        assert int(second.rsplit("-", 1)[1]) == int(first.rsplit("-", 1)[1]) + 1

    def test_a_reference_that_came_with_a_record_is_not_handed_out_again(self, desk, others):
        with desk.work() as unit:
            head, number = self.of(unit).next_ref(2032).rsplit("-", 1)
            self.of(unit).save(self.build(others, ref=f"{head}-{int(number) + 41:0{len(number)}}"))
            assert int(self.of(unit).next_ref(2032).rsplit("-", 1)[1]) == int(number) + 42

    def test_references_of_five_digits_come_after_those_of_four(self, desk, others):
        head = self.build(others).ref.rsplit("-", 1)[0]
        late, early = saved(
            desk, self.build(others, ref=f"{head}-20000"), self.build(others, ref=f"{head}-9998")
        )
        with desk.work(read_only=True) as unit:
            found = self.of(unit).ids(ListQuery(sort="ref"))
        assert found.index(early.id) < found.index(late.id)
        with desk.work() as unit:
            self.of(unit).delete(late.id)
            self.of(unit).delete(early.id)
            unit.commit()

    def test_every_column_of_the_line_can_be_sorted_by_both_ways(self, desk, others):
        stored = saved(desk, self.build(others))
        with desk.work(read_only=True) as unit:
            everything = set(self.of(unit).ids(ListQuery()))
            assert stored.id in everything
            for column in self.sorts:
                up = self.of(unit).ids(ListQuery(sort=column))
                down = self.of(unit).ids(ListQuery(sort=column, descending=True))
                assert set(up) == set(down) == everything
            with pytest.raises(ValueError, match="no order"):
                self.of(unit).ids(ListQuery(sort="asked"[::-1]))
            with pytest.raises(ValueError, match="no chip"):
                self.of(unit).ids(ListQuery(chips=frozenset({"nonsense"})))

    def test_lines_come_in_the_order_asked_for_without_those_that_vanished(self, desk, others):
        one, two = saved(desk, self.build(others), self.build(others))
        with desk.work(read_only=True) as unit:
            lines = self.of(unit).lines([two.id, new_id(), one.id])
        assert [line.id for line in lines] == [two.id, one.id]
        assert [line.ref for line in lines] == [two.ref, one.ref]

    def test_two_hundred_lines_take_a_handful_of_statements(self, desk, others):
        with desk.work() as unit:
            stored = [self.of(unit).save(self.build(others)).id for _ in range(200)]
            statements = count_statements(desk, lambda: self.of(unit).lines(stored))
            assert len(self.of(unit).lines(stored)) == 200
        assert statements <= 3

    def test_all_takes_a_handful_of_statements(self, desk, others):
        with desk.work() as unit:
            for _ in range(50):
                self.of(unit).save(self.build(others))
            unit._session.expunge_all()
            assert count_statements(desk, self.of(unit).all) <= 12

    @pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
    def test_strange_texts_are_kept_as_they_are(self, desk, others, text):
        record = self.name_of(self.build(others), text)
        with desk.work() as unit:
            stored = self.of(unit).save(record)
            unit._session.expunge_all()
            assert self.of(unit).get(record.id) == stored == replace(record, version=1)

    @pytest.mark.parametrize("text", ["a\0b", "half a pair \ud83d", "\udcff"], ids=["nul", "high", "low"])
    def test_text_no_database_keeps_is_refused_at_its_field(self, desk, others, text):
        record = self.name_of(self.build(others), text)
        with desk.work() as unit:
            with pytest.raises(FieldError) as refused:
                self.of(unit).save(record)
            assert refused.value.reason == "unreadable_characters"
            assert refused.value.field == self.searched
            assert self.of(unit).find(record.id) is None


SORTS = (
    *("", "ref", "name", "status", "tags", "owner_known", "owner", "gaps", "warnings", "settled", "asked"),
    *("review_on", "updated_on", "validated_on", "changed_since"),
)


class TestActivities(RepositoryContract):
    name = "activities"
    kind = Activity
    audit_kind = "activity"
    ref_pattern = r"P-\d{3,}"
    searched = "name"
    sorts = (*SORTS, "purposes")

    def build(self, others, **fields):
        return an_activity(**fields)

    def name_of(self, record, text):
        return replace(record, name=text)

    def fixed(self, others):
        return {name: value for name, value in others.items() if name == "ProcessorId"}

    def test_an_activity_that_a_transfer_names_stays(self, desk):
        activity = saved(desk, an_activity())
        saved(desk, a_transfer(activity=activity.id))
        with desk.work() as unit, pytest.raises(RuleBroken) as refused:
            unit.activities.delete(activity.id)
        assert refused.value.rule == "record_in_use"

    def test_a_recipient_whose_record_is_not_there_is_refused(self, desk):
        recipient = replace(an_activity().recipients.value[0], processor=new_id())
        with desk.work() as unit, pytest.raises(NotFound):
            unit.activities.save(an_activity(recipients=stated((recipient,))))


class TestClients(RepositoryContract):
    name = "clients"
    kind = Client
    audit_kind = "client"
    ref_pattern = r"C-\d{3,}"
    searched = "name"
    sorts = (*SORTS, "processing", "contract_known", "contract")

    def build(self, others, **fields):
        return a_client(**fields)

    def name_of(self, record, text):
        return replace(record, name=text)

    def fixed(self, others):
        return {"ProcessorId": others["ProcessorId"]}

    def test_a_client_that_a_transfer_names_stays(self, desk):
        client = saved(desk, a_client())
        saved(desk, a_transfer(client=client.id))
        with desk.work() as unit, pytest.raises(RuleBroken) as refused:
            unit.clients.delete(client.id)
        assert refused.value.rule == "record_in_use"

    def test_a_sub_processor_that_is_not_there_is_refused(self, desk):
        with desk.work() as unit, pytest.raises(NotFound):
            unit.clients.save(a_client(subprocessors=(new_id(),)))


class TestProcessors(RepositoryContract):
    name = "processors"
    kind = Processor
    audit_kind = "processor"
    ref_pattern = r"S-\d{3,}"
    searched = "name"
    sorts = (
        *SORTS,
        *("named", "role_known", "role", "countries_known", "countries", "contract_known", "contract"),
        *("expires_on", "activities"),
    )

    def build(self, others, **fields):
        return a_processor(**fields)

    def name_of(self, record, text):
        return replace(record, name=text)

    def fixed(self, others):
        return {"ProcessorId": others["ProcessorId"]}

    @pytest.mark.parametrize("kind", ["activity", "client", "processor", "transfer"])
    def test_a_processor_that_another_record_names_stays(self, desk, kind):
        processor = saved(desk, a_processor())
        recipient = replace(an_activity().recipients.value[0], processor=processor.id)
        naming = {
            "activity": an_activity(recipients=stated((recipient,))),
            "client": a_client(subprocessors=(processor.id,)),
            "processor": a_processor(subprocessors=stated((SubProcessor(name="x", processor=processor.id),))),
            "transfer": a_transfer(processor=processor.id),
        }
        saved(desk, naming[kind])
        with desk.work() as unit, pytest.raises(RuleBroken) as refused:
            unit.processors.delete(processor.id)
        assert refused.value.rule == "record_in_use"

    def test_a_processor_that_names_itself_can_go(self, desk):
        processor = a_processor()
        inside = stated((SubProcessor(name="itself", processor=processor.id),))
        stored = saved(desk, replace(processor, subprocessors=inside))
        with desk.work() as unit:
            unit.processors.delete(stored.id)
            assert unit.processors.find(stored.id) is None


class TestTransfers(RepositoryContract):
    name = "transfers"
    kind = Transfer
    audit_kind = "transfer"
    ref_pattern = r"T-\d{3,}"
    searched = "importer"
    sorts = (
        *SORTS,
        *("importer_named", "country_known", "country", "activity", "tool_known", "tool", "verdict"),
    )

    def build(self, others, **fields):
        return a_transfer(**fields)

    def name_of(self, record, text):
        return replace(record, importer=text)

    def fixed(self, others):
        return {
            "activity": others["ActivityId"],
            "client": others["ClientId"],
            "processor": others["ProcessorId"],
        }

    @pytest.mark.parametrize("field", ["activity", "client", "processor"])
    def test_a_flow_for_a_record_that_is_not_there_is_refused(self, desk, field):
        with desk.work() as unit, pytest.raises(NotFound):
            unit.transfers.save(a_transfer(**{field: new_id()}))


class TestCases(RepositoryContract):
    name = "cases"
    kind = RequestCase
    audit_kind = "case"
    ref_pattern = r"R-203\d-\d{4,}"
    searched = "closed_reason"
    sorts = ("", "ref", "person", "received", "due", "prudent", "state", "regime")

    def build(self, others, **fields):
        return a_case(**{"person": others["person"], **fields})

    def name_of(self, record, text):
        return replace(record, closed_reason=text)

    def fixed(self, others):
        return {
            "person": others["person"],
            "PersonId": others["person"],
            "ActivityId": others["ActivityId"],
            "ProcessorId": others["ProcessorId"],
        }

    def test_a_deleted_record_leaves_list_and_search(self, desk, others):
        stored = saved(desk, self.build(others, ref="R-1999-4711"))
        with desk.work() as unit:
            assert unit.cases.ids(ListQuery(text="1999-4711")) == (stored.id,)
            unit.cases.delete(stored.id)
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert unit.cases.ids(ListQuery(text="1999-4711")) == ()
            assert stored.id not in unit.cases.ids(ListQuery())

    def test_a_request_of_a_person_who_is_not_there_is_refused(self, desk):
        with desk.work() as unit, pytest.raises(NotFound):
            unit.cases.save(a_case())


class TestOrganisation:
    def test_before_it_was_saved_there_is_none(self, tmp_path):
        with a_desk(tmp_path).file as file, opened_again(file) as desk, desk.work() as unit:
            assert unit.organisation.find() is None
            with pytest.raises(NotFound):
                unit.organisation.get()

    def test_every_field_comes_back(self, desk):
        with desk.work() as unit:
            record = replace(filled(Organisation), version=0)
            stored = unit.organisation.save(record)
            unit._session.expunge_all()
            found = unit.organisation.get()
        for field in dataclasses.fields(record):
            if field.name != "version":
                assert getattr(found, field.name) == getattr(record, field.name), field.name
        assert stored == found
        assert found.version == 1

    def test_there_is_only_one_and_a_stale_one_is_refused(self, desk):
        with desk.work() as unit:
            stored = unit.organisation.save(an_organisation())
            newer = unit.organisation.save(replace(stored, name="Fictive SA"))
            assert newer.version == 2
            for stale in (stored, an_organisation()):
                with pytest.raises(StaleRecord):
                    unit.organisation.save(stale)
        with pytest.raises(Exception, match=r"CHECK|NOT NULL"):
            raw(desk, "INSERT INTO organisation (id) VALUES (2)")

    @pytest.mark.parametrize("fact", [Fact(), none(), Fact(Known.PROPOSED, "x"), stated("x")])
    def test_the_four_answers_stay_four(self, desk, fact):
        with desk.work() as unit:
            unit.organisation.save(an_organisation(representative=fact))
            unit._session.expunge_all()
            assert unit.organisation.get().representative == fact


def opened_again(file):
    from contextlib import closing

    from dpo_desk.store.desk import DeskVault
    from tests.store.desk import TickingClock

    return closing(DeskVault(file, TickingClock()))


def count_statements(desk, run):
    from sqlalchemy import event

    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(desk.file.engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(desk.file.engine, "before_cursor_execute", note)
    return len(seen)
