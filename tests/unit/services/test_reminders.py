"""Reminders over a real vault: shown once, never lost, never for what is over, whatever the clock does."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpo_desk.domain.case import EntryKind
from dpo_desk.domain.reminders import ItemKind, Stage
from dpo_desk.errors import DraftError, NotFound
from dpo_desk.services.agenda import Group
from dpo_desk.services.case_work import QuestionDraft
from dpo_desk.services.clock import SystemClock
from dpo_desk.services.due_items import reminder_of
from dpo_desk.services.reminders import ReminderService, SnoozeDraft
from dpo_desk.services.tasks import TaskDraft
from tests.desks import a_processor, a_request, known
from tests.desks import given as stated


def looked_at(desk):
    """Opens the desk, sees what came due, and says so; gives the keys."""
    visit = desk.reminders.visit()
    keys = [each.reminder.key for each in visit.came_due]
    if keys:
        desk.reminders.seen(keys)
    return keys


def stages(visit):
    return [each.reminder.stage for each in visit.newest]


def a_task(desk, due_on, title="Call the host"):
    return desk.tasks.add(TaskDraft(title=title, due_on=due_on))


# --- shown once ------------------------------------------------------------------------------------------------------


def test_a_new_desk_has_nothing_to_tell_and_notes_the_day(desk):
    visit = desk.reminders.visit()
    assert (visit.came_due, visit.last_on, visit.days_away, visit.clock_is_back) == ((), None, 0, False)
    assert desk.reminders.visit().last_on == date(2026, 3, 2)


def test_what_came_due_while_the_desk_was_closed_is_told_once_as_one_list(desk):
    desk.cases.open_case(a_request(received="2026-03-02"))
    desk.reminders.visit()
    desk.clock.go_to(2026, 3, 26)
    visit = desk.reopened().reminders.visit()
    assert visit.days_away == 24
    assert len(visit.came_due) == 2  # fourteen days and seven days before the prudent date
    assert [(each.item.kind, each.reminder.days) for each in visit.newest] == [(ItemKind.CASE, 7)]
    desk.reminders.seen([each.reminder.key for each in visit.came_due])
    assert desk.reopened().reminders.visit().came_due == ()


def test_what_was_told_and_not_yet_seen_is_told_again_after_a_lock_or_a_crash(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    first = desk.reminders.visit()
    assert first.came_due
    assert desk.reopened().reminders.visit() == first


def test_a_second_start_on_the_same_day_tells_nothing_twice(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    assert looked_at(desk)
    assert looked_at(desk.reopened()) == []
    assert looked_at(desk.reopened()) == []


def test_the_next_stage_comes_on_its_day_while_the_desk_stays_open(desk):
    a_task(desk, "2026-03-04")
    assert looked_at(desk) == []
    found = []
    for day in (3, 4, 5, 6):
        desk.clock.go_to(2026, 3, day)
        found += stages(desk.reminders.visit())
        looked_at(desk)
    assert found == [Stage.AHEAD, Stage.DUE, Stage.OVERDUE]


def test_an_answered_request_and_a_done_task_are_never_recalled(desk):
    case = desk.cases.open_case(a_request(received="2026-02-10")).case.id
    task = a_task(desk, "2026-03-03")
    desk.case_work.withdraw(case, "2026-03-02", "")
    desk.tasks.done(task.id)
    desk.clock.go_to(2026, 6, 1)
    assert desk.reminders.visit().came_due == ()


def test_reminders_of_what_is_over_are_forgotten(desk):
    task = a_task(desk, "2026-03-02")
    assert looked_at(desk)
    desk.tasks.done(task.id)
    desk.reminders.visit()
    with desk.reminders.work(read_only=True) as unit:
        assert unit.reminders.all() == {}


def test_a_moved_date_is_recalled_afresh(desk):
    task = a_task(desk, "2026-03-02")
    looked_at(desk)
    desk.tasks.change(task.id, TaskDraft(title="Call the host", due_on="2026-03-03"))
    assert [each.reminder.on for each in desk.reminders.visit().newest] == [date(2026, 3, 2)]


# --- what is recalled ------------------------------------------------------------------------------------------------


def test_a_person_who_does_not_say_who_asks_is_recalled_after_two_weeks(desk):
    case = desk.cases.open_case(a_request(received="2026-03-02")).case.id
    desk.case_work.ask(
        case, QuestionDraft(kind="identity", reason="Another name", proof="email", on="2026-03-02")
    )
    looked_at(desk)
    desk.clock.go_to(2026, 3, 16)
    kinds = {each.item.kind for each in desk.reminders.visit().newest}
    assert ItemKind.UNANSWERED in kinds


def test_an_acknowledgement_the_law_asks_for_is_recalled(desk):
    desk.cases.open_case(a_request(received="2026-03-02", regime="us-ca", rights=("ccpa_know",)))
    desk.clock.go_to(2026, 3, 16)
    kinds = {each.item.kind: each.reminder.stage for each in desk.reminders.visit().newest}
    assert kinds[ItemKind.ACKNOWLEDGEMENT] in (Stage.DUE, Stage.AHEAD)


def test_the_end_of_contracts_and_certificates_is_recalled(desk):
    desk.register.processors.save(
        None,
        a_processor(
            contract=known("given", status="signed", expires_on="2026-05-31"),
            assurances=stated([{"name": "ISO 27001", "expires_on": "2026-03-09"}]),
        ),
    )
    found = {each.item.kind: each.reminder.days for each in desk.reminders.visit().newest}
    assert found == {ItemKind.CONTRACT_EXPIRY: 90, ItemKind.ASSURANCE_EXPIRY: 7}


def test_the_organisation_may_ask_for_other_days(desk):
    from dataclasses import replace

    from dpo_desk.domain.organisation import LeadDays

    with desk.reminders.work() as unit:
        own = (LeadDays(right="access", days=(21,)),)
        unit.organisation.save(replace(unit.organisation.get(), lead_days=own))
        unit.commit()
    desk.cases.open_case(a_request(received="2026-03-02", rights=("access",)))
    desk.clock.go_to(2026, 3, 12)
    assert [each.reminder.days for each in desk.reminders.visit().came_due] == [21]


# --- putting off -----------------------------------------------------------------------------------------------------


def refused(call, *arguments):
    with pytest.raises(DraftError) as caught:
        call(*arguments)
    return {error.field: error.reason for error in caught.value.errors}


def snoozed(desk, until="2026-03-05", reason="Waiting for the host"):
    [item] = [each for each in desk.agenda.agenda().items if each.kind is ItemKind.CASE]
    key = reminder_of(item, desk.agenda.agenda().today)
    desk.reminders.snooze(key, SnoozeDraft(until=until, reason=reason))
    return key


def test_what_is_put_off_leaves_the_day_and_its_request_says_why(desk):
    case = desk.cases.open_case(a_request(received="2026-02-10")).case.id
    snoozed(desk)
    [item] = desk.reopened().agenda.agenda().items
    assert (item.group, item.snoozed_until) == (Group.SNOOZED, date(2026, 3, 5))
    entry = desk.cases.view(case).timeline[-1]
    assert (entry.kind, entry.facts["day"], entry.note) == (
        EntryKind.SNOOZED,
        "2026-03-05",
        "Waiting for the host",
    )


def test_what_was_put_off_comes_back_on_its_day_and_is_told_again(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    looked_at(desk)
    key = snoozed(desk, until="2026-03-03")
    assert looked_at(desk) == []
    desk.clock.go_to(2026, 3, 3)
    assert [item.group for item in desk.agenda.agenda().items] == [Group.WEEK]
    assert key in looked_at(desk)
    assert looked_at(desk) == []


def test_the_next_stage_ends_the_putting_off_however_long_it_was_to_last(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    snoozed(desk, until="2027-01-01")
    desk.clock.go_to(2026, 3, 10)
    [item] = [each for each in desk.agenda.agenda().items if each.kind is ItemKind.CASE]
    assert item.group is Group.TODAY
    assert desk.reminders.visit().came_due


def test_putting_off_can_be_taken_back(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    desk.reminders.wake(snoozed(desk))
    assert desk.agenda.agenda().items[0].group is not Group.SNOOZED


def test_a_day_that_has_come_and_a_missing_reason_are_refused_at_their_fields(desk):
    desk.cases.open_case(a_request(received="2026-02-10"))
    key = reminder_of(desk.agenda.agenda().items[0], date(2026, 3, 2))
    put_off = desk.reminders.snooze
    assert refused(put_off, key, SnoozeDraft(until="2026-03-02", reason=" ")) == {
        "until": "not_in_the_future",
        "reason": "empty",
    }
    assert refused(put_off, key, SnoozeDraft(until="31.02.2026", reason="x")) == {"until": "not_a_date"}
    assert desk.agenda.agenda().items[0].group is not Group.SNOOZED


def test_a_thing_that_is_over_cannot_be_put_off(desk):
    with pytest.raises(NotFound):
        desk.reminders.snooze("case/gone//due/2026-01-01", SnoozeDraft(until="2026-03-05", reason="x"))


def test_before_its_first_reminder_there_is_nothing_to_put_off(desk):
    desk.cases.open_case(a_request(received="2026-03-02"))
    assert reminder_of(desk.agenda.agenda().items[0], date(2026, 3, 2)) == ""


# --- clocks that are wrong, zones that change -----------------------------------------------------------------------


def test_a_clock_that_ran_ahead_loses_nothing_once_it_is_right_again(desk):
    a_task(desk, "2026-03-20")
    desk.clock.go_to(2027, 4, 6)  # four hundred days ahead
    assert looked_at(desk)
    desk.clock.go_to(2026, 3, 3)
    visit = desk.reminders.visit()
    assert visit.clock_is_back
    assert visit.came_due == ()
    desk.clock.go_to(2026, 3, 19)
    assert stages(desk.reminders.visit()) == [Stage.AHEAD]


def test_a_clock_that_was_set_back_tells_nothing_twice_and_says_so(desk):
    a_task(desk, "2026-03-02")
    assert looked_at(desk)
    desk.clock.go_to(2020, 1, 1)
    assert desk.reminders.visit().clock_is_back
    desk.clock.go_to(2026, 3, 2, 12)
    visit = desk.reminders.visit()
    assert visit.came_due == ()
    assert not visit.clock_is_back


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak", "UTC"])
def test_the_zone_of_the_computer_changes_no_day_and_no_reminder(desk, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # in Paris it is the second already
        with time_machine.travel(moment, tick=False):
            service = ReminderService(desk.reminders.work, SystemClock())
            a_task(desk, "2026-03-02")
            visit = service.visit()
        assert visit.today == date(2026, 3, 2)
        assert stages(visit) == [Stage.DUE]
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
        assert "TZ" not in os.environ


def test_an_hour_that_comes_twice_shows_a_reminder_once(desk):
    a_task(desk, "2026-10-25")  # in Paris, two o'clock comes twice
    found = []
    for hour, minute in ((21, 59), (22, 1), (0, 30), (1, 30)):
        day = 24 if hour > 20 else 25
        desk.clock.go_to(2026, 10, day, hour, minute)
        found += [key for key in looked_at(desk) if "/due/" in key]
    assert len(found) == 1


# --- whatever happens ------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=12))
def test_any_sequence_of_visits_shows_each_reminder_exactly_once(desk, steps):
    desk.clock.go_to(2026, 3, 2)
    task = a_task(desk, "2026-04-01")
    shown: list[str] = []
    day = date(2026, 3, 2)
    for forward, again in steps:
        day += timedelta(days=forward)
        desk.clock.go_to(day.year, day.month, day.day)
        shown += looked_at(desk)
        if again:
            assert looked_at(desk) == []
    mine = sorted(key for key in shown if task.id in key)
    expected = {date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)}
    assert len(mine) == len(set(mine)) == sum(on <= day for on in expected)
    desk.tasks.delete(task.id)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-40, 40), min_size=1, max_size=10))
def test_no_walk_of_the_clock_loses_a_reminder(desk, steps):
    desk.clock.go_to(2026, 3, 2)
    task, day = a_task(desk, "2026-04-01"), date(2026, 3, 2)
    for step in steps:
        day = max(date(2025, 1, 1), day + timedelta(days=step))
        desk.clock.go_to(day.year, day.month, day.day)
        looked_at(desk)
    end = date(2026, 4, 2)
    desk.clock.go_to(end.year, end.month, end.day)
    looked_at(desk)
    with desk.reminders.work(read_only=True) as unit:
        kept = [each for key, each in unit.reminders.all().items() if task.id in key]
    assert len(kept) == 3
    assert all(each.shown_at is not None and each.shown_at <= desk.clock.now() for each in kept)
    desk.tasks.delete(task.id)
