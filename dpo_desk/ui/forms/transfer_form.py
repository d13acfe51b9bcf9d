"""A flow of personal data to a third country: who, to whom, where, and on what it rests (GDPR Chapter V)."""

from __future__ import annotations

from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.transfer_law import transfer_tools
from dpo_desk.ui.forms import shared
from dpo_desk.ui.forms.made import MadeForm, Maker
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.forms.record import Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.known_field import KnownField


class TransferForm(MadeForm):
    """The sheet of one flow."""

    def __init__(
        self, desk: Desk, save: Save, activities: Records, clients: Records, processors: Records
    ) -> None:
        words = desk.words
        tools = [(tool.id, words(f"law.tool.{tool.id}")) for tool in transfer_tools() if tool.id != "none"]
        maker = Maker(
            words,
            "transfers",
            records={
                RecordKind.ACTIVITY: activities,
                RecordKind.CLIENT: clients,
                RecordKind.PROCESSOR: processors,
            },
            special={"tool": lambda: KnownField(words, Choice(tools))},
        )
        super().__init__(desk, RecordKind.TRANSFER, save, Transfer, maker)
        self.section(words("ui.transfers.section.parties"))
        self.put("exporter", "exporter_country", "importer", "importer_named", "status", "tags", "owner")
        self.put("processor", "activity", "client")
        self.section(words("ui.transfers.section.country"))
        self.put("country", "data", "frequency")
        self.section(words("ui.transfers.section.tool"))
        self.put("tool", "tool_reference", "tool_date", "document", "valid_from", "valid_to", "scope")
        self.put(
            "scope_entity", "scope_on", "assessment", "assessment_on", "steps", "supplementary", "informed"
        )
        self.section(words("ui.transfers.section.notes"))
        self.put("note")
        shared.end(self)
