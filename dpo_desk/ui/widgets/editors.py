"""Editors: widgets with a value a form can read, set, mark and remember. Values are plain JSON data."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from dpo_desk.library.countries import countries
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme


class Editor(QWidget):
    """
    The shape of all editors.

    ``changed`` is told when the user changed the value, not when a form set it; ``rearranged`` when parts came, went
    or moved, so that the form can put Tab in reading order again.
    """

    changed = Signal()
    rearranged = Signal()
    tall = False  # grows with its entries: what helps to fill it stands above it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.STEP)

    def value(self) -> object:
        """What is typed now."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show another value without telling ``changed``."""
        raise NotImplementedError

    def target(self) -> QWidget:
        """The widget that takes the keyboard, the name and the description."""
        raise NotImplementedError

    def head(self) -> QWidget | None:
        """A part that stands in the line of the label, when it has one; whoever asks puts it there."""
        return None

    def set_name(self, name: str) -> None:
        """What a screen reader calls it."""
        self.target().setAccessibleName(name)

    def mark(self, path: str, text: str) -> bool:
        """
        Show an error at the part ``path`` names (dots between parts).

        Returns:
            False when the editor has no such part: whoever holds it shows the text.
        """
        return False

    def clear_marks(self) -> None:
        """Take all errors away."""

    def focus_at(self, path: str = "") -> None:
        """Bring the keyboard to the part."""
        self.target().setFocus(Qt.FocusReason.OtherFocusReason)


class TextLine(Editor):
    """One line of text."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setMinimumHeight(theme.ROW)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.row.addWidget(self.line)

    def value(self) -> str:
        """The text as typed."""
        return self.line.text()

    def set_value(self, value: object) -> None:
        """Show a text, from its beginning."""
        if self.line.text() != str(value or ""):
            self.line.setText(str(value or ""))
            self.line.setCursorPosition(0)

    def target(self) -> QWidget:
        """The line."""
        return self.line


class TextBox(QPlainTextEdit):
    """The box of a text; Tab moves on."""

    resized = Signal()  # a text breaks into other lines when its box becomes wider or narrower

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)  # the frame paints the ground, with round corners

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def lines(self, most: int) -> int:
        """How many lines the text takes at this width, counted up to ``most``."""
        block, count = self.document().begin(), 0
        while block.isValid() and count < most:
            self.blockBoundingRect(block)  # lays the block out
            count += max(1, block.layout().lineCount())
            block = block.next()
        return min(count, most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell who fits the height."""
        super().resizeEvent(event)
        self.resized.emit()


class TextBlock(Editor):
    """Several lines of text; Tab moves on, and the box grows with what is typed up to a third of a screen."""

    def __init__(self, placeholder: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._quiet = lines, False
        self.box = self.make_box()
        self.box.setPlaceholderText(placeholder)
        self.box.textChanged.connect(self._typed)
        self.box.resized.connect(self._fit)
        self.row.addWidget(self.box)
        self._fit()

    def make_box(self) -> TextBox:
        """The box it is typed into."""
        return TextBox()

    def value(self) -> str:
        """The text as typed."""
        return self.box.toPlainText()

    def set_value(self, value: object) -> None:
        """Show a text."""
        if self.box.toPlainText() == str(value or ""):
            return
        self._quiet = True
        self.box.setPlainText(str(value or ""))
        self._quiet = False

    def target(self) -> QWidget:
        """The box."""
        return self.box

    def changeEvent(self, event: QEvent) -> None:
        """Fit again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "box"):
            self._fit()

    def _typed(self) -> None:
        self._fit()
        if not self._quiet:
            self.changed.emit()

    def _fit(self) -> None:
        lines = max(self._lines, self.box.lines(12))
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * lines + 2 * theme.STEP)


class _CalmCombo(QComboBox):
    """Scrolling a form must not change what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme.ROW)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Choice(Editor):
    """One of a closed list; options are (value, text in the user's language). An unknown value shows as nothing."""

    def __init__(
        self, options: Sequence[tuple[str, str]], *, empty: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.combo = _CalmCombo()
        if empty is not None:
            self.combo.addItem(empty, "")
        for value, text in options:
            self.combo.addItem(text, value)
        self.combo.activated.connect(lambda _index: self.changed.emit())
        self.row.addWidget(self.combo)

    def value(self) -> str:
        """The value of the chosen option; empty when none is."""
        return str(self.combo.currentData() or "")

    def set_value(self, value: object) -> None:
        """Choose."""
        self.combo.setCurrentIndex(self.combo.findData(str(value or "")))

    def target(self) -> QWidget:
        """The combo box."""
        return self.combo


class CountryChoice(Choice):
    """A country by its ISO 3166 code, found by typing any part of its name."""

    def __init__(
        self, words: Wording, parent: QWidget | None = None, *, more: Sequence[tuple[str, str]] = ()
    ) -> None:
        """``more`` are codes and names of what is no country and stands among them: international organisations."""
        named = [*more, *((code, words.country(code)) for code in countries())]
        named.sort(key=lambda pair: _unaccented(pair[1]))
        super().__init__(named, empty="", parent=parent)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = cast("QCompleter", self.combo.completer())
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line = cast("QLineEdit", self.combo.lineEdit())
        line.setPlaceholderText(words("ui.common.country.hint"))
        line.textEdited.connect(lambda _text: self.changed.emit())
        line.editingFinished.connect(self._settle)

    def value(self) -> str:
        """The country whose name is typed, also before the keyboard has left the field."""
        index = self.combo.findText(self.combo.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.combo.itemData(index) or "") if index >= 0 else super().value()

    def offer_also(self, more: Sequence[tuple[str, str]]) -> None:
        """Offer these, too, by their names."""
        for code, text in more:
            found = self.combo.findData(code)
            if found < 0:
                self.combo.addItem(text, code)
            else:
                self.combo.setItemText(found, text)

    def set_value(self, value: object) -> None:
        """Choose; a code that is not offered is carried along as it is."""
        code = str(value or "")
        if code and self.combo.findData(code) < 0:
            self.combo.addItem(code, code)
        super().set_value(code)

    def set_name(self, name: str) -> None:
        """Name the box and the line in it."""
        super().set_name(name)
        cast("QLineEdit", self.combo.lineEdit()).setAccessibleName(name)

    def _settle(self) -> None:
        """A typed name chooses its country; a text that is none is taken back."""
        text = self.combo.currentText().strip()
        index = self.combo.findText(text, Qt.MatchFlag.MatchFixedString) if text else 0
        if index < 0:
            self.combo.setEditText(self.combo.itemText(max(0, self.combo.currentIndex())))
        elif index != self.combo.currentIndex():
            self.combo.setCurrentIndex(index)
            self.changed.emit()


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


class Tick(Editor):
    """Yes or no."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(text)
        self.box.setMinimumHeight(theme.TRIPLE)
        self.box.clicked.connect(lambda _on: self.changed.emit())
        self.row.addWidget(self.box)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        self.box.setChecked(bool(value))

    def target(self) -> QWidget:
        """The box."""
        return self.box

    def set_name(self, name: str) -> None:
        """Its own text is its name."""
