"""Named fields under one another: a label, an editor, a help line, and the error when there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label
from dpo_desk.ui.widgets.editors import CountryChoice, Editor, TextBlock, TextLine

_ONE_LINE = 32  # letters of a label that fit into the narrowest form


class Field(QWidget):
    """One editor with its label above it and its error below it."""

    def __init__(self, label: str, editor: Editor, *, help_text: str = "", required: str = "") -> None:
        """``required`` is the word shown beside the label of a field that must be filled."""
        super().__init__()
        self.editor, self._help = editor, help_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        if label:
            head = QHBoxLayout()
            head.setSpacing(theme.STEP)
            name = Label(label.replace("&", "&&"), size=0.95, bold=True, wrap=len(label) > _ONE_LINE)
            name.setBuddy(editor.target())
            # A long label takes the width there is and wraps; it must not make the whole form wider than its view.
            head.addWidget(name, 1 if len(label) > _ONE_LINE else 0)
            if required:
                head.addWidget(Label(required, size=0.88, muted=True))
            if len(label) <= _ONE_LINE:
                head.addStretch(1)
            column.addLayout(head)
            editor.set_name(label)
        column.addWidget(editor)
        if help_text:
            column.addWidget(Label(help_text, size=0.9, muted=True, wrap=True))
            editor.target().setAccessibleDescription(help_text)
        self._error = QWidget()
        line = QHBoxLayout(self._error)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.HALF)
        self._error_text = Label(wrap=True, tone=Tone.DANGER)
        line.addWidget(IconLabel("circle-alert", Tone.DANGER), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._error_text, 1)
        self._error.hide()
        column.addWidget(self._error)

    @property
    def error(self) -> str:
        """The error shown at this field itself; empty when there is none."""
        return "" if self._error.isHidden() else self._error_text.text()

    def mark(self, path: str, text: str) -> None:
        """Show an error at the part ``path`` of the editor, or under the whole field."""
        if path and self.editor.mark(path, text):
            return
        self._error_text.setText(text)
        self._error.show()
        self.editor.target().setAccessibleDescription(text)

    def clear_mark(self) -> None:
        """Take the error away, also from the parts of the editor."""
        self._error.hide()
        self.editor.target().setAccessibleDescription(self._help)
        self.editor.clear_marks()

    def text_label(self) -> str:
        """The words of the label."""
        label = self.findChild(QLabel)
        return label.text().replace("&&", "&") if label else ""


class FieldRow(QWidget):
    """Fields side by side while there is room, else under one another."""

    def __init__(self, fields: Sequence[tuple[Field, int]]) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.DOUBLE)
        self._fields = [field for field, _ in fields]
        for field, share in fields:
            self._line.addWidget(field, share, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest field."""
        widest = max(f.minimumSizeHint().width() for f in self._fields)
        return QSize(widest, self._line.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when there is too little room, and back."""
        super().resizeEvent(event)
        needed = (
            sum(max(150, f.minimumSizeHint().width()) + theme.DOUBLE for f in self._fields) - theme.DOUBLE
        )
        way = QBoxLayout.Direction
        narrow = event.size().width() < needed
        self._line.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._line.setSpacing(theme.STEP + theme.HALF if narrow else theme.DOUBLE)


class Group(Editor):
    """Several fields as one editor; the value is a dict. Rows of fields side by side are one list of names."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.STEP + theme.HALF)
        self.row.addLayout(self.column, 1)

    def add(
        self, name: str, editor: Editor, label: str, *, help_text: str = "", required: bool = False
    ) -> Field:
        """A field below the others; all texts are words already."""
        field = self.make(name, editor, label, help_text=help_text, required=required)
        self.column.addWidget(field)
        return field

    def make(
        self, name: str, editor: Editor, label: str, *, help_text: str = "", required: bool = False
    ) -> Field:
        """A field of this group which the caller puts into a layout."""
        word = self._words("ui.common.form.required") if required else ""
        field = Field(label, editor, help_text=help_text, required=word)
        self.fields[name] = field
        editor.changed.connect(self.changed)
        editor.rearranged.connect(self.rearranged)
        return field

    def add_row(self, *fields: tuple[Field, int]) -> None:
        """Fields side by side, each with its share of the width."""
        self.column.addWidget(FieldRow(fields))

    def value(self) -> dict[str, object]:
        """The value of each field by its name."""
        return {name: field.editor.value() for name, field in self.fields.items()}

    def set_value(self, value: object) -> None:
        """Show these values; a field without one is emptied."""
        given = value if isinstance(value, Mapping) else {}
        for name, field in self.fields.items():
            field.editor.set_value(given.get(name))

    def target(self) -> QWidget:
        """The first field's."""
        return next(iter(self.fields.values())).editor.target()

    def set_name(self, name: str) -> None:
        """Each part keeps its own name, after the group's."""
        for field in self.fields.values():
            own = field.text_label()
            field.editor.set_name(f"{name}: {own}" if own else name)

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the field the path begins with."""
        name, _, rest = path.partition(".")
        if name not in self.fields:
            return False
        self.fields[name].mark(rest, text)
        return True

    def clear_marks(self) -> None:
        """Take all errors away."""
        for field in self.fields.values():
            field.clear_mark()

    def focus_at(self, path: str = "") -> None:
        """Bring the keyboard to the field the path begins with, or to the first."""
        name, _, rest = path.partition(".")
        if name in self.fields:
            self.fields[name].editor.focus_at(rest)
        else:
            super().focus_at()


class AddressBlock(Group):
    """A postal address: street (several lines), postal code and city, region, country."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.add("street", TextBlock(lines=2), words("ui.common.address.street"))
        code = self.make("postal_code", TextLine(), words("ui.common.address.postal_code"))
        city = self.make("city", TextLine(), words("ui.common.address.city"))
        self.add_row((code, 1), (city, 2))
        region = self.make("region", TextLine(), words("ui.common.address.region"))
        country = self.make("country", CountryChoice(words), words("ui.common.address.country"))
        self.add_row((region, 1), (country, 2))
