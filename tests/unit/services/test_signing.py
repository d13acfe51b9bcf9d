"""Signatures' pictures, keys, and a letter signed in each of the three ways, over a real vault."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageDraw

from dpo_desk import paper as papers
from dpo_desk.domain.ids import SignatureId, new_id
from dpo_desk.domain.signature import Confirmed, SignatureKind, Trust
from dpo_desk.errors import (
    FieldError,
    FileTooLarge,
    KeyRefused,
    NotFound,
    PassphraseNotKept,
    PdfUnreadable,
    PictureRefused,
    RuleBroken,
    TextUnreadable,
    WrongKeyPassphrase,
)
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.signing import InInk, WithImage, WithKey
from dpo_desk.store import keychain as store_keychain
from tests.signing.certificates import PASSPHRASE, a_pair, an_authority
from tests.signing.conftest import BOX
from tests.unit.reports.reading import dense, text
from tests.unit.reports.samples import PaperWords, a_case, draw


def a_png() -> bytes:
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(20, 20), (580, 180), (20, 180), (580, 20)], fill=(20, 20, 90, 255), width=9)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(a_png())
    return path


@pytest.fixture
def p12(tmp_path):
    path = tmp_path / "me.p12"
    path.write_bytes(a_pair(issuer=an_authority()).p12())
    return path


@pytest.fixture
def paper():
    """A finished letter with room for a signature."""
    kind = next(each for each in papers.LETTERS if each.id == "acknowledgement")
    return replace(draw(kind.build(a_case(), PaperWords("en"))), signature=BOX)


def applied(desk, paper, choice, language="en"):
    with desk.cases.work(read_only=True) as unit:
        return desk.signing.apply(unit, paper, choice, language)


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_drawn_and_a_scanned_signature_are_kept_with_name_and_moment(desk, scan):
    drawn = desk.signatures.add_drawn("  Mine  ", a_png())
    scanned = desk.signatures.add_scanned("Another", scan)
    assert (drawn.name, drawn.kind, drawn.made_at) == ("Mine", SignatureKind.DRAWN, desk.clock.now())
    assert scanned.kind is SignatureKind.SCANNED
    desk.reopened()
    assert desk.signatures.images() == (scanned, drawn)
    assert desk.signatures.png(drawn.id).startswith(b"\x89PNG")
    desk.signatures.delete(drawn.id)
    assert desk.signatures.images() == (scanned,)


def test_what_cannot_be_a_signature_is_refused_and_nothing_is_kept(desk, scan, tmp_path):
    junk, large = tmp_path / "junk.png", tmp_path / "large.png"
    junk.write_bytes(b"not a picture")
    large.write_bytes(b"\0" * 20_000_001)
    for name, path, error in (
        ("", scan, FieldError),
        ("n" * 301, scan, FieldError),
        ("Mine", junk, PictureRefused),
        ("Mine", large, FileTooLarge),
        ("Mine", tmp_path / "none.png", TextUnreadable),
        ("Mine", tmp_path, TextUnreadable),
    ):
        with pytest.raises(error):
            desk.signatures.add_scanned(name, path)
    with pytest.raises(PictureRefused):
        desk.signatures.add_drawn("Mine", b"")
    assert desk.signatures.images() == ()


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_opened_for_one_use_and_nothing_of_it_is_kept(desk, p12):
    key = desk.signing_keys.open_files([p12], PASSPHRASE)
    assert key.facts.subject == "Alix Déléguée"
    assert desk.signing_keys.kept() == ()


def test_pem_files_are_opened_together_and_other_files_only_alone(desk, p12, tmp_path):
    pair = a_pair()
    (tmp_path / "key.pem").write_bytes(pair.key_pem())
    (tmp_path / "certificate.pem").write_bytes(pair.certificate_pem().strip())
    paths = [tmp_path / "certificate.pem", tmp_path / "key.pem"]
    assert desk.signing_keys.open_files(paths, PASSPHRASE).facts.subject == "Alix Déléguée"
    with pytest.raises(KeyRefused) as caught:
        desk.signing_keys.open_files([*paths, p12], PASSPHRASE)
    assert caught.value.rule == "signing_key_mixed_files"


def test_a_kept_key_is_opened_with_its_passphrase_after_the_vault_was_locked(desk, p12, keychain):
    kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    p12.unlink()
    desk.reopened()
    (found,) = desk.signing_keys.kept()
    assert found == kept
    assert found.facts.issuer == "Autorité Imaginaire"
    assert desk.signing_keys.open_kept(kept.id, PASSPHRASE).facts == found.facts
    with pytest.raises(WrongKeyPassphrase):
        desk.signing_keys.open_kept(kept.id, "wrong")
    assert keychain.entries == {}


def test_the_passphrase_of_a_key_is_nowhere_in_the_vault(desk, p12):
    kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    desk.signing_keys.open_kept(kept.id, PASSPHRASE)
    with desk.vault.opened.file.engine.connect() as connection:
        tables = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        for table in tables:
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                assert PASSPHRASE not in repr(tuple(row))


def test_a_key_that_may_not_sign_or_is_there_already_is_not_kept(desk, p12, tmp_path):
    old = tmp_path / "old.p12"
    old.write_bytes(a_pair(days=(-700, -1)).p12())
    with pytest.raises(KeyRefused) as caught:
        desk.signing_keys.keep("Old", [old], PASSPHRASE)
    assert caught.value.rule == "signing_key_expired"
    desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    with pytest.raises(KeyRefused) as caught:
        desk.signing_keys.keep("Card again", [p12], PASSPHRASE)
    assert caught.value.rule == "signing_key_kept_already"
    with pytest.raises(WrongKeyPassphrase):
        desk.signing_keys.keep("Other", [p12], "wrong")
    assert len(desk.signing_keys.kept()) == 1


def test_a_passphrase_is_remembered_only_when_asked_for_and_forgotten_with_its_key(desk, p12, keychain):
    kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    assert desk.signing_keys.open_remembered(kept.id) is None
    with pytest.raises(WrongKeyPassphrase):
        desk.signing_keys.remember(kept.id, "wrong")
    assert keychain.entries == {}
    desk.signing_keys.remember(kept.id, PASSPHRASE)
    assert desk.signing_keys.remembered() == {kept.id}
    opened = desk.signing_keys.open_remembered(kept.id)
    assert opened is not None
    assert opened.facts == kept.facts
    desk.signing_keys.forget(kept.id)
    assert desk.signing_keys.remembered() == frozenset()
    desk.signing_keys.remember(kept.id, PASSPHRASE)
    desk.signing_keys.delete(kept.id)
    assert keychain.entries == {}
    assert desk.signing_keys.kept() == ()


def test_a_keychain_that_keeps_nothing_is_told(desk, p12, monkeypatch):
    kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    monkeypatch.setattr(store_keychain, "available", lambda: False)
    assert not desk.signing_keys.can_remember()
    with pytest.raises(PassphraseNotKept):
        desk.signing_keys.remember(kept.id, PASSPHRASE)


# --- the three ways --------------------------------------------------------------------------------------------------


def test_a_letter_to_be_signed_in_ink_stays_as_it_is(desk, paper):
    assert applied(desk, paper, InInk()) is paper


def test_a_picture_is_put_on_the_letter_only_with_a_confirmation(desk, paper):
    image = desk.signatures.add_drawn("Mine", a_png())
    signed = applied(desk, paper, WithImage(image=Confirmed(image=image.id)))
    assert b"/Figure" in uncompressed(signed.pdf)
    assert desk.signing.verify(signed.pdf) == ()
    for unconfirmed in (image.id, image, True, None):
        with pytest.raises(RuleBroken) as caught:
            applied(desk, paper, WithImage(image=unconfirmed))
        assert caught.value.rule == "signature_not_confirmed"
    with pytest.raises(NotFound):
        applied(desk, paper, WithImage(image=Confirmed(image=SignatureId(new_id()))))


def uncompressed(pdf: bytes) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_letter_signed_with_a_key_says_so_in_its_own_language_and_time(desk, paper, p12, language):
    image = desk.signatures.add_drawn("Mine", a_png())
    key = desk.signing_keys.open_files([p12], PASSPHRASE)
    choice = WithKey(key=key, image=Confirmed(image=image.id), reason="Answer", location="Paris")
    signed = applied(desk, paper, choice, language)
    words = wording(language)
    said = dense(text(signed.pdf))
    assert dense(words("signature.signed_by", name="Alix Déléguée")) in said
    assert (
        dense(words.moment(datetime(2026, 3, 2, 12, 0, tzinfo=UTC)) + " (UTC+01:00)") in said
    )  # 11:00 UTC in Paris
    (report,) = desk.signing.verify(signed.pdf)
    assert report.sound
    assert report.trust is Trust.UNKNOWN_ISSUER
    assert report.signed_at == desk.clock.now()
    assert report.reason == "Answer"
    assert (signed.pages, signed.signature) == (paper.pages, paper.signature)


def test_a_paper_without_room_is_signed_with_a_key_unseen_and_takes_no_picture(desk, paper, p12):
    bare = replace(paper, signature=None)
    key = desk.signing_keys.open_files([p12], PASSPHRASE)
    signed = applied(desk, bare, WithKey(key=key))
    assert desk.signing.verify(signed.pdf)[0].sound
    image = desk.signatures.add_drawn("Mine", a_png())
    with pytest.raises(RuleBroken) as caught:
        applied(desk, bare, WithImage(image=Confirmed(image=image.id)))
    assert caught.value.rule == "no_room_for_signature"


def test_words_that_find_no_room_and_a_key_out_of_time_are_refused(desk, paper, p12):
    key = desk.signing_keys.open_files([p12], PASSPHRASE)
    narrow = replace(paper, signature=replace(BOX, x1=BOX.x0 + 20, y1=BOX.y0 + 8))
    with pytest.raises(RuleBroken) as caught:
        applied(desk, narrow, WithKey(key=key))
    assert caught.value.rule == "signature_room_too_small"
    desk.clock.go_to(2031, 1, 1)
    with pytest.raises(KeyRefused):
        applied(desk, paper, WithKey(key=key))


def test_a_certificate_kept_in_the_vault_is_known_again(desk, paper, p12):
    kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
    signed = applied(desk, paper, WithKey(key=desk.signing_keys.open_kept(kept.id, PASSPHRASE)))
    assert desk.signing.verify(signed.pdf)[0].trust is Trust.KEPT
    desk.signing_keys.delete(kept.id)
    assert desk.signing.verify(signed.pdf)[0].trust is Trust.UNKNOWN_ISSUER


def test_what_is_no_pdf_cannot_be_verified(desk):
    with pytest.raises(PdfUnreadable):
        desk.signing.verify(b"hello")


def test_no_passphrase_is_written_into_a_log(desk, paper, p12, caplog):
    with caplog.at_level(logging.DEBUG):
        kept = desk.signing_keys.keep("Card", [p12], PASSPHRASE)
        desk.signing_keys.remember(kept.id, PASSPHRASE)
        applied(desk, paper, WithKey(key=desk.signing_keys.open_kept(kept.id, PASSPHRASE)))
        with pytest.raises(WrongKeyPassphrase):
            desk.signing_keys.open_kept(kept.id, PASSPHRASE + "!")
    assert PASSPHRASE not in caplog.text
