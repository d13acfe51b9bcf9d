"""What the newest check found in each record, and what was set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.version import Dismissal
from dpo_desk.errors import NotFound
from dpo_desk.store import contents
from dpo_desk.store.base import Base, table_of
from dpo_desk.store.findings import DismissalRow, GapRow
from dpo_desk.store.records import Shared
from dpo_desk.store.transfers import TransferRow
from dpo_desk.store.versions import ROWS

_AT_ONCE = 500  # records asked for by one statement
_CHECK = "check"


class CheckStateRow(Base):
    """What the newest check of everything was made of; the one row there is."""

    __tablename__ = "check_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str]


class GapRepository:
    """Keeps ``services.ports.Gaps``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    # -- what was found

    def put(self, kind: RecordKind, record: str, gaps: Sequence[Gap], complete: Completeness) -> None:
        """Replaces what was found in this record; those set aside for its present version are not counted."""
        self.put_all(kind, {record: (gaps, complete)})

    def put_all(self, kind: RecordKind, found: Mapping[str, tuple[Sequence[Gap], Completeness]]) -> None:
        """The same for many records of a kind; only what differs from what is kept is written."""
        records = list(found)
        for start in range(0, len(records), _AT_ONCE):
            self._put(kind, {each: found[each] for each in records[start : start + _AT_ONCE]})

    def of(self, record: str) -> tuple[Gap, ...]:
        """What was found in this record, set aside or not."""
        rows = select(GapRow).where(GapRow.record == record).order_by(GapRow.position)
        return tuple(_gap(row._asdict()) for row in self._session.execute(_columns(rows)))

    def all(self) -> tuple[Gap, ...]:
        """Everything that stands: found, not set aside, in no record of the trash."""
        found: list[Gap] = []
        for kind, row in ROWS.items():
            rows = select(GapRow).join(row, row.uid == GapRow.record)
            rows = rows.where(GapRow.kind == kind, GapRow.stands, row.trashed_at.is_(None))
            rows = rows.order_by(row.sort_ref, GapRow.position)
            found += (_gap(each._asdict()) for each in self._session.execute(_columns(rows)))
        return tuple(found)

    def completeness(self) -> Mapping[RecordKind, Completeness]:
        """The sums of each kind."""
        return MappingProxyType({kind: self._sum(kind) for kind in ROWS})

    def judged(self, verdicts: Mapping[TransferId, str]) -> None:
        """Keeps the verdict on each of these transfers, for the lists."""
        table = table_of(TransferRow)
        new = update(table).where(table.c.uid == bindparam("of"), table.c.verdict != bindparam("is"))
        rows = [{"of": record, "is": verdict} for record, verdict in verdicts.items()]
        if rows:
            self._session.execute(new.values(verdict=bindparam("is")), rows)

    # -- what does not apply

    def set_aside(self, dismissal: Dismissal) -> None:
        """Keeps that a finding does not apply. Raises ``NotFound``."""
        kind = self._kind_of(dismissal.record, dismissal.finding)
        digest = contents.digest(dismissal)
        self._forget(dismissal.record, dismissal.finding, dismissal.version)
        self._session.execute(
            insert(DismissalRow).values(
                record=dismissal.record,
                finding=dismissal.finding,
                version=dismissal.version,
                reason=dismissal.reason,
                on=dismissal.on,
                by=dismissal.by,
            )
        )
        self._count(kind, dismissal.record)
        self._shared.audit.record("set_aside", kind.value, dismissal.record, digest)

    def bring_back(self, record: str, gap: str) -> None:
        """Forgets that the finding of this key was set aside. Raises ``NotFound``."""
        kind = self._kind_of(record, gap)
        self._forget(record, gap)
        self._count(kind, record)
        self._shared.audit.record("brought_back", kind.value, record)

    def dismissals(self, record: str) -> tuple[Dismissal, ...]:
        """What was set aside in this record, in whatever version, newest first."""
        rows = select(DismissalRow).where(DismissalRow.record == record).order_by(DismissalRow.id.desc())
        return tuple(
            Dismissal(
                record=row.record,
                finding=row.finding,
                version=row.version,
                reason=row.reason,
                on=row.on,
                by=row.by,
            )
            for row in self._session.scalars(rows)
        )

    # -- when

    def checked_on(self) -> str:
        """What the newest check of everything was made of: day and law; empty before the first."""
        return self._session.scalar(select(CheckStateRow.what)) or ""

    def checked(self, what: str) -> None:
        """Keeps what the check of everything was made of."""
        self._session.merge(CheckStateRow(name=_CHECK, what=what))
        self._session.flush()

    # -- inside

    def _put(self, kind: RecordKind, found: Mapping[str, tuple[Sequence[Gap], Completeness]]) -> None:
        kept = self._kept(found)
        aside = self._set_aside(kind, found)
        counted = self._counts(kind, found)
        changed: list[str] = []
        new: list[dict[str, Any]] = []
        counts: list[dict[str, Any]] = []
        for record, (gaps, complete) in found.items():
            if record not in counted:
                raise NotFound(kind=kind.value)
            rows = [_row(kind, record, at, gap, aside) for at, gap in enumerate(gaps)]
            if rows != kept.get(record, []):
                changed.append(record)
                new += rows
            count = {**_counted(rows), "settled": complete.settled, "asked": complete.asked}
            if count != counted[record]:
                counts.append({"of": record, **{f"new_{name}": number for name, number in count.items()}})
        if changed:
            self._session.execute(delete(GapRow).where(GapRow.record.in_(changed)))
        if new:
            self._session.execute(insert(GapRow), new)
        self._write_counts(kind, counts)

    def _kept(self, records: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        rows = select(GapRow).where(GapRow.record.in_(list(records)))
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._session.execute(_columns(rows.order_by(GapRow.record, GapRow.position))):
            found.setdefault(row.record, []).append(row._asdict())
        return found

    def _set_aside(self, kind: RecordKind, records: Iterable[str]) -> frozenset[tuple[str, str]]:
        """The record and key of each finding that was set aside for the present version of its record."""
        row = ROWS[kind]
        rows = select(DismissalRow.record, DismissalRow.finding).join(row, row.uid == DismissalRow.record)
        rows = rows.where(row.version == DismissalRow.version, row.uid.in_(list(records)))
        return frozenset((record, finding) for record, finding in self._session.execute(rows))

    def _counts(self, kind: RecordKind, records: Iterable[str]) -> dict[str, dict[str, int]]:
        """What each record's row counts."""
        row = ROWS[kind]
        rows = select(row.uid, row.gaps, row.warnings, row.settled, row.asked)
        found = self._session.execute(rows.where(row.uid.in_(list(records))))
        return {
            uid: {"gaps": gaps, "warnings": warnings, "settled": settled, "asked": asked}
            for uid, gaps, warnings, settled, asked in found
        }

    def _write_counts(self, kind: RecordKind, counts: list[dict[str, Any]]) -> None:
        table = table_of(ROWS[kind])
        if counts:
            names = ("gaps", "warnings", "settled", "asked")
            new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            self._session.execute(update(table).where(table.c.uid == bindparam("of")).values(new), counts)

    def _count(self, kind: RecordKind, record: str) -> None:
        """Counts anew what stands in a record of which something was set aside or brought back."""
        row = ROWS[kind]
        complete = self._session.execute(select(row.settled, row.asked).where(row.uid == record)).one()
        self.put(kind, record, self.of(record), Completeness(*complete))

    def _kind_of(self, record: str, finding: str) -> RecordKind:
        rows = select(GapRow.kind).where(GapRow.record == record, GapRow.key == finding)
        kind = self._session.scalars(rows.limit(1)).first()
        if kind is None:
            raise NotFound
        return kind

    def _forget(self, record: str, finding: str, version: int | None = None) -> None:
        rows = delete(DismissalRow).where(DismissalRow.record == record, DismissalRow.finding == finding)
        self._session.execute(rows if version is None else rows.where(DismissalRow.version == version))

    def _sum(self, kind: RecordKind) -> Completeness:
        row = ROWS[kind]
        sums = select(func.coalesce(func.sum(row.settled), 0), func.coalesce(func.sum(row.asked), 0))
        return Completeness(*self._session.execute(sums.where(row.trashed_at.is_(None))).one())


def _columns(rows: Select[Any]) -> Select[Any]:
    """Plain values instead of objects, without the key: many of them are read at once."""
    return rows.with_only_columns(*(each for each in GapRow.__table__.c if each.name != "id"))


def _row(
    kind: RecordKind, record: str, position: int, gap: Gap, aside: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "kind": kind,
        "record": record,
        "position": position,
        "key": gap.key,
        "rule": gap.rule,
        "check": gap.check,
        "severity": gap.severity,
        "article": gap.article,
        "place": gap.place,
        "facts": json.dumps(dict(gap.facts), ensure_ascii=True),
        "stands": (record, gap.key) not in aside,
    }


def _counted(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    standing = [row["severity"] for row in rows if row["stands"]]
    return {"gaps": standing.count(Severity.ERROR), "warnings": standing.count(Severity.WARNING)}


def _gap(row: Mapping[str, Any]) -> Gap:
    return Gap(
        rule=row["rule"],
        severity=row["severity"],
        article=row["article"],
        place=row["place"],
        record=row["record"],
        facts=MappingProxyType(json.loads(row["facts"])),
        check=row["check"],
    )
