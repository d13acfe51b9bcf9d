"""What if this decision fell: the flows, activities, organisations and recipients that hang on it on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer_law import Adequacy, ChapterV
from dpo_desk.library.law_words import LawWords
from dpo_desk.services.csv_text import csv_bytes
from dpo_desk.services.hanging import Hanging, HangingFlow, Named
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Field
from dpo_desk.ui.pages.picture import PAGE_OF
from dpo_desk.ui.printing import print_pdf, save_file
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label, Line, Pill
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.dialog import DeskDialog
from dpo_desk.ui.widgets.editors import Choice
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.judgement import LOOK
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable

_ICONS = {
    RecordKind.ACTIVITY: "table-2",
    RecordKind.CLIENT: "table-2",
    RecordKind.PROCESSOR: "building-2",
    RecordKind.TRANSFER: "arrow-left-right",
}
_ASK_AFTER_MS = 300


class WhatIfDialog(DeskDialog):
    """Choose a decision and a day; what hangs on it is read on the lane and listed in three columns."""

    def __init__(self, desk: Desk, parent: QWidget, decision: str = "") -> None:
        words = desk.words
        super().__init__(words, words("ui.what_if.title"), parent, width=1120, height=720)
        self._desk, self._law = desk, desk.services.law_tables.law()
        self._today, self._called = desk.services.law_tables.today(), LawWords(words, self._law)
        self.hanging: Hanging | None = None
        self.decision, self.day = Choice(_offered(self._law, self._called, self._today)), DayField(words)
        self.decision.set_value(decision if self._law_knows(decision) else _at_risk(self._law, self._today))
        self.day.set_value(self._today)
        asked = QHBoxLayout()
        asked.setSpacing(theme.DOUBLE)
        top = Qt.AlignmentFlag.AlignTop
        asked.addWidget(Field(words("ui.what_if.decision"), self.decision), 3, top)
        asked.addWidget(Field(words("ui.what_if.day"), self.day), 2, top)
        self.body.addLayout(asked)
        self._told = Label(bold=True, wrap=True)
        self.body.addWidget(self._told)
        self._columns = {
            name: _Column(words(f"ui.what_if.{name}")) for name in ("flows", "activities", "whom")
        }
        lists = QHBoxLayout()
        lists.setSpacing(theme.DOUBLE)
        for name, share in (("flows", 5), ("activities", 4), ("whom", 4)):
            lists.addWidget(self._columns[name], share)
        self.body.addLayout(lists, 1)
        self._outputs = [
            self.add_button(words("ui.what_if.save"), self.save, icon="download", left=True),
            self.add_button(words("ui.what_if.print"), self.print_lists, icon="printer", left=True),
        ]
        self.add_close()
        self._later = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._later.timeout.connect(self.ask)
        self.decision.changed.connect(self.ask)
        self.day.changed.connect(self._later.start)
        self.ask()

    def ask(self) -> None:
        """Read what hangs on the chosen decision on the typed day; nothing while the day cannot be read."""
        self._later.stop()
        day, decision = self.day.day, self.decision.value()
        if day is None or not decision:
            return
        self._desk.lane.run(
            lambda: self._desk.services.hanging.what_if(decision, day),
            success=self.show_hanging,
            parent=self,
            busy_text=self.words("ui.what_if.reading"),
        )

    def show_hanging(self, hanging: Hanging) -> None:
        """List it."""
        if (hanging.decision.id, hanging.day) != (self.decision.value(), self.day.day):
            return  # another one was chosen meanwhile
        self.hanging, say = hanging, self.words
        count = len(hanging.flows)
        reference = self._called.decision(hanging.decision)
        self._told.setText(say("ui.what_if.told", count=count, day=hanging.day, decision=reference))
        self._columns["flows"].fill([*self._flows(hanging)], count, say("ui.what_if.none"))
        activities = [self._link(each) for each in (*hanging.activities, *hanging.clients)]
        self._columns["activities"].fill(activities, len(activities), say("ui.what_if.none"))
        whom = {*hanging.recipients, *(each.name for each in hanging.processors)}
        self._columns["whom"].fill([*self._whom(hanging)], len(whom), say("ui.what_if.none"))
        for button in self._outputs:
            button.setEnabled(bool(count or hanging.unsettled or hanging.unrecorded))

    def rows(self) -> list[tuple[str, ...]]:
        """What is listed, as rows for a file; the first names the columns."""
        say, names = self.words, ("kind", "ref", "name", "country", "before", "after", "fallback")
        head = tuple(say(f"ui.what_if.column.{name}") for name in names)
        return [head, *self._entries(self.hanging)] if self.hanging else [head]

    def save(self) -> None:
        """Ask for a place and write the rows there."""
        if self.hanging is None:
            return
        content = csv_bytes(self.rows(), self.words("ui.what_if.separator"))
        name = (
            f"{self.words('ui.what_if.file')}-{self.hanging.decision.code}-{self.hanging.day.isoformat()}.csv"
        )
        done = self.words("ui.what_if.saved")
        save_file(self, self._desk.lane, content, name, lambda _place: self._desk.messages.note(done))

    def print_lists(self) -> None:
        """Draw the lists on pages, then ask for a printer."""
        hanging, words = self.hanging, self.words
        if hanging is not None:
            self._desk.lane.run(
                lambda: self._desk.services.hanging.sheet(hanging, words).pdf,
                success=lambda pdf: print_pdf(self, pdf),
                parent=self,
                busy_text=words("ui.what_if.drawing"),
            )

    # --- inside --------------------------------------------------------------------------------------------------

    def _law_knows(self, decision: str) -> bool:
        return self.decision.combo.findData(decision) >= 0

    def _flows(self, hanging: Hanging) -> Iterator[QWidget]:
        yield from (self._flow(each) for each in hanging.flows)
        if hanging.unsettled:
            if hanging.flows:
                yield Line()
            yield Label(self.words("ui.what_if.unsettled"), size=0.95, bold=True, wrap=True)
            for each in hanging.unsettled:
                yield self._flow_link(each)

    def _flow_link(self, hanging: HangingFlow) -> LinkLine:
        flow = hanging.flow
        country = self._called.country(flow.country.value or "")
        link = LinkLine(f"{flow.ref} · {flow.importer} · {country}", _ICONS[RecordKind.TRANSFER])
        link.clicked.connect(partial(self._go, RecordKind.TRANSFER, flow.id))
        return link

    def _flow(self, hanging: HangingFlow) -> QWidget:
        """A flow with what is said of it now and then."""
        row, column = QWidget(), QVBoxLayout()
        row.setLayout(column)
        column.setContentsMargins(0, 0, 0, theme.HALF)
        column.setSpacing(theme.HALF)
        column.addWidget(self._flow_link(hanging))
        pills = Flow()
        before, after = hanging.before.verdict, hanging.after.verdict
        pills.addWidget(Pill(self._called.verdict(before), *LOOK[before]))
        pills.addWidget(IconLabel("arrow-right"))
        pills.addWidget(Pill(self._called.verdict(after), *LOOK[after]))
        column.addLayout(pills)
        tone = Tone.GOOD if hanging.fallback else None
        ready = self.words(f"ui.what_if.fallback_{'ready' if hanging.fallback else 'missing'}")
        column.addWidget(Label(ready, size=0.9, wrap=True, muted=not hanging.fallback, tone=tone))
        return row

    def _whom(self, hanging: Hanging) -> Iterator[QWidget]:
        yield from (self._link(each) for each in hanging.processors)
        known = {each.name for each in hanging.processors}
        for name in hanging.recipients:
            if name not in known:
                yield Label(breakable(self.words("ui.what_if.no_record", name=name)), muted=True, wrap=True)
        if hanging.unrecorded:
            yield Line()
            yield Label(self.words("ui.what_if.unrecorded"), size=0.95, bold=True, wrap=True)
            yield from (self._link(each) for each in hanging.unrecorded)

    def _link(self, named: Named) -> QWidget:
        link = LinkLine(f"{named.ref} · {named.name}", _ICONS[named.kind])
        link.clicked.connect(partial(self._go, named.kind, named.id))
        return link

    def _go(self, kind: RecordKind, record: str) -> None:
        self.accept()
        self._desk.navigate(PAGE_OF[kind], record)

    def _entries(self, hanging: Hanging) -> Iterator[tuple[str, ...]]:
        say, called = self.words, self._called
        for each in hanging.flows:
            flow, ready = each.flow, "ready" if each.fallback else "missing"
            yield (
                say("ui.what_if.kind.transfer"),
                flow.ref,
                flow.importer,
                called.country(flow.country.value or ""),
                called.verdict(each.before.verdict),
                called.verdict(each.after.verdict),
                say(f"ui.what_if.fallback_{ready}"),
            )
        for each in hanging.unsettled:
            country = called.country(each.flow.country.value or "")
            now = called.verdict(each.before.verdict)
            yield (say("ui.what_if.kind.unsettled"), each.flow.ref, each.flow.importer, country, now, "", "")
        for named in (*hanging.activities, *hanging.clients, *hanging.processors):
            yield (say(f"ui.what_if.kind.{named.kind}"), named.ref, named.name, "", "", "", "")
        for name in hanging.recipients:
            yield (say("ui.what_if.kind.recipient"), "", name, "", "", "", "")
        for named in hanging.unrecorded:
            yield (say("ui.what_if.kind.unrecorded"), named.ref, named.name, "", "", "", "")


class _Column(QWidget):
    """A heading with the number of entries, and the entries, scrolled."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title, self._head = title, Label(bold=True, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._head)
        column.addWidget(Line())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName(title)
        self._area.viewport().setAutoFillBackground(False)
        column.addWidget(self._area, 1)
        self.entries: list[QWidget] = []

    def fill(self, entries: Sequence[QWidget], count: int, none: str) -> None:
        """Show these; ``count`` of them hang on the decision, ``none`` is said when there are none at all."""
        held, column = QWidget(), QVBoxLayout()
        held.setLayout(column)
        held.setAutoFillBackground(False)
        column.setContentsMargins(0, 0, theme.STEP, 0)
        column.setSpacing(theme.HALF)
        self.entries = [*entries]
        self._head.setText(f"{self._title} · {count}" if count else self._title)
        for each in entries or [Label(none, muted=True, wrap=True)]:
            column.addWidget(each)
        column.addStretch(1)
        self._area.setWidget(held)


def _offered(law: ChapterV, called: LawWords, today: date) -> list[tuple[str, str]]:
    """The decisions that can still fall, by the name of their country; those of the United Kingdom last."""
    found = []
    for uk, decisions in enumerate((law.adequate.decisions, law.adequate.uk_decisions)):
        live = (each for each in decisions if each.expires is None or each.expires >= today)
        named = ((called.country(each.code), each) for each in live)
        found += [(uk, name, each) for name, each in named]
    found.sort(key=lambda entry: (entry[0], entry[1].casefold()))
    return [(each.id, f"{name} · {called.decision(each)}") for _, name, each in found]


def _at_risk(law: ChapterV, today: date) -> str:
    """The decision one asks about first: one that is being challenged, else the first."""
    live: list[Adequacy] = [each for each in law.adequate.decisions if each.on(today)]
    return next((each.id for each in live if each.at_risk), live[0].id if live else "")
