"""The organisation of the vault: the controller, who answers for it, and what its days and letters follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dpo_desk.library.calendars import calendar_ids
from dpo_desk.library.lawbook import authorities
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.organisation import OrganisationDraft
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.forms.group import AddressBlock
from dpo_desk.ui.forms.parts import fact_block
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.editors import Choice, TextBlock, TextLine

KEY = "organisation"


def shown(draft: OrganisationDraft) -> dict[str, object]:
    """The draft as the fields of the form hold it."""
    return values_of(draft)


def typed(values: Mapping[str, object]) -> OrganisationDraft:
    """The draft that is typed in the form."""
    return draft_from(OrganisationDraft, values)


class OrganisationForm(Form):
    """The sheet of the organisation."""

    def __init__(self, desk: Desk, save: Callable[[Mapping[str, object]], object]) -> None:
        super().__init__(desk, save)
        self._controller()
        self._others()
        self._officer()
        self._letters()
        self._follows()

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.settings.organisation.{key}")

    def _controller(self) -> None:
        words = self.desk.words
        self.section(self._say("section.controller"))
        self.add("name", TextLine(), self._say("name"), required=True)
        self.add_row(
            (self.make("legal_form", TextLine(), self._say("legal_form")), 1),
            (self.make("registration", TextLine(), self._say("registration")), 1),
        )
        self.add("address", AddressBlock(words), self._say("address"))
        self.add_row(
            (self.make("email", TextLine(), self._say("email")), 1),
            (self.make("phone", TextLine(), self._say("phone")), 1),
        )

    def _others(self) -> None:
        words = self.desk.words
        self.section(self._say("section.others"))
        self.add("establishment", fact_block(words), words("fields.organisation.establishment"))
        for name in ("representative", "joint_controllers"):
            self.add(name, fact_block(words), self._say(name), help_text=self._say(f"{name}_help"))
        self.add("to_clarify", TextBlock(), words("fields.organisation.to_clarify"))

    def _officer(self) -> None:
        self.section(self._say("section.dpo"))
        self.add("dpo_name", TextLine(), self._say("dpo_name"))
        self.add_row(
            (self.make("dpo_email", TextLine(), self._say("email")), 1),
            (self.make("dpo_phone", TextLine(), self._say("phone")), 1),
        )

    def _letters(self) -> None:
        self.section(self._say("section.letters"))
        address = AddressBlock(self.desk.words)
        self.add("letters_from", address, self._say("letters_from"), help_text=self._say("letters_from_help"))

    def _follows(self) -> None:
        words = self.desk.words
        calendars = [(name, words(f"law.calendar.{name}")) for name in calendar_ids()]
        offices = [
            (each.code, f"{words.country(each.country)} · {each.native_name}") for each in authorities()
        ]
        self.section(self._say("section.follows"))
        self.add(
            "holiday_calendar", Choice(calendars), self._say("calendar"), help_text=self._say("calendar_help")
        )
        self.add(
            "closed_days",
            TextBlock(lines=2),
            self._say("closed_days"),
            help_text=self._say("closed_days_help"),
        )
        self.add(
            "lead_days", TextBlock(lines=2), self._say("lead_days"), help_text=self._say("lead_days_help")
        )
        self.add(
            "authority",
            Choice(sorted(offices, key=lambda o: o[1])),
            self._say("authority"),
            help_text=self._say("authority_help"),
        )
