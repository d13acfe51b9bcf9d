"""A key and its certificate out of a PKCS#12 file, or out of PEM texts put one behind the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

from dpo_desk.errors import KeyRefused, WrongKeyPassphrase

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

_PEM_KEY = re.compile(rb"-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)
_PEM_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_PKCS12_VERSION = b"\x02\x01\x03"  # the first thing inside the outermost SEQUENCE
_SEQUENCE = b"\x30"


@dataclass(frozen=True, repr=False)
class OpenedKey:
    """A key ready to sign, its certificate, and those of the authorities above it. Never shown, never kept."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def opened(key_file: bytes, passphrase: str) -> OpenedKey:
    """
    The key of a file with the certificate that belongs to it.

    Raises:
        WrongKeyPassphrase: The passphrase does not open the key.
        KeyRefused: ``signing_key_no_file``, ``signing_key_unreadable``, ``signing_key_missing``,
            ``signing_key_several``, ``signing_key_certificate_missing``, ``signing_key_certificate_of_another``,
            ``signing_key_other_kind``.
    """
    secret = passphrase.encode(errors="replace")
    if 0 in secret:  # no passphrase has a zero in it, and the library falls over it
        raise WrongKeyPassphrase
    if key_file[:1] == _SEQUENCE and _PKCS12_VERSION in key_file[:16]:
        key, certificates = _from_pkcs12(key_file, secret)
    elif b"-----BEGIN " in key_file:
        key, certificates = _from_pem(key_file, secret)
    else:
        raise KeyRefused("signing_key_no_file")
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyRefused("signing_key_other_kind")
    if not certificates:
        raise KeyRefused("signing_key_certificate_missing")
    public = _public(key.public_key())
    own = next((each for each in certificates if _key_in(each) == public), None)
    if own is None:
        raise KeyRefused("signing_key_certificate_of_another")
    return OpenedKey(key, own, tuple(each for each in certificates if each is not own))


def _from_pkcs12(key_file: bytes, passphrase: bytes) -> tuple[object, Sequence[x509.Certificate]]:
    found = _pkcs12(key_file, passphrase)
    if found.key is None:
        raise KeyRefused("signing_key_missing")
    own = [found.cert.certificate] if found.cert else []
    return found.key, [*own, *(each.certificate for each in found.additional_certs)]


def _pkcs12(key_file: bytes, passphrase: bytes) -> PKCS12KeyAndCertificates:
    # Without a passphrase, some programs protect the file with an empty one and some not at all.
    for secret in [passphrase] if passphrase else [None, b""]:
        try:
            return pkcs12.load_pkcs12(key_file, secret)
        except (UnsupportedAlgorithm, NotImplementedError) as error:
            raise KeyRefused("signing_key_unreadable") from error
        except (ValueError, TypeError):
            continue
    raise WrongKeyPassphrase


def _from_pem(key_file: bytes, passphrase: bytes) -> tuple[object, Sequence[x509.Certificate]]:
    keys = [found.group() for found in _PEM_KEY.finditer(key_file)]
    if len(keys) != 1:
        raise KeyRefused("signing_key_several" if keys else "signing_key_missing")
    try:
        certificates = [
            x509.load_pem_x509_certificate(found.group()) for found in _PEM_CERTIFICATE.finditer(key_file)
        ]
    except ValueError as error:
        raise KeyRefused("signing_key_unreadable") from error
    return _pem_key(keys[0], passphrase), certificates


def _pem_key(pem: bytes, passphrase: bytes) -> object:
    try:
        return load_pem_private_key(pem, None)
    except TypeError as error:
        if not passphrase:
            raise WrongKeyPassphrase from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyRefused("signing_key_unreadable") from error
    try:
        return load_pem_private_key(pem, passphrase)
    except UnsupportedAlgorithm as error:
        raise KeyRefused("signing_key_unreadable") from error
    except (ValueError, TypeError) as error:
        raise WrongKeyPassphrase from error


def _key_in(certificate: x509.Certificate) -> bytes:
    try:
        return _public(certificate.public_key())
    except (ValueError, UnsupportedAlgorithm):  # one of those above may be of a kind unknown here
        return b""


def _public(key: CertificatePublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
