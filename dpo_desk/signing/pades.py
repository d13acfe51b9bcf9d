"""
Signs and verifies PDF files (PAdES, level B-B): offline, without a time stamp, without asking anybody anything.

Nothing may touch the bytes afterwards: whatever belongs into the file, stands in it before.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from datetime import datetime
from typing import Any

from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dpo_desk.domain.signature import SignatureReport
from dpo_desk.services.ports import SigningKey
from dpo_desk.signing.certificates import facts_of
from dpo_desk.signing.field import FIELD, prepared
from dpo_desk.signing.key_files import OpenedKey, opened
from dpo_desk.signing.verify import reports


class PadesSigner:
    """Keeps ``services.ports.Signer``."""

    def open_key(self, key_file: bytes, passphrase: str) -> SigningKey:
        """The key of a file, with what its certificate says. Raises ``WrongKeyPassphrase``, ``KeyRefused``."""
        found = opened(key_file, passphrase)
        return SigningKey(facts=facts_of(found.certificate), secret=found)

    def sign(
        self, pdf: bytes, key: SigningKey, *, page: int, tip: str, reason: str, location: str, at: datetime
    ) -> bytes:
        """The file, signed whole and closed to every change. Raises ``KeyRefused``."""
        key.facts.require(at)
        about = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason or None,
            location=location or None,
            name=key.facts.subject,
        )
        signer = _SignerAt(about, _signer(key.secret))
        signer.at = at
        out = io.BytesIO()
        signer.sign_pdf(
            _Unchanged(io.BytesIO(prepared(pdf, page, tip))), existing_fields_only=True, output=out
        )
        return out.getvalue()

    def verify(self, pdf: bytes, known: Collection[str] = ()) -> tuple[SignatureReport, ...]:
        """What each signature of the file shows, the oldest first. Raises ``PdfUnreadable``."""
        return reports(pdf, known)


class _SignerAt(PdfSigner):
    """Signs at the moment it is given; the library would ask the computer."""

    at: datetime

    def init_signing_session(self, *given: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*given, **options)
        session.system_time = self.at
        return session


class _Unchanged(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: written anew, they lose what PDF/A asks them to describe."""

    def _update_meta(self) -> None:
        pass


def _signer(secret: object) -> SimpleSigner:
    assert isinstance(secret, OpenedKey)  # noqa: S101 — only ``open_key`` makes one
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves this one out
    store.register_multiple(map(translate_pyca_cryptography_cert_to_asn1, secret.chain))
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(secret.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(secret.key),
        cert_registry=store,
    )
