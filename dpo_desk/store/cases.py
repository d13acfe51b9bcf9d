"""The requests of data subjects: each kept whole as a document, beside the rows its lists and figures need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    column,
    delete,
    false,
    func,
    insert,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from dpo_desk.domain.case import ENDED, RUNNING, WAITING, CaseState, Channel, RequestCase, Result
from dpo_desk.domain.ids import CaseId, PersonId, RightId
from dpo_desk.services.ports import CaseFigures, CaseLine, ListQuery
from dpo_desk.store import contents
from dpo_desk.store.base import Base, closed, table_of
from dpo_desk.store.documents import decoded
from dpo_desk.store.people import PersonRow
from dpo_desk.store.records import Numbered, Order, Repository, chips_of

# Places in the list's own order: running requests by their due date, then those whose period stands still or that have
# none, then ended ones, newest first.
_SUSPENDED = 10_000_000
_DONE = 20_000_000
# By name: the rows of papers and files know those of cases, not the other way round.
_PAPERS = table("papers", column("uid", String), column("case_uid", String))
_FILES = table("files", column("uid", String), column("case_uid", String))
_STATES = tuple(CaseState)


class CaseRightRow(Base):
    """One right that a request invokes, with its own clock and what was decided about it."""

    __tablename__ = "case_rights"
    __table_args__ = (Index(None, "right", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    right: Mapped[str] = mapped_column(String(40))
    received: Mapped[date]
    due: Mapped[date | None]
    prudent: Mapped[date | None]
    result: Mapped[Result | None] = mapped_column(closed(Result, "result"))
    decided_on: Mapped[date | None]


class CaseActivityRow(Base):
    """That a request was searched for in an activity; the database refuses to delete what is named."""

    __tablename__ = "case_activities"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    activity_uid: Mapped[str] = mapped_column(ForeignKey("activities.uid"), primary_key=True, index=True)


class CasePersonRow(Base):
    """That a request concerns, or is written by, another person than the one who asks."""

    __tablename__ = "case_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    person_uid: Mapped[str] = mapped_column(ForeignKey("people.uid"), primary_key=True, index=True)


class CaseDocumentRow(Base):
    """A request as it stands; apart, so that lists do not pass it."""

    __tablename__ = "case_documents"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[str]  # JSON, ``contents.document``


class CaseRow(Numbered):
    """What lists show, sort and filter a request by."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "urgency", "sort_ref", "uid"),
        Index(None, "sort_ref", "uid"),
        Index(None, "received", "sort_ref", "uid"),
        Index(None, "due", "sort_ref", "uid"),
        Index(None, "prudent", "sort_ref", "uid"),
        Index(None, "state_place", "sort_ref", "uid"),
        Index(None, "sort_person", "sort_ref", "uid"),
        Index(None, "regime", "sort_ref", "uid"),
        Index(None, "extension_sent"),
        Index(None, "answered_on"),
        Index(None, "purge_on"),
        Index(None, "person_uid"),
    )

    person_uid: Mapped[str] = mapped_column(ForeignKey("people.uid"))
    sort_person: Mapped[str]  # the person's own, so that a long list is sorted by an index
    received: Mapped[date]
    due: Mapped[date | None]
    prudent: Mapped[date | None]
    state: Mapped[CaseState] = mapped_column(closed(CaseState, "state"))
    state_place: Mapped[int]
    urgency: Mapped[int]
    next_step: Mapped[str] = mapped_column(String(32))
    regime: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel] = mapped_column(closed(Channel, "channel"))
    language: Mapped[str] = mapped_column(String(16))
    identity_asked: Mapped[date | None]  # of the question that is open
    acknowledged_on: Mapped[date | None]
    acknowledge_by: Mapped[date | None]
    extend_by: Mapped[date | None]
    extension_sent: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    purge_on: Mapped[date | None]


class CaseRepository(Repository[CaseId, RequestCase, CaseLine, CaseRow]):
    """
    Keeps ``services.ports.Cases``.

    Deleting a request takes its timeline, its files and its papers with it: they are one file about one person.
    """

    kind = "case"
    prefix = "R"
    row_type = CaseRow

    def find(self, record: CaseId) -> RequestCase | None:
        """The request, or nothing."""
        found = self._fetched(self._documents().where(CaseRow.uid == record))
        return found[0] if found else None

    def all(self) -> tuple[RequestCase, ...]:
        """Every request, by reference."""
        return self._fetched(self._documents().order_by(CaseRow.sort_ref))

    def running(self) -> tuple[RequestCase, ...]:
        """The requests to which an answer is owed, the most urgent first."""
        rows = self._documents().where(CaseRow.urgency < _DONE)
        return self._fetched(rows.order_by(CaseRow.urgency, CaseRow.sort_ref))

    def of_person(self, person: PersonId) -> tuple[RequestCase, ...]:
        """Every request this person made, concerns or represents, newest first."""
        others = select(CasePersonRow.case_id).where(CasePersonRow.person_uid == person)
        rows = self._documents().where((CaseRow.person_uid == person) | CaseRow.id.in_(others))
        return self._fetched(rows.order_by(CaseRow.received.desc(), CaseRow.sort_ref.desc()))

    def open_by_due(self) -> tuple[CaseLine, ...]:
        """The lines of all running requests, the most urgent first, suspended ones last."""
        return tuple(self._lines_where(CaseRow.urgency < _DONE, CaseRow.urgency, CaseRow.sort_ref).values())

    def count_pressing(self, until: date) -> int:
        """How many running requests ask for something by that day: an answer, by its prudent date, or a receipt."""
        # an expression, so that the few running ones are looked through and not every date of the past
        answer = func.coalesce(CaseRow.prudent, CaseRow.due) <= until
        rows = select(func.count()).where(
            CaseRow.urgency < _DONE,
            ((CaseRow.urgency < _SUSPENDED) & answer) | (CaseRow.acknowledge_by <= until),
        )
        return self._session.scalar(rows) or 0

    def purgeable(self, today: date) -> tuple[int, date | None]:
        """How many files may be erased, and the newest day on which one became so."""
        rows = select(func.count(), func.max(CaseRow.purge_on)).where(CaseRow.purge_on <= today)
        count, newest = self._session.execute(rows).one()
        return count, newest

    def figures(self, today: date) -> tuple[CaseFigures, ...]:
        """One line for each right of each request that is kept, for statistics."""
        case, right = table_of(CaseRow).c, table_of(CaseRightRow).c
        rows = self._session.execute(
            select(
                case.ref, right.right, case.regime, table_of(PersonRow).c.country, right.received,
                case.answered_on, case.state, case.extension_sent, right.due, right.prudent, right.result,
            )
            .join_from(CaseRow, CaseRightRow)
            .join(PersonRow, PersonRow.uid == CaseRow.person_uid)
            .order_by(case.id, right.position)
        )  # fmt: skip
        return tuple(_figure(row, today) for row in rows)

    def next_ref(self, year: int) -> str:
        """The next free reference of the year; handed out once, even when the request is deleted later."""
        series = f"{self.prefix}-{year}"
        return f"{series}-{self._shared.counters.following(series):04}"

    def plan(self, record: CaseId, next_step: str, purge_on: date | None) -> None:
        """Keeps what the list shows of the request beside what it says itself: its next step, when it may be purged."""
        row = self._row(record)
        assert row is not None  # noqa: S101 — it was saved in this unit of work
        row.next_step, row.purge_on = next_step, purge_on
        self._session.flush()

    def delete(self, record: CaseId) -> None:
        """Takes the request away with its timeline, its papers and its files. Raises ``NotFound``."""
        papers = self._session.scalars(select(_PAPERS.c.uid).where(_PAPERS.c.case_uid == record)).all()
        files = self._session.scalars(select(_FILES.c.uid).where(_FILES.c.case_uid == record)).all()
        super().delete(record)
        for paper in papers:
            self._shared.search.drop(paper)
            self._shared.audit.record("deleted", "paper", paper)
        for file in files:
            self._shared.audit.record("deleted", "file", file)

    # -- how it is kept

    def _record(self, row: CaseRow) -> RequestCase:
        raise NotImplementedError  # documents are read without their rows

    def _documents(self) -> Select[str]:
        return select(CaseDocumentRow.content).join(CaseRow, CaseRow.id == CaseDocumentRow.case_id)

    def _fetched(self, documents: Select[str]) -> tuple[RequestCase, ...]:
        return tuple(decoded(RequestCase, document) for document in self._session.scalars(documents))

    def _text(self, record: RequestCase) -> str:
        return contents.document(record)

    def _write(self, row: CaseRow, record: RequestCase, text: str) -> None:
        self._fill(row, record)
        self._session.flush()
        rights: list[dict[str, object]] = [
            {
                "case_id": row.id,
                "position": at,
                "right": each.right,
                "received": each.received,
                "due": each.due,
                "prudent": each.prudent,
                "result": each.decision.result if each.decision else None,
                "decided_on": each.decision.on if each.decision else None,
            }
            for at, each in enumerate(record.rights)
        ]
        activities = dict.fromkeys(each.activity for each in record.findings)
        below: tuple[tuple[type[Base], list[dict[str, object]]], ...] = (
            (CaseRightRow, rights),
            (CaseActivityRow, [{"case_id": row.id, "activity_uid": each} for each in activities]),
            (CasePersonRow, [{"case_id": row.id, "person_uid": each} for each in _others(record)]),
            (CaseDocumentRow, [{"case_id": row.id, "content": text}]),
        )
        for kind, rows in below:
            if record.version > 1:
                self._session.execute(delete(table_of(kind)).where(table_of(kind).c.case_id == row.id))
            if rows:
                self._session.execute(insert(table_of(kind)), rows)

    def _fill(self, row: CaseRow, record: RequestCase) -> None:
        question = record.question
        row.person_uid, row.sort_person = record.person, self._sort_name(record.person)
        row.regime, row.channel, row.language = record.regime, record.channel, record.language
        row.received, row.due, row.prudent = record.received, record.due, record.prudent
        row.state, row.state_place = record.state, _STATES.index(record.state)
        row.urgency, row.next_step = urgency(record), row.next_step or ""
        row.identity_asked = question.asked if question and record.state is CaseState.IDENTITY else None
        row.acknowledged_on, row.acknowledge_by = record.acknowledged_on, record.acknowledge_by
        row.extend_by = record.extend_by
        row.extension_sent = record.extension.notice_sent if record.extension else None
        row.answered_on, row.closed_on = record.answered_on, record.closed_on

    def _words(self, record: RequestCase) -> Iterable[str]:
        names = select(PersonRow.name).where(PersonRow.uid.in_(_others(record)))
        return (record.ref, *(self._session.scalars(names) if record.representation else ()))

    def _about(self, record: RequestCase) -> str | None:
        return record.person

    # -- the list

    def _lines(self, ids: Sequence[CaseId]) -> dict[str, CaseLine]:
        return self._lines_where(CaseRow.uid.in_(ids))

    def _lines_where(
        self, chosen: ColumnElement[bool], *order: InstrumentedAttribute[Any]
    ) -> dict[str, CaseLine]:
        shown = (
            "ref",
            "received",
            "due",
            "prudent",
            "state",
            "next_step",
            "regime",
            "acknowledge_by",
            "extend_by",
            "identity_asked",
            "answered_on",
            "purge_on",
        )
        columns = table_of(CaseRow).c
        rows = self._session.execute(
            select(
                CaseRow.id,
                CaseRow.uid,
                PersonRow.name.label("person"),
                CaseRow.extension_sent,
                *(columns[name] for name in shown),
            )
            .join(PersonRow, PersonRow.uid == CaseRow.person_uid)
            .where(chosen)
            .order_by(*order)
        ).all()
        rights = self._rights(chosen)
        return {
            uid: CaseLine(
                id=CaseId(uid),
                person=person,
                rights=tuple(rights.get(key, ())),
                extended=sent is not None,
                **dict(zip(shown, values, strict=True)),
            )
            for key, uid, person, sent, *values in rows  # by place: by name costs as much again
        }

    def _sort_name(self, person: PersonId) -> str:
        return self._session.scalar(select(PersonRow.sort_name).where(PersonRow.uid == person)) or ""

    def _rights(self, chosen: ColumnElement[bool]) -> dict[int, list[RightId]]:
        found: dict[int, list[RightId]] = {}
        rows = select(CaseRightRow.case_id, CaseRightRow.right).join(
            CaseRow, CaseRow.id == CaseRightRow.case_id
        )
        for case, right in self._session.execute(rows.where(chosen).order_by(CaseRightRow.position)):
            found.setdefault(case, []).append(RightId(right))
        return found

    def _order(self) -> Order:
        return {
            "": CaseRow.urgency.expression,
            "ref": CaseRow.sort_ref.expression,
            "person": CaseRow.sort_person.expression,
            "received": CaseRow.received.expression,
            "due": CaseRow.due.expression,
            "prudent": CaseRow.prudent.expression,
            "state": CaseRow.state_place.expression,
            "regime": CaseRow.regime.expression,
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        today = query.today
        if today is None and query.chips & {"late", "purge_due"}:
            raise ValueError("these chips need to know today")
        late = CaseRow.urgency < today.toordinal() if today else false()
        purge = (CaseRow.purge_on <= today) if today else false()
        states: Mapping[str, Iterable[CaseState]] = {
            "waiting": WAITING,
            "answered": ENDED - {CaseState.CLOSED, CaseState.PURGED},
            "closed": {CaseState.CLOSED},
        }
        return chips_of(
            query,
            {
                "open": CaseRow.urgency < _DONE,
                "ended": CaseRow.urgency >= _DONE,
                **{name: CaseRow.state_place.in_(_places(chosen)) for name, chosen in states.items()},
            },
            {"late": late},
            {"extended": CaseRow.extension_sent.is_not(None)},
            {"purge_due": purge},
            choices={
                "regime": CaseRow.regime.in_,
                "right": lambda values: CaseRow.id.in_(
                    select(CaseRightRow.case_id).where(CaseRightRow.right.in_(values))
                ),
                "due": self._due_in,
                "state": lambda values: CaseRow.state.in_([CaseState(each) for each in values]),
            },
        )

    def _due_in(self, values: Sequence[str]) -> ColumnElement[bool]:
        """Due in any of these months (``2026-11``)."""
        return func.substr(CaseRow.due, 1, 7).in_(values)

    def due_between(self, first: date, last: date) -> tuple[CaseLine, ...]:
        """The lines of the running requests that are due between these days, both included, the soonest first."""
        rows = select(CaseRow.uid).where(
            CaseRow.urgency >= first.toordinal(), CaseRow.urgency <= last.toordinal()
        )
        found = self._session.scalars(rows.order_by(CaseRow.urgency, CaseRow.sort_ref))
        return self.lines([CaseId(uid) for uid in found])


def _figure(row: Any, today: date) -> CaseFigures:
    due, answered = row.due, row.answered_on
    running = row.state in RUNNING
    return CaseFigures(
        case=row.ref,
        right=RightId(row.right),
        regime=row.regime,
        country=row.country,
        received=row.received.isoformat()[:7],
        answered=answered.isoformat()[:7] if answered else "",
        state=row.state,
        extended=row.extension_sent is not None,
        days=(answered - row.received).days if answered else None,
        in_time=(due is None or answered <= due) if answered else None,
        late=running and due is not None and due < today,
        result=row.result,
    )


def _others(record: RequestCase) -> tuple[PersonId, ...]:
    """The persons beside the one who asks."""
    if record.representation is None:
        return ()
    named = (record.representation.concerned, record.representation.representative)
    return tuple(dict.fromkeys(each for each in named if each is not None and each != record.person))


def _places(states: Iterable[CaseState]) -> list[int]:
    return sorted(_STATES.index(state) for state in states)


def urgency(case: RequestCase) -> int:
    """The request's place in the list's own order; smaller comes first."""
    if case.state not in RUNNING:
        ended = case.closed_on or case.answered_on or case.received
        return _DONE + date.max.toordinal() - ended.toordinal()
    return _SUSPENDED if case.due is None else case.due.toordinal()
