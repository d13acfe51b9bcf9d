"""What was typed and not yet saved."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from dpo_desk.store.base import Base


class DraftRow(Base):
    """The fields of one form, as JSON. Whatever was typed can be written so, even half a surrogate pair."""

    __tablename__ = "drafts"

    key: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[str]


class DraftRepository:
    """Keeps ``services.ports.Drafts``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: str, fields: Mapping[str, object]) -> None:
        """Keeps the fields (JSON values only) under this key."""
        text = json.dumps(dict(fields), ensure_ascii=True)
        row = self._session.get(DraftRow, key)
        if row is None:
            self._session.add(DraftRow(key=key, fields=text))
        else:
            row.fields = text
        self._session.flush()

    def find(self, key: str) -> Mapping[str, object] | None:
        """What was kept, or nothing."""
        row = self._session.get(DraftRow, key)
        if row is None:
            return None
        fields: dict[str, object] = json.loads(row.fields)
        return fields

    def drop(self, key: str) -> None:
        """Forgets it; nothing happens when there is none."""
        self._session.execute(delete(DraftRow).where(DraftRow.key == key))
