"""Signed letters: other readers agree, every change is noticed, and the file keeps what it promised."""

from __future__ import annotations

import io
import logging
import re
import shutil
import socket
import subprocess
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from dpo_desk.domain.signature import Trust
from dpo_desk.errors import KeyRefused, PdfUnreadable
from dpo_desk.signing.pades import PadesSigner
from tests.signing.certificates import AT, PASSPHRASE, a_pair, an_authority
from tests.signing.conftest import signed
from tests.unit.reports.conforming import failures
from tests.unit.reports.reading import text

KINDS = ["RSA 2048", "ECDSA P-256", "ECDSA P-384", "ECDSA P-521"]


def verified(pdf: bytes, known=()):
    (report,) = PadesSigner().verify(pdf, known)
    return report


def sound(pdf: bytes) -> bool:
    """Whether all that stands in the file is one sound signature."""
    try:
        reports = PadesSigner().verify(pdf)
    except PdfUnreadable:
        return False
    return len(reports) == 1 and reports[0].sound


# --- what a signature says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_letter_is_sound_and_says_who_signed_it_when_and_why(letter, kind):
    report = verified(signed(letter, a_pair(kind)))
    assert report.sound
    assert report.intact
    assert report.whole
    assert not report.added_later
    assert not report.weak
    assert report.facts is not None
    assert report.facts.subject == "Alix Déléguée"
    assert report.facts.algorithm == kind
    assert report.signed_at == AT
    assert report.valid_when_signed
    assert (report.reason, report.location) == ("Answer to a request", "Paris")


def test_the_moment_of_signing_is_the_one_given_in_its_own_time_zone(letter):
    at = AT.astimezone(timezone(timedelta(hours=-5)))
    pdf = signed(letter, a_pair(), at=at)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    assert signature.sig_object["/M"] == "D:20260302070000-05'00'"
    assert verified(pdf).signed_at == AT


def test_a_certificate_that_vouches_for_itself_one_that_is_kept_and_one_of_an_unknown_issuer_are_told_apart(
    letter,
):
    own, issued = a_pair(), a_pair(issuer=an_authority())
    assert verified(signed(letter, own)).trust is Trust.SELF_SIGNED
    assert verified(signed(letter, issued)).trust is Trust.UNKNOWN_ISSUER
    fingerprint = PadesSigner().open_key(issued.p12(), PASSPHRASE).facts.fingerprint
    assert verified(signed(letter, issued), {fingerprint}).trust is Trust.KEPT


def test_a_signature_made_outside_the_time_of_its_certificate_is_told(letter):
    report = verified(signed(letter, a_pair()))
    assert not replace(report, signed_at=AT + timedelta(days=3000)).valid_when_signed
    assert not replace(report, signed_at=None).valid_when_signed


def test_a_file_without_a_signature_has_nothing_to_report(letter):
    assert PadesSigner().verify(letter) == ()


# --- other readers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_library_agrees_when_it_checks_everything_and_the_authority_is_known_to_it(letter, kind):
    authority = an_authority()
    pdf = signed(letter, a_pair(kind, issuer=authority))
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    root = translate_pyca_cryptography_cert_to_asn1(authority.certificate)
    context = ValidationContext(
        trust_roots=[root], allow_fetching=False, moment=AT, revocation_mode="soft-fail"
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    assert status.bottom_line, status.pretty_print_details()
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("kind", KINDS)
def test_poppler_agrees(letter, kind, tmp_path: Path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(signed(letter, a_pair(kind)))
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: Alix Déléguée" in said


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_poppler_notices_a_change_too(signed_letter, tmp_path: Path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(flipped(signed_letter, 2000))
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in said


def test_every_certificate_above_the_signer_s_goes_into_the_file(letter):
    authority = an_authority()
    pdf = signed(letter, a_pair(issuer=authority))
    assert authority.certificate.public_bytes(Encoding.DER).hex().encode() in pdf.lower()


# --- every change ----------------------------------------------------------------------------------------------------


def flipped(pdf: bytes, at: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1
    return bytes(changed)


def ranges(pdf: bytes) -> tuple[int, int]:
    """Where the signature begins and ends in the file."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+", pdf)
    assert found
    return int(found[1]), int(found[2])


def parts_of(pdf: bytes) -> dict[str, range]:
    """Where in the file the parts of its signature stand that are signed, or are the signing itself."""
    begin, end = ranges(pdf)
    raw = bytes.fromhex(pdf[begin + 1 : end - 1].decode())
    whole = cms.ContentInfo.load(raw)
    signer = whole["content"]["signer_infos"][0]
    parts = {
        "what is signed beside the letter": signer["signed_attrs"].dump(),
        "the signature itself": signer["signature"].dump(),
        "the certificate": whole["content"]["certificates"][0].dump(),
    }
    found = {name: begin + 1 + 2 * raw.index(part) for name, part in parts.items()}
    places = {name: range(found[name], found[name] + 2 * len(part)) for name, part in parts.items()}
    return {**places, "the noughts behind it": range(begin + 1 + 2 * len(whole.dump()), end)}


def test_one_changed_byte_is_noticed_wherever_it_stands(signed_letter):
    begin, end = ranges(signed_letter)
    size = len(signed_letter)
    regions = {
        "what was drawn": range(0, begin - 300, 997),
        "the entry of the signature": range(begin - 300, begin + 1, 7),
        **{name: places[::3] for name, places in parts_of(signed_letter).items()},
        "the end of the signature": range(end - 1, end + 1),
        "the table and the end of the file": range(end, size, 11),
        "the last byte": range(size - 1, size),
    }
    assert {
        name: [at for at in places if sound(flipped(signed_letter, at))] for name, places in regions.items()
    } == {name: [] for name in regions}


def test_bytes_put_behind_or_cut_off_are_noticed(signed_letter):
    for more in (b"\n", b" ", b"%%EOF\n", b"\0" * 100, signed_letter):
        assert not sound(signed_letter + more)
    for less in (1, 2, 7, 500):
        assert not sound(signed_letter[:-less])


def test_a_later_revision_is_told_as_something_added(signed_letter):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_letter))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    report = verified(out.getvalue())
    assert report.intact
    assert not report.whole
    assert report.added_later
    assert not report.sound


def test_a_letter_written_anew_by_another_program_is_not_intact(signed_letter):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed_letter)) as pdf:
        pdf.save(out)
    report = verified(out.getvalue())
    assert not report.intact
    assert not report.sound


def test_a_signature_that_leaves_more_than_itself_out_is_not_intact(signed_letter):
    """Bytes slipped in beside the signature, with its range moved to step over them."""
    begin, end = ranges(signed_letter)
    slipped = b"<" + b"0" * 40
    forged = signed_letter[:begin] + slipped + signed_letter[begin + 1 :]
    old = f"[0 {begin} {end} ".encode()
    new = f"[0 {begin} {end + len(slipped) - 1} ".encode()
    forged = forged.replace(old, new)
    assert not sound(forged)


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7", b"hello", b"\0" * 1000, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(junk):
    with pytest.raises(PdfUnreadable):
        PadesSigner().verify(junk)


# --- what the file promised before -----------------------------------------------------------------------------------


def metadata(pdf: bytes) -> tuple[bytes, dict[str, str]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        about = {key: str(value) for key, value in opened.docinfo.items()}
        return opened.Root.Metadata.read_bytes(), about


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_signed_letter_is_pdf_a_and_pdf_ua_still(signed_letter, profile):
    assert failures(signed_letter, profile) == []


def test_a_paper_without_any_mark_may_be_signed_and_keeps_its_promises_too(plain):
    pdf = signed(plain.pdf, a_pair(), reason="", location="")
    assert sound(pdf)
    for profile in ("3a", "ua1"):
        assert failures(pdf, profile) == []


def test_the_metadata_are_the_same_byte_for_byte(plain, signed_letter):
    assert metadata(signed_letter) == metadata(plain.pdf)


def test_the_words_of_the_signature_stand_in_the_page(signed_letter, plain):
    assert "Digitally signed by Alix Déléguée" in text(signed_letter)
    assert "Digitally signed" not in text(plain.pdf)


def test_the_field_is_named_in_the_structure_tree_and_takes_no_room(signed_letter):
    with pikepdf.open(io.BytesIO(signed_letter)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert [int(each) for each in field.Rect] == [0, 0, 0, 0]
        assert str(field.TU) == "Digital signature of Alix Déléguée"
        form = pdf.Root.StructTreeRoot.K[0].K[-1]
        assert form.S == "/Form"
        assert form.K.Obj.objgen == field.objgen


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"days": (-700, -1)}, "signing_key_expired"),
        ({"days": (100, 700)}, "signing_key_not_yet_valid"),
        ({"usage": ("key_encipherment",)}, "signing_key_not_for_signing"),
        ({"kind": "RSA 1024"}, "signing_key_too_weak"),
    ],
)
def test_a_key_that_may_not_sign_signs_nothing(letter, changes, rule):
    with pytest.raises(KeyRefused) as caught:
        signed(letter, a_pair(**changes))
    assert caught.value.rule == rule


def test_a_signed_letter_is_not_signed_again(signed_letter):
    with pytest.raises(KeyRefused) as caught:
        signed(signed_letter, a_pair())
    assert caught.value.rule == "signed_already"


# --- alone with itself -----------------------------------------------------------------------------------------------


def test_nobody_is_asked_even_when_the_certificate_says_where(letter, monkeypatch):
    """Not one socket is made that could leave this computer."""
    made = []
    real = socket.socket.__init__

    def noted(self, family=-1, *rest, **named):
        made.append(family)
        real(self, family, *rest, **named)

    monkeypatch.setattr(socket.socket, "__init__", noted)
    pdf = signed(letter, a_pair(issuer=an_authority(), online=True))
    assert sound(pdf)
    assert not {socket.AF_INET, socket.AF_INET6, -1} & set(made)


def test_neither_signing_nor_verifying_writes_a_name_or_a_passphrase_into_a_log(letter, caplog):
    with caplog.at_level(logging.DEBUG):
        pdf = signed(letter, a_pair(issuer=an_authority()))
        sound(pdf)
        for at in (20, 5000, *ranges(pdf)):
            sound(flipped(pdf, at))
    assert "Alix" not in caplog.text
    assert "Autorité" not in caplog.text
    assert PASSPHRASE not in caplog.text
