"""Requests of data subjects: the list, the record, the intake, and the letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from dpo_desk.domain.case import RUNNING
from dpo_desk.domain.ids import CaseId
from dpo_desk.domain.paper import Paper
from dpo_desk.errors import DeskError, NotFound
from dpo_desk.library.lawbook import regimes
from dpo_desk.library.wording import Wording
from dpo_desk.services.cases import CaseView
from dpo_desk.services.ports import CaseLine
from dpo_desk.ui.composer.screen import Composer
from dpo_desk.ui.forms.case_form import IntakeForm
from dpo_desk.ui.imports import begin_import
from dpo_desk.ui.models.paged import Cell, Column, Query, Row
from dpo_desk.ui.pages.base import ListRecordPage
from dpo_desk.ui.pages.case_record import CaseRecord
from dpo_desk.ui.pages.due_calendar import show_due_calendar
from dpo_desk.ui.pages.purge import show_purge
from dpo_desk.ui.pages.record_lists import ALL, list_query
from dpo_desk.ui.pages.requests_export import export_requests
from dpo_desk.ui.pages.statistics import show_statistics
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.widgets.case_words import STATE_LOOK, left_cell, no_period, right_names
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.list_view import Chip, Empty

_CHIPS = ("open", "late", "waiting", "extended", "answered", "closed", ALL)


class CaseSource:
    """The requests, for the list."""

    def __init__(self, desk: Desk) -> None:
        self._words, self._cases = desk.words, desk.services.cases

    @property
    def columns(self) -> Sequence[Column]:
        """Reference, person, days left, rights, law, due, received, state, next step."""
        say = self._words
        return (
            Column("ref", say("ui.requests.column.ref"), 10),
            Column("person", say("ui.requests.column.person"), 16),
            Column("due", say("ui.requests.column.left"), 16),
            Column("", say("ui.requests.column.rights"), 20),
            Column("regime", say("ui.requests.column.regime"), 10),
            Column("due", say("ui.requests.column.due"), 11),
            Column("received", say("ui.requests.column.received"), 11),
            Column("state", say("ui.requests.column.state"), 22),
            Column("", say("ui.requests.column.step"), 24),
        )

    def ids(self, query: Query) -> Sequence[str]:
        """The ids that match."""
        return self._cases.ids(list_query(query))

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows."""
        today = self._cases.today()
        return [self._row(line, today) for line in self._cases.lines([CaseId(each) for each in ids])]

    def _row(self, line: CaseLine, today: date) -> Row:
        words, running = self._words, line.state in RUNNING
        return Row(
            line.id,
            (
                line.ref,
                line.person,
                self._left(line, today) if running else "",
                right_names(words, line.rights),
                words(f"ui.requests.law.{line.regime}"),
                words.short_date(line.due) if line.due else "",
                words.short_date(line.received),
                Cell(words(f"case.state.{line.state}"), *STATE_LOOK[line.state]),
                words(f"case.step.{line.next_step}") if line.next_step else "",
            ),
        )

    def _left(self, line: CaseLine, today: date) -> str | Cell:
        if line.due is None and line.prudent is None:
            return no_period(self._words, line.received, today)
        return left_cell(self._words, line.due, today)


def ready_filters(words: Wording) -> tuple[Filter, ...]:
    """The filters the list brings: each law, and each right one of them knows."""
    laws = [each for each in regimes() if each.rights]
    rights = dict.fromkeys(right.id for law in laws for right in law.rights)
    by_law = [
        Filter(
            name=words("ui.requests.filter.law", law=words(f"ui.requests.law.{law.id}")),
            chips=frozenset({f"regime:{law.id}"}),
        )
        for law in laws
    ]
    by_right = [
        Filter(
            name=words("ui.requests.filter.right", right=words(f"law.right.{right}")),
            chips=frozenset({f"right:{right}"}),
        )
        for right in rights
    ]
    return (*by_law, *by_right)


class RequestsPage(ListRecordPage):
    """List left, request right; a letter takes the whole page while it is composed."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(
            desk,
            words("ui.requests.title"),
            name="requests",
            source=CaseSource(desk),
            empty=Empty("inbox", words("ui.requests.empty"), words("ui.requests.new"), self.begin_new),
            chips=[Chip(chip, words(f"ui.requests.chip.{chip}")) for chip in _CHIPS],
            sort="due",
            ready=ready_filters(words),
        )
        self.case = CaseRecord(desk, self.compose)
        self.intake = IntakeForm(desk)
        self.intake.saved.connect(self._taken_in)
        self.intake.repeated.connect(self._repeated)
        self._stack = QStackedWidget()
        for part in (EmptyState("inbox", words("ui.requests.choose")), self.case, self.intake):
            self._stack.addWidget(part)
        self.record_layout.addWidget(self._stack)
        self.composer = Composer(desk)
        self.composer.left.connect(self._close_composer)
        self.composer.finished.connect(self._finished)
        self.composer.mend.connect(self._mend)
        self.composer.hide()
        self.body.addWidget(self.composer, 1)
        self._new = self.command(
            "new",
            words("ui.requests.new"),
            self.begin_new,
            icon="plus",
            shortcut="Ctrl+N",
            button=True,
            primary=True,
        )
        for name, show, icon in (
            ("due_calendar", show_due_calendar, "calendar-days"),
            ("statistics", show_statistics, "table-2"),
            ("purge", show_purge, "trash-2"),
        ):
            self.command(name, words(f"ui.{name}.command"), partial(show, desk, self), icon=icon)
        self.command(
            "import",
            words("ui.imports.command"),
            self.begin_import,
            icon="table-2",
            shortcut="Ctrl+I",
            menu=True,
        )
        self.command("export", words("ui.requests.export.command"), self.export, icon="download", menu=True)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_record(self, record_id: str | None) -> None:
        """
        Show this request.

        While nothing is chosen the intake stays, and so does the request that was shown: a step may have taken it out
        of what the list shows, and there is more to do about it.
        """
        if record_id is None:
            if self._stack.currentWidget() is self.case and self.case.view is not None:
                self.show_record(self.case.view.case.id)
            elif self._stack.currentWidget() is not self.intake:
                self._stack.setCurrentIndex(0)
            return
        self.intake.keep()
        try:
            view = self.desk.services.cases.view(CaseId(record_id))
        except NotFound:
            self._stack.setCurrentIndex(0)
            return
        self.case.show_case(view)
        self._stack.setCurrentWidget(self.case)

    def open_record(self, record_id: str, field: str = "") -> None:
        """Show the request, and open the form that holds the field; no id at all is the one to be taken in."""
        if not record_id:
            self.begin_new()
            return
        self._close_composer()
        super().open_record(record_id, field)
        if self._stack.currentWidget() is self.case:
            self.case.focus_first()
            if field:
                QTimer.singleShot(0, self, lambda: self.case.jump(field))

    def refresh(self, changed: Changed | None) -> None:
        """Ask the list again; the record and an open letter follow the facts."""
        super().refresh(changed)
        if self.list.current is None:
            self.show_record(None)
        if not self.composer.isHidden():
            self.composer.follow()

    def focus_first(self) -> None:
        """Work begins in the list, or in the letter that is open."""
        if self.composer.isHidden():
            super().focus_first()
        else:
            self.composer.focus_first()

    def focus_record(self) -> None:
        """Enter on a row: to the next step."""
        self.case.focus_first()

    def keep(self) -> None:
        """Unsaved typing goes to the draft store."""
        self.intake.keep()
        self.case.keep()
        self.composer.keep()

    # --- doing ---------------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Take a request in."""
        self._close_composer()
        self.case.keep()
        self.list.table.setCurrentIndex(QModelIndex())
        self._stack.setCurrentWidget(self.intake)
        self.intake.begin(self.desk.services.cases.today())
        self.intake.focus_name()

    def begin_import(self) -> QFileDialog:
        """Take requests in from a list of another program."""
        return begin_import(self.desk, self)

    def export(self) -> QFileDialog:
        """Write the list as it is shown for a spreadsheet or another program."""
        return export_requests(self.desk, self, self.list.model.ids)

    def compose(self, case: CaseId, letter: str) -> None:
        """Open the composer for a letter of this case."""
        try:
            self.composer.open(case, letter)
        except DeskError as error:
            self.desk.messages.dialog(error)
            return
        self._show_list(False)
        self.composer.show()
        self.composer.focus_first()

    def _taken_in(self, result: object) -> None:
        self._show_taken(result, "taken_in")

    def _repeated(self, result: object) -> None:
        self._show_taken(result, "repeat")

    def _show_taken(self, result: object, done: str) -> None:
        assert isinstance(result, CaseView)  # noqa: S101 - what the verbs of a case give
        self._stack.setCurrentWidget(self.case)
        self.desk.news.tell("cases", "people", ids=[result.case.id])
        self.desk.messages.note(self.desk.words(f"ui.requests.done.{done}", ref=result.case.ref))
        self.open_record(result.case.id)
        self.case.focus_first()

    def _close_composer(self) -> None:
        if self.composer.isHidden():
            return
        self.composer.keep()
        self.composer.hide()
        self._show_list(True)
        self.case.focus_first()

    def _show_list(self, on: bool) -> None:
        """The list with its head, or the whole page for a letter."""
        self.splitter.setVisible(on)
        self._new.setVisible(on)
        title = self.head.itemAt(0)
        if title is not None and (label := title.widget()) is not None:
            label.setVisible(on)

    def _finished(self, result: object) -> None:
        assert isinstance(result, Paper)  # noqa: S101 - what finish gives
        self._close_composer()
        self.desk.news.tell("cases", "papers", ids=[str(result.case), result.id])
        self.desk.messages.note(
            self.desk.words("ui.requests.done.finished", title=result.title, number=result.number)
        )
        if result.case:
            self.open_record(result.case)

    def _mend(self, place: str) -> None:
        """A gap of the letter that is mended in the request itself."""
        self._close_composer()
        self.case.jump(place)
