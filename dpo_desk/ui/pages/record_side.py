"""The column beside a record's form: how complete it is, what it lacks, and the records it hangs together with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.version import Dismissal
from dpo_desk.services.links import Near
from dpo_desk.services.records import View
from dpo_desk.ui import theme
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.feedback import Bar
from dpo_desk.ui.widgets.gaps import GapList, asides, gap_lines
from dpo_desk.ui.widgets.links import Link, Links

# The kinds of records beside one, each with its page and its icon.
NEAR = (
    ("activities", "register", "table-2"),
    ("clients", "clients", "table-2"),
    ("processors", "processors", "building-2"),
    ("transfers", "transfers", "arrow-left-right"),
)


class RecordSide(QWidget):
    """The column. ``jump`` carries a field, ``set_aside`` a finding and the reason, ``bring_back`` a finding."""

    jump = Signal(str)
    set_aside = Signal(str, str)
    bring_back = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        self._bar = Bar(desk.words("ui.records.column.completeness"))
        self._told = Label(size=0.9, muted=True, wrap=True)
        self.gaps = GapList(desk.words, settled=True)
        for part in (self._bar, self._told, self.gaps):
            column.addWidget(part)
        self._near: dict[str, tuple[Label, Links]] = {}
        for name, _page, _icon in NEAR:
            head, links = Label(desk.words(f"ui.records.near.{name}"), bold=True, wrap=True), Links(desk)
            head.setContentsMargins(0, theme.STEP, 0, 0)
            self._near[name] = (head, links)
            column.addWidget(head)
            column.addWidget(links)
        column.addStretch(1)
        self.gaps.jump.connect(lambda gap: self.jump.emit(gap.field))
        self.gaps.set_aside.connect(lambda gap, reason: self.set_aside.emit(gap.key, reason))
        self.gaps.bring_back.connect(lambda gap: self.bring_back.emit(gap.key))

    def links(self, name: str) -> Links:
        """The links to the records of one kind (``activities``, ``clients``, ``processors``, ``transfers``)."""
        return self._near[name][1]

    def show_gaps(
        self,
        gaps: Sequence[Gap],
        set_aside: Sequence[tuple[Gap, Dismissal]],
        complete: Completeness,
    ) -> None:
        """Show what is missing now, and what was set aside."""
        self.gaps.show_gaps(gap_lines(self._words, gaps), asides(self._words, set_aside))
        told = self._words("ui.records.settled_long", count=complete.settled, asked=complete.asked)
        self._told.setText(told)
        share = complete.settled / complete.asked if complete.asked else 0.0
        self._bar.show_share(share, Tone.GOOD if share == 1 else Tone.ACCENT, told)

    def show_near(self, view: View[Any] | None) -> None:
        """Show the records beside this one; a kind of which there is none is not named."""
        near = view.near if view else Near()
        for name, page, icon in NEAR:
            head, links = self._near[name]
            found = [Link(f"{each.ref} · {each.name}", page, each.id, icon) for each in getattr(near, name)]
            links.show_links(found, "")
            for part in (head, links):
                part.setVisible(bool(found))
