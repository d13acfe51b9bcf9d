"""The officer's own tasks, for a request or by themselves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.ids import CaseId
from dpo_desk.errors import NotFound, StaleRecord
from dpo_desk.services.ports import Task
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base
from dpo_desk.store.records import Shared

KIND = "task"


class TaskRow(Base):
    """One task."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "done_on", "due_on"), Index(None, "case_uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ID, unique=True)
    version: Mapped[int]
    title: Mapped[str]
    due_on: Mapped[date]
    case_uid: Mapped[str | None] = mapped_column(ForeignKey("cases.uid", ondelete="CASCADE"))
    note: Mapped[str]
    done_on: Mapped[date | None]


class TaskRepository:
    """Keeps ``services.ports.Tasks``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def get(self, task: str) -> Task:
        """The task. Raises ``NotFound``."""
        return _task(self._row(task))

    def save(self, task: Task) -> Task:
        """The task as stored, one version on. Raises ``StaleRecord``; ``NotFound`` when its request is not there."""
        row = self._session.scalars(select(TaskRow).where(TaskRow.uid == task.id)).one_or_none()
        if (0 if row is None else row.version) != task.version:
            raise StaleRecord(kind=KIND)
        digest = contents.digest(task)
        if row is None:
            row = TaskRow(uid=task.id)
            self._session.add(row)
        row.version = task.version + 1
        row.title, row.due_on, row.case_uid = task.title, task.due_on, task.case
        row.note, row.done_on = task.note, task.done_on
        try:
            self._session.flush()
        except IntegrityError as error:
            raise NotFound(kind="case") from error
        self._shared.audit.record("changed" if task.version else "created", KIND, task.id, digest)
        return _task(row)

    def delete(self, task: str) -> None:
        """Takes the task away. Raises ``NotFound``."""
        self._session.delete(self._row(task))
        self._session.flush()
        self._shared.audit.record("deleted", KIND, task)

    def open(self) -> tuple[Task, ...]:
        """What is not done, the soonest first."""
        rows = select(TaskRow).where(TaskRow.done_on.is_(None)).order_by(TaskRow.due_on, TaskRow.id)
        return tuple(map(_task, self._session.scalars(rows)))

    def of_case(self, case: CaseId) -> tuple[Task, ...]:
        """The tasks of a request, the soonest first."""
        rows = select(TaskRow).where(TaskRow.case_uid == case).order_by(TaskRow.due_on, TaskRow.id)
        return tuple(map(_task, self._session.scalars(rows)))

    def _row(self, task: str) -> TaskRow:
        row = self._session.scalars(select(TaskRow).where(TaskRow.uid == task)).one_or_none()
        if row is None:
            raise NotFound(kind=KIND)
        return row


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.uid,
        title=row.title,
        due_on=row.due_on,
        case=CaseId(row.case_uid) if row.case_uid else None,
        note=row.note,
        done_on=row.done_on,
        version=row.version,
    )
