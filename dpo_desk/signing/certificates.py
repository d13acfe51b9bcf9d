"""What a certificate says, in plain values, and what keeps its key from signing."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import MD5, SHA1, SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from dpo_desk.domain.signature import KeyFacts
from dpo_desk.errors import KeyRefused

SHORTEST_RSA = 2048
SHORTEST_CURVE = 256

_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
# Uses of a key that a signature under a letter may rely on: any, e-mail, documents (RFC 9336), and what Adobe and
# Microsoft called the same before. A certificate that names others only is for something else: a server, a login.
_SIGNING_USES = {
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier("1.2.840.113583.1.1.5"),
    ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
}


def facts_of(certificate: x509.Certificate) -> KeyFacts:
    """
    What the certificate says.

    Raises:
        KeyRefused: ``signing_key_unreadable``, when it is too damaged to tell.
    """
    try:
        return KeyFacts(
            subject=_shown(certificate.subject),
            issuer=_shown(certificate.issuer),
            serial=f"{certificate.serial_number:x}",
            algorithm=_algorithm(certificate),
            valid_from=certificate.not_valid_before_utc,
            valid_to=certificate.not_valid_after_utc,
            fingerprint=certificate.fingerprint(SHA256()).hex(),
            self_signed=certificate.subject == certificate.issuer,
            flaw=_flaw(certificate),
        )
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise KeyRefused("signing_key_unreadable") from error


def _shown(name: x509.Name) -> str:
    """The common name, else the organisation, else the whole name as RFC 4514 writes it."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for each in name.get_attributes_for_oid(kind):
            if isinstance(each.value, str) and (text := _plain(each.value)):
                return text
    return _plain(name.rfc4514_string())


def _plain(text: str) -> str:
    """Without control characters and marks that turn the order of letters around."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, EllipticCurvePublicKey):
        return f"ECDSA {_CURVES.get(key.curve.name, key.curve.name)}"
    return type(key).__name__.removesuffix("PublicKey")


def _flaw(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        return "signing_key_other_kind"
    shortest = SHORTEST_RSA if isinstance(key, RSAPublicKey) else SHORTEST_CURVE
    if key.key_size < shortest or isinstance(certificate.signature_hash_algorithm, MD5 | SHA1):
        return "signing_key_too_weak"
    return "" if _may_sign(certificate.extensions) else "signing_key_not_for_signing"


def _may_sign(extensions: x509.Extensions) -> bool:
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.KeyUsage) and not (value.digital_signature or value.content_commitment):
            return False
        if isinstance(value, x509.ExtendedKeyUsage) and _SIGNING_USES.isdisjoint(value):
            return False
    return True
