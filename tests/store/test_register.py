"""The four kinds of records of the register: trash, history, chips, lines, search and links, the same for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

import pytest

from dpo_desk.domain.activity import DataCategory, Recipient
from dpo_desk.domain.client import ClientProcessing
from dpo_desk.domain.facts import Known, given, none, proposed
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.processor import (
    Assurance,
    Contract,
    ContractStatus,
    ProcessorRole,
    SubProcessor,
)
from dpo_desk.domain.record import RecordKind, RecordStatus, Review
from dpo_desk.domain.version import Action, Validation
from dpo_desk.errors import NotFound
from dpo_desk.services.ports import ListQuery
from tests.builders import a_client, a_processor, a_transfer, an_activity, an_organisation
from tests.store.desk import a_desk, raw, saved

TODAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


def listed(desk, name, **query):
    chips = frozenset(query.pop("chips", ()))
    with desk.work(read_only=True) as unit:
        return getattr(unit, name).ids(ListQuery(chips=chips, **query))


class RegisterContract:
    """What ``services.ports.RegisterRecords`` promises beside ``Records``; each kind inherits it."""

    name: ClassVar[str]
    kind: ClassVar[RecordKind]

    def build(self, **fields):
        raise NotImplementedError

    def of(self, unit):
        return getattr(unit, self.name)

    def do(self, desk, action, record):
        with desk.work() as unit:
            getattr(self.of(unit), action)(record.id)
            unit.commit()

    # -- trash

    def test_a_record_in_the_trash_is_in_no_list_but_can_be_read(self, desk):
        kept, gone = saved(desk, self.build(), self.build(tags=("x",), owner=given("Sales")))
        self.do(desk, "trash", gone)
        with desk.work(read_only=True) as unit:
            records = self.of(unit)
            assert records.get(gone.id) == records.find(gone.id) == gone
            assert records.in_trash(gone.id)
            assert not records.in_trash(kept.id)
            assert records.all() == (kept,)
            assert records.ids(ListQuery()) == records.ids(ListQuery(text=kept.ref[:2])) == (kept.id,)
            assert [line.id for line in records.lines([gone.id, kept.id])] == [kept.id]
            assert [uid for uid, _ref, _name in records.refs()] == [kept.id]
            assert records.tags() == records.owners() == ()
            assert records.some([gone.id, kept.id]) == (gone, kept)

    def test_what_is_taken_back_is_as_it_was(self, desk):
        record = saved(desk, self.build(tags=("x",)))
        self.do(desk, "trash", record)
        self.do(desk, "take_back", record)
        with desk.work(read_only=True) as unit:
            records = self.of(unit)
            assert records.all() == (record,)
            assert not records.in_trash(record.id)
            assert records.trashed() == ()
            assert records.tags() == ("x",)
        assert saved(desk, record).version == 2

    def test_the_trash_shows_what_came_last_first(self, desk):
        one, two = saved(desk, self.build(), self.build())
        self.do(desk, "trash", two)
        self.do(desk, "trash", one)
        with desk.work(read_only=True) as unit:
            lines = self.of(unit).trashed()
        assert [(line.id, line.ref, line.name, line.kind) for line in lines] == [
            (each.id, each.ref, each.name, self.kind) for each in (one, two)
        ]
        assert lines[0].at > lines[1].at

    def test_putting_away_or_taking_back_twice_happens_once(self, desk):
        record = saved(desk, self.build())
        for action in ("trash", "trash", "take_back", "take_back"):
            self.do(desk, action, record)
        with desk.work(read_only=True) as unit:
            assert len(unit.versions.of(self.kind, record.id)) == 3

    def test_what_is_not_there_cannot_be_put_away(self, desk):
        with desk.work() as unit:
            for action in ("trash", "take_back"):
                with pytest.raises(NotFound):
                    getattr(self.of(unit), action)(new_id())
            assert not self.of(unit).in_trash(new_id())

    # -- history

    def test_every_save_keeps_a_version_and_who_was_the_officer(self, desk):
        first = saved(desk, self.build(tags=("a",)))
        saved(desk, an_organisation())
        second = saved(desk, replace(first, tags=("b",)))
        for action in ("trash", "take_back", "delete"):
            self.do(desk, action, second)
        with desk.work(read_only=True) as unit:
            versions = unit.versions.of(self.kind, first.id)
            was = getattr(unit.versions, self.kind.value)
            assert was(first.id, 1) == first
            assert was(first.id, 2) == second
            with pytest.raises(NotFound):
                was(first.id, 3)
            lines = [line for line in unit.audit.lines() if line.record == first.id]
        assert [(each.action, each.version) for each in versions] == [
            (Action.DELETED, 2),
            (Action.TAKEN_BACK, 2),
            (Action.TRASHED, 2),
            (Action.CHANGED, 2),
            (Action.CREATED, 1),
        ]
        assert [each.by for each in versions] == ["Maud Delegue"] * 4 + [""]
        assert [each.at for each in versions] == sorted((each.at for each in versions), reverse=True)
        assert {(each.kind, each.record) for each in versions} == {(self.kind, first.id)}
        assert [line.action for line in lines] == ["deleted", "taken_back", "trashed", "changed", "created"]

    def test_the_register_of_a_moment_holds_what_stood_then(self, desk):
        late, early = self.build(ref="X-20"), self.build(ref="X-3")
        first = saved(desk, late)
        moments = [self.newest(desk)]
        other = saved(desk, early)
        second = saved(desk, replace(first, tags=("b",)))
        moments.append(self.newest(desk))
        for action in ("trash", "take_back", "delete"):
            self.do(desk, action, second)
            moments.append(self.newest(desk))
        expected = [(first,), (other, second), (other,), (other, second), (other,)]
        with desk.work(read_only=True) as unit:
            found = [getattr(unit.versions.as_of(moment), self.name) for moment in moments]
            begun = unit.versions.first_day()
            assert begun <= moments[0]
            assert getattr(unit.versions.as_of(begun.replace(year=2020)), self.name) == ()
        assert found == expected

    def newest(self, desk):
        with desk.work(read_only=True) as unit:
            return unit.audit.lines(1)[0].at

    def test_a_version_cannot_be_changed_replaced_or_taken_out(self, desk):
        saved(desk, self.build())
        for sql in (
            "UPDATE versions SET version = 7",
            "DELETE FROM versions",
            "INSERT OR REPLACE INTO versions SELECT * FROM versions",
            "UPDATE documents SET content = '{}'",
            "DELETE FROM documents",
            "INSERT OR REPLACE INTO documents SELECT * FROM documents",
        ):
            with pytest.raises(Exception, match=r"never changes|replaces nothing|stays"):
                raw(desk, sql)

    def test_the_journals_digest_is_that_of_the_document(self, desk):
        import hashlib

        record = saved(desk, self.build())
        ((content,),) = raw(desk, "SELECT content FROM documents")
        with desk.work(read_only=True) as unit:
            (line,) = (each for each in unit.audit.lines() if each.record == record.id)
        assert line.digest == hashlib.sha256(content.encode()).hexdigest()

    def test_a_validation_shows_in_the_list_and_so_does_a_later_change(self, desk):
        record, never = saved(desk, self.build(), self.build())
        validation = Validation(kind=self.kind, record=record.id, version=1, on=TODAY, by="Maud")
        with desk.work() as unit:
            assert unit.versions.validation(self.kind, record.id) is None
            unit.versions.validate(replace(validation, on=date(2020, 1, 1)))
            unit.versions.validate(validation)
            unit.commit()
        assert self.line(desk, record).validated_on == TODAY
        assert not self.line(desk, record).changed_since
        assert listed(desk, self.name, chips=["changed"]) == ()
        saved(desk, record)
        assert self.line(desk, record).changed_since
        assert listed(desk, self.name, chips=["changed"]) == (record.id,)
        with desk.work(read_only=True) as unit:
            assert unit.versions.validation(self.kind, record.id) == validation
            assert unit.audit.lines(2)[1].action == "validated"
        assert self.line(desk, never).validated_on is None
        assert not self.line(desk, never).changed_since

    def test_what_is_not_there_cannot_be_validated(self, desk):
        nothing = Validation(kind=self.kind, record=new_id(), version=1, on=TODAY, by="")
        with desk.work() as unit, pytest.raises(NotFound):
            unit.versions.validate(nothing)

    def line(self, desk, record):
        with desk.work(read_only=True) as unit:
            return self.of(unit).lines([record.id])[0]

    # -- list

    def test_the_line_tells_what_every_list_shows(self, desk):
        record = self.build(
            tags=("b", "a"),
            owner=proposed("Ventes"),
            status=RecordStatus.ARCHIVED,
            review=Review(next_on=TODAY, every_months=6),
            created_on=date(2020, 1, 1),
            updated_on=date(2021, 2, 3),
        )
        saved(desk, record)
        line = self.line(desk, record)
        assert (line.ref, line.name, line.status) == (record.ref, record.name, RecordStatus.ARCHIVED)
        assert (line.tags, line.owner_known, line.owner) == (("b", "a"), Known.PROPOSED, "Ventes")
        assert (line.review_on, line.updated_on) == (TODAY, date(2021, 2, 3))
        assert (line.gaps, line.warnings, line.settled, line.asked) == (0, 0, 0, 0)
        changed = saved(desk, replace(record, version=1, tags=("c",), owner=none()))
        line = self.line(desk, changed)
        assert (line.tags, line.owner_known, line.owner) == (("c",), Known.NONE, "")

    def test_chips_choose_by_status_review_tag_and_owner(self, desk):
        one, two, three = saved(
            desk,
            self.build(status=RecordStatus.DRAFT, tags=("hr", "é:tag"), owner=given("Sales")),
            self.build(status=RecordStatus.ACTIVE, tags=("hr",), review=Review(next_on=TODAY)),
            self.build(status=RecordStatus.ARCHIVED, owner=proposed("IT"), review=Review(next_on=date.max)),
        )
        for chips, chosen in (
            (["draft"], {one}),
            (["draft", "archived"], {one, three}),
            (["review_due"], {two}),
            (["tag:hr"], {one, two}),
            (["tag:é:tag"], {one}),
            (["tag:hr", "draft"], {one}),
            (["tag:nobody"], set()),
            (["owner:Sales", "owner:IT"], {one, three}),
            (["owner:IT", "draft"], set()),
            (["owner:"], {two}),
        ):
            found = listed(desk, self.name, chips=chips, today=TODAY)
            assert set(found) == {each.id for each in chosen}, chips

    def test_a_chip_nobody_knows_is_a_bug_and_reviews_need_the_day(self, desk):
        for chips in (["nonsense"], ["nonsense:x"], ["review_due"]):
            with pytest.raises(ValueError, match=r"no chip|today"):
                listed(desk, self.name, chips=chips)

    def test_owners_and_tags_come_sorted_once_each(self, desk):
        saved(
            desk,
            self.build(owner=given("élan"), tags=("Œuvre", "b")),
            self.build(owner=proposed("Direction"), tags=("b",)),
            self.build(owner=given("élan")),
        )
        with desk.work(read_only=True) as unit:
            assert self.of(unit).owners() == ("Direction", "élan")
            assert self.of(unit).tags() == ("b", "Œuvre")

    def test_statuses_are_sorted_by_their_course_and_unknown_owners_come_last(self, desk):
        done, draft, active = saved(
            desk,
            self.build(status=RecordStatus.ARCHIVED, owner=given("a")),
            self.build(status=RecordStatus.DRAFT, owner=given("B")),
            self.build(status=RecordStatus.ACTIVE),
        )
        assert listed(desk, self.name, sort="status") == (draft.id, active.id, done.id)
        assert listed(desk, self.name, sort="owner") == (done.id, draft.id, active.id)
        assert listed(desk, self.name, sort="owner", descending=True) == (draft.id, done.id, active.id)

    def test_some_come_in_the_order_asked_for_and_references_with_names(self, desk):
        one, two = saved(desk, self.build(ref="X-20"), self.build(ref="X-3"))
        with desk.work(read_only=True) as unit:
            assert self.of(unit).some([one.id, new_id(), two.id, one.id]) == (one, two, one)
            assert self.of(unit).some([]) == ()
            assert self.of(unit).refs() == ((two.id, two.ref, two.name), (one.id, one.ref, one.name))

    def test_it_is_found_by_owner_and_tag(self, desk):
        record = saved(desk, self.build(owner=given("Direction Générale"), tags=("trimestriel",)))
        saved(desk, self.build())
        for text in ("direction gen", "TRIMESTRI", record.ref):
            assert listed(desk, self.name, text=text) == (record.id,)


class TestActivities(RegisterContract):
    name = "activities"
    kind = RecordKind.ACTIVITY

    def build(self, **fields):
        return an_activity(**fields)

    def test_it_is_found_by_what_stands_in_it(self, desk):
        activity = an_activity(
            purposes=(replace(an_activity().purposes[0], text="Lutte contre la fraude"),),
            data_subjects=given(("Apprentis",)),
            categories=given((DataCategory(name="Biométrie"),)),
            recipients=given((Recipient(name="Assureur"),)),
            systems=given(("Logiciel Paie",)),
        )
        saved(desk, activity, an_activity())
        for text in ("FRAUDE contre", "apprenti", "biometrie", "assureur", "logiciel paie"):
            assert listed(desk, self.name, text=text) == (activity.id,), text

    def test_the_line_counts_purposes(self, desk):
        assert self.line(desk, saved(desk, an_activity(purposes=()))).purposes == 0
        assert self.line(desk, saved(desk, an_activity())).purposes == 1

    def test_those_using_a_processor_come_by_reference(self, desk):
        processor = saved(desk, a_processor())
        recipients = given((Recipient(name="x", processor=processor.id),) * 2)
        late, early = (an_activity(ref=ref, recipients=recipients) for ref in ("X-20", "X-3"))
        late, early, gone = saved(desk, late, early, an_activity(recipients=recipients))
        self.do(desk, "trash", gone)
        saved(desk, an_activity())
        with desk.work(read_only=True) as unit:
            assert unit.activities.using(processor.id) == (early, late)
        saved(desk, replace(late, recipients=none()))
        with desk.work(read_only=True) as unit:
            assert unit.activities.using(processor.id) == (early,)


class TestClients(RegisterContract):
    name = "clients"
    kind = RecordKind.CLIENT

    def build(self, **fields):
        return a_client(**fields)

    def test_it_is_found_by_what_is_done_for_it(self, desk):
        done = ClientProcessing(
            name="Hébergement", data_subjects=given(("Abonnés",)), data=given(("Factures",))
        )
        client = saved(desk, a_client(processing=given((done,))))
        saved(desk, a_client())
        for text in ("hebergement", "abonnes", "factures"):
            assert listed(desk, self.name, text=text) == (client.id,), text

    def test_the_line_counts_processing_and_tells_the_contract(self, desk):
        signed = given(Contract(status=ContractStatus.SIGNED))
        line = self.line(desk, saved(desk, a_client(contract=signed)))
        assert (line.processing, line.contract_known, line.contract) == (1, Known.GIVEN, "signed")
        line = self.line(desk, saved(desk, a_client(processing=none())))
        assert (line.processing, line.contract_known, line.contract) == (0, Known.UNKNOWN, "")

    def test_those_for_whom_a_processor_works_are_told(self, desk):
        processor = saved(desk, a_processor())
        client, gone = saved(
            desk, a_client(subprocessors=(processor.id,)), a_client(subprocessors=(processor.id,))
        )
        self.do(desk, "trash", gone)
        with desk.work(read_only=True) as unit:
            assert unit.clients.using(processor.id) == (client,)


class TestProcessors(RegisterContract):
    name = "processors"
    kind = RecordKind.PROCESSOR

    def build(self, **fields):
        return a_processor(**fields)

    def test_it_is_found_by_legal_name_service_assurances_and_sub_processors(self, desk):
        processor = a_processor(
            legal_name=given("Colis SARL"),
            service="Livraison",
            assurances=given((Assurance(name="HDS"),)),
            subprocessors=given((SubProcessor(name="Camionneur"),)),
        )
        saved(desk, processor, a_processor())
        for text in ("colis sarl", "livraison", "hds", "camionneur"):
            assert listed(desk, self.name, text=text) == (processor.id,), text

    def test_the_line_tells_role_countries_contract_and_what_ends_first(self, desk):
        contract = Contract(status=ContractStatus.SIGNED, expires_on=date(2028, 1, 1))
        ends = (
            Assurance(name="a", expires_on=date(2027, 5, 5)),
            Assurance(name="b"),
            Assurance(name="c", expires_on=date(2029, 5, 5)),
        )
        processor = a_processor(
            named=False,
            role=proposed(ProcessorRole.MIXED),
            countries=given(("FR", "US")),
            contract=given(contract),
            assurances=given(ends),
        )
        line = self.line(desk, saved(desk, processor))
        assert (line.named, line.role_known, line.role) == (False, Known.PROPOSED, "mixed")
        assert (line.countries_known, line.countries) == (Known.GIVEN, ("FR", "US"))
        assert (line.contract_known, line.contract) == (Known.GIVEN, "signed")
        assert line.expires_on == date(2027, 5, 5)
        line = self.line(desk, saved(desk, replace(processor, version=1, assurances=none())))
        assert line.expires_on == date(2028, 1, 1)
        line = self.line(desk, saved(desk, a_processor(role=none())))
        assert (line.role, line.countries, line.contract, line.expires_on) == ("", (), "", None)

    def test_the_line_counts_the_activities_that_are_not_in_the_trash(self, desk):
        processor = saved(desk, a_processor())
        recipients = given((Recipient(name="x", processor=processor.id),) * 2)
        _one, gone = saved(desk, an_activity(recipients=recipients), an_activity(recipients=recipients))
        assert self.line(desk, processor).activities == 2
        with desk.work() as unit:
            unit.activities.trash(gone.id)
            unit.commit()
        assert self.line(desk, processor).activities == 1

    @pytest.mark.parametrize(
        "contract", [none(), *(given(Contract(status=each)) for each in ContractStatus if each != "signed")]
    )
    def test_anything_but_a_signed_contract_counts_as_none(self, desk, contract):
        unsigned, _signed = saved(
            desk,
            a_processor(contract=contract, named=False),
            a_processor(contract=given(Contract(status=ContractStatus.SIGNED))),
        )
        assert listed(desk, self.name, chips=["no_contract"]) == (unsigned.id,)
        assert listed(desk, self.name, chips=["unnamed"]) == (unsigned.id,)

    def test_those_engaging_another_are_told(self, desk):
        inner = saved(desk, a_processor())
        outer = saved(desk, a_processor(subprocessors=given((SubProcessor(name="x", processor=inner.id),))))
        with desk.work(read_only=True) as unit:
            assert unit.processors.engaging(inner.id) == (outer,)
            assert unit.processors.engaging(outer.id) == ()


class TestTransfers(RegisterContract):
    name = "transfers"
    kind = RecordKind.TRANSFER

    def build(self, **fields):
        return a_transfer(**fields)

    def test_those_of_activities_clients_and_a_processor_come_by_reference(self, desk):
        one, two = saved(desk, an_activity(), an_activity())
        client, processor = saved(desk, a_client(), a_processor())
        first, second, third, gone = saved(
            desk,
            a_transfer(ref="X-3", activity=two.id),
            a_transfer(ref="X-20", activity=one.id, processor=processor.id),
            a_transfer(client=client.id),
            a_transfer(activity=one.id, client=client.id, processor=processor.id),
        )
        self.do(desk, "trash", gone)
        with desk.work(read_only=True) as unit:
            assert unit.transfers.of_activities([one.id, two.id]) == (first, second)
            assert unit.transfers.of_activities([]) == unit.transfers.of_clients([]) == ()
            assert unit.transfers.of_clients([client.id]) == (third,)
            assert unit.transfers.through(processor.id) == (second,)

    def test_it_is_found_by_its_activity_also_after_that_was_renamed(self, desk):
        activity = saved(desk, an_activity(name="Vidéosurveillance"))
        flow = saved(desk, a_transfer(activity=activity.id))
        assert listed(desk, self.name, text="videosurv") == (flow.id,)
        saved(desk, replace(activity, name="Caméras piétonnes"))
        assert listed(desk, self.name, text="videosurv") == ()
        assert listed(desk, self.name, text="cameras pie") == (flow.id,)
        assert self.line(desk, flow).activity == "Caméras piétonnes"

    def test_the_line_names_the_client_where_there_is_no_activity(self, desk):
        client = saved(desk, a_client(name="Boutique"))
        flow = saved(desk, a_transfer(client=client.id))
        assert self.line(desk, flow).activity == "Boutique"
        assert self.line(desk, saved(desk, a_transfer())).activity == ""
        assert listed(desk, self.name, text="boutique") == (flow.id,)

    def test_the_line_tells_importer_country_and_tool(self, desk):
        flow = a_transfer(importer="Acme", importer_named=False, country=proposed("IN"), tool=given("scc"))
        line = self.line(desk, saved(desk, flow))
        assert (line.name, line.importer_named) == ("Acme", False)
        assert (line.country_known, line.country) == (Known.PROPOSED, "IN")
        assert (line.tool_known, line.tool, line.verdict) == (Known.GIVEN, "scc", "")

    def test_chips_show_what_has_no_tool_no_name_and_a_verdict(self, desk):
        bare, confirmed, whole = saved(
            desk,
            a_transfer(),
            a_transfer(tool=none(), importer_named=False),
            a_transfer(tool=given("scc")),
        )
        with desk.work() as unit:
            unit.gaps.judged({bare.id: "not_valid", whole.id: "valid", new_id(): "valid"})
            unit.gaps.judged({})
            unit.commit()
        assert set(listed(desk, self.name, chips=["no_tool"])) == {bare.id, confirmed.id}
        assert listed(desk, self.name, chips=["unnamed"]) == (confirmed.id,)
        assert listed(desk, self.name, chips=["verdict:not_valid"]) == (bare.id,)
        assert set(listed(desk, self.name, chips=["verdict:not_valid", "verdict:valid"])) == {
            bare.id,
            whole.id,
        }
        assert self.line(desk, whole).verdict == "valid"
        saved(desk, whole)
        assert self.line(desk, whole).verdict == "valid"
