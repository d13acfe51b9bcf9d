"""Filters kept under a name: those a page brings, and those of the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Button, Label

LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a list shows, under a name in the user's language; a page's own may carry chips that have no button."""

    name: str
    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: str = ""
    descending: bool = False

    def shows_the_same(self, other: Filter) -> bool:
        """Whether both show the same records, in whatever order."""
        return (self.text, self.chips) == (other.text, other.chips)


class Shelf(Protocol):
    """Where the user's filters are kept. Names and texts may speak of persons: it lies inside the vault."""

    def filters(self) -> tuple[Filter, ...]:
        """The user's filters, by name."""
        ...

    def keep(self, kept: Filter) -> None:
        """Keep this one, in place of one of the same name."""
        ...

    def rename(self, name: str, new: str) -> None:
        """Call one differently; one that has the new name already goes."""
        ...

    def drop(self, name: str) -> None:
        """Forget one."""
        ...


class FilterMenu(QMenu):
    """The ready-made filters, the user's own, and what can be done with them."""

    def __init__(
        self,
        words: Wording,
        now: Filter,
        ready: Sequence[Filter],
        own: Sequence[Filter],
        *,
        show: Callable[[Filter], object],
        keep: Callable[[], object] | None,
        rename: Callable[[str], object],
        drop: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        """``now`` is what the list shows at this moment; without ``keep`` nothing can be kept."""
        super().__init__(words("ui.lists.filters"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(words("ui.lists.filters"))
        for group in (ready, own):
            for each in group:
                action = self._entry(self, each.name, lambda each=each: show(each))  # type: ignore[misc]
                action.setCheckable(True)
                action.setChecked(each.shows_the_same(now))
            self.addSeparator()
        if keep is None:
            return
        self._entry(self, words("ui.lists.save_filter"), keep).setEnabled(bool(now.text or now.chips))
        for title, do in (("rename_filter", rename), ("drop_filter", drop)):
            below = QMenu(words(f"ui.lists.{title}"), self)
            below.setEnabled(bool(own))
            for each in own:
                self._entry(below, each.name, lambda each=each, do=do: do(each.name))  # type: ignore[misc]
            self.addMenu(below)

    @staticmethod
    def _entry(menu: QMenu, text: str, do: Callable[[], object]) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        action.triggered.connect(lambda _checked=False: do())
        menu.addAction(action)
        return action


class NameLine(QWidget):
    """Asks for the name of a filter, in the list itself: Enter keeps, Escape leaves."""

    named = Signal(str, str)  # the name, and the one it had before
    left = Signal()

    def __init__(self, words: Wording, taken: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._words, self._taken, self._before = words, taken, ""
        column, line = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        line.setSpacing(theme.HALF)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setMinimumHeight(theme.ROW)
        self.line.setPlaceholderText(words("ui.lists.filter_name"))
        self.line.setAccessibleName(words("ui.lists.filter_name"))
        self.line.textChanged.connect(lambda _text: self._look())
        self.line.returnPressed.connect(self._done)
        self._keep = Button(words("ui.common.form.save"), primary=True)
        self._keep.clicked.connect(self._done)
        cancel = Button(words("ui.common.cancel"))
        cancel.clicked.connect(self.left)
        for part in (self.line, self._keep, cancel):
            line.addWidget(part, 1 if part is self.line else 0)
        column.addLayout(line)
        self._hint = Label(words("ui.lists.filter_replaces"), size=0.9, muted=True, wrap=True)
        column.addWidget(self._hint)
        self.hide()

    def ask(self, before: str = "") -> None:
        """Ask; ``before`` is the name that is to change, empty for a new filter."""
        self._before = before
        self.line.setText(before)
        self._look()
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        name = self.line.text().strip()
        self._keep.setEnabled(bool(name))
        self._hint.setVisible(name != self._before and name in self._taken())

    def _done(self) -> None:
        if name := self.line.text().strip():
            self.named.emit(name, self._before)
