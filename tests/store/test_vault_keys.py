from __future__ import annotations

import hashlib
import os
import pickle
import random
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpo_desk.errors import NotAVault, NotEnoughMemory, RecoveryCodeMistyped, VaultTooNew, WeakPassphrase
from dpo_desk.store import keys
from dpo_desk.store.keys import Key, key_from_passphrase, new_key, seed_from_code
from dpo_desk.store.strength import require_strong, strength
from tests.store.vaults import FAST, PASSPHRASE, ROOT


def test_the_program_itself_refuses_the_parameters_of_the_tests() -> None:
    code = f"from dpo_desk.store import keys; keys.key_from_passphrase('x', bytes([{FAST}]) + bytes(15))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "NotAVault" in done.stderr


def test_the_parameters_of_the_program_are_strong_and_its_results_are_fixed_for_ever() -> None:
    assert keys.KDF_SETS[0x11] == keys.KdfSet(time_cost=4, memory_kib=128 * 1024)
    header = bytes.fromhex("11000102030405060708090a") + bytes(4)
    key = key_from_passphrase("Straße ﬁn", header).mended
    assert hashlib.sha256(key.seed + key.raw + key.header).hexdigest() == FROZEN


FROZEN = "60cbc2de26272cd7d56a3a127241ce9b2d6f7dc0401b802967dfe42a38870167"


def test_the_same_passphrase_and_header_give_the_same_key_and_another_header_another() -> None:
    key = new_key(PASSPHRASE)
    assert key_from_passphrase(PASSPHRASE, key.header) == key
    assert key.matches_header
    assert new_key(PASSPHRASE).raw != key.raw
    assert not key_from_passphrase(PASSPHRASE + " ", key.header).matches_header


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "passphrase",
    ["Zoé à Ångström", "ﬁn ½ ①", " trailing ", "quote ' \" --", "nul \0 inside", "🙂🗝", "x" * 1000, "\ud800"],
)
def test_a_passphrase_is_the_same_however_its_letters_are_composed(passphrase: str, form: str) -> None:
    key = new_key(passphrase)
    assert key.opens_with(unicodedata.normalize(form, passphrase))
    assert not key.opens_with(passphrase + "!")


def test_a_key_shows_nothing_of_itself() -> None:
    key = new_key(PASSPHRASE)
    for text in (repr(key), str(key), f"{key}", repr([key])):
        assert key.seed.hex() not in text
        assert str(key.seed) not in text
        assert "hidden" in text
    with pytest.raises(TypeError):
        pickle.dumps(key)


@given(st.binary(min_size=20, max_size=20))
def test_every_recovery_code_reads_back_however_it_is_typed(seed: bytes) -> None:
    code = Key(seed, bytes(16)).recovery_code
    assert len(code) == 36 + 8
    assert seed_from_code(code) == seed
    assert seed_from_code(code.lower().replace("-", "  ")) == seed
    assert seed_from_code(code.replace("0", "O").replace("1", "l")) == seed


@given(st.binary(min_size=16, max_size=16))
def test_every_header_reads_back_from_paper(header: bytes) -> None:
    assert keys.header_from_code(Key(bytes(20), header).header_code) == header


@settings(deadline=None)
@given(st.binary(min_size=20, max_size=20), st.integers(0, 35), st.integers(1, 31))
def test_one_wrong_character_in_a_code_is_noticed(seed: bytes, place: int, shift: int) -> None:
    code = Key(seed, bytes(16)).recovery_code.replace("-", "")
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    wrong = alphabet[(alphabet.index(code[place]) + shift) % 32]
    with pytest.raises(RecoveryCodeMistyped):
        seed_from_code(code[:place] + wrong + code[place + 1 :])


def test_two_swapped_groups_of_a_code_are_noticed() -> None:
    groups = Key(os.urandom(20), bytes(16)).recovery_code.split("-")
    for place in range(8):
        swapped = groups.copy()
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        if swapped != groups:
            with pytest.raises(RecoveryCodeMistyped):
                seed_from_code("-".join(swapped))


@pytest.mark.parametrize(
    "code", ["", "-", "ABCD", "U" * 36, "é" * 36, "0" * 35, "0" * 37, "Z" * 36, "１" * 400]
)
def test_what_is_no_code_is_called_mistyped_and_says_how_much_was_read(code: str) -> None:
    with pytest.raises(RecoveryCodeMistyped) as caught:
        seed_from_code(code)
    assert caught.value.params["expected"] == 36


def test_a_header_of_the_future_is_too_new_and_an_unknown_one_no_vault() -> None:
    with pytest.raises(VaultTooNew):
        key_from_passphrase("x", b"\x1f" + bytes(15))
    with pytest.raises(NotAVault):
        key_from_passphrase("x", b"PK\x03\x04" + bytes(12))


def test_too_little_memory_is_not_called_a_wrong_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keys.KDF_SETS, FAST, keys.KdfSet(time_cost=1, memory_kib=2**31))
    with pytest.raises(NotEnoughMemory):
        new_key(PASSPHRASE)


def test_a_header_with_one_wrong_byte_is_found_again_by_the_seed() -> None:
    key = new_key(PASSPHRASE)
    for place in range(12):
        header = bytearray(key.header)
        header[place] ^= random.randrange(1, 256)
        assert key in set(keys.headers_near(key.seed, bytes(header)))


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "too_short"),
        ("Xk9#qLw2", "too_short"),
        ("password123456", "common"),
        ("aaaaaaaaaaaaaaaa", "repeats"),
        ("backmarket2026", "own_words"),
        ("BACK MARKET DPO", "own_words"),
        ("12-03-1984", "dates"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(passphrase: str, reason: str) -> None:
    found = strength(passphrase, ["Back Market", "DPO"])
    assert not found.acceptable
    assert f"errors.strength.{reason}" in found.reasons
    with pytest.raises(WeakPassphrase):
        require_strong(passphrase, ["Back Market", "DPO"])


@pytest.mark.parametrize(
    "passphrase",
    [PASSPHRASE, "Quatre gaufres sous la pluie", "ελιά βουνό 47 τραίνο", "é" * 3 + "Xk9#qLw2vT§"],
)
def test_a_good_passphrase_passes(passphrase: str) -> None:
    assert strength(passphrase).acceptable
    require_strong(passphrase)


def test_own_words_lower_the_score() -> None:
    assert strength("refurbished phones", ["Refurbished Phones"]).score < strength("refurbished phones").score


def test_a_passphrase_of_any_length_is_measured_at_once() -> None:
    assert strength("correct horse " * 1000).score >= 3
