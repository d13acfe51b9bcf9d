"""Keys to sign with: opened from files for one use, or kept in the vault; passphrases only where the user says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dpo_desk.domain.ids import SigningKeyId, new_id
from dpo_desk.domain.signature import KeptKey
from dpo_desk.errors import KeyRefused
from dpo_desk.services.chosen_files import read_chosen
from dpo_desk.services.parsing import required
from dpo_desk.services.ports import Clock, Passphrases, Signer, SigningKey, Work

LARGEST_FILE = 1  # megabytes
_PEM = b"-----BEGIN "


class SigningKeyService:
    """The verbs of keys. Opening takes a moment, and the keychain may wait for a dialog of the system."""

    def __init__(self, work: Work, clock: Clock, signer: Signer, passphrases: Passphrases) -> None:
        self._work, self._clock, self._signer, self._passphrases = work, clock, signer, passphrases

    def now(self) -> datetime:
        """The moment by which it is judged whether a key is valid."""
        return self._clock.now()

    def open_files(self, paths: Sequence[Path], passphrase: str) -> SigningKey:
        """
        The key of a PKCS#12 file, or of PEM files chosen together; nothing is kept.

        Raises:
            TextUnreadable: A file cannot be opened.
            FileTooLarge: It has more than ``LARGEST_FILE`` megabytes.
            WrongKeyPassphrase: The passphrase does not open the key.
            KeyRefused: There is no key in them that could ever sign.
        """
        return self._signer.open_key(_together(paths), passphrase)

    # -- in the vault

    def kept(self) -> tuple[KeptKey, ...]:
        """The keys kept in the vault, by name."""
        with self._work(read_only=True) as unit:
            return unit.signing_keys.all()

    def keep(self, name: str, paths: Sequence[Path], passphrase: str) -> KeptKey:
        """
        The key file in the vault, after its passphrase has opened it; the passphrase is not kept.

        Raises:
            FieldError: ``name`` is empty or too long.
            KeyRefused: It may not sign today, or it is kept already (``signing_key_kept_already``); and as
                ``open_files`` does.
        """
        called = required(name, "name")
        key_file = _together(paths)
        facts = self._signer.open_key(key_file, passphrase).facts
        now = self._clock.now()
        facts.require(now)
        key = KeptKey(id=SigningKeyId(new_id()), name=called, kept_at=now, facts=facts)
        with self._work() as unit:
            if any(each.facts.fingerprint == facts.fingerprint for each in unit.signing_keys.all()):
                raise KeyRefused("signing_key_kept_already")
            unit.signing_keys.add(key, key_file)
            unit.commit()
        return key

    def open_kept(self, key: SigningKeyId, passphrase: str) -> SigningKey:
        """The key, opened. Raises ``NotFound``, ``WrongKeyPassphrase``."""
        with self._work(read_only=True) as unit:
            key_file = unit.signing_keys.key_file(key)
        return self._signer.open_key(key_file, passphrase)

    def delete(self, key: SigningKeyId) -> None:
        """Takes the key out of the vault and its passphrase out of the keychain. Raises ``NotFound``."""
        with self._work() as unit:
            unit.signing_keys.delete(key)
            unit.commit()
        self._passphrases.forget(key)

    # -- in the keychain

    def can_remember(self) -> bool:
        """Whether this computer has a keychain that can be used."""
        return self._passphrases.available()

    def remember(self, key: SigningKeyId, passphrase: str) -> None:
        """
        Puts the passphrase of a kept key into this computer's keychain, after it has opened the key.

        Raises:
            NotFound: The key is not kept.
            WrongKeyPassphrase: The passphrase is not the key's.
            PassphraseNotKept: The keychain did not take it.
        """
        self.open_kept(key, passphrase)
        self._passphrases.keep(key, passphrase)

    def open_remembered(self, key: SigningKeyId) -> SigningKey | None:
        """The key, opened with the passphrase this computer remembers; nothing when it remembers none that fits."""
        passphrase = self._passphrases.find(key)
        return None if passphrase is None else self.open_kept(key, passphrase)

    def remembered(self) -> frozenset[SigningKeyId]:
        """The kept keys whose passphrase this computer remembers."""
        return frozenset(each.id for each in self.kept() if self._passphrases.find(each.id) is not None)

    def forget(self, key: SigningKeyId) -> None:
        """Takes the passphrase out of the keychain; the key stays."""
        self._passphrases.forget(key)


def _together(paths: Sequence[Path]) -> bytes:
    files = [read_chosen(path, LARGEST_FILE) for path in paths]
    if len(files) == 1:
        return files[0]
    if not all(_PEM in each for each in files):
        raise KeyRefused("signing_key_mixed_files")
    return b"\n".join(files)
