"""Finished papers and their very bytes: added, never changed; a letter goes only with the case it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, Select, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.ids import CaseId, PaperId, PersonId
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.errors import NotFound, VaultDamaged
from dpo_desk.services.ports import ListQuery, PaperLine
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, UTCDateTime, closed, folded, in_order
from dpo_desk.store.cases import CaseRow
from dpo_desk.store.people import PersonRow
from dpo_desk.store.records import Order, Shared, chips_of, ordered
from dpo_desk.store.search import holding

KIND = "paper"
_SERIES = {PaperKind.LETTER: "L", PaperKind.REGISTER: "A"}
_AT_ONCE = 500


class PaperRow(Base):
    """What is known of one paper. Triggers refuse every change."""

    __tablename__ = "papers"
    __table_args__ = (
        Index(None, "made_at", "sort_number", "uid"),
        Index(None, "sort_number", "uid"),
        Index(None, "case_uid"),
        Index(None, "person_uid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ID, unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    sort_number: Mapped[str] = mapped_column(String(80))
    kind: Mapped[PaperKind] = mapped_column(closed(PaperKind, "kind"))
    template: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str]
    sort_title: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime())
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("cases.uid", ondelete="CASCADE"))
    person_uid: Mapped[str | None] = mapped_column(ForeignKey("people.uid"))


class PaperBytesRow(Base):
    """The bytes of one paper, apart, so that lists never read them. Triggers refuse every change."""

    __tablename__ = "paper_bytes"

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class PaperRepository:
    """Keeps ``services.ports.Papers``. Chips: ``letters, registers``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, paper: Paper, pdf: bytes) -> None:
        """
        Archives the bytes.

        Raises:
            NotFound: Its case or person is not there.
            ValueError: Size or SHA-256 are not those of the bytes; a bug of the caller.
        """
        if (paper.sha256, paper.size) != (hashlib.sha256(pdf).hexdigest(), len(pdf)):
            raise ValueError("size or SHA-256 of a paper do not fit its bytes")
        digest = contents.digest(paper)
        row = PaperRow(
            uid=paper.id,
            number=paper.number,
            sort_number=in_order(paper.number),
            kind=paper.kind,
            template=paper.template,
            language=paper.language,
            title=paper.title,
            sort_title=folded(paper.title),
            made_at=paper.made_at,
            sha256=paper.sha256,
            size=paper.size,
            pages=paper.pages,
            case_uid=paper.case,
            person_uid=paper.person,
        )
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            if "FOREIGN KEY" not in str(error.orig):
                raise
            raise NotFound from error
        self._session.add(PaperBytesRow(paper_id=row.id, pdf=pdf))
        self._session.flush()
        words = (paper.number, paper.title, self._case_ref(paper))
        self._shared.search.put(KIND, row.id, paper.id, words, about=paper.person)
        self._shared.audit.record("created", KIND, paper.id, digest)

    def get(self, paper: PaperId) -> Paper:
        """What is known of the paper. Raises ``NotFound``."""
        return _paper(self._row(paper))

    def pdf(self, paper: PaperId) -> bytes:
        """The very bytes. Raises ``NotFound``; ``VaultDamaged`` when they no longer fit their SHA-256."""
        row = self._row(paper)
        pdf = self._session.scalars(
            select(PaperBytesRow.pdf).where(PaperBytesRow.paper_id == row.id)
        ).one_or_none()
        if pdf is None or hashlib.sha256(pdf).hexdigest() != row.sha256:
            raise VaultDamaged(detail="paper")
        return pdf

    def of_case(self, case: CaseId) -> tuple[Paper, ...]:
        """The papers of the case, oldest first."""
        rows = select(PaperRow).where(PaperRow.case_uid == case).order_by(PaperRow.made_at, PaperRow.id)
        return tuple(map(_paper, self._session.scalars(rows)))

    def ids(self, query: ListQuery) -> tuple[PaperId, ...]:
        """The identifiers of all papers that match, in the order asked for (newest first)."""
        if not query.sort:
            query = ListQuery(text=query.text, chips=query.chips, sort="made_at", descending=True)
        statement = _listed().where(*_chosen(query), *holding(query.text, KIND, PaperRow.id))
        then = PaperRow.sort_number.desc() if query.descending else PaperRow.sort_number
        found = self._session.scalars(ordered(statement, query, _ORDER, then))
        return tuple(map(PaperId, found))

    def lines(self, ids: Sequence[PaperId]) -> tuple[PaperLine, ...]:
        """The lines of these papers, in the same order; vanished ones are left out."""
        found: dict[str, PaperLine] = {}
        for start in range(0, len(ids), _AT_ONCE):
            found |= self._lines(ids[start : start + _AT_ONCE])
        return tuple(found[each] for each in ids if each in found)

    def next_number(self, kind: PaperKind, year: int) -> str:
        """The next number of its kind and year, without gaps among committed papers."""
        series = f"{_SERIES[kind]}-{year}"
        return f"{series}-{self._shared.counters.following(series):04}"

    def _row(self, paper: PaperId) -> PaperRow:
        row = self._session.scalars(select(PaperRow).where(PaperRow.uid == paper)).one_or_none()
        if row is None:
            raise NotFound(kind=KIND)
        return row

    def _case_ref(self, paper: Paper) -> str:
        if paper.case is None:
            return ""
        return self._session.scalars(select(CaseRow.ref).where(CaseRow.uid == paper.case)).one()

    def _lines(self, ids: Sequence[PaperId]) -> dict[str, PaperLine]:
        rows = self._session.execute(
            select(PaperRow, CaseRow.ref, PersonRow.name)
            .outerjoin(CaseRow, CaseRow.uid == PaperRow.case_uid)
            .outerjoin(PersonRow, PersonRow.uid == PaperRow.person_uid)
            .where(PaperRow.uid.in_(ids))
        )
        return {
            row.uid: PaperLine(
                id=PaperId(row.uid),
                number=row.number,
                kind=row.kind,
                template=row.template,
                title=row.title,
                language=row.language,
                case_ref=case_ref or "",
                person=person or "",
                made_at=row.made_at,
                pages=row.pages,
                sha256=row.sha256,
            )
            for row, case_ref, person in rows
        }


_ORDER: Order = {
    "number": PaperRow.sort_number.expression,
    "kind": PaperRow.kind.expression,
    "template": PaperRow.template.expression,
    "title": PaperRow.sort_title.expression,
    "language": PaperRow.language.expression,
    "case_ref": CaseRow.sort_ref.expression,
    "person": PersonRow.sort_name.expression,
    "made_at": PaperRow.made_at.expression,
    "pages": PaperRow.pages.expression,
}


def _chosen(query: ListQuery) -> Iterable[ColumnElement[bool]]:
    return chips_of(
        query,
        {"letters": PaperRow.kind == PaperKind.LETTER, "registers": PaperRow.kind == PaperKind.REGISTER},
    )


def _listed() -> Select[str]:
    return (
        select(PaperRow.uid)
        .outerjoin(CaseRow, CaseRow.uid == PaperRow.case_uid)
        .outerjoin(PersonRow, PersonRow.uid == PaperRow.person_uid)
    )


def _paper(row: PaperRow) -> Paper:
    return Paper(
        id=PaperId(row.uid),
        number=row.number,
        kind=row.kind,
        template=row.template,
        language=row.language,
        title=row.title,
        made_at=row.made_at,
        sha256=row.sha256,
        size=row.size,
        pages=row.pages,
        case=CaseId(row.case_uid) if row.case_uid else None,
        person=PersonId(row.person_uid) if row.person_uid else None,
    )
