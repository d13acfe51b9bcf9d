"""Key files to sign with, as they lie encrypted in the vault; their passphrases are not here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.ids import SigningKeyId
from dpo_desk.domain.signature import KeptKey, KeyFacts
from dpo_desk.errors import NotFound
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, UTCDateTime, folded
from dpo_desk.store.records import Shared

KIND = "signing_key"


class SigningKeyRow(Base):
    """One key file, and what its certificate says: without the passphrase nobody could tell."""

    __tablename__ = "signing_keys"

    uid: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime())
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str]
    algorithm: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[datetime] = mapped_column(UTCDateTime())
    valid_to: Mapped[datetime] = mapped_column(UTCDateTime())
    fingerprint: Mapped[str] = mapped_column(String(64))
    self_signed: Mapped[bool]
    key_file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class SigningKeyRepository:
    """Keeps ``services.ports.SigningKeys``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, key: KeptKey, key_file: bytes) -> None:
        """Keeps the file."""
        digest = contents.digest(key)
        facts = key.facts
        self._session.add(
            SigningKeyRow(
                uid=key.id,
                name=key.name,
                kept_at=key.kept_at,
                subject=facts.subject,
                issuer=facts.issuer,
                serial=facts.serial,
                algorithm=facts.algorithm,
                valid_from=facts.valid_from,
                valid_to=facts.valid_to,
                fingerprint=facts.fingerprint,
                self_signed=facts.self_signed,
                key_file=key_file,
            )
        )
        self._session.flush()
        self._shared.audit.record("created", KIND, key.id, digest)

    def all(self) -> tuple[KeptKey, ...]:
        """What is known of each, by name."""
        keys = map(_key, self._session.scalars(select(SigningKeyRow)))
        return tuple(sorted(keys, key=lambda each: (folded(each.name), each.kept_at)))

    def key_file(self, key: SigningKeyId) -> bytes:
        """The file. Raises ``NotFound``."""
        return self._row(key).key_file

    def delete(self, key: SigningKeyId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        self._session.delete(self._row(key))
        self._session.flush()
        self._shared.audit.record("deleted", KIND, key)

    def _row(self, key: SigningKeyId) -> SigningKeyRow:
        row = self._session.get(SigningKeyRow, key)
        if row is None:
            raise NotFound(kind=KIND)
        return row


def _key(row: SigningKeyRow) -> KeptKey:
    facts = KeyFacts(
        subject=row.subject,
        issuer=row.issuer,
        serial=row.serial,
        algorithm=row.algorithm,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        fingerprint=row.fingerprint,
        self_signed=row.self_signed,
    )
    return KeptKey(id=SigningKeyId(row.uid), name=row.name, kept_at=row.kept_at, facts=facts)
