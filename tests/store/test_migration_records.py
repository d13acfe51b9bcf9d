"""From rows to documents: what the first schema said of a record, the second says in its own terms."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dpo_desk.domain.activity import Afterwards
from dpo_desk.domain.facts import given, proposed, unknown
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.version import Action
from dpo_desk.services.clock import SystemClock
from dpo_desk.services.ports import ListQuery
from dpo_desk.store import migrate
from dpo_desk.store.unlock import by_passphrase
from dpo_desk.store.vault_file import open_vault
from tests.store.desk import opened, raw, saved
from tests.store.keep_vault import FOLDER
from tests.store.vaults import PASSPHRASE


@pytest.fixture
def first(tmp_path):
    """A vault of the first schema."""
    path = tmp_path / "old.vault"
    shutil.copy(FOLDER / "0001.vault", path)
    path.chmod(0o600)
    return path


def typed_then(path, *statements):
    """The vault after somebody typed this with the program of then."""
    with open_vault(path, by_passphrase(PASSPHRASE)) as vault, vault.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def the_category(desk):
    with desk.work(read_only=True) as unit:
        return unit.activities.all()[0].categories.value[0]


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("Erased.", Afterwards.ERASE),
        ("deletion within a month", Afterwards.ERASE),
        ("Effacement", Afterwards.ERASE),
        ("sont supprimées", Afterwards.ERASE),
        ("anonymisation", Afterwards.ANONYMISE),
        ("ARCHIVED for the State", Afterwards.ARCHIVE),
    ],
)
def test_what_happens_afterwards_is_read_from_the_words(first, typed, then):
    typed_then(first, f"UPDATE data_categories SET retention_then = '{typed}', retention_known = 'given'")
    desk = opened(first)
    retention = the_category(desk).retention.value
    assert retention.then == given(then)
    assert retention.rule == (f"text 36\n{typed}" if " " in typed else "text 36"), "no word gets lost"
    desk.close()


@pytest.mark.parametrize(
    "typed",
    [
        "anonymised or erased",
        "handed back",
        "see the schedule",
        "never erased",
        "not deleted",
        "jamais supprimées",
        "n’est pas effacé",
        "erased except invoices",
    ],
)
def test_words_that_name_no_one_thing_are_kept_in_the_rule(first, typed):
    typed_then(first, f"UPDATE data_categories SET retention_then = '{typed}', retention_rule = ''")
    desk = opened(first)
    retention = the_category(desk).retention.value
    assert retention.then == unknown()
    assert retention.rule == typed
    desk.close()


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        ("basis_known = 'given', basis_value = '6-1-c'", given("a law")),
        ("basis_known = 'proposed', basis_value = '6-1-c'", proposed("a law")),
        ("basis_known = 'unknown', basis_value = NULL", proposed("a law")),
    ],
)
def test_a_reason_is_as_certain_as_its_basis(first, basis, reason):
    typed_then(first, f"UPDATE purposes SET reason = 'a law', {basis}")
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        assert unit.activities.all()[0].purposes[0].reason == reason
    desk.close()


def test_what_was_left_empty_is_unknown(first):
    typed_then(
        first,
        "UPDATE purposes SET reason = ''",
        "UPDATE data_categories SET retention_then = '', retention_law = ''",
    )
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        assert unit.activities.all()[0].purposes[0].reason == unknown()
    retention = the_category(desk).retention.value
    assert (retention.then, retention.law) == (unknown(), unknown())
    desk.close()


def test_each_record_begins_its_history_when_it_was_changed_last(first):
    with open_vault(first, by_passphrase(PASSPHRASE)) as vault, vault.engine.connect() as connection:
        lines = dict(connection.exec_driver_sql("SELECT record, max(at) FROM audit GROUP BY record").all())
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        records = {
            RecordKind.ACTIVITY: unit.activities.all(),
            RecordKind.PROCESSOR: unit.processors.all(),
            RecordKind.TRANSFER: unit.transfers.all(),
        }
        for kind, found in records.items():
            assert found
            for record in found:
                (version,) = unit.versions.of(kind, record.id)
                assert version.at == datetime.fromisoformat(lines[record.id]).replace(tzinfo=UTC)
                assert (version.version, version.action, version.by) == (record.version, Action.CREATED, "")
                assert record.updated_on == version.at.date()
        activity = records[RecordKind.ACTIVITY][0]
        assert unit.versions.activity(activity.id, activity.version) == activity
        past = unit.versions.as_of(datetime(2100, 1, 1, tzinfo=UTC))
        assert past.activities == records[RecordKind.ACTIVITY]
        assert past.transfers == records[RecordKind.TRANSFER]
    desk.close()


def test_a_record_of_which_the_journal_says_nothing_begins_now(first):
    with open_vault(first, by_passphrase(PASSPHRASE)) as vault, vault.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_stays")
        connection.exec_driver_sql("DELETE FROM audit")
    before = SystemClock().now().replace(microsecond=0)
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        assert before <= unit.versions.first_day() <= SystemClock().now()
    desk.close()


def test_records_that_came_over_are_listed_searched_saved_and_linked(first):
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        activity = unit.activities.all()[0]
        processor, flow = unit.processors.all()[0], unit.transfers.all()[0]
        assert unit.activities.using(processor.id) == (activity,)
        assert unit.transfers.of_activities([activity.id]) == unit.transfers.through(processor.id) == (flow,)
        recipient, subject = activity.recipients.value[0].name, activity.data_subjects.value[0]
        for text in (activity.owner.value, recipient, subject):
            assert activity.id in unit.activities.ids(ListQuery(text=text))
        assert flow.id in unit.transfers.ids(ListQuery(text=activity.name))
        assert flow.id not in unit.transfers.ids(ListQuery(text=subject))  # lent are reference and name alone
        (line,) = unit.processors.lines([processor.id])
        assert (line.role, line.countries) == (processor.role.value, processor.countries.value)
        assert (line.contract, line.activities) == (processor.contract.value.status, 1)
        assert unit.gaps.checked_on() == ""
    changed = saved(desk, replace(activity, name="Renamed"))
    assert changed.version == activity.version + 1
    with desk.work(read_only=True) as unit:
        assert unit.activities.ids(ListQuery(text="renamed")) == (activity.id,)
        assert unit.versions.activity(activity.id, activity.version) == activity
        assert unit.organisation.get().establishment == unknown()
    raw(desk, "INSERT INTO search_index (search_index) VALUES ('integrity-check')")
    desk.verify()
    desk.close()


def test_the_old_tables_are_gone(first):
    desk = opened(first)
    tables = {name for (name,) in raw(desk, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not tables & {
        "purposes",
        "data_categories",
        "recipients",
        "activity_evidence",
        "processor_countries",
    }
    assert {"documents", "versions", "clients", "gaps"} <= tables
    desk.close()


def test_a_step_that_fails_at_its_end_leaves_the_first_schema_as_it_was(first, tmp_path, monkeypatch):
    def state():
        with open_vault(first, by_passphrase(PASSPHRASE)) as vault, vault.engine.connect() as connection:
            tables = "SELECT name, sql FROM sqlite_master ORDER BY 1"
            schema = connection.exec_driver_sql(tables).all()
            names = ("activities", "purposes", "retention_periods", "processors", "transfers", "search_words")
            return schema, {n: connection.exec_driver_sql(f"SELECT * FROM {n}").all() for n in names}

    before, today, steps = state(), migrate.STEPS, tmp_path / "steps"
    shutil.copytree(today, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (step,) = steps.glob("0002_*.py")
    failing = "    op.execute('SELECT no_such_function()')\n\n\n# --- what was there"
    text = step.read_text(encoding="utf-8").replace("\n\n# --- what was there", failing, 1)
    step.write_text(text, encoding="utf-8")
    monkeypatch.setattr(migrate, "STEPS", steps)
    with pytest.raises(sa.exc.OperationalError, match="no_such_function"):
        opened(first)
    assert state() == before
    monkeypatch.setattr(migrate, "STEPS", today)
    desk = opened(first)
    with desk.work(read_only=True) as unit:
        assert len(unit.activities.all()) == 4
    desk.close()


def test_documents_of_the_step_are_written_as_the_program_writes_them(first):
    desk = opened(first)
    for (content,) in raw(desk, "SELECT content FROM documents"):
        assert content.isascii()
        assert content == json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"))
    desk.close()
