"""Processors and other organisations that get personal data: the list and the sheet of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpo_desk.domain.facts import Fact
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Contract, ContractStatus
from dpo_desk.domain.record import RecordKind
from dpo_desk.errors import NotFound
from dpo_desk.library.checklists import article28
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ProcessorLine
from dpo_desk.services.records import View
from dpo_desk.ui.forms.processor_form import ProcessorForm
from dpo_desk.ui.forms.subtree import Sub
from dpo_desk.ui.models.paged import Column, Row
from dpo_desk.ui.pages.record_lists import (
    ALL,
    RecordSource,
    contract_cell,
    fact_cell,
    filters,
    last_cells,
    last_columns,
    name_cell,
)
from dpo_desk.ui.pages.records import RecordPage, Section, choices
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone

_SECTION = Section(RecordKind.PROCESSOR, "processors", "processors", "building-2")
_FILTERS = {
    "contract_ends": ("rule:contract_expired", "rule:contract_ending"),
    "assurance_ends": ("rule:assurance_expired", "rule:assurance_ending"),
}


def processor_source(desk: Desk) -> RecordSource[ProcessorId, ProcessorLine]:
    """The organisations, for the list."""
    say, service = desk.words, desk.services.register.processors
    columns = (
        Column("ref", say("ui.processors.column.ref"), 7),
        Column("name", say("ui.processors.column.name"), 22),
        Column("role", say("ui.processors.column.role"), 18),
        Column("contract", say("ui.processors.column.contract"), 14),
        Column("countries", say("ui.processors.column.countries"), 16),
        Column("activities", say("ui.processors.column.activities"), 10, right=True),
        *last_columns(say),
        Column("expires_on", say("ui.processors.column.expires"), 13, hidden=True),
        Column("owner", say("ui.processors.column.owner"), 16, hidden=True),
    )
    return RecordSource(columns, service.ids, service.lines, lambda line: _row(line, say))


def _row(line: ProcessorLine, words: Wording) -> Row:
    role = words(f"ui.processors.role_short.{line.role}") if line.role else ""
    countries = words.join(words.country(c) for c in line.countries)
    return Row(
        line.id,
        (
            line.ref,
            name_cell(words, line.name, named=line.named),
            fact_cell(words, line.role_known, role),
            contract_cell(words, line.contract_known, line.contract),
            fact_cell(words, line.countries_known, countries),
            str(line.activities),
            *last_cells(words, line),
            words.short_date(line.expires_on) if line.expires_on else "",
            fact_cell(words, line.owner_known, line.owner),
        ),
    )


class ProcessorsPage(RecordPage):
    """The processors' page."""

    form: ProcessorForm

    def __init__(self, desk: Desk) -> None:
        register, words = desk.services.register, desk.words
        super().__init__(
            desk,
            _SECTION,
            register.processors,
            processor_source(desk),
            chips=("no_contract", "unnamed", "archived", ALL),
            ready=filters(words, "processors", _FILTERS),
            sort="name",
        )
        self._processors = choices(register.processors)
        self.build(ProcessorForm(desk, self.store, self._processors, article28(), self._behind))

    def read_choices(self) -> None:
        """The organisations a sub-processor can be."""
        self._processors.reload()

    def show_view(self, view: View[Any] | None) -> None:
        """Its contract in the head."""
        if view is None:
            self.top.show_extra("", Tone.NEUTRAL, "")
            return
        contract: Fact[Contract] = view.record.contract
        state = self._standing(contract.value) if contract.value else ""
        cell = contract_cell(self.desk.words, contract.known, state)
        told = self.desk.words("ui.processors.contract_state", state=cell.text)
        self.top.show_extra(told, cell.tone or Tone.NEUTRAL, cell.icon)

    def _standing(self, contract: Contract) -> ContractStatus:
        """Where a contract stands today: a signed one whose day is over has expired, whatever was typed."""
        today, ends = self.desk.services.law_tables.today(), contract.expires_on
        over = contract.status is ContractStatus.SIGNED and ends is not None and ends < today
        return ContractStatus.EXPIRED if over else contract.status

    def _behind(self, processor: str) -> Sequence[Sub]:
        try:
            record = self.service.get(processor).record
        except NotFound:
            return ()
        return [Sub(each.name, each.processor or "") for each in record.subprocessors.value or ()]
