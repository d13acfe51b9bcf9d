"""Files whose time is over: proposed with their rule, erased without a trace, refused before."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from dpo_desk.domain.file import FileKind
from dpo_desk.errors import NotFound, StepNotPossible
from dpo_desk.services.intake import FindingDraft
from tests.desks import ZOE, a_request, an_activity

NEEDLES = (
    "fictive", "adresse-inventée", "example.org/zoe", "fictif-1", "orangutan", "chameleon", "armadillo", "pangolin",
)  # fmt: skip


def everything_in(desk, folder):
    """The whole vault without its encryption, as lower case."""
    plain = folder / "plain.db"
    plain.unlink(missing_ok=True)
    with desk.cases.work(read_only=True) as unit:
        held = unit._session.connection().connection.driver_connection
        held.rollback()
        with closing(held.cursor()) as cursor:
            cursor.execute("PRAGMA query_only = 0")
            cursor.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
            cursor.execute("SELECT sqlcipher_export('plain')")
            cursor.execute("DETACH DATABASE plain")
    return plain.read_bytes().decode("utf-8", "replace").lower()


@pytest.fixture
def told(desk, tmp_path):
    """A closed request in which the person left traces everywhere, and the day its time is over."""
    activity = desk.register.activities.save(None, an_activity()).record.id
    person = replace(ZOE, email="example.org/zoe@example.org")
    case = desk.cases.open_case(a_request(person=person, asked="About my orangutan")).case.id
    desk.case_work.prove_identity(case, "She knows the chameleon", "2026-03-02")
    found = FindingDraft(activity=activity, outcome="found", data="Pet: armadillo")
    desk.case_work.record_findings(case, [found])
    path = tmp_path / "letter.txt"
    path.write_text("Dear sirs, the pangolin …")
    desk.files.add(case, path, FileKind.ATTACHMENT)
    desk.case_work.withdraw(case, "2026-03-02", "No more pangolin, please")
    desk.case_work.close(case)
    desk.clock.go_to(2031, 3, 2)
    return case


def test_nothing_of_the_person_stays_in_the_vault(desk, told, tmp_path):
    before = everything_in(desk, tmp_path)
    assert [each for each in NEEDLES if each not in before] == []
    desk.case_purge.purge([told])
    after = everything_in(desk.reopened(), tmp_path)
    assert [each for each in NEEDLES if each in after] == []
    assert "r-2026-0001" in after  # the certificate
    assert desk.cases.people_like("Zoé") == ()


def test_a_person_named_in_another_request_stays(desk, told):
    draft = replace(ZOE, email="", customer_reference="")
    other = desk.cases.open_case(a_request(person=replace(draft, name="Maud"), received="2031-02-28")).case
    with desk.cases.work() as unit:
        shared = unit.cases.get(told).person
        unit.cases.save(replace(unit.cases.get(other.id), person=shared))
        unit.commit()
    desk.case_purge.purge([told])
    assert desk.cases.view(other.id).person.id == shared


def test_a_proposal_names_the_day_and_the_rule(desk, told):
    (proposal,) = desk.case_purge.proposals()
    assert (proposal.case, proposal.ref) == (told, "R-2026-0001")
    assert (proposal.closed_on, proposal.over_on) == (date(2026, 3, 2), date(2031, 3, 2))
    assert "fr-civil:2224" in proposal.rule


def test_the_day_before_nothing_is_proposed_and_nothing_can_be_erased(desk, told):
    desk.clock.go_to(2031, 3, 1)
    assert desk.case_purge.proposals() == ()
    with pytest.raises(StepNotPossible):
        desk.case_purge.purge([told])
    assert desk.cases.view(told).case.ref == "R-2026-0001"
    assert desk.case_purge.certificates() == ()


def test_one_that_may_not_go_keeps_all_of_them(desk, told):
    running = desk.cases.open_case(a_request(received="2031-03-01")).case.id
    with pytest.raises(StepNotPossible):
        desk.case_purge.purge([told, running])
    assert [each.case for each in desk.case_purge.proposals()] == [told]
    assert desk.case_purge.certificates() == ()


def test_what_is_erased_cannot_be_erased_again(desk, told):
    desk.case_purge.purge([told])
    assert desk.case_purge.proposals() == ()
    with pytest.raises(NotFound):
        desk.case_purge.purge([told])


def test_a_certificate_keeps_counts_and_the_rule_and_who_did_it(desk, told):
    (purge,) = desk.case_purge.purge([told])
    assert desk.reopened().case_purge.certificates() == (purge,)
    assert (purge.ref, purge.month, purge.state, purge.days) == ("R-2026-0001", "2026-03", "withdrawn", 0)
    assert (purge.by, purge.purged_on) == ("Alix Déléguée", date(2031, 3, 2))
    assert len(purge.digest) == 64
