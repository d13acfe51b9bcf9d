"""
"Remember on this computer": secrets in the system's own keychain, only when the user asks for it.

The seed of a vault, and the passphrase of a key to sign with. Never the only way in. May block on the system's dialog:
not for the screen's thread.
"""

from __future__ import annotations

import base64
import binascii
import sys
from collections.abc import Callable
from typing import TypeVar

import keyring

from dpo_desk.domain.ids import SigningKeyId
from dpo_desk.errors import KeychainUnavailable, PassphraseNotKept
from dpo_desk.store.keys import SEED_BYTES, Key

SERVICE = "DPO Desk vault"
KEY_SERVICE = "DPO Desk signing key"
# The first two keep nothing; the last keeps it in plain files.
_NO_KEYCHAINS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")

T = TypeVar("T")

if sys.platform != "darwin":
    # Looking for the libraries of macOS elsewhere starts whatever "gcc" and "ld" are in the path, beside an open vault.
    sys.modules.setdefault("keyring.backends.macOS.api", None)  # type: ignore[arg-type]  # "not there", as import defines


def available() -> bool:
    """Whether this computer has a keychain that keeps secrets; takes up to 0.2 s to find out."""
    backend = _asked(keyring.get_keyring)
    return backend is not None and not type(backend).__module__.startswith(_NO_KEYCHAINS)


def remember(key: Key) -> None:
    """
    Puts the seed into the keychain and reads it back.

    Raises:
        KeychainUnavailable: There is none, or it did not keep it.
    """
    if available():
        kept = base64.b64encode(key.seed).decode()
        _asked(lambda: keyring.set_password(SERVICE, key.vault_id, kept))
        if recall(key.vault_id) == key.seed:
            return
    raise KeychainUnavailable


def recall(vault_id: str) -> bytes | None:
    """The seed of this vault; nothing when there is no entry or no keychain."""
    kept = _asked(lambda: keyring.get_password(SERVICE, vault_id)) if available() else None
    if kept is None:
        return None
    try:
        seed = base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        return None
    return seed if len(seed) == SEED_BYTES else None


def forget(vault_id: str) -> None:
    """Takes the entry out; nothing happens when there is none."""
    if available():
        _asked(lambda: keyring.delete_password(SERVICE, vault_id))


class KeychainPassphrases:
    """Keeps ``services.ports.Passphrases``."""

    def available(self) -> bool:
        """Whether this computer has a keychain that keeps secrets."""
        return available()

    def keep(self, key: SigningKeyId, passphrase: str) -> None:
        """Puts the passphrase into the keychain and reads it back. Raises ``PassphraseNotKept``."""
        if available():
            _asked(lambda: keyring.set_password(KEY_SERVICE, key, passphrase))
            if self.find(key) == passphrase:
                return
        raise PassphraseNotKept

    def find(self, key: SigningKeyId) -> str | None:
        """What was kept, or nothing."""
        return _asked(lambda: keyring.get_password(KEY_SERVICE, key)) if available() else None

    def forget(self, key: SigningKeyId) -> None:
        """Takes it out; nothing happens when there is none."""
        if available():
            _asked(lambda: keyring.delete_password(KEY_SERVICE, key))


def _asked(question: Callable[[], T]) -> T | None:
    """What the keychain answers; nothing when it fails. Back ends raise whatever their bus or system library does."""
    try:
        return question()
    except Exception:  # noqa: BLE001 — third-party back ends have no common error; each means "no entry"
        return None
