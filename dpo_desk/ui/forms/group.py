"""Named fields under one another: a label, an editor, a help line, and the error when there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.facts import Known
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label, LinkButton
from dpo_desk.ui.widgets.editors import CountryChoice, Editor, TextBlock, TextLine

_ONE_LINE = 32  # letters of a label that fit into the narrowest form
_LEAST = 12  # letters of a line a label wants beside something else


class Field(QWidget):
    """One editor with its label above it and its error below it."""

    def __init__(self, label: str, editor: Editor, *, help_text: str = "", required: str = "") -> None:
        """``required`` is the word shown beside the label of a field that must be filled."""
        super().__init__()
        self.editor, self._label, self._help = editor, label, help_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        beside = editor.head()
        if label:
            wraps = beside is not None or len(label) > _ONE_LINE
            name = Label(label.replace("&", "&&"), size=0.95, bold=True, wrap=wraps)
            name.setBuddy(editor.target())
            column.addWidget(_Head(name, required, beside))
            editor.set_name(label)
        column.addWidget(editor)
        if help_text:
            below = column.count() - (1 if editor.tall else 0)
            column.insertWidget(below, Label(help_text, size=0.9, muted=True, wrap=True))
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
        return self._label


class _Head(QWidget):
    """The label of a field; what stands beside it goes below where there is little room."""

    def __init__(self, name: Label, required: str, beside: QWidget | None) -> None:
        super().__init__()
        self._name, self._beside = name, beside
        self._way, line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self), QHBoxLayout()
        self._way.setContentsMargins(0, 0, 0, 0)
        self._way.setSpacing(theme.HALF)
        line.setSpacing(theme.STEP)
        # A long label takes the width there is and wraps; it must not make the whole form wider than its view.
        line.addWidget(name, 1 if name.wordWrap() else 0)
        if required:
            line.addWidget(Label(required, size=0.88, muted=True))
        if not name.wordWrap():
            line.addStretch(1)
        self._way.addLayout(line, 1)
        if beside is not None:
            self._way.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its widest part."""
        widest = max(self._name.minimumSizeHint().width(), self._width_beside())
        return QSize(widest, self._way.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when there is too little room, and back."""
        super().resizeEvent(event)
        asked = self._name.fontMetrics().horizontalAdvance(self._name.text())
        name = max(self._name.minimumSizeHint().width(), min(asked, theme.letters(_LEAST)))
        way = QBoxLayout.Direction
        narrow = event.size().width() < name + self._width_beside() + theme.STEP
        self._way.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def _width_beside(self) -> int:
        return self._beside.minimumSizeHint().width() if self._beside is not None else 0


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

    def follow(self) -> None:
        """Give no room when no field of it is shown."""
        self.setVisible(any(not field.isHidden() for field in self._fields))

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


def says(value: object) -> bool:
    """Whether the value of an editor says anything: a text, a tick, an entry, a fact that is not unknown."""
    if isinstance(value, Mapping):
        rest = (part for name, part in value.items() if name != "known")
        return value.get("known", Known.UNKNOWN) != Known.UNKNOWN or any(says(part) for part in rest)
    return bool(value.strip() if isinstance(value, str) else value)


class Group(Editor):
    """
    Several fields as one editor; the value is a dict. Rows of fields side by side are one list of names.

    Fields can wait until they are asked for (``ask_when``), and rare ones lie folded (``fold``); both are shown as soon
    as they are filled, jumped to or marked.
    """

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.fields: dict[str, Field] = {}
        self._folds: list[Fold] = []
        self._waiting: dict[str, Callable[[], bool]] = {}
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
        editor.changed.connect(self._told)
        editor.rearranged.connect(self.rearranged)
        return field

    def add_row(self, *fields: tuple[Field, int]) -> None:
        """Fields side by side, each with its share of the width."""
        self.column.addWidget(FieldRow(fields))

    def ask_when(self, asked: Callable[[], bool], *names: str) -> None:
        """These fields are shown when ``asked`` says so, and whenever they say something already."""
        self._waiting.update(dict.fromkeys(names, asked))

    def fold(self, title: str, names: Sequence[str], fill: Callable[[Group], None]) -> None:
        """Rare fields below the others, folded while they are empty; ``fill`` makes them when they are first shown."""
        fold = Fold(self._words, title, names, fill)
        self._folds.append(fold)
        fold.changed.connect(self._told)
        fold.rearranged.connect(self.rearranged)
        self.column.addWidget(fold)

    def value(self) -> dict[str, object]:
        """The value of each field by its name."""
        values = {name: field.editor.value() for name, field in self.fields.items()}
        for fold in self._folds:
            values.update(fold.value())
        return values

    def set_value(self, value: object) -> None:
        """Show these values; a field without one is emptied."""
        given = value if isinstance(value, Mapping) else {}
        for name, field in self.fields.items():
            field.editor.set_value(given.get(name))
        for fold in self._folds:
            fold.set_value(given)
        self.show_asked()

    def show_asked(self) -> None:
        """Show the fields that are asked for now; one that has the keyboard is not taken away."""
        if not self._waiting:
            return
        keyboard, moved = QApplication.focusWidget(), False
        for name, asked in self._waiting.items():
            field = self.fields[name]
            used = keyboard is not None and field.isAncestorOf(keyboard)
            wanted = asked() or says(field.editor.value()) or bool(field.error) or used
            if wanted == field.isHidden():
                field.setVisible(wanted)
                moved = True
        if moved:
            for row in self._rows():
                row.follow()
            self.rearranged.emit()

    def target(self) -> QWidget:
        """The first field's."""
        return next(iter(self.fields.values())).editor.target()

    def set_name(self, name: str) -> None:
        """Each part keeps its own name, after the group's."""
        for field in self.fields.values():
            own = field.text_label()
            whole = self._words("ui.common.list.part", name=name, part=own) if own else name
            field.editor.set_name(whole)
        for fold in self._folds:
            fold.set_name(name)

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the field the path begins with."""
        name, _, rest = path.partition(".")
        if name in self.fields:
            self.fields[name].mark(rest, text)
            self._reveal(name)
            return True
        return any(fold.mark(path, text) for fold in self._folds if name in fold.names)

    def clear_marks(self) -> None:
        """Take all errors away."""
        for field in self.fields.values():
            field.clear_mark()
        for fold in self._folds:
            fold.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """Bring the keyboard to the field the path begins with, or to the first."""
        name, _, rest = path.partition(".")
        fold = next((each for each in self._folds if name in each.names), None)
        if name in self.fields:
            self._reveal(name)
            self.fields[name].editor.focus_at(rest)
        elif fold is not None:
            fold.focus_at(path)
        else:
            super().focus_at()

    def _reveal(self, name: str) -> None:
        if self.fields[name].isHidden():
            self.fields[name].show()
            for row in self._rows():
                row.follow()
            self.rearranged.emit()

    def _rows(self) -> Iterator[FieldRow]:
        for number in range(self.column.count()):
            item = self.column.itemAt(number)
            held = item.widget() if item is not None else None
            if isinstance(held, FieldRow):
                yield held

    def _told(self) -> None:
        self.show_asked()
        self.changed.emit()


class Fold(Editor):
    """
    Fields that are rarely needed, behind a line that unfolds them.

    They are made when they are first shown: a long list of entries must not cost what nobody looks at. Until then
    what was given for them is kept as it is.
    """

    def __init__(
        self, words: Wording, title: str, names: Sequence[str], fill: Callable[[Group], None]
    ) -> None:
        super().__init__()
        self.names = frozenset(names)
        self._words, self._title, self._fill, self._name = words, title, fill, ""
        self._given: dict[str, object] = {}
        self._group: Group | None = None
        self._line = LinkButton(title, "chevron-right")
        self._line.clicked.connect(self._turn)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.STEP + theme.HALF)
        self._column.addWidget(self._line, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(self._column, 1)

    @property
    def unfolded(self) -> bool:
        """Whether the fields are shown."""
        return self._group is not None and not self._group.isHidden()

    def value(self) -> dict[str, object]:
        """The values of the fields; those nobody has filled are left out, unless they were given."""
        if self._group is None:
            return dict(self._given)
        typed = self._group.value()
        return {name: value for name, value in typed.items() if name in self._given or says(value)}

    def set_value(self, value: object) -> None:
        """Keep these values, and show them when one of them says something."""
        given = value if isinstance(value, Mapping) else {}
        self._given = {name: given[name] for name in self.names if name in given}
        if self._group is not None:
            self._group.set_value(self._given)
        self.unfold(on=any(says(each) for each in self._given.values()))

    def unfold(self, *, on: bool = True) -> None:
        """Show the fields, or fold them away."""
        if on == self.unfolded:
            return
        if self._group is None:
            self._group = Group(self._words)
            self._fill(self._group)
            self._group.set_value(self._given)
            if self._name:
                self._group.set_name(self._name)
            self._group.changed.connect(self.changed)
            self._group.rearranged.connect(self.rearranged)
            self._column.addWidget(self._group)
        self._group.setVisible(on)
        self._line.set_icon("chevron-down" if on else "chevron-right")
        self.rearranged.emit()

    def target(self) -> QWidget:
        """The line that unfolds."""
        return self._line

    def set_name(self, name: str) -> None:
        """Name the line and the fields."""
        self._name = name
        self._line.setAccessibleName(self._words("ui.common.list.part", name=name, part=self._title))
        if self._group is not None:
            self._group.set_name(name)

    def mark(self, path: str, text: str) -> bool:
        """Unfold, and show an error at the field the path begins with."""
        self.unfold()
        return self._group is not None and self._group.mark(path, text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        if self._group is not None:
            self._group.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """Unfold, and bring the keyboard to the field the path begins with."""
        self.unfold()
        if self._group is not None:
            self._group.focus_at(path)

    def _turn(self) -> None:
        self.unfold(on=not self.unfolded)


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
