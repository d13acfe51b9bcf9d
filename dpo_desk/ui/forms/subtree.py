"""What stands behind an organisation's sub-processors: a tree, each name a link to its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.ui import theme
from dpo_desk.ui.forms.screening import is_known
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconLabel, Label
from dpo_desk.ui.widgets.links import LinkLine
from dpo_desk.ui.widgets.texts import breakable


@dataclass(frozen=True)
class Sub:
    """One sub-processor; ``record`` is empty when it has no record of its own."""

    name: str
    record: str = ""


Behind = Callable[[str], Sequence[Sub]]
"""The sub-processors of the organisation of this id."""


@dataclass(frozen=True)
class Branch:
    """One line of the tree; a branch that leads back to an organisation above it is not followed."""

    sub: Sub
    depth: int
    loop: bool = False


def branches(record: str, subs: Sequence[Sub], behind: Behind) -> Iterator[Branch]:
    """The lines of the tree below the organisation ``record``, which engages ``subs``."""
    yield from _below(subs, behind, (record,) if record else ())


def _below(subs: Sequence[Sub], behind: Behind, above: tuple[str, ...]) -> Iterator[Branch]:
    for sub in subs:
        loop = bool(sub.record) and sub.record in above
        yield Branch(sub, len(above), loop)
        if sub.record and not loop:
            yield from _below(behind(sub.record), behind, (*above, sub.record))


class SubTree(QWidget):
    """The tree; nothing is shown while no sub-processor has others behind it."""

    def __init__(self, desk: Desk, behind: Behind) -> None:
        super().__init__()
        self._desk, self._behind = desk, behind
        self._shown: tuple[Branch, ...] = ()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF // 2)
        self._column.addWidget(Label(desk.words("ui.processors.tree.title"), size=0.95, bold=True, wrap=True))
        self.hide()

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return [self._text(branch) for branch in self._shown]

    def show_below(self, record: str, fact: Mapping[str, object]) -> None:
        """Show what stands below this organisation, whose sub-processors are typed in ``fact``."""
        entries = fact.get("text")
        typed = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        subs = [Sub(str(each.get("name") or ""), str(each.get("processor") or "")) for each in typed]
        found = tuple(branches(record, subs if is_known(fact) else (), self._behind))
        self.setVisible(any(branch.depth > found[0].depth or branch.loop for branch in found))
        if found == self._shown:
            return
        self._shown = found
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(branch, branch.depth - found[0].depth) for branch in found]
        for row in self._rows:
            self._column.addWidget(row)

    def _text(self, branch: Branch) -> str:
        if not branch.loop:
            return branch.sub.name
        return self._desk.words("ui.processors.tree.loop", name=branch.sub.name)

    def _row(self, branch: Branch, depth: int) -> QWidget:
        row, text = QWidget(), self._text(branch)
        line = QHBoxLayout(row)
        line.setContentsMargins(depth * theme.TRIPLE, 0, 0, 0)
        line.setSpacing(theme.HALF)
        if branch.sub.record:
            link = LinkLine(text, "triangle-alert" if branch.loop else "building-2")
            link.clicked.connect(lambda: self._desk.navigate("processors", branch.sub.record))
            line.addWidget(link, 1)
        else:
            line.addWidget(IconLabel("building-2"))
            line.addWidget(Label(breakable(text), wrap=True, tone=Tone.DANGER if branch.loop else None), 1)
        return row
