"""The list of requests as it is shown, written for a spreadsheet or another program; days are days there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QFileDialog, QWidget

from dpo_desk.domain.ids import CaseId
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import CaseLine
from dpo_desk.services.tables import Sheet
from dpo_desk.ui.printing import ask_place
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.case_words import right_names

_COLUMNS = ("ref", "person", "rights", "regime", "received", "due", "prudent", "state", "answered", "step")


def export_requests(desk: Desk, parent: QWidget, ids: Sequence[str]) -> QFileDialog:
    """Ask for a place, then write these requests there, in this order."""
    words, tables = desk.words, desk.services.table_export
    lines = desk.services.cases.lines([CaseId(each) for each in ids])
    sheet = request_sheet(words, lines)
    dialog = ask_place(
        parent,
        desk.lane,
        f"{words('ui.requests.export.name')}{tables.endings[0]}",
        lambda target: tables.write(target, sheet),
        lambda _target: desk.messages.note(words("ui.requests.export.done", count=len(lines))),
    )
    dialog.setNameFilters(
        [words(f"ui.requests.export.kind{ending}", ending=ending) for ending in tables.endings]
    )
    dialog.filterSelected.connect(lambda _text: _follow(dialog, tables.endings))
    return dialog


def request_sheet(words: Wording, lines: Sequence[CaseLine]) -> Sheet:
    """The lines under the headings of the list."""
    header = tuple(words(f"ui.requests.column.{each}") for each in _COLUMNS)
    return Sheet(
        title=words("ui.requests.title"), header=header, rows=tuple(_row(words, each) for each in lines)
    )


def _row(words: Wording, line: CaseLine) -> tuple[str | date | None, ...]:
    return (
        line.ref,
        line.person,
        right_names(words, line.rights),
        words(f"ui.requests.law.{line.regime}"),
        line.received,
        line.due,
        line.prudent,
        words(f"case.state.{line.state}"),
        line.answered_on,
        words(f"case.step.{line.next_step}") if line.next_step else "",
    )


def _follow(dialog: QFileDialog, endings: Sequence[str]) -> None:
    """A name without an ending gets that of the kind that is chosen."""
    chosen = dialog.nameFilters().index(dialog.selectedNameFilter())
    dialog.setDefaultSuffix(endings[chosen].lstrip("."))
