"""The one letterhead of the vault, with its logo."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.errors import StaleRecord, VaultDamaged
from dpo_desk.store import contents
from dpo_desk.store.base import Base, Texts
from dpo_desk.store.records import Shared

KIND = "letterhead"


class LetterheadRow(Base):
    """The letterhead; the database itself allows one."""

    __tablename__ = "letterhead"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    lines: Mapped[tuple[str, ...]] = mapped_column(Texts())
    footer: Mapped[tuple[str, ...]] = mapped_column(Texts())
    layout: Mapped[str] = mapped_column(String(32))
    logo_sha256: Mapped[str] = mapped_column(String(64))
    logo: Mapped[bytes] = mapped_column(LargeBinary)


class LetterheadRepository:
    """Keeps ``services.ports.Letterheads``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def get(self) -> Letterhead:
        """The letterhead; an empty one before it was first saved."""
        row = self._session.get(LetterheadRow, 1)
        return Letterhead() if row is None else _letterhead(row)

    def logo(self) -> bytes:
        """The picture, or nothing. Raises ``VaultDamaged`` when it no longer fits its SHA-256."""
        row = self._session.get(LetterheadRow, 1)
        if row is None or not row.logo_sha256:
            return b""
        if hashlib.sha256(row.logo).hexdigest() != row.logo_sha256:
            raise VaultDamaged(detail="letterhead")
        return row.logo

    def save(self, letterhead: Letterhead, logo: bytes) -> Letterhead:
        """
        The letterhead as stored, one version on.

        Raises:
            StaleRecord: Somebody saved another one meanwhile; ``FieldError`` as other records do.
            ValueError: The SHA-256 is not that of the picture; a bug of the caller.
        """
        if letterhead.logo != (hashlib.sha256(logo).hexdigest() if logo else ""):
            raise ValueError("the SHA-256 of a logo does not fit its bytes")
        row = self._session.get(LetterheadRow, 1, with_for_update=True)
        if (0 if row is None else row.version) != letterhead.version:
            raise StaleRecord(kind=KIND)
        stored = replace(letterhead, version=letterhead.version + 1)
        digest = contents.digest(stored)
        if row is None:
            row = LetterheadRow(id=1)
            self._session.add(row)
        row.version, row.layout = stored.version, stored.layout
        row.lines, row.footer = stored.lines, stored.footer
        row.logo_sha256, row.logo = stored.logo, logo
        self._session.flush()
        self._shared.audit.record("changed" if letterhead.version else "created", KIND, KIND, digest)
        return stored


def _letterhead(row: LetterheadRow) -> Letterhead:
    return Letterhead(
        lines=row.lines, footer=row.footer, layout=row.layout, logo=row.logo_sha256, version=row.version
    )
