"""Keys come out of PKCS#12 and PEM files, or are refused in words that tell nothing of them."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from dpo_desk.errors import KeyRefused, WrongKeyPassphrase
from dpo_desk.signing.pades import PadesSigner
from tests.signing.certificates import (
    AT,
    FROM,
    PASSPHRASE,
    Pair,
    a_pair,
    an_authority,
    with_old_hash,
)

SERVER, LOGIN, MAIL = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"
ANY, DOCUMENTS = "2.5.29.37.0", "1.3.6.1.5.5.7.3.36"


def opened(key_file: bytes, passphrase: str = PASSPHRASE):
    return PadesSigner().open_key(key_file, passphrase)


def refusal(key_file: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(KeyRefused) as caught:
        opened(key_file, passphrase)
    return caught.value.rule


@pytest.mark.parametrize("kind", ["RSA 2048", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521"])
def test_a_pkcs12_file_gives_its_key_and_what_the_certificate_says(kind):
    facts = opened(a_pair(kind).p12()).facts
    assert facts.subject == facts.issuer == "Alix Déléguée"
    assert facts.self_signed
    assert facts.serial == "c0ffee"
    assert facts.algorithm == kind
    assert facts.valid_from == FROM
    assert facts.valid_to == FROM + timedelta(days=700)
    assert facts.trouble(AT) == ""


def test_pem_texts_may_stand_in_any_order_and_the_key_with_or_without_a_passphrase():
    pair = a_pair(issuer=an_authority())
    parts = [pair.key_pem(), pair.certificate_pem(), pair.chain_pem()]
    for order in (parts, parts[::-1], [parts[2], parts[0], parts[1]]):
        key = opened(b"Bag Attributes\n".join(order))
        assert key.facts.subject == "Alix Déléguée"
        assert key.facts.issuer == "Autorité Imaginaire"
        assert not key.facts.self_signed
    assert opened(b"".join([pair.key_pem(""), pair.certificate_pem()]), "").facts.subject == "Alix Déléguée"


def test_a_pkcs12_file_without_a_passphrase_opens_with_an_empty_one():
    assert opened(a_pair().p12(""), "").facts.subject == "Alix Déléguée"


@pytest.mark.parametrize("wrong", ["", "needle", PASSPHRASE + " ", "é" * 5000, "\ud800", "nul\0nul"])
def test_a_wrong_passphrase_is_told_as_such(wrong):
    pair = a_pair()
    for key_file in (pair.p12(), pair.key_pem() + pair.certificate_pem()):
        with pytest.raises(WrongKeyPassphrase):
            opened(key_file, wrong)


def test_a_key_without_a_certificate_and_a_certificate_without_a_key_are_refused():
    pair = a_pair()
    how = BestAvailableEncryption(PASSPHRASE.encode())
    alone = pkcs12.serialize_key_and_certificates(None, pair.key, None, None, how)
    no_key = pkcs12.serialize_key_and_certificates(None, None, pair.certificate, None, how)
    assert refusal(alone) == refusal(pair.key_pem()) == "signing_key_certificate_missing"
    assert refusal(no_key) == refusal(pair.certificate_pem()) == "signing_key_missing"


def test_the_certificate_of_another_key_and_several_keys_are_refused():
    one, other = a_pair(), a_pair("RSA 2048")
    assert refusal(one.key_pem() + other.certificate_pem()) == "signing_key_certificate_of_another"
    assert refusal(one.key_pem() + other.key_pem() + one.certificate_pem()) == "signing_key_several"


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7", b"0", b"\x30\x82\xff\xff", b"\0" * 5000, b"-----BEGIN", b"\xff" * 40]
)
def test_a_file_that_holds_no_key_is_refused(junk):
    assert refusal(junk) == "signing_key_no_file"


def test_a_file_cut_off_or_damaged_is_refused():
    pair = a_pair()
    with pytest.raises(WrongKeyPassphrase):  # what is damaged cannot be told from what is otherwise encrypted
        opened(pair.p12()[:-100])
    assert (
        refusal(pair.key_pem("").replace(b"M", b"N", 1) + pair.certificate_pem(), "")
        == "signing_key_unreadable"
    )
    broken = pair.certificate_pem().replace(b"\nMII", b"\nNII")
    assert refusal(pair.key_pem() + broken) == "signing_key_unreadable"


def test_a_key_of_another_kind_is_refused():
    assert refusal(a_pair("Ed25519").p12()) == "signing_key_other_kind"


def trouble(pair: Pair) -> str:
    return opened(pair.p12()).facts.trouble(AT)


def test_a_key_before_and_after_its_time_is_opened_and_says_that_it_may_not_sign():
    assert trouble(a_pair(days=(-700, -1))) == "signing_key_expired"
    assert trouble(a_pair(days=(100, 700))) == "signing_key_not_yet_valid"


@pytest.mark.parametrize(
    ("usage", "purposes", "expected"),
    [
        (None, (), ""),
        (("digital_signature",), (), ""),
        (("content_commitment",), (), ""),
        (("key_encipherment",), (), "signing_key_not_for_signing"),
        (("key_cert_sign", "crl_sign"), (), "signing_key_not_for_signing"),
        (("digital_signature",), (SERVER,), "signing_key_not_for_signing"),
        (("digital_signature",), (LOGIN,), "signing_key_not_for_signing"),
        (("digital_signature",), (LOGIN, MAIL), ""),
        (None, (DOCUMENTS,), ""),
        (None, (ANY,), ""),
    ],
)
def test_what_the_issuer_allows_the_key_for_counts(usage, purposes, expected):
    assert trouble(a_pair(usage=usage, purposes=purposes)) == expected


@pytest.mark.parametrize("kind", ["RSA 1024", "ECDSA P-192"])
def test_a_short_key_is_too_weak(kind):
    assert trouble(a_pair(kind)) == "signing_key_too_weak"


@pytest.mark.parametrize("algorithm", ["sha1_rsa", "md5_rsa"])
def test_a_certificate_with_an_old_hash_is_too_weak(algorithm):
    pair = with_old_hash(a_pair("RSA 2048"), algorithm)
    assert opened(pair.key_pem() + pair.certificate_pem()).facts.trouble(AT) == "signing_key_too_weak"


def test_the_name_of_a_certificate_is_shown_without_what_turns_letters_around():
    assert opened(a_pair(subject="Alix\u202e eéugéléD\0\n").p12()).facts.subject == "Alix eéugéléD"


def test_no_secret_stands_in_an_error_a_log_or_what_a_key_looks_like(caplog):
    pair = a_pair("RSA 2048")
    secret = f"{pair.key.private_numbers().d:x}"[:20]
    seen = [repr(opened(pair.p12())), str(opened(pair.p12()))]
    with caplog.at_level(logging.DEBUG):
        for key_file, passphrase in (
            (pair.p12(), "wrong " + PASSPHRASE),
            (pair.key_pem() + pair.certificate_pem(), "wrong " + PASSPHRASE),
            (pair.key_pem(), PASSPHRASE),
        ):
            try:
                opened(key_file, passphrase)
            except (WrongKeyPassphrase, KeyRefused) as error:
                seen += [repr(error), str(error), repr(error.params), *traceback.format_exception(error)]
    whole = "\n".join(seen) + caplog.text
    assert len(seen) > 6
    assert PASSPHRASE not in whole
    assert secret not in whole.lower()
