"""Several of the same: rows that can be added, removed and moved, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Button, Card, IconButton, Label
from dpo_desk.ui.widgets.editors import Editor


class _Row(Card):
    """One entry with its three small buttons."""

    def __init__(self, words: Wording, editor: Editor, heading: str) -> None:
        super().__init__()
        self.editor, self._words, self._heading = editor, words, heading
        self.up = IconButton("chevron-up", words("ui.common.list.up", n=1))
        self.down = IconButton("chevron-down", words("ui.common.list.down", n=1))
        self.remove = IconButton("trash-2", words("ui.common.list.remove", n=1))
        self.body.setContentsMargins(theme.STEP, theme.HALF, theme.HALF, theme.HALF)
        line = QHBoxLayout()
        line.setSpacing(theme.HALF)
        self._title = Label(size=0.95, muted=True)
        line.addWidget(self._title if heading else editor, 1)
        for button in (self.up, self.down, self.remove):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        if heading:
            self.body.setContentsMargins(
                theme.STEP + theme.HALF, theme.HALF, theme.STEP, theme.STEP + theme.HALF
            )
            self.body.addWidget(editor)

    def number(self, n: int, count: int, name: str) -> None:
        """Say which row it is."""
        for button, key in ((self.up, "up"), (self.down, "down"), (self.remove, "remove")):
            button.set_name(self._words(f"ui.common.list.{key}", n=n))
        self._title.setText(f"{self._heading} {n}")
        self.up.setEnabled(n > 1)
        self.down.setEnabled(n < count)
        self.editor.set_name(self._words("ui.common.list.row", name=name, n=n))


class ListField(Editor):
    """
    A list of entries; the value is the list of their values.

    Alt+Up and Alt+Down move the entry that has the keyboard; a new row takes the keyboard at once.
    """

    tall = True

    def __init__(
        self,
        words: Wording,
        entry: Callable[[], Editor],
        add: str,
        blank: object = None,
        parent: QWidget | None = None,
        *,
        heading: str = "",
    ) -> None:
        """
        Begin with no entries.

        Args:
            words: The words of the buttons.
            entry: Makes the editor of one entry.
            add: The words of the button that adds.
            blank: The value of a new entry.
            parent: Whose part it is.
            heading: What one entry is called; entries of several fields need it, so that they get the whole width.
        """
        super().__init__(parent)
        self._words, self._entry, self._blank, self._name = words, entry, blank, add
        self._heading = heading
        self._rows: list[_Row] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.STEP)
        self._add = Button(add, "plus", quiet=True)
        self._add.clicked.connect(self._add_new)
        outer = QVBoxLayout()
        outer.setSpacing(theme.STEP)
        outer.addLayout(self._column)
        outer.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(outer, 1)

    def value(self) -> list[object]:
        """The values, in order."""
        return [row.editor.value() for row in self._rows]

    def set_value(self, value: object) -> None:
        """Show these entries."""
        wanted: Sequence[object] = value if isinstance(value, list | tuple) else ()
        while len(self._rows) > len(wanted):
            self._drop(self._rows[-1])
        while len(self._rows) < len(wanted):
            self._append()
        for row, each in zip(self._rows, wanted, strict=True):
            row.editor.set_value(each)
        self._renumber()

    def target(self) -> QWidget:
        """The button that adds."""
        return self._add

    def set_name(self, name: str) -> None:
        """Name the list; its rows are named after it."""
        self._name = name
        told = self._words("ui.common.list.part", name=name, part=self._add.text())
        self._add.setAccessibleName(told)
        self._renumber()

    def editors(self) -> list[Editor]:
        """The editors of the rows, in order."""
        return [row.editor for row in self._rows]

    def mark(self, path: str, text: str) -> bool:
        """Pass an error on to the row its number names."""
        row, rest = self._at(path)
        return row.editor.mark(rest, text) if row else False

    def clear_marks(self) -> None:
        """Take all errors away."""
        for row in self._rows:
            row.editor.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the row its number names, or the button that adds."""
        row, rest = self._at(path)
        if row:
            row.editor.focus_at(rest)
        else:
            super().focus_at()

    def move_row(self, index: int, by: int) -> None:
        """Move an entry up (-1) or down (1); it keeps the keyboard."""
        other = index + by
        if not 0 <= other < len(self._rows):
            return
        row = self._rows.pop(index)
        self._rows.insert(other, row)
        self._column.removeWidget(row)
        self._column.insertWidget(other, row)
        self._renumber()
        self.changed.emit()

    def remove_row(self, index: int) -> None:
        """Take an entry away; the keyboard goes to its neighbour."""
        self._drop(self._rows[index])
        self._renumber()
        self.changed.emit()
        if self._rows:
            self._rows[min(index, len(self._rows) - 1)].editor.focus_at()
        else:
            self._add.setFocus()

    def _at(self, path: str) -> tuple[_Row | None, str]:
        number, _, rest = path.partition(".")
        index = int(number) if number.isdigit() else -1
        return (self._rows[index] if 0 <= index < len(self._rows) else None), rest

    def _add_new(self) -> None:
        row = self._append()
        row.editor.set_value(self._blank)
        self._renumber()
        self.changed.emit()
        row.editor.focus_at()

    def _append(self) -> _Row:
        row = _Row(self._words, self._entry(), self._heading)
        row.editor.changed.connect(self.changed)
        row.editor.rearranged.connect(self.rearranged)
        row.up.clicked.connect(lambda: self.move_row(self._rows.index(row), -1))
        row.down.clicked.connect(lambda: self.move_row(self._rows.index(row), 1))
        row.remove.clicked.connect(lambda: self.remove_row(self._rows.index(row)))
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()
        return row

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _renumber(self) -> None:
        for n, row in enumerate(self._rows, 1):
            row.number(n, len(self._rows), self._name)
        self.rearranged.emit()
