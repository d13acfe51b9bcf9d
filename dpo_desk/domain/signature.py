"""Signatures of letters: pictures of a hand's own, keys with their certificates, and what a signed file shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpo_desk.domain.ids import SignatureId, SigningKeyId
from dpo_desk.errors import KeyRefused


class SignatureKind(StrEnum):
    """How the picture of a signature came about."""

    DRAWN = "drawn"
    SCANNED = "scanned"


@dataclass(frozen=True, kw_only=True)
class SignatureImage:
    """What is known of a signature's picture; the picture itself is read separately."""

    id: SignatureId
    name: str
    kind: SignatureKind
    made_at: datetime  # aware, UTC
    width: int  # pixels
    height: int
    sha256: str  # of the PNG


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """Says that the user agreed to put this picture on the letter at hand; asked for anew for each letter."""

    image: SignatureId


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """
    What the certificate of a key says, and whether the key may sign at all.

    ``flaw`` is the rule below ``errors.rule`` that keeps it from signing whatever the day; empty when none does.
    """

    subject: str
    issuer: str
    serial: str  # hexadecimal digits
    algorithm: str  # RSA 3072, ECDSA P-256
    valid_from: datetime  # aware, UTC
    valid_to: datetime
    fingerprint: str  # SHA-256 of the certificate
    self_signed: bool
    flaw: str = ""

    def trouble(self, at: datetime) -> str:
        """The rule that keeps the key from signing at this moment; empty when it may sign."""
        if self.flaw:
            return self.flaw
        if at < self.valid_from:
            return "signing_key_not_yet_valid"
        if at > self.valid_to:
            return "signing_key_expired"
        return ""

    def require(self, at: datetime) -> None:
        """Lets a key pass that may sign at this moment. Raises ``KeyRefused``."""
        if trouble := self.trouble(at):
            raise KeyRefused(trouble, valid_from=self.valid_from.date(), valid_to=self.valid_to.date())


@dataclass(frozen=True, kw_only=True)
class KeptKey:
    """A key file kept in the vault; the file itself is read separately, and its passphrase is not part of it."""

    id: SigningKeyId
    name: str
    kept_at: datetime  # aware, UTC
    facts: KeyFacts


class Trust(StrEnum):
    """What is known of the signer, apart from the file and without asking anybody."""

    KEPT = "kept"  # the certificate belongs to a key kept in this vault
    SELF_SIGNED = "self_signed"  # the signer vouches for herself
    UNKNOWN_ISSUER = "unknown_issuer"  # somebody vouches whom this program does not know


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """
    What one signature in a file shows.

    ``facts`` and ``signed_at`` are missing when the signature is too damaged to tell. Without a time stamp
    ``signed_at`` is what the signer's own clock said.
    """

    intact: (
        bool  # what was signed is byte for byte what stands there, and the key of the certificate signed it
    )
    whole: bool  # everything in the file was signed
    added_later: bool  # the signed file is whole, and something was added behind it
    weak: bool  # made with a method that can be forged today
    facts: KeyFacts | None = None
    trust: Trust = Trust.UNKNOWN_ISSUER
    signed_at: datetime | None = None
    reason: str = ""
    location: str = ""

    @property
    def sound(self) -> bool:
        """Whether the file is as it was signed, by a method that holds."""
        return self.intact and self.whole and not self.weak

    @property
    def valid_when_signed(self) -> bool:
        """Whether the certificate was in force at the moment the signer gave."""
        if self.facts is None or self.signed_at is None:
            return False
        return self.facts.valid_from <= self.signed_at <= self.facts.valid_to
