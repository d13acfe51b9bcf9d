"""A list is tried without a trace, then taken in as a whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date

import pytest

from dpo_desk.domain.ids import CaseId
from dpo_desk.errors import DraftError, NotATable, RuleBroken, Stopped
from dpo_desk.services.case_import import RowState
from dpo_desk.services.import_plan import DateOrder, proposed, with_headings
from dpo_desk.services.ports import ListQuery
from tests.desks import ZOE, a_request

HEADER = "Name;E-Mail;Right;Received;Asked"
EVA = "Eva Muster;eva@example.org;access;2026-02-02;What is there?"
JAN = "Jan Muster;jan@example.org;erasure;2026-02-03;Delete it."


@pytest.fixture
def listed(desk, tmp_path):
    """The sheet of a list of these lines, and the plan its headings propose with these changes."""

    def listed(*lines, header=HEADER, **plan):
        path = tmp_path / "list.csv"
        path.write_text("\n".join((header, *lines)), "utf-8")
        sheet = with_headings(desk.case_import.read(path).sheets[0])
        return sheet, dataclasses.replace(proposed(sheet, "en"), **plan)

    return listed


def told(trial):
    return [(row.number, row.state, [(each.field, each.reason) for each in row.errors]) for row in trial.rows]


def refs(desk):
    return [line.ref for line in desk.cases.lines(desk.cases.ids(ListQuery(sort="ref")))]


def vault_bytes(desk):
    return hashlib.sha256(desk.path.read_bytes()).hexdigest()


def test_a_list_is_taken_in_as_if_it_had_been_typed(desk, listed):
    sheet, plan = listed(EVA, JAN)
    done = desk.case_import.take_in(sheet, plan)
    assert refs(desk) == ["R-2026-0001", "R-2026-0002"]
    view = desk.reopened().cases.view(CaseId(done.cases[0]))
    assert (view.person.name, view.person.email) == ("Eva Muster", "eva@example.org")
    assert (view.case.right_ids, view.case.received) == (("access",), date(2026, 2, 2))
    assert view.case.asked == "What is there?"
    assert view.case.due == date(2026, 3, 2)
    assert [entry.kind for entry in view.timeline][:1] == ["received"]


def test_a_trial_tells_each_row_and_leaves_no_trace(desk, listed):
    desk.cases.open_case(a_request())
    before = vault_bytes(desk)
    sheet, plan = listed(
        EVA,
        "Jan;not an address;erasure;2026-02-03;x",
        ";a@example.org;nonsense;2027-02-03;x",
        "Eva;e@example.org;access;1/2/2026;x",
        EVA,
    )
    trial = desk.case_import.trial(sheet, plan)
    assert told(trial) == [
        (2, RowState.READY, []),
        (3, RowState.FAILED, [("person.email", "not_an_email")]),
        (
            4,
            RowState.FAILED,
            [("rights", "word_unknown"), ("person.name", "empty"), ("received", "in_the_future")],
        ),
        (5, RowState.FAILED, [("received", "ambiguous_date")]),
        (6, RowState.SKIPPED, []),
    ]
    assert trial.rows[4].twin_row == 2
    assert [trial.count(state) for state in RowState] == [1, 1, 3]
    assert vault_bytes(desk) == before
    assert refs(desk) == ["R-2026-0001"]
    assert desk.cases.open_case(a_request(rights=("erasure",))).case.ref == "R-2026-0002"


def test_a_row_that_cannot_be_taken_in_stops_all_of_them_unless_it_is_left_out(desk, listed):
    sheet, plan = listed(EVA, "Jan;x;access;2026-02-03;")
    before = vault_bytes(desk)
    with pytest.raises(RuleBroken) as refusal:
        desk.case_import.take_in(sheet, plan)
    assert (refusal.value.rule, refusal.value.params["count"]) == ("import_rows_failed", 1)
    assert refs(desk) == []
    assert vault_bytes(desk) == before
    sheet, plan = listed(EVA, "Jan;x;access;2026-02-03;", leave_out_failed=True)
    done = desk.case_import.take_in(sheet, plan)
    assert (len(done.cases), refs(desk)) == (1, ["R-2026-0001"])
    assert done.trial.count(RowState.FAILED) == 1


def test_the_order_of_days_is_said_for_the_whole_list(desk, listed):
    row = "Eva;e@example.org;access;1/2/2026;"
    for order, day in ((DateOrder.DAY_FIRST, date(2026, 2, 1)), (DateOrder.MONTH_FIRST, date(2026, 1, 2))):
        done = desk.case_import.take_in(*listed(row, dates=order))
        assert desk.cases.view(done.cases[0]).case.received == day


# --- what is there already -------------------------------------------------------------------------------------------


def test_what_is_in_the_vault_is_not_taken_in_again(desk, listed):
    sheet, plan = listed(EVA, JAN)
    desk.case_import.take_in(sheet, plan)
    again = desk.case_import.take_in(sheet, plan)
    assert again.cases == ()
    assert [(row.state, row.twin_ref) for row in again.trial.rows] == [
        (RowState.SKIPPED, "R-2026-0001"),
        (RowState.SKIPPED, "R-2026-0002"),
    ]
    assert len(refs(desk)) == 2


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("EVA MÜSTER;Eva@Example.org;Right of access;2026-02-02;", RowState.SKIPPED),
        ("Eva Müster;;access;2026-02-02;", RowState.SKIPPED),
        ("Eva Müster;other@example.org;access;2026-02-02;", RowState.READY),
        ("Eva Müster;eva@example.org;access;2026-02-03;", RowState.READY),
        ("Eva Müster;eva@example.org;erasure;2026-02-02;", RowState.READY),
        ("Ewa Müster;eva@example.org;access;2026-02-02;", RowState.READY),
    ],
)
def test_the_same_person_right_and_day_make_a_twin(desk, listed, row, state):
    sheet, plan = listed("Eva Müster;eva@example.org;access;2026-02-02;", row)
    assert [each.state for each in desk.case_import.trial(sheet, plan).rows] == [RowState.READY, state]


def test_a_row_of_which_half_is_there_is_the_users_to_decide(desk, listed):
    sheet, plan = listed(EVA, EVA.replace("access", "access and erasure"))
    row = desk.case_import.trial(sheet, plan).rows[1]
    assert (row.state, row.errors[0].field, row.errors[0].reason, row.twin_row) == (
        RowState.FAILED, "rights", "duplicate", 2,
    )  # fmt: skip


def test_twins_are_taken_in_when_they_are_wanted(desk, listed):
    done = desk.case_import.take_in(*listed(EVA, EVA, take_twins=True))
    assert len(done.cases) == 2
    first, second = (desk.cases.view(case).case.person for case in done.cases)
    assert first == second  # of one person there is one


def test_a_person_of_the_vault_keeps_what_is_known_of_her(desk, listed):
    known = desk.cases.open_case(a_request()).person
    header = "Name;E-mail;Street;City;Phone;Right;Received"
    row = f"{ZOE.name.upper()};{ZOE.email};1 Elsewhere;Nowhere;12345;erasure;2026-02-02"
    done = desk.case_import.take_in(*listed(row, header=header))
    person = desk.cases.view(done.cases[0]).person
    assert person.id == known.id
    assert (person.name, person.address) == (known.name, known.address)
    assert person.phone == (known.phone or "12345")


# --- the plan, stopping, the file ------------------------------------------------------------------------------------


def test_a_plan_without_a_day_is_refused_before_any_row(desk, listed):
    sheet, plan = listed(EVA, columns=("name", "email", "rights", "", "asked"))
    for verb in (desk.case_import.trial, desk.case_import.take_in):
        with pytest.raises(DraftError) as refusal:
            verb(sheet, plan)
        assert [(each.field, each.reason) for each in refusal.value.errors] == [("received", "no_column")]


@pytest.mark.parametrize("last", [0, 1, 2])
def test_stopping_leaves_nothing_at_whatever_row(desk, listed, last):
    sheet, plan = listed(EVA, JAN)
    before = vault_bytes(desk)
    seen = []

    def watch(done, of):
        seen.append((done, of))
        return done < last

    for verb in (desk.case_import.trial, desk.case_import.take_in):
        seen.clear()
        with pytest.raises(Stopped):
            verb(sheet, plan, watch)
        assert seen == [(done, 2) for done in range(last + 1)]
    assert refs(desk) == []
    assert vault_bytes(desk) == before


def test_a_file_that_is_no_table_changes_nothing(desk, tmp_path):
    before = vault_bytes(desk)
    path = tmp_path / "x.csv"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotATable):
        desk.case_import.read(path)
    assert vault_bytes(desk) == before
