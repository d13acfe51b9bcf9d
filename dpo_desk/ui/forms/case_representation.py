"""For whom somebody asks, and by what right; with the person concerned, and a third one who writes for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dpo_desk.domain.case import Capacity
from dpo_desk.errors import FieldError
from dpo_desk.library.wording import Wording
from dpo_desk.services.cases import CaseView
from dpo_desk.services.draft_values import draft_from
from dpo_desk.services.intake import PersonDraft, RepresentationDraft
from dpo_desk.ui.forms.group import Fold, Group
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.forms.person_form import PersonGroup, values_of_person
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextLine


class RepresentationGroup(Group):
    """The capacity; as soon as there is one, the person concerned, the proof, and folded the one who writes."""

    def __init__(self, words: Wording) -> None:
        super().__init__(words)

        def say(key: str) -> str:
            return words(f"ui.requests.representation.{key}")

        capacities = [(each.value, words(f"case.capacity.{each}")) for each in Capacity]
        self.capacity = Choice(capacities, empty=say("none"))
        self.capacity.combo.setMinimumContentsLength(24)
        self.add("capacity", self.capacity, say("capacity"))
        proof = self.make("proof", TextLine(), say("proof"), help_text=say("proof_help"))
        seen = self.make("proof_seen_on", DayField(words), say("proof_seen_on"))
        self.add_row((proof, 5), (seen, 3))
        self._concerned = Label(say("concerned"), bold=True)
        self.column.addWidget(self._concerned)
        self.add("concerned", PersonGroup(words), "")
        self.fold(say("representative"), ["representative"], _with_person(words))
        self.ask_when(lambda: bool(self.capacity.value()), "proof", "proof_seen_on", "concerned")

    def set_value(self, value: object) -> None:
        """Show for whom somebody asks; nothing at all is somebody who asks for themselves."""
        given = value if isinstance(value, Mapping) else {}
        super().set_value({"capacity": "", **given})

    def show_asked(self) -> None:
        """Show the rest as soon as somebody asks for another."""
        super().show_asked()
        other = not self.fields["concerned"].isHidden()
        self._concerned.setVisible(other)
        for fold in self.findChildren(Fold):
            if fold.parentWidget() is self:
                fold.setVisible(other)


class RepresentationForm(InlineForm):
    """For whom the person of a request asks, corrected in place."""

    def __init__(self, desk: Desk, view: CaseView) -> None:
        super().__init__(desk, self._on_lane, desk.words("ui.requests.representation.save"))
        self._view = view
        self.group = RepresentationGroup(desk.words)
        self.add("representation", self.group, "")

    def begin(self) -> None:
        """Show what is recorded."""
        view, others = self._view, self._view.case.representation
        values: dict[str, object] = {}
        if others is not None:
            values = {
                "capacity": others.capacity.value,
                "proof": others.proof,
                "proof_seen_on": others.proof_seen_on.isoformat() if others.proof_seen_on else "",
            }
        if view.concerned is not None:
            values["concerned"] = values_of_person(view.concerned)
        if view.representative is not None:
            values["representative"] = values_of_person(view.representative)
        self.open(f"case/{view.case.id}/representation", {"representation": values})
        self.fields.focus_at("representation.capacity")

    def mark_fields(self, errors: tuple[FieldError, ...]) -> None:
        """Mark every bad field; all of them are parts of the one group."""
        super().mark_fields(
            tuple(FieldError(f"representation.{each.field}", each.reason, **each.params) for each in errors)
        )

    def _on_lane(self, values: Mapping[str, object]) -> CaseView:
        draft = representation_from(values.get("representation"), self._view.case.language)
        return self.desk.services.cases.save_representation(self._view.case.id, draft)


def representation_from(values: object, language: str) -> RepresentationDraft:
    """The draft that is typed; who says no language is written to in that of the person who asks."""
    draft = draft_from(RepresentationDraft, values if isinstance(values, Mapping) else {})

    def spoken(person: PersonDraft) -> PersonDraft:
        return replace(person, language=person.language or language)

    return replace(draft, concerned=spoken(draft.concerned), representative=spoken(draft.representative))


def _with_person(words: Wording) -> Callable[[Group], None]:
    def fill(group: Group) -> None:
        group.add("representative", PersonGroup(words), "")

    return fill
