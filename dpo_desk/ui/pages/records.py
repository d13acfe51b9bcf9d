"""The sections of the register: what each shows, and what can be done with its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dpo_desk.domain.record import RecordStatus
from dpo_desk.services.bulk import BulkChange, Undo
from dpo_desk.services.parsing import SHORT
from dpo_desk.services.records import RecordService, View
from dpo_desk.services.trash import Trashed
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.pages.bulk import show_bulk
from dpo_desk.ui.pages.history import HistoryDialog, Subject, show_history
from dpo_desk.ui.pages.record_head import RecordHead
from dpo_desk.ui.pages.record_screen import RecordScreen, Section
from dpo_desk.ui.pages.register_print import add_print_commands
from dpo_desk.ui.pages.trash import show_trash
from dpo_desk.ui.widgets.texts import shortened

__all__ = ["RecordPage", "Section", "choices"]


class RecordPage(RecordScreen):
    """
    A section of the register.

    A page makes its form with ``store`` as what saves, calls ``build`` with it, and may override ``show_view`` and
    ``read_choices``. Whatever it adds with ``more`` stands in the menu of the record and in the palette.
    """

    def add_commands(self) -> None:
        """What every section can do."""
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

    def make_head(self) -> RecordHead:
        """The head, with what can be done with the record."""
        more = [each for each in self._for_saved if each not in {self._validate, self._trash}]
        head = RecordHead(self.desk.words, self._whole, self._validate, [*more, self._trash])
        head.changes_wanted.connect(self.show_changes)
        self.side.set_aside.connect(self._set_aside)
        self.side.bring_back.connect(self._bring_back)
        return head

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
            own = len(self.desk.words("ui.records.copy_of", name=""))
            name = self.desk.words("ui.records.copy_of", name=shortened(record.name, SHORT - own))
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
        self._tell(*ids)
        self.desk.messages.note(note, (lambda: self._undo(undo)) if ids else None)

    # --- inside --------------------------------------------------------------------------------------------------

    def _show_loaded(self, view: View[Any]) -> None:
        archived = view.record.status is RecordStatus.ARCHIVED
        self._archive.setText(self.desk.words(f"ui.records.{'activate' if archived else 'archive'}"))
        super()._show_loaded(view)

    def _settled(self) -> View[Any] | None:
        """The saved record, when nothing is typed that is not saved; else that is said."""
        if self._loaded is not None and self.form.dirty:
            self.desk.messages.note(self.desk.words("ui.records.save_first"))
            return None
        return self._loaded

    def _run(self, work: Callable[[], View[Any]], note: str) -> None:
        """Do something with the record on the lane, and show what came of it."""
        self.desk.lane.run(work, success=lambda view: self._done(view, note), parent=self)

    def _set_aside(self, gap: str, reason: str) -> None:
        if view := self._settled():
            self._run(lambda: self.service.set_aside(view.record.id, gap, reason), "set_aside")

    def _bring_back(self, gap: str) -> None:
        if view := self._settled():
            self._run(lambda: self.service.bring_back(view.record.id, gap), "brought_back")

    def _duplicated(self, copy: View[Any]) -> None:
        self._done(copy, "duplicated")
        self.open_record(copy.record.id, next(iter(self.form.fields.fields)))

    def _trashed(self, gone: Sequence[Trashed]) -> None:
        ids = [each.id for each in gone]
        if self._loaded and self._loaded.record.id in ids:
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


def choices(service: RecordService[Any, Any, Any]) -> Records:
    """What a chooser of these records offers."""
    found = Records(service.choices)
    found.reload()
    return found
