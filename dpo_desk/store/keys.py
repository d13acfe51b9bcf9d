"""
From a passphrase, a recovery code or a keychain entry to the key of a vault.

SQLCipher keeps sixteen public bytes at the head of a file. With a raw key they are ours to choose, so a vault needs
no second file::

    byte  0        the set of Argon2id parameters
    bytes 1 … 11   random; bytes 0 … 11 are the salt
    bytes 12 … 15  a check value: tells a wrong passphrase from a damaged file

    seed = Argon2id(NFKC(passphrase), salt), 160 bits; the recovery code and the keychain entry are the seed
    key  = HKDF-SHA256(seed, salt), 256 bits

The check value gives an attacker nothing: the authentication code of the first page lets him test a guess as well.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dpo_desk.errors import NotAVault, NotEnoughMemory, RecoveryCodeMistyped, VaultTooNew

HEADER_BYTES = 16
SEED_BYTES = 20
_CODE = (32, 4)  # letters of the recovery code, and those that check them
_SALT_BYTES = 12


@dataclass(frozen=True)
class KdfSet:
    """Parameters of Argon2id; ``memory_kib`` in KiB. One lane: libsodium, the second reader, knows no other."""

    time_cost: int
    memory_kib: int


KDF_SETS = {
    0x11: KdfSet(time_cost=4, memory_kib=128 * 1024),  # about 0.5 s on a laptop
    0x12: KdfSet(time_cost=10, memory_kib=64 * 1024),  # the same time where memory is short
}
DEFAULT_SET = 0x11
_FUTURE_SETS = range(0x13, 0x20)


@dataclass(frozen=True, repr=False)
class Key:
    """What opens one vault. Has no readable form: nothing of it may reach a log."""

    seed: bytes
    header: bytes

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not written anywhere")

    @property
    def raw(self) -> bytes:
        """The 32 bytes that encrypt the pages."""
        return _derived(self.seed, self.header[:_SALT_BYTES], b"database key", 32)

    @property
    def pragma(self) -> str:
        """The 96 digits for ``PRAGMA key``: key and header, so that a damaged header in the file does no harm."""
        return f"x'{self.raw.hex()}{self.header.hex()}'"

    @property
    def matches_header(self) -> bool:
        """Whether the header's check value belongs to this seed."""
        return hmac.compare_digest(_check_value(self.seed, self.header), self.header[_SALT_BYTES:])

    @property
    def mended(self) -> Key:
        """The same key with the check value it should have."""
        return Key(self.seed, self.header[:_SALT_BYTES] + _check_value(self.seed, self.header))

    @property
    def vault_id(self) -> str:
        """Names the vault in the keychain; changes with the passphrase. Public."""
        return vault_id(self.header)

    @property
    def recovery_code(self) -> str:
        """Thirty-six characters in groups of four; opens the vault without the passphrase."""
        return _grouped(self.seed, *_CODE)

    @property
    def header_code(self) -> str:
        """The public header for the recovery sheet, in groups of four; puts a damaged header back."""
        return _grouped(self.header, body=26, check=2)

    def opens_with(self, passphrase: str) -> bool:
        """
        Whether this is the passphrase of this key; takes as long as unlocking.

        Raises:
            NotEnoughMemory: The derivation could not get its memory.
        """
        return hmac.compare_digest(key_from_passphrase(passphrase, self.header).seed, self.seed)


def new_key(passphrase: str, kdf_set: int | None = None) -> Key:
    """
    A fresh key for a new vault or a new passphrase.

    Raises:
        NotEnoughMemory: The derivation could not get its memory.
    """
    salt = bytes([DEFAULT_SET if kdf_set is None else kdf_set]) + os.urandom(_SALT_BYTES - 1)
    return key_from_passphrase(passphrase, salt + bytes(HEADER_BYTES - _SALT_BYTES)).mended


def key_from_passphrase(passphrase: str, header: bytes) -> Key:
    """
    The key this passphrase gives with this header; ``matches_header`` says whether it is the right one.

    Raises:
        NotAVault: The header names no set of parameters.
        VaultTooNew: The header names a set that a later version may know.
        NotEnoughMemory: The derivation could not get its memory.
    """
    kdf = KDF_SETS.get(header[0])
    if kdf is None:
        raise VaultTooNew if header[0] in _FUTURE_SETS else NotAVault
    # Four zero bytes make the salt as long as libsodium wants it. A lone surrogate is as good a secret as any.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        seed = hash_secret_raw(
            secret,
            header[:_SALT_BYTES] + bytes(4),
            time_cost=kdf.time_cost,
            memory_cost=kdf.memory_kib,
            parallelism=1,
            hash_len=SEED_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError) as error:
        raise NotEnoughMemory(needed_mb=kdf.memory_kib // 1024) from error
    return Key(seed, header)


def seed_from_code(code: str) -> bytes:
    """
    The seed a recovery code stands for. Case, spaces and hyphens do not matter; I, L, O are read as 1, 1, 0.

    Raises:
        RecoveryCodeMistyped: The length is wrong or the check characters do not match.
    """
    return _ungrouped(code, SEED_BYTES, *_CODE)


def header_from_code(code: str) -> bytes:
    """
    The header as printed on the recovery sheet.

    Raises:
        RecoveryCodeMistyped: The length is wrong or the check characters do not match.
    """
    return _ungrouped(code, size=HEADER_BYTES, body=26, check=2)


def from_sheet(typed: str) -> tuple[str, bytes]:
    """
    The recovery code, and the header when its line of the recovery sheet was typed after it (empty otherwise).

    Raises:
        RecoveryCodeMistyped: What follows the code is no header.
    """
    letters = "".join(letter for letter in typed if letter.isalnum())
    end = sum(_CODE)
    return (letters[:end], header_from_code(letters[end:])) if len(letters) > end else (typed, b"")


def headers_near(seed: bytes, header: bytes) -> Iterator[Key]:
    """The keys whose header differs from this one in a single byte of the salt and fits the seed."""
    for place in range(_SALT_BYTES):
        for value in range(256):
            key = Key(seed, header[:place] + bytes([value]) + header[place + 1 :])
            if value != header[place] and key.matches_header:
                yield key


def vault_id(header: bytes) -> str:
    """Names a vault by its public header."""
    return hashlib.sha256(b"dpo-desk vault " + header).hexdigest()[:20]


def _derived(seed: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, b"dpo-desk-vault/1 " + purpose).derive(seed)


def _check_value(seed: bytes, header: bytes) -> bytes:
    return _derived(seed, header[:_SALT_BYTES], b"check", HEADER_BYTES - _SALT_BYTES)


# --- codes on paper: Crockford's base 32, https://www.crockford.com/base32.html ------------------------------------

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("ILO", "110")


def _grouped(data: bytes, body: int, check: int) -> str:
    digest = int.from_bytes(hashlib.sha256(b"code" + data).digest()[:4], "big")
    text = _base32(int.from_bytes(data, "big"), body) + _base32(digest >> (32 - 5 * check), check)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _base32(number: int, length: int) -> str:
    return "".join(_DIGITS[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def _ungrouped(code: str, size: int, body: int, check: int) -> bytes:
    read = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum()).translate(
        _LOOK_ALIKES
    )
    mistyped = RecoveryCodeMistyped(expected=body + check, found=len(read))
    if len(read) != body + check or any(character not in _DIGITS for character in read):
        raise mistyped
    number = 0
    for character in read[:body]:
        number = number * 32 + _DIGITS.index(character)
    if number >> (8 * size):
        raise mistyped
    data = number.to_bytes(size, "big")
    if _grouped(data, body, check).replace("-", "") != read:
        raise mistyped
    return data
