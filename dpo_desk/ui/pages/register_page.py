"""The register of processing activities as controller (GDPR Art. 30(1)): the list, the sheet, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from dpo_desk.domain.activity import ActivityStatus
from dpo_desk.domain.completeness import Completeness, Gap, Severity
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.wording import Wording
from dpo_desk.services.drafts import ActivityDraft
from dpo_desk.services.facts import gap_text
from dpo_desk.services.ports import ActivityLine
from dpo_desk.services.register import ActivityView
from dpo_desk.ui import theme
from dpo_desk.ui.forms.activity_form import ActivityForm, shown, typed
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.models.paged import CELL_ROLE, Cell, Column, Row
from dpo_desk.ui.pages.records import ALL, Kind, RecordPage, RecordSource, Shown
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.feedback import Bar, GapLine, GapList
from dpo_desk.ui.widgets.links import Link
from dpo_desk.ui.widgets.list_view import CellDelegate

GAPS_AFTER_MS = 300
STATUS_LOOK = {
    ActivityStatus.DRAFT: (Tone.NEUTRAL, "pencil"),
    ActivityStatus.ACTIVE: (Tone.GOOD, "circle-check"),
    ActivityStatus.ARCHIVED: (Tone.NEUTRAL, "archive"),
}
_TONE = {Severity.ERROR: Tone.DANGER, Severity.WARNING: Tone.WARNING, Severity.HINT: Tone.NEUTRAL}
_KIND = Kind("register", "activities", "table-2")
_COMPLETENESS = 2  # the column with the small bar


@dataclass(frozen=True)
class ShareCell(Cell):
    """A cell with a small bar before its words."""

    share: float = 0.0


class ShareDelegate(CellDelegate):
    """Paints the share as a bar and says it in words beside it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, ShareCell):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        now, box = theme.colours(), QRectF(option.rect).adjusted(theme.STEP, 0, -theme.HALF, 0)
        bar = QRectF(box.left(), box.center().y() - 3, 44, 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.neutral_tint).darker(108))
        painter.drawRoundedRect(bar, 3, 3)
        bar.setWidth(bar.width() * cell.share)
        painter.setBrush(QColor(now.accent))
        painter.drawRoundedRect(bar, 3, 3)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor(now.on_selection if selected else now.text))
        painter.drawText(box.adjusted(52, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


def activity_source(desk: Desk) -> RecordSource[ActivityId, ActivityLine]:
    """The activities, for the list."""
    say, register = desk.words, desk.services.register
    columns = (
        Column("ref", say("ui.register.column.ref"), 6),
        Column("name", say("ui.register.column.name"), 20),
        Column("settled", say("ui.register.column.completeness"), 13),
        Column("gaps", say("ui.register.column.gaps"), 12),
        Column("status", say("ui.register.column.status"), 13),
        Column("review_on", say("ui.register.column.review"), 12),
    )
    return RecordSource(columns, register.activity_ids, register.activity_lines, lambda line: _row(line, say))


def _row(line: ActivityLine, words: Wording) -> Row:
    told = words("ui.register.settled", settled=line.settled, asked=line.asked)
    gaps = words("ui.register.gaps", count=line.gaps)
    gap = Cell(gaps, Tone.DANGER, "circle-alert") if line.gaps else Cell(gaps, Tone.GOOD, "circle-check")
    return Row(
        line.id,
        (
            line.ref,
            line.name,
            ShareCell(told, share=line.settled / line.asked if line.asked else 0.0),
            gap,
            Cell(words(f"register.status.{line.status}"), *STATUS_LOOK[line.status]),
            words.short_date(line.review_on) if line.review_on else "",
        ),
    )


class GapColumn(QWidget):
    """How complete the record is and what it lacks, each with its article and the way to the field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        self._title = Label(bold=True)
        self._bar = Bar(desk.words("ui.register.column.completeness"))
        self._told = Label(size=0.9, muted=True, wrap=True)
        self.gaps = GapList(desk.words)
        for part in (self._title, self._bar, self._told, self.gaps):
            column.addWidget(part)
        column.addStretch(1)

    def show_gaps(self, gaps: Sequence[Gap], complete: Completeness) -> None:
        """Show what is missing now."""
        words = self._words
        lines = [GapLine(gap_text(g, words), g.article, _TONE[g.severity], g.place, g.record) for g in gaps]
        self.gaps.show_gaps(lines)
        self._title.setText(words("ui.register.gap_title", count=len(lines)))
        told = words("ui.register.settled_long", settled=complete.settled, asked=complete.asked)
        self._told.setText(told)
        share = complete.settled / complete.asked if complete.asked else 0.0
        self._bar.show_share(share, Tone.GOOD if share == 1 else Tone.ACCENT, told)


class RegisterPage(RecordPage):
    """The register's page."""

    form: ActivityForm

    def __init__(self, desk: Desk) -> None:
        chips = (*(state.value for state in ActivityStatus), "gaps", ALL)
        super().__init__(desk, _KIND, activity_source(desk), chips=chips)
        self.list.table.setItemDelegateForColumn(_COMPLETENESS, ShareDelegate(self.list.table))
        self._register = desk.services.register
        self._processors = Records(self._register.processor_choices)
        self._processors.reload()
        self.column = GapColumn(desk)
        self._count_later = QTimer(self, singleShot=True, interval=GAPS_AFTER_MS)
        self._count_later.timeout.connect(self.count_gaps)
        copy = self.command("duplicate", desk.words("ui.register.duplicate"), self.duplicate, icon="copy")
        form = ActivityForm(desk, self.store, self._processors)
        self.build(form, self.column, (copy, "copy"))
        self.column.gaps.jump.connect(lambda gap: self.form.jump(gap.field))
        form.fields.changed.connect(self._count_later.start)
        form.dirty_changed.connect(lambda _dirty: self._count_later.start())

    def load(self, record_id: str) -> Shown:
        """The activity with what it lacks."""
        return _shown(self._register.activity(ActivityId(record_id)))

    def blank(self) -> dict[str, object]:
        """An activity of which nothing is known."""
        return shown(ActivityDraft())

    def store(self, record_id: str | None, version: int, values: Mapping[str, object]) -> Shown:
        """The activity as saved."""
        activity = ActivityId(record_id) if record_id else None
        return _shown(self._register.save_activity(activity, typed(values), version))

    def erase(self, record_id: str) -> None:
        """Take it out of the register."""
        self._register.delete_activity(ActivityId(record_id))

    def read_choices(self) -> None:
        """The processors a recipient can be."""
        self._processors.reload()

    def show_side(self, shown: Shown | None) -> None:
        """The gaps, the status and the transfers of what is shown."""
        words, view = self.desk.words, shown.view if shown else None
        status, flows = ActivityStatus.DRAFT, tuple[Transfer, ...]()
        if isinstance(view, ActivityView):
            status, flows = view.activity.status, view.transfers
        self.pill.show_status(words(f"register.status.{status}"), *STATUS_LOOK[status])
        links = [Link(f"{t.importer} · {t.ref}", "transfers", t.id, "arrow-left-right") for t in flows]
        self.form.flows.show_links(links, words("ui.register.no_flows"))
        self.count_gaps()

    def count_gaps(self) -> None:
        """What the typed record would lack if it were saved now."""
        self._count_later.stop()
        activity, draft = ActivityId(self.form.record or ""), self.form.draft()
        gaps = self._register.gaps_of(activity, draft)
        self.column.show_gaps(gaps, self._register.completeness_of(activity, draft))

    def duplicate(self) -> None:
        """A copy as a new draft, shown at once."""
        source = self._loaded
        if source is None:
            return
        name = self.desk.words("ui.register.copy_of", name=source.name)
        self.desk.lane.run(
            lambda: self._register.duplicate_activity(ActivityId(source.id), name),
            success=self._duplicated,
            parent=self,
        )

    def _duplicated(self, copy: ActivityView) -> None:
        self.desk.news.tell("activities", ids=[copy.activity.id])
        self.desk.messages.note(self.desk.words("ui.register.duplicated", ref=copy.activity.ref))
        self.open_record(copy.activity.id, "name")


def _shown(view: ActivityView) -> Shown:
    record = view.activity
    return Shown(
        id=record.id,
        version=record.version,
        ref=record.ref,
        name=record.name,
        values=shown(view.draft),
        view=view,
    )
