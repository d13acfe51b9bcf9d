"""The fields the records of the register share: facts, countries, time limits, quotations, other records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.activity import TimeUnit
from dpo_desk.domain.facts import Known
from dpo_desk.library.wording import Wording
from dpo_desk.services.register import Choice as Record
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.widgets.basics import IconLabel, Label
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, Editor, TextBlock, TextLine
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.list_field import ListField


class FactField(KnownField):
    """A fact as the drafts hold it: ``{"known": …, "text": …}``."""

    def value(self) -> dict[str, object]:
        """State and text; the text stays while the state says unknown or none."""
        return {"known": self.known.value, "text": self.inner.value()}

    def set_value(self, value: object) -> None:
        """Show a fact; None is unknown."""
        fact = value if isinstance(value, Mapping) else {}
        super().set_value({"known": fact.get("known", Known.UNKNOWN.value), "value": fact.get("text")})


def fact_line(words: Wording, placeholder: str = "") -> FactField:
    """A fact whose value is one line of text."""
    return FactField(words, TextLine(placeholder))


def fact_block(words: Wording, lines: int = 2) -> FactField:
    """A fact whose value is text of several lines."""
    return FactField(words, TextBlock(lines=lines))


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


class RetentionField(KnownField):
    """Time limits for erasure: periods, a rule in words, what happens then, and the law that asks for it."""

    def __init__(self, words: Wording) -> None:
        limits = Group(words)
        say = words.__call__
        limits.add(
            "periods",
            ListField(words, lambda: _period(words), say("ui.records.period.add"), blank={"unit": "years"}),
            say("ui.records.period.title"),
        )
        limits.add(
            "rule",
            TextBlock(lines=1),
            say("ui.records.period.rule"),
            help_text=say("ui.records.period.rule_help"),
        )
        limits.add_row(
            (limits.make("then", TextLine(), say("ui.records.period.then")), 1),
            (limits.make("law", TextLine(), say("ui.records.period.law")), 1),
        )
        super().__init__(words, limits)

    def value(self) -> dict[str, object]:
        """The state beside the parts."""
        return {"known": self.known.value, **cast("dict[str, object]", self.inner.value())}

    def set_value(self, value: object) -> None:
        """Show time limits; None is unknown."""
        draft = value if isinstance(value, Mapping) else {}
        super().set_value({"known": draft.get("known", Known.UNKNOWN.value), "value": draft})


def _period(words: Wording) -> Group:
    units = [(unit.value, words(f"register.unit_name.{unit}")) for unit in TimeUnit]
    group = Group(words)
    group.add_row(
        (group.make("number", TextLine(), words("ui.records.period.number")), 2),
        (group.make("unit", Choice(units), words("ui.records.period.unit")), 3),
        (group.make("trigger", TextLine(), words("ui.records.period.trigger")), 6),
    )
    return group


class Quotation(Editor):
    """Where the source says so. What came with the source's hash is only shown; what was added here can be edited."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._sha256 = ""
        self._typed = Group(words)
        self._typed.add("quote", TextBlock(lines=2), words("ui.records.evidence.quote"))
        self._typed.add("section", TextLine(), words("ui.records.evidence.section"))
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
        self._quote.setText(self._words("ui.records.evidence.quoted", quote=str(draft.get("quote") or "")))
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
