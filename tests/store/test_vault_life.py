"""A vault is made, opened, given another passphrase and closed; what is refused leaves no trace."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from dpo_desk import errors
from dpo_desk.errors import (
    NameTooLong,
    NotAVault,
    RecoveryCodeMistyped,
    RuleBroken,
    VaultBusy,
    VaultExists,
    VaultMissing,
    VaultMoved,
    VaultState,
    VaultTooNew,
    WrongPassphrase,
    WrongRecoveryCode,
)
from dpo_desk.store import keys
from dpo_desk.store.driver import Access, dbapi
from dpo_desk.store.foundation import connection
from dpo_desk.store.unlock import by_passphrase, by_recovery_code
from dpo_desk.store.vault_file import create, open_vault, prepare
from tests.store.vaults import OTHER, PASSPHRASE, a_vault, count, fill, names, reopened, sha256


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.dpo"


def test_what_was_saved_is_there_after_reopening_and_a_closed_vault_is_one_file(path: Path) -> None:
    with create(path, PASSPHRASE) as vault:
        fill(vault, 20)
        assert set(names(path.parent)) > {"desk.dpo", "desk.dpo.lock"}
    assert names(path.parent) == ["desk.dpo"]
    with reopened(path) as vault:
        assert count(vault) == 20
        assert not vault.read_only
    assert names(path.parent) == ["desk.dpo"]


def test_the_file_is_for_its_owner_only_and_does_not_look_like_a_database(path: Path) -> None:
    a_vault(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    contents = path.read_bytes()
    assert b"SQLite" not in contents
    assert b"Zo\xc3\xa9" not in contents
    assert b"note" not in contents


def test_nothing_is_written_before_a_prepared_vault_is_finished(path: Path) -> None:
    new = prepare(path, PASSPHRASE)
    assert len(new.recovery_code) == 44
    assert names(path.parent) == []
    new.abandon()
    assert names(path.parent) == []
    with new.finish() as vault:
        assert vault.recovery_code == new.recovery_code


def test_nothing_that_exists_is_overwritten_by_a_new_vault(path: Path) -> None:
    new = prepare(path, PASSPHRASE)
    path.write_text("mine")
    for attempt in (new.finish, lambda: prepare(path, PASSPHRASE)):
        with pytest.raises(VaultExists):
            attempt()
    assert path.read_text() == "mine"
    assert names(path.parent) == ["desk.dpo"]


def test_a_new_vault_in_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderMissing):
        create(tmp_path / "nowhere" / "desk.dpo", PASSPHRASE)


@pytest.mark.parametrize("wrong", ["", PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 1000, "'; --", "\0"])
def test_a_wrong_passphrase_leaves_every_byte_as_it_was(path: Path, wrong: str) -> None:
    a_vault(path)
    before, times = sha256(path), path.stat().st_mtime_ns
    with pytest.raises(WrongPassphrase):
        open_vault(path, by_passphrase(wrong))
    assert (sha256(path), path.stat().st_mtime_ns) == (before, times)
    assert names(path.parent) == ["desk.dpo"]


def test_a_passphrase_opens_in_either_composition(path: Path) -> None:
    create(path, unicodedata.normalize("NFC", "Zoé Ångström lanterne")).close()
    open_vault(path, by_passphrase(unicodedata.normalize("NFD", "Zoé Ångström lanterne"))).close()


def test_the_recovery_code_opens_the_vault_and_others_are_told_apart(path: Path, tmp_path: Path) -> None:
    with create(path, PASSPHRASE) as vault:
        code = vault.recovery_code
    with create(tmp_path / "other.dpo", PASSPHRASE) as other:
        foreign = other.recovery_code
    before = sha256(path)
    with pytest.raises(WrongRecoveryCode):
        open_vault(path, by_recovery_code(foreign))
    with pytest.raises(RecoveryCodeMistyped):
        open_vault(path, by_recovery_code(code[:-1] + ("0" if code[-1] != "0" else "1")))
    assert sha256(path) == before
    with open_vault(path, by_recovery_code(code.lower())) as vault:
        assert vault.recovery_code == code


def test_a_changed_passphrase_opens_and_the_old_one_and_its_code_no_longer_do(path: Path) -> None:
    a_vault(path, rows=30)
    with reopened(path) as vault:
        old_code, old_key = vault.recovery_code, vault.key
        shown = []
        vault.change_passphrase(OTHER, lambda key: bool(shown.append(key.recovery_code)) or True)
        assert shown == [vault.recovery_code] != [old_code]
        assert count(vault) == 30
        fill(vault, 1)
        assert vault.earlier_keys() == (old_key,)
    with pytest.raises(WrongPassphrase):
        reopened(path)
    with pytest.raises(WrongRecoveryCode):
        open_vault(path, by_recovery_code(old_code))
    with open_vault(path, by_passphrase(OTHER)) as vault:
        assert count(vault) == 31
    assert names(path.parent) == ["desk.dpo"]


def test_a_code_that_is_not_typed_back_changes_nothing(path: Path) -> None:
    a_vault(path)
    with reopened(path) as vault:
        with pytest.raises(RuleBroken) as caught:
            vault.change_passphrase(OTHER, lambda _: False)
        assert caught.value.rule == "recovery_code_not_confirmed"
        with pytest.raises(ZeroDivisionError):
            vault.change_passphrase(OTHER, lambda _: bool(1 / 0))
        assert count(vault) == 50
    assert names(path.parent) == ["desk.dpo"]
    reopened(path).close()


def test_the_passphrase_cannot_change_in_the_middle_of_a_unit_of_work(path: Path) -> None:
    a_vault(path)
    with reopened(path) as vault:
        with vault.engine.connect() as busy:
            busy.exec_driver_sql("SELECT count(*) FROM note")
            with pytest.raises(VaultBusy):
                vault.change_passphrase(OTHER, lambda _: True)
        fill(vault, 1)
        assert count(vault) == 51
        vault.change_passphrase(OTHER, lambda _: True)
        assert count(vault) == 51


def test_a_change_keeps_the_permissions_of_the_file(path: Path) -> None:
    a_vault(path)
    path.chmod(0o640)
    with reopened(path) as vault:
        vault.change_passphrase(OTHER, lambda _: True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_closed_vault_has_no_key_any_more_and_closing_twice_does_no_harm(path: Path) -> None:
    vault = create(path, PASSPHRASE)
    vault.close()
    vault.close()
    assert vault.closed
    for use in (lambda: vault.key, lambda: vault.recovery_code, vault.checkpoint, lambda: vault.backup(path)):
        with pytest.raises(VaultState):
            use()
    with pytest.raises(VaultState), vault.engine.connect():
        pass


def test_leftovers_of_a_killed_program_go_at_the_next_start_and_nothing_else_does(path: Path) -> None:
    a_vault(path)
    leftovers = ["desk.dpo.new-0123abcd", "desk.dpo.new-0123abcd-journal"]
    others = ["desk.dpo.new-mine", "other.dpo.new-0123abcd", "desk.dpo.new-0123abcd.bak"]
    for name in leftovers + others:
        (path.parent / name).write_text("x")
    reopened(path).close()
    assert names(path.parent) == sorted(["desk.dpo", *others])


def test_a_newer_schema_is_refused_with_every_byte_as_it_was(path: Path) -> None:
    with create(path, PASSPHRASE) as vault, vault.engine.begin() as connection_:
        connection_.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection_.exec_driver_sql("INSERT INTO alembic_version VALUES ('0099')")
    before = sha256(path)
    with pytest.raises(VaultTooNew):
        open_vault(path, by_passphrase(PASSPHRASE), knows=lambda revision: revision in {"", "0001"})
    assert sha256(path) == before
    open_vault(path, by_passphrase(PASSPHRASE), knows=lambda revision: revision == "0099").close()


def test_a_newer_format_of_the_file_is_refused(path: Path) -> None:
    with create(path, PASSPHRASE) as vault:
        key = vault.key
    with connection(path, key, Access.WRITE) as raw:
        raw.execute("UPDATE vault_meta SET value = '2' WHERE name = 'format'")
    with pytest.raises(VaultTooNew):
        reopened(path)


def test_an_encrypted_database_without_our_foundation_is_called_damaged(path: Path) -> None:
    key = keys.new_key(PASSPHRASE)
    with connection(path, key, Access.CREATE) as raw:
        raw.execute("CREATE TABLE x (y)")
    with pytest.raises(errors.VaultDamaged):
        reopened(path)


# --- other things that may stand at the path -------------------------------------------------------------------------


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


def _one_byte(path: Path) -> None:
    path.write_bytes(b"\x11")


def _short(path: Path) -> None:
    path.write_bytes(b"\x11" * 4095)


def _plain_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE x (y)")
    plain.close()


def _plain_sqlite_of_another_page_size(path: Path) -> None:
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA page_size = 512")
    plain.execute("CREATE TABLE x (y)")
    plain.close()


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", os.urandom(9000))


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(9000))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.close()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 * 2**30)


@pytest.mark.skipif(os.name != "posix", reason="pipes, sockets and devices as files")
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_folder, errors.VaultIsFolder),
        (_empty, errors.VaultEmpty),
        (_one_byte, errors.VaultTooShort),
        (_short, errors.VaultTooShort),
        (_plain_sqlite, errors.VaultNotEncrypted),
        (_plain_sqlite_of_another_page_size, errors.VaultNotEncrypted),
        (_zip, NotAVault),
        (_pdf, NotAVault),
        (_fifo, errors.NotAFile),
        (_socket, errors.NotAFile),
        (_device, errors.NotAFile),
        (_dangling_link, VaultMissing),
        (_loop, VaultMissing),
        (_sparse, NotAVault),
    ],
)
def test_what_is_no_vault_is_refused_by_its_own_error_at_once_and_untouched(
    path: Path, make, expected
) -> None:
    make(path)
    before = sha256(path) if path.is_file() and path.stat().st_size < 2**20 else None
    start = time.monotonic()
    with pytest.raises(expected) as caught:
        reopened(path)
    assert type(caught.value) is expected
    assert time.monotonic() - start < 1
    assert names(path.parent) == ["desk.dpo"]
    if before:
        assert sha256(path) == before


def test_a_missing_file_is_not_made(path: Path) -> None:
    for each in (path, path.parent / "no" / "such" / "folder.dpo", path / "\0"):
        with pytest.raises(VaultMissing):
            reopened(each)
    assert names(path.parent) == []


@pytest.mark.parametrize(
    "name",
    [
        "a b.dpo",
        "50%.dpo",
        "a#b?c&mode=memory.dpo",
        "zoé é.dpo",
        "שלום.dpo",
        "new\nline.dpo",
        "'quote\".dpo",
        "-x",
        "é" * 100,
    ],
)
def test_a_vault_may_have_any_name(tmp_path: Path, name: str) -> None:
    a_vault(tmp_path / name, rows=3)
    with reopened(tmp_path / name) as vault:
        assert count(vault) == 3
    assert names(tmp_path) == [name]


def test_a_name_that_leaves_no_room_for_side_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NameTooLong):
        create(tmp_path / ("x" * 251 + ".dpo"), PASSPHRASE)
    longest = tmp_path / ("x" * 234)
    a_vault(longest)
    with reopened(longest) as vault:
        vault.change_passphrase(OTHER, lambda _: True)


def test_a_link_leads_to_the_vault_itself(path: Path, tmp_path: Path) -> None:
    a_vault(path)
    (tmp_path / "link").symlink_to(path)
    with reopened(tmp_path / "link") as vault:
        assert vault.path == path
        with pytest.raises(VaultBusy):
            reopened(path)


# --- while it is open ------------------------------------------------------------------------------------------------


def _moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.dpo"))


def _removed(path: Path) -> None:
    path.unlink()


def _replaced(path: Path) -> None:
    other = a_vault(path.with_name("other.dpo"), rows=1)
    other.replace(path)


@pytest.mark.parametrize("happen", [_moved, _removed, _replaced])
def test_a_vault_that_vanished_takes_no_more_but_can_be_copied(path: Path, happen) -> None:
    a_vault(path, rows=5)
    vault = reopened(path)
    try:
        happen(path)
        with pytest.raises(VaultMoved), vault.engine.begin() as changed:
            changed.exec_driver_sql("DELETE FROM note")
        with pytest.raises(VaultMoved):
            vault.change_passphrase(OTHER, lambda _: True)
        vault.backup(path.with_name("rescued.dpo"))
    finally:
        vault.close()
    with reopened(path.with_name("rescued.dpo")) as rescued:
        assert count(rescued) == 5


def test_no_file_of_the_vault_is_opened_by_anything_but_sqlite_while_it_is_open(path: Path) -> None:
    """Closing any other handle of the process would drop SQLite's locks."""
    a_vault(path)
    vault = reopened(path)
    real, opened = os.open, []

    def watched(name, *arguments, **options):
        opened.append(os.fsdecode(name) if isinstance(name, (str, bytes, Path)) else name)
        return real(name, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", watched)
        patch.setattr(
            "io.open", lambda name, *a, **k: opened.append(str(name)) or (_ for _ in ()).throw(OSError)
        )
        vault.checkpoint()
        vault.verify()
        vault.backup(path.with_name("copy.dpo"))
        fill(vault, 1)
        assert count(vault) == 51
        vault.close()
    assert opened
    assert not [name for name in opened if name in {str(path), f"{path}-wal", f"{path}-shm"}]


def test_the_driver_is_new_enough() -> None:
    assert dbapi.sqlite_version_info >= (3, 51, 3)
