"""The keychain is a convenience: whatever it does wrong, the vault still opens with the passphrase."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from dpo_desk.errors import KeychainUnavailable
from dpo_desk.store import keychain as system
from dpo_desk.store.unlock import by_keychain
from dpo_desk.store.vault_file import OpenVault, create
from tests.store.vaults import OTHER, PASSPHRASE, ROOT, count, fill, reopened


class Broken(keyring.backend.KeyringBackend):
    """Raises what no keychain should."""

    priority = -1  # a back end that is merely defined must not be chosen by itself

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    with create(tmp_path / "desk.dpo", PASSPHRASE) as vault:
        fill(vault, 3)
        yield vault


def test_a_remembered_vault_opens_without_typing_until_it_is_forgotten(
    vault: OpenVault, keychain: Any
) -> None:
    assert system.available()
    vault_id = vault.key.vault_id
    system.remember(vault.key)
    vault.close()
    with reopened(vault.path, by_keychain()) as again:
        assert count(again) == 3
    system.forget(vault_id)
    system.forget(vault_id)
    assert keychain.entries == {}
    with pytest.raises(KeychainUnavailable):
        reopened(vault.path, by_keychain())


def test_neither_passphrase_nor_path_stands_in_the_keychain(vault: OpenVault, keychain: Any) -> None:
    system.remember(vault.key)
    assert PASSPHRASE not in repr(keychain.entries)
    assert vault.path.name not in repr(keychain.entries)


def test_an_entry_no_longer_fits_after_a_change_of_passphrase(vault: OpenVault, keychain: Any) -> None:
    system.remember(vault.key)
    vault.change_passphrase(OTHER, lambda _: True)
    vault.close()
    with pytest.raises(KeychainUnavailable):
        reopened(vault.path, by_keychain())


@pytest.mark.parametrize("entry", ["", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
def test_an_entry_that_someone_changed_is_no_entry(vault: OpenVault, keychain: Any, entry: str) -> None:
    keychain.entries[system.SERVICE, vault.key.vault_id] = entry
    vault.close()
    with pytest.raises(KeychainUnavailable):
        reopened(vault.path, by_keychain())


@pytest.mark.parametrize(
    "backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()], ids=["none", "forgets all"]
)
def test_without_a_keychain_remembering_is_refused(vault: OpenVault, keychain: Any, backend) -> None:
    keyring.set_keyring(backend)
    assert not system.available()
    assert system.recall(vault.key.vault_id) is None
    system.forget(vault.key.vault_id)
    with pytest.raises(KeychainUnavailable):
        system.remember(vault.key)


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(),
        OSError(),
        RuntimeError(),
        keyring.errors.KeyringLocked(),
        keyring.errors.InitError(),
    ],
)
def test_whatever_a_keychain_raises_means_that_it_is_not_there(
    vault: OpenVault, keychain: Any, error: Exception
) -> None:
    keyring.set_keyring(Broken(error))
    assert system.recall(vault.key.vault_id) is None
    system.forget(vault.key.vault_id)
    with pytest.raises(KeychainUnavailable):
        system.remember(vault.key)


def test_a_keychain_that_keeps_nothing_is_found_out_by_reading_back(
    vault: OpenVault, keychain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain, "set_password", lambda *_: None)
    with pytest.raises(KeychainUnavailable):
        system.remember(vault.key)


def test_asking_for_the_keychain_starts_no_other_program():
    watch = """
import sys
started = []
sys.addaudithook(lambda event, args: started.append(args) if event in ("subprocess.Popen", "os.exec", "os.fork") else None)
from dpo_desk.store import keychain
keychain.available()
print(started)
"""
    program = subprocess.run(
        [sys.executable, "-c", watch], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert program.stdout.strip() == "[]"
