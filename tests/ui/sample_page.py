"""One small exemplary page: a list of a hundred thousand rows and a form beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.forms.group import AddressBlock
from dpo_desk.ui.models.paged import Cell, Column, Query, Row
from dpo_desk.ui.pages.base import ListRecordPage
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.list_field import ListField
from dpo_desk.ui.widgets.list_view import Chip, Empty

HOSTILE = '<img src="file:///x"><b>Zoé & Ωmega</b>'


class ManyRows:
    """A source that counts what it is asked."""

    columns = (Column("ref", "Reference"), Column("name", "Person", 20), Column("", "State"))

    def __init__(self, count: int = 100_000) -> None:
        self.all = [f"{n:06d}" for n in range(count)]
        self.asked: list[Query] = []
        self.loaded = 0

    def ids(self, query: Query) -> Sequence[str]:
        self.asked.append(query)
        ids = [i for i in self.all if query.text in i] if query.text else self.all
        return ids[::-1] if query.descending else ids

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        self.loaded += len(ids)
        return [Row(i, (f"R-{i}", HOSTILE, Cell("open", Tone.ACCENT, "inbox"))) for i in ids]


class SampleForm(Form):
    """Every editor once."""

    def __init__(self, desk: Desk, save: object) -> None:
        super().__init__(desk, save)  # type: ignore[arg-type]
        words = desk.words
        self.section("One")
        self.add("name", TextLine(), "Name", required=True)
        self.add("received", DayField(words), "Received", help_text="The day it arrived.")
        self.section("Two")
        self.add("status", Choice([("draft", "Draft"), ("active", "Active")]), "Status")
        self.add("urgent", Tick("Urgent"), "")
        self.add("note", TextBlock(), "Note")
        self.section("Three")
        self.add("source", KnownField(words, TextLine()), "Source")
        self.add("purposes", ListField(words, TextLine, "Add a purpose"), "Purposes")
        self.add("address", AddressBlock(words), "Address")


VALUES: dict[str, object] = {
    "name": "Orders",
    "received": "2026-01-30",
    "status": "draft",
    "urgent": False,
    "note": "",
    "source": {"known": "unknown"},
    "purposes": ["deliver", "answer"],
    "address": {"street": "1 rue X", "city": "Paris", "country": "FR"},
}


class SamplePage(ListRecordPage):
    """What a page author writes."""

    def __init__(self, desk: Desk) -> None:
        self.source = ManyRows()
        super().__init__(
            desk,
            "Requests",
            name="sample",
            source=self.source,
            empty=Empty("inbox", "Requests stand here.", "New request", self.new),
            chips=[Chip("open", "Open"), Chip("all", "All")],
            sort="ref",
        )
        self.saved: list[Mapping[str, object]] = []
        self.command(
            "new", "New request", self.new, icon="plus", shortcut="Ctrl+N", button=True, primary=True
        )
        self.form = SampleForm(desk, self.saved.append)
        self.record_layout.addWidget(self.form)
        self.news_count = 0

    def new(self) -> None:
        self.form.open("sample/new", {})

    def show_record(self, record_id: str | None) -> None:
        if record_id:
            self.form.open(f"sample/{record_id}", VALUES)

    def refresh(self, changed: object) -> None:
        self.news_count += 1

    def keep(self) -> None:
        self.form.keep()

    def open_record(self, record_id: str, field: str = "") -> None:
        super().open_record(record_id, field)
        if field:
            self.form.jump(field)
