"""Keys and certificates of the tests' own, as an authority would hand them out, and as it should not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID, ObjectIdentifier

PASSPHRASE = "needle in a haystack"
FROM = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def private_key(kind: str) -> Any:
    """A key of this kind; the same for all tests, for making one takes a while."""
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind.startswith("RSA"):
        return rsa.generate_private_key(65537, int(kind.split()[1]))
    curves = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "P-521": ec.SECP521R1, "P-192": ec.SECP192R1}
    return ec.generate_private_key(curves[kind.split()[1]]())


@dataclass(frozen=True)
class Pair:
    """A key, its certificate, and those above it."""

    key: Any
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def p12(self, passphrase: str = PASSPHRASE) -> bytes:
        how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return pkcs12.serialize_key_and_certificates(b"me", self.key, self.certificate, self.chain, how)

    def key_pem(self, passphrase: str = PASSPHRASE) -> bytes:
        how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)

    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def chain_pem(self) -> bytes:
        return b"".join(each.public_bytes(Encoding.PEM) for each in self.chain)


def name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def a_pair(
    kind: str = "ECDSA P-256",
    subject: str = "Alix Déléguée",
    *,
    days: tuple[int, int] = (0, 700),
    usage: tuple[str, ...] | None = ("digital_signature",),
    purposes: tuple[str, ...] = (),
    issuer: Pair | None = None,
    online: bool = False,
) -> Pair:
    """A key that may sign, unless told otherwise; signed by itself when there is no issuer."""
    key = private_key(kind)
    signer = issuer or Pair(key, None)  # type: ignore[arg-type]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer.certificate.subject if issuer else name(subject))
        .public_key(key.public_key())
        .serial_number(0xC0FFEE if issuer or not usage or "key_cert_sign" not in usage else 0xCA)
        .not_valid_before(FROM + timedelta(days=days[0]))
        .not_valid_after(FROM + timedelta(days=days[1]))
    )
    if usage is not None:
        builder = builder.add_extension(
            x509.KeyUsage(**{each: each in usage for each in USAGES}), critical=True
        )
    if purposes:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ObjectIdentifier(each) for each in purposes]), critical=False
        )
    if online:
        builder = _asking_to_be_looked_up(builder)
    certificate = builder.sign(signer.key, None if kind == "Ed25519" else SHA256())
    return Pair(key, certificate, (issuer.certificate, *issuer.chain) if issuer else ())


def _asking_to_be_looked_up(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    where = x509.UniformResourceIdentifier("http://authority.example/")
    kinds = (AuthorityInformationAccessOID.OCSP, AuthorityInformationAccessOID.CA_ISSUERS)
    access = x509.AuthorityInformationAccess([x509.AccessDescription(each, where) for each in kinds])
    lists = x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)])
    return builder.add_extension(access, critical=False).add_extension(lists, critical=False)


def an_authority(subject: str = "Autorité Imaginaire") -> Pair:
    return a_pair("ECDSA P-384", subject, usage=("key_cert_sign", "crl_sign"))


def with_old_hash(pair: Pair, algorithm: str = "sha1_rsa") -> Pair:
    """The same certificate, said to be signed with a hash nobody should use; no library makes one any more."""
    plain = asn1.Certificate.load(pair.certificate.public_bytes(Encoding.DER))
    plain["tbs_certificate"]["signature"]["algorithm"] = algorithm
    plain["signature_algorithm"]["algorithm"] = algorithm
    return Pair(pair.key, x509.load_der_x509_certificate(plain.dump(force=True)))
