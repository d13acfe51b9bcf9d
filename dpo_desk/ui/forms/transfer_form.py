"""A flow of personal data to a third country: who, to whom, where, and on what it rests (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import Adequacy, ChapterV, ToolKind, TransferTool, Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.ui.forms import shared
from dpo_desk.ui.forms.made import MadeForm, Maker
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.forms.record import Save
from dpo_desk.ui.forms.transfer_parts import LawCard, ScopeAnswers, Steps, ToolChoice, fact_text
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import CountryChoice
from dpo_desk.ui.widgets.known_field import KnownField


class TransferForm(MadeForm):
    """The sheet of one flow; the law it speaks of is that of the tables it was given (``follow_law``)."""

    def __init__(
        self,
        desk: Desk,
        save: Save,
        records: Mapping[RecordKind, Records],
        law: ChapterV,
        today: date,
    ) -> None:
        """``records`` are what a flow can belong to."""
        words = desk.words
        self._words_of_law, self._chapter_v, self._today = LawWords(words, law), law, today
        self.tools, self.scope, self.law = (
            ToolChoice(law, self._words_of_law),
            ScopeAnswers(words),
            LawCard(words),
        )
        self._tool_says = Label(muted=True, wrap=True)
        self._country = CountryChoice(words, more=self._organisations())
        maker = Maker(
            words,
            "transfers",
            records=records,
            special={
                "country": lambda: KnownField(words, self._country),
                "tool": lambda: KnownField(words, self.tools),
                "steps": lambda: Steps(words),
            },
        )
        super().__init__(desk, RecordKind.TRANSFER, save, Transfer, maker)
        self._parties()
        self._tool()
        self._scope()
        self._assessment()
        self.section(words("ui.transfers.section.notes"))
        self.put("note")
        shared.end(self)
        self.fields.changed.connect(self.tell_law)
        self.filled.connect(self.tell_law)

    def follow_law(self, law: ChapterV, today: date) -> None:
        """Speak of the law by these tables as of this day from now on."""
        self._chapter_v, self._words_of_law, self._today = law, LawWords(self.desk.words, law), today
        self.tools.offer(law, self._words_of_law)
        self._country.offer_also(self._organisations())
        self.tell_law()

    def tell_law(self) -> None:
        """Say what the law says of the chosen country and tool, and ask what its decision asks."""
        country, exporter = fact_text(self.editor("country")), fact_text(self.editor("exporter_country"))
        self.law.show_country(country, exporter, self._today, self._chapter_v)
        decision = self._decision()
        asked = decision.questions if decision else ()
        self.scope.ask([(each.id, self._words_of_law.question(each.id)) for each in asked])
        self._say_tool()
        self.fields.show_asked()

    def _decision(self) -> Adequacy | None:
        country, exporter = fact_text(self.editor("country")), fact_text(self.editor("exporter_country"))
        if not country:
            return None
        exporting = self._chapter_v.exporting(exporter, self._today)
        return self._chapter_v.decision_on(country, self._today, exporting)

    def _chosen(self) -> TransferTool | None:
        return self._chapter_v.tool(fact_text(self.editor("tool")))

    def _say_tool(self) -> None:
        """The whole name of the chosen tool, which a chooser may cut, and what the law asks for with it."""
        tool, say = self._chosen(), self.desk.words
        self._tool_says.setVisible(tool is not None)
        if tool is None:
            return
        told = [self._words_of_law.tool(tool.id)]
        if tool.kind is ToolKind.NO_TOOL:
            told.append(say("ui.transfers.tool.no_tool"))
        if tool.assessment:
            told.append(say("ui.transfers.tool.assessment"))
        if tool.systematic is not Verdict.VALID:
            told.append(say("ui.transfers.tool.occasional"))
        if tool.informed:
            told.append(say("ui.transfers.tool.informed"))
        self._tool_says.setText("\n".join(told))

    def _organisations(self) -> list[tuple[str, str]]:
        codes = sorted(self._chapter_v.adequate.organisations)
        return [(code, self._words_of_law.country(code)) for code in codes]

    def _parties(self) -> None:
        say = self.desk.words
        self.section(say("ui.transfers.section.parties"))
        self.put("exporter", "exporter_country", "importer", "importer_named", "country")
        self.add_widget(self.law)
        self.section(say("ui.transfers.section.belongs"))
        self.put("activity", "processor", "client", "data", "frequency")
        self.row(("status", 2), ("tags", 3))
        self.put("owner")

    def _tool(self) -> None:
        self.section(self.desk.words("ui.transfers.section.tool"))
        self.put("tool")
        self.add_widget(self._tool_says)
        self.row(("tool_reference", 3), ("tool_date", 2))
        self.put("document")
        self.row(("valid_from", 1), ("valid_to", 1))

    def _scope(self) -> None:
        self.section(self.desk.words("ui.transfers.section.scope"))
        self.add("scope", self.scope, "")  # each question is its own label
        self.put("scope_entity", "scope_on")
        self.fields.ask_when(self._looked_up, "scope_entity", "scope_on")

    def _assessment(self) -> None:
        self.section(self.desk.words("ui.transfers.section.assessment"))
        self.put("assessment", "assessment_on", "steps", "supplementary", "informed")
        self.fields.ask_when(self._to_be_told, "informed")

    def _looked_up(self) -> bool:
        decision = self._decision()
        return decision is not None and decision.lookup_months is not None

    def _to_be_told(self) -> bool:
        tool = self._chosen()
        return tool is not None and tool.informed
