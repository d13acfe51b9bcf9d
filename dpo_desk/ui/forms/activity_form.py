"""A processing activity in the order of GDPR Art. 30(1), on one long sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dpo_desk.domain.activity import (
    Activity,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.dpia import AssessmentAdvice, Dpia, advise_assessment
from dpo_desk.domain.facts import Known
from dpo_desk.domain.record import Answer, RecordKind
from dpo_desk.ui.forms import screening, shared
from dpo_desk.ui.forms.advice import Advice
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.made import MadeForm, Maker, answered
from dpo_desk.ui.forms.parts import Period, Records
from dpo_desk.ui.forms.record import Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.links import Links

_BLANKS: Mapping[type[Any], Mapping[str, object]] = {
    Recipient: {"kind": RecipientKind.TO_ASSESS.value, "named": True},
    RetentionPeriod: {"unit": TimeUnit.YEARS.value},
}


_ADVICE_LOOK = {
    Answer.YES: (Tone.WARNING, "triangle-alert"),
    Answer.NO: (Tone.GOOD, "circle-check"),
    None: (Tone.NEUTRAL, "info"),
}


class ActivityForm(MadeForm):
    """The sheet of one activity."""

    def __init__(self, desk: Desk, save: Save, processors: Records, dpia: Dpia, terms: shared.Terms) -> None:
        """``terms`` gives the texts a catalogue offers for a field."""
        words = desk.words
        maker = Maker(
            words,
            "register",
            records={RecordKind.PROCESSOR: processors},
            special={
                RetentionPeriod: lambda: Period(words),
                "dpia_criteria": lambda: KnownField(words, screening.criteria(words, dpia)),
                "dpia_listed": lambda: KnownField(words, screening.listed(words, dpia)),
                "purposes.text": lambda: shared.term_block(words, terms, TermKind.PURPOSE),
                "data_subjects": lambda: shared.fact_terms(words, terms, TermKind.DATA_SUBJECT),
                "categories.name": lambda: shared.term(terms, TermKind.DATA_CATEGORY),
                "recipients.name": lambda: shared.term(terms, TermKind.RECIPIENT),
                "security": lambda: shared.fact_terms(words, terms, TermKind.MEASURE),
            },
            layouts={**shared.LAYOUTS, Purpose: _purpose, DataCategory: _category, Recipient: _recipient},
            blanks=_BLANKS,
        )
        super().__init__(desk, RecordKind.ACTIVITY, save, Activity, maker)
        self._dpia = dpia
        self.flows, self.advice = Links(desk), Advice(self._say("dpia.take"))
        self._actors()
        self._what_for()
        self._where_to()
        self._how_guarded()
        self._assessment()
        shared.end(self)
        self.fields.changed.connect(self.advise)
        self.filled.connect(self.advise)
        self.advice.taken.connect(self._take_over)

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.register.{key}")

    def _actors(self) -> None:
        self.section(self._say("section.name"))
        self.put("name")
        self.row(("status", 2), ("tags", 3))
        self.put("owner", "contact", "controller", "joint_controllers", "joint_arrangement", "joint_essence")
        self.fields.ask_when(
            lambda: answered(self.fields, "joint_controllers"), "joint_arrangement", "joint_essence"
        )

    def _what_for(self) -> None:
        self.section(self._say("section.purposes"))
        self.put("purposes")
        self.section(self._say("section.data"))
        self.put("data_subjects", "vulnerable", "people", "categories", "minimisation")
        self.section(self._say("section.source"))
        self.put("source")

    def _where_to(self) -> None:
        self.section(self._say("section.recipients"))
        self.put("recipients")
        self.section(self._say("section.transfers"))
        self.put("transfers")
        self.add_widget(Label(self._say("flows"), size=0.95, bold=True, wrap=True))
        self.add_widget(self.flows)
        self.put("safeguards")

    def _how_guarded(self) -> None:
        self.section(self._say("section.security"))
        self.put("security", "systems", "locations", "rights", "breaches")
        self.section(self._say("section.automated"))
        below = ("automated_exception", "automated_safeguards", "automated_notice")
        self.put("automated_decision", *below)
        self.fields.ask_when(lambda: answered(self.fields, "automated_decision"), *below)

    def _assessment(self) -> None:
        self.section(self._say("section.dpia"))
        self.put("dpia_criteria", "dpia_listed")
        self.add_widget(self.advice)
        self.put("dpia_needed", "dpia")
        self.row(("dpia_reference", 3), ("dpia_on", 2))
        self.put("dpia_opinion")
        self.fields.ask_when(
            lambda: answered(self.fields, "dpia_needed", Answer.YES),
            "dpia_reference",
            "dpia_on",
            "dpia_opinion",
        )

    def advise(self) -> None:
        """Say what the ticks suggest."""
        words, found = self.desk.words, self._screened()
        said = words(f"ui.register.dpia.answer_{found.answer or 'open'}")
        why = words(f"ui.register.dpia.why_{found.reason}", count=found.count, enough=self._dpia.enough)
        tone, icon = _ADVICE_LOOK[found.answer]
        take = found.answer is not None and not answered(self.fields, "dpia_needed", found.answer)
        self.advice.show_advice(said, why, tone, icon, take=take)

    def _screened(self) -> AssessmentAdvice:
        ticked, lists = (
            screening.known_lines(self.editor(name).value()) for name in ("dpia_criteria", "dpia_listed")
        )
        return advise_assessment(self._dpia, ticked, lists)

    def _take_over(self) -> None:
        answer, needed = self._screened().answer, self.editor("dpia_needed")
        if answer is not None:
            needed.set_value({"known": Known.PROPOSED.value, "text": answer.value})
            needed.changed.emit()
            needed.focus_at()


def _purpose(maker: Maker, group: Group, place: str) -> None:
    objects, consents = ("balancing", "objection"), ("consent", "withdrawal")
    maker.put(group, Purpose, "text", "basis", "reason", *objects, *consents, within=place)
    group.ask_when(lambda: answered(group, "basis", LegalBasis.LEGITIMATE_INTERESTS), "balancing")
    group.ask_when(
        lambda: answered(group, "basis", LegalBasis.LEGITIMATE_INTERESTS, LegalBasis.PUBLIC_TASK), "objection"
    )
    group.ask_when(lambda: answered(group, "basis", LegalBasis.CONSENT), *consents)


def _category(maker: Maker, group: Group, place: str) -> None:
    rare = ("provision", "source", "criminal", "criminal_law", "archive")
    maker.put(group, DataCategory, "name", "detail", "retention", "special", "condition", within=place)
    group.ask_when(lambda: answered(group, "special"), "condition")

    def more(below: Group) -> None:
        maker.put(below, DataCategory, *rare, within=place)
        below.ask_when(lambda: answered(below, "criminal"), "criminal_law")

    group.fold(maker.words("ui.register.more_of_category"), rare, more)


def _recipient(maker: Maker, group: Group, place: str) -> None:
    maker.put(group, Recipient, "name", "named", within=place)
    maker.row(group, Recipient, ("kind", 1), ("processor", 1), within=place)
    maker.put(group, Recipient, "countries", "note", within=place)
    group.ask_when(lambda: not group.fields["processor"].editor.value(), "countries")
