"""The intake of a request: who asks, for what, when and how it arrived; a minute with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import RUNNING, Channel, ChannelQuality, Role
from dpo_desk.domain.ids import CaseId, RegimeId, RightId
from dpo_desk.domain.law import Regime
from dpo_desk.domain.people import Person
from dpo_desk.errors import DeskError, DraftError, FieldError
from dpo_desk.library.lawbook import regime, regime_for, regimes
from dpo_desk.library.wording import Wording, languages
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.intake import CaseDraft, PersonDraft
from dpo_desk.services.ports import CaseLine
from dpo_desk.ui import theme
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.forms.case_representation import RepresentationGroup, representation_from
from dpo_desk.ui.forms.person_form import NameLine, PersonGroup
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, Card, Label
from dpo_desk.ui.widgets.case_words import right_names, right_with_article
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, Editor, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable

SIMILAR_AFTER_MS = 300
_MOST_SIMILAR = 3


class RightsField(Editor):
    """The rights of a law to tick; the value is the list of their ids."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._law: Regime | None = None
        self._wanted: list[str] = []  # also what the law that is offered now does not know
        self.ticks: dict[str, Tick] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.DOUBLE)
        self._grid.setVerticalSpacing(0)
        self._columns = 0
        self.row.addLayout(self._grid, 1)

    def offer(self, law: Regime, rights: Sequence[RightId]) -> None:
        """These rights of the law can be ticked; what was ticked stays where the law knows it."""
        if list(self.ticks) == list(rights) and self._law is law:
            return
        self._law = law
        for old in self.ticks.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.ticks = {}
        for right in rights:
            tick = Tick(right_with_article(self._words, law, right).replace("&", "&&"))
            tick.setMinimumWidth(1)  # two columns must not keep the form wide
            tick.set_value(right in self._wanted)
            tick.changed.connect(self._ticked)
            self.ticks[right] = tick
        self._columns = 0
        self._fit()
        self.rearranged.emit()

    def value(self) -> list[object]:
        """The ids of what is ticked."""
        return [right for right, tick in self.ticks.items() if tick.value()]

    def set_value(self, value: object) -> None:
        """Tick these."""
        self._wanted = [str(each) for each in value] if isinstance(value, list | tuple) else []
        for right, tick in self.ticks.items():
            tick.set_value(right in self._wanted)

    def target(self) -> QWidget:
        """The first box."""
        return next(iter(self.ticks.values())).target() if self.ticks else self

    def set_name(self, name: str) -> None:
        """Each box says its own right."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _ticked(self) -> None:
        self._wanted = [str(each) for each in self.value()]
        self.changed.emit()

    def _fit(self) -> None:
        widest = max((tick.sizeHint().width() for tick in self.ticks.values()), default=0)
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


class ReceiptField(DayField):
    """A day, or a moment with its offset, told as the day it was then where the controller is."""

    def __init__(self, words: Wording, zone: Callable[[], tzinfo]) -> None:
        self._zone = zone
        super().__init__(words)

    def arrived(self) -> date | None:
        """The day of arrival, when it can be read."""
        if self.day is not None:
            return self.day
        try:
            moment = datetime.fromisoformat(self._line.value().strip())
        except ValueError:
            return None
        return moment.astimezone(self._zone()).date() if moment.tzinfo else None

    def _tell(self) -> None:
        super()._tell()
        arrived = self.arrived()
        if arrived is not None and self.day is None:
            self._told.set_tone(None)
            self._told.setText(self._words.weekday_date(arrived))


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
    """
    A new request.

    ``repeated`` carries the earlier request which this one only sends again.
    """

    repeated = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self._on_lane)
        words = desk.words
        self._law_by_hand = False

        def say(key: str) -> str:
            return words(f"ui.requests.intake.{key}")

        self.section(say("who"))
        self.person = PersonGroup(words, desk.services.cases.people_like)
        self.known = KnownPerson(words)
        self.add("existing_person", self.known, "")
        self.add("person", self.person, "")
        self.representation = RepresentationGroup(words)
        self.add("representation", self.representation, "")
        self.section(say("what"))
        self._add_arrival(say)
        laws = [(each.id, words(each.title_key)) for each in regimes() if each.rights]
        self.law = Choice(laws)
        self.law.changed.connect(self._choose_law)  # before the form hears of it and proposes another
        roles = [(each.value, words(f"case.role.{each}")) for each in Role]
        law = self.make("regime", self.law, say("regime"), help_text=say("regime_help"))
        role = self.make("role", Choice(roles), say("role"))
        self.add_row((law, 5), (role, 3))
        self.rights = RightsField(words)
        self.add("rights", self.rights, say("rights"), required=True)
        self.add("asked", TextBlock(lines=4), say("asked"), help_text=say("asked_help"))
        self._similar = Similar(desk)
        self._similar.same.connect(self._same_again)
        self.add_widget(self._similar)
        self._look_later = QTimer(self, singleShot=True, interval=SIMILAR_AFTER_MS)
        self._look_later.timeout.connect(self._look_for_similar)
        self.fields.changed.connect(self._look_later.start)
        self.fields.changed.connect(self._follow_law)
        self.filled.connect(self._take_up_law)
        assert isinstance(self.person.name_line, NameLine)  # noqa: S101 - made with proposals
        self.person.name_line.known.connect(self._take_known)
        self.person.name_line.changed.connect(self._name_typed)

    def begin(self, today: date) -> None:
        """An empty form; what was typed and not saved is offered."""
        spoken = self.desk.words.language
        person = PersonDraft(language=spoken if spoken in languages() else "en")
        values = values_of(CaseDraft(person=person, received=today.isoformat()))
        values["representation"] = {}
        self._similar.show_lines(())
        self.known.choose(None)
        self.open("case/new", values)

    def draft(self) -> CaseDraft:
        """What is typed now."""
        return _typed(self.values())

    def focus_name(self) -> None:
        """Bring the keyboard to where typing begins."""
        self.person.fields["name"].editor.focus_at()

    def _add_arrival(self, say: Callable[[str], str]) -> None:
        words = self.desk.words
        self.received = ReceiptField(words, self.desk.services.organisation.zone)
        channels = [(each.value, words(f"case.channel.{each}")) for each in Channel]
        qualities = [(each.value, words(f"case.quality.{each}")) for each in ChannelQuality]
        received = self.make(
            "received", self.received, say("received"), help_text=say("received_help"), required=True
        )
        channel = self.make("channel", Choice(channels), say("channel"))
        self.add_row((received, 1), (channel, 1))
        quality = self.make("channel_quality", Choice(qualities), say("channel_quality"))
        note = self.make("channel_note", TextLine(), say("channel_note"), help_text=say("channel_note_help"))
        self.add_row((quality, 1), (note, 1))

    def _on_lane(self, values: Mapping[str, object]) -> object:
        return self.desk.services.cases.open_case(_typed(values))

    # --- the person ------------------------------------------------------------------------------------------------

    def _take_known(self, person: Person) -> None:
        self.known.choose(person)
        self.person.show_person(person)
        self.person.fields["street"].editor.focus_at()

    def _name_typed(self) -> None:
        if self.known.value() and self.person.name_line.value() != self.known.name:
            self.known.choose(None)

    # --- the law ---------------------------------------------------------------------------------------------------

    def _proposed_law(self) -> str:
        place = self.person.value()
        return regime_for(str(place["country"] or ""), str(place["region"] or ""))

    def _choose_law(self) -> None:
        self._law_by_hand = self.law.value() != self._proposed_law()

    def _take_up_law(self) -> None:
        """Other values are shown: a law that is not the proposed one was chosen by hand."""
        self._choose_law()
        self._offer_rights()

    def _follow_law(self) -> None:
        """Propose the law of where the person lives, unless another was chosen."""
        if not self._law_by_hand and self.law.value() != self._proposed_law():
            self.law.set_value(self._proposed_law())
        self._offer_rights()

    def _offer_rights(self) -> None:
        cases, law = self.desk.services.cases, self.law.value()
        on = self.received.arrived() or cases.today()
        if law:
            self.rights.offer(regime(RegimeId(law), on), cases.rights_of(law, on))

    # --- earlier requests --------------------------------------------------------------------------------------------

    def _look_for_similar(self) -> None:
        draft = self.draft()
        found = self.desk.services.cases.similar(draft) if draft.rights and draft.person.name.strip() else ()
        self._similar.show_lines(found)

    def _same_again(self, case: object) -> None:
        """Record that an earlier request was sent again, instead of taking in another."""
        cases, day = self.desk.services.cases, str(self.values().get("received") or "")
        self.desk.lane.run(
            lambda: cases.repeat(CaseId(str(case)), day),
            success=self._was_repeated,
            failure=self._not_repeated,
            parent=self,
        )

    def _was_repeated(self, view: object) -> None:
        self.discard()
        self.repeated.emit(view)

    def _not_repeated(self, error: DeskError) -> None:
        """A day that cannot be accepted is marked at the field it was typed into."""
        if isinstance(error, DraftError):
            errors = tuple(FieldError("received", each.reason, **each.params) for each in error.errors)
            self.show_error(DraftError(errors))
        else:
            self.show_error(error)


class Similar(Card):
    """Earlier requests of the same person for the same right; ``same`` carries the one that is only sent again."""

    same = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(tone=Tone.WARNING)
        self._desk = desk
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.HALF)
        self._text = Label(wrap=True, tone=Tone.WARNING)
        self.body.addWidget(self._text)
        self.body.addLayout(self._column)
        self.buttons: list[Button] = []  # "the same again", for those that are running
        self.hide()

    def show_lines(self, lines: Sequence[CaseLine]) -> None:
        """Show these; none hides the card."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        self.setVisible(bool(lines))
        if not lines:
            return
        self._text.setText(self._desk.words("ui.requests.intake.similar", count=len(lines)))
        for line in lines[:_MOST_SIMILAR]:
            self._column.addWidget(self._row(line))

    def _row(self, line: CaseLine) -> QWidget:
        words, row = self._desk.words, QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        told = words(
            "ui.requests.intake.similar_line",
            ref=line.ref,
            rights=right_names(words, line.rights),
            day=line.received,
            state=words(f"case.state.{line.state}"),
        )
        link = LinkLine(breakable(told), "folder-open")
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        link.clicked.connect(lambda _on=False, case=line.id: self._desk.navigate("requests", case))
        column.addWidget(link)
        if line.state in RUNNING:
            same = Button(words("ui.requests.intake.same"), "copy")
            same.setAccessibleName(words("ui.requests.intake.same_as", ref=line.ref))
            same.clicked.connect(lambda _on=False, case=line.id: self.same.emit(case))
            column.addWidget(same, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(same)
        return row


def _typed(values: Mapping[str, object]) -> CaseDraft:
    own = {name: value for name, value in values.items() if name != "representation"}
    own["existing_person"] = own.get("existing_person") or None
    draft = draft_from(CaseDraft, own)
    others = representation_from(values.get("representation"), draft.person.language)
    return replace(draft, representation=others)
