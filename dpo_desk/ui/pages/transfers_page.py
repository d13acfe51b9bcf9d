"""Flows of personal data to third countries: the list, the sheet of each, and what Chapter V says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import TransferId
from dpo_desk.domain.judgement import Judgement
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ListQuery, TransferLine
from dpo_desk.services.records import Look, View
from dpo_desk.ui.forms.transfer_form import TransferForm
from dpo_desk.ui.models.paged import Cell, Column, Row
from dpo_desk.ui.pages.countries import CountriesDialog
from dpo_desk.ui.pages.law_tables import LawTablesDialog
from dpo_desk.ui.pages.picture import show_register_picture
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
from dpo_desk.ui.pages.what_if import WhatIfDialog
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.judgement import LOOK, JudgementCard

_SECTION = Section(RecordKind.TRANSFER, "transfers", "transfers", "arrow-left-right")
_VERDICTS = (Verdict.NOT_VALID, Verdict.RESERVED)


def transfer_source(desk: Desk, called: LawWords) -> RecordSource[TransferId, TransferLine]:
    """The flows, for the list."""
    say, service = desk.words, desk.services.register.transfers
    columns = (
        Column("ref", say("ui.transfers.column.ref"), 7),
        Column("name", say("ui.transfers.column.importer"), 18),
        Column("verdict", say("ui.transfers.column.verdict"), 15),
        Column("country", say("ui.transfers.column.country"), 16),
        Column("tool", say("ui.transfers.column.tool"), 26),
        Column("activity", say("ui.transfers.column.activity"), 24),
        *last_columns(say),
    )

    def find(query: ListQuery) -> Sequence[TransferId]:
        chips = (f"verdict:{chip}" if chip in _VERDICTS else chip for chip in query.chips)
        return service.ids(replace(query, chips=frozenset(chips)))

    return RecordSource(columns, find, service.lines, lambda line: _row(line, say, called))


def _row(line: TransferLine, words: Wording, called: LawWords) -> Row:
    return Row(
        line.id,
        (
            line.ref,
            name_cell(words, line.name, named=line.importer_named),
            verdict_cell(called, line.verdict),
            fact_cell(words, line.country_known, called.country(line.country) if line.country else ""),
            tool_cell(words, called, line.tool_known, line.tool),
            line.activity,
            *last_cells(words, line),
        ),
    )


def verdict_cell(called: LawWords, verdict: str) -> str | Cell:
    """The verdict of the newest check; nothing before the first."""
    return Cell(called.sign(Verdict(verdict)), *LOOK[Verdict(verdict)]) if verdict else ""


def tool_cell(words: Wording, called: LawWords, known: Known, tool: str) -> str | Cell:
    """The safeguard in a list; the confirmed lack of one is the gravest of all."""
    if known is Known.NONE:
        return Cell(words("law.tool.none"), Tone.DANGER, "circle-x")
    return fact_cell(words, known, called.tool(tool) if tool else "")


class TransfersPage(RecordPage):
    """The transfers' page."""

    form: TransferForm

    def __init__(self, desk: Desk) -> None:
        register, words = desk.services.register, desk.words
        self._law = desk.services.law_tables.law()
        self._called = LawWords(words, self._law)
        super().__init__(
            desk,
            _SECTION,
            register.transfers,
            transfer_source(desk, self._called),
            chips=(*_VERDICTS, "no_tool", "unnamed", ALL),
            ready=filters(words, "transfers", {}),
        )
        self._records = {
            RecordKind.ACTIVITY: choices(register.activities),
            RecordKind.CLIENT: choices(register.clients),
            RecordKind.PROCESSOR: choices(register.processors),
        }
        for name, icon, do in (
            ("countries", "globe", self.show_countries),
            ("what_if", "git-compare", self.show_what_if),
            ("law_tables", "book-open", self.show_law_tables),
        ):
            self.command(name, words(f"ui.transfers.{name}"), do, icon=icon, button=True)
        self.command(
            "picture_by_country",
            words("ui.register.picture_by_country"),
            lambda: show_register_picture(desk, self),
            icon="workflow",
            menu=True,
        )
        today = desk.services.law_tables.today()
        self.build(TransferForm(desk, self.store, self._records, self._law, today))
        self.judged = JudgementCard(words)
        column = self.side.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self.judged)

    # --- what the section gives ----------------------------------------------------------------------------------

    def read_choices(self) -> None:
        """What a flow can belong to."""
        for records in self._records.values():
            records.reload()

    def blank(self) -> dict[str, object]:
        """A flow of which only the exporter is known: the organisation itself."""
        organisation, values = self.desk.services.register.organisation(), super().blank()
        if organisation is None:
            return values
        country = organisation.address.country
        placed = {"exporter_country": {"known": Known.GIVEN.value, "text": country}} if country else {}
        return {**values, "exporter": organisation.name, **placed}

    def look(self) -> None:
        """Show what the typed record lacks, and what Chapter V says to it."""
        super().look()
        if self.view is not None and not self.form.dirty:
            self._show(judge(self.view.record, self.desk.services.law_tables.today(), self._law))

    def show_look(self, seen: Look) -> None:
        """What Chapter V says to what is typed now."""
        if seen.verdict is not None:
            self._show(seen.verdict)

    def show_view(self, view: View[Any] | None) -> None:
        """A new flow has no state in the head before it is saved."""
        if view is None:
            self.top.show_extra("", Tone.NEUTRAL, "")

    def refresh(self, changed: Changed | None) -> None:
        """The tables may have been replaced, too."""
        if changed is None or changed.touches("law"):
            self._law = self.desk.services.law_tables.law()
            self._called.follow(self._law)
            self.form.follow_law(self._law, self.desk.services.law_tables.today())
        super().refresh(changed)

    # --- what can be looked at -----------------------------------------------------------------------------------

    def show_countries(self) -> CountriesDialog:
        """What goes to which country."""
        dialog = CountriesDialog(self.desk, self)
        dialog.what_if.connect(self.show_what_if)
        dialog.open()
        return dialog

    def show_what_if(self, decision: str = "") -> WhatIfDialog:
        """What hangs on a decision."""
        dialog = WhatIfDialog(self.desk, self, decision or self._decision_shown())
        dialog.open()
        return dialog

    def show_law_tables(self) -> LawTablesDialog:
        """The tables the flows are judged by."""
        dialog = LawTablesDialog(self.desk, self)
        dialog.open()
        return dialog

    # --- inside --------------------------------------------------------------------------------------------------

    def _show(self, judgement: Judgement) -> None:
        self.judged.show_judgement(judgement, self._called)
        tone, icon = LOOK[judgement.verdict]
        self.top.show_extra(self._called.verdict(judgement.verdict), tone, icon)

    def _decision_shown(self) -> str:
        if self.view is None:
            return ""
        found = judge(self.view.record, self.desk.services.law_tables.today(), self._law).decision
        return found.id if found else ""
