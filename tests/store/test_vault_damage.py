"""A changed, cut or mixed-up file is found and told apart from a wrong passphrase; a damaged header locks nobody out."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from dpo_desk.errors import NotAVault, VaultDamaged, VaultEmpty, VaultTooShort, WrongPassphrase
from dpo_desk.store import backup, keys
from dpo_desk.store.unlock import by_passphrase, by_recovery_code
from dpo_desk.store.vault_file import create, open_vault
from tests.store.vaults import (
    FAST,
    OTHER,
    PASSPHRASE,
    SOAK,
    a_vault,
    count,
    fill,
    flip,
    names,
    reopened,
    sha256,
)

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_vault(tmp_path / "desk.dpo", rows=100)


def _refused_as_damaged(path: Path) -> None:
    before = sha256(path)
    with pytest.raises(VaultDamaged):
        reopened(path)
    assert sha256(path) == before
    assert names(path.parent) == [path.name]


def test_one_changed_byte_on_any_page_is_found_at_opening(path: Path) -> None:
    sound = path.read_bytes()
    for page in range(len(sound) // PAGE):
        path.write_bytes(sound)
        flip(path, page * PAGE + random.randrange(16 if page == 0 else 0, PAGE), 1 << random.randrange(8))
        _refused_as_damaged(path)
    path.write_bytes(sound)
    reopened(path).close()


def test_a_damaged_first_page_is_not_called_a_wrong_passphrase_and_a_wrong_passphrase_stays_one(
    path: Path,
) -> None:
    flip(path, 100)
    with pytest.raises(VaultDamaged):
        reopened(path)
    with pytest.raises(WrongPassphrase):
        reopened(path, by_passphrase(OTHER))


@pytest.mark.parametrize("cut", [PAGE, PAGE + 1, 2 * PAGE, -PAGE, -PAGE - 1, -PAGE + 1, -1])
def test_a_file_that_lost_its_end_is_found(path: Path, cut: int) -> None:
    contents = path.read_bytes()
    path.write_bytes(contents[:cut])
    _refused_as_damaged(path)


@pytest.mark.parametrize(
    ("length", "expected"), [(0, VaultEmpty), (1, VaultTooShort), (16, VaultTooShort), (4095, VaultTooShort)]
)
def test_a_stump_is_never_taken_for_a_new_vault(path: Path, length: int, expected: type[Exception]) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(expected):
        reopened(path)
    assert path.stat().st_size == length


@pytest.mark.parametrize("how", ["swapped", "zeroed", "appended"])
def test_pages_out_of_place_are_found(path: Path, how: str) -> None:
    contents = path.read_bytes()
    first, second = contents[2 * PAGE : 3 * PAGE], contents[3 * PAGE : 4 * PAGE]
    path.write_bytes(
        {
            "swapped": contents[: 2 * PAGE] + second + first + contents[4 * PAGE :],
            "zeroed": contents[: 2 * PAGE] + bytes(PAGE) + contents[3 * PAGE :],
            "appended": contents + os.urandom(100),
        }[how]
    )
    with pytest.raises(VaultDamaged):
        backup.verify(path, by_passphrase(PASSPHRASE))


def test_the_verdict_is_the_same_each_time(path: Path) -> None:
    flip(path, 3 * PAGE + 5)
    for _ in range(3):
        with pytest.raises(VaultDamaged):
            backup.verify(path, by_passphrase(PASSPHRASE))


def test_what_can_still_be_read_of_a_damaged_vault_is_read(path: Path) -> None:
    flip(path, path.stat().st_size - 100)
    _refused_as_damaged(path)
    before = sha256(path)
    with open_vault(path, by_passphrase(PASSPHRASE), salvage=True) as vault:
        assert vault.read_only
        with vault.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT text FROM note LIMIT 1").scalar_one().startswith("Zoé")
    assert sha256(path) == before


# --- the header: public, and outside every check sum -----------------------------------------------------------------


def _bits() -> list[tuple[int, int]]:
    return [(place, bit) for place in range(16) for bit in range(8)]


def test_any_flipped_bit_of_the_header_is_mended_by_the_recovery_code(path: Path) -> None:
    with reopened(path) as vault:
        code = vault.recovery_code
    sound = path.read_bytes()
    for place, bit in _bits() if SOAK else random.sample(_bits(), 24):
        path.write_bytes(sound)
        flip(path, place, 1 << bit)
        with reopened(path, by_recovery_code(code)) as vault:
            assert count(vault) == 100
        assert path.read_bytes()[:16] == sound[:16]


def test_any_flipped_bit_of_the_header_is_mended_by_the_passphrase_when_the_header_is_known(
    path: Path,
) -> None:
    with reopened(path) as vault:
        header = keys.header_from_code(vault.header_code)
    sound = path.read_bytes()
    for place, bit in _bits():
        path.write_bytes(sound)
        flip(path, place, 1 << bit)
        with reopened(path, by_passphrase(PASSPHRASE, known_header=header)) as vault:
            assert count(vault) == 100
        assert path.read_bytes()[:16] == sound[:16]


def test_a_destroyed_header_comes_back_from_the_recovery_sheet(path: Path) -> None:
    with reopened(path) as vault:
        code, header = vault.recovery_code, keys.header_from_code(vault.header_code)
    sound = path.read_bytes()
    path.write_bytes(bytes([FAST]) + os.urandom(15) + sound[16:])
    for way in (by_recovery_code(code, known_header=header), by_passphrase(PASSPHRASE)):
        with reopened(path, way) as vault:
            assert count(vault) == 100


def test_a_damaged_check_value_alone_does_not_stop_the_passphrase(path: Path) -> None:
    flip(path, 14)
    with reopened(path) as vault:
        assert count(vault) == 100
    with pytest.raises(WrongPassphrase):
        reopened(path, by_passphrase(OTHER))


def test_a_damaged_salt_is_a_wrong_passphrase_when_nothing_else_is_known(path: Path) -> None:
    flip(path, 5)
    before = sha256(path)
    with pytest.raises(WrongPassphrase):
        reopened(path)
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    with pytest.raises(NotAVault):
        reopened(path)
    assert sha256(path) != before


def test_an_outdated_known_header_does_no_harm(path: Path) -> None:
    with reopened(path) as vault:
        old = vault.key.header
        vault.change_passphrase(OTHER, lambda _: True)
    reopened(path, by_passphrase(OTHER, known_header=old)).close()
    with pytest.raises(WrongPassphrase):
        reopened(path, by_passphrase(PASSPHRASE, known_header=old))


# --- what a killed program leaves ------------------------------------------------------------------------------------


def _as_left_by_a_crash(path: Path, folder: Path) -> Path:
    """A copy of the files of a vault that is open, as after kill -9."""
    folder.mkdir()
    with reopened(path) as vault:
        fill(vault, 7)
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", folder / f"desk.dpo{suffix}")
    return folder / "desk.dpo"


def test_a_wal_left_by_a_crash_is_brought_in_at_opening(path: Path, tmp_path: Path) -> None:
    left = _as_left_by_a_crash(path, tmp_path / "left")
    assert left.with_name("desk.dpo-wal").stat().st_size
    with reopened(left) as vault:
        assert count(vault) == 107
        vault.verify()
    assert names(left.parent) == ["desk.dpo"]


def test_a_wrong_passphrase_leaves_a_wal_alone(path: Path, tmp_path: Path) -> None:
    left = _as_left_by_a_crash(path, tmp_path / "left")
    wal = left.with_name("desk.dpo-wal")
    before = sha256(left), sha256(wal)
    for _ in range(2):
        with pytest.raises(WrongPassphrase):
            reopened(left, by_passphrase(OTHER))
    assert (sha256(left), sha256(wal)) == before
    with reopened(left) as vault:
        assert count(vault) == 107


def test_damage_beside_a_wal_is_found_and_neither_is_touched(path: Path, tmp_path: Path) -> None:
    left = _as_left_by_a_crash(path, tmp_path / "left")
    wal = left.with_name("desk.dpo-wal")
    flip(left, 2 * PAGE + 77)
    before = sha256(left), sha256(wal)
    with pytest.raises(VaultDamaged):
        reopened(left)
    assert (sha256(left), sha256(wal)) == before


def test_the_main_file_alone_is_a_consistent_vault_even_in_the_middle_of_a_session(
    path: Path, tmp_path: Path
) -> None:
    left = _as_left_by_a_crash(path, tmp_path / "left")
    left.with_name("desk.dpo-wal").unlink()
    with reopened(left) as vault:
        assert count(vault) == 100
        vault.verify()


def test_a_new_vault_is_sound(tmp_path: Path) -> None:
    with create(tmp_path / "new.dpo", PASSPHRASE) as vault:
        vault.verify(full=True)
        vault.verify(full=False)
