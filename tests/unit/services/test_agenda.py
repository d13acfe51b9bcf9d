"""The day: what is late, what is due soon, what waits, in this order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dpo_desk.domain.record import RecordKind
from dpo_desk.services.agenda import Group, ItemKind, group_of
from dpo_desk.services.case_work import QuestionDraft
from dpo_desk.services.intake import FindingDraft
from tests.desks import NONE, a_client, a_processor, a_request, a_transfer, an_activity, given, known

TODAY = date(2026, 3, 2)
UNKNOWN = {"known": "unknown"}


def on(day):
    """A review on this day, as typed."""
    return {"next_on": day, "every_months": ""}


@pytest.mark.parametrize(
    ("days", "group"),
    [
        (-400, Group.LATE),
        (-1, Group.LATE),
        (0, Group.TODAY),
        (1, Group.WEEK),
        (7, Group.WEEK),
        (8, Group.MONTH),
        (30, Group.MONTH),
        (31, Group.LATER),
        (4000, Group.LATER),
    ],
)
def test_a_day_falls_into_one_group(days, group):
    assert group_of(TODAY + timedelta(days), TODAY) is group


def test_what_has_no_day_waits():
    assert group_of(None, TODAY) is Group.WAITING


def test_an_empty_desk_has_an_empty_day(desk):
    day = desk.agenda.agenda()
    assert (day.today, day.items) == (TODAY, ())
    health = day.health
    assert (health.activities, health.open_cases, health.late_cases, health.completeness.asked) == (
        0,
        0,
        0,
        0,
    )


def test_everything_due_stands_in_one_list_the_most_urgent_first(desk):
    desk.register.activities.save(None, an_activity(name="Parcels", review=on("2026-03-09")))
    desk.register.activities.save(None, an_activity(name="No review"))
    desk.register.processors.save(
        None,
        a_processor(
            name="Adyen",
            contract=known("given", status="signed", expires_on="2026-03-01"),
            review=on("2026-06-01"),
        ),
    )
    desk.cases.open_case(a_request(received="2026-01-30"))  # due today
    late = desk.cases.open_case(a_request(received="2026-01-05")).case.id
    waiting = desk.cases.open_case(a_request(received="2026-03-02")).case.id
    desk.case_work.ask(
        waiting, QuestionDraft(kind="identity", reason="Another name", proof="email", on="2026-03-02")
    )
    done = desk.cases.open_case(a_request(received="2026-01-05")).case.id
    desk.case_work.withdraw(done, "2026-03-02", "")
    items = desk.agenda.agenda().items
    assert [(item.kind, item.group, item.days_left) for item in items] == [
        (ItemKind.CASE, Group.LATE, -25),
        (ItemKind.CONTRACT_EXPIRY, Group.LATE, -1),
        (ItemKind.CASE, Group.TODAY, 0),
        (ItemKind.ACTIVITY_REVIEW, Group.WEEK, 7),
        (ItemKind.PROCESSOR_REVIEW, Group.LATER, 91),
        (ItemKind.CASE, Group.WAITING, None),
    ]
    assert (items[0].record, items[-1].record) == (late, waiting)
    assert (items[0].title, items[0].rights, items[0].step) == ("Zoé Fictive", ("access",), "acknowledge")
    assert (items[1].title, items[3].title, items[1].step) == ("Adyen", "Parcels", "")
    assert (desk.agenda.pressing(), desk.agenda.pressing_requests()) == (4, 2)


def test_every_date_of_the_register_stands_in_the_day(desk):
    soon = on("2026-04-01")
    desk.register.activities.save(None, an_activity(review=soon))
    desk.register.clients.save(
        None, a_client(review=soon, contract=known("given", status="signed", expires_on="2026-05-01"))
    )
    desk.register.processors.save(
        None,
        a_processor(
            review=soon,
            contract=known("given", status="signed", expires_on="2026-09-01"),
            assurances=given([{"name": "ISO 27001", "expires_on": "2026-08-01"}, {"name": "SOC 2"}]),
        ),
    )
    desk.register.transfers.save(None, a_transfer(review=soon))
    desk.register.transfers.save(None, a_transfer(review=on("2027-03-03")))  # more than a year ahead
    assert {(item.kind, item.due) for item in desk.agenda.agenda().items} == {
        (ItemKind.ACTIVITY_REVIEW, date(2026, 4, 1)),
        (ItemKind.CLIENT_REVIEW, date(2026, 4, 1)),
        (ItemKind.CLIENT_CONTRACT_EXPIRY, date(2026, 5, 1)),
        (ItemKind.PROCESSOR_REVIEW, date(2026, 4, 1)),
        (ItemKind.ASSURANCE_EXPIRY, date(2026, 8, 1)),
        (ItemKind.CONTRACT_EXPIRY, date(2026, 9, 1)),
        (ItemKind.TRANSFER_REVIEW, date(2026, 4, 1)),
    }


def test_the_day_moves_on_without_anything_being_saved(desk):
    desk.cases.open_case(a_request(received="2026-01-30"))
    assert desk.agenda.agenda().items[0].group is Group.TODAY
    desk.clock.go_to(2026, 3, 2, 23, 30)  # in Paris it is the third
    assert desk.agenda.agenda().items[0].group is Group.LATE
    assert desk.agenda.agenda().health.late_cases == 1


def test_the_health_of_the_register_counts_what_lacks(desk):
    desk.register.activities.save(None, an_activity())
    desk.register.activities.save(None, an_activity(transfers=UNKNOWN, security=UNKNOWN))
    for contract in (
        UNKNOWN,
        NONE,
        known("given", status="none"),
        known("given", status="signed"),
        known("given", status="signed", expires_on="2026-03-01"),
        known("given", status="signed", expires_on="2026-03-02"),
    ):
        desk.register.processors.save(None, a_processor(contract=contract))
    for country in (UNKNOWN, given("US"), given("DE")):
        desk.register.transfers.save(None, a_transfer(country=country))
    desk.cases.open_case(a_request())
    health = desk.agenda.agenda().health
    assert (health.activities, health.organisations, health.transfers) == (2, 6, 3)
    assert health.without_contract == 4
    assert health.transfers_not_valid == 2
    assert (health.open_cases, health.late_cases) == (1, 0)
    assert health.completeness.asked - health.completeness.settled == 2
    assert health.completeness == desk.register.completeness_by_kind()[RecordKind.ACTIVITY]


def test_the_prudent_date_comes_first_but_late_is_only_what_is_past_its_due_date(desk):
    desk.cases.open_case(a_request(received="2026-01-30"))  # prudent on 27 February, due on 2 March
    item = desk.agenda.agenda().items[0]
    assert (item.prudent, item.due, item.group, item.days_left) == (
        date(2026, 2, 27),
        date(2026, 3, 2),
        Group.TODAY,
        0,
    )
    assert group_of(date(2026, 3, 12), TODAY, date(2026, 3, 9)) is Group.WEEK
    assert group_of(date(2026, 3, 1), TODAY, date(2026, 2, 1)) is Group.LATE


def test_an_extension_stands_beside_its_request_only_where_its_last_day_is_another(desk):
    desk.cases.open_case(a_request(received="2026-03-02"))
    [item] = desk.agenda.agenda().items
    assert item.extend_by == item.due


def test_an_acknowledgement_that_is_owed_has_a_line_of_its_own_and_presses(desk):
    case = desk.cases.open_case(a_request(received="2026-02-20", regime="us-ca", rights=("ccpa_know",))).case
    kinds = [item.kind for item in desk.agenda.agenda().items]
    assert kinds[0] is ItemKind.ACKNOWLEDGEMENT
    assert desk.agenda.pressing_requests() == 1
    desk.case_work.acknowledge(case.id, "2026-03-02")
    assert ItemKind.ACKNOWLEDGEMENT not in [item.kind for item in desk.agenda.agenda().items]
    assert desk.agenda.pressing_requests() == 0


def test_a_person_who_does_not_answer_is_in_the_day_beside_the_waiting_request(desk):
    case = desk.cases.open_case(a_request(received="2026-02-10")).case.id
    asked = QuestionDraft(kind="identity", reason="Another name", proof="email", on="2026-02-12")
    desk.case_work.ask(case, asked)
    found = [(item.kind, item.group, item.step) for item in desk.agenda.agenda().items]
    assert (ItemKind.UNANSWERED, Group.TODAY, "record_answer") in found


def test_files_that_may_be_erased_are_one_proposal(desk):
    for _ in range(2):
        case = desk.cases.open_case(a_request(received="2026-03-02")).case.id
        desk.case_work.withdraw(case, "2026-03-02", "")
        desk.case_work.close(case)
    assert desk.agenda.agenda().items == ()
    desk.clock.go_to(2040, 1, 1)
    day = desk.agenda.agenda()
    assert [(item.kind, item.count, item.group) for item in day.items] == [(ItemKind.PURGE, 2, Group.TODAY)]
    assert day.health.to_purge == 2


def test_a_decision_of_adequacy_that_ends_is_told_where_something_goes_there(desk):
    desk.clock.go_to(2031, 6, 1)
    assert desk.agenda.agenda().items == ()
    desk.register.transfers.save(None, a_transfer(country=given("GB")))
    [item] = desk.agenda.agenda().items
    assert (item.kind, item.title, item.due) == (ItemKind.ADEQUACY_EXPIRY, "GB", date(2031, 12, 27))


def test_only_what_is_late_or_due_by_today_is_counted_for_today(desk):
    desk.cases.open_case(a_request(received="2026-01-30"))
    desk.cases.open_case(a_request(received="2026-03-02"))
    assert desk.agenda.due_today() == 1


def test_the_day_the_list_and_the_record_name_the_same_next_step(desk):
    activity = desk.register.activities.save(None, an_activity()).record.id
    case = desk.cases.open_case(a_request(received="2026-03-02")).case.id

    def steps():
        [item] = [each for each in desk.agenda.agenda().items if each.kind is ItemKind.CASE]
        [line] = desk.cases.lines([case])
        return {item.step, line.next_step, desk.cases.view(case).next_steps[0]}

    assert steps() == {"acknowledge"}
    desk.papers.finish(case, desk.papers.compose(case, "acknowledgement", "fr").letter)
    assert steps() == {"prove_identity"}
    desk.case_work.prove_identity(case, "Logged in", "2026-03-02")
    assert steps() == {"search"}
    desk.case_work.record_findings(
        case, [FindingDraft(activity=activity, outcome="found", data="City: Lyon")]
    )
    assert steps() == {"decide"}
