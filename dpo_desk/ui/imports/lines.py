"""Labelled choices below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import Editor


class Lines(QWidget):
    """Each line is a label and an editor; they take the place of those before."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.DOUBLE)
        self._grid.setVerticalSpacing(theme.HALF)
        self._grid.setColumnStretch(1, 1)
        self._first: Editor | None = None

    def focus_first(self) -> None:
        """To the first line."""
        if self._first:
            self._first.focus_at()

    def show_lines(self, lines: Sequence[tuple[str, Editor]]) -> None:
        """Show these; Tab goes from line to line."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._first = lines[0][1] if lines else None
        before: QWidget | None = None
        for row, (text, editor) in enumerate(lines):
            label = Label(text, wrap=True)
            label.setBuddy(editor.target())
            editor.set_name(text)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(editor, row, 1)
            if before is not None:
                QWidget.setTabOrder(before, editor.target())
            before = editor.target()
