"""The intake of a request: who asks, for what, when and how it arrived; a minute with the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import Channel
from dpo_desk.domain.ids import PersonId, RegimeId
from dpo_desk.domain.people import Person
from dpo_desk.library.lawbook import regime
from dpo_desk.library.wording import Wording, languages
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.intake import CaseDraft, PersonDraft
from dpo_desk.services.ports import CaseLine
from dpo_desk.ui import theme
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.forms.person_form import NameLine, PersonGroup
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, Label
from dpo_desk.ui.widgets.case_words import right_names, right_with_article
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, Editor, TextBlock, Tick
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable

SIMILAR_AFTER_MS = 300
_MOST_SIMILAR = 3


class RightsField(Editor):
    """The rights of the regime to tick; the value is the list of their ids."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.ticks: dict[str, Tick] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.DOUBLE)
        self._grid.setVerticalSpacing(0)
        for right in regime(RegimeId(CaseDraft.regime)).rights:
            tick = Tick(right_with_article(words, right.id, right.article).replace("&", "&&"))
            tick.setMinimumWidth(1)  # two columns must not keep the form wide
            tick.changed.connect(self.changed)
            self.ticks[right.id] = tick
        self._columns = 0
        self._arrange(1)
        self.row.addLayout(self._grid, 1)
        ordered = [tick.box for tick in self.ticks.values()]
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)

    def value(self) -> list[object]:
        """The ids of what is ticked."""
        return [right for right, tick in self.ticks.items() if tick.value()]

    def set_value(self, value: object) -> None:
        """Tick these."""
        chosen = value if isinstance(value, list | tuple) else ()
        for right, tick in self.ticks.items():
            tick.set_value(right in chosen)

    def target(self) -> QWidget:
        """The first box."""
        return next(iter(self.ticks.values())).target()

    def set_name(self, name: str) -> None:
        """Each box says its own right."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them."""
        super().resizeEvent(event)
        widest = max(tick.sizeHint().width() for tick in self.ticks.values())
        self._arrange(2 if self.width() >= 2 * widest + theme.DOUBLE else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns, ticks = columns, list(self.ticks.values())
        high = -(-len(ticks) // columns)
        for tick in ticks:
            self._grid.removeWidget(tick)
        for number, tick in enumerate(ticks):
            self._grid.addWidget(tick, number % high, number // high)


class KnownPerson(Editor):
    """Which person of the vault was chosen; says so beside the name, and lets go when the name is typed anew."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words, self._id, self._name = words, "", ""
        self._told = Label(size=0.92, tone=Tone.GOOD, wrap=True)
        self.row.addWidget(self._told, 1)
        self.set_value(None)

    @property
    def name(self) -> str:
        """The chosen person's name; empty when nobody was chosen."""
        return self._name

    def choose(self, person: Person | None) -> None:
        """This person is meant, or a new one."""
        self._id, self._name = (person.id, person.name) if person else ("", "")
        self._show()

    def value(self) -> str | None:
        """The person's id."""
        return self._id or None

    def set_value(self, value: object) -> None:
        """Show the choice."""
        self._id = str(value or "")
        self._show()

    def target(self) -> QWidget:
        """It takes no keyboard."""
        return self._told

    def _show(self) -> None:
        self._told.setText(self._words("ui.requests.intake.known"))
        self.setVisible(bool(self._id))


class IntakeForm(Form):
    """A new request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self._on_lane)
        words = desk.words

        def say(key: str) -> str:
            return words(f"ui.requests.intake.{key}")

        self.section(say("who"))
        self.person = PersonGroup(words, desk.services.cases.people_like)
        self.known = KnownPerson(words)
        self.add("existing_person", self.known, "")
        self.add("person", self.person, "")
        self.section(say("what"))
        received = self.make("received", DayField(words), say("received"), required=True)
        channels = [(each.value, words(f"case.channel.{each}")) for each in Channel]
        channel = self.make("channel", Choice(channels), say("channel"))
        self.add_row((received, 1), (channel, 1))
        self.rights = RightsField(words)
        self.add("rights", self.rights, say("rights"), required=True)
        self.add("asked", TextBlock(lines=4), say("asked"), help_text=say("asked_help"))
        self._similar = Similar(desk)
        self.add_widget(self._similar)
        self._look_later = QTimer(self, singleShot=True, interval=SIMILAR_AFTER_MS)
        self._look_later.timeout.connect(self._look_for_similar)
        self.fields.changed.connect(self._look_later.start)
        assert isinstance(self.person.name_line, NameLine)  # noqa: S101 - made with proposals
        self.person.name_line.known.connect(self._take_known)
        self.person.name_line.changed.connect(self._name_typed)

    def begin(self, today: date) -> None:
        """An empty form; what was typed and not saved is offered."""
        spoken = self.desk.words.language
        person = PersonDraft(language=spoken if spoken in languages() else "en")
        values = values_of(CaseDraft(person=person, received=today.isoformat()))
        values.pop("regime")
        self._similar.show_lines(())
        self.known.choose(None)
        self.open("case/new", values)

    def draft(self) -> CaseDraft:
        """What is typed now."""
        return _typed(self.values())

    def focus_name(self) -> None:
        """Bring the keyboard to where typing begins."""
        self.person.fields["name"].editor.focus_at()

    def _on_lane(self, values: Mapping[str, object]) -> object:
        return self.desk.services.cases.open_case(_typed(values))

    def _take_known(self, person: Person) -> None:
        self.known.choose(person)
        self.person.show_person(person)
        self.person.fields["street"].editor.focus_at()

    def _name_typed(self) -> None:
        if self.known.value() and self.person.name_line.value() != self.known.name:
            self.known.choose(None)

    def _look_for_similar(self) -> None:
        draft = self.draft()
        found = self.desk.services.cases.similar(draft) if draft.rights and draft.person.name.strip() else ()
        self._similar.show_lines(found)


class Similar(Card):
    """Earlier requests of the same person for the same right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tone=Tone.WARNING)
        self._desk = desk
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self._text = Label(wrap=True, tone=Tone.WARNING)
        self.body.addWidget(self._text)
        self.body.addLayout(self._links)
        self.hide()

    def show_lines(self, lines: Sequence[CaseLine]) -> None:
        """Show these; none hides the card."""
        while (item := self._links.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        words = self._desk.words
        self.setVisible(bool(lines))
        if not lines:
            return
        self._text.setText(words("ui.requests.intake.similar", count=len(lines)))
        for line in lines[:_MOST_SIMILAR]:
            told = words(
                "ui.requests.intake.similar_line",
                ref=line.ref,
                rights=right_names(words, line.rights),
                day=line.received,
            )
            link = LinkLine(breakable(told), "link")
            link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            link.clicked.connect(lambda _on=False, case=line.id: self._desk.navigate("requests", case))
            self._links.addWidget(link)


def _typed(values: Mapping[str, object]) -> CaseDraft:
    person = values.get("existing_person")
    draft = draft_from(CaseDraft, {key: value for key, value in values.items() if key != "existing_person"})
    if not person:
        return draft
    return CaseDraft(
        person=draft.person,
        existing_person=PersonId(str(person)),
        rights=draft.rights,
        received=draft.received,
        channel=draft.channel,
        asked=draft.asked,
    )
