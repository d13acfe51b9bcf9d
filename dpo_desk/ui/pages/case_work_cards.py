"""What was done about a request: where it was searched, what was decided, which recipients were told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import Decision, Finding, Outcome, RecipientTold, Result
from dpo_desk.domain.case_steps import Verb
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_clock import RightClock
from dpo_desk.services.cases import CaseView
from dpo_desk.ui import theme
from dpo_desk.ui.pages.case_cards import clear, head_line
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label, Pill
from dpo_desk.ui.widgets.case_words import OUTCOME_LOOK, RESULT_LOOK, right_with_article
from dpo_desk.ui.widgets.feedback import Facts
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import breakable

_ORDER = (Outcome.NOT_SEARCHED, Outcome.SEARCHED, Outcome.FOUND)


class EditedCard(Card):
    """Facts with buttons beside their title; a form takes their place while they are edited."""

    def __init__(self, title: str, *buttons: Button) -> None:
        super().__init__()
        self._buttons, self._offered = buttons, frozenset(buttons)
        self._facts = QWidget()
        self.body.addWidget(head_line(title, *buttons))
        self.column = QVBoxLayout(self._facts)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.STEP)
        self.body.addWidget(self._facts)
        self.place = QVBoxLayout()
        self.body.addLayout(self.place)

    def show_facts(self, on: bool) -> None:
        """The facts, or the form in their place."""
        self._facts.setVisible(on)
        self._fit()

    def offer(self, *buttons: Button) -> None:
        """Only these buttons can be pressed for the case that is shown."""
        self._offered = frozenset(buttons)
        self._fit()

    def _fit(self) -> None:
        for button in self._buttons:
            button.setVisible(button in self._offered and not self._facts.isHidden())

    def texts(self) -> list[str]:
        """Everything that is said here, in order."""
        return [label.text() for label in self._facts.findChildren(Label) if label.isVisibleTo(self._facts)]


class SearchCard(EditedCard):
    """Where it was searched, activity by activity."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self.propose = Button(words("ui.requests.search.propose"), "list-checks", quiet=True)
        self.edit = Button(words("ui.requests.act.search"), "pencil", quiet=True)
        super().__init__(words("ui.requests.search.title"), self.propose, self.edit)

    def show_case(self, view: CaseView, names: Callable[[str], str]) -> None:
        """Show the findings; ``names`` gives an activity's name."""
        clear(self.column)
        words, found = self._words, view.case.findings
        if not found:
            self.column.addWidget(Label(words("ui.requests.search.none"), muted=True, wrap=True))
        for outcome in _ORDER:
            for each in found:
                if each.outcome is outcome:
                    data = [f"{label}: {value}" for label, value in each.data]
                    lines = [self._who(each), each.note, *data]
                    self.column.addWidget(self._row(names(each.activity), outcome, lines))
        self._show_nothing([each for each in found if each.outcome is Outcome.NOTHING], names)
        tools = (self.edit,) if found else (self.propose, self.edit)
        self.offer(*(tools if view.step(Verb.SEARCH).possible else ()))

    def _show_nothing(self, found: Sequence[Finding], names: Callable[[str], str]) -> None:
        """What was searched by the same person on the same day without a result is told in one line."""
        together: dict[str, list[Finding]] = {}
        for each in found:
            together.setdefault(self._who(each), []).append(each)
        for who, group in together.items():
            notes = [f"{names(each.activity)}: {each.note}" for each in group if each.note]
            told = self._words.join(names(each.activity) for each in group)
            self.column.addWidget(self._row(told, Outcome.NOTHING, [who, *notes]))

    def _who(self, finding: Finding) -> str:
        if finding.on is None:
            return ""
        day = self._words.date(finding.on)
        return self._words("ui.requests.search.by", by=finding.by, day=day) if finding.by else day

    def _row(self, name: str, outcome: Outcome, lines: Sequence[str]) -> QWidget:
        row = QWidget()
        line, texts = QHBoxLayout(row), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        pill = Pill(self._words(f"case.outcome.{outcome}"), *OUTCOME_LOOK[outcome])
        pill.setMinimumWidth(theme.letters(22, pill.font()))
        texts.setSpacing(2)
        texts.addWidget(Label(breakable(name), wrap=True))
        told = "\n".join(text for text in lines if text)
        if told:
            texts.addWidget(Label(breakable(told), size=0.92, muted=True, wrap=True))
        line.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        return row


class DecisionsCard(EditedCard):
    """What was decided about each right, on which grounds and in whose words."""

    chosen = Signal(str, str)  # an act, and the right it is about

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.decision.title"))
        self._words = words
        self.buttons: dict[tuple[str, str], Button] = {}

    def show_case(self, view: CaseView) -> None:
        """Show the decisions of this case."""
        clear(self.column)
        self.buttons = {}
        for each in view.clock.rights:
            self.column.addWidget(self._right(view, each))

    def _right(self, view: CaseView, clock: RightClock) -> QWidget:
        words, decision, right = self._words, clock.asked.decision, clock.rule.id
        row = QWidget()
        column, head = QVBoxLayout(row), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        head.setSpacing(theme.STEP)
        head.addWidget(Label(right_with_article(words, view.clock.regime, right), wrap=True), 1)
        if decision:
            look = RESULT_LOOK[decision.result]
            head.addWidget(Pill(words(f"case.result.{decision.result}"), *look), 0, Qt.AlignmentFlag.AlignTop)
        else:
            told = words("ui.requests.decision.open")
            head.addWidget(Pill(told, Tone.NEUTRAL, "circle"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if decision:
            facts = Facts()
            facts.show_facts([(name, breakable(value)) for name, value in self._facts_of(decision)])
            column.addWidget(facts)
        column.addWidget(self._tools_of(view, right, decision))
        return row

    def _facts_of(self, decision: Decision) -> list[tuple[str, str]]:
        words = self._words

        def say(name: str) -> str:
            return words(f"ui.requests.decision.{name}")

        grounds = [words(f"law.ground.{code}") for code in decision.grounds]
        cautions = [
            words(f"law.caution.{code}") for code in decision.grounds if words.has(f"law.caution.{code}")
        ]
        done = ""
        if decision.result in (Result.GRANTED, Result.PARTLY):
            done = words.date(decision.done_on) if decision.done_on else say("not_done")
        pairs = [
            (say("on"), words.date(decision.on)),
            (say("grounds"), "\n".join(grounds)),
            (say("caution"), "\n".join(cautions)),
            (say("words"), decision.words),
            (say("evidence"), decision.evidence),
            (say("done_on"), done),
        ]
        return [(name, value) for name, value in pairs if value]

    def _tools_of(self, view: CaseView, right: str, decision: Decision | None) -> QWidget:
        tools = QWidget()
        flow = Flow(tools)
        acts = []
        if decision is None and view.case.open:
            acts.append(("decide", "check"))
        if decision is not None and view.case.open:
            acts.append(("undecide", "undo-2"))
        granted = decision is not None and decision.result in (Result.GRANTED, Result.PARTLY)
        if granted and view.step(Verb.CARRY_OUT).possible:
            acts.append(("carry_out", "calendar-check"))
        for name, icon in acts:
            button = Button(self._words(f"ui.requests.act.{name}"), icon, quiet=True)
            button.setAccessibleName(
                self._words(
                    "ui.requests.decision.act_of",
                    act=button.text(),
                    right=self._words(f"law.right.{right}"),
                )
            )
            button.clicked.connect(lambda _on=False, act=name: self.chosen.emit(act, right))
            self.buttons[name, right] = button
            flow.addWidget(button)
        if not acts:
            tools.hide()
        return tools


class RecipientsCard(EditedCard):
    """The recipients that have to be told of what was granted (Art. 19); hidden while nobody has to be."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self.list = Button(words("ui.requests.told.list"), "refresh-cw", quiet=True)
        self.edit = Button(words("ui.requests.act.tell_recipients"), "pencil", quiet=True)
        super().__init__(words("ui.requests.told.title"), self.list, self.edit)
        self.hide()

    def show_case(self, view: CaseView, names: Callable[[str], str]) -> None:
        """Show the recipients; ``names`` gives an activity's name."""
        clear(self.column)
        words, told = self._words, view.case.told
        if not told:
            self.column.addWidget(Label(words("ui.requests.told.none"), muted=True, wrap=True))
        for each in told:
            self.column.addWidget(self._row(each, names(each.activity)))
        possible = view.step(Verb.TELL_RECIPIENTS).possible
        tools = (self.list, self.edit) if told else (self.list,)
        self.offer(*(tools if possible else ()))
        self.setVisible(view.around.tells_recipients or bool(told))

    def _row(self, told: RecipientTold, activity: str) -> QWidget:
        row = QWidget()
        line, texts = QHBoxLayout(row), QVBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        texts.setSpacing(2)
        texts.addWidget(Label(breakable(told.name), wrap=True))
        below = "\n".join(text for text in (activity, told.impossible) if text)
        texts.addWidget(Label(breakable(below), size=0.92, muted=True, wrap=True))
        line.addLayout(texts, 1)
        line.addWidget(self._status(told), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _status(self, told: RecipientTold) -> Pill:
        words = self._words
        if told.on is not None and told.how is not None:
            how = words(f"case.notice.{told.how}")
            return Pill(words("ui.requests.told.on", day=told.on, how=how), Tone.GOOD, "circle-check")
        if told.impossible:
            return Pill(words("ui.requests.told.impossible"), Tone.NEUTRAL, "circle-slash-2")
        return Pill(words("ui.requests.told.waiting"), Tone.WARNING, "clock")
