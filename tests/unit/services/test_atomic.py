"""A file outside the vault is complete or as it was, and what keeps it from being written has a name."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dpo_desk.errors import DiskFull, OutputError, VaultBusy
from dpo_desk.services.atomic import make_folder, write_file
from tests.store.vaults import ROOT


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_the_content_replaces_the_old_one_and_nothing_lies_beside_it(tmp_path):
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["register.pdf"]


@pytest.mark.parametrize(
    "name", ["é 🦄.pdf", "x" * 251 + ".pdf", "🦄" * 62 + ".pdf", ".hidden", "no ending", "a\nb"]
)
def test_names_of_any_letters_and_of_the_full_length_can_be_written(tmp_path, name):
    write_file(tmp_path / name, b"new")
    assert names(tmp_path) == [name]


def refused(target):
    with pytest.raises(OutputError) as caught:
        write_file(target, b"new")
    assert caught.value.params["reason"]
    return caught.value


def test_a_folder_in_the_place_of_the_file_is_told_and_left_alone(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "kept").write_bytes(b"x")
    refused(folder)
    assert (names(tmp_path), names(folder)) == (["out"], ["kept"])


@pytest.mark.parametrize("target", [Path(), Path("/"), Path(".."), Path("a/.."), Path("a\x00b.pdf")])
def test_what_is_no_place_for_a_file_is_told(tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    refused(target)
    assert names(tmp_path) == []


def test_a_missing_folder_and_a_name_too_long_are_told(tmp_path):
    refused(tmp_path / "nowhere" / "register.pdf")
    refused(tmp_path / ("x" * 300))
    (tmp_path / "file").write_bytes(b"x")
    refused(tmp_path / "file" / "register.pdf")
    assert names(tmp_path) == ["file"]


def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    """As root every folder may be written, so the system's answer is played."""
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")

    def no(_path, _mode):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", no)
        assert refused(target).params == {"file": "register.pdf", "reason": os.strerror(errno.EACCES)}
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_fills_up_at_the_last_step_leaves_the_old_file(tmp_path, monkeypatch, number):
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")

    def full(_descriptor):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull) as caught:
            write_file(target, b"n" * 3_000_001)
    assert caught.value.params["needed_mb"] == 4
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["register.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are a thing of Unix")
def test_a_disk_that_is_really_full_leaves_the_old_file(tmp_path):
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from dpo_desk.services.atomic import write_file\n"
        "from dpo_desk.errors import DiskFull\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_file(Path(sys.argv[1]), b'n' * 100_000)\n"
        "except DiskFull: sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, target], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 7
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["register.pdf"]


def test_folders_are_made_with_those_above_them_and_twice_is_fine(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    for folder in (tmp_path / "a", tmp_path / "a" / "b", tmp_path / ("x" * 300)):
        with pytest.raises(OutputError):
            make_folder(folder)


def test_a_paper_never_replaces_a_vault_that_is_open(tmp_path):
    vault = tmp_path / "office.dpo"
    vault.write_bytes(b"vault")
    (tmp_path / "office.dpo.lock").touch()
    link = tmp_path / "letter.pdf"
    link.symlink_to(vault)
    for target in (vault, link):
        with pytest.raises(VaultBusy):
            write_file(target, b"paper")
    assert vault.read_bytes() == b"vault"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_or_a_device_is_never_replaced_by_a_file(tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "null"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for target in (pipe, link):
        refused(target)
        assert not target.is_file()
    assert names(tmp_path) == ["null", "pipe"]
