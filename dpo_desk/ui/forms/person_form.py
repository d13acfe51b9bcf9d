"""A person and where a letter reaches them; persons who are known already are proposed while the name is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QCompleter

from dpo_desk.domain.people import Person
from dpo_desk.library.wording import Wording, languages
from dpo_desk.services.draft_values import draft_from
from dpo_desk.services.intake import PersonDraft
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, TextBlock, TextLine

PROPOSE_AFTER_MS = 150
_SHORTEST = 2  # letters before anybody is proposed
_MOST = 8

Find = Callable[[str], Sequence[Person]]


def values_of_person(person: Person) -> dict[str, object]:
    """The person as the fields of the form hold it."""
    place = person.address
    return {
        "name": person.name,
        "street": place.street,
        "postal_code": place.postal_code,
        "city": place.city,
        "region": place.region,
        "country": place.country,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "customer_reference": person.customer_reference,
        "born": person.born.isoformat() if person.born else "",
    }


class NameLine(TextLine):
    """A name; ``known`` carries the person who was chosen from the proposals."""

    known = Signal(object)

    def __init__(self, words: Wording, find: Find) -> None:
        super().__init__()
        self._words, self._find = words, find
        self._proposed: list[Person] = []
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(self.line)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.popup = cast("QAbstractItemView", self.completer.popup())
        self.popup.setAccessibleName(words("ui.requests.person.known_people"))
        self.completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]  # a signal of two kinds
        self._later = QTimer(self, singleShot=True, interval=PROPOSE_AFTER_MS)
        self._later.timeout.connect(self._propose)
        self.line.textEdited.connect(lambda _text: self._later.start())

    def _propose(self) -> None:
        text = self.line.text().strip()
        self._proposed = list(self._find(text))[:_MOST] if len(text) >= _SHORTEST else []
        self._model.setStringList([self._told(person) for person in self._proposed])
        if self._proposed and self.line.hasFocus():
            self.completer.complete()
        else:
            self.popup.hide()

    def _told(self, person: Person) -> str:
        parts = (person.name, person.address.city, person.customer_reference or person.email)
        return " · ".join(part for part in parts if part)

    def _chosen(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row = index.row()
        if 0 <= row < len(self._proposed):
            self.known.emit(self._proposed[row])


class PersonGroup(Group):
    """Name, postal address, how to reach the person, and the language of the letters."""

    def __init__(self, words: Wording, find: Find | None = None) -> None:
        """``find`` gives the persons to propose; without it the name is a plain field."""
        super().__init__(words)

        def say(key: str) -> str:
            return words(f"ui.requests.person.{key}")

        self.name_line = NameLine(words, find) if find else TextLine()
        self.add("name", self.name_line, say("name"), required=True)
        self.add("street", TextBlock(lines=2), words("ui.common.address.street"))
        code = self.make("postal_code", TextLine(), words("ui.common.address.postal_code"))
        city = self.make("city", TextLine(), words("ui.common.address.city"))
        self.add_row((code, 2), (city, 5))
        region = self.make("region", TextLine(), words("ui.common.address.region"))
        country = self.make("country", CountryChoice(words), words("ui.common.address.country"))
        self.add_row((region, 2), (country, 5))
        email = self.make("email", TextLine(), say("email"))
        phone = self.make("phone", TextLine(), say("phone"))
        self.add_row((email, 5), (phone, 3))
        spoken = [(code, words.language_name(code)) for code in languages()]
        language = self.make("language", Choice(spoken), say("language"))
        reference = self.make("customer_reference", TextLine(), say("customer_reference"))
        born = self.make("born", DayField(words), say("born"))
        self.add_row((language, 3), (reference, 4), (born, 4))

    def show_person(self, person: Person) -> None:
        """Show the details of a person who is known."""
        self.set_value(values_of_person(person))
        self.changed.emit()


class PersonForm(InlineForm):
    """The person of a request, corrected in place."""

    def __init__(self, desk: Desk, save: Callable[[PersonDraft], object]) -> None:
        super().__init__(desk, lambda values: save(_typed(values)), desk.words("ui.requests.person.save"))
        self.group = PersonGroup(desk.words)
        self.fields.column.addWidget(self.group)
        self.fields.fields.update(self.group.fields)
        self.group.changed.connect(self.fields.changed)

    def show_person(self, key: str, person: Person) -> None:
        """Show the person's details; ``key`` names the kept typing."""
        self.open(key, values_of_person(person))


def _typed(values: Mapping[str, object]) -> PersonDraft:
    return draft_from(PersonDraft, values)
