"""A flow of personal data to a third country: who, to whom, where, and on what it rests (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dpo_desk.domain.facts import Known
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.transfer_law import is_eea, shipped, transfer_tools
from dpo_desk.library.wording import Wording
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.drafts import TransferDraft
from dpo_desk.ui import theme
from dpo_desk.ui.forms.parts import RecordChoice, Records, fact_block, quotations
from dpo_desk.ui.forms.record import RecordForm, Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, IconLabel, Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.known_field import KnownField


def shown(draft: TransferDraft) -> dict[str, object]:
    """The draft as the fields of the form hold it."""
    return values_of(draft)


def typed(values: Mapping[str, object]) -> TransferDraft:
    """The draft that is typed in the form."""
    return draft_from(TransferDraft, values)


class AdequacyCard(Card):
    """What the law says of a country on a day: EEA, an adequacy decision with its limits, or no decision."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._icon, self._said, self._more = IconLabel("globe"), Label(bold=True, wrap=True), Label(wrap=True)
        line, texts = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(theme.STEP)
        texts.setSpacing(theme.HALF // 2)
        texts.addWidget(self._said)
        texts.addWidget(self._more)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.body.addLayout(line)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(each.text() for each in (self._said, self._more) if each.text())

    def show_country(self, country: str, day: date) -> None:
        """Show it for this country on this day; an empty country is not known yet."""
        tone, icon, said, more = self._judge(country, day)
        self.set_tone(tone)
        self._icon.set_icon(icon, tone)
        self._said.setText(said)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(said)
        self.setAccessibleDescription(more)

    def _judge(self, country: str, day: date) -> tuple[Tone, str, str, str]:
        words, name = self._words, self._words.country(country) if country else ""
        if not country:
            return Tone.WARNING, "circle-question-mark", words("ui.transfers.law.unknown"), ""
        if is_eea(country):
            return Tone.GOOD, "circle-check", words("ui.transfers.law.eea", country=name), ""
        decision = shipped().decision_on(country, day)
        if decision is None:
            said = words("ui.transfers.law.none", country=name, day=day)
            return Tone.DANGER, "circle-alert", said, words("ui.transfers.law.none_means")
        more = [words("ui.transfers.law.reference", reference=LawWords(words, shipped()).decision(decision), adopted=decision.adopted)]
        if decision.expires:
            more.append(words("ui.transfers.law.expires", day=decision.expires))
        if decision.limited:
            scope = " ".join(LawWords(words, shipped()).question(each.id) for each in decision.questions)
            more.append(words("ui.transfers.law.limited", scope=scope))
        if decision.at_risk:
            more.append(words("ui.transfers.law.at_risk"))
        checked = decision.verified_on
        more.append(
            words("ui.transfers.law.verified", day=checked)
            if checked
            else words("ui.transfers.law.not_verified")
        )
        careful = decision.limited or decision.at_risk or checked is None
        tone, icon = (Tone.WARNING, "triangle-alert") if careful else (Tone.GOOD, "circle-check")
        return tone, icon, words("ui.transfers.law.adequate", country=name, day=day), "\n".join(more)


class TransferForm(RecordForm):
    """The sheet of one flow."""

    def __init__(self, desk: Desk, save: Save, activities: Records, processors: Records, today: date) -> None:
        super().__init__(desk, "transfer", save)
        self._activities, self._processors, self._today = activities, processors, today
        self.law = AdequacyCard(desk.words)
        self._parties()
        self._country()
        self._basis()
        self._how_known()
        self.fields.changed.connect(self.judge)
        self.dirty_changed.connect(lambda _dirty: self.judge())

    def judge(self) -> None:
        """Say what the law says today of the country that is chosen now."""
        self._explain_tool()
        country = self._where.inner.value() if self._where.known in {Known.GIVEN, Known.PROPOSED} else ""
        self.law.show_country(str(country), self._today)

    def show_record(self, record: str | None, version: int, values: Mapping[str, object]) -> None:
        """Show a record and what the law says of its country."""
        super().show_record(record, version, values)
        self.judge()

    def _explain_tool(self) -> None:
        """The whole name of the chosen tool, which a chooser may cut, and what the law asks for with it."""
        chosen = [tool for tool in transfer_tools() if tool.id == self._tool.inner.value()]
        said = [self.desk.words(f"law.tool.{tool.id}") for tool in chosen]
        said += [self._say("tool.assessment_needed") for tool in chosen if tool.assessment]
        said += [self._say("tool.occasional_only") for tool in chosen if tool.occasional]
        self._tool_law.setText("\n".join(said))
        self._tool_law.setVisible(bool(said) and self._tool.known in {Known.GIVEN, Known.PROPOSED})

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.transfers.{key}")

    def _parties(self) -> None:
        none = self.desk.words("ui.records.no_record")
        self.section(self._say("section.parties"))
        self.add("exporter", TextLine(), self._say("exporter.label"), required=True)
        self.add("importer", TextLine(), self._say("importer.label"), required=True)
        self.add("importer_named", Tick(self._say("importer_named")), "")
        self.add("processor", RecordChoice(self._processors, none), self._say("processor.label"))
        self.add("activity", RecordChoice(self._activities, none), self._say("activity.label"))

    def _country(self) -> None:
        words = self.desk.words
        self.section(self._say("section.country"))
        self._where = KnownField(words, CountryChoice(words))
        self.add("country", self._where, self._say("country.label"))
        self.add_widget(self.law)

    def _basis(self) -> None:
        words = self.desk.words
        tools = [(tool.id, words(f"law.tool.{tool.id}")) for tool in transfer_tools() if tool.id != "none"]
        self.section(self._say("section.tool"))
        self._tool = KnownField(words, Choice(tools))
        self._tool_law = Label(wrap=True)
        self.add("tool", self._tool, self._say("tool.label"), help_text=self._say("tool.help"))
        self.add_widget(self._tool_law)
        reference = self.make("tool_reference", TextLine(), self._say("tool_reference.label"))
        self.add_row(
            (reference, 3), (self.make("tool_date", DayField(words), self._say("tool_date.label")), 2)
        )
        self.add(
            "assessment",
            fact_block(words),
            self._say("assessment.label"),
            help_text=self._say("assessment.help"),
        )

    def _how_known(self) -> None:
        self.section(self._say("section.notes"))
        self.add("note", TextBlock(), self._say("note.label"))
        self.section(self._say("section.evidence"))
        self.add("evidence", quotations(self.desk.words), self._say("evidence.label"))
