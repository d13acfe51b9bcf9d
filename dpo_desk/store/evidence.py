"""Where the source says so: the rows of evidence, which several kinds of records have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.activity import Evidence
from dpo_desk.store.base import Base


class EvidenceRow(Base):
    """The columns of one piece of evidence."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    section: Mapped[str]
    source_sha256: Mapped[str] = mapped_column(String(64))
    quote: Mapped[str]


RowT = TypeVar("RowT", bound=EvidenceRow)


def evidence_of(rows: Iterable[EvidenceRow]) -> tuple[Evidence, ...]:
    """The evidence these rows hold."""
    return tuple(Evidence(quote=r.quote, section=r.section, source_sha256=r.source_sha256) for r in rows)


def evidence_rows(row_type: type[RowT], evidence: Iterable[Evidence]) -> list[RowT]:
    """The rows that hold the evidence."""
    return [
        row_type(position=at, quote=each.quote, section=each.section, source_sha256=each.source_sha256)
        for at, each in enumerate(evidence)
    ]
