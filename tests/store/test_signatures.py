"""Pictures of signatures and key files in the vault: kept whole, encrypted, journaled, gone when deleted."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from dpo_desk.domain.ids import new_id
from dpo_desk.domain.signature import KeptKey, KeyFacts, SignatureImage, SignatureKind
from dpo_desk.errors import NotFound, VaultDamaged
from dpo_desk.store.keychain import KeychainPassphrases
from tests.builders import MOMENT
from tests.store.desk import a_desk, opened, raw
from tests.store.strategies import filled

PNG = b"\x89PNG needle " + bytes(range(256)) * 8
KEY_FILE = b"0\x82 haystack " + bytes(range(255, -1, -1)) * 8


def an_image(png: bytes = PNG, **changes) -> SignatureImage:
    given = {
        "id": new_id(),
        "name": "Mine",
        "kind": SignatureKind.DRAWN,
        "made_at": MOMENT,
        "width": 40,
        "height": 20,
        "sha256": hashlib.sha256(png).hexdigest(),
        **changes,
    }
    return SignatureImage(**given)


def a_key(**changes) -> KeptKey:
    facts = replace(filled(KeyFacts), valid_from=MOMENT, valid_to=MOMENT, flaw="")
    return KeptKey(**{"id": new_id(), "name": "Card", "kept_at": MOMENT, "facts": facts, **changes})


@pytest.fixture
def desk(tmp_path):
    made = a_desk(tmp_path)
    yield made
    made.close()


def test_a_picture_and_a_key_come_back_as_they_were_kept(desk):
    image, key = an_image(name="Zoé <b>"), a_key(name="Carte")
    with desk.work() as unit:
        unit.signatures.add(image, PNG)
        unit.signing_keys.add(key, KEY_FILE)
        unit.commit()
    desk.close()
    again = opened(desk.path)
    with again.work(read_only=True) as unit:
        assert unit.signatures.all() == (image,)
        assert unit.signatures.png(image.id) == PNG
        assert unit.signing_keys.all() == (key,)
        assert unit.signing_keys.key_file(key.id) == KEY_FILE
        assert unit.audit.broken_at() is None
    again.close()


def test_neither_lies_readable_in_the_file(desk):
    with desk.work() as unit:
        unit.signatures.add(an_image(name="needle"), PNG)
        unit.signing_keys.add(a_key(name="haystack"), KEY_FILE)
        unit.commit()
    desk.close()
    written = b"".join(path.read_bytes() for path in desk.path.parent.iterdir() if path.is_file())
    assert len(written) > len(PNG) + len(KEY_FILE)
    for word in (b"needle", b"haystack", PNG[-200:], KEY_FILE[-200:]):
        assert word not in written


def test_they_are_listed_by_name_without_regard_to_accents(desk):
    with desk.work() as unit:
        for name in ("Zoé", "élan", "Abc", "zoe 2"):
            unit.signatures.add(an_image(name=name), PNG)
            unit.signing_keys.add(a_key(name=name), KEY_FILE)
        assert [each.name for each in unit.signatures.all()] == ["Abc", "élan", "Zoé", "zoe 2"]
        assert [each.name for each in unit.signing_keys.all()] == ["Abc", "élan", "Zoé", "zoe 2"]


def test_what_is_deleted_is_gone_and_journaled(desk):
    image, key = an_image(), a_key()
    with desk.work() as unit:
        unit.signatures.add(image, PNG)
        unit.signing_keys.add(key, KEY_FILE)
        unit.commit()
    with desk.work() as unit:
        unit.signatures.delete(image.id)
        unit.signing_keys.delete(key.id)
        unit.commit()
    with desk.work(read_only=True) as unit:
        assert unit.signatures.all() == unit.signing_keys.all() == ()
        for missing in (
            lambda: unit.signatures.png(image.id),
            lambda: unit.signing_keys.key_file(key.id),
            lambda: unit.signatures.delete(image.id),
            lambda: unit.signing_keys.delete(key.id),
        ):
            with pytest.raises(NotFound):
                missing()
    told = raw(
        desk, "SELECT action, kind FROM audit WHERE record IN (?, ?) ORDER BY sequence", image.id, key.id
    )
    assert told == [
        ("created", "signature"),
        ("created", "signing_key"),
        ("deleted", "signature"),
        ("deleted", "signing_key"),
    ]


def test_a_picture_whose_bytes_no_longer_fit_is_not_given_out(desk):
    image = an_image()
    with desk.work() as unit:
        unit.signatures.add(image, PNG)
        unit.commit()
    raw(desk, "UPDATE signatures SET png = ?", PNG + b"!")
    with desk.work(read_only=True) as unit, pytest.raises(VaultDamaged):
        unit.signatures.png(image.id)


def test_a_picture_with_the_hash_of_another_is_a_bug(desk):
    with desk.work() as unit, pytest.raises(ValueError, match="SHA-256"):
        unit.signatures.add(an_image(b"another"), PNG)


def test_a_passphrase_goes_into_the_keychain_and_out_of_it_under_the_id_of_its_key(keychain):
    passphrases, key = KeychainPassphrases(), new_id()
    assert passphrases.find(key) is None
    passphrases.keep(key, "a secret")
    assert passphrases.find(key) == "a secret"
    assert list(keychain.entries) == [("DPO Desk signing key", key)]
    passphrases.forget(key)
    passphrases.forget(key)
    assert passphrases.find(key) is None
