"""A controller on whose behalf data are processed, in the order of GDPR Art. 30(2), on one sheet."""

from __future__ import annotations

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.client import Client
from dpo_desk.domain.record import RecordKind
from dpo_desk.ui.forms import shared
from dpo_desk.ui.forms.made import MadeForm, Maker
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.forms.record import Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.links import Links


class ClientForm(MadeForm):
    """The sheet of one client."""

    def __init__(self, desk: Desk, save: Save, processors: Records, terms: shared.Terms) -> None:
        """``terms`` gives the texts a catalogue offers for a field."""
        words = desk.words
        maker = Maker(
            words,
            "clients",
            records={RecordKind.PROCESSOR: processors},
            special={
                "processing.data_subjects": lambda: shared.fact_terms(words, terms, TermKind.DATA_SUBJECT),
                "processing.data": lambda: shared.fact_terms(words, terms, TermKind.DATA_CATEGORY),
                "security": lambda: shared.fact_terms(words, terms, TermKind.MEASURE),
            },
            layouts=shared.LAYOUTS,
        )
        super().__init__(desk, RecordKind.CLIENT, save, Client, maker)
        self.flows = Links(desk)
        self._actors()
        self._what_is_done()
        self._where_to()
        shared.end(self)

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.clients.{key}")

    def _actors(self) -> None:
        self.section(self._say("section.client"))
        self.put("name")
        self.row(("status", 2), ("tags", 3))
        self.put("address", "contact", "representative", "dpo", "owner")
        self.section(self._say("section.contract"))
        self.put("contract", "instructions")

    def _what_is_done(self) -> None:
        self.section(self._say("section.processing"))
        self.put("processing")
        self.section(self._say("section.subprocessors"))
        self.put("subprocessors", "subprocessing")

    def _where_to(self) -> None:
        self.section(self._say("section.transfers"))
        self.put("transfers")
        self.add_widget(Label(self._say("flows"), size=0.95, bold=True, wrap=True))
        self.add_widget(self.flows)
        self.put("safeguards")
        self.section(self._say("section.security"))
        self.put("security", "breach_notice")
