"""The officer's own tasks: what may be typed, what the history of a request tells of them."""

from __future__ import annotations

from datetime import date

import pytest

from dpo_desk.domain.case import EntryKind
from dpo_desk.errors import DraftError, NotFound
from dpo_desk.services.agenda import Group, ItemKind
from dpo_desk.services.tasks import TaskDraft
from tests.desks import a_request


def refused(call, *arguments):
    with pytest.raises(DraftError) as caught:
        call(*arguments)
    return {error.field: error.reason for error in caught.value.errors}


def typed(**changes):
    return TaskDraft(**{"title": "Call the host", "due_on": "2026-03-09", **changes})


def entries(desk, case):
    return [entry.facts["what"] for entry in desk.cases.view(case).timeline if entry.kind is EntryKind.TASK]


def test_a_task_stands_in_the_day_under_its_own_words(desk):
    task = desk.tasks.add(typed(note="Ask for the logs"))
    assert desk.reopened().tasks.get(task.id) == task
    [item] = desk.agenda.agenda().items
    assert (item.kind, item.title, item.group, item.days_left) == (
        ItemKind.TASK,
        "Call the host",
        Group.WEEK,
        7,
    )
    assert desk.agenda.pressing() == 1


def test_a_done_task_leaves_the_day_and_comes_back_when_that_is_taken_back(desk):
    task = desk.tasks.add(typed())
    assert desk.tasks.done(task.id).done_on == date(2026, 3, 2)
    assert desk.agenda.agenda().items == ()
    desk.tasks.undo(task.id)
    assert len(desk.agenda.agenda().items) == 1


def test_a_task_of_a_request_is_told_in_its_history_and_keeps_it_from_being_closed(desk):
    case = desk.cases.open_case(a_request()).case
    task = desk.tasks.add(typed(case=case.ref.lower()))
    assert (task.case, desk.tasks.draft(task.id).case) == (case.id, case.ref)
    desk.tasks.change(task.id, typed(case=case.id, title="Call the host again"))
    desk.tasks.done(task.id)
    desk.tasks.done(task.id)  # twice is once
    desk.tasks.undo(task.id)
    desk.tasks.delete(task.id)
    assert entries(desk, case.id) == ["added", "changed", "done", "changed", "deleted"]
    with pytest.raises(NotFound):
        desk.tasks.get(task.id)


def test_what_cannot_be_accepted_is_told_at_its_field(desk):
    assert refused(desk.tasks.add, TaskDraft(title=" ", due_on="1/2/2026", case="R-2026-9999")) == {
        "title": "empty",
        "due_on": "ambiguous_date",
        "case": "not_a_request",
    }
    assert refused(desk.tasks.add, typed(title="x" * 301)) == {"title": "too_long"}
    assert desk.agenda.agenda().items == ()


def test_a_task_of_the_past_is_late_at_once(desk):
    desk.tasks.add(typed(due_on="2026-02-01"))
    assert desk.agenda.agenda().items[0].group is Group.LATE
