"""The lists of words the register is written with: what each holds and how much it is used, and all one can do to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget
from shiboken6 import isValid

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.checks.words import fold
from dpo_desk.errors import DeskError
from dpo_desk.library.wording import Wording
from dpo_desk.services.catalogues import TermLine, TermsChanged, TermUndo
from dpo_desk.ui import theme
from dpo_desk.ui.models.paged import Cell, Column, Query, Row
from dpo_desk.ui.pages.term_dialogs import DoublesDialog, TermDialog
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Label
from dpo_desk.ui.widgets.feedback import Banner
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.list_view import Chip, Empty, ListView
from dpo_desk.ui.widgets.texts import shortened

_TITLE_LETTERS = 40  # of a term in the title of a dialog
_HOLDERS = ("activities", "clients", "transfers")
_CHIPS: dict[str, Callable[[TermLine], bool]] = {
    "used": lambda line: line.used > 0,
    "own": lambda line: line.own,
    "hidden": lambda line: line.hidden,
    "all": lambda line: not line.hidden,
}


@dataclass
class _Terms:
    """The terms of one kind, for the list; a row is known by its words."""

    words: Wording
    lines: dict[str, TermLine] = field(default_factory=dict)

    @property
    def columns(self) -> Sequence[Column]:
        """Words, use, origin."""
        say = "ui.catalogues.column"
        return (
            Column("text", self.words(f"{say}.text"), 32),
            Column("used", self.words(f"{say}.used"), 11),
            Column("origin", self.words(f"{say}.origin"), 15),
        )

    def show(self, lines: Sequence[TermLine]) -> None:
        """Take these; of two with the same words, the one that can be chosen."""
        self.lines = {line.text: line for line in sorted(lines, key=lambda line: not line.hidden)}

    def ids(self, query: Query) -> Sequence[str]:
        """The words of all rows that match, in order."""
        wanted = fold(query.text)
        chips = query.chips or {"all"}
        found = [
            line
            for line in self.lines.values()
            if wanted in fold(line.text) and any(_CHIPS[chip](line) for chip in chips)
        ]
        found.sort(key=lambda line: fold(line.text))
        if query.sort == "used":
            found.sort(key=lambda line: line.used)
        elif query.sort == "origin":
            found.sort(key=_origin)
        return [line.text for line in (reversed(found) if query.descending else found)]

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows."""
        return [self._row(self.lines[each]) for each in ids if each in self.lines]

    def _row(self, line: TermLine) -> Row:
        origin = _origin(line)
        tone, icon = _LOOK[origin]
        used = self.words("ui.catalogues.used", count=line.used) if line.used else ""
        return Row(
            line.text, (line.text, used, Cell(self.words(f"ui.catalogues.origin.{origin}"), tone, icon))
        )


_LOOK = {
    "shipped": (Tone.NEUTRAL, "book-open"),
    "own": (Tone.ACCENT, "user"),
    "record": (Tone.WARNING, "file-text"),
    "hidden": (Tone.NEUTRAL, "eye-off"),
}


def _origin(line: TermLine) -> str:
    if line.hidden:
        return "hidden"
    return ("own" if line.own else "shipped") if line.id else "record"


class CataloguesPart(QWidget):
    """One tab a kind of words, the list of its terms, and what can be done with the chosen one below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._service = desk, desk.services.catalogues
        self._stale = True
        words = desk.words
        self._terms = _Terms(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.DOUBLE, theme.STEP, 0, 0)
        column.setSpacing(theme.STEP)
        about = Label(words("ui.catalogues.about"), muted=True, wrap=True)
        about.setMaximumWidth(theme.MEASURE)
        column.addWidget(about)
        column.addLayout(self._tabs())
        self.banner = Banner(words)
        column.addWidget(self.banner)
        self.list = ListView(
            words,
            self._terms,
            name=words("ui.settings.part.catalogues"),
            state=desk.view_state,
            state_key="page.catalogues",
            empty=Empty("tags", words("ui.catalogues.empty"), words("ui.catalogues.add"), self.add),
            chips=[Chip(chip, words(f"ui.catalogues.chip.{chip}")) for chip in _CHIPS],
            sort="text",
        )
        self.list.choose_chip("all")
        self.list.chosen.connect(lambda _id: self._enable())
        self.list.opened.connect(lambda _id: self.rename())
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self._enable()
        desk.news.happened.connect(self._heard)

    @property
    def kind(self) -> TermKind:
        """The kind of words that is shown."""
        return next(kind for kind, button in self.tabs.items() if button.isChecked())

    @property
    def term(self) -> TermLine | None:
        """The chosen term."""
        return self._terms.lines.get(self.list.current or "")

    def reload(self, select: str = "") -> None:
        """Read the terms of this kind again; counting their use reads the whole register, beside the window."""
        self._stale, kind, language = False, self.kind, self._desk.words.language

        def read() -> tuple[tuple[TermLine, ...], int]:
            return self._service.lines(kind, language), len(self._service.doubles(kind, language))

        def show(found: tuple[tuple[TermLine, ...], int]) -> None:
            if kind is self.kind:
                self._show(*found, select=select)

        self._desk.lane.run(
            read, success=show, parent=self, busy_text=self._desk.words("ui.catalogues.reading")
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is shown."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    # --- doing ---------------------------------------------------------------------------------------------------

    def add(self) -> TermDialog:
        """Ask for a new term."""
        words, language = self._desk.words, self._desk.words.language
        return self._ask(
            words("ui.catalogues.add_title"),
            words("ui.catalogues.add_help"),
            words("ui.catalogues.add"),
            lambda text: self._service.add(self.kind, text, language),
            "added",
        )

    def rename(self) -> TermDialog | None:
        """Ask for other words for the chosen term."""
        line, words = self.term, self._desk.words
        if line is None:
            return None
        return self._ask(
            words("ui.catalogues.rename_title", term=shortened(line.text, _TITLE_LETTERS)),
            words("ui.catalogues.rename_help", count=line.used)
            if line.used
            else words("ui.catalogues.unused"),
            words("ui.catalogues.rename_do"),
            lambda text: self._service.rename(self.kind, line.text, text, words.language),
            "renamed",
            value=line.text,
            clash=lambda text: self._merge_into(line.text, text),
        )

    def merge(self) -> TermDialog | None:
        """Ask which term takes the place of the chosen one."""
        line, words = self.term, self._desk.words
        if line is None:
            return None
        others = [text for text, each in self._terms.lines.items() if text != line.text and not each.hidden]
        return self._ask(
            words("ui.catalogues.merge_title", term=shortened(line.text, _TITLE_LETTERS)),
            words("ui.catalogues.merge_help", count=line.used)
            if line.used
            else words("ui.catalogues.unused"),
            words("ui.catalogues.merge_do"),
            lambda text: self._service.merge(self.kind, line.text, text.strip(), words.language),
            "merged",
            texts=others,
        )

    def hide_or_show(self) -> None:
        """Propose the chosen term no more, or again."""
        line = self.term
        if line is not None:
            hidden, language = not line.hidden, self._desk.words.language
            self._desk.lane.run(
                lambda: self._service.hide(self.kind, line.text, language, hidden=hidden),
                success=lambda change: self._done(change, "hidden" if hidden else "shown"),
                parent=self,
            )

    def show_doubles(self) -> None:
        """Offer groups of terms that look the same."""
        kind, language = self.kind, self._desk.words.language

        def offer(groups: tuple[tuple[TermLine, ...], ...]) -> None:
            if groups:
                dialog = DoublesDialog(self._desk.words, groups, self)
                dialog.keep.connect(self._keep_one)
                dialog.open()

        self._desk.lane.run(lambda: self._service.doubles(kind, language), success=offer, parent=self)

    # --- inside --------------------------------------------------------------------------------------------------

    def _tabs(self) -> Flow:
        self.tabs, group, row = dict[TermKind, Button](), QButtonGroup(self), Flow(spacing=theme.HALF)
        for kind in TermKind:
            button = self.tabs[kind] = Button(self._desk.words(f"ui.catalogues.kind.{kind}"), quiet=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False: self.reload())
            group.addButton(button)
            row.addWidget(button)
        self.tabs[TermKind.DATA_SUBJECT].setChecked(True)
        return row

    def _buttons(self) -> Flow:
        words, row = self._desk.words, Flow()
        self.adding = Button(words("ui.catalogues.add"), "plus", primary=True)
        self.renaming = Button(words("ui.catalogues.rename"), "pencil")
        self.merging = Button(words("ui.catalogues.merge"), "arrow-right")
        self.hiding = Button(words("ui.catalogues.hide"), "eye-off")
        for button, do in (
            (self.adding, self.add),
            (self.renaming, self.rename),
            (self.merging, self.merge),
            (self.hiding, self.hide_or_show),
        ):
            button.clicked.connect(lambda _checked=False, do=do: do())
            row.addWidget(button)
        return row

    def _ask(
        self,
        title: str,
        about: str,
        yes: str,
        do: Callable[[str], TermsChanged],
        note: str,
        *,
        value: str = "",
        texts: Sequence[str] = (),
        clash: Callable[[str], object] | None = None,
    ) -> TermDialog:
        dialog = TermDialog(self._desk.words, title, about, yes, self, value=value, texts=texts)

        changing = self._desk.words("ui.catalogues.changing")

        def run(text: str) -> None:
            self._desk.lane.run(
                lambda: do(text), success=finish, failure=fail, parent=self, busy_text=changing
            )

        def finish(change: TermsChanged) -> None:
            if isValid(dialog):  # it may have been left meanwhile
                dialog.accept()
            self._done(change, note)

        def fail(error: DeskError) -> None:
            if isValid(dialog):
                dialog.refuse(self._desk.messages, error, clash)

        dialog.given.connect(run)
        dialog.open()
        return dialog

    def _merge_into(self, text: str, into: str) -> None:
        language = self._desk.words.language
        self._desk.lane.run(
            lambda: self._service.merge(self.kind, text, into.strip(), language),
            success=lambda change: self._done(change, "merged"),
            parent=self,
            busy_text=self._desk.words("ui.catalogues.changing"),
        )

    def _keep_one(self, kept: str, others: Sequence[str]) -> None:
        for text in others:
            self._merge_into(text, kept)

    def _done(self, change: TermsChanged, note: str) -> None:
        self._tell(change.undo)
        self.reload(change.text)
        text = self._desk.words(f"ui.catalogues.note.{note}", count=change.records, term=change.text)
        self._desk.messages.note(text, lambda: self._undo(change.undo))

    def _undo(self, undo: TermUndo) -> None:
        def back(_none: None) -> None:
            self._tell(undo)
            self.reload()

        changing = self._desk.words("ui.catalogues.changing")
        self._desk.lane.run(lambda: self._service.undo(undo), success=back, parent=self, busy_text=changing)

    def _tell(self, undo: TermUndo) -> None:
        if undo.versions:
            self._desk.news.tell(*_HOLDERS, ids=[record for _kind, record in undo.versions])

    def _heard(self, changed: Changed) -> None:
        if changed.touches(*_HOLDERS):
            self._stale = True

    def _show(self, lines: Sequence[TermLine], doubles: int, select: str) -> None:
        self._terms.show(lines)
        self.list.refresh()
        if select:
            self.list.select(select)
        if doubles:
            words = self._desk.words
            self.banner.say(
                words("ui.catalogues.doubles", count=doubles),
                Tone.WARNING,
                (words("ui.catalogues.show_doubles"), self.show_doubles),
            )
        else:
            self.banner.hide()
        self._enable()

    def _enable(self) -> None:
        line, words = self.term, self._desk.words
        for button in (self.renaming, self.merging):
            button.setEnabled(line is not None and not line.hidden)
        self.hiding.setEnabled(line is not None and bool(line.id))
        hidden = line is not None and line.hidden
        self.hiding.setText(words("ui.catalogues.show" if hidden else "ui.catalogues.hide"))
        self.hiding.set_icon("eye" if hidden else "eye-off")
