"""What is decided about one right: granted or refused, on which grounds, in whose words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dpo_desk.domain.case import Result
from dpo_desk.domain.ids import RightId
from dpo_desk.domain.law import Ground
from dpo_desk.library.lawbook import ground
from dpo_desk.services.case_work import DecisionDraft
from dpo_desk.services.cases import CaseView
from dpo_desk.services.draft_values import draft_from
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.case_words import right_with_article
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextBlock
from dpo_desk.ui.widgets.ticks import TickList

_REFUSING = (Result.REFUSED, Result.PARTLY)
_GRANTING = (Result.GRANTED, Result.PARTLY)


class DecisionForm(InlineForm):
    """The decision about one right of a case; what a refusal needs is asked for when something is refused."""

    def __init__(self, desk: Desk, view: CaseView, right: RightId) -> None:
        words = desk.words
        super().__init__(desk, self._on_lane, words("ui.requests.decision.save"))
        self._view, self._right = view, right
        law = view.clock.regime
        self._grounds: tuple[Ground, ...] = tuple(ground(code) for code in law.right(right).grounds)

        def say(key: str) -> str:
            return words(f"ui.requests.decision.{key}")

        self.section(right_with_article(words, law, right))
        self.add_widget(Label(say("rule"), muted=True, wrap=True))
        results = [(each.value, words(f"case.result.{each}")) for each in Result]
        choice = Choice(results)
        choice.combo.setMinimumContentsLength(24)
        self.add("result", choice, say("result"), required=True)
        options = [(each.code, words(f"law.ground.{each.code}")) for each in self._grounds]
        self.grounds = TickList(options)
        self.add("grounds", self.grounds, say("grounds"), required=True)
        self._cautions = Label(tone=Tone.WARNING, wrap=True)
        self.add_widget(self._cautions)
        self.add("words", TextBlock(lines=3), say("words"), help_text=say("words_help"))
        self.add("evidence", TextBlock(lines=2), say("evidence"), help_text=say("evidence_help"))
        on = self.make("on", DayField(words), say("on"), required=True)
        done = self.make("done_on", DayField(words), say("done_on"), help_text=say("done_help"))
        self.add_row((on, 1), (done, 1))
        self.fields.ask_when(self._refuses, "grounds")
        self.fields.ask_when(self._needs_evidence, "evidence")
        self.fields.ask_when(lambda: self.values()["result"] in _GRANTING, "done_on")
        self.fields.changed.connect(self._caution)
        self.filled.connect(self._caution)

    def begin(self, today: date) -> None:
        """Show it as it was decided, or with the decision granted today."""
        case = self._view.case
        old = next((each.decision for each in case.rights if each.right == self._right), None)
        values: dict[str, object] = {"result": Result.GRANTED.value, "on": today.isoformat()}
        if old is not None:
            values = {
                "result": old.result.value,
                "grounds": "\n".join(old.grounds),
                "words": old.words,
                "evidence": old.evidence,
                "on": old.on.isoformat(),
                "done_on": old.done_on.isoformat() if old.done_on else "",
            }
        self.open(f"case/{case.id}/decide/{self._right}/new", values)
        self.fields.focus_at("result")

    def _refuses(self) -> bool:
        return self.fields.fields["result"].editor.value() in _REFUSING

    def _ticked(self) -> list[str]:
        return [code for code in self.grounds.value().split("\n") if code]

    def _needs_evidence(self) -> bool:
        ticked = self._ticked()
        return self._refuses() and any(each.evidence for each in self._grounds if each.code in ticked)

    def _caution(self) -> None:
        words = self.desk.words
        keys = [f"law.caution.{code}" for code in self._ticked()] if self._refuses() else []
        told = [words(key) for key in keys if words.has(key)]
        self._cautions.setText("\n".join(told))
        self._cautions.setVisible(bool(told))

    def _on_lane(self, values: Mapping[str, object]) -> CaseView:
        codes = [code for code in str(values.get("grounds") or "").split("\n") if code]
        typed = {**values, "grounds": codes, "right": self._right}
        draft = draft_from(DecisionDraft, typed)
        return self.desk.services.case_work.decide(self._view.case.id, draft)
