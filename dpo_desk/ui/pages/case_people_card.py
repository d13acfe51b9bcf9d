"""Who asks, for whom, who writes, by what right, and how sure it is that it is they."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.domain.case import Proof, Question, QuestionKind, RequestCase
from dpo_desk.domain.people import Person
from dpo_desk.library.wording import Wording
from dpo_desk.services.cases import CaseView
from dpo_desk.ui import theme
from dpo_desk.ui.pages.case_cards import clear, head_line
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label, Pill
from dpo_desk.ui.widgets.case_words import IDENTITY_LOOK
from dpo_desk.ui.widgets.feedback import Facts
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import breakable

Pairs = list[tuple[str, str]]


class PersonCard(Card):
    """Three roles, each with its full postal address: who asks, the person concerned, who writes for them."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.edit = Button(words("ui.requests.person.edit"), "pencil", quiet=True)
        self.represent = Button(words("ui.requests.person.represent"), "users", quiet=True)
        self.body.addWidget(head_line(words("ui.requests.person.title"), self.edit, self.represent))
        self._people = QWidget()
        self._column = QVBoxLayout(self._people)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP + theme.HALF)
        self.body.addWidget(self._people)
        self.place = QVBoxLayout()  # where the form stands while a person is edited
        self.body.addLayout(self.place)

    def show_case(self, view: CaseView) -> None:
        """Show the persons of this case."""
        clear(self._column)
        words, others = self._words, view.case.representation
        self._add("asks" if others else "", view.person)
        if view.concerned is not None:
            self._add("concerned", view.concerned)
        if view.representative is not None:
            self._add("representative", view.representative)
        if others is None:
            return
        self._column.addWidget(
            Pill(
                words(f"case.capacity.{others.capacity}"),
                Tone.GOOD if others.proven else Tone.WARNING,
                "circle-check" if others.proven else "circle-question-mark",
            )
        )
        proof = (
            words("ui.requests.person.proof_seen", proof=others.proof, day=others.proof_seen_on)
            if others.proven
            else words("ui.requests.person.proof_open")
        )
        told = Facts()
        told.show_facts([(words("ui.requests.person.proof"), breakable(proof))])
        self._column.addWidget(told)

    def show_facts(self, on: bool) -> None:
        """The facts, or the form in their place."""
        for part in (self._people, self.edit, self.represent):
            part.setVisible(on)

    def _add(self, role: str, person: Person) -> None:
        words = self._words
        if role:
            self._column.addWidget(Label(words(f"ui.requests.person.{role}"), size=0.95, bold=True))
        pairs = [
            ("name", person.name),
            ("address", postal(person, words)),
            ("email", person.email),
            ("phone", person.phone),
            ("language", words.language_name(person.language)),
            ("customer_reference", person.customer_reference),
            ("born", words.date(person.born) if person.born else ""),
        ]
        facts = Facts()
        facts.show_facts(
            [(words(f"ui.requests.person.{name}"), breakable(value)) for name, value in pairs if value]
        )
        self._column.addWidget(facts)


def postal(person: Person, words: Wording) -> str:
    """The whole address, one line under another, and what it lacks for a letter."""
    place = person.address
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    country = words.country(place.country) if place.country else ""
    lines = [line for line in (place.street, town, place.region, country) if line]
    if not place.complete:
        lines.append(words("ui.requests.person.address_incomplete"))
    return "\n".join(lines)


class IdentityCard(Card):
    """How the identity was settled, and every question that was put to the person."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.identity.title"))
        self._words = words
        self.status = Pill()
        self.body.addWidget(self.status, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.STEP)
        self.body.addLayout(self._column)

    def show_case(self, view: CaseView) -> None:
        """Show what is known of the identity of this case's person."""
        clear(self._column)
        words, case = self._words, view.case
        status = case.identity_status
        self.status.show_status(words(f"case.identity.{status}"), *IDENTITY_LOOK[status])
        if case.identity.proven_on:
            told = Facts()
            told.show_facts(
                [
                    (words("ui.requests.identity.how"), breakable(case.identity.how)),
                    (words("ui.requests.identity.on"), words.date(case.identity.proven_on)),
                ]
            )
            self._column.addWidget(told)
        elif not view.around.identity_may_be_asked and case.open:
            self._say("not_needed")
        for question in case.questions:
            self._column.addWidget(self._row(question))
        self._hints(case)

    def texts(self) -> list[str]:
        """Everything that is said here, in order."""
        return [label.text() for label in self.findChildren(Label) if label.isVisibleTo(self)]

    def _row(self, question: Question) -> QWidget:
        words, box, row = self._words, Card(), QWidget()
        flow = Flow(row)
        what = words(f"case.question.{question.kind}")
        title = words("ui.requests.identity.asked_on", what=what, day=question.asked)
        box.body.addWidget(Label(title, bold=True, size=0.95, wrap=True))
        flow.addWidget(self._answer(question))
        if not question.justified:
            flow.addWidget(Pill(words("ui.requests.identity.unjustified"), Tone.DANGER, "triangle-alert"))
        box.body.addWidget(row)
        pairs = [(words("ui.requests.identity.reason"), question.reason)]
        if question.proof:
            pairs.append((words("ui.requests.identity.proof"), words(f"case.proof.{question.proof}")))
        facts = Facts()
        facts.show_facts([(name, breakable(value)) for name, value in pairs])
        box.body.addWidget(facts)
        return box

    def _answer(self, question: Question) -> Pill:
        words = self._words
        if question.received is None:
            return Pill(words("ui.requests.identity.awaited"), Tone.WARNING, "clock")
        kind = "sufficient" if question.sufficient else "insufficient"
        look = (Tone.GOOD, "circle-check") if question.sufficient else (Tone.WARNING, "circle-x")
        return Pill(words(f"ui.requests.identity.{kind}", day=question.received), *look)

    def _hints(self, case: RequestCase) -> None:
        if any(each.proof is Proof.DOCUMENT for each in case.questions):
            self._say("document")
        if any(not each.justified for each in case.questions):
            self._say("blanket")
        if any(each.kind is QuestionKind.IDENTITY for each in case.questions) or case.identity.proven_on:
            self._say("no_copy")

    def _say(self, hint: str) -> None:
        text = self._words(f"ui.requests.identity.hint.{hint}")
        self._column.addWidget(Label(text, size=0.95, muted=True, wrap=True))
