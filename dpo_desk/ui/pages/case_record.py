"""One request, top to bottom: its head, clock and next step, the person, the search, the history, the papers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.ids import CaseId
from dpo_desk.services.cases import CaseView
from dpo_desk.services.letters import ACCESS_ANSWER, ACKNOWLEDGEMENT
from dpo_desk.ui import theme
from dpo_desk.ui.forms.case_questions import QUESTIONS, QuestionForm
from dpo_desk.ui.forms.findings_form import FindingsForm
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.forms.person_form import PersonForm
from dpo_desk.ui.pages.case_cards import ClockCard, NextCard, PapersCard, PersonCard, SearchCard, TimelineCard
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Card, Label, Pill
from dpo_desk.ui.widgets.case_words import STATE_LOOK, rights_with_articles
from dpo_desk.ui.widgets.texts import Elided, Prose

_LETTERS = {"acknowledge": ACKNOWLEDGEMENT, "answer": ACCESS_ANSWER}
_SIDE_BY_SIDE = 600  # narrower than this, the clock stands above the next step
_WIDEST = 960


class CaseRecord(QWidget):
    """The record of one request. What is asked inside it opens in place; what is typed there is kept."""

    def __init__(self, desk: Desk, compose: Callable[[CaseId, str], object]) -> None:
        """``compose`` opens the composer for a case and a letter."""
        super().__init__()
        self.desk, self._compose = desk, compose
        self.view: CaseView | None = None
        self.form: InlineForm | None = None
        self._form_name = ""
        words = desk.words
        self.clock, self.next = ClockCard(words), NextCard(words)
        self.person, self.search = PersonCard(words), SearchCard(words)
        self.timeline, self.papers = TimelineCard(words), PapersCard(desk)
        self.question = Card()  # where a small question is asked
        self.question.hide()
        self._asked_card = Card(words("ui.requests.asked"))
        self._asked = Prose(words("ui.requests.asked"))
        self._asked_card.body.addWidget(self._asked)
        self._build()
        self.next.chosen.connect(self.act)
        self.clock.correct.clicked.connect(partial(self.act, "receipt"))
        self.person.edit.clicked.connect(partial(self.act, "person"))
        self.search.edit.clicked.connect(partial(self.act, "search"))

    # --- showing -------------------------------------------------------------------------------------------------

    def show_case(self, view: CaseView) -> None:
        """Show this case as it is now; an open question of the same case stays with its typing."""
        another = self.view is None or self.view.case.id != view.case.id
        if another:
            self._leave(keep=True)
            self.clock.why.setChecked(False)
        self.view = view
        desk, case = self.desk, view.case
        zone = self.desk.services.organisation.zone()
        self._ref.setText(case.ref)
        self._state.show_status(desk.words(f"case.state.{case.state}"), *STATE_LOOK[case.state])
        self._name.setText(view.person.name)
        self._rights.setText(rights_with_articles(desk.words, case.regime, case.rights))
        self.clock.show_case(view, desk.services.cases.today())
        self.next.show_case(view, desk.services.papers.choices(case.id))
        self.person.show_case(view)
        self._asked.show_text(case.asked or desk.words("ui.requests.asked_nothing"))
        self.search.show_case(view, self._names().get)
        self.timeline.show_entries(view.timeline, zone)
        self.papers.show_papers(view.papers, zone)
        if another:
            # Buttons of the case before are going, and the keyboard with them, wherever Qt then scrolls: after that.
            QTimer.singleShot(0, self, self._to_top)

    def _to_top(self) -> None:
        self.area.verticalScrollBar().setValue(0)

    def act(self, name: str) -> None:
        """Do one thing about the case: open its form, or the composer."""
        view = self.view
        if view is None:
            return
        if name in _LETTERS:
            self._compose(view.case.id, _LETTERS[name])
        elif name == "reopen":
            self._run(lambda: self.desk.services.cases.reopen(view.case.id), "reopened")
        elif name == "person":
            self._edit_person(view)
        elif name == "search":
            self._record_search(view)
        else:
            self._ask(view, name)

    def jump(self, place: str) -> None:
        """Open what mends a gap: ``person.address``, ``identity``, ``findings``."""
        head, _, field = place.partition(".")
        name = {"person": "person", "identity": "prove_identity", "findings": "search"}.get(head, "")
        if not name or self.view is None or not self.view.case.open:
            return
        self.act(name)
        if self.form is not None and field:
            self.form.jump("street" if field == "address" else field)

    def keep(self) -> None:
        """Unsaved typing goes to the draft store."""
        if self.form is not None:
            self.form.keep()

    def focus_first(self) -> None:
        """The keyboard goes to the next step."""
        button = next(iter(self.next.buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is asked in place ----------------------------------------------------------------------------------

    def _ask(self, view: CaseView, name: str) -> None:
        question = QUESTIONS[name]
        form = QuestionForm(self.desk, question, view.case.id)
        self._open(form, name, self.question.body, partial(self._saved, done=question.done))
        self.question.show()
        form.begin(self.desk.services.cases.today(), view.case.received)
        self._show_form()

    def _edit_person(self, view: CaseView) -> None:
        case = view.case.id
        form = PersonForm(self.desk, lambda draft: self.desk.services.cases.save_person(case, draft))
        self._open(form, "person", self.person.place, partial(self._saved, done="person_saved"))
        self.person.show_facts(False)
        form.show_person(f"case/{case}/person", view.person)
        form.fields.focus_at("name")
        self._show_form()

    def _record_search(self, view: CaseView) -> None:
        case = view.case.id
        form = FindingsForm(self.desk, lambda drafts: self.desk.services.cases.record_findings(case, drafts))
        self._open(form, "search", self.search.place, partial(self._saved, done="search_saved"))
        self.search.show_facts(False)
        records = self.desk.services.register.activities.choices()
        form.show_findings(f"case/{case}/search", view.case.findings, records)
        form.findings.focus_at("0" if view.case.findings else "")
        self._show_form()

    def _open(
        self, form: InlineForm, name: str, place: QVBoxLayout, saved: Callable[[object], object]
    ) -> None:
        self._leave(keep=True)
        self.form, self._form_name = form, name
        form.saved.connect(saved)
        form.left.connect(self._left)
        place.addWidget(form)

    def _show_form(self) -> None:
        form = self.form
        if form is not None:
            QTimer.singleShot(0, form, form.show_focus)

    def _left(self) -> None:
        name = self._form_name
        self._leave(keep=False)
        places = {"person": self.person.edit, "search": self.search.edit, "receipt": self.clock.correct}
        back = places.get(name) or self.next.buttons.get(name)
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self, *, keep: bool) -> None:
        form, self.form = self.form, None
        if form is not None:
            if keep:
                form.keep()
            form.hide()
            form.setParent(None)
            form.deleteLater()
        self.question.hide()
        self.person.show_facts(True)
        self.search.show_facts(True)
        if self.view is not None:
            self.search.edit.setVisible(self.view.case.open)

    def _saved(self, result: object, *, done: str) -> None:
        assert isinstance(result, CaseView)  # noqa: S101 - what every verb of a case gives
        if self.view is not None and self.view.case.id == result.case.id:
            self._leave(keep=False)
        self._tell(result, done)
        self.focus_first()

    def _run(self, do: Callable[[], CaseView], done: str) -> None:
        self.desk.lane.run(do, success=lambda view: self._tell(view, done), parent=self)

    def _tell(self, view: CaseView, done: str) -> None:
        if self.view is not None and self.view.case.id == view.case.id:
            self.show_case(view)
        self.desk.messages.note(self.desk.words(f"ui.requests.done.{done}", ref=view.case.ref))
        self.desk.news.tell("cases", "people", ids=[view.case.id])

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.STEP)
        whole.addLayout(self._head())
        page, line = QWidget(), QHBoxLayout()
        page.setLayout(line)
        page.setAutoFillBackground(False)
        line.setContentsMargins(0, 0, theme.STEP, theme.DOUBLE)
        holder, column = QWidget(), QVBoxLayout()
        holder.setLayout(column)
        holder.setMaximumWidth(_WIDEST)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP + theme.HALF)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(theme.STEP + theme.HALF)
        self._top.addWidget(self.clock, 6)
        self._top.addWidget(self.next, 5)
        column.addLayout(self._top)
        for card in (self.question, self.person, self._asked_card, self.search, self.timeline, self.papers):
            column.addWidget(card)
        column.addStretch(1)
        line.addWidget(holder, 100)
        line.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.desk.words("ui.requests.record"))
        self.area.setWidget(page)
        self.area.viewport().setAutoFillBackground(False)
        whole.addWidget(self.area, 1)

    def _head(self) -> QVBoxLayout:
        head, line = QVBoxLayout(), QHBoxLayout()
        head.setSpacing(2)
        line.setSpacing(theme.STEP)
        self._ref, self._state = Label(muted=True, selectable=True), Pill()
        self._name, self._rights = Elided(size=1.2, bold=True), Label(muted=True, wrap=True)
        line.addWidget(self._ref)
        line.addWidget(self._state)
        line.addStretch(1)
        head.addWidget(self._name)
        head.addLayout(line)
        head.addWidget(self._rights)
        return head

    def _names(self) -> _Names:
        return _Names({each.id: each.name for each in self.desk.services.register.activities.choices()})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != way:
            self._top.setDirection(way)


class _Names:
    """The activities' names; one that is no more is called by its id."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def get(self, activity: str) -> str:
        return self._names.get(activity, activity)
