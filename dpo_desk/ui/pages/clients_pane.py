"""The register as processor (GDPR Art. 30(2)): the list of clients and the sheet of each."""

from __future__ import annotations

from typing import Any

from dpo_desk.domain.ids import ClientId
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ClientLine
from dpo_desk.services.records import View
from dpo_desk.ui.forms.client_form import ClientForm
from dpo_desk.ui.models.paged import Column, Row
from dpo_desk.ui.pages.record_lists import (
    ALL,
    RecordSource,
    contract_cell,
    fact_cell,
    filters,
    last_cells,
    last_columns,
)
from dpo_desk.ui.pages.records import RecordPage, Section, choices
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.links import Link

_SECTION = Section(RecordKind.CLIENT, "clients", "clients", "table-2")
_FILTERS = {"no_contract": ("rule:contract_missing", "rule:contract_missing_live")}


def client_source(desk: Desk) -> RecordSource[ClientId, ClientLine]:
    """The clients, for the list."""
    say, service = desk.words, desk.services.register.clients
    columns = (
        Column("ref", say("ui.clients.column.ref"), 6),
        Column("name", say("ui.clients.column.name"), 24),
        Column("contract", say("ui.clients.column.contract"), 13),
        *last_columns(say),
        Column("processing", say("ui.clients.column.processing"), 11, right=True, hidden=True),
        Column("owner", say("ui.clients.column.owner"), 16, hidden=True),
    )
    return RecordSource(columns, service.ids, service.lines, lambda line: _row(line, say))


def _row(line: ClientLine, words: Wording) -> Row:
    contract = contract_cell(words, line.contract_known, line.contract)
    owner = fact_cell(words, line.owner_known, line.owner)
    last = last_cells(words, line)
    return Row(line.id, (line.ref, line.name, contract, *last, str(line.processing), owner))


class ClientsPane(RecordPage):
    """The clients."""

    form: ClientForm

    def __init__(self, desk: Desk) -> None:
        register, words = desk.services.register, desk.words
        super().__init__(
            desk,
            _SECTION,
            register.clients,
            client_source(desk),
            chips=(*(state.value for state in RecordStatus), ALL),
            ready=filters(words, "clients", _FILTERS),
        )
        self._processors = choices(register.processors)
        catalogues = desk.services.catalogues
        self.build(
            ClientForm(
                desk, self.store, self._processors, lambda kind: catalogues.texts(kind, words.language)
            )
        )

    def read_choices(self) -> None:
        """The organisations a sub-processor can be."""
        self._processors.reload()

    def show_view(self, view: View[Any] | None) -> None:
        """The transfers stand where the form speaks of third countries, too."""
        flows = view.near.transfers if view else ()
        links = [Link(f"{t.ref} · {t.importer}", "transfers", t.id, "arrow-left-right") for t in flows]
        self.form.flows.show_links(links, self.desk.words("ui.clients.no_flows"))
