"""What is counted of requests, on examples worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from dpo_desk.domain.case import CaseState, Result
from dpo_desk.domain.statistics import ended_as, last_months, months, statistics, tally

from .counted import a_figure

YEAR = ("2026-01", "2026-12")


def of_year(*figures):
    return statistics(figures, *YEAR)


def test_a_request_for_two_rights_counts_once_in_the_totals_and_once_for_each_right():
    found = of_year(a_figure(right="access"), a_figure(right="erasure"), a_figure("R-2", right="access"))
    assert found.total.received == 2
    assert [(name, each.received) for name, each in found.by_right] == [("access", 2), ("erasure", 1)]
    for lines in (found.by_month, found.by_regime, found.by_country):
        assert sum(each.received for _, each in lines) == 2


def test_every_request_is_answered_withdrawn_ended_or_open():
    states = [*CaseState]
    ended = [each for each in states if each not in (CaseState.CLOSED, CaseState.PURGED)]
    found = of_year(*(a_figure(f"R-{state}", state=state) for state in ended)).total
    assert found.received == len(ended) == found.answered + found.withdrawn + found.unanswered + found.open
    assert (found.answered, found.open, found.withdrawn, found.unanswered) == (4, 5, 1, 1)


def test_an_answer_is_in_time_or_late_and_the_share_is_of_the_answers():
    found = of_year(
        a_figure("R-1"),
        a_figure("R-2", in_time=False, days=45),
        a_figure("R-3"),
        a_figure("R-4", state=CaseState.IN_WORK, days=None, in_time=None, overdue=True),
        a_figure("R-5", state=CaseState.WITHDRAWN, days=3),
    ).total
    assert (found.answered, found.in_time, found.late, found.overdue) == (3, 2, 1, 1)
    assert found.share_in_time == pytest.approx(2 / 3)


def test_the_median_is_that_of_the_answers_only():
    figures = [a_figure(f"R-{days}", days=days) for days in (2, 10, 31, 60)]
    withdrawn = a_figure("R-0", state=CaseState.WITHDRAWN, days=1)
    assert of_year(*figures, withdrawn).total.median_days == 20.5
    assert of_year(*figures[:3]).total.median_days == 10
    assert of_year(withdrawn).total.median_days is None
    assert of_year(withdrawn).total.share_in_time is None


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (CaseState.ANSWERED_FULLY, CaseState.ANSWERED_FULLY, CaseState.ANSWERED_FULLY),
        (CaseState.ANSWERED_FULLY, CaseState.NO_DATA, CaseState.ANSWERED_FULLY),
        (CaseState.ANSWERED_FULLY, CaseState.REFUSED, CaseState.ANSWERED_PARTLY),
        (CaseState.REFUSED, CaseState.NO_DATA, CaseState.ANSWERED_PARTLY),
        (CaseState.REFUSED, CaseState.REFUSED, CaseState.REFUSED),
    ],
)
def test_a_request_ends_as_its_rights_did(first, second, whole):
    found = of_year(a_figure(right="access", state=first), a_figure(right="erasure", state=second)).total
    assert (found.refused, found.refused_partly, found.no_data) == (
        int(whole is CaseState.REFUSED),
        int(whole is CaseState.ANSWERED_PARTLY),
        int(whole is CaseState.NO_DATA),
    )


def test_a_request_is_in_time_only_if_each_of_its_rights_was():
    found = of_year(a_figure(right="access"), a_figure(right="erasure", in_time=False, days=40))
    assert (found.total.in_time, found.total.late, found.total.median_days) == (0, 1, 40)
    assert [each.late for _, each in found.by_right] == [0, 1]


def test_a_right_added_in_the_next_month_belongs_to_the_month_of_the_request():
    added = a_figure(right="erasure", received="2026-02")
    january = statistics([a_figure(), added], "2026-01", "2026-01")
    assert (january.total.received, len(january.by_right)) == (1, 2)
    assert statistics([a_figure(), added], "2026-02", "2026-02").total.received == 0


def test_a_period_holds_the_requests_received_in_its_months_and_a_line_for_each_month():
    figures = [
        a_figure(f"R-{month}", received=month) for month in ("2025-12", "2026-01", "2026-03", "2026-04")
    ]
    found = statistics(figures, "2026-01", "2026-03")
    assert [(month, each.received) for month, each in found.by_month] == [
        ("2026-01", 1),
        ("2026-02", 0),
        ("2026-03", 1),
    ]
    assert found.total.received == 2


def test_tables_have_the_largest_line_first_and_equal_ones_by_name():
    figures = [a_figure(f"R-{n}", country=country) for n, country in enumerate(("DE", "FR", "FR", "BE", ""))]
    assert [name for name, _ in of_year(*figures).by_country] == ["FR", "", "BE", "DE"]


def test_nothing_received_gives_nought_everywhere():
    assert tally([]).received == 0
    assert of_year().by_right == ()


@pytest.mark.parametrize(
    ("state", "result", "answered", "ended"),
    [
        (CaseState.CLOSED, Result.GRANTED, True, CaseState.ANSWERED_FULLY),
        (CaseState.CLOSED, Result.REFUSED, True, CaseState.REFUSED),
        (CaseState.CLOSED, None, True, CaseState.WITHDRAWN),
        (CaseState.CLOSED, None, False, CaseState.UNANSWERED),
        (CaseState.ANSWERED_PARTLY, Result.NO_DATA, True, CaseState.NO_DATA),
        (CaseState.IN_WORK, Result.GRANTED, False, CaseState.IN_WORK),
        (CaseState.WITHDRAWN, Result.GRANTED, True, CaseState.WITHDRAWN),
    ],
)
def test_a_right_counts_as_what_was_decided_about_it(state, result, answered, ended):
    assert ended_as(state, result, answered=answered) is ended


def test_months_run_over_the_turn_of_the_year():
    assert months("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert last_months(date(2026, 2, 28), 3) == ("2025-12", "2026-01", "2026-02")
