"""Files of a request: taken in whole or not at all, told in its history, saved out with care, erased for good."""

from __future__ import annotations

import os
import socket
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from dpo_desk.domain.case import EntryKind
from dpo_desk.domain.file import ASK_ABOVE, LARGEST, FileKind
from dpo_desk.domain.ids import new_id
from dpo_desk.errors import (
    DraftError,
    FileChanged,
    FileEmpty,
    FileLarge,
    FileNotOrdinary,
    FileOfOpenVault,
    FileTooLarge,
    FileUnreadable,
    NotFound,
    OutputError,
    RuleBroken,
    Stopped,
    TargetExists,
    VaultBusy,
    VaultDamaged,
)
from dpo_desk.library.wording import wording
from dpo_desk.services import incoming as incoming_module
from dpo_desk.services import parsing
from dpo_desk.services.history import timeline_text
from tests.desks import a_request

NAME = "Carte d’identité de Zoé.txt"


@pytest.fixture
def case(desk):
    return desk.cases.open_case(a_request()).case.id


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "given" / NAME
    path.parent.mkdir()
    path.write_bytes(b"Zoe Fictive, born in Lyon\n" * 100)
    return path


def nothing_changed(desk, case):
    assert desk.files.of_case(case) == ()
    assert all(entry.kind is not EntryKind.FILE_ADDED for entry in desk.cases.view(case).timeline)


# --- taken in ---------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_with_its_hash_and_told_without_its_name(desk, case, given):
    added = desk.files.add(case, given, FileKind.PROOF, note="came with the letter")
    file = desk.reopened().files.of_case(case)[0]
    assert added.file == file
    assert not added.known
    assert (file.name, file.media_type, file.size) == (NAME, "text/plain", 2600)
    assert (file.kind, file.note) == (FileKind.PROOF, "came with the letter")
    assert desk.files.content(file.id) == given.read_bytes()
    assert desk.files.total_size() == 2600
    entry = desk.cases.view(case).timeline[-1]
    assert entry.kind is EntryKind.FILE_ADDED
    assert dict(entry.facts) == {"sha256": file.sha256, "kind": "proof"}
    assert timeline_text(entry, wording("en")) == (
        f"File added: Proof of a mandate or a relation (SHA-256 {file.sha256})."
    )
    with desk.cases.work(read_only=True) as unit:
        assert unit.audit.broken_at() is None


def test_the_same_bytes_again_are_told_and_not_kept_twice(desk, case, given):
    first = desk.files.add(case, given, FileKind.ATTACHMENT).file
    other = given.with_name("the same under another name")
    other.write_bytes(given.read_bytes())
    again = desk.files.add(case, other, FileKind.OTHER)
    assert (again.known, again.file) == (True, first)
    assert desk.files.of_case(case) == (first,)
    assert [e.kind for e in desk.cases.view(case).timeline].count(EntryKind.FILE_ADDED) == 1
    elsewhere = desk.cases.open_case(a_request()).case.id
    assert not desk.files.add(elsewhere, given, FileKind.ATTACHMENT).known


def test_bytes_that_were_erased_can_be_added_anew(desk, case, given):
    first = desk.files.add(case, given, FileKind.ATTACHMENT).file
    desk.files.purge(first.id, "added by mistake")
    assert not desk.files.add(case, given, FileKind.ATTACHMENT).known


def test_a_file_for_a_request_that_is_not_there_is_refused(desk, given):
    with pytest.raises(NotFound):
        desk.files.add(new_id(), given, FileKind.ATTACHMENT)


def test_a_note_that_is_too_long_is_refused_before_anything_is_read(desk, case, tmp_path):
    with pytest.raises(DraftError):
        desk.files.add(case, tmp_path / "not even there", FileKind.OTHER, note="x" * (parsing.LONG + 1))


def sparse(path, size):
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def test_a_large_file_has_to_be_wanted(desk, case, tmp_path):
    path = sparse(tmp_path / "large.bin", ASK_ABOVE + 1)
    with pytest.raises(FileLarge) as asked:
        desk.files.add(case, path, FileKind.ATTACHMENT)
    assert asked.value.params == {"size": 25, "limit": 25}
    nothing_changed(desk, case)
    assert desk.files.add(case, path, FileKind.ATTACHMENT, large=True).file.size == ASK_ABOVE + 1
    desk.files.add(case, sparse(tmp_path / "just small enough", ASK_ABOVE), FileKind.ATTACHMENT)


def test_a_file_that_is_too_large_is_refused_even_when_it_is_wanted(desk, case, tmp_path):
    path = sparse(tmp_path / "huge.bin", LARGEST + 1)
    with pytest.raises(FileTooLarge):
        desk.files.add(case, path, FileKind.ATTACHMENT, large=True)


def strange(kind, folder):
    """Something that is not an ordinary file."""
    path = folder / "strange"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        sock = socket.socket(socket.AF_UNIX)
        sock.bind(str(path))
        sock.close()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device"])
def test_what_is_no_ordinary_file_is_refused_at_once(desk, case, tmp_path, kind):
    with pytest.raises(FileNotOrdinary):
        desk.files.add(case, strange(kind, tmp_path), FileKind.ATTACHMENT)
    nothing_changed(desk, case)


def test_a_file_turned_into_a_pipe_between_looking_and_opening_is_refused_and_not_waited_for(
    desk, case, given, monkeypatch
):
    looked, look = given.stat(), Path.stat
    given.unlink()
    os.mkfifo(given)
    monkeypatch.setattr(Path, "stat", lambda self, **how: looked if self == given else look(self, **how))
    with pytest.raises(FileNotOrdinary):
        desk.files.add(case, given, FileKind.ATTACHMENT)


@pytest.mark.parametrize("path", ["not there", "dangling", "a\0b", "x" * 300])
def test_what_cannot_be_read_is_refused(desk, case, tmp_path, path):
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileUnreadable):
        desk.files.add(case, tmp_path / path, FileKind.ATTACHMENT)


def test_what_may_not_be_read_is_refused(desk, case, given, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")  # by hand: the administrator may read everything

    monkeypatch.setattr(incoming_module.os, "open", refuse)
    with pytest.raises(FileUnreadable):
        desk.files.add(case, given, FileKind.ATTACHMENT)


def test_an_empty_file_is_refused(desk, case, tmp_path):
    with pytest.raises(FileEmpty):
        desk.files.add(case, sparse(tmp_path / "empty", 0), FileKind.ATTACHMENT)


@pytest.mark.parametrize("side", ["", "-wal", "-shm"])
def test_the_open_vault_itself_is_never_opened_as_a_file(desk, case, side, monkeypatch):
    path = desk.path.with_name(desk.path.name + side)
    assert path.exists()
    monkeypatch.setattr(incoming_module.os, "open", lambda *_: pytest.fail("its locks would be gone"))
    with pytest.raises(FileOfOpenVault):
        desk.files.add(case, path, FileKind.ATTACHMENT)


def test_the_open_vault_behind_a_link_is_not_opened_either(desk, case, tmp_path):
    link = tmp_path / "innocent.pdf"
    link.symlink_to(desk.path)
    with pytest.raises(FileOfOpenVault):
        desk.files.add(case, link, FileKind.ATTACHMENT)


@pytest.mark.parametrize("change", ["longer", "shorter", "other"])
def test_a_file_that_is_changed_while_it_is_read_is_refused_and_nothing_stays(desk, case, given, change):
    def at_the_second_reading(done, of):
        if done == of // 2:
            whole = given.read_bytes()
            given.write_bytes(
                {"longer": whole + b"!", "shorter": whole[:-1], "other": b"!" + whole[1:]}[change]
            )
        return True

    with pytest.raises(FileChanged):
        desk.files.add(case, given, FileKind.ATTACHMENT, watch=at_the_second_reading)
    nothing_changed(desk, case)


def test_a_file_that_grows_during_the_first_reading_is_refused(desk, case, given):
    def grow(done, _of):
        if done == 0:
            given.write_bytes(given.read_bytes() * 2)
        return True

    with pytest.raises(FileChanged):
        desk.files.add(case, given, FileKind.ATTACHMENT, watch=grow)


def test_a_file_that_is_removed_while_it_is_read_is_kept_whole(desk, case, given):
    """A mail program may clear its folder as soon as something was dropped."""
    content = given.read_bytes()

    def remove(_done, _of):
        given.unlink(missing_ok=True)
        return True

    file = desk.files.add(case, given, FileKind.ATTACHMENT, watch=remove).file
    assert desk.files.content(file.id) == content


class Failing:
    """A stream that ends in a fault, as a stick that was pulled out."""

    def __init__(self, stream):
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def read(self, _most):
        raise OSError(5, "Input/output error")


def test_a_medium_that_goes_away_is_told_as_a_file_that_cannot_be_read(desk, case, given, monkeypatch):
    real = incoming_module.Incoming.__init__

    def broken(self, name, stream, size, watch):
        real(self, name, Failing(stream), size, watch)

    monkeypatch.setattr(incoming_module.Incoming, "__init__", broken)
    with pytest.raises(FileUnreadable):
        desk.files.add(case, given, FileKind.ATTACHMENT)


def test_adding_tells_how_far_it_is_and_stops_when_told_at_any_moment(desk, case, tmp_path):
    path = tmp_path / "some.bin"
    path.write_bytes(os.urandom(3 * 2**20))
    told = []
    file = desk.files.add(case, path, FileKind.ATTACHMENT, watch=lambda *each: told.append(each) or True).file
    assert told[0] == (0, 6 * 2**20)
    assert told == sorted(told)
    desk.files.purge(file.id, "again")
    for last in range(len(told)):
        left = iter([True] * last)
        with pytest.raises(Stopped):
            desk.files.add(case, path, FileKind.ATTACHMENT, watch=lambda *_, left=left: next(left, False))
    assert [each for each in desk.files.of_case(case) if each.kept] == []


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_name_the_system_itself_cannot_read_is_kept_readable(desk, case, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_bytes(b"x")
    assert desk.files.add(case, path, FileKind.ATTACHMENT).file.name == "caf\ufffd.txt"


# --- saved out --------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(desk, case, given):
    return desk.files.add(case, given, FileKind.IDENTITY_COPY).file


def test_a_copy_is_written_whole_and_replaces_nothing_unless_told(desk, file, given, tmp_path):
    target = tmp_path / "copy.txt"
    desk.files.save_copy(file.id, target)
    assert target.read_bytes() == given.read_bytes()
    assert not target.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    target.write_bytes(b"mine")
    with pytest.raises(TargetExists):
        desk.files.save_copy(file.id, target)
    assert target.read_bytes() == b"mine"
    desk.files.save_copy(file.id, target, replace=True)
    assert target.read_bytes() == given.read_bytes()


def test_a_copy_that_is_stopped_or_finds_no_place_leaves_everything_as_it_was(desk, file, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "copy.txt"
    target.write_bytes(b"mine")
    with pytest.raises(Stopped):
        desk.files.save_copy(file.id, target, replace=True, watch=lambda *_: False)
    with pytest.raises(OutputError):
        desk.files.save_copy(file.id, tmp_path / "not there" / "copy.txt")
    with pytest.raises(VaultBusy):
        desk.files.save_copy(file.id, desk.path, replace=True)
    assert [each.name for each in folder.iterdir()] == ["copy.txt"]
    assert target.read_bytes() == b"mine"


def test_damaged_bytes_are_not_written(desk, file, tmp_path):
    from sqlalchemy import text

    with desk.cases.work() as unit:
        unit._session.execute(text("DROP TRIGGER file_bytes_never_changes"))
        unit._session.execute(text("UPDATE file_bytes SET content = zeroblob(length(content))"))
        unit.commit()
    with pytest.raises(VaultDamaged):
        desk.files.save_copy(file.id, tmp_path / "copy.txt")
    assert not (tmp_path / "copy.txt").exists()
    assert not list(tmp_path.glob(".*.new"))


# --- erased -----------------------------------------------------------------------------------------------------------


def test_an_erased_file_stays_in_the_list_without_bytes_and_name_and_the_history_says_why(desk, case, file):
    purged = desk.files.purge(file.id, "Identity checked on the spot")
    assert purged == replace(
        file, name="", purged_on=desk.clock.today(), purge_reason="Identity checked on the spot"
    )
    assert desk.reopened().files.of_case(case) == (purged,)
    entry = desk.cases.view(case).timeline[-1]
    assert dict(entry.facts) == {
        "sha256": file.sha256,
        "kind": "identity_copy",
        "reason": "Identity checked on the spot",
    }
    assert timeline_text(entry, wording("fr")) == (
        f"Fichier effacé\u00a0: Copie d’une pièce d’identité (SHA-256 {file.sha256})."
        " Motif\u00a0: Identity checked on the spot"
    )
    for again in (lambda: desk.files.content(file.id), lambda: desk.files.purge(file.id, "twice")):
        with pytest.raises(RuleBroken):
            again()
    assert desk.files.total_size() == 0


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_erasing_needs_a_reason(desk, file, reason):
    with pytest.raises(DraftError) as refused:
        desk.files.purge(file.id, reason)
    assert [(e.field, e.reason) for e in refused.value.errors] == [("reason", "empty")]
    assert desk.files.content(file.id)


def test_copies_of_identity_documents_are_due_once_they_have_served(desk, case, file, given):
    assert desk.files.copies_to_erase() == ()
    desk.case_work.prove_identity(case, "Card seen", "2026-03-02")
    assert desk.files.copies_to_erase() == (file,)
    desk.files.purge(file.id, "Identity settled")
    assert desk.files.copies_to_erase() == ()
    desk.files.add(case, given, FileKind.PROOF)
    assert desk.files.copies_to_erase() == ()


def test_a_copy_of_a_request_that_ended_is_due_although_nobody_was_proven(desk, case, file):
    desk.case_work.withdraw(case, "2026-03-02", "")
    assert desk.files.copies_to_erase() == (file,)
