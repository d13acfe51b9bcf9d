"""Flows of personal data to third countries: the list, the sheet, and on what each flow rests."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import TransferId
from dpo_desk.library.wording import Wording
from dpo_desk.services.drafts import TransferDraft
from dpo_desk.services.ports import TransferLine
from dpo_desk.services.register import TransferView
from dpo_desk.ui import theme
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.forms.transfer_form import TransferForm, shown, typed
from dpo_desk.ui.models.paged import Cell, Column, Row
from dpo_desk.ui.pages.records import ALL, Kind, RecordPage, RecordSource, Shown, fact_cell, name_cell
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.known_field import LOOK
from dpo_desk.ui.widgets.links import Link, Links

_KIND = Kind("transfers", "transfers", "arrow-left-right")


def transfer_source(desk: Desk) -> RecordSource[TransferId, TransferLine]:
    """The flows, for the list."""
    say, register = desk.words, desk.services.register
    columns = (
        Column("ref", say("ui.transfers.column.ref"), 7),
        Column("importer", say("ui.transfers.column.importer"), 22),
        Column("country", say("ui.transfers.column.country"), 16),
        Column("tool", say("ui.transfers.column.tool"), 26),
        Column("activity", say("ui.transfers.column.activity"), 24),
    )
    return RecordSource(columns, register.transfer_ids, register.transfer_lines, lambda line: _row(line, say))


def _row(line: TransferLine, words: Wording) -> Row:
    return Row(
        line.id,
        (
            line.ref,
            name_cell(words, line.importer, named=line.importer_named),
            fact_cell(words, line.country_known, words.country(line.country) if line.country else ""),
            tool_cell(words, line.tool_known, line.tool),
            line.activity,
        ),
    )


def tool_cell(words: Wording, known: Known, tool: str) -> str | Cell:
    """The safeguard in a list; the confirmed lack of one is the gravest of all."""
    if known is Known.NONE:
        return Cell(words("law.tool.none"), Tone.DANGER, "circle-x")
    return fact_cell(words, known, words(f"law.tool.{tool}") if tool else "")


class BelongsTo(QWidget):
    """The activity the flow serves and the organisation that receives."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.activity, self.processor = Links(desk), Links(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        for name, links in (("activity", self.activity), ("processor", self.processor)):
            head = Label(desk.words(f"ui.transfers.side_{name}"), bold=True, wrap=True)
            head.setContentsMargins(0, 0 if name == "activity" else theme.DOUBLE, 0, 0)
            column.addWidget(head)
            column.addWidget(links)
        column.addStretch(1)

    def show_view(self, view: TransferView | None) -> None:
        """Show what this flow belongs to."""
        activity, processor = (view.activity, view.processor) if view else (None, None)
        users = (
            [Link(f"{activity.ref} · {activity.name}", "register", activity.id, "table-2")]
            if activity
            else []
        )
        self.activity.show_links(users, self._words("ui.transfers.no_activity"))
        named = f"{processor.ref} · {processor.name}" if processor else ""
        whom = [Link(named, "processors", processor.id, "building-2")] if processor else []
        self.processor.show_links(whom, self._words("ui.transfers.no_processor"))


class TransfersPage(RecordPage):
    """The transfers' page."""

    form: TransferForm

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _KIND, transfer_source(desk), chips=("no_tool", "unnamed", ALL))
        self._register = desk.services.register
        self._activities = Records(self._register.activity_choices)
        self._processors = Records(self._register.processor_choices)
        self.read_choices()
        self.side = BelongsTo(desk)
        today = self._register.clock.today()
        self.build(TransferForm(desk, self.store, self._activities, self._processors, today), self.side)

    def load(self, record_id: str) -> Shown:
        """The flow with what it belongs to."""
        return _shown(self._register.transfer(TransferId(record_id)))

    def blank(self) -> dict[str, object]:
        """A flow of which only the exporter is known: the organisation itself."""
        organisation = self._register.organisation()
        return shown(TransferDraft(exporter=organisation.name if organisation else ""))

    def store(self, record_id: str | None, version: int, values: Mapping[str, object]) -> Shown:
        """The flow as saved."""
        transfer = TransferId(record_id) if record_id else None
        return _shown(self._register.save_transfer(transfer, typed(values), version))

    def erase(self, record_id: str) -> None:
        """Take it away."""
        self._register.delete_transfer(TransferId(record_id))

    def read_choices(self) -> None:
        """The activities and organisations a flow can belong to."""
        self._activities.reload()
        self._processors.reload()

    def show_side(self, shown: Shown | None) -> None:
        """What it belongs to, and the state of its safeguard in the head."""
        view = shown.view if shown else None
        found = view if isinstance(view, TransferView) else None
        self.side.show_view(found)
        known = found.transfer.tool.known if found else Known.UNKNOWN
        told = self.desk.words(f"ui.transfers.tool_state.{known}")
        tone, icon = LOOK[known] if known is not Known.NONE else (Tone.DANGER, "circle-x")
        self.pill.show_status(told, tone, icon)

    def refresh(self, changed: Changed | None) -> None:
        """Names of activities and organisations stand here too."""
        if changed is None or changed.touches("transfers", "activities", "processors"):
            super().refresh(changed)


def _shown(view: TransferView) -> Shown:
    record = view.transfer
    return Shown(
        id=record.id,
        version=record.version,
        ref=record.ref,
        name=record.importer,
        values=shown(view.draft),
        view=view,
    )
