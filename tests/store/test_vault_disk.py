"""Full disks, quotas and media that cannot be written: said rightly, nothing half-written, and readable all the same."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpo_desk.errors import DiskFull, VaultReadOnly, VaultUnreadable
from dpo_desk.store import disk
from dpo_desk.store.unlock import by_passphrase
from dpo_desk.store.vault_file import create
from tests.store.vaults import OTHER, PASSPHRASE, a_vault, child, count, fill, names, reopened, sha256

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits, mounts and permissions of POSIX")
AS_ROOT = os.name == "posix" and os.geteuid() == 0
WITHOUT_OVERRIDE = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if (
        not AS_ROOT
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("needs the right to mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _remount(place: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", place], check=True)


def _fill_up(place: Path) -> Path:
    """Leaves no byte free."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return filler


def test_a_limit_like_a_quota_is_called_a_full_disk_and_nothing_is_lost(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo", rows=200)
    said, _ = child("limited", path).communicate()
    assert said.splitlines() == [
        "save DiskFull",
        "backup done",
        "small backup DiskFull",
        "change DiskFull",
        "rows 200",
        "again done",
        "rows 210",
        "close done",
    ]
    assert names(tmp_path) == ["copy.dpo", "desk.dpo"]
    with reopened(path) as vault:
        assert count(vault) == 210
        vault.verify()


def test_a_full_disk_is_said_in_figures_and_the_next_attempt_succeeds_once_there_is_room(small: Path) -> None:
    path = a_vault(small / "desk.dpo", rows=100)
    with reopened(path) as vault:
        with pytest.raises(DiskFull) as caught, vault.translated():
            fill(vault, 20_000)
        assert caught.value.params["needed_mb"] >= 1
        assert caught.value.params["free_mb"] <= 1
        assert count(vault) == 100
        _remount(small, "size=32m")
        fill(vault, 20_000)
        assert count(vault) == 20_100
        vault.verify()
    assert names(small) == ["desk.dpo"]


def test_a_backup_or_a_change_that_does_not_fit_leaves_everything_as_it_was(small: Path) -> None:
    path = a_vault(small / "desk.dpo", rows=100)
    with reopened(path) as vault:
        fill(vault, 2500)
        vault.checkpoint()
        target = small / "copy.dpo"
        target.write_bytes(b"the old one")
        for attempt in (lambda: vault.backup(target), lambda: vault.change_passphrase(OTHER, lambda _: True)):
            with pytest.raises(DiskFull):
                attempt()
        assert target.read_bytes() == b"the old one"
        assert count(vault) == 2600
    assert names(small) == ["copy.dpo", "desk.dpo"]
    reopened(path, by_passphrase(PASSPHRASE)).close()


def test_a_vault_on_a_full_disk_opens_for_reading_and_is_not_called_busy(small: Path) -> None:
    path = a_vault(small / "desk.dpo")
    before = sha256(path)
    filler = _fill_up(small)
    with reopened(path) as vault:
        assert isinstance(vault.read_only_because, DiskFull)
        assert count(vault) == 50
    assert sha256(path) == before
    filler.unlink()
    with reopened(path) as vault:
        assert not vault.read_only
    assert names(small) == ["desk.dpo"]


def test_a_disk_that_fills_up_before_closing_loses_nothing(small: Path) -> None:
    path = a_vault(small / "desk.dpo")
    vault = reopened(path)
    fill(vault, 300)
    filler = _fill_up(small)
    with contextlib.suppress(DiskFull):
        vault.close()
    assert vault.closed
    filler.unlink()
    with reopened(path) as vault:
        assert count(vault) == 350
        vault.verify()
    assert names(small) == ["desk.dpo"]


def test_a_new_vault_on_a_full_disk_leaves_nothing_behind(small: Path) -> None:
    filler = _fill_up(small)
    with pytest.raises(DiskFull):
        create(small / "desk.dpo", PASSPHRASE)
    assert names(small) == [filler.name]


def test_a_vault_on_a_protected_medium_opens_for_reading(small: Path) -> None:
    path = a_vault(small / "desk.dpo")
    _remount(small, "ro")
    try:
        with reopened(path) as vault:
            assert isinstance(vault.read_only_because, VaultReadOnly)
            assert count(vault) == 50
            with pytest.raises(VaultReadOnly), vault.translated():
                fill(vault, 1)
            with pytest.raises(VaultReadOnly):
                vault.change_passphrase(OTHER, lambda _: True)
        with pytest.raises(VaultReadOnly):
            create(small / "new.dpo", PASSPHRASE)
    finally:
        _remount(small, "rw")
    assert names(small) == ["desk.dpo"]


def test_a_vault_that_was_not_closed_cannot_be_recovered_on_a_protected_medium_and_this_is_said(
    small: Path,
) -> None:
    path = a_vault(small / "desk.dpo")
    left = small / "left"
    left.mkdir()
    with reopened(path) as vault:
        fill(vault, 3)
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", left / f"desk.dpo{suffix}")
    _remount(small, "ro")
    try:
        with pytest.raises(VaultReadOnly):
            reopened(left / "desk.dpo")
    finally:
        _remount(small, "rw")
    with reopened(left / "desk.dpo") as vault:
        assert count(vault) == 53


@pytest.mark.parametrize("what", ["folder", "file"])
def test_permissions_that_forbid_writing_leave_reading(tmp_path: Path, what: str) -> None:
    path = a_vault(tmp_path / "place" / "desk.dpo") if (tmp_path / "place").mkdir() is None else tmp_path
    changed = path.parent if what == "folder" else path
    changed.chmod(0o555 if what == "folder" else 0o444)
    before = sha256(path)
    try:
        reader = child("holder", path, before=WITHOUT_OVERRIDE if AS_ROOT and shutil.which("setpriv") else ())
        said, _ = reader.communicate("")
    finally:
        changed.chmod(0o755)
    assert said.strip() == "open read_only=True VaultReadOnly"
    assert sha256(path) == before
    assert names(path.parent) == ["desk.dpo"]


def test_a_file_that_may_not_be_read_is_not_called_missing_or_damaged(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    path.chmod(0)
    reader = child("holder", path, before=WITHOUT_OVERRIDE if AS_ROOT and shutil.which("setpriv") else ())
    said, _ = reader.communicate("")
    path.chmod(0o600)
    assert said.strip() == VaultUnreadable.__name__


def test_a_copy_of_a_closed_vault_is_a_vault(tmp_path: Path) -> None:
    path = a_vault(tmp_path / "desk.dpo")
    (tmp_path / "elsewhere").mkdir()
    shutil.copyfile(path, tmp_path / "elsewhere" / "copied.dpo")
    with reopened(tmp_path / "elsewhere" / "copied.dpo") as vault:
        assert count(vault) == 50


def test_what_is_needed_and_free_is_told_in_whole_megabytes() -> None:
    error = DiskFull(needed=1_000_001, free=999_999)
    assert error.params == {"needed_mb": 2, "free_mb": 0}


def test_replacing_never_puts_a_file_beside_the_journal_of_another(tmp_path: Path) -> None:
    path, new = tmp_path / "desk.dpo", tmp_path / "desk.dpo.new-00000000"
    path.write_text("old")
    new.write_text("new")
    (tmp_path / "desk.dpo-wal").write_text("of the old")
    with pytest.raises(Exception, match="VaultBusy"):
        disk.replace(new, path)
    assert path.read_text() == "old"
