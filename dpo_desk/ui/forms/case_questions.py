"""The small questions about a request: who asks, a longer period, an end, a note; each a form inside the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.ids import CaseId
from dpo_desk.services.cases import CaseService, CaseView
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import TextBlock, TextLine

Answer = Callable[[CaseService, CaseId, Callable[[str], str]], CaseView]


@dataclass(frozen=True)
class Question:
    """One question: its fields in order (``line``, ``block`` or ``day``), and the verb that takes the answer."""

    id: str
    icon: str
    fields: tuple[tuple[str, str], ...]
    answer: Answer
    done: str  # key of the note below ``ui.requests.done``


_ON = ("on", "day")

QUESTIONS: dict[str, Question] = {
    each.id: each
    for each in (
        Question(
            "prove_identity",
            "check",
            (("how", "line"), _ON),
            lambda cases, case, typed: cases.prove_identity(case, typed("how"), typed("on")),
            "identity_proven",
        ),
        Question(
            "ask_identity",
            "circle-question-mark",
            (("reason", "block"), _ON),
            lambda cases, case, typed: cases.ask_identity(case, typed("reason"), typed("on")),
            "identity_asked",
        ),
        Question(
            "extend",
            "calendar-days",
            (("reason", "block"), _ON),
            lambda cases, case, typed: cases.extend(case, typed("reason"), typed("on")),
            "extended",
        ),
        Question(
            "answered",
            "send",
            (_ON,),
            lambda cases, case, typed: cases.mark_answered(case, typed("on")),
            "answered",
        ),
        Question(
            "close",
            "archive",
            (("reason", "block"),),
            lambda cases, case, typed: cases.close(case, typed("reason")),
            "closed",
        ),
        Question(
            "note",
            "pencil",
            (("note", "block"),),
            lambda cases, case, typed: cases.note(case, typed("note")),
            "noted",
        ),
        Question(
            "receipt",
            "pencil",
            (("received", "day"),),
            lambda cases, case, typed: cases.correct_receipt(case, typed("received")),
            "receipt_corrected",
        ),
    )
}


class QuestionForm(InlineForm):
    """One question about one case."""

    def __init__(self, desk: Desk, question: Question, case: CaseId) -> None:
        words = desk.words
        self.question, self._case = question, case
        prefix = f"ui.requests.question.{question.id}"
        super().__init__(desk, self._on_lane, words(f"{prefix}.verb"))
        self.section(words(f"{prefix}.title"))
        self.add_widget(Label(words(f"{prefix}.rule"), muted=True, wrap=True))
        for name, kind in question.fields:
            label = words(f"{prefix}.{name}")
            match kind:
                case "line":
                    self.add(name, TextLine(), label, required=True)
                case "day":
                    self.add(name, DayField(words), label, required=True)
                case _:
                    self.add(name, TextBlock(lines=2), label, required=True)

    def begin(self, today: date, received: date) -> None:
        """Show it, with today as the day; the day of receipt where that is what can be corrected."""
        days = {"on": today.isoformat(), "received": received.isoformat()}
        values = {name: days.get(name, "") for name, _ in self.question.fields}
        self.open(f"case/{self._case}/{self.question.id}/new", values)
        first, _ = self.question.fields[0]
        self.fields.focus_at(first)

    def _on_lane(self, values: Mapping[str, object]) -> CaseView:
        def typed(name: str) -> str:
            return str(values.get(name) or "")

        return self.question.answer(self.desk.services.cases, self._case, typed)
