"""Processors and other organisations that get personal data: the list, the sheet, and what hangs on each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Contract, ContractStatus
from dpo_desk.library.wording import Wording
from dpo_desk.services.drafts import ProcessorDraft
from dpo_desk.services.ports import ProcessorLine
from dpo_desk.services.register import ProcessorView
from dpo_desk.ui import theme
from dpo_desk.ui.forms.processor_form import ProcessorForm, shown, typed
from dpo_desk.ui.models.paged import Cell, Column, Row
from dpo_desk.ui.pages.records import ALL, Kind, RecordPage, RecordSource, Shown, fact_cell, name_cell
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.known_field import LOOK
from dpo_desk.ui.widgets.links import Link, Links

CONTRACT_LOOK = {
    ContractStatus.NONE: (Tone.DANGER, "circle-x"),
    ContractStatus.DRAFT: (Tone.WARNING, "pencil"),
    ContractStatus.SIGNED: (Tone.GOOD, "circle-check"),
    ContractStatus.EXPIRED: (Tone.DANGER, "clock"),
}
_KIND = Kind("processors", "processors", "building-2")


def processor_source(desk: Desk) -> RecordSource[ProcessorId, ProcessorLine]:
    """The organisations, for the list."""
    say, register = desk.words, desk.services.register
    columns = (
        Column("ref", say("ui.processors.column.ref"), 7),
        Column("name", say("ui.processors.column.name"), 24),
        Column("role", say("ui.processors.column.role"), 22),
        Column("contract", say("ui.processors.column.contract"), 14),
        Column("countries", say("ui.processors.column.countries"), 16),
        Column("activities", say("ui.processors.column.activities"), 10, right=True),
    )
    return RecordSource(
        columns, register.processor_ids, register.processor_lines, lambda line: _row(line, say)
    )


def _row(line: ProcessorLine, words: Wording) -> Row:
    role = words(f"ui.processors.role_short.{line.role}") if line.role else ""
    return Row(
        line.id,
        (
            line.ref,
            name_cell(words, line.name, named=line.named),
            fact_cell(words, line.role_known, role),
            contract_cell(words, line.contract_known, line.contract),
            fact_cell(words, line.countries_known, words.join(words.country(c) for c in line.countries)),
            str(line.activities),
        ),
    )


def contract_cell(words: Wording, known: Known, contract: str) -> Cell:
    """The state of a contract; nothing known reads differently from no contract, proposed from confirmed."""
    if known is Known.UNKNOWN:
        return Cell(words("ui.common.known.unknown"), *LOOK[known])
    if known is Known.NONE:
        contract = ContractStatus.NONE
    said = words(f"register.contract.{contract}")
    if known is Known.PROPOSED:
        return Cell(words("ui.records.proposed", value=said), *LOOK[known])
    return Cell(said, *CONTRACT_LOOK[ContractStatus(contract)])


class HangsOn(QWidget):
    """The activities that give data to the organisation and the transfers that go through it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.activities, self.transfers = Links(desk), Links(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        for name, links in (("activities", self.activities), ("transfers", self.transfers)):
            head = Label(desk.words(f"ui.processors.side_{name}"), bold=True, wrap=True)
            head.setContentsMargins(0, 0 if name == "activities" else theme.DOUBLE, 0, 0)
            column.addWidget(head)
            column.addWidget(links)
        column.addStretch(1)

    def show_view(self, view: ProcessorView | None) -> None:
        """Show what hangs on this one."""
        words = self._words
        users = (
            [Link(f"{a.ref} · {a.name}", "register", a.id, "table-2") for a in view.activities]
            if view
            else []
        )
        self.activities.show_links(users, words("ui.processors.no_activities"))
        flows = (
            [
                Link(_flow(words, t.ref, t.country.value), "transfers", t.id, "arrow-left-right")
                for t in view.transfers
            ]
            if view
            else []
        )
        self.transfers.show_links(flows, words("ui.processors.no_transfers"))


def _flow(words: Wording, ref: str, country: str | None) -> str:
    return f"{ref} · {words.country(country) if country else words('ui.processors.country_unknown')}"


class ProcessorsPage(RecordPage):
    """The organisations' page."""

    form: ProcessorForm

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _KIND, processor_source(desk), chips=("no_contract", "unnamed", ALL), sort="name"
        )
        self._register = desk.services.register
        self.side = HangsOn(desk)
        self.build(ProcessorForm(desk, self.store), self.side)

    def load(self, record_id: str) -> Shown:
        """The organisation with all that hangs on it."""
        return _shown(self._register.processor(ProcessorId(record_id)))

    def blank(self) -> dict[str, object]:
        """An organisation of which nothing is known."""
        return shown(ProcessorDraft())

    def store(self, record_id: str | None, version: int, values: Mapping[str, object]) -> Shown:
        """The organisation as saved."""
        processor = ProcessorId(record_id) if record_id else None
        return _shown(self._register.save_processor(processor, typed(values), version))

    def erase(self, record_id: str) -> None:
        """Take it away; refused while something hangs on it."""
        self._register.delete_processor(ProcessorId(record_id))

    def show_side(self, shown: Shown | None) -> None:
        """What hangs on it, and its contract in the head."""
        view = shown.view if shown else None
        found = view if isinstance(view, ProcessorView) else None
        self.side.show_view(found)
        contract = found.processor.contract if found else Fact[Contract]()
        cell = contract_cell(self.desk.words, contract.known, contract.value.status if contract.value else "")
        told = self.desk.words("ui.processors.contract_state", state=cell.text)
        self.pill.show_status(told, cell.tone or Tone.NEUTRAL, cell.icon)

    def refresh(self, changed: Changed | None) -> None:
        """Activities and transfers hang on it too."""
        if changed is None or changed.touches("processors", "activities", "transfers"):
            super().refresh(changed)


def _shown(view: ProcessorView) -> Shown:
    record = view.processor
    return Shown(
        id=record.id,
        version=record.version,
        ref=record.ref,
        name=record.name,
        values=shown(view.draft),
        view=view,
    )
