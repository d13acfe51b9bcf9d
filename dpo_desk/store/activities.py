"""The activities of the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpo_desk.domain.activity import (
    Activity,
    ActivityStatus,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.completeness import Severity, activity_completeness, activity_gaps
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ActivityId, ProcessorId
from dpo_desk.services.ports import ActivityLine, ListQuery
from dpo_desk.store.base import Base, checked, closed, fact, folded, gathered, held, known
from dpo_desk.store.evidence import EvidenceRow, evidence_of, evidence_rows
from dpo_desk.store.records import Numbered, Order, Repository, chips_of

_OWN = "all, delete-orphan"


class PurposeRow(Base):
    """One purpose of an activity."""

    __tablename__ = "purposes"
    __table_args__ = (Index(None, "activity_id", "position", unique=True), *checked("basis"))

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]
    basis: Mapped[Fact[LegalBasis]] = fact("basis", closed(LegalBasis, "basis_value"))
    reason: Mapped[str]


class DataSubjectRow(Base):
    """One category of data subjects."""

    __tablename__ = "data_subjects"
    __table_args__ = (Index(None, "activity_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]


class PeriodRow(Base):
    """One retention period of a data category."""

    __tablename__ = "retention_periods"
    __table_args__ = (Index(None, "category_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("data_categories.id", ondelete="CASCADE"))
    position: Mapped[int]
    number: Mapped[int]
    unit: Mapped[TimeUnit] = mapped_column(closed(TimeUnit, "unit"))
    trigger: Mapped[str]


class CategoryRow(Base):
    """One category of personal data with its time limit."""

    __tablename__ = "data_categories"
    __table_args__ = (Index(None, "activity_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    detail: Mapped[str]
    retention_known: Mapped[Known] = known("retention")
    retention_rule: Mapped[str]
    retention_then: Mapped[str]
    retention_law: Mapped[str]
    periods: Mapped[list[PeriodRow]] = relationship(
        order_by=PeriodRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )


class RecipientRow(Base):
    """One recipient of an activity; one that has a record of its own as a processor refers to it."""

    __tablename__ = "recipients"
    __table_args__ = (Index(None, "activity_id", "position", unique=True), Index(None, "processor_uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    kind: Mapped[RecipientKind] = mapped_column(closed(RecipientKind, "kind"))
    named: Mapped[bool]
    processor_uid: Mapped[str | None] = mapped_column(ForeignKey("processors.uid"))
    note: Mapped[str]


class MeasureRow(Base):
    """One security measure of an activity."""

    __tablename__ = "security_measures"
    __table_args__ = (Index(None, "activity_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]


class ActivityEvidenceRow(EvidenceRow):
    """One piece of evidence of an activity."""

    __tablename__ = "activity_evidence"
    __table_args__ = (Index(None, "activity_id", "position", unique=True),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))


class ActivityRow(Numbered):
    """One activity. ``gaps``, ``settled`` and ``asked`` are computed when it is saved, so that lists can sort by them."""

    __tablename__ = "activities"
    __table_args__ = (
        Index(None, "sort_ref", "uid"),
        Index(None, "sort_name", "uid"),
        *checked("owner", "transfers", "safeguards", "source", "automated_decision", "dpia"),
    )

    name: Mapped[str]
    sort_name: Mapped[str]
    status: Mapped[ActivityStatus] = mapped_column(closed(ActivityStatus, "status"))
    gaps: Mapped[int]
    settled: Mapped[int]
    asked: Mapped[int]
    created_on: Mapped[date | None]
    review_on: Mapped[date | None]
    owner: Mapped[Fact[str]] = fact("owner")
    data_subjects_known: Mapped[Known] = known("data_subjects")
    categories_known: Mapped[Known] = known("categories")
    recipients_known: Mapped[Known] = known("recipients")
    security_known: Mapped[Known] = known("security")
    transfers: Mapped[Fact[str]] = fact("transfers")
    safeguards: Mapped[Fact[str]] = fact("safeguards")
    source: Mapped[Fact[str]] = fact("source")
    automated_decision: Mapped[Fact[str]] = fact("automated_decision")
    dpia: Mapped[Fact[str]] = fact("dpia")
    to_clarify: Mapped[str]

    purposes: Mapped[list[PurposeRow]] = relationship(
        order_by=PurposeRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    data_subjects: Mapped[list[DataSubjectRow]] = relationship(
        order_by=DataSubjectRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    categories: Mapped[list[CategoryRow]] = relationship(
        order_by=CategoryRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    recipients: Mapped[list[RecipientRow]] = relationship(
        order_by=RecipientRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    security: Mapped[list[MeasureRow]] = relationship(
        order_by=MeasureRow.position, lazy="selectin", cascade=_OWN, passive_deletes=True
    )
    evidence: Mapped[list[ActivityEvidenceRow]] = relationship(
        order_by="ActivityEvidenceRow.position", lazy="selectin", cascade=_OWN, passive_deletes=True
    )


class ActivityRepository(Repository[ActivityId, Activity, ActivityLine, ActivityRow]):
    """Keeps ``services.ports.Activities``. Chips: ``draft, active, archived``, ``gaps``."""

    kind = "activity"
    prefix = "P"
    row_type = ActivityRow

    def _record(self, row: ActivityRow) -> Activity:
        return Activity(
            id=ActivityId(row.uid),
            ref=row.ref,
            name=row.name,
            status=row.status,
            owner=row.owner,
            purposes=tuple(Purpose(text=p.text, basis=p.basis, reason=p.reason) for p in row.purposes),
            data_subjects=gathered(row.data_subjects_known, (each.text for each in row.data_subjects)),
            categories=gathered(row.categories_known, map(_category, row.categories)),
            recipients=gathered(row.recipients_known, map(_recipient, row.recipients)),
            transfers=row.transfers,
            safeguards=row.safeguards,
            source=row.source,
            automated_decision=row.automated_decision,
            security=gathered(row.security_known, (each.text for each in row.security)),
            dpia=row.dpia,
            to_clarify=row.to_clarify,
            evidence=evidence_of(row.evidence),
            created_on=row.created_on,
            review_on=row.review_on,
            version=row.version,
        )

    def _fill(self, row: ActivityRow, record: Activity) -> None:
        row.name, row.sort_name, row.status = record.name, folded(record.name), record.status
        row.created_on, row.review_on, row.to_clarify = record.created_on, record.review_on, record.to_clarify
        row.owner, row.transfers, row.safeguards = record.owner, record.transfers, record.safeguards
        row.source, row.automated_decision, row.dpia = record.source, record.automated_decision, record.dpia
        row.data_subjects_known, row.categories_known = record.data_subjects.known, record.categories.known
        row.recipients_known, row.security_known = record.recipients.known, record.security.known
        row.purposes = [
            PurposeRow(position=at, text=each.text, basis=each.basis, reason=each.reason)
            for at, each in enumerate(record.purposes)
        ]
        row.data_subjects = [
            DataSubjectRow(position=at, text=each) for at, each in enumerate(record.data_subjects.value or ())
        ]
        row.categories = [_category_row(at, each) for at, each in enumerate(record.categories.value or ())]
        row.recipients = [_recipient_row(at, each) for at, each in enumerate(record.recipients.value or ())]
        row.security = [
            MeasureRow(position=at, text=each) for at, each in enumerate(record.security.value or ())
        ]
        row.evidence = evidence_rows(ActivityEvidenceRow, record.evidence)
        row.gaps = sum(gap.severity is Severity.ERROR for gap in activity_gaps(record))
        complete = activity_completeness(record)
        row.settled, row.asked = complete.settled, complete.asked

    def _words(self, record: Activity) -> Iterable[str]:
        return (record.ref, record.name, record.owner.value or "", *(each.text for each in record.purposes))

    def _lines(self, ids: Sequence[ActivityId]) -> dict[str, ActivityLine]:
        purposes = (
            select(func.count(PurposeRow.id))
            .where(PurposeRow.activity_id == ActivityRow.id)
            .scalar_subquery()
        )
        rows = self._session.execute(
            select(
                ActivityRow.uid,
                ActivityRow.ref,
                ActivityRow.name,
                ActivityRow.status,
                purposes.label("purposes"),
                ActivityRow.gaps,
                ActivityRow.settled,
                ActivityRow.asked,
                ActivityRow.review_on,
            ).where(ActivityRow.uid.in_(ids))
        )
        return {
            row.uid: ActivityLine(
                id=ActivityId(row.uid),
                ref=row.ref,
                name=row.name,
                status=row.status,
                purposes=row.purposes,
                gaps=row.gaps,
                settled=row.settled,
                asked=row.asked,
                review_on=row.review_on,
            )
            for row in rows
        }

    def _order(self) -> Order:
        purposes = select(func.count(PurposeRow.id)).where(PurposeRow.activity_id == ActivityRow.id)
        return {
            "": ActivityRow.sort_ref.expression,
            "ref": ActivityRow.sort_ref.expression,
            "name": ActivityRow.sort_name.expression,
            "status": ActivityRow.status.expression,
            "purposes": purposes.scalar_subquery(),
            "gaps": ActivityRow.gaps.expression,
            "settled": ActivityRow.settled.expression,
            "asked": ActivityRow.asked.expression,
            "review_on": ActivityRow.review_on.expression,
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        return chips_of(
            query,
            {status.value: ActivityRow.status == status for status in ActivityStatus},
            {"gaps": ActivityRow.gaps > 0},
        )


def _category(row: CategoryRow) -> DataCategory:
    periods = tuple(RetentionPeriod(number=p.number, unit=p.unit, trigger=p.trigger) for p in row.periods)
    retention = Retention(
        periods=periods, rule=row.retention_rule, then=row.retention_then, law=row.retention_law
    )
    return DataCategory(name=row.name, detail=row.detail, retention=held(row.retention_known, retention))


def _category_row(position: int, category: DataCategory) -> CategoryRow:
    retention = category.retention.value or Retention()
    return CategoryRow(
        position=position,
        name=category.name,
        detail=category.detail,
        retention_known=category.retention.known,
        retention_rule=retention.rule,
        retention_then=retention.then,
        retention_law=retention.law,
        periods=[
            PeriodRow(position=at, number=each.number, unit=each.unit, trigger=each.trigger)
            for at, each in enumerate(retention.periods)
        ],
    )


def _recipient(row: RecipientRow) -> Recipient:
    return Recipient(
        name=row.name,
        kind=row.kind,
        named=row.named,
        processor=ProcessorId(row.processor_uid) if row.processor_uid else None,
        note=row.note,
    )


def _recipient_row(position: int, recipient: Recipient) -> RecipientRow:
    return RecipientRow(
        position=position,
        name=recipient.name,
        kind=recipient.kind,
        named=recipient.named,
        processor_uid=recipient.processor,
        note=recipient.note,
    )
