"""Pictures of signatures, as they lie encrypted in the vault."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.ids import SignatureId
from dpo_desk.domain.signature import SignatureImage, SignatureKind
from dpo_desk.errors import NotFound, VaultDamaged
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, UTCDateTime, closed, folded
from dpo_desk.store.records import Shared

KIND = "signature"


class SignatureRow(Base):
    """One picture; the bytes stand last, so that a list need not read over them."""

    __tablename__ = "signatures"

    uid: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str]
    kind: Mapped[SignatureKind] = mapped_column(closed(SignatureKind, "kind"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime())
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    png: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class SignatureRepository:
    """Keeps ``services.ports.Signatures``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, image: SignatureImage, png: bytes) -> None:
        """
        Keeps the picture.

        Raises:
            ValueError: The SHA-256 is not that of the bytes; a bug of the caller.
        """
        if image.sha256 != hashlib.sha256(png).hexdigest():
            raise ValueError("the SHA-256 of a signature does not fit its bytes")
        digest = contents.digest(image)
        self._session.add(
            SignatureRow(
                uid=image.id,
                name=image.name,
                kind=image.kind,
                made_at=image.made_at,
                width=image.width,
                height=image.height,
                sha256=image.sha256,
                png=png,
            )
        )
        self._session.flush()
        self._shared.audit.record("created", KIND, image.id, digest)

    def all(self) -> tuple[SignatureImage, ...]:
        """What is known of each, by name."""
        images = map(_image, self._session.scalars(select(SignatureRow)))
        return tuple(sorted(images, key=lambda each: (folded(each.name), each.made_at)))

    def png(self, image: SignatureId) -> bytes:
        """The picture. Raises ``NotFound``; ``VaultDamaged`` when it no longer fits its SHA-256."""
        row = self._row(image)
        if hashlib.sha256(row.png).hexdigest() != row.sha256:
            raise VaultDamaged(detail="signature")
        return row.png

    def delete(self, image: SignatureId) -> None:
        """Takes it out for good. Raises ``NotFound``."""
        self._session.delete(self._row(image))
        self._session.flush()
        self._shared.audit.record("deleted", KIND, image)

    def _row(self, image: SignatureId) -> SignatureRow:
        row = self._session.get(SignatureRow, image)
        if row is None:
            raise NotFound(kind=KIND)
        return row


def _image(row: SignatureRow) -> SignatureImage:
    return SignatureImage(
        id=SignatureId(row.uid),
        name=row.name,
        kind=row.kind,
        made_at=row.made_at,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
    )
