"""What the four kinds of records of the register have in common: each is kept whole, beside what its list needs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar, Generic, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    case,
    delete,
    false,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.version import Action
from dpo_desk.errors import NotFound
from dpo_desk.services.ports import ListQuery, TrashLine
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, UTCDateTime, closed, folded, table_of
from dpo_desk.store.documents import decoded
from dpo_desk.store.findings import DismissalRow, GapRow
from dpo_desk.store.history import DocumentRow, History
from dpo_desk.store.records import Chips, Choices, Numbered, Order, Repository, Shared, chips_of

Id = TypeVar("Id", bound=str)
Record = TypeVar("Record", Activity, Client, Processor, Transfer)
Line = TypeVar("Line")

_AT_ONCE = 500  # records fetched by one statement


class TagRow(Base):
    """One tag of one record, of whatever kind."""

    __tablename__ = "tags"
    __table_args__ = (Index(None, "kind", "tag", "record"),)

    record: Mapped[str] = mapped_column(ID, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(closed(RecordKind, "kind"))
    tag: Mapped[str]
    sort_tag: Mapped[str]


class RecordRow(Numbered):
    """
    The columns of every record of the register: what its list shows, sorts and filters by.

    What the record itself says stands in its document. ``gaps``, ``warnings``, ``settled`` and ``asked`` are those of
    the newest check, ``validated_…`` those of the newest validation.
    """

    __abstract__ = True

    name: Mapped[str] = mapped_column(sort_order=-4)
    sort_name: Mapped[str] = mapped_column(sort_order=-4)
    status: Mapped[RecordStatus] = mapped_column(closed(RecordStatus, "status"), sort_order=-4)
    owner_known: Mapped[Known] = mapped_column(closed(Known, "owner_known"), sort_order=-4)
    owner: Mapped[str] = mapped_column(sort_order=-4)
    sort_owner: Mapped[str] = mapped_column(sort_order=-4)
    review_on: Mapped[date | None] = mapped_column(sort_order=-4)
    created_on: Mapped[date | None] = mapped_column(sort_order=-4)
    updated_on: Mapped[date | None] = mapped_column(sort_order=-4)
    trashed_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), sort_order=-4)
    gaps: Mapped[int] = mapped_column(default=0, sort_order=-4)
    warnings: Mapped[int] = mapped_column(default=0, sort_order=-4)
    settled: Mapped[int] = mapped_column(default=0, sort_order=-4)
    asked: Mapped[int] = mapped_column(default=0, sort_order=-4)
    validated_version: Mapped[int | None] = mapped_column(sort_order=-4)
    validated_on: Mapped[date | None] = mapped_column(sort_order=-4)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), sort_order=-4)


def in_lists() -> tuple[Index, ...]:
    """The indexes a long list is read by; records in the trash are in none."""
    live = text("trashed_at IS NULL")
    return (
        Index(None, "sort_ref", "uid", sqlite_where=live, postgresql_where=live),
        Index(None, "sort_name", "sort_ref", "uid", sqlite_where=live, postgresql_where=live),
    )


class NamesProcessor(Base):
    """That a record names a processor; the database refuses to delete what is named."""

    __abstract__ = True

    processor_uid: Mapped[str] = mapped_column(
        ForeignKey("processors.uid"), primary_key=True, index=True, sort_order=1
    )


RowT = TypeVar("RowT", bound=RecordRow)


class RegisterRepository(Repository[Id, Record, Line, RowT], Generic[Id, Record, Line, RowT]):
    """Keeps ``services.ports.RegisterRecords`` for one kind; a subclass says what its list shows and is found by."""

    record_kind: ClassVar[RecordKind]
    record_type: type[Record]
    line_type: Callable[..., Line]
    links: type[NamesProcessor] | None = None

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._history = History(shared)

    # -- one record

    def find(self, record: Id) -> Record | None:
        """The record, or nothing."""
        found = self._fetched(self._documents().where(self.row_type.uid == record))
        return found[0] if found else None

    def trash(self, record: Id) -> None:
        """Puts the record into the trash. Raises ``NotFound``."""
        row = self._there(record)
        if row.trashed_at is None:
            row.trashed_at = self._happened(row, Action.TRASHED)
            self._session.flush()

    def take_back(self, record: Id) -> None:
        """Takes the record out of the trash. Raises ``NotFound``."""
        row = self._there(record)
        if row.trashed_at is not None:
            row.trashed_at = None
            self._happened(row, Action.TAKEN_BACK)
            self._session.flush()

    def in_trash(self, record: Id) -> bool:
        """Whether the record is in the trash."""
        rows = select(self.row_type.id).where(
            self.row_type.uid == record, self.row_type.trashed_at.is_not(None)
        )
        return self._session.scalar(rows) is not None

    def delete(self, record: Id) -> None:
        """
        Takes the record away for good; its history stays.

        Raises:
            NotFound: It is not there.
            RuleBroken: ``record_in_use`` while another record names it.
        """
        row = self._there(record)
        self._history.happened(self.record_kind, record, row.version, Action.DELETED, row.document_id)
        for below in (TagRow, GapRow, DismissalRow):
            self._session.execute(delete(below).where(below.record == record))
        super().delete(record)

    # -- several

    def all(self) -> tuple[Record, ...]:
        """Every record, by reference; those in the trash are left out."""
        return self._fetched(self._documents().where(self._live()).order_by(self.row_type.sort_ref))

    def some(self, ids: Sequence[Id]) -> tuple[Record, ...]:
        """These records, in the same order; vanished ones are left out."""
        found: dict[str, Record] = {}
        for start in range(0, len(ids), _AT_ONCE):
            these = self._documents().where(self.row_type.uid.in_(ids[start : start + _AT_ONCE]))
            found |= {record.id: record for record in self._fetched(these)}
        return tuple(found[each] for each in ids if each in found)

    def refs(self) -> tuple[tuple[Id, str, str], ...]:
        """Identifier, reference and name of every record, by reference."""
        row = self.row_type
        rows = select(row.uid, row.ref, row.name).where(self._live()).order_by(row.sort_ref)
        return tuple((cast("Id", uid), ref, name) for uid, ref, name in self._session.execute(rows))

    def trashed(self) -> tuple[TrashLine, ...]:
        """What is in the trash, newest first."""
        row = self.row_type
        rows = select(row.uid, row.ref, row.name, row.trashed_at).where(row.trashed_at.is_not(None))
        return tuple(
            TrashLine(kind=self.record_kind, id=uid, ref=ref, name=name, at=at)
            for uid, ref, name, at in self._session.execute(
                rows.order_by(row.trashed_at.desc(), row.sort_ref.desc())
            )
            if at is not None
        )

    def owners(self) -> tuple[str, ...]:
        """Every department named as an owner, sorted."""
        row = self.row_type
        rows = select(row.owner).where(self._live(), row.owner != "").group_by(row.owner)
        return tuple(self._session.scalars(rows.order_by(func.min(row.sort_owner), row.owner)))

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, sorted."""
        rows = select(TagRow.tag).join(self.row_type, self.row_type.uid == TagRow.record)
        rows = rows.where(TagRow.kind == self.record_kind, self._live()).group_by(TagRow.tag)
        return tuple(self._session.scalars(rows.order_by(func.min(TagRow.sort_tag), TagRow.tag)))

    # -- what differs from kind to kind

    @abstractmethod
    def _shown(self, row: RowT, record: Record) -> None:
        """Writes the columns of this kind."""

    @abstractmethod
    def _columns(self) -> Mapping[str, ColumnElement[Any]]:
        """What the line of this kind shows beside what all lines show: the name of its field -> where it stands."""

    def _named(self, record: Record) -> Iterable[ProcessorId | None]:
        """The processors the record names."""
        return ()

    def _further_order(self) -> Order:
        """What columns are sorted by that are not sorted by what they show; ``""`` for the list's own order."""
        return {}

    def _further_chips(self) -> tuple[Chips, ...]:
        """The chips of this kind alone."""
        return ()

    def _further_choices(self) -> Choices:
        """The chips with a value of this kind alone."""
        return {}

    # -- how it is kept

    def _record(self, row: RowT) -> Record:
        raise NotImplementedError  # documents are read without their rows

    def _text(self, record: Record) -> str:
        return contents.document(record)

    def _write(self, row: RowT, record: Record, text: str) -> None:
        row.document_id = self._history.document(text)
        self._fill(row, record)
        self._session.flush()
        self._tag(record)
        self._link(row, record)
        self._history.happened(
            self.record_kind,
            record.id,
            record.version,
            Action.CHANGED if record.version > 1 else Action.CREATED,
            row.document_id,
        )

    def _fill(self, row: RowT, record: Record) -> None:
        row.name, row.sort_name, row.status = record.name, folded(record.name), record.status
        row.owner_known, row.owner = record.owner.known, record.owner.value or ""
        row.sort_owner, row.review_on = folded(row.owner), record.review.next_on
        row.created_on, row.updated_on = record.created_on, record.updated_on
        self._shown(row, record)

    def _tag(self, record: Record) -> None:
        if record.version > 1:
            self._session.execute(delete(table_of(TagRow)).where(TagRow.record == record.id))
        if record.tags:
            rows = [
                {
                    "record": record.id,
                    "position": at,
                    "kind": self.record_kind,
                    "tag": tag,
                    "sort_tag": folded(tag),
                }
                for at, tag in enumerate(record.tags)
            ]
            self._session.execute(insert(table_of(TagRow)), rows)

    def _link(self, row: RowT, record: Record) -> None:
        if self.links is None:
            return
        owner = table_of(self.links).c.owner_id
        if record.version > 1:
            self._session.execute(delete(table_of(self.links)).where(owner == row.id))
        named = [each for each in dict.fromkeys(self._named(record)) if each is not None]
        if named:
            rows = [{"owner_id": row.id, "processor_uid": each} for each in named]
            self._session.execute(insert(table_of(self.links)), rows)

    def _naming(self, processor: ProcessorId) -> tuple[Record, ...]:
        """The records of this kind that name the processor, by reference."""
        assert self.links is not None  # noqa: S101 — asked only of kinds that name some
        owner = table_of(self.links).c.owner_id
        naming = select(owner).where(self.links.processor_uid == processor)
        rows = self._documents().where(self._live(), self.row_type.id.in_(naming))
        return self._fetched(rows.order_by(self.row_type.sort_ref))

    def _documents(self) -> Select[str]:
        return select(DocumentRow.content).join(self.row_type, self.row_type.document_id == DocumentRow.id)

    def _fetched(self, documents: Select[str]) -> tuple[Record, ...]:
        return tuple(decoded(self.record_type, document) for document in self._session.scalars(documents))

    def _live(self) -> ColumnElement[bool]:
        return self.row_type.trashed_at.is_(None)

    def _there(self, record: Id) -> RowT:
        row = self._row(record)
        if row is None:
            raise NotFound(kind=self.kind)
        return row

    def _happened(self, row: RowT, action: Action) -> datetime:
        at = self._history.happened(self.record_kind, row.uid, row.version, action, row.document_id)
        self._shared.audit.record(action.value, self.kind, row.uid)
        return at

    # -- the list

    def _listed(self) -> Select[str]:
        return select(self.row_type.uid).where(self._live())

    def _lines(self, ids: Sequence[Id]) -> dict[str, Line]:
        columns = {**self._shared_columns(), **self._columns()}
        rows: Select[Any] = select(*(column.label(name) for name, column in columns.items()))
        found = self._session.execute(rows.where(self.row_type.uid.in_(ids), self._live()))
        tags = self._tags_of(ids)
        return {row.id: self.line_type(**row._asdict(), tags=tags.get(row.id, ())) for row in found}

    def _shared_columns(self) -> Mapping[str, ColumnElement[Any]]:
        table = table_of(self.row_type).c
        same = (
            "ref",
            "name",
            "status",
            "owner_known",
            "owner",
            "gaps",
            "warnings",
            "settled",
            "asked",
            "review_on",
            "updated_on",
            "validated_on",
        )
        changed = func.coalesce(table.validated_version < table.version, false())
        return {"id": table.uid, **{name: table[name] for name in same}, "changed_since": changed}

    def _tags_of(self, ids: Sequence[Id]) -> dict[str, tuple[str, ...]]:
        rows = select(TagRow).where(TagRow.record.in_(ids)).order_by(TagRow.record, TagRow.position)
        # Tags are written past the objects: those the session still holds may be old.
        tags = self._session.scalars(rows.execution_options(populate_existing=True))
        by_record = groupby(tags, key=lambda row: row.record)
        return {record: tuple(row.tag for row in of_one) for record, of_one in by_record}

    def _order(self) -> Order:
        table = table_of(self.row_type).c
        first_tag = select(func.min(TagRow.sort_tag)).where(TagRow.record == table.uid).scalar_subquery()
        course = {status.value: place for place, status in enumerate(RecordStatus)}
        shown = {**self._shared_columns(), **self._columns()}
        del shown["id"]
        return {
            **shown,
            "": table.sort_ref,
            "ref": table.sort_ref,
            "name": table.sort_name,
            "status": case(course, value=table.status),
            "owner": func.nullif(table.sort_owner, ""),
            "tags": first_tag,
            **self._further_order(),
        }

    def _chosen(self, query: ListQuery) -> Iterable[ColumnElement[bool]]:
        row = self.row_type
        due: ColumnElement[bool] = false()
        if query.today is not None:
            due = row.review_on <= query.today
        elif "review_due" in query.chips:
            raise ValueError("the chip 'review_due' needs to know today")
        return chips_of(
            query,
            {status.value: row.status == status for status in RecordStatus},
            {"gaps": row.gaps > 0},
            {"review_due": due},
            {"changed": row.validated_version < row.version},
            *self._further_chips(),
            choices={
                "tag": self._with_tag,
                "owner": row.owner.in_,
                "rule": lambda rules: self._with_gap(GapRow.rule.in_(rules)),
                "check": lambda checks: self._with_gap(GapRow.check.in_(checks)),
                **self._further_choices(),
            },
        )

    def _with_tag(self, tags: Sequence[str]) -> ColumnElement[bool]:
        rows = select(TagRow.record).where(TagRow.kind == self.record_kind, TagRow.tag.in_(tags))
        return self.row_type.uid.in_(rows)

    def _with_gap(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        rows = select(GapRow.record).where(GapRow.kind == self.record_kind, GapRow.stands, condition)
        return self.row_type.uid.in_(rows)
