"""What the search of each activity gave: found, nothing, not searched; with the data for the copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dpo_desk.domain.case import Finding, Outcome
from dpo_desk.domain.ids import CaseId
from dpo_desk.library.wording import Wording
from dpo_desk.services.draft_values import draft_from
from dpo_desk.services.intake import FindingDraft
from dpo_desk.services.register import Choice as Record
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Field, Group, says
from dpo_desk.ui.forms.inline import InlineForm
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button, Card, IconButton, Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, Editor, TextBlock, TextLine
from dpo_desk.ui.widgets.flow import Flow
from dpo_desk.ui.widgets.texts import breakable


def values_of_findings(findings: Sequence[Finding]) -> list[object]:
    """The findings as the form holds them."""
    return [
        {
            "activity": each.activity,
            "outcome": each.outcome.value,
            "by": each.by,
            "on": each.on.isoformat() if each.on else "",
            "note": each.note,
            "data": "\n".join(f"{label}: {value}" for label, value in each.data),
        }
        for each in findings
    ]


class FindingRow(Card):
    """One activity: what came out, who searched and when, and when data were found, which."""

    def __init__(self, words: Wording, record: Record) -> None:
        super().__init__()
        self.record = record
        options = [(each.value, words(f"case.outcome.{each}")) for each in Outcome]
        self.outcome = Choice(options)
        self.outcome.combo.setMinimumContentsLength(18)
        self.remove = IconButton("x", words("ui.requests.search.remove", name=record.name))
        self.more = IconButton("pencil", words("ui.requests.search.more", name=record.name))
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        name = Label(breakable(f"{record.ref} · {record.name}" if record.ref else record.name), wrap=True)
        head.addWidget(name, 1)
        for part in (self.outcome, self.more, self.remove):
            head.addWidget(part)
        self.body.addLayout(head)
        self.outcome.set_name(f"{record.name}: {words('ui.requests.search.outcome')}")
        self.details = Group(words)
        self.details.add(
            "data",
            TextBlock(lines=3),
            words("ui.requests.search.data"),
            help_text=words("ui.requests.search.data_help"),
        )
        self.details.add("note", TextBlock(lines=1), words("ui.requests.search.note"))
        by = self.details.make("by", TextLine(), words("ui.requests.search.searched_by"))
        on = self.details.make("on", DayField(words), words("ui.requests.search.searched_on"))
        self.details.add_row((by, 3), (on, 2))
        self.details.set_name(record.name)
        self.body.addWidget(self.details)
        self.outcome.changed.connect(self._fit)
        self.more.clicked.connect(self._unfold)

    def value(self) -> dict[str, object]:
        """What is typed."""
        return {"activity": self.record.id, "outcome": self.outcome.value(), **self.details.value()}

    def set_value(self, value: Mapping[str, object]) -> None:
        """Show a finding."""
        self.outcome.set_value(value.get("outcome", Outcome.NOT_SEARCHED.value))
        self.details.set_value(value)
        self._fit()

    def field(self, name: str) -> Field:
        """The field of this name, unfolded; that of the data where there is no such field."""
        self._unfold()
        found = self.details.fields.get(name, self.details.fields["data"])
        found.show()
        return found

    def _fit(self) -> None:
        """Data are asked for where some were found; the rest stands behind the pencil until it says something."""
        found = self.outcome.value() == Outcome.FOUND
        data = self.details.fields["data"]
        data.setVisible(found or says(data.editor.value()))
        noted = says(self.details.fields["note"].editor.value())
        self.details.setVisible(found or noted or says(data.editor.value()))
        self.more.setVisible(self.details.isHidden())

    def _unfold(self) -> None:
        if self.details.isHidden():
            self.details.show()
            self.more.hide()
            self.details.rearranged.emit()
            self.details.fields["note"].editor.focus_at()


class FindingsField(Editor):
    """The chosen activities with their findings; the value is a list of drafts as dicts."""

    proposals_asked = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._records: dict[str, Record] = {}
        self.rows: list[FindingRow] = []
        self.choose = Choice([], empty=words("ui.requests.search.choose"))
        self.choose.combo.setMinimumContentsLength(28)
        self.choose.set_name(words("ui.requests.search.choose"))
        self.choose.changed.connect(self._add_chosen)
        self.all = Button(words("ui.requests.search.add_all"), "plus", quiet=True)
        self.all.clicked.connect(lambda: self.add(self._records))
        self.rest = Button(words("ui.requests.search.rest_nothing"), "check", quiet=True)
        self.rest.clicked.connect(self._rest_nothing)
        self.propose = Button(words("ui.requests.search.propose"), "list-checks", quiet=True)
        self.propose.clicked.connect(self.proposals_asked)
        tools = Flow()
        tools.addWidget(self.choose)
        tools.addWidget(self.propose)
        tools.addWidget(self.all)
        tools.addWidget(self.rest)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.STEP)
        whole = QVBoxLayout()
        whole.setSpacing(theme.STEP)
        whole.addLayout(tools)
        whole.addLayout(self._column)
        self.row.addLayout(whole, 1)

    def offer(self, records: Sequence[Record]) -> None:
        """These activities can be chosen."""
        self._records = {record.id: record for record in records}
        self._show_choices()

    def value(self) -> list[object]:
        """The findings, in order."""
        return [row.value() for row in self.rows]

    def set_value(self, value: object) -> None:
        """Show these findings; an activity that is no more keeps its id as its name."""
        wanted = (
            [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
        )
        for row in list(self.rows):
            self._drop(row)
        for each in wanted:
            self._append(str(each.get("activity", ""))).set_value(each)
        self._show_choices()

    def target(self) -> QWidget:
        """The chooser."""
        return self.choose.target()

    def set_name(self, name: str) -> None:
        """The chooser and the rows have their own."""

    def mark(self, path: str, text: str) -> bool:
        """Show an error at the field of the row its number names."""
        number, _, field = path.partition(".")
        index = int(number) if number.isdigit() else -1
        if not 0 <= index < len(self.rows):
            return False
        self.rows[index].field(field).mark("", text)
        return True

    def clear_marks(self) -> None:
        """Take all errors away."""
        for row in self.rows:
            row.details.clear_marks()

    def focus_at(self, path: str = "") -> None:
        """To the field of the row its number names, or to the chooser."""
        number, _, field = path.partition(".")
        if number.isdigit() and int(number) < len(self.rows):
            row = self.rows[int(number)]
            (row.field(field).editor if field in row.details.fields else row.outcome).focus_at()
        else:
            super().focus_at()

    def _append(self, activity: str) -> FindingRow:
        record = self._records.get(activity) or Record(id=activity, ref="", name=activity)
        row = FindingRow(self._words, record)
        row.set_value({})
        for editor in (row.outcome, row.details):
            editor.changed.connect(self.changed)
            editor.rearranged.connect(self.rearranged)
        row.remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _drop(self, row: FindingRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _remove(self, row: FindingRow) -> None:
        self._drop(row)
        self._show_choices()
        self.changed.emit()
        self.choose.focus_at()

    def _add_chosen(self) -> None:
        activity = self.choose.value()
        if activity:
            row = self._append(activity)
            self._show_choices()
            self.changed.emit()
            row.outcome.focus_at()

    def add(self, activities: Iterable[str]) -> None:
        """Add those of these activities that are not there yet, to be searched."""
        there = {row.record.id for row in self.rows}
        for activity in activities:
            if activity not in there:
                self._append(activity)
        self._show_choices()
        self.changed.emit()

    def _rest_nothing(self) -> None:
        for row in self.rows:
            if row.outcome.value() == Outcome.NOT_SEARCHED:
                row.set_value({**row.value(), "outcome": Outcome.NOTHING.value})
        self.changed.emit()

    def _show_choices(self) -> None:
        there, combo = {row.record.id for row in self.rows}, self.choose.combo
        while combo.count() > 1:
            combo.removeItem(1)
        for record in self._records.values():
            if record.id not in there:
                combo.addItem(f"{record.ref} · {record.name}", record.id)
        combo.setCurrentIndex(0)
        self.all.setEnabled(combo.count() > 1)
        self.rest.setEnabled(bool(self.rows))


class FindingsForm(InlineForm):
    """The search of a case, activity by activity."""

    def __init__(self, desk: Desk, case: CaseId) -> None:
        work = desk.services.case_work
        super().__init__(
            desk,
            lambda values: work.record_findings(case, _typed(values)),
            desk.words("ui.requests.search.save"),
        )
        self._case = case
        self.findings = FindingsField(desk.words)
        self.add("findings", self.findings, "")
        self.findings.row.setAlignment(Qt.AlignmentFlag.AlignTop)

        self.findings.proposals_asked.connect(self.propose)

    def begin(self, findings: Sequence[Finding]) -> None:
        """Show what is recorded."""
        self.findings.offer(self.desk.services.register.activities.choices())
        self.open(f"case/{self._case}/search", {"findings": values_of_findings(findings)})
        self.findings.focus_at("0" if findings else "")

    def propose(self) -> None:
        """Add the activities that come into question, by the rights of the case and the person's role."""
        proposed = self.desk.services.case_work.propose_search(self._case)
        self.findings.add(each.id for each in proposed)
        self.findings.focus_at("0")


def _typed(values: Mapping[str, object]) -> tuple[FindingDraft, ...]:
    given = values.get("findings")
    rows = given if isinstance(given, list | tuple) else ()
    return tuple(_finding(each) for each in rows if isinstance(each, Mapping) and each.get("activity"))


def _finding(values: Mapping[str, object]) -> FindingDraft:
    return draft_from(FindingDraft, values)
