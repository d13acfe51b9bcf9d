"""The requests of data subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, column, false, not_, select, table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpo_desk.domain.case import (
    CaseState,
    Channel,
    Extension,
    Finding,
    Identity,
    IdentityStatus,
    Outcome,
    RequestCase,
)
from dpo_desk.domain.ids import ActivityId, CalendarId, CaseId, PersonId, RegimeId, RightId
from dpo_desk.services.ports import CaseLine, ListQuery
from dpo_desk.store.base import Base, closed
from dpo_desk.store.people import PersonRow
from dpo_desk.store.records import Numbered, Order, Repository, chips_of

_OWN = "all, delete-orphan"

# Places in the list's own order: open requests by their due date, then suspended ones, then done ones, newest first.
_SUSPENDED = 10_000_000
_DONE = 20_000_000
# By name: the rows of papers know those of cases, not the other way round.
_PAPERS = table("papers", column("uid", String), column("case_uid", String))
_STATES = (CaseState.OPEN, CaseState.WAITING, CaseState.ANSWERED, CaseState.CLOSED)


class CaseRightRow(Base):
    """One right that a request invokes."""

    __tablename__ = "case_rights"
    __table_args__ = (Index(None, "case_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    position: Mapped[int]
    right: Mapped[str] = mapped_column(String(40))


class FoundDataRow(Base):
    """One label with its value, found about the person."""

    __tablename__ = "finding_data"
    __table_args__ = (Index(None, "finding_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str]
    value: Mapped[str]


class FindingRow(Base):
    """What the search of one activity gave."""

    __tablename__ = "findings"
    __table_args__ = (Index(None, "case_id", "position", unique=True), Index(None, "activity_uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    position: Mapped[int]
    activity_uid: Mapped[str] = mapped_column(ForeignKey("activities.uid"))
    outcome: Mapped[Outcome] = mapped_column(closed(Outcome, "outcome"))
    note: Mapped[str]
    data: Mapped[list[FoundDataRow]] = relationship(
        order_by=FoundDataRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )


class CaseRow(Numbered):
    """One request. The long texts stand last: lists are read without them."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "urgency", "sort_ref", "uid"),
        Index(None, "sort_ref", "uid"),
        Index(None, "received", "sort_ref", "uid"),
        Index(None, "due", "sort_ref", "uid"),
        Index(None, "state_place", "sort_ref", "uid"),
        Index(None, "sort_person", "sort_ref", "uid"),
        Index(None, "extension_sent"),
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
    regime: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel] = mapped_column(closed(Channel, "channel"))
    language: Mapped[str] = mapped_column(String(16))
    calendar: Mapped[str] = mapped_column(String(16))
    acknowledged_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    extension_sent: Mapped[date | None]
    identity_status: Mapped[IdentityStatus] = mapped_column(closed(IdentityStatus, "identity_status"))
    identity_asked: Mapped[date | None]
    identity_received: Mapped[date | None]
    identity_how: Mapped[str]
    identity_reason: Mapped[str]
    extension_reason: Mapped[str]
    closed_reason: Mapped[str]
    asked: Mapped[str]

    rights: Mapped[list[CaseRightRow]] = relationship(
        order_by=CaseRightRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    findings: Mapped[list[FindingRow]] = relationship(
        order_by=FindingRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )


class CaseRepository(Repository[CaseId, RequestCase, CaseLine, CaseRow]):
    """
    Keeps ``services.ports.Cases``. Chips: ``open, waiting, closed``, ``late``, ``extended``.

    Deleting a request takes its timeline and its papers with it: they are one file about one person.
    """

    kind = "case"
    prefix = "R"
    row_type = CaseRow

    def of_person(self, person: PersonId) -> tuple[RequestCase, ...]:
        """Every request of this person, newest first."""
        cases = select(CaseRow).where(CaseRow.person_uid == person)
        return self._records(cases.order_by(CaseRow.received.desc(), CaseRow.sort_ref.desc()))

    def open_by_due(self) -> tuple[CaseLine, ...]:
        """The lines of all open requests, the most urgent first, suspended ones last."""
        urgent = (
            select(CaseRow.uid).where(CaseRow.urgency < _DONE).order_by(CaseRow.urgency, CaseRow.sort_ref)
        )
        return self.lines([CaseId(uid) for uid in self._session.scalars(urgent)])

    def next_ref(self, year: int) -> str:
        """The next free reference of the year; handed out once, even when the request is deleted later."""
        series = f"{self.prefix}-{year}"
        return f"{series}-{self._shared.counters.following(series):04}"

    def delete(self, record: CaseId) -> None:
        """Takes the request away with its timeline and its papers. Raises ``NotFound``."""
        papers = self._session.scalars(select(_PAPERS.c.uid).where(_PAPERS.c.case_uid == record)).all()
        super().delete(record)
        for paper in papers:
            self._shared.search.drop(paper)
            self._shared.audit.record("deleted", "paper", paper)

    def _record(self, row: CaseRow) -> RequestCase:
        extension = None
        if row.extension_sent is not None:
            extension = Extension(notice_sent=row.extension_sent, reason=row.extension_reason)
        return RequestCase(
            id=CaseId(row.uid),
            ref=row.ref,
            person=PersonId(row.person_uid),
            regime=RegimeId(row.regime),
            rights=tuple(RightId(each.right) for each in row.rights),
            received=row.received,
            channel=row.channel,
            asked=row.asked,
            language=row.language,
            calendar=CalendarId(row.calendar),
            identity=Identity(
                status=row.identity_status,
                how=row.identity_how,
                reason=row.identity_reason,
                asked=row.identity_asked,
                received=row.identity_received,
            ),
            extension=extension,
            findings=tuple(map(_finding, row.findings)),
            state=row.state,
            acknowledged_on=row.acknowledged_on,
            answered_on=row.answered_on,
            closed_reason=row.closed_reason,
            due=row.due,
            prudent=row.prudent,
            version=row.version,
        )

    def _fill(self, row: CaseRow, record: RequestCase) -> None:
        row.person_uid, row.sort_person = record.person, self._sort_name(record.person)
        row.regime, row.channel = record.regime, record.channel
        row.received, row.asked, row.language = record.received, record.asked, record.language
        row.calendar, row.state, row.due, row.prudent = (
            record.calendar,
            record.state,
            record.due,
            record.prudent,
        )
        row.state_place, row.urgency = _STATES.index(record.state), urgency(record)
        row.acknowledged_on, row.answered_on = record.acknowledged_on, record.answered_on
        row.closed_reason = record.closed_reason
        row.identity_status, row.identity_how = record.identity.status, record.identity.how
        row.identity_reason, row.identity_asked = record.identity.reason, record.identity.asked
        row.identity_received = record.identity.received
        row.extension_sent = record.extension.notice_sent if record.extension else None
        row.extension_reason = record.extension.reason if record.extension else ""
        row.rights = [CaseRightRow(position=at, right=each) for at, each in enumerate(record.rights)]
        row.findings = [_finding_row(at, each) for at, each in enumerate(record.findings)]

    def _words(self, record: RequestCase) -> Iterable[str]:
        return (record.ref,)

    def _lines(self, ids: Sequence[CaseId]) -> dict[str, CaseLine]:
        rows = self._session.execute(
            select(
                CaseRow.id,
                CaseRow.uid,
                CaseRow.ref,
                PersonRow.name.label("person"),
                CaseRow.received,
                CaseRow.due,
                CaseRow.prudent,
                CaseRow.state,
                CaseRow.extension_sent,
                CaseRow.identity_status,
                CaseRow.acknowledged_on,
                _searched().label("searched"),
            )
            .join(PersonRow, PersonRow.uid == CaseRow.person_uid)
            .where(CaseRow.uid.in_(ids))
        ).all()
        rights = self._rights([row.id for row in rows])
        return {
            row.uid: CaseLine(
                id=CaseId(row.uid),
                ref=row.ref,
                person=row.person,
                rights=tuple(rights.get(row.id, ())),
                received=row.received,
                due=row.due,
                prudent=row.prudent,
                state=row.state,
                extended=row.extension_sent is not None,
                identity_proven=row.identity_status is IdentityStatus.PROVEN,
                acknowledged=row.acknowledged_on is not None,
                searched=row.searched,
            )
            for row in rows
        }

    def _sort_name(self, person: PersonId) -> str:
        return self._session.scalar(select(PersonRow.sort_name).where(PersonRow.uid == person)) or ""

    def _rights(self, keys: Sequence[int]) -> dict[int, list[RightId]]:
        found: dict[int, list[RightId]] = {}
        rows = select(CaseRightRow.case_id, CaseRightRow.right).where(CaseRightRow.case_id.in_(keys))
        for case, right in self._session.execute(rows.order_by(CaseRightRow.position)):
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
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        late: ColumnElement[bool] = false()
        if query.today is not None:
            late = CaseRow.urgency < query.today.toordinal()
        elif "late" in query.chips:
            raise ValueError("the chip 'late' needs to know today")
        return chips_of(
            query,
            {
                "open": CaseRow.urgency < _DONE,
                "waiting": CaseRow.state_place == _STATES.index(CaseState.WAITING),
                "closed": CaseRow.urgency >= _DONE,
            },
            {"late": late},
            {"extended": CaseRow.extension_sent.is_not(None)},
        )

    def _about(self, record: RequestCase) -> str | None:
        return record.person


def _searched() -> ColumnElement[bool]:
    findings = select(FindingRow.id).where(FindingRow.case_id == CaseRow.id)
    return and_(findings.exists(), not_(findings.where(FindingRow.outcome == Outcome.NOT_SEARCHED).exists()))


def urgency(case: RequestCase) -> int:
    """The request's place in the list's own order; smaller comes first."""
    if not case.open:
        return _DONE + date.max.toordinal() - (case.answered_on or case.received).toordinal()
    return _SUSPENDED if case.due is None else case.due.toordinal()


def _finding(row: FindingRow) -> Finding:
    return Finding(
        activity=ActivityId(row.activity_uid),
        outcome=row.outcome,
        note=row.note,
        data=tuple((each.label, each.value) for each in row.data),
    )


def _finding_row(position: int, finding: Finding) -> FindingRow:
    return FindingRow(
        position=position,
        activity_uid=finding.activity,
        outcome=finding.outcome,
        note=finding.note,
        data=[
            FoundDataRow(position=at, label=label, value=value)
            for at, (label, value) in enumerate(finding.data)
        ],
    )
