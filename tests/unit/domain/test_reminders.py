"""Reminders as pure stages of a day: when each comes, and that a moved date makes fresh ones."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.domain.reminders import Dated, ItemKind, Stage, reached, reminders, stem

DUE = date(2026, 3, 2)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
LEADS = st.lists(st.integers(1, 90), max_size=6).map(tuple)


def a_case(due=DUE, prudent=date(2026, 2, 27), leads=(14, 7, 3, 1)):
    return Dated(kind=ItemKind.CASE, record="c1", due=due, prudent=prudent, lead_days=leads)


def told(dated):
    return [(each.stage, each.days, each.on) for each in reminders(dated)]


def test_an_answer_is_recalled_before_its_prudent_date_on_both_days_and_once_when_it_is_late():
    assert told(a_case()) == [
        (Stage.AHEAD, 14, date(2026, 2, 13)),
        (Stage.AHEAD, 7, date(2026, 2, 20)),
        (Stage.AHEAD, 3, date(2026, 2, 24)),
        (Stage.AHEAD, 1, date(2026, 2, 26)),
        (Stage.PRUDENT, 0, date(2026, 2, 27)),
        (Stage.DUE, 0, DUE),
        (Stage.OVERDUE, 0, date(2026, 3, 3)),
    ]


def test_a_prudent_date_that_is_the_due_date_has_no_reminder_of_its_own():
    assert [stage for stage, _, _ in told(a_case(prudent=DUE, leads=()))] == [Stage.DUE, Stage.OVERDUE]


def test_while_the_period_stands_still_the_prudent_date_is_recalled_all_the_same():
    assert [stage for stage, _, _ in told(a_case(due=None, leads=(7,)))] == [Stage.AHEAD, Stage.PRUDENT]


def test_what_has_no_day_is_never_recalled():
    assert reminders(a_case(due=None, prudent=None)) == ()


def test_a_question_without_an_answer_and_files_to_erase_are_told_once_and_are_never_late():
    for kind in (ItemKind.UNANSWERED, ItemKind.PURGE):
        [only] = reminders(Dated(kind=kind, record="c1", due=DUE, lead_days=(7,)))
        assert (only.stage, only.on) == (Stage.DUE, DUE)


def test_a_stage_is_reached_on_its_day_and_not_before():
    assert [each.stage for each in reached(a_case(), date(2026, 2, 27))][-1] is Stage.PRUDENT
    assert len(reached(a_case(), date(2026, 2, 26))) == 4


@given(DAYS, st.integers(0, 10), LEADS)
def test_the_stages_of_a_day_come_in_order_and_each_has_its_own_key(due, earlier, leads):
    dated = a_case(due, due - timedelta(days=earlier), leads)
    found = reminders(dated)
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert len({each.key for each in found}) == len(found)
    assert all(each.key.startswith(stem(dated)) and len(each.key) <= 160 for each in found)
    assert found[-1].on == due + timedelta(days=1)


@given(DAYS, st.integers(1, 400), LEADS)
def test_a_moved_date_shares_no_key_with_the_old_one(due, days, leads):
    moved = due + timedelta(days=days)
    before = {each.key for each in reminders(a_case(due, due, leads))}
    assert before.isdisjoint({each.key for each in reminders(a_case(moved, moved, leads))})


def test_two_things_of_one_record_never_share_a_key():
    one = Dated(kind=ItemKind.ASSURANCE_EXPIRY, record="p", due=DUE, part="a")
    other = Dated(kind=ItemKind.ASSURANCE_EXPIRY, record="p", due=DUE, part="b")
    assert {each.key for each in reminders(one)}.isdisjoint({each.key for each in reminders(other)})
