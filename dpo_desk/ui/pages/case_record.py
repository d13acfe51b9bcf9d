"""One request, top to bottom: its head, clock and next step, the persons, the work, the papers, the history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.case_steps import Verb
from dpo_desk.domain.ids import CaseId
from dpo_desk.services.cases import CaseView
from dpo_desk.services.letters import ACCESS_ANSWER, ACKNOWLEDGEMENT
from dpo_desk.ui import theme
from dpo_desk.ui.forms.case_decision import DecisionForm
from dpo_desk.ui.forms.case_questions import QUESTIONS, QuestionForm
from dpo_desk.ui.forms.case_representation import RepresentationForm
from dpo_desk.ui.forms.case_told import ToldForm
from dpo_desk.ui.forms.findings_form import FindingsForm
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.forms.person_form import PersonForm
from dpo_desk.ui.pages.case_cards import AskedCard, PapersCard, TasksCard, TimelineCard
from dpo_desk.ui.pages.case_clock_card import ClockCard
from dpo_desk.ui.pages.case_next_card import NextCard
from dpo_desk.ui.pages.case_people_card import IdentityCard, PersonCard
from dpo_desk.ui.pages.case_work_cards import DecisionsCard, RecipientsCard, SearchCard
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Card, Label, Pill
from dpo_desk.ui.widgets.case_words import STATE_LOOK, rights_with_articles
from dpo_desk.ui.widgets.files_card import FilesCard
from dpo_desk.ui.widgets.texts import Elided

_LETTERS = {"acknowledge": ACKNOWLEDGEMENT, "answer": ACCESS_ANSWER}
_MENDS = {"identity": "prove_identity", "findings": "search"}  # fields of the record, and what mends them
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
        self.person, self.identity = PersonCard(words), IdentityCard(words)
        self.asked, self.search = AskedCard(words), SearchCard(words)
        self.decisions, self.recipients = DecisionsCard(words), RecipientsCard(words)
        self.tasks, self.papers = TasksCard(words), PapersCard(desk)
        self.files = FilesCard(desk)
        self.timeline = TimelineCard(words)
        self.question = Card()  # where a small question is asked
        self.question.hide()
        self._forms: dict[str, Callable[[CaseView, str], None]] = {
            "decide": self._decide,
            "person": self._edit_person,
            "representation": self._edit_representation,
            "search": self._record_search,
            "propose": self._propose_search,
            "tell_recipients": self._tell_recipients,
        }
        self._build()
        self.next.chosen.connect(self.act)
        self.decisions.chosen.connect(self.act)
        for button, name in (
            (self.clock.correct, "receipt"),
            (self.clock.calendar, "calendar"),
            (self.person.edit, "person"),
            (self.person.represent, "representation"),
            (self.search.edit, "search"),
            (self.search.propose, "propose"),
            (self.recipients.edit, "tell_recipients"),
            (self.recipients.list, "list_recipients"),
        ):
            button.clicked.connect(partial(self.act, name))

    # --- showing -------------------------------------------------------------------------------------------------

    def show_case(self, view: CaseView) -> None:
        """Show this case as it is now; an open question of the same case stays with its typing."""
        another = self.view is None or self.view.case.id != view.case.id
        if another:
            self._leave(keep=True)
            self.clock.fold()
            self.next.fold()
        self.view = view
        desk, case = self.desk, view.case
        zone = desk.services.organisation.zone()
        self._ref.setText(case.ref)
        self._state.show_status(desk.words(f"case.state.{case.state}"), *STATE_LOOK[case.state])
        self._name.setText(view.person.name)
        self._rights.setText(rights_with_articles(desk.words, view.clock.regime, case.right_ids))
        self._law.setText(desk.words(view.clock.regime.title_key))
        names = self._names()
        self.clock.show_case(view, desk.services.cases.today())
        self.next.show_case(view, desk.services.papers.choices(case.id))
        self.person.show_case(view)
        self.asked.show_case(view)
        self.identity.show_case(view)
        self.search.show_case(view, names)
        self.decisions.show_case(view)
        self.recipients.show_case(view, names)
        self.tasks.show_tasks(view.tasks)
        self.papers.show_papers(view.papers, zone)
        self.files.show_case(case.id, desk.services.files.of_case(case.id))
        self.timeline.show_entries(view.timeline, zone)
        if another:
            # Buttons of the case before are going, and the keyboard with them, wherever Qt then scrolls: after that.
            QTimer.singleShot(0, self, self._to_top)

    def _to_top(self) -> None:
        self.area.verticalScrollBar().setValue(0)

    def jump(self, place: str) -> None:
        """Open what mends a gap or an obstacle: a step, ``person.address``, ``identity``, ``findings``."""
        head, _, field = place.partition(".")
        name = _MENDS.get(head, head)
        free = name in {"person", "representation"} and self.view is not None and self.view.case.open
        if not free and not self._possible(name):
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
        self.next.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _possible(self, name: str) -> bool:
        return self.view is not None and name in set(Verb) and self.view.step(Verb(name)).possible

    # --- what can be done ------------------------------------------------------------------------------------------

    def act(self, name: str, right: object = "") -> None:
        """Do one thing about the case, or about one right of it: open its form, or the composer."""
        view, about = self.view, right if isinstance(right, str) else ""
        if view is None:
            return
        case, work = view.case.id, self.desk.services.case_work
        if name in _LETTERS:
            self._compose(case, _LETTERS[name])
        elif name == "reopen":
            self._run(lambda: work.reopen(case), name)
        elif name == "close":
            self._run(lambda: work.close(case), name)
        elif name == "undecide":
            self._run(lambda: work.take_decision_back(case, about), name)
        elif name == "list_recipients" or (name == "tell_recipients" and not view.case.told):
            self._run(lambda: work.list_recipients(case), "list_recipients")
        elif name == "purge":
            self._ask_to_purge(view)
        elif name in self._forms:
            self._forms[name](view, about)
        else:
            self._ask(view, name, about)

    def _ask(self, view: CaseView, name: str, right: str) -> None:
        form = QuestionForm(self.desk, QUESTIONS[name], view)
        self._open(form, name, self.question.body)
        self.question.show()
        form.begin(self.desk.services.cases.today(), right)
        self._show_form()

    def _decide(self, view: CaseView, right: str) -> None:
        asked = next((each.right for each in view.case.rights if each.right == right), None)
        undecided = [each.right for each in view.case.undecided]
        chosen = asked or next(iter(undecided or view.case.right_ids))
        form = DecisionForm(self.desk, view, chosen)
        self._open(form, "decide", self.decisions.place)
        self.decisions.show_facts(False)
        form.begin(self.desk.services.cases.today())
        self._show_form()

    def _edit_person(self, view: CaseView, _right: str) -> None:
        form = PersonForm(self.desk, lambda draft: self.desk.services.cases.save_person(view.case.id, draft))
        self._open(form, "person", self.person.place)
        self.person.show_facts(False)
        form.show_person(f"case/{view.case.id}/person", view.person)
        form.fields.focus_at("name")
        self._show_form()

    def _edit_representation(self, view: CaseView, _right: str) -> None:
        form = RepresentationForm(self.desk, view)
        self._open(form, "representation", self.person.place)
        self.person.show_facts(False)
        form.begin()
        self._show_form()

    def _record_search(self, view: CaseView, _right: str) -> None:
        form = FindingsForm(self.desk, view.case.id)
        self._open(form, "search", self.search.place)
        self.search.show_facts(False)
        form.begin(view.case.findings)
        self._show_form()

    def _propose_search(self, view: CaseView, right: str) -> None:
        self._record_search(view, right)
        if isinstance(self.form, FindingsForm):
            self.form.propose()

    def _tell_recipients(self, view: CaseView, _right: str) -> None:
        form = ToldForm(self.desk, view, self._names())
        self._open(form, "tell_recipients", self.recipients.place)
        self.recipients.show_facts(False)
        form.begin()
        self._show_form()

    def _ask_to_purge(self, view: CaseView) -> None:
        words = self.desk.words
        self.desk.messages.ask(
            words("ui.requests.purge.question", ref=view.case.ref),
            words("ui.requests.purge.means"),
            words("ui.requests.purge.verb"),
            partial(self._purge, view),
        )

    def _purge(self, view: CaseView) -> None:
        case, ref = view.case.id, view.case.ref

        def gone(_certificates: object) -> None:
            self._leave(keep=False)
            self.desk.messages.note(self.desk.words("ui.requests.done.purge", ref=ref))
            self.desk.news.tell("cases", "people", ids=[case])

        self.desk.lane.run(lambda: self.desk.services.case_purge.purge([case]), success=gone, parent=self)

    # --- forms in place ----------------------------------------------------------------------------------------------

    def _open(self, form: InlineForm, name: str, place: QVBoxLayout) -> None:
        self._leave(keep=True)
        self.form, self._form_name = form, name
        form.saved.connect(partial(self._saved, done=name))
        form.left.connect(self._left)
        place.addWidget(form)

    def _show_form(self) -> None:
        form = self.form
        if form is not None:
            QTimer.singleShot(0, form, form.show_focus)

    def _follow_form(self) -> None:
        """A form that nobody has typed into stays in view while the record finds its height."""
        if self.form is not None and not self.form.dirty:
            self.form.show_focus()

    def _left(self) -> None:
        name = self._form_name
        self._leave(keep=False)
        places = {
            "person": self.person.edit,
            "representation": self.person.represent,
            "search": self.search.edit,
            "receipt": self.clock.correct,
            "calendar": self.clock.calendar,
            "tell_recipients": self.recipients.edit,
        }
        back = places.get(name) or self.next.buttons.get(name) or self.next.more
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
        for card in (self.person, self.search, self.decisions, self.recipients):
            card.show_facts(True)

    def _saved(self, result: object, *, done: str) -> None:
        assert isinstance(result, CaseView)  # noqa: S101 - what every verb of a case gives
        if self.view is not None and self.view.case.id == result.case.id:
            self._leave(keep=False)
        self._tell(result, done)
        self.focus_first()

    def _run(self, do: Callable[[], CaseView], done: str) -> None:
        def told(view: CaseView) -> None:
            self._tell(view, done)
            self.focus_first()

        self.desk.lane.run(do, success=told, parent=self)

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
        for card in (self.question, self.person, self.asked, self.identity, self.search, self.decisions):
            column.addWidget(card)
        column.addWidget(self.recipients)
        column.addWidget(self.tasks)
        column.addWidget(self.papers)
        column.addWidget(self.files)
        column.addWidget(self.timeline)
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
        self.area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._follow_form())
        whole.addWidget(self.area, 1)

    def _head(self) -> QVBoxLayout:
        head, line = QVBoxLayout(), QHBoxLayout()
        head.setSpacing(2)
        line.setSpacing(theme.STEP)
        self._ref, self._state = Label(muted=True, selectable=True), Pill()
        self._name, self._rights = Elided(size=1.2, bold=True), Label(muted=True, wrap=True)
        self._law = Elided(muted=True)
        line.addWidget(self._ref)
        line.addWidget(self._state)
        line.addWidget(self._law, 1)
        head.addWidget(self._name)
        head.addLayout(line)
        head.addWidget(self._rights)
        return head

    def _names(self) -> Callable[[str], str]:
        """Gives the name of an activity; one that is no more is called by its id."""
        names: dict[str, str] = {
            each.id: each.name for each in self.desk.services.register.activities.choices()
        }
        return lambda activity: names.get(activity, activity)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != way:
            self._top.setDirection(way)
