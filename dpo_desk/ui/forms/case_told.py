"""What became of telling each recipient of what was granted: on which day, how, or why it cannot be (Art. 19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dpo_desk.domain.case import Notice, RecipientTold
from dpo_desk.library.wording import Wording
from dpo_desk.services.case_work import ToldDraft
from dpo_desk.services.cases import CaseView
from dpo_desk.services.draft_values import draft_from
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Card, Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, Editor, TextLine
from dpo_desk.ui.widgets.texts import breakable


class ToldRow(Card):
    """One recipient: the day and the way it was told, or why it cannot be."""

    def __init__(self, words: Wording, told: RecipientTold, activity: str) -> None:
        super().__init__()
        self.body.addWidget(Label(breakable(told.name), bold=True, wrap=True))
        self.body.addWidget(Label(breakable(activity), size=0.92, muted=True, wrap=True))

        def say(key: str) -> str:
            return words(f"ui.requests.told.field.{key}")

        self.group = Group(words)
        on = self.group.make("on", DayField(words), say("on"))
        ways = [(each.value, words(f"case.notice.{each}")) for each in Notice]
        how = self.group.make("how", Choice(ways), say("how"))
        self.group.add_row((on, 1), (how, 1))
        self.group.add("impossible", TextLine(), say("impossible"))
        self.group.set_name(told.name)
        self.body.addWidget(self.group)


class ToldField(Editor):
    """The recipients of a case in their order; the value is a list of drafts as dicts."""

    def __init__(self, words: Wording, told: Sequence[RecipientTold], names: Callable[[str], str]) -> None:
        super().__init__()
        column = QVBoxLayout()
        column.setSpacing(theme.STEP)
        self.rows = [ToldRow(words, each, names(each.activity)) for each in told]
        for row in self.rows:
            row.group.changed.connect(self.changed)
            column.addWidget(row)
        self.row.addLayout(column, 1)

    def value(self) -> list[object]:
        """What is typed for each recipient."""
        return [row.group.value() for row in self.rows]

    def set_value(self, value: object) -> None:
        """Show these; a recipient without one is emptied."""
        given = list(value) if isinstance(value, list | tuple) else []
        for number, row in enumerate(self.rows):
            row.group.set_value(given[number] if number < len(given) else {})

    def target(self) -> QWidget:
        """The day of the first."""
        return self.rows[0].group.target()

    def set_name(self, name: str) -> None:
        """Each part is named after its recipient."""

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the part of the recipient its number names."""
        row, rest = self._at(path)
        return row is not None and row.group.mark(rest, text)

    def clear_marks(self) -> None:
        """Take all errors away."""
        for row in self.rows:
            row.group.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the part of the recipient its number names, or to the first."""
        row, rest = self._at(path)
        (row or self.rows[0]).group.focus_at(rest)

    def _at(self, path: str) -> tuple[ToldRow | None, str]:
        number, _, rest = path.partition(".")
        index = int(number) if number.isdigit() else -1
        return (self.rows[index] if 0 <= index < len(self.rows) else None), rest


class ToldForm(InlineForm):
    """The list of recipients of a case."""

    def __init__(self, desk: Desk, view: CaseView, names: Callable[[str], str]) -> None:
        super().__init__(desk, self._on_lane, desk.words("ui.requests.told.save"))
        self._case, self._told = view.case.id, view.case.told
        self.add_widget(Label(desk.words("ui.requests.told.rule"), muted=True, wrap=True))
        self.told = ToldField(desk.words, self._told, names)
        self.add("told", self.told, "")

    def begin(self) -> None:
        """Show what is recorded."""
        values = [
            {
                "on": each.on.isoformat() if each.on else "",
                "how": (each.how or Notice.EMAIL).value,
                "impossible": each.impossible,
            }
            for each in self._told
        ]
        self.open(f"case/{self._case}/told", {"told": values})
        self.told.focus_at("0.on")

    def _on_lane(self, values: Mapping[str, object]) -> CaseView:
        given = values.get("told")
        rows = given if isinstance(given, list) else []
        drafts = [draft_from(ToldDraft, each) for each in rows if isinstance(each, Mapping)]
        return self.desk.services.case_work.tell_recipients(self._case, drafts)
