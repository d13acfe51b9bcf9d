"""
What the signatures in a file show; nobody is asked, and what a hostile file holds is only ever read.

Signed is the file but for the signature's own bytes; in these, what names the signer, and the signature. What the
standard leaves open beside them (the certificates of authorities, numbers of versions) says nothing that is told here.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from asn1crypto import cms
from cryptography import x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from dpo_desk.domain.signature import KeyFacts, SignatureReport, Trust
from dpo_desk.errors import PdfUnreadable
from dpo_desk.signing.certificates import facts_of

_BROKEN = SignatureReport(intact=False, whole=False, added_later=False, weak=False)
_FORGEABLE = {"md5", "sha1"}
_WEAK = {"signing_key_too_weak", "signing_key_other_kind"}


def reports(pdf: bytes, known: Collection[str] = ()) -> tuple[SignatureReport, ...]:
    """
    What each signature of the file shows, in the order of its fields; nothing when there is none.

    Args:
        pdf: Any file.
        known: The fingerprints of certificates whose keys are kept in this vault.

    Raises:
        PdfUnreadable: It is no PDF, or too damaged to be read as one.
    """
    with _reading():
        reader = PdfFileReader(io.BytesIO(pdf))
        fields = [
            (name, place.get_object())
            for name, value, place in enumerate_sig_fields(reader, filled_status=True)
            if value.get_object().get("/Type", "/Sig") == "/Sig"
        ]
    return tuple(_report(reader, pdf, name, field, known) for name, field in fields)


@contextmanager
def _reading() -> Iterator[None]:
    """Over what is damaged, or made to hurt, the library stumbles in any way there is; all of them mean the same."""
    try:
        yield
    except Exception as error:
        raise PdfUnreadable from error


def _report(
    reader: PdfFileReader, pdf: bytes, name: str, field: DictionaryObject, known: Collection[str]
) -> SignatureReport:
    try:
        with _reading():
            return _judged(EmbeddedPdfSignature(reader, field, name), pdf, known)
    except PdfUnreadable:
        return _BROKEN


def _judged(signature: EmbeddedPdfSignature, pdf: bytes, known: Collection[str]) -> SignatureReport:
    digest = signature.compute_digest()
    fits, signed = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    facts = facts_of(x509.load_der_x509_certificate(signature.signer_cert.dump()))
    intact = fits and signed and _nothing_hidden(signature, pdf)
    _start, _before, after, rest = signature.byte_range
    whole = intact and after + rest == len(pdf)
    covered = signature.evaluate_signature_coverage()
    return SignatureReport(
        intact=intact,
        whole=whole,
        added_later=intact and not whole and covered == SignatureCoverageLevel.ENTIRE_REVISION,
        weak=signature.md_algorithm in _FORGEABLE or facts.flaw in _WEAK,
        facts=facts,
        trust=_trust(facts, known),
        signed_at=_aware(signature.self_reported_timestamp),
        reason=str(signature.sig_object.get("/Reason", "")),
        location=str(signature.sig_object.get("/Location", "")),
    )


def _nothing_hidden(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether all that was left out of signing is the signature itself, written out plainly, with noughts behind it."""
    start, before, after, _rest = signature.byte_range
    content = signature.pkcs7_content
    behind = content[len(cms.ContentInfo.load(content).dump()) :]
    plain = content.hex().encode()
    return start == 0 and not any(behind) and pdf[before:after] in {b"<%s>" % plain, b"<%s>" % plain.upper()}


def _trust(facts: KeyFacts, known: Collection[str]) -> Trust:
    if facts.fingerprint in known:
        return Trust.KEPT
    return Trust.SELF_SIGNED if facts.self_signed else Trust.UNKNOWN_ISSUER


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
