"""The user's part of the catalogues."""

from __future__ import annotations

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.store import contents
from dpo_desk.store.base import Base, closed, folded
from dpo_desk.store.records import Shared

KIND = "term"


class TermRow(Base):
    """One term of the user's own, or what was done to a shipped one."""

    __tablename__ = "terms"

    kind: Mapped[TermKind] = mapped_column(closed(TermKind, "kind"), primary_key=True)
    term: Mapped[str] = mapped_column(String(80), primary_key=True)
    text: Mapped[str]
    sort_text: Mapped[str]
    own: Mapped[bool]
    hidden: Mapped[bool]


class TermRepository:
    """Keeps ``services.ports.Terms``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def all(self) -> tuple[Term, ...]:
        """Own terms, and what was done to shipped ones; of each kind in the order of their words."""
        rows = select(TermRow).order_by(TermRow.kind, TermRow.sort_text, TermRow.term)
        return tuple(map(_term, self._session.scalars(rows)))

    def of(self, kind: TermKind) -> tuple[Term, ...]:
        """The same, of one kind."""
        rows = select(TermRow).where(TermRow.kind == kind).order_by(TermRow.sort_text, TermRow.term)
        return tuple(map(_term, self._session.scalars(rows)))

    def save(self, term: Term) -> None:
        """Adds or replaces the term of this kind and id. Raises ``FieldError`` as other records do."""
        digest = contents.digest(term)
        known = self._session.get(TermRow, (term.kind, term.id)) is not None
        self._session.merge(
            TermRow(
                kind=term.kind,
                term=term.id,
                text=term.text,
                sort_text=folded(term.text),
                own=term.own,
                hidden=term.hidden,
            )
        )
        self._session.flush()
        self._shared.audit.record("changed" if known else "created", KIND, term.id, digest)

    def drop(self, kind: TermKind, term: str) -> None:
        """Forgets the term; a shipped one is as it was shipped."""
        row = self._session.get(TermRow, (kind, term))
        if row is not None:
            self._session.delete(row)
            self._session.flush()
            self._shared.audit.record("deleted", KIND, term)


def _term(row: TermRow) -> Term:
    return Term(kind=row.kind, id=row.term, text=row.text, own=row.own, hidden=row.hidden)
