"""A section of the register as it is shown: the list, the record's head, its form, and the column beside the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.record import RecordKind
from dpo_desk.errors import NotFound
from dpo_desk.services.records import Look, RecordService, View
from dpo_desk.ui import theme
from dpo_desk.ui.forms.parts import RecordChoice
from dpo_desk.ui.forms.record import RecordForm
from dpo_desk.ui.models.paged import ListSource
from dpo_desk.ui.pages.base import ListRecordPage
from dpo_desk.ui.pages.record_head import RecordHead
from dpo_desk.ui.pages.record_lists import ShareDelegate
from dpo_desk.ui.pages.record_side import RecordSide
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.list_view import Chip, Empty

SIDE_LETTERS, SIDE_LINES = 28, 6  # of the column: as wide beside the form, as high above it
LOOK_AFTER_MS = 300
_ANY = 16_777_215  # the largest size Qt knows: no limit
_ROOM_FOR_SIDE = 70  # letters; with fewer, the column stands above the form
_LEAST_ROOM = 46  # letters of a line the record wants at least


@dataclass(frozen=True)
class Section:
    """What a section is about: the kind of its records, its page, the news it tells and hears, its icon."""

    kind: RecordKind
    page: str
    news: str
    icon: str


class RecordScreen(ListRecordPage, theme.Dressed):
    """What a section shows; what can be done in it, ``records.RecordPage`` adds with ``add_commands``."""

    form: RecordForm

    def __init__(
        self,
        desk: Desk,
        section: Section,
        service: RecordService[Any, Any, Any],
        source: ListSource,
        *,
        chips: Sequence[str],
        ready: Sequence[Filter] = (),
        sort: str = "ref",
    ) -> None:
        """``chips`` have a button each, the last is chosen at first; ``ready`` are the filters of the menu."""
        words, prefix = desk.words, f"ui.{section.page}"
        super().__init__(
            desk,
            words(f"{prefix}.title"),
            name=section.page,
            source=source,
            empty=Empty(section.icon, words(f"{prefix}.empty"), words(f"{prefix}.new"), self.begin_new),
            chips=[Chip(chip, words(f"{prefix}.chip.{chip}")) for chip in chips],
            sort=sort,
            several=True,
            ready=ready,
        )
        if not desk.view_state.get(f"{self._state_key}/splitter"):
            self.splitter.setSizes([364, 700])
        self.dress()
        self.list.table.setItemDelegate(ShareDelegate(self.list.table))
        self.list.choose_chip(chips[-1])
        self.section, self.service, self._prefix = section, service, prefix
        self._loaded: View[Any] | None = None
        self._new = False
        self._look_later = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_later.timeout.connect(self.look)
        self._for_saved: list[QAction] = []
        self.add_commands()

    def build(self, form: RecordForm) -> None:
        """Put the record together."""
        words, self.form = self.desk.words, form
        form.saved.connect(self._saved)
        form.fields.changed.connect(self._look_later.start)
        form.dirty_changed.connect(lambda _dirty: self._look_later.start())
        self.side = RecordSide(self.desk)
        self.side.jump.connect(form.jump)
        self.top = self.make_head()
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(self.section.icon, words(f"{self._prefix}.choose")))
        record, column = QWidget(), QVBoxLayout()
        record.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.top)
        self._beside = _Beside(form, self.side, words("ui.records.side"))
        column.addWidget(self._beside, 1)
        self._stack.addWidget(record)
        self.record_layout.addWidget(self._stack)
        self._enable()

    def more(
        self, name: str, text: str, do: Callable[[], object], *, icon: str = "", shortcut: str = ""
    ) -> QAction:
        """One more thing that can be done with a saved record; in its menu, before ``build``, and in the palette."""
        action = self.command(name, text, do, icon=icon, shortcut=shortcut)
        self._for_saved.append(action)
        return action

    # --- what can be done ----------------------------------------------------------------------------------------

    def add_commands(self) -> None:
        """Add the commands of the section."""
        raise NotImplementedError

    def make_head(self) -> RecordHead:
        """The head of the record, with the commands in it."""
        raise NotImplementedError

    # --- what a page may give ------------------------------------------------------------------------------------

    def show_view(self, view: View[Any] | None) -> None:
        """Show what the page has beside the form; nothing is given for a new record."""

    def read_choices(self) -> None:
        """Read again what the form's choosers offer."""

    def blank(self) -> dict[str, object]:
        """The values a new record begins with."""
        return self.service.blank()

    def show_look(self, seen: Look) -> None:
        """Show what the page has beside the form for what is typed now."""

    # --- what the form calls -------------------------------------------------------------------------------------

    def store(self, record: str | None, version: int, values: Mapping[str, object]) -> View[Any]:
        """The record as saved; runs on the lane."""
        return self.service.save(record, values, version)

    # --- showing -------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View[Any] | None:
        """The saved record that is shown."""
        return self._loaded

    def show_record(self, record_id: str | None) -> None:
        """Show this record; one that is shown already keeps its typing and its place."""
        if record_id is None:
            if not self._new:
                self._show_nothing()
            return
        if self._loaded is None or self._loaded.record.id != record_id:
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
            self._look_again(self._loaded.record.id)

    def begin_new(self, values: Mapping[str, object] | None = None) -> None:
        """A new form, ready for typing; not while a save is under way, which might be that of another new one."""
        if self.form.saving:
            return
        self.read_choices()
        self._new, self._loaded = True, None
        self.list.table.setCurrentIndex(QModelIndex())
        self.form.show_record(None, 0, self.blank())
        self._beside.to_top()
        if values:
            self.form.type_in(values)
        self.top.show_new(self.desk.words(f"{self._prefix}.new_name"))
        self.show_view(None)
        self.side.show_near(None)
        self.look()
        self._stack.setCurrentIndex(1)
        self._enable()
        self.focus_record()

    def focus_record(self) -> None:
        """Enter on a row: the keyboard goes to the first field."""
        if self._stack.currentIndex():
            next(iter(self.form.fields.fields.values())).editor.focus_at()

    def dress(self) -> None:
        """Ask for as much room as the letters need."""
        self.record.setMinimumWidth(theme.letters(_LEAST_ROOM))

    def keep(self) -> None:
        """Unsaved typing goes to the draft store."""
        self.form.keep()

    def look(self) -> None:
        """Show what the typed record would lack if it were saved now."""
        self._look_later.stop()
        if not self._new and self._loaded is None:
            return
        view = self._loaded
        if view is not None and not self.form.dirty:
            self.side.show_gaps(view.gaps, view.set_aside, view.completeness)
            return
        seen = self.service.look(self.form.record, self.form.values())
        self.side.show_gaps(seen.gaps, view.set_aside if view else (), seen.completeness)
        self.show_look(seen)

    # --- inside --------------------------------------------------------------------------------------------------

    def _fill(self, record_id: str) -> None:
        try:
            view = self.service.get(record_id)
        except NotFound:
            self._show_nothing()
            return
        self.read_choices()
        self._new, self._loaded = False, view
        self.form.show_record(view.record.id, view.record.version, view.values)
        self._beside.to_top()
        self._show_loaded(view)

    def _show_loaded(self, view: View[Any]) -> None:
        self.top.show_view(view, view.record.name)
        self.side.show_near(view)
        self.show_view(view)
        self.look()
        self._stack.setCurrentIndex(1)
        self._enable()

    def _show_nothing(self) -> None:
        self.form.keep()
        self._loaded = None
        self._stack.setCurrentIndex(0)
        self._enable()

    def _look_again(self, record_id: str) -> None:
        try:
            now = self.service.get(record_id)
        except NotFound:
            self._show_nothing()
            return
        if now.record.version != self.form.version and not self.form.dirty:
            self.form.show_record(now.record.id, now.record.version, now.values)
        self._loaded = now
        self._show_loaded(now)

    def _saved(self, result: object) -> None:
        view = cast("View[Any]", result)
        record = view.record
        still_shown = self.form.record == record.id or (self._new and self.form.record is None)
        if still_shown:
            self._new, self._loaded = False, view
            self.form.settle(record.id, record.version)
        self._done(view, "saved")
        if still_shown:
            self.list.select(record.id)
            self._show_loaded(view)

    def _done(self, view: View[Any], note: str) -> None:
        self._tell(view.record.id)
        self.desk.messages.note(self.desk.words(f"ui.records.{note}", ref=view.record.ref))

    def _tell(self, *ids: str) -> None:
        """What is in one record says something about its neighbours, too."""
        self.desk.news.tell("activities", "clients", "processors", "transfers", ids=ids)

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

    def to_top(self) -> None:
        """Show the column from its beginning: it is that of another record now."""
        self._side.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the place of the column."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.letters(_ROOM_FOR_SIDE)
        wide, high = theme.letters(SIDE_LETTERS), SIDE_LINES * theme.line_height() + theme.STEP
        way = QBoxLayout.Direction
        self._way.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        self._side.setMinimumSize(*((0, high) if narrow else (wide, 0)))
        self._side.setMaximumSize(*((_ANY, high) if narrow else (wide, _ANY)))


def _side_area(side: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.viewport().setAutoFillBackground(False)
    side.setAutoFillBackground(False)
    area.setWidget(side)
    return area
