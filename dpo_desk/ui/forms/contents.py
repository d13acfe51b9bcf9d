"""The sections of a long form: a table of contents at its left, or a chooser above it where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.editors import Choice

_ROOM_FOR_LIST = 90  # letters; with fewer, the table gives its place to the fields
_LEAST = 3  # sections that are worth a table
_WIDTH = 23  # letters


class Contents(QObject):
    """``chosen`` carries the number of a section."""

    chosen = Signal(int)

    def __init__(self, words: Wording, *, chooser: bool) -> None:
        """Without ``chooser`` a narrow form has no table of contents."""
        super().__init__()
        self._narrow = chooser
        self.list, self.chooser = QListWidget(), Choice([])
        self.list.setAccessibleName(words("ui.common.form.contents"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setFixedWidth(theme.letters(_WIDTH))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.chooser.set_name(words("ui.common.form.contents"))
        self.chooser.combo.activated.connect(self.chosen)
        self.fit(0)

    def add(self, title: str) -> None:
        """One more section."""
        entry = QListWidgetItem(title)
        entry.setSizeHint(QSize(0, theme.TRIPLE + theme.HALF))
        self.list.addItem(entry)
        self.chooser.combo.addItem(title, str(self.chooser.combo.count()))

    def show_current(self, number: int) -> None:
        """The section that is read now."""
        self.list.setCurrentRow(number)
        self.chooser.combo.setCurrentIndex(number)

    def fit(self, width: int) -> None:
        """Show what has room in a form of this width."""
        worth, wide = self.list.count() >= _LEAST, width >= theme.letters(_ROOM_FOR_LIST)
        self.list.setVisible(worth and wide)
        self.chooser.setVisible(worth and not wide and self._narrow)
