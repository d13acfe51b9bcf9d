"""The shape of a form over one record of the register: which record, in which version, and where its errors belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from dpo_desk.errors import FieldError
from dpo_desk.ui import theme
from dpo_desk.ui.forms.base import Form
from dpo_desk.ui.forms.group import Field
from dpo_desk.ui.shell import Desk

Save = Callable[[str | None, int, Mapping[str, object]], object]
"""Saves on the lane: the record (nothing for a new one), the version the form was filled from, what is typed."""


class RecordForm(Form):
    """A form that knows which record it shows; ``aliases`` lead from a draft's attribute to the field that holds it."""

    chooser = True

    def __init__(self, desk: Desk, kind: str, save: Save, aliases: Mapping[str, str] | None = None) -> None:
        """``kind`` begins the key of the kept typing."""
        super().__init__(desk, self._on_lane)
        self._kind, self._save_record, self._aliases = kind, save, dict(aliases or {})
        self._record: tuple[str | None, int] = (None, 0)
        self._saved_as: tuple[str | None, int] = (None, 0)

    @property
    def record(self) -> str | None:
        """The record that is shown; nothing for a new one."""
        return self._record[0]

    @property
    def version(self) -> int:
        """The version the form was filled from."""
        return self._record[1]

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def show_record(self, record: str | None, version: int, values: Mapping[str, object]) -> None:
        """Show a record, or an empty form for a new one."""
        self._record = (record, version)
        self.open(self.key_of(record), values)

    def settle(self, record: str, version: int) -> None:
        """What is shown was just saved as this version; the typed text and the place in the form stay."""
        self._record = (record, version)
        self._key = self.key_of(record)
        self._show_dirty()

    def key_of(self, record: str | None) -> str:
        """The name under which unsaved typing is kept."""
        return f"{self._kind}/{record or 'new'}"

    def save(self) -> None:
        """Save what is shown now, even when another record is chosen meanwhile."""
        if not self._saving:
            self._saved_as = self._record
        super().save()

    def mark_fields(self, errors: tuple[FieldError, ...]) -> None:
        """Mark every bad field, under the name the form gives it."""
        super().mark_fields(
            tuple(FieldError(self._place(error.field), error.reason, **error.params) for error in errors)
        )

    def jump(self, path: str) -> None:
        """Bring a field into view, under the name the form gives it."""
        super().jump(self._place(path))
        part = QApplication.focusWidget()
        while part is not None and not isinstance(part, Field):
            part = part.parentWidget()
        page = self.area.widget()
        if part is not None and page is not None and self.fields.isAncestorOf(part):
            top = part.mapTo(page, QPoint(0, 0)).y() - theme.DOUBLE
            bar = self.area.verticalScrollBar()
            bar.setValue(min(bar.value(), top))

    def _place(self, path: str) -> str:
        name, dot, rest = path.partition(".")
        return self._aliases.get(name, name) + dot + rest

    def _on_lane(self, values: Mapping[str, object]) -> object:
        return self._save_record(*self._saved_as, values)
