"""What goes to which country: a table over all flows, with the decision each country has and what is said of its flows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.law_words import LawWords
from dpo_desk.services.csv_text import csv_bytes
from dpo_desk.services.hanging import CountryLine
from dpo_desk.ui import theme
from dpo_desk.ui.models.paged import Cell, Column, PagedModel, Query, Row
from dpo_desk.ui.printing import save_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.judgement import LOOK
from dpo_desk.ui.widgets.record_table import RecordTable

_COLUMNS = (
    ("country", 20),
    ("flows", 10),
    ("worst", 24),
    ("decision", 32),
    ("activities", 11),
    ("processors", 12),
)


class _Lines:
    """The lines as a list asks for them; an unknown country has an id, too."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.shown: dict[str, Row] = {}

    def ids(self, query: Query) -> Sequence[str]:
        """All of them, as the service ordered them."""
        return list(self.shown)

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These."""
        return [self.shown[each] for each in ids if each in self.shown]


class CountriesDialog(DeskDialog):
    """``what_if`` carries the decision of the chosen country."""

    what_if = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.countries.title"), parent, width=1040, height=640)
        self._desk, self._called = desk, LawWords(words, desk.services.law_tables.law())
        self.lines: tuple[CountryLine, ...] = ()
        columns = [
            Column(
                "",
                words(f"ui.countries.column.{name}"),
                chars,
                right=name in {"flows", "activities", "processors"},
            )
            for name, chars in _COLUMNS
        ]
        self._source = _Lines(columns)
        self.model = PagedModel(self._source)
        self.table = RecordTable(self.model, words("ui.countries.title"))
        for number, column in enumerate(columns):
            self.table.setColumnWidth(number, theme.letters(column.chars) + theme.DOUBLE)
        self._told = Label(muted=True, wrap=True)
        self.body.addWidget(self._told)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("globe", words("ui.countries.empty")))
        self.body.addWidget(self._stack, 1)
        self._save = self.add_button(words("ui.countries.save"), self.save, icon="download", left=True)
        self._ask = self.add_button(words("ui.countries.what_if"), self.ask, icon="git-compare")
        self.add_close()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.opened.connect(self.ask)
        self._ask.setEnabled(False)
        desk.lane.run(
            desk.services.hanging.by_country,
            success=self.show_lines,
            parent=self,
            busy_text=words("ui.countries.reading"),
        )

    def show_lines(self, lines: Sequence[CountryLine]) -> None:
        """Fill the table."""
        self.lines = tuple(lines)
        self._source.shown = {line.code or "?": self._row(line) for line in lines}
        self.model.ask(Query())
        flows = sum(len(line.flows) for line in lines)
        self._told.setText(self.words("ui.countries.told", count=flows, countries=len(lines)))
        self._told.setVisible(bool(lines))
        self._stack.setCurrentIndex(0 if lines else 1)
        self._save.setEnabled(bool(lines))
        if lines:
            self.table.show_row(0)
            self.table.setFocus()

    def ask(self) -> None:
        """What hangs on the decision of the chosen country."""
        line = self._current()
        if line is not None and line.decision is not None:
            self.accept()
            self.what_if.emit(line.decision.id)

    def save(self) -> None:
        """Ask for a place and write the table there."""
        head = [self.words(f"ui.countries.column.{name}") for name, _ in _COLUMNS]
        rows = [
            [cell.text if isinstance(cell, Cell) else cell for cell in self._row(line).cells]
            for line in self.lines
        ]
        content = csv_bytes([head, *rows], self.words("ui.what_if.separator"))
        done = self.words("ui.what_if.saved")
        save_file(
            self,
            self._desk.lane,
            content,
            f"{self.words('ui.countries.file')}.csv",
            lambda _place: self._desk.messages.note(done),
        )

    def _row(self, line: CountryLine) -> Row:
        verdict = self._verdicts(line)
        decision = _upper(self._called.decision(line.decision)) if line.decision else self._no_decision(line)
        cells = (
            self._called.country(line.code) if line.code else self.words("ui.countries.unknown"),
            str(len(line.flows)),
            verdict,
            decision,
            str(line.activities),
            str(line.processors),
        )
        return Row(line.code or "?", cells)

    def _verdicts(self, line: CountryLine) -> Cell:
        """The gravest verdict, and how many flows have it."""
        worst = line.worst
        told = self.words(
            "ui.countries.verdict", verdict=self._called.verdict(worst), count=line.verdicts[worst]
        )
        return Cell(told, *LOOK[worst])

    def _no_decision(self, line: CountryLine) -> str:
        if line.worst is Verdict.NO_TRANSFER:
            return self.words("ui.countries.inside")
        return self.words("ui.countries.no_decision") if line.code else ""

    def _current(self) -> CountryLine | None:
        row = self.table.currentIndex().row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def _chosen(
        self, _now: QModelIndex | QPersistentModelIndex, _was: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._current()
        self._ask.setEnabled(line is not None and line.decision is not None)


def _upper(text: str) -> str:
    """The text with a capital at its beginning, as a cell begins."""
    return f"{text[:1].upper()}{text[1:]}"
