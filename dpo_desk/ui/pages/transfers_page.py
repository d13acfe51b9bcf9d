"""Flows of personal data to third countries: the list and the sheet of each."""

from __future__ import annotations

from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.record import RecordKind
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import TransferLine
from dpo_desk.ui.forms.transfer_form import TransferForm
from dpo_desk.ui.models.paged import Cell, Column, Row
from dpo_desk.ui.pages.record_lists import (
    ALL,
    RecordSource,
    fact_cell,
    filters,
    last_cells,
    last_columns,
    name_cell,
)
from dpo_desk.ui.pages.records import RecordPage, Section, choices
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone

_SECTION = Section(RecordKind.TRANSFER, "transfers", "transfers", "arrow-left-right")


def transfer_source(desk: Desk) -> RecordSource[TransferId, TransferLine]:
    """The flows, for the list."""
    say, service = desk.words, desk.services.register.transfers
    columns = (
        Column("ref", say("ui.transfers.column.ref"), 7),
        Column("name", say("ui.transfers.column.importer"), 22),
        Column("country", say("ui.transfers.column.country"), 16),
        Column("tool", say("ui.transfers.column.tool"), 26),
        Column("activity", say("ui.transfers.column.activity"), 24),
        *last_columns(say),
    )
    return RecordSource(columns, service.ids, service.lines, lambda line: _row(line, say))


def _row(line: TransferLine, words: Wording) -> Row:
    return Row(
        line.id,
        (
            line.ref,
            name_cell(words, line.name, named=line.importer_named),
            fact_cell(words, line.country_known, words.country(line.country) if line.country else ""),
            tool_cell(words, line.tool_known, line.tool),
            line.activity,
            *last_cells(words, line),
        ),
    )


def tool_cell(words: Wording, known: Known, tool: str) -> str | Cell:
    """The safeguard in a list; the confirmed lack of one is the gravest of all."""
    if known is Known.NONE:
        return Cell(words("law.tool.none"), Tone.DANGER, "circle-x")
    return fact_cell(words, known, words(f"law.tool.{tool}") if tool else "")


class TransfersPage(RecordPage):
    """The transfers' page."""

    form: TransferForm

    def __init__(self, desk: Desk) -> None:
        register = desk.services.register
        super().__init__(
            desk,
            _SECTION,
            register.transfers,
            transfer_source(desk),
            chips=("no_tool", "unnamed", ALL),
            ready=filters(desk.words, "transfers", {}),
        )
        self._records = [choices(s) for s in (register.activities, register.clients, register.processors)]
        self.build(TransferForm(desk, self.store, *self._records))

    def read_choices(self) -> None:
        """What a flow can belong to."""
        for records in self._records:
            records.reload()
