"""The tables of Chapter V: where they come from, and one's own in their place, looked at before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dpo_desk.domain.transfer_law import Adequacy, Area, Place, TransferTool
from dpo_desk.errors import DeskError
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.lawbook import ADEQUACY
from dpo_desk.library.wording import Wording
from dpo_desk.services.law_tables import EntryChange, How, Replacement, TableState
from dpo_desk.ui import icons, theme
from dpo_desk.ui.choosing import ask_file
from dpo_desk.ui.printing import save_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label, Pill
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.feedback import Facts
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import breakable

_HOW_ICON = {How.ADDED: "plus", How.REMOVED: "minus", How.CHANGED: "pencil"}
_REGISTER = ("activities", "clients", "processors", "transfers", "law")


def table_key(name: str) -> str:
    """The end of the wording keys of a table: the name of its file."""
    return Path(name).stem


class TableCard(Card):
    """One table: what it holds, its sources, when they were read, and what can be done with it."""

    def __init__(self, words: Wording, state: TableState) -> None:
        key = table_key(state.name)
        super().__init__()
        self.state = state
        self.body.addWidget(Label(words(f"ui.law_tables.table.{key}"), bold=True, wrap=True))
        self.body.addWidget(Label(words(f"ui.law_tables.about.{key}"), muted=True, wrap=True))
        if state.name == ADEQUACY and state.verified_on:
            said = words("ui.law_tables.missing_after", day=state.verified_on)
            self.body.addWidget(Label(said, wrap=True, tone=Tone.WARNING))
        if state.own:
            day = words.short_date(state.own.at.astimezone().date())
            said = words("ui.law_tables.own", title=state.own.title, day=day)
            self.body.addWidget(Pill(said, Tone.ACCENT, "pencil"))
        if state.problem:
            self.body.addWidget(Label(words("ui.law_tables.problem"), wrap=True, tone=Tone.DANGER))
            self.body.addWidget(Label(words(state.problem.key, **state.problem.params), wrap=True))
        facts = Facts()
        facts.show_facts([*_facts(words, state)])
        self.body.addWidget(facts)
        self.replace = Button(words("ui.law_tables.replace"), "folder-open")
        self.copy = Button(words("ui.law_tables.copy"), "download", quiet=True)
        self.reset = Button(words("ui.law_tables.reset"), "undo-2", quiet=True)
        self.reset.setVisible(state.own is not None)
        line = Flow()
        for button in (self.replace, self.copy, self.reset):
            button.setAccessibleName(f"{button.text()}: {words(f'ui.law_tables.table.{key}')}")
            line.addWidget(button)
        self.body.addLayout(line)


class LawTablesDialog(DeskDialog):
    """The three tables as cards; a file that was chosen is compared first, and counts when it is accepted."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = desk.words
        super().__init__(words, words("ui.law_tables.title"), parent, width=820, height=720)
        self._desk, self._service = desk, desk.services.law_tables
        self.cards: list[TableCard] = []
        self._take: Callable[[], None] = lambda: None
        self.changes, self._told = QListWidget(), Label(wrap=True)
        self._name = Label(bold=True, wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area())
        self._stack.addWidget(self._preview())
        self.body.addWidget(self._stack, 1)
        self.accept_table = self.add_button(
            words("ui.law_tables.accept"), lambda: self._take(), icon="check", primary=True
        )
        self.back = self.add_button(words("ui.law_tables.back"), self.show_tables, icon="arrow-left")
        self.close_button = self.add_close()
        self.show_tables()

    # --- the tables ----------------------------------------------------------------------------------------------

    def show_tables(self) -> None:
        """The tables as they are in force."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [TableCard(self.words, state) for state in self._service.states()]
        for number, card in enumerate(self.cards):
            name = card.state.name
            card.replace.clicked.connect(partial(self._clicked, self.choose_file, name))
            card.copy.clicked.connect(partial(self._clicked, self.save_copy, name))
            card.reset.clicked.connect(partial(self._clicked, self.look_at_reset, name))
            self._column.insertWidget(number, card)
        self._turn(0)

    def choose_file(self, name: str) -> QFileDialog:
        """Ask for the file to put in place of a table."""
        filters = [self.words("ui.law_tables.files"), self.words("ui.law_tables.any_file")]
        return ask_file(self, filters, partial(self.look_at, name))

    def save_copy(self, name: str) -> None:
        """Write the table in force to a file, to begin one's own with."""
        content, done = self._service.text(name).encode(), self.words("ui.law_tables.copied")
        save_file(
            self, self._desk.lane, content, Path(name).name, lambda _place: self._desk.messages.note(done)
        )

    # --- a new one -----------------------------------------------------------------------------------------------

    def look_at(self, name: str, path: Path) -> None:
        """Compare a file with what is in force; nothing counts before it is accepted."""
        self._compare(lambda: self._service.preview(name, path), self._accept)

    def look_at_reset(self, name: str) -> None:
        """Compare the shipped table with what is in force."""
        self._compare(lambda: self._service.preview_reset(name), lambda found: self._reset(found.name))

    def show_replacement(self, found: Replacement, take: Callable[[Replacement], None]) -> None:
        """What would change."""
        say, called = self.words, LawWords(self.words, found.law)
        table = say(f"ui.law_tables.table.{table_key(found.name)}")
        self._name.setText(say("ui.law_tables.new", table=table, title=found.title) if found.title else table)
        entries = say("ui.law_tables.changes", count=len(found.changes))
        flows = say("ui.law_tables.turned", count=len(found.turned), judged=found.judged)
        self._told.setText(f"{entries} {flows}")
        self.changes.clear()
        old = LawWords(self.words, self._service.law())
        for change in found.changes:
            text = "\n".join(_change(change, old if change.how is How.REMOVED else called, self.words))
            self._item(text, _HOW_ICON[change.how])
        for each in found.turned:
            names = {"before": called.verdict(each.before), "after": called.verdict(each.after)}
            country = called.country(each.country) if each.country else say("ui.countries.unknown")
            text = say("ui.law_tables.flow", ref=each.ref, importer=each.importer, country=country, **names)
            self._item(text, "arrow-left-right")
        if not found.changes:
            self._item(say("ui.law_tables.same"), "check")
        self._take = lambda: take(found)
        self.accept_table.setEnabled(bool(found.changes))
        self._turn(1)

    # --- inside --------------------------------------------------------------------------------------------------

    def _clicked(self, do: Callable[[str], object], name: str, _checked: bool = False) -> None:
        do(name)

    def _compare(self, read: Callable[[], Replacement], take: Callable[[Replacement], None]) -> None:
        self.banner.hide()
        self._desk.lane.run(
            read,
            success=lambda found: self.show_replacement(found, take),
            failure=self._refused,
            parent=self,
            busy_text=self.words("ui.law_tables.comparing"),
        )

    def _refused(self, error: DeskError) -> None:
        self.banner.say(self._desk.messages.explain(error).line, Tone.DANGER)

    def _accept(self, found: Replacement) -> None:
        self._settle(lambda: self._service.accept(found), "accepted")

    def _reset(self, name: str) -> None:
        self._settle(lambda: self._service.reset(name), "was_reset")

    def _settle(self, do: Callable[[], None], note: str) -> None:
        self._desk.lane.run(
            do,
            success=lambda _none: self._settled(note),
            failure=self._refused,
            parent=self,
            busy_text=self.words("ui.law_tables.judging"),
        )

    def _settled(self, note: str) -> None:
        self._desk.news.tell(*_REGISTER)
        self._desk.messages.note(self.words(f"ui.law_tables.{note}"))
        self.show_tables()

    def _turn(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        for button in (self.accept_table, self.back):
            button.setVisible(page == 1)
        self.close_button.setVisible(page == 0)
        (self.changes if page else self.cards[0].replace).setFocus()

    def _item(self, text: str, icon: str) -> None:
        self.changes.addItem(QListWidgetItem(icons.icon(icon), breakable(text)))

    def _area(self) -> QScrollArea:
        held, self._column = QWidget(), QVBoxLayout()
        held.setLayout(self._column)
        self._column.setContentsMargins(0, 0, theme.STEP, 0)
        self._column.setSpacing(theme.DOUBLE)
        note = Label(self.words("ui.law_tables.how"), muted=True, wrap=True)
        self._column.addWidget(note)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.words("ui.law_tables.title"))
        area.viewport().setAutoFillBackground(False)
        held.setAutoFillBackground(False)
        area.setWidget(held)
        return area

    def _preview(self) -> QWidget:
        held, column = QWidget(), QVBoxLayout()
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        self.changes.setAccessibleName(self.words("ui.law_tables.preview"))
        self.changes.setWordWrap(True)
        self.changes.setIconSize(QSize(theme.DOUBLE, theme.DOUBLE))
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (self._name, self._told):
            column.addWidget(part)
        column.addWidget(self.changes, 1)
        return held


def _facts(words: Wording, state: TableState) -> Iterator[tuple[str, str]]:
    say = "ui.law_tables.fact"
    yield words(f"{say}.entries"), str(state.entries)
    for number, source in enumerate(state.sources):
        read = words.date(source.verified_on) if source.verified_on else words(f"{say}.never")
        told = "\n".join((source.title, breakable(source.address), words(f"{say}.source_read", read=read)))
        yield (words(f"{say}.sources") if number == 0 else ""), told
    newest = words.date(state.verified_on) if state.verified_on else words(f"{say}.never")
    yield words(f"{say}.verified"), newest
    if state.unverified:
        yield (
            words(f"{say}.unverified"),
            words(f"{say}.unverified_of", count=state.unverified, entries=state.entries),
        )


def _change(change: EntryChange, called: LawWords, words: Wording) -> Iterator[str]:
    """What becomes of an entry, and what changes in it."""
    entry = change.after if change.after is not None else change.before
    name = _name(entry, called)
    kind = words(f"ui.law_tables.kind.{change.kind}")
    yield words(f"ui.law_tables.how_{change.how}", kind=kind, name=name)
    for field in change.fields:
        before, after = getattr(change.before, field), getattr(change.after, field)
        label = words(f"ui.law_tables.field.{field}")
        if _plain(before) and _plain(after):
            told = {"before": _said(before, words), "after": _said(after, words)}
            yield "   " + words("ui.law_tables.field_change", field=label, **told)
        else:
            yield f"   {label}"


def _name(entry: object, called: LawWords) -> str:
    match entry:
        case Adequacy():
            return f"{called.country(entry.code)} · {called.decision(entry)}"
        case TransferTool():
            return called.tool(entry.id)
        case Place():
            return ", ".join(called.country(code) for code in entry.codes)
        case Area():
            return called.country(entry.code)
    return ""


def _plain(value: object) -> bool:
    return value is None or isinstance(value, date | bool | int) or type(value) is str


def _said(value: object, words: Wording) -> str:
    if isinstance(value, bool):
        return words(f"register.answer.{'yes' if value else 'no'}")
    if isinstance(value, date):
        return words.short_date(value)
    return str(value) if value not in {None, ""} else words("ui.law_tables.nothing")
