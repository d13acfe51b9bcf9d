"""Several of a closed list, each ticked or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.editors import Editor


class _Words(Label):
    """The words of a box, which wrap; pressing them ticks it."""

    def __init__(self, box: QCheckBox, text: str) -> None:
        super().__init__(text, wrap=True)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick it, or not."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)
            self._box.click()


class _Box(QCheckBox):
    """A box that Enter ticks too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


class TickList(Editor):
    """
    Boxes under one another; the value is the ids of the ticked ones, one a line.

    An id that the list does not hold (of an older table) is kept as long as nobody fills the field anew.
    """

    tall = True

    def __init__(self, options: Sequence[tuple[str, str]], heads: Sequence[tuple[str, str]] = ()) -> None:
        """
        ``options`` are (id, words).

        ``heads`` are (id, words) of lines that stand above the option of that id.
        """
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        self._strange: list[str] = []
        column, above = QVBoxLayout(), dict(heads)
        column.setSpacing(theme.HALF)
        for option, words in options:
            if option in above:
                column.addWidget(Label(above[option], size=0.95, muted=True, wrap=True))
            column.addWidget(self._line(option, words))
        self.row.addLayout(column, 1)

    def value(self) -> str:
        """The ids of what is ticked."""
        return "\n".join([*(n for n, box in self._boxes.items() if box.isChecked()), *self._strange])

    def set_value(self, value: object) -> None:
        """Tick these."""
        wanted = str(value or "").split("\n")
        for name, box in self._boxes.items():
            box.setChecked(name in wanted)
        self._strange = [name for name in wanted if name and name not in self._boxes]

    def count(self) -> int:
        """How many are ticked."""
        return sum(box.isChecked() for box in self._boxes.values())

    def target(self) -> QWidget:
        """The first box."""
        return next(iter(self._boxes.values()))

    def set_name(self, name: str) -> None:
        """Each box is named by its own words."""

    def focus_at(self, path: str = "") -> None:
        """To the first ticked box, else to the first."""
        boxes = list(self._boxes.values())
        ticked = [box for box in boxes if box.isChecked()]
        (ticked or boxes)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, option: str, words: str) -> QWidget:
        line, box = QWidget(), _Box()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        box.setAccessibleName(words)
        box.setMinimumHeight(theme.TRIPLE)
        box.clicked.connect(lambda _on: self.changed.emit())
        label = _Words(box, words)
        label.setMinimumHeight(theme.TRIPLE)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._boxes[option] = box
        return line
