"""Every kind of record through its repository: the same promises for each."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpo_desk.domain.activity import Activity, ActivityStatus
from dpo_desk.domain.case import RequestCase
from dpo_desk.domain.completeness import activity_completeness
from dpo_desk.domain.facts import Fact, Known, none, unknown
from dpo_desk.domain.facts import given as stated
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Contract, ContractStatus, Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import FieldError, NotFound, RuleBroken, StaleRecord
from dpo_desk.services.ports import ListQuery
from tests.builders import a_case, a_person, a_processor, a_transfer, an_activity, an_organisation
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
    person, processor, activity = a_person(), a_processor(), an_activity()
    saved(desk, person, processor, activity)
    return {"person": person.id, "ProcessorId": processor.id, "ActivityId": activity.id}


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


class TestActivities(RepositoryContract):
    name = "activities"
    kind = Activity
    audit_kind = "activity"
    ref_pattern = r"P-\d{3,}"
    searched = "name"
    sorts = ("", "ref", "name", "status", "purposes", "gaps", "settled", "asked", "review_on")

    def build(self, others, **fields):
        return an_activity(**fields)

    def name_of(self, record, text):
        return replace(record, name=text)

    def fixed(self, others):
        return {name: value for name, value in others.items() if name == "ProcessorId"}

    def test_the_line_counts_what_the_record_lacks(self, desk, others):
        whole, bare = saved(
            desk, an_activity(), an_activity(purposes=(), recipients=unknown(), security=unknown())
        )
        with desk.work(read_only=True) as unit:
            first, second = unit.activities.lines([whole.id, bare.id])
            with_gaps = unit.activities.ids(ListQuery(chips=frozenset({"gaps"})))
        assert (first.gaps, second.gaps) == (0, 3)
        assert (first.purposes, second.purposes) == (1, 0)
        asked = activity_completeness(bare)
        assert (second.settled, second.asked) == (asked.settled, asked.asked)
        assert bare.id in with_gaps
        assert whole.id not in with_gaps

    def test_chips_of_one_group_widen_and_those_of_two_narrow(self, desk):
        draft, old, draft_gaps = saved(
            desk,
            an_activity(status=ActivityStatus.DRAFT),
            an_activity(status=ActivityStatus.ARCHIVED),
            an_activity(status=ActivityStatus.DRAFT, purposes=()),
        )
        with desk.work(read_only=True) as unit:
            either = set(unit.activities.ids(ListQuery(chips=frozenset({"draft", "archived"}))))
            both = set(unit.activities.ids(ListQuery(chips=frozenset({"draft", "gaps"}))))
        assert {draft.id, old.id, draft_gaps.id} <= either
        assert draft_gaps.id in both
        assert draft.id not in both

    def test_an_activity_that_a_transfer_names_stays(self, desk):
        activity = saved(desk, an_activity())
        saved(desk, a_transfer(activity=activity.id))
        with desk.work() as unit, pytest.raises(RuleBroken) as refused:
            unit.activities.delete(activity.id)
        assert refused.value.rule == "record_in_use"

    def test_it_is_found_by_a_purpose(self, desk):
        activity = an_activity(purposes=(replace(an_activity().purposes[0], text="Lutte contre la fraude"),))
        saved(desk, activity)
        with desk.work(read_only=True) as unit:
            assert unit.activities.ids(ListQuery(text="FRAUDE contre")) == (activity.id,)


class TestProcessors(RepositoryContract):
    name = "processors"
    kind = Processor
    audit_kind = "processor"
    ref_pattern = r"S-\d{3,}"
    searched = "name"
    sorts = ("", "ref", "name", "named", "role", "countries", "contract", "activities")

    def build(self, others, **fields):
        return a_processor(**fields)

    def name_of(self, record, text):
        return replace(record, name=text)

    def fixed(self, others):
        return {}

    def test_the_line_tells_countries_contract_and_how_many_activities_give_data(self, desk):
        signed = Contract(status=ContractStatus.SIGNED)
        processor = saved(desk, a_processor(countries=stated(("FR", "US")), contract=stated(signed)))
        recipient = replace(an_activity().recipients.value[0], processor=processor.id)
        saved(
            desk,
            an_activity(recipients=stated((recipient, recipient))),
            an_activity(recipients=stated((recipient,))),
        )
        with desk.work(read_only=True) as unit:
            (line,) = unit.processors.lines([processor.id])
            without = unit.processors.ids(ListQuery(chips=frozenset({"no_contract"})))
        assert (line.countries, line.contract, line.activities) == (("FR", "US"), "signed", 2)
        assert (line.role_known, line.role) == (Known.GIVEN, "processor")
        assert processor.id not in without

    @pytest.mark.parametrize(
        "contract",
        [unknown(), none(), *(stated(Contract(status=each)) for each in ContractStatus if each != "signed")],
    )
    def test_anything_but_a_signed_contract_counts_as_none(self, desk, contract):
        processor = saved(desk, a_processor(contract=contract))
        with desk.work(read_only=True) as unit:
            assert processor.id in unit.processors.ids(ListQuery(chips=frozenset({"no_contract"})))

    def test_a_processor_that_an_activity_names_stays(self, desk):
        processor = saved(desk, a_processor())
        recipient = replace(an_activity().recipients.value[0], processor=processor.id)
        saved(desk, an_activity(recipients=stated((recipient,))))
        with desk.work() as unit, pytest.raises(RuleBroken):
            unit.processors.delete(processor.id)


class TestTransfers(RepositoryContract):
    name = "transfers"
    kind = Transfer
    audit_kind = "transfer"
    ref_pattern = r"T-\d{3,}"
    searched = "importer"
    sorts = ("", "ref", "importer", "importer_named", "country", "activity", "tool")

    def build(self, others, **fields):
        return a_transfer(**fields)

    def name_of(self, record, text):
        return replace(record, importer=text)

    def fixed(self, others):
        return {
            "activity": others["ActivityId"],
            "processor": others["ProcessorId"],
        }

    def test_those_of_some_activities_come_by_reference(self, desk):
        one, two, three = saved(desk, an_activity(), an_activity(), an_activity())
        flows = saved(desk, *(a_transfer(activity=each.id) for each in (two, one, three)))
        with desk.work(read_only=True) as unit:
            assert unit.transfers.of_activities([one.id, two.id]) == flows[:2]
            assert unit.transfers.of_activities([]) == ()

    def test_it_is_found_by_its_activity_also_after_that_was_renamed(self, desk):
        activity = saved(desk, an_activity(name="Vidéosurveillance"))
        flow = saved(desk, a_transfer(activity=activity.id))
        with desk.work(read_only=True) as unit:
            assert unit.transfers.ids(ListQuery(text="videosurv")) == (flow.id,)
        saved(desk, replace(activity, name="Caméras piétonnes"))
        with desk.work(read_only=True) as unit:
            assert unit.transfers.ids(ListQuery(text="videosurv")) == ()
            assert unit.transfers.ids(ListQuery(text="cameras pie")) == (flow.id,)
            assert unit.transfers.lines([flow.id])[0].activity == "Caméras piétonnes"

    def test_what_has_no_tool_is_shown_by_its_chip(self, desk):
        without, confirmed, with_one = saved(
            desk, a_transfer(), a_transfer(tool=none()), a_transfer(tool=stated("scc"))
        )
        with desk.work(read_only=True) as unit:
            found = unit.transfers.ids(ListQuery(chips=frozenset({"no_tool"})))
        assert {without.id, confirmed.id} <= set(found)
        assert with_one.id not in found

    def test_a_flow_for_an_activity_that_is_not_there_is_refused(self, desk):
        with desk.work() as unit, pytest.raises(NotFound):
            unit.transfers.save(a_transfer(activity=new_id()))


class TestCases(RepositoryContract):
    name = "cases"
    kind = RequestCase
    audit_kind = "case"
    ref_pattern = r"R-203\d-\d{4,}"
    searched = "closed_reason"
    sorts = ("", "ref", "person", "received", "due", "prudent", "state")

    def build(self, others, **fields):
        return a_case(**{"person": others["person"], **fields})

    def name_of(self, record, text):
        return replace(record, closed_reason=text)

    def fixed(self, others):
        return {"person": others["person"], "ActivityId": others["ActivityId"]}

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
