"""The figures of real requests, kept and erased, and what is written of them into files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.statistics import last_months
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.library.wording import wording
from dpo_desk.services.case_work import DecisionDraft
from tests.desks import ZOE, a_request


def refusal(right):
    return DecisionDraft(
        right=right, result="refused", grounds=("R-12-5-E",), words="Asked for every week.", evidence="Dates kept",
        on="2026-03-02",
    )  # fmt: skip


def answered(desk, received="2026-03-02", rights=("access",), on=None):
    """A request answered by a refusal, on the day of the clock unless said."""
    case = desk.cases.open_case(a_request(received=received, rights=rights)).case.id
    desk.case_work.prove_identity(case, "Logged in", desk.clock.today().isoformat())
    for right in rights:
        desk.case_work.decide(case, replaced(refusal(right), desk))
    desk.case_work.mark_answered(case, on or desk.clock.today().isoformat())
    return case


def replaced(draft, desk):
    return replace(draft, on=desk.clock.today().isoformat())


def withdrawn(desk, received="2026-03-02"):
    case = desk.cases.open_case(a_request(received=received)).case.id
    desk.case_work.withdraw(case, "2026-03-02", "")
    return case


def old_and_closed(desk):
    """A request withdrawn and closed, whose time is over."""
    case = withdrawn(desk)
    desk.case_work.close(case)
    desk.clock.go_to(2031, 3, 3)
    return case


def test_a_year_counts_what_became_of_its_requests(desk):
    answered(desk, rights=("access", "erasure"))
    withdrawn(desk)
    desk.cases.open_case(a_request(received="2026-02-27"))
    desk.clock.go_to(2026, 6, 1)
    total = desk.statistics.of_year(2026).total
    assert (total.received, total.answered, total.in_time, total.refused) == (3, 1, 1, 1)
    assert (total.withdrawn, total.open, total.overdue, total.median_days) == (1, 1, 1, 0)
    assert dict(desk.statistics.of_year(2026).by_right)["access"].received == 3
    assert [(code, each.received) for code, each in desk.statistics.of_year(2026).by_country] == [("FR", 3)]


def test_an_answer_after_its_day_is_late(desk):
    case = desk.cases.open_case(a_request(received="2026-01-05")).case.id
    desk.case_work.prove_identity(case, "Logged in", "2026-03-02")
    desk.case_work.decide(case, refusal("access"))
    desk.case_work.mark_answered(case, "2026-03-02")
    total = desk.statistics.of_year(2026).total
    assert (total.late, total.in_time, total.median_days, total.share_in_time) == (1, 0, 56, 0)


def test_closing_a_request_changes_no_figure(desk):
    case = answered(desk)
    before = desk.statistics.of_year(2026)
    desk.case_work.close(case)
    assert desk.statistics.of_year(2026) == before
    case = withdrawn(desk)
    before = desk.statistics.of_year(2026)
    desk.case_work.close(case)
    assert desk.statistics.of_year(2026) == before


def test_an_erased_request_is_counted_as_before(desk):
    case = old_and_closed(desk)
    before = desk.statistics.of_year(2026)
    desk.case_purge.purge([case])
    assert desk.reopened().statistics.of_year(2026) == before
    assert before.total.withdrawn == 1


def test_an_answered_request_is_counted_as_before_when_it_was_erased(desk):
    case = answered(desk)
    desk.case_work.close(case)
    desk.clock.go_to(2031, 3, 3)
    before = desk.statistics.of_year(2026)
    desk.case_purge.purge([case])
    assert desk.statistics.of_year(2026) == before
    assert (before.total.refused, before.total.in_time) == (1, 1)


def test_the_last_months_end_with_that_of_today(desk):
    answered(desk)
    months = desk.statistics.last_months(3)
    assert months == (("2026-01", 0, 0, 0), ("2026-02", 0, 0, 0), ("2026-03", 1, 1, 0))
    assert [month for month, *_ in months] == [*last_months(date(2026, 3, 2), 3)]


def test_the_years_to_choose_from_begin_with_the_first_request_kept_or_erased(desk):
    desk.cases.open_case(a_request(received="2024-05-02"))
    assert desk.statistics.years() == (2026, 2025, 2024)


def test_the_year_of_an_erased_request_can_still_be_chosen(desk):
    desk.case_purge.purge([old_and_closed(desk)])
    assert desk.statistics.years() == (2031, 2030, 2029, 2028, 2027, 2026)


def test_figures_as_csv_hold_each_table_and_the_total(desk):
    answered(desk, rights=("access", "erasure"))
    words = wording("fr")
    content = desk.statistics.figures_csv(desk.statistics.of_year(2026), words).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(content), delimiter=";")]
    assert [row[0] for row in rows if row[1] == "Reçues"] == [
        words(f"statistics.table.{table}") for table in ("month", "right", "regime", "country", "total")
    ]
    assert [row[1] for row in rows if row[0] == "mars 2026"] == ["1"]
    assert ["Droit d’accès", "1"] in [row[:2] for row in rows]


def test_figures_as_json_are_the_figures(desk):
    answered(desk)
    found = desk.statistics.of_year(2026)
    read = json.loads(desk.statistics.figures_json(found))
    assert read["total"]["received"] == found.total.received == 1
    assert len(read["month"]) == 12
    assert read["right"][0]["right"] == "access"


def test_the_list_of_requests_takes_no_name_for_a_formula(desk):
    desk.cases.open_case(a_request(person=replace(ZOE, name="=HYPERLINK(1)")))
    content = desk.statistics.requests_csv(wording("en")).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(content))
    assert row[:3] == ["R-2026-0001", "'=HYPERLINK(1)", "Right of access"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_is_archived_byte_for_byte_and_names_nobody(desk, language):
    answered(desk)
    sheet = desk.statistics.compose(2026, language)
    drawn = desk.statistics.preview(sheet).pdf
    paper = desk.statistics.finish(sheet)
    assert desk.reopened().papers.pdf(paper.id) == drawn
    assert paper.template == "requests_year"
    assert "Zoé" not in str(sheet)


def test_a_certificate_names_its_rule_and_nobody(desk):
    case = old_and_closed(desk)
    (purge,) = desk.case_purge.purge([case])
    sheet = desk.statistics.compose_certificate(purge.id, "en")
    assert "French Civil Code Art. 2224" in str(sheet)
    assert purge.digest in str(sheet)
    assert "Zoé" not in str(sheet)
    paper = desk.statistics.finish(sheet)
    assert desk.papers.pdf(paper.id) == desk.statistics.preview(sheet).pdf


def test_a_certificate_that_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.statistics.compose_certificate("gone", "en")


def test_without_an_organisation_there_is_no_report(empty):
    with pytest.raises(RuleBroken):
        empty.statistics.compose(2026, "en")
