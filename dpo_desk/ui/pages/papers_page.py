"""Papers: everything that was finished, shown and printed from the very bytes that were archived."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.ids import PaperId
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.errors import DeskError, NotFound
from dpo_desk.services.ports import PaperLine
from dpo_desk.ui import printing, theme
from dpo_desk.ui.models.paged import Cell, Column, Query, Row
from dpo_desk.ui.pages.base import ListRecordPage
from dpo_desk.ui.pages.record_lists import ALL, list_query
from dpo_desk.ui.pages.register_print import PrintDialog, print_register
from dpo_desk.ui.pages.signature_check import check_paper
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, IconButton, Label, Pill
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.list_view import Chip, Empty
from dpo_desk.ui.widgets.texts import Elided

_CHIPS = ("letters", "registers", ALL)
_KIND_LOOK = {PaperKind.LETTER: (Tone.ACCENT, "mail"), PaperKind.REGISTER: (Tone.NEUTRAL, "table-2")}


class PaperSource:
    """The papers, for the list."""

    def __init__(self, desk: Desk) -> None:
        self._words, self._papers = desk.words, desk.services.papers
        self._zone = desk.services.organisation.zone()

    @property
    def columns(self) -> Sequence[Column]:
        """Number, date, title, person, case, kind, language, pages."""
        say = self._words
        return (
            Column("number", say("ui.papers.column.number"), 12),
            Column("made_at", say("ui.papers.column.made"), 11),
            Column("title", say("ui.papers.column.title"), 28),
            Column("person", say("ui.papers.column.person"), 22),
            Column("case_ref", say("ui.papers.column.case"), 12),
            Column("kind", say("ui.papers.column.kind"), 12),
            Column("language", say("ui.papers.column.language"), 10),
            Column("pages", say("ui.papers.column.pages"), 7, right=True),
        )

    def ids(self, query: Query) -> Sequence[str]:
        """The ids that match."""
        return self._papers.ids(list_query(query))

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows."""
        return [self._row(line) for line in self._papers.lines([PaperId(each) for each in ids])]

    def _row(self, line: PaperLine) -> Row:
        words = self._words
        cells = (
            line.number,
            words.short_date(line.made_at.astimezone(self._zone).date()),
            line.title,
            line.person,
            line.case_ref,
            Cell(words(f"papers.kind.{line.kind}"), *_KIND_LOOK[line.kind]),
            words.language_name(line.language),
            words.number(line.pages),
        )
        return Row(line.id, cells)


class PapersPage(ListRecordPage):
    """List left, the pages right; the register is printed from here."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(
            desk,
            words("ui.papers.title"),
            name="papers",
            source=PaperSource(desk),
            empty=Empty("printer", words("ui.papers.empty"), words("ui.print.register"), self.print_register),
            chips=[Chip(chip, words(f"ui.papers.chip.{chip}")) for chip in _CHIPS],
            sort="made_at",
            descending=True,
        )
        self.paper: Paper | None = None
        self.list.choose_chip(ALL)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("printer", words("ui.papers.choose")))
        self._stack.addWidget(self._record())
        self.record_layout.addWidget(self._stack)
        self.command(
            "print_register",
            words("ui.print.register"),
            self.print_register,
            icon="printer",
            shortcut="Ctrl+N",
            button=True,
        )

    # --- showing -------------------------------------------------------------------------------------------------

    def show_record(self, record_id: str | None) -> None:
        """Show this paper; its bytes come from the vault on the lane."""
        if record_id is None:
            self._show_nothing()
            return
        if self.paper is not None and self.paper.id == record_id:
            return
        papers = self.desk.services.papers
        try:
            paper = papers.paper(PaperId(record_id))
        except NotFound:
            self._show_nothing()
            return
        self.paper = paper
        self._show_paper(paper)
        self.preview.show_bytes(b"")
        self.desk.lane.run(
            lambda: papers.pdf(paper.id),
            success=lambda pdf: self._show_pdf(paper, pdf),
            failure=self._unreadable,
            parent=self,
            busy_text=self.desk.words("ui.papers.reading"),
        )

    def focus_record(self) -> None:
        """Enter on a row: to the pages."""
        self.preview.pages.setFocus()

    # --- doing ---------------------------------------------------------------------------------------------------

    def print_register(self) -> PrintDialog:
        """Ask which register is wanted; once archived it is shown."""
        dialog = print_register(self.desk, self)
        dialog.archived_as.connect(self.open_record)
        return dialog

    def copy_sha256(self) -> None:
        """Put the paper's SHA-256 onto the clipboard."""
        if self.paper is not None:
            QGuiApplication.clipboard().setText(self.paper.sha256)
            self.desk.messages.note(self.desk.words("ui.papers.copied"))

    def check_signatures(self) -> None:
        """Tell what the signatures of the paper are worth."""
        if self.paper is not None:
            check_paper(self.desk, self, self.paper)

    # --- inside --------------------------------------------------------------------------------------------------

    def _record(self) -> QWidget:
        words, record = self.desk.words, QWidget()
        column, line, print_line = QVBoxLayout(record), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        line.setSpacing(theme.STEP)
        print_line.setSpacing(theme.HALF)
        self._title, self._about = Elided(size=1.2, bold=True), Elided(muted=True)
        self._number, self._kind = Label(muted=True, selectable=True), Pill()
        self.to_case = Button("", "arrow-right", quiet=True)
        self.to_case.clicked.connect(self._open_case)
        line.addWidget(self._number)
        line.addWidget(self._kind)
        line.addWidget(self._about, 1)
        line.addWidget(self.to_case)
        self.sha256 = Elided(muted=True, size=0.88)
        copy = IconButton("copy", words("ui.papers.copy"))
        copy.clicked.connect(self.copy_sha256)
        check = IconButton("shield-check", words("ui.papers.check_signatures"))
        check.clicked.connect(self.check_signatures)
        print_line.addWidget(self.sha256, 1)
        print_line.addWidget(copy)
        print_line.addWidget(check)
        self.preview = PdfPreview(words, print_pdf=self._print, save_pdf=self._save)
        column.addWidget(self._title)
        column.addLayout(line)
        column.addLayout(print_line)
        column.addWidget(self.preview, 1)
        return record

    def _show_paper(self, paper: Paper) -> None:
        words = self.desk.words
        at = paper.made_at.astimezone(self.desk.services.organisation.zone())
        self._title.setText(paper.title)
        self._number.setText(paper.number)
        self._kind.show_status(words(f"papers.kind.{paper.kind}"), *_KIND_LOOK[paper.kind])
        language = words.language_name(paper.language)
        self._about.setText(
            words("ui.papers.about", made=words.moment(at), language=language, count=paper.pages)
        )
        self.sha256.setText(words("ui.papers.sha256", sha256=paper.sha256))
        self.to_case.setVisible(paper.case is not None)
        self.to_case.setText(words("ui.papers.to_case"))
        self._stack.setCurrentIndex(1)

    def _show_pdf(self, paper: Paper, pdf: bytes) -> None:
        if self.paper is not None and self.paper.id == paper.id:
            self.preview.show_bytes(pdf)

    def _show_nothing(self) -> None:
        self.paper = None
        self.preview.show_bytes(b"")
        self._stack.setCurrentIndex(0)

    def _unreadable(self, error: DeskError) -> None:
        self._show_nothing()
        self.desk.messages.dialog(error)

    def _open_case(self) -> None:
        if self.paper is not None and self.paper.case is not None:
            self.desk.navigate("requests", self.paper.case)

    def _print(self, pdf: bytes) -> None:
        printing.print_pdf(self, pdf)

    def _save(self, pdf: bytes) -> None:
        if self.paper is not None:
            printing.save_pdf(self, self.desk.lane, pdf, self.paper.number)
