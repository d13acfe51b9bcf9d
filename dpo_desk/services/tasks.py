"""The officer's own tasks: what to do by a day, for a request or by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dpo_desk.domain.case import EntryKind
from dpo_desk.domain.ids import CaseId, new_id
from dpo_desk.errors import NotFound
from dpo_desk.services import parsing
from dpo_desk.services.case_desk import CaseDesk
from dpo_desk.services.ports import Clock, ListQuery, Task, UnitOfWork, Work
from dpo_desk.services.today import today_in


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """A task as typed; ``case`` is the reference of a request, or its identifier, or nothing."""

    title: str = ""
    due_on: str = ""
    case: str = ""
    note: str = ""


@dataclass(frozen=True)
class TaskService:
    """The verbs of tasks; what is done about those of a request stands in its history."""

    work: Work
    clock: Clock

    def get(self, task: str) -> Task:
        """The task. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            return unit.tasks.get(task)

    def draft(self, task: str) -> TaskDraft:
        """The task as its form shows it. Raises ``NotFound``."""
        with self.work(read_only=True) as unit:
            found = unit.tasks.get(task)
            refs = [line.ref for line in unit.cases.lines([found.case])] if found.case else []
        return TaskDraft(
            title=found.title,
            due_on=found.due_on.isoformat(),
            case=refs[0] if refs else "",
            note=found.note,
        )

    def add(self, draft: TaskDraft) -> Task:
        """
        The task as kept.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self.work() as unit:
            today = today_in(unit, self.clock)
            stored = unit.tasks.save(_parsed(unit, draft, Task(id=new_id(), title="", due_on=today)))
            self._tell(unit, stored, "added")
            unit.commit()
        return stored

    def change(self, task: str, draft: TaskDraft) -> Task:
        """The task as changed. Raises ``DraftError``, ``NotFound``."""
        return self._changed(task, "changed", lambda unit, old: _parsed(unit, draft, old))

    def done(self, task: str) -> Task:
        """The task, done today. Raises ``NotFound``."""
        return self._changed(
            task, "done", lambda unit, old: replace(old, done_on=old.done_on or today_in(unit, self.clock))
        )

    def undo(self, task: str) -> Task:
        """The task, not done after all. Raises ``NotFound``."""
        return self._changed(task, "changed", lambda _unit, old: replace(old, done_on=None))

    def delete(self, task: str) -> None:
        """Takes the task away. Raises ``NotFound``."""
        with self.work() as unit:
            old = unit.tasks.get(task)
            unit.tasks.delete(task)
            self._tell(unit, old, "deleted")
            unit.commit()

    def _changed(self, task: str, what: str, change: Callable[[UnitOfWork, Task], Task]) -> Task:
        with self.work() as unit:
            old = unit.tasks.get(task)
            new = change(unit, old)
            if new == old:
                return old
            stored = unit.tasks.save(new)
            self._tell(unit, stored, what)
            unit.commit()
        return stored

    def _tell(self, unit: UnitOfWork, task: Task, what: str) -> None:
        if task.case:
            case, day = unit.cases.get(task.case), task.due_on.isoformat()
            CaseDesk(self.work, self.clock).tell(unit, case, EntryKind.TASK, what=what, day=day)


def _parsed(unit: UnitOfWork, draft: TaskDraft, old: Task) -> Task:
    with parsing.fields() as found:
        title = found.parse(parsing.required, draft.title, "title", "")
        due_on: date = found.parse(parsing.day, draft.due_on, "due_on", old.due_on)
        note = found.parse(parsing.prose, draft.note, "note", "")
        case = _case(unit, draft.case, found)
    return replace(old, title=title, due_on=due_on, case=case, note=note)


def _case(unit: UnitOfWork, typed: str, found: parsing.Fields) -> CaseId | None:
    text = found.parse(parsing.line, typed, "case", "")
    if not text:
        return None
    try:
        return unit.cases.get(CaseId(text)).id
    except NotFound:
        for line in unit.cases.lines(unit.cases.ids(ListQuery(text=text))[:_LOOKED_AT]):
            if line.ref == text.upper():
                return line.id
    found.refuse("case", "not_a_request")
    return None


_LOOKED_AT = 50  # a whole reference is found among the first, if it is there
