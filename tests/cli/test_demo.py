"""`dpo-desk demo`: from an empty folder to letters on paper, in one command."""

from __future__ import annotations

import re
import shutil

import pytest
from pypdf import PdfReader

from dpo_desk.demo import PASSPHRASE, VAULT
from dpo_desk.library.sample import load_sample
from dpo_desk.parts import put_together
from dpo_desk.services.ports import ListQuery
from tests.cli.running import run

PERSONS = [case.person.name for case in load_sample().cases]


def test_a_day_that_cannot_be_is_told_before_anything_is_written(tmp_path):
    for day in ("2999-01-01", "soon", "1/2/2026"):
        result = run("demo", tmp_path / "demo", "--received", day, "--no-window")
        assert result.exit_code == 1
        assert result.stderr.startswith("--received: ")
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_folder_can_be_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        result = run("demo", folder, "--no-window", "--lang", "en")
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 3
    (tmp_path / "demo" / VAULT).mkdir(parents=True)
    result = run("demo", tmp_path / "demo", "--no-window", "--lang", "en")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3


def test_a_vault_somebody_works_in_is_not_taken_away(tmp_path, quick_keys):
    parts = put_together(tmp_path / "settings")
    parts.vault.prepare_new(tmp_path / VAULT, PASSPHRASE).commit(lambda _work: None)
    result = run("demo", tmp_path, "--no-window", "--lang", "en")
    assert result.exit_code == 1
    assert "in use" in result.stderr
    parts.vault.lock()
    parts.vault.unlock(tmp_path / VAULT, PASSPHRASE)
    parts.vault.lock()


def test_a_vault_of_somebody_else_under_the_same_name_stays(made_vault, tmp_path):
    before = shutil.copyfile(made_vault, tmp_path / VAULT).read_bytes()
    result = run("demo", tmp_path, "--no-window", "--lang", "en")
    assert result.exit_code == 1
    assert "already a file with this name" in result.stderr
    assert (tmp_path / VAULT).read_bytes() == before


@pytest.mark.slow
def test_the_demo_does_the_whole_job_and_names_nobody_outside_the_vault(tmp_path, quick_keys):
    folder = tmp_path / "demo"
    said = run("demo", folder, "--received", "2026-01-30", "--no-window", "--lang", "en").stdout
    assert "{" not in said
    assert "Monday 2 March 2026" in said
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    papers = [file for file in files if file.suffix == ".pdf"]
    assert len(papers) == 6
    for file in papers:
        assert len(PdfReader(file).pages) >= 1
        assert file.name in said
    screens = [file for file in files if file.suffix == ".png"]
    assert len(screens) >= 8
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in screens)
    parts = [part.casefold() for name in PERSONS for part in re.split(r"[ -]", name) if len(part) > 3]
    assert not [file for file in files for part in parts if part in file.name.casefold()]
    content = (folder / VAULT).read_bytes()
    for needle in (*PERSONS, "SQLite format 3", "Back Market", PASSPHRASE):
        assert not [c for c in ("utf-8", "utf-16-le", "utf-16-be") if needle.encode(c) in content], needle
    assert [file.name for file in folder.glob(f"{VAULT}*")] == [VAULT]
    settings = b"".join(file.read_bytes() for file in (folder / ".settings").rglob("*") if file.is_file())
    assert not [name for name in (*PERSONS, PASSPHRASE) if name.encode() in settings]

    desk = put_together(tmp_path / "settings")
    desk.vault.unlock(folder / VAULT, PASSPHRASE)
    kept = {desk.papers.pdf(each) for each in desk.papers.ids(ListQuery())}
    assert {file.read_bytes() for file in papers} <= kept
    assert len(desk.cases.ids(ListQuery())) == 15
    desk.vault.lock()
