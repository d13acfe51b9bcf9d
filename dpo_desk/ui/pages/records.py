"""The shape of the register's three sections: the list, the record's head, its form, and a column beside the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.facts import Known
from dpo_desk.errors import NotFound
from dpo_desk.library.wording import Wording
from dpo_desk.services.ports import ListQuery
from dpo_desk.ui import theme
from dpo_desk.ui.forms.parts import RecordChoice
from dpo_desk.ui.forms.record import RecordForm
from dpo_desk.ui.models.paged import Cell, Column, ListSource, Query, Row
from dpo_desk.ui.pages.base import ListRecordPage, action_button
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import IconButton, Label, Pill
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.known_field import LOOK
from dpo_desk.ui.widgets.list_view import Chip, Empty
from dpo_desk.ui.widgets.texts import breakable

ALL = "all"  # the chip that hides nothing; the last one, which is chosen when a filter is lifted
SIDE_WIDTH, SIDE_HEIGHT = 216, 156
_ANY = 16_777_215  # the largest size Qt knows: no limit
_ROOM_FOR_SIDE = 560  # narrower than this, the column stands above the form


@dataclass(frozen=True)
class Kind:
    """What a section is about: its page, the news it tells and hears, its icon."""

    page: str
    news: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A record as the page shows it; ``values`` are the form's."""

    id: str
    version: int
    ref: str
    name: str
    values: Mapping[str, object]
    view: object = None  # what the service gave, for the page's own side column


def list_query(query: Query) -> ListQuery:
    """What the list asks, as the services understand it."""
    return ListQuery(text=query.text, chips=query.chips - {ALL}, sort=query.sort, descending=query.descending)


Id = TypeVar("Id")
Line = TypeVar("Line")


@dataclass(frozen=True)
class RecordSource(Generic[Id, Line]):
    """The records of one kind, for their list: what the service finds, and how a line is shown."""

    columns: Sequence[Column]
    find: Callable[[ListQuery], Sequence[Id]]
    fetch: Callable[[Sequence[Id]], Sequence[Line]]
    show: Callable[[Line], Row]

    def ids(self, query: Query) -> Sequence[str]:
        """The ids that match."""
        # Identifiers are texts; each kind has a type of its own, which a list need not know.
        return cast("Sequence[str]", self.find(list_query(query)))

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        """These rows."""
        return [self.show(line) for line in self.fetch(cast("Sequence[Id]", ids))]


def name_cell(words: Wording, name: str, *, named: bool) -> str | Cell:
    """A name in a list; a description that stands for a missing name says so."""
    return (
        name if named else Cell(words("ui.records.unnamed", name=name), Tone.WARNING, "circle-question-mark")
    )


def fact_cell(words: Wording, known: Known, text: str) -> str | Cell:
    """A fact in a list: a given value as it is, all others with the icon and the word of their state."""
    if known is Known.GIVEN:
        return text
    tone, icon = LOOK[known]
    said = words(f"ui.common.known.{known}")
    return Cell(words("ui.records.proposed", value=text) if known is Known.PROPOSED else said, tone, icon)


class RecordPage(ListRecordPage):
    """
    A section of the register.

    A page calls ``build`` with its form and the column beside it, and overrides ``load``, ``blank``, ``store``,
    ``erase`` and ``show_side``.
    """

    def __init__(
        self, desk: Desk, kind: Kind, source: ListSource, *, chips: Sequence[str] = (), sort: str = "ref"
    ) -> None:
        words, prefix = desk.words, f"ui.{kind.page}"
        super().__init__(
            desk,
            words(f"{prefix}.title"),
            name=kind.page,
            source=source,
            empty=Empty(kind.icon, words(f"{prefix}.empty"), words(f"{prefix}.new"), self.begin_new),
            chips=[Chip(chip, words(f"{prefix}.chip.{chip}")) for chip in chips],
            sort=sort,
        )
        if not desk.view_state.get(f"{self._state_key}/splitter"):
            self.splitter.setSizes([364, 700])
        self._kind, self._prefix = kind, prefix
        self._loaded: Shown | None = None
        self._new = False
        if chips:
            self.list.choose_chip(chips[-1])
        self.command(
            "new",
            words(f"{prefix}.new"),
            self.begin_new,
            icon="plus",
            shortcut="Ctrl+N",
            button=True,
            primary=True,
        )
        self._whole = self.command(
            "whole", words("ui.records.hide_list"), self.toggle_list, icon="list", shortcut="F9"
        )
        self._delete = self.command("delete", words(f"{prefix}.delete"), self.ask_delete, icon="trash-2")

    def build(self, form: RecordForm, side: QWidget, *actions: tuple[QAction, str]) -> None:
        """Put the record together; ``actions`` stand in its head, before Delete."""
        self.form = form
        form.saved.connect(self._saved)
        self._for_saved = (*(action for action, _icon in actions), self._delete)
        self._stack = QStackedWidget()
        words = self.desk.words
        choose = EmptyState(self._kind.icon, words(f"{self._prefix}.choose"))
        self._stack.addWidget(choose)
        record, column = QWidget(), QVBoxLayout()
        record.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(self._head((*actions, (self._delete, "trash-2"))))
        column.addWidget(_Beside(form, side, words(f"{self._prefix}.side")), 1)
        self._stack.addWidget(record)
        self.record_layout.addWidget(self._stack)
        self._enable()

    # --- what a page gives ---------------------------------------------------------------------------------------

    def load(self, record_id: str) -> Shown:
        """The record. Raises ``NotFound``."""
        raise NotImplementedError

    def blank(self) -> dict[str, object]:
        """The values of a new record's form."""
        raise NotImplementedError

    def store(self, record_id: str | None, version: int, values: Mapping[str, object]) -> Shown:
        """The record as saved; runs on the lane."""
        raise NotImplementedError

    def erase(self, record_id: str) -> None:
        """Take the record away; runs on the lane."""
        raise NotImplementedError

    def show_side(self, shown: Shown | None) -> None:
        """Show what stands beside the form, and the pill in the head; nothing is given for a new record."""
        raise NotImplementedError

    def read_choices(self) -> None:
        """Read again what the form's choosers offer."""

    # --- showing -------------------------------------------------------------------------------------------------

    def show_record(self, record_id: str | None) -> None:
        """Show this record; one that is shown already keeps its typing and its place."""
        if record_id is None:
            if not self._new:
                self._show_nothing()
            return
        if self._loaded is None or self._loaded.id != record_id:
            self._fill(record_id)

    def open_record(self, record_id: str, field: str = "") -> None:
        """Show the record and bring the keyboard to the field."""
        super().open_record(record_id, field)
        if field:
            QTimer.singleShot(0, self, lambda: self.form.jump(field))

    def refresh(self, changed: Changed | None) -> None:
        """Ask the list again; the record too, unless something is typed in it."""
        self.read_choices()
        for chooser in self.form.findChildren(RecordChoice):
            chooser.follow()
        self.list.refresh()
        if self._loaded is not None and not self._new:
            self._look_again(self._loaded)

    def begin_new(self) -> None:
        """An empty form, ready for typing; not while a save is under way, which might be that of another new one."""
        if self.form.saving:
            return
        self.read_choices()
        self._new, self._loaded = True, None
        self.list.table.setCurrentIndex(QModelIndex())
        self.form.show_record(None, 0, self.blank())
        self._show_head("", self.desk.words(f"{self._prefix}.new_name"))
        self.show_side(None)
        self._stack.setCurrentIndex(1)
        self._enable()
        first = next(iter(self.form.fields.fields.values()))
        first.editor.focus_at()

    def focus_record(self) -> None:
        """Enter on a row: the keyboard goes to the first field."""
        if self._stack.currentIndex():
            next(iter(self.form.fields.fields.values())).editor.focus_at()

    def keep(self) -> None:
        """Unsaved typing goes to the draft store."""
        self.form.keep()

    def toggle_list(self) -> None:
        """Give the whole width to the record, and the table of contents its place; or bring the list back."""
        hidden = not self.list.isHidden()
        self.list.setHidden(hidden)
        self._whole.setText(self.desk.words("ui.records.show_list" if hidden else "ui.records.hide_list"))
        self._wide.set_name(self._whole.text())
        if hidden:
            self.focus_record()
        else:
            self.list.table.setFocus()

    def ask_delete(self) -> None:
        """Ask before the record is taken away for good."""
        shown = self._loaded
        if shown is None:
            return
        words, prefix = self.desk.words, self._prefix
        self.desk.messages.ask(
            words(f"{prefix}.delete_question", ref=shown.ref),
            words("ui.records.delete_warning"),
            words("ui.records.delete_yes"),
            lambda: self.desk.lane.run(
                lambda: self.erase(shown.id), success=lambda _none: self._erased(shown), parent=self
            ),
        )

    # --- inside --------------------------------------------------------------------------------------------------

    def _head(self, actions: Sequence[tuple[QAction, str]]) -> QHBoxLayout:
        row, names, line = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        names.setSpacing(theme.HALF // 2)
        line.setSpacing(theme.STEP)
        self._ref, self.pill = Label(muted=True), Pill()
        self.head_line = line
        line.addWidget(self._ref)
        line.addWidget(self.pill)
        line.addStretch(1)
        self._name = Label(size=1.2, bold=True, wrap=True)
        names.addWidget(self._name)
        names.addLayout(line)
        row.addLayout(names, 1)
        self._wide = IconButton("list", self._whole.text())
        self._wide.clicked.connect(self._whole.trigger)
        row.addWidget(self._wide, 0, Qt.AlignmentFlag.AlignTop)
        for action, icon in actions:
            row.addWidget(action_button(action, icon, quiet=True), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_head(self, ref: str, name: str) -> None:
        self._ref.setText(ref)
        self._ref.setVisible(bool(ref))
        self._name.setText(breakable(name))

    def _fill(self, record_id: str) -> None:
        try:
            shown = self.load(record_id)
        except NotFound:
            self._show_nothing()
            return
        self.read_choices()
        self._new, self._loaded = False, shown
        self.form.show_record(shown.id, shown.version, shown.values)
        self._show_loaded(shown)

    def _show_loaded(self, shown: Shown) -> None:
        self._show_head(shown.ref, shown.name)
        self.show_side(shown)
        self._stack.setCurrentIndex(1)
        self._enable()

    def _show_nothing(self) -> None:
        self.form.keep()
        self._loaded = None
        self._stack.setCurrentIndex(0)
        self._enable()

    def _look_again(self, before: Shown) -> None:
        try:
            now = self.load(before.id)
        except NotFound:
            self._show_nothing()
            return
        if now.version != self.form.version and not self.form.dirty:
            self.form.show_record(now.id, now.version, now.values)
        self._loaded = now
        self._show_loaded(now)

    def _saved(self, result: object) -> None:
        assert isinstance(result, Shown)  # noqa: S101 - what ``store`` gives
        still_shown = self.form.record == result.id or (self._new and self.form.record is None)
        if still_shown:
            self._new, self._loaded = False, result
            self.form.settle(result.id, result.version)
        self._tell(result.id, "saved", result.ref)
        if still_shown:
            self.list.select(result.id)
            self._show_loaded(result)

    def _erased(self, shown: Shown) -> None:
        if self._loaded and self._loaded.id == shown.id:
            self.form.discard()
            self._show_nothing()
        self._tell(shown.id, "deleted", shown.ref)

    def _tell(self, record_id: str, done: str, ref: str) -> None:
        self.desk.news.tell(self._kind.news, ids=[record_id])
        self.desk.messages.note(self.desk.words(f"ui.records.{done}", ref=ref))

    def _enable(self) -> None:
        for action in self._for_saved:
            action.setEnabled(self._loaded is not None)


class _Beside(QWidget):
    """The form with a column beside it, or above it where there is little room."""

    def __init__(self, form: QWidget, side: QWidget, name: str) -> None:
        super().__init__()
        self._way = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._way.setContentsMargins(0, 0, 0, 0)
        self._way.setSpacing(theme.STEP)
        self._side = _side_area(side, name)
        self._way.addWidget(form, 1)
        self._way.addWidget(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the place of the column."""
        super().resizeEvent(event)
        narrow = event.size().width() < _ROOM_FOR_SIDE
        way = QBoxLayout.Direction
        self._way.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        self._side.setMinimumSize(*((0, SIDE_HEIGHT) if narrow else (SIDE_WIDTH, 0)))
        self._side.setMaximumSize(*((_ANY, SIDE_HEIGHT) if narrow else (SIDE_WIDTH, _ANY)))


def _side_area(side: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(side)
    side.setAutoFillBackground(False)
    return area
