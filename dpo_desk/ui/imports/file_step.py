"""First step of an import: which sheet, how the text was read, in which row the headings stand, and a look at it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.services.import_plan import with_headings
from dpo_desk.services.tables import ReadSheet, ReadTable
from dpo_desk.ui import theme
from dpo_desk.ui.imports.lines import Lines
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.texts import isolated, shortened

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859_15", "cp1250", "cp1251",
    "cp1253", "cp1254", "mac_roman",
)  # fmt: skip
SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_SHOWN = 8  # rows of the look at it
_LONGEST = 60  # characters of a cell in it
_HEADINGS = 10  # rows in which headings may stand


class FileStep(QWidget):
    """``reread`` asks for the file to be read anew, with the encoding and separator chosen here."""

    reread = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.words = words
        self._table = ReadTable(())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        self.lines = Lines()
        column.addWidget(self.lines)
        self.doubt = Label(words("ui.imports.doubt"), wrap=True, tone=Tone.WARNING)
        column.addWidget(self.doubt)
        self.look = QTableWidget()
        self.look.setAccessibleName(words("ui.imports.look"))
        self.look.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.look.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.look.setTabKeyNavigation(False)
        column.addWidget(Label(words("ui.imports.look"), bold=True))
        column.addWidget(self.look, 1)
        self.sheet_choice = Choice(())
        self.encoding = Choice([(each, words(f"ui.imports.encoding.{each}")) for each in ENCODINGS])
        self.separator = Choice(
            [(each, words(f"ui.imports.separator.{SEPARATORS[each]}")) for each in SEPARATORS]
        )
        self.headings = Choice(())

    @property
    def ready(self) -> bool:
        """Whether there is a sheet to go on with."""
        return bool(self._table.sheets)

    def focus_first(self) -> None:
        """To the first choice."""
        self.lines.focus_first()

    def show_table(self, table: ReadTable) -> None:
        """Show what was read; the sheet that was chosen stays chosen."""
        words, before = self.words, self.sheet_choice.value() or "0"
        self._table, text = table, bool(table.encoding)
        self.sheet_choice = Choice(
            [(str(index), isolated(each.title)) for index, each in enumerate(table.sheets)]
        )
        self.sheet_choice.set_value(before if int(before) < len(table.sheets) else "0")
        known = [*ENCODINGS, *({table.encoding} - set(ENCODINGS) if text else ())]
        self.encoding = Choice([(each, self._encoding_name(each)) for each in known])
        self.encoding.set_value(table.encoding)
        self.separator = Choice(
            [(each, words(f"ui.imports.separator.{name}")) for each, name in SEPARATORS.items()]
        )
        self.separator.set_value(table.separator)
        self.headings = Choice(())
        self.lines.show_lines([
            *([(words("ui.imports.sheet"), self.sheet_choice)] if len(table.sheets) > 1 else ()),
            *([(words("ui.imports.encoding_label"), self.encoding)] if text else ()),
            *([(words("ui.imports.separator_label"), self.separator)] if text else ()),
            (words("ui.imports.headings"), self.headings),
        ])  # fmt: skip
        self.doubt.setVisible(text and not table.encoding_certain)
        self.sheet_choice.changed.connect(self._show_sheet)
        self.headings.changed.connect(self._show_look)
        self.encoding.changed.connect(self.reread)
        self.separator.changed.connect(self.reread)
        self._show_sheet()

    def sheet(self) -> ReadSheet:
        """The sheet that is chosen, under the headings that are chosen."""
        found = self._table.sheets[int(self.sheet_choice.value() or 0)]
        chosen = self.headings.value()
        return found.headed_by(int(chosen)) if chosen else with_headings(found)

    # --- inside --------------------------------------------------------------------------------------------------

    def _encoding_name(self, encoding: str) -> str:
        key = f"ui.imports.encoding.{encoding}"
        return self.words(key) if self.words.has(key) else encoding

    def _show_sheet(self) -> None:
        self.headings.combo.clear()
        found = with_headings(self._table.sheets[int(self.sheet_choice.value() or 0)])
        rows = (*found.above, found.header, *found.rows)[:_HEADINGS]
        for row in rows:
            self.headings.combo.addItem(self.words("ui.imports.row", number=row.number), str(row.number))
        self.headings.set_value(str(found.header.number))
        self._show_look()

    def _show_look(self) -> None:
        sheet = self.sheet()
        rows = sheet.rows[:_SHOWN]
        width = max(len(row.cells) for row in (sheet.header, *rows))
        self.look.clear()
        self.look.setRowCount(len(rows))
        self.look.setColumnCount(width)
        self.look.setHorizontalHeaderLabels([_short(sheet.header.cell(column)) for column in range(width)])
        self.look.setVerticalHeaderLabels([str(row.number) for row in rows])
        for at, row in enumerate(rows):
            for column in range(width):
                self.look.setItem(at, column, QTableWidgetItem(_short(row.cell(column))))
        self.look.resizeColumnsToContents()
        self.look.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST)


def samples(sheet: ReadSheet, column: int, most: int = 2) -> Sequence[str]:
    """The first different texts of a column."""
    found = dict.fromkeys(_short(row.cell(column)) for row in sheet.rows[:50] if row.cell(column))
    return list(found)[:most]
