"""A processing activity in the order of GDPR Art. 30(1), on one long sheet."""

from __future__ import annotations

from collections.abc import Mapping

from dpo_desk.domain.activity import ActivityStatus, LegalBasis, RecipientKind
from dpo_desk.library.wording import Wording
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.drafts import ActivityDraft
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.parts import (
    RecordChoice,
    Records,
    fact_block,
    fact_line,
    quotations,
    retention_field,
)
from dpo_desk.ui.forms.record import RecordForm, Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.links import Links
from dpo_desk.ui.widgets.list_field import ListField

_LISTS = ("categories", "recipients")  # in a draft: the list and, beside it, how far it is settled


def shown(draft: ActivityDraft) -> dict[str, object]:
    """The draft as the fields of the form hold it."""
    values = values_of(draft)
    for name in _LISTS:
        values[name] = {"known": values.pop(f"{name}_known"), "text": values[name]}
    return values


def typed(values: Mapping[str, object]) -> ActivityDraft:
    """The draft that is typed in the form."""
    flat = dict(values)
    for name in _LISTS:
        fact = flat[name]
        if isinstance(fact, Mapping):
            flat[f"{name}_known"], flat[name] = fact["known"], fact["text"]
    return draft_from(ActivityDraft, flat)


class ActivityForm(RecordForm):
    """The sheet of one activity."""

    def __init__(self, desk: Desk, save: Save, processors: Records) -> None:
        super().__init__(desk, "activity", save, {f"{name}_known": name for name in _LISTS})
        self._processors = processors
        self.flows = Links(desk)
        self._identity()
        self._what_for()
        self._whose_data()
        self._where_to()
        self._how_guarded()
        self._how_known()

    def draft(self) -> ActivityDraft:
        """What is typed now."""
        return typed(self.values())

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.register.{key}")

    def _fact(self, name: str, editor: KnownField) -> None:
        self.add(name, editor, self._say(f"{name}.label"), help_text=self._say(f"{name}.help"))

    def _identity(self) -> None:
        words = self.desk.words
        states = [(state.value, words(f"register.status.{state}")) for state in ActivityStatus]
        self.section(self._say("section.name"))
        name = self.make("name", TextLine(), self._say("name.label"), required=True)
        self.add_row((name, 5), (self.make("status", Choice(states), self._say("status.label")), 2))
        self._fact("owner", fact_line(words))

    def _what_for(self) -> None:
        words = self.desk.words
        self.section(self._say("section.purposes"))
        purposes = ListField(
            words,
            lambda: _purpose(words),
            self._say("purposes.add"),
            blank={},
            heading=self._say("purpose.text"),
        )
        self.add("purposes", purposes, self._say("purposes.label"), help_text=self._say("purposes.help"))

    def _whose_data(self) -> None:
        words = self.desk.words
        self.section(self._say("section.data"))
        self._fact("data_subjects", fact_block(words))
        categories = ListField(
            words,
            lambda: _category(words),
            self._say("categories.add"),
            blank={},
            heading=self._say("category.name"),
        )
        self._fact("categories", KnownField(words, categories))
        self.section(self._say("section.source"))
        self._fact("source", fact_block(words))

    def _where_to(self) -> None:
        words = self.desk.words
        self.section(self._say("section.recipients"))
        blank = {"kind": RecipientKind.TO_ASSESS.value, "named": True}
        recipients = ListField(
            words,
            lambda: _recipient(words, self._processors),
            self._say("recipients.add"),
            blank=blank,
            heading=self._say("recipient.heading"),
        )
        self._fact("recipients", KnownField(words, recipients))
        self.section(self._say("section.transfers"))
        self._fact("transfers", fact_block(words))
        self.add_widget(Label(self._say("flows"), size=0.95, bold=True))
        self.add_widget(self.flows)
        self._fact("safeguards", fact_block(words))

    def _how_guarded(self) -> None:
        words = self.desk.words
        self.section(self._say("section.security"))
        self._fact("security", fact_block(words, lines=3))
        self.section(self._say("section.automated"))
        self._fact("automated_decision", fact_block(words))
        self.section(self._say("section.dpia"))
        self._fact("dpia", fact_block(words))

    def _how_known(self) -> None:
        words = self.desk.words
        self.section(self._say("section.review"))
        self.add(
            "to_clarify", TextBlock(), self._say("to_clarify.label"), help_text=self._say("to_clarify.help")
        )
        self.add("review_on", DayField(words), self._say("review_on.label"))
        self.section(self._say("section.evidence"))
        self.add(
            "evidence", quotations(words), self._say("evidence.label"), help_text=self._say("evidence.help")
        )


def _purpose(words: Wording) -> Group:
    bases = [(basis.value, words(f"law.basis.{basis}")) for basis in LegalBasis]
    group = Group(words)
    group.add("text", TextBlock(lines=1), words("ui.register.purpose.text"))
    group.add("basis", KnownField(words, Choice(bases)), words("ui.register.purpose.basis"))
    reason = words("ui.register.purpose.reason")
    group.add("reason", TextBlock(lines=1), reason, help_text=words("ui.register.purpose.reason_help"))
    return group


def _category(words: Wording) -> Group:
    group = Group(words)
    group.add("name", TextLine(), words("ui.register.category.name"))
    group.add("detail", TextBlock(lines=1), words("ui.register.category.detail"))
    group.add("retention", retention_field(words), words("ui.register.category.retention"))
    return group


def _recipient(words: Wording, processors: Records) -> Group:
    kinds = [(kind.value, words(f"register.recipient.{kind}")) for kind in RecipientKind]
    group = Group(words)
    group.add("name", TextLine(), words("ui.register.recipient.name"))
    group.add("named", Tick(words("ui.register.recipient.named")), "")
    kind = group.make("kind", Choice(kinds), words("ui.register.recipient.kind"))
    record = RecordChoice(processors, words("ui.records.no_record"))
    group.add_row((kind, 1), (group.make("processor", record, words("ui.register.recipient.processor")), 1))
    group.add("note", TextBlock(lines=1), words("ui.register.recipient.note"))
    return group
