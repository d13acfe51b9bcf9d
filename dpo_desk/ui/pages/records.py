"""The shape of the register's sections: the list, the record's head, its form, and the column beside the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.errors import NotFound
from dpo_desk.services.bulk import BulkChange, Undo
from dpo_desk.services.records import Look, RecordService, View
from dpo_desk.services.trash import Trashed
from dpo_desk.ui import theme
from dpo_desk.ui.forms.parts import RecordChoice, Records
from dpo_desk.ui.forms.record import RecordForm
from dpo_desk.ui.models.paged import ListSource
from dpo_desk.ui.pages.base import ListRecordPage
from dpo_desk.ui.pages.bulk import show_bulk
from dpo_desk.ui.pages.history import HistoryDialog, Subject, show_history
from dpo_desk.ui.pages.record_head import RecordHead
from dpo_desk.ui.pages.record_lists import ShareDelegate
from dpo_desk.ui.pages.record_side import RecordSide
from dpo_desk.ui.pages.register_print import add_print_commands
from dpo_desk.ui.pages.trash import show_trash
from dpo_desk.ui.shell import Changed, Desk
from dpo_desk.ui.widgets.feedback import EmptyState
from dpo_desk.ui.widgets.filters import Filter
from dpo_desk.ui.widgets.list_view import Chip, Empty

SIDE_WIDTH, SIDE_HEIGHT = 224, 116
LOOK_AFTER_MS = 300
_ANY = 16_777_215  # the largest size Qt knows: no limit
_ROOM_FOR_SIDE = 560  # narrower than this, the column stands above the form


@dataclass(frozen=True)
class Section:
    """What a section is about: the kind of its records, its page, the news it tells and hears, its icon."""

    kind: RecordKind
    page: str
    news: str
    icon: str


class RecordPage(ListRecordPage):
    """
    A section of the register.

    A page makes its form with ``store`` as what saves, calls ``build`` with it, and may override ``show_view`` and
    ``read_choices``. Whatever it adds with ``more`` stands in the menu of the record and in the palette.
    """

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
        self.list.table.setItemDelegate(ShareDelegate(self.list.table))
        self.list.choose_chip(chips[-1])
        self.section, self.service, self._prefix = section, service, prefix
        self._loaded: View[Any] | None = None
        self._new = False
        self._look_later = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_later.timeout.connect(self.look)
        self._for_saved: list[QAction] = []
        self._commands()

    def build(self, form: RecordForm) -> None:
        """Put the record together."""
        words, self.form = self.desk.words, form
        form.saved.connect(self._saved)
        form.fields.changed.connect(self._look_later.start)
        form.dirty_changed.connect(lambda _dirty: self._look_later.start())
        self.side = RecordSide(self.desk)
        self.side.jump.connect(form.jump)
        self.side.set_aside.connect(self._set_aside)
        self.side.bring_back.connect(self._bring_back)
        more = [each for each in self._for_saved if each not in {self._validate, self._trash}]
        self.top = RecordHead(words, self._whole, self._validate, [*more, self._trash])
        self.top.changes_wanted.connect(self.show_changes)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(self.section.icon, words(f"{self._prefix}.choose")))
        record, column = QWidget(), QVBoxLayout()
        record.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.top)
        column.addWidget(_Beside(form, self.side, words("ui.records.side")), 1)
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

    # --- doing ---------------------------------------------------------------------------------------------------

    def toggle_list(self) -> None:
        """Give the whole width to the record, and the table of contents its place; or bring the list back."""
        hidden = not self.list.isHidden()
        self.list.setHidden(hidden)
        self._whole.setText(self.desk.words("ui.records.show_list" if hidden else "ui.records.hide_list"))
        if hidden:
            self.focus_record()
        else:
            self.list.table.setFocus()

    def validate(self) -> None:
        """Confirm the record as it stands."""
        if view := self._settled():
            self._run(lambda: self.service.validate(view.record.id), "validated")

    def duplicate(self) -> None:
        """A copy as a new draft, shown at once."""
        if view := self._loaded:
            record = view.record
            name = self.desk.words("ui.records.copy_of", name=record.name)
            self.desk.lane.run(
                lambda: self.service.duplicate(record.id, name), success=self._duplicated, parent=self
            )

    def show_history(self) -> HistoryDialog | None:
        """Every version of the record, what each changed, and the way back to it."""
        if self._loaded is None:
            return None
        record = self._loaded.record
        return show_history(self.desk, self, self.service, Subject(record.id, record.ref, record.name))

    def show_changes(self) -> None:
        """What changed since the record was validated."""
        valid, dialog = self._loaded.validation if self._loaded else None, self.show_history()
        if dialog is not None and valid is not None:
            dialog.compare_with(valid.version)

    def change_several(self) -> None:
        """One change in all selected records."""
        if ids := self.chosen():
            show_bulk(self.desk, self, self.service, ids, self.changed_many)

    def turn_archive(self) -> None:
        """Archive the record, or put it in force again."""
        if view := self._settled():
            ref, into = view.record.ref, RecordStatus.ARCHIVED
            if view.record.status is RecordStatus.ARCHIVED:
                into = RecordStatus.ACTIVE
            note = "archived" if into is RecordStatus.ARCHIVED else "activated"
            self.desk.lane.run(
                lambda: self.service.change([view.record.id], BulkChange(status=into)),
                success=lambda undo: self.changed_many(undo, self.desk.words(f"ui.records.{note}", ref=ref)),
                parent=self,
            )

    def to_trash(self) -> None:
        """Put the chosen records into the trash; there is a way back."""
        ids = self.chosen()
        if ids:
            self.desk.lane.run(lambda: self.service.trash(ids), success=self._trashed, parent=self)

    def chosen(self) -> tuple[str, ...]:
        """The selected records; the one that is shown when the list has no other selection."""
        selected = self.list.selected_ids
        shown = self._loaded.record.id if self._loaded else ""
        return selected if len(selected) > 1 and shown in (*selected, "") else ((shown,) if shown else ())

    def changed_many(self, undo: Undo, note: str) -> None:
        """Several records were changed at once: tell it, with the way back."""
        ids = tuple(undo.versions)
        self.desk.news.tell(self.section.news, ids=ids)
        self.desk.messages.note(note, lambda: self._undo(undo))

    # --- inside --------------------------------------------------------------------------------------------------

    def _commands(self) -> None:
        words, prefix, say = self.desk.words, self._prefix, "ui.records"
        new = words(f"{prefix}.new")
        self.command("new", new, self.begin_new, icon="plus", shortcut="Ctrl+N", button=True, primary=True)
        self._whole = self.command(
            "whole", words(f"{say}.hide_list"), self.toggle_list, icon="list", shortcut="F9"
        )
        self._validate = self.more(
            "validate",
            words(f"{say}.validate"),
            self.validate,
            icon="shield-check",
            shortcut="Ctrl+Shift+Return",
        )
        self.more("duplicate", words(f"{say}.duplicate"), self.duplicate, icon="copy", shortcut="Ctrl+D")
        self._archive = self.more("archive", words(f"{say}.archive"), self.turn_archive, icon="archive")
        self.more("history", words(f"{say}.history"), self.show_history, icon="history", shortcut="Ctrl+H")
        self._trash = self.more(
            "trash", words(f"{say}.trash"), self.to_trash, icon="trash-2", shortcut="Ctrl+Del"
        )
        self._bulk = self.command(
            "bulk", words(f"{say}.bulk"), self.change_several, icon="list-checks", button=True
        )
        self._bulk.setVisible(False)
        self.list.selected.connect(lambda count: self._bulk.setVisible(count > 1))
        add_print_commands(self, self.section.kind)
        self.command(
            "show_trash",
            words(f"{say}.show_trash"),
            lambda: show_trash(self.desk, self),
            icon="trash-2",
            menu=True,
        )

    def _fill(self, record_id: str) -> None:
        try:
            view = self.service.get(record_id)
        except NotFound:
            self._show_nothing()
            return
        self.read_choices()
        self._new, self._loaded = False, view
        self.form.show_record(view.record.id, view.record.version, view.values)
        self._show_loaded(view)

    def _show_loaded(self, view: View[Any]) -> None:
        archived = view.record.status is RecordStatus.ARCHIVED
        self._archive.setText(self.desk.words(f"ui.records.{'activate' if archived else 'archive'}"))
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

    def _settled(self) -> View[Any] | None:
        """The saved record, when nothing is typed that is not saved; else that is said."""
        if self._loaded is not None and self.form.dirty:
            self.desk.messages.note(self.desk.words("ui.records.save_first"))
            return None
        return self._loaded

    def _run(self, work: Callable[[], View[Any]], note: str) -> None:
        """Do something with the record on the lane, and show what came of it."""
        self.desk.lane.run(work, success=lambda view: self._done(view, note), parent=self)

    def _done(self, view: View[Any], note: str) -> None:
        self._tell(view.record.id)
        self.desk.messages.note(self.desk.words(f"ui.records.{note}", ref=view.record.ref))

    def _set_aside(self, gap: str, reason: str) -> None:
        if view := self._settled():
            self._run(lambda: self.service.set_aside(view.record.id, gap, reason), "set_aside")

    def _bring_back(self, gap: str) -> None:
        if view := self._settled():
            self._run(lambda: self.service.bring_back(view.record.id, gap), "brought_back")

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

    def _duplicated(self, copy: View[Any]) -> None:
        self._done(copy, "duplicated")
        self.open_record(copy.record.id, next(iter(self.form.fields.fields)))

    def _trashed(self, gone: Sequence[Trashed]) -> None:
        ids = [each.id for each in gone]
        if self._loaded and self._loaded.record.id in ids:
            self.form.discard()
            self._show_nothing()
        self._tell(*ids)
        note = self.desk.words("ui.records.trashed", count=len(ids))
        self.desk.messages.note(note, lambda: self._take_back(gone))

    def _take_back(self, gone: Sequence[Trashed]) -> None:
        self.desk.lane.run(
            lambda: self.service.take_back(gone),
            success=lambda _none: self._tell(*(each.id for each in gone)),
            parent=self,
        )

    def _undo(self, undo: Undo) -> None:
        self.desk.lane.run(
            lambda: self.service.undo(undo), success=lambda _none: self._tell(*undo.versions), parent=self
        )

    def _tell(self, *ids: str) -> None:
        """What is in one record says something about its neighbours, too."""
        self.desk.news.tell("activities", "clients", "processors", "transfers", ids=ids)

    def _enable(self) -> None:
        for action in self._for_saved:
            action.setEnabled(self._loaded is not None)


def choices(service: RecordService[Any, Any, Any]) -> Records:
    """What a chooser of these records offers."""
    found = Records(service.choices)
    found.reload()
    return found


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
    side.setAutoFillBackground(False)
    area.setWidget(side)
    return area
