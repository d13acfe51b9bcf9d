"""From one schema to the next: wholly or not at all, after a copy, and from every schema there ever was."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.pool import StaticPool

from dpo_desk.errors import VaultDamaged, VaultReadOnly, VaultTooNew
from dpo_desk.store import foundation, migrate
from dpo_desk.store.base import Base
from dpo_desk.store.driver import dbapi
from dpo_desk.store.search import INDEX
from tests.builders import a_case, a_person, an_activity
from tests.store.desk import a_desk, opened, raw, saved
from tests.store.keep_vault import FOLDER, everything
from tests.store.vaults import PASSPHRASE, SOAK, child, names, sha256

STORED = sorted(FOLDER.glob("*.vault"))
ROUNDS = 60 if SOAK else 5

TODAY = migrate.head()
TOMORROW = f"{int(TODAY) + 1:04}"

# A step that rebuilds a table others refer to, as a real one might have to.
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{tomorrow}"
down_revision = "{today}"

def upgrade():
    op.add_column("people", sa.Column("nickname", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("activities", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="green"))
    {then}
"""
STEPS = {
    "good": "pass",
    "fails": "op.execute('SELECT no_such_function()')",
    "strands": "op.execute('DELETE FROM people')",
    "slow": "import time; time.sleep(0.3)",
}


@pytest.fixture
def step(tmp_path, monkeypatch):
    """Makes a program of tomorrow, whose newest step is this one."""

    def program(then: str) -> Path:
        return steps_with(tmp_path / "steps", then, monkeypatch)

    return program


def steps_with(folder, then, monkeypatch):
    if not folder.exists():
        shutil.copytree(migrate.STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = NEXT.format(today=TODAY, tomorrow=TOMORROW, then=STEPS[then])
    (folder / f"{TOMORROW}_next.py").write_text(step, encoding="utf-8")
    monkeypatch.setattr(migrate, "STEPS", folder)
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    return folder


@pytest.fixture
def old(tmp_path):
    """A closed vault of today, with something in it."""
    desk = a_desk(tmp_path, "old.vault")
    person = a_person()
    saved(desk, person, a_case(person=person.id), an_activity(), an_activity())
    desk.close()
    return desk.path


def content(desk):
    """Every row of every table of today but the revision."""
    tables = raw(
        desk, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
    )
    kept = sorted(name for (name,) in tables if name not in {"alembic_version", "activities", "people"})
    rows = {name: raw(desk, f"SELECT * FROM {name} ORDER BY 1") for name in kept}
    rows["people"] = raw(desk, "SELECT uid, name, email FROM people ORDER BY 1")
    rows["activities"] = raw(desk, "SELECT uid, version, name, owner_known FROM activities ORDER BY 1")
    return rows


# --- the schema of today ---------------------------------------------------------------------------------------------


def in_memory():
    return sa.create_engine(
        "sqlite://",
        module=dbapi,
        poolclass=StaticPool,
        creator=lambda: dbapi.connect(":memory:", isolation_level=None),
    )


def definitions(engine):
    """What each table and index is made of, whatever the order of its parts."""
    found = {}
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"
        )
        for name, sql in rows:
            if sql and not name.startswith(INDEX) and name != "alembic_version":
                table = re.fullmatch(r"CREATE TABLE \w+ \((.*)\)", " ".join(sql.split()))
                parts = re.split(r", (?=CONSTRAINT|\w+ [A-Z]|\"\w+\" [A-Z])", table[1]) if table else [sql]
                found[name] = sorted(part.strip() for part in parts)
    return found


def test_the_steps_lead_to_the_very_tables_the_program_works_with():
    of_rows, of_steps = in_memory(), in_memory()
    Base.metadata.create_all(of_rows)
    migrate.upgrade(of_steps)
    rows, steps = definitions(of_rows), definitions(of_steps)
    assert sorted(rows) == sorted(steps)
    for name in rows:
        assert rows[name] == steps[name], name


def test_alembic_sees_no_difference_either(tmp_path):
    desk = a_desk(tmp_path)
    ours = {*foundation.OWN_TABLES, "alembic_version"}

    def include(name, kind, _parents):
        return not (kind == "table" and (name in ours or name.startswith(INDEX)))

    with desk.file.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": include}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    desk.close()


def test_every_constraint_has_a_name():
    for table in Base.metadata.tables.values():
        for constraint in (*table.constraints, *table.indexes):
            assert constraint.name, (table.name, constraint)


def test_the_steps_are_one_line_and_named_by_their_number():
    found = migrate.revisions()
    assert found == tuple(f"{number:04}" for number in range(1, len(found) + 1))
    files = sorted(path.name for path in migrate.STEPS.glob("*.py"))
    assert [name[:4] for name in files] == list(found)


def test_a_new_vault_is_at_the_newest_revision_with_no_copy_beside_it(tmp_path):
    desk = a_desk(tmp_path)
    assert migrate.revision_of(desk.file.engine) == migrate.head()
    desk.close()
    assert names(tmp_path) == ["desk.vault"]


def test_opening_a_vault_of_today_changes_nothing_in_it(old):
    desk = opened(old)
    before = content(desk)
    desk.close()
    assert names(old.parent) == ["old.vault"]
    desk = opened(old)
    assert content(desk) == before
    desk.close()


# --- to the next -----------------------------------------------------------------------------------------------------


def test_an_old_vault_moves_on_and_a_copy_stays_beside_it(old, step):
    desk = opened(old)
    before = content(desk)
    desk.close()
    step("good")
    desk = opened(old)
    assert migrate.revision_of(desk.file.engine) == TOMORROW
    assert content(desk) == before
    assert raw(desk, "SELECT DISTINCT colour FROM activities") == [("green",)]
    assert raw(desk, "PRAGMA foreign_keys") == [(1,)]
    desk.verify()
    desk.close()
    copies = [name for name in names(old.parent) if name.endswith(".vault") and name != old.name]
    assert [re.sub("-[0-9a-f]{8}", "-…", name) for name in copies] == [f"old.before-{TODAY}-….vault"]


def test_the_copy_opens_in_the_old_program(old, step, monkeypatch):
    desk = opened(old)
    before = content(desk)
    desk.close()
    today = migrate.STEPS
    step("good")
    opened(old).close()
    monkeypatch.setattr(migrate, "STEPS", today)
    (copy,) = old.parent.glob("old.before-*.vault")
    desk = opened(copy)
    assert content(desk) == before
    desk.verify()
    desk.close()
    with pytest.raises(VaultTooNew):
        opened(old)


@pytest.mark.parametrize(("then", "error"), [("fails", sa.exc.OperationalError), ("strands", VaultDamaged)])
def test_a_failed_step_leaves_everything_as_it_was_and_can_be_repeated(old, step, then, error, monkeypatch):
    desk = opened(old)
    before, schema = content(desk), raw(desk, "SELECT name, sql FROM sqlite_master ORDER BY 1")
    desk.close()
    today = migrate.STEPS
    step(then)
    for _ in range(3):
        with pytest.raises(error):
            opened(old)
    monkeypatch.setattr(migrate, "STEPS", today)
    desk = opened(old)
    assert content(desk) == before
    assert raw(desk, "SELECT name, sql FROM sqlite_master ORDER BY 1") == schema
    assert raw(desk, "PRAGMA foreign_keys") == [(1,)]
    desk.close()
    step("good")
    desk = opened(old)
    assert content(desk) == before
    desk.verify()
    desk.close()


def test_fifty_failed_starts_leave_one_copy_the_first_one(old, step):
    step("fails")
    with pytest.raises(sa.exc.OperationalError):
        opened(old)
    (copy,) = old.parent.glob("old.before-*.vault")
    first = sha256(copy)
    for _ in range(50):
        with pytest.raises(sa.exc.OperationalError):
            opened(old)
    assert list(old.parent.glob("old.before-*.vault")) == [copy]
    assert sha256(copy) == first


def test_other_contents_get_a_copy_of_their_own(old, step, monkeypatch):
    today = migrate.STEPS
    step("fails")
    with pytest.raises(sa.exc.OperationalError):
        opened(old)
    monkeypatch.setattr(migrate, "STEPS", today)
    desk = opened(old)
    saved(desk, an_activity())
    desk.close()
    step("fails")
    with pytest.raises(sa.exc.OperationalError):
        opened(old)
    assert len(list(old.parent.glob("old.before-*.vault"))) == 2


def test_a_vault_of_a_newer_program_is_refused_and_its_bytes_stay(old, step, monkeypatch):
    today = migrate.STEPS
    step("good")
    opened(old).close()
    monkeypatch.setattr(migrate, "STEPS", today)
    before = {name: sha256(old.parent / name) for name in names(old.parent) if name.endswith(".vault")}
    with pytest.raises(VaultTooNew):
        opened(old)
    assert {name: sha256(old.parent / name) for name in before} == before


def test_an_old_vault_that_cannot_be_written_is_refused(old, step, monkeypatch):
    from dpo_desk.store import vault_file

    monkeypatch.setattr(vault_file, "_lock", lambda _path: (None, VaultReadOnly()))
    opened(old).close()  # as it is, it can be read
    step("good")
    before = sha256(old)
    with pytest.raises(VaultReadOnly):
        opened(old)
    assert sha256(old) == before


def test_a_vault_whose_first_step_was_cut_off_gets_its_tables_when_opened(tmp_path):
    from dpo_desk.store import vault_file

    path = tmp_path / "bare.vault"
    vault_file.create(path, PASSPHRASE).close()
    desk = opened(path)
    saved(desk, an_activity())
    desk.verify()
    desk.close()
    assert names(tmp_path) == ["bare.vault"]


def test_a_new_vault_whose_tables_cannot_be_made_leaves_nothing_behind(tmp_path, step):
    step("fails")
    with pytest.raises(sa.exc.OperationalError):
        a_desk(tmp_path, "new.vault")
    assert not (tmp_path / "new.vault").exists()


def test_a_process_killed_while_moving_on_leaves_the_old_or_the_new_vault(old, step, monkeypatch):
    desk = opened(old)
    before = content(desk)
    desk.close()
    today, whole = migrate.STEPS, old.read_bytes()
    tomorrow = step("slow")
    monkeypatch.setattr(migrate, "STEPS", today)
    for moment in range(ROUNDS):
        old.write_bytes(whole)
        with child("mover", old, tomorrow) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "moving\n"
            time.sleep(0.05 + 0.12 * (moment % 6))
            process.kill()
        monkeypatch.setattr(migrate, "STEPS", tomorrow)
        desk = opened(old)
        assert migrate.revision_of(desk.file.engine) == TOMORROW
        assert content(desk) == before
        desk.verify()
        desk.close()
        monkeypatch.setattr(migrate, "STEPS", today)


# --- from every schema there ever was ----------------------------------------------------------------------------------


def test_the_schema_of_each_release_has_a_stored_vault():
    """A release may take several steps; a vault is kept of the last of them."""
    kept = [path.stem for path in STORED]
    assert set(kept) <= set(migrate.revisions())
    assert kept[-1] == migrate.head()


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_a_stored_vault_opens_and_holds_what_it_held(stored, tmp_path):
    path = Path(shutil.copy(stored, tmp_path))
    path.chmod(0o600)
    desk = opened(path)
    desk.verify()
    with desk.work(read_only=True) as unit:
        found = json.loads(json.dumps(everything(unit)))
        cases = unit.cases.all()
        papers = [paper for case in cases for paper in unit.papers.of_case(case.id)]
        assert all(unit.papers.pdf(paper.id) for paper in papers)
        assert papers
    desk.close()
    was = json.loads(stored.with_suffix(".json").read_text(encoding="utf-8"))
    assert_holds(found, GROWN.get(stored.stem, dict)(was), "")


def from_the_first(was):
    """What a vault of the first schema held, in the words of the second."""
    for activity in was["activities"]:
        activity["review"] = {"next_on": activity.pop("review_on")}
        for purpose in activity["purposes"]:
            known = "given" if purpose["basis"]["known"] == "given" else "proposed"
            purpose["reason"] = said(purpose["reason"], known)
        for category in activity["categories"]["value"] or ():
            if retention := category["retention"]["value"]:
                known, then = category["retention"]["known"], retention["then"]
                retention["law"] = said(retention["law"], known)
                retention["then"] = said(then if then == "erase" else "", known)
                if then != "erase":
                    retention["rule"] += f"\n{then}"
    for processor in was["processors"]:
        processor["review"] = {"next_on": processor.pop("review_on")}
        processor["status"] = "active"
    for transfer in was["transfers"]:
        transfer["status"] = "active"
    return was


def said(text, known):
    return {"known": known, "value": text} if text else {"known": "unknown", "value": None}


def requests_of_the_second(was):
    """Requests as the third schema says the same."""
    for case in was["cases"]:
        identity, kept = case["identity"], {name: case[name] for name in ("received", "due", "prudent")}
        case["rights"] = [{"right": right, **kept, "decision": None} for right in case["rights"]]
        proven = identity["status"] == "proven"
        case["identity"] = {
            "how": identity["how"],
            "proven_on": (identity["received"] or case["received"]) if proven else None,
        }
        if identity["asked"]:
            case["questions"] = [
                {name: identity[name] for name in ("asked", "received", "reason")} | {"kind": "identity"}
            ]
        ended = {"answered": "answered_fully", "closed": "unanswered"}
        if case["state"] in ended:
            case["state"] = ended[case["state"]]
        else:
            del case["state"]  # it follows from the facts
    return was


def from_the_first_to_the_third(was):
    return requests_of_the_second(from_the_first(was))


GROWN = {"0001": from_the_first_to_the_third, "0002": requests_of_the_second}


def assert_holds(found, was, place):
    """What was there is there still; a newer program may know more fields."""
    if isinstance(was, dict):
        for name, value in was.items():
            assert name in found, f"{place}.{name}"
            assert_holds(found[name], value, f"{place}.{name}")
    elif isinstance(was, list):
        assert len(found) == len(was), place
        for number, (here, there) in enumerate(zip(found, was, strict=True)):
            assert_holds(here, there, f"{place}.{number}")
    else:
        assert found == was, place
