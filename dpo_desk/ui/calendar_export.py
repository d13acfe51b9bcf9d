"""Days of requests as a calendar file at a place the user chose."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.domain.ids import CaseId
from dpo_desk.services.atomic import write_file
from dpo_desk.ui.printing import ask_place
from dpo_desk.ui.shell import Desk


def export_calendar(desk: Desk, parent: QWidget, case: CaseId | None = None, ref: str = "") -> QFileDialog:
    """Ask for a place, then write the days there: of this request (its reference names the file), else of all running."""
    words, calendars = desk.words, desk.services.calendars

    def made() -> bytes:
        return calendars.of_one(case, words.language) if case else calendars.of_all(words.language)

    return ask_place(
        parent,
        desk.lane,
        f"{ref or words('ui.today.calendar.name')}.ics",
        lambda target: write_file(target, made()),
        lambda target: desk.messages.note(words("ui.today.calendar.written", file=target.name)),
    )
