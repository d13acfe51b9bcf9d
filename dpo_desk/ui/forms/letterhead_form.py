"""The letterhead: what stands at the head and the foot of letters, and the paper they are laid out for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.layouts import layouts
from dpo_desk.services.letterhead import LetterheadDraft
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.editors import Choice, TextBlock

KEY = "letterhead"


def shown(draft: LetterheadDraft) -> dict[str, object]:
    """The draft as the fields of the form hold it."""
    return values_of(draft)


def typed(values: Mapping[str, object]) -> LetterheadDraft:
    """The draft that is typed in the form."""
    return draft_from(LetterheadDraft, values)


class LetterheadForm(Form):
    """The fields of the letterhead, with the logo between them."""

    def __init__(self, desk: Desk, save: Callable[[Mapping[str, object]], object], logo: QWidget) -> None:
        super().__init__(desk, save)
        say = desk.words
        self.section(say("ui.letterhead.section.text"))
        for name, lines in (("lines", 4), ("footer", 3)):
            label, help_text = say(f"ui.letterhead.{name}"), say(f"ui.letterhead.{name}_help")
            self.add(name, TextBlock(lines=lines), label, help_text=help_text)
        self.add_widget(logo)
        self.section(say("ui.letterhead.section.paper"))
        usual = say("ui.letterhead.layout_usual")
        choice = Choice([(each, say(f"papers.layout.{each}")) for each in layouts()], empty=usual)
        self.add("layout", choice, say("ui.letterhead.layout"), help_text=say("ui.letterhead.layout_help"))
