"""Papers and timelines: added, never changed; they go only with the case they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dpo_desk.domain.case import TimelineEntry
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.errors import FieldError, NotFound, VaultDamaged
from dpo_desk.services.ports import ListQuery
from tests.builders import MOMENT, PDF, a_case, a_paper, a_person, an_entry
from tests.store.desk import a_desk, raw, saved, without_triggers
from tests.store.strategies import filled


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def case(desk):
    person = a_person()
    case = a_case(person=person.id)
    saved(desk, person, case)
    return case


def test_a_paper_and_its_very_bytes_come_back(desk, case):
    pdf = bytes(range(256)) * 5000
    paper = filled(Paper, case=case.id, person=case.person, sha256=a_paper(pdf).sha256, size=len(pdf))
    with desk.work() as unit:
        unit.papers.add(paper, pdf)
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.papers.get(paper.id) == paper
        assert unit.papers.pdf(paper.id) == pdf
        assert unit.papers.of_case(case.id) == (paper,)


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"size": 1}])
def test_a_paper_that_does_not_fit_its_bytes_is_not_archived(desk, wrong):
    with desk.work() as unit, pytest.raises(ValueError, match="do not fit"):
        unit.papers.add(a_paper(**wrong), PDF)


def test_a_paper_of_a_case_that_is_not_there_is_refused(desk):
    with desk.work() as unit, pytest.raises(NotFound):
        unit.papers.add(a_paper(case=new_id()), PDF)


def test_what_is_not_there_is_said_to_be_not_found(desk):
    with desk.work() as unit:
        for read in (unit.papers.get, unit.papers.pdf):
            with pytest.raises(NotFound):
                read(new_id())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE papers SET title = 'x'",
        "UPDATE paper_bytes SET pdf = x'00'",
        "DELETE FROM papers",
        "DELETE FROM paper_bytes",
        "UPDATE timeline SET note = 'x'",
        "DELETE FROM timeline",
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT sequence, at, 'x', kind, record, digest, previous, own FROM audit",
        "INSERT OR REPLACE INTO paper_bytes SELECT paper_id, x'00' FROM paper_bytes",
    ],
)
def test_the_database_itself_refuses_changes(desk, case, sql):
    with desk.work() as unit:
        unit.papers.add(a_paper(case=case.id), PDF)
        unit.papers.add(a_paper(kind=PaperKind.REGISTER), PDF)
        unit.timeline.add(an_entry(case.id))
        unit.commit()
    with pytest.raises(Exception, match=r"never changes|stays|replaces nothing"):
        raw(desk, sql)


def test_bytes_that_were_changed_all_the_same_are_not_handed_out(desk):
    paper = a_paper()
    with desk.work() as unit:
        unit.papers.add(paper, PDF)
        unit.commit()
    with without_triggers(desk, "paper_bytes"):
        raw(desk, "UPDATE paper_bytes SET pdf = ?", PDF + b" ")
    with desk.work(read_only=True) as unit, pytest.raises(VaultDamaged):
        unit.papers.pdf(paper.id)


def test_numbers_have_no_gap_among_committed_papers(desk):
    numbers = []
    for commit in (True, False, True, False, False, True):
        with desk.work() as unit:
            number = unit.papers.next_number(PaperKind.LETTER, 2026)
            unit.papers.add(a_paper(number=number), PDF)
            if commit:
                unit.commit()
                numbers.append(number)
    assert numbers == ["L-2026-0001", "L-2026-0002", "L-2026-0003"]
    with desk.work() as unit:
        assert unit.papers.next_number(PaperKind.REGISTER, 2026) == "A-2026-0001"
        assert unit.papers.next_number(PaperKind.LETTER, 2027) == "L-2027-0001"


def test_the_history_of_a_case_comes_oldest_first_with_every_field(desk, case):
    with desk.work() as unit:
        unit.papers.add(paper := a_paper(case=case.id), PDF)
        late = filled(
            TimelineEntry, id=new_id(), case=case.id, paper=paper.id, at=MOMENT + timedelta(hours=2)
        )
        early, same = an_entry(case.id, at=MOMENT), an_entry(case.id, at=MOMENT)
        for entry in (late, early, same):
            unit.timeline.add(entry)
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.timeline.of(case.id) == (early, same, late)
        assert unit.timeline.of(new_id()) == ()


def test_an_entry_needs_its_case_and_storable_words(desk, case):
    with desk.work() as unit:
        with pytest.raises(FieldError) as refused:
            unit.timeline.add(an_entry(case.id, facts={"who": "a\0"}))
        assert refused.value.field == "facts"
        with pytest.raises(NotFound):
            unit.timeline.add(an_entry(new_id()))


def test_a_deleted_case_takes_its_history_and_papers_with_it_and_the_journal_says_so(desk, case):
    other = saved(desk, a_case(person=case.person))
    with desk.work() as unit:
        unit.papers.add(paper := a_paper(case=case.id, person=case.person), PDF)
        unit.papers.add(register := a_paper(kind=PaperKind.REGISTER), PDF)
        unit.timeline.add(an_entry(case.id, paper=paper.id))
        unit.timeline.add(kept := an_entry(other.id))
        unit.commit()
    with desk.work() as unit:
        unit.cases.delete(case.id)
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.timeline.of(case.id) == ()
        assert unit.timeline.of(other.id) == (kept,)
        assert unit.papers.ids(ListQuery()) == (register.id,)
        assert unit.papers.ids(ListQuery(text=paper.number)) == ()
        deleted = {line.record for line in unit.audit.lines() if line.action == "deleted"}
        assert deleted == {case.id, paper.id}
        assert unit.audit.broken_at() is None
    assert raw(desk, "SELECT count(*) FROM paper_bytes") == [(1,)]
    assert raw(desk, "PRAGMA foreign_key_check") == []


def test_moments_without_a_zone_are_refused(desk):
    with desk.work() as unit, pytest.raises(Exception, match="time zone"):
        unit.papers.add(replace(a_paper(), made_at=MOMENT.replace(tzinfo=None)), PDF)
