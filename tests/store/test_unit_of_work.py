"""All or nothing: what was not committed did not happen, whatever ends the work."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.version import Dismissal, Validation
from dpo_desk.errors import DiskFailed, NotFound, StaleRecord, VaultBusy, VaultReadOnly
from dpo_desk.services.ports import KeptText, ListQuery
from tests.builders import (
    MOMENT,
    PDF,
    a_case,
    a_client,
    a_paper,
    a_person,
    a_processor,
    a_transfer,
    an_activity,
    an_entry,
    an_organisation,
)
from tests.store.desk import a_desk, opened, raw, saved
from tests.store.vaults import SOAK, child

ROUNDS = 200 if SOAK else 8
TABLES = (
    "organisation",
    "activities",
    "clients",
    "client_processors",
    "processors",
    "transfers",
    "documents",
    "versions",
    "validations",
    "tags",
    "gaps",
    "dismissals",
    "check_state",
    "terms",
    "kept_texts",
    "people",
    "cases",
    "papers",
    "timeline",
    "audit",
)


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


def everything(desk):
    """How many rows stand in every table of the vault."""
    tables = raw(
        desk, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
    )
    return {name: raw(desk, f"SELECT count(*) FROM {name}")[0][0] for (name,) in tables}


def do_a_bit_of_all(unit):
    person, activity, processor = a_person(), an_activity(), a_processor()
    case = a_case(person=person.id, ref=unit.cases.next_ref(2026))
    unit.organisation.save(an_organisation())
    unit.people.save(person)
    unit.activities.save(activity)
    unit.processors.save(processor)
    client = a_client(subprocessors=(processor.id,), tags=("b2b",))
    unit.clients.save(client)
    unit.transfers.save(a_transfer(activity=activity.id, client=client.id, processor=processor.id))
    unit.versions.validate(
        Validation(kind=RecordKind.CLIENT, record=client.id, version=1, on=MOMENT.date(), by="Maud")
    )
    gap = Gap(rule="r", severity=Severity.ERROR, article="6", place="name", record=activity.id)
    unit.gaps.put(RecordKind.ACTIVITY, activity.id, (gap,), Completeness(1, 2))
    unit.gaps.set_aside(
        Dismissal(record=activity.id, finding=gap.key, version=1, reason="x", on=MOMENT.date(), by="Maud")
    )
    unit.gaps.checked("today")
    unit.terms.save(Term(kind=TermKind.MEASURE, id="x", text="x"))
    unit.texts.put(KeptText(name="source", title="t", text="t", sha256="f" * 64, at=MOMENT))
    unit.clients.trash(client.id)
    unit.cases.save(case)
    unit.timeline.add(an_entry(case.id))
    unit.papers.add(a_paper(case=case.id, person=person.id), PDF)
    unit.drafts.keep("case", {"asked": "x"})
    unit.audit.record("opened", "vault", "x")


def test_nothing_is_kept_without_commit(desk):
    before = everything(desk)
    with desk.work() as unit:
        do_a_bit_of_all(unit)
    assert everything(desk) == before


def test_nothing_is_kept_when_the_work_fails(desk):
    before = everything(desk)
    with pytest.raises(ZeroDivisionError), desk.work() as unit:
        do_a_bit_of_all(unit)
        _ = 1 / 0
    assert everything(desk) == before


def test_what_was_committed_is_there_after_closing_and_opening(desk):
    with desk.work() as unit:
        do_a_bit_of_all(unit)
        unit.commit()
    after = everything(desk)
    assert all(after[table] for table in TABLES)
    desk.close()
    again = opened(desk.path)
    assert everything(again) == after
    again.verify()
    again.close()


def test_work_done_after_a_commit_needs_another(desk):
    with desk.work() as unit:
        unit.people.save(first := a_person())
        unit.commit()
        unit.people.save(second := a_person())
    with desk.work() as unit:
        assert unit.people.get(first.id) == first
        with pytest.raises(NotFound):
            unit.people.get(second.id)


def test_a_reading_work_cannot_write(desk):
    with pytest.raises(VaultReadOnly), desk.work(read_only=True) as unit:
        unit.people.save(a_person())
    with desk.work() as unit:  # and leaves nothing of it behind for the next one
        unit.people.save(a_person())
        unit.commit()


def test_a_reading_work_sees_one_moment_while_another_writes(desk):
    activity = saved(desk, an_activity())
    with desk.work(read_only=True) as reader:
        before = reader.activities.all()
        with desk.work() as writer:
            writer.activities.save(replace(activity, name="Changed"))
            writer.commit()
        reader._session.expunge_all()
        assert reader.activities.all() == before


def test_two_writers_do_not_lose_each_others_work(desk):
    errors = []

    def write():
        try:
            for _ in range(20):
                with desk.work() as unit:
                    person = a_person()
                    unit.people.save(person)
                    unit.cases.save(a_case(person=person.id, ref=unit.cases.next_ref(2026)))
                    unit.commit()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with desk.work(read_only=True) as unit:
        refs = [line.ref for line in unit.cases.lines(unit.cases.ids(ListQuery(sort="ref")))]
        assert refs == [f"R-2026-{number:04}" for number in range(1, 81)]
        assert unit.audit.broken_at() is None


def test_of_two_who_changed_one_record_the_later_is_told(desk):
    stored = saved(desk, an_activity())
    saved(desk, replace(stored, name="First"))
    with pytest.raises(StaleRecord), desk.work() as unit:
        unit.activities.save(replace(stored, name="Second"))
    with desk.work(read_only=True) as unit:
        assert unit.activities.get(stored.id).name == "First"


def test_a_row_changed_behind_the_works_back_is_told_as_stale(desk):
    stored = saved(desk, an_activity())
    with pytest.raises(StaleRecord), desk.work() as unit:
        unit.activities.get(stored.id)
        unit._session.connection().exec_driver_sql("UPDATE activities SET version = 7")
        unit.activities.save(stored)


def test_the_surroundings_are_told_in_our_own_errors(desk, monkeypatch):
    import sqlcipher3.dbapi2 as dbapi

    class Failing:
        def __init__(self, code):
            self.code = code

        def __call__(self, *_arguments):
            error = dbapi.OperationalError("as the disk says")
            error.sqlite_errorcode = self.code
            raise error

    for code, ours in ((5, VaultBusy), (8, VaultReadOnly), (10, DiskFailed)):
        with pytest.raises(ours), desk.work() as unit:
            unit.people.save(a_person())
            with monkeypatch.context() as patch:
                patch.setattr(desk.file.engine.dialect, "do_execute", Failing(code))
                unit.people.save(a_person())
        with pytest.raises(ours), desk.work() as unit:
            unit.people.save(a_person())
            with monkeypatch.context() as patch:
                patch.setattr(desk.file.engine.dialect, "do_commit", Failing(code))
                unit.commit()
    assert raw(desk, "SELECT count(*) FROM people") == [(0,)]


def test_a_mistake_of_ours_is_not_taken_for_the_vaults_fault(desk):
    with pytest.raises(DBAPIError), desk.work() as unit:
        unit._session.connection().exec_driver_sql("SELECT nonsense")


def test_a_file_the_caller_could_not_write_is_not_the_vaults_fault(desk, tmp_path):
    with pytest.raises(FileNotFoundError), desk.work():
        (tmp_path / "missing" / "x").write_text("x")


def test_errors_hold_no_words_of_the_records(desk):
    person = a_person()
    with pytest.raises(NotFound) as refused, desk.work() as unit:
        unit.cases.save(a_case(person=person.id, asked="Zoé Secrète"))
    told = repr(refused.value) + str(refused.value.__cause__)
    assert "Secrète" not in told
    assert person.id not in told


class TestDrafts:
    def test_a_draft_is_kept_replaced_found_and_dropped(self, desk):
        for text in ("Zoé", "\0 \ud800 half", "x" * 200_000):
            with desk.work() as unit:
                unit.drafts.keep("case", {"name": text, "rights": ["access"], "no": None, "count": 2})
                unit.commit()
            with desk.work(read_only=True) as unit:
                found = unit.drafts.find("case")
            assert found == {"name": text, "rights": ["access"], "no": None, "count": 2}
        with desk.work() as unit:
            unit.drafts.drop("case")
            unit.drafts.drop("never kept")
            unit.commit()
        with desk.work(read_only=True) as unit:
            assert unit.drafts.find("case") is None

    def test_it_can_be_kept_dropped_and_kept_again_in_one_work(self, desk):
        with desk.work() as unit:
            unit.drafts.keep("a", {"x": 1})
            unit.drafts.drop("a")
            assert unit.drafts.find("a") is None
            unit.drafts.keep("a", {"x": 2})
            assert unit.drafts.find("a") == {"x": 2}

    def test_it_is_encrypted_like_everything_else(self, desk):
        with desk.work() as unit:
            unit.drafts.keep("case", {"name": "Unverschluesselt"})
            unit.commit()
        desk.close()
        for path in desk.path.parent.iterdir():
            assert b"Unverschluesselt" not in path.read_bytes()


def test_a_process_killed_in_the_middle_of_a_save_leaves_nothing_half_written(tmp_path):
    desk = a_desk(tmp_path)
    desk.close()
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(ROUNDS):
        with child("saver", desk.path) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "saving\n"
            time.sleep(chance.uniform(0, 0.25))
            process.kill()
            acknowledged += sum(line.startswith("saved") for line in process.stdout)
        again = opened(desk.path)
        again.verify()
        whole(again)
        assert raw(again, "SELECT count(*) FROM cases")[0][0] >= acknowledged
        again.close()


def whole(desk):
    """Each saved case stands there with everything that was saved with it."""
    for sql, per_case in (
        ("case_rights", 2),
        ("case_documents", 1),
        ("case_activities", 1),
        ("timeline", 3),
        ("papers", 1),
        ("paper_bytes", 1),
        ("people", 1),
    ):
        cases = raw(desk, "SELECT count(*) FROM cases")[0][0]
        assert raw(desk, f"SELECT count(*) FROM {sql}")[0][0] == cases * per_case, sql
    cases = raw(desk, "SELECT count(*) FROM cases")[0][0]
    assert raw(desk, "SELECT count(*) FROM search_words WHERE kind IN ('case', 'paper')")[0][0] == cases * 2
    raw(desk, "INSERT INTO search_index (search_index) VALUES ('integrity-check')")
    last = raw(desk, "SELECT last FROM counters WHERE name = 'R-2026'")
    assert (last or [(0,)])[0][0] == cases
    assert raw(desk, "SELECT count(*) FROM versions") == raw(desk, "SELECT count(*) FROM documents")
    for version, document in raw(desk, "SELECT version, document_id FROM activities"):
        assert version == cases + 1
        newest = "SELECT document_id FROM versions WHERE version = ?"
        assert raw(desk, newest, version) == [(document,)]
    if cases:
        assert raw(desk, "SELECT count(*) FROM tags") == [(2,)]
        assert raw(desk, "SELECT count(*) FROM gaps") == raw(desk, "SELECT gaps FROM activities") == [(2,)]


def test_an_unknown_record_is_an_error_of_its_own(desk):
    with desk.work() as unit, pytest.raises(NotFound):
        unit.people.get(new_id())
