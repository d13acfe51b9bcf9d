"""
The ways to a vault's key: its passphrase, its recovery code, this computer's keychain, a key at hand.

Each gives a function that takes the file and its header and finds the key, or raises. The public header stands
outside every check sum; a way that is told the right one (from the recovery sheet, from the list of recent vaults)
opens a file whose header was damaged, and opening puts it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from dpo_desk.errors import KeychainUnavailable, VaultDamaged, WrongPassphrase, WrongRecoveryCode
from dpo_desk.store import keychain, keys
from dpo_desk.store.foundation import first_page_reads
from dpo_desk.store.keys import Key

Unlock = Callable[[Path, bytes], Key]
"""The key of the file with this header."""


def by_passphrase(passphrase: str, known_header: bytes | None = None) -> Unlock:
    """
    The way of every day; takes about half a second.

    The function raises ``WrongPassphrase``, ``VaultDamaged``, ``NotAVault``, ``VaultTooNew``, ``NotEnoughMemory``.

    Args:
        passphrase: As typed.
        known_header: Tried when the file's own does not lead to the key.
    """

    def unlock(path: Path, header: bytes) -> Key:
        known = known_header if known_header != header else None
        if header[0] in keys.KDF_SETS or known is None:
            found = _proven(path, keys.key_from_passphrase(passphrase, header))
            if found:
                return found
        found = _first_fitting(path, [keys.key_from_passphrase(passphrase, known)] if known else [])
        if found:
            return found
        raise WrongPassphrase

    return unlock


def by_recovery_code(code: str, known_header: bytes | None = None) -> Unlock:
    """
    The way from paper. A header with one damaged byte does not stop it.

    The function raises ``WrongRecoveryCode``, ``VaultDamaged``.

    Raises:
        RecoveryCodeMistyped: At once, before any file is touched.
    """
    seed = keys.seed_from_code(code)

    def unlock(path: Path, header: bytes) -> Key:
        found = _by_seed(path, seed, header, known_header)
        if found:
            return found
        raise WrongRecoveryCode

    return unlock


def by_keychain() -> Unlock:
    """
    The way without typing, where the user chose it. May wait for the system's own dialog.

    The function raises ``KeychainUnavailable`` when there is no entry that fits, ``VaultDamaged``.
    """

    def unlock(path: Path, header: bytes) -> Key:
        seed = keychain.recall(keys.vault_id(header))
        found = _by_seed(path, seed, header, None) if seed else None
        if found:
            return found
        raise KeychainUnavailable

    return unlock


def by_keys(candidates: Iterable[Key]) -> Unlock:
    """
    The way of an open vault to its own backups. The function raises ``WrongPassphrase`` when no key fits.

    Args:
        candidates: The vault's key and its earlier ones.
    """
    held = tuple(candidates)

    def unlock(path: Path, header: bytes) -> Key:
        for key in held:
            if key.header == header:
                found = _proven(path, key)
                if found:
                    return found
        found = _first_fitting(path, held)
        if found:
            return found
        raise WrongPassphrase

    return unlock


def _by_seed(path: Path, seed: bytes, header: bytes, known_header: bytes | None) -> Key | None:
    found = _proven(path, Key(seed, header))
    if found:
        return found
    known = [Key(seed, known_header)] if known_header else []
    return _first_fitting(path, [*known, *keys.headers_near(seed, header)])


def _proven(path: Path, key: Key) -> Key | None:
    """The key if it reads the file; its check value, damaged perhaps, is put right."""
    if first_page_reads(path, key.mended, unsure=key.matches_header):
        return key.mended
    if key.matches_header:  # so the passphrase is right, and the page is not
        raise VaultDamaged(detail="pages")
    return None


def _first_fitting(path: Path, candidates: Iterable[Key]) -> Key | None:
    fitting = (key for key in candidates if key.matches_header)
    return next((key for key in fitting if first_page_reads(path, key, unsure=False)), None)
