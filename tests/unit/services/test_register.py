"""The register as a whole: its trash, its checks, its completeness, and what it was on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.record import RecordKind
from dpo_desk.errors import DraftError, NotFound, RuleBroken, VaultReadOnly
from dpo_desk.services.bulk import BulkChange
from dpo_desk.services.intake import FindingDraft
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.trash import Trashed
from tests.desks import (
    NONE,
    a_client,
    a_processor,
    a_request,
    a_transfer,
    an_activity,
    given,
    known,
)

EVERYTHING = ListQuery()
CONSENT = {"text": "Send the newsletter", "basis": given("6-1-a"), "consent": given("A box to tick")}


@pytest.fixture
def web(desk):
    """An activity with its processor and a flow, and a client with the same processor and a flow of its own."""
    register = desk.register
    processor = register.processors.save(None, a_processor()).record.id
    recipients = given([{"name": "Colis", "kind": "processor", "processor": processor}])
    activity = register.activities.save(None, an_activity(recipients=recipients)).record.id
    client = register.clients.save(None, a_client(subprocessors=[processor])).record.id
    flow = register.transfers.save(None, a_transfer(activity=activity, processor=processor)).record.id
    other = register.transfers.save(None, a_transfer(client=client)).record.id
    return desk, processor, activity, client, flow, other


# --- the trash -------------------------------------------------------------------------------------------------------


def test_a_record_in_the_trash_is_nowhere_else_and_comes_back_as_it_was(web):
    desk, _processor, activity, _client, flow, other = web
    register = desk.register
    before = register.activities.get(activity).record
    trashed = register.activities.trash([activity])
    assert trashed == (Trashed(RecordKind.ACTIVITY, activity), Trashed(RecordKind.TRANSFER, flow))
    assert register.activities.ids(EVERYTHING) == ()
    assert register.transfers.ids(EVERYTHING) == (other,)
    assert desk.search.search("sending") == ()
    with pytest.raises(NotFound):
        register.activities.get(activity)
    assert {(line.kind, line.name) for line in register.trash.lines()} == {
        (RecordKind.TRANSFER, "Parcels Inc."),
        (RecordKind.ACTIVITY, "Sending parcels"),
    }
    register.activities.take_back(trashed)
    assert replace(register.activities.get(activity).record, version=before.version) == before
    assert register.activities.get(activity).near.transfers[0].id == flow
    assert register.trash.lines() == ()


def test_flows_of_a_client_go_into_the_trash_with_it(web):
    desk, _processor, _activity, client, _flow, other = web
    trashed = desk.register.clients.trash([client])
    assert {each.id for each in trashed} == {client, other}


def test_what_another_record_names_cannot_go_into_the_trash(web):
    desk, processor, activity, client, _flow, _other = web
    with pytest.raises(RuleBroken) as refused:
        desk.register.processors.trash([processor])
    assert refused.value.rule == "record_in_use"
    assert desk.register.processors.ids(EVERYTHING) == (processor,)
    desk.register.activities.trash([activity])
    with pytest.raises(RuleBroken):
        desk.register.processors.trash([processor])
    desk.register.clients.trash([client])
    assert desk.register.processors.trash([processor]) == (Trashed(RecordKind.PROCESSOR, processor),)


def test_what_comes_back_brings_along_what_it_names(web):
    desk, processor, activity, client, flow, _other = web
    register = desk.register
    register.clients.trash([client])
    register.activities.trash([activity])
    register.processors.trash([processor])
    register.trash.take_back([Trashed(RecordKind.TRANSFER, flow)])
    assert register.transfers.ids(EVERYTHING) == (flow,)
    assert register.activities.ids(EVERYTHING) == (activity,)
    assert register.processors.ids(EVERYTHING) == (processor,)
    assert register.clients.ids(EVERYTHING) == ()


def test_the_trash_is_emptied_after_thirty_days(web):
    desk, _processor, activity, _client, flow, _other = web
    desk.register.activities.trash([activity])
    line = desk.register.trash.lines()[0]
    assert desk.register.trash.days_left(line) == 30
    desk.clock.go_to(2026, 3, 31, 11)
    desk.register.checked_today()
    assert desk.register.trash.days_left(line) == 1
    assert {each.id for each in desk.register.trash.lines()} == {activity, flow}
    desk.clock.go_to(2026, 4, 1, 11)
    desk.register.checked_today()
    assert desk.register.trash.lines() == ()
    assert desk.register.activities.versions(activity)[0].action.value == "deleted"
    assert desk.register.activities.version(activity, 1).name == "Sending parcels"


def test_what_a_request_refers_to_stays_in_the_trash(desk):
    activity = desk.register.activities.save(None, an_activity()).record.id
    case = desk.cases.open_case(a_request()).case.id
    desk.case_work.record_findings(case, [FindingDraft(activity=activity, outcome="nothing")])
    [trashed] = desk.register.activities.trash([activity])
    with pytest.raises(RuleBroken) as refused:
        desk.register.trash.delete([trashed])
    assert refused.value.rule == "record_in_use"
    desk.clock.go_to(2026, 6, 1)
    desk.register.checked_today()
    assert [line.id for line in desk.register.trash.lines()] == [activity]


def test_only_what_is_in_the_trash_is_deleted_for_good(web):
    desk, _processor, activity, _client, flow, _other = web
    with pytest.raises(NotFound):
        desk.register.trash.delete([Trashed(RecordKind.ACTIVITY, activity)])
    trashed = desk.register.activities.trash([activity])
    desk.register.trash.delete(trashed)
    assert desk.register.trash.lines() == ()
    with pytest.raises(NotFound):
        desk.register.trash.take_back([Trashed(RecordKind.TRANSFER, flow)])


def test_nothing_goes_into_the_trash_when_one_of_many_cannot(web):
    desk, processor, _activity, _client, _flow, _other = web
    alone = desk.register.processors.save(None, a_processor()).record.id
    with pytest.raises(RuleBroken):
        desk.register.processors.trash([alone, processor])
    assert set(desk.register.processors.ids(EVERYTHING)) == {alone, processor}


# --- the checks ------------------------------------------------------------------------------------------------------


def rules(desk, record):
    return {gap.rule for gap in desk.register.gaps() if gap.record == record}


def stored_and_fresh(desk):
    """What the lists know of each record, and what the rules say now."""
    for service in (
        desk.register.activities,
        desk.register.clients,
        desk.register.processors,
        desk.register.transfers,
    ):
        for line in service.lines(service.ids(EVERYTHING)):
            view = service.get(line.id)
            count = sum(gap.severity is Severity.ERROR for gap in view.gaps)
            warnings = sum(gap.severity is Severity.WARNING for gap in view.gaps)
            yield (
                (line.gaps, line.warnings, line.settled, line.asked),
                (count, warnings, view.completeness.settled, view.completeness.asked),
            )


def in_step(desk):
    return all(stored == fresh for stored, fresh in stored_and_fresh(desk))


def test_each_change_checks_the_records_beside_it(web):
    desk, processor, activity, client, flow, _other = web
    register = desk.register
    assert in_step(desk)
    register.processors.save(
        processor,
        a_processor(contract=known("given", status="signed"), countries=given("US"), role=given("processor")),
    )
    assert in_step(desk)
    register.activities.save(activity, an_activity(recipients=given([{"name": "No record"}])))
    assert in_step(desk)
    register.transfers.save(flow, a_transfer(activity=activity, country=given("DE")))
    assert in_step(desk)
    trashed = register.activities.trash([activity])
    assert in_step(desk)
    register.activities.take_back(trashed)
    assert in_step(desk)
    undo = register.clients.change([client], BulkChange(owner="Sales"))
    register.clients.undo(undo)
    register.processors.restore(processor, 1)
    assert in_step(desk)


def test_the_verdict_in_the_list_follows_the_flow(web):
    desk, _processor, activity, _client, flow, other = web
    not_valid = ListQuery(chips=frozenset({"verdict:not_valid"}))
    assert desk.register.transfers.ids(not_valid) == (flow, other)
    desk.register.transfers.save(flow, a_transfer(activity=activity, country=given("DE")))
    assert desk.register.transfers.ids(not_valid) == (other,)
    assert desk.agenda.agenda().health.transfers_not_valid == 1


def test_everything_is_checked_once_a_day(desk):
    desk.register.activities.save(None, an_activity())
    desk.clock.go_to(2026, 3, 3)
    told = []
    assert desk.register.checked_today(lambda done, of: told.append((done, of))) is True
    assert told == [(0, 1)]
    assert desk.register.checked_today() is False
    desk.clock.go_to(2026, 3, 4)
    assert desk.register.checked_today() is True


def test_what_is_not_true_any_more_on_another_day_is_found_by_the_daily_check(desk):
    flow = a_transfer(tool=given("adequacy"), country=given("GB"), frequency=given("systematic"))
    transfer = desk.register.transfers.save(None, flow).record.id
    not_valid = ListQuery(chips=frozenset({"verdict:not_valid"}))
    assert desk.register.transfers.ids(not_valid) == ()
    desk.clock.go_to(2032, 1, 2)  # the decision on the United Kingdom ends in 2031
    assert desk.register.transfers.ids(not_valid) == ()
    desk.register.checked_today()
    assert desk.register.transfers.ids(not_valid) == (transfer,)


def test_the_register_is_checked_again_when_its_organisation_changes(desk):
    minor = an_activity(data_subjects=given("Children"), purposes=[CONSENT])
    desk.register.activities.save(None, minor)

    def ages():
        return [gap.facts["age"] for gap in desk.register.gaps() if gap.rule == "consent_child"]

    assert ages() == ["15"]  # in France
    draft = desk.organisation.draft()
    desk.organisation.save(replace(draft, address=replace(draft.address, country="IE")))
    assert ages() == ["16"]


def test_a_vault_that_cannot_be_written_stays_as_it_is(desk, monkeypatch):
    def refused(*_arguments, **_named):
        raise VaultReadOnly

    monkeypatch.setattr("dpo_desk.services.register.checked_today", refused)
    assert desk.register.checked_today() is False


def test_an_organisation_nobody_has_entered_lacks_nothing(empty):
    assert empty.register.organisation_gaps() == ()


def test_the_organisation_is_checked_too(desk):
    assert desk.register.organisation_gaps() != ()


def test_completeness_adds_up_over_all_kinds(web):
    desk = web[0]
    by_kind = desk.register.completeness_by_kind()
    whole = desk.register.completeness()
    assert whole.asked == sum(each.asked for each in by_kind.values())
    assert whole.settled == sum(each.settled for each in by_kind.values())
    assert 0 < whole.settled < whole.asked
    assert set(by_kind) == set(RecordKind)


def test_many_changes_at_once_check_the_same_as_one_by_one(desk):
    records = [desk.register.activities.save(None, an_activity()).record.id for _ in range(3)]
    many = [desk.register.activities.save(None, an_activity(owner=NONE)).record.id for _ in range(210)]
    desk.register.activities.change([*records, *many], BulkChange(owner="Legal"))
    assert in_step(desk)


# --- what it was -----------------------------------------------------------------------------------------------------


def test_the_register_is_shown_as_it_stood_on_a_day(web):
    desk, processor, activity, client, flow, other = web
    register = desk.register
    desk.clock.go_to(2026, 3, 10)
    register.activities.save(activity, an_activity(name="Renamed"))
    register.clients.trash([client])
    desk.clock.go_to(2026, 3, 20)
    register.processors.save(None, a_processor(name="New"))
    first = register.as_of(date(2026, 3, 2))
    assert [each.name for each in first.activities] == ["Sending parcels"]
    assert ([each.id for each in first.clients], [each.id for each in first.processors]) == (
        [client],
        [processor],
    )
    assert {each.id for each in first.transfers} == {flow, other}
    later = register.as_of(date(2026, 3, 10))
    assert [each.name for each in later.activities] == ["Renamed"]
    assert (later.clients, [each.id for each in later.transfers]) == ((), [flow])
    assert len(register.as_of(date(2026, 3, 20)).processors) == 2
    assert register.as_of(date(2026, 3, 1)).activities == ()
    assert register.first_day() == date(2026, 3, 2)


def test_a_day_ends_at_midnight_of_the_organisation(desk):
    desk.clock.go_to(2026, 3, 2, 22, 59)
    early = desk.register.activities.save(None, an_activity(name="Still the second")).record.id
    desk.clock.go_to(2026, 3, 2, 23, 1)  # in Paris it is the third
    desk.register.activities.save(None, an_activity(name="The third"))
    assert [each.id for each in desk.register.as_of(date(2026, 3, 2)).activities] == [early]
    assert len(desk.register.as_of(date(2026, 3, 3)).activities) == 2


def test_an_empty_register_has_no_first_day(desk):
    assert desk.register.first_day() is None


# --- beside the register ----------------------------------------------------------------------------------------------


def test_clients_are_found_by_the_search(desk):
    client = desk.register.clients.save(None, a_client(name="Mairie de Saint-Œuf")).record
    [found] = desk.search.search("saint-oeuf")
    assert (found.page, found.record, found.title, found.detail) == (
        "clients",
        client.id,
        client.name,
        client.ref,
    )


def test_the_organisation_keeps_its_establishment_and_what_is_still_to_be_found_out(desk):
    draft = replace(desk.organisation.draft(), to_clarify="The representative\nof the group")
    draft = replace(draft, establishment=replace(draft.establishment, known="given", text="Paris"))
    saved = desk.organisation.save(draft)
    assert (saved.establishment.value, saved.to_clarify) == ("Paris", "The representative\nof the group")
    assert desk.organisation.draft() == draft
    bad = replace(draft, establishment=replace(draft.establishment, text=" "))
    with pytest.raises(DraftError):
        desk.organisation.save(bad)
