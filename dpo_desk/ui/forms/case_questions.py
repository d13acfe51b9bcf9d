"""The small questions about a request: who asks, a longer period, an end, a note; each a form inside the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.case import Proof
from dpo_desk.domain.ids import CaseId
from dpo_desk.library.calendars import calendar_ids
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_work import QuestionDraft
from dpo_desk.services.cases import CaseView
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.services import Services
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextBlock, TextLine, Tick

Options = Callable[[Wording, CaseView, Services], list[tuple[str, str]]]


@dataclass(frozen=True)
class Typed:
    """What was typed, by the name of its field."""

    values: Mapping[str, object]

    def __call__(self, name: str) -> str:
        """The text of a field."""
        return str(self.values.get(name) or "")

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.values.get(name))


Answer = Callable[[Services, CaseId, Typed], CaseView]


@dataclass(frozen=True)
class Question:
    """
    One question: its fields in order, and the verb that takes the answer.

    A field is a ``line``, a ``block`` or a ``day``; ``line?`` and ``block?`` may be left empty; a ``tick``; or one of
    ``OPTIONS``. The words of the note about it stand below ``ui.requests.done`` under its id.
    """

    id: str
    fields: tuple[tuple[str, str], ...]
    answer: Answer


def _proofs(words: Wording, _view: CaseView, _services: Services) -> list[tuple[str, str]]:
    return [(each.value, words(f"case.proof.{each}")) for each in Proof]


def _further_rights(words: Wording, view: CaseView, services: Services) -> list[tuple[str, str]]:
    """The rights of the law that are not asked for yet."""
    known = services.cases.rights_of(view.case.regime, view.case.received)
    return [(each, words(f"law.right.{each}")) for each in known if each not in view.case.right_ids]


def _granted_rights(words: Wording, view: CaseView, _services: Services) -> list[tuple[str, str]]:
    """The rights that were granted; those that wait to be carried out first."""
    granted = [
        each for each in view.case.rights if each.decision and each.decision.result in ("granted", "partly")
    ]
    granted.sort(key=lambda each: each.decision is not None and each.decision.done_on is not None)
    return [(each.right, words(f"law.right.{each.right}")) for each in granted]


def _calendars(words: Wording, _view: CaseView, _services: Services) -> list[tuple[str, str]]:
    named = [(each, words(f"law.calendar.{each}")) for each in calendar_ids()]
    return sorted(named, key=lambda pair: pair[1])


OPTIONS: Mapping[str, Options] = {
    "proof": _proofs,
    "further": _further_rights,
    "granted": _granted_rights,
    "calendar": _calendars,
}


def _ask(kind: str) -> Answer:
    def ask(services: Services, case: CaseId, typed: Typed) -> CaseView:
        draft = QuestionDraft(
            kind=kind,
            reason=typed("reason"),
            proof=typed("proof"),
            justified=typed.ticked("justified") or "justified" not in typed.values,
            on=typed("on"),
        )
        return services.case_work.ask(case, draft)

    return ask


_ON = ("on", "day")
_WHY = ("reason", "block")

QUESTIONS: Mapping[str, Question] = {
    each.id: each
    for each in (
        Question("acknowledged", (_ON,), lambda s, case, typed: s.case_work.acknowledge(case, typed("on"))),
        Question("ask_identity", (_WHY, ("proof", "proof"), ("justified", "tick"), _ON), _ask("identity")),
        Question("ask_clarification", (_WHY, ("justified", "tick"), _ON), _ask("clarification")),
        Question("ask_fee", (_WHY, _ON), _ask("fee")),
        Question(
            "record_answer",
            (_ON, ("how", "line?"), ("sufficient", "tick")),
            lambda s, case, typed: s.case_work.record_answer(
                case, typed("on"), typed("how"), sufficient=typed.ticked("sufficient")
            ),
        ),
        Question(
            "prove_identity",
            (("how", "line"), _ON),
            lambda s, case, typed: s.case_work.prove_identity(case, typed("how"), typed("on")),
        ),
        Question(
            "extend",
            (_WHY, _ON),
            lambda s, case, typed: s.case_work.extend(case, typed("reason"), typed("on")),
        ),
        Question("answered", (_ON,), lambda s, case, typed: s.case_work.mark_answered(case, typed("on"))),
        Question(
            "withdraw",
            (_ON, ("note", "block?")),
            lambda s, case, typed: s.case_work.withdraw(case, typed("on"), typed("note")),
        ),
        Question(
            "end_unanswered",
            (_WHY,),
            lambda s, case, typed: s.case_work.end_unanswered(case, typed("reason")),
        ),
        Question("take_back", (_WHY,), lambda s, case, typed: s.case_work.take_back(case, typed("reason"))),
        Question(
            "carry_out",
            (("right", "granted"), _ON),
            lambda s, case, typed: s.case_work.carry_out(case, typed("right"), typed("on")),
        ),
        Question(
            "add_right",
            (("right", "further"), ("received", "day")),
            lambda s, case, typed: s.cases.add_right(case, typed("right"), typed("received")),
        ),
        Question("repeat", (_ON,), lambda s, case, typed: s.cases.repeat(case, typed("on"))),
        Question(
            "receipt",
            (("received", "day"), _WHY),
            lambda s, case, typed: s.cases.correct_receipt(case, typed("received"), typed("reason")),
        ),
        Question(
            "calendar",
            (("calendar", "calendar"), _WHY),
            lambda s, case, typed: s.cases.choose_calendar(case, typed("calendar"), typed("reason")),
        ),
        Question("note", (("note", "block"),), lambda s, case, typed: s.cases.note(case, typed("note"))),
    )
}


class QuestionForm(InlineForm):
    """One question about one case."""

    def __init__(self, desk: Desk, question: Question, view: CaseView) -> None:
        words = desk.words
        self.question, self._view = question, view
        prefix = f"ui.requests.question.{question.id}"
        super().__init__(desk, self._on_lane, words(f"{prefix}.verb"))
        self.section(words(f"{prefix}.title"))
        self.add_widget(Label(words(f"{prefix}.rule"), muted=True, wrap=True))
        for name, kind in question.fields:
            self._add(name, kind, words(f"{prefix}.{name}"))
        self._document = Label(words("ui.requests.identity.hint.document"), tone=Tone.WARNING, wrap=True)
        self._blanket = Label(words("ui.requests.identity.hint.blanket"), tone=Tone.WARNING, wrap=True)
        self.add_widget(self._document)
        self.add_widget(self._blanket)
        self.fields.changed.connect(self._hint)
        self.filled.connect(self._hint)

    def begin(self, today: date, right: str = "") -> None:
        """Show it, with today as the day, and what the case says where that is corrected."""
        case = self._view.case
        days = {"on": today.isoformat(), "received": today.isoformat()}
        values: dict[str, object] = {**days, "justified": True, "sufficient": True, "calendar": case.calendar}
        if self.question.id == "receipt":
            values["received"] = case.received.isoformat()
        names = [name for name, _ in self.question.fields]
        if "right" in names:
            offered = self._options("further" if self.question.id == "add_right" else "granted")
            values["right"] = right or next((value for value, _ in offered), "")
        if "proof" in names:
            values["proof"] = Proof.ACCOUNT.value
        shown = {name: values.get(name, "") for name in names}
        self.open(f"case/{case.id}/{self.question.id}/new", shown)
        self.fields.focus_at(names[0])

    def _add(self, name: str, kind: str, label: str) -> None:
        words = self.desk.words
        if kind in OPTIONS:
            choice = Choice(self._options(kind))
            choice.combo.setMinimumContentsLength(24)
            self.add(name, choice, label, required=True)
            return
        match kind:
            case "line" | "line?":
                self.add(name, TextLine(), label, required=kind == "line")
            case "day":
                self.add(name, DayField(words), label, required=True)
            case "tick":
                self.add(name, Tick(label.replace("&", "&&")), "")
            case _:
                self.add(name, TextBlock(lines=2), label, required=kind == "block")

    def _options(self, kind: str) -> list[tuple[str, str]]:
        return OPTIONS[kind](self.desk.words, self._view, self.desk.services)

    def _hint(self) -> None:
        values = self.values()
        self._document.setVisible(values.get("proof") == Proof.DOCUMENT)
        self._blanket.setVisible(values.get("justified") is False)

    def _on_lane(self, values: Mapping[str, object]) -> CaseView:
        return self.question.answer(self.desk.services, self._view.case.id, Typed(values))
