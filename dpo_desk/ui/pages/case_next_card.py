"""What a request asks for now, what else can be done, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from dpo_desk.domain.case_steps import Verb
from dpo_desk.library.wording import Wording
from dpo_desk.services.cases import CaseView, Step
from dpo_desk.services.letters import ACCESS_ANSWER, LetterChoice
from dpo_desk.ui import theme
from dpo_desk.ui.pages.case_cards import clear
from dpo_desk.ui.widgets.basics import Button, Card, Label, LinkButton
from dpo_desk.ui.widgets.case_words import obstacle_text
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import breakable

NOTE = "note"
_ICONS = {
    "acknowledge": "mail",
    "acknowledged": "calendar-check",
    "ask_identity": "circle-question-mark",
    "prove_identity": "shield-check",
    "record_answer": "inbox",
    "search": "search",
    "extend": "calendar-days",
    "decide": "check",
    "answer": "send",
    "answered": "calendar-check",
    "carry_out": "check",
    "tell_recipients": "users",
    "close": "archive",
    "reopen": "folder-open",
    "purge": "trash-2",
}
_AT_HAND = frozenset({"ask_identity", "prove_identity", "search", "extend", "decide", "reopen"})
"""What is done often enough for a button of its own; the rest stands in the menu."""


@dataclass(frozen=True)
class Act:
    """One thing that can be done about a case now."""

    id: str
    primary: bool = False
    quiet: bool = False  # possible, but not what the case asks for
    in_menu: bool = False

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return _ICONS.get(self.id, "") if not self.in_menu else ""


def acts(view: CaseView, letters: Sequence[LetterChoice]) -> tuple[Act, ...]:
    """What fits the state of the case: what it asks for first, then what else is possible."""
    to_write = any(each.letter == ACCESS_ANSWER and not each.done for each in letters)
    found: list[Act] = []
    for verb in (each for each in view.next_steps if view.step(each).possible):
        own = _acts_of(verb, to_write=to_write)
        found += [Act(name, primary=not number and not found) for number, name in enumerate(own)]
    there = {act.id for act in found}
    rest = [
        name
        for step in view.steps
        if step.possible
        for name in _acts_of(step.verb, to_write=to_write)
        if name not in there
    ]
    # An access letter can be written and kept as a draft before everything is decided.
    if view.case.open and to_write and "answer" not in (*there, *rest):
        rest.append("answer")
    found += [Act(name, quiet=True, in_menu=name not in _AT_HAND) for name in rest]
    return (*sorted(found, key=lambda act: act.in_menu), Act(NOTE, in_menu=True))


def _acts_of(verb: Verb, *, to_write: bool) -> tuple[str, ...]:
    """What can be pressed for a step: a letter written here, and the day of one written elsewhere."""
    if verb is Verb.ACKNOWLEDGE:
        return ("acknowledge", "acknowledged")
    if verb is Verb.ANSWER:
        return ("answer", "answered") if to_write else ("answered",)
    return (verb.value,)


class NextCard(Card):
    """What the case asks for now, with the buttons that fit."""

    chosen = Signal(str)  # the id of an act

    def __init__(self, words: Wording) -> None:
        super().__init__(words("ui.requests.next.title"))
        self._words = words
        self._now, self._then = Label(size=1.05, wrap=True), Label(muted=True, wrap=True)
        self.body.addWidget(self._now)
        self.body.addWidget(self._then)
        self._place = QWidget()
        self._flow = Flow(self._place)
        self.body.addWidget(self._place)
        self._reasons = QWidget()
        self.not_now = LinkButton(words("ui.requests.next.not_now"), "chevron-right")
        self.not_now.clicked.connect(lambda: self._unfold(on=self._reasons.isHidden()))
        self.more = Button(words("ui.requests.next.more"), "ellipsis", quiet=True)
        self.more.clicked.connect(lambda: self.open_menu())
        below = QWidget()
        tools = Flow(below)
        tools.addWidget(self.more)
        tools.addWidget(self.not_now)
        self.body.addWidget(below)
        self._column = QVBoxLayout(self._reasons)
        self._column.setContentsMargins(theme.STEP, 0, 0, 0)
        self._column.setSpacing(theme.STEP)
        self._reasons.hide()
        self.body.addWidget(self._reasons)
        self.body.addStretch(1)
        self.buttons: dict[str, Button] = {}
        self.actions_of_menu: dict[str, QAction] = {}

    def show_case(self, view: CaseView, letters: Sequence[LetterChoice]) -> None:
        """Show the step and its buttons; the keyboard stays in the card."""
        words, steps = self._words, view.next_steps
        held = any(button.hasFocus() for button in self.buttons.values())
        self._now.setText(words(f"ui.requests.next.{steps[0] if steps else 'nothing'}"))
        then = ", ".join(words(f"case.step.{step}") for step in steps[1:])
        self._then.setText(words("ui.requests.next.then", steps=then) if then else "")
        self._then.setVisible(bool(then))
        self._show_acts(acts(view, letters))
        self._show_reasons(view.steps)
        if held:
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> Button:
        """The button of what the case asks for first."""
        return next(iter(self.buttons.values()), self.more)

    def open_menu(self) -> QMenu:
        """Offer what else can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self._words("ui.requests.next.more"))
        menu.addActions(list(self.actions_of_menu.values()))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        return menu

    def reasons(self) -> list[str]:
        """What is told about the steps that are not possible, in order."""
        return [label.text() for label in self._reasons.findChildren(Label)]

    def _show_acts(self, found: Sequence[Act]) -> None:
        words = self._words
        self._flow.clear()
        for action in self.actions_of_menu.values():
            action.deleteLater()
        self.buttons, self.actions_of_menu = {}, {}
        for act in found:
            text = words(f"ui.requests.act.{act.id}")
            if act.in_menu:
                action = QAction(text.replace("&", "&&"), self)
                action.triggered.connect(lambda _on=False, name=act.id: self.chosen.emit(name))
                self.actions_of_menu[act.id] = action
                continue
            button = Button(text, act.icon, primary=act.primary, quiet=act.quiet)
            button.clicked.connect(lambda _on=False, name=act.id: self.chosen.emit(name))
            self._flow.addWidget(button)
            button.show()
            self.buttons[act.id] = button

    def _show_reasons(self, steps: Sequence[Step]) -> None:
        clear(self._column)
        for step in steps:
            if step.obstacle is None:
                continue
            told = self._words(
                "ui.requests.next.because",
                step=self._words(f"case.step.{step.verb}"),
                reason=obstacle_text(self._words, step.obstacle),
            )
            self._column.addWidget(Label(breakable(told), size=0.95, muted=True, wrap=True))
        self.not_now.setVisible(self._column.count() > 0)
        if not self._column.count():
            self._unfold(on=False)

    def fold(self) -> None:
        """Take the reasons away: another request is shown."""
        self._unfold(on=False)

    def _unfold(self, *, on: bool) -> None:
        self._reasons.setVisible(on)
        self.not_now.set_icon("chevron-down" if on else "chevron-right")
