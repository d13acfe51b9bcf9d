"""The fields the records of the register share: facts, countries, time limits, quotations, other records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.activity import TimeUnit
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, Editor, TextBlock, TextLine
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.list_field import ListField
from dpo_desk.ui.widgets.texts import breakable


def fact_line(words: Wording) -> KnownField:
    """A fact whose value is one line of text."""
    return KnownField(words, TextLine())


def fact_block(words: Wording, lines: int = 2) -> KnownField:
    """A fact whose value is text of several lines."""
    return KnownField(words, TextBlock(lines=lines))


class CountriesField(Editor):
    """Countries, each found by typing; the value is their ISO codes, one a line."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._list = ListField(words, lambda: CountryChoice(words), words("ui.records.add_country"), blank="")
        self._list.changed.connect(self.changed)
        self.row.addWidget(self._list)

    def value(self) -> str:
        """The codes of the chosen countries."""
        return "\n".join(str(code) for code in self._list.value() if code)

    def set_value(self, value: object) -> None:
        """Show these countries."""
        self._list.set_value(str(value or "").split())

    def target(self) -> QWidget:
        """The button that adds."""
        return self._list.target()

    def set_name(self, name: str) -> None:
        """Name the list and its rows."""
        self._list.set_name(name)

    def focus_at(self, path: str = "") -> None:
        """To the first country, or to the button that adds one."""
        self._list.focus_at("0")


class Period(Editor):
    """A length, its unit and the event it is counted from, in one line."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        say = "fields.retention_period"
        units = [(unit.value, words(f"register.unit_name.{unit}")) for unit in TimeUnit]
        self._parts: dict[str, tuple[Editor, str]] = {
            "number": (TextLine(), words(f"{say}.number")),
            "unit": (Choice(units), words(f"{say}.unit")),
            "trigger": (TextLine(words(f"{say}.trigger")), words(f"{say}.trigger")),
        }
        self._error = Label(wrap=True, tone=Tone.DANGER)
        self._error.hide()
        column, line = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(theme.HALF)
        line.setSpacing(theme.HALF)
        for name, (editor, _label) in self._parts.items():
            editor.changed.connect(self.changed)
            line.addWidget(editor, 1 if name == "trigger" else 0)
        self._parts["number"][0].setFixedWidth(theme.STEP * 7)
        self._parts["unit"][0].setFixedWidth(theme.STEP * 13)
        column.addLayout(line)
        column.addWidget(self._error)
        self.row.addLayout(column)

    def value(self) -> dict[str, object]:
        """The three parts as typed."""
        return {name: editor.value() for name, (editor, _label) in self._parts.items()}

    def set_value(self, value: object) -> None:
        """Show a period."""
        draft = value if isinstance(value, Mapping) else {}
        for name, (editor, _label) in self._parts.items():
            editor.set_value(draft.get(name))

    def target(self) -> QWidget:
        """The number."""
        return self._parts["number"][0].target()

    def set_name(self, name: str) -> None:
        """Name each part."""
        for editor, label in self._parts.values():
            editor.set_name(f"{name}: {label}")

    def mark(self, path: str, text: str) -> bool:
        """Show an error below the line, with the name of the part."""
        if path not in self._parts:
            return False
        editor, label = self._parts[path]
        told = f"{label}: {text}"
        self._error.setText(f"{self._error.text()}\n{told}" if self._error.isVisibleTo(self) else told)
        self._error.show()
        editor.target().setAccessibleDescription(text)
        return True

    def clear_marks(self) -> None:
        """Take the error away."""
        self._error.hide()
        for editor, _label in self._parts.values():
            editor.target().setAccessibleDescription("")

    def focus_at(self, path: str = "") -> None:
        """To the part, or to the number."""
        self._parts[path if path in self._parts else "number"][0].focus_at()


class Quotation(Editor):
    """Where the source says so. What came with the source's hash is only shown; what was added here can be edited."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._sha256 = ""
        self._typed = Group(words)
        self._typed.add("quote", TextBlock(lines=2), words("fields.evidence.quote"))
        self._typed.add("section", TextLine(), words("fields.evidence.section"))
        self._typed.changed.connect(self.changed)
        self._shown = QWidget()
        self._shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line, texts = QHBoxLayout(self._shown), QVBoxLayout()
        line.setContentsMargins(0, theme.HALF, 0, theme.HALF)
        line.setSpacing(theme.STEP)
        self._quote, self._section = Label(wrap=True, selectable=True), Label(size=0.9, muted=True, wrap=True)
        texts.setSpacing(2)
        texts.addWidget(self._quote)
        texts.addWidget(self._section)
        line.addWidget(IconLabel("file-text"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.row.addWidget(self._typed, 1)
        self.row.addWidget(self._shown, 1)
        self._words = words

    def value(self) -> dict[str, object]:
        """Quotation, section and the hash of the source."""
        return {**self._typed.value(), "source_sha256": self._sha256}

    def set_value(self, value: object) -> None:
        """Show a quotation."""
        draft = value if isinstance(value, Mapping) else {}
        self._sha256 = str(draft.get("source_sha256") or "")
        self._typed.set_value(draft)
        section = str(draft.get("section") or "")
        quote = breakable(str(draft.get("quote") or ""))
        self._quote.setText(self._words("ui.records.evidence.quoted", quote=quote))
        self._section.setText(section)
        self._section.setVisible(bool(section))
        self._shown.setAccessibleDescription(f"{self._quote.text()} {section}".strip())
        self._shown.setVisible(bool(self._sha256))
        self._typed.setVisible(not self._sha256)

    def target(self) -> QWidget:
        """The text, or the card when it is only shown."""
        return self._shown if self._sha256 else self._typed.target()

    def set_name(self, name: str) -> None:
        """Name the card and the fields."""
        self._shown.setAccessibleName(name)
        self._typed.set_name(name)

    def mark(self, path: str, text: str) -> bool:
        """Errors belong to the typed parts."""
        return not self._sha256 and self._typed.mark(path, text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        self._typed.clear_marks()


def quotations(words: Wording) -> ListField:
    """The quotations that prove what a record says."""
    return ListField(words, lambda: Quotation(words), words("ui.records.evidence.add"), blank={})


class Record(Protocol):
    """A record as a chooser offers it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def ref(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


class Records:
    """The records a chooser offers, read once and shared by all choosers of a form."""

    def __init__(self, read: Callable[[], Sequence[Record]]) -> None:
        self._read = read
        self.items: tuple[Record, ...] = ()

    def reload(self) -> None:
        """Read them again; choosers follow when they are next filled."""
        self.items = tuple(self._read())


class RecordChoice(Choice):
    """Another record, by name and reference; empty when there is none."""

    def __init__(self, records: Records, none: str) -> None:
        super().__init__([], empty=none)
        self._records = records
        self._offered: tuple[Record, ...] = ()

    def set_value(self, value: object) -> None:
        """Choose; what is offered is brought up to date first."""
        self._offer()
        super().set_value(value)

    def follow(self) -> None:
        """Offer what there is now and keep what is chosen."""
        self.set_value(self.value())

    def _offer(self) -> None:
        if self._offered is self._records.items:
            return
        self._offered = self._records.items
        while self.combo.count() > 1:
            self.combo.removeItem(1)
        for record in self._offered:
            self.combo.addItem(f"{record.name} · {record.ref}", record.id)
