"""A backup is whole or not there; a restored vault is the backup, and what stood there before is kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dpo_desk.errors import (
    FolderMissing,
    VaultBusy,
    VaultDamaged,
    VaultExists,
    VaultMissing,
    VaultTooNew,
    WrongPassphrase,
)
from dpo_desk.store import backup, foundation
from dpo_desk.store.unlock import by_keys, by_passphrase, by_recovery_code
from tests.store.vaults import OTHER, PASSPHRASE, a_vault, count, fill, flip, names, reopened, sha256


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_vault(tmp_path / "desk.dpo")


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    with reopened(path) as vault:
        vault.backup(tmp_path / "backups" / "copy.dpo")
    return tmp_path / "backups" / "copy.dpo"


def test_a_backup_is_one_file_that_opens_with_the_same_passphrase_and_code(path: Path, copy: Path) -> None:
    assert names(copy.parent) == ["copy.dpo"]
    with reopened(path) as vault:
        code = vault.recovery_code
    for way in (by_passphrase(PASSPHRASE), by_recovery_code(code)):
        with reopened(copy, way) as vault:
            assert count(vault) == 50
    backup.verify(copy, by_passphrase(PASSPHRASE))


def test_a_backup_holds_what_is_still_in_the_wal_and_disturbs_nobody(path: Path, tmp_path: Path) -> None:
    with reopened(path) as vault:
        fill(vault, 5)
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                fill(vault, 1)

        writer = threading.Thread(target=write)
        writer.start()
        for number in range(5):
            vault.backup(tmp_path / f"copy-{number}.dpo")
        stop.set()
        writer.join()
        written = count(vault)
    counts = []
    for number in range(5):
        with reopened(tmp_path / f"copy-{number}.dpo") as copied:
            counts.append(count(copied))
    assert counts == sorted(counts)
    assert 55 <= counts[0] <= counts[-1] <= written


def test_a_backup_replaces_an_older_one_and_never_the_vault(path: Path, copy: Path) -> None:
    with reopened(path) as vault:
        fill(vault, 5)
        vault.backup(copy)
        for target in (path, copy.parent):
            with pytest.raises(VaultExists):
                vault.backup(target)
        (copy.parent / "link.dpo").symlink_to(path)
        with pytest.raises(VaultExists):
            vault.backup(copy.parent / "link.dpo")
        with pytest.raises(FolderMissing):
            vault.backup(copy.parent / "no" / "copy.dpo")
    with reopened(copy) as vault:
        assert count(vault) == 55


def test_a_backup_that_does_not_pass_the_checks_is_not_kept(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sha256(copy)

    def fails(*_: object, **__: object) -> None:
        raise VaultDamaged(detail="pages")

    with reopened(path) as vault:
        monkeypatch.setattr(foundation, "verify", fails)
        with pytest.raises(VaultDamaged):
            vault.backup(copy)
    assert sha256(copy) == before
    assert names(copy.parent) == ["copy.dpo"]


def test_an_open_vault_opens_its_own_older_backups(path: Path, copy: Path) -> None:
    with reopened(path) as vault:
        vault.change_passphrase(OTHER, lambda _: True)
        vault.change_passphrase("third " + OTHER, lambda _: True)
        held = (vault.key, *vault.earlier_keys())
    assert len(held) == 3
    with reopened(copy, by_keys(held)) as old:
        assert count(old) == 50
    with pytest.raises(WrongPassphrase):
        reopened(copy, by_keys(held[:1]))


def test_a_restored_vault_is_the_backup_and_the_old_one_is_kept_with_its_journal(
    path: Path, copy: Path
) -> None:
    aside = path.with_name("aside.dpo")
    with reopened(path) as vault:
        fill(vault, 7)
    path.with_name("desk.dpo-journal").write_bytes(b"")
    path.with_name("desk.dpo-wal").write_bytes(b"of another time")
    kept = sha256(path)
    before = sha256(copy)
    backup.restore(copy, path, by_passphrase(PASSPHRASE), aside)
    assert sha256(copy) == before
    assert sha256(aside) == kept
    assert aside.with_name("aside.dpo-wal").read_bytes() == b"of another time"
    with reopened(path) as vault:
        assert count(vault) == 50
    assert "desk.dpo-wal" not in names(path.parent)


def test_a_vault_that_is_lost_or_ruined_comes_back(path: Path, copy: Path) -> None:
    path.unlink()
    backup.restore(copy, path, by_passphrase(PASSPHRASE), path.with_name("aside.dpo"))
    assert names(path.parent) == ["backups", "desk.dpo"]
    path.write_bytes(b"ruined")
    backup.restore(copy, path, by_passphrase(PASSPHRASE), path.with_name("aside.dpo"))
    assert path.with_name("aside.dpo").read_bytes() == b"ruined"
    with reopened(path) as vault:
        assert count(vault) == 50


def test_what_cannot_be_restored_leaves_the_vault_alone(path: Path, copy: Path) -> None:
    aside, kept = path.with_name("aside.dpo"), sha256(path)

    def refused(error: type[Exception], source: Path, passphrase: str = PASSPHRASE, **options) -> None:
        with pytest.raises(error):
            backup.restore(source, path, by_passphrase(passphrase), aside, **options)
        assert sha256(path) == kept
        assert names(path.parent) == ["backups", "desk.dpo"]

    refused(WrongPassphrase, copy, OTHER)
    refused(VaultTooNew, copy, knows=lambda _: False)
    refused(VaultMissing, copy.with_name("none.dpo"))
    refused(VaultExists, path)
    flip(copy, 2 * 4096 + 9)
    refused(VaultDamaged, copy)


def test_an_open_vault_is_not_restored_over(path: Path, copy: Path) -> None:
    with reopened(path) as vault:
        with pytest.raises(VaultBusy):
            backup.restore(copy, path, by_passphrase(PASSPHRASE), path.with_name("aside.dpo"))
        fill(vault, 1)
        assert count(vault) == 51


def test_what_was_put_aside_before_is_never_overwritten(path: Path, copy: Path) -> None:
    aside = path.with_name("aside.dpo")
    aside.write_text("older")
    with pytest.raises(VaultExists):
        backup.restore(copy, path, by_passphrase(PASSPHRASE), aside)
    assert aside.read_text() == "older"
