"""Registers and sheets to paper: what is wanted at the left, the pages as they would print at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.paper import Paper
from dpo_desk.domain.record import RecordKind
from dpo_desk.errors import DeskError
from dpo_desk.library.wording import languages
from dpo_desk.paper import Rendered
from dpo_desk.services import register_papers as papers
from dpo_desk.services.register_papers import Order, SheetOrder
from dpo_desk.services.register_selection import BOOKS, BOTH, Book, RegisterOrder
from dpo_desk.ui import printing, theme
from dpo_desk.ui.preview import PdfPreview
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice, Editor, Tick
from dpo_desk.ui.widgets.list_view import ListView

_SETTLE_MS = 350  # after the last change, before the pages are drawn anew
_FOR_SEVERAL = frozenset({papers.ACTIVITY, papers.PROCESSOR})
_UNDATED = frozenset({papers.QUESTIONNAIRE, papers.WEEK_LIST})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a dialog begins with; ``chosen`` are records selected in a list, empty for all."""

    sheet: str = papers.REGISTER
    books: frozenset[Book] = BOTH
    chosen: tuple[str, ...] = ()
    as_of: date | None = None


def print_register(
    desk: Desk,
    parent: QWidget,
    *,
    books: frozenset[Book] = BOTH,
    chosen: Sequence[str] = (),
    as_of: date | None = None,
) -> PrintDialog:
    """Ask which register is wanted, and show it: of these activities and clients, or of all when there are none."""
    return _opened(desk, parent, Wanted(books=books, chosen=tuple(chosen), as_of=as_of))


def print_sheet(
    desk: Desk, parent: QWidget, sheet: str, records: Sequence[str] = (), as_of: date | None = None
) -> PrintDialog:
    """Show a sheet (an id of ``SHEETS``) of these records, to be printed or archived."""
    return _opened(desk, parent, Wanted(sheet=sheet, chosen=tuple(records), as_of=as_of))


def _opened(desk: Desk, parent: QWidget, wanted: Wanted) -> PrintDialog:
    dialog = PrintDialog(desk, parent, wanted)
    dialog.open()
    dialog.draw()
    return dialog


class PrintDialog(DeskDialog):
    """The choices, the pages, and what becomes of them."""

    archived_as = Signal(str)  # the id of the paper

    def __init__(self, desk: Desk, parent: QWidget, wanted: Wanted) -> None:
        title = desk.words(f"papers.title.{wanted.sheet}")
        super().__init__(desk.words, title, parent, width=1180, height=760)
        self._desk, self._wanted = desk, wanted
        self._papers = desk.services.register_papers
        self._drawing = self._again = False
        self.drawn: Order | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.draw)
        self._build()

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words, row = self.words, QHBoxLayout()
        row.setSpacing(theme.DOUBLE)
        side, self._side = QWidget(), QVBoxLayout()
        side.setLayout(self._side)
        side.setFixedWidth(theme.letters(34))
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(theme.HALF)
        if self._wanted.sheet == papers.REGISTER:
            self._ask_register()
        self.day = DayField(words)
        today = self._wanted.as_of or self._papers.today()
        self.day.set_value(today.isoformat())
        self._add("as_of", self.day).setVisible(self._wanted.sheet not in _UNDATED)
        self.language = Choice([(code, words.language_name(code)) for code in languages()])
        self.language.set_value(words.language)
        self._add("language", self.language)
        self._side.addStretch(1)
        self.pages_told = Label(muted=True, wrap=True)
        self._side.addWidget(self.pages_told)
        self.preview = PdfPreview(words, print_pdf=self._print, save_pdf=self._save)
        row.addWidget(side)
        row.addWidget(self.preview, 1)
        self.body.addLayout(row, 1)
        self.add_close()
        self._archive = self.add_button(words("ui.print.archive"), self.archive, icon="archive", primary=True)
        self._archive.setEnabled(False)

    def _ask_register(self) -> None:
        words, wanted = self.words, self._wanted
        self.books = Choice([(name, words(f"ui.print.books_of.{name}")) for name in BOOKS])
        self.books.set_value("both" if wanted.books == BOTH else next(iter(wanted.books)))
        self._add("books", self.books)
        all_or_some = [("all", words("ui.print.records_of.all"))]
        if wanted.chosen:
            told = words("ui.print.records_of.chosen", count=len(wanted.chosen))
            all_or_some.append(("chosen", told))
        self.records = Choice(all_or_some)
        self.records.set_value("chosen" if len(wanted.chosen) > 1 else "all")
        self._add("records", self.records)
        self.drafts, self.archived = Tick(words("ui.print.drafts")), Tick(words("ui.print.archived"))
        self.drafts.set_value(True)
        for tick in (self.drafts, self.archived):
            tick.changed.connect(self._settle.start)
            self._side.addWidget(tick)
        self._side.addSpacing(theme.STEP)

    def _add(self, name: str, editor: Editor) -> QWidget:
        """A labelled choice; a change of it draws the pages anew."""
        label, block = self.words(f"ui.print.{name}"), QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, theme.STEP)
        column.setSpacing(theme.HALF)
        editor.set_name(label)
        column.addWidget(Label(label, muted=True))
        column.addWidget(editor)
        editor.changed.connect(self._settle.start)
        self._side.addWidget(block)
        return block

    # --- what is wanted ----------------------------------------------------------------------------------------------

    @property
    def order(self) -> Order | None:
        """What is wanted now; nothing while the day cannot be read."""
        day, wanted = self.day.day, self._wanted
        if day is None:
            return None
        as_of = None if day == self._papers.today() else day
        if wanted.sheet != papers.REGISTER:
            return SheetOrder(
                sheet=wanted.sheet, language=self.language.value(), records=wanted.chosen, as_of=as_of
            )
        book = self.books.value()
        return RegisterOrder(
            language=self.language.value(),
            books=BOOKS[book],
            chosen=frozenset(wanted.chosen) if self.records.value() == "chosen" else frozenset(),
            as_of=as_of,
            drafts=self.drafts.value(),
            archived=self.archived.value(),
        )

    # --- drawing -----------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the pages as they would be archived now; a change meanwhile draws them once more."""
        self._settle.stop()
        order = self.order
        if order is None:
            self._show_nothing(self.words("ui.print.no_day"))
            return
        if self._drawing:
            self._again = True
            return
        self._drawing = True
        self._archive.setEnabled(False)
        self.pages_told.setText(self.words("ui.print.drawing"))
        self._desk.lane.run(
            lambda: self._papers.preview(self._papers.compose(order)),
            success=lambda rendered: self._show(order, rendered),
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.print.drawing"),
        )

    def _show(self, order: Order, rendered: Rendered) -> None:
        if self._drawn_again():
            return
        self.drawn = order
        self.banner.hide()
        if rendered.missing:
            told = self.words("errors.rule.missing_glyphs", characters=" ".join(rendered.missing))
            self.banner.say(told, theme.Tone.WARNING)
        self.preview.show_bytes(rendered.pdf)
        self.pages_told.setText(self.words("ui.print.pages", count=rendered.pages))
        self._archive.setEnabled(not rendered.missing)

    def _failed(self, error: DeskError) -> None:
        if self._drawn_again():
            return
        self._show_nothing("")
        self.banner.say(self._desk.messages.explain(error).line, theme.Tone.DANGER)

    def _drawn_again(self) -> bool:
        self._drawing, again, self._again = False, self._again, False
        if again:
            self.draw()
        return again

    def _show_nothing(self, why: str) -> None:
        self.drawn = None
        self.preview.show_bytes(b"")
        self.pages_told.setText(why)
        self._archive.setEnabled(False)

    # --- what becomes of it ------------------------------------------------------------------------------------------

    def archive(self) -> None:
        """Archive what is shown under a number, byte for byte."""
        order = self.drawn
        if order is None:
            return
        self._archive.setEnabled(False)
        self._desk.lane.run(
            lambda: self._papers.finish(order),
            success=self._archived,
            failure=self._failed,
            parent=self,
            busy_text=self.words("ui.print.drawing"),
        )

    def _archived(self, paper: Paper) -> None:
        self._desk.news.tell("papers", ids=[paper.id])
        self._desk.messages.note(self.words("ui.papers.made", title=paper.title, number=paper.number))
        self.archived_as.emit(paper.id)
        self.accept()

    def _print(self, pdf: bytes) -> None:
        printing.print_pdf(self, pdf)

    def _save(self, pdf: bytes) -> None:
        name = self.words(f"papers.title.{self._wanted.sheet}")
        printing.save_pdf(self, self._desk.lane, pdf, name)


# --- for the pages ---------------------------------------------------------------------------------------------------


class PrintingPage(Protocol):
    """As much of a page of records as its print commands ask."""

    desk: Desk
    list: ListView
    record: QWidget

    def chosen(self) -> tuple[str, ...]:
        """The records an action is meant for."""
        ...

    @property
    def command(self) -> Callable[..., QAction]:
        """Something one can do on the page."""
        ...

    @property
    def more(self) -> Callable[..., QAction]:
        """Something one can do with the record shown."""
        ...


def add_print_commands(page: PrintingPage, kind: RecordKind) -> None:
    """What a page of these records can put on paper, as its commands; before the page is built."""
    words, desk = page.desk.words, page.desk

    def several() -> tuple[str, ...]:
        selected = page.list.selected_ids
        return selected if len(selected) > 1 else ()

    def sheet(name: str) -> Callable[[], object]:
        def show() -> None:
            records = page.chosen() if name in _FOR_SEVERAL else page.chosen()[:1]
            if records:
                print_sheet(desk, page.record, name, records)

        return show

    for name, icon in _SHEETS[kind]:
        page.more(f"print_{name}", words(f"papers.title.{name}"), sheet(name), icon=icon)
    if kind in _BOOK:
        page.command(
            "print_register",
            words("ui.print.register"),
            lambda: print_register(desk, page.record, books=_BOOK[kind], chosen=several()),
            icon="printer",
            shortcut="Ctrl+P",
            button=True,
        )
    if kind is RecordKind.TRANSFER:
        page.command(
            "print_transfers",
            words("ui.print.transfers"),
            lambda: print_sheet(desk, page.record, papers.TRANSFERS, several()),
            icon="printer",
            shortcut="Ctrl+P",
            button=True,
        )


_BOOK: dict[RecordKind, frozenset[Book]] = {
    RecordKind.ACTIVITY: frozenset({"controller"}),
    RecordKind.CLIENT: frozenset({"processor"}),
}
_SHEETS: dict[RecordKind, tuple[tuple[str, str], ...]] = {
    RecordKind.ACTIVITY: ((papers.ACTIVITY, "file-text"),),
    RecordKind.CLIENT: ((papers.CLIENT_EXCERPT, "file-text"),),
    RecordKind.PROCESSOR: ((papers.PROCESSOR, "file-text"), (papers.QUESTIONNAIRE, "list-checks")),
    RecordKind.TRANSFER: (),
}
