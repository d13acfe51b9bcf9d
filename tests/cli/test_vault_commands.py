"""The commands on a vault: what they print, what they write, and what they never tell."""

from __future__ import annotations

import io
import json
import os
import shutil
from dataclasses import replace

import pytest
from pypdf import PdfReader

from dpo_desk import __version__
from dpo_desk.services.ports import ListQuery
from tests.cli.running import on_vault, pipe, run, started
from tests.desks import PASSPHRASE, ZOE, a_request, an_activity
from tests.store.vaults import flip, names, sha256

COMMANDS = [("agenda",), ("backup", "-o", "copy.dpo"), ("check",), ("register", "-o", "register.pdf")]


@pytest.fixture
def vault(made_sample, tmp_path, monkeypatch):
    """A closed vault with the example, in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    return shutil.copyfile(made_sample, tmp_path / "desk.dpo")


def test_the_version_is_told():
    assert run("--version").stdout == f"DPO Desk {__version__}\n"


def test_help_lists_the_commands():
    told = run("--help").stdout
    assert all(name in told for name in ("agenda", "backup", "check", "deadline", "demo", "register"))


# --- what they do ----------------------------------------------------------------------------------------------------


def test_the_agenda_lists_what_is_due_the_most_urgent_first(vault):
    result = on_vault("agenda", vault)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("LATE")
    assert "R-2026-0005" in lines[0]
    assert len(lines) >= 5
    french = on_vault("agenda", vault, lang="fr").stdout.splitlines()
    assert len(french) == len(lines)
    assert french != lines
    assert names(vault.parent) == ["desk.dpo"]


def test_the_agenda_speaks_to_scripts_and_may_leave_out_what_comes_later(vault):
    whole = json.loads(on_vault("agenda", vault, "--json").stdout)
    assert whole["items"][0]["group"] == "late"
    assert {"kind", "ref", "due", "prudent", "days_left", "step", "to_do"} <= whole["items"][0].keys()
    near = json.loads(on_vault("agenda", vault, "--json", "--days", "0").stdout)
    assert 0 < len(near["items"]) < len(whole["items"])
    assert all(
        (each["prudent"] or each["due"] or "") <= near["today"] for each in near["items"] if each["rights"]
    )


def test_the_agenda_writes_a_calendar_without_a_name(vault):
    told = on_vault("agenda", vault, "--ics", "days.ics", "--json")
    json.loads(told.stdout)  # the sentence about the file goes elsewhere
    text = (vault.parent / "days.ics").read_text("utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert text.count("BEGIN:VEVENT") > 3
    names = {line["title"] for line in json.loads(told.stdout)["items"] if line["rights"]}
    assert not [name for name in names if name in text]


def test_a_calendar_never_replaces_the_vault(vault):
    before = sha256(vault)
    assert on_vault("agenda", vault, "--ics", "desk.dpo").exit_code == 1
    assert sha256(vault) == before


def test_an_empty_day_says_so(desk):
    desk.vault.lock()
    assert on_vault("agenda", desk.path).stdout == "Nothing is due.\n"
    desk.vault.unlock(desk.path, PASSPHRASE)


def test_the_check_reads_everything_and_lists_what_the_register_lacks(vault):
    result = on_vault("check", vault)
    assert result.exit_code == 0
    assert "P-001" in result.stdout
    assert "P-028" in result.stdout
    assert "{" not in result.stdout


def test_a_backup_opens_as_the_vault_does_and_replaces_nothing(vault):
    told = on_vault("agenda", vault).stdout
    assert (
        on_vault("backup", vault, "-o", "copy.dpo").stdout
        == "The copy copy.dpo is complete and was checked.\n"
    )
    copy = vault.parent / "copy.dpo"
    assert on_vault("agenda", copy).stdout == told
    before = sha256(copy)
    for target in (copy, vault):
        assert on_vault("backup", vault, "-o", target.name).exit_code == 1
    assert sha256(copy) == before
    assert on_vault("agenda", vault).stdout == told
    assert names(vault.parent) == ["copy.dpo", "desk.dpo"]


def test_the_register_is_written_and_archived(vault):
    for lang in ("en", "fr"):
        result = on_vault("register", vault, "-o", f"register-{lang}.pdf", lang=lang)
        assert result.exit_code == 0
        assert f"register-{lang}.pdf" in result.stdout
        assert len(PdfReader(vault.parent / f"register-{lang}.pdf").pages) > 28
    assert names(vault.parent) == ["desk.dpo", "register-en.pdf", "register-fr.pdf"]


def text_of(file):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def test_one_part_of_the_register_and_only_some_records_can_be_asked_for(vault):
    options = ("--part", "controller", "--only", "p-001, P-004")
    assert on_vault("register", vault, "-o", "some.pdf", *options).exit_code == 0
    text = text_of(vault.parent / "some.pdf")
    assert "Processing activities: 2 of 28" in text
    assert "Article 30(1) GDPR" in text
    assert "P-002" not in text


def test_the_register_of_a_past_day_can_be_asked_for(vault, desk, tmp_path):
    desk.clock.go_to(2026, 3, 1)
    first = desk.register.activities.save(None, an_activity(name="First name")).record
    desk.clock.go_to(2026, 3, 10)
    desk.register.activities.save(first.id, an_activity(name="Second name"), first.version)
    desk.vault.lock()
    assert (
        on_vault("register", desk.path, "-o", tmp_path / "then.pdf", "--as-of", "2026-03-05").exit_code == 0
    )
    text = text_of(tmp_path / "then.pdf")
    assert "First name" in text
    assert "Second name" not in text


@pytest.mark.parametrize(
    "options",
    [
        ("--part", "everything"),
        ("--only", "P-999"),
        ("--only", " , "),
        ("--only", "P-001", "--part", "processor"),
        ("--as-of", "yesterday"),
        ("--as-of", "2099-01-01"),
        ("--as-of", "2001-01-01"),
    ],
)
def test_a_register_that_cannot_be_had_is_refused_and_nothing_is_written(vault, options):
    result = on_vault("register", vault, "-o", "never.pdf", *options)
    assert result.exit_code == 1
    assert result.stderr
    assert names(vault.parent) == ["desk.dpo"]


def test_the_archived_register_is_the_one_that_was_written(desk, tmp_path):
    desk.register.activities.save(None, an_activity())
    desk.vault.lock()
    out = tmp_path / "out.pdf"
    assert on_vault("register", desk.path, "-o", out).exit_code == 0
    desk.vault.unlock(desk.path, PASSPHRASE)
    [paper] = desk.papers.ids(ListQuery())
    assert desk.papers.pdf(paper) == out.read_bytes()


# --- what they refuse ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_five_faults_are_told_apart_and_the_file_is_left_as_it_was(vault, command, lang):
    name, *options = command
    folder, missing, plain = vault.parent / "folder", vault.parent / "missing.dpo", vault.parent / "plain.dpo"
    folder.mkdir()
    plain.write_bytes(b"not a vault at all, " * 1000)
    told, before = [], (sha256(vault), sha256(plain))
    for place, secret in (
        (vault, "wrong " + PASSPHRASE),
        (vault, ""),
        (folder, PASSPHRASE),
        (missing, PASSPHRASE),
        (plain, PASSPHRASE),
    ):
        result = on_vault(name, place, *options, secret=secret, lang=lang)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) >= 3
        assert "{" not in result.stderr
        told.append(result.stderr)
    assert len(set(told)) == 4  # an empty passphrase is a wrong one
    assert (sha256(vault), sha256(plain)) == before
    assert names(vault.parent) == ["desk.dpo", "folder", "plain.dpo"]
    assert names(folder) == []


def test_a_damaged_vault_ends_with_code_1_and_stays_as_it_is(vault):
    flip(vault, vault.stat().st_size * 2 // 3)
    before = sha256(vault)
    result = on_vault("check", vault)
    assert result.exit_code == 1
    assert "damaged" in result.stderr
    assert "P-001" not in result.stdout
    assert sha256(vault) == before


@pytest.mark.parametrize(
    "out", [".", "/", "..", "folder", "nowhere/register.pdf", "desk.dpo/register.pdf", ""]
)
def test_a_place_where_no_file_can_be_is_told(vault, out):
    (vault.parent / "folder").mkdir()
    result = on_vault("register", vault, "-o", out)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3
    assert names(vault.parent) == ["desk.dpo", "folder"]
    assert "A-2026-0001" in on_vault("register", vault, "-o", "register.pdf").stdout  # no number was taken


def test_the_register_does_not_overwrite_the_vault_it_comes_from(vault):
    before = names(vault.parent)
    (vault.parent / "link.pdf").symlink_to(vault)
    for out in ("desk.dpo", "./desk.dpo", vault, "link.pdf"):
        result = on_vault("register", vault, "-o", out)
        assert result.exit_code == 1
        assert result.stderr.startswith("-o: ")
    assert names(vault.parent) == [*before, "link.pdf"]
    assert on_vault("agenda", vault).exit_code == 0


def test_a_vault_that_is_open_elsewhere_is_told(desk):
    result = on_vault("agenda", desk.path)
    assert result.exit_code == 1
    assert "in use" in result.stderr


@pytest.mark.parametrize("number", ["-1", "9999", "9" * 20, "x"])
def test_a_descriptor_that_is_none_is_told(vault, number):
    result = run("agenda", vault, f"--passphrase-fd={number}")
    assert result.exit_code in {1, 2}
    assert result.stderr


def test_bytes_that_are_no_text_are_no_passphrase(vault):
    result = on_vault("agenda", vault, secret=b"\xff\xfe\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("--passphrase-fd: ")


def test_a_register_without_an_organisation_is_told(empty):
    empty.vault.lock()
    result = on_vault("register", empty.path, "-o", empty.path.parent / "x.pdf")
    assert result.exit_code == 1
    assert not (empty.path.parent / "x.pdf").exists()


# --- the passphrase ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_there_is_no_way_to_give_the_passphrase_as_an_argument_or_a_variable(vault, command, monkeypatch):
    for name in ("PASSPHRASE", "DPO_DESK_PASSPHRASE", "DPO_PASSPHRASE", "PASSWORD"):
        monkeypatch.setenv(name, PASSPHRASE)
    assert run(*command, vault).exit_code == 1  # it asks, and nobody answers
    for arguments in ((PASSPHRASE,), ("--passphrase", PASSPHRASE), ("-p", PASSPHRASE)):
        result = run(command[0], vault, *command[1:], *arguments)
        assert result.exit_code == 2
    assert "trombone" not in run(command[0], "--help").output


def test_the_passphrase_comes_through_a_pipe_or_is_typed_and_is_never_said_again(vault, monkeypatch):
    from typer.testing import CliRunner

    from dpo_desk.cli import cli

    typed = CliRunner().invoke(cli, ["agenda", str(vault), "--lang", "en"], input=PASSPHRASE + "\n")
    assert typed.exit_code == 0
    assert "R-2026-0005" in typed.output
    assert PASSPHRASE not in typed.output
    piped = on_vault("agenda", vault, secret=PASSPHRASE + "\r\nsecond line")
    assert piped.exit_code == 0
    assert PASSPHRASE not in piped.output


# --- as a program of its own -------------------------------------------------------------------------------------------


def test_the_program_takes_the_passphrase_from_a_descriptor_it_was_given(vault):
    descriptor = pipe(PASSPHRASE)
    done = started("agenda", vault, "--passphrase-fd", descriptor, "--lang", "en", descriptors=(descriptor,))
    os.close(descriptor)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"LATE")


def test_a_name_the_terminal_cannot_write_does_not_stop_the_list(desk):
    desk.cases.open_case(a_request(person=replace(ZOE, name="مرحبا 🦄 Zoé")))
    desk.vault.lock()
    descriptor = pipe(PASSPHRASE)
    done = started(
        "agenda",
        desk.path,
        "--passphrase-fd",
        descriptor,
        descriptors=(descriptor,),
        PYTHONIOENCODING="cp1252",
    )
    os.close(descriptor)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Zoé".encode("cp1252") in done.stdout
    assert b"R-2026-0001" in done.stdout


def test_a_fault_is_told_without_a_traceback_and_nothing_goes_to_the_output(tmp_path):
    done = started("deadline", "eu-gdpr", "access", "soon", "--lang", "fr")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("RECEIVED: ")
    assert io.BytesIO(done.stderr).read().count(b"\n") == 1
