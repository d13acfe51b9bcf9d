"""Texts kept in the vault: the source of quotations, tables of law in place of the shipped ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.services.ports import KeptText
from dpo_desk.store import contents
from dpo_desk.store.base import Base, UTCDateTime
from dpo_desk.store.records import Shared

KIND = "text"


class TextRow(Base):
    """One text."""

    __tablename__ = "kept_texts"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    text: Mapped[str]


class TextRepository:
    """Keeps ``services.ports.KeptTexts``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def find(self, name: str) -> KeptText | None:
        """The text of this name."""
        row = self._session.get(TextRow, name)
        if row is None:
            return None
        return KeptText(name=row.name, title=row.title, text=row.text, sha256=row.sha256, at=row.at)

    def put(self, text: KeptText) -> None:
        """Keeps the text in place of the one of the same name. Raises ``FieldError`` as other records do."""
        digest = contents.digest(text)
        known = self._session.get(TextRow, text.name) is not None
        row = TextRow(name=text.name, title=text.title, sha256=text.sha256, at=text.at, text=text.text)
        self._session.merge(row)
        self._session.flush()
        self._shared.audit.record("changed" if known else "created", KIND, text.name, digest)

    def drop(self, name: str) -> None:
        """Forgets it; nothing happens when there is none."""
        row = self._session.get(TextRow, name)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
            self._shared.audit.record("deleted", KIND, name)
