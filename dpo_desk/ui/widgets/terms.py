"""Texts whose words have a catalogue: free typing that offers the terms it may mean, and several at once by ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.widgets.basics import Button
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import TextBlock, TextBox, TextLine
from dpo_desk.ui.widgets.palette import folded

Texts = Callable[[], Sequence[str]]
"""Gives the terms in the user's language, in their order; asked when somebody begins to type."""

_MOST = 12  # terms offered at once
_NAVIGATION = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


def matching(texts: Sequence[str], typed: str) -> list[str]:
    """The terms that hold what is typed, without case and accents; those that begin with it stand first."""
    wanted = folded(typed.strip())
    found = [(text, folded(text)) for text in texts]
    holding = [(text, plain) for text, plain in found if wanted in plain and plain != wanted]
    return [text for text, plain in sorted(holding, key=lambda each: not each[1].startswith(wanted))]


class _Offers(QCompleter):
    """What may be meant; the terms are matched by ``matching`` and not by Qt, which knows no accents."""

    def __init__(self, texts: Texts, widget: QWidget) -> None:
        super().__init__(widget)
        self._texts, self._found = texts, QStringListModel(self)
        self.setModel(self._found)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(_MOST)

    @property
    def open(self) -> bool:
        """Whether terms are offered at this moment."""
        popup = self.popup()
        return popup is not None and popup.isVisible()

    def close(self) -> None:
        """Offer nothing any more."""
        if (popup := self.popup()) is not None:
            popup.hide()

    def look(self, typed: str) -> int:
        """Offer what fits; everything when nothing is typed. Gives how many there are."""
        found = matching(self._texts(), typed)
        self._found.setStringList(found if not typed.strip() else found[:_MOST])
        return len(found)


class TermLine(TextLine):
    """One line of text with the terms it may mean; Down offers all of them."""

    def __init__(self, texts: Texts, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self.offers = _Offers(texts, self.line)
        self.line.textEdited.connect(self.offers.look)
        self.line.setCompleter(self.offers)
        self.offers.activated.connect(lambda _text: self.changed.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down in the line, which has no other use for it."""
        if event.key() == Qt.Key.Key_Down and self.offers.look(self.line.text()):
            self.offers.complete()
        else:
            super().keyPressEvent(event)


class _TermBox(TextBox):
    """A box in which each line is an entry; the line with the cursor is offered its terms."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.offers = _Offers(texts, self)
        self.offers.setWidget(self)
        self.offers.activated.connect(self.put)

    def put(self, text: str) -> None:
        """Make this the line with the cursor."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While terms are offered, Enter and Escape are for them; Ctrl+Space offers all that fit."""
        offered = self.offers.open
        if offered and event.key() in _NAVIGATION:
            event.ignore()
            return
        asked = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if not asked:
            super().keyPressEvent(event)
        typed = self.textCursor().block().text()
        if asked or (event.text().strip() and typed.strip()) or (offered and typed.strip()):
            self._offer(typed)
        elif offered:
            self.offers.close()

    def _offer(self, typed: str) -> None:
        if not self.offers.look(typed):
            self.offers.close()
            return
        place = self.cursorRect()
        place.setLeft(0)
        place.setWidth(min(self.viewport().width(), theme.letters(60)))
        self.offers.complete(place)


class TermLines(TextBlock):
    """
    Several terms, an entry a line, as one text.

    Typing in a line offers terms; the button below opens the whole list with ticks.
    """

    box: _TermBox

    def __init__(
        self,
        words: Wording,
        texts: Texts,
        placeholder: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        self._words, self._texts, self._name = words, texts, ""
        super().__init__(placeholder, lines, parent)
        self.row.removeWidget(self.box)
        column = QVBoxLayout()
        column.setSpacing(theme.HALF)
        column.addWidget(self.box)
        self.pick = Button(words("ui.terms.pick"), "list-checks", quiet=True)
        self.pick.clicked.connect(lambda _checked=False: self.open_picker())
        column.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(column)

    def make_box(self) -> TextBox:
        """The box that offers terms."""
        return _TermBox(self._texts)

    def set_name(self, name: str) -> None:
        """Name the box, and the button after it."""
        super().set_name(name)
        self._name = name
        self.pick.setAccessibleName(self._words("ui.terms.pick_of", name=name))

    def open_picker(self) -> TermPicker:
        """Offer the whole list; what is ticked in the end stands in the box."""
        picker = TermPicker(self._words, self._name, self._texts(), self._entries(), self)
        picker.accepted.connect(lambda: self._take(picker))
        picker.open()
        return picker

    def _entries(self) -> list[str]:
        return [line.strip() for line in self.value().split("\n") if line.strip()]

    def _take(self, picker: TermPicker) -> None:
        """Own words stay where they are; terms that are no longer ticked go, new ones come at the end."""
        offered, ticked = {folded(text) for text in picker.texts}, picker.ticked()
        wanted = {folded(text) for text in ticked}
        stay = [line for line in self._entries() if folded(line) not in offered or folded(line) in wanted]
        there = {folded(line) for line in stay}
        text = "\n".join([*stay, *(text for text in ticked if folded(text) not in there)])
        if text != self.value():
            self.box.setPlainText(text)
        self.box.moveCursor(QTextCursor.MoveOperation.End)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)


class TermPicker(DeskDialog):
    """All terms as ticks, with a line that narrows them down."""

    def __init__(
        self, words: Wording, name: str, texts: Sequence[str], chosen: Sequence[str], parent: QWidget
    ) -> None:
        """``name`` is what is chosen, ``chosen`` what stands there already."""
        super().__init__(words, name or words("ui.terms.pick"), parent, width=520, height=560)
        self.texts = tuple(texts)
        there = {folded(text) for text in chosen}
        self.filter = QLineEdit()
        self.filter.setMinimumHeight(theme.ROW)
        self.filter.setPlaceholderText(words("ui.common.list.filter"))
        self.filter.setAccessibleName(words("ui.common.list.filter_of", name=name))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(name or words("ui.terms.pick"))
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(_turn)
        for text in self.texts:
            item = QListWidgetItem(text)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(_state(on=folded(text) in there))
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.body.addWidget(self.filter)
        self.body.addWidget(self.list, 1)
        self.add_button(words("ui.common.cancel"), self.reject)
        self._done = self.add_button("", self.accept, primary=True)
        self._count()
        self.filter.setFocus()

    def ticked(self) -> list[str]:
        """The ticked terms, in the order of the list."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the line into the list."""
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            shown = [row for row in range(self.list.count()) if not self.list.isRowHidden(row)]
            if shown:
                self.list.setCurrentRow(shown[0])
                self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        wanted = folded(typed.strip())
        for row, text in enumerate(self.texts):
            self.list.setRowHidden(row, wanted not in folded(text))

    def _count(self) -> None:
        self._done.setText(self.words("ui.terms.take", count=len(self.ticked())))


def _state(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _turn(item: QListWidgetItem) -> None:
    item.setCheckState(_state(on=item.checkState() != Qt.CheckState.Checked))
