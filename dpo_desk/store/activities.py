"""The activities of the register as controller."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.ids import ActivityId, ProcessorId
from dpo_desk.domain.record import RecordKind
from dpo_desk.services.ports import ActivityLine
from dpo_desk.store.history import DocumentRow
from dpo_desk.store.register import NamesProcessor, RecordRow, RegisterRepository, in_lists


class ActivityRow(RecordRow):
    """One activity."""

    __tablename__ = "activities"
    __table_args__ = in_lists()

    purposes: Mapped[int]  # how many


class ActivityProcessorRow(NamesProcessor):
    """That an activity names a processor among its recipients."""

    __tablename__ = "activity_processors"

    owner_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True)


class ActivityRepository(RegisterRepository[ActivityId, Activity, ActivityLine, ActivityRow]):
    """Keeps ``services.ports.Activities``."""

    kind = "activity"
    prefix = "P"
    row_type = ActivityRow
    record_kind = RecordKind.ACTIVITY
    record_type = Activity
    line_type = ActivityLine
    links = ActivityProcessorRow

    def using(self, processor: ProcessorId) -> tuple[Activity, ...]:
        """The activities which name this processor among their recipients, by reference."""
        return self._naming(processor)

    def quoting(self, name: str) -> tuple[ActivityId, ...]:
        """The activities in which all words of a name stand somewhere, so that a quotation of theirs may hold it."""
        words = (json.dumps(word)[1:-1] for word in re.findall(r"\w+", name))  # as documents are written
        holds = [DocumentRow.content.contains(word, autoescape=True) for word in words]
        rows = select(ActivityRow.uid).join(DocumentRow, ActivityRow.document_id == DocumentRow.id)
        found = self._session.scalars(rows.where(self._live(), *holds).order_by(ActivityRow.sort_ref))
        return tuple(ActivityId(each) for each in found) if holds else ()

    def _shown(self, row: ActivityRow, record: Activity) -> None:
        row.purposes = len(record.purposes)

    def _columns(self) -> Mapping[str, ColumnElement[Any]]:
        return {"purposes": ActivityRow.purposes.expression}

    def _named(self, record: Activity) -> Iterable[ProcessorId | None]:
        return (each.processor for each in record.recipients.value or ())

    def _words(self, record: Activity) -> Iterable[str]:
        return (
            record.ref,
            record.name,
            record.owner.value or "",
            *record.tags,
            *(each.text for each in record.purposes),
            *(record.data_subjects.value or ()),
            *(each.name for each in record.categories.value or ()),
            *(each.name for each in record.recipients.value or ()),
            *(record.systems.value or ()),
        )
