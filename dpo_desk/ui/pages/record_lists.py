"""What the lists of the register have in common: their columns, their cells, their ready-made filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import ContractStatus
from dpo_desk.domain.record import RecordStatus
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ListQuery, RecordLine
from dpo_desk.ui import theme
from dpo_desk.ui.models.paged import CELL_ROLE, Cell, Column, Query, Row
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.known_field import LOOK
from dpo_desk.ui.widgets.record_table import CellDelegate

ALL = "all"  # the chip that hides nothing; the last one, which is chosen when a filter is lifted
STATUS_LOOK = {
    RecordStatus.DRAFT: (Tone.NEUTRAL, "pencil"),
    RecordStatus.ACTIVE: (Tone.GOOD, "circle-check"),
    RecordStatus.ARCHIVED: (Tone.NEUTRAL, "archive"),
}
CONTRACT_LOOK = {
    ContractStatus.NONE: (Tone.DANGER, "circle-x"),
    ContractStatus.DRAFT: (Tone.WARNING, "pencil"),
    ContractStatus.SIGNED: (Tone.GOOD, "circle-check"),
    ContractStatus.EXPIRED: (Tone.DANGER, "clock"),
}

Id = TypeVar("Id")
Line = TypeVar("Line", bound=RecordLine)
Cells = tuple[str | Cell, ...]


@dataclass(frozen=True)
class RecordSource(Generic[Id, Line]):
    """The records of one kind, for their list: what the service finds, and how a line is shown."""

    columns: Sequence[Column]
    find: Callable[[ListQuery], Sequence[Id]]
    fetch: Callable[[Sequence[Id]], Sequence[Line]]
    show: Callable[[Line], Row]

    def ids(self, query: Query) -> Sequence[str]:
        """The ids that match."""
        # Identifiers are texts; each kind has a type of its own, which a list need not know.
        return cast("Sequence[str]", self.find(list_query(query)))

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows."""
        return [self.show(line) for line in self.fetch(cast("Sequence[Id]", ids))]


def list_query(query: Query) -> ListQuery:
    """What the list asks, as the services understand it."""
    return ListQuery(text=query.text, chips=query.chips - {ALL}, sort=query.sort, descending=query.descending)


def filters(words: Wording, page: str, own: Mapping[str, Sequence[str]]) -> tuple[Filter, ...]:
    """The ready-made filters: those of the page, by the end of their name with their chips, and those of all pages."""
    found = [Filter(name=words(f"ui.{page}.filter.{name}"), chips=frozenset(own[name])) for name in own]
    shared = ("gaps", "review_due", "changed")
    found += [Filter(name=words(f"ui.records.filter.{name}"), chips=frozenset({name})) for name in shared]
    return tuple(found)


# --- the columns every list has ----------------------------------------------------------------------------------------


def last_columns(words: Wording) -> tuple[Column, ...]:
    """The columns at the end of every list; ``last_cells`` fills them."""
    say = "ui.records.column"
    return (
        Column("gaps", words(f"{say}.gaps"), 12),
        Column("settled", words(f"{say}.completeness"), 13),
        Column("status", words(f"{say}.status"), 13),
        Column("review_on", words(f"{say}.review"), 12),
        Column("tags", words(f"{say}.tags"), 16, hidden=True),
        Column("validated_on", words(f"{say}.validated"), 13, hidden=True),
        Column("updated_on", words(f"{say}.updated"), 12, hidden=True),
    )


def last_cells(words: Wording, line: RecordLine) -> Cells:
    """What every record shows in ``last_columns``."""
    told = words("ui.records.settled", settled=line.settled, asked=line.asked)
    validated = words.short_date(line.validated_on) if line.validated_on else ""
    return (
        gaps_cell(words, line),
        ShareCell(told, share=line.settled / line.asked if line.asked else 0.0),
        Cell(words(f"register.status.{line.status}"), *STATUS_LOOK[line.status]),
        words.short_date(line.review_on) if line.review_on else "",
        ", ".join(line.tags),
        Cell(validated, Tone.WARNING, "pencil") if line.changed_since else validated,
        words.short_date(line.updated_on) if line.updated_on else "",
    )


def gaps_cell(words: Wording, line: RecordLine) -> Cell:
    """How many errors the newest check found; warnings where there are no errors."""
    if line.gaps:
        return Cell(words("ui.records.gaps", count=line.gaps), Tone.DANGER, "circle-alert")
    if line.warnings:
        return Cell(words("ui.records.warnings", count=line.warnings), Tone.WARNING, "triangle-alert")
    return Cell(words("ui.records.gaps", count=0), Tone.GOOD, "circle-check")


# --- cells -------------------------------------------------------------------------------------------------------------


def name_cell(words: Wording, name: str, *, named: bool) -> str | Cell:
    """A name in a list; a description that stands for a missing name says so."""
    if named:
        return name
    return Cell(words("ui.records.unnamed", name=name), Tone.WARNING, "circle-question-mark")


def fact_cell(words: Wording, known: Known, text: str) -> str | Cell:
    """A fact in a list: a given value as it is, all others with the icon and the word of their state."""
    if known is Known.GIVEN:
        return text
    tone, icon = LOOK[known]
    said = words(f"ui.common.known.{known}")
    return Cell(words("ui.records.proposed", value=text) if known is Known.PROPOSED else said, tone, icon)


def contract_cell(words: Wording, known: Known, contract: str) -> Cell:
    """The state of a contract; nothing known reads differently from no contract, proposed from confirmed."""
    if known is Known.UNKNOWN:
        return Cell(words("ui.common.known.unknown"), *LOOK[known])
    state = ContractStatus.NONE if known is Known.NONE else ContractStatus(contract)
    said = words(f"register.contract.{state}")
    if known is Known.PROPOSED:
        return Cell(words("ui.records.proposed", value=said), *LOOK[known])
    return Cell(said, *CONTRACT_LOOK[state])


@dataclass(frozen=True)
class ShareCell(Cell):
    """A cell with a small bar before its words."""

    share: float = 0.0


class ShareDelegate(CellDelegate):
    """Paints the share as a bar and says it in words beside it."""

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, ShareCell):
            super()._paint_cell(painter, option, index)
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
