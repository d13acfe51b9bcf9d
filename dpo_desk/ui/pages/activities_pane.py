"""The register as controller (GDPR Art. 30(1)): the list of activities and the sheet of each."""

from __future__ import annotations

from typing import Any

from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.library.checklists import dpia
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ActivityLine
from dpo_desk.services.records import View
from dpo_desk.ui.forms.activity_form import ActivityForm
from dpo_desk.ui.models.paged import Column, Row
from dpo_desk.ui.pages.picture import show_activity_picture
from dpo_desk.ui.pages.record_lists import (
    ALL,
    RecordSource,
    fact_cell,
    filters,
    last_cells,
    last_columns,
)
from dpo_desk.ui.pages.records import RecordPage, Section, choices
from dpo_desk.ui.pages.start_from import start_from
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.links import Link

_SECTION = Section(RecordKind.ACTIVITY, "register", "activities", "table-2")
_FILTERS = {
    "no_basis": ("rule:basis_missing", "rule:basis_none"),
    "basis_proposed": ("rule:basis_proposed",),
    "no_retention": ("rule:retention_missing", "rule:retention_none", "rule:retention_empty"),
    "no_transfer": ("rule:transfer_missing", "rule:transfers_unrecorded"),
    "unnamed": ("rule:recipient_unnamed",),
}


def activity_source(desk: Desk) -> RecordSource[ActivityId, ActivityLine]:
    """The activities, for the list."""
    say, service = desk.words, desk.services.register.activities
    columns = (
        Column("ref", say("ui.register.column.ref"), 6),
        Column("name", say("ui.register.column.name"), 24),
        *last_columns(say),
        Column("owner", say("ui.register.column.owner"), 16, hidden=True),
        Column("purposes", say("ui.register.column.purposes"), 9, right=True, hidden=True),
    )
    return RecordSource(columns, service.ids, service.lines, lambda line: _row(line, say))


def _row(line: ActivityLine, words: Wording) -> Row:
    owner = fact_cell(words, line.owner_known, line.owner)
    return Row(line.id, (line.ref, line.name, *last_cells(words, line), owner, str(line.purposes)))


class ActivitiesPane(RecordPage):
    """The activities."""

    form: ActivityForm

    def __init__(self, desk: Desk) -> None:
        register, words = desk.services.register, desk.words
        super().__init__(
            desk,
            _SECTION,
            register.activities,
            activity_source(desk),
            chips=(*(state.value for state in RecordStatus), ALL),
            ready=filters(words, "register", _FILTERS),
        )
        self.command(
            "start_from",
            words("ui.templates.command"),
            lambda: start_from(desk, self, self.begin_new),
            icon="bookmark",
            shortcut="Ctrl+Shift+N",
            button=True,
        )
        self.more("picture", words("ui.register.picture"), self.show_picture, icon="workflow")
        self._processors = choices(register.processors)
        catalogues = desk.services.catalogues
        self.build(
            ActivityForm(
                desk,
                self.store,
                self._processors,
                dpia(),
                lambda kind: catalogues.texts(kind, words.language),
            )
        )

    def show_picture(self) -> None:
        """Where the data of the activity flow."""
        if self.view is not None:
            record = self.view.record
            show_activity_picture(self.desk, self, record.id, record.ref, record.name)

    def read_choices(self) -> None:
        """The organisations a recipient can be."""
        self._processors.reload()

    def show_view(self, view: View[Any] | None) -> None:
        """The transfers stand where the form speaks of third countries, too."""
        flows = view.near.transfers if view else ()
        links = [Link(f"{t.ref} · {t.importer}", "transfers", t.id, "arrow-left-right") for t in flows]
        self.form.flows.show_links(links, self.desk.words("ui.register.no_flows"))
